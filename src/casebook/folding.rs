//! Turns events in any order into cases: put in the order of number and id, those that were taken back left out.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, may_come};
use super::event::Event;
use super::rules::EventKind;
use crate::ingest::key;

/// What events come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Folded {
    /// The cases of each customer, by the folded spelling of its id, the newest last.
    pub(super) cases: BTreeMap<String, Vec<Case>>,
    /// Number and id of the events of each customer that count, by the folded spelling of its id, in their order.
    pub(super) counted: BTreeMap<String, Vec<(u64, String)>>,
    /// The ids of events that were taken back.
    pub(super) taken_back: BTreeSet<String>,
    /// The ids of events that could not come where they stand, as after two copies were merged: they count for
    /// nothing.
    pub(super) out_of_turn: BTreeSet<String>,
}

/// Folds events, which stand in the order of number and id.
pub(super) fn fold(events: &[&Event]) -> Folded {
    let mut folded = Folded { taken_back: taken_back(events), ..Folded::default() };
    for event in events {
        if event.kind == EventKind::Undo || folded.taken_back.contains(&event.id) {
            continue;
        }
        let customer = key(&event.customer);
        let cases = folded.cases.entry(customer.clone()).or_default();
        let rule = event.kind.rule();
        if !may_come(rule, cases.last()) {
            folded.out_of_turn.insert(event.id.clone());
            continue;
        }
        folded.counted.entry(customer).or_default().push((event.number, event.id.clone()));
        if rule.opens {
            cases.push(Case::open(event));
        } else if let Some(case) = cases.last_mut() {
            case.apply(event);
        }
    }
    folded.cases.retain(|_, cases| !cases.is_empty());
    folded
}

/// The ids of events that were taken back. An undo can be taken back as well, by a later one: so from the last.
fn taken_back(events: &[&Event]) -> BTreeSet<String> {
    let mut taken_back = BTreeSet::new();
    for event in events.iter().rev().filter(|event| event.kind == EventKind::Undo) {
        if !taken_back.contains(&event.id) {
            taken_back.extend(event.about.clone());
        }
    }
    taken_back
}
