//! The options of `retain inspect`, and of what is done with rows that are left out.

use clap::{Args, ValueEnum};

use super::{Format, OutputArgs, SurveyArgs};
use crate::config::SourceKind;
use crate::render;

const EXAMPLES: &str = "\
Examples:
  retain inspect scores.csv
  retain inspect scores.csv --scale 1-5 --save
  retain inspect tickets.csv --kind incidents --format json

A file that `retain flag` would refuse is shown as well, with what keeps it from being read.
Exit codes: 0 something was recognised in every file; 2 nothing was, or it could not be saved.";

/// `retain inspect`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EXAMPLES)]
pub struct InspectArgs {
    /// Which files are looked at, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,

    /// What the rows are: survey, accounts, invitations, orders, incidents, contacts or churn; without
    /// it told by name and headers
    #[arg(long, value_enum, hide_possible_values = true)]
    pub kind: Option<KindOption>,

    /// Write what was recognised into retain.toml, so that it is never guessed again
    #[arg(long)]
    pub save: bool,

    /// With --save: print what would be written, and write nothing
    #[arg(long, requires = "save")]
    pub dry_run: bool,

    /// Format: table, md or json; without it what the ending of --output says, else a table
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<InspectFormat>,

    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,

    /// What is done with rows that are left out.
    #[command(flatten)]
    pub rejects: RejectsArgs,
}

/// What is done with rows that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RejectsArgs {
    /// File to write the rows to that were left out, as they came; never overwrites
    #[arg(id = "rejects", long = "rejects", value_name = "PATH", value_parser = file_name)]
    pub path: Option<String>,
}

/// Standard output holds the result: rows of the firm's own file do not go between.
fn file_name(text: &str) -> Result<String, String> {
    if text == "-" {
        Err("standard output holds the result; name a file".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindOption {
    /// Answers to the survey.
    Survey,
    /// Customers.
    Accounts,
    /// Who was asked, and when.
    Invitations,
    /// What customers ordered.
    Orders,
    /// What went wrong.
    Incidents,
    /// What was sent to customers.
    Contacts,
    /// Who left.
    Churn,
}

impl From<KindOption> for SourceKind {
    fn from(kind: KindOption) -> Self {
        match kind {
            KindOption::Survey => Self::Survey,
            KindOption::Accounts => Self::Accounts,
            KindOption::Invitations => Self::Invitations,
            KindOption::Orders => Self::Orders,
            KindOption::Incidents => Self::Incidents,
            KindOption::Contacts => Self::Contacts,
            KindOption::Churn => Self::Churn,
        }
    }
}

/// Formats of what was recognised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// Tables for the terminal.
    #[default]
    Table,
    /// Markdown.
    Md,
    /// For other programs.
    Json,
}

impl InspectArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> InspectFormat {
        Format::chosen(self.format, self.output.path.as_deref())
    }
}

impl From<InspectFormat> for render::InspectFormat {
    fn from(format: InspectFormat) -> Self {
        match format {
            InspectFormat::Table => Self::Table,
            InspectFormat::Md => Self::Markdown,
            InspectFormat::Json => Self::Json,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    fn parse(line: &str) -> Result<InspectArgs, clap::Error> {
        match Cli::try_parse_from(line.split(' '))?.command {
            Command::Inspect(args) => Ok(*args),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn inspect_takes_what_flag_takes_and_its_own() {
        let args =
            parse("retain inspect a.csv --scale 1-5 --kind incidents --save --dry-run --rejects r.csv")
                .unwrap();
        assert_eq!((args.survey.files.len(), args.survey.scale.len()), (1, 1));
        assert_eq!((args.kind, args.save, args.dry_run), (Some(KindOption::Incidents), true, true));
        assert_eq!(
            (args.rejects.path.as_deref(), args.chosen_format()),
            (Some("r.csv"), InspectFormat::Table)
        );
        assert_eq!(parse("retain inspect a.csv -o a.JSON").unwrap().chosen_format(), InspectFormat::Json);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (line, said) in [
            ("retain inspect a.csv --dry-run", "--save"),
            ("retain inspect a.csv --rejects -", "name a file"),
            (
                "retain inspect a.csv --kind tickets",
                "survey, accounts, invitations, orders, incidents, contacts, churn",
            ),
            ("retain inspect a.csv --format csv", "table, md, json"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(said), "{line}: {error}");
        }
    }
}
