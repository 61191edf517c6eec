//! Turns `accounts.csv` and `invitations.csv` into customers and the days on which they were asked.

use std::io;

use rust_decimal::prelude::ToPrimitive;

use super::amounts::{self, Marks};
use super::dates;
use super::directory::Directory;
use super::person::Account;
use super::source::Source;
use super::table::{Known, Table, TableRow};
use crate::config::{DateOrder, SourceSettings};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::history::Invitation;
use crate::model::{Files, Spot};

const CUSTOMER_HEADERS: &[&str] = &[
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

const fn column(key: &'static str, headers: &'static [&'static str]) -> Known {
    Known { key, headers, is_required: false }
}

const ACCOUNT: [Known; 9] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    column("name", &["name", "customername", "companyname"]),
    column("account-manager", &["accountmanager", "owner", "manager"]),
    column("contact", &["contact", "contactname", "contactperson"]),
    column("phone", &["phone", "telephone", "phonenumber", "tel"]),
    column("email", &["email", "emailaddress"]),
    column("value", &["value", "yearlyvalue", "annualvalue", "valueayear"]),
    column("margin", &["margin"]),
    column("notes", &["notes", "since", "renewal", "effort", "technicians"]),
];
const VALUE: usize = 6;
const MARGIN: usize = 7;

const INVITATION: [Known; 3] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "date",
        headers: &["date", "invited", "sent", "dateinvited", "datesent", "sentat", "invitedat"],
        is_required: true,
    },
    column("contact", &["contact", "respondent", "name", "email"]),
];

/// A file beside the survey, and what `retain.toml` says of it.
#[derive(Clone, Copy)]
pub struct SideFile<'a> {
    /// The file.
    pub source: &'a dyn Source,
    /// What `retain.toml` says of it.
    pub settings: Option<&'a SourceSettings>,
    /// Whether any row that cannot be used stops the run.
    pub is_strict: bool,
}

/// Reads accounts into the directory; says how many.
pub(super) fn read_accounts(
    file: SideFile<'_>,
    files: &mut Files,
    directory: &mut Directory,
    problems: &mut Problems,
) -> io::Result<u64> {
    let Some(table) = Table::read(file.source, file.settings, &ACCOUNT, problems)? else { return Ok(0) };
    let number = files.add(table.file.clone());
    let marks = amounts::marks(table.rows.iter().filter_map(|row| row.cell(VALUE)));
    if marks == Marks::Unclear
        && table.rows.iter().filter_map(|row| row.cell(VALUE)).any(|cell| cell.contains([',', '.']))
    {
        let field = table.found.get(VALUE).cloned().flatten().unwrap_or_default();
        let line = table.rows.first().map_or(1, |row| row.line);
        let problem = Diagnostic::error(
            "amount-marks-undecided",
            "points and commas contradict each other: some amounts have the one for decimals, some the other",
        );
        problems.add(
            problem
                .at(Place::Field { file: table.file.clone(), line, field })
                .hint("write the amounts without marks for thousands: 14200"),
        );
        return Ok(0);
    }
    let (mut read, mut unusable) = (0, 0);
    for row in &table.rows {
        let Some(id) = row.cell(0) else {
            table.warn(row, 0, "no-customer", ("the row names no customer", "fill the cell in"), problems);
            unusable += 1;
            continue;
        };
        let account = account(&table, row, id, marks, problems);
        match directory.add_account(account, Spot::new(number, row.line)) {
            Ok(_) => read += 1,
            Err(_) => {
                let words = (
                    "the customer stands here a second time; the first row counts",
                    "keep one row a customer",
                );
                table.warn(row, 0, "account-twice", words, problems);
            }
        }
    }
    table.refuse_if_thin(unusable, file.is_strict, problems);
    Ok(read)
}

fn account(table: &Table, row: &TableRow, id: &str, marks: Marks, problems: &mut Problems) -> Account {
    let text = |position: usize| row.cell(position).map(str::to_owned);
    let value = row.cell(VALUE).and_then(|cell| {
        let value = amounts::read(cell, marks);
        if value.is_none() {
            let words = ("not an amount; the value counts as not given", "write it as 14200 or 14200.50");
            table.warn(row, VALUE, "not-an-amount", words, problems);
        }
        value
    });
    let margin = row.cell(MARGIN).and_then(|cell| {
        let amount = amounts::read(&cell.replace(',', "."), Marks::Unclear)
            .and_then(|amount| amount.amount().to_f64());
        let margin = amount.filter(|margin| (0.0..=1.0).contains(margin));
        if margin.is_none() {
            let words = ("not a margin from 0 to 1; the firm's margin counts", "write 40% as 0.40");
            table.warn(row, MARGIN, "not-a-margin", words, problems);
        }
        margin
    });
    Account {
        id: id.to_owned(),
        name: text(1),
        account_manager: text(2),
        contact: text(3),
        phone: text(4),
        email: text(5),
        value,
        margin,
        ..Account::default()
    }
}

/// Reads invitations, by customer index; says how many.
pub(super) fn read_invitations(
    file: SideFile<'_>,
    until: i32,
    files: &mut Files,
    directory: &mut Directory,
    problems: &mut Problems,
) -> io::Result<Option<Vec<Vec<Invitation>>>> {
    let Some(table) = Table::read(file.source, file.settings, &INVITATION, problems)? else {
        return Ok(None);
    };
    let number = files.add(table.file.clone());
    let cells = || table.rows.iter().filter_map(|row| row.cell(1));
    let stated = file.settings.and_then(|settings| settings.read.date_order);
    let seen = |wanted: dates::Evidence| cells().any(|cell| dates::evidence(cell.as_bytes()) == wanted);
    let order = stated.or(match (seen(dates::Evidence::DayFirst), seen(dates::Evidence::MonthFirst)) {
        (true, false) => Some(DateOrder::Dmy),
        (false, true) => Some(DateOrder::Mdy),
        (false, false) if seen(dates::Evidence::EitherWithPoints) && !seen(dates::Evidence::Either) => {
            Some(DateOrder::Dmy)
        }
        _ => None,
    });
    if order.is_none() && (seen(dates::Evidence::Either) || seen(dates::Evidence::DayFirst)) {
        let problem =
            Diagnostic::error("date-order-undecided", "day or month first? no date of the column decides it");
        let line = table.rows.first().map_or(1, |row| row.line);
        let field = table.found.get(1).cloned().flatten().unwrap_or_default();
        let hint = format!(
            "say which in retain.toml: [[source]] kind = \"invitations\", files = [\"{}\"] and [source.read] date-order = \"dmy\"; or write the dates as 2026-10-05",
            table.file
        );
        problems.add(problem.at(Place::Field { file: table.file.clone(), line, field }).hint(hint));
        return Ok(None);
    }
    let mut invitations: Vec<Vec<Invitation>> = Vec::new();
    let mut unusable = 0;
    for row in &table.rows {
        let Some(customer) = row.cell(0) else {
            table.warn(row, 0, "no-customer", ("the row names no customer", "fill the cell in"), problems);
            unusable += 1;
            continue;
        };
        let Some(moment) = row.cell(1).and_then(|cell| dates::parse(cell.as_bytes(), order).ok()) else {
            table.warn(row, 1, "not-a-date", ("not a date", "write it as 2026-10-05"), problems);
            unusable += 1;
            continue;
        };
        if moment.day_number() > until {
            continue;
        }
        let spot = Spot::new(number, row.line);
        let index = directory.find_or_add(customer, spot) as usize;
        if invitations.len() <= index {
            invitations.resize(index + 1, Vec::new());
        }
        if let Some(known) = invitations.get_mut(index) {
            known.push(Invitation { day: moment.day_number(), spot });
        }
    }
    for known in &mut invitations {
        known.sort_unstable();
        known.dedup_by_key(|invitation| invitation.day);
    }
    table.refuse_if_thin(unusable, file.is_strict, problems);
    Ok(Some(invitations))
}
