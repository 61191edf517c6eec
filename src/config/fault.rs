//! Turns what serde finds wrong into values that say what, where, and what was expected instead.

use std::fmt;
use std::ops::Range;

use serde::de::{Error, Expected, Unexpected};

/// One step from the top of the file to a place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an element of a list, from 0.
    Element(usize),
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// A key that the table does not have.
    UnknownKey {
        /// The keys that it has.
        known: &'static [&'static str],
    },
    /// A word that is none of those allowed.
    UnknownWord {
        /// The word.
        given: String,
        /// The words allowed.
        known: &'static [&'static str],
    },
    /// A text for a number, a number for a list, and so on.
    WrongType {
        /// What is there.
        found: String,
        /// What is wanted.
        wanted: String,
    },
    /// The right type, and yet no possible value.
    WrongValue {
        /// What is there.
        found: String,
        /// What is wanted.
        wanted: String,
    },
    /// `nan` or `inf`.
    NotFinite,
    /// Refused by a rule of the setting's own, in its words.
    Refused(String),
}

/// Something in the text that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub(super) kind: FaultKind,
    /// The way there, from the top of the file.
    pub(super) path: Vec<Step>,
    /// The bytes that are wrong.
    pub(super) span: Range<usize>,
    /// Where the innermost key or element that holds the fault begins; `None` while that is not known.
    pub(super) entry: Option<usize>,
}

impl Fault {
    /// A fault whose place is not known yet.
    pub(super) fn new(kind: FaultKind) -> Self {
        Self { kind, path: Vec::new(), span: 0..0, entry: None }
    }

    /// The same fault, one step further out. The innermost step decides on the place.
    pub(super) fn inside(mut self, step: Step, entry: usize, span: Range<usize>) -> Self {
        if self.entry.is_none() {
            self.entry = Some(entry);
            self.span = span;
        }
        self.path.insert(0, step);
        self
    }
}

impl Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(FaultKind::Refused(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(FaultKind::WrongType {
            found: type_words(found),
            wanted: wanted_words(&wanted.to_string()),
        })
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(FaultKind::WrongValue {
            found: value_words(found),
            wanted: wanted_words(&wanted.to_string()),
        })
    }

    fn unknown_variant(given: &str, known: &'static [&'static str]) -> Self {
        Self::new(FaultKind::UnknownWord { given: given.to_owned(), known })
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Self::new(FaultKind::UnknownKey { known })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at byte {}", self.kind, self.span.start)
    }
}

impl std::error::Error for Fault {}

/// The type of what is there, for people who do not program.
fn type_words(found: Unexpected<'_>) -> String {
    let words = match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a number",
        Unexpected::Float(_) => "a number with decimals",
        Unexpected::Str(_) => "a text",
        Unexpected::Seq => "a list",
        Unexpected::Map => "a table",
        other => return other.to_string(),
    };
    words.to_owned()
}

fn value_words(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Unsigned(number) => number.to_string(),
        Unexpected::Signed(number) => number.to_string(),
        Unexpected::Float(number) => number.to_string(),
        Unexpected::Str(text) => format!("{text:?}"),
        other => type_words(other),
    }
}

/// What serde says it wants, which for its own types is the name of a Rust type.
fn wanted_words(wanted: &str) -> String {
    let words = match wanted {
        "a boolean" => "true or false",
        "a string" => "a text",
        "f64" => "a number",
        "u8" | "u16" | "u32" | "u64" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "a sequence" => "a list",
        "a map" => "a table",
        structure if structure.starts_with("struct ") => "a table",
        other => other,
    };
    words.to_owned()
}
