//! What to look for in a customer's history: one file a signal, its thresholds, and what it says.

mod cancel_threat;
mod complaint;
mod critical_score;
mod late_order;
mod late_payer;
mod limit;
mod low_dimension;
mod low_score;
mod measured_days;
mod missed_promise;
mod negative_sentiment;
mod no_engagement;
mod open_incident;
mod order_drop;
mod reading;
mod recent;
mod recent_incident;
mod renewal_soon;
mod repeat_incidents;
mod score_drop;
mod silence;
mod spend_drop;
mod threat_words;
mod threshold;
mod volume;
mod word_of_mouth;
mod young;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::history::{Behaviour, Firm, History};
use crate::model::{Contract, Heard, Incident, Scale, figure};

pub use cancel_threat::CancelThreat;
pub use complaint::Complaint;
pub use critical_score::{Critical, CriticalScore};
pub use late_order::LateOrder;
pub use late_payer::LatePayer;
pub use limit::{BuiltIn, Limited, ScoreLimit};
pub use low_dimension::{LowDimension, OneDimension};
pub use low_score::{Low, LowScore};
pub use missed_promise::MissedPromise;
pub use negative_sentiment::NegativeSentiment;
pub use no_engagement::NoEngagement;
pub use open_incident::OpenIncident;
pub use order_drop::OrderDrop;
pub use reading::{Dimension, Family, Measured, Reading, SignalId, Standing, Unit};
pub use recent::has_current_incident;
pub use recent_incident::RecentIncident;
pub use renewal_soon::RenewalSoon;
pub use repeat_incidents::RepeatIncidents;
pub use score_drop::ScoreDrop;
pub use silence::Silence;
pub use spend_drop::SpendDrop;
pub use threat_words::ThreatWords;
pub use word_of_mouth::word_of_mouth;
pub use young::Young;

/// Every signal with its thresholds: `[signal.*]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signals {
    /// The wave score is low.
    pub low_score: LowScore,
    /// The wave score is very low.
    pub critical_score: CriticalScore,
    /// A dimension is low.
    pub low_dimension: LowDimension,
    /// The wave score fell.
    pub score_drop: ScoreDrop,
    /// A choice question was answered unhappily.
    pub negative_sentiment: NegativeSentiment,
    /// The customer threatens to leave, or seems to.
    pub cancel_threat: CancelThreat,
    /// The customer stopped answering.
    pub silence: Silence,
    /// An incident stays open.
    pub open_incident: OpenIncident,
    /// One incident after another.
    pub repeat_incidents: RepeatIncidents,
    /// It took longer than promised.
    pub missed_promise: MissedPromise,
    /// The customer complained.
    pub complaint: Complaint,
    /// The next order is late.
    pub late_order: LateOrder,
    /// Fewer orders than before.
    pub order_drop: OrderDrop,
    /// The orders are worth less than before.
    pub spend_drop: SpendDrop,
    /// Contacts, and no action upon them.
    pub no_engagement: NoEngagement,
    /// A mistake was mended a short time ago.
    pub recent_incident: RecentIncident,
    /// The customer is one for a short time.
    pub young: Young,
    /// The contract ends soon.
    pub renewal_soon: RenewalSoon,
    /// The customer pays late.
    pub late_payer: LatePayer,
}

/// What a signal sees.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The firm as a whole.
    pub firm: &'a Firm,
    /// The customer's index.
    pub customer: usize,
    /// The customer's history.
    pub history: &'a History,
    /// What is rated, by the question's index minus one.
    pub dimensions: &'a [Dimension],
    /// For each option of the choice question, whether it is negative.
    pub is_negative: &'a [bool],
    /// What went wrong at the customer, oldest first.
    pub incidents: &'a [Incident],
    /// What the staff put on record of the customer.
    pub heard: Option<&'a Heard>,
    /// Whether incidents were read at all.
    pub has_incidents: bool,
    /// What customers did beside answering.
    pub behaviour: &'a Behaviour,
    /// What was agreed with the customer, where the accounts say.
    pub contract: Option<Contract>,
    /// The currency of amounts.
    pub currency: &'a str,
    /// Whether readings of signals that did not fire are wanted as well.
    pub wants_all: bool,
    /// Whether nobody is going to read words, evidence or dimensions: only who is at risk and how much.
    pub is_brief: bool,
}

/// Something to look for.
pub trait Signal {
    /// Which signal this is.
    fn id(&self) -> SignalId;

    /// What it looks for, in a line that a manager understands.
    fn about(&self) -> &'static str;

    /// Whether the configuration has it switched on.
    fn is_enabled(&self) -> bool;

    /// Whether anything was read that it could look at; a firm without such files is not told of it.
    fn is_fed(&self, _behaviour: &Behaviour) -> bool {
        true
    }

    /// Looks at one customer.
    fn read(&self, context: &Context<'_>) -> Vec<Reading>;
}

/// Two settings that cannot both hold on a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The key to point at.
    pub path: &'static str,
    /// The key to point at where the other is not written: what is built in is nobody's mistake.
    pub otherwise: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Signals {
    /// The signals in the order in which reasons are listed.
    #[must_use]
    pub fn all(&self) -> [&dyn Signal; 19] {
        [
            &self.low_score,
            &self.critical_score,
            &self.low_dimension,
            &self.score_drop,
            &self.negative_sentiment,
            &self.cancel_threat,
            &self.silence,
            &self.open_incident,
            &self.repeat_incidents,
            &self.missed_promise,
            &self.complaint,
            &self.late_order,
            &self.order_drop,
            &self.spend_drop,
            &self.no_engagement,
            &self.recent_incident,
            &self.young,
            &self.renewal_soon,
            &self.late_payer,
        ]
    }

    /// The signals that have anything to look at, in the same order.
    pub fn fed<'a>(&'a self, behaviour: &'a Behaviour) -> impl Iterator<Item = &'a dyn Signal> {
        self.all().into_iter().filter(|signal| signal.is_fed(behaviour))
    }

    /// Looks at one customer with every signal.
    #[must_use]
    pub fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let mut readings = Vec::new();
        for signal in self.fed(context.behaviour) {
            if signal.is_enabled() {
                readings.extend(signal.read(context));
            } else if context.wants_all {
                let mut reading = Reading::new(signal.id(), Standing::Off);
                reading.takes = format!("switched off: [signal.{}] enabled = false", signal.id().id());
                readings.push(reading);
            }
        }
        readings
    }

    /// The signals with a limit of scores: whether each is switched on, and its limit.
    #[must_use]
    pub fn limits(&self) -> [(SignalId, bool, &ScoreLimit); 3] {
        let (low, critical, dimension) = (&self.low_score, &self.critical_score, &self.low_dimension);
        [
            (SignalId::LowScore, low.enabled, &low.below),
            (SignalId::CriticalScore, critical.enabled, &critical.below),
            (SignalId::LowDimension, dimension.enabled, &dimension.below),
        ]
    }

    /// The scales for which the configuration states a limit of its own for the wave score.
    pub fn stated_scales(&self) -> impl Iterator<Item = Scale> {
        let built_in = Self::default();
        let limits = [
            (&self.low_score.below, built_in.low_score.below),
            (&self.critical_score.below, built_in.critical_score.below),
        ];
        let own = limits.into_iter().filter(|(limit, built_in)| *limit != built_in);
        own.flat_map(|(limit, _)| limit.stated()).map(|(scale, _)| scale)
    }

    /// Settings that cannot both hold on one of these scales. A limit without a scale holds for whatever scale the
    /// answers are on, so that only those in use can tell.
    #[must_use]
    pub fn contradiction(&self, scales: impl IntoIterator<Item = Scale>) -> Option<Contradiction> {
        let (low, critical) = (&self.low_score.below, &self.critical_score.below);
        // A limit that is not on a scale at all is another mistake.
        let is_on = |scale: &Scale| !low.is_off(*scale) && !critical.is_off(*scale);
        let contradicts = |scale: &Scale| scale.is_worse(low.on(*scale), critical.on(*scale));
        let scales: BTreeSet<Scale> = scales.into_iter().filter(is_on).collect();
        let both = self.low_score.enabled && self.critical_score.enabled;
        let scale = scales.into_iter().find(|scale| both && contradicts(scale))?;
        Some(Contradiction::of_limits(scale, critical, low))
    }
}

impl Contradiction {
    fn of_limits(scale: Scale, critical: &ScoreLimit, low: &ScoreLimit) -> Self {
        let (above, lower, higher) =
            if scale.is_mirrored() { ("below", "higher", "lower") } else { ("above", "lower", "higher") };
        Self {
            path: "signal.critical-score.below",
            otherwise: "signal.low-score.below",
            message: format!(
                "the limit of critical-score is {above} that of low-score on {scale}: {} and {}",
                figure(critical.on(scale), 4),
                figure(low.on(scale), 4)
            ),
            hint: format!(
                "a critical score is a low score first: set critical-score {lower}, or low-score {higher}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contradicts(low: &str, critical: &str, scale: &str) -> bool {
        let text = format!("[low-score]\n{low}\n[critical-score]\n{critical}\n");
        let signals: Signals = toml::from_str(&text).unwrap();
        signals.contradiction([scale.parse().unwrap()]).is_some()
    }

    #[test]
    fn limits_contradict_on_the_scales_in_use_and_on_no_other() {
        for (low, critical, scale, expected) in [
            ("below = 4", "", "1-5", false),
            ("below = 4", "", "0-10", true),
            ("below = 5", "", "0-10", false),
            ("below = 3", "below = { \"0-10\" = 2 }", "1-7", true),
            ("below = 4", "below = { \"0-10\" = 2 }", "1-7", false),
            ("below = 2", "below = 3", "5-1", false),
            ("below = 3", "below = 2", "5-1", true),
            ("below = 3", "below = 2", "1-5", false),
            ("below = 4\nenabled = false", "", "0-10", false),
            ("", "below = 8", "0-10", true),
            ("", "below = 8", "1-5", false),
        ] {
            assert_eq!(contradicts(low, critical, scale), expected, "{low}; {critical}; {scale}");
        }
    }

    #[test]
    fn stated_scales_are_those_that_somebody_wrote() {
        let signals: Signals =
            toml::from_str("[low-score]\nbelow = { \"1-7\" = 5 }\n[critical-score]\nbelow = 3\n").unwrap();
        assert_eq!(signals.stated_scales().map(|scale| scale.to_string()).collect::<Vec<_>>(), ["1-7"]);
        assert_eq!(Signals::default().stated_scales().count(), 0);
    }
}
