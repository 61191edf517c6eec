//! What a firm can do about a customer at risk, and what its people decided.

use chrono::NaiveDate;
use serde::Deserialize;

/// Whether a customer is chased, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChaseDecision {
    /// A call pays.
    Chase,
    /// A call does not pay at this price: too much work, or money that comes late.
    ChaseAndReprice,
    /// A call does not pay, or the customer is rude.
    LetGo,
}

impl ChaseDecision {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chase, Self::ChaseAndReprice, Self::LetGo];

    /// The kebab-case name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chase => "chase",
            Self::ChaseAndReprice => "chase-and-reprice",
            Self::LetGo => "let-go",
        }
    }

    /// The decision for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Chase => "chase",
            Self::ChaseAndReprice => "chase and reprice",
            Self::LetGo => "let go politely",
        }
    }

    /// The decision of this name.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.id() == id)
    }
}

/// What the firm's people decided: it goes before what the figures say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: ChaseDecision,
    /// The day.
    pub at: NaiveDate,
    /// Who decided, where that is on record.
    pub by: Option<String>,
    /// What else was said of it: who does what, by when.
    pub note: Option<String>,
}
