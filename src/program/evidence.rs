//! Turns scores, words and incidents into the questions of a call: one a dimension below its target, and the one that
//! joins what our people reported with what the customer said.

use chrono::NaiveDate;

use super::dossier::{Dossier, YEAR_DAYS};
use super::wording::{self, capital, day, hours, listed, quote, sentence, shortened};
use crate::assessment::DimensionScore;
use crate::config::Config;
use crate::model::{Incident, Scale, figure};
use crate::signal::SignalId;

/// How many scores, and how many letters of the customer's words, one question holds: more cannot be said in one breath.
const SPOKEN_SCORES: usize = 2;
const SPOKEN_WORDS: usize = 160;

/// A rating below what the firm looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LowScore {
    /// The kebab-case name of the dimension.
    pub(super) id: String,
    /// What is rated, as the survey has it.
    pub(super) dimension: String,
    /// The score, as it is said.
    pub(super) score: String,
}

/// The score that is looked for: of the dimension, else of all, else the threshold of low-score.
fn target(config: &Config, dimension: Option<&str>, scale: Scale) -> f64 {
    let own = dimension.and_then(|id| config.targets.dimensions.get(id)).copied();
    let of_all = || config.targets.default.as_ref().map(|limit| limit.on(scale));
    own.or_else(of_all).unwrap_or_else(|| config.signals.low_score.below.on(scale))
}

/// Every dimension below its target, in file order.
pub(super) fn low_dimensions(dossier: &Dossier<'_>) -> Vec<LowScore> {
    let is_low = |dimension: &DimensionScore, score: f64| {
        dimension
            .scale
            .is_worse(score, target(dossier.config, Some(&dimension.dimension.id), dimension.scale))
    };
    let low = dossier.dimensions().filter(|(dimension, score)| is_low(dimension, *score));
    low.map(|(dimension, score)| LowScore {
        id: dimension.dimension.id.clone(),
        dimension: dimension.dimension.name.clone(),
        score: wording::score(score, dimension.scale),
    })
    .collect()
}

/// The dimensions below their target by their kebab-case names, the worst first.
pub(super) fn worst_first(dossier: &Dossier<'_>) -> Vec<String> {
    let low = low_dimensions(dossier);
    let mut worst: Vec<(f64, String)> = dossier
        .dimensions()
        .filter(|(dimension, _)| low.iter().any(|low| low.id == dimension.dimension.id))
        .map(|(dimension, score)| (dimension.scale.s10(score), dimension.dimension.id.clone()))
        .collect();
    worst.sort_by(|one, other| one.0.total_cmp(&other.0));
    worst.into_iter().map(|(_, id)| id).collect()
}

/// The overall score as it is said, where it was asked for and is below its target.
pub(super) fn low_overall(dossier: &Dossier<'_>) -> Option<String> {
    let (score, scale) = dossier.page.overall?;
    let is_low = dossier.is_current() && scale.is_worse(score, target(dossier.config, None, scale));
    is_low.then(|| wording::score(score, scale))
}

/// Every score of the last wave as it is said, with the one before where that is wanted.
pub(super) fn scores(dossier: &Dossier<'_>, with_before: bool) -> Vec<String> {
    let said = |name: &str, now: f64, before: Option<f64>, scale: Scale| {
        let before = before
            .filter(|_| with_before)
            .map(|before| format!(" (before: {})", wording::score(before, scale)));
        format!("{}: {}{}", capital(name), wording::score(now, scale), before.unwrap_or_default())
    };
    let assessment = &dossier.page.assessment;
    let overall = dossier.page.overall.filter(|_| dossier.is_current());
    let overall = overall.map(|(score, scale)| said("overall", score, assessment.previous, scale));
    let dimensions = dossier.dimensions().map(|(dimension, score)| {
        said(&dimension.dimension.name, score, dimension.previous, dimension.scale)
    });
    overall.into_iter().chain(dimensions).collect()
}

/// The scores of the last wave that no reason names, each with the one before.
pub(super) fn other_scores(dossier: &Dossier<'_>) -> Vec<String> {
    let reasons = &dossier.page.assessment.reasons;
    let is_named = |signals: &[SignalId], id: Option<&str>| {
        reasons.iter().any(|reason| {
            let of = reason.dimension.as_ref().map(|dimension| dimension.id.as_str());
            signals.contains(&reason.signal) && of == id
        })
    };
    let said = |name: &str, now: f64, before: Option<f64>, scale: Scale| {
        let before = before.map(|before| format!(" (before: {})", figure(before, 2))).unwrap_or_default();
        format!("{} {}{before}", capital(name), wording::score(now, scale))
    };
    let overall = dossier.page.overall.filter(|_| dossier.is_current());
    let overall = overall.filter(|_| !is_named(&[SignalId::LowScore, SignalId::CriticalScore], None));
    let overall =
        overall.map(|(score, scale)| said("overall", score, dossier.page.assessment.previous, scale));
    let others = dossier
        .dimensions()
        .filter(|(dimension, _)| !is_named(&[SignalId::LowDimension], Some(dimension.dimension.id.as_str())));
    let others = others.map(|(dimension, score)| {
        said(&dimension.dimension.name, score, dimension.previous, dimension.scale)
    });
    overall.into_iter().chain(others).collect()
}

/// What the customer said, in sentences to read out: the lowest scores, then the longest words.
pub(super) fn customer_side(dossier: &Dossier<'_>) -> Option<String> {
    let low = low_dimensions(dossier);
    let worst = worst_first(dossier);
    let scores = worst.iter().filter_map(|id| low.iter().find(|low| low.id == *id));
    let scores = scores.map(|low| format!("{} for {}", low.score, low.dimension));
    let overall = low_overall(dossier).map(|score| format!("{score} overall"));
    let scores: Vec<String> = scores.chain(overall).take(SPOKEN_SCORES).collect();
    let scores = (!scores.is_empty()).then(|| format!("You gave us {}.", listed(&scores)));
    // Whoever wrote most has most to say; of as much the latest, which comes first.
    let texts = dossier.words().into_iter().rev().filter_map(|words| words.text.as_deref());
    let words = texts.max_by_key(|text| text.chars().count());
    let words = words.map(|text| format!("You wrote: '{}'", sentence(&shortened(text, SPOKEN_WORDS))));
    let sides: Vec<String> = scores.into_iter().chain(words).collect();
    (!sides.is_empty()).then(|| sides.join(" "))
}

/// What our people reported and the customer may be told, in sentences to read out: what weighs most, the latest first.
pub(super) fn staff_side(dossier: &Dossier<'_>) -> Option<String> {
    shareable(dossier).first().map(|incident| {
        // A promise that was kept is nothing to own up to.
        let is_late = incident.overrun_hours(dossier.as_of()).is_some();
        if is_late { statement(dossier, incident) } else { noted(dossier, incident) }
    })
}

/// The incidents of the last year of which the customer may be told, the causes first, then the latest.
pub(super) fn shareable<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a Incident> {
    let causes = dossier.causes();
    let mut incidents = dossier.incidents_of(YEAR_DAYS);
    incidents.retain(|incident| incident.is_shareable);
    incidents.sort_by_key(|incident| !causes.iter().any(|cause| cause.spot == incident.spot));
    incidents
}

/// What is on file of an incident, in sentences: the day and its class, the note, what was promised and what it took.
pub(super) fn statement(dossier: &Dossier<'_>, incident: &Incident) -> String {
    let promise = match (incident.promised_hours, took(incident, dossier.as_of())) {
        (Some(promised), Some(took)) => format!(" We had promised {}, and {took}.", hours(promised)),
        (None, Some(took)) => format!(" {}.", capital(&took)),
        (Some(promised), None) => format!(" We had promised {}.", hours(promised)),
        (None, None) => String::new(),
    };
    format!("{}{promise}", noted(dossier, incident))
}

/// The day of an incident, its class and the note.
fn noted(dossier: &Dossier<'_>, incident: &Incident) -> String {
    let day = day(incident.opened);
    let head = dossier.issue(incident).map_or_else(|| day.clone(), |issue| format!("{day}, {issue}"));
    let note = incident.note.as_deref().map(|note| format!(": {}", sentence(&quote(note))));
    format!("{head}{}", note.unwrap_or_else(|| ".".to_owned()))
}

/// How long an incident took, or has taken.
pub(super) fn took(incident: &Incident, as_of: NaiveDate) -> Option<String> {
    let taken = hours(incident.hours(as_of)?);
    Some(if incident.is_open() {
        format!("it has taken {taken} so far and is still open")
    } else {
        format!("it took {taken}")
    })
}
