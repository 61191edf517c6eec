//! What a signal says about one customer: fired, a note, quiet, or nothing to read, always with its figures.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::model::Spot;

/// The signals, in the order in which reasons are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignalId {
    /// The wave score is low.
    LowScore,
    /// The wave score is very low.
    CriticalScore,
    /// A dimension is low.
    LowDimension,
    /// The wave score fell.
    ScoreDrop,
    /// A choice question was answered unhappily.
    NegativeSentiment,
    /// The customer threatens to leave, or seems to.
    CancelThreat,
    /// The customer stopped answering.
    Silence,
    /// An incident stays open.
    OpenIncident,
    /// One incident after another.
    RepeatIncidents,
    /// It took longer than promised.
    MissedPromise,
    /// The customer complained.
    Complaint,
    /// The next order is late.
    LateOrder,
    /// Fewer orders than before.
    OrderDrop,
    /// The orders are worth less than before.
    SpendDrop,
    /// Contacts, and no action upon them.
    NoEngagement,
    /// A mistake was mended a short time ago.
    RecentIncident,
    /// The customer is one for a short time.
    Young,
    /// The contract ends soon.
    RenewalSoon,
    /// The customer pays late.
    LatePayer,
}

/// Signals of one family tell of the same thing: only the strongest of them adds points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// What the customer answered.
    Survey,
    /// Whether the customer answered.
    Response,
    /// What went wrong.
    Incident,
    /// When the customer ordered.
    Order,
    /// How much the customer ordered.
    Volume,
    /// Whether the customer acted upon what was sent.
    Contact,
    /// What was agreed with the customer.
    Context,
}

impl Family {
    /// The family for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Response => "response",
            Self::Incident => "incident",
            Self::Order => "order",
            Self::Volume => "volume",
            Self::Contact => "contact",
            Self::Context => "context",
        }
    }
}

impl SignalId {
    /// The name in `retain.toml` and in machine output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::LowScore => "low-score",
            Self::CriticalScore => "critical-score",
            Self::LowDimension => "low-dimension",
            Self::ScoreDrop => "score-drop",
            Self::NegativeSentiment => "negative-sentiment",
            Self::CancelThreat => "cancel-threat",
            Self::Silence => "silence",
            Self::OpenIncident => "open-incident",
            Self::RepeatIncidents => "repeat-incidents",
            Self::MissedPromise => "missed-promise",
            Self::Complaint => "complaint",
            Self::LateOrder => "late-order",
            Self::OrderDrop => "order-drop",
            Self::SpendDrop => "spend-drop",
            Self::NoEngagement => "no-engagement",
            Self::RecentIncident => "recent-incident",
            Self::Young => "young",
            Self::RenewalSoon => "renewal-soon",
            Self::LatePayer => "late-payer",
        }
    }

    /// The family whose maximum counts.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::LowScore
            | Self::CriticalScore
            | Self::LowDimension
            | Self::ScoreDrop
            | Self::NegativeSentiment
            | Self::CancelThreat => Family::Survey,
            Self::Silence => Family::Response,
            Self::OpenIncident
            | Self::RepeatIncidents
            | Self::MissedPromise
            | Self::Complaint
            | Self::RecentIncident => Family::Incident,
            Self::LateOrder => Family::Order,
            Self::OrderDrop | Self::SpendDrop => Family::Volume,
            Self::NoEngagement => Family::Contact,
            Self::Young | Self::RenewalSoon | Self::LatePayer => Family::Context,
        }
    }

    /// Whether its points are added to whatever else there is, beside the maximum of its family.
    #[must_use]
    pub fn is_supplement(self) -> bool {
        self == Self::RepeatIncidents
    }

    /// Whether the customer said so: such a reason alone puts a customer at risk.
    #[must_use]
    pub fn is_said_by_the_customer(self) -> bool {
        match self {
            Self::LowScore
            | Self::CriticalScore
            | Self::LowDimension
            | Self::NegativeSentiment
            | Self::CancelThreat => true,
            Self::ScoreDrop
            | Self::Silence
            | Self::OpenIncident
            | Self::RepeatIncidents
            | Self::MissedPromise
            | Self::Complaint
            | Self::LateOrder
            | Self::OrderDrop
            | Self::SpendDrop
            | Self::NoEngagement
            | Self::RecentIncident
            | Self::Young
            | Self::RenewalSoon
            | Self::LatePayer => false,
        }
    }
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Points of the scale the customer answered on.
    Score,
    /// Waves of the survey.
    Waves,
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Incidents.
    Incidents,
    /// Complaints.
    Complaints,
    /// Cycles: the customer's own time from one order to the next.
    Cycles,
    /// A share of what was before.
    Share,
    /// Calendar months.
    Months,
    /// Orders.
    Orders,
}

impl Unit {
    /// The unit in machine output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Waves => "waves",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Incidents => "incidents",
            Self::Complaints => "complaints",
            Self::Cycles => "cycles",
            Self::Share => "share",
            Self::Months => "months",
            Self::Orders => "orders",
        }
    }
}

/// What became of a signal for a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It fired: a reason, which lists the customer.
    Reason,
    /// It is worth a word and may add points, and never lists anybody.
    Note,
    /// It looked and found nothing wrong.
    Quiet,
    /// There was nothing to look at.
    Nothing,
    /// The configuration switched it off.
    Off,
}

/// The measured value: a figure, or the customer's choice as it was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// In the reading's unit.
    Figure(f64),
    /// Words: they have neither threshold nor gap.
    Words(String),
}

/// A dimension of the survey: what is rated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dimension {
    /// The kebab-case name in configuration and machine output: `ease-of-use`.
    pub id: String,
    /// The question as its column has it, cleaned: `Ease of use`.
    pub name: String,
}

impl Dimension {
    /// The kebab-case name of what a column asks: `Ease of use` is `ease-of-use`.
    #[must_use]
    pub fn id_of(header: &str) -> String {
        let lower = header.to_lowercase();
        let words: Vec<_> =
            lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.join("-")
    }
}

/// What one signal says about one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Which signal.
    pub signal: SignalId,
    /// What became of it.
    pub standing: Standing,
    /// The dimension, where the signal looks at one.
    pub dimension: Option<Dimension>,
    /// What was measured; `None` when there was nothing to measure.
    pub value: Option<Measured>,
    /// Where the signal fires, in the same unit.
    pub threshold: Option<f64>,
    /// How far past the threshold (positive), or how far it is still away for a quiet signal.
    pub gap: Option<f64>,
    /// What the figures count.
    pub unit: Option<Unit>,
    /// Risk points: one doubles the odds of leaving.
    pub points: f64,
    /// The day of the answer or event it rests on.
    pub date: Option<NaiveDate>,
    /// Whether a threat was confirmed by somebody who heard it; `None` for all other signals.
    pub confirmed: Option<bool>,
    /// Whether it cannot wait: a complaint in public.
    pub is_urgent: bool,
    /// Whether chance alone would do the same often enough to be mentioned.
    pub could_be_chance: bool,
    /// The reason in words: `overall 4 of 10, below 5`.
    pub text: String,
    /// What it would take to fire, or why there is nothing to say.
    pub takes: String,
    /// The lines it rests on.
    pub evidence: Vec<Spot>,
    /// Further lines that are not listed one by one.
    pub more_evidence: u64,
}

impl Reading {
    /// A reading with nothing in it yet but its standing.
    #[must_use]
    pub fn new(signal: SignalId, standing: Standing) -> Self {
        Self {
            signal,
            standing,
            dimension: None,
            value: None,
            threshold: None,
            gap: None,
            unit: None,
            points: 0.0,
            date: None,
            confirmed: None,
            is_urgent: false,
            could_be_chance: false,
            text: String::new(),
            takes: String::new(),
            evidence: Vec::new(),
            more_evidence: 0,
        }
    }

    /// A signal that had nothing to look at, and why.
    #[must_use]
    pub fn nothing(signal: SignalId, why: &str) -> Self {
        let mut reading = Self::new(signal, Standing::Nothing);
        why.clone_into(&mut reading.takes);
        reading
    }
}
