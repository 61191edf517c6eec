//! Turns the bytes of a spelling into the number it stands for: a dense table of numbers over one store of bytes, so
//! that millions of customers take little memory and few waits for it.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

/// Spellings and the number each stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Spellings {
    table: HashTable<Spelling>,
    bytes: Vec<u8>,
    state: RandomState,
}

#[derive(Debug, Clone, Copy)]
struct Spelling {
    start: u32,
    length: u32,
    number: u32,
}

impl Spellings {
    /// The number of a spelling.
    pub(super) fn get(&self, spelling: &[u8]) -> Option<u32> {
        let found = self.table.find(self.state.hash_one(spelling), |known| self.text(*known) == spelling);
        found.map(|known| known.number)
    }

    /// Gives a spelling its number, unless it has one.
    pub(super) fn add(&mut self, spelling: &[u8], number: u32) {
        if self.get(spelling).is_some() {
            return;
        }
        let (Ok(start), Ok(length)) = (u32::try_from(self.bytes.len()), u32::try_from(spelling.len())) else {
            return;
        };
        self.bytes.extend_from_slice(spelling);
        let (bytes, state) = (&self.bytes, &self.state);
        let hash = |known: &Spelling| state.hash_one(text(bytes, *known));
        self.table.insert_unique(state.hash_one(spelling), Spelling { start, length, number }, hash);
    }

    fn text(&self, spelling: Spelling) -> &[u8] {
        text(&self.bytes, spelling)
    }
}

fn text(bytes: &[u8], spelling: Spelling) -> &[u8] {
    bytes.get(spelling.start as usize..(spelling.start + spelling.length) as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_keeps_its_first_number() {
        let mut spellings = Spellings::default();
        for number in 0..10_000_u32 {
            spellings.add(format!("customer {number}").as_bytes(), number);
            spellings.add(format!("customer {number}").as_bytes(), number + 1);
        }
        assert!(
            (0..10_000).all(|number| spellings.get(format!("customer {number}").as_bytes()) == Some(number))
        );
        assert_eq!(spellings.get(b"customer"), None);
    }
}
