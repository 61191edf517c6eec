//! Gives each bucket a number, an order and a count, while answers are folded.

use std::collections::HashMap;

use super::answer::{Answer, Bucket};
use super::grain::{Days, Grain};
use crate::model::{day_from_number, day_number};

/// All buckets that were met.
#[derive(Debug, Clone)]
pub(super) struct Buckets {
    grain: Grain,
    list: Vec<Counted>,
    index: HashMap<Bucket, u32>,
    newest: Option<(Bucket, u32)>,
}

/// A bucket, how many answers it has, and on which of its days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) bucket: Bucket,
    pub(super) answers: u64,
    days: Option<Days>,
    order: i32,
    /// The first day of its stretch, as a number.
    first: Option<i32>,
}

impl Buckets {
    /// None yet.
    pub(super) fn new(grain: Grain) -> Self {
        Self { grain, list: Vec::new(), index: HashMap::new(), newest: None }
    }

    /// How long the stretches of time are.
    pub(super) fn grain(&self) -> Grain {
        self.grain
    }

    /// The number of a bucket.
    pub(super) fn number(&mut self, bucket: Bucket) -> u32 {
        if let Some((newest, number)) = self.newest
            && newest == bucket
        {
            return number;
        }
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let number = *self.index.entry(bucket).or_insert(next);
        if number == next {
            let first = bucket.stretch.and_then(|stretch| self.grain.first_day(stretch)).map(day_number);
            self.list.push(Counted { bucket, answers: 0, days: None, order: self.order_of(bucket), first });
        }
        self.newest = Some((bucket, number));
        number
    }

    /// Of two buckets the newer is greater. Where months or quarters are the waves it is the number of the wave, that
    /// of the invitation where the answer follows one.
    fn order_of(&self, bucket: Bucket) -> i32 {
        let invited = bucket.invitation.filter(|_| self.grain != Grain::HalfMonth);
        invited.map(|day| self.grain.number(day_from_number(day))).or(bucket.stretch).unwrap_or(i32::MIN)
    }

    /// Counts an answer.
    pub(super) fn count(&mut self, answer: &Answer<'_>) {
        if let Some(counted) = self.list.get_mut(answer.bucket as usize) {
            counted.answers += 1;
            counted.days = Some(counted.days.map_or(answer.days, |days| self.grain.join(days, answer.days)));
        }
    }

    /// All of them, in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Counted> {
        self.list.iter()
    }

    /// A bucket by its number.
    pub(super) fn get(&self, number: u32) -> Option<&Bucket> {
        self.list.get(number as usize).map(|counted| &counted.bucket)
    }

    /// What orders the answers of a bucket among those of a customer.
    pub(super) fn order(&self, number: u32) -> i32 {
        self.list.get(number as usize).map_or(i32::MIN, |counted| counted.order)
    }

    /// The first and last of some days of a bucket, as numbers.
    pub(super) fn days_between(&self, number: u32, days: Days) -> Option<(i32, i32)> {
        let start = self.list.get(number as usize)?.first?;
        let (first, last) = self.grain.between(days);
        Some((start + first, start + last))
    }

    /// Some days of a bucket, as numbers.
    pub(super) fn days_in(&self, number: u32, days: Days) -> impl Iterator<Item = i32> + use<> {
        let start = self.list.get(number as usize).and_then(|counted| counted.first);
        self.grain.offsets(days).filter_map(move |day| Some(start? + day))
    }

    /// The days on which the answers of a bucket were given, as numbers.
    pub(super) fn days_of(&self, counted: &Counted) -> impl Iterator<Item = i32> + use<> {
        let days = counted.days.map(|days| self.grain.offsets(days));
        let start = counted.first;
        days.into_iter().flatten().filter_map(move |day| Some(start? + day))
    }
}
