//! Turns the command line into values: the commands, their options, and the help that explains them.

mod diff;
mod documents;
mod due;
mod explain;
mod format;
mod inspect;
mod pack;
mod playbooks;
mod record;
mod scale_option;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::DateOrder;
use crate::model::{Label, day_of};
use crate::render;

pub use diff::{DiffArgs, DiffSide};
pub use documents::{AgendaArgs, ChecklistArgs, DocumentArgs, DocumentFormat, PlanArgs, ScriptArgs};
pub use due::{CasesArgs, DueArgs, DueFailOn, DueFormat, StatusArgs, StatusFormat};
pub use explain::{ExplainArgs, PageFormat};
pub use format::{Format, ending_of, said_by_ending};
pub use inspect::{InspectArgs, InspectFormat, KindOption, RejectsArgs};
pub use pack::PackArgs;
pub use playbooks::{PlaybooksArgs, PlaybooksFormat};
pub use record::{EventOrSheet, RecordArgs, RecordFormat};
pub use scale_option::ScaleOption;

/// The whole command line. What the help says of it comes from `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(name = "retain", version, about, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,

    /// When to use colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        help = "Colour: auto, always or never",
        display_order = 90
    )]
    pub color: ColorChoice,
}

const EXAMPLES: &str = "\
Examples:
  retain flag scores.csv                     the customers at risk, and why
  retain explain 'Acme Dental' scores.csv    everything about one of them
  retain pack scores.csv                     the month's papers in one folder

Exit codes: 0 done; 1 done, and what --fail-on asked about was found; 2 could not; 75 another run holds
the record, or writes into the same folder.";

const FLAG_EXAMPLES: &str = "\
Examples:
  retain flag scores.csv
  retain flag june.csv september.csv --format md -o at-risk.md
  retain flag scores.csv --scale 1-5 --fail-on critical";

const INIT_EXAMPLES: &str = "\
Example:
  retain init retention";

const CHECK_EXAMPLES: &str = "\
Examples:
  retain check
  retain check scores.csv --config retain.toml";

/// What can be asked of the program.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// List the customers at risk, whom to call first on top
    Flag(FlagArgs),
    /// Show every signal for one customer, fired or not, and what it rests on
    Explain(ExplainArgs),
    /// Show who is new on the list, who is no longer on it, who was lost and who got worse, between two days, surveys or configurations
    Diff(DiffArgs),
    /// Write the sheet for the team meeting on the customers at risk
    Agenda(AgendaArgs),
    /// Write what to say and to ask when a customer at risk is called
    Script(ScriptArgs),
    /// Write the plan to win a customer back: the customer's copy, or with --internal our own
    Plan(PlanArgs),
    /// Write what to do by when, and who, until a customer is won back
    Checklist(ChecklistArgs),
    /// Write all of these for the month into one folder, with a cover page and a calendar
    Pack(PackArgs),
    /// Record what was decided or done for a customer, list it, or take it back
    Record(RecordArgs),
    /// List what is due: calls, promises, reviews, and cases that stand still
    Due(DueArgs),
    /// Show where every open case stands, or everything on record of one customer
    Status(StatusArgs),
    /// Write a commented retain.toml and a small worked example; never overwrites
    Init(InitArgs),
    /// Show what is recognised in an export, column by column, and save it with --save
    Inspect(Box<InspectArgs>),
    /// Show every problem in configuration and data, and the settings in force; writes nothing
    Check(CheckArgs),
    /// List the wordings of the documents, or copy one out to change it
    Playbooks(PlaybooksArgs),
}

/// Which answers are read, and how: the same for every command that reads them.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SurveyArgs {
    /// Survey exports; - is standard input. Without any: the sources of retain.toml
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,

    /// Configuration to use in place of ./retain.toml
    #[arg(long, value_name = "FILE", help_heading = READING)]
    pub config: Option<String>,

    /// The day to look from, as YYYY-MM-DD; without it today. Later answers are not read
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = READING)]
    pub as_of: Option<NaiveDate>,

    /// Scale of the answers, its bad end first (1-5; 5-1 where 1 is best), or of one column
    /// (Accuracy=1-5). Can be given several times
    #[arg(long, value_name = "[COLUMN=]SCALE", help_heading = READING)]
    pub scale: Vec<ScaleOption>,

    /// Order of day, month and year in dates: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER", help_heading = READING)]
    pub date_order: Option<DateOrder>,

    /// Column that names the customer
    #[arg(long = "customer", value_name = "COLUMN", conflicts_with = "each_row", help_heading = READING)]
    pub customer_column: Option<String>,

    /// Every answer is a customer of its own
    #[arg(long, help_heading = READING)]
    pub each_row: bool,

    /// Refuse a file if any row of it cannot be used
    #[arg(long, help_heading = READING)]
    pub strict: bool,

    /// No notes and no progress on standard error; warnings and errors remain
    #[arg(short, long, display_order = 80)]
    pub quiet: bool,
}

impl SurveyArgs {
    /// The firm's own files as they are on a day, read without a word.
    #[must_use]
    pub fn of_the_firm(config: Option<String>, as_of: NaiveDate) -> Self {
        Self {
            files: Vec::new(),
            config,
            as_of: Some(as_of),
            scale: Vec::new(),
            date_order: None,
            customer_column: None,
            each_row: false,
            strict: false,
            quiet: true,
        }
    }
}

const READING: &str = "Reading";

/// Where the result goes.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct OutputArgs {
    /// File to write; - is standard output. An ending that says another format is refused
    #[arg(id = "output", short, long = "output", value_name = "PATH")]
    pub path: Option<String>,
}

/// `retain flag`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = FLAG_EXAMPLES)]
pub struct FlagArgs {
    /// Which answers are read, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,

    /// Only the customers of this account manager
    #[arg(long, value_name = "NAME")]
    pub account_manager: Option<String>,

    /// So many calls can be made: whoever is to call beyond them stands in a table of their own, with the reasons
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub capacity: Option<u32>,

    /// Everybody: after the list also the customers who are fine, gone or not known well enough
    #[arg(long)]
    pub all: bool,

    /// Only those to call who are new on the list: without an open case, or with one that was opened today
    #[arg(long, conflicts_with_all = ["all", "capacity"])]
    pub new: bool,

    /// Exit with 1 if somebody has to be called who is at least this: at-risk or critical; watch: to be called or watched
    #[arg(long, value_name = "LABEL", value_enum, hide_possible_values = true)]
    pub fail_on: Option<FailOn>,

    /// Format of the list: table, md, html, csv or json; without it what the ending of --output says, else a table
    #[arg(long, value_enum, hide_possible_values = true)]
    pub format: Option<ListFormat>,

    /// Where the list goes.
    #[command(flatten)]
    pub output: OutputArgs,

    /// CSV for programs: no ' before cells that a spreadsheet would take for a formula
    #[arg(long)]
    pub raw: bool,

    /// What is done with rows that are left out.
    #[command(flatten)]
    pub rejects: RejectsArgs,
}

/// `retain init`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = INIT_EXAMPLES)]
pub struct InitArgs {
    /// Folder to write into; it is made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: String,
}

/// `retain check`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// Which answers are read, and how.
    #[command(flatten)]
    pub survey: SurveyArgs,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How bad a customer's label must be for exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum FailOn {
    /// Anybody to call or to watch.
    Watch,
    /// Somebody to call.
    AtRisk,
    /// Somebody critical to call.
    Critical,
}

impl FailOn {
    /// The label that is asked about.
    #[must_use]
    pub fn label(self) -> Label {
        match self {
            Self::Watch => Label::Watch,
            Self::AtRisk => Label::AtRisk,
            Self::Critical => Label::Critical,
        }
    }
}

/// Formats of the at-risk list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Tables for the terminal.
    #[default]
    Table,
    /// Markdown.
    Md,
    /// A page that a browser prints.
    Html,
    /// One row a customer.
    Csv,
    /// For other programs.
    Json,
}

impl FlagArgs {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    pub fn chosen_format(&self) -> ListFormat {
        Format::chosen(self.format, self.output.path.as_deref())
    }
}

impl From<ListFormat> for render::ListFormat {
    fn from(format: ListFormat) -> Self {
        match format {
            ListFormat::Table => Self::Table,
            ListFormat::Md => Self::Markdown,
            ListFormat::Html => Self::Html,
            ListFormat::Csv => Self::Csv,
            ListFormat::Json => Self::Json,
        }
    }
}

/// Reads a day of the command line.
fn day(text: &str) -> Result<NaiveDate, String> {
    day_of(text).map_err(str::to_owned)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("retain").chain(line.split(' ')))
    }

    fn flag(line: &str) -> FlagArgs {
        match parse(line).expect(line).command {
            Command::Flag(args) => args,
            other => panic!("{other:?}"),
        }
    }

    /// The usage error of a line, which exits with 2.
    fn refused(line: &str) -> String {
        let error = parse(line).expect_err(line);
        assert_eq!(error.exit_code(), 2, "{line}");
        error.to_string()
    }

    #[test]
    fn the_declarations_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_file_is_enough_to_flag() {
        let args = flag("flag scores.csv");
        assert_eq!(args.survey.files, ["scores.csv"]);
        assert_eq!(
            (args.chosen_format(), args.fail_on, args.all, args.raw),
            (ListFormat::Table, None, false, false)
        );
        assert_eq!(flag("flag a.csv -o list.CSV").chosen_format(), ListFormat::Csv);
        assert_eq!(flag("flag a.csv -o list.md --format json").chosen_format(), ListFormat::Json);
        assert_eq!((args.survey.as_of, args.output.path), (None, None));
    }

    #[test]
    fn every_option_of_flag_arrives() {
        let args = flag(
            "flag a.csv - --config firm.toml --as-of 2026-10-05 --scale 0-10 --scale Accuracy=1-5 --date-order dmy \
             --customer Practice --strict -q --account-manager Raj --all --fail-on at-risk --format md -o out.md --raw",
        );
        assert_eq!(args.survey.files, ["a.csv", "-"]);
        assert_eq!(args.survey.config.as_deref(), Some("firm.toml"));
        assert_eq!(args.survey.as_of, NaiveDate::from_ymd_opt(2026, 10, 5));
        assert_eq!(args.survey.scale.len(), 2);
        assert_eq!(args.survey.date_order, Some(DateOrder::Dmy));
        assert_eq!(args.survey.customer_column.as_deref(), Some("Practice"));
        assert!(args.survey.strict && args.survey.quiet && args.all && args.raw);
        assert_eq!(args.account_manager.as_deref(), Some("Raj"));
        assert_eq!((args.fail_on, args.format), (Some(FailOn::AtRisk), Some(ListFormat::Md)));
        assert_eq!(args.output.path.as_deref(), Some("out.md"));
    }

    #[test]
    fn either_a_column_names_the_customer_or_every_row_is_one() {
        assert!(flag("flag a.csv --each-row").survey.each_row);
        assert!(refused("flag a.csv --each-row --customer Firm").contains("cannot be used with"));
    }

    #[test]
    fn explain_takes_a_customer_and_still_knows_the_column_of_customers() {
        let Command::Explain(args) = parse("explain Acme a.csv b.csv --customer Firm").unwrap().command
        else {
            panic!("no explain")
        };
        assert_eq!((args.customer.as_str(), args.survey.files.len()), ("Acme", 2));
        assert_eq!(args.survey.customer_column.as_deref(), Some("Firm"));
        assert!(refused("explain").contains("<CUSTOMER>"));
        assert!(refused("explain Acme --format csv").contains("table, md, html, json"));
    }

    #[test]
    fn documents_take_customers_by_place_and_files_by_option() {
        let Command::Script(args) = parse(
            "script Acme --survey a.csv globex --survey b.csv --customer Firm --playbook script -o scripts/",
        )
        .unwrap()
        .command
        else {
            panic!("no script")
        };
        let document = &args.document;
        assert_eq!(document.customers, ["Acme", "globex"]);
        assert_eq!(document.survey.files, ["a.csv", "b.csv"]);
        assert_eq!(document.survey.customer_column.as_deref(), Some("Firm"));
        assert_eq!((args.playbook.as_deref(), document.path.as_deref()), (Some("script"), Some("scripts/")));
        assert_eq!(document.chosen_format(), DocumentFormat::Md);
        let format = |line: &str| match parse(line).unwrap().command {
            Command::Plan(args) => (args.document.chosen_format(), args.internal),
            other => panic!("{other:?}"),
        };
        assert_eq!(format("plan -o out.HTML"), (DocumentFormat::Html, false));
        assert_eq!(format("plan --internal -o out.html --format md"), (DocumentFormat::Md, true));
        assert!(refused("agenda Acme --account-manager Raj").contains("cannot be used with"));
        assert!(refused("checklist --internal").contains("'--internal'"));
    }

    #[test]
    fn a_folder_is_made_where_one_stands_unless_named() {
        for (line, folder) in [("init", "."), ("init firm", "firm")] {
            assert_eq!(parse(line).unwrap().command, Command::Init(InitArgs { folder: folder.to_owned() }));
        }
    }

    #[test]
    fn check_reads_as_flag_does() {
        let Command::Check(args) = parse("check scores.csv --scale 1-5 --color never").unwrap().command
        else {
            panic!("no check")
        };
        assert_eq!((args.survey.files.len(), args.survey.scale.len()), (1, 1));
    }

    #[test]
    fn colour_can_be_chosen_before_and_after_the_command() {
        for line in ["--color never flag", "flag --color never"] {
            assert_eq!(parse(line).unwrap().color, ColorChoice::Never, "{line}");
        }
        assert_eq!(parse("flag").unwrap().color, ColorChoice::Auto);
    }

    #[test]
    fn the_last_equals_sign_parts_column_and_scale() {
        let option: ScaleOption = "Is 1+1=2 right?=5-1".parse().unwrap();
        assert_eq!(option.column.as_deref(), Some("Is 1+1=2 right?"));
        assert_eq!(option.scale.to_string(), "5-1");
        assert_eq!("0-10".parse::<ScaleOption>().unwrap().column, None);
        assert!("=1-5".parse::<ScaleOption>().unwrap_err().contains("name a column"));
        assert!("Accuracy=".parse::<ScaleOption>().unwrap_err().contains("the bad end first"));
        assert!("Accuracy".parse::<ScaleOption>().is_err());
    }

    #[test]
    fn a_day_is_written_in_one_way_only() {
        assert_eq!(day("2026-10-05"), Ok(NaiveDate::from_ymd_opt(2026, 10, 5).unwrap()));
        for text in [
            "",
            "05/10/2026",
            "2026-1-5",
            "26-10-05",
            " 2026-10-5",
            "+026-10-05",
            "2026-10-05T00:00",
            "２０２６-10-05",
        ] {
            assert!(day(text).unwrap_err().contains("YYYY-MM-DD"), "{text}");
        }
        for text in ["2026-02-31", "2026-13-01", "2026-00-10"] {
            assert!(day(text).unwrap_err().contains("no such day"), "{text}");
        }
    }

    #[test]
    fn what_is_misspelt_is_a_usage_error_with_the_nearest_right_name() {
        assert!(refused("flga").contains("'flag'"));
        assert!(refused("flag --fromat md").contains("'--format'"));
        assert!(refused("flag --format xlsx").contains("table, md, html, csv, json"));
        assert!(refused("flag --fail-on fine").contains("watch, at-risk, critical"));
        assert!(refused("flag --date-order dym").contains("--date-order"));
    }

    #[test]
    fn help_fits_a_terminal_of_eighty_columns() {
        let mut cli = Cli::command().term_width(80);
        let mut texts = vec![cli.render_help().to_string()];
        for name in [
            "flag",
            "explain",
            "agenda",
            "script",
            "plan",
            "checklist",
            "pack",
            "due",
            "status",
            "init",
            "inspect",
            "check",
        ] {
            cli.build();
            texts.push(cli.find_subcommand_mut(name).unwrap().render_help().to_string());
        }
        for text in texts {
            assert!(text.contains("Example"), "{text}");
            let widest = text.lines().map(str::len).max();
            assert!(widest <= Some(80), "{widest:?}: {text}");
        }
    }
}
