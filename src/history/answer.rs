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

/// What an entry says of a question: the sum over its answers, and the worst of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) sum: i32,
    pub(super) worst: i32,
}

/// How many questions stand in the entry itself, which fills a line of the processor's memory with them: a survey
/// seldom asks more, and every line costs a wait.
pub(super) const IN_PLACE: usize = 6;

/// Answers that add up: one, or several unnamed ones alike in bucket, questions answered, choice and threat.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Entry {
    pub(super) next: u32,
    pub(super) bucket: u32,
    pub(super) at: i64,
    pub(super) first: Spot,
    pub(super) respondent: u32,
    /// What stands beside it, by its index plus one: for several unnamed answers their tally, for a named one its
    /// response id; 0 for nothing.
    pub(super) beside: u32,
    pub(super) choice: u16,
    pub(super) threat: u16,
    pub(super) days: Days,
    pub(super) has_comment: bool,
    /// Which of the first questions are answered, a bit each.
    pub(super) answered: u8,
    /// The sums of the first questions.
    pub(super) sums: [i32; IN_PLACE],
}

/// The moment of an answer without a date.
pub(super) const UNDATED: i64 = i64::MIN;

impl Entry {
    /// Whether an unnamed answer of the same bucket may add up with this entry, as far as the entry itself tells.
    #[inline]
    pub(super) fn is_alike(&self, answer: &Answer<'_>, answered: u8) -> bool {
        // One question instead of four: which of them is answered with no cannot be foreseen.
        let differs = self.choice ^ answer.choice | self.threat ^ answer.threat;
        u32::from(differs | u16::from(self.answered ^ answered)) | self.respondent == 0
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

impl Answer<'_> {
    /// The scores of the first questions, which stand in the entry, and of those behind them.
    #[inline]
    pub(super) fn near_and_far(&self) -> (&[i32], &[i32]) {
        self.scores.split_at_checked(IN_PLACE).unwrap_or((self.scores, &[]))
    }

    /// Which of the first questions are answered, a bit each.
    #[inline]
    pub(super) fn answered(&self) -> u8 {
        let near = (0..IN_PLACE).zip(self.scores);
        near.fold(0, |all, (question, score)| all | u8::from(*score != UNANSWERED) << question)
    }
}

/// Whether scores can be added to sums: of each both are there, or neither is.
#[inline]
pub(super) fn adds_up(sums: &[i32], scores: &[i32]) -> bool {
    sums.iter().zip(scores).all(|(sum, score)| {
        (*sum == UNANSWERED) == (*score == UNANSWERED)
            && (*sum == UNANSWERED || sum.checked_add(*score).is_some())
    })
}

/// Adds scores to sums that they add up with.
#[inline]
pub(super) fn add_up(sums: &mut [i32], scores: &[i32]) {
    let answered = sums.iter_mut().zip(scores).filter(|(_, score)| **score != UNANSWERED);
    answered.for_each(|(sum, score)| *sum += score);
}

/// What an entry says of each question, and how many answers it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Summed<'a> {
    pub(super) entry: &'a Entry,
    /// The sums of the questions behind those in the entry.
    pub(super) beyond: &'a [i32],
    /// Of several answers, how many they are and the worst score of each question.
    pub(super) tally: Option<(u32, &'a [i32])>,
}

impl<'a> Summed<'a> {
    /// How many answers add up.
    pub(super) fn count(&self) -> u32 {
        self.tally.map_or(1, |(count, _)| count)
    }

    /// Sees the cells of all questions that are answered, each with its question.
    #[inline]
    pub(super) fn each_answered(&self, mut see: impl FnMut(usize, Cell)) {
        let worst = self.tally.map_or(&[][..], |(_, worst)| worst);
        let mut see = |question: usize, sum: i32| {
            if sum != UNANSWERED {
                see(question, Cell { sum, worst: worst.get(question).copied().unwrap_or(sum) });
            }
        };
        self.entry.sums.iter().enumerate().for_each(|(question, sum)| see(question, *sum));
        (IN_PLACE..).zip(self.beyond).for_each(|(question, sum)| see(question, *sum));
    }

    /// A cell a question.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> + use<'a> {
        let worst = self.tally.map(|(_, worst)| worst);
        let sums = self.entry.sums.iter().chain(self.beyond);
        sums.enumerate().map(move |(question, sum)| {
            let worst = worst.and_then(|worst| worst.get(question));
            Cell { sum: *sum, worst: *worst.unwrap_or(sum) }
        })
    }
}
