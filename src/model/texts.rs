//! Turns many short texts into stretches of one store: no allocation a text, and eight bytes to remember it by.

/// A stretch of a [`TextStore`]; the default one is the empty text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stretch {
    start: u32,
    length: u32,
}

impl Stretch {
    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.length == 0
    }

    /// How many bytes the text has.
    #[must_use]
    pub fn len(self) -> usize {
        self.length as usize
    }
}

/// Texts, one behind the other: at most 4 GiB of them.
#[derive(Debug, Clone, Default)]
pub struct TextStore(Vec<u8>);

impl TextStore {
    /// Adds a text; the empty one where the store is full.
    pub fn add(&mut self, text: &[u8]) -> Stretch {
        let (Ok(start), Ok(length)) = (u32::try_from(self.0.len()), u32::try_from(text.len())) else {
            return Stretch::default();
        };
        self.0.extend_from_slice(text);
        Stretch { start, length }
    }

    /// Puts a text in the place of another where it fits, else behind the others.
    pub fn replace(&mut self, old: Stretch, text: &[u8]) -> Stretch {
        let start = old.start as usize;
        match self.0.get_mut(start..start + text.len()) {
            Some(place) if text.len() <= old.len() => {
                place.copy_from_slice(text);
                Stretch { start: old.start, length: u32::try_from(text.len()).unwrap_or(0) }
            }
            _ => self.add(text),
        }
    }

    /// The text of a stretch.
    #[must_use]
    pub fn get(&self, stretch: Stretch) -> &[u8] {
        let start = stretch.start as usize;
        self.0.get(start..start + stretch.len()).unwrap_or_default()
    }

    /// The text of a stretch that was added as UTF-8; empty where it was not.
    #[must_use]
    pub fn text(&self, stretch: Stretch) -> &str {
        std::str::from_utf8(self.get(stretch)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
