//! Turns the command line of `retain diff` into values.

use std::str::FromStr;

use chrono::NaiveDate;
use clap::Args;

use super::{Format, OutputArgs, PageFormat, SurveyArgs};
use crate::model::day_of;

const EXAMPLES: &str = "\
Examples:
  retain diff 2026-07-01 2026-10-05                    the firm's files, as they stood on two days
  retain diff june.csv september.csv                   two surveys
  retain diff retain.toml stricter.toml                two sets of thresholds
  retain diff 2026-07-01 2026-10-05 --config-before old.toml";

/// `retain diff`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// What the earlier list is made of: a day as YYYY-MM-DD, a survey file, or a configuration (.toml)
    #[arg(id = "before", value_name = "BEFORE")]
    pub before: DiffSide,

    /// What the later list is made of: another of the same kind
    #[arg(id = "after", value_name = "AFTER")]
    pub after: DiffSide,

    /// Which answers are read, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,

    /// Configuration of the earlier list, if it was another: with two days or two surveys
    #[arg(long, value_name = "FILE")]
    pub config_before: Option<String>,

    /// Format: table, md, html or json; without it what the ending of --output says, else a table
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<PageFormat>,

    /// Where the result goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// One of the two things that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffSide {
    /// The firm's files, as they stood on a day.
    Day(NaiveDate),
    /// A survey file.
    Survey(String),
    /// A configuration.
    Configuration(String),
}

impl FromStr for DiffSide {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_day = |text: &str| text.len() == 10 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
        if is_day(text) {
            return day_of(text).map(Self::Day).map_err(str::to_owned);
        }
        if text == "-" {
            return Err("both sides have to be files; save standard input as one".to_owned());
        }
        let is_configuration = text.to_ascii_lowercase().ends_with(".toml");
        Ok(if is_configuration {
            Self::Configuration(text.to_owned())
        } else {
            Self::Survey(text.to_owned())
        })
    }
}

impl DiffArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> PageFormat {
        Format::chosen(self.format, self.output.path.as_deref())
    }
}
