//! Turns what a customer did into whether the customer is gone, since when and how that is known.

use chrono::NaiveDate;

use crate::model::{Money, RECENT_DAYS, Spot, is_in_last};
use crate::signal::Context;

/// So many orders have a pace of their own.
const ENOUGH_ORDERS: usize = 3;
/// Beyond so many own cycles without an order a customer is gone.
const MOST_CYCLES: f64 = 6.0;

/// A customer who is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// The day on which it began: the one that is noted, or that of the last order.
    pub onset: NaiveDate,
    /// How it is known.
    pub how: LostHow,
    /// Where it stands.
    pub spot: Spot,
}

/// How it is known that a customer is gone.
#[derive(Debug, Clone, PartialEq)]
pub enum LostHow {
    /// The firm noted it.
    Left {
        /// The revenue of a year that was lost.
        revenue: Option<Money>,
        /// What the customer said. Untrusted: every sink cleans it.
        stated_reason: Option<String>,
        /// The id of the class of what was behind it.
        root_cause: Option<String>,
    },
    /// No order for so long.
    NoOrder {
        /// How many own cycles.
        cycles: f64,
        /// The days of one.
        cycle_days: f64,
    },
}

impl Lost {
    /// What was lost a year: the revenue as it is noted, else the yearly value. Where only orders tell that (`by_orders`),
    /// they are those up to the loss: nobody orders after it.
    pub(super) fn value(
        &self,
        context: &Context<'_>,
        value: Option<Money>,
        by_orders: bool,
    ) -> Option<Money> {
        match self.how {
            LostHow::Left { revenue: Some(revenue), .. } => Some(revenue),
            _ if by_orders => {
                let course = context.behaviour.course_of(context.customer, self.onset);
                course.yearly_value().map(|yearly| yearly.value)
            }
            _ => value,
        }
    }

    /// Whether a customer is gone.
    #[must_use]
    pub fn of(context: &Context<'_>) -> Option<Self> {
        let (behaviour, customer) = (context.behaviour, context.customer);
        let recorded = context.heard.and_then(|heard| heard.lost.as_ref());
        let returned = context.heard.and_then(|heard| heard.returned);
        if let Some(left) = behaviour.left(customer, recorded, context.history.newest.max(returned)) {
            let how = LostHow::Left {
                revenue: left.revenue,
                stated_reason: left.stated_reason.clone(),
                root_cause: left.root_cause.clone(),
            };
            return Some(Self { onset: left.day, how, spot: left.spot });
        }
        let as_of = context.firm.as_of;
        let course = behaviour.course_of(customer, as_of);
        if course.count() < ENOUGH_ORDERS {
            return None;
        }
        let cycle = course.cycle().filter(|cycle| cycle.lateness() > MOST_CYCLES)?;
        let is_lately = |day: NaiveDate| is_in_last(day, RECENT_DAYS, as_of);
        let was_heard = context.history.newest.is_some_and(is_lately)
            || context.incidents.iter().any(|incident| is_lately(incident.opened));
        let how = LostHow::NoOrder { cycles: cycle.lateness(), cycle_days: cycle.days };
        (!was_heard).then_some(Self { onset: cycle.last.day, how, spot: cycle.last.spot })
    }

    /// Whether the firm noted it itself.
    #[must_use]
    pub fn is_noted(&self) -> bool {
        matches!(self.how, LostHow::Left { .. })
    }
}
