//! Decides which of several answers with one response id count.

use super::fold::FoldFile;
use crate::history::{Answer, Ledger};
use crate::model::{Moment, Spot};

/// An answer that may stand there twice, kept until all are read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Held {
    response: Vec<u8>,
    customer: u32,
    at: Option<Moment>,
    file: String,
    // The worse answer counts where nothing else tells two apart: the smaller sum, ...
    scores: std::cmp::Reverse<Vec<i32>>,
    choice: u16,
    threat: u16,
    respondent: u32,
    bucket: u32,
    day_bit: u16,
    spot: Spot,
    has_comment: bool,
}

impl Held {
    /// Keeps an answer until all are read.
    pub(super) fn of(answer: &Answer<'_>, file: &FoldFile<'_>) -> Self {
        Self {
            response: answer.response.to_vec(),
            customer: answer.customer,
            at: answer.at,
            file: file.name.to_owned(),
            scores: std::cmp::Reverse(answer.scores.to_vec()),
            choice: answer.choice,
            threat: answer.threat,
            respondent: answer.respondent,
            bucket: answer.bucket,
            day_bit: answer.day_bit,
            spot: answer.spot,
            has_comment: answer.has_comment,
        }
    }

    /// Whether two answers differ in nothing but where they stand.
    fn says_the_same(&self, other: &Self) -> bool {
        (self.at, &self.scores, self.choice, self.threat)
            == (other.at, &other.scores, other.choice, other.threat)
    }

    fn answer(&self) -> Answer<'_> {
        Answer {
            customer: self.customer,
            respondent: self.respondent,
            bucket: self.bucket,
            day_bit: self.day_bit,
            at: self.at,
            response: &self.response,
            spot: self.spot,
            scores: &self.scores.0,
            choice: self.choice,
            threat: self.threat,
            has_comment: self.has_comment,
        }
    }
}

/// What became of answers whose response id stands there more than once.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Where those stand that count.
    pub(super) kept: Vec<Spot>,
    /// Where those stand that were dropped.
    pub(super) dropped: Vec<Spot>,
    /// Dropped rows that say something else than the row that counts, and that row.
    pub(super) differing: Vec<(Spot, Spot)>,
    /// Rows of one file and of different customers that share an id.
    pub(super) reused: Vec<(Spot, Spot)>,
}

/// Adds the answers that count to the ledger: of those with the same id, customer and moment one, and of those of one
/// file and customer the latest. All others are different answers.
pub(super) fn settle(mut held: Vec<Held>, ledger: &mut Ledger) -> Settled {
    held.sort();
    let mut settled = Settled::default();
    let mut of_id: Vec<Held> = Vec::new();
    for answer in held.into_iter().rev() {
        if of_id.first().is_some_and(|other| other.response != answer.response) {
            of_id.clear();
        }
        let same = |other: &&Held| {
            other.customer == answer.customer && (other.at == answer.at || other.file == answer.file)
        };
        if let Some(other) = of_id.iter().find(same) {
            settled.dropped.push(answer.spot);
            if !other.says_the_same(&answer) {
                settled.differing.push((answer.spot, other.spot));
            }
            continue;
        }
        if let Some(other) = of_id.iter().find(|other| other.file == answer.file) {
            settled.reused.push((answer.spot.max(other.spot), answer.spot.min(other.spot)));
        }
        ledger.add(&answer.answer());
        settled.kept.push(answer.spot);
        of_id.push(answer);
    }
    settled
}
