//! Where the case of a customer stands.

use std::fmt;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Somebody is to act.
    Open,
    /// The customer has a win-back plan to sign.
    PlanProposed,
    /// The customer gave us one more chance.
    FinalChance,
    /// The final breach happened: we let the customer go ourselves.
    Released,
    /// Won back.
    Recovered,
    /// Won back so well that they speak for us.
    Advocate,
    /// Left, or buys less.
    Lost,
    /// Over, resolved or not.
    Closed,
}

impl Status {
    /// The status in files and machine output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::PlanProposed => "plan-proposed",
            Self::FinalChance => "final-chance",
            Self::Released => "released",
            Self::Recovered => "recovered",
            Self::Advocate => "advocate",
            Self::Lost => "lost",
            Self::Closed => "closed",
        }
    }

    /// The status for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PlanProposed => "plan proposed",
            Self::FinalChance => "final chance",
            Self::Open | Self::Released | Self::Recovered | Self::Advocate | Self::Lost | Self::Closed => {
                self.id()
            }
        }
    }

    /// Whether the case is not over: neither lost nor closed.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Lost | Self::Closed)
    }

    /// Whether somebody still has to act: it is neither won back nor over.
    #[must_use]
    pub fn is_worked_on(self) -> bool {
        matches!(self, Self::Open | Self::PlanProposed | Self::FinalChance | Self::Released)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}
