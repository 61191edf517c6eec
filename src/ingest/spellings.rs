//! Turns the bytes of a spelling into the number it stands for: a table over one store of bytes, so that millions of
//! customers take little memory and few waits for it.
//!
//! With many customers every look-up waits for memory, several times in a row: the table, the spelling, its bytes.
//! [`Spellings::find_all`] looks a whole batch up step by step, so that the waits of its rows overlap. A table from a
//! library hides its steps and looks up one at a time; on a million customers this one takes a third of the time.

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::model::{Stretch, TextStore};

/// Spellings and the number each stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Spellings {
    /// A power of two of places; a spelling is at the place of its hash or behind it.
    places: Vec<Place>,
    spellings: Vec<Spelling>,
    state: RandomState,
}

/// Where a spelling is found: a part of its hash, and its index plus one; 0 is free.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    tag: u32,
    spelling: u32,
}

#[derive(Debug, Clone, Copy)]
struct Spelling {
    text: Stretch,
    number: u32,
}

/// How many places there are at the least.
const FEWEST_PLACES: usize = 16;

impl Spellings {
    /// The number of exactly this spelling.
    pub(super) fn get(&self, spelling: &[u8], texts: &TextStore) -> Option<u32> {
        self.find(hash(&self.state, spelling), |known| texts.get(known.text) == spelling)
    }

    /// The number of this spelling or one that differs from it in the case of plain letters only.
    pub(super) fn get_in_any_case(&self, spelling: &[u8], texts: &TextStore) -> Option<u32> {
        let is_same = |known: &Spelling| texts.get(known.text).eq_ignore_ascii_case(spelling);
        self.find(hash(&self.state, spelling), is_same)
    }

    /// The numbers of many spellings, in their order.
    pub(super) fn find_all(&self, spellings: &[&[u8]], texts: &TextStore, numbers: &mut Vec<Option<u32>>) {
        let hashes: Vec<u64> = spellings.iter().map(|spelling| hash(&self.state, spelling)).collect();
        let at = |hash: &u64| self.places.get(self.place_of(*hash)).map_or(0, |place| place.spelling);
        let likely: Vec<u32> = hashes.iter().map(at).collect();
        let text = |index: &u32| {
            let index = (*index as usize).checked_sub(1)?;
            self.spellings.get(index).map(|spelling| spelling.text)
        };
        let stretches: Vec<Stretch> = likely.iter().map(|index| text(index).unwrap_or_default()).collect();
        let touch = |text: &Stretch| texts.get(*text).first().copied().unwrap_or(0);
        std::hint::black_box(stretches.iter().map(touch).fold(0, |all, one| all ^ one));
        numbers.clear();
        numbers.extend(
            spellings
                .iter()
                .zip(hashes)
                .map(|(spelling, hash)| self.find(hash, |known| texts.get(known.text) == *spelling)),
        );
    }

    fn find(&self, hash: u64, is_same: impl Fn(&Spelling) -> bool) -> Option<u32> {
        let mut at = self.place_of(hash);
        loop {
            let place = self.places.get(at)?;
            let index = (place.spelling as usize).checked_sub(1)?;
            if place.tag == tag(hash)
                && let Some(known) = self.spellings.get(index)
                && is_same(known)
            {
                return Some(known.number);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Gives a spelling that is not there yet its number; its text is already among the texts.
    pub(super) fn add(&mut self, text: Stretch, number: u32, texts: &TextStore) {
        self.spellings.push(Spelling { text, number });
        if self.spellings.len() * 4 > self.places.len() * 3 {
            self.grow(texts);
        } else {
            self.settle(self.spellings.len() - 1, texts);
        }
    }

    fn grow(&mut self, texts: &TextStore) {
        let places = (self.places.len() * 2).max(FEWEST_PLACES);
        self.places = vec![Place::default(); places];
        (0..self.spellings.len()).for_each(|index| self.settle(index, texts));
    }

    /// Puts a spelling at the first free place from that of its hash.
    fn settle(&mut self, index: usize, texts: &TextStore) {
        let Some(spelling) = self.spellings.get(index) else { return };
        let hash = hash(&self.state, texts.get(spelling.text));
        let mut at = self.place_of(hash);
        while let Some(place) = self.places.get_mut(at) {
            if place.spelling == 0 {
                *place = Place { tag: tag(hash), spelling: u32::try_from(index + 1).unwrap_or(0) };
                return;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    fn place_of(&self, hash: u64) -> usize {
        hash as usize & self.places.len().wrapping_sub(1)
    }
}

/// The part of a hash that does not say where to look.
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The hash of a spelling whatever the case of its plain letters: seeded, so that nobody can choose spellings that
/// meet in one place.
#[inline]
fn hash(state: &RandomState, spelling: &[u8]) -> u64 {
    let mut hasher = state.build_hasher();
    let (words, rest) = spelling.as_chunks();
    words.iter().for_each(|word| hasher.write_u64(lower(u64::from_le_bytes(*word))));
    // With their count, the bytes that are left fit one word more.
    let rest = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    hasher.write_u64(lower(rest));
    hasher.finish()
}

/// Puts the plain capital letters among eight bytes into lower case, all at once.
#[inline]
fn lower(bytes: u64) -> u64 {
    let each = |byte: u8| u64::from_le_bytes([byte; 8]);
    let low = bytes & each(0x7f);
    // Bit 7 of a byte is set where it has reached the letter.
    let (from_a, past_z) = (low + each(0x80 - b'A'), low + each(0x7f - b'Z'));
    let is_capital = (from_a ^ past_z) & !bytes & each(0x80);
    bytes | is_capital >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_capitals_become_small() {
        for bytes in (0..=u8::MAX).map(|byte| [byte, b'A', byte, b'Z', byte, b'@', byte, b'[']) {
            assert_eq!(
                lower(u64::from_le_bytes(bytes)).to_le_bytes(),
                bytes.map(|byte| byte.to_ascii_lowercase())
            );
        }
    }

    #[test]
    fn every_spelling_keeps_its_number_and_is_found_in_any_case() {
        let (mut spellings, mut texts) = (Spellings::default(), TextStore::default());
        let name = |number: u32| format!("Customer {number} of a firm with a name of more than a chunk");
        for number in 0..10_000_u32 {
            let text = texts.add(name(number).as_bytes());
            spellings.add(text, number, &texts);
        }
        let names: Vec<String> = (0..10_000).map(name).collect();
        for (number, name) in (0..).zip(&names) {
            assert_eq!(spellings.get(name.as_bytes(), &texts), Some(number));
            assert_eq!(spellings.get_in_any_case(name.to_uppercase().as_bytes(), &texts), Some(number));
        }
        let wanted: Vec<&[u8]> = names.iter().rev().map(String::as_bytes).chain([&b"nobody"[..]]).collect();
        let mut found = vec![None; 3];
        spellings.find_all(&wanted, &texts, &mut found);
        assert_eq!(found, (0..10_000).rev().map(Some).chain([None]).collect::<Vec<_>>());
        assert_eq!(spellings.get(b"customer 7", &texts), None);
        assert_eq!(Spellings::default().get(b"customer 7", &texts), None);
    }
}
