//! Notices response ids that were seen before, in memory that does not grow with ids that count up.
//!
//! Ids such as `R00000017` are kept as a prefix and a set of numbers; any other id as a 64-bit hash. A hash that two
//! ids share costs a second look at both, never an answer: what is found here is only *suspected*, and read again
//! with everything that tells two answers apart.

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use roaring::RoaringTreemap;

/// The ids that were seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    counted: BTreeMap<Series, Numbers>,
    newest: Option<(Series, Numbers)>,
    hashes: HashSet<u64>,
    state: RandomState,
}

/// Numbers that were seen. Most of them count up: the newest run of such is kept as its ends.
#[derive(Debug, Default)]
struct Numbers {
    older: RoaringTreemap,
    run: Range<u64>,
}

impl Numbers {
    /// Remembers a number; says whether it is new.
    fn insert(&mut self, number: u64) -> bool {
        if number < self.run.end {
            return !self.run.contains(&number) && self.older.insert(number);
        }
        if number > self.run.end {
            self.older.insert_range(self.run.clone());
            self.run.start = number;
        }
        self.run.end = number + 1;
        true
    }

    /// All of them.
    fn iter(&self) -> impl Iterator<Item = u64> {
        self.older.iter().chain(self.run.clone())
    }
}

/// What stands before the digits of an id, and how many digits there are.
type Series = (Box<[u8]>, usize);

/// More digits than this do not fit a number.
const MOST_DIGITS: usize = 18;

impl Seen {
    /// Remembers an id; says whether it (or one with its hash) was seen before.
    pub(super) fn is_repeated(&mut self, id: &[u8]) -> bool {
        let digits = id.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let Some((prefix, tail)) = id.split_at_checked(id.len() - digits) else { return false };
        if digits == 0 || digits > MOST_DIGITS || prefix.len() > 32 {
            return !self.hashes.insert(self.state.hash_one(id));
        }
        let number = tail.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        if let Some(((known, width), numbers)) = &mut self.newest
            && **known == *prefix
            && *width == digits
        {
            let is_new = numbers.insert(number);
            return !is_new || self.is_hashed(id);
        }
        let key = (Box::from(prefix), digits);
        let mut numbers = self.counted.remove(&key).unwrap_or_default();
        let is_new = numbers.insert(number);
        if let Some((older, numbers)) = self.newest.replace((key, numbers)) {
            self.counted.insert(older, numbers);
        }
        // Prefixes as many as answers (hexadecimal ids that happen to end in a digit) are no prefixes.
        if self.counted.len() > 1024 {
            for ((prefix, width), numbers) in std::mem::take(&mut self.counted) {
                let ids =
                    numbers.iter().map(|number| [&*prefix, format!("{number:0width$}").as_bytes()].concat());
                self.hashes.extend(ids.map(|id| self.state.hash_one(id.as_slice())));
            }
        }
        !is_new || self.is_hashed(id)
    }

    fn is_hashed(&self, id: &[u8]) -> bool {
        !self.hashes.is_empty() && self.hashes.contains(&self.state.hash_one(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_repeated_the_second_time_whatever_it_looks_like() {
        let mut seen = Seen::default();
        let ids: Vec<String> = (0..5000)
            .map(|n| format!("R{n:08}"))
            .chain((0..5000).map(|n| format!("{:x}-{n}", n * 7919)))
            .collect();
        assert!(ids.iter().all(|id| !seen.is_repeated(id.as_bytes())));
        assert!(ids.iter().all(|id| seen.is_repeated(id.as_bytes())));
        assert!(!seen.is_repeated(b"R1"));
    }

    #[test]
    fn a_number_is_new_once_whatever_the_order() {
        let mut numbers = Numbers::default();
        for (number, is_new) in [
            (7, true),
            (8, true),
            (7, false),
            (3, true),
            (20, true),
            (8, false),
            (3, false),
            (9, true),
            (21, true),
            (20, false),
        ] {
            assert_eq!(numbers.insert(number), is_new, "{number}");
        }
        assert_eq!(numbers.iter().collect::<Vec<_>>(), [3, 7, 8, 9, 20, 21]);
    }
}
