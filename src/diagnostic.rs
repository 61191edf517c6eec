//! Turns what is wrong in the user's files into values that can be collected, counted and shown.

use std::collections::BTreeMap;

/// How much a problem matters. One error stops the run before anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is affected.
    Note,
    /// Something is affected, and the run goes on.
    Warning,
    /// The run cannot go on.
    Error,
}

/// Where a problem is, as precisely as the file allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File {
        /// The path as the user wrote it.
        file: String,
    },
    /// A line of a table: a record may span several, this is where it starts (from 1).
    Line {
        /// The path as the user wrote it.
        file: String,
        /// The line, from 1.
        line: u64,
    },
    /// One field of a record.
    Field {
        /// The path as the user wrote it.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
        /// The name of the column, as its header has it.
        field: String,
    },
    /// A row of a sheet, or one cell of it.
    Cell {
        /// The path of the workbook as the user wrote it.
        file: String,
        /// The name of the sheet.
        sheet: String,
        /// The row, as it is numbered beside the sheet.
        row: u64,
        /// The letters above the column, where one is meant and can be told.
        column: Option<String>,
        /// The name of the column, as its header has it.
        field: Option<String>,
    },
    /// A stretch of a text that a person writes (configuration), shown with its source line.
    Text {
        /// The path as the user wrote it.
        file: String,
        /// The whole text, from which the line is cut.
        source: std::sync::Arc<str>,
        /// The bytes of `source` that are wrong.
        span: std::ops::Range<usize>,
    },
}

/// A problem in the user's files: collected, never thrown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable kebab-case name of the kind of problem.
    pub code: &'static str,
    /// One lower-case sentence. It never quotes what a customer wrote.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Makes a problem that stops the run.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// Makes a problem that lets the run go on.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    /// Makes a remark about what was read.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, place: None, hint: None }
    }

    /// Says where the problem is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what to do about the problem.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// How many problems of a kind are shown before the rest is only counted.
const SHOWN_OF_A_KIND: usize = 3;

/// Problems as they were found: the first few of a kind whole, the rest as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    shown: Vec<Diagnostic>,
    counts: BTreeMap<&'static str, u64>,
    errors: u64,
}

impl Problems {
    /// Adds a problem.
    pub fn add(&mut self, problem: Diagnostic) {
        let (code, severity) = (problem.code, problem.severity);
        self.add_with(code, severity, || problem);
    }

    /// Adds a problem that is worded only if it will be shown, for places that meet millions of a kind.
    pub fn add_with(&mut self, code: &'static str, severity: Severity, word: impl FnOnce() -> Diagnostic) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if severity == Severity::Error {
            self.errors += 1;
        }
        if *count <= SHOWN_OF_A_KIND as u64 || severity == Severity::Error && *count <= 50 {
            self.shown.push(word());
        }
    }

    /// Takes in what another reading found.
    pub fn extend(&mut self, other: Self) {
        for (code, count) in &other.counts {
            *self.counts.entry(code).or_default() += count;
        }
        self.errors += other.errors;
        self.shown.extend(other.shown);
    }

    /// Those that matter at least so much.
    #[must_use]
    pub fn at_least(&self, least: Severity) -> Self {
        let shown: Vec<_> = self.shown.iter().filter(|problem| problem.severity >= least).cloned().collect();
        let counts =
            self.counts.iter().filter(|(code, _)| shown.iter().any(|problem| problem.code == **code));
        Self { counts: counts.map(|(code, count)| (*code, *count)).collect(), shown, errors: self.errors }
    }

    /// The problems that are shown whole, in the order in which they were found.
    #[must_use]
    pub fn shown(&self) -> &[Diagnostic] {
        &self.shown
    }

    /// How many there are of a kind that are not among [`Self::shown`], by code.
    pub fn uncounted(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.counts.iter().filter_map(|(code, count)| {
            let shown = self.shown.iter().filter(|problem| problem.code == *code).count() as u64;
            (*count > shown).then(|| (*code, count - shown))
        })
    }

    /// How many problems of a kind there are.
    #[must_use]
    pub fn count(&self, code: &str) -> u64 {
        self.counts.get(code).copied().unwrap_or(0)
    }

    /// Whether something stops the run, and nothing but problems of this kind.
    #[must_use]
    pub fn has_only_errors_of(&self, code: &str) -> bool {
        self.errors > 0 && self.errors == self.count(code)
    }

    /// Whether anything stops the run.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether nothing at all was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}
