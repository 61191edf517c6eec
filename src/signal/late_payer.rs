//! Turns a customer who pays late into a note: it matters for what the customer is worth, and is no sign of risk.

use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::measured_days::MeasuredDays;
use super::reading::{Reading, SignalId};
use super::recent::days;
use super::{Context, Signal, threshold};

/// `[signal.late-payer]`: pays late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LatePayer {
    /// Whether to look at all.
    pub enabled: bool,
    /// A customer pays late who pays more days late than this.
    #[serde(deserialize_with = "threshold::days")]
    pub more_than_days: u32,
}

impl Default for LatePayer {
    fn default() -> Self {
        Self { enabled: true, more_than_days: 30 }
    }
}

impl Signal for LatePayer {
    fn id(&self) -> SignalId {
        SignalId::LatePayer
    }

    fn about(&self) -> &'static str {
        "pays late"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let Some(late) = context.contract.and_then(|contract| contract.pays_late_days) else {
            return nothing(context, SignalId::LatePayer, "not known whether the customer pays late");
        };
        let (late, limit) = (i64::from(late), i64::from(self.more_than_days));
        let is_late = late > limit;
        let side = if is_late { "more than" } else { "not more than" };
        let measured = MeasuredDays {
            signal: SignalId::LatePayer,
            value: late,
            limit,
            points: 0.0,
            text: format!("pays {} late, {side} {limit}", days(late)),
            takes: format!("a note at more than {} late", days(limit)),
        };
        measured.reading(context, is_late).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::measured_days::tests::contract;
    use super::super::reading::Standing;
    use super::super::recent::tests::one;
    use super::*;
    use crate::model::Contract;

    #[test]
    fn a_customer_pays_late_at_more_than_30_days() {
        for (late, standing) in [(29, Standing::Quiet), (30, Standing::Quiet), (31, Standing::Note)] {
            let contract = Contract { pays_late_days: Some(late), ..contract() };
            let reading = one(&LatePayer::default(), &[], Some(contract));
            assert_eq!((reading.standing, reading.points), (standing, 0.0), "{late}");
        }
    }

    #[test]
    fn what_the_accounts_do_not_say_is_not_known() {
        assert_eq!(one(&LatePayer::default(), &[], Some(contract())).standing, Standing::Nothing);
        assert_eq!(one(&LatePayer::default(), &[], None).standing, Standing::Nothing);
    }
}
