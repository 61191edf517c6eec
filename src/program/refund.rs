//! Turns a customer's incidents of the last year into what the money-back promise would have cost.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::dossier::{Dossier, YEAR_DAYS, is_in_last};
use super::wording::{counted, percent};
use crate::model::{Money, month_name};

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
    let mut misses: BTreeMap<String, u32> = BTreeMap::new();
    for (opened, _) in of_year.iter().filter(|(_, hours)| *hours > promise) {
        *misses.entry(month_name(*opened)).or_default() += 1;
    }
    let exact = |percent: f64| Decimal::try_from(percent).unwrap_or_default();
    let of_month = |count: &u32| {
        let whole = exact(per_miss) * Decimal::from(*count);
        levels.refund_cap_percent.map_or(whole, |cap| whole.min(exact(cap)))
    };
    let count: u32 = misses.values().sum();
    let mut lines = vec![format!(
        "In the last year {} of {} would have been over the promise, in {}",
        count,
        counted(of_year.len(), "incident", "incidents"),
        counted(misses.len(), "month", "months")
    )];
    let Some(fee) = dossier.person.value.map(|value| value.amount() / Decimal::from(MONTHS)) else {
        let total: Decimal = misses.values().map(of_month).sum();
        let total = percent(f64::try_from(total).unwrap_or_default());
        lines.push(format!(
            "Together {total} of a month's fee; in money it cannot be told, because accounts.csv has no value"
        ));
        return Refund { lines, expected: None };
    };
    let paid = |percent: Decimal| Money::new(fee * percent / Decimal::from(PER_CENT));
    let months = misses.iter().map(|(month, count)| (paid(of_month(count)), month));
    let currency = &dossier.config.company.currency;
    let expected: Money = months.clone().map(|(amount, _)| amount).sum();
    lines.push(format!(
        "Expected, if the next year goes like the last: {} a year",
        expected.in_currency(currency)
    ));
    if let Some((worst, month)) = months.max() {
        lines.push(format!("Worst month: {} in {month}", worst.in_currency(currency)));
    }
    match levels.refund_cap_percent {
        Some(cap) => {
            let most = paid(exact(cap)).in_currency(currency);
            lines.push(format!("Never more than {most} in a month, {} of a month's fee", percent(cap)));
        }
        None => lines.push("Nothing caps it: set refund-cap-percent in [service-levels]".to_owned()),
    }
    Refund { lines, expected: Some(expected) }
}
