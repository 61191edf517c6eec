//! The options of `retain due` and `retain status`, which read the record.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::{Format, OutputArgs, day};
use crate::render;

const DUE_EXAMPLES: &str = "\
Examples:
  retain due                        what is overdue, and due within a week
  retain due --quiet --days 0       nothing at all on a day without anything due: for cron
  retain due -o due.ics             for a calendar
  retain due --fail-on overdue

No survey is needed. Where there are files, they give names, account managers and the rhythm of the survey.";

const STATUS_EXAMPLES: &str = "\
Examples:
  retain status
  retain status 'Acme Dental'
  retain status --account-manager Mimi --format csv -o status.csv";

/// Which record is read, and from which day.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CasesArgs {
    /// Only the customers of this account manager
    #[arg(long, value_name = "NAME")]
    pub account_manager: Option<String>,

    /// Configuration to use in place of ./retain.toml; the record lies beside it
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,

    /// The day to look from, as YYYY-MM-DD; without it today. What is recorded of later days is not read
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
}

/// `retain due`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = DUE_EXAMPLES)]
pub struct DueArgs {
    /// Which record is read.
    #[command(flatten)]
    pub cases: CasesArgs,

    /// How many days to look ahead; 0 is today
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub days: u16,

    /// Exit with 1 if something is overdue: overdue
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    pub fail_on: Option<DueFailOn>,

    /// Format: table, md, ics or json; without it what the ending of --output says, else a table
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<DueFormat>,

    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,

    /// Print nothing when nothing is due (a table or md), and no notes; warnings and errors remain
    #[arg(short, long, display_order = 80)]
    pub quiet: bool,
}

/// `retain status`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = STATUS_EXAMPLES)]
pub struct StatusArgs {
    /// One customer, by id or name: everything on record; without it every open case
    #[arg(id = "who", value_name = "CUSTOMER", conflicts_with = "account_manager")]
    pub customer: Option<String>,

    /// Which record is read.
    #[command(flatten)]
    pub cases: CasesArgs,

    /// Format: table, md, csv or json; without it what the ending of --output says, else a table
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<StatusFormat>,

    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,

    /// No notes; warnings and errors remain
    #[arg(short, long, display_order = 80)]
    pub quiet: bool,
}

/// What may be found for exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DueFailOn {
    /// Something whose day is over.
    Overdue,
}

/// Formats of what is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DueFormat {
    /// A table for the terminal.
    #[default]
    Table,
    /// Markdown.
    Md,
    /// A calendar.
    Ics,
    /// For other programs.
    Json,
}

/// Formats of where cases stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// A table for the terminal.
    #[default]
    Table,
    /// Markdown.
    Md,
    /// One row a case; of one customer, one row an event.
    Csv,
    /// For other programs.
    Json,
}

impl DueArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> DueFormat {
        Format::chosen(self.format, self.output.path.as_deref())
    }
}

impl StatusArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> StatusFormat {
        Format::chosen(self.format, self.output.path.as_deref())
    }
}

impl From<DueFormat> for render::DueFormat {
    fn from(format: DueFormat) -> Self {
        match format {
            DueFormat::Table => Self::Table,
            DueFormat::Md => Self::Markdown,
            DueFormat::Ics => Self::Calendar,
            DueFormat::Json => Self::Json,
        }
    }
}

impl From<StatusFormat> for render::StatusFormat {
    fn from(format: StatusFormat) -> Self {
        match format {
            StatusFormat::Table => Self::Table,
            StatusFormat::Md => Self::Markdown,
            StatusFormat::Csv => Self::Csv,
            StatusFormat::Json => Self::Json,
        }
    }
}
