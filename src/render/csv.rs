//! Turns the at-risk list into CSV, one row a customer, and the record, one row an event.

use std::borrow::Cow;

use crate::assessment::Brief;
use crate::casebook::{Casebook, Event, Value};
use crate::model::figure;
use crate::signal::SignalId;

use super::StatusList;
use super::clean::SheetCell;

const COLUMNS: [&str; 15] = [
    "customer",
    "name",
    "label",
    "points",
    "reasons",
    "score",
    "previous",
    "scale",
    "wave",
    "response",
    "date",
    "account_manager",
    "value",
    "gain",
    "since",
];

/// How many digits a figure has after the point.
const DECIMALS: usize = 4;

/// The column that is there where only so many calls can be made.
const WITHIN_CAPACITY: &str = "within_capacity";

/// Writes the customers of a list, as they come, with whether the call is within what can be made where `capacity` says
/// how many are and how many are to call; `raw` is for programs and leaves out the mark that keeps spreadsheets from calculating.
pub(super) fn list<'a>(
    list: impl Iterator<Item = Brief<'a>>,
    capacity: Option<(usize, usize)>,
    raw: bool,
) -> String {
    let clean = |text: &str| if raw { SheetCell::raw(text) } else { SheetCell::of(text) };
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing into memory cannot fail, and all that is written is UTF-8.
    writer.write_record(COLUMNS.iter().copied().chain(capacity.map(|_| WITHIN_CAPACITY))).ok();
    let is_within = |at: usize| {
        capacity.map(|(within, to_call)| match at {
            at if at < within => "yes",
            at if at < to_call => "no",
            _ => "",
        })
    };
    for (at, customer) in list.enumerate() {
        for cell in row(&customer) {
            match cell {
                Cell::Ours(text) => writer.write_field(text.as_bytes()).ok(),
                Cell::Theirs(text) => writer.write_field(clean(text).as_str()).ok(),
            };
        }
        is_within(at).iter().for_each(|within| writer.write_field(within).unwrap_or_default());
        writer.write_record(None::<&[u8]>).ok();
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

const RECORD_COLUMNS: [&str; 14] = [
    "id",
    "n",
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
    "taken_back",
    "out_of_turn",
];

/// Writes events of the record.
pub(super) fn record(book: &Casebook, events: &[&Event]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // As above, nothing here can fail.
    writer.write_record(RECORD_COLUMNS).ok();
    let yes_no = |answer: bool| if answer { "yes" } else { "no" }.to_owned();
    for event in events {
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            event.id.clone(),
            event.number.to_string(),
            event.at.to_string(),
            event.recorded.clone(),
            event.customer.clone(),
            event.kind.name().to_owned(),
            or_nothing(&event.by),
            event.value.as_ref().map(Value::words).unwrap_or_default(),
            or_nothing(&event.note),
            or_nothing(&event.source),
            yes_no(event.is_shareable),
            or_nothing(&event.about),
            yes_no(book.is_taken_back(event)),
            yes_no(book.is_out_of_turn(event)),
        ];
        for cell in cells {
            writer.write_field(SheetCell::of(&cell).as_str()).ok();
        }
        writer.write_record(None::<&[u8]>).ok();
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

const STATUS_COLUMNS: [&str; 16] = [
    "customer",
    "name",
    "account_manager",
    "status",
    "since",
    "days",
    "flagged",
    "days_without_improvement",
    "last_event",
    "last_day",
    "next",
    "next_day",
    "red_carpets_left",
    "positives",
    "negatives",
    "positives_wanted",
];

/// Writes where cases stand.
pub(super) fn status(list: &StatusList<'_>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // As above, nothing here can fail.
    writer.write_record(STATUS_COLUMNS).ok();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    for one in list.cases {
        let cells = [
            one.customer.clone(),
            one.name.clone().unwrap_or_default(),
            one.account_manager.clone().unwrap_or_default(),
            one.status.id().to_owned(),
            one.since.to_string(),
            one.days.to_string(),
            one.flagged.to_string(),
            one.days_without_improvement.map(|days| days.to_string()).unwrap_or_default(),
            one.last.map(|(event, _)| event.to_owned()).unwrap_or_default(),
            day(one.last.map(|(_, day)| day)),
            one.next.clone(),
            day(one.next_day),
            one.carpets.left.to_string(),
            one.experiences.good.to_string(),
            count(one.experiences.bad),
            count(one.experiences.wanted),
        ];
        for cell in cells {
            writer.write_field(SheetCell::of(&cell).as_str()).ok();
        }
        writer.write_record(None::<&[u8]>).ok();
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// What stands in a cell: figures and words of our own, or a text from the firm's files, which has to be cleaned.
enum Cell<'a> {
    Ours(Cow<'a, str>),
    Theirs(&'a str),
}

fn row<'a>(customer: &Brief<'a>) -> [Cell<'a>; 15] {
    let figures = &customer.figures;
    let reasons: Vec<&str> = figures.reasons.iter().copied().map(SignalId::id).collect();
    let theirs = |text: Option<&'a str>| Cell::Theirs(text.unwrap_or_default());
    let ours = |text: Option<String>| Cell::Ours(text.unwrap_or_default().into());
    let number = |score: Option<f64>| ours(score.map(|score| figure(score, DECIMALS)));
    let day = |day: Option<chrono::NaiveDate>| ours(day.map(|day| day.to_string()));
    [
        Cell::Theirs(customer.customer),
        theirs(customer.name),
        Cell::Ours(figures.label.id().into()),
        number(Some(figures.points)),
        Cell::Ours(reasons.join(";").into()),
        number(figures.score),
        number(figures.previous),
        ours(figures.scale.map(|scale| scale.to_string())),
        theirs(customer.wave),
        theirs(customer.response),
        day(figures.date),
        theirs(customer.account_manager),
        ours(customer.value.map(|value| value.with_cents())),
        ours(customer.gain.map(|gain| gain.with_cents())),
        day(figures.since),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Assessment;
    use crate::render::specimen;

    #[test]
    fn one_row_a_customer_with_unknown_left_empty() {
        let expected = "\
customer,name,label,points,reasons,score,previous,scale,wave,response,date,account_manager,value,gain,since
acme,Acme Dental,critical,2.5,critical-score;score-drop;low-dimension,4,9,0-10,2026-Q3,R17,2026-09-30,Mimi,14200.00,,2026-09-30
サンプル,株式会社サンプル 👍,at-risk,1,low-score,6.6667,,0-10,2026-Q3,,2026-09-29,,,,2026-09-29
";
        assert_eq!(list(specimen::list().call.iter().map(Assessment::brief), None, false), expected);
    }

    #[test]
    fn hostile_names_cannot_be_formulas_unless_the_output_is_raw() {
        let mut hostile = specimen::list();
        hostile.call.truncate(1);
        hostile
            .call
            .iter_mut()
            .for_each(|call| call.name = Some("=HYPERLINK(\"http://a\")\n\u{1b}".to_owned()));
        let safe = list(hostile.call.iter().map(Assessment::brief), None, false);
        assert!(safe.contains(",\"'=HYPERLINK(\"\"http://a\"\") / \\u{1b}\","), "{safe}");
        let raw = list(hostile.call.iter().map(Assessment::brief), None, true);
        assert!(raw.contains(",\"=HYPERLINK(\"\"http://a\"\") / \\u{1b}\","), "{raw}");
    }
}
