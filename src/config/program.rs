//! Turns `[meeting]`, `[program]` and `[[issue]]` into how the firm runs the program.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::number::{amount, as_number, count};

/// `[meeting]`: the team meeting in which customers at risk are gone through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Meeting {
    /// How long it takes.
    #[serde(deserialize_with = "count")]
    pub minutes: u32,
    /// How much of it one customer takes.
    #[serde(deserialize_with = "count")]
    pub minutes_per_customer: u32,
    /// Who comes, beside the account managers and technicians of the customers on the list.
    pub attendees: Vec<String>,
    /// What the program is to reach, in one line.
    pub objective: Option<String>,
}

impl Default for Meeting {
    fn default() -> Self {
        Self { minutes: 60, minutes_per_customer: 10, attendees: Vec::new(), objective: None }
    }
}

/// `[program]`: the clocks and counts of winning a customer back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProgramSettings {
    /// Working days within which a flagged customer is called.
    #[serde(deserialize_with = "count")]
    pub first_call_working_days: u32,
    /// How many extra-mile gestures a customer gets who is won back.
    #[serde(deserialize_with = "count")]
    pub red_carpets: u32,
    /// How many good experiences are to stand against each bad one.
    #[serde(deserialize_with = "count")]
    pub positives_per_negative: u32,
    /// Days after the plan on which it is looked at again.
    #[serde(deserialize_with = "count")]
    pub review_after_days: u32,
    /// Days after the plan on which the effort ends, won back or not.
    #[serde(deserialize_with = "count")]
    pub stop_after_days: u32,
    /// The yearly value above which an executive calls as well; `None` is never.
    #[serde(serialize_with = "as_number", deserialize_with = "amount")]
    pub executive_above: Option<Decimal>,
    /// Who that is; `None` is the director.
    pub executive: Option<String>,
}

impl Default for ProgramSettings {
    fn default() -> Self {
        Self {
            first_call_working_days: 2,
            red_carpets: 10,
            positives_per_negative: 12,
            review_after_days: 30,
            stop_after_days: 90,
            executive_above: None,
            executive: None,
        }
    }
}

/// `[[issue]]`: a class of what goes wrong, from the firm's own closed list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Issue {
    /// The id in files: `slow-service`.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// The training that keeps it from happening again.
    pub training: Option<String>,
}

/// `[[issue]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawIssue {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) training: Option<String>,
}
