//! What the ledger folds, and what it folds it into: answers, buckets, and entries of answers that add up.

use chrono::{Datelike, NaiveDate};

use crate::model::{Moment, Scale, Spot};

/// No score in a cell.
pub const UNANSWERED: i32 = i32::MIN;

/// What the questions of one file are.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The scale of each question, by its index in the ledger; `None` where this file does not ask it.
    pub scales: Vec<Option<Scale>>,
}

/// Where an answer belongs before the waves are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bucket {
    /// The index of the file's layout.
    pub layout: u16,
    /// Half-months since year 0; `None` where the file has no dates.
    pub half_month: Option<i32>,
    /// The day of the invitation that the answer follows within 45 days.
    pub invitation: Option<i32>,
    /// The index of the wave's name, where a column names the wave.
    pub label: u32,
}

impl Bucket {
    /// The half-month of a day, and the bit of the day in it.
    #[must_use]
    pub fn half_month_of(day: NaiveDate) -> (i32, u16) {
        let second = day.day() > 15;
        let bit = if second { day.day() - 16 } else { day.day() - 1 };
        let months = day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
        (months * 2 + i32::from(second), 1 << bit)
    }

    /// The first day that can lie in this bucket.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        let half = self.half_month?;
        let month = u32::try_from(half.div_euclid(2).rem_euclid(12)).unwrap_or(0) + 1;
        let day = if half.rem_euclid(2) == 1 { 16 } else { 1 };
        NaiveDate::from_ymd_opt(half.div_euclid(24), month, day)
    }
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
    /// The day's bit in the bucket.
    pub day_bit: u16,
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

/// Answers that add up: one, or several unnamed ones alike in bucket, questions answered, choice and threat.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) next: u32,
    pub(super) half_month: i32,
    pub(super) bucket: u32,
    pub(super) count: u32,
    pub(super) respondent: u32,
    /// The index of the response id plus one; 0 for none, and for unnamed answers.
    pub(super) response: u32,
    pub(super) at: i64,
    pub(super) first: Spot,
    pub(super) choice: u16,
    pub(super) threat: u16,
    pub(super) days: u16,
    pub(super) has_comment: bool,
}

/// The moment of an answer without a date.
pub(super) const UNDATED: i64 = i64::MIN;

impl Entry {
    /// When the (newest) answer was given, in seconds; the least there are without a date.
    pub(super) fn seconds(&self) -> i64 {
        self.at
    }

    /// When the (newest) answer was given; `None` without a date.
    pub(super) fn at(&self) -> Option<Moment> {
        (self.at != UNDATED).then(|| Moment::of_seconds(self.at))
    }
}

/// How many answers a bucket has, and on which of its days, a bit a day.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct BucketFacts {
    pub(super) answers: u64,
    pub(super) days: u16,
}
