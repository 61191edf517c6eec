//! What a firm sent to a customer to sell more, and whether the customer did anything upon it.

use chrono::NaiveDate;

use super::place::Spot;

/// A contact: a mailing, an invitation, an offer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// The day.
    pub day: NaiveDate,
    /// Whether the customer acted upon it; `None` where nobody knows.
    pub has_acted: Option<bool>,
    /// How it went out.
    pub channel: Option<String>,
    /// Where it stands.
    pub spot: Spot,
}
