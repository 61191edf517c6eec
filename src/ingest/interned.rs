//! Turns texts that come again and again (options, respondents) into small numbers.

use std::collections::HashMap;

/// How many spellings are looked at one by one.
const FEW: usize = 6;

/// Texts by number; spellings that fold to the same text share one.
#[derive(Debug, Clone)]
pub(super) struct Interned {
    spellings: HashMap<Box<[u8]>, u32>,
    /// The first spellings: a survey has a few options, which are found faster by looking at each.
    few: Vec<(Box<[u8]>, u32)>,
    texts: HashMap<String, u32>,
    shown: Vec<String>,
    fold: fn(&str) -> String,
}

impl Interned {
    /// Nothing yet; `fold` says which spellings are the same.
    pub(super) fn new(fold: fn(&str) -> String) -> Self {
        Self { spellings: HashMap::new(), few: Vec::new(), texts: HashMap::new(), shown: Vec::new(), fold }
    }

    /// The number of a text.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub(super) fn number(&mut self, spelling: &[u8]) -> Result<u32, std::str::Utf8Error> {
        if let Some((_, number)) = self.few.iter().find(|(few, _)| **few == *spelling) {
            return Ok(*number);
        }
        if self.few.len() == FEW
            && let Some(number) = self.spellings.get(spelling)
        {
            return Ok(*number);
        }
        let text = std::str::from_utf8(spelling)?;
        let next = u32::try_from(self.shown.len()).unwrap_or(u32::MAX);
        let number = *self.texts.entry((self.fold)(text)).or_insert(next);
        if number == next {
            self.shown.push(text.trim().to_owned());
        } else if let Some(shown) =
            self.shown.get_mut(number as usize).filter(|shown| text.trim() < shown.as_str())
        {
            // The spelling that is shown must not depend on which row came first.
            text.trim().clone_into(shown);
        }
        if self.few.len() < FEW {
            self.few.push((spelling.into(), number));
        } else {
            self.spellings.insert(spelling.into(), number);
        }
        Ok(number)
    }

    /// A text as it is shown; empty for a number that stands for none.
    pub(super) fn text(&self, number: Option<u32>) -> &str {
        number.and_then(|number| self.shown.get(number as usize)).map_or("", String::as_str)
    }

    /// The texts as they are shown, by number.
    pub(super) fn into_shown(self) -> Vec<String> {
        self.shown
    }
}
