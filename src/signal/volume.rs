//! Turns two equally long windows of orders into a share of before, for the signals that look at a fall.

use super::Context;
use super::low_score::nothing;
use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use crate::history::Windows;
use crate::model::{figure, is_at_least};

/// Fewer orders before than this are no volume that could fall.
const ENOUGH_ORDERS: u32 = 3;
/// What a fall in volume adds: it tells little about leaving, and persists.
const POINTS: f64 = 0.5;

/// The two windows, or why there is nothing to compare.
pub(super) fn windows(context: &Context<'_>, signal: SignalId) -> Result<Windows, Vec<Reading>> {
    let course = context.behaviour.course_of(context.customer, context.firm.as_of);
    if course.count() == 0 {
        return Err(nothing(context, signal, "no order of the customer was read"));
    }
    let Some(windows) = course.windows() else {
        let days = course.window_days();
        let why = format!(
            "the first order is less than {} days ago: two windows of {days} days do not fit",
            2 * days
        );
        return Err(nothing(context, signal, &why));
    };
    if windows.before.orders < ENOUGH_ORDERS {
        let why = format!(
            "fewer than {ENOUGH_ORDERS} orders from {} to {}: nothing to fall from",
            windows.before.first, windows.before.last
        );
        return Err(nothing(context, signal, &why));
    }
    Ok(windows)
}

/// What is left of what was before.
pub(super) struct Fall {
    /// Which signal.
    pub(super) signal: SignalId,
    /// What there is now.
    pub(super) now: f64,
    /// What there was before; above 0.
    pub(super) before: f64,
    /// The share that fires.
    pub(super) at_most: f64,
}

impl Fall {
    /// Whether so little is left that it fires.
    pub(super) fn fires(&self) -> bool {
        is_at_least(self.at_most * self.before, self.now)
    }

    /// The reading, without words; `None` where it is quiet and nobody asks.
    pub(super) fn reading(&self, context: &Context<'_>, windows: &Windows) -> Option<Reading> {
        let fires = self.fires();
        if !fires && !context.wants_all {
            return None;
        }
        let mut reading = Reading::new(self.signal, if fires { Standing::Reason } else { Standing::Quiet });
        let share = self.now / self.before;
        reading.value = Some(Measured::Figure(share));
        reading.threshold = Some(self.at_most);
        reading.gap = Some((share - self.at_most).abs());
        reading.unit = Some(Unit::Share);
        reading.points = if fires { POINTS } else { 0.0 };
        let course = context.behaviour.course_of(context.customer, context.firm.as_of);
        reading.date = course.orders().next_back().map(|last| last.day);
        if !context.is_brief {
            reading.evidence =
                windows.now.spots.iter().rev().chain(windows.before.spots.iter().rev()).copied().collect();
            reading.takes = format!(
                "{} at {} of before or less; {} to {} against {} to {}",
                if fires { "fired:" } else { "fires" },
                figure(self.at_most, 2),
                windows.now.first,
                windows.now.last,
                windows.before.first,
                windows.before.last
            );
        }
        Some(reading)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::recent::tests::{ago, silent_firm};
    use crate::history::{Behaviour, History};
    use crate::model::{Contact, Contract, Money, OrderDay, Spot};
    use crate::signal::{Context, Reading, Signal};

    /// An order so many days ago.
    pub(in crate::signal) fn order(days_ago: u64, amount: Option<i64>) -> OrderDay {
        OrderDay::of_row(
            ago(days_ago),
            amount.map(|amount| Money::new(amount.into())),
            Spot::new(0, days_ago + 2),
        )
    }

    /// A customer who answered nothing, and what the customer did.
    #[derive(Debug, Clone, Default)]
    pub(in crate::signal) struct Customer {
        pub(in crate::signal) orders: Vec<OrderDay>,
        pub(in crate::signal) base: Option<f64>,
        pub(in crate::signal) contacts: Vec<Contact>,
        pub(in crate::signal) contract: Option<Contract>,
    }

    impl Customer {
        /// With these orders, in any order.
        pub(in crate::signal) fn of(mut orders: Vec<OrderDay>) -> Self {
            orders.sort_by_key(|order| order.day);
            Self { orders, ..Self::default() }
        }

        /// What a signal says of the customer.
        pub(in crate::signal) fn read(&self, signal: &dyn Signal) -> Vec<Reading> {
            let firm = silent_firm();
            let history = History::of(&firm, 0);
            let behaviour = Behaviour::default()
                .with_orders(vec![self.orders.clone()], self.base)
                .with_contacts(vec![self.contacts.clone()]);
            signal.read(&Context {
                firm: &firm,
                customer: 0,
                history: &history,
                dimensions: &[],
                is_negative: &[],
                incidents: &[],
                heard: None,
                has_incidents: false,
                behaviour: &behaviour,
                contract: self.contract,
                currency: "EUR",
                wants_all: true,
                is_brief: false,
            })
        }

        /// The one reading of a signal.
        pub(in crate::signal) fn one(&self, signal: &dyn Signal) -> Reading {
            let readings = self.read(signal);
            let [reading] = readings.as_slice() else { panic!("{readings:?}") };
            reading.clone()
        }
    }
}
