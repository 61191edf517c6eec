//! Turns a book of answers into the at-risk list of a day.

use super::chase::FirmFigures;
use super::label::{has_data, is_confirmed_threat, label, points};
use super::list::{Assessment, AtRiskList, Basis, Counts, DimensionScore, InCommon, Noise};
use super::priority::{Priority, break_even, chance, order};
use crate::config::Config;
use crate::history::{Comparison, History, ScoreKind, WaveAnswers};
use crate::ingest::{Book, Person, key};
use crate::model::{Label, Money, Remark};
use crate::signal::{Context, Reading, SignalId, Standing};

/// What the list is asked for.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// Only the customers of this account manager (whatever the case and spacing).
    pub account_manager: Option<String>,
    /// Everybody else as well, after the list.
    pub wants_all: bool,
}

/// Assesses every customer and puts those at risk in the order in which to call.
#[must_use]
pub fn at_risk_list(book: &Book, config: &Config, request: &ListRequest) -> AtRiskList {
    let figures = FirmFigures::of(book);
    let mut counts = Counts::default();
    let (mut call, mut watch, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    let is_negative = config.signals.negative_sentiment.of_choices(&book.firm.choices);
    let (mut surveyed, mut replaced, mut other_scale) = (0, 0, 0);
    for customer in book.firm.customers_nearby() {
        let person = book.directory.person(customer);
        if person.is_moved || !is_wanted(&person, request) {
            continue;
        }
        let history = History::of(&book.firm, customer);
        surveyed += u64::from(!history.waves.is_empty());
        replaced += history.waves.iter().map(|wave| wave.replaced).sum::<u64>();
        other_scale += history.waves.iter().map(|wave| wave.other_scale).sum::<u64>();
        let context = context(book, customer, &history, &is_negative, false);
        let readings = config.signals.read(&context);
        let points = points(&readings).total;
        let (label, _) = label(&readings, points, has_data(&context));
        count(&mut counts, label, &readings);
        let place = match label {
            Label::Critical | Label::AtRisk => &mut call,
            Label::Watch => &mut watch,
            Label::Gone | Label::NotEnoughData | Label::Fine if request.wants_all => &mut rest,
            Label::Gone | Label::NotEnoughData | Label::Fine => continue,
        };
        place.push(assess(book, config, &context, &person, readings, figures));
    }
    let in_order = |mut assessed: Vec<(Priority, Assessment)>| {
        assessed.sort_by(rest_order);
        assessed.into_iter().map(|(_, assessment)| assessment).collect::<Vec<_>>()
    };
    AtRiskList {
        as_of: book.firm.as_of,
        company: config.company.name.clone(),
        currency: config.company.currency.clone(),
        base_rate: config.value.base_rate,
        calibrated: false,
        noise: book.firm.noise.map(|(deviation, pairs)| Noise { deviation, pairs }),
        surveyed,
        call: in_order(call),
        watch: in_order(watch),
        rest: in_order(rest),
        counts,
        left_out: book.left_out,
        replaced,
        other_scale,
        files: book.files.clone(),
        account_manager: request.account_manager.clone(),
        break_even: figures
            .median_value
            .and_then(|value| break_even(&config.value, config.value.margin, value)),
        has_values: figures.median_value.is_some(),
        changes: None,
        is_of_new: false,
    }
}

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
        let context = context(book, *customer, &history, &is_negative, false);
        let readings = config.signals.read(&context);
        let person = book.directory.person(*customer);
        assess(book, config, &context, &person, readings, figures).1
    };
    customers.iter().map(assessed).collect()
}

/// After the call list: not enough data before fine before gone, each in the order of priority.
fn rest_order(one: &(Priority, Assessment), other: &(Priority, Assessment)) -> std::cmp::Ordering {
    let rank = |label: Label| match label {
        Label::Critical | Label::AtRisk | Label::Watch => 0,
        Label::NotEnoughData => 1,
        Label::Fine => 2,
        Label::Gone => 3,
    };
    rank(one.1.label).cmp(&rank(other.1.label)).then_with(|| order(one, other))
}

fn is_wanted(person: &Person<'_>, request: &ListRequest) -> bool {
    request
        .account_manager
        .as_deref()
        .is_none_or(|wanted| person.account_manager.is_some_and(|name| key(name) == key(wanted)))
}

fn count(counts: &mut Counts, label: Label, readings: &[Reading]) {
    counts.customers += 1;
    let of_label = match label {
        Label::Gone => &mut counts.gone,
        Label::NotEnoughData => &mut counts.not_enough_data,
        Label::Fine => &mut counts.fine,
        Label::Watch => &mut counts.watch,
        Label::AtRisk => &mut counts.at_risk,
        Label::Critical => &mut counts.critical,
    };
    *of_label += 1;
    counts.silent += u64::from(is_silent(readings));
}

fn is_silent(readings: &[Reading]) -> bool {
    readings.iter().any(|reading| {
        let missed = matches!(reading.standing, Standing::Reason | Standing::Note) && reading.value.is_some();
        reading.signal == SignalId::Silence && missed
    })
}

/// What a signal sees of a customer.
pub(super) fn context<'a>(
    book: &'a Book,
    customer: usize,
    history: &'a History,
    is_negative: &'a [bool],
    wants_all: bool,
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
        contract: book.directory.person(customer).contract,
        wants_all,
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
) -> (Priority, Assessment) {
    let history = context.history;
    let points = points(&readings).total;
    let (label, _) = label(&readings, points, has_data(context));
    let p = (!matches!(label, Label::Gone | Label::NotEnoughData)).then(|| chance(&config.value, points));
    let chase = figures.chase(book, config, (context.customer, person), p);
    let is_silent = is_silent(&readings);
    let is_confirmed = is_confirmed_threat(&readings);
    let last = history.last_wave();
    let previous =
        last.and_then(|last| history.earlier().find_map(|wave| Some((last.comparable(wave)?, wave))));
    let remarks = remarks(context, previous, person.value.is_none() && figures.median_value.is_some());
    let score = last.and_then(|wave| wave.score);
    let in_common =
        score.zip(previous).and_then(|(score, (comparison, _))| in_common(score.kind, comparison));
    let (reasons, others): (Vec<_>, Vec<_>) =
        readings.into_iter().partition(|reading| reading.standing == Standing::Reason);
    let weight = person.value.map(Money::weight).or(figures.median_value).unwrap_or(1.0);
    let worth = p.unwrap_or(0.0) * config.value.save_rate * chase.inputs.margin * weight;
    let is_noted =
        |reading: &Reading| reading.signal == SignalId::RecentIncident && reading.standing == Standing::Note;
    let priority = Priority { is_confirmed, worth, p, has_recent_incident: others.iter().any(is_noted) };
    let assessment = Assessment {
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
        is_urgent: reasons.iter().any(|reason| reason.is_urgent),
        chase,
        since: reasons.iter().filter_map(|reason| reason.date).min(),
        reasons,
        notes: others.into_iter().filter(|reading| reading.standing == Standing::Note).collect(),
        remarks,
        is_silent,
        recorded: None,
    };
    (priority, assessment)
}

/// A comparison that runs over fewer dimensions than the score of the last wave.
fn in_common(kind: ScoreKind, comparison: Comparison) -> Option<InCommon> {
    let ScoreKind::Means { answered, .. } = kind else { return None };
    let dimensions = comparison.dimensions.filter(|dimensions| *dimensions < answered)?;
    let Comparison { now, then, scale, .. } = comparison;
    Some(InCommon { dimensions, score: now, previous: then, scale })
}

fn remarks(
    context: &Context<'_>,
    previous: Option<(Comparison, &WaveAnswers)>,
    uses_median: bool,
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
        (uses_median, Remark::MedianValue),
    ]
    .into_iter()
    .filter_map(|(holds, remark)| holds.then_some(remark))
    .collect()
}

/// The dimensions of the last wave, each with the same in the last comparable wave, where it is on the same scale.
fn dimensions(context: &Context<'_>, previous: Option<&WaveAnswers>) -> Vec<DimensionScore> {
    let Some(last) = context.history.last_wave() else { return Vec::new() };
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
