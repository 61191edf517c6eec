//! What the ledger folds, and what it folds it into: answers, buckets, and entries of answers that add up.

use chrono::NaiveDate;

use super::grain::Days;
use crate::model::{Moment, Scale, Spot};

/// No score in a cell.
pub const UNANSWERED: i32 = i32::MIN;

/// What the questions of one file are, or of those rows of it that are answered on the same scales.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The index of the file.
    pub file: u16,
    /// The scale of each question, by its index in the ledger; `None` where this file does not ask it.
    pub scales: Vec<Option<Scale>>,
}

/// Where an answer belongs before the waves are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bucket {
    /// The index of the layout.
    pub layout: u16,
    /// The stretch of time, by its number; `None` where the file has no dates.
    pub stretch: Option<i32>,
    /// The day of the invitation that the answer follows within 45 days.
    pub invitation: Option<i32>,
    /// The index of the wave's name, where a column names the wave.
    pub label: u32,
}

/// One answer, as a row of a survey gives it.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The index of the customer.
    pub customer: u32,
    /// The index of the respondent plus one; 0 for an unnamed one.
    pub respondent: u32,
    /// The index of the bucket, from [`super::Ledger::bucket`].
    pub bucket: u32,
    /// The day within the bucket's stretch of time.
    pub days: Days,
    /// When, as written.
    pub at: Option<Moment>,
    /// The response id; empty where there is none.
    pub response: &'a [u8],
    /// Where it stands.
    pub spot: Spot,
    /// A cell a question, in ten-thousandths; [`UNANSWERED`] where blank.
    pub scores: &'a [i32],
    /// The index of the choice plus one; 0 where blank.
    pub choice: u16,
    /// The index of the first threatening word plus one; 0 for none.
    pub threat: u16,
    /// Whether there is a comment.
    pub has_comment: bool,
}

impl Answer<'_> {
    /// Which questions are answered, a bit each; those beyond the last bit share it.
    pub(super) fn answered(&self) -> u32 {
        let bits = self.scores.iter().zip((0..u32::BITS).chain(std::iter::repeat(u32::BITS - 1)));
        bits.filter(|(score, _)| **score != UNANSWERED).fold(0, |all, (_, bit)| all | 1 << bit)
    }
}

/// What an entry says of a question: the sum over its answers, and the worst of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) sum: i32,
    pub(super) worst: i32,
}

/// Answers that add up: one, or several unnamed ones alike in bucket, questions answered, choice and threat.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) next: u32,
    /// What orders a customer's entries: the bucket's, see [`super::buckets::Buckets::order`].
    pub(super) order: i32,
    pub(super) at: i64,
    pub(super) first: Spot,
    pub(super) bucket: u32,
    pub(super) count: u32,
    pub(super) respondent: u32,
    /// The index of the response id plus one; 0 for none, and for unnamed answers.
    pub(super) response: u32,
    /// Which questions are answered, a bit each; those beyond the last bit share it.
    pub(super) answered: u32,
    pub(super) choice: u16,
    pub(super) threat: u16,
    pub(super) days: Days,
    pub(super) has_comment: bool,
}

/// The moment of an answer without a date.
pub(super) const UNDATED: i64 = i64::MIN;

impl Entry {
    /// Whether an answer of this bucket and with these questions answered may add up with this entry.
    #[inline]
    pub(super) fn is_alike(&self, answer: &Answer<'_>, answered: u32) -> bool {
        self.bucket == answer.bucket
            && self.answered == answered
            && (self.choice, self.threat) == (answer.choice, answer.threat)
            && self.respondent | answer.respondent == 0
    }

    /// Whether the overall question is answered.
    pub(super) fn has_overall(&self) -> bool {
        self.answered & 1 == 1
    }

    /// The day of the (newest) answer; `None` without a date.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        (self.at != UNDATED).then(|| Moment::of_seconds(self.at).day())
    }
}
