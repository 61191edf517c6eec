//! Turns what all signals say of one customer into an assessment.

use super::chase::FirmFigures;
use super::label::{label, points};
use super::list::{Assessment, Basis, DimensionScore, InCommon};
use super::lost::Lost;
use super::priority::chance;
use super::stage::Stage;
use crate::config::{Config, ValueSettings};
use crate::history::{Comparison, History, ScoreKind, WaveAnswers};
use crate::ingest::{Book, Person};
use crate::model::{Label, Remark};
use crate::signal::{Context, Reading, SignalId, Standing};

/// Assesses these customers, in their order.
#[must_use]
pub fn assess_each(
    book: &Book,
    config: &Config,
    figures: FirmFigures,
    customers: &[usize],
) -> Vec<Assessment> {
    let is_negative = config.signals.negative_sentiment.of_choices(&book.firm.choices);
    let assessed = |customer: &usize| {
        let history = History::of(&book.firm, *customer);
        let context = context((book, config), *customer, &history, &is_negative);
        let readings = config.signals.read(&context);
        let person = book.directory.person(*customer);
        assess(book, config, &context, &person, readings, figures)
    };
    customers.iter().map(assessed).collect()
}

/// Whether the customer answered before, and missed a wave since.
pub(super) fn is_silent(readings: &[Reading]) -> bool {
    readings.iter().any(|reading| {
        let missed = matches!(reading.standing, Standing::Reason | Standing::Note) && reading.value.is_some();
        reading.signal == SignalId::Silence && missed
    })
}

/// The chance of leaving, where anything is known.
pub(super) fn chance_of(settings: &ValueSettings, label: Label, points: f64) -> Option<f64> {
    (!matches!(label, Label::Gone | Label::NotEnoughData)).then(|| chance(settings, points))
}

/// What a signal sees of a customer, of whom nothing but what fired is wanted.
pub(super) fn context<'a>(
    (book, config): (&'a Book, &'a Config),
    customer: usize,
    history: &'a History,
    is_negative: &'a [bool],
) -> Context<'a> {
    Context {
        firm: &book.firm,
        customer,
        history,
        dimensions: &book.dimensions,
        is_negative,
        incidents: book.incidents_of(customer),
        heard: book.heard.get(&customer),
        has_incidents: book.has_incidents,
        behaviour: &book.behaviour,
        contract: book.directory.contract(customer),
        currency: &config.company.currency,
        wants_all: false,
        is_brief: false,
    }
}

/// Assesses one customer from the readings of all signals.
pub(super) fn assess(
    book: &Book,
    config: &Config,
    context: &Context<'_>,
    person: &Person<'_>,
    readings: Vec<Reading>,
    figures: FirmFigures,
) -> Assessment {
    let history = context.history;
    let points = points(&readings).total;
    let (label, _) = label(context, &readings, points);
    let lost = Lost::of(context);
    let p = chance_of(&figures.settings(config), label, points);
    let chase = figures.chase(book, config, (context.customer, person), p);
    let is_silent = is_silent(&readings);
    let stage = Stage::of(context.heard, &readings, chase.inputs.has_recent_mistake);
    let last = history.last_wave();
    let previous = comparison_of(history);
    let by_value = by_value(book, context.customer, person.value.is_none() && figures.median_value.is_some());
    let remarks = remarks(context, previous, &readings).into_iter().chain(by_value).collect();
    let score = last.and_then(|wave| wave.score);
    let in_common =
        score.zip(previous).and_then(|(score, (comparison, _))| in_common(score.kind, comparison));
    let (reasons, others): (Vec<_>, Vec<_>) =
        readings.into_iter().partition(|reading| reading.standing == Standing::Reason);
    Assessment {
        index: context.customer,
        customer: person.id.to_owned(),
        name: person.name.map(str::to_owned),
        account_manager: person.account_manager.map(str::to_owned),
        contact: person.contact.map(str::to_owned),
        phone: person.phone.map(str::to_owned),
        label,
        points,
        p,
        value: person.value,
        gain: chase.inputs.gain,
        wave: last.and_then(|last| book.firm.waves.get(last.wave)).map(|wave| wave.name.clone()),
        response: book.firm.ledger.newest_response(context.customer).map(str::to_owned),
        date: last.and_then(|last| last.days).map(|days| days.1),
        score: score.map(|score| score.mean),
        scale: score.map(|score| score.scale),
        basis: score.map(|score| Basis { kind: score.kind, respondents: score.respondents }),
        previous: previous.map(|(comparison, _)| comparison.then).filter(|_| in_common.is_none()),
        in_common,
        dimensions: dimensions(context, previous.map(|(_, wave)| wave)),
        is_urgent: lost.is_none() && reasons.iter().any(|reason| reason.is_urgent),
        chase,
        since: match &lost {
            Some(lost) => Some(lost.onset),
            None => reasons.iter().filter_map(|reason| reason.date).min(),
        },
        lost_value: lost.as_ref().and_then(|lost| {
            let by_orders = book.directory.measured_value(context.customer).is_some();
            lost.value(context, person.value, by_orders)
        }),
        lost,
        reasons,
        notes: others.into_iter().filter(|reading| reading.standing == Standing::Note).collect(),
        remarks,
        is_silent,
        stage,
        recorded: None,
    }
}

/// The last wave with a score that can be compared with that of the last wave, and both scores.
pub(super) fn comparison_of(history: &History) -> Option<(Comparison, &WaveAnswers)> {
    let last = history.last_wave()?;
    history.earlier().find_map(|wave| Some((last.comparable(wave)?, wave)))
}

/// A comparison that runs over fewer dimensions than the score of the last wave.
pub(super) fn in_common(kind: ScoreKind, comparison: Comparison) -> Option<InCommon> {
    let ScoreKind::Means { answered, .. } = kind else { return None };
    let dimensions = comparison.dimensions.filter(|dimensions| *dimensions < answered)?;
    let Comparison { now, then, scale, .. } = comparison;
    Some(InCommon { dimensions, score: now, previous: then, scale })
}

fn remarks(
    context: &Context<'_>,
    previous: Option<(Comparison, &WaveAnswers)>,
    readings: &[Reading],
) -> Vec<Remark> {
    let history = context.history;
    let last = history.last_wave();
    let score = last.and_then(|wave| wave.score);
    let is_current = context.firm.is_current(history.newest);
    let named = |wave: &WaveAnswers| !wave.named.is_empty();
    let changed = last.zip(previous).is_some_and(|(last, (_, earlier))| {
        named(last) && named(earlier) && !last.named.iter().any(|name| earlier.named.contains(name))
    });
    [
        (score.is_some_and(|score| score.respondents == 1) && is_current, Remark::OneAnswer),
        (score.is_some() && previous.is_none(), Remark::NoComparison),
        (changed, Remark::RespondentChanged),
        (last.is_some() && !is_current, Remark::NoCurrentAnswer),
        (readings.iter().any(|reading| reading.could_be_chance), Remark::CouldBeChance),
    ]
    .into_iter()
    .filter_map(|(holds, remark)| holds.then_some(remark))
    .collect()
}

/// What is said of the yearly value.
fn by_value(book: &Book, customer: usize, uses_median: bool) -> impl Iterator<Item = Remark> + use<> {
    let measured = book.directory.measured_value(customer);
    let said = [
        (measured.is_some_and(|measured| measured.is_projected), Remark::Projected),
        (measured.is_some_and(|measured| measured.is_at_least), Remark::AtLeast),
        (uses_median, Remark::MedianValue),
    ];
    said.into_iter().filter_map(|(holds, remark)| holds.then_some(remark))
}

/// The dimensions of the last wave, each with the same in the last comparable wave, where it is on the same scale.
fn dimensions(context: &Context<'_>, previous: Option<&WaveAnswers>) -> Vec<DimensionScore> {
    let Some(last) = context.history.last_wave().filter(|_| !context.is_brief) else { return Vec::new() };
    let asked = context.firm.asked(last.wave).iter().skip(1);
    let scale_of = |question: usize| {
        let layouts = context.firm.ledger.layouts().iter();
        layouts.filter_map(|layout| layout.scales.get(question + 1).copied().flatten()).next_back()
    };
    let rows = context.dimensions.iter().zip(asked).enumerate();
    rows.filter(|(_, (_, is_asked))| **is_asked)
        .filter_map(|(question, (dimension, _))| {
            let mean = last.question(question + 1);
            let scale = mean.map(|mean| mean.scale).or_else(|| scale_of(question))?;
            let earlier = previous.and_then(|wave| wave.question(question + 1));
            let previous = earlier.filter(|earlier| earlier.scale == scale).map(|earlier| earlier.mean);
            Some(DimensionScore {
                dimension: dimension.clone(),
                score: mean.map(|mean| mean.mean),
                previous,
                scale,
            })
        })
        .collect()
}
