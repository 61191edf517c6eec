//! Turns a customer's entries into the waves that the customer answered.

use chrono::NaiveDate;

use super::firm::Firm;
use super::wave_answers::{Placed, WaveAnswers};
use crate::model::SAME;

/// One customer's answers up to a day, wave by wave.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The waves that the customer answered in any way, oldest first.
    pub waves: Vec<WaveAnswers>,
    /// Where in `waves` the last wave stands: the last with a score, else the last.
    pub last: Option<usize>,
    /// The day of the newest answer of any kind; `None` without dates.
    pub newest: Option<NaiveDate>,
}

impl History {
    /// The history of the customer with this index.
    #[must_use]
    pub fn of(firm: &Firm, customer: usize) -> Self {
        let entries = firm.ledger.entries_of(customer);
        let mut entries: Vec<Placed<'_>> = entries
            .map(|summed| {
                let wave = firm.waves.of_bucket(summed.entry.bucket);
                Placed { wave, entry: summed.entry, summed }
            })
            .collect();
        entries.sort_by_key(|placed| placed.wave);
        let of_waves = entries.chunk_by(|one, other| one.wave == other.wave);
        let waves: Vec<_> = of_waves.map(|entries| WaveAnswers::of(firm, entries)).collect();
        let last = waves.iter().rposition(WaveAnswers::has_scores).or(waves.len().checked_sub(1));
        let newest = waves.iter().filter_map(|wave| wave.days).map(|days| days.1).max();
        Self { waves, last, newest }
    }

    /// The last wave: the last with a score, else the last answered.
    #[must_use]
    pub fn last_wave(&self) -> Option<&WaveAnswers> {
        self.waves.get(self.last?)
    }

    /// The last wave and those after it: choices and comments of later waves count with it.
    #[must_use]
    pub fn since_last_wave(&self) -> &[WaveAnswers] {
        self.last.and_then(|last| self.waves.get(last..)).unwrap_or_default()
    }

    /// The day of the last wave's newest answer, where its score is better than the last comparable one before; of
    /// equal scores, where the dimensions are better.
    #[must_use]
    pub fn better_on(&self) -> Option<NaiveDate> {
        let last = self.last_wave()?;
        let (comparison, earlier) = self.earlier().find_map(|wave| Some((last.comparable(wave)?, wave)))?;
        let drop = comparison.drop_s10();
        let is_better = drop < -SAME || drop < SAME && last.dimensions_rose(earlier);
        last.days.map(|days| days.1).filter(|_| is_better)
    }

    /// The waves before the last one, newest first.
    pub fn earlier(&self) -> impl Iterator<Item = &WaveAnswers> {
        self.waves.iter().take(self.last.unwrap_or(0)).rev()
    }
}
