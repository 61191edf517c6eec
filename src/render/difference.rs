//! Turns what two at-risk lists do not have in common into tables for the terminal and a document to print.

use crate::assessment::{Assessment, Cause, Change, Difference, Total};
use crate::model::{Files, figure};
use crate::signal::Reading;

use super::document::Document;
use super::list_table::WIDE;
use super::screen::Screen;
use super::table::{Column, Grid};
use super::words::{self, DECIMALS};
use super::{Look, tone::Tone};

/// What two lists do not have in common, and what made them.
#[derive(Debug)]
pub struct Compared<'a> {
    /// The customers.
    pub difference: &'a Difference,
    /// What the earlier list was made of, as the command line has it.
    pub before: &'a str,
    /// What the later list was made of.
    pub after: &'a str,
    /// The firm.
    pub company: Option<&'a str>,
    /// The currency of values.
    pub currency: &'a str,
    /// Names of the files that the earlier list rests on.
    pub files_before: &'a Files,
    /// Names of the files that the later list rests on.
    pub files_after: &'a Files,
    /// Whether the answers may be others: two days, or two surveys.
    pub is_other_data: bool,
    /// Whether the thresholds may be others: two configurations.
    pub is_other_configuration: bool,
    /// The settings that differ: key, earlier value, later value.
    pub settings: &'a [(String, String, String)],
}

/// The parts, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Entered,
    Left,
    Worse,
    Watched,
    Lost,
}

impl Part {
    const ALL: [Self; 5] = [Self::Entered, Self::Left, Self::Worse, Self::Watched, Self::Lost];

    fn title(self) -> &'static str {
        match self {
            Self::Entered => "New on the list",
            Self::Left => "No longer on the list",
            Self::Worse => "On the list before, and worse",
            Self::Watched => "New to watch",
            Self::Lost => "Lost",
        }
    }

    fn of(self, difference: &Difference) -> &[Change] {
        match self {
            Self::Entered => &difference.entered,
            Self::Left => &difference.left,
            Self::Worse => &difference.worse,
            Self::Watched => &difference.watched,
            Self::Lost => &difference.lost,
        }
    }

    /// Whether the data or the thresholds did it.
    fn cause(self, cause: Cause) -> &'static str {
        match (self, cause) {
            (Self::Entered, Cause::Data) => "would be listed under the old thresholds as well",
            (Self::Entered, Cause::Thresholds) => "would not be listed under the old thresholds",
            (Self::Left, Cause::Data) => "would not be listed under the old thresholds either",
            (Self::Left, Cause::Thresholds) => "would still be listed under the old thresholds",
            (Self::Worse, Cause::Data) => "worse under the old thresholds as well",
            (Self::Worse, Cause::Thresholds) => "no worse under the old thresholds",
            (Self::Lost, Cause::Data) => "gone under the old thresholds as well",
            (Self::Lost, Cause::Thresholds) => "not gone under the old thresholds",
            (Self::Watched, Cause::Data) => "to be watched under the old thresholds as well",
            (Self::Watched, Cause::Thresholds) => "nothing to watch under the old thresholds",
        }
    }
}

/// The title.
pub(super) fn title(compared: &Compared<'_>) -> String {
    let company = compared.company.map(|company| format!(": {company}")).unwrap_or_default();
    format!("What changed from {} to {}{company}", compared.before, compared.after)
}

/// Writes tables for the terminal.
pub(super) fn screen(compared: &Compared<'_>, look: Look) -> String {
    let mut screen = Screen::new(look);
    screen.heading(&title(compared));
    for (part, changes) in parts(compared) {
        screen.heading(part.title());
        screen.table(&grid(compared, part, changes, look.width >= WIDE));
    }
    let mut sentences = sentences(compared).into_iter();
    sentences.next().iter().for_each(|first| screen.paragraph(first));
    sentences.for_each(|sentence| screen.line(&sentence));
    screen.finish()
}

/// Writes a document.
pub(super) fn document(compared: &Compared<'_>) -> String {
    let mut document = Document::default();
    document.heading(1, &title(compared));
    for (part, changes) in parts(compared) {
        document.heading(2, part.title());
        let row = |change: &Change| {
            let newest = change.newest();
            vec![
                newest.map(|newest| words::customer(newest).join(" ")).unwrap_or_default(),
                stand(change),
                scores(change).join(" "),
                newest.and_then(|newest| newest.account_manager.clone()).unwrap_or_default(),
                newest
                    .and_then(|newest| if part == Part::Lost { newest.lost_value } else { newest.value })
                    .map(|value| words::money(value, compared.currency))
                    .unwrap_or_default(),
                why(compared, part, change).join("; "),
            ]
        };
        let headers = ["Customer", "Was -> is", "Score", "Account manager", "Value a year", "Why"];
        document.table(&headers, &changes.iter().map(row).collect::<Vec<_>>());
    }
    document.heading(2, "In numbers");
    document.points(&sentences(compared));
    document.finish()
}

fn parts<'a>(compared: &'a Compared<'_>) -> impl Iterator<Item = (Part, &'a [Change])> {
    let parts = Part::ALL.into_iter().map(|part| (part, part.of(compared.difference)));
    parts.filter(|(_, changes)| !changes.is_empty())
}

/// The customers; in a narrow terminal with the labels below the name.
fn grid(compared: &Compared<'_>, part: Part, changes: &[Change], is_wide: bool) -> Grid {
    let who = |change: &Change| {
        let mut lines = change.newest().map(words::customer).unwrap_or_default();
        lines.extend((!is_wide).then(|| stand(change)));
        lines
    };
    let mut columns = vec![Column::new("Customer", 26, changes.iter().map(who).collect())];
    if is_wide {
        columns.push(Column::new("Was -> is", 22, changes.iter().map(|one| vec![stand(one)]).collect()));
    }
    let wide = columns.len();
    columns.push(Column::new("Why", 0, changes.iter().map(|one| why(compared, part, one)).collect()));
    columns.push(Column::new("Score", 14, changes.iter().map(scores).collect()));
    let tones = changes.iter().map(|change| tone(part, change)).collect();
    Grid { columns, wide, tones, toned: wide, is_ruled: true }
}

/// What left the list is no alarm.
fn tone(part: Part, change: &Change) -> Tone {
    let after = change.after.as_ref().filter(|_| part != Part::Left);
    after.map_or(Tone::Plain, |after| Tone::of(after.label))
}

/// The labels, and the points where the label is the same.
fn stand(change: &Change) -> String {
    let label = |assessment: &Option<Assessment>, nobody: &str| {
        assessment.as_ref().map_or(nobody.to_owned(), |assessment| assessment.label.to_string())
    };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before.label == after.label => {
            let [before, points] = [before.points, after.points].map(|points| figure(points, DECIMALS));
            format!("{}, {before} -> {points} points", after.label)
        }
        (before, after) => {
            format!("{} -> {}", label(before, "not known"), label(after, "no longer in the files"))
        }
    }
}

/// The wave scores of both lists, where there are any.
fn scores(change: &Change) -> Vec<String> {
    let of = |assessment: &Option<Assessment>| {
        let assessment = assessment.as_ref()?;
        Some((figure(assessment.score?, DECIMALS), assessment.scale?))
    };
    match (of(&change.before), of(&change.after)) {
        (None, None) => Vec::new(),
        (Some((before, scale)), Some((after, other))) if scale == other => {
            vec![format!("{before} -> {after}"), format!("({scale})")]
        }
        (before, after) => {
            let one = |side: Option<(String, _)>| {
                side.map_or("none".to_owned(), |(score, scale)| format!("{score} ({scale})"))
            };
            vec![format!("{} ->", one(before)), one(after)]
        }
    }
}

/// Since when somebody is gone, and how that is known.
fn lost(after: &Assessment) -> Vec<String> {
    let since = after.since.map(|day| format!("since {day}"));
    since.into_iter().chain([words::lost(after)]).collect()
}

/// What came, or what went, and what did it where that can be told apart.
fn why(compared: &Compared<'_>, part: Part, change: &Change) -> Vec<String> {
    let no_longer = |reading: &Reading| format!("no longer: {}", words::in_words(reading));
    let mut lines = match part {
        Part::Left => change.went().into_iter().map(no_longer).collect(),
        Part::Entered | Part::Worse | Part::Watched => change.came().into_iter().map(words::told).collect(),
        Part::Lost => change.after.as_ref().map(lost).unwrap_or_default(),
    };
    if lines.is_empty() {
        lines = change.newest().map(words::reasons).unwrap_or_default();
    }
    if compared.is_other_configuration {
        lines.push(format!("({})", part.cause(change.cause)));
    }
    lines
}

/// What was lost a year with those who are gone.
fn total_lost(lost: &[Change]) -> Total {
    Total::of_lost(lost.iter().filter_map(|change| change.after.as_ref()))
}

/// What is said below: how many, how much is at stake, and what the lists were made of.
fn sentences(compared: &Compared<'_>) -> Vec<String> {
    let Difference { before, after, entered, left, worse, lost, others, .. } = compared.difference;
    let [was, is] = [before, after].map(|side| side.counts.critical + side.counts.at_risk);
    let mut sentences = vec![format!(
        "{is} critical or at risk, {was} before: {} new, {} no longer on the list, {} lost, {} worse, {others} as before or better.",
        entered.len(),
        left.len(),
        lost.len(),
        worse.len()
    )];
    sentences.extend(total_lost(lost).words("Value a year of those who were lost", "", compared.currency));
    if before.value.is_some() || after.value.is_some() {
        let money = |value: Option<_>| {
            value.map_or("none known".to_owned(), |value| words::money(value, compared.currency))
        };
        sentences.push(format!(
            "Value a year at risk, where it is known: {}, {} before.",
            money(after.value),
            money(before.value)
        ));
    }
    if before.as_of != after.as_of {
        sentences.push(format!("The earlier list is of {}, the later of {}.", before.as_of, after.as_of));
    }
    match (compared.is_other_data, compared.is_other_configuration) {
        (_, false) => {
            sentences.push("The thresholds are the same: every change is in the data.".to_owned());
        }
        (false, true) if compared.settings.is_empty() => {
            sentences.push("The data and the settings are the same.".to_owned());
        }
        (false, true) => {
            sentences.push("The data are the same: every change comes from the settings.".to_owned());
        }
        (true, true) => {}
    }
    let settings = compared.settings.iter();
    sentences.extend(settings.map(|(key, before, after)| format!("Setting {key}: {before} -> {after}")));
    sentences
}
