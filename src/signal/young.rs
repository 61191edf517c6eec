//! Turns a customer who is one for a short time into a note: first impressions last.

use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::measured_days::MeasuredDays;
use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::recent::days;
use super::{Context, Signal, threshold};

/// So many orders are few.
const FEW_ORDERS: usize = 3;
/// What being young adds: first impressions last.
const POINTS: f64 = 1.0;

/// `[signal.young]`: with the firm for a short time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Young {
    /// Whether to look at all.
    pub enabled: bool,
    /// A customer is young who is one for fewer days than this.
    #[serde(deserialize_with = "threshold::days")]
    pub under_days: u32,
}

impl Default for Young {
    fn default() -> Self {
        Self { enabled: true, under_days: 90 }
    }
}

impl Signal for Young {
    fn id(&self) -> SignalId {
        SignalId::Young
    }

    fn about(&self) -> &'static str {
        "a new customer"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let as_of = context.firm.as_of;
        let course = context.behaviour.course_of(context.customer, as_of);
        let (first, orders) = (course.first(), course.count());
        let since = context.contract.and_then(|contract| contract.since).filter(|since| *since <= as_of);
        let with_us = [first.map(|first| first.day), since].into_iter().flatten().min();
        let Some(with_us) = with_us else {
            return nothing(context, SignalId::Young, "not known since when the customer is one");
        };
        let days_with_us = (as_of - with_us).num_days();
        let is_young = days_with_us < i64::from(self.under_days);
        if !is_young && (1..=FEW_ORDERS).contains(&orders) {
            return vec![few_orders(context, orders)];
        }
        let limit = i64::from(self.under_days);
        let side = if is_young { "under" } else { "not under" };
        let measured = MeasuredDays {
            signal: SignalId::Young,
            value: days_with_us,
            limit,
            points: POINTS,
            text: format!("with us for {}, {side} {limit}", days(days_with_us)),
            takes: match first {
                None => format!("a note under {}", days(limit)),
                Some(_) => format!("a note under {}, or at {FEW_ORDERS} orders or fewer", days(limit)),
            },
        };
        let reading = measured.reading(context, is_young);
        let evidence =
            first.filter(|first| since.is_none_or(|since| first.day < since)).map(|first| first.spot);
        let dated = reading.map(|reading| Reading { date: Some(with_us), ..reading });
        dated
            .map(|reading| match evidence {
                Some(spot) => Reading { evidence: vec![spot], ..reading },
                None => reading,
            })
            .into_iter()
            .collect()
    }
}

/// A customer of few orders is young, however long ago the first one was.
fn few_orders(context: &Context<'_>, orders: usize) -> Reading {
    let course = context.behaviour.course_of(context.customer, context.firm.as_of);
    let mut reading = Reading::new(SignalId::Young, Standing::Note);
    reading.value = Some(Measured::Figure(orders as f64));
    reading.threshold = Some(FEW_ORDERS as f64);
    reading.gap = Some((FEW_ORDERS - orders) as f64);
    reading.unit = Some(Unit::Orders);
    reading.points = POINTS;
    reading.date = course.first().map(|first| first.day);
    reading.evidence = course.orders().map(|order| order.spot).collect();
    let many = if orders == 1 { "order" } else { "orders" };
    reading.text = format!("{orders} {many} so far, {FEW_ORDERS} or fewer");
    reading.takes = format!("a note at {FEW_ORDERS} orders or fewer");
    reading
}

#[cfg(test)]
mod tests {
    use super::super::measured_days::tests::contract;
    use super::super::reading::Standing;
    use super::super::recent::tests::{ago, one, today};
    use super::super::volume::tests::{Customer, order};
    use super::*;
    use crate::model::Contract;

    #[test]
    fn a_customer_is_young_under_90_days() {
        for (since, standing, points) in
            [(89, Standing::Note, 1.0), (90, Standing::Quiet, 0.0), (91, Standing::Quiet, 0.0)]
        {
            let contract = Contract { since: Some(ago(since)), ..contract() };
            let reading = one(&Young::default(), &[], Some(contract));
            assert_eq!((reading.standing, reading.points), (standing, points), "{since}");
        }
        let tomorrow = Contract { since: Some(today() + chrono::Days::new(1)), ..contract() };
        assert_eq!(one(&Young::default(), &[], Some(tomorrow)).standing, Standing::Nothing);
    }

    #[test]
    fn three_orders_are_few_and_four_are_not() {
        for (orders, standing) in [(1, Standing::Note), (3, Standing::Note), (4, Standing::Quiet)] {
            let orders = (0..orders).map(|at| order(100 + at, Some(1))).collect();
            assert_eq!(Customer::of(orders).one(&Young::default()).standing, standing);
        }
        let only_returns = Customer::of(vec![order(100, Some(-1))]);
        assert_eq!(only_returns.one(&Young::default()).standing, Standing::Nothing);
    }

    #[test]
    fn the_first_order_or_what_the_accounts_say_counts_whichever_is_earlier() {
        let orders = |first: u64| (0..5).map(|at| order(first - at, Some(1))).collect();
        for (first, since, expected) in [(89, None, 89.0), (95, Some(10), 95.0), (60, Some(400), 400.0)] {
            let contract = since.map(|since| Contract { since: Some(ago(since)), ..contract() });
            let reading = Customer { contract, ..Customer::of(orders(first)) }.one(&Young::default());
            assert_eq!(reading.value, Some(Measured::Figure(expected)));
        }
    }

    #[test]
    fn what_the_accounts_do_not_say_is_not_known() {
        assert_eq!(one(&Young::default(), &[], Some(contract())).standing, Standing::Nothing);
        assert_eq!(one(&Young::default(), &[], None).standing, Standing::Nothing);
    }
}
