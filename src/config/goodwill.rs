//! Turns `[[goodwill]]`, `[goodwill-budget]` and `[[authority]]` into what may be given away, and by whom.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::number::{amount, as_number, some_count};

/// `[[goodwill]]`: something on the menu of what an unhappy customer may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Goodwill {
    /// What it is, in words that the customer may read.
    pub name: String,
    /// What one costs the firm.
    #[serde(serialize_with = "as_plain_number")]
    pub cost: Decimal,
    /// How many may be given in a month, to all customers together; `None` is any number.
    pub limit: Option<u32>,
    /// What it makes good, by the ids of `[[issue]]`; without any it fits whatever went wrong.
    #[serde(rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<String>,
}

/// `[goodwill-budget]`: how much may be given away; what is not set is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GoodwillBudget {
    /// To one customer, in one plan.
    #[serde(serialize_with = "as_number", deserialize_with = "amount")]
    pub per_customer: Option<Decimal>,
    /// To all customers together, in a month.
    #[serde(serialize_with = "as_number", deserialize_with = "amount")]
    pub per_month: Option<Decimal>,
}

/// `[[authority]]`: who may bend which rule without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Authority {
    /// Who: a name, or a role such as `account managers`.
    pub who: String,
    /// What they may do.
    pub may: String,
    /// Up to which amount; `None` is without a limit in money.
    #[serde(serialize_with = "as_number")]
    pub up_to: Option<Decimal>,
}

fn as_plain_number<S: serde::Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    as_number(&Some(*amount), serializer)
}

/// `[[goodwill]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawGoodwill {
    pub(super) name: Option<String>,
    #[serde(deserialize_with = "amount")]
    pub(super) cost: Option<Decimal>,
    #[serde(deserialize_with = "some_count")]
    pub(super) limit: Option<u32>,
    #[serde(rename = "for")]
    pub(super) issues: Vec<String>,
}

/// `[[authority]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAuthority {
    pub(super) who: Option<String>,
    pub(super) may: Option<String>,
    #[serde(deserialize_with = "amount")]
    pub(super) up_to: Option<Decimal>,
}
