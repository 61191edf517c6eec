//! Bytes -> records of cells with a place -> customers and their answers, with every problem named.
//!
//! From the bottom: a [`Source`] is opened, its container, encoding, delimiter and header are found
//! ([`Records`]), its columns are recognised by their headers and cells (`mapping`), and its rows are folded into
//! the ledger in one pass (`fold`). Nothing is guessed where a wrong guess would change who is listed.
//!
//! A file is CSV, read as it comes in memory that does not grow with it, or a workbook (`workbook`), of which one sheet
//! is read whole, at most 1 GiB unpacked. Its cells become the texts that a CSV file of it would have (`sheet_cell`), so
//! that everything after [`Records`] is the same for both. Only places differ: a line of a file is `scores.csv:14`, a
//! row of a sheet `scores.xlsx:Answers!14`, by the numbers that stand beside the sheet.

mod accounts;
mod amounts;
mod batch;
mod behaviour_files;
mod beside;
mod book;
mod cell_faults;
mod cells;
mod churn;
mod column_evidence;
mod column_facts;
mod column_scale;
mod columns;
mod contacts;
mod container;
mod customer_column;
mod customers_report;
mod date_column;
mod dated_rows;
mod dates;
mod describe;
mod dialect;
mod directory;
mod directory_beside;
mod directory_search;
mod doubts;
mod encoding;
mod file_shape;
mod fold;
mod header_below;
mod header_row;
mod header_words;
mod headers;
mod held;
mod identity;
mod incident_rows;
mod incidents;
mod inspection;
mod interned;
mod invitations;
mod joins;
mod judge;
mod left_out;
mod limits;
mod line_ends;
mod lookalikes;
mod managers;
mod mapping;
mod no_answer;
mod opening;
mod options;
mod order_columns;
mod orders;
mod overlaps;
mod person;
mod planning;
mod profile;
mod quotes;
mod recognition;
mod records;
mod refusal;
mod rejects;
mod repeats;
mod reshaping;
mod row_cells;
mod row_faults;
mod row_scores;
mod sample;
mod saved;
mod score_cell;
mod score_columns;
mod shaping;
mod sheet_cell;
mod sheet_choice;
mod sheet_rows;
mod source;
mod spellings;
mod splitting;
mod stated_scale;
mod survey;
mod survey_options;
mod table;
mod table_dates;
mod table_walk;
mod tool;
mod totals;
mod unread;
mod vocabularies;
mod word_scales;
mod words;
mod workbook;
mod workbook_package;
mod wrapped_lines;
mod yes_no;

pub use batch::Batch;
pub use beside::SideFile;
pub use book::{
    Book, FileSummary, ReadRequest, RowCounts, ScaleQuestion, ScoreSummary, SurveyFile, SurveyReading,
    WordsOf,
};
pub use dated_rows::DatedCounts;
pub(crate) use dates::{SingleDayFault, single_day};
pub use describe::{ColumnSummary, SCORE};
pub use directory::Directory;
pub(crate) use encoding::text_of;
pub use file_shape::{ReadOptions, RowTally, Shape};
pub use identity::{bare_name, key};
pub use incidents::IncidentCounts;
pub use inspection::{Inspected, Inspection, SideInspection, inspect_side_file, kind_by_headers};
pub use left_out::LeftOut;
pub use line_ends::LineEnds;
pub use orders::OrderCounts;
pub use person::{Account, Oddity, Person};
pub use records::Records;
pub use rejects::rejects;
pub use saved::source_block;
pub use source::Source;
pub use survey::read;
pub use survey_options::SurveyOptions;
pub use words::Words;
pub(crate) use yes_no::read as yes_or_no;

use crate::config::SourceSettings;

/// What `retain.toml` fixes about reading a file; `is_fall_back` says that it turned out not to be UTF-8.
fn read_options(settings: Option<&SourceSettings>, is_fall_back: bool) -> ReadOptions {
    let read = settings.map(|settings| &settings.read);
    let stated = read
        .and_then(|read| read.encoding.as_deref())
        .and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    ReadOptions {
        encoding: stated.or(is_fall_back.then_some(encoding_rs::WINDOWS_1252)),
        is_fall_back: stated.is_none() && is_fall_back,
        delimiter: read.and_then(|read| read.delimiter).map(crate::config::Delimiter::byte),
        skip_rows: read.and_then(|read| read.skip_rows),
        header_join: read.and_then(|read| read.header_join.clone()),
        header_rows: read.and_then(|read| read.header_rows),
        sheet: read.map(|read| read.sheet.clone()).unwrap_or_default(),
    }
}
