//! Turns scores, words and incidents into the two sides of a call: what the customer said, and what our people reported
//! and may be shared.

use chrono::{Datelike as _, NaiveDate};

use super::asked::{self, Asked, is_of_called};
use super::dossier::{Dossier, YEAR_DAYS};
use super::on_record::OnRecord;
use super::wording::{
    self, LONG_MONTHS, capital, day, hours, listed, long_month, quote, sentence, spoken_day, spoken_hours,
};
use crate::assessment::{Given, Verbatim};
use crate::config::Config;
use crate::ingest::key;
use crate::model::{Incident, RECENT_DAYS, Scale, figure};
use crate::signal::SignalId;

/// How many scores one question holds: more cannot be said in one breath.
const SPOKEN_SCORES: usize = 2;
/// Shorter words are in every comment.
const TELLING: usize = 5;
/// How many statements one question holds.
const TOLD: usize = 2;
/// How many notes of our people stand beside it.
const NOTES: usize = 4;

/// The score that is looked for: of the dimension, else of all, else the threshold of low-score.
pub(super) fn target(config: &Config, dimension: Option<&str>, scale: Scale) -> f64 {
    let own = dimension.and_then(|id| config.targets.dimensions.get(id)).copied();
    let of_all = || config.targets.default.as_ref().map(|limit| limit.on(scale));
    own.or_else(of_all).unwrap_or_else(|| config.signals.low_score.below.on(scale))
}

/// Every score of the last wave as it is said, with the one before where that is wanted. Of several respondents it is
/// the mean, beside what each of them gave.
pub(super) fn scores(dossier: &Dossier<'_>, with_before: bool) -> Vec<String> {
    let said = |name: &str, now: f64, before: Option<f64>, scale: Scale, given: Vec<Given>| {
        let before = before.filter(|_| with_before);
        let before = before.map(|before| format!(" (before: {})", wording::score(before, scale)));
        let each = asked::each(&given).filter(|each| each.iter().any(|score| Some(score) != each.first()));
        let each = each.map(|each| format!(", the mean of {}", wording::figures(&each)));
        let now = wording::score(now, scale);
        format!("{}: {now}{}{}", capital(name), each.unwrap_or_default(), before.unwrap_or_default())
    };
    let assessment = &dossier.page.assessment;
    let respondents = &dossier.page.respondents;
    let overall = dossier.page.overall.filter(|_| dossier.is_current());
    let overall = overall.map(|(score, scale)| {
        let given = respondents.iter().filter_map(|respondent| respondent.overall).collect();
        said("overall", score, assessment.previous, scale, given)
    });
    let dimensions = dossier.dimensions().map(|(dimension, score)| {
        let at = dossier.page.dimensions.iter().position(|known| known.id == dimension.dimension.id);
        let given = respondents.iter().filter_map(|respondent| *respondent.dimensions.get(at?)?).collect();
        said(&dimension.dimension.name, score, dimension.previous, dimension.scale, given)
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

/// What [`other_scores`] are, in words: those that no reason names, where one does, and when they were given by somebody
/// who went quiet.
pub(super) fn scores_are(dossier: &Dossier<'_>) -> String {
    let other = if dossier.is_rated() { "other " } else { "" };
    let then = dossier.last_answer().map(|then| format!(" when they last answered, in {then}"));
    format!("Their {other}scores{}", then.unwrap_or_default())
}

/// Whether words are not those of a colleague of the person who is called.
pub(super) fn is_own(dossier: &Dossier<'_>, words: &Verbatim) -> bool {
    is_of_called(dossier, words.contact.as_deref(), words.email.as_deref()) != Some(false)
}

/// What the customer said, in sentences to read out: the lowest scores, then what can be read back of the longest words. What was said before
/// they went quiet is dated.
pub(super) fn customer_side(dossier: &Dossier<'_>) -> Option<String> {
    let low = asked::worst_first(dossier);
    let by = low.first().map(|low| low.by);
    let scores: Vec<String> =
        low.iter().filter(|low| Some(low.by) == by).take(SPOKEN_SCORES).map(Asked::what).collect();
    let then = dossier.last_answer();
    let scores = by.map(|by| match &then {
        Some(then) => {
            format!("When we last had an answer, in {then}, {} gave us {}.", by.within(), listed(&scores))
        }
        None => format!("{} gave us {}.", by.words(), listed(&scores)),
    });
    // Whoever wrote most has most to say; of as much the latest, which comes first.
    let harsh = dossier.harsh;
    let own = dossier.words().into_iter().rev().filter(|words| is_own(dossier, words));
    let own = own.filter_map(|words| harsh.taken_out_of(words.text.as_deref()?));
    let words = own.max_by_key(|text| text.chars().count()).map(|text| {
        let text = sentence(&text);
        match &then {
            Some(_) if by.is_some() => format!("At the time you wrote: '{text}'"),
            Some(then) => format!("When we last had an answer, in {then}, you wrote: '{text}'"),
            None => format!("You wrote: '{text}'"),
        }
    });
    let sides: Vec<String> = scores.into_iter().chain(words).collect();
    (!sides.is_empty()).then(|| sides.join(" "))
}

/// What our people reported and the customer may be told, in sentences to read out, of what weighs most and is latest:
/// the words for the customer or the class, the days, what was promised and what it took. Never the note.
pub(super) fn staff_side(dossier: &Dossier<'_>) -> Option<String> {
    let told = dossier.on_record.as_ref().map(OnRecord::told).unwrap_or_default().into_iter();
    let told = told.take(TOLD).map(|told| format!("Our people tell me: {}", sentence(&told)));
    let said: Vec<String> = told.chain(incident_side(dossier)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The same of the incidents on file.
fn incident_side(dossier: &Dossier<'_>) -> Option<String> {
    let incident = *shareable(dossier).first()?;
    let opened = spoken_day(incident.opened);
    let what = match (incident.summary.as_deref(), dossier.issue(incident)) {
        (Some(summary), _) => {
            format!("Our people tell me what happened on {opened}: {}", sentence(&quote(summary)))
        }
        (None, Some(issue)) => format!("From our side I know of {opened}; we have noted it as '{issue}'."),
        (None, None) => format!("Our people tell me that something went wrong on {opened}."),
    };
    Some(what + &outcome(dossier, incident).unwrap_or_default())
}

/// How an incident went, in a sentence to read out. A promise that was kept is nothing to own up to.
fn outcome(dossier: &Dossier<'_>, incident: &Incident) -> Option<String> {
    let taken = incident.hours(dossier.as_of()).map(spoken_hours);
    let missed = incident.overrun_hours(dossier.as_of()).and(incident.promised_hours.zip(taken));
    if let Some((promised, taken)) = missed {
        let promised = format!(" We had promised to put it right within {}", hours(promised));
        return Some(if incident.is_open() {
            format!("{promised}, and it is still open.")
        } else {
            format!("{promised}, and it took {taken}.")
        });
    }
    Some(match incident.resolved {
        None => " It is still open.".to_owned(),
        Some(resolved) if resolved == incident.opened => " We closed it the same day.".to_owned(),
        Some(resolved) => format!(" We closed it on {}.", spoken_day(resolved)),
    })
}

/// Whether our people reported something lately that the customer may not be told.
pub(super) fn is_held_back(dossier: &Dossier<'_>) -> bool {
    dossier.incidents_of(RECENT_DAYS).iter().any(|incident| !incident.is_shareable)
        || dossier.on_record.as_ref().is_some_and(OnRecord::is_held_back)
}

/// What our people noted of what may be spoken about, for the one who calls and nobody else: of the incident that is
/// named, and of the others lately.
pub(super) fn notes(dossier: &Dossier<'_>) -> Vec<String> {
    let lately = |incident: &Incident| incident.is_of_last(RECENT_DAYS, dossier.as_of());
    let incidents = shareable(dossier).into_iter().enumerate();
    let named = incidents.filter(|(at, incident)| *at == 0 || lately(incident)).map(|(_, incident)| incident);
    let noted = named.filter(|incident| incident.note.is_some()).take(NOTES);
    let on_record = dossier.on_record.iter().flat_map(|on_record| on_record.to_know(dossier.config));
    noted.map(|incident| statement(dossier, incident)).chain(on_record).collect()
}

/// The incidents of the last year of which the customer may be told: the causes first, of these what the team found to be
/// the cause, then what the customer wrote about, then the latest.
pub(super) fn shareable<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a Incident> {
    let causes = dossier.causes();
    let own = dossier.words().into_iter().filter(|words| is_own(dossier, words));
    let written: String = own.filter_map(|words| words.text.as_deref()).collect::<Vec<_>>().join(" ");
    let written = key(&written);
    let written = written.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let written: Vec<&str> = written.collect();
    let found = dossier.on_record.as_ref().map(OnRecord::causes).unwrap_or_default();
    let mut incidents = dossier.incidents_of(YEAR_DAYS);
    incidents.retain(|incident| incident.is_shareable);
    incidents.sort_by_key(|incident| {
        let is_cause = causes.iter().any(|cause| cause.spot == incident.spot);
        let is_found = incident.issue.as_deref().is_some_and(|issue| found.contains(&issue));
        (!is_cause, !is_found, std::cmp::Reverse(likeness(dossier, incident, &written)))
    });
    incidents
}

/// How well an incident fits what the customer wrote: its day, then its month where they name no other, then what it was
/// about.
fn likeness(dossier: &Dossier<'_>, incident: &Incident, written: &[&str]) -> (bool, bool, bool) {
    let month = long_month(incident.opened).to_lowercase();
    let day = incident.opened.day().to_string();
    let is_day = |word: &str| word.trim_end_matches(char::is_alphabetic) == day;
    let is_on_day = written.windows(2).any(|pair| match pair {
        [one, other] => is_day(one) && *other == month || *one == month && is_day(other),
        _ => false,
    });
    let named: Vec<String> =
        LONG_MONTHS.iter().map(|month| month.to_lowercase()).filter(|month| names(written, month)).collect();
    let about = dossier.issue(incident).map(|issue| key(&issue)).unwrap_or_default();
    let mut about = about.split(' ').filter(|word| word.chars().count() >= TELLING);
    (is_on_day, named == [month], about.any(|word| written.contains(&word)))
}

/// Whether words name a month: `may` and `march` are no months by themselves.
fn names(written: &[&str], month: &str) -> bool {
    let before = ["in", "since", "of", "during", "last", "early", "late", "until"];
    written.windows(2).any(|pair| match pair {
        [one, other] => *other == month && (before.contains(one) || !["may", "march"].contains(&month)),
        _ => false,
    })
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
