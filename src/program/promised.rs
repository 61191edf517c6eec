//! Turns what was promised to a customer into lines of the documents: for the house, and in words for the customer.

use super::on_record::{OnRecord, on_and_by};
use super::wording::{capital, day, quote};
use crate::casebook::Promise;

impl OnRecord<'_> {
    /// Whether a promise is a line of "What changes" of a plan: its day is the one on which it begins.
    fn is_change(&self, promise: &Promise) -> bool {
        self.changes.contains(&promise.id)
    }

    /// What was promised and is overdue, a line each.
    pub(super) fn overdue(&self) -> Vec<String> {
        let is_late = |promise: &&Promise| promise.due < self.as_of && !self.is_change(promise);
        let open = self.case.open_promises().into_iter().filter(is_late);
        open.map(|promise| format!("Promised by {}: {}", day(promise.due), what(promise))).collect()
    }

    /// What is promised and not answered for yet, and what we did not keep, a line each.
    pub(super) fn promise_lines(&self) -> Vec<String> {
        let late = |promise: &Promise| {
            let is_past = promise.due < self.as_of;
            match (promise.kept, self.is_change(promise)) {
                (Some((_, at)), _) => format!(", not kept, said on {}", day(at)),
                (None, true) if is_past => ", nobody has said whether it has begun".to_owned(),
                (None, false) if is_past => ", overdue".to_owned(),
                (None, _) => String::new(),
            }
        };
        let due = |promise: &Promise| if self.is_change(promise) { "from" } else { "due" };
        let line = |promise: &&Promise| {
            let made = on_and_by(promise.at, promise.by.as_deref());
            let (due, on) = (due(promise), day(promise.due));
            format!("Promised on {made}, {due} {on}{}: {}", late(promise), what(promise))
        };
        let is_broken = |promise: &&Promise| {
            promise.at >= self.case.counts_from() && promise.kept.is_some_and(|(kept, _)| !kept)
        };
        let broken = self.case.promises.iter().filter(is_broken).collect::<Vec<_>>();
        broken.iter().chain(&self.case.open_promises()).map(line).collect()
    }

    /// What was promised to the customer, in words for them, in the order in which it is due.
    pub(super) fn promised(&self) -> Vec<String> {
        let mut promises: Vec<_> = self.case.promises.iter().collect();
        promises.retain(|promise| promise.at >= self.case.counts_from());
        promises.sort_by_key(|promise| promise.due);
        let line = |promise: &Promise| {
            let what = capital(&quote(promise.what.as_deref()?));
            let is_change = self.is_change(promise);
            Some(match promise.kept {
                None | Some((true, _)) if is_change => {
                    format!("From {}: {}", day(promise.due), quote(promise.what.as_deref()?))
                }
                Some((false, _)) if is_change => {
                    format!("{what}: promised from {} on, and we did not keep it", day(promise.due))
                }
                None if promise.due < self.as_of => {
                    format!("{what}: promised for {}, and not done yet", day(promise.due))
                }
                None => format!("{what}, by {}", day(promise.due)),
                Some((true, at)) => format!("{what}: done on {}", day(at)),
                Some((false, _)) => {
                    format!("{what}: promised for {}, and we did not keep it", day(promise.due))
                }
            })
        };
        promises.into_iter().filter_map(line).collect()
    }
}

/// What a promise is about.
pub(super) fn what(promise: &Promise) -> String {
    promise.what.as_deref().map_or_else(|| "nobody wrote down what".to_owned(), quote)
}
