//! The options of `retain record`.

use std::str::FromStr;

use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, ValueEnum};

use super::{ScaleOption, SurveyArgs, day};
use crate::casebook::EventKind;
use crate::config::DateOrder;
use crate::render;

const EVENTS: &str = "\
Events, and the VALUE of each ([..] can be left out):
  flagged [TEXT]                 opens a case
  discussed [chase|chase-and-reprice|let-go]
  cause ISSUE                    why they are unhappy: an id or name of [[issue]]
  statement TEXT                 what --by NAME reports; --shareable if the customer may be told
  called [reached|not-reached]   every attempt counts, two of a day told apart by --note; `again on 2026-10-09`
                                 in it is the day to try again
  met [TEXT]                     the sit-down meeting
  promise DAY                    due on DAY; what was promised stands in --note, which the customer may read
  kept yes|no                    whether it was; --about ID where several promises are open
  note TEXT
  rude [TEXT]                    as --by NAME reports
  positive [TEXT], negative [TEXT]   a good or a bad experience
  gesture TEXT                   something beyond the contract; uses a red carpet while one is left
  plan-proposed                  the win-back plan; its terms are those of [service-levels] today, and as `plan` allows
  accepted, declined [TEXT]      what the customer said to it
  breach [TEXT]                  a service level of the plan was missed
  recovered, advocate            won back; speaks for us
  referral TEXT                  whom they brought us
  threatens-to-leave [TEXT]
  lost left|less [revenue=14200] [root-cause=ISSUE] [proximate-cause=ISSUE] [stated-reason=TEXT]
  closed yes|no                  the case is over: is it resolved?
  reopened [TEXT], returned [TEXT]   unhappy again; back after they had left

Examples:
  retain record 'Acme Dental' flagged
  retain record 'Acme Dental' called reached --by Mimi --note 'wants to meet on Friday'
  retain record 'Acme Dental' promise 2026-10-12 --by Raj --note 'a second technician'
  retain record retention/2026-10/agenda.md retention/2026-10/scripts/*.md --by Mimi
  retain record --list 'Acme Dental'
  retain record --undo 3f2a9c81d0
  retain record --flagged                    a case for everybody at risk; again: nothing new

A SHEET is a document that `retain` wrote, with its boxes ticked and its blanks filled in; the codes in brackets have to
stay. What has no day on it happened on --on, else on the day of the call or the signing that stands on it, else today.
What it said before is not recorded twice. If a line cannot be understood, nothing is recorded; --skip-unread leaves such
lines out. A command that says exactly what is on record already records nothing, and ends with exit code 0.

A customer that is on record is known by the id it was recorded with. Any other is looked up in accounts.csv and the
survey, where there are any. A name that none of them has is refused, unless --new says that it is meant.
The record is casebook.jsonl beside retain.toml. Exit codes: 0 it is on disk; 2 nothing was recorded; 75 another run
holds the record.";

/// `retain record`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EVENTS)]
#[command(override_usage = "retain record [OPTIONS] CUSTOMER EVENT [VALUE]...\n       \
                            retain record [OPTIONS] SHEET.md...\n       \
                            retain record --list [CUSTOMER]\n       \
                            retain record --undo ID\n       \
                            retain record --flagged [FILE]...\n       \
                            retain record --repair")]
pub struct RecordArgs {
    /// The customer, by id or name; or a filled-in sheet
    #[arg(id = "who", value_name = "CUSTOMER", required_unless_present_any = ["list", "undo", "repair", "flagged"])]
    pub customer: Option<String>,

    /// What happened; see below
    #[arg(value_name = "EVENT")]
    pub event: Option<EventOrSheet>,

    /// What it says; see below
    #[arg(value_name = "VALUE")]
    pub value: Vec<String>,

    /// Who did it, or who reports it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,

    /// The day on which it happened, such as 2026-10-06, `6 Oct` or 6.10.2026; without it today
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,

    /// What else is worth remembering
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,

    /// The customer may be told this statement
    #[arg(long)]
    pub shareable: bool,

    /// The event it is about, by its id: the promise that was kept
    #[arg(long, value_name = "ID")]
    pub about: Option<String>,

    /// The customer stands in no file yet, and is no other one misspelt
    #[arg(long)]
    pub new: bool,

    /// List what is on record, of one customer or of all
    #[arg(long, conflicts_with_all = ["event", "undo", "repair", "dry_run", "by", "on", "note", "shareable", "about", "new"])]
    pub list: bool,

    /// Format of the list: table, csv or json
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true,
        conflicts_with_all = ["event", "undo", "repair"]
    )]
    pub format: RecordFormat,

    /// Take an event back, by its id or the beginning of it
    #[arg(long, value_name = "ID", conflicts_with_all = ["who", "repair", "shareable", "about", "new"])]
    pub undo: Option<String>,

    /// Put a damaged record right: it is copied as it is, then holds what can be read
    #[arg(long, conflicts_with_all = ["who", "by", "on", "note", "shareable", "about", "new"])]
    pub repair: bool,

    /// Leave out the lines of a sheet that cannot be recorded, and record the others
    #[arg(long, conflicts_with_all = ["list", "undo", "repair", "flagged"])]
    pub skip_unread: bool,

    /// Open a case for everybody who is critical or at risk and has none. Reads the surveys as `retain flag` does
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..,
        conflicts_with_all = ["who", "list", "undo", "repair", "on", "note", "shareable", "about", "new"]
    )]
    pub flagged: Option<Vec<String>>,

    /// How the answers are read.
    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Say what would be recorded, and record nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Configuration to use in place of ./retain.toml; the record lies beside it
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,

    /// The day it is, as YYYY-MM-DD, for runs that have to come out the same every time
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// Say nothing of what was recorded; warnings and errors remain
    #[arg(short, long, display_order = 80)]
    pub quiet: bool,
}

/// How `--flagged` reads the answers: the options of the same names of `retain flag`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ReadingArgs {
    /// With --flagged: scale of the answers, or of one column, as `retain flag` has it
    #[arg(long, value_name = "[COLUMN=]SCALE", conflicts_with_all = ["who", "list", "undo", "repair"])]
    pub scale: Vec<ScaleOption>,

    /// With --flagged: order of day, month and year in dates: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER", conflicts_with_all = ["who", "list", "undo", "repair"])]
    pub date_order: Option<DateOrder>,

    /// With --flagged: column that names the customer
    #[arg(long = "customer", value_name = "COLUMN", conflicts_with_all = ["who", "list", "undo", "repair"])]
    pub customer_column: Option<String>,
}

/// What stands behind the first word: an event, or one more sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventOrSheet {
    /// An event.
    Event(EventKind),
    /// A sheet.
    Sheet(String),
}

impl FromStr for EventOrSheet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_file = is_sheet(text) || is_other_file(text);
        if is_file { Ok(Self::Sheet(text.to_owned())) } else { text.parse().map(Self::Event) }
    }
}

/// The endings of sheets, those that cannot be read back among them: so it is said why.
const SHEETS: [&str; 5] = [".md", ".markdown", ".txt", ".html", ".htm"];

fn is_sheet(text: &str) -> bool {
    let text = text.to_lowercase();
    SHEETS.iter().any(|ending| text.ends_with(ending))
}

/// The endings of files that people take for sheets.
const OTHER_FILES: [&str; 9] = [".csv", ".tsv", ".xlsx", ".xls", ".ods", ".pdf", ".docx", ".doc", ".odt"];

fn is_other_file(text: &str) -> bool {
    let text = text.to_lowercase();
    OTHER_FILES.iter().any(|ending| text.ends_with(ending))
}

impl RecordArgs {
    /// What is read for `--flagged`: these files, or without any the firm's own.
    #[must_use]
    pub fn survey(&self) -> SurveyArgs {
        SurveyArgs {
            files: self.flagged.clone().unwrap_or_default(),
            config: self.config.clone(),
            as_of: self.as_of,
            scale: self.reading.scale.clone(),
            date_order: self.reading.date_order,
            customer_column: self.reading.customer_column.clone(),
            each_row: false,
            strict: false,
            quiet: self.quiet,
        }
    }

    /// The filled-in sheets to read; none where an event is recorded.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        if self.event().is_some() {
            return Vec::new();
        }
        let words = self.customer.iter().chain(self.second()).chain(&self.value);
        let sheets: Vec<String> = words.cloned().collect();
        if self.is_other() || !sheets.iter().all(|sheet| is_sheet(sheet)) { Vec::new() } else { sheets }
    }

    /// The event to record.
    #[must_use]
    pub fn event(&self) -> Option<EventKind> {
        match &self.event {
            Some(EventOrSheet::Event(event)) => Some(*event),
            Some(EventOrSheet::Sheet(_)) | None => None,
        }
    }

    /// What stands in the place of the event and is a file.
    fn second(&self) -> Option<&String> {
        match &self.event {
            Some(EventOrSheet::Sheet(sheet)) => Some(sheet),
            Some(EventOrSheet::Event(_)) | None => None,
        }
    }

    /// Whether neither an event nor a sheet is asked for.
    fn is_other(&self) -> bool {
        self.list || self.repair || self.undo.is_some() || self.flagged.is_some()
    }

    /// Refuses what the rules of the single arguments let through.
    ///
    /// # Errors
    /// What is missing or does not go together.
    pub fn check(&self) -> Result<(), clap::Error> {
        if self.is_other() {
            return Ok(());
        }
        let is_of_event = self.note.is_some() || self.shareable || self.about.is_some() || self.new;
        let refuse = |kind, message: &str| {
            let mut command = super::Cli::command();
            command.build();
            let record = command.find_subcommand_mut("record").cloned();
            Err(record.unwrap_or(command).error(kind, message))
        };
        let other_file =
            self.customer.iter().chain(self.second()).chain(&self.value).find(|word| is_other_file(word));
        match (self.sheets().is_empty(), self.event()) {
            (true, None) if let Some(file) = other_file => refuse(
                ErrorKind::ValueValidation,
                &format!(
                    "{file} is no sheet: a sheet is the .md that was printed, filled in; scores go to `retain flag`"
                ),
            ),
            (true, None) => refuse(
                ErrorKind::MissingRequiredArgument,
                "the following required arguments were not provided:\n  <EVENT>",
            ),
            (false, _) if is_of_event => refuse(
                ErrorKind::ArgumentConflict,
                "a sheet says itself what happened: --note, --shareable, --about and --new go with an EVENT",
            ),
            (true, Some(EventKind::Undo)) => refuse(
                ErrorKind::ValueValidation,
                "what is on record is taken back by its id: retain record --undo ID (retain record --list shows it)",
            ),
            (true, Some(_)) if self.skip_unread => {
                refuse(ErrorKind::ArgumentConflict, "--skip-unread goes with sheets")
            }
            _ => Ok(()),
        }
    }
}

impl super::Cli {
    /// Refuses what the rules of the single arguments let through.
    ///
    /// # Errors
    /// What is missing or does not go together.
    pub fn check(&self) -> Result<(), clap::Error> {
        if let super::Command::Record(args) = &self.command { args.check() } else { Ok(()) }
    }
}

/// Formats of what is on record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// A table for the terminal.
    #[default]
    Table,
    /// One row an event.
    Csv,
    /// For other programs.
    Json,
}

impl From<RecordFormat> for render::RecordFormat {
    fn from(format: RecordFormat) -> Self {
        match format {
            RecordFormat::Table => Self::Table,
            RecordFormat::Csv => Self::Csv,
            RecordFormat::Json => Self::Json,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casebook::RULES;

    #[test]
    fn the_help_names_every_event() {
        let words: Vec<&str> = EVENTS.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        for rule in RULES.iter().filter(|rule| rule.kind != EventKind::Undo) {
            assert!(words.contains(&rule.name), "{}", rule.name);
        }
    }
}
