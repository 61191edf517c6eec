//! Turns files of accounts into the customers that the answers will meet.

use std::collections::BTreeMap;
use std::io;

use rust_decimal::prelude::ToPrimitive;

use super::amounts::{self, Marks};
use super::beside::SideFile;
use super::directory::Directory;
use super::person::Account;
use super::table::{Known, Table, TableRow};
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::model::{Files, Spot};

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

/// A column that may be missing.
pub(super) const fn column(key: &'static str, headers: &'static [&'static str]) -> Known {
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
    }
}
