//! What a win-back plan promised, as it was when it was proposed, and what is owed when it is broken.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::config::ServiceLevels;
use crate::model::{Money, month_name};

/// Months of a year, over which the yearly value is spread.
const MONTHS: i64 = 12;
/// A percentage as a share.
const PER_CENT: i64 = 100;
/// Digits of an amount after the point, as it is written down.
const CENTS: u32 = 2;

/// The terms of a plan. They are written into the record, so that settings changed later do not rewrite history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Terms {
    /// Hours until somebody answers.
    pub response_hours: Option<f64>,
    /// Hours until the fault is mended.
    pub resolution_hours: Option<f64>,
    /// Percent of the month's fee paid back for every service level missed.
    pub refund_percent_per_miss: Option<f64>,
    /// The most that is paid back of a month's fee, in percent.
    pub refund_cap_percent: Option<f64>,
    /// Whether the next breach releases the customer from the contract.
    pub final_breach: bool,
    /// What the customer was worth a year, where that was known.
    pub yearly_value: Option<Money>,
    /// The currency of the value.
    pub currency: String,
    /// What comes on top, by name, as it was offered; `None` where the record does not tell.
    pub goodwill: Option<Vec<String>>,
}

/// What is owed to a customer for broken service levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Percent of a month's fee, all months together.
    pub percent: Decimal,
    /// In money; `None` where the plan did not know what the customer is worth.
    pub amount: Option<Money>,
    /// The currency of the amount.
    pub currency: String,
}

impl Terms {
    /// The terms that the settings of the day give.
    #[must_use]
    pub fn of(levels: &ServiceLevels, yearly_value: Option<Money>, currency: &str) -> Self {
        Self {
            response_hours: levels.response_hours,
            resolution_hours: levels.resolution_hours,
            refund_percent_per_miss: levels.refund_percent_per_miss,
            refund_cap_percent: levels.refund_cap_percent,
            final_breach: levels.has_final_clause(),
            yearly_value: yearly_value.map(|value| Money::new(value.amount().round_dp(CENTS))),
            currency: currency.to_owned(),
            goodwill: None,
        }
    }

    /// The same with what comes on top, where that is known.
    #[must_use]
    pub fn with_goodwill(self, goodwill: Option<Vec<String>>) -> Self {
        Self { goodwill, ..self }
    }

    /// The service levels of a plan with these terms: they go before the settings of the day.
    #[must_use]
    pub fn instead_of(&self, levels: &ServiceLevels) -> ServiceLevels {
        ServiceLevels {
            response_hours: self.response_hours,
            resolution_hours: self.resolution_hours,
            refund_percent_per_miss: self.refund_percent_per_miss,
            refund_cap_percent: self.refund_cap_percent,
            final_breach: Some(self.final_breach),
            ..levels.clone()
        }
    }

    /// What is owed for breaches on these days: per calendar month their number times the percentage, up to the cap,
    /// of a twelfth of the yearly value. `None` where the plan promised no money back.
    #[must_use]
    pub fn refund(&self, breaches: &[NaiveDate]) -> Option<Refund> {
        let exact = |percent: f64| Decimal::try_from(percent).ok();
        let per_miss = self.refund_percent_per_miss.and_then(exact)?;
        let cap = self.refund_cap_percent.and_then(exact);
        let mut months: BTreeMap<String, i64> = BTreeMap::new();
        for day in breaches {
            *months.entry(month_name(*day)).or_default() += 1;
        }
        let percent: Decimal = months.values().map(|count| percent_of_month(per_miss, cap, *count)).sum();
        let amount = self.yearly_value.map(|value| share_of_fee(value, percent));
        Some(Refund { percent, amount, currency: self.currency.clone() })
    }
}

impl Refund {
    /// `35% of a month's fee, 437.50 EUR`.
    #[must_use]
    pub fn words(&self) -> String {
        let amount = self.amount.map(|amount| format!(", {}", amount.in_currency(&self.currency)));
        format!("{}% of a month's fee{}", self.percent.normalize(), amount.unwrap_or_default())
    }
}

/// The percent of a month's fee that so many misses in it cost: each the same, up to the cap.
#[must_use]
pub fn percent_of_month(per_miss: Decimal, cap: Option<Decimal>, misses: i64) -> Decimal {
    let whole = per_miss * Decimal::from(misses);
    cap.map_or(whole, |cap| whole.min(cap))
}

/// So many percent of a month's fee, which is a twelfth of the yearly value.
#[must_use]
pub fn share_of_fee(yearly_value: Money, percent: Decimal) -> Money {
    Money::new(yearly_value.amount() / Decimal::from(MONTHS) * percent / Decimal::from(PER_CENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refund_is_capped_by_calendar_month() {
        let days = ["2026-10-01", "2026-10-02", "2026-10-31", "2026-11-01"].map(|day| day.parse().unwrap());
        let terms = Terms {
            refund_percent_per_miss: Some(10.0),
            refund_cap_percent: Some(25.0),
            yearly_value: Some(Money::new(Decimal::from(12_000))),
            ..Terms::default()
        };
        let refund = terms.refund(&days).unwrap();
        assert_eq!(refund.percent, Decimal::from(35));
        assert_eq!(refund.amount.unwrap().with_cents(), "350.00");
        let unknown = Terms { yearly_value: None, ..terms.clone() };
        assert_eq!(unknown.refund(&days).unwrap().amount, None);
        assert_eq!(Terms::default().refund(&days), None);
        assert_eq!(terms.refund(&[]).unwrap().percent, Decimal::ZERO);
    }
}
