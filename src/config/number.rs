//! Turns numbers of `retain.toml` into amounts, hours, percentages and counts, or says what they should be.

use rust_decimal::Decimal;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// No setting counts further than this: more is a slip of the keyboard.
const MOST: i64 = 10_000;

/// Reads hours, above 0.
pub(super) fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let hours = f64::deserialize(deserializer)?;
    let wanted = "a number of hours above 0, such as 4 or 0.5";
    let is_possible = hours > 0.0 && hours <= MOST as f64;
    if is_possible {
        Ok(Some(hours))
    } else {
        Err(D::Error::invalid_value(Unexpected::Float(hours), &wanted))
    }
}

/// Reads a percentage, from 0 to 100.
pub(super) fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let percent = f64::deserialize(deserializer)?;
    let wanted = "a percentage from 0 to 100, such as 5";
    if (0.0..=100.0).contains(&percent) {
        Ok(Some(percent))
    } else {
        Err(D::Error::invalid_value(Unexpected::Float(percent), &wanted))
    }
}

/// Reads a count, 1 or more.
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = i64::deserialize(deserializer)?;
    let possible = u32::try_from(number).ok().filter(|_| (1..=MOST).contains(&number));
    let wanted = "a whole number from 1 to 10000";
    possible.ok_or_else(|| D::Error::invalid_value(Unexpected::Signed(number), &wanted))
}

/// Reads a count that need not be there.
pub(super) fn some_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    count(deserializer).map(Some)
}

/// Writes an amount as a number.
#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
pub(super) fn as_number<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    let number = amount.and_then(|amount| f64::try_from(amount).ok());
    number.serialize(serializer)
}

/// Reads an amount, 0 or more.
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
