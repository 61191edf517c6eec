//! Markdown that goes into a document as it is, and how it is kept apart from what customers wrote.

use minijinja::Value;
use serde::{Serialize, Serializer};

use crate::text::Markdown;

/// Finished Markdown: our own words, with others' words cleaned before they were put in.
///
/// A view holds two sorts of text. A `String` is *data*, whoever wrote it: every `{{ }}` cleans it, so that it reads
/// as the words it is and can form no markup. That is right for names, scores, sentences and quotes alike, and is
/// what a view should hold. A `Finished` is for the rare piece that has to be markup: it is written as it is. It can
/// be made only of text that stands in the source of this program and of text that passed the cleaner, so nothing
/// that comes from a file can become one unescaped, and nothing is escaped twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finished(String);

impl Finished {
    /// Our own words: markup in them is meant.
    #[must_use]
    pub fn own(markdown: &'static str) -> Self {
        Self(markdown.to_owned())
    }

    /// The same text with somebody's words behind it: cleaned.
    #[must_use]
    pub fn then(mut self, words: &str) -> Self {
        self.0 += Markdown::inside(words).as_str();
        self
    }

    /// The Markdown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Finished {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;

    use super::*;

    #[test]
    fn our_own_markup_stays_and_others_words_are_cleaned_once() {
        let finished = Finished::own("**By** ").then("*Mimi*");
        assert_eq!(finished.as_str(), "**By** \\*Mimi\\*");
        assert!(Value::from(Serde(&finished)).is_safe());
    }
}
