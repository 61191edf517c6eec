//! One file a subcommand: read at the edge, call the core, write at the edge.

mod cases;
mod check;
mod date_question;
mod desk;
mod diff;
mod document_files;
mod documents;
mod due;
mod ending;
mod explain;
mod find;
mod firm_files;
mod flag;
mod init;
mod inspect;
mod pack;
mod pack_papers;
mod playbooks;
mod record;
mod record_customer;
mod record_flagged;
mod record_sheets;
mod rejects;
mod said;
mod save;
mod scale_question;
mod status;

use anyhow::Result;

use crate::cli::{Cli, Command};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done: exit code 0.
    Done,
    /// Done, and what `--fail-on` asked about was found: 1.
    Found,
    /// Could not, and what stands in the way was said: 2.
    Refused,
}

/// Carries out what the command line asks for.
///
/// # Errors
/// When the run cannot go on: a file that cannot be opened, read or written.
pub fn execute(cli: &Cli) -> Result<Outcome> {
    match &cli.command {
        Command::Flag(args) => flag::execute(args, cli.color),
        Command::Explain(args) => explain::execute(args, cli.color),
        Command::Diff(args) => diff::execute(args, cli.color),
        Command::Agenda(args) => documents::agenda(args, cli.color),
        Command::Script(args) => documents::script(args, cli.color),
        Command::Plan(args) => documents::plan(args, cli.color),
        Command::Checklist(args) => documents::checklist(args, cli.color),
        Command::Pack(args) => pack::execute(args, cli.color),
        Command::Init(args) => init::execute(args),
        Command::Inspect(args) => inspect::execute(args, cli.color),
        Command::Check(args) => check::execute(args, cli.color),
        Command::Playbooks(args) => playbooks::execute(args, cli.color),
        Command::Record(args) => record::execute(args, cli.color),
        Command::Due(args) => due::execute(args, cli.color),
        Command::Status(args) => status::execute(args, cli.color),
    }
}
