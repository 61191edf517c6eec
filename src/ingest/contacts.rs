//! Turns files of contacts into what was sent to each customer, and whether the customer acted upon it.

use std::io;

use chrono::NaiveDate;

use super::accounts::{CUSTOMER_HEADERS, column};
use super::beside::SideFile;
use super::dated_rows::{self, DatedCounts};
use super::directory::Directory;
use super::directory_beside::Meeting;
use super::table::Known;
use super::yes_no;
use crate::config::SourceKind;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Contact, Files};

/// The columns that such a file can have.
pub(super) const CONTACTS: [Known; 4] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "date",
        headers: &[
            "date",
            "sent",
            "datesent",
            "sentat",
            "contacted",
            "contactdate",
            "contactedat",
            "timestamp",
        ],
        is_required: true,
    },
    column("channel", &["channel", "medium", "type", "campaign"]),
    column("acted", &["acted", "action", "responded", "engaged", "clicked", "reacted"]),
];
const CHANNEL: usize = 2;
const ACTED: usize = 3;

/// The contacts of all files.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    rows: Vec<(u32, Contact)>,
    /// Whether a column tells who acted.
    pub(super) knows_actions: bool,
    /// What became of the rows.
    pub(super) counts: DatedCounts,
    /// The numbers that places of these files carry.
    pub(super) numbers: Vec<u16>,
}

impl Contacts {
    /// Reads one more file; says whether it could be used.
    pub(super) fn read(
        &mut self,
        file: SideFile<'_>,
        until: NaiveDate,
        (files, directory): (&mut Files, &mut Meeting<'_>),
        problems: &mut Problems,
    ) -> io::Result<bool> {
        let read = dated_rows::read(&file, (SourceKind::Contacts, &CONTACTS), until, files, problems)?;
        let Some(dated) = read else { return Ok(false) };
        self.numbers.push(dated.number);
        let table = &dated.table;
        let has_column = table.found.get(ACTED).is_some_and(Option::is_some);
        if !has_column && !table.rows.is_empty() {
            let message = "no column `acted`: nobody knows which customers acted upon a contact, and none counts as not acting";
            problems.add(
                Diagnostic::note("contacts-without-actions", message)
                    .at(table.file.row(1))
                    .hint("name it: [source.columns] acted = \"...\", with yes or no in its cells"),
            );
        }
        let (rows, is_known) = (&mut self.rows, has_column);
        let counts = dated.rows((&file, "contacts"), problems, &mut |row, customer, day, spot, problems| {
            let acted = row.cell(ACTED).map(yes_no::read);
            if acted == Some(None) {
                let words = ("neither yes nor no; it counts as no", "write yes or no");
                table.warn(row, ACTED, "not-yes-or-no", words, problems);
            }
            let customer = directory.meet(customer, spot);
            if is_known {
                let channel = row.cell(CHANNEL).map(str::to_owned);
                let has_acted = acted.flatten().unwrap_or(false);
                rows.push((customer, Contact { day, has_acted, channel, spot }));
            }
        });
        self.knows_actions |= has_column;
        self.counts.add(counts);
        Ok(true)
    }

    /// The contacts by customer index, oldest first.
    pub(super) fn by_customer(self, directory: &Directory) -> Vec<Vec<Contact>> {
        let mut by_customer: Vec<Vec<Contact>> = vec![Vec::new(); directory.len()];
        for (customer, contact) in self.rows {
            by_customer
                .get_mut(directory.stands_for(customer))
                .into_iter()
                .for_each(|known| known.push(contact.clone()));
        }
        by_customer.iter_mut().for_each(|known| known.sort());
        by_customer
    }
}
