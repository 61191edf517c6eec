//! What a row of the at-risk list says of a customer: figures and names, no words and no evidence.

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::assess::{comparison_of, in_common};
use super::list::Assessment;
use super::lost::Lost;
use super::on_record::Recorded;
use super::stage::Stage;
use crate::history::History;
use crate::model::{Label, Money, Scale};
use crate::signal::{Reading, SignalId, Standing};

/// A customer on the list, in brief.
#[derive(Debug, Clone)]
pub struct Brief<'a> {
    /// The customer's index in the book.
    pub index: usize,
    /// The id, in the spelling that is shown.
    pub customer: &'a str,
    /// The name, where it is another thing than the id.
    pub name: Option<&'a str>,
    /// Who owns the relationship.
    pub account_manager: Option<&'a str>,
    /// What the answers say.
    pub figures: Figures,
    /// The name of the last wave.
    pub wave: Option<&'a str>,
    /// The id of the newest answer of the last wave.
    pub response: Option<&'a str>,
    /// The yearly value, as given.
    pub value: Option<Money>,
    /// What a call is worth, with value and call cost.
    pub gain: Option<Money>,
    /// What the record knows of the customer, where it does.
    pub recorded: Option<Recorded>,
}

/// What the answers of a customer say, in figures.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Where the customer stands.
    pub label: Label,
    /// Risk points, at most 6.
    pub points: f64,
    /// What the case calls for.
    pub stage: Stage,
    /// The signals that fired, in their order, each once.
    pub reasons: SmallVec<[SignalId; 8]>,
    /// The wave score of the last wave, in points of `scale`.
    pub score: Option<f64>,
    /// The score of the last comparable wave before, made of the same as `score`.
    pub previous: Option<f64>,
    /// The scale of `score` and `previous`.
    pub scale: Option<Scale>,
    /// The index of the last wave.
    pub(super) wave: Option<u32>,
    /// The day of the newest answer of the last wave.
    pub date: Option<NaiveDate>,
    /// The day of the answer that the oldest reason still firing rests on; of a customer who is gone, the day it began.
    pub since: Option<NaiveDate>,
}

impl Figures {
    pub(super) fn of(
        history: &History,
        readings: &[Reading],
        (label, points, stage): (Label, f64, Stage),
        lost: Option<&Lost>,
    ) -> Self {
        let last = history.last_wave();
        let score = last.and_then(|wave| wave.score);
        let comparison = comparison_of(history).map(|(comparison, _)| comparison);
        let partly = score.zip(comparison).and_then(|(score, comparison)| in_common(score.kind, comparison));
        let reasons = || readings.iter().filter(|reading| reading.standing == Standing::Reason);
        Self {
            label,
            points,
            stage,
            reasons: distinct(reasons()),
            score: score.map(|score| score.mean),
            previous: comparison.map(|comparison| comparison.then).filter(|_| partly.is_none()),
            scale: score.map(|score| score.scale),
            wave: last.map(|wave| wave.wave),
            date: last.and_then(|wave| wave.days).map(|days| days.1),
            since: match lost {
                Some(lost) => Some(lost.onset),
                None => reasons().filter_map(|reason| reason.date).min(),
            },
        }
    }
}

impl Assessment {
    /// The assessment in brief.
    #[must_use]
    pub fn brief(&self) -> Brief<'_> {
        Brief {
            index: self.index,
            customer: &self.customer,
            name: self.name.as_deref(),
            account_manager: self.account_manager.as_deref(),
            figures: Figures {
                label: self.label,
                points: self.points,
                stage: self.stage,
                reasons: distinct(self.reasons.iter()),
                score: self.score,
                previous: self.previous,
                scale: self.scale,
                wave: None,
                date: self.date,
                since: self.since,
            },
            wave: self.wave.as_deref(),
            response: self.response.as_deref(),
            value: self.value,
            gain: self.gain,
            recorded: self.recorded,
        }
    }
}

/// A signal may fire more than once (`low-dimension`, one reason each): it stands once.
fn distinct<'a>(reasons: impl Iterator<Item = &'a Reading>) -> SmallVec<[SignalId; 8]> {
    let mut signals: SmallVec<[SignalId; 8]> = reasons.map(|reason| reason.signal).collect();
    signals.dedup();
    signals
}
