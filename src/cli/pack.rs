//! The options of `retain pack`.

use clap::Args;

use super::{DocumentFormat, SurveyArgs};

const EXAMPLES: &str = "\
Examples:
  retain pack                       into retention/2026-10/, or the month of --as-of
  retain pack scores.csv --format html -o out
  retain pack --dry-run             what would be written";

/// `retain pack`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EXAMPLES)]
pub struct PackArgs {
    /// Which answers are read, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,

    /// Only the customers of this account manager
    #[arg(long, value_name = "NAME")]
    pub account_manager: Option<String>,

    /// Format of the documents: md or html
    #[arg(long, value_enum, default_value_t, hide_possible_values = true, hide_default_value = true)]
    pub format: DocumentFormat,

    /// Folder to write into; without it retention/ and the month, beside retain.toml
    #[arg(id = "output", short, long = "output", value_name = "DIR")]
    pub folder: Option<String>,

    /// Replace documents that were edited by hand as well, and keep a copy of each
    #[arg(long)]
    pub force: bool,

    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
