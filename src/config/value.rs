//! Turns `[value]` into what a customer is worth to keep.

use rust_decimal::Decimal;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn as_number<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    let number = amount.and_then(|amount| f64::try_from(amount).ok());
    number.serialize(serializer)
}

/// Reads an amount of money, which a text that is written by hand has as a number.
///
/// # Errors
/// When it is no number, or below 0.
pub(crate) fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    deserializer.deserialize_any(AmountVisitor).map(Some)
}

struct AmountVisitor;

impl Visitor<'_> for AmountVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an amount, 0 or more, such as 60 or 45.50")
    }

    fn visit_i64<E: Error>(self, amount: i64) -> Result<Decimal, E> {
        if amount < 0 {
            Err(E::invalid_value(Unexpected::Signed(amount), &self))
        } else {
            Ok(Decimal::from(amount))
        }
    }

    fn visit_f64<E: Error>(self, amount: f64) -> Result<Decimal, E> {
        let exact = if amount < 0.0 { None } else { Decimal::try_from(amount).ok() };
        exact.ok_or_else(|| E::invalid_value(Unexpected::Float(amount), &self))
    }
}
