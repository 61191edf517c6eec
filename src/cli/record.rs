//! The options of `retain record`.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

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
  called [reached|not-reached]   every attempt counts
  met [TEXT]                     the sit-down meeting
  promise DAY                    due on DAY; what was promised stands in --note
  kept yes|no                    whether it was; --about ID where several promises are open
  note TEXT
  rude [TEXT]                    as --by NAME reports
  positive [TEXT], negative [TEXT]   a good or a bad experience
  gesture TEXT                   something beyond the contract; uses a red carpet while one is left
  plan-proposed                  the win-back plan; its terms are those of [service-levels] today
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
  retain record --list 'Acme Dental'
  retain record --undo 3f2a9c81d0
  retain record --flagged                    a case for everybody at risk; again: nothing new

A customer that is on record is known by the id it was recorded with. Any other is looked up in accounts.csv and the
survey, where there are any. A name that none of them has is refused, unless --new says that it is meant.
The record is casebook.jsonl beside retain.toml. Exit codes: 0 it is on disk; 2 nothing was recorded; 75 another run
holds the record.";

/// `retain record`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = EVENTS)]
#[command(override_usage = "retain record [OPTIONS] CUSTOMER EVENT [VALUE]...\n       \
                            retain record --list [CUSTOMER]\n       \
                            retain record --undo ID\n       \
                            retain record --flagged [FILE]...\n       \
                            retain record --repair")]
pub struct RecordArgs {
    /// The customer, by id or name
    #[arg(id = "who", value_name = "CUSTOMER", required_unless_present_any = ["list", "undo", "repair", "flagged"])]
    pub customer: Option<String>,

    /// What happened; see below
    #[arg(value_name = "EVENT", required_unless_present_any = ["list", "undo", "repair", "flagged"])]
    pub event: Option<EventKind>,

    /// What it says; see below
    #[arg(value_name = "VALUE")]
    pub value: Vec<String>,

    /// Who did it, or who reports it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,

    /// The day on which it happened, as YYYY-MM-DD; without it today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<NaiveDate>,

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
