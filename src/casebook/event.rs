//! An event of the record: something that was decided or done.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::rules::EventKind;
use super::value::Value;

/// Something that was decided or done, as one line of the record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its own number, one more than the highest when it was recorded. Events stand in the order of number and id.
    pub number: u64,
    /// What names it: by this it is taken back, and counted once where two copies of the record are merged.
    pub id: String,
    /// The day on which it happened.
    pub at: NaiveDate,
    /// When it was written down; for people, nothing depends on it.
    pub recorded: String,
    /// The customer's id, as it was spelt when the first event was recorded.
    pub customer: String,
    /// What happened.
    pub kind: EventKind,
    /// Who did it, or who reports it.
    pub by: Option<String>,
    /// What it says; see the table of events.
    pub value: Option<Value>,
    /// What else is worth remembering.
    pub note: Option<String>,
    /// Where it was read, such as `agenda.md:41`.
    pub source: Option<String>,
    /// Whether the customer may be told.
    pub is_shareable: bool,
    /// The id of the event it is about: the promise that was kept, the save that a referral goes back to, the event
    /// that is taken back.
    pub about: Option<String>,
    /// What a newer version, or another program, wrote beside it. It stays as it is.
    pub more: Map<String, Json>,
}

/// The key under which an event that was read from a sheet keeps its line.
const CODE: &str = "code";

impl Event {
    /// The event with the line of the sheet that it was read from, so that the line is not recorded again.
    #[must_use]
    pub fn with_code(mut self, code: &str) -> Self {
        self.more.insert(CODE.to_owned(), Json::from(code));
        self
    }

    /// The words of its value, where it has words.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Some(Value::Text(text)) => Some(text),
            Some(Value::Day(_) | Value::YesNo(_) | Value::Terms(_) | Value::Loss(_)) | None => None,
        }
    }

    /// The line of the sheet that it was read from: its code, and which sheet it stood on.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.more.get(CODE)?.as_str()
    }

    /// The code of that line alone.
    #[must_use]
    pub fn line_code(&self) -> Option<&str> {
        self.code()?.split(' ').next()
    }
}
