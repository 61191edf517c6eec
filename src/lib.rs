//! `retain` runs a customer retention program from plain files.
//!
//! Files go in; out come a list of whom to talk to and why, and the papers for the talk. The crate is a library with a
//! thin binary; the core is pure, effects stay at the edge. Data walks one way, and a module uses only modules to its
//! left:
//!
//! ```text
//! diagnostic < text < model < history < signal < config < ingest < casebook < assessment < playbook < program < sheet < render < cli < edge < commands
//!
//!   file --edge--> bytes --ingest--> ledger --history--> waves --signal--> reasons
//!        --assessment--> label and order --program--> view --playbook--> document
//!        --render--> text --edge--> terminal, file, folder
//! ```
//!
//! - [`diagnostic`]: what is wrong in the user's files, as values with a place and a remedy.
//! - [`text`]: what customers and files say, made harmless for where it goes, one type a sink.
//! - [`model`]: what the files say: scores on scales, moments, money, labels, places.
//! - [`history`]: answers folded into a compact state a customer in one pass, whatever their order, and put
//!   together into waves afterwards; noise, comparisons, missed waves. Orders by the day, their cycle and windows.
//! - [`signal`]: what to look for, one file a signal, with its thresholds, its wording and its tests.
//! - [`config`]: `retain.toml`, or every mistake in it.
//! - [`ingest`]: bytes of CSV files or of a sheet of a workbook to records to answers; what is recognised is said, what
//!   would have to be guessed is asked.
//! - [`casebook`]: the record of what was decided and done: lines to events, events to cases, and what may come next.
//! - [`assessment`]: reasons, points, label, priority: the formulas of the risk model.
//! - [`playbook`]: the wording of documents, built in or the firm's own: which one fits, and a view put into it.
//! - [`program`]: what each document says, as a view for its playbook; what a customer may read is a type of its own.
//! - [`sheet`]: filled-in sheets back to events.
//! - [`render`]: values to text, one file a format; every sink cleans what customers wrote.
//! - [`cli`]: the command line. [`edge`]: files, terminal, clock. [`commands`]: one file a subcommand.
//!
//! Answers are folded before anything is known of the waves, since only the days of all answers tell what the waves
//! are. They are kept by customer and stretch of time, short enough to lie within one wave whatever makes the waves;
//! see `history::Grain` and `history::ledger`. With many customers the waits for memory are what reading costs, so that
//! a batch of rows is looked up step by step before it is folded; see `ingest::spellings`, which is a table of our own
//! for that reason. What a row touches of a customer (a place in that table, its texts, an entry of the directory, a
//! slot and an entry of the ledger) are lines of the processor's memory, and no more of them than that; entries and
//! slots stand in blocks, which no growth moves (`model::Blocks`). Where noise is off and only the newest waves can
//! matter, older ones are forgotten while reading, and what is kept grows with customers alone; see
//! `history::forgetting`. Rows are split by a reader of our own, which a law holds against the csv crate; see
//! `ingest::splitting`. Reading speculates: the columns are recognised from the first rows, checked on every row, and
//! read again where they turn out to be something else; see `ingest::survey`.
//!
//! To add a signal: `signal/<name>.rs`, a few lines in `signal/mod.rs` and `signal/reading.rs`, one case folder. To
//! add an output format: `render/<name>.rs`, one variant and arm in `render/mod.rs`, one case folder. To add a
//! subcommand: `commands/<name>.rs`, a variant in `cli.rs`, an arm in `commands/mod.rs`, one case folder. To add a
//! playbook: `playbooks/<name>.md`, one line in `playbook/builtin.rs`, one case folder.

pub mod assessment;
pub mod casebook;
pub mod cli;
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod edge;
pub mod history;
pub mod ingest;
pub mod model;
pub mod playbook;
pub mod program;
pub mod render;
pub mod sheet;
pub mod signal;
pub mod text;

/// Carries out what the command line asks for.
///
/// # Errors
/// When the run cannot go on.
pub fn run(cli: &cli::Cli) -> anyhow::Result<commands::Outcome> {
    commands::execute(cli)
}
