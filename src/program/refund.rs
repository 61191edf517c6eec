//! Turns a customer's incidents of the last year into what the money-back promise would have cost.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::dossier::{Dossier, YEAR_DAYS};
use super::wording::{counted, percent};
use crate::model::{Money, is_in_last, month_name};

/// Months of a year, over which the yearly value is spread.
const MONTHS: i64 = 12;
/// A percentage as a share.
const PER_CENT: i64 = 100;

/// What the promise would have cost, had the incidents of the last year been under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refund {
    /// In words, a line each.
    pub(super) lines: Vec<String>,
    /// All of it; `None` where it cannot be told in money.
    pub(super) expected: Option<Money>,
}

/// Works it out: per calendar month the misses times the percentage, up to the cap, of a twelfth of the yearly value.
pub(super) fn refund(dossier: &Dossier<'_>) -> Refund {
    let levels = &dossier.config.service_levels;
    let unknown = |line: &str| Refund { lines: vec![line.to_owned()], expected: None };
    let Some(per_miss) = levels.refund_percent_per_miss else {
        return unknown("No refund is set: refund-percent-per-miss in [service-levels]");
    };
    let Some(promise) = levels.resolution_hours else {
        return unknown(
            "Not worked out: no resolution-hours in [service-levels] that incidents could be held against",
        );
    };
    let as_of = dossier.as_of();
    let of_year: Vec<_> = dossier
        .incidents
        .iter()
        .filter(|incident| is_in_last(incident.opened, YEAR_DAYS, as_of))
        .filter_map(|incident| Some((incident.opened, incident.hours(as_of)?)))
        .collect();
    if of_year.is_empty() {
        return unknown("Not worked out: no incident of theirs in the last year says how long it took");
    }
    let misses = misses(&of_year, promise);
    let count: u32 = misses.values().sum();
    let first = format!(
        "In the last year {count} of {} would have been over the promise, in {}",
        counted(of_year.len(), "incident", "incidents"),
        counted(misses.len(), "month", "months")
    );
    let cap = levels.refund_cap_percent;
    let of_month = |count: &u32| {
        let whole = exact(per_miss) * Decimal::from(*count);
        cap.map_or(whole, |cap| whole.min(exact(cap)))
    };
    let percents: Vec<(Decimal, String)> =
        misses.iter().map(|(month, count)| (of_month(count), month.clone())).collect();
    let mut refund = match dossier.person.value {
        Some(value) => in_money(&percents, value, cap, &dossier.config.company.currency),
        None => {
            let total: Decimal = percents.iter().map(|(percent, _)| percent).sum();
            let total = percent(f64::try_from(total).unwrap_or_default());
            unknown(&format!(
                "Together {total} of a month's fee; in money it cannot be told, because accounts.csv has no value"
            ))
        }
    };
    refund.lines.insert(0, first);
    refund
}

fn exact(percent: f64) -> Decimal {
    Decimal::try_from(percent).unwrap_or_default()
}

/// How many incidents of each calendar month took longer than promised.
fn misses(incidents: &[(NaiveDate, f64)], promise: f64) -> BTreeMap<String, u32> {
    let mut misses: BTreeMap<String, u32> = BTreeMap::new();
    for (opened, _) in incidents.iter().filter(|(_, hours)| *hours > promise) {
        *misses.entry(month_name(*opened)).or_default() += 1;
    }
    misses
}

/// What the percentages of each month are in money, for a customer of this yearly value.
fn in_money(percents: &[(Decimal, String)], value: Money, cap: Option<f64>, currency: &str) -> Refund {
    let fee = value.amount() / Decimal::from(MONTHS);
    let paid = |percent: Decimal| Money::new(fee * percent / Decimal::from(PER_CENT));
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
    Refund { lines: [next].into_iter().chain(worst).chain([most]).collect(), expected: Some(expected) }
}
