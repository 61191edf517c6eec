//! What the staff put on record of a customer that counts among the signals.

use chrono::NaiveDate;

use super::place::Spot;

/// What the staff heard from a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The days on which the customer said they would leave, and the lines that say so; not those from before the
    /// customer was won back.
    pub threats: Vec<(NaiveDate, Spot)>,
    /// The day on which the customer was won back last.
    pub recovered: Option<NaiveDate>,
    /// How many people of the firm report that the customer is rude.
    pub rude_reporters: u32,
}
