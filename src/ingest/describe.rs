//! Turns what was decided about a file into a sentence a column: what it is used as, why, and what it holds.

use super::book::ReadRequest;
use super::cell_faults::Interrupt;
use super::column_facts::Facts;
use super::headers::{self, Role};
use super::mapping::{Mapping, ScoreColumn};
use super::planning::{self, Planned};
use super::recognition::Recognised;
use super::shaping::Shaping;
use super::tool::Tool;
use crate::config::SourceSettings;
use crate::diagnostic::Problems;
use crate::model::Scale;

/// The role of a column of answers on a scale.
pub const SCORE: &str = "score";

/// Why a column is what `retain.toml` says.
pub(super) const SET: &str = "set in retain.toml";

/// What a column of a file is, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSummary {
    /// Which column, from 1.
    pub position: usize,
    /// Its header, cleaned; empty where it has none.
    pub header: String,
    /// What it is used as: a key of `[source.columns]`, or [`SCORE`]; `None` where nothing is made of it.
    pub role: Option<&'static str>,
    /// What is rated; `None` unless it is a score.
    pub dimension: Option<String>,
    /// The scale; `None` unless it is a score whose scale is known.
    pub scale: Option<Scale>,
    /// Cells of a score column that mean "not answered", as `retain.toml` says.
    pub missing: Vec<String>,
    /// The columns that it is made of, by their positions; empty where it stands in the file.
    pub of: Vec<usize>,
    /// The numbers that its words stand for.
    pub labels: Vec<(String, f64)>,
    /// Why, in one sentence.
    pub why: String,
    /// How the scale is known; empty unless it is a score.
    pub scale_why: &'static str,
    /// Cells that are not blank (nor "not answered").
    pub filled: u64,
    /// How many of them are different; `None` where there are too many to count.
    pub different: Option<u64>,
    /// The least and the most, of numbers and days; `None` of words.
    pub range: Option<(String, String)>,
}

impl ColumnSummary {
    /// Whether `retain.toml` says what it is.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.why == SET
    }

    /// A column of a table, as far as its cells tell it.
    pub(super) fn of(index: usize, header: &str, facts: &Facts) -> Self {
        Self {
            position: index + 1,
            header: header.to_owned(),
            role: None,
            dimension: None,
            scale: None,
            missing: Vec::new(),
            of: Vec::new(),
            labels: Vec::new(),
            why: String::new(),
            scale_why: "",
            filled: facts.column.filled,
            different: facts.different(),
            range: facts.range(),
        }
    }
}

/// Looks at all rows of a survey file, and says what each column is.
pub(super) fn columns(
    request: &ReadRequest<'_>,
    plan: &Planned<'_>,
) -> Result<Vec<ColumnSummary>, Interrupt> {
    let mut said = Problems::default();
    let Some(mut records) = planning::open(plan.file, &plan.options, &mut said)? else {
        return Ok(Vec::new());
    };
    let own = records.shape().header.clone();
    records.reshape(plan.shaping.clone());
    let facts = Facts::of_all(&mut records, plan.mapping.order)?;
    let reasons = Reasons {
        mapping: &plan.mapping,
        settings: plan.file.settings,
        is_customer_asked_for: request.options.customer.is_some(),
        recognised: &plan.recognised,
    };
    let header = &records.shape().header;
    let first_cell = header.len().saturating_sub(plan.recognised.cells.len());
    let of = |(index, facts): (usize, &Facts)| {
        let header = header.get(index).map_or("", String::as_str);
        let summary = reasons.complete(index, ColumnSummary::of(index, header, facts), facts);
        let cell = index.checked_sub(first_cell).and_then(|cell| plan.recognised.cells.get(cell));
        let labels = cell.map(|cell| cell.labels.as_slice()).unwrap_or_default();
        let labels = labels.iter().map(|(word, score)| (word.clone(), score.points())).collect();
        let missing = cell.map(|cell| cell.missing.as_slice()).unwrap_or_default();
        let by_tool = plan.recognised.tool.filter(|_| cell.is_some_and(|cell| cell.role.is_some()));
        let why = by_tool.map_or(summary.why.clone(), |tool| written_by(tool.name()));
        ColumnSummary { labels, why, missing: [&summary.missing, missing].concat(), ..summary }
    };
    Ok(in_place(facts.iter().enumerate().map(of).collect(), plan.shaping.as_ref(), &own))
}

/// Puts what is made of columns in their place: a file has the columns that it has.
pub(super) fn in_place(
    summaries: Vec<ColumnSummary>,
    shaping: Option<&Shaping>,
    own: &[String],
) -> Vec<ColumnSummary> {
    let Some(shaping) = shaping else { return summaries };
    let kept = summaries.into_iter().enumerate().filter(|(index, _)| !shaping.is_taken(*index));
    let placed = kept.map(|(index, summary)| {
        let of = shaping.made_of(index);
        let Some(first) = of.first() else { return summary };
        let headers: Vec<&str> =
            of.iter().filter_map(|column| own.get(*column).map(String::as_str)).collect();
        // Parts of a name have no header in common; options have their question.
        let header =
            if summary.role == Some(Role::Contact.key()) { headers.join(", ") } else { summary.header };
        ColumnSummary {
            position: first + 1,
            of: of.iter().map(|column| column + 1).collect(),
            header,
            ..summary
        }
    });
    let mut placed: Vec<ColumnSummary> = placed.collect();
    placed.sort_by_key(|summary| summary.position);
    placed
}

fn written_by(tool: &str) -> String {
    format!("{tool} writes it")
}

/// What the reasons are taken from.
struct Reasons<'a> {
    mapping: &'a Mapping,
    settings: Option<&'a SourceSettings>,
    is_customer_asked_for: bool,
    recognised: &'a Recognised,
}

impl Reasons<'_> {
    fn complete(&self, index: usize, summary: ColumnSummary, facts: &Facts) -> ColumnSummary {
        if let Some(score) = self.mapping.scores.iter().find(|score| score.column == index) {
            return self.score(summary, score);
        }
        let role = self.role(index);
        let why = match role {
            Some(role) => self.why(role, index, &summary.header),
            None => self.why_not(index, &summary.header, facts),
        };
        // What people wrote is never shown, not even where it is a number.
        let is_free_text = matches!(role, Some("comment"));
        let range = summary.range.filter(|_| !is_free_text);
        ColumnSummary { role, why, range, ..summary }
    }

    fn score(&self, summary: ColumnSummary, score: &ScoreColumn) -> ColumnSummary {
        let is_open = self.mapping.undecided.iter().any(|(header, _)| *header == score.header);
        let is_set = self.settings.is_some_and(|settings| !settings.scores.is_empty());
        let why = if is_set {
            SET
        } else if headers::overall(&score.header).is_some() {
            "its header says so"
        } else if self.mapping.scores.len() == 1 {
            "the one column of scores"
        } else if score.scale.high() > 10 {
            "numbers on the scale"
        } else {
            "numbers from 0 to 10"
        };
        ColumnSummary {
            role: Some(SCORE),
            dimension: Some(score.dimension.clone().unwrap_or_else(|| "overall".to_owned())),
            scale: (!is_open).then_some(score.scale),
            missing: score.missing.clone(),
            why: why.to_owned(),
            scale_why: if is_open { "to be asked" } else { score.why },
            ..summary
        }
    }

    /// The key of what a column is used as; of an address that tells respondents apart, that it is an address.
    fn role(&self, index: usize) -> Option<&'static str> {
        let mapping = self.mapping;
        let single = [
            (mapping.name, "name"),
            (mapping.manager, Role::AccountManager.key()),
            (mapping.email, Role::Email.key()),
            (mapping.respondent, Role::Contact.key()),
            (mapping.date, Role::Date.key()),
            (mapping.sentiment, Role::Sentiment.key()),
            (mapping.response, Role::Response.key()),
            (mapping.wave, Role::Wave.key()),
        ];
        if mapping.customer.contains(&index) {
            return Some(Role::Customer.key());
        }
        if mapping.comments.contains(&index) {
            return Some(Role::Comment.key());
        }
        single.into_iter().find(|(column, _)| *column == Some(index)).map(|(_, key)| key)
    }

    /// The tool that wrote a column of its own, where it did.
    fn tool_of(&self, index: usize) -> Option<&'static str> {
        let recognised = self.recognised;
        let is_own = recognised.asides.contains(&index)
            || recognised.roles.values().any(|columns| columns.contains(&index))
            || recognised.overall == Some(index);
        recognised.tool.filter(|_| is_own).map(Tool::name)
    }

    fn why(&self, role: &str, index: usize, header: &str) -> String {
        if role == "customer" && self.is_customer_asked_for {
            return "named by --customer".to_owned();
        }
        if self.settings.is_some_and(|settings| settings.columns.headers.contains_key(role)) {
            return SET.to_owned();
        }
        if let Some(tool) = self.tool_of(index) {
            return written_by(tool);
        }
        let named = headers::role(header).map(|(role, _)| role);
        let why = match role {
            "name" => "the name beside the id",
            _ if named.is_some_and(|named| named.key() == role) => "its header says so",
            "contact" => "tells those who answered apart",
            "date" => "the one column of dates",
            "sentiment" => "asks for a recommendation, in words",
            _ => "its header says so",
        };
        why.to_owned()
    }

    fn why_not(&self, index: usize, header: &str, facts: &Facts) -> String {
        let column = &facts.column;
        let named = headers::role(header).map(|(role, _)| role.key());
        let mapping = self.mapping;
        let is_taken = |key: &str| match key {
            "customer" => !mapping.customer.is_empty(),
            "contact" => mapping.respondent.is_some(),
            "email" => mapping.email.is_some(),
            "date" => mapping.date.is_some(),
            "sentiment" => mapping.sentiment.is_some(),
            "comment" => !mapping.comments.is_empty(),
            "response" => mapping.response.is_some(),
            "account-manager" => mapping.manager.is_some(),
            "wave" => mapping.wave.is_some(),
            _ => false,
        };
        if column.filled == 0 {
            return "empty".to_owned();
        }
        if let Some(tool) = self.tool_of(index) {
            return format!("{tool} writes it beside the answers");
        }
        if let Some(key) = named.filter(|key| is_taken(key)) {
            return format!("another column is the {}", key.replace('-', " "));
        }
        if !column.varies {
            return "the same on every row".to_owned();
        }
        if column.is_nearly_all_dates() {
            let taken =
                if self.mapping.date.is_some() { "another column is the date" } else { "one of several" };
            return format!("dates; {taken}");
        }
        let why = if !column.is_nearly_all_numbers() {
            if column.is_mostly_numbers() { "words and numbers" } else { "words" }
        } else if self.settings.is_some_and(|settings| !settings.scores.is_empty()) {
            "numbers that no [[source.score]] names"
        } else if headers::counts_something(header) {
            "numbers that count or name something"
        } else if !column.beyond_one {
            "only 0 and 1"
        } else if !column.is_nearly_all_scores() {
            "numbers beyond 0 to 10"
        } else {
            "numbers without a header"
        };
        why.to_owned()
    }
}
