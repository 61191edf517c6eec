//! Turns everything about one customer into headings, rows and sentences that table and document share.
//!
//! What is made here is raw: it holds customers' text and is cleaned where it is shown.

use crate::assessment::{Explanation, OrderPage, Verbatim, WaveScores};
use crate::casebook::{Event, Value};
use crate::model::{Departure, DepartureKind, Files, Incident, Label, OrderDay, Scale, Spot, figure};
use crate::signal::{Measured, Reading, Standing, Unit};

use super::spark;
use super::words::{self, DECIMALS, counted};

/// How many characters of one comment are shown.
const LONGEST_TEXT: usize = 5_000;

/// How many waves the small picture spans.
const WAVES_DRAWN: usize = 16;

/// How many places of one reading are listed.
const PLACES_LISTED: usize = 5;

/// The customer's name, and the id where it is another.
pub(super) fn title(page: &Explanation) -> String {
    words::customer(&page.assessment).join(" ")
}

/// Where the customer stands, whose they are and whom to call, a line each.
pub(super) fn facts(page: &Explanation) -> Vec<String> {
    let a = &page.assessment;
    let points =
        format!("{} {}", figure(a.points, DECIMALS), if is_one(a.points) { "point" } else { "points" });
    let mut facts = vec![format!("On {}: {}, {points}", page.as_of, words::label(a))];
    let score = words::whole_score(a);
    let contact = words::contact(a);
    let named = [
        ("Score", (!score.is_empty()).then_some(score)),
        ("Account manager", a.account_manager.clone()),
        ("Contact", (!contact.is_empty()).then_some(contact)),
        ("Value a year", a.value.map(|value| words::money(value, &page.currency))),
        ("Chance of leaving within 90 days", a.p.filter(|_| page.calibrated).map(words::chance)),
        ("A call is worth", a.gain.map(|gain| words::money(gain, &page.currency))),
        ("Case", words::case(a)),
        ("Since", a.since.map(|day| words::since(day, page.as_of))),
    ];
    facts.extend(named.into_iter().filter_map(|(name, fact)| fact.map(|fact| format!("{name}: {fact}"))));
    facts.extend(page.departures.iter().flatten().map(|departure| departed(departure, page)));
    facts
}

/// When the customer left or bought less, and what is noted of it.
fn departed(departure: &Departure, page: &Explanation) -> String {
    let what = match departure.kind {
        DepartureKind::Left => "Left",
        DepartureKind::Less => "Bought less from",
    };
    let revenue =
        departure.revenue.map(|revenue| format!("{} a year lost", words::money(revenue, &page.currency)));
    let noted = words::noted_loss(departure.stated_reason.as_ref(), departure.root_cause.as_ref());
    let trigger = departure.proximate_cause.as_ref().map(|cause| format!("trigger: {cause}"));
    let parts: Vec<String> =
        std::iter::once(departure.day.to_string()).chain(revenue).chain(noted).chain(trigger).collect();
    format!("{what}: {} ({})", parts.join("; "), page.files.show(departure.spot))
}

fn is_one(points: f64) -> bool {
    figure(points, DECIMALS) == "1"
}

/// Why the customer is on the list, or why not.
pub(super) fn why(page: &Explanation) -> String {
    let a = &page.assessment;
    let reasons = words::reasons(a).join("; ");
    let notes = a.notes.iter().map(words::in_words);
    let besides: Vec<String> =
        notes.chain(a.remarks.iter().map(|remark| remark.words().to_owned())).collect();
    let said = match a.label {
        Label::Critical | Label::AtRisk => format!("{}: {reasons}.", words::calls_for(a.stage)),
        Label::Watch => format!("Watch: {reasons}."),
        Label::Fine => "Not on the list: no signal fired.".to_owned(),
        Label::NotEnoughData => "Not on the list: too little is known to say anything.".to_owned(),
        Label::Gone => format!("Not on the list: gone already ({}).", words::lost(a)),
    };
    if besides.is_empty() { said } else { format!("{said} Besides: {}.", besides.join("; ")) }
}

/// One signal, fired or not.
pub(super) struct SignalRow {
    /// The name, with the dimension it looked at.
    pub(super) signal: String,
    /// Whether it fired, and its points.
    pub(super) standing: String,
    /// What was measured.
    pub(super) value: String,
    /// Where it fires.
    pub(super) threshold: String,
    /// How far past the threshold, or how far still away.
    pub(super) gap: String,
    /// The reason in words.
    pub(super) text: String,
    /// What it would take to fire.
    pub(super) takes: String,
    /// The lines it rests on.
    pub(super) evidence: String,
}

/// Every signal, in order.
pub(super) fn signals(page: &Explanation) -> Vec<SignalRow> {
    page.readings.iter().map(|reading| signal(reading, &page.files)).collect()
}

fn signal(reading: &Reading, files: &Files) -> SignalRow {
    let id = reading.signal.id();
    let amount =
        |amount: Option<f64>| amount.map(|amount| with_unit(amount, reading.unit)).unwrap_or_default();
    let gap = amount(reading.gap);
    let is_away = reading.standing == Standing::Quiet && !gap.is_empty();
    SignalRow {
        signal: reading.dimension.as_ref().map_or_else(|| id.to_owned(), |d| format!("{id}: {}", d.name)),
        standing: standing(reading),
        value: match &reading.value {
            Some(Measured::Figure(value)) => with_unit(*value, reading.unit),
            Some(Measured::Words(words)) => words.clone(),
            None => String::new(),
        },
        threshold: amount(reading.threshold),
        gap: if is_away { format!("{gap} away") } else { gap },
        text: reading.text.clone(),
        takes: reading.takes.clone(),
        evidence: places(&reading.evidence, reading.more_evidence, files),
    }
}

fn standing(reading: &Reading) -> String {
    let word = match reading.standing {
        Standing::Reason => "fired",
        Standing::Note => "note",
        Standing::Quiet => "quiet",
        Standing::Nothing => "nothing to see",
        Standing::Off => "switched off",
    };
    let counts = matches!(reading.standing, Standing::Reason | Standing::Note) && reading.points > 0.0;
    let noun = if is_one(reading.points) { "point" } else { "points" };
    if counts { format!("{word}, {} {noun}", figure(reading.points, DECIMALS)) } else { word.to_owned() }
}

fn with_unit(amount: f64, unit: Option<Unit>) -> String {
    let number = figure(amount, DECIMALS);
    let (one, many) = match unit {
        Some(Unit::Score) | None => return number,
        Some(Unit::Waves) => ("wave", "waves"),
        Some(Unit::Days) => ("day", "days"),
        Some(Unit::Hours) => ("hour", "hours"),
        Some(Unit::Incidents) => ("incident", "incidents"),
        Some(Unit::Complaints) => ("complaint", "complaints"),
        Some(Unit::Cycles) => ("cycle", "cycles"),
        Some(Unit::Share) => return format!("{number} of before"),
        Some(Unit::Months) => ("month", "months"),
        Some(Unit::Orders) => ("order", "orders"),
    };
    format!("{number} {}", if number == "1" { one } else { many })
}

fn places(spots: &[Spot], further: u64, files: &Files) -> String {
    let mut places: Vec<String> = spots.iter().take(PLACES_LISTED).map(|spot| files.show(*spot)).collect();
    let unlisted = spots.len().saturating_sub(PLACES_LISTED) as u64 + further;
    if unlisted > 0 {
        places.push(format!("and {unlisted} more"));
    }
    places.join(", ")
}

/// The heading of [`about`].
pub(super) const ABOUT: &str = "What the signals look for";

/// What each signal looks for, a line each.
pub(super) fn about(page: &Explanation) -> Vec<String> {
    page.signals.iter().map(|(signal, about)| format!("{}: {about}", signal.id())).collect()
}

/// Scores by wave: a row for the wave score and one a dimension.
pub(super) struct ScoreTable {
    /// The names of the waves shown, oldest first.
    pub(super) waves: Vec<String>,
    /// Overall, then the dimensions in file order.
    pub(super) rows: Vec<ScoreRow>,
    /// How many older waves have no column.
    pub(super) left_out: usize,
}

/// What was rated, a score a wave, and the course of the scores.
pub(super) struct ScoreRow {
    /// What was rated, with its scale.
    pub(super) name: String,
    /// A score a wave, on its own scale.
    pub(super) scores: Vec<String>,
    /// The small picture, over more waves than have a column.
    pub(super) course: String,
}

/// Arranges the `newest` waves.
pub(super) fn scores(page: &Explanation, newest: usize) -> ScoreTable {
    let left_out = page.waves.len().saturating_sub(newest);
    let scale = page.waves.iter().rev().find_map(|wave| wave.scale).or(page.assessment.scale);
    let on = |scale: Option<Scale>| scale.map(|scale| format!(" ({scale})")).unwrap_or_default();
    let overall = |wave: &WaveScores| wave.score.zip(wave.scale.or(scale));
    let mut rows = vec![row(&format!("Wave score{}", on(scale)), page, left_out, scale, overall)];
    for (position, dimension) in page.dimensions.iter().enumerate() {
        let last = page.assessment.dimensions.iter().find(|last| last.dimension.id == dimension.id);
        let scale = last.map(|last| last.scale).or(scale);
        let score = |wave: &WaveScores| wave.dimensions.get(position).copied().flatten().zip(scale);
        rows.push(row(&format!("{}{}", dimension.name, on(scale)), page, left_out, scale, score));
    }
    let waves = page.waves.iter().skip(left_out).map(|wave| wave.name.clone()).collect();
    ScoreTable { waves, rows, left_out }
}

fn row(
    name: &str,
    page: &Explanation,
    left_out: usize,
    usual: Option<Scale>,
    score: impl Fn(&WaveScores) -> Option<(f64, Scale)>,
) -> ScoreRow {
    let shown = |wave: &WaveScores| match score(wave) {
        Some((points, scale)) if Some(scale) == usual => figure(points, DECIMALS),
        Some((points, scale)) => format!("{} ({scale})", figure(points, DECIMALS)),
        None => spark::UNANSWERED.to_owned(),
    };
    let drawn = page.waves.iter().skip(page.waves.len().saturating_sub(WAVES_DRAWN));
    ScoreRow {
        name: name.to_owned(),
        scores: page.waves.iter().skip(left_out).map(shown).collect(),
        course: spark::line(drawn.map(|wave| score(wave).map(|(points, scale)| scale.s10(points)))),
    }
}

/// What stands below the scores: waves without a column, and what each score rests on.
pub(super) fn below_scores(page: &Explanation, left_out: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if left_out > 0 {
        let waves = counted(left_out as u64, "earlier wave has", "earlier waves have");
        lines
            .push(format!("{waves} no column; the course goes over the newest {WAVES_DRAWN} waves at most."));
    }
    lines.push(format!("{} stands for not answered; in the course, higher is better.", spark::UNANSWERED));
    lines.extend(page.waves.iter().skip(left_out).map(|wave| basis(wave, &page.files)));
    lines
}

fn basis(wave: &WaveScores, files: &Files) -> String {
    if !wave.answered {
        return format!("{}: not answered", wave.name);
    }
    let days = match wave.days {
        Some((first, last)) if first == last => Some(first.to_string()),
        Some((first, last)) => Some(format!("{first} to {last}")),
        None => None,
    };
    let days = days.filter(|days| *days != wave.name);
    let evidence = Some(places(&wave.evidence, 0, files)).filter(|places| !places.is_empty());
    let basis = Some(wave.basis.clone()).filter(|basis| !basis.is_empty());
    let parts: Vec<String> = [basis, days, evidence].into_iter().flatten().collect();
    format!("{}: {}", wave.name, parts.join("; "))
}

/// Who said something when, and where it stands.
pub(super) fn speaker(words: &Verbatim, files: &Files) -> String {
    let day = words.date.map(|day| day.to_string());
    let sentiment = words.sentiment.as_ref().map(|sentiment| format!("\"{sentiment}\""));
    let wave = Some(words.wave.clone()).filter(|wave| day.as_ref() != Some(wave));
    let parts = [day, wave, words.contact.clone(), sentiment];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{} ({})", parts.join(", "), files.show(words.spot))
}

/// What was said, and how much of it is not shown.
pub(super) fn said(words: &Verbatim, files: &Files) -> Option<(String, Option<String>)> {
    let text = words.text.as_deref().filter(|text| !text.trim().is_empty())?;
    Some(cut(text, words.spot, files))
}

/// A text, and how much of it is not shown.
fn cut(text: &str, spot: Spot, files: &Files) -> (String, Option<String>) {
    let shown: String = text.chars().take(LONGEST_TEXT).collect();
    let hidden = text.chars().count() - shown.chars().count();
    let note = (hidden > 0).then(|| {
        let more = counted(hidden as u64, "more character stands", "more characters stand");
        format!("({more} in {})", files.show(spot))
    });
    (shown, note)
}

/// What went wrong, in one line.
pub(super) fn incident(incident: &Incident, page: &Explanation) -> String {
    let as_of = page.as_of;
    let state = match incident.resolved {
        Some(resolved) => format!("resolved {resolved}"),
        None => match incident.days_since_opened(as_of) {
            0 => "open since today".to_owned(),
            days => format!("open for {}", counted(days.unsigned_abs(), "day", "days")),
        },
    };
    let hours = |hours: f64| figure(hours, DECIMALS);
    let so_far = if incident.is_open() { " so far" } else { "" };
    let promise = match (incident.promised_hours, incident.hours(as_of)) {
        (Some(promised), Some(taken)) => {
            Some(format!("promised {} hours, took {}{so_far}", hours(promised), hours(taken)))
        }
        (Some(promised), None) => Some(format!("promised {} hours", hours(promised))),
        (None, Some(taken)) if !incident.is_open() => Some(format!("took {} hours", hours(taken))),
        (None, _) => None,
    };
    let complaint = match (incident.is_complaint, incident.is_public) {
        (_, true) => Some("complaint in public".to_owned()),
        (true, false) => Some("complaint".to_owned()),
        (false, false) => None,
    };
    let by = incident.handled_by.join(", ");
    let parts = [
        incident.id.clone(),
        incident.issue.clone(),
        Some(state),
        promise,
        complaint,
        incident.threatens_to_leave.then(|| "threatens to leave".to_owned()),
        (!by.is_empty()).then(|| format!("handled by {by}")),
        incident.is_shareable.then(|| "may be told to the customer".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {} ({})", incident.opened, parts.join("; "), page.files.show(incident.spot))
}

/// What is noted of an incident, and how much of it is not shown.
pub(super) fn noted(incident: &Incident, files: &Files) -> Option<(String, Option<String>)> {
    incident.note.as_deref().map(|note| cut(note, incident.spot, files))
}

/// How many days of orders are written out on paper.
const ORDERS_SHOWN: usize = 12;

/// What was ordered, a line a day, newest first, each with the days since the one before.
pub(super) fn orders(orders: &OrderPage, page: &Explanation) -> Vec<String> {
    let line = |(at, day): (usize, &OrderDay)| {
        let before = orders.days.iter().skip(at + 1).find(|day| day.is_order).filter(|_| day.is_order);
        let gap = before.map(|before| {
            let days = (day.day - before.day).num_days().unsigned_abs();
            format!("{} after the one before", counted(days, "day", "days"))
        });
        let net = day.net.map(|net| words::money(net, &page.currency));
        let unknown = day.has_unknown.then(|| "amount not known".to_owned());
        let returned = (!day.is_order).then(|| "sent back".to_owned());
        let parts: Vec<String> = [net, unknown, returned, gap].into_iter().flatten().collect();
        format!("{}: {} ({})", day.day, parts.join("; "), page.files.show(day.spot))
    };
    let mut lines: Vec<String> = orders.days.iter().take(ORDERS_SHOWN).enumerate().map(line).collect();
    let older = orders.days.len().saturating_sub(ORDERS_SHOWN) as u64 + orders.older;
    if older > 0 {
        lines.push(format!("{} before that.", counted(older, "day", "days")));
    }
    lines
}

/// What is on record, a line each.
pub(super) fn recorded(page: &Explanation) -> Vec<String> {
    let line = |event: &Event| {
        let by = event.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        let shareable = event.is_shareable.then(|| "may be told to the customer".to_owned());
        let said = [event.value.as_ref().map(Value::words), event.note.clone(), shareable];
        let said: Vec<String> = said.into_iter().flatten().collect();
        let said = if said.is_empty() { String::new() } else { format!(": {}", said.join("; ")) };
        format!("{}, {}{by}{said}", event.at, event.kind)
    };
    page.recorded.iter().map(line).collect()
}

/// How many incidents are too old to be shown.
pub(super) fn older_incidents(page: &Explanation) -> Option<String> {
    let older = page.older_incidents;
    (older > 0).then(|| format!("{} before that.", counted(older, "incident", "incidents")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::specimen;

    #[test]
    fn a_long_comment_is_cut_with_a_note() {
        let mut page = specimen::page();
        page.words.iter_mut().for_each(|words| words.text = Some("é".repeat(5_002)));
        let (shown, note) = said(&page.words[0], &page.files).unwrap();
        assert_eq!(shown.chars().count(), 5_000);
        assert_eq!(note.as_deref(), Some("(2 more characters stand in scores.csv:3)"));
    }

    #[test]
    fn where_one_is_best_the_course_still_goes_up_for_the_better() {
        let mut page = specimen::page();
        let mirrored: Scale = "5-1".parse().unwrap();
        for (wave, score) in page.waves.iter_mut().zip([5.0, 3.0, 1.0]) {
            wave.scale = Some(mirrored);
            wave.score = Some(score);
        }
        assert_eq!(scores(&page, 9).rows[0].course, "▁▅█");
    }

    #[test]
    fn a_score_on_another_scale_says_so() {
        let mut page = specimen::page();
        page.waves[0].scale = Some(Scale::ONE_TO_FIVE);
        page.waves[0].score = Some(5.0);
        let table = scores(&page, 9);
        assert_eq!(table.rows[0].scores, ["5 (1-5)", "·", "4"]);
        assert_eq!(table.rows[0].course, "█·▄");
    }
}
