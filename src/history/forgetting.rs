//! Forgets the waves of a customer that cannot matter any more, while answers still come in, in any order.
//!
//! The wave score of a wave with an overall answer is the mean of the overall answers, and only such waves are
//! compared with one another. So once a customer has `keep` newer waves with an overall answer, an older one can be
//! neither the last wave nor one that it is compared with, whatever else is read. Waves with dimensions alone are
//! kept. A forgotten wave leaves a bit, so that an answer of it that comes late is not taken for a wave of its own.

use super::grain::Grain;
use super::ledger::{END, Ledger};

/// Forgotten waves are bits of a word: they lie less than so many months or quarters from the first bucket met.
const REACH: i32 = 32;

/// What is forgotten, and which entries are free to be used again.
#[derive(Debug, Clone)]
pub(super) struct Forgetting {
    keep: usize,
    /// The wave of the lowest bit.
    base: Option<i32>,
    free: Vec<u32>,
}

impl Forgetting {
    /// An entry that is not used any more.
    pub(super) fn take_free(&mut self) -> Option<u32> {
        self.free.pop()
    }

    /// The bit of a wave; waves too far away have none and are kept.
    fn bit(&self, order: i32) -> Option<u64> {
        let offset = order.checked_sub(self.base?)?;
        (0..2 * REACH).contains(&offset).then(|| 1 << offset)
    }
}

impl Ledger {
    /// From now on keeps the newest waves with an overall answer only. Right where no answer has a named respondent,
    /// no question has two scales, no customer turns out to be another, and noise is not measured; waves have to be
    /// months or quarters.
    pub fn keep_newest(&mut self, keep: usize) {
        if self.grain() != Grain::HalfMonth {
            self.forgetting = Some(Forgetting { keep, base: None, free: Vec::new() });
        }
    }

    /// Whether a customer's wave was forgotten.
    pub(super) fn is_forgotten(&mut self, customer: u32, order: i32) -> bool {
        let Some(forgetting) = &mut self.forgetting else { return false };
        forgetting.base.get_or_insert(order.saturating_sub(REACH));
        let bit = forgetting.bit(order).unwrap_or(0);
        self.slots.get(customer as usize).is_some_and(|slot| slot.forgotten & bit != 0)
    }

    /// The waves that were forgotten of a customer, by the order of their buckets.
    pub(super) fn forgotten_of(&self, customer: usize) -> impl Iterator<Item = i32> {
        let mut forgotten = self.slots.get(customer).map_or(0, |slot| slot.forgotten);
        let base = self.forgetting.as_ref().and_then(|forgetting| forgetting.base).unwrap_or(0);
        std::iter::from_fn(move || {
            let lowest = (forgotten != 0).then(|| forgotten.trailing_zeros())?;
            forgotten &= forgotten - 1;
            Some(base + i32::try_from(lowest).ok()?)
        })
    }

    /// Forgets the waves of a customer that are older than the newest ones with an overall answer.
    pub(super) fn forget(&mut self, customer: u32) {
        while let Some((order, bit)) = self.superfluous(customer) {
            self.unlink(customer, order);
            if let Some(slot) = self.slots.get_mut(customer as usize) {
                slot.forgotten |= bit;
            }
        }
    }

    /// The newest wave that can be forgotten, and its bit.
    fn superfluous(&self, customer: u32) -> Option<(i32, u64)> {
        let forgetting = self.forgetting.as_ref()?;
        let (mut waves, mut newest) = (0, None);
        let mut index = self.slots.get(customer as usize).map_or(END, |slot| slot.head);
        while let Some(entry) = self.entries.get(index as usize) {
            let order = self.buckets.order(entry.bucket);
            if entry.has_overall() && newest != Some(order) {
                waves += 1;
                newest = Some(order);
                if waves > forgetting.keep
                    && let Some(bit) = forgetting.bit(order)
                {
                    return Some((order, bit));
                }
            }
            index = entry.next;
        }
        None
    }

    /// Takes the entries of a wave out of a customer's chain.
    fn unlink(&mut self, customer: u32, order: i32) {
        let mut before = END;
        let mut index = self.slots.get(customer as usize).map_or(END, |slot| slot.head);
        while let Some(entry) = self.entries.get(index as usize) {
            let (next, tally) = (entry.next, entry.beside);
            if self.buckets.order(entry.bucket) != order {
                before = index;
            } else {
                match self.entries.get_mut(before as usize) {
                    Some(entry) => entry.next = next,
                    None => {
                        self.slots.get_mut(customer as usize).into_iter().for_each(|slot| slot.head = next)
                    }
                }
                self.tallies.close(tally);
                self.forgetting.iter_mut().for_each(|forgetting| forgetting.free.push(index));
            }
            index = next;
        }
    }
}
