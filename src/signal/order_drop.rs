//! Turns fewer orders than before into a reason, with how likely that is by chance.

use serde::{Deserialize, Serialize};

use super::reading::{Reading, SignalId};
use super::volume::{Fall, windows};
use super::{Context, Signal, threshold};
use crate::history::{Behaviour, Windows, chance_of_drop};
use crate::model::figure;

/// A fall that chance makes more often than this could be chance.
const MOST_CHANCE: f64 = 0.10;

/// `[signal.order-drop]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrderDrop {
    /// Whether to look at all.
    pub enabled: bool,
    /// This share of the orders before, or less, fires.
    #[serde(deserialize_with = "threshold::share")]
    pub at_most: f64,
}

impl Default for OrderDrop {
    fn default() -> Self {
        Self { enabled: true, at_most: 0.5 }
    }
}

impl Signal for OrderDrop {
    fn id(&self) -> SignalId {
        SignalId::OrderDrop
    }

    fn about(&self) -> &'static str {
        "fewer orders than before"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn is_fed(&self, behaviour: &Behaviour) -> bool {
        behaviour.has_orders()
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let windows = match windows(context, SignalId::OrderDrop) {
            Ok(windows) => windows,
            Err(readings) => return readings,
        };
        let fall = Fall {
            signal: SignalId::OrderDrop,
            now: f64::from(windows.now.orders),
            before: f64::from(windows.before.orders),
            at_most: self.at_most,
        };
        let Some(mut reading) = fall.reading(context, &windows) else { return Vec::new() };
        let chance = chance_of_drop(windows.now.orders, windows.before.orders);
        reading.could_be_chance = fall.fires() && chance > MOST_CHANCE;
        if !context.is_brief {
            reading.text = self.words(&windows);
            let says = if reading.could_be_chance { "could be chance (p" } else { "by chance alone (p" };
            reading.takes += &format!("; {says} = {})", figure(chance, 4));
        }
        vec![reading]
    }
}

impl OrderDrop {
    fn words(&self, windows: &Windows) -> String {
        let orders = if windows.now.orders == 1 { "order" } else { "orders" };
        format!(
            "{} {orders} in the last {} days, {} in the {} before (we look at {} of before or less)",
            windows.now.orders,
            windows.days,
            windows.before.orders,
            windows.days,
            figure(self.at_most, 2)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::Standing;
    use super::super::volume::tests::{Customer, order};
    use super::*;

    /// So many orders in the last 90 days and in the 90 before, of somebody who first ordered 180 days ago or earlier.
    fn drop(now: u64, before: u64) -> Reading {
        let orders =
            (0..now).map(|at| order(at, Some(1))).chain((0..before).map(|at| order(90 + at, Some(1))));
        Customer::of(orders.chain([order(180, Some(1))]).collect()).one(&OrderDrop::default())
    }

    #[test]
    fn half_of_before_fires_and_more_does_not() {
        for (now, before, standing) in [
            (1, 4, Standing::Reason),
            (2, 4, Standing::Reason),
            (3, 4, Standing::Quiet),
            (0, 3, Standing::Reason),
            (0, 2, Standing::Nothing),
        ] {
            assert_eq!(drop(now, before).standing, standing, "{now} {before}");
        }
    }

    #[test]
    fn a_fall_that_chance_makes_often_says_so() {
        assert!(drop(2, 4).could_be_chance);
        assert!(!drop(1, 9).could_be_chance && !drop(3, 4).could_be_chance);
        let reading = drop(2, 4);
        assert_eq!(
            reading.text,
            "2 orders in the last 90 days, 4 in the 90 before (we look at 0.5 of before or less)"
        );
        assert_eq!(
            reading.takes,
            "fired: at 0.5 of before or less; 2026-07-08 to 2026-10-05 against 2026-04-09 to 2026-07-07; could be chance (p = 0.3438)"
        );
    }

    #[test]
    fn a_customer_of_less_than_two_windows_is_not_compared() {
        let orders = |first| [1, 91, 92, 93, first].map(|ago| order(ago, Some(1))).to_vec();
        assert_eq!(Customer::of(orders(179)).one(&OrderDrop::default()).standing, Standing::Nothing);
        assert_eq!(Customer::of(orders(180)).one(&OrderDrop::default()).standing, Standing::Reason);
    }
}
