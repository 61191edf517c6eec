//! Turns headings, sentences and tables into the text of a terminal, broken at its width.

use super::table::Grid;
use super::tone::Tone;
use super::{Look, Terminal};

/// A text for the terminal while it grows. Whatever goes in is cleaned here.
#[derive(Debug)]
pub(super) struct Screen {
    text: String,
    look: Look,
}

impl Screen {
    /// An empty one.
    pub(super) fn new(look: Look) -> Self {
        Self { text: String::new(), look }
    }

    /// Adds a heading; all but the first stand apart.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        for line in Terminal::of(text).wrapped(usize::from(self.look.width), 2) {
            self.text += &format!("{}\n", Tone::Strong.paint(&line, self.look));
        }
    }

    /// Adds a sentence on lines of its own.
    pub(super) fn line(&mut self, text: &str) {
        self.add(text, 0, 2);
    }

    /// Adds a sentence that stands apart from what is above.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.line(text);
    }

    /// Adds what somebody said, set in.
    pub(super) fn quote(&mut self, text: &str) {
        self.add(text, 4, 0);
    }

    /// Adds a table.
    pub(super) fn table(&mut self, grid: &Grid) {
        self.text += &grid.draw(self.look);
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn add(&mut self, text: &str, margin: usize, indent: usize) {
        let width = usize::from(self.look.width).saturating_sub(margin);
        for line in Terminal::of(text).wrapped(width, indent) {
            self.text += &format!("{}{line}\n", " ".repeat(margin));
        }
    }

    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}
