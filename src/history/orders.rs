//! Turns a customer's orders into their course: the own cycle, how late the next one is, and two windows to compare.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::behaviour::BaseCycle;
use crate::model::{Money, OrderDay, SAME, Spot};

/// The firm's usual cycle weighs as much as this many gaps of the customer's own. With none of its own a customer is
/// held against the firm, with many against itself.
const WEIGHT_OF_BASE: f64 = 2.0;
/// Windows are at least this long, in days.
const SHORTEST_WINDOW: f64 = 90.0;
/// Windows hold this many usual cycles.
const CYCLES_A_WINDOW: f64 = 3.0;
/// A year, in days.
const YEAR: u64 = 365;
/// A customer who is one for a shorter time is projected from this many days.
const SHORTEST_PROJECTION: i64 = 90;

/// The course of a customer's orders up to a day.
#[derive(Debug, Clone, Copy)]
pub struct OrderCourse<'a> {
    days: &'a [OrderDay],
    base: Option<BaseCycle>,
    as_of: NaiveDate,
}

/// How long a customer usually waits until the next order, and how long it has been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycle {
    /// The firm's usual cycle.
    pub base: BaseCycle,
    /// How many gaps lie between the customer's orders.
    pub gaps: usize,
    /// The days of all gaps together.
    pub sum_of_gaps: i64,
    /// The own cycle, in days.
    pub days: f64,
    /// The days since the last order.
    pub since_last: i64,
    /// The last order.
    pub last: OrderDay,
}

impl Cycle {
    /// How many own cycles the last order is ago: 1 is when the next one is due.
    #[must_use]
    pub fn lateness(&self) -> f64 {
        lateness(self.since_last as f64, self.days)
    }
}

/// `R / cycle`.
#[must_use]
pub fn lateness(days_since_last: f64, cycle: f64) -> f64 {
    days_since_last / cycle
}

/// `(2 base + sum of gaps) / (2 + number of gaps)`: the mean gap, drawn to the firm's usual one while there are few.
#[must_use]
pub fn own_cycle(base: f64, sum_of_gaps: f64, gaps: usize) -> f64 {
    (WEIGHT_OF_BASE * base + sum_of_gaps) / (WEIGHT_OF_BASE + gaps as f64)
}

/// What was ordered in a stretch of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// The orders, a day each.
    pub orders: u32,
    /// Their amounts, returns taken off; `None` where an order has no amount.
    pub net: Option<Money>,
    /// Where the orders stand.
    pub spots: Vec<Spot>,
}

/// The last window and the one before it, equally long.
#[derive(Debug, Clone, PartialEq)]
pub struct Windows {
    /// How many days each has.
    pub days: u64,
    /// The one before.
    pub before: Window,
    /// The last one, which ends on the day.
    pub now: Window,
}

/// A yearly value, as the orders have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearlyValue {
    /// The value.
    pub value: Money,
    /// Whether it is projected from less than a year.
    pub is_projected: bool,
    /// Whether an order of the year has no amount: it is at least this.
    pub is_at_least: bool,
}

impl<'a> OrderCourse<'a> {
    /// The course of these days.
    #[must_use]
    pub fn new(days: &'a [OrderDay], base: Option<BaseCycle>, as_of: NaiveDate) -> Self {
        Self { days, base, as_of }
    }

    /// The days on which something was ordered, oldest first.
    pub fn orders(&self) -> impl DoubleEndedIterator<Item = &'a OrderDay> + use<'a> {
        self.days.iter().filter(|day| day.is_order)
    }

    /// How many orders there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.orders().count()
    }

    /// The first order.
    #[must_use]
    pub fn first(&self) -> Option<&'a OrderDay> {
        self.orders().next()
    }

    /// The own cycle; `None` without any order, or where nothing tells how often people order.
    #[must_use]
    pub fn cycle(&self) -> Option<Cycle> {
        let (first, last) = (self.first()?, self.orders().next_back()?);
        let base = self.base?;
        let gaps = self.count() - 1;
        let sum_of_gaps = (last.day - first.day).num_days();
        let days = own_cycle(base.days, sum_of_gaps as f64, gaps);
        let since_last = (self.as_of - last.day).num_days();
        (days > 0.0).then_some(Cycle { base, gaps, sum_of_gaps, days, since_last, last: *last })
    }

    /// The days of a window: three usual cycles, and 90 at least.
    #[must_use]
    pub fn window_days(&self) -> u64 {
        let cycles = self.base.map_or(0.0, |base| CYCLES_A_WINDOW * base.days);
        // 3 times a mean of thirds is whole, whatever its last digit says.
        (cycles.max(SHORTEST_WINDOW) - SAME).ceil() as u64
    }

    /// The last window and the one before; `None` where the first order is too young for both.
    #[must_use]
    pub fn windows(&self) -> Option<Windows> {
        let days = self.window_days();
        let first = self.first()?;
        if (self.as_of - first.day).num_days() < i64::try_from(2 * days).ok()? {
            return None;
        }
        let middle = self.as_of.checked_sub_days(Days::new(days))?;
        let start = middle.checked_sub_days(Days::new(days))?;
        Some(Windows {
            days,
            before: self.window(start.succ_opt()?, middle),
            now: self.window(middle.succ_opt()?, self.as_of),
        })
    }

    fn window(&self, first: NaiveDate, last: NaiveDate) -> Window {
        let within = || self.days.iter().filter(|day| (first..=last).contains(&day.day));
        let has_unknown = within().any(|day| day.has_unknown);
        let orders = within().filter(|day| day.is_order);
        let net = within().filter_map(|day| day.net).sum();
        Window {
            first,
            last,
            orders: u32::try_from(orders.clone().count()).unwrap_or(u32::MAX),
            net: (!has_unknown).then_some(net),
            spots: orders.map(|day| day.spot).collect(),
        }
    }

    /// The net orders of the last 365 days; of a customer who is younger, the same pace over a year. Never below 0, and
    /// `None` where no row has an amount.
    #[must_use]
    pub fn yearly_value(&self) -> Option<YearlyValue> {
        self.days.iter().find(|day| day.net.is_some())?;
        let start = self.as_of.checked_sub_days(Days::new(YEAR))?;
        let within = || self.days.iter().filter(|day| day.day > start && day.day <= self.as_of);
        let net: Money = within().filter_map(|day| day.net).sum();
        let with_us = self.first().map(|first| (self.as_of - first.day).num_days());
        let young = with_us.filter(|days| *days < YEAR as i64);
        let value = young.map_or(net.amount(), |days| {
            net.amount().saturating_mul(Decimal::from(YEAR)) / Decimal::from(days.max(SHORTEST_PROJECTION))
        });
        Some(YearlyValue {
            value: Money::new(value.max(Decimal::ZERO)),
            is_projected: young.is_some(),
            is_at_least: within().any(|day| day.has_unknown),
        })
    }
}

/// How likely it is that so few of all orders fall into the later of two equally long windows by chance alone:
/// `P(X <= now)`, `X ~ Bin(before + now, 1/2)`.
#[must_use]
pub fn chance_of_drop(now: u32, before: u32) -> f64 {
    let all = f64::from(now) + f64::from(before);
    // The terms are added as logarithms, so that no power of a half is too small.
    let mut logarithm = -all * std::f64::consts::LN_2;
    let mut sum = logarithm.exp();
    for taken in 1..=now {
        logarithm += ((all - f64::from(taken) + 1.0) / f64::from(taken)).ln();
        sum += logarithm.exp();
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(text: &str, amount: Option<i64>) -> OrderDay {
        OrderDay::of_row(day(text), amount.map(|amount| Money::new(amount.into())), Spot::new(0, 2))
    }

    fn base(days: f64) -> Option<BaseCycle> {
        Some(BaseCycle { days, customers: Some(5) })
    }

    fn value(rows: &[OrderDay], as_of: &str) -> Option<(String, bool, bool)> {
        let yearly = OrderCourse::new(rows, None, day(as_of)).yearly_value()?;
        Some((yearly.value.with_cents(), yearly.is_projected, yearly.is_at_least))
    }

    #[test]
    fn an_order_and_what_was_sent_back_are_netted() {
        let rows = [row("2025-01-01", Some(400)), row("2026-03-01", Some(100)), row("2026-03-05", Some(-30))];
        assert_eq!(value(&rows, "2026-10-05"), Some(("70.00".to_owned(), false, false)));
        let more_back = [row("2025-01-01", Some(400)), row("2026-03-05", Some(-900))];
        assert_eq!(value(&more_back, "2026-10-05"), Some(("0.00".to_owned(), false, false)));
    }

    #[test]
    fn a_young_customer_is_projected_and_from_90_days_at_least() {
        let one = |since: &str| value(&[row(since, Some(90))], "2026-10-05");
        assert_eq!(one("2026-10-05"), Some(("365.00".to_owned(), true, false)));
        assert_eq!(one("2026-07-07"), Some(("365.00".to_owned(), true, false)));
        assert_eq!(one("2026-04-08"), Some(("182.50".to_owned(), true, false)));
        // 365 days ago is a whole year, and no longer within the last 365 days.
        assert_eq!(one("2025-10-05"), Some(("0.00".to_owned(), false, false)));
        assert_eq!(one("2025-10-06"), Some(("90.25".to_owned(), true, false)));
    }

    #[test]
    fn amounts_that_are_missing_are_not_zero() {
        assert_eq!(value(&[row("2026-09-01", None)], "2026-10-05"), None);
        let some = [row("2025-01-01", Some(1)), row("2026-09-01", None), row("2026-09-02", Some(50))];
        assert_eq!(value(&some, "2026-10-05"), Some(("50.00".to_owned(), false, true)));
    }

    #[test]
    fn windows_end_on_the_day_and_need_a_first_order_before_both() {
        let rows = [row("2026-04-08", Some(1)), row("2026-07-07", Some(2)), row("2026-07-08", Some(3))];
        let course = |as_of| OrderCourse::new(&rows, base(10.0), day(as_of));
        assert_eq!(course("2026-10-04").windows(), None);
        let windows = course("2026-10-05").windows().unwrap();
        assert_eq!((windows.days, windows.before.orders, windows.now.orders), (90, 1, 1));
        assert_eq!((windows.before.first, windows.before.last), (day("2026-04-09"), day("2026-07-07")));
        assert_eq!((windows.now.first, windows.now.last), (day("2026-07-08"), day("2026-10-05")));
        assert_eq!(OrderCourse::new(&rows, base(40.1), day("2026-10-05")).window_days(), 121);
        assert_eq!(OrderCourse::new(&rows, None, day("2026-10-05")).window_days(), 90);
    }

    #[test]
    fn one_order_has_the_cycle_of_the_firm_and_none_on_leap_day_is_lost() {
        let rows = [row("2024-02-29", Some(1))];
        let cycle = OrderCourse::new(&rows, base(30.0), day("2024-03-01")).cycle().unwrap();
        assert_eq!((cycle.days, cycle.gaps, cycle.since_last), (30.0, 0, 1));
        assert_eq!(OrderCourse::new(&rows, None, day("2024-03-01")).cycle(), None);
        assert_eq!(OrderCourse::new(&[], base(30.0), day("2024-03-01")).cycle(), None);
    }

    #[test]
    fn chances_are_those_of_a_fair_coin() {
        for (now, before, expected) in [(0, 2, 0.25), (1, 6, 0.0625), (2, 8, 0.054_687_5), (3, 0, 1.0)] {
            assert!((chance_of_drop(now, before) - expected).abs() < 1e-12, "{now} {before}");
        }
        assert!(chance_of_drop(0, 20_000) >= 0.0);
    }
}
