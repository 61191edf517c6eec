//! Turns files of invitations into the days on which each customer was asked.

use std::collections::BTreeMap;
use std::io;

use super::accounts::{CUSTOMER_HEADERS, column};
use super::beside::SideFile;
use super::directory::Directory;
use super::identity::key;
use super::table::{Known, Table, TableRow};
use super::{dates, table_dates};
use crate::config::SourceKind;
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::history::Invitation;
use crate::model::{Files, Spot, day_from_number};

/// The columns that such a file can have.
pub(super) const INVITATIONS: [Known; 3] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "date",
        headers: &["date", "invited", "sent", "dateinvited", "datesent", "sentat", "invitedat"],
        is_required: true,
    },
    column("contact", &["contact", "respondent", "name", "email"]),
];
const DATE: usize = 1;
const CONTACT: usize = 2;

/// Who was invited and on which day: the customer's index, the day, the contact.
type Invited = (u32, i32, String);

/// The invitations of all files.
#[derive(Debug, Default)]
pub(super) struct Invitations {
    /// By customer index.
    pub(super) of_customer: Vec<Vec<Invitation>>,
    /// Whether any file could be used.
    pub(super) was_read: bool,
    /// How many are dated after the day, and were not read.
    pub(super) later: u64,
    first: BTreeMap<Invited, Spot>,
}

impl Invitations {
    /// Reads one more file; what is dated after the day `until` is counted and said.
    pub(super) fn read(
        &mut self,
        file: SideFile<'_>,
        until: i32,
        (files, directory): (&mut Files, &mut Directory),
        problems: &mut Problems,
    ) -> io::Result<()> {
        let Some(table) = Table::read(file.source, file.settings, &INVITATIONS, problems)? else {
            return Ok(());
        };
        let number = files.add(table.file.clone());
        let of = (&file, SourceKind::Invitations);
        let Ok(order) = table_dates::order_of(&table, DATE, of, None, problems) else { return Ok(()) };
        self.was_read = true;
        let (mut unusable, mut later) = (0, Vec::new());
        for row in &table.rows {
            let Some(customer) = table.customer(row, problems) else {
                unusable += 1;
                continue;
            };
            let Some(moment) = row.cell(DATE).and_then(|cell| dates::parse(cell.as_bytes(), order).ok())
            else {
                table.warn(row, DATE, "not-a-date", ("not a date", "write it as 2026-10-05"), problems);
                unusable += 1;
                continue;
            };
            let day = moment.day_number();
            if day > until {
                later.push(row.line);
                continue;
            }
            let spot = Spot::new(number, row.line);
            let index = directory.find_or_add(customer, spot);
            self.add(index, Invitation { day, spot });
            let invited = (index, day, row.cell(CONTACT).map(key).unwrap_or_default());
            self.compare((&table, row), invited, spot, files, problems);
        }
        self.later += later.len() as u64;
        say_later(&table, &later, until, problems);
        table.refuse_if_thin(unusable, file.is_strict, problems);
        Ok(())
    }

    /// The invitations by customer index, each customer's in the order of their days, one a day.
    pub(super) fn in_order(mut self) -> Vec<Vec<Invitation>> {
        for invitations in &mut self.of_customer {
            invitations.sort_unstable();
            invitations.dedup_by_key(|invitation| invitation.day);
        }
        self.of_customer
    }

    fn add(&mut self, customer: u32, invitation: Invitation) {
        let index = customer as usize;
        if self.of_customer.len() <= index {
            self.of_customer.resize(index + 1, Vec::new());
        }
        if let Some(known) = self.of_customer.get_mut(index) {
            known.push(invitation);
        }
    }

    /// Says which invitations stand in two files: one of them is a copy.
    fn compare(
        &mut self,
        (table, row): (&Table, &TableRow),
        invited: Invited,
        spot: Spot,
        files: &Files,
        problems: &mut Problems,
    ) {
        let first = *self.first.entry(invited).or_insert(spot);
        if first.file() == spot.file() {
            return;
        }
        problems.add_with("invitation-twice", Severity::Note, || {
            let message =
                format!("this invitation stands in another file too: {}; it counts once", files.show(first));
            Diagnostic::note("invitation-twice", message).at(table.place(row, 0))
        });
    }
}

fn say_later(table: &Table, later: &[u64], until: i32, problems: &mut Problems) {
    let Some(line) = later.first().copied() else { return };
    let are = if later.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} of {} invitations {are} dated after {} and {} not read",
        later.len(),
        table.rows.len(),
        day_from_number(until),
        if later.len() == 1 { "was" } else { "were" }
    );
    problems.add(Diagnostic::note("invitations-later", message).at(table.file.row(line)));
}
