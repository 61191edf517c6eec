//! The record of what was decided and done: lines to events, events to cases, and what may be added to them.
//!
//! One table, [`RULES`], says of every event from which statuses it may come, where it leads and what it says; the
//! command line, the reading of lines and the folding into cases all go by it. A record is read with
//! [`Casebook::read`]; [`Casebook::propose`] turns a [`Draft`] into an [`Event`] or a refusal, [`Casebook::push`] takes
//! it in, and [`Casebook::added_text`] is what the edge then appends to the file. Nothing depends on the clock or on the
//! order of the lines: events stand in the order of their number and id.

mod book;
mod case;
mod event;
mod folding;
mod line;
mod parts;
mod proposing;
mod reading;
mod rules;
mod terms;
#[cfg(test)]
mod tests;
mod value;

pub use crate::model::Status;
pub use book::Casebook;
pub use case::Case;
pub use event::Event;
pub use line::{LineFault, VERSION, parse, print};
pub use parts::{Call, Carpets, Former, Noted, Plan, Promise, Stay};
pub use proposing::{Draft, Occasion, Refusal};
pub use reading::Stored;
pub use rules::{EventKind, Leads, RULES, Rule, Says, ValueKind};
pub use terms::{Refund, Terms, percent_of_month, share_of_fee};
pub use value::{Loss, Value};
