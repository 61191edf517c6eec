//! Turns a customer's incidents of the last year into what the money-back promise would have cost, and into when the
//! final clause would have fired.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::dossier::{Dossier, YEAR_DAYS};
use super::promise::{Promise, due, told};
use super::wording::{counted, day, hours, listed, percent};
use crate::casebook::{percent_of_month, share_of_fee};
use crate::config::ServiceLevels;
use crate::model::{Incident, Money, is_in_last, month_name};

/// What the promise would have cost, had the incidents of the last year been under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refund {
    /// In words, a line each.
    pub(super) lines: Vec<String>,
    /// All of it; `None` where it cannot be told in money.
    pub(super) expected: Option<Money>,
    /// Whether and when the final clause would have fired; nothing where there is none.
    pub(super) final_clause: Vec<String>,
}

/// The incidents that were opened in the last year, held against the promise.
struct Held {
    /// How many tell whether it would have been kept.
    told: usize,
    /// The days on which those that would have missed it were opened, the first one first.
    misses: Vec<NaiveDate>,
    /// How many are open and still within their time.
    open: usize,
    /// How many are resolved, and nobody noted the hours.
    unknown: usize,
}

impl Held {
    fn of(dossier: &Dossier<'_>, promise: &Promise) -> Self {
        let as_of = dossier.as_of();
        let mut held = Self { told: 0, misses: Vec::new(), open: 0, unknown: 0 };
        let is_of_year = |incident: &&Incident| is_in_last(incident.opened, YEAR_DAYS, as_of);
        for incident in dossier.incidents.iter().filter(is_of_year) {
            let due = due(promise.hours, incident);
            match told(incident, Some(due), as_of) {
                Some(taken) => {
                    held.told += 1;
                    held.misses.extend((taken > due).then_some(incident.opened));
                }
                None if incident.is_open() => held.open += 1,
                None => held.unknown += 1,
            }
        }
        held.misses.sort_unstable();
        held
    }

    /// How many misses each calendar month had.
    fn months(&self) -> BTreeMap<String, u32> {
        let mut months = BTreeMap::new();
        for day in &self.misses {
            *months.entry(month_name(*day)).or_default() += 1;
        }
        months
    }

    /// What the figures hold and what they do not.
    fn basis(&self, levels: &ServiceLevels, promise: &Promise) -> String {
        let shorter = promise.shorter_times();
        let shorter =
            shorter.map(|times| format!(", or to what was promised for it where that is less ({times})"));
        let open = counted(self.open, "incident", "incidents");
        let unknown = counted(self.unknown, "incident", "incidents");
        let answers = levels.response_hours.map(|response| {
            format!(
                "answers that came after more than {}, because no file says how soon somebody answered",
                hours(response)
            )
        });
        let left_out: Vec<String> = [
            (self.open > 0).then(|| format!("{open} still open and within the time")),
            (self.unknown > 0).then(|| format!("{unknown} of which nobody noted how long it took")),
            answers,
        ]
        .into_iter()
        .flatten()
        .collect();
        let left_out = if left_out.is_empty() { "nothing".to_owned() } else { listed(&left_out) };
        format!(
            "In these figures: what was opened in the last year, each held to {}{}. Not in them: {left_out}",
            hours(promise.hours),
            shorter.unwrap_or_default()
        )
    }

    /// Whether and when the final clause would have fired, and how often: the first miss is the final breach.
    fn firing(&self) -> String {
        let at_last = "At the delivery of the last year it would";
        let Some(first) = self.misses.first() else { return format!("{at_last} not have fired: no miss") };
        let again = match self.misses.len() {
            1 => String::new(),
            times => format!("; signed anew each time, it would have fired {times} times"),
        };
        format!("{at_last} have fired with the incident of {}{again}", day(*first))
    }
}

/// Works it out: per calendar month the misses times the percentage, up to the cap, of a twelfth of the yearly value.
pub(super) fn refund(dossier: &Dossier<'_>) -> Refund {
    let levels = &dossier.levels;
    let clause = |line: &str| if levels.has_final_clause() { vec![line.to_owned()] } else { Vec::new() };
    let unknown = |line: &str, firing: &str| Refund {
        lines: vec![line.to_owned()],
        expected: None,
        final_clause: clause(firing),
    };
    let Some(promise) = Promise::of(dossier) else {
        let line =
            "Not worked out: no resolution-hours in [service-levels] that incidents could be held against";
        let untold = "Whether it would have fired in the last year is not known: no resolution-hours are set";
        return match levels.refund_percent_per_miss {
            Some(_) => unknown(line, untold),
            None => unknown(NO_REFUND, untold),
        };
    };
    let held = Held::of(dossier, &promise);
    if held.told == 0 {
        let line = match levels.refund_percent_per_miss {
            Some(_) => "Not worked out: no incident of theirs in the last year says how long it took",
            None => NO_REFUND,
        };
        let untold = "Whether it would have fired in the last year is not known: no incident of theirs says how long it took";
        return unknown(line, untold);
    }
    let Some(per_miss) = levels.refund_percent_per_miss else { return unknown(NO_REFUND, &held.firing()) };
    let months = held.months();
    let incidents = counted(held.told, "incident", "incidents");
    let first = if held.misses.is_empty() {
        format!("In the last year none of {incidents} would have been over the promise")
    } else {
        format!(
            "In the last year {} of {incidents} would have been over the promise, in {}",
            held.misses.len(),
            counted(months.len(), "month", "months")
        )
    };
    // The first miss ends the contract: after it there is no second one to pay for.
    let ends = levels.has_final_clause();
    let paid_for = if ends { first_miss(&held) } else { months };
    let (lines, expected) = cost(dossier, &paid_for, per_miss);
    let lines = [first].into_iter().chain(lines).chain([held.basis(levels, &promise)]).collect();
    Refund { lines, expected, final_clause: clause(&held.firing()) }
}

/// The month of the first miss, with that one alone.
fn first_miss(held: &Held) -> BTreeMap<String, u32> {
    held.misses.first().map(|day| (month_name(*day), 1)).into_iter().collect()
}

const NO_REFUND: &str = "No refund is set: refund-percent-per-miss in [service-levels]";

/// What the misses of each month cost, in money where the yearly value is known.
fn cost(
    dossier: &Dossier<'_>,
    months: &BTreeMap<String, u32>,
    per_miss: f64,
) -> (Vec<String>, Option<Money>) {
    let levels = &dossier.levels;
    let cap = levels.refund_cap_percent;
    let of_month = |count: &u32| percent_of_month(exact(per_miss), cap.map(exact), i64::from(*count));
    let percents: Vec<(Decimal, &str)> =
        months.iter().map(|(month, count)| (of_month(count), month.as_str())).collect();
    if let Some(value) = dossier.person.value {
        let currency = &dossier.config.company.currency;
        let (lines, expected) = if levels.has_final_clause() {
            once(exact(per_miss), !percents.is_empty(), value, currency)
        } else {
            in_money(&percents, value, cap, currency)
        };
        return (lines, Some(expected));
    }
    let total: Decimal = percents.iter().map(|(percent, _)| percent).sum();
    let total = percent(f64::try_from(total).unwrap_or_default());
    let line = format!(
        "Together {total} of a month's fee; in money it cannot be told, because accounts.csv has no value"
    );
    (vec![line], None)
}

fn exact(percent: f64) -> Decimal {
    Decimal::try_from(percent).unwrap_or_default()
}

/// What the one refund is in money that is paid where the first miss ends the contract.
fn once(percent: Decimal, has_missed: bool, value: Money, currency: &str) -> (Vec<String>, Money) {
    let refund = share_of_fee(value, percent);
    let expected = if has_missed { refund } else { Money::default() };
    let lines = [
        format!("Expected, if the next year goes like the last: {}", expected.in_currency(currency)),
        format!(
            "Never more than {}: the first miss ends the contract, and is paid once",
            refund.in_currency(currency)
        ),
    ];
    (lines.to_vec(), expected)
}

/// What the percentages of each month are in money, for a customer of this yearly value.
fn in_money(
    percents: &[(Decimal, &str)],
    value: Money,
    cap: Option<f64>,
    currency: &str,
) -> (Vec<String>, Money) {
    let paid = |percent: Decimal| share_of_fee(value, percent);
    let months = percents.iter().map(|(percent, month)| (paid(*percent), month));
    let expected: Money = months.clone().map(|(amount, _)| amount).sum();
    let next =
        format!("Expected, if the next year goes like the last: {} a year", expected.in_currency(currency));
    let worst =
        months.max().map(|(worst, month)| format!("Worst month: {} in {month}", worst.in_currency(currency)));
    let most = match cap {
        Some(cap) => format!(
            "Never more than {} in a month, {} of a month's fee",
            paid(exact(cap)).in_currency(currency),
            percent(cap)
        ),
        None => "Nothing caps it: set refund-cap-percent in [service-levels]".to_owned(),
    };
    ([next].into_iter().chain(worst).chain([most]).collect(), expected)
}
