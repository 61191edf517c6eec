//! Turns an event into its line of the record and back.
//!
//! A line is one JSON object with its keys in a fixed order. The last key is `sum`: the first 16 hexadecimal digits
//! of SHA-256 over all bytes of the line before `,"sum":`. So each line stands for itself, and two copies of a record
//! can be merged line by line.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::event::Event;
use super::rules::EventKind;
use super::value::Value;
use crate::model::day_of;
use crate::text::{escape_in_json, fingerprint};

/// The version of the lines that are written, and the highest that can be read.
pub const VERSION: u64 = 1;

/// How many digits of the fingerprint a checksum has.
const SUM_DIGITS: usize = 16;
/// How many digits of the fingerprint an id has: short enough to type.
const ID_DIGITS: usize = 10;
/// What stands before the checksum.
const BEFORE_SUM: &str = ",\"sum\":\"";
/// The keys of a line, but for what others wrote.
const KEYS: [&str; 14] = [
    "v",
    "n",
    "id",
    "at",
    "recorded",
    "customer",
    "event",
    "by",
    "value",
    "note",
    "source",
    "shareable",
    "about",
    "sum",
];
/// How the lines begin that git leaves where it could not merge.
const CONFLICT_MARKS: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// Why a line cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// Git could not merge two copies.
    ConflictMark,
    /// It is not what was written: the checksum does not fit, or there is none.
    Damaged,
    /// A newer version wrote it.
    Newer,
    /// It is whole, and something in it is not as it should be: the key, and what should stand there.
    Wrong(&'static str, &'static str),
}

/// The line of an event, without a line end.
#[must_use]
pub fn print(event: &Event) -> String {
    let body = body(event, &event.id);
    let sum = digits(&body, SUM_DIGITS);
    format!("{body}{BEFORE_SUM}{sum}\"}}")
}

/// The checksum of a line that was printed or read.
pub(super) fn sum_of(line: &str) -> &str {
    line.rsplit_once(BEFORE_SUM).map_or("", |(_, sum)| sum.trim_end_matches("\"}"))
}

/// The id of a new event. It comes from everything that the event says, from the checksum of the line before and from
/// the moment, so that two people who record into two copies get two ids.
pub(super) fn id_of(event: &Event, sum_before: &str, moment: &str) -> String {
    digits(&format!("{}\n{sum_before}\n{moment}", body(event, "")), ID_DIGITS)
}

fn digits(text: &str, count: usize) -> String {
    fingerprint(text.as_bytes()).chars().take(count).collect()
}

/// The line up to its checksum. What acts on a terminal or hides is written as its number.
fn body(event: &Event, id: &str) -> String {
    let text = |text: &Option<String>| text.as_deref().map_or(Json::Null, Json::from);
    let fixed = [
        ("v", Json::from(VERSION)),
        ("n", Json::from(event.number)),
        ("id", Json::from(id)),
        ("at", Json::from(event.at.to_string())),
        ("recorded", Json::from(event.recorded.as_str())),
        ("customer", Json::from(event.customer.as_str())),
        ("event", Json::from(event.kind.name())),
        ("by", text(&event.by)),
        ("value", event.value.as_ref().map_or(Json::Null, Value::json)),
        ("note", text(&event.note)),
        ("source", text(&event.source)),
    ];
    let mut object: Map<String, Json> =
        fixed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if event.is_shareable {
        object.insert("shareable".to_owned(), Json::from(true));
    }
    if let Some(about) = &event.about {
        object.insert("about".to_owned(), Json::from(about.as_str()));
    }
    let others = event.more.iter().filter(|(name, _)| !KEYS.contains(&name.as_str()));
    object.extend(others.map(|(name, value)| (name.clone(), value.clone())));
    let text = escape_in_json(&Json::Object(object).to_string());
    text.strip_suffix('}').unwrap_or(&text).to_owned()
}

/// Reads a line without its line end.
///
/// # Errors
/// Why it cannot be read.
pub fn parse(line: &str) -> Result<Event, LineFault> {
    let line = line.trim_end();
    if CONFLICT_MARKS.iter().any(|mark| line.starts_with(mark)) {
        return Err(LineFault::ConflictMark);
    }
    let whole = line.rsplit_once(BEFORE_SUM).filter(|(body, sum)| {
        sum.strip_suffix("\"}").is_some_and(|sum| sum.len() == SUM_DIGITS && sum == digits(body, SUM_DIGITS))
    });
    let object = whole.and_then(|_| serde_json::from_str::<Map<String, Json>>(line).ok());
    let object = object.ok_or(LineFault::Damaged)?;
    let number = |name: &'static str| {
        object.get(name).and_then(Json::as_u64).ok_or(LineFault::Wrong(name, "a whole number"))
    };
    if number("v")? != VERSION {
        return Err(LineFault::Newer);
    }
    let text = |name: &'static str| {
        object.get(name).and_then(Json::as_str).map(str::to_owned).ok_or(LineFault::Wrong(name, "a text"))
    };
    let optional = |name: &'static str| match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(_) => text(name).map(Some),
    };
    // A kind that is not known comes from a newer version: to leave it out would be to take it back.
    let kind = EventKind::named(&text("event")?).ok_or(LineFault::Newer)?;
    let value = Value::of_json(kind.rule().says, object.get("value").unwrap_or(&Json::Null));
    Ok(Event {
        number: number("n")?,
        id: some(text("id")?, "id")?,
        at: day(&text("at")?)?,
        recorded: text("recorded")?,
        customer: some(text("customer")?, "customer")?,
        kind,
        by: optional("by")?,
        value: value.map_err(|wanted| LineFault::Wrong("value", wanted))?,
        note: optional("note")?,
        source: optional("source")?,
        is_shareable: match object.get("shareable") {
            None => false,
            Some(json) => json.as_bool().ok_or(LineFault::Wrong("shareable", "true or false"))?,
        },
        about: optional("about")?,
        more: object.iter().filter(|(name, _)| !KEYS.contains(&name.as_str())).map(owned).collect(),
    })
}

fn owned((name, value): (&String, &Json)) -> (String, Json) {
    (name.clone(), value.clone())
}

fn some(text: String, name: &'static str) -> Result<String, LineFault> {
    if text.trim().is_empty() { Err(LineFault::Wrong(name, "a text")) } else { Ok(text) }
}

fn day(text: &str) -> Result<NaiveDate, LineFault> {
    day_of(text).map_err(|_| LineFault::Wrong("at", "a day as 2026-10-06"))
}
