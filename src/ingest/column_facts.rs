//! Turns all cells of the columns of a file into what they hold, without a word of what anybody wrote.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::NaiveDate;

use super::batch::Batch;
use super::cell_faults::Interrupt;
use super::dates;
use super::profile::Column;
use super::records::Records;
use super::score_cell;
use super::totals::AboveTotals;
use crate::config::DateOrder;
use crate::diagnostic::Problems;
use crate::model::figure;

/// More different cells than this are not counted.
const DIFFERENT_AT_MOST: usize = 1000;

/// What one column holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// What kind of cells they are.
    pub(super) column: Column,
    /// The first day, and the last.
    days: Option<(NaiveDate, NaiveDate)>,
    /// A number for each different cell.
    seen: BTreeSet<u64>,
}

impl Facts {
    /// Looks at all rows of a table; dates are read in this order where it is known.
    pub(super) fn of_all(
        records: &mut Records<'_>,
        order: Option<DateOrder>,
    ) -> Result<Vec<Self>, Interrupt> {
        let mut facts = vec![Self::default(); records.shape().header.len()];
        let (mut batch, mut said, mut above) =
            (Batch::default(), Problems::default(), AboveTotals::default());
        while records.read_batch(&mut batch, &mut said)? > 0 {
            for (record, line) in batch.rows() {
                if above.is_total(record) {
                    continue;
                }
                for (facts, cell) in facts.iter_mut().zip(record.iter()) {
                    facts.add(cell, line, order)?;
                }
            }
        }
        Ok(facts)
    }

    fn add(&mut self, cell: &[u8], line: u64, order: Option<DateOrder>) -> Result<(), Interrupt> {
        std::str::from_utf8(cell)?;
        self.column.add(cell, line, &[]);
        let cell = cell.trim_ascii();
        if score_cell::is_not_answered(cell) {
            return Ok(());
        }
        if self.seen.len() <= DIFFERENT_AT_MOST {
            let mut hasher = DefaultHasher::new();
            cell.hash(&mut hasher);
            self.seen.insert(hasher.finish());
        }
        if let Ok(moment) = dates::parse(cell, order) {
            let day = moment.day();
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
        Ok(())
    }

    /// How many different cells there are; `None` where there are too many to count.
    pub(super) fn different(&self) -> Option<u64> {
        (self.seen.len() <= DIFFERENT_AT_MOST).then_some(self.seen.len() as u64)
    }

    /// The least and the most where all cells but a few are numbers, the first day and the last where they are dates.
    pub(super) fn range(&self) -> Option<(String, String)> {
        if self.column.is_nearly_all_dates() {
            return self.days.map(|(first, last)| (first.to_string(), last.to_string()));
        }
        let ends = self.column.least.zip(self.column.most)?;
        let shown = |score: crate::model::RawScore| figure(score.points(), 4);
        self.column.is_nearly_all_numbers().then(|| (shown(ends.0), shown(ends.1)))
    }
}
