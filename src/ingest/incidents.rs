//! Turns `incidents.csv` into what went wrong at each customer, as far as it was known on a day.

use std::io;

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

use super::accounts::{CUSTOMER_HEADERS, column};
use super::amounts::{self, Marks};
use super::beside::SideFile;
use super::dated_rows;
use super::directory::Directory;
use super::identity::key;
use super::incident_rows::{IncidentRow, say_twice, settle};
use super::table::{Known, Table, TableRow};
use super::{dates, table_dates, yes_no};
use crate::config::{DateOrder, Issue, SourceKind};
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{self, Files, Incident, Spot};
use crate::signal::Dimension;

/// The columns that such a file can have.
pub(super) const INCIDENTS: [Known; 14] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "opened",
        headers: &[
            "opened",
            "date",
            "openedat",
            "dateopened",
            "created",
            "createdat",
            "reported",
            "openedon",
            "createdon",
            "datecreated",
            "reportedat",
            "reportedon",
            "openeddate",
            "opendate",
        ],
        is_required: true,
    },
    column("incident-id", &["incidentid", "incident", "id", "ticket", "ticketid", "number", "case"]),
    column(
        "resolved",
        &[
            "resolved",
            "closed",
            "solved",
            "resolvedat",
            "closedat",
            "solvedat",
            "dateresolved",
            "dateclosed",
            "datesolved",
            "resolvedon",
            "closedon",
            "solvedon",
            "resolveddate",
            "closeddate",
            "solveddate",
            "resolutiondate",
            "closedate",
            "completed",
            "completedat",
            "completedon",
        ],
    ),
    column("issue", &["issue", "category", "class", "problem"]),
    column("complaint", &["complaint", "iscomplaint"]),
    column("public", &["public", "ispublic", "escalatedinpublic"]),
    column("threatens-to-leave", &["threatenstoleave", "threat"]),
    column("promised-hours", &["promisedhours", "slahours", "hourspromised"]),
    column("actual-hours", &["actualhours", "hourstaken", "hours"]),
    column("handled-by", &["handledby", "technician", "technicians", "assignee", "assignedto"]),
    column("note", &["note", "notes", "comment", "description"]),
    column("shareable", &["shareable", "maybeshared"]),
    column("summary", &["summary", "forthecustomer", "customersummary"]),
];
const OPENED: usize = 1;
const INCIDENT_ID: usize = 2;
const RESOLVED: usize = 3;
const ISSUE: usize = 4;
const COMPLAINT: usize = 5;
const PUBLIC: usize = 6;
const THREAT: usize = 7;
const PROMISED: usize = 8;
const ACTUAL: usize = 9;
const HANDLED_BY: usize = 10;
const NOTE: usize = 11;
const SHAREABLE: usize = 12;
const SUMMARY: usize = 13;

/// Hours beyond this are none that anybody promised or counted: more than ten years.
const MOST_HOURS: f64 = 100_000.0;

/// What became of the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IncidentCounts {
    /// Incidents that were read.
    pub read: u64,
    /// Rows left out because something in them is wrong.
    pub left_out: u64,
    /// Rows of an incident for which another row counts.
    pub repeated: u64,
    /// Incidents opened after the day: not read.
    pub later: u64,
    /// Incidents resolved after the day: read as open.
    pub resolved_later: u64,
}

/// The incidents of a file, or of several.
#[derive(Debug, Clone)]
pub(super) struct IncidentFile {
    rows: Vec<IncidentRow>,
    /// What became of the rows.
    pub(super) counts: IncidentCounts,
    /// The numbers that places of these files carry.
    pub(super) numbers: Vec<u16>,
}

impl IncidentFile {
    /// These incidents and those of the next file.
    pub(super) fn and(mut self, next: Self) -> Self {
        self.rows.extend(next.rows);
        self.counts.left_out += next.counts.left_out;
        self.counts.later += next.counts.later;
        self.numbers.extend(next.numbers);
        self
    }

    /// Lets one row an incident count, and says which do not; `customer` says which customer an index stands for.
    pub(super) fn settle(&mut self, customer: impl Fn(u32) -> usize, files: &Files, problems: &mut Problems) {
        let (kept, repeated) = settle(std::mem::take(&mut self.rows), customer);
        for (row, counts) in &repeated {
            say_twice(row, counts, files, problems);
        }
        self.counts.read = kept.len() as u64;
        self.counts.repeated += repeated.len() as u64;
        self.counts.resolved_later = kept.iter().filter(|row| row.is_resolved_later).count() as u64;
        self.rows = kept;
    }

    /// The incidents by customer index, oldest first, with those of a customer that turned out to be another.
    pub(super) fn by_customer(self, directory: &Directory) -> Vec<Vec<Incident>> {
        let rows = self.rows.into_iter().map(|row| (row.customer, row.incident));
        dated_rows::by_customer(rows, directory, Incident::order)
    }
}

/// What a reading of incidents needs to know.
#[derive(Clone, Copy)]
pub(super) struct IncidentRequest<'a> {
    /// The file.
    pub(super) file: SideFile<'a>,
    /// The firm's closed list of what goes wrong; empty where there is none.
    pub(super) issues: &'a [Issue],
    /// The day.
    pub(super) as_of: NaiveDate,
}

/// Reads incidents; `None` when the file cannot be used, with the reasons among the problems.
pub(super) fn read(
    request: IncidentRequest<'_>,
    files: &mut Files,
    directory: &mut Directory,
    problems: &mut Problems,
) -> io::Result<Option<IncidentFile>> {
    let file = request.file;
    let mut found = Problems::default();
    let table = Table::read(file.source, file.settings, &INCIDENTS, &mut found)?;
    if found.has_only_errors_of("header-only") {
        // Nothing has gone wrong yet.
        let number = files.add(file.source.name());
        return Ok(Some(IncidentFile {
            rows: Vec::new(),
            counts: IncidentCounts::default(),
            numbers: vec![number],
        }));
    }
    problems.extend(found);
    let Some(table) = table else { return Ok(None) };
    let number = files.add(table.file.clone());
    if table.found.get(RESOLVED).is_none_or(Option::is_none) && !table.rows.is_empty() {
        let message = "no column `resolved`: every incident counts as still open";
        let hint = "name it: [source.columns] resolved = \"...\", with the day in its cells";
        problems
            .add(Diagnostic::warning("incidents-never-resolved", message).at(table.file.row(1)).hint(hint));
    }
    let of = (&file, SourceKind::Incidents);
    let guess = table_dates::order_of(&table, RESOLVED, of, None, &mut Problems::default());
    let opened = table_dates::order_of(&table, OPENED, of, guess.ok().flatten(), problems);
    let resolved = table_dates::order_of(&table, RESOLVED, of, opened.ok().flatten(), problems);
    let (Ok(opened), Ok(resolved)) = (opened, resolved) else { return Ok(None) };
    let hours = table.rows.iter().flat_map(|row| [row.cell(PROMISED), row.cell(ACTUAL)]).flatten();
    let mut reader = Reader {
        table: &table,
        request,
        orders: [opened, resolved],
        marks: amounts::stated(table.decimal).unwrap_or_else(|| amounts::marks_of_hours(hours)),
        counts: IncidentCounts::default(),
    };
    let mut rows = Vec::new();
    for row in &table.rows {
        match reader.read(row, number, problems) {
            Row::Incident(customer, incident, is_resolved_later) => {
                let customer = directory.find_or_add(customer, incident.spot);
                rows.push(IncidentRow { customer, incident: *incident, is_resolved_later });
            }
            Row::Later => reader.counts.later += 1,
            Row::Unusable => reader.counts.left_out += 1,
        }
    }
    let mut counts = reader.counts;
    table.refuse_if_thin(counts.left_out, file.is_strict, problems);
    counts.left_out += table.left_out;
    Ok(Some(IncidentFile { rows, counts, numbers: vec![number] }))
}

/// What a row turned out to be.
enum Row<'a> {
    /// An incident of the customer that is named so, and whether it was resolved after the day.
    Incident(&'a str, Box<Incident>, bool),
    /// Opened after the day.
    Later,
    /// Something in it is wrong, and was said.
    Unusable,
}

struct Reader<'a> {
    table: &'a Table,
    request: IncidentRequest<'a>,
    /// The order of day and month in `opened` and `resolved`.
    orders: [Option<DateOrder>; 2],
    marks: Marks,
    counts: IncidentCounts,
}

impl Reader<'_> {
    fn read<'a>(&mut self, row: &'a TableRow, number: u16, problems: &mut Problems) -> Row<'a> {
        let Some(customer) = self.table.customer(row, problems) else { return Row::Unusable };
        let [opened_order, resolved_order] = self.orders;
        let Some(opened) = self.day(row, OPENED, opened_order, problems) else { return Row::Unusable };
        let is_resolved = row.cell(RESOLVED).is_some();
        let resolved = if is_resolved { self.day(row, RESOLVED, resolved_order, problems) } else { None };
        if is_resolved && resolved.is_none() {
            return Row::Unusable;
        }
        if resolved.is_some_and(|resolved| resolved < opened) {
            let words = ("resolved before it was opened", "mend one of the two dates");
            self.table.warn(row, RESOLVED, "resolved-before-opened", words, problems);
            return Row::Unusable;
        }
        let as_of = self.request.as_of;
        if opened > as_of {
            return Row::Later;
        }
        // What was done after the day was not known on it, and neither is what it took.
        let known = resolved.filter(|resolved| *resolved <= as_of);
        let issue = self.issue(row, problems);
        let says_complaint = self.says_yes(row, COMPLAINT, problems);
        let is_public = self.says_yes(row, PUBLIC, problems);
        let threatens_to_leave = self.says_yes(row, THREAT, problems);
        let promised_hours = self.hours(row, PROMISED, problems);
        let actual = self.hours(row, ACTUAL, problems);
        if !is_resolved && actual.is_some() {
            let words = (
                "hours stand here, and no day on which it was resolved; the incident counts as open",
                "fill in the day, or leave the hours blank until then",
            );
            self.table.warn(row, ACTUAL, "hours-without-a-resolution", words, problems);
        }
        let is_shareable = self.says_yes(row, SHAREABLE, problems);
        let text = |position: usize| row.cell(position).map(str::to_owned);
        let incident = Incident {
            opened,
            id: text(INCIDENT_ID),
            resolved: known,
            issue,
            // Who goes to the public complains, whatever stands in the other column.
            is_complaint: says_complaint || is_public,
            is_public,
            threatens_to_leave,
            promised_hours,
            actual_hours: actual.filter(|_| known.is_some()),
            handled_by: names(row.cell(HANDLED_BY)),
            note: text(NOTE),
            summary: self.summary(row, is_shareable, problems),
            is_shareable,
            spot: Spot::new(number, row.line),
        };
        Row::Incident(customer, Box::new(incident), resolved.is_some() && known.is_none())
    }

    /// A day; what is none is said.
    fn day(
        &self,
        row: &TableRow,
        position: usize,
        order: Option<DateOrder>,
        problems: &mut Problems,
    ) -> Option<NaiveDate> {
        let read = row.cell(position).and_then(|cell| dates::parse(cell.as_bytes(), order).ok());
        if read.is_none() {
            let hint = if position == RESOLVED {
                "write it as 2026-10-05, or leave it blank while the incident is open"
            } else {
                "write it as 2026-10-05"
            };
            self.table.warn(row, position, "not-a-date", ("not a date", hint), problems);
        }
        read.map(crate::model::Moment::day)
    }

    /// A number of hours, 0 or more; blank is not known, and so is what is no number.
    fn hours(&self, row: &TableRow, position: usize, problems: &mut Problems) -> Option<f64> {
        let cell = row.cell(position)?;
        let hours = amounts::read(cell, self.marks).and_then(|hours| hours.amount().to_f64());
        let hours = hours.filter(|hours| (0.0..=MOST_HOURS).contains(hours));
        if hours.is_none() {
            let words = ("not a number of hours; they count as not given", "write 4 or 0.5");
            self.table.warn(row, position, "not-hours", words, problems);
        }
        hours
    }

    /// Whether a cell says yes; blank and what is neither yes nor no do not.
    fn says_yes(&self, row: &TableRow, position: usize, problems: &mut Problems) -> bool {
        let Some(cell) = row.cell(position) else { return false };
        let read = yes_no::read(cell);
        if read.is_none() {
            let words = ("neither yes nor no; it counts as no", "write yes or no");
            self.table.warn(row, position, "not-yes-or-no", words, problems);
        }
        read.unwrap_or(false)
    }

    /// The words for the customer; there are none of what may not be shared.
    fn summary(&self, row: &TableRow, is_shareable: bool, problems: &mut Problems) -> Option<String> {
        let summary = row.cell(SUMMARY)?;
        if !is_shareable {
            let words = (
                "words for the customer stand here, and the incident may not be shared; they are not used",
                "write yes under shareable, or take the words out",
            );
            self.table.warn(row, SUMMARY, "summary-not-shareable", words, problems);
        }
        is_shareable.then(|| summary.to_owned())
    }

    /// The id of the issue: of the firm's list where there is one, else as it is written.
    fn issue(&self, row: &TableRow, problems: &mut Problems) -> Option<String> {
        let written = row.cell(ISSUE)?;
        let id = Dimension::id_of(written);
        let issues = self.request.issues;
        if issues.is_empty() {
            return Some(id).filter(|id| !id.is_empty());
        }
        let is_meant = |issue: &&Issue| issue.id == id || key(&issue.name) == key(written);
        let found = issues.iter().find(is_meant);
        if found.is_none() {
            let hint = nearest(&key(written), issues).map_or_else(
                || "write an id or a name of [[issue]] in retain.toml, or add it there".to_owned(),
                |near| format!("is it `{near}`? write the id or the name as [[issue]] in retain.toml has it"),
            );
            let words = ("the issue is none of [[issue]]; the incident counts without one", hint.as_str());
            self.table.warn(row, ISSUE, "unknown-issue", words, problems);
        }
        found.map(|issue| issue.id.clone())
    }
}

/// The names in a cell, with `;` between them.
pub(super) fn names(cell: Option<&str>) -> Vec<String> {
    let names = cell.unwrap_or_default().split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The issue of the firm's list whose id or name is nearest to what is written.
pub(super) fn nearest<'a>(written: &str, issues: &'a [Issue]) -> Option<&'a str> {
    let names = issues.iter().flat_map(|issue| {
        [issue.id.replace('-', " "), key(&issue.name)].map(|name| (name, issue.id.as_str()))
    });
    model::nearest(written, names).into_iter().next()
}
