//! Turns what the documents of the program are asked for into values: for whom, from which answers, and where they go.

use clap::{Args, ValueEnum};

use super::{Format, SurveyArgs};

const AGENDA_EXAMPLES: &str = "\
Examples:
  retain agenda --survey scores.csv
  retain agenda -o agenda.md
  retain agenda -o sheets/             as agenda.md in that folder";

const SCRIPT_EXAMPLES: &str = "\
Examples:
  retain script 'Acme Dental' --survey scores.csv
  retain script -o scripts/            one file for each customer at risk
  retain script acme --playbook script-welcome-back";

const PLAN_EXAMPLES: &str = "\
Examples:
  retain plan 'Acme Dental' -o acme-plan.md              to be signed by the customer
  retain plan 'Acme Dental' --internal -o acme-own.md    stays in the house

Whoever is to be let go has no copy to sign unless asked for by name.";

const CHECKLIST_EXAMPLES: &str = "\
Examples:
  retain checklist 'Acme Dental' --survey scores.csv
  retain checklist -o checklists/      one file for each customer at risk";

/// For whom a document is written, from which answers, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(mut_arg("files", |files| files.long("survey").num_args(1).help(SURVEY_HELP)))]
pub struct DocumentArgs {
    /// The customers, as the list has them; without any: all who are critical or at risk
    #[arg(id = "who", value_name = "CUSTOMER")]
    pub customers: Vec<String>,

    /// Which answers are read, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,

    /// Only the customers of this account manager
    #[arg(long, value_name = "NAME", conflicts_with = "who")]
    pub account_manager: Option<String>,

    /// Format: md or html; without it what the ending of --output says, else md
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<DocumentFormat>,

    /// File to write, which replaces one that is there, edited or not; or a folder, in which every customer has a
    /// file (an agenda is agenda.md) and what was edited stays; - is standard output. An ending that says another
    /// format is refused
    #[arg(id = "output", short, long = "output", value_name = "PATH")]
    pub path: Option<String>,
}

const SURVEY_HELP: &str =
    "Survey export; - is standard input. Can be given several times. Without any: the sources of retain.toml";

/// `retain agenda`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = AGENDA_EXAMPLES)]
pub struct AgendaArgs {
    /// For whom, and where it goes.
    #[command(flatten)]
    pub document: DocumentArgs,
}

/// `retain script`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = SCRIPT_EXAMPLES)]
pub struct ScriptArgs {
    /// For whom, and where it goes.
    #[command(flatten)]
    pub document: DocumentArgs,

    /// The wording to use in place of the one that fits best, by its name
    #[arg(long, value_name = "NAME")]
    pub playbook: Option<String>,
}

/// `retain plan`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = PLAN_EXAMPLES)]
pub struct PlanArgs {
    /// For whom, and where it goes.
    #[command(flatten)]
    pub document: DocumentArgs,

    /// Our own copy, with what must not leave the house
    #[arg(long)]
    pub internal: bool,
}

/// `retain checklist`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = CHECKLIST_EXAMPLES)]
pub struct ChecklistArgs {
    /// For whom, and where it goes.
    #[command(flatten)]
    pub document: DocumentArgs,
}

/// Formats of the documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// Markdown.
    #[default]
    Md,
    /// A page to print.
    Html,
}

impl DocumentArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> DocumentFormat {
        Format::chosen(self.format, self.path.as_deref())
    }
}
