//! Counts of how many customers each kind of file says something.

use crate::ingest::Book;

/// How many customers a file of each kind knows; `None` where no such file was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Those in the accounts.
    pub accounts: Option<u64>,
    /// Those who ordered or sent back.
    pub orders: Option<u64>,
    /// Those for whom something went wrong.
    pub incidents: Option<u64>,
    /// Those who were sent something.
    pub contacts: Option<u64>,
    /// Those who left or bought less.
    pub churn: Option<u64>,
}

impl Coverage {
    /// Which kinds were read, nobody counted yet.
    pub(super) fn read(book: &Book) -> Self {
        let count = |is_read: bool| is_read.then_some(0);
        Self {
            accounts: count(book.directory.has_accounts()),
            orders: count(book.behaviour.has_orders()),
            incidents: count(book.has_incidents),
            contacts: count(book.behaviour.has_contacts()),
            churn: count(book.behaviour.has_departures()),
        }
    }

    /// Counts a customer.
    pub(super) fn add(&mut self, book: &Book, customer: usize) {
        let behaviour = &book.behaviour;
        let known = [
            (&mut self.accounts, book.directory.is_account(customer)),
            (&mut self.orders, !behaviour.orders_of(customer).is_empty()),
            (&mut self.incidents, !book.incidents_of(customer).is_empty()),
            (&mut self.contacts, !behaviour.contacts_of(customer).is_empty()),
            (&mut self.churn, !behaviour.departures_of(customer).is_empty()),
        ];
        for (count, is_known) in known {
            count.iter_mut().for_each(|count| *count += u64::from(is_known));
        }
    }

    /// The kinds that were read, by the names of their files, in the order in which they are told of.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let named = [
            ("accounts", self.accounts),
            ("orders", self.orders),
            ("incidents", self.incidents),
            ("contacts", self.contacts),
            ("churn", self.churn),
        ];
        named.into_iter().filter_map(|(name, count)| Some((name, count?)))
    }

    /// Whether anything was read of what customers did.
    #[must_use]
    pub fn has_behaviour(&self) -> bool {
        self.orders.or(self.contacts).or(self.churn).is_some()
    }
}
