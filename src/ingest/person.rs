//! Holds what is known of one customer: what `accounts.csv` says, what is shown, and what is odd about the spellings.

use crate::model::{Money, Spot};

/// What `accounts.csv` says of a customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// The id, as spelled there.
    pub id: String,
    /// The name.
    pub name: Option<String>,
    /// Who owns the relationship.
    pub account_manager: Option<String>,
    /// The person to call.
    pub contact: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// An e-mail address, whose domain tells the customer.
    pub email: Option<String>,
    /// The yearly value.
    pub value: Option<Money>,
    /// The share of it that is left after the work.
    pub margin: Option<f64>,
}

/// One customer, as far as anything is known.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// The id, in the spelling that is shown.
    pub id: &'a str,
    /// The name, where it is another thing than the id.
    pub name: Option<&'a str>,
    /// Who owns the relationship.
    pub account_manager: Option<&'a str>,
    /// The person to call.
    pub contact: Option<&'a str>,
    /// The number to call.
    pub phone: Option<&'a str>,
    /// The yearly value.
    pub value: Option<Money>,
    /// The account's own margin.
    pub margin: Option<f64>,
    /// Whether the answers were moved to another customer that turned out to be the same.
    pub is_moved: bool,
}

impl Person<'_> {
    /// Nobody: what an index stands for that no customer has.
    pub(super) const UNKNOWN: Person<'static> = Person {
        id: "",
        name: None,
        account_manager: None,
        contact: None,
        phone: None,
        value: None,
        margin: None,
        is_moved: true,
    };
}

/// A spelling that belongs to a customer by more than its bytes, or a name that stands twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// Ids that differ only in case, spacing or normal form were read as one customer.
    Spellings {
        /// Where the first spelling stands.
        first: Spot,
        /// Where the other stands.
        other: Spot,
    },
    /// Two names stand under one id.
    Names {
        /// Where the id was first met.
        first: Spot,
        /// Where another name stands.
        other: Spot,
    },
}
