//! Turns files of customers who left, or who buy less, into what was lost, when and what for.

use std::io;

use chrono::NaiveDate;

use super::accounts::{CUSTOMER_HEADERS, column};
use super::amounts::{self, Marks};
use super::beside::SideFile;
use super::dated_rows::{self, DatedCounts};
use super::directory::Directory;
use super::directory_beside::Meeting;
use super::identity::key;
use super::incidents::nearest;
use super::table::{Known, Table, TableRow};
use crate::config::{Issue, SourceKind};
use crate::diagnostic::Problems;
use crate::model::{Departure, DepartureKind, Files, Money};
use crate::signal::Dimension;

/// The columns that such a file can have.
pub(super) const CHURN: [Known; 7] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "date",
        headers: &[
            "date",
            "left",
            "lefton",
            "leftat",
            "dateleft",
            "churned",
            "churndate",
            "cancelledon",
            "lost",
            "datelost",
            "enddate",
        ],
        is_required: true,
    },
    column("kind", &["kind", "churnkind", "what"]),
    column("revenue", &["revenue", "revenuelost", "lostrevenue", "value", "amount", "yearlyvalue"]),
    column("stated-reason", &["statedreason", "reason", "reasongiven"]),
    column("proximate-cause", &["proximatecause", "trigger"]),
    column("root-cause", &["rootcause", "cause", "issue"]),
];
const KIND: usize = 2;
const REVENUE: usize = 3;
const STATED: usize = 4;
const PROXIMATE: usize = 5;
const ROOT: usize = 6;

/// What means that the customer left, in small letters.
const LEFT: [&str; 9] = ["left", "lost", "gone", "churned", "cancelled", "canceled", "full", "whole", "all"];
/// What means that the customer buys less.
const LESS: [&str; 7] = ["less", "reduced", "downgrade", "downgraded", "partial", "part", "contraction"];

/// The departures of all files.
#[derive(Debug, Default)]
pub(super) struct Churn {
    rows: Vec<(u32, Departure)>,
    /// What became of the rows.
    pub(super) counts: DatedCounts,
    /// The numbers that places of these files carry.
    pub(super) numbers: Vec<u16>,
}

/// One file, the firm's closed list of what goes wrong, and the day.
#[derive(Clone, Copy)]
pub(super) struct ChurnRequest<'a> {
    /// The file.
    pub(super) file: SideFile<'a>,
    /// The list; empty where there is none.
    pub(super) issues: &'a [Issue],
    /// The day; who leaves later has not left.
    pub(super) until: NaiveDate,
}

impl Churn {
    /// Reads one more file; says whether it could be used.
    pub(super) fn read(
        &mut self,
        request: ChurnRequest<'_>,
        files: &mut Files,
        directory: &mut Meeting<'_>,
        problems: &mut Problems,
    ) -> io::Result<bool> {
        let file = request.file;
        let of = (SourceKind::Churn, &CHURN[..]);
        let read = dated_rows::read(&file, of, request.until, files, problems)?;
        let Some(dated) = read else { return Ok(false) };
        self.numbers.push(dated.number);
        let table = &dated.table;
        let Some(marks) = amounts::marks_of(table, REVENUE, file.currency, problems) else {
            return Ok(false);
        };
        let reader = Reader { table, issues: request.issues, marks };
        let all = &mut self.rows;
        let counts =
            dated.rows((&file, "departures"), problems, &mut |row, customer, day, spot, problems| {
                let text = |position: usize| row.cell(position).map(str::to_owned);
                let departure = Departure {
                    day,
                    kind: reader.kind(row, problems),
                    revenue: reader.revenue(row, problems),
                    stated_reason: text(STATED),
                    proximate_cause: text(PROXIMATE),
                    root_cause: reader.root_cause(row, problems),
                    spot,
                };
                all.push((directory.meet(customer, spot), departure));
            });
        self.counts.add(counts);
        Ok(true)
    }

    /// The departures by customer index, oldest first.
    pub(super) fn by_customer(self, directory: &Directory) -> Vec<Vec<Departure>> {
        dated_rows::by_customer(self.rows, directory, Departure::cmp)
    }
}

struct Reader<'a> {
    table: &'a Table,
    issues: &'a [Issue],
    marks: Marks,
}

impl Reader<'_> {
    /// What was lost: the customer, unless the cell says that it was less.
    fn kind(&self, row: &TableRow, problems: &mut Problems) -> DepartureKind {
        let Some(cell) = row.cell(KIND).map(key) else { return DepartureKind::Left };
        if LESS.contains(&cell.as_str()) {
            return DepartureKind::Less;
        }
        if !LEFT.contains(&cell.as_str()) {
            let words = (
                "neither left nor less; it counts as left",
                "write left, or less where the customer buys less",
            );
            self.table.warn(row, KIND, "not-left-or-less", words, problems);
        }
        DepartureKind::Left
    }

    fn revenue(&self, row: &TableRow, problems: &mut Problems) -> Option<Money> {
        let revenue =
            amounts::read(row.cell(REVENUE)?, self.marks).filter(|amount| *amount >= Money::default());
        if revenue.is_none() {
            let words = ("not an amount; it counts as not given", "write it as 14200 or 14200.50");
            self.table.warn(row, REVENUE, "not-an-amount", words, problems);
        }
        revenue
    }

    /// The id of the issue behind it: of the firm's list where there is one, else as it is written.
    fn root_cause(&self, row: &TableRow, problems: &mut Problems) -> Option<String> {
        let written = row.cell(ROOT)?;
        let id = Dimension::id_of(written);
        if self.issues.is_empty() {
            return Some(id).filter(|id| !id.is_empty());
        }
        let is_meant = |issue: &&Issue| issue.id == id || key(&issue.name) == key(written);
        let found = self.issues.iter().find(is_meant);
        if found.is_none() {
            let hint = nearest(&key(written), self.issues).map_or_else(
                || "write an id or a name of [[issue]] in retain.toml, or add it there".to_owned(),
                |near| format!("is it `{near}`? write the id or the name as [[issue]] in retain.toml has it"),
            );
            let words = ("the cause is none of [[issue]]; the loss counts without one", hint.as_str());
            self.table.warn(row, ROOT, "unknown-issue", words, problems);
        }
        found.map(|issue| issue.id.clone())
    }
}
