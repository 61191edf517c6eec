//! Turns the settings of a file into positions of its columns, and into what has to be done to its rows.

use std::collections::{BTreeMap, BTreeSet};

use super::super::columns::Columns;
use super::super::recognition::{CellPlan, Recognised};
use super::super::tool::Tool;
use super::making::{Made, Making, folded_cell};
use super::rules::Rule;
use super::{Questions, Shaping};
use crate::config::{
    ColumnChoice, DATES, InCell, LongSettings, ScoreColumn, ScoreReading, ScoreScale, SourceSettings,
};
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::Scale;

/// The settings of a file with every column by its position, and what has to be done to its rows for them.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct Shaped {
    /// The settings, naming columns by position alone; among them those that are made.
    pub(in crate::ingest) settings: SourceSettings,
    /// What has to be done to the rows; `None` where nothing has.
    pub(in crate::ingest) shaping: Option<Shaping>,
    /// Columns that rules are about, by index.
    pub(in crate::ingest) decided: Vec<usize>,
    /// Scales that are known, by index.
    pub(in crate::ingest) scales: BTreeMap<usize, (Scale, &'static str)>,
}

/// Finds the columns that the settings of a file name, and adds what was recognised beside them. What cannot be found
/// is among the problems.
pub(in crate::ingest) fn shape(
    settings: &SourceSettings,
    recognised: &Recognised,
    columns: &Columns<'_>,
    problems: &mut Problems,
) -> Shaped {
    let mut compiler =
        Compiler { columns, problems, made: Vec::new(), taken: Vec::new(), decided: Vec::new() };
    let mut shaped = settings.clone();
    shaped.columns.headers.clear();
    for (role, wanted) in &settings.columns.headers {
        let found = compiler.role(role, wanted);
        shaped.columns.headers.insert(role.clone(), found);
    }
    if let Some(in_cell) = &settings.columns.in_cell {
        for (role, column) in compiler.in_cell(in_cell) {
            shaped.columns.headers.entry(role).or_default().push(column);
        }
    }
    shaped.scores = settings.scores.iter().filter_map(|score| compiler.score(score)).collect();
    let mut questions = None;
    if let Some(long) = &settings.long {
        questions = compiler.long(long, &mut shaped);
    }
    for (role, found) in &recognised.roles {
        shaped.columns.headers.insert((*role).to_owned(), found.iter().copied().map(at).collect());
    }
    let mut scales = recognised.scales.clone();
    for cell in &recognised.cells {
        let column = compiler.cell(cell);
        scales.extend(cell.scale.map(|scale| (column, scale)));
        if let Some(role) = cell.role {
            shaped.columns.headers.insert(role.to_owned(), vec![at(column)]);
        }
    }
    let rules = compiler.rules(settings, recognised);
    let Compiler { made, taken, decided, .. } = compiler;
    let is_plain = made.is_empty() && rules.is_empty() && questions.is_none();
    let mut header = columns.names.to_vec();
    for (index, name) in header.iter_mut().enumerate() {
        if taken.contains(&index) {
            name.clear();
        }
    }
    header.extend(made.iter().map(|made| made.header.clone()));
    let shaping = Shaping { width: columns.names.len(), header, rules, made, questions, text: Vec::new() };
    Shaped { settings: shaped, shaping: (!is_plain).then_some(shaping), decided, scales }
}

struct Compiler<'c> {
    columns: &'c Columns<'c>,
    problems: &'c mut Problems,
    made: Vec<Made>,
    /// Columns of which something was made: they stand for nothing themselves any more.
    taken: Vec<usize>,
    decided: Vec<usize>,
}

/// A column by its position.
fn at(index: usize) -> String {
    format!("#{}", index + 1)
}

impl Compiler<'_> {
    fn found(&mut self, found: Result<usize, Box<Diagnostic>>) -> Option<usize> {
        found.map_err(|problem| self.problems.add(*problem)).ok()
    }

    fn name(&self, index: usize) -> String {
        self.columns.name(index).to_owned()
    }

    /// Adds a column that is made, and gives its position.
    fn make(&mut self, header: String, from: usize, making: Making) -> String {
        let field = self.name(from);
        self.made.push(Made { header, field, making, labels: Vec::new(), missing: Vec::new() });
        at(self.columns.names.len() + self.made.len() - 1)
    }

    /// The columns of a role, by position.
    fn role(&mut self, role: &str, wanted: &[String]) -> Vec<String> {
        match (role, wanted) {
            ("customer", _) => wanted.iter().filter_map(|wanted| self.customer(wanted)).collect(),
            ("comment", _) => {
                let found = wanted.iter().map(|wanted| self.columns.find_all(wanted)).collect::<Vec<_>>();
                let found = found
                    .into_iter()
                    .filter_map(|found| found.map_err(|problem| self.problems.add(*problem)).ok());
                found.flatten().map(at).collect()
            }
            (_, [day, time]) if DATES.contains(&role) => {
                let (day, time) = (self.columns.find(day), self.columns.find(time));
                let (day, time) = (self.found(day), self.found(time));
                let (Some(day), Some(time)) = (day, time) else { return Vec::new() };
                self.taken.extend([day, time]);
                vec![self.make(self.name(day), day, Making::Joined(vec![day, time]))]
            }
            _ => {
                let found: Vec<_> = wanted.iter().map(|wanted| self.columns.find(wanted)).collect();
                let parts: Vec<usize> = found.iter().flatten().copied().collect();
                if let ("contact", [first, _, ..]) = (role, parts.as_slice()) {
                    self.taken.extend(&parts);
                    return vec![self.make("name".to_owned(), *first, Making::Joined(parts))];
                }
                if let Some(index) = found.iter().find_map(|found| found.as_ref().ok()) {
                    return vec![at(*index)];
                }
                found.into_iter().filter_map(Result::err).for_each(|problem| self.problems.add(*problem));
                Vec::new()
            }
        }
    }

    /// A column of the customer; `Email@domain` is the domain of the address in `Email`.
    fn customer(&mut self, wanted: &str) -> Option<String> {
        let whole = self.columns.find(wanted);
        let Some(address) = wanted.strip_suffix("@domain").filter(|_| whole.is_err()) else {
            return self.found(whole).map(at);
        };
        let column = self.columns.find(address);
        let column = self.found(column)?;
        Some(self.make(format!("{}@domain", self.name(column)), column, Making::Domain(column)))
    }

    fn in_cell(&mut self, in_cell: &InCell) -> Vec<(String, String)> {
        let column = self.columns.find(&in_cell.column);
        let Some(column) = self.found(column) else { return Vec::new() };
        self.taken.push(column);
        let parts = in_cell.take.iter().map(|(role, part)| {
            let part = usize::try_from(*part).unwrap_or(usize::MAX).saturating_sub(1);
            let making = Making::Part { column, split: in_cell.split.trim().to_owned(), part };
            let making = if in_cell.split.trim().is_empty() {
                Making::Part { column, split: in_cell.split.clone(), part }
            } else {
                making
            };
            (role.clone(), self.make(format!("{} ({role})", self.columns.name(column)), column, making))
        });
        parts.collect()
    }

    fn score(&mut self, score: &ScoreColumn) -> Option<ScoreColumn> {
        let (column, header, making) = match &score.column {
            ColumnChoice::One(wanted) => {
                let column = self.columns.find(wanted);
                let column = self.found(column)?;
                (column, self.name(column), Making::Copy(column))
            }
            ColumnChoice::OneOf(wanted) => {
                let mut columns = Vec::new();
                for found in wanted.iter().map(|wanted| self.columns.find_all(wanted)).collect::<Vec<_>>() {
                    columns.extend(found.map_err(|problem| self.problems.add(*problem)).ok()?);
                }
                columns.sort_unstable();
                columns.dedup();
                let names: Vec<&str> = columns.iter().map(|column| self.columns.name(*column)).collect();
                (*columns.first()?, question_of(&names), Making::OneOf(columns))
            }
        };
        let reading = self.reading(&score.reading)?;
        let is_plain = score.reading.labels.is_empty() && matches!(making, Making::Copy(_));
        let position = if is_plain {
            at(column)
        } else {
            match &making {
                Making::OneOf(columns) => self.taken.extend(columns),
                _ => self.taken.push(column),
            }
            let position = self.make(header.clone(), column, making);
            self.label(&score.reading, &header);
            position
        };
        Some(ScoreColumn { dimension: score.dimension.clone(), column: ColumnChoice::One(position), reading })
    }

    /// Lets the column that was made last give words their numbers.
    fn label(&mut self, reading: &ScoreReading, field: &str) {
        let Some(made) = self.made.last_mut() else { return };
        let labels = reading.labels.iter().map(|(word, score)| (folded_cell(word.as_bytes()), *score));
        made.labels = labels.collect();
        made.missing = reading.missing.iter().map(|cell| folded_cell(cell.as_bytes())).collect();
        field.clone_into(&mut made.field);
    }

    /// How cells are read, with the column of the scale by position.
    fn reading(&mut self, reading: &ScoreReading) -> Option<ScoreReading> {
        let mut reading = reading.clone();
        if let ScoreScale::By { column, .. } = &mut reading.scale {
            let found = self.columns.find(column);
            let index = self.found(found)?;
            self.decided.push(index);
            *column = at(index);
        }
        Some(reading)
    }

    /// Lays the answers of a file with one row for each side by side.
    fn long(&mut self, long: &LongSettings, shaped: &mut SourceSettings) -> Option<Questions> {
        let (question, value) = (self.columns.find(&long.dimension), self.columns.find(&long.value));
        let (question, value) = (self.found(question), self.found(value));
        let (question, value) = (question?, value?);
        self.taken.extend([question, value]);
        shaped.long = Some(LongSettings { dimension: at(question), value: at(value), ..long.clone() });
        for (name, score) in &long.scores {
            let of = vec![folded_cell(name.as_bytes())];
            let position = self.make(name.clone(), value, Making::Answer { question, value, of });
            self.label(&score.reading, &self.name(value));
            let reading = self.reading(&score.reading)?;
            let column = ColumnChoice::One(position);
            shaped.scores.push(ScoreColumn { dimension: score.dimension.clone(), column, reading });
        }
        if !long.comments.is_empty() {
            let of = long.comments.iter().map(|name| folded_cell(name.as_bytes())).collect();
            let position = self.make(self.name(value), value, Making::Answer { question, value, of });
            shaped.columns.headers.entry("comment".to_owned()).or_default().push(position);
        }
        let names = long.scores.keys().chain(&long.comments);
        let known = names.map(|name| (folded_cell(name.as_bytes()), name.clone(), 0)).collect();
        Some(Questions {
            column: question,
            name: self.name(question),
            known,
            others: BTreeSet::new(),
            unread: 0,
        })
    }

    /// Makes a column that was recognised, and gives its index.
    fn cell(&mut self, cell: &CellPlan) -> usize {
        let columns = cell.making.columns();
        let from = columns.first().copied().unwrap_or_default();
        self.taken.extend(columns);
        self.make(cell.header.clone(), from, cell.making.clone());
        if let Some(made) = self.made.last_mut() {
            let labels = cell.labels.iter().map(|(word, score)| (folded_cell(word.as_bytes()), *score));
            made.labels = labels.collect();
            made.missing = cell.missing.iter().map(|word| folded_cell(word.as_bytes())).collect();
        }
        self.columns.names.len() + self.made.len() - 1
    }

    fn rules(&mut self, settings: &SourceSettings, recognised: &Recognised) -> Vec<Rule> {
        let mut rules = Vec::new();
        let of_settings = settings.read.drop_rows.iter().flatten().chain(&settings.columns.exclude);
        let of_settings = of_settings.map(|rule| (rule, None));
        let of_tool = recognised.drop_rows.iter().map(|rule| (rule, recognised.tool.map(Tool::name)));
        for (rule, tool) in of_settings.chain(of_tool) {
            let column = self.columns.find(&rule.column);
            if let Some(column) = self.found(column) {
                self.decided.push(column);
                let rule = Rule::dropping(rule, column, self.columns.name(column));
                rules.push(match tool {
                    None => rule,
                    Some(tool) => rule.marked_by(tool),
                });
            }
        }
        if let Some(complete) = &settings.columns.complete {
            let column = self.columns.find(&complete.rule.column);
            if let Some(column) = self.found(column) {
                self.decided.push(column);
                rules.push(Rule::finished(complete, column, self.columns.name(column)));
            }
        }
        rules
    }
}

/// What the options of a question have in common: the question, which the headers of a tool repeat before each option.
fn question_of(names: &[&str]) -> String {
    let Some((first, others)) = names.split_first() else { return String::new() };
    let common = others.iter().fold(first.len(), |common, name| {
        let same = first.char_indices().zip(name.chars()).take_while(|((_, one), other)| one == other);
        same.last().map_or(0, |((at, letter), _)| at + letter.len_utf8()).min(common)
    });
    let question = first.get(..common).unwrap_or_default();
    let question =
        question.trim_end_matches(|letter: char| letter.is_whitespace() || "-:|[(".contains(letter));
    if question.is_empty() { (*first).to_owned() } else { question.to_owned() }
}
