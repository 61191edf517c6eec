//! Turns joins that one reading found into customers that the next one knows from the start.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::identity::key;
use crate::model::Spot;

/// Customers that turned out to be accounts, by the key of their id.
#[derive(Debug, Default)]
pub(super) struct Joins(BTreeMap<String, Join>);

#[derive(Debug)]
struct Join {
    id: String,
    account: String,
    /// The line where either of them was met first.
    first: Spot,
}

impl Joins {
    /// Keeps which customers are which accounts, both by index; says whether any of it is new.
    pub(super) fn learn(&mut self, joins: &[(u32, u32)], directory: &Directory) -> bool {
        if joins.is_empty() {
            return false;
        }
        let first: BTreeMap<usize, Spot> =
            directory.answered().map(|(customer, _, spot)| (customer, spot)).collect();
        let mut is_new = false;
        for (customer, account) in joins.iter().map(|(one, other)| (*one as usize, *other as usize)) {
            let spots = [first.get(&customer), first.get(&account)].into_iter().flatten();
            let Some(first) = spots.min().copied() else { continue };
            let id = |customer: usize| directory.person(customer).id.to_owned();
            let join = Join { id: id(customer), account: id(account), first };
            is_new |= self.0.insert(key(&join.id), join).is_none();
        }
        is_new
    }

    /// Makes the accounts known by the ids of those who joined them.
    pub(super) fn tell(&self, directory: &mut Directory) {
        for join in self.0.values() {
            // Both are texts, so that there is nothing that could not be read.
            let _ = directory.meet(join.id.as_bytes(), Some(join.account.as_bytes()), join.first);
        }
    }
}
