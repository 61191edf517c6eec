//! Holds what is known of one customer: what `accounts.csv` says, what is shown, and what is odd about the spellings.

use chrono::NaiveDate;

use super::key;
use crate::model::{Contract, Money, Spot};

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
    /// The technicians who deal with the customer.
    pub technicians: Vec<String>,
    /// The yearly value.
    pub value: Option<Money>,
    /// The share of it that is left after the work.
    pub margin: Option<f64>,
    /// The profit of the last years together.
    pub profit_last_years: Option<Money>,
    /// What the customer is worth over all the years.
    pub lifetime_value: Option<Money>,
    /// The day since which the customer is one.
    pub since: Option<NaiveDate>,
    /// The day on which the contract ends or renews.
    pub renewal: Option<NaiveDate>,
    /// Hours of work a month.
    pub effort_hours: Option<f64>,
    /// By how many days the customer pays late, usually.
    pub pays_late_days: Option<u32>,
    /// What it costs to win a customer like this one.
    pub cost_to_replace: Option<Money>,
    /// What is noted of the customer. Internal.
    pub notes: Option<String>,
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
    /// An e-mail address of the customer.
    pub email: Option<&'a str>,
    /// The technicians who deal with the customer.
    pub technicians: &'a [String],
    /// The yearly value.
    pub value: Option<Money>,
    /// The account's own margin.
    pub margin: Option<f64>,
    /// The profit of the last years together.
    pub profit_last_years: Option<Money>,
    /// What the customer is worth over all the years.
    pub lifetime_value: Option<Money>,
    /// Since when, until when and how it is paid; `None` for a customer who is in no accounts.
    pub contract: Option<Contract>,
    /// Hours of work a month.
    pub effort_hours: Option<f64>,
    /// What it costs to win a customer like this one.
    pub cost_to_replace: Option<Money>,
    /// What is noted of the customer. Internal.
    pub notes: Option<&'a str>,
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
        email: None,
        technicians: &[],
        value: None,
        margin: None,
        profit_last_years: None,
        lifetime_value: None,
        contract: None,
        effort_hours: None,
        cost_to_replace: None,
        notes: None,
        is_moved: true,
    };

    /// Whether this account manager, whatever the case and spacing of the name, owns the relationship.
    #[must_use]
    pub fn is_of(&self, account_manager: &str) -> bool {
        self.account_manager.is_some_and(|name| key(name) == key(account_manager))
    }
}

impl Account {
    /// What was agreed with the customer, and in which line it stands.
    pub(super) fn contract(&self, spot: Spot) -> Contract {
        Contract { since: self.since, renewal: self.renewal, pays_late_days: self.pays_late_days, spot }
    }
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
