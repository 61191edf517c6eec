//! Turns files of contacts into what was sent to each customer, and whether the customer acted upon it.

use std::io;

use chrono::NaiveDate;

use super::accounts::{CUSTOMER_HEADERS, column};
use super::beside::SideFile;
use super::dated_rows::{self, DatedCounts};
use super::directory::Directory;
use super::directory_beside::Meeting;
use super::table::{Known, Table};
use super::yes_no;
use crate::config::SourceKind;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Contact, Files};
use crate::text::counted;

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
        say_unknown(table, problems);
        let rows = &mut self.rows;
        let counts = dated.rows((&file, "contacts"), problems, &mut |row, customer, day, spot, problems| {
            let acted = row.cell(ACTED).map(yes_no::read);
            if acted == Some(None) {
                let words = ("neither yes nor no; it is not known whether they acted", "write yes or no");
                table.warn(row, ACTED, "not-yes-or-no", words, problems);
            }
            let channel = row.cell(CHANNEL).map(str::to_owned);
            let contact = Contact { day, has_acted: acted.flatten(), channel, spot };
            rows.push((directory.meet(customer, spot), contact));
        });
        self.counts.add(counts);
        Ok(true)
    }

    /// The contacts by customer index, oldest first.
    pub(super) fn by_customer(self, directory: &Directory) -> Vec<Vec<Contact>> {
        dated_rows::by_customer(self.rows, directory, Contact::cmp)
    }
}

/// Says that it is not known who acted: of all contacts where no column tells, else of those with a blank cell.
fn say_unknown(table: &Table, problems: &mut Problems) {
    let Some(first) = table.rows.iter().find(|row| row.cell(ACTED).is_none()) else { return };
    let has_column = table.found.get(ACTED).is_some_and(Option::is_some);
    let (message, line, hint) = if has_column {
        let blank = table.rows.iter().filter(|row| row.cell(ACTED).is_none()).count();
        let all = counted(table.rows.len(), "contact", "contacts");
        let message =
            format!("`acted` is blank in {blank} of {all}: that counts neither as an action nor as none");
        (message, first.line, "write yes or no into `acted`")
    } else {
        let message = "no column `acted`: nobody knows which customers acted upon a contact, and none counts as not acting";
        (message.to_owned(), 1, "name it: [source.columns] acted = \"...\", with yes or no in its cells")
    };
    problems.add(Diagnostic::note("contacts-without-actions", message).at(table.file.row(line)).hint(hint));
}
