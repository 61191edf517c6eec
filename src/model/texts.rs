//! Turns many short texts into stretches of one store: no allocation a text, and eight bytes to remember it by.

/// A stretch of a [`TextStore`]; the default one is the empty text. It has 40 bits for where it starts, more than any
/// memory holds, and 24 for how long it is, more than any row of a file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The lower 32 bits of the start.
    start: u32,
    /// Its upper 8 bits, and the length below them.
    rest: u32,
}

/// The bits of the length.
const LENGTH_BITS: u32 = 24;
const LONGEST: usize = (1 << LENGTH_BITS) - 1;

impl Stretch {
    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// How many bytes the text has.
    #[must_use]
    pub fn len(self) -> usize {
        self.rest as usize & LONGEST
    }

    fn new(start: usize, length: usize) -> Self {
        debug_assert!(length <= LONGEST && start as u64 >> 40 == 0, "{length} bytes at {start}");
        let [low, high] = [start as u64 & u64::from(u32::MAX), start as u64 >> 32];
        Self { start: low as u32, rest: (high as u32) << LENGTH_BITS | length as u32 }
    }

    fn start(self) -> usize {
        (u64::from(self.rest >> LENGTH_BITS) << 32 | u64::from(self.start)) as usize
    }
}

/// Texts, one behind the other.
#[derive(Debug, Clone, Default)]
pub struct TextStore(Vec<u8>);

impl TextStore {
    /// Adds a text.
    pub fn add(&mut self, text: &[u8]) -> Stretch {
        let stretch = Stretch::new(self.0.len(), text.len());
        self.0.extend_from_slice(text);
        stretch
    }

    /// Puts a text in the place of another where it fits, else behind the others.
    pub fn replace(&mut self, old: Stretch, text: &[u8]) -> Stretch {
        let start = old.start();
        match self.0.get_mut(start..start + text.len()) {
            Some(place) if text.len() <= old.len() => {
                place.copy_from_slice(text);
                Stretch::new(start, text.len())
            }
            _ => self.add(text),
        }
    }

    /// The text of a stretch.
    #[must_use]
    pub fn get(&self, stretch: Stretch) -> &[u8] {
        let start = stretch.start();
        self.0.get(start..start + stretch.len()).unwrap_or_default()
    }

    /// The text of a stretch that was added as UTF-8; empty where it was not.
    #[must_use]
    pub fn text(&self, stretch: Stretch) -> &str {
        std::str::from_utf8(self.get(stretch)).unwrap_or_default()
    }
}

/// How long a text may be to be kept in place.
const SHORT: usize = 15;
/// Says that a stretch stands in the place of the text.
const IN_STORE: u8 = u8::MAX;

/// A text that is kept in place where it is short, as ids are, and in a [`TextStore`] where it is not.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShortText {
    length: u8,
    text: [u8; SHORT],
}

impl ShortText {
    /// The text.
    #[must_use]
    pub fn get<'a>(&'a self, texts: &'a TextStore) -> &'a [u8] {
        match self.stretch() {
            Some(stretch) => texts.get(stretch),
            None => self.text.get(..usize::from(self.length)).unwrap_or_default(),
        }
    }

    /// Another text in the place of this one.
    #[must_use]
    pub fn replace(self, text: &[u8], texts: &mut TextStore) -> Self {
        let mut new = Self::default();
        if let Some(place) = new.text.get_mut(..text.len()) {
            place.copy_from_slice(text);
            new.length = text.len() as u8;
            return new;
        }
        let stretch = texts.replace(self.stretch().unwrap_or_default(), text);
        let words = [stretch.start.to_le_bytes(), stretch.rest.to_le_bytes()];
        new.text.iter_mut().zip(words.as_flattened()).for_each(|(place, byte)| *place = *byte);
        new.length = IN_STORE;
        new
    }

    fn stretch(&self) -> Option<Stretch> {
        let (words, _) = self.text.as_chunks::<4>();
        match words {
            [start, rest, ..] if self.length == IN_STORE => {
                Some(Stretch { start: u32::from_le_bytes(*start), rest: u32::from_le_bytes(*rest) })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_itself_whether_it_is_short_or_not() {
        let (mut texts, mut text) = (TextStore::default(), ShortText::default());
        for long in ["", "R17", "fifteen letters", "sixteen letters!", "a long one, and another place", "R1"]
        {
            text = text.replace(long.as_bytes(), &mut texts);
            assert_eq!(text.get(&texts), long.as_bytes());
        }
        assert_eq!(size_of::<ShortText>(), 16);
    }

    #[test]
    fn a_text_that_fits_takes_the_place_of_the_old_one_and_harms_no_other() {
        let mut texts = TextStore::default();
        let (one, other) = (texts.add(b"R00000001"), texts.add(b"Acme"));
        let one = texts.replace(one, b"R17");
        assert_eq!((texts.text(one), texts.text(other)), ("R17", "Acme"));
        let longer = texts.replace(one, b"R0000000000000001");
        assert_eq!((texts.text(longer), texts.text(other)), ("R0000000000000001", "Acme"));
        assert_eq!(texts.text(Stretch::default()), "");
    }

    #[test]
    fn a_stretch_beyond_4_gib_is_where_it_was_put() {
        let four_gib = 1_usize << 32;
        for (start, length) in [(0, 0), (four_gib - 1, 3), (four_gib, 16), ((1 << 40) - 1, LONGEST)] {
            let stretch = Stretch::new(start, length);
            assert_eq!((stretch.start(), stretch.len(), stretch.is_empty()), (start, length, length == 0));
        }
        assert_eq!(size_of::<Stretch>(), 8);
    }
}
