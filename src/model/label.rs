//! The words for where a customer stands on a day, and what is said beside the reasons.

use std::fmt;

use serde::Deserialize;

/// A customer's risk label: from the data of the day, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Left already: nobody calls.
    Gone,
    /// Too little is known to say anything.
    NotEnoughData,
    /// Enough is known, and nothing is wrong.
    Fine,
    /// There is a reason, not yet enough for a call.
    Watch,
    /// Call.
    AtRisk,
    /// Call first.
    Critical,
}

impl Label {
    /// The label in machine output and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::NotEnoughData => "not-enough-data",
            Self::Fine => "fine",
            Self::Watch => "watch",
            Self::AtRisk => "at-risk",
            Self::Critical => "critical",
        }
    }

    /// The label for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotEnoughData => "not enough data",
            Self::AtRisk => "at risk",
            Self::Gone | Self::Fine | Self::Watch | Self::Critical => self.id(),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// What is said about a customer without being a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// The wave score rests on one answer.
    OneAnswer,
    /// There is no earlier wave to compare with.
    NoComparison,
    /// Somebody else answered than in the waves compared with.
    RespondentChanged,
    /// The newest answer is too old to count.
    NoCurrentAnswer,
    /// The fall in orders is one that chance alone makes often.
    CouldBeChance,
    /// The yearly value is projected from less than a year of orders.
    Projected,
    /// An order of the year has no amount: the yearly value is at least what is shown.
    AtLeast,
    /// The customer has no yearly value; the firm's median orders it.
    MedianValue,
}

impl Remark {
    /// The remark in machine output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::OneAnswer => "one-answer",
            Self::NoComparison => "no-comparison",
            Self::RespondentChanged => "respondent-changed",
            Self::NoCurrentAnswer => "no-current-answer",
            Self::CouldBeChance => "could-be-chance",
            Self::Projected => "projected",
            Self::AtLeast => "at-least",
            Self::MedianValue => "median-value",
        }
    }

    /// The remark for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::OneAnswer => "one answer only",
            Self::NoComparison => "no comparison: no earlier answer on this scale",
            Self::RespondentChanged => "somebody else answered than before",
            Self::NoCurrentAnswer => "no current answer",
            Self::CouldBeChance => "the fall in orders could be chance",
            Self::Projected => "yearly value projected from less than a year of orders",
            Self::AtLeast => "yearly value at least: an order has no amount",
            Self::MedianValue => "no yearly value: ordered by the firm's median",
        }
    }
}
