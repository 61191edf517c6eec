//! How a customer was lost, or bought less, and what for.

use chrono::NaiveDate;

use super::money::Money;
use super::place::Spot;

/// What was lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DepartureKind {
    /// The customer.
    #[default]
    Left,
    /// Some of what the customer bought.
    Less,
}

/// A customer who left or who buys less, as `churn.csv` has it; the oldest first. Where they stand decides between two
/// that say the same, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// The day from which on it was so.
    pub day: NaiveDate,
    /// What was lost.
    pub kind: DepartureKind,
    /// The revenue of a year that was lost.
    pub revenue: Option<Money>,
    /// What the customer said. Untrusted: every sink cleans it.
    pub stated_reason: Option<String>,
    /// What happened last.
    pub proximate_cause: Option<String>,
    /// The id of the class of what was behind it, from `[[issue]]` where there are any.
    pub root_cause: Option<String>,
    /// Where it stands.
    pub spot: Spot,
}
