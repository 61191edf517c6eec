//! What a customer and the firm agreed on, as `accounts.csv` has it: since when, until when, and how it is paid.

use chrono::NaiveDate;

use super::Spot;

/// Since when a customer is one, until when, and how late it pays. What the file does not say is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    /// The day since which the customer is with the firm.
    pub since: Option<NaiveDate>,
    /// The day on which the contract ends or renews.
    pub renewal: Option<NaiveDate>,
    /// By how many days the customer pays late, usually.
    pub pays_late_days: Option<u32>,
    /// Where it stands.
    pub spot: Spot,
}
