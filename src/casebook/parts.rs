//! What a case holds: stays, calls, promises, notes, the plan and its carpets.

use chrono::NaiveDate;

use super::terms::{Refund, Terms};
use crate::model::Status;

/// A stretch of days in one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The status.
    pub status: Status,
    /// The first day in it.
    pub since: NaiveDate,
    /// The day on which it ended; `None` while it lasts.
    pub until: Option<NaiveDate>,
}

/// An attempt to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The day.
    pub at: NaiveDate,
    /// Who called.
    pub by: Option<String>,
    /// Whether the customer was reached; `None` where nobody noted it.
    pub is_reached: Option<bool>,
    /// The day on which it is tried again, where the note says so.
    pub again: Option<NaiveDate>,
}

/// Something promised by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The id of the event, by which it is said to be kept.
    pub id: String,
    /// The day on which it was made.
    pub at: NaiveDate,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// What was promised, where it was noted.
    pub what: Option<String>,
    /// Who promised it.
    pub by: Option<String>,
    /// Whether it was kept, and the day of the answer; `None` while nobody knows.
    pub kept: Option<(bool, NaiveDate)>,
}

/// Something that was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The id of the event.
    pub id: String,
    /// The day.
    pub at: NaiveDate,
    /// Who did or reports it.
    pub by: Option<String>,
    /// What it is. Untrusted, as all that people write: every sink cleans it.
    pub text: Option<String>,
    /// What else was noted beside it.
    pub note: Option<String>,
    /// Whether the customer may be told.
    pub is_shareable: bool,
    /// The id of the event it is about.
    pub about: Option<String>,
}

/// A plan that the customer signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The day on which it was signed.
    pub accepted: NaiveDate,
    /// Its terms, as they were when it was proposed.
    pub terms: Terms,
    /// The days on which a service level was missed.
    pub breaches: Vec<NaiveDate>,
    /// The day of the final breach, on which we let the customer go.
    pub released: Option<NaiveDate>,
}

impl Plan {
    /// What is owed to the customer by the terms of the plan; `None` where it promised no money back.
    #[must_use]
    pub fn refund(&self) -> Option<Refund> {
        self.terms.refund(&self.breaches)
    }
}

/// Red carpets: gestures that a customer gets who is won back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carpets {
    /// How many were used.
    pub used: u32,
    /// How many are left.
    pub left: u32,
}
