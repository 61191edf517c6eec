//! What the staff put on record of a customer that counts beside the answers.

use chrono::NaiveDate;

use super::decision::Decided;
use super::departure::Departure;
use super::place::Spot;
use super::status::Status;

/// Somebody heard the customer say that they would leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardThreat {
    /// The day.
    pub day: NaiveDate,
    /// Who heard it, where that is known.
    pub by: Option<String>,
    /// The line that says so.
    pub spot: Spot,
}

/// What the staff heard from a customer, and what they did about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Where the customer said they would leave; not what is from before the customer was won back.
    pub threats: Vec<HeardThreat>,
    /// The day on which the customer was won back last.
    pub recovered: Option<NaiveDate>,
    /// How many people of the firm report that the customer is rude.
    pub rude_reporters: u32,
    /// What the team decided last about the case.
    pub decided: Option<Decided>,
    /// Where the case stands, and the day since which it stands there.
    pub case: Option<(Status, NaiveDate)>,
    /// The day on which the customer came back last, after having been lost.
    pub returned: Option<NaiveDate>,
    /// How the customer was lost, where the case stands there.
    pub lost: Option<Departure>,
}
