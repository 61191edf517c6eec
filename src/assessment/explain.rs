//! Turns everything known of one customer into the individual page: every signal, every wave, the words.

use super::assess::{assess, context};
use super::benchmark::Benchmark;
use super::chase::FirmFigures;
use super::explain_orders;
use super::label::{label, points};
use super::list::{Explanation, Verbatim, WaveScores};
use super::respondents::respondents;
use crate::config::Config;
use crate::history::{History, Missed, ScoreKind, WaveAnswers};
use crate::ingest::{Book, Words};
use crate::model::{Incident, figure};
use crate::signal::{Context, Reading};

/// Explains one customer, by index, held against the figures of the firm.
#[must_use]
pub fn explain(
    book: &Book,
    config: &Config,
    (figures, benchmark): (FirmFigures, &Benchmark),
    customer: usize,
) -> Explanation {
    let history = History::of(&book.firm, customer);
    let is_negative = config.signals.negative_sentiment.of_choices(&book.firm.choices);
    let context = Context { wants_all: true, ..context((book, config), customer, &history, &is_negative) };
    let readings = config.signals.read(&context);
    let person = book.directory.person(customer);
    let arithmetic = arithmetic(&context, &readings);
    let assessment = assess(book, config, &context, &person, readings.clone(), figures);
    let incidents = incidents(&context);
    Explanation {
        as_of: book.firm.as_of,
        assessment,
        overall: history.last_wave().and_then(|wave| wave.question(0)).map(|mean| (mean.mean, mean.scale)),
        readings,
        waves: waves(book, customer, &history),
        against: benchmark.against(&history, book),
        dimensions: book.dimensions.clone(),
        words: words(book, customer),
        respondents: history.last_wave().map(|wave| respondents(book, customer, wave)).unwrap_or_default(),
        signals: config.signals.fed(&book.behaviour).map(|signal| (signal.id(), signal.about())).collect(),
        older_incidents: (context.incidents.len() - incidents.len()) as u64,
        incidents,
        calibrated: figures.base_rate.is_some(),
        departures: book.behaviour.has_departures().then(|| book.behaviour.departures_of(customer).to_vec()),
        orders: explain_orders::page(&context),
        recorded: Vec::new(),
        arithmetic,
        files: book.files.clone(),
        currency: config.company.currency.clone(),
    }
}

/// The incidents that are open, or that were opened or resolved while answers still count, newest first.
fn incidents(context: &Context<'_>) -> Vec<Incident> {
    let is_late = |day| context.firm.is_current(Some(day));
    let lately = context
        .incidents
        .iter()
        .rev()
        .filter(|incident| incident.resolved.is_none_or(is_late) || is_late(incident.opened));
    lately.cloned().collect()
}

fn waves(book: &Book, customer: usize, history: &History) -> Vec<WaveScores> {
    let missed = match book.firm.missed(customer, history) {
        Missed::Waves { waves, .. } => waves,
        Missed::NotExpected | Missed::NeverAnswered { .. } => Vec::new(),
    };
    let answered = history.waves.iter().map(|wave| (wave.wave, answered_wave(book, wave)));
    let silent = missed.into_iter().filter_map(|wave| {
        let name = book.firm.waves.get(wave)?.name.clone();
        let dimensions = vec![None; book.dimensions.len()];
        let scores = WaveScores {
            name,
            days: None,
            answered: false,
            score: None,
            scale: None,
            basis: "no answer".to_owned(),
            dimensions,
            evidence: Vec::new(),
        };
        Some((wave, scores))
    });
    let mut all: Vec<_> = answered.chain(silent).collect();
    all.sort_by_key(|(wave, _)| *wave);
    all.into_iter().map(|(_, scores)| scores).collect()
}

fn answered_wave(book: &Book, wave: &WaveAnswers) -> WaveScores {
    let count =
        |count: u64, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    let respondents = count(wave.respondents, "respondent");
    let basis = match wave.score.map(|score| (score.kind, score.respondents)) {
        Some((ScoreKind::Overall, answered)) if answered == wave.respondents => {
            format!("overall, {respondents}")
        }
        Some((ScoreKind::Overall, answered)) => format!("overall, {answered} of {respondents}"),
        Some((ScoreKind::Means { answered, asked }, _)) => {
            format!("{answered} of {}, {respondents}", count(asked as u64, "dimension"))
        }
        None => format!("no score, {respondents}"),
    };
    let other_scale = if wave.other_scale > 0 {
        format!("; {} on another scale not counted", count(wave.other_scale, "answer"))
    } else {
        String::new()
    };
    let replaced = if wave.replaced > 0 {
        format!("; {} replaced", count(wave.replaced, "earlier cell"))
    } else {
        String::new()
    };
    WaveScores {
        name: book.firm.waves.get(wave.wave).map(|wave| wave.name.clone()).unwrap_or_default(),
        days: wave.days,
        answered: true,
        score: wave.score.map(|score| score.mean),
        scale: wave.score.map(|score| score.scale),
        basis: basis + &replaced + &other_scale,
        dimensions: (1..=book.dimensions.len())
            .map(|question| wave.question(question).map(|mean| mean.mean))
            .collect(),
        evidence: wave.spots.to_vec(),
    }
}

fn words(book: &Book, customer: usize) -> Vec<Verbatim> {
    let of_customer = book.words.iter().filter(|words| words.customer as usize == customer);
    let wave = |words: &Words| book.firm.waves.of_bucket(words.bucket);
    let mut of_customer: Vec<_> = of_customer.collect();
    // Where they stand decides between two that say the same, and nothing else.
    of_customer.sort_by_key(|words| {
        let day = words.at.map(crate::model::Moment::day);
        let said = (&words.contact, &words.email, &words.sentiment, &words.text);
        (day, wave(words), said, words.spot)
    });
    of_customer
        .into_iter()
        .map(|words| Verbatim {
            date: words.at.map(crate::model::Moment::day),
            wave: book.firm.waves.get(wave(words)).map(|wave| wave.name.clone()).unwrap_or_default(),
            contact: words.contact.clone(),
            email: words.email.clone(),
            sentiment: words.sentiment.clone(),
            text: words.text.clone(),
            spot: words.spot,
        })
        .filter(|words: &Verbatim| {
            words.sentiment.is_some() || words.text.as_ref().is_some_and(|text| !text.trim().is_empty())
        })
        .collect()
}

/// How the label follows from the readings, a line a step.
fn arithmetic(context: &Context<'_>, readings: &[Reading]) -> Vec<String> {
    let points = points(readings);
    let mut lines: Vec<_> = points
        .families
        .iter()
        .map(|(family, (signal, points))| {
            format!("{} family: {} ({})", family.words(), figure(*points, 2), signal.id())
        })
        .collect();
    if lines.is_empty() {
        lines.push("no points from any family".to_owned());
    }
    let supplements = points.supplements.iter();
    lines.extend(supplements.map(|(why, points)| format!("supplement: {} ({why})", figure(*points, 2))));
    let (label, why) = label(context, readings, points.total);
    lines.push(format!("points: {}, at most 6", figure(points.total, 2)));
    lines.push(format!("label: {label}, by the rule: {why}"));
    lines.extend(context.firm.noise.map(|(noise, pairs)| {
        let noise = figure(noise, 2);
        if pairs > 0 {
            format!("noise: {noise} on 0 to 10, measured on {pairs} pairs of waves of all customers")
        } else {
            format!(
                "noise: {noise} on 0 to 10, the usual figure: fewer than 10 pairs of waves to measure it on"
            )
        }
    }));
    lines
}
