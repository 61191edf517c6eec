//! Turns plain thresholds of `retain.toml` into numbers that can be reached, or says why they cannot.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// More texts than this are no list that somebody made.
const MOST_WORDS: usize = 500;
/// Longer texts are no words.
const LONGEST_WORD: usize = 100;

/// A drop on 0 to 10: above 0, at most 10.
pub(super) fn drop<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if !value.is_finite() {
        return Err(D::Error::custom("the threshold must be a finite number"));
    }
    if value <= 0.0 || value > 10.0 {
        return Err(D::Error::custom(
            "a drop is measured on 0 to 10: the threshold must be above 0 and at most 10",
        ));
    }
    Ok(value)
}

/// A number of waves: 1 or more.
pub(super) fn waves<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = i64::deserialize(deserializer)?;
    match u32::try_from(value) {
        Ok(waves) if (1..=1000).contains(&waves) => Ok(waves),
        _ => Err(D::Error::custom("a number of waves is 1 or more")),
    }
}

/// A number of days: 0 or more.
pub(super) fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = i64::deserialize(deserializer)?;
    match u32::try_from(value) {
        Ok(days) if days <= 10_000 => Ok(days),
        _ => Err(D::Error::custom("a number of days is 0 or more, and at most 10000")),
    }
}

/// A number of cycles: above 0, at most 100.
pub(super) fn cycles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if value > 0.0 && value <= 100.0 {
        return Ok(value);
    }
    Err(D::Error::custom("a number of cycles is above 0 and at most 100: 2 is twice the usual time"))
}

/// The usual days between two orders: 1 or more.
pub(super) fn base_cycle<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if (1.0..=10_000.0).contains(&value) {
        return Ok(Some(value));
    }
    Err(D::Error::custom("the days from one order to the next are 1 or more, and at most 10000"))
}

/// A share of what was before: 0 or more, below 1.
pub(super) fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if (0.0..1.0).contains(&value) {
        return Ok(value);
    }
    Err(D::Error::custom("a share of what was before is 0 or more and below 1: 0.5 is half of it"))
}

/// A number of calendar months: 1 or more.
pub(super) fn months<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = i64::deserialize(deserializer)?;
    match u32::try_from(value) {
        Ok(months) if (1..=120).contains(&months) => Ok(months),
        _ => Err(D::Error::custom("a number of months is 1 or more, and at most 120")),
    }
}

/// A number of incidents: 1 or more.
pub(super) fn incidents<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = i64::deserialize(deserializer)?;
    match u32::try_from(value) {
        Ok(incidents) if (1..=1000).contains(&incidents) => Ok(incidents),
        _ => Err(D::Error::custom("a number of incidents is 1 or more")),
    }
}

/// Words to look for: none of them blank.
pub(super) fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    if words.iter().any(|word| word.trim().is_empty()) {
        return Err(D::Error::custom("an empty text would be found everywhere: take it out"));
    }
    if words.len() > MOST_WORDS || words.iter().any(|word| word.chars().count() > LONGEST_WORD) {
        return Err(D::Error::custom(format!(
            "at most {MOST_WORDS} texts of at most {LONGEST_WORD} letters"
        )));
    }
    Ok(words)
}
