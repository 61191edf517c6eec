//! What reading gives: the book of answers, what was recognised in each file, or the question to ask.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;

use super::beside::SideFile;
use super::dated_rows::DatedCounts;
use super::describe::ColumnSummary;
use super::directory::Directory;
use super::incidents::IncidentCounts;
use super::left_out::LeftOut;
use super::line_ends::LineEnds;
use super::orders::OrderCounts;
use super::source::Source;
use super::survey_options::SurveyOptions;
use super::words::Words;
use crate::config::{Config, DateOrder, RowRule, SourceSettings};
use crate::diagnostic::Problems;
use crate::history::{Behaviour, Firm};
use crate::model::{Files, Heard, Incident, Scale, TableName};
use crate::signal::Dimension;

/// Everything that was read, put together.
#[derive(Debug, Clone)]
pub struct Book {
    /// The answers, wave by wave.
    pub firm: Firm,
    /// The customers.
    pub directory: Directory,
    /// What is rated, in file order, without the overall question.
    pub dimensions: Vec<Dimension>,
    /// What went wrong, by customer index, oldest first; customers behind the last one had no incident.
    pub incidents: Vec<Vec<Incident>>,
    /// What the staff put on record, by customer index.
    pub heard: BTreeMap<usize, Heard>,
    /// Whether there is a file of incidents.
    pub has_incidents: bool,
    /// What customers did beside answering: orders, contacts, departures.
    pub behaviour: Behaviour,
    /// The input files by the number that places carry.
    pub files: Files,
    /// The customer's words that were asked for.
    pub words: Vec<Words>,
    /// Rows of the surveys that could not be used.
    pub left_out: u64,
}

impl Book {
    /// What went wrong at a customer, oldest first.
    #[must_use]
    pub fn incidents_of(&self, customer: usize) -> &[Incident] {
        self.incidents.get(customer).map_or(&[], Vec::as_slice)
    }
}

/// A survey file, and what `retain.toml` says of it.
#[derive(Clone, Copy)]
pub struct SurveyFile<'a> {
    /// The file.
    pub source: &'a dyn Source,
    /// What `retain.toml` says of it.
    pub settings: Option<&'a SourceSettings>,
}

/// What to read.
pub struct ReadRequest<'a> {
    /// The survey files, in the order given.
    pub surveys: &'a [SurveyFile<'a>],
    /// The files of accounts, where there are any.
    pub accounts: &'a [SideFile<'a>],
    /// The files of invitations, where there are any.
    pub invitations: &'a [SideFile<'a>],
    /// The files of incidents, where there are any.
    pub incidents: &'a [SideFile<'a>],
    /// The files of orders, where there are any.
    pub orders: &'a [SideFile<'a>],
    /// The files of contacts, where there are any.
    pub contacts: &'a [SideFile<'a>],
    /// The files of those who left, where there are any.
    pub churn: &'a [SideFile<'a>],
    /// What the command line says.
    pub options: &'a SurveyOptions,
    /// What `retain.toml` says.
    pub config: &'a Config,
    /// The day; rows dated after it are not read.
    pub as_of: NaiveDate,
    /// Whether nobody asked for that day: a later date is a slip then.
    pub is_today: bool,
    /// Whose words are kept.
    pub words_of: WordsOf<'a>,
}

/// Whose words are kept, of all that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsOf<'a> {
    /// Nobody's.
    Nobody,
    /// Those of these customers, by index, sorted.
    Customers(&'a [u32]),
    /// Everybody's.
    Everybody,
}

impl WordsOf<'_> {
    /// Whether those of a customer are kept.
    pub(super) fn keeps(self, customer: u32) -> bool {
        match self {
            Self::Nobody => false,
            Self::Customers(customers) => customers.binary_search(&customer).is_ok(),
            Self::Everybody => true,
        }
    }
}

/// What became of a file's rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows that were read as answers.
    pub answers: u64,
    /// Rows left out because something in them is wrong.
    pub left_out: u64,
    /// Rows dated after the day.
    pub later: u64,
    /// The line of the first of them.
    pub first_later: Option<u64>,
    /// Rows that answer nothing.
    pub unanswered: u64,
    /// Rows that stand there twice.
    pub repeated: u64,
    /// Scores with their meaning beside the number.
    pub explained: u64,
    /// Rows without anything in them.
    pub blank: u64,
    /// Rows that a rule of the settings leaves out.
    pub dropped: u64,
}

/// What was recognised in a file.
#[derive(Debug, Clone)]
pub struct FileSummary {
    /// The path as the user wrote it, with the sheet of a workbook.
    pub file: TableName,
    /// What the file is: `text` or `workbook`.
    pub container: &'static str,
    /// The tool that wrote it; `None` where it is not recognised.
    pub tool: Option<&'static str>,
    /// `UTF-8`, `Windows-1252`, ..., or `workbook`.
    pub encoding: String,
    /// How its lines end; `None` in a workbook.
    pub line_ends: Option<LineEnds>,
    /// What stands between cells, in words; of a workbook, its sheet.
    pub delimiter: String,
    /// The lines of the header, from 1; the first row stands behind them.
    pub header_lines: Range<u64>,
    /// What became of the rows.
    pub rows: RowCounts,
    /// The rows that were left out.
    pub left_out: LeftOut,
    /// Every column; empty unless they are asked for.
    pub columns: Vec<ColumnSummary>,
    /// Rows that the tool which wrote it marks as no answers.
    pub drop_rows: Vec<RowRule>,
    /// The order of day and month in its dates, where it is known.
    pub date_order: Option<DateOrder>,
    /// The column of the customer; `None` where every row is one.
    pub customer: Option<String>,
    /// The column of the date.
    pub date: Option<String>,
    /// The score columns.
    pub scores: Vec<ScoreSummary>,
    /// What was assumed.
    pub remarks: Vec<String>,
    /// Headers that nothing was made of.
    pub unused: Vec<String>,
}

/// What was recognised in a score column.
#[derive(Debug, Clone)]
pub struct ScoreSummary {
    /// Whether it is made of the words or the options of its question, so that its header alone does not find it.
    pub is_made: bool,
    /// Its header.
    pub header: String,
    /// Whether it is the overall question.
    pub is_overall: bool,
    /// The scale.
    pub scale: Scale,
    /// How the scale is known.
    pub why: &'static str,
}

/// A score column whose scale cannot be told: guessing would change who is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleQuestion {
    /// The file.
    pub file: String,
    /// The header.
    pub column: String,
    /// The scales it could have.
    pub readings: Vec<Scale>,
    /// Why it is not known.
    pub why: &'static str,
}

/// What became of reading.
#[derive(Debug, Clone, Default)]
pub struct SurveyReading {
    /// The book; `None` when something stopped the reading.
    pub book: Option<Box<Book>>,
    /// What is wrong in the files.
    pub problems: Problems,
    /// What was recognised, file by file.
    pub files: Vec<FileSummary>,
    /// Columns whose scale has to be asked for.
    pub questions: Vec<ScaleQuestion>,
    /// Whether every row of every survey file was looked at.
    pub is_read_whole: bool,
    /// Customers in `accounts.csv`; `None` where there is none.
    pub accounts: Option<u64>,
    /// Whether invitations were read.
    pub has_invitations: bool,
    /// What became of the rows of `incidents.csv`; `None` where there is none.
    pub incidents: Option<IncidentCounts>,
    /// What became of the rows of `orders.csv`; `None` where there is none.
    pub orders: Option<OrderCounts>,
    /// What became of the rows of `contacts.csv`; `None` where there is none.
    pub contacts: Option<DatedCounts>,
    /// What became of the rows of `churn.csv`; `None` where there is none.
    pub churn: Option<DatedCounts>,
    /// Options of the choice question that sound negative and are not listed as such.
    pub doubtful_choices: Vec<String>,
}

impl SurveyReading {
    /// Answers read, over all files.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.files.iter().map(|file| file.rows.answers).sum()
    }
}
