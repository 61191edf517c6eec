//! Turns the rows of a file in its own shape into one row an answer and one column a thing.
//!
//! It stands between the records and the mapping. [`shape`] finds the columns that the settings of a file name, and
//! puts down what has to be done to each row for them: leave it out, take a part of a cell, fold the options of a
//! question into one cell, give words their numbers, lay the answers of a row-an-answer file side by side. What is made
//! stands in further columns behind those of the file; the settings that come back name every column by its position,
//! so that nothing behind this step knows of shapes. A file whose settings ask for none of this has no [`Shaping`],
//! and its rows are not touched.

mod compile;
mod making;
mod rules;

pub(super) use compile::{Shaped, shape};

use std::collections::BTreeSet;

use making::Made;
pub(super) use making::{Making, ShapeFault, folded_cell};
use rules::Rule;

use super::cells::Cells;
use super::columns::listed;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::nearest;

/// So many questions that the settings do not name are kept for a message.
const QUESTIONS_SHOWN: usize = 12;

/// What has to be done to each row of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Shaping {
    /// How many columns the file has.
    width: usize,
    /// The headers: those of the file, blank where something was made of the column, and those of what is made.
    header: Vec<String>,
    rules: Vec<Rule>,
    made: Vec<Made>,
    questions: Option<Questions>,
    text: Vec<u8>,
}

/// The questions of a file with one row for each.
#[derive(Debug, Clone)]
struct Questions {
    column: usize,
    name: String,
    /// Each as it is compared and as it is written, with how many rows answer it.
    known: Vec<(String, String, u64)>,
    /// The others, as far as a message names them.
    others: BTreeSet<String>,
    /// How many rows answer the others.
    unread: u64,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is read.
    Kept,
    /// A rule leaves it out.
    Dropped,
    /// What stands in the column cannot be read.
    Wrong(usize, ShapeFault),
}

impl Shaping {
    /// The headers of the rows that come out.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// What a message calls a column.
    pub(super) fn field(&self, column: usize) -> Option<&str> {
        let made = column.checked_sub(self.width).and_then(|made| self.made.get(made));
        made.map(|made| made.field.as_str())
    }

    /// The columns of the file that a column is made of; none where it is one of them itself.
    pub(super) fn made_of(&self, column: usize) -> Vec<usize> {
        let made = column.checked_sub(self.width).and_then(|made| self.made.get(made));
        made.map(|made| made.making.columns()).unwrap_or_default()
    }

    /// Whether a column of the file stands for nothing itself, because others are made of it.
    pub(super) fn is_taken(&self, column: usize) -> bool {
        let is_blank = self.header.get(column).is_some_and(String::is_empty);
        is_blank && self.made.iter().any(|made| made.making.columns().contains(&column))
    }

    /// Turns a row of the file into the row that is read.
    pub(super) fn row(&mut self, record: &mut Cells) -> Fate {
        let mut is_dropped = false;
        for rule in &mut self.rules {
            is_dropped |= rule.drops(record);
            if is_dropped {
                return Fate::Dropped;
            }
        }
        if let Some(questions) = &mut self.questions {
            questions.count(record.get(questions.column).unwrap_or_default());
        }
        record.truncate(self.width);
        while record.len() < self.width {
            record.push_field(b"");
        }
        for (at, made) in self.made.iter().enumerate() {
            self.text.clear();
            if let Err(fault) = made.write(record, &mut self.text) {
                return Fate::Wrong(self.width + at, fault);
            }
            record.push_field(&self.text);
        }
        Fate::Kept
    }

    /// What is to be said once all rows are read: how many each rule concerned, and which questions were not read.
    /// `dropped` of so many rows were left out by a rule.
    pub(super) fn notes(&self, file: &str, dropped: u64, rows: u64) -> Vec<Diagnostic> {
        let place = || Place::File { file: file.to_owned() };
        if dropped > 0 && dropped == rows {
            return vec![rules::all_dropped(&self.rules, rows).at(place())];
        }
        let mut notes: Vec<Diagnostic> =
            self.rules.iter().filter_map(Rule::note).map(|note| note.at(place())).collect();
        notes.extend(self.questions.iter().flat_map(Questions::notes).map(|note| note.at(place())));
        notes
    }
}

impl Questions {
    fn count(&mut self, cell: &[u8]) {
        let name = making::folded_cell(cell);
        if let Some((_, _, rows)) = self.known.iter_mut().find(|(known, _, _)| *known == name) {
            *rows += 1;
            return;
        }
        self.unread += 1;
        let shown = super::header_row::clean_name(&String::from_utf8_lossy(cell));
        if self.others.len() < QUESTIONS_SHOWN {
            self.others.insert(shown);
        }
    }

    fn notes(&self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let others = self.others.iter().map(|other| (super::headers::folded(other), other));
        for (_, name, _) in self.known.iter().filter(|(_, _, rows)| *rows == 0) {
            let message = format!("no row of `{}` answers `{name}`", self.name);
            let near = nearest(&super::headers::folded(name), others.clone());
            let hint = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the column holds: {}", listed(self.others.iter().map(String::as_str))),
            };
            notes.push(Diagnostic::warning("no-such-question", message).hint(hint));
        }
        if self.unread > 0 {
            let count = rules::rows_words(self.unread, "of other questions is", "of other questions are");
            let name = |other| if str::is_empty(other) { "(blank)" } else { other };
            let message =
                format!("{count} not read: {}", listed(self.others.iter().map(|other| name(other))));
            notes.push(
                Diagnostic::note("other-questions", message)
                    .hint("to read them, name them in [source.long]: in comments, or in scores with a dimension and a scale"),
            );
        }
        notes
    }
}
