//! The options of `retain explain`.

use clap::{Args, ValueEnum};

use super::{Format, OutputArgs, SurveyArgs};
use crate::render;

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  retain explain 'Acme Dental' scores.csv
  retain explain 'Acme Dental' scores.csv --format md -o acme.md";

/// `retain explain`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct ExplainArgs {
    /// The customer, as the list has it
    #[arg(id = "who", value_name = "CUSTOMER")]
    pub customer: String,

    /// Which answers are read, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,

    /// Format of the page: table, md, html or json; without it what the ending of --output says, else a table
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<PageFormat>,

    /// Where the page goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl ExplainArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> PageFormat {
        Format::chosen(self.format, self.output.path.as_deref())
    }
}

/// Formats of the individual page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// Tables for the terminal.
    #[default]
    Table,
    /// Markdown.
    Md,
    /// A page that a browser prints.
    Html,
    /// For other programs.
    Json,
}

impl From<PageFormat> for render::PageFormat {
    fn from(format: PageFormat) -> Self {
        match format {
            PageFormat::Table => Self::Table,
            PageFormat::Md => Self::Markdown,
            PageFormat::Html => Self::Html,
            PageFormat::Json => Self::Json,
        }
    }
}
