//! Turns a contract that ends soon into a note: it is urgent, and no sign of risk by itself.

use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::measured_days::MeasuredDays;
use super::reading::{Reading, SignalId};
use super::recent::days;
use super::{Context, Signal, threshold};

/// `[signal.renewal-soon]`: the contract ends soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RenewalSoon {
    /// Whether to look at all.
    pub enabled: bool,
    /// A contract ends soon that ends within so many days.
    #[serde(deserialize_with = "threshold::days")]
    pub within_days: u32,
}

impl Default for RenewalSoon {
    fn default() -> Self {
        Self { enabled: true, within_days: 90 }
    }
}

impl Signal for RenewalSoon {
    fn id(&self) -> SignalId {
        SignalId::RenewalSoon
    }

    fn about(&self) -> &'static str {
        "the contract ends soon"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let Some(renewal) = context.contract.and_then(|contract| contract.renewal) else {
            return nothing(context, SignalId::RenewalSoon, "not known when the contract ends");
        };
        let left = (renewal - context.firm.as_of).num_days();
        if left < 0 {
            return nothing(context, SignalId::RenewalSoon, "the day of renewal has passed");
        }
        let limit = i64::from(self.within_days);
        let is_soon = left <= limit;
        let side = if is_soon { "within" } else { "not within" };
        let measured = MeasuredDays {
            signal: SignalId::RenewalSoon,
            value: left,
            limit,
            points: 0.0,
            text: format!("contract ends in {}, {side} {limit}", days(left)),
            takes: format!("a note within {} of the end of the contract", days(limit)),
        };
        let reading = measured.reading(context, is_soon);
        reading.map(|reading| Reading { date: Some(renewal), ..reading }).into_iter().collect()
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
    fn a_contract_ends_soon_within_90_days() {
        for (left, standing) in
            [(0, Standing::Note), (89, Standing::Note), (90, Standing::Note), (91, Standing::Quiet)]
        {
            let contract = Contract { renewal: Some(today() + chrono::Days::new(left)), ..contract() };
            let reading = one(&RenewalSoon::default(), &[], Some(contract));
            assert_eq!((reading.standing, reading.points), (standing, 0.0), "{left}");
        }
        let passed = Contract { renewal: Some(ago(1)), ..contract() };
        assert_eq!(one(&RenewalSoon::default(), &[], Some(passed)).standing, Standing::Nothing);
    }

    #[test]
    fn what_the_accounts_do_not_say_is_not_known() {
        assert_eq!(one(&RenewalSoon::default(), &[], Some(contract())).standing, Standing::Nothing);
        assert_eq!(one(&RenewalSoon::default(), &[], None).standing, Standing::Nothing);
    }
}
