//! Turns orders that are worth less than before into a reason: revenue that is lost already.

use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::reading::{Reading, SignalId};
use super::volume::{Fall, windows};
use super::{Context, Signal, threshold};
use crate::history::Behaviour;
use crate::model::{Money, figure};

/// `[signal.spend-drop]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpendDrop {
    /// Whether to look at all.
    pub enabled: bool,
    /// This share of the amounts before, or less, fires.
    #[serde(deserialize_with = "threshold::share")]
    pub at_most: f64,
}

impl Default for SpendDrop {
    fn default() -> Self {
        Self { enabled: true, at_most: 0.5 }
    }
}

impl Signal for SpendDrop {
    fn id(&self) -> SignalId {
        SignalId::SpendDrop
    }

    fn about(&self) -> &'static str {
        "orders worth less than before, returns taken off"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn is_fed(&self, behaviour: &Behaviour) -> bool {
        behaviour.has_orders()
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let windows = match windows(context, SignalId::SpendDrop) {
            Ok(windows) => windows,
            Err(readings) => return readings,
        };
        let Some((now, before)) = windows.now.net.zip(windows.before.net) else {
            return nothing(context, SignalId::SpendDrop, "an order of the two windows has no amount");
        };
        if before <= Money::default() {
            return nothing(context, SignalId::SpendDrop, "nothing was spent in the window before");
        }
        let fall = Fall {
            signal: SignalId::SpendDrop,
            now: now.weight(),
            before: before.weight(),
            at_most: self.at_most,
        };
        let Some(mut reading) = fall.reading(context, &windows) else { return Vec::new() };
        if !context.is_brief {
            reading.text = format!(
                "spent {} in the last {} days, {} in the {} before (we look at {} of before or less)",
                now.in_currency(context.currency),
                windows.days,
                before.in_currency(context.currency),
                windows.days,
                figure(self.at_most, 2)
            );
        }
        vec![reading]
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::Standing;
    use super::super::volume::tests::{Customer, order};
    use super::*;

    /// So much in the last 90 days, and 400 in the 90 before.
    fn spent(now: &[Option<i64>]) -> Reading {
        let now = (0..).zip(now).map(|(at, amount)| order(at, *amount));
        let before = [91, 92, 93, 94].map(|ago| order(ago, Some(100)));
        Customer::of(now.chain(before).chain([order(200, Some(9))]).collect()).one(&SpendDrop::default())
    }

    #[test]
    fn half_of_before_fires_and_more_does_not() {
        for (now, standing) in [
            (&[Some(199)][..], Standing::Reason),
            (&[Some(200)], Standing::Reason),
            (&[Some(201)], Standing::Quiet),
            (&[Some(900), Some(-750)], Standing::Reason),
            (&[Some(900), None], Standing::Nothing),
            (&[], Standing::Reason),
        ] {
            assert_eq!(spent(now).standing, standing, "{now:?}");
        }
    }

    #[test]
    fn returns_larger_than_orders_are_less_than_nothing_and_no_ground_to_fall_from() {
        let reading = spent(&[Some(-50)]);
        assert_eq!((reading.standing, reading.points), (Standing::Reason, 0.5));
        let back = [
            order(1, Some(5)),
            order(91, Some(1)),
            order(92, Some(1)),
            order(93, Some(1)),
            order(94, Some(-9)),
        ];
        let customer = Customer::of(back.into_iter().chain([order(200, Some(1))]).collect());
        assert_eq!(customer.one(&SpendDrop::default()).standing, Standing::Nothing);
    }
}
