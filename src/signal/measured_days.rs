//! Turns a number of days from the accounts and its limit into a note, or a quiet reading.

use super::Context;
use super::reading::{Measured, Reading, SignalId, Standing, Unit};

/// A number of days against a limit.
pub(super) struct MeasuredDays {
    /// Which signal.
    pub(super) signal: SignalId,
    /// How many.
    pub(super) value: i64,
    /// Where it is noted.
    pub(super) limit: i64,
    /// What the note adds.
    pub(super) points: f64,
    /// The note in words.
    pub(super) text: String,
    /// What it would take.
    pub(super) takes: String,
}

impl MeasuredDays {
    /// The note, or the quiet reading where everything is wanted.
    pub(super) fn reading(self, context: &Context<'_>, is_noted: bool) -> Option<Reading> {
        if !is_noted && !context.wants_all {
            return None;
        }
        let standing = if is_noted { Standing::Note } else { Standing::Quiet };
        let mut reading = Reading::new(self.signal, standing);
        reading.value = Some(Measured::Figure(self.value as f64));
        reading.threshold = Some(self.limit as f64);
        reading.gap = Some((self.value - self.limit).abs() as f64);
        reading.unit = Some(Unit::Days);
        reading.points = if is_noted { self.points } else { 0.0 };
        reading.text = self.text;
        reading.takes = self.takes;
        reading.evidence = context.contract.map(|contract| contract.spot).into_iter().collect();
        Some(reading)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::model::{Contract, Spot};

    /// A contract of which nothing is known.
    pub(in crate::signal) fn contract() -> Contract {
        Contract { since: None, renewal: None, pays_late_days: None, spot: Spot::new(0, 3) }
    }
}
