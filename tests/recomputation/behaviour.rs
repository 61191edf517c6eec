//! The signals of orders and contacts, who has left, and what a customer buys in a year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Months;

use crate::firm::{Day, Firm, between, folded, shifted};
use crate::fraction::{Fraction, ZERO, mean, median};
use crate::reading::Reading;

/// What a customer ordered up to the day.
#[derive(Default)]
pub(crate) struct Orders {
    /// Days with an order: several orders of a day are one.
    pub(crate) days: BTreeSet<Day>,
    /// Days with an order of unknown amount.
    unknown: BTreeSet<Day>,
    /// All amounts, those that come back included.
    amounts: Vec<(Day, Fraction)>,
}

pub(crate) fn orders(firm: &Firm) -> BTreeMap<String, Orders> {
    let mut all: BTreeMap<String, Orders> = BTreeMap::new();
    for order in firm.orders.iter().flatten().filter(|order| order.day <= firm.as_of) {
        let of = all.entry(folded(&order.customer)).or_default();
        of.amounts.extend(order.amount.map(|amount| (order.day, amount)));
        if order.amount.is_none_or(|amount| amount > ZERO) {
            of.days.insert(order.day);
        }
        if order.amount.is_none() {
            of.unknown.insert(order.day);
        }
    }
    all
}

/// The firm's own cycle: the median of the customers' mean gaps, where there are enough of them.
pub(crate) fn base(firm: &Firm, orders: &BTreeMap<String, Orders>) -> Option<Fraction> {
    let means: Vec<Fraction> = orders.values().filter_map(|of| mean(&of.gaps())).collect();
    if means.len() < 5 { firm.settings.base_cycle.map(Fraction::whole) } else { median(&means) }
}

fn windows(base: Option<Fraction>) -> i64 {
    let days = base.map_or(Fraction::whole(90), |base| (Fraction::whole(3) * base).max(Fraction::whole(90)));
    let floor = i64::try_from((days - Fraction::new(1, 2)).units(0)).expect("a count");
    (floor - 2..).find(|&whole| Fraction::whole(whole) >= days).expect("a whole number")
}

impl Orders {
    fn gaps(&self) -> Vec<Fraction> {
        let days: Vec<Day> = self.days.iter().copied().collect();
        days.windows(2).map(|two| Fraction::whole(between(two[0], two[1]))).collect()
    }

    /// Since the last order, in cycles of this customer.
    pub(crate) fn lateness(&self, base: Option<Fraction>, as_of: Day) -> Option<Fraction> {
        let last = *self.days.last()?;
        let two = Fraction::whole(2);
        let gaps = self.gaps();
        let sum = gaps.iter().fold(two * base?, |sum, &gap| sum + gap);
        let cycle = sum / (two + Fraction::count(gaps.len()));
        (cycle > ZERO).then(|| Fraction::whole(between(last, as_of)) / cycle)
    }

    pub(crate) fn readings(&self, firm: &Firm, base: Option<Fraction>) -> Vec<Reading> {
        let mut readings = Vec::new();
        let late = self.lateness(base, firm.as_of);
        if let (Some(late), Some(&last)) = (late, self.days.last()) {
            let steps = [(2, 1), (3, 2), (4, 3), (6, 5)];
            let halves =
                steps.iter().filter(|step| late >= Fraction::new(step.0, 2)).map(|step| step.1).max();
            let known = self.days.len() >= 3;
            let reading = Reading::new("late-order", if known { halves.unwrap_or(0) } else { 0 })
                .figures(late, firm.settings.late_order, "cycles")
                .on(last);
            if known && late >= firm.settings.late_order {
                readings.push(reading);
            } else if halves.is_some() {
                readings.push(reading.note());
            }
        }
        readings.extend(self.drops(firm, base));
        readings
    }

    fn drops(&self, firm: &Firm, base: Option<Fraction>) -> Vec<Reading> {
        let window = windows(base);
        let Some(&first) = self.days.first() else { return Vec::new() };
        if between(first, firm.as_of) < 2 * window {
            return Vec::new();
        }
        let now = |day: Day| (0..window).contains(&between(day, firm.as_of));
        let then = |day: Day| (window..2 * window).contains(&between(day, firm.as_of));
        let count = |inside: &dyn Fn(Day) -> bool| self.days.iter().filter(|&&day| inside(day)).count();
        let (before, after) = (count(&then), count(&now));
        if before < 3 {
            return Vec::new();
        }
        let mut readings = Vec::new();
        let share = Fraction::count(after) / Fraction::count(before);
        if share <= firm.settings.order_drop {
            readings.push(Reading::new("order-drop", 1).figures(share, firm.settings.order_drop, "share"));
        }
        let net = |inside: &dyn Fn(Day) -> bool| {
            self.amounts.iter().filter(|one| inside(one.0)).fold(ZERO, |sum, one| sum + one.1)
        };
        let (spent, spends) = (net(&then), net(&now));
        let known = !self.unknown.iter().any(|&day| now(day) || then(day));
        if known && spent > ZERO && spends / spent <= firm.settings.spend_drop {
            let share = spends / spent;
            readings.push(Reading::new("spend-drop", 1).figures(share, firm.settings.spend_drop, "share"));
        }
        readings
    }

    /// What the customer buys in a year.
    pub(crate) fn yearly(&self, as_of: Day) -> Option<Fraction> {
        if self.amounts.is_empty() {
            return None;
        }
        let year = self.amounts.iter().filter(|one| (0..365).contains(&between(one.0, as_of)));
        let net = year.fold(ZERO, |sum, one| sum + one.1);
        let age = self.days.first().map_or(365, |&first| between(first, as_of));
        let factor = if age < 365 { Fraction::new(365, age.max(90).into()) } else { Fraction::whole(1) };
        Some((net * factor).max(ZERO))
    }
}

/// Contacts again and again that nothing came of.
pub(crate) fn engagement(firm: &Firm, customer: &str) -> Option<Reading> {
    let ours = firm.contacts.iter().flatten();
    let ours: Vec<_> =
        ours.filter(|one| folded(&one.customer) == customer && one.day <= firm.as_of).collect();
    let action = ours.iter().filter(|one| one.acted == Some(true)).map(|one| one.day).max();
    let since: Vec<Day> = ours
        .iter()
        .filter(|one| one.acted == Some(false) && action.is_none_or(|action| one.day > action))
        .map(|one| one.day)
        .collect();
    let (first, last) = (*since.iter().min()?, *since.iter().max()?);
    let months = (0_u32..).take_while(|&months| first + Months::new(months) <= firm.as_of).last()?;
    let least = firm.settings.engagement_months;
    let fires = since.len() >= 3 && months >= least && last >= firm.as_of - Months::new(6);
    fires.then(|| Reading::new("no-engagement", 1).counted(months.into(), least.into(), "months"))
}

/// The day on which a customer left, by `churn.csv`.
pub(crate) fn left(firm: &Firm, customer: &str) -> Option<Day> {
    let ours = firm.churn.iter().flatten().filter(|one| folded(&one.customer) == customer);
    ours.filter(|one| one.kind != "less" && one.day <= firm.as_of).map(|one| one.day).max()
}

/// The chance of leaving within 90 days of anybody, and whether it is the firm's own. `first` is the day of the first
/// dated row of each customer.
pub(crate) fn base_rate(
    firm: &Firm,
    customers: &[String],
    first: impl Fn(&str) -> Option<Day>,
) -> (f64, bool) {
    let leavers = customers.iter().filter(|customer| left(firm, customer).is_some()).count();
    if leavers < 5 {
        return (firm.settings.base_rate.real(), false);
    }
    let days = customers.iter().fold(0, |sum, customer| {
        let end = left(firm, customer).unwrap_or(firm.as_of);
        sum + first(customer).map_or(0, |first| between(first, end).max(0))
    });
    let periods = Fraction::new(days.into(), 90);
    let rate = Fraction::count(leavers + 1) / (periods + Fraction::whole(20));
    (rate.real(), true)
}

/// The first day of the last 90.
pub(crate) fn quarter_ago(as_of: Day) -> Day {
    shifted(as_of, -89)
}
