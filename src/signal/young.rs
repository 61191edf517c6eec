//! Turns a customer who is one for a short time into a note: first impressions last.

use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::measured_days::MeasuredDays;
use super::reading::{Reading, SignalId};
use super::recent::days;
use super::{Context, Signal, threshold};

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
        let since = context.contract.and_then(|contract| contract.since).filter(|since| *since <= as_of);
        let Some(since) = since else {
            return nothing(context, SignalId::Young, "not known since when the customer is one");
        };
        let with_us = (as_of - since).num_days();
        let limit = i64::from(self.under_days);
        let is_young = with_us < limit;
        let side = if is_young { "under" } else { "not under" };
        let measured = MeasuredDays {
            signal: SignalId::Young,
            value: with_us,
            limit,
            points: 1.0,
            text: format!("with us for {}, {side} {limit}", days(with_us)),
            takes: format!("a note under {}", days(limit)),
        };
        let reading = measured.reading(context, is_young);
        reading.map(|reading| Reading { date: Some(since), ..reading }).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::measured_days::tests::contract;
    use super::super::reading::Standing;
    use super::super::recent::tests::{ago, one, today};
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
    fn what_the_accounts_do_not_say_is_not_known() {
        assert_eq!(one(&Young::default(), &[], Some(contract())).standing, Standing::Nothing);
        assert_eq!(one(&Young::default(), &[], None).standing, Standing::Nothing);
    }
}
