//! Turns the text of `retain.toml` into [`Config`], or into every mistake that is in it.
//!
//! Three steps: the text is parsed with recovery (`syntax`), read through serde with every fault collected
//! (`document`, `fault`, worded in `wording`), and checked across its fields (`checks`). Nothing after [`parse`] checks
//! again. `keys` knows where in the text each key stands; `settings` lists what is in force and where it comes from.

mod checks;
mod company;
mod document;
mod fault;
mod goodwill;
mod keys;
mod number;
mod program;
mod program_checks;
mod reading;
mod save;
mod service_levels;
mod settings;
mod shape_checks;
mod sheet_choice;
mod source;
mod source_checks;
mod source_shape;
mod syntax;
mod targets;
mod value;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::history::WaveSettings;
use crate::signal::Signals;

pub use company::Company;
pub use goodwill::{Authority, Goodwill, GoodwillBudget};
pub use program::{Issue, Meeting, ProgramSettings};
pub use reading::{DateOrder, DateOrderError, DecimalMark, Delimiter, ReadSettings};
pub use save::{Line, Section, SourceBlock, toml_text, with_source};
pub use service_levels::{ServiceLevels, SignOff};
pub use settings::{Origin, Setting};
pub use sheet_choice::SheetChoice;
pub use source::{ColumnChoice, ScoreColumn, SourceKind, SourceSettings};
pub use source_shape::{
    ColumnSettings, Complete, InCell, LongScore, LongSettings, Otherwise, RowRule, ScoreReading, ScoreScale,
};
pub use targets::Targets;
pub use value::ValueSettings;

pub(crate) use number::amount;
pub(crate) use shape_checks::DATES;

use checks::Checks;
use goodwill::{RawAuthority, RawGoodwill};
use keys::Keys;
use program::RawIssue;
use source::RawSource;

/// The `retain.toml` that `init` writes: every key, what it does, its unit and its default. All of it is commented
/// out, so that it changes nothing until somebody takes a `#` away.
pub const INIT_TEXT: &str = include_str!("retain.toml");

/// What is set, by the firm or built in.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Config {
    /// `[company]`: who we are and when we work.
    pub company: Company,
    /// `[waves]`: how answers are put together into rounds of the survey.
    pub waves: WaveSettings,
    /// `[targets]`: the scores that the firm looks for.
    pub targets: Targets,
    /// `[signal.*]`: what to look for, with its thresholds.
    #[serde(rename = "signal")]
    pub signals: Signals,
    /// `[value]`: what a customer is worth to keep.
    pub value: ValueSettings,
    /// `[service-levels]`: what a win-back plan guarantees.
    pub service_levels: ServiceLevels,
    /// `[[goodwill]]`: what an unhappy customer may be given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub goodwill: Vec<Goodwill>,
    /// `[goodwill-budget]`: how much may be given away.
    pub goodwill_budget: GoodwillBudget,
    /// `[[authority]]`: who may bend which rule without asking.
    #[serde(rename = "authority", skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<Authority>,
    /// `[meeting]`: the team meeting.
    pub meeting: Meeting,
    /// `[program]`: the clocks and counts of winning a customer back.
    pub program: ProgramSettings,
    /// `[[issue]]`: the firm's closed list of what goes wrong.
    #[serde(rename = "issue", skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// `[[source]]`: the firm's files.
    #[serde(rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceSettings>,
    /// The file and line where the firm set a key, by its path.
    #[serde(skip)]
    written: BTreeMap<String, (Arc<str>, u64)>,
}

/// `retain.toml` as it is written, before it is checked.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    company: Company,
    waves: WaveSettings,
    targets: Targets,
    signal: Signals,
    value: ValueSettings,
    service_levels: ServiceLevels,
    goodwill: Vec<RawGoodwill>,
    goodwill_budget: GoodwillBudget,
    authority: Vec<RawAuthority>,
    meeting: Meeting,
    program: ProgramSettings,
    issue: Vec<RawIssue>,
    source: Vec<RawSource>,
}

/// Reads a `retain.toml`. With an error among the problems, the settings are those that could be read, and are
/// nothing to work with.
#[must_use]
pub fn parse(file: &str, text: &str) -> (Config, Problems) {
    let source: Arc<str> = Arc::from(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    let root = root.get_ref();
    let (raw, faults, aside) = document::read::<Raw>(root);
    let keys = Keys::of(root, &aside);

    let broken = syntax::found(text, &errors, &keys);
    let believed = faults.iter().filter(|fault| !broken.covers(fault));
    let mut found: Vec<_> = believed.map(|fault| wording::of(fault, text)).collect();
    found.extend(broken.mistakes);
    let mut checks = Checks::new(&keys, &faults);
    let config = checks.config(raw, file, text);
    // What is missing or does not go together cannot be told from a text of which parts were not understood.
    if errors.is_empty() {
        found.extend(checks.mistakes);
    }

    found.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    let mut problems = Problems::default();
    for mistake in found {
        problems.add(mistake.at(file, &source));
    }
    (config, problems)
}

/// Reads a table that people write at the beginning of another file, with the same care: every mistake in it. `text`
/// is the TOML, and stands at the beginning of `source`. With an error among the problems, the table is nothing to
/// work with.
pub(crate) fn read_table<T>(file: &str, source: &Arc<str>, text: &str) -> (T, Problems)
where
    T: Default + for<'de> Deserialize<'de>,
{
    let (root, errors) = DeTable::parse_recoverable(text);
    let (table, faults, aside) = document::read::<T>(root.get_ref());
    let broken = syntax::found(text, &errors, &Keys::of(root.get_ref(), &aside));
    let believed = faults.iter().filter(|fault| !broken.covers(fault));
    let mut found: Vec<_> = believed.map(|fault| wording::of_table(fault, text)).collect();
    found.extend(broken.mistakes);
    found.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    let mut problems = Problems::default();
    for mistake in found {
        problems.add(mistake.at(file, source));
    }
    (table, problems)
}

/// A mistake in the text and the bytes that hold it.
#[derive(Debug, Clone, PartialEq)]
struct Mistake {
    problem: Diagnostic,
    span: std::ops::Range<usize>,
}

impl Mistake {
    fn at(self, file: &str, source: &Arc<str>) -> Diagnostic {
        let whole =
            |byte: usize| (0..=byte.min(source.len())).rev().find(|byte| source.is_char_boundary(*byte));
        let [start, end] = [self.span.start, self.span.end].map(|byte| whole(byte).unwrap_or(0));
        let span = start..end.max(start);
        self.problem.at(Place::Text { file: file.to_owned(), source: Arc::clone(source), span })
    }
}

/// The line, from 1, of a byte.
fn line_of(text: &str, byte: usize) -> u64 {
    let before = text.as_bytes().iter().take(byte);
    1 + before.filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests;
