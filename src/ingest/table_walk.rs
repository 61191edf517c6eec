//! Walks through the rows of a file beside the survey, a row at a time, so that a long file needs no more memory.

use super::batch::Batch;
use super::cell_faults::Interrupt;
use super::headers::folded;
use super::planning::columns_of;
use super::read_options;
use super::recognition::Recognised;
use super::records::Records;
use super::shaping::{Shaped, shape};
use super::source::Source;
use super::table::{Known, Table, TableRow, find_columns};
use crate::config::SourceSettings;
use crate::diagnostic::Problems;

/// A file, and which columns it can have.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    /// The file.
    pub(super) source: &'a dyn Source,
    /// What `retain.toml` says of it.
    pub(super) settings: Option<&'a SourceSettings>,
    /// The columns.
    pub(super) known: &'a [Known],
}

/// The records of a file, and the place of each known column in them.
type Opened<'a> = (Records<'a>, Vec<Option<usize>>);

impl Walk<'_> {
    /// Hands on every row, with the table that it belongs to; gives that table without any row, or `None` when the file
    /// cannot be used, with the reasons among `problems`. `is_fall_back` says that it turned out not to be UTF-8.
    pub(super) fn rows(
        &self,
        is_fall_back: bool,
        problems: &mut Problems,
        each: &mut dyn FnMut(&Table, TableRow),
    ) -> Result<Option<Table>, Interrupt> {
        let Some((mut records, columns)) = self.open(is_fall_back, problems)? else { return Ok(None) };
        let header = |column: &Option<usize>| column.map(|column| records.field(column).to_owned());
        let mut table = Table {
            file: records.name().clone(),
            found: columns.iter().map(header).collect(),
            rows: Vec::new(),
            decimal: self.settings.and_then(|settings| settings.read.decimal),
            left_out: 0,
        };
        let mut batch = Batch::default();
        while records.read_batch(&mut batch, problems)? > 0 {
            for (record, line) in batch.rows() {
                let mut cells = Vec::with_capacity(columns.len());
                for column in &columns {
                    let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
                    let text = std::str::from_utf8(cell)?.trim();
                    cells.push((!text.is_empty()).then(|| text.to_owned()));
                }
                each(&table, TableRow { line, cells });
            }
        }
        records.say_shaping(problems);
        table.left_out = records.tally().left_out;
        Ok((!problems.has_errors()).then_some(table))
    }

    /// Opens the file and finds its columns.
    fn open(&self, is_fall_back: bool, problems: &mut Problems) -> Result<Option<Opened<'_>>, Interrupt> {
        let options = read_options(self.settings, is_fall_back);
        let is_known =
            |header: &str| self.known.iter().any(|column| column.headers.contains(&folded(header).as_str()));
        let Some(mut records) = Records::open(self.source, &options, &is_known, problems)? else {
            return Ok(None);
        };
        let mut found = Problems::default();
        let shaped = self
            .settings
            .map(|settings| shape(settings, &Recognised::default(), &columns_of(&records), &mut found));
        let is_found = !found.has_errors();
        problems.extend(found);
        let Shaped { settings: by_position, shaping, .. } = shaped.unwrap_or_default();
        records.reshape(shaping);
        let columns = if is_found {
            let settings = self.settings.map(|_| &by_position);
            find_columns(&columns_of(&records), settings, self.known, problems)
        } else {
            vec![None; self.known.len()]
        };
        Ok(Some((records, columns)))
    }
}
