//! Turns `invitations.csv` into the days on which each customer was asked.

use std::io;

use super::accounts::{CUSTOMER_HEADERS, SideFile, column};
use super::directory::Directory;
use super::table::{Known, Table};
use super::{dates, table_dates};
use crate::config::SourceKind;
use crate::diagnostic::Problems;
use crate::history::Invitation;
use crate::model::{Files, Spot};

const COLUMNS: [Known; 3] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "date",
        headers: &["date", "invited", "sent", "dateinvited", "datesent", "sentat", "invitedat"],
        is_required: true,
    },
    column("contact", &["contact", "respondent", "name", "email"]),
];

/// Reads invitations, by customer index; `None` when the file cannot be used.
pub(super) fn read_invitations(
    file: SideFile<'_>,
    until: i32,
    files: &mut Files,
    directory: &mut Directory,
    problems: &mut Problems,
) -> io::Result<Option<Vec<Vec<Invitation>>>> {
    let Some(table) = Table::read(file.source, file.settings, &COLUMNS, problems)? else {
        return Ok(None);
    };
    let number = files.add(table.file.clone());
    let of = (&file, SourceKind::Invitations);
    let Ok(order) = table_dates::order_of(&table, 1, of, None, problems) else { return Ok(None) };
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
