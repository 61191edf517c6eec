//! Turns the bytes of a spelling into the number it stands for: a table over one store of bytes, so that millions of
//! customers take little memory and few waits for it.
//!
//! With many customers every look-up waits for memory, twice in a row: the table, the bytes of the spelling.
//! [`Spellings::find_all`] looks a whole batch up step by step, so that the waits of its rows overlap. A table from a
//! library hides its steps and looks up one at a time; on a million customers this one takes a third of the time.

use std::hash::{BuildHasher, RandomState};

use smallvec::SmallVec;

use crate::model::{Stretch, TextStore};

/// Spellings and the number each stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Spellings {
    /// A power of two of places; a spelling is at the place of its hash or behind it.
    places: Vec<Place>,
    /// How many of them are taken.
    taken: usize,
    seeds: Seeds,
}

/// A spelling with its number plus one, where 0 is free, and its hash, so that a table grows without a look at texts.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(16))]
struct Place {
    hash: u32,
    number: u32,
    text: Stretch,
}

/// Numbers that nobody can know, so that nobody can choose spellings that meet in one place.
#[derive(Debug, Clone, Copy)]
struct Seeds(u64, u64);

impl Default for Seeds {
    fn default() -> Self {
        let state = RandomState::new();
        Self(state.hash_one(0), state.hash_one(1))
    }
}

/// How many places there are at the least.
const FEWEST_PLACES: usize = 16;

impl Spellings {
    /// The number of exactly this spelling.
    pub(super) fn get(&self, spelling: &[u8], texts: &TextStore) -> Option<u32> {
        self.find(hash(self.seeds, spelling), |known| texts.get(known.text) == spelling)
    }

    /// The number of this spelling or one that differs from it in the case of plain letters only.
    pub(super) fn get_in_any_case(&self, spelling: &[u8], texts: &TextStore) -> Option<u32> {
        let is_same = |known: &Place| texts.get(known.text).eq_ignore_ascii_case(spelling);
        self.find(hash(self.seeds, spelling), is_same)
    }

    /// The numbers of many spellings, in their order.
    pub(super) fn find_all(&self, spellings: &[&[u8]], texts: &TextStore, numbers: &mut Vec<Option<u32>>) {
        let hashes: SmallVec<[u32; 64]> =
            spellings.iter().map(|spelling| hash(self.seeds, spelling)).collect();
        let first = |hash: &u32| self.places.get(self.place_of(*hash)).map_or(0, |place| place.hash);
        std::hint::black_box(hashes.iter().map(first).fold(0, |all, one| all ^ one));
        let likely = |hash: &u32| {
            let mut text = Stretch::default();
            self.find(*hash, |place| {
                text = place.text;
                true
            });
            text
        };
        let stretches: SmallVec<[Stretch; 64]> = hashes.iter().map(likely).collect();
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

    #[inline]
    fn find(&self, hash: u32, mut is_same: impl FnMut(&Place) -> bool) -> Option<u32> {
        let mut at = self.place_of(hash);
        loop {
            let place = self.places.get(at)?;
            let number = place.number.checked_sub(1)?;
            if place.hash == hash && is_same(place) {
                return Some(number);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Gives a spelling that is not there yet its number; its text is already among the texts.
    pub(super) fn add(&mut self, text: Stretch, number: u32, texts: &TextStore) {
        self.taken += 1;
        if self.taken * 4 > self.places.len() * 3 {
            self.grow();
        }
        let hash = hash(self.seeds, texts.get(text));
        self.settle(Place { hash, number: number.saturating_add(1), text });
    }

    fn grow(&mut self) {
        let places = (self.places.len() * 2).max(FEWEST_PLACES);
        let fewer = std::mem::replace(&mut self.places, vec![Place::default(); places]);
        fewer.into_iter().filter(|place| place.number != 0).for_each(|place| self.settle(place));
    }

    /// Puts a spelling at the first free place from that of its hash.
    fn settle(&mut self, spelling: Place) {
        let mut at = self.place_of(spelling.hash);
        while let Some(place) = self.places.get_mut(at) {
            if place.number == 0 {
                *place = spelling;
                return;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    fn place_of(&self, hash: u32) -> usize {
        hash as usize & self.places.len().wrapping_sub(1)
    }
}

/// The hash of a spelling whatever the case of its plain letters: words are multiplied into it, and both halves of each
/// product kept.
#[inline]
fn hash(seeds: Seeds, spelling: &[u8]) -> u32 {
    let Seeds(first, factor) = seeds;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ lower(word)) * u128::from(factor);
        product as u64 ^ (product >> 64) as u64
    };
    let (words, rest) = spelling.as_chunks();
    let hash = words.iter().fold(first, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    // With their count, the bytes that are left fit one word more.
    let rest = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    (mix(mix(hash, rest), first) >> 32) as u32
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
