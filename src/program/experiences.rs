//! Counts good experiences of a customer against bad ones: those on record, and what went wrong by the files.

use super::dossier::causes;
use super::missed::unpaired;
use crate::casebook::Case;
use crate::config::Config;
use crate::model::{Incident, RECENT_DAYS};
use chrono::NaiveDate;

/// Good experiences against bad ones, for every document and list alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Experiences {
    /// Good ones on record.
    pub good: usize,
    /// Bad ones, wherever they stand; `None` where the firm's files cannot be read.
    pub bad: Option<usize>,
    /// Of these, incidents of the last 90 days that made them unhappy.
    on_file: usize,
    /// How many good ones are wanted against the bad ones.
    pub wanted: Option<usize>,
}

impl Experiences {
    /// Counts them, with or without a case.
    pub(super) fn of(case: Option<&Case>, incidents: &[Incident], config: &Config, as_of: NaiveDate) -> Self {
        let on_file = causes(incidents, as_of);
        let bad = on_file.len() + case.map_or(0, |case| recorded(case, &on_file));
        Self {
            good: case.map_or(0, |case| case.positives.len()),
            bad: Some(bad),
            on_file: on_file.len(),
            wanted: Some(bad * config.program.positives_per_negative as usize),
        }
    }

    /// The same where nobody knows what went wrong by the files.
    pub(super) fn without_files(self) -> Self {
        Self { bad: None, wanted: None, on_file: 0, ..self }
    }

    /// How many more good ones are wanted; `None` where the firm's files cannot be read.
    #[must_use]
    pub fn missing(&self) -> Option<usize> {
        Some(self.wanted?.saturating_sub(self.good))
    }

    /// In a sentence: how many there are, of what, and how many good ones are still wanted.
    pub(super) fn words(&self) -> String {
        let (Some(bad), Some(missing)) = (self.bad, self.missing()) else {
            return format!("Experiences: {} good; the bad ones are not known", self.good);
        };
        let of_what = match (self.on_file, bad - self.on_file) {
            (0, _) => String::new(),
            (_, 0) => format!(" (by the incidents of the last {RECENT_DAYS} days)"),
            (on_file, recorded) => {
                format!(" ({on_file} by the incidents of the last {RECENT_DAYS} days, {recorded} recorded)")
            }
        };
        let missing = match missing {
            _ if bad == 0 => String::new(),
            0 => ": the balance is right".to_owned(),
            missing => format!(": {missing} more good ones are wanted"),
        };
        format!("Experiences: {} good, {bad} bad{of_what}{missing}", self.good)
    }
}

/// The bad ones on record: those recorded as such, promises that were not kept, and breaches of the plan for which no
/// incident on file stands already.
fn recorded(case: &Case, on_file: &[&Incident]) -> usize {
    let breaches = case.plan.as_ref().map_or(&[][..], |plan| &plan.breaches);
    let counted_already = on_file.len() - unpaired(on_file.to_vec(), breaches).len();
    let broken = case.promises.iter().filter(|promise| promise.kept.is_some_and(|(kept, _)| !kept));
    case.negatives.len() + broken.count() + breaches.len() - counted_already
}
