//! What has to be done about a customer on a day, as it goes into a calendar.

use chrono::NaiveDate;

/// Something to do on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The day.
    pub day: NaiveDate,
    /// What is to be done.
    pub title: String,
    /// For whom.
    pub customer: String,
    /// Who does it.
    pub owner: String,
    /// What stays the same when day or wording change, and is another for every other follow-up: the customer's id
    /// and the step.
    pub key: String,
}
