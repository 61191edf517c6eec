//! Turns rules about rows into which rows are left out, and into what is said about it.

use super::super::cells::Cells;
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
    /// The survey tool that marks such rows, where the settings say nothing of them.
    tool: Option<&'static str>,
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

    /// The same, where it is not the settings that ask for it but the tool that marks such rows.
    pub(super) fn marked_by(mut self, tool: &'static str) -> Self {
        self.tool = Some(tool);
        self
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
            tool: None,
            rows: 0,
        }
    }

    /// Counts a row that the rule concerns; says whether it leaves the row out.
    pub(super) fn drops(&mut self, record: &Cells) -> bool {
        let cell = folded_cell(record.get(self.column).unwrap_or_default());
        let is_one = self.is.contains(&cell);
        let (is_meant, drops) = match self.kind {
            Kind::Drop => (is_one, true),
            Kind::Unfinished(otherwise) => (!is_one, otherwise == Otherwise::Drop),
        };
        self.rows += u64::from(is_meant);
        is_meant && drops
    }

    /// The rule in words, where it left rows out.
    pub(super) fn drops_in_words(&self) -> Option<&str> {
        let drops = self.kind != Kind::Unfinished(Otherwise::Keep);
        (drops && self.rows > 0).then_some(self.words.as_str())
    }

    /// Says how many rows the rule concerned, where there are any.
    pub(super) fn note(&self) -> Option<Diagnostic> {
        let fate = match (self.drops_in_words(), self.rows) {
            (_, 0) => return None,
            (Some(_), rows) => rows_words(rows, "is left out", "are left out"),
            (None, rows) => rows_words(
                rows,
                "is not finished, and read as far as it goes",
                "are not finished, and read as far as they go",
            ),
        };
        let note = Diagnostic::note("rows-by-rule", format!("{fate}: {}", self.words));
        Some(match self.tool {
            None => note.hint("the rule stands in retain.toml, below [[source]]"),
            Some(tool) => note.hint(marks(tool)),
        })
    }
}

/// Says that the rules left nothing to read.
pub(super) fn all_dropped(rules: &[Rule], rows: u64) -> Diagnostic {
    let words: Vec<&str> = rules.iter().filter_map(Rule::drops_in_words).collect();
    let (rows, rule) = match (rows, words.len()) {
        (1, _) => ("the only row".to_owned(), "a rule"),
        (rows, 1) => (format!("all {rows} rows"), "a rule"),
        (rows, _) => (format!("all {rows} rows"), "rules"),
    };
    let message = format!("{rows} left out by {rule}: {}", words.join("; "));
    let problem = Diagnostic::error("every-row-dropped", message);
    match rules.iter().find_map(|rule| rule.tool) {
        None => problem
            .hint("if these rows are answers, take the rule out of [[source]], or the cell out of its list"),
        Some(tool) => problem.hint(marks(tool)),
    }
}

/// What to do about rows that a tool marks.
fn marks(tool: &str) -> String {
    format!(
        "{tool} marks so what is no answer of a customer; to read these rows too, in retain.toml below the [[source]] of this file: [source.read] drop-rows = []"
    )
}

/// How many rows, as the beginning of a sentence.
pub(super) fn rows_words(rows: u64, is: &str, are: &str) -> String {
    if rows == 1 { format!("1 row {is}") } else { format!("{rows} rows {are}") }
}

fn any_of(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    quoted.join(" or ")
}
