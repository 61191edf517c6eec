//! Turns files of accounts into customers: who looks after them, what they are worth, what was agreed with them.

use std::collections::BTreeMap;
use std::io;

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

use super::amounts::{self, Marks};
use super::beside::SideFile;
use super::directory::Directory;
use super::incidents::names;
use super::person::Account;
use super::table::{Known, Table, TableRow};
use super::{dates, table_dates};
use crate::config::{DateOrder, SourceKind};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::model::{Files, Moment, Money, Spot};

/// The headers of the customer, in files beside the survey.
pub(super) const CUSTOMER_HEADERS: &[&str] = &[
    "customer",
    "customerid",
    "company",
    "account",
    "client",
    "organisation",
    "organization",
    "companyid",
    "accountid",
    "clientid",
];

/// A column that a file may have.
pub(super) const fn column(key: &'static str, headers: &'static [&'static str]) -> Known {
    Known { key, headers, is_required: false }
}

/// The columns that such a file can have.
pub(super) const ACCOUNTS: [Known; 17] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    column("name", &["name", "customername", "companyname"]),
    column("account-manager", &["accountmanager", "owner", "manager"]),
    column("technicians", &["technicians", "technician"]),
    column("contact", &["contact", "contactname", "contactperson"]),
    column("phone", &["phone", "telephone", "phonenumber", "tel"]),
    column("email", &["email", "emailaddress"]),
    column("value", &["value", "yearlyvalue", "annualvalue", "valueayear"]),
    column("margin", &["margin"]),
    column("profit-last-years", &["profitlastyears", "profit"]),
    column("lifetime-value", &["lifetimevalue", "ltv", "clv"]),
    column("since", &["since", "customersince"]),
    column("renewal", &["renewal", "renewaldate", "contractend", "contractends"]),
    column("effort", &["effort", "efforthours", "hoursamonth"]),
    column("pays-late-days", &["payslatedays", "dayslate"]),
    column("cost-to-replace", &["costtoreplace", "replacementcost"]),
    column("notes", &["notes", "note", "remarks"]),
];
const TECHNICIANS: usize = 3;
const VALUE: usize = 7;
const MARGIN: usize = 8;
const PROFIT: usize = 9;
const LIFETIME_VALUE: usize = 10;
const SINCE: usize = 11;
const RENEWAL: usize = 12;
const EFFORT: usize = 13;
const PAYS_LATE: usize = 14;
const COST_TO_REPLACE: usize = 15;
const NOTES: usize = 16;
/// The columns that hold amounts of money.
const AMOUNTS: [usize; 4] = [VALUE, PROFIT, LIFETIME_VALUE, COST_TO_REPLACE];

/// Where each account stands, by the index of its customer.
pub(super) type AccountSpots = BTreeMap<u32, Spot>;

/// Reads a file of accounts into the directory, after those that stand in `spots`; says how many it has.
pub(super) fn read_accounts(
    file: SideFile<'_>,
    files: &mut Files,
    directory: &mut Directory,
    spots: &mut AccountSpots,
    problems: &mut Problems,
) -> io::Result<u64> {
    let Some(table) = Table::read(file.source, file.settings, &ACCOUNTS, problems)? else { return Ok(0) };
    let number = files.add(table.file.clone());
    let Some(reader) = Reader::of(&table, &file, problems) else { return Ok(0) };
    let (mut read, mut unusable) = (0, 0);
    for row in &table.rows {
        let Some(id) = table.customer(row, problems) else {
            unusable += 1;
            continue;
        };
        let account = reader.account(row, id, problems);
        let spot = Spot::new(number, row.line);
        match directory.add_account(account, spot) {
            Ok(customer) => {
                spots.insert(customer, spot);
                read += 1;
            }
            Err(customer) => problems.add_with("account-twice", Severity::Warning, || {
                let first = spots.get(&customer).map_or(String::new(), |first| files.show(*first));
                let message =
                    format!("the customer stands here a second time; the first row counts: {first}");
                Diagnostic::warning("account-twice", message)
                    .at(table.place(row, 0))
                    .hint("keep one row a customer")
            }),
        }
    }
    table.refuse_if_thin(unusable, file.is_strict, problems);
    Ok(read)
}

/// How the columns of a file are written.
struct Reader<'a> {
    table: &'a Table,
    /// By the position in [`AMOUNTS`].
    marks: [Marks; AMOUNTS.len()],
    effort: Marks,
    since: Option<DateOrder>,
    renewal: Option<DateOrder>,
}

impl<'a> Reader<'a> {
    /// Finds out how the columns are written; `None` when that has to be asked, with the questions among the problems.
    fn of(table: &'a Table, file: &SideFile<'_>, problems: &mut Problems) -> Option<Self> {
        let marks = AMOUNTS.map(|position| amounts::marks_of(table, position, file.currency, problems));
        let [Some(value), Some(profit), Some(lifetime), Some(replacement)] = marks else { return None };
        let of = (file, SourceKind::Accounts);
        let guess = table_dates::order_of(table, RENEWAL, of, None, &mut Problems::default());
        let since = table_dates::order_of(table, SINCE, of, guess.ok().flatten(), problems);
        let renewal = table_dates::order_of(table, RENEWAL, of, since.ok().flatten(), problems);
        Some(Self {
            table,
            marks: [value, profit, lifetime, replacement],
            effort: amounts::stated(table.decimal)
                .unwrap_or_else(|| amounts::marks(table.rows.iter().filter_map(|row| row.cell(EFFORT)))),
            since: since.ok()?,
            renewal: renewal.ok()?,
        })
    }

    fn account(&self, row: &TableRow, id: &str, problems: &mut Problems) -> Account {
        let text = |position: usize| row.cell(position).map(str::to_owned);
        let mut amounts = [None; AMOUNTS.len()];
        for (amount, (position, marks)) in amounts.iter_mut().zip(AMOUNTS.into_iter().zip(self.marks)) {
            *amount = self.amount(row, position, marks, problems);
        }
        let [value, profit_last_years, lifetime_value, cost_to_replace] = amounts;
        Account {
            id: id.to_owned(),
            name: text(1),
            account_manager: text(2),
            contact: text(4),
            phone: text(5),
            email: text(6),
            technicians: names(row.cell(TECHNICIANS)),
            value,
            margin: self.margin(row, problems),
            profit_last_years,
            lifetime_value,
            since: self.day(row, SINCE, problems),
            renewal: self.day(row, RENEWAL, problems),
            effort_hours: self.effort(row, problems),
            pays_late_days: self.late_days(row, problems),
            cost_to_replace,
            notes: text(NOTES),
        }
    }

    fn amount(
        &self,
        row: &TableRow,
        position: usize,
        marks: Marks,
        problems: &mut Problems,
    ) -> Option<Money> {
        let amount = amounts::read(row.cell(position)?, marks);
        if amount.is_none() {
            let words = if position == VALUE {
                ("not an amount; the value counts as not given", "write it as 14200 or 14200.50")
            } else {
                ("not an amount; it counts as not given", "write it as 14200 or 14200.50")
            };
            self.table.warn(row, position, "not-an-amount", words, problems);
        }
        // A profit may be a loss; nobody is worth less than nothing a year.
        let is_below_zero = position == VALUE && amount.is_some_and(|amount| amount < Money::default());
        if is_below_zero {
            let words =
                ("a value below 0; it counts as not given", "write the yearly value, or leave it blank");
            self.table.warn(row, position, "negative-value", words, problems);
        }
        amount.filter(|_| !is_below_zero)
    }

    fn margin(&self, row: &TableRow, problems: &mut Problems) -> Option<f64> {
        let cell = row.cell(MARGIN)?;
        // As people write it, and as a workbook shows it.
        let percent = cell.strip_suffix('%');
        let amount = amounts::read(&percent.unwrap_or(cell).trim_end().replace(',', "."), Marks::Unclear)
            .and_then(|amount| amount.amount().to_f64());
        let share = amount.map(|amount| if percent.is_some() { amount / 100.0 } else { amount });
        let margin = share.filter(|margin| (0.0..=1.0).contains(margin));
        if margin.is_none() {
            let words = ("not a margin from 0 to 1; the firm's margin counts", "write it as 0.4 or 40%");
            self.table.warn(row, MARGIN, "not-a-margin", words, problems);
        }
        margin
    }

    fn day(&self, row: &TableRow, position: usize, problems: &mut Problems) -> Option<NaiveDate> {
        let cell = row.cell(position)?.as_bytes();
        let read = if position == SINCE {
            dates::parse_since(cell, self.since)
        } else {
            dates::parse(cell, self.renewal)
        };
        if read.is_err() {
            let words = ("not a date; it counts as not given", "write it as 2026-10-05");
            self.table.warn(row, position, "not-a-date", words, problems);
        }
        read.ok().map(Moment::day)
    }

    fn effort(&self, row: &TableRow, problems: &mut Problems) -> Option<f64> {
        let hours = amounts::read(row.cell(EFFORT)?, self.effort).and_then(|hours| hours.amount().to_f64());
        let hours = hours.filter(|hours| *hours >= 0.0);
        if hours.is_none() {
            let words =
                ("not a number of hours; they count as not given", "write the hours a month: 12 or 7.5");
            self.table.warn(row, EFFORT, "not-hours", words, problems);
        }
        hours
    }

    /// Days by which a customer pays late; one who pays early pays 0 days late.
    fn late_days(&self, row: &TableRow, problems: &mut Problems) -> Option<u32> {
        let days = row.cell(PAYS_LATE)?.parse::<i64>().ok();
        let days = days.and_then(|days| u32::try_from(days.max(0)).ok());
        if days.is_none() {
            let words = ("not a number of days; it counts as not given", "write whole days, such as 0 or 45");
            self.table.warn(row, PAYS_LATE, "not-days", words, problems);
        }
        days
    }
}
