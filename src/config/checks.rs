//! Turns what was read into [`Config`], or into mistakes where settings do not go together.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::company::Company;
use super::fault::{Fault, Step};
use super::keys::{Key, Keys, below};
use super::source::{SourceKind, SourceSettings};
use super::source_shape::ColumnSettings;
use super::targets::{Targets, is_nearly_default};
use super::{Config, Mistake, Raw, line_of};
use crate::diagnostic::Diagnostic;
use crate::history::{WaveSettings, WavesBy};
use crate::signal::{Dimension, Signals};

/// What checks look at, and what they found.
pub(super) struct Checks<'a> {
    keys: &'a Keys,
    faults: &'a [Fault],
    /// What was found.
    pub(super) mistakes: Vec<Mistake>,
}

impl<'a> Checks<'a> {
    /// Checks against the keys of the text; what is among the faults is not said again.
    pub(super) fn new(keys: &'a Keys, faults: &'a [Fault]) -> Self {
        Self { keys, faults, mistakes: Vec::new() }
    }

    /// Checks everything and puts it together.
    pub(super) fn config(&mut self, mut raw: Raw, file: &str, text: &str) -> Config {
        self.company(&raw.company);
        let sources = self.sources(std::mem::take(&mut raw.source));
        self.signals(&raw.signal, &sources);
        self.waves(&raw.waves, &sources);
        self.targets(&raw.targets, &sources);
        let file: Arc<str> = Arc::from(file);
        let line = |key: &Key| (Arc::clone(&file), line_of(text, key.name.start));
        let written =
            self.keys.settings().into_iter().map(|(path, key)| (path.to_owned(), line(key))).collect();
        self.program(&raw);
        let ids: Vec<String> = raw.issue.iter().filter_map(|issue| issue.id.clone()).collect();
        let goodwill = self.goodwill(raw.goodwill, &ids);
        let authorities = self.authorities(raw.authority);
        let issues = self.issues(raw.issue);
        let Raw { company, waves, targets, signal, value, service_levels, goodwill_budget, .. } = raw;
        let (meeting, program) = (raw.meeting, raw.program);
        let signals = signal;
        Config {
            company,
            waves,
            targets,
            signals,
            value,
            service_levels,
            goodwill,
            goodwill_budget,
            authorities,
            meeting,
            program,
            issues,
            sources,
            written,
        }
    }

    /// Adds a mistake at a key, or at what should have held it.
    pub(super) fn add(
        &mut self,
        path: &str,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.add_problem(path, Diagnostic::error(code, message).hint(hint));
    }

    /// Adds a problem at a key, or at what should have held it.
    pub(super) fn add_problem(&mut self, path: &str, problem: Diagnostic) {
        let exact = self.keys.get(path).map(|key| key.value.clone());
        let span = exact.or_else(|| self.keys.nearest(path).map(|key| key.name.clone())).unwrap_or(0..0);
        self.mistakes.push(Mistake { problem, span });
    }

    /// Adds a problem with a key itself, not with what it is set to.
    pub(super) fn add_key(&mut self, path: &str, problem: Diagnostic) {
        let span = self.keys.nearest(path).map_or(0..0, |key| key.name.clone());
        self.mistakes.push(Mistake { problem, span });
    }

    /// Whether what stands at this path did not fit.
    pub(super) fn has_fault_at(&self, path: &str) -> bool {
        let entry = self.keys.get(path).map(|key| key.name.start);
        self.faults.iter().any(|fault| fault.entry.is_some() && fault.entry == entry)
    }

    /// Whether a key stands in the text, rightly or not.
    pub(super) fn is_written(&self, path: &str) -> bool {
        self.keys.get(path).is_some()
    }

    /// Refuses a text without letters in it.
    pub(super) fn blank(&mut self, path: &str, text: &str, what: &str) -> bool {
        let is_blank = text.trim().is_empty();
        if is_blank {
            self.add(
                path,
                "empty-setting",
                format!("{what} is empty"),
                "write it between the quotes, or take it out",
            );
        }
        is_blank
    }

    /// Refuses elements that stand in a list twice.
    pub(super) fn repeats<T: Ord>(&mut self, path: &str, elements: &[T], what: &str) {
        let mut seen = BTreeSet::new();
        for (index, element) in elements.iter().enumerate() {
            if !seen.insert(element) {
                let message = format!("{what} stands twice in the same list");
                self.add(
                    &below(path, &Step::Element(index)),
                    "listed-twice",
                    message,
                    "take one of them out",
                );
            }
        }
    }

    fn company(&mut self, company: &Company) {
        let named = [("name", &company.name), ("director", &company.director)];
        for (key, text) in named {
            if let Some(text) = text {
                self.blank(&format!("company.{key}"), text, &format!("`{key}` in [company]"));
            }
        }
        self.blank("company.currency", &company.currency, "`currency` in [company]");
        if company.working_days.is_empty() && !self.has_fault("company", "working-days") {
            let hint = "name the days on which the firm works: [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]";
            self.add("company.working-days", "empty-setting", "`working-days` in [company] has no day", hint);
        }
        self.repeats("company.working-days", &company.working_days, "this day");
        self.repeats("company.holidays", &company.holidays, "this day");
    }

    fn waves(&mut self, waves: &WaveSettings, sources: &[SourceSettings]) {
        if waves.max_age_days == 0 {
            let message = "`max-age-days` in [waves] cannot be 0: no answer would count";
            self.add(
                "waves.max-age-days",
                "wrong-value",
                message,
                "write the number of days that an answer counts, such as 400",
            );
        }
        if waves.by != WavesBy::Column {
            return;
        }
        for (index, source) in sources.iter().enumerate() {
            let is_mapped = source.kind == SourceKind::Survey && source.columns != ColumnSettings::default();
            if is_mapped && source.columns.get("wave").is_none() {
                let message =
                    "`by` in [waves] is \"column\", and [source.columns] names no column for the wave";
                let hint = "add wave = \"...\" with the header of that column, or set by = \"auto\"";
                self.add(&format!("source[{}].columns", index + 1), "wave-column-missing", message, hint);
            }
        }
    }

    fn signals(&mut self, signals: &Signals, sources: &[SourceSettings]) {
        // A limit that could not be read is its built-in one by now: it contradicts nothing that somebody wrote.
        if self.has_fault("signal", "below") {
            return;
        }
        let in_use =
            sources.iter().flat_map(SourceSettings::dimensions).flat_map(|(_, reading)| reading.scale.all());
        if let Some(found) = signals.contradiction(signals.stated_scales().chain(in_use)) {
            let path = if self.is_written(found.path) { found.path } else { found.otherwise };
            self.add(path, "contradiction", found.message, found.hint);
        }
    }

    /// Whether something below this key of a top table, or below one that has this key, did not fit.
    pub(super) fn has_fault(&self, table: &str, key: &str) -> bool {
        let is_in = |fault: &Fault| {
            let mut steps = fault.path.iter();
            let is_table = steps.next() == Some(&Step::Key(table.to_owned()));
            is_table && steps.any(|step| *step == Step::Key(key.to_owned()))
        };
        self.faults.iter().any(is_in)
    }

    fn targets(&mut self, targets: &Targets, sources: &[SourceSettings]) {
        for dimension in targets.dimensions.keys() {
            let path = below("targets", &Step::Key(dimension.clone()));
            if is_nearly_default(dimension) {
                let message = format!("unknown key `{dimension}` in [targets]");
                let problem = Diagnostic::error("unknown-key", message).hint("did you mean `default`?");
                self.add_key(&path, problem);
                continue;
            }
            if let Some(problem) = misnamed(dimension) {
                self.add_key(&path, problem);
            }
            let scores = sources.iter().flat_map(SourceSettings::dimensions);
            let mut scales =
                scores.filter(|(name, _)| *name == dimension).flat_map(|(_, read)| read.scale.all());
            if let Some(problem) = scales.find_map(|scale| targets.off_scale(dimension, scale)) {
                self.add_problem(&path, problem);
            }
        }
    }
}

/// What is wrong with the name of a dimension: it has to be written as the columns of a survey give it, since that is
/// how they meet.
pub(super) fn misnamed(dimension: &str) -> Option<Diagnostic> {
    let expected = Dimension::id_of(dimension);
    if expected == dimension && !expected.is_empty() {
        return None;
    }
    let message = "a dimension is written in small letters, with `-` between its words";
    let example = if expected.is_empty() { "ease-of-use" } else { &expected };
    Some(Diagnostic::error("wrong-value", message).hint(format!("write {example:?}")))
}
