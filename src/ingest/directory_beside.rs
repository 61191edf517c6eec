//! Finds the customers of files with many rows beside the survey, and keeps what their orders say they are worth.

use super::directory::Directory;
use super::person::Oddity;
use crate::history::YearlyValue;
use crate::model::{Money, Spot};

impl Directory {
    /// The customer of an id or of the name of an account, else a new one. A spelling that is another than the one met
    /// first, and the same customer all the same, is said.
    pub(super) fn meet_beside(&mut self, spelling: &str, spot: Spot) -> u32 {
        if let Some(index) = self.known(spelling.as_bytes()) {
            return index;
        }
        let index = self.find_or_add(spelling, spot);
        if self.known(spelling.as_bytes()).is_none() {
            self.add_spelling(spelling, index);
            let first = self.invited_only().find(|(customer, _)| *customer == index as usize);
            let spellings = first.map(|(_, first)| Oddity::Spellings { first, other: spot });
            self.oddities.extend(spellings);
        }
        index
    }

    /// Takes what the orders say of the yearly values, by customer index.
    pub(super) fn measure(&mut self, values: Vec<Option<YearlyValue>>) {
        self.measured = values;
    }

    /// What the orders say of a customer's yearly value, where the accounts say nothing.
    #[must_use]
    pub fn measured_value(&self, customer: usize) -> Option<YearlyValue> {
        let is_given = self.accounts().get(customer).is_some_and(|account| account.value.is_some());
        self.measured.get(customer).copied().flatten().filter(|_| !is_given)
    }

    pub(super) fn value_by_orders(&self, customer: usize) -> Option<Money> {
        self.measured_value(customer).map(|measured| measured.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_spelling_is_the_same_customer_and_said_once() {
        let mut directory = Directory::default();
        let spot = |line| Spot::new(0, line);
        let found = ["Acme", "ACME ", "Acme", "ACME "].map(|name| directory.meet_beside(name, spot(2)));
        assert_eq!((found, directory.person(0).id), ([0; 4], "ACME"));
        assert_eq!(directory.oddities, [Oddity::Spellings { first: spot(2), other: spot(2) }]);
    }
}
