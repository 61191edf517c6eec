//! Turns `[service-levels]` into what the firm guarantees a customer it wants to win back.

use std::fmt;

use chrono::NaiveDate;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::{hours, percent};

/// `[service-levels]`: what a win-back plan guarantees. What is not set is not promised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceLevels {
    /// Hours until somebody answers.
    #[serde(deserialize_with = "hours")]
    pub response_hours: Option<f64>,
    /// Hours until the fault is mended; a shorter time that a customer was already promised stays.
    #[serde(deserialize_with = "hours")]
    pub resolution_hours: Option<f64>,
    /// Percent of the month's fee paid back for every miss: a matter in which a service level was not kept.
    #[serde(deserialize_with = "percent")]
    pub refund_percent_per_miss: Option<f64>,
    /// The most that is paid back of a month's fee, in percent.
    #[serde(deserialize_with = "percent")]
    pub refund_cap_percent: Option<f64>,
    /// Whether the first miss after the signing is the final breach, which releases the customer from the contract. Not
    /// set it is not promised, and the plan leaves room to settle it.
    pub final_breach: Option<bool>,
    /// Who answers for promising more than was delivered so far, and since when.
    #[serde(deserialize_with = "sign_off")]
    pub signed_off: Option<SignOff>,
}

impl ServiceLevels {
    /// Whether a plan releases the customer at the first miss: only where the firm has set that it does.
    #[must_use]
    pub fn has_final_clause(&self) -> bool {
        self.final_breach == Some(true)
    }
}

/// A name and a day: who agreed to a promise that is tighter than what was delivered so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Who.
    pub name: String,
    /// When.
    pub day: NaiveDate,
}

impl fmt::Display for SignOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.name, self.day)
    }
}

impl Serialize for SignOff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn sign_off<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SignOff>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wanted = "a name and a day, such as \"Jo Example, 2026-09-30\"";
    let read = text.rsplit_once(',').and_then(|(name, day)| {
        let (name, day) = (name.trim(), day.trim());
        let day = if day.len() == "2026-09-30".len() { day.parse().ok()? } else { return None };
        (!name.is_empty()).then(|| SignOff { name: name.to_owned(), day })
    });
    read.map(Some).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &wanted))
}
