//! Turns the at-risk list into CSV, one row a customer, and the record, one row an event.

use std::fmt::{Display, Write as _};

use crate::assessment::Brief;
use crate::casebook::{Casebook, Event, Value};
use crate::model::{Money, figure};

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
    let mut rows = Rows::begin(COLUMNS.iter().copied().chain(capacity.map(|_| WITHIN_CAPACITY)));
    for (at, customer) in list.enumerate() {
        row(&mut rows, &customer, raw);
        if let Some((within, to_call)) = capacity {
            rows.ours(if at < within {
                "yes"
            } else if at < to_call {
                "no"
            } else {
                ""
            });
        }
        rows.end();
    }
    rows.text
}

fn row(rows: &mut Rows, customer: &Brief<'_>, raw: bool) {
    let figures = &customer.figures;
    let theirs = |rows: &mut Rows, text: Option<&str>| {
        let text = text.unwrap_or_default();
        rows.cell(if raw { SheetCell::raw(text) } else { SheetCell::of(text) }.as_str());
    };
    theirs(rows, Some(customer.customer));
    theirs(rows, customer.name);
    rows.ours(figures.label.id());
    rows.ours(figure(figures.points, DECIMALS));
    rows.joined(figures.reasons.iter().map(|reason| reason.id()));
    rows.known(figures.score.map(|score| figure(score, DECIMALS)));
    rows.known(figures.previous.map(|score| figure(score, DECIMALS)));
    rows.known(figures.scale);
    theirs(rows, customer.wave);
    theirs(rows, customer.response);
    rows.known(figures.date);
    theirs(rows, customer.account_manager);
    rows.known(customer.value.map(Money::with_cents));
    rows.known(customer.gain.map(Money::with_cents));
    rows.known(figures.since);
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
    let mut rows = Rows::begin(RECORD_COLUMNS);
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
        cells.iter().for_each(|cell| rows.cell(SheetCell::of(cell).as_str()));
        rows.end();
    }
    rows.text
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
    let mut rows = Rows::begin(STATUS_COLUMNS);
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
        cells.iter().for_each(|cell| rows.cell(SheetCell::of(cell).as_str()));
        rows.end();
    }
    rows.text
}

/// Rows of CSV that are being written. Most of their text is figures and words of our own, which a writer of a library
/// would have to be given as texts, and would look through for commas.
struct Rows {
    text: String,
    is_row_begun: bool,
}

impl Rows {
    /// Begins with the names of the columns.
    fn begin(columns: impl IntoIterator<Item = &'static str>) -> Self {
        let mut rows = Self { text: String::new(), is_row_begun: false };
        columns.into_iter().for_each(|column| rows.ours(column));
        rows.end();
        rows
    }

    /// Adds a cell with any text.
    fn cell(&mut self, text: &str) {
        self.separate();
        // No early end, so that many bytes are looked at together.
        let wants_quotes = |byte| matches!(byte, b'"' | b',' | b'\n' | b'\r');
        if !text.bytes().fold(false, |wants, byte| wants | wants_quotes(byte)) {
            self.text.push_str(text);
            return;
        }
        self.text.push('"');
        for (at, part) in text.split('"').enumerate() {
            self.text.push_str(if at > 0 { "\"\"" } else { "" });
            self.text.push_str(part);
        }
        self.text.push('"');
    }

    /// Adds a cell with a figure or a word of our own, in which nothing needs quotes.
    fn ours(&mut self, figure: impl Display) {
        self.known(Some(figure));
    }

    /// The same of one that may not be known.
    fn known(&mut self, figure: Option<impl Display>) {
        self.separate();
        // Writing into a string cannot fail.
        figure.iter().for_each(|figure| write!(self.text, "{figure}").unwrap_or_default());
    }

    /// Adds a cell with several words of our own.
    fn joined(&mut self, words: impl Iterator<Item = &'static str>) {
        self.separate();
        for (at, word) in words.enumerate() {
            self.text.push_str(if at > 0 { ";" } else { "" });
            self.text.push_str(word);
        }
    }

    fn separate(&mut self) {
        if std::mem::replace(&mut self.is_row_begun, true) {
            self.text.push(',');
        }
    }

    /// Ends the row.
    fn end(&mut self) {
        self.text.push('\n');
        self.is_row_begun = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(texts in proptest::collection::vec("[a,;\"\r\n ]{0,5}", 2..5)) {
            let mut rows = Rows::begin(["a", "b"]);
            texts.iter().for_each(|text| rows.cell(text));
            rows.end();
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(rows.text.as_bytes());
            let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(read, [csv::StringRecord::from(texts)]);
        }
    }
}
