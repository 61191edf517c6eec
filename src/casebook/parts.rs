//! What a case holds: stays, calls, promises, notes, the plan and its carpets.

use chrono::NaiveDate;

use super::event::Event;
use super::terms::{Refund, Terms};
use super::value::{Loss, Value};
use crate::model::{Money, Status, day_of};

/// What the note of a call holds before the day on which it is tried again.
pub(super) const AGAIN: &str = "again on ";

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
    /// The day on which it ended with the case, which was lost or closed: nobody waits for it any more.
    pub ended: Option<NaiveDate>,
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

/// How a customer was lost who came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Former {
    /// The day on which the customer was lost.
    pub lost: NaiveDate,
    /// How, and why.
    pub loss: Option<Loss>,
    /// What was recorded of the return.
    pub returned: Noted,
}

/// A plan that the customer signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The day on which it was signed.
    pub accepted: NaiveDate,
    /// Its terms, as they were when it was proposed.
    pub terms: Terms,
    /// What was missed, and on which days.
    pub breaches: Vec<Noted>,
    /// The day of the final breach, on which we let the customer go.
    pub released: Option<NaiveDate>,
    /// The day up to which a note says that what it owed was paid.
    pub paid: Option<NaiveDate>,
}

impl Plan {
    /// What is owed to the customer by the terms of the plan; `None` where it promised no money back.
    #[must_use]
    pub fn refund(&self) -> Option<Refund> {
        let days: Vec<NaiveDate> = self.breaches.iter().map(|breach| breach.at).collect();
        self.terms.refund(&days)
    }

    /// Takes in a note. One that begins with `paid` says that what was owed up to its day was paid.
    pub(super) fn note(&mut self, event: &Event) {
        let mut words = event.text().into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("paid")) {
            self.paid = self.paid.max(Some(event.at));
        }
    }

    /// What is still owed: without what was missed up to the day of which a note says that it was paid. `None` where
    /// nothing is.
    #[must_use]
    pub fn unpaid(&self) -> Option<Refund> {
        let days = self.breaches.iter().map(|breach| breach.at);
        let paid = self.terms.refund(&days.filter(|at| Some(*at) <= self.paid).collect::<Vec<_>>())?;
        let all = self.refund()?;
        let percent = all.percent - paid.percent;
        let amount = all.amount.zip(paid.amount);
        let amount = amount.map(|(all, paid)| Money::new(all.amount() - paid.amount()));
        (!percent.is_zero()).then_some(Refund { percent, amount, ..all })
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

impl Call {
    /// What an event says of a call.
    pub(super) fn of(event: &Event) -> Self {
        Self {
            at: event.at,
            by: event.by.clone(),
            is_reached: event.text().map(|word| word == "reached"),
            again: event.note.as_deref().and_then(again).filter(|day| *day > event.at),
        }
    }
}

/// The day on which a call is tried again: `I try again on 2026-10-09`.
fn again(note: &str) -> Option<NaiveDate> {
    let (_, after) = note.split_once(AGAIN)?;
    let day = after.split(|c: char| !(c.is_ascii_digit() || c == '-')).next()?;
    day_of(day).ok()
}

impl Promise {
    /// The promise that an event holds.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let Some(Value::Day(due)) = event.value else { return None };
        Some(Self {
            id: event.id.clone(),
            at: event.at,
            due,
            what: event.note.clone(),
            by: event.by.clone(),
            kept: None,
            ended: None,
        })
    }

    /// Whether nobody has answered for it yet, and somebody waits for it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.kept.is_none() && self.ended.is_none()
    }
}

impl Noted {
    /// What an event says.
    pub(super) fn of(event: &Event) -> Self {
        let text = event.text();
        Self {
            id: event.id.clone(),
            at: event.at,
            by: event.by.clone(),
            text: text.or(event.note.as_deref()).map(str::to_owned),
            note: text.and(event.note.clone()),
            is_shareable: event.is_shareable,
            about: event.about.clone(),
        }
    }

    /// The same where it says anything in words.
    pub(super) fn of_words(event: &Event) -> Option<Self> {
        Some(Self::of(event)).filter(|noted| noted.text.is_some())
    }

    /// What was noted beside the value of an event.
    pub(super) fn beside(event: &Event) -> Option<Self> {
        let note = event.note.clone()?;
        Some(Self { text: Some(note), note: None, ..Self::of(event) })
    }
}
