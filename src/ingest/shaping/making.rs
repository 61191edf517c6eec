//! Turns cells of a row into the cell of a column that is made of them.

use super::super::cells::Cells;
use super::super::identity::email_domain;
use super::super::score_cell::{self, ScoreCell};
use crate::config::toml_text;
use crate::diagnostic::Diagnostic;
use crate::model::{RawScore, figure};

/// Answers longer than this are no options of a question, and are not repeated in a message.
const LONGEST_OPTION: usize = 40;

/// A column that is made of others.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// Its header.
    pub(super) header: String,
    /// What a message calls it: the header of the column that it comes from.
    pub(super) field: String,
    /// What it is made of.
    pub(super) making: Making,
    /// The numbers that words stand for, by the words as they are compared; empty where words are taken as they are.
    pub(super) labels: Vec<(String, RawScore)>,
    /// What means "not answered", as it is compared.
    pub(super) missing: Vec<String>,
}

/// How a cell is made.
#[derive(Debug, Clone)]
pub(in crate::ingest) enum Making {
    /// It is the cell of a column.
    Copy(usize),
    /// The domain of an e-mail address, unless anybody can have one there.
    Domain(usize),
    /// The filled ones of several cells, with a space between.
    Joined(Vec<usize>),
    /// The one of several cells that is filled.
    OneOf(Vec<usize>),
    /// A part of a cell, from 0.
    Part { column: usize, split: String, part: usize },
    /// The answer of a row that answers one of these questions.
    Answer { question: usize, value: usize, of: Vec<String> },
}

impl Making {
    /// The columns that it is made of.
    pub(in crate::ingest) fn columns(&self) -> Vec<usize> {
        match self {
            Self::Copy(column) | Self::Domain(column) | Self::Part { column, .. } => vec![*column],
            Self::Joined(columns) | Self::OneOf(columns) => columns.clone(),
            Self::Answer { value, .. } => vec![*value],
        }
    }
}

/// Why nothing can be made of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) enum ShapeFault {
    /// More than one option of a question is filled.
    SeveralOptions,
    /// A word that has no number; `None` where it is too long to be an option.
    UnknownWord(Option<String>),
}

impl ShapeFault {
    /// The name of the kind of problem.
    pub(in crate::ingest) fn code(&self) -> &'static str {
        match self {
            Self::SeveralOptions => "several-options",
            Self::UnknownWord(_) => "unknown-label",
        }
    }

    /// The words for it, without a place.
    pub(in crate::ingest) fn diagnostic(&self) -> Diagnostic {
        let (message, hint) = match self {
            Self::SeveralOptions => (
                "more than one option of the question is filled".to_owned(),
                "if each column is a question of its own, give each a [[source.score]]".to_owned(),
            ),
            Self::UnknownWord(Some(word)) => (
                "a word without a number".to_owned(),
                format!(
                    "add it to the labels of this score: labels = {{ {0} = 3 }}, or to its missing = [{0}]",
                    toml_text(word)
                ),
            ),
            Self::UnknownWord(None) => (
                "a text, and no word that has a number".to_owned(),
                "is this the column of the score?".to_owned(),
            ),
        };
        Diagnostic::warning(self.code(), message).hint(hint)
    }
}

impl Made {
    /// Writes the cell for a row.
    pub(super) fn write(&self, record: &Cells, text: &mut Vec<u8>) -> Result<(), ShapeFault> {
        let cell = |column: usize| record.get(column).unwrap_or_default().trim_ascii();
        match &self.making {
            Making::Copy(column) => text.extend_from_slice(cell(*column)),
            Making::Domain(column) => {
                let address = String::from_utf8_lossy(cell(*column));
                text.extend(email_domain(&address).unwrap_or_default().bytes());
            }
            Making::Joined(columns) => {
                for cell in columns.iter().map(|column| cell(*column)).filter(|cell| !cell.is_empty()) {
                    if !text.is_empty() {
                        text.push(b' ');
                    }
                    text.extend_from_slice(cell);
                }
            }
            Making::OneOf(columns) => {
                let mut filled = columns.iter().map(|column| cell(*column)).filter(|cell| !cell.is_empty());
                text.extend_from_slice(filled.next().unwrap_or_default());
                if filled.next().is_some() {
                    return Err(ShapeFault::SeveralOptions);
                }
            }
            Making::Part { column, split, part } => {
                let whole = String::from_utf8_lossy(cell(*column));
                text.extend(whole.split(split.as_str()).nth(*part).unwrap_or_default().trim().bytes());
            }
            Making::Answer { question, value, of } => {
                if of.contains(&folded_cell(cell(*question))) {
                    text.extend_from_slice(cell(*value));
                }
            }
        }
        self.label(text)
    }

    /// Puts the number that a word stands for in its place.
    fn label(&self, text: &mut Vec<u8>) -> Result<(), ShapeFault> {
        if self.labels.is_empty() || text.is_empty() {
            return Ok(());
        }
        let word = folded_cell(text);
        if self.missing.contains(&word) {
            text.clear();
            return Ok(());
        }
        if let Some((_, score)) = self.labels.iter().find(|(label, _)| *label == word) {
            text.clear();
            text.extend(figure(score.points(), 4).bytes());
            return Ok(());
        }
        let is_answer =
            !self.missing.contains(&word) && matches!(score_cell::read(text, None), ScoreCell::NoNumber);
        if !is_answer {
            return Ok(());
        }
        let shown = String::from_utf8_lossy(text).trim().to_owned();
        Err(ShapeFault::UnknownWord((shown.chars().count() <= LONGEST_OPTION).then_some(shown)))
    }
}

/// A cell as it is compared with what the settings say: without regard to case and spacing.
pub(in crate::ingest) fn folded_cell(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(making: Making, labels: &[(&str, i32)], cells: &[&str]) -> Result<String, ShapeFault> {
        let labels = labels.iter().map(|(word, score)| ((*word).to_owned(), RawScore::of(*score))).collect();
        let column = Made {
            header: String::new(),
            field: String::new(),
            making,
            labels,
            missing: vec!["unsure".into()],
        };
        let mut text = Vec::new();
        column.write(&Cells::from(cells.to_vec()), &mut text)?;
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn cells_are_made_of_others() {
        let part = |part| Making::Part { column: 0, split: ";".to_owned(), part };
        let answer = |of: &str| Making::Answer { question: 0, value: 1, of: vec![of.to_owned()] };
        for (making, cells, expected) in [
            (Making::Copy(1), &["a", " b "][..], "b"),
            (Making::Domain(0), &["Ann@Acme.example"], "acme.example"),
            (Making::Domain(0), &["ann@gmail.com"], ""),
            (Making::Joined(vec![0, 1]), &["2026-09-28", "10:00"], "2026-09-28 10:00"),
            (Making::Joined(vec![0, 1]), &["", "10:00"], "10:00"),
            (Making::OneOf(vec![0, 1, 2]), &["", "Good", ""], "Good"),
            (Making::OneOf(vec![0, 1]), &["", ""], ""),
            (part(2), &["Ann; Lee; ann@acme.example; ; Acme"], "ann@acme.example"),
            (part(9), &["Ann; Lee"], ""),
            (answer("nps"), &["NPS", "9"], "9"),
            (answer("nps"), &["Speed", "9"], ""),
        ] {
            assert_eq!(made(making.clone(), &[], cells), Ok(expected.to_owned()), "{making:?} {cells:?}");
        }
        assert_eq!(made(Making::OneOf(vec![0, 1]), &[], &["x", "y"]), Err(ShapeFault::SeveralOptions));
    }

    #[test]
    fn words_become_their_numbers_and_an_unknown_one_is_no_answer() {
        let read = |cell: &str| made(Making::Copy(0), &[("very good", 5), ("a4", 4)], &[cell]);
        for (cell, expected) in
            [("Very  GOOD", "5"), ("A4", "4"), ("3", "3"), ("", ""), ("n/a", "n/a"), ("Unsure", "")]
        {
            assert_eq!(read(cell), Ok(expected.to_owned()), "{cell}");
        }
        assert_eq!(read("Good"), Err(ShapeFault::UnknownWord(Some("Good".to_owned()))));
        assert_eq!(read(&"long ".repeat(20)), Err(ShapeFault::UnknownWord(None)));
    }
}
