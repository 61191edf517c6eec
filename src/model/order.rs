//! What a customer ordered on a day: several orders of one day are one.

use chrono::NaiveDate;

use super::money::Money;
use super::place::Spot;

/// All that was ordered and sent back on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderDay {
    /// The day.
    pub day: NaiveDate,
    /// Whether anything was ordered: a day of returns alone is no order.
    pub is_order: bool,
    /// The amounts of the day, returns taken off; `None` where no row of the day has one.
    pub net: Option<Money>,
    /// Whether an order of the day has no amount: the value is at least `net`.
    pub has_unknown: bool,
    /// Where the first of its rows stands.
    pub spot: Spot,
}

impl OrderDay {
    /// A row: an amount above 0 is an order, so is one that is not known; 0 and less are set aside and only taken off.
    #[must_use]
    pub fn of_row(day: NaiveDate, amount: Option<Money>, spot: Spot) -> Self {
        let is_order = amount.is_none_or(|amount| amount > Money::default());
        Self { day, is_order, net: amount, has_unknown: amount.is_none(), spot }
    }

    /// Takes in more of the same day.
    pub fn add(&mut self, more: Self) {
        self.is_order |= more.is_order;
        self.has_unknown |= more.has_unknown;
        self.net = match (self.net, more.net) {
            (Some(net), Some(other)) => Some(net + other),
            (net, other) => net.or(other),
        };
        self.spot = self.spot.min(more.spot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(amount: Option<i64>, line: u64) -> OrderDay {
        let amount = amount.map(|amount| Money::new(amount.into()));
        OrderDay::of_row("2026-02-28".parse().unwrap(), amount, Spot::new(0, line))
    }

    #[test]
    fn a_day_of_returns_alone_is_no_order_and_one_without_amounts_is() {
        for (amount, is_order) in [(Some(1), true), (Some(0), false), (Some(-5), false), (None, true)] {
            assert_eq!(row(amount, 2).is_order, is_order, "{amount:?}");
        }
    }

    #[test]
    fn rows_of_a_day_are_one_whatever_their_order() {
        let rows = [row(Some(40), 4), row(None, 3), row(Some(-55), 2)];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut day = rows[order[0]];
            day.add(rows[order[1]]);
            day.add(rows[order[2]]);
            assert!(day.is_order && day.has_unknown);
            assert_eq!((day.net, day.spot), (Some(Money::new((-15).into())), Spot::new(0, 2)));
        }
    }
}
