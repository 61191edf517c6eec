//! Turns any text into a line that a terminal shows as it is, and that line into lines of a given width.

use std::fmt;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text on one line that can stand in a terminal: nothing in it acts, hides or starts a line of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terminal(String);

impl Terminal {
    /// Cleans a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(super::one_line(text).into_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many columns the text takes; wide characters take two.
    #[must_use]
    pub fn width(&self) -> usize {
        self.0.width()
    }

    /// Breaks the text into lines of at most `width` columns, the second and later ones set in by `indent`. Nothing
    /// is cut off: a word wider than a line goes on in the next.
    #[must_use]
    pub fn wrapped(&self, width: usize, indent: usize) -> Vec<Self> {
        let mut lines = Lines::new(width, indent);
        for word in self.0.split(' ') {
            lines.add(word);
        }
        lines.done.push(lines.open);
        lines.done.into_iter().map(Self).collect()
    }
}

impl fmt::Display for Terminal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lines while they fill up.
struct Lines {
    width: usize,
    indent: String,
    done: Vec<String>,
    open: String,
    /// Whether the open line holds no word yet.
    is_fresh: bool,
}

impl Lines {
    fn new(width: usize, indent: usize) -> Self {
        // A character may take two columns: narrower lines than that would hold nothing.
        let indent = " ".repeat(if width >= indent + 8 { indent } else { 0 });
        Self { width: width.max(2), indent, done: Vec::new(), open: String::new(), is_fresh: true }
    }

    fn add(&mut self, word: &str) {
        let gap = usize::from(!self.is_fresh);
        if self.open.width() + gap + word.width() <= self.width {
            if gap > 0 {
                self.open.push(' ');
            }
            self.open.push_str(word);
            self.is_fresh = false;
            return;
        }
        if !self.is_fresh {
            self.turn();
        }
        for c in word.chars() {
            if !self.is_fresh && self.open.width() + c.width().unwrap_or(0) > self.width {
                self.turn();
            }
            self.open.push(c);
            self.is_fresh = false;
        }
    }

    fn turn(&mut self) {
        self.done.push(std::mem::replace(&mut self.open, self.indent.clone()));
        self.is_fresh = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
        Terminal::of(text).wrapped(width, indent).iter().map(Terminal::to_string).collect()
    }

    #[test]
    fn lines_break_between_words_and_go_on_set_in() {
        assert_eq!(wrapped("overall 4 of 10, below 5", 14, 2), ["overall 4 of", "  10, below 5"]);
        assert_eq!(wrapped("", 14, 2), [""]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrapped("株式会社サンプル", 8, 0), ["株式会社", "サンプル"]);
        assert_eq!(wrapped("ab 株式会社", 7, 0), ["ab", "株式会", "社"]);
    }

    proptest! {
        #[test]
        fn nothing_is_cut_off_and_nothing_is_too_wide(text in "[a-z株é👍 ]{0,60}", width in 2_usize..40, indent in 0_usize..4) {
            let lines = wrapped(&text, width, indent);
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{lines:?}");
            let bare = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
