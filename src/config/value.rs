//! Turns `[value]` into what a customer is worth to keep.

use rust_decimal::Decimal;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use super::number::{amount, as_number};

/// `[value]`: what a customer is worth to keep. It orders the list and weighs a call against what it may save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ValueSettings {
    /// The share of a customer's yearly value that is left after costs, where the accounts do not say.
    #[serde(deserialize_with = "share")]
    pub margin: f64,
    /// The share of customers at risk who stay because they were called.
    #[serde(deserialize_with = "share")]
    pub save_rate: f64,
    /// What it costs to call a customer and follow up; without it no gain is shown.
    #[serde(serialize_with = "as_number", deserialize_with = "amount")]
    pub call_cost: Option<Decimal>,
    /// The share of all customers who leave within 90 days.
    #[serde(deserialize_with = "proper_share")]
    pub base_rate: f64,
}

impl Default for ValueSettings {
    fn default() -> Self {
        Self { margin: 0.40, save_rate: 0.30, call_cost: None, base_rate: 0.05 }
    }
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let share = f64::deserialize(deserializer)?;
    let is_possible = share > 0.0 && share <= 1.0;
    let wanted = "a share above 0 and at most 1, such as 0.4 for 40%";
    if is_possible { Ok(share) } else { Err(D::Error::invalid_value(Unexpected::Float(share), &wanted)) }
}

/// A share of neither nobody nor everybody: its odds are a number.
fn proper_share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let share = f64::deserialize(deserializer)?;
    let is_possible = share > 0.0 && share < 1.0;
    let wanted = "a share above 0 and below 1, such as 0.05 for 5%";
    if is_possible { Ok(share) } else { Err(D::Error::invalid_value(Unexpected::Float(share), &wanted)) }
}
