//! Decides what each column of a survey is: from the configuration, the options, the headers and the cells.

use super::headers::{self, Role};
use super::profile::{Column, Profile};
use super::survey_options::SurveyOptions;
use crate::config::{DateOrder, SourceSettings};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::model::{RawScore, Scale};

/// What each column of a survey file is.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping {
    /// Where the customer stands, the first that is not blank counts; empty where every row is somebody of its own.
    pub(super) customer: Vec<usize>,
    /// Where the customer's name stands, beside an id.
    pub(super) name: Option<usize>,
    /// Who owns the relationship.
    pub(super) manager: Option<usize>,
    /// Who answered.
    pub(super) respondent: Option<usize>,
    /// The e-mail address of who answered.
    pub(super) email: Option<usize>,
    /// When.
    pub(super) date: Option<usize>,
    /// The order of day and month.
    pub(super) order: Option<DateOrder>,
    /// The choice question.
    pub(super) sentiment: Option<usize>,
    /// What the customer wrote.
    pub(super) comments: Vec<usize>,
    /// The id of the answer.
    pub(super) response: Option<usize>,
    /// The round of the survey.
    pub(super) wave: Option<usize>,
    /// The score columns, the overall one first.
    pub(super) scores: Vec<ScoreColumn>,
    /// What was assumed, for people.
    pub(super) remarks: Vec<String>,
    /// Headers that nothing was made of.
    pub(super) unused: Vec<String>,
    /// Score columns whose scale has to be asked for, with the scales they could have.
    pub(super) undecided: Vec<(String, Vec<Scale>)>,
    /// Whether more rows have to be seen before this can be trusted.
    pub(super) needs_whole: bool,
}

/// A score column.
#[derive(Debug, Clone)]
pub(super) struct ScoreColumn {
    /// Which column.
    pub(super) column: usize,
    /// Its header.
    pub(super) header: String,
    /// The dimension's id; `None` for the overall question.
    pub(super) dimension: Option<String>,
    /// The scale.
    pub(super) scale: Scale,
    /// How the scale is known.
    pub(super) why: &'static str,
    /// Spellings of "not answered", beside the usual ones.
    pub(super) missing: Vec<String>,
}

/// What the mapping is decided from.
pub(super) struct Evidence<'a> {
    /// The name of the file.
    pub(super) file: &'a str,
    /// The line of the header.
    pub(super) header_line: u64,
    /// The headers.
    pub(super) header: &'a [String],
    /// The cells.
    pub(super) profile: &'a Profile,
    /// What `retain.toml` says of this file.
    pub(super) settings: Option<&'a SourceSettings>,
    /// What the command line says.
    pub(super) options: &'a SurveyOptions,
    /// Whether a column has to name the wave.
    pub(super) needs_wave: bool,
}

impl Evidence<'_> {
    fn place(&self) -> Place {
        Place::Line { file: self.file.to_owned(), line: self.header_line }
    }

    fn column(&self, index: usize) -> Option<&Column> {
        self.profile.columns.get(index)
    }

    fn header(&self, index: usize) -> &str {
        self.header.get(index).map_or("", String::as_str)
    }

    /// The column that a person named: by position (`#3`), by its header, or by it whatever its case and spacing.
    fn find(&self, wanted: &str) -> Result<usize, Box<Diagnostic>> {
        let by_position = wanted.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
        if let Some(index) = by_position
            .and_then(|position| position.checked_sub(1))
            .filter(|index| *index < self.header.len())
        {
            return Ok(index);
        }
        let matching = |matches: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..self.header.len()).filter(|index| matches(self.header(*index))).collect()
        };
        let exact = matching(&|header| header == wanted);
        let wanted_folded = headers::folded(wanted);
        let found = if exact.is_empty() {
            matching(&|header| !wanted_folded.is_empty() && headers::folded(header) == wanted_folded)
        } else {
            exact
        };
        match found.as_slice() {
            [index] => Ok(*index),
            [] => Err(Box::new(self.no_such_column(wanted))),
            [first, second, ..] => Err(Box::new(self.equal_headers(wanted, *first, *second))),
        }
    }

    fn no_such_column(&self, wanted: &str) -> Diagnostic {
        let folded = headers::folded(wanted);
        let likeness = |header: &str| strsim::jaro_winkler(&headers::folded(header), &folded);
        let nearest = self.header.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        let hint = match nearest {
            Some(header) if likeness(header) >= 0.8 => format!("did you mean `{header}`?"),
            _ => format!(
                "the columns are: {}",
                listed(self.header.iter().filter(|header| !header.is_empty()).map(String::as_str))
            ),
        };
        Diagnostic::error("no-such-column", format!("there is no column `{wanted}`"))
            .at(self.place())
            .hint(hint)
    }

    fn equal_headers(&self, header: &str, first: usize, second: usize) -> Diagnostic {
        let message =
            format!("two columns are headed `{header}`: column {} and column {}", first + 1, second + 1);
        let hint =
            format!("rename one of them, or name the right one by its position, such as `#{}`", second + 1);
        Diagnostic::error("equal-headers", message).at(self.place()).hint(hint)
    }
}

/// Decides what each column is. Problems that stop everything are added to `problems`.
pub(super) fn map(evidence: &Evidence<'_>, problems: &mut Problems) -> Mapping {
    let mut mapping = Mapping::default();
    let before = problems.clone();
    for (role, index) in roles(evidence, problems) {
        match role {
            Role::CustomerId | Role::Customer => mapping.customer.push(index),
            Role::Date => mapping.date = Some(index),
            Role::Contact => mapping.respondent = Some(index),
            Role::Email => mapping.email = Some(index),
            Role::Sentiment => mapping.sentiment = Some(index),
            Role::Comment => mapping.comments.push(index),
            Role::Response => mapping.response = Some(index),
            Role::AccountManager => mapping.manager = Some(index),
            Role::Wave => mapping.wave = Some(index),
        }
    }
    settle_customer(evidence, &mut mapping, problems);
    settle_respondent(evidence, &mut mapping);
    settle_date(evidence, &mut mapping, problems);
    if evidence.needs_wave && mapping.wave.is_none() {
        let problem =
            Diagnostic::error("no-wave-column", "waves are by column, and no column names the wave");
        problems.add(
            problem
                .at(evidence.place())
                .hint("name it: [source.columns] wave = \"Round\", or set [waves] by = \"auto\""),
        );
    }
    settle_scores(evidence, &mut mapping, problems);
    let used = mapping.used();
    let unused = (0..evidence.header.len()).filter(|index| !used.contains(index));
    mapping.unused =
        unused.map(|index| evidence.header(index).to_owned()).filter(|header| !header.is_empty()).collect();
    if problems.has_errors() && !before.has_errors() && !evidence.profile.is_whole {
        // The rest of a long file may hold what is missing here.
        mapping.needs_whole = true;
    }
    mapping
}

impl Mapping {
    /// The columns that something is made of.
    pub(super) fn used(&self) -> Vec<usize> {
        let single = [
            self.name,
            self.manager,
            self.respondent,
            self.email,
            self.date,
            self.sentiment,
            self.response,
            self.wave,
        ];
        let scores = self.scores.iter().map(|score| score.column);
        self.customer
            .iter()
            .copied()
            .chain(self.comments.iter().copied())
            .chain(scores)
            .chain(single.into_iter().flatten())
            .collect()
    }
}

/// The columns with a role: those that the configuration names, else those whose header does.
fn roles(evidence: &Evidence<'_>, problems: &mut Problems) -> Vec<(Role, usize)> {
    const KEYED: [Role; 9] = [
        Role::Customer,
        Role::Date,
        Role::Contact,
        Role::Email,
        Role::Sentiment,
        Role::Comment,
        Role::Response,
        Role::AccountManager,
        Role::Wave,
    ];
    let mut roles: Vec<(Role, usize)> = Vec::new();
    let named: &dyn Fn(&str) -> Option<Vec<String>> = &|key| evidence.settings?.columns.get(key).cloned();
    for role in KEYED {
        for wanted in named(role.key()).unwrap_or_default() {
            match evidence.find(&wanted) {
                Ok(index) => roles.push((role, index)),
                Err(problem) => problems.add(*problem),
            }
        }
    }
    let is_settled = |role: Role| named(role.key()).is_some();
    let scored: Vec<usize> = evidence
        .settings
        .iter()
        .flat_map(|settings| &settings.scores)
        .filter_map(|score| evidence.find(&score.column).ok())
        .collect();
    let mut candidates: Vec<(Role, usize, usize)> = (0..evidence.header.len())
        .filter(|index| !scored.contains(index) && !roles.iter().any(|(_, known)| known == index))
        .filter_map(|index| headers::role(evidence.header(index)).map(|(role, rank)| (role, rank, index)))
        .filter(|(role, _, _)| !is_settled(*role))
        .collect();
    candidates.sort_unstable();
    for (role, rank, index) in &candidates {
        let rival = candidates.iter().find(|(other, other_rank, other_index)| {
            other == role && other_rank == rank && other_index < index
        });
        match rival {
            _ if *role == Role::Comment => roles.push((*role, *index)),
            Some((_, _, first))
                if headers::folded(evidence.header(*first)) == headers::folded(evidence.header(*index)) =>
            {
                problems.add(evidence.equal_headers(evidence.header(*index), *first, *index));
            }
            _ if !roles.iter().any(|(known, _)| known == role) => roles.push((*role, *index)),
            _ => {}
        }
    }
    roles
}

fn settle_customer(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    let is_id = |index: &usize| matches!(headers::role(evidence.header(*index)), Some((Role::CustomerId, _)));
    let found = std::mem::take(&mut mapping.customer);
    if evidence.options.each_row {
        mapping.remarks.push("every row is a customer of its own (--each-row)".to_owned());
        return;
    }
    if let Some(wanted) = &evidence.options.customer {
        match evidence.find(wanted) {
            Ok(index) => mapping.customer = vec![index],
            Err(problem) => problems.add(*problem),
        }
        let chosen = mapping.customer.clone();
        clear_role_of(mapping, &chosen);
        // What would have been the customer's id tells respondents apart.
        let other_id = found.into_iter().find(|index| is_id(index) && !mapping.customer.contains(index));
        if mapping.respondent.is_none() && mapping.email.is_none() {
            mapping.respondent = other_id;
        }
        return;
    }
    let is_configured = evidence.settings.is_some_and(|settings| settings.columns.contains_key("customer"));
    if is_configured {
        mapping.customer = found;
    } else if let Some(id) = found.iter().copied().find(is_id) {
        mapping.name = found.into_iter().find(|index| !is_id(index));
        mapping.customer = vec![id];
    } else {
        mapping.customer = found.into_iter().take(1).collect();
    }
    if let Some(names) = evidence.settings.and_then(|settings| settings.columns.get("name")) {
        mapping.name =
            names.iter().find_map(|name| evidence.find(name).map_err(|problem| problems.add(*problem)).ok());
    }
    let is_one_value = |index: &usize| {
        evidence.profile.rows >= 5
            && evidence.column(*index).is_some_and(|column| column.filled > 4 && !column.varies)
    };
    if mapping.customer.is_empty() {
        problems.add(no_customer(evidence));
    } else if evidence.profile.is_whole && mapping.customer.iter().all(is_one_value) {
        mapping.remarks.push("all rows name one customer".to_owned());
    }
}

/// A column has one use: what was chosen for the customer is nothing else.
fn clear_role_of(mapping: &mut Mapping, chosen: &[usize]) {
    for role in [
        &mut mapping.respondent,
        &mut mapping.email,
        &mut mapping.sentiment,
        &mut mapping.response,
        &mut mapping.wave,
        &mut mapping.manager,
    ] {
        if role.is_some_and(|index| chosen.contains(&index)) {
            *role = None;
        }
    }
    mapping.comments.retain(|index| !chosen.contains(index));
}

fn no_customer(evidence: &Evidence<'_>) -> Diagnostic {
    let texts: Vec<&str> = (0..evidence.header.len())
        .filter(|index| {
            let column = evidence.column(*index);
            column.is_some_and(|column| {
                column.varies && column.numbers * 2 < column.filled && column.dates * 2 < column.filled
            })
        })
        .map(|index| evidence.header(index))
        .filter(|header| !header.is_empty() && header.chars().count() <= 40)
        .collect();
    let example = texts.iter().find(|header| {
        headers::role(header).is_some_and(|(role, _)| matches!(role, Role::Email | Role::Contact))
    });
    let example = example.or(texts.first()).copied().unwrap_or("COLUMN");
    let message = "no column says which customer answered (customer, company, account, client, organisation)";
    let hint = format!(
        "name the column: --customer \"{example}\", or in retain.toml [[source]] with [source.columns] customer = \"{example}\"; \
         where every answer is somebody of its own: --each-row"
    );
    Diagnostic::error("no-customer-column", message).at(evidence.place()).hint(hint)
}

/// A respondent column that always says the same ("anonymous") tells nobody apart.
fn settle_respondent(evidence: &Evidence<'_>, mapping: &mut Mapping) {
    if mapping.respondent.is_none() {
        mapping.respondent = mapping.email;
    }
    let Some(index) = mapping.respondent else { return };
    let is_one_value = evidence.column(index).is_some_and(|column| column.filled > 2 && !column.varies);
    if is_one_value && evidence.profile.is_whole {
        mapping.respondent = None;
        mapping
            .remarks
            .push(format!("`{}` is the same on every row and tells nobody apart", evidence.header(index)));
    }
}

fn settle_date(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    if mapping.date.is_none() {
        let used = mapping.used();
        let dated: Vec<usize> = (0..evidence.header.len())
            .filter(|index| !used.contains(index))
            .filter(|index| {
                evidence
                    .column(*index)
                    .is_some_and(|column| column.filled > 0 && column.is_nearly_all_dates())
            })
            .collect();
        if let [index] = dated.as_slice() {
            mapping.date = Some(*index);
            mapping.remarks.push(format!("`{}` holds the dates", evidence.header(*index)));
        }
    }
    let Some(index) = mapping.date else { return };
    let Some(column) = evidence.column(index) else { return };
    let stated = evidence
        .options
        .date_order
        .or_else(|| evidence.settings.and_then(|settings| settings.read.date_order));
    mapping.order = stated.or(match (column.day_first, column.month_first) {
        (Some(_), None) => Some(DateOrder::Dmy),
        (None, Some(_)) => Some(DateOrder::Mdy),
        _ => None,
    });
    if column.short_years {
        mapping.remarks.push(format!("years of two digits in `{}` are read as 20..", evidence.header(index)));
    }
    if stated.is_some() {
        return;
    }
    match (column.day_first, column.month_first) {
        (Some(day), Some(month)) => problems.add(mixed_order(evidence, index, day, month)),
        (None, None) if column.either > 0 => problems.add(undecided_order(evidence, index, column.either)),
        (None, None) if column.either_with_points > 0 => {
            mapping.order = Some(DateOrder::Dmy);
            mapping
                .remarks
                .push(format!("dates with points in `{}` have the day first", evidence.header(index)));
        }
        (Some(_), None) => {
            mapping.remarks.push(format!("dates in `{}` have the day first", evidence.header(index)))
        }
        (None, Some(_)) => {
            mapping.remarks.push(format!("dates in `{}` have the month first", evidence.header(index)))
        }
        (None, None) => {}
    }
}

fn order_hint(evidence: &Evidence<'_>) -> String {
    format!(
        "say which: --date-order dmy or --date-order mdy; or in retain.toml: [[source]] files = [\"{}\"] and [source.read] date-order = \"dmy\"",
        evidence.file
    )
}

fn mixed_order(evidence: &Evidence<'_>, index: usize, day: u64, month: u64) -> Diagnostic {
    let field = evidence.header(index).to_owned();
    let message = format!("some dates have the day first (line {day}), others the month (line {month})");
    Diagnostic::error("date-order-mixed", message)
        .at(Place::Field { file: evidence.file.to_owned(), line: day.max(month), field })
        .hint(format!(
            "make the column one format (in a spreadsheet: format it as 2026-10-05), or {}",
            order_hint(evidence)
        ))
}

fn undecided_order(evidence: &Evidence<'_>, index: usize, either: u64) -> Diagnostic {
    let field = evidence.header(index).to_owned();
    let message = format!("day or month first? {either} dates can be read both ways, and no date decides it");
    Diagnostic::error("date-order-undecided", message)
        .at(Place::Field { file: evidence.file.to_owned(), line: evidence.header_line, field })
        .hint(order_hint(evidence))
}

fn settle_scores(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    let configured = evidence.settings.map_or(&[][..], |settings| &settings.scores);
    for score in configured {
        match evidence.find(&score.column) {
            Ok(column) => mapping.scores.push(ScoreColumn {
                column,
                header: evidence.header(column).to_owned(),
                dimension: (score.dimension != "overall").then(|| score.dimension.clone()),
                scale: score.scale,
                why: "set in retain.toml",
                missing: score.missing.clone(),
            }),
            Err(problem) => problems.add(*problem),
        }
    }
    if configured.is_empty() {
        guess_scores(evidence, mapping, problems);
    }
    mapping.scores.sort_by_key(|score| (score.dimension.is_some(), score.column));
    for (position, score) in mapping.scores.iter().enumerate() {
        if let Some(first) =
            mapping.scores.iter().take(position).find(|other| other.dimension == score.dimension)
        {
            problems.add(evidence.equal_headers(&score.header, first.column, score.column));
        }
    }
    if mapping.scores.is_empty() && mapping.sentiment.is_none() && mapping.comments.is_empty() {
        let message =
            "no column holds scores: numbers from 0 to 10 under a header such as overall, score, accuracy";
        let hint = format!(
            "name the columns in retain.toml: [[source.score]] dimension = \"overall\", column = \"...\", scale = \"0-10\"; the columns are: {}",
            listed(evidence.header.iter().filter(|header| !header.is_empty()).map(String::as_str))
        );
        problems.add(Diagnostic::error("no-score-column", message).at(evidence.place()).hint(hint));
    }
}

/// Takes the columns that are scores without asking.
fn guess_scores(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    let used = mapping.used();
    let mut found: Vec<(Option<usize>, usize)> = Vec::new();
    for index in (0..evidence.header.len()).filter(|index| !used.contains(index)) {
        let Some(column) = evidence.column(index).filter(|column| column.filled > 0) else { continue };
        let header = evidence.header(index);
        let rank = headers::overall(header);
        let is_score =
            column.is_nearly_all_scores() && column.beyond_one && !headers::counts_something(header);
        let is_overall = rank.is_some() && column.is_nearly_all_numbers();
        if is_score && !header.is_empty() || is_overall {
            found.push((rank, index));
        } else if rank.is_some() && mapping.sentiment.is_none() && header.to_lowercase().contains("recommend")
        {
            mapping.sentiment = Some(index);
        } else if rank.is_some() {
            mapping.remarks.push(format!("`{header}` holds words, not numbers, and is not read as a score"));
        }
    }
    let overall = match found.as_slice() {
        [(_, only)] => Some(*only),
        several => several
            .iter()
            .filter_map(|(rank, index)| Some((*rank.as_ref()?, *index)))
            .min()
            .map(|(_, index)| index),
    };
    for (_, index) in found {
        let header = evidence.header(index).to_owned();
        let Some(column) = evidence.column(index) else { continue };
        let dimension = (overall != Some(index)).then(|| headers::dimension_id(&header));
        if overall == Some(index) && headers::overall(&header) != Some(0) {
            mapping.remarks.push(format!("`{header}` is read as the overall score"));
        }
        if dimension.as_deref() == Some("") {
            continue;
        }
        let (scale, why) = scale_of(evidence, &header, column).unwrap_or_else(|readings| {
            mapping.needs_whole |= !evidence.profile.is_whole;
            mapping.undecided.push((header.clone(), readings));
            (Scale::ZERO_TO_TEN, "to be asked")
        });
        mapping.scores.push(ScoreColumn {
            column: index,
            header,
            dimension,
            scale,
            why,
            missing: Vec::new(),
        });
    }
    check_named_scales(evidence, mapping, problems);
}

/// The scale of a column and how it is known, or the scales it could have.
fn scale_of(
    evidence: &Evidence<'_>,
    header: &str,
    column: &Column,
) -> Result<(Scale, &'static str), Vec<Scale>> {
    let folded = headers::folded(header);
    let named = evidence
        .options
        .scales
        .iter()
        .rfind(|(name, _)| name.as_deref().is_some_and(|name| headers::folded(name) == folded));
    let general = evidence.options.scales.iter().rfind(|(name, _)| name.is_none());
    if let Some((_, scale)) = named.or(general) {
        return Ok((*scale, "as --scale says"));
    }
    let holds_all = |scale: Scale| {
        column.least.is_none_or(|least| scale.contains(least))
            && column.most.is_none_or(|most| scale.contains(most))
    };
    if let Some(scale) = headers::stated_scale(header).filter(|scale| holds_all(*scale)) {
        return Ok((scale, "as the header says"));
    }
    if !column.is_nearly_all_scores() {
        return Err(["0-100"].iter().filter_map(|scale| scale.parse().ok()).collect());
    }
    if column.most_to_ten > Some(RawScore::of(5)) {
        return Ok((Scale::ZERO_TO_TEN, "values above 5 seen"));
    }
    let has_zero = column.least.is_some_and(|least| least < RawScore::of(1));
    let readings: &[&str] = if has_zero { &["0-5", "0-10"] } else { &["1-5", "5-1", "0-10"] };
    Err(readings.iter().filter_map(|scale| scale.parse().ok()).collect())
}

/// A scale for a column that is not there is a slip of the fingers.
fn check_named_scales(evidence: &Evidence<'_>, mapping: &Mapping, problems: &mut Problems) {
    for wanted in evidence.options.scales.iter().filter_map(|(name, _)| name.as_deref()) {
        match evidence.find(wanted) {
            Err(problem) => problems.add(*problem),
            Ok(index) if !mapping.scores.iter().any(|score| score.column == index) => {
                let message = format!(
                    "`{}` is not a score column, so --scale says nothing about it",
                    evidence.header(index)
                );
                problems.add(Diagnostic::error("scale-without-score", message).at(evidence.place()).hint(
                    format!(
                        "the score columns are: {}",
                        listed(mapping.scores.iter().map(|score| score.header.as_str()))
                    ),
                ));
            }
            Ok(_) => {}
        }
    }
}

/// Names for a hint: the first dozen.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let shown = names.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 12 { format!("{shown} and {} more", names.len() - 12) } else { shown }
}
