//! Turns rules about rows into which rows are left out, and into what is said about it.

use super::making::folded_cell;
use crate::config::{Complete, Otherwise, RowRule};
use crate::diagnostic::Diagnostic;

/// A rule, and how many rows it concerned.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    column: usize,
    is: Vec<String>,
    kind: Kind,
    /// The rule as people read it: `Status` is "1".
    words: String,
    rows: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Rows with such a cell are left out.
    Drop,
    /// Rows without such a cell are not finished.
    Unfinished(Otherwise),
}

impl Rule {
    /// Leaves out the rows that a rule means.
    pub(super) fn dropping(rule: &RowRule, column: usize, name: &str) -> Self {
        Self::new(rule, column, Kind::Drop, format!("`{name}` is {}", any_of(&rule.is)))
    }

    /// Notices the rows that nobody finished, or leaves them out.
    pub(super) fn finished(complete: &Complete, column: usize, name: &str) -> Self {
        let words = format!("`{name}` is not {}", any_of(&complete.rule.is));
        Self::new(&complete.rule, column, Kind::Unfinished(complete.otherwise), words)
    }

    fn new(rule: &RowRule, column: usize, kind: Kind, words: String) -> Self {
        Self {
            column,
            is: rule.is.iter().map(|cell| folded_cell(cell.as_bytes())).collect(),
            kind,
            words,
            rows: 0,
        }
    }

    /// Counts a row that the rule concerns; says whether it leaves the row out.
    pub(super) fn drops(&mut self, record: &csv::ByteRecord) -> bool {
        let cell = folded_cell(record.get(self.column).unwrap_or_default());
        let is_one = self.is.contains(&cell);
        let (is_meant, drops) = match self.kind {
            Kind::Drop => (is_one, true),
            Kind::Unfinished(otherwise) => (!is_one, otherwise == Otherwise::Drop),
        };
        self.rows += u64::from(is_meant);
        is_meant && drops
    }

    /// Says how many rows the rule concerned, where there are any; `rows` is how many there are in all.
    pub(super) fn note(&self, rows: u64) -> Option<Diagnostic> {
        if self.rows == 0 {
            return None;
        }
        let drops = self.kind != Kind::Unfinished(Otherwise::Keep);
        if drops && self.rows == rows {
            let message = format!("the rule leaves all {rows} rows out: {}", self.words);
            let hint =
                "if these rows are answers, take the rule out of [[source]], or the cell out of its list";
            return Some(Diagnostic::error("every-row-dropped", message).hint(hint));
        }
        let fate = if drops { "left out" } else { "not finished, and read as far as they go" };
        let count = rows_words(self.rows, "is", "are");
        let note = Diagnostic::note("rows-by-rule", format!("{count} {fate}: {}", self.words));
        Some(note.hint("the rule stands in retain.toml, below [[source]]"))
    }
}

/// How many rows, as the beginning of a sentence.
pub(super) fn rows_words(rows: u64, is: &str, are: &str) -> String {
    if rows == 1 { format!("1 row {is}") } else { format!("{rows} rows {are}") }
}

fn any_of(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    quoted.join(" or ")
}
