//! Counts the answers that add up to an entry, and keeps the worst of each question: for the few entries that need it.

use super::answer::UNANSWERED;
use crate::model::Scale;

/// What is kept of entries that stand for several answers.
#[derive(Debug, Clone)]
pub(super) struct Tallies {
    questions: usize,
    /// Of each tally how many answers it counts, and the worst score a question.
    all: Vec<i32>,
    free: Vec<u32>,
}

impl Tallies {
    /// None yet.
    pub(super) fn new(questions: usize) -> Self {
        Self { questions, all: Vec::new(), free: Vec::new() }
    }

    /// Opens a tally for one answer with these scores; gives its index plus one.
    pub(super) fn open(&mut self, scores: impl Iterator<Item = i32>) -> u32 {
        let new = std::iter::once(1).chain(scores.take(self.questions));
        let Some(tally) = self.free.pop() else {
            self.all.extend(new);
            return u32::try_from(self.all.len() / self.size()).unwrap_or(0);
        };
        if let Some(places) = self.get_mut(tally) {
            places.iter_mut().zip(new).for_each(|(place, new)| *place = new);
        }
        tally
    }

    fn size(&self) -> usize {
        self.questions + 1
    }

    fn get_mut(&mut self, tally: u32) -> Option<&mut [i32]> {
        let size = self.size();
        let start = (tally as usize).checked_sub(1)? * size;
        self.all.get_mut(start..start + size)
    }

    /// How many answers there are, and the worst score of each question, by the index plus one.
    pub(super) fn get(&self, tally: u32) -> Option<(u32, &[i32])> {
        let start = (tally as usize).checked_sub(1)? * self.size();
        let (count, worst) = self.all.get(start..start + self.size())?.split_first()?;
        Some((count.unsigned_abs(), worst))
    }

    /// Touches a tally, so that it is near when it is wanted.
    pub(super) fn touch(&self, tally: u32) -> u32 {
        let start = (tally as usize).wrapping_sub(1).wrapping_mul(self.size());
        self.all.get(start).map_or(0, |count| count.unsigned_abs())
    }

    /// Counts another answer.
    pub(super) fn add(&mut self, tally: u32, scores: &[i32], scales: &[Option<Scale>]) {
        let Some((count, worst)) = self.get_mut(tally).and_then(<[i32]>::split_first_mut) else { return };
        *count = count.saturating_add(1);
        for ((worst, score), scale) in worst.iter_mut().zip(scores).zip(scales) {
            if *score != UNANSWERED {
                let is_mirrored = scale.is_some_and(Scale::is_mirrored);
                *worst = if is_mirrored { (*worst).max(*score) } else { (*worst).min(*score) };
            }
        }
    }

    /// Gives a tally free to be used again.
    pub(super) fn close(&mut self, tally: u32) {
        self.free.extend((tally != 0).then_some(tally));
    }
}
