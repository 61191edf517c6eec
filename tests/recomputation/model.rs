//! From readings to labels, points, chances and the order of the list.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Cell, Given, Kind, given, noise};
use crate::behaviour::{self, Orders};
use crate::events::{Incidents, context};
use crate::firm::{Account, Day, Firm, Scale, folded};
use crate::fraction::{Fraction, mean, median};
use crate::reading::Reading;
use crate::survey::survey;
use crate::waves::{Waves, waves};

/// What the program should say of one customer.
pub(crate) struct Expected {
    pub(crate) customer: String,
    pub(crate) label: &'static str,
    pub(crate) halves: i64,
    pub(crate) p: Option<f64>,
    pub(crate) value: Option<Fraction>,
    pub(crate) gain: Option<f64>,
    pub(crate) wave: Option<String>,
    pub(crate) date: Option<Day>,
    pub(crate) score: Option<Fraction>,
    pub(crate) scale: Option<String>,
    pub(crate) previous: Option<Fraction>,
    /// Where the means run over fewer dimensions than the score: how many, then, now.
    pub(crate) in_common: Option<(usize, Fraction, Fraction)>,
    /// Dimensions answered and asked, where the score is their mean; respondents.
    pub(crate) basis: Option<(Option<(usize, usize)>, usize)>,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) silent: bool,
    pub(crate) old: bool,
    /// Threat, product, chance, value and recent incident: what the order goes by. A median stands for an unknown value
    /// in the product alone.
    order: (bool, Option<f64>, Option<f64>, Option<Fraction>, bool),
}

pub(crate) struct Dimension {
    pub(crate) name: &'static str,
    pub(crate) score: Fraction,
    pub(crate) previous: Option<Fraction>,
    pub(crate) scale: Scale,
}

pub(crate) struct List {
    pub(crate) base_rate: f64,
    pub(crate) calibrated: bool,
    /// Where a drop is looked for.
    pub(crate) noise: Option<f64>,
    pub(crate) answered: usize,
    pub(crate) customers: Vec<Expected>,
}

const LABELS: [&str; 6] = ["critical", "at-risk", "watch", "not-enough-data", "fine", "gone"];
/// The order of the table of signals.
pub(crate) const SIGNALS: [&str; 19] = [
    "low-score",
    "critical-score",
    "low-dimension",
    "score-drop",
    "negative-sentiment",
    "cancel-threat",
    "silence",
    "open-incident",
    "repeat-incidents",
    "missed-promise",
    "complaint",
    "late-order",
    "order-drop",
    "spend-drop",
    "no-engagement",
    "recent-incident",
    "young",
    "renewal-soon",
    "late-payer",
];

/// All that is known of the firm before one customer is looked at.
struct Known<'a> {
    firm: &'a Firm,
    waves: &'a Waves<'a>,
    given: &'a BTreeMap<String, Vec<Given<'a>>>,
    orders: BTreeMap<String, Orders>,
    cycle: Option<Fraction>,
    noise: Fraction,
    base_rate: f64,
    median_value: Option<Fraction>,
}

pub(crate) fn list(firm: &Firm) -> List {
    let waves = waves(firm);
    let given = given(firm, &waves);
    let orders = behaviour::orders(firm);
    let (names, firsts) = names(firm, &waves);
    let keys: Vec<String> = names.keys().cloned().collect();
    let (base_rate, calibrated) = behaviour::base_rate(firm, &keys, |name| firsts.get(name).copied());
    let values: Vec<Fraction> = keys.iter().filter_map(|name| value(firm, &orders, name)).collect();
    let known = Known {
        firm,
        waves: &waves,
        given: &given,
        cycle: behaviour::base(firm, &orders),
        orders,
        noise: noise(firm, &given).0,
        base_rate,
        median_value: median(&values),
    };
    let mut customers: Vec<Expected> =
        names.iter().map(|(key, shown)| expected(&known, key, shown)).collect();
    customers.sort_by(before);
    let noise = (firm.settings.on("score-drop") && firm.settings.noise).then(|| known.noise.real().sqrt());
    List { base_rate, calibrated, noise, answered: given.len(), customers }
}

/// Everybody, with the spelling that is shown; and the day of the first dated row of each.
fn names(firm: &Firm, waves: &Waves<'_>) -> (BTreeMap<String, String>, BTreeMap<String, Day>) {
    let answers = waves.answers.iter().map(|answer| (&answer.row.customer, answer.row.day));
    let rows = answers
        .chain(firm.invitations.iter().flatten().map(|one| (&one.customer, one.day)))
        .chain(firm.incidents.iter().flatten().map(|one| (&one.customer, one.opened)))
        .chain(firm.orders.iter().flatten().map(|one| (&one.customer, one.day)))
        .chain(firm.contacts.iter().flatten().map(|one| (&one.customer, one.day)))
        .chain(firm.churn.iter().flatten().map(|one| (&one.customer, one.day)));
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut firsts: BTreeMap<String, Day> = BTreeMap::new();
    for (name, day) in rows.filter(|row| row.1 <= firm.as_of) {
        let least = names.entry(folded(name)).or_insert_with(|| name.trim().to_owned());
        *least = name.trim().to_owned().min(least.clone());
        let first = firsts.entry(folded(name)).or_insert(day);
        *first = day.min(*first);
    }
    for account in firm.accounts.iter().flatten() {
        names.insert(folded(&account.customer), account.customer.clone());
    }
    (names, firsts)
}

fn account<'a>(firm: &'a Firm, customer: &str) -> Option<&'a Account> {
    firm.accounts.iter().flatten().find(|account| folded(&account.customer) == customer)
}

/// The yearly value: of the accounts, else of the orders.
fn value(firm: &Firm, orders: &BTreeMap<String, Orders>, customer: &str) -> Option<Fraction> {
    let given = account(firm, customer).and_then(|account| account.value);
    given.or_else(|| orders.get(customer)?.yearly(firm.as_of))
}

fn expected(known: &Known<'_>, customer: &str, shown: &str) -> Expected {
    let firm = known.firm;
    let given = known.given.get(customer).map_or(&[][..], Vec::as_slice);
    let survey = survey(firm, known.waves, given, known.noise, customer, known.given);
    let incidents = Incidents::of(firm, customer);
    let none = Orders::default();
    let orders = known.orders.get(customer).unwrap_or(&none);
    let account = account(firm, customer);
    let mut readings = survey.readings;
    readings.extend(orders.readings(firm, known.cycle));
    readings.extend(behaviour::engagement(firm, customer));
    readings.extend(context(firm, account, orders.days.len(), orders.days.first().copied()));
    let readings = together(firm, readings, &incidents);
    let halves = points(&readings);
    let newest = given.iter().map(Given::newest).max();
    let gone = gone(known, customer, orders, newest, &incidents);
    let enough = survey.scored || orders.days.len() >= 3 || incidents.is_data();
    let label = label(&readings, halves, gone, enough);
    #[expect(clippy::cast_precision_loss, reason = "points are few")]
    let odds = known.base_rate / (1.0 - known.base_rate) * 2_f64.powf(halves as f64 / 2.0);
    let p = (label != "gone" && label != "not-enough-data").then(|| odds / (1.0 + odds));
    let value = value(firm, &known.orders, customer);
    let margin = account.and_then(|account| account.margin).unwrap_or(firm.settings.margin);
    let kept = firm.settings.save_rate * margin;
    let gain = p.zip(value).zip(firm.settings.call_cost);
    let ranked = value.or(known.median_value).or(Some(Fraction::whole(1)));
    let last = survey.last;
    let score = last.and_then(|last| last.score.as_ref());
    let over = score.map(|score| score.over.clone()).unwrap_or_default();
    let previous = survey.previous.as_ref();
    Expected {
        customer: shown.to_owned(),
        label,
        halves,
        p,
        value,
        gain: gain.map(|((p, value), cost)| p * (kept * value).real() - cost.real()),
        wave: last.map(|last| known.waves.waves[last.wave].name.clone()),
        date: last.map(Given::newest),
        score: score.map(|score| score.score),
        scale: score.map(|score| score.scale.name()),
        previous: previous.filter(|two| two.2.over == over).map(|two| two.1.score),
        in_common: previous
            .filter(|two| two.2.over != over)
            .map(|two| (two.2.over.len(), two.1.score, two.2.score)),
        basis: last
            .zip(score)
            .map(|(last, score)| ((score.kind == Kind::Means).then_some(last.dimensions), score.respondents)),
        dimensions: last.map(|last| dimensions(firm, last, previous.map(|two| two.0))).unwrap_or_default(),
        silent: survey.missed > 0 && !given.is_empty() && firm.settings.on("silence"),
        old: !given.is_empty() && !survey.current,
        order: (
            readings.iter().any(|reading| reading.confirmed),
            p.zip(ranked).map(|(p, value)| p * (kept * value).real()),
            p,
            value,
            readings.iter().any(|reading| reading.signal == "recent-incident"),
        ),
        readings,
    }
}

/// All readings in the order of the table: one threat, a confirmed one before what a comment holds.
fn together(firm: &Firm, mut readings: Vec<Reading>, incidents: &Incidents<'_>) -> Vec<Reading> {
    if let Some(threat) = incidents.threat(firm) {
        readings.retain(|reading| reading.signal != "cancel-threat");
        readings.push(threat);
    }
    readings.extend(incidents.readings(firm));
    readings.retain(|reading| firm.settings.on(reading.signal));
    readings.sort_by_key(|reading| SIGNALS.iter().position(|&signal| signal == reading.signal));
    readings
}

/// The dimensions of the last wave, each with its score in the wave that it is compared with.
fn dimensions(firm: &Firm, last: &Given<'_>, then: Option<&Given<'_>>) -> Vec<Dimension> {
    let scores = |cells: &[Cell]| mean(&cells.iter().map(|cell| cell.score).collect::<Vec<_>>());
    let dimensions = last.cells.iter().filter(|(question, _)| firm.questions[**question] != "overall");
    dimensions
        .filter_map(|(question, cells)| {
            let scale = cells[0].scale;
            let then = then.and_then(|then| then.cells.get(question)).filter(|cells| cells[0].scale == scale);
            let previous = then.and_then(|cells| scores(cells));
            Some(Dimension { name: firm.questions[*question], score: scores(cells)?, previous, scale })
        })
        .collect()
}

/// The most of each family, and the two supplements; in halves of a point.
fn points(readings: &[Reading]) -> i64 {
    let has = |signal: &str| readings.iter().any(|reading| reading.signal == signal && reading.reason);
    let mut families: BTreeMap<&str, i64> = BTreeMap::new();
    let mut supplements = 0;
    for reading in readings {
        let family = match reading.signal {
            "silence" => "response",
            "repeat-incidents" => {
                supplements += 1;
                continue;
            }
            "open-incident" | "missed-promise" | "complaint" | "recent-incident" => "incident",
            "late-order" => "order",
            "order-drop" | "spend-drop" => "volume",
            "no-engagement" => "contact",
            "young" | "renewal-soon" | "late-payer" => "context",
            _ => "survey",
        };
        let most = families.entry(family).or_insert(0);
        *most = reading.halves.max(*most);
    }
    if has("score-drop") && (has("low-score") || has("critical-score")) {
        supplements += 1;
    }
    (families.values().sum::<i64>() + supplements).min(12)
}

fn gone(
    known: &Known<'_>,
    customer: &str,
    orders: &Orders,
    newest: Option<Day>,
    incidents: &Incidents<'_>,
) -> bool {
    let firm = known.firm;
    let late = orders.lateness(known.cycle, firm.as_of);
    let silent =
        newest.is_none_or(|day| day < behaviour::quarter_ago(firm.as_of)) && !incidents.opened_lately();
    let away = orders.days.len() >= 3 && late.is_some_and(|late| late > Fraction::whole(6)) && silent;
    let left = behaviour::left(firm, customer).is_some_and(|day| {
        orders.days.last().is_none_or(|&last| last <= day) && newest.is_none_or(|newest| newest <= day)
    });
    away || left
}

fn label(readings: &[Reading], halves: i64, gone: bool, enough: bool) -> &'static str {
    let reasons: BTreeSet<&str> =
        readings.iter().filter(|reading| reading.reason).map(|reading| reading.signal).collect();
    let any = |signals: &[&str]| signals.iter().any(|signal| reasons.contains(signal));
    let confirmed = readings.iter().any(|reading| reading.confirmed);
    if gone {
        "gone"
    } else if reasons.is_empty() {
        if enough { "fine" } else { "not-enough-data" }
    } else if halves >= 6
        || confirmed
        || (any(&["critical-score"])
            && any(&["negative-sentiment", "score-drop", "low-dimension", "open-incident"]))
    {
        "critical"
    } else if halves >= 3
        || any(&["low-score", "critical-score", "low-dimension", "negative-sentiment", "cancel-threat"])
    {
        "at-risk"
    } else {
        "watch"
    }
}

/// Which of two comes first on the list.
fn before(one: &Expected, other: &Expected) -> Ordering {
    let table = |expected: &Expected| {
        LABELS.iter().position(|&label| label == expected.label).expect("a label").max(1)
    };
    let descending = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) if (one - other).abs() <= 1e-12 * one.abs() => Ordering::Equal,
        (Some(one), Some(other)) => other.total_cmp(&one),
        _ => other.is_some().cmp(&one.is_some()),
    };
    table(one)
        .cmp(&table(other))
        .then_with(|| other.order.0.cmp(&one.order.0))
        .then_with(|| descending(one.order.1, other.order.1))
        .then_with(|| descending(one.order.2, other.order.2))
        .then_with(|| other.order.3.cmp(&one.order.3))
        .then_with(|| other.order.4.cmp(&one.order.4))
        .then_with(|| one.customer.cmp(&other.customer))
}
