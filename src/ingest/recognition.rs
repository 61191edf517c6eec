//! Turns what a survey file shows of itself into what a person would have set for it: the roles of a tool's own
//! columns, the rows that are no answers, the options of a question that stand in a column each, the words that are
//! points of a scale.
//!
//! What `retain.toml` settles is not looked at again: the scores of a source that has some are those that it names.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::headers::{self, Role};
use super::options::{fold_options, options_from};
use super::profile::{Column, Profile};
use super::shaping::Making;
use super::tool::{Meaning, Tool};
use super::vocabularies::{AGREEMENT, Vocabulary};
use super::word_scales::{self, WordScale};
use crate::config::{RowRule, SourceSettings, toml_text};
use crate::diagnostic::Diagnostic;
use crate::model::{RawScore, Scale};

/// Questions with fewer options than this are not folded.
const FEWEST_OPTIONS: usize = 2;
/// Longer than this is no option.
const LONGEST_OPTION: usize = 40;
/// Stars of reviews.
const STARS: &str = "stars";
/// How a scale is known that the words of its answers tell.
pub(super) const BY_WORDS: &str = "the words of its answers";

/// What was recognised in a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Recognised {
    /// The tool that wrote it.
    pub(super) tool: Option<Tool>,
    /// Columns of the roles that the settings leave open, by index.
    pub(super) roles: BTreeMap<&'static str, Vec<usize>>,
    /// Rows that are no answers of customers.
    pub(super) drop_rows: Vec<RowRule>,
    /// Columns to be made of others.
    pub(super) cells: Vec<CellPlan>,
    /// The column of the overall score.
    pub(super) overall: Option<usize>,
    /// Columns that only describe the answer.
    pub(super) asides: Vec<usize>,
    /// Scales that are known, by column.
    pub(super) scales: BTreeMap<usize, (Scale, &'static str)>,
    /// What was assumed, for people.
    pub(super) remarks: Vec<String>,
    /// Headers of the columns that are answered in words of agreement, with their scales.
    pub(super) agreed: Vec<(String, Scale)>,
    /// What has to be asked, or is not read.
    pub(super) asked: Vec<Diagnostic>,
}

impl Recognised {
    /// Notes that a column is answered in words, and which number each stands for.
    pub(super) fn take_words(
        &mut self,
        header: &str,
        vocabulary: &Vocabulary,
        labels: &[(String, RawScore)],
    ) {
        self.remarks.push(said(header, vocabulary, labels));
        let agreed = scale_of(vocabulary).filter(|_| vocabulary.name == AGREEMENT);
        self.agreed.extend(agreed.map(|scale| (header.to_owned(), scale)));
    }
}

/// A column that is to be made.
#[derive(Debug, Clone)]
pub(super) struct CellPlan {
    /// Its header.
    pub(super) header: String,
    /// What it is made of.
    pub(super) making: Making,
    /// The numbers of words.
    pub(super) labels: Vec<(String, RawScore)>,
    /// Words that are no answer.
    pub(super) missing: Vec<String>,
    /// The scale, where it is known.
    pub(super) scale: Option<(Scale, &'static str)>,
    /// The role of what is made.
    pub(super) role: Option<&'static str>,
}

impl Recognised {
    /// Cells that mean "not answered" in this file.
    pub(super) fn missing(&self) -> &'static [&'static str] {
        self.tool.map_or(&[], Tool::missing)
    }
}

/// Recognises the tool by the columns; what it needs no cells for.
pub(super) fn tool_of(columns: &Columns<'_>, table: Option<&str>) -> Option<Tool> {
    let by_codes = Some(columns.codes).filter(|codes| !codes.is_empty());
    by_codes.and_then(|codes| Tool::recognise(codes, table)).or_else(|| Tool::recognise(columns.names, table))
}

/// Recognises what a file shows of itself.
pub(super) fn recognise(
    columns: &Columns<'_>,
    tool: Option<Tool>,
    profile: &Profile,
    settings: Option<&SourceSettings>,
) -> Recognised {
    let mut recognised = Recognised { tool, ..Recognised::default() };
    let is_open = |role: &str| settings.is_none_or(|settings| !settings.columns.headers.contains_key(role));
    if let Some(tool) = tool {
        own_columns(tool, columns, profile, &is_open, &mut recognised);
        if settings.is_none_or(|settings| settings.read.drop_rows.is_none()) {
            // What is said of answers that nobody finished goes before what the tool says of them.
            let finished = settings.and_then(|settings| settings.columns.complete.as_ref());
            let finished = finished.and_then(|complete| columns.find(&complete.rule.column).ok());
            recognised.drop_rows = tool.no_answers(columns);
            recognised.drop_rows.retain(|rule| columns.find(&rule.column).ok() != finished);
            if recognised.drop_rows.is_empty() {
                recognised.asked.extend(tool.mark_missing().map(|problem| problem.at(columns.place())));
            }
            let has_id = (0..columns.names.len()).any(|index| is_response(tool, columns, index));
            if !has_id && is_open("response") {
                recognised.asked.extend(tool.id_missing(columns).map(|problem| problem.at(columns.place())));
            }
        }
    }
    if settings.is_some_and(|settings| !settings.scores.is_empty() || settings.long.is_some()) {
        return recognised;
    }
    let named: Vec<&String> =
        settings.into_iter().flat_map(|settings| settings.columns.headers.values().flatten()).collect();
    let is_taken = |index: usize, recognised: &Recognised| {
        recognised.asides.contains(&index)
            || recognised.roles.values().any(|taken| taken.contains(&index))
            || named.iter().any(|name| columns.find_all(name).is_ok_and(|found| found.contains(&index)))
            || matches!(
                headers::role(columns.name(index)),
                Some((
                    Role::Comment | Role::Sentiment | Role::Wave | Role::AccountManager | Role::Response,
                    _
                ))
            )
    };
    let mut index = 0;
    while index < columns.names.len() {
        let (question, group) = options_from(index, columns, profile);
        if group.len() >= FEWEST_OPTIONS && !group.iter().any(|index| is_taken(*index, &recognised)) {
            index += group.len();
            fold_options((question, &group), columns, &mut recognised);
            continue;
        }
        if !is_taken(index, &recognised)
            && let Some(column) = profile.columns.get(index)
        {
            words_of(index, column, columns, &mut recognised);
        }
        index += 1;
    }
    recognised
}

/// Takes in what the columns of a tool's own are.
fn own_columns(
    tool: Tool,
    columns: &Columns<'_>,
    profile: &Profile,
    is_open: &dyn Fn(&str) -> bool,
    recognised: &mut Recognised,
) {
    let mut names: Vec<(u8, usize)> = Vec::new();
    for index in 0..columns.names.len() {
        let code = columns.codes.get(index).filter(|code| !code.is_empty());
        let name = code.map_or_else(|| columns.name(index), String::as_str);
        let is_filled = profile.columns.get(index).is_some_and(|column| column.filled > 0);
        match tool.meaning(name) {
            Some(Meaning::Aside) => recognised.asides.push(index),
            Some(Meaning::Overall) => {
                recognised.overall = Some(index);
                if tool == Tool::Trustpilot
                    && let Ok(scale) = "1-5".parse()
                {
                    recognised.scales.insert(index, (scale, STARS));
                }
            }
            // Most surveys leave some of these blank; what is blank settles nothing.
            Some(Meaning::Role(_) | Meaning::NamePart(_)) if !is_filled => recognised.asides.push(index),
            // What the firm asks its customers goes before what it told the tool.
            Some(Meaning::Role(Role::Customer)) if asks_for_customer(columns, index) => {}
            Some(Meaning::Role(role)) if is_open(role.key()) => {
                let found = recognised.roles.entry(role.key()).or_default();
                // Of two the fuller one; comments are read together.
                let filled = |index: &usize| profile.columns.get(*index).map_or(0, |column| column.filled);
                match found.last_mut() {
                    Some(other) if role != Role::Comment => {
                        if filled(&index) > filled(other) {
                            recognised.asides.push(std::mem::replace(other, index));
                        } else {
                            recognised.asides.push(index);
                        }
                    }
                    _ => found.push(index),
                }
            }
            Some(Meaning::NamePart(part)) if is_open("contact") => names.push((part, index)),
            Some(Meaning::Role(_) | Meaning::NamePart(_)) | None => {}
        }
    }
    names.sort_unstable();
    if !names.is_empty() {
        recognised.cells.push(CellPlan {
            header: "name".to_owned(),
            making: Making::Joined(names.into_iter().map(|(_, index)| index).collect()),
            labels: Vec::new(),
            missing: Vec::new(),
            scale: None,
            role: Some("contact"),
        });
    }
}

/// Whether a column has the ids of the answers, by the tool's name for it or by a word that people use.
fn is_response(tool: Tool, columns: &Columns<'_>, index: usize) -> bool {
    let names = [columns.codes.get(index).map_or("", String::as_str), columns.name(index)];
    names.iter().any(|name| {
        tool.meaning(name) == Some(Meaning::Role(Role::Response))
            || matches!(headers::role(name), Some((Role::Response, _)))
    })
}

/// Whether another column is headed as the customer.
fn asks_for_customer(columns: &Columns<'_>, other_than: usize) -> bool {
    (0..columns.names.len()).filter(|index| *index != other_than).any(|index| {
        matches!(headers::role(columns.name(index)), Some((Role::Customer | Role::CustomerId, _)))
    })
}

/// Takes the words of a column for points of a scale, or says what keeps them from being that.
fn words_of(index: usize, column: &Column, columns: &Columns<'_>, recognised: &mut Recognised) {
    if !column.is_all_words() || columns.name(index).is_empty() {
        return;
    }
    let Some(words) = column.words() else { return };
    match word_scales::recognise(words.iter().copied()) {
        WordScale::Known(vocabulary) => {
            let Some(scale) = scale_of(vocabulary) else { return };
            let (labels, missing) = labels(vocabulary, words.into_iter());
            recognised.take_words(columns.name(index), vocabulary, &labels);
            recognised.cells.push(CellPlan {
                header: columns.name(index).to_owned(),
                making: Making::Copy(index),
                labels,
                missing,
                scale: Some((scale, BY_WORDS)),
                role: None,
            });
        }
        WordScale::Open(one, other) => {
            let message = format!(
                "the answers are words that could be of two scales: {} or {}",
                counted(one, &words),
                counted(other, &words)
            );
            recognised.asked.push(question(index, columns, message, &labels(one, words.into_iter()).0, one));
        }
        // What is longer than an option is something that somebody wrote, and not repeated here.
        WordScale::Partly(_, lacking) if lacking.iter().any(|word| word.chars().count() > LONGEST_OPTION) => {
        }
        WordScale::Partly(vocabulary, lacking) => {
            let known = words.iter().copied().filter(|word| !lacking.iter().any(|other| other == word));
            let mut labels = labels(vocabulary, known).0;
            labels.extend(lacking.iter().map(|word| (word.clone(), RawScore::of(0))));
            let message = format!(
                "{} of the {} answers are words of a scale of {}, and the others are not",
                words.len() - lacking.len(),
                words.len(),
                vocabulary.name
            );
            recognised.asked.push(question(index, columns, message, &labels, vocabulary));
        }
        WordScale::Crowded(vocabulary) => {
            let labels = labels(vocabulary, words.into_iter()).0;
            let message = format!(
                "the answers are words of {}, of which the scale that is known has no more than {} points",
                vocabulary.name,
                vocabulary.points()
            );
            let unknown: Vec<(String, RawScore)> =
                labels.into_iter().map(|(word, _)| (word, RawScore::of(0))).collect();
            recognised.asked.push(question(index, columns, message, &unknown, vocabulary));
        }
        WordScale::Other => {}
    }
}

/// The scale of a vocabulary.
pub(super) fn scale_of(vocabulary: &Vocabulary) -> Option<Scale> {
    format!("1-{}", vocabulary.points()).parse().ok()
}

/// The numbers of words as they are written, worst first, and the words that are no answer.
pub(super) fn labels<'w>(
    vocabulary: &Vocabulary,
    words: impl Iterator<Item = &'w str>,
) -> (Vec<(String, RawScore)>, Vec<String>) {
    let (mut labels, mut missing) = (Vec::new(), Vec::new());
    for word in words {
        match word_scales::point(vocabulary, word).and_then(|point| i32::try_from(point).ok()) {
            Some(point) => labels.push((word.to_owned(), RawScore::of(point))),
            None => missing.push(word.to_owned()),
        }
    }
    labels.sort_by_key(|(_, point)| *point);
    (labels, missing)
}

/// Says which number each word stands for.
pub(super) fn said(header: &str, vocabulary: &Vocabulary, labels: &[(String, RawScore)]) -> String {
    let words: Vec<String> =
        labels.iter().map(|(word, point)| format!("{word} = {}", point.points())).collect();
    format!("`{header}` is answered in words of {}: {}", vocabulary.name, words.join(", "))
}

fn counted(vocabulary: &Vocabulary, words: &[&str]) -> String {
    let labels = labels(vocabulary, words.iter().copied()).0;
    let words: Vec<String> =
        labels.iter().map(|(word, point)| format!("{word} = {}", point.points())).collect();
    format!("{} of 1 to {}", words.join(", "), vocabulary.points())
}

/// Asks for the numbers of words. Where the overall question is meant, nothing can be listed without them.
fn question(
    index: usize,
    columns: &Columns<'_>,
    message: String,
    labels: &[(String, RawScore)],
    vocabulary: &Vocabulary,
) -> Diagnostic {
    let header = columns.name(index);
    let is_overall = headers::overall(header).is_some();
    let dimension = if is_overall { "overall".to_owned() } else { crate::signal::Dimension::id_of(header) };
    let numbers: Vec<String> = labels
        .iter()
        .map(|(word, point)| {
            if *point == RawScore::of(0) {
                format!("{} = ?", toml_text(word))
            } else {
                format!("{} = {}", toml_text(word), point.points())
            }
        })
        .collect();
    let hint = format!(
        "say what each stands for, {}",
        columns.setting(&format!(
            "[[source.score]]\ndimension = \"{dimension}\"\ncolumn = {}\nscale = \"1-{}\"\nlabels = {{ {} }}",
            toml_text(header),
            vocabulary.points(),
            numbers.join(", ")
        ))
    );
    let place = columns.file.field(columns.line, header);
    let problem = if is_overall {
        Diagnostic::error("words-of-a-scale", message)
    } else {
        Diagnostic::warning("words-of-a-scale", format!("{message}; the column is not read"))
    };
    problem.at(place).hint(hint)
}
