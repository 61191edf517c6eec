//! Compares two at-risk lists: who is new on it, who is no longer on it, who got worse, who was lost, and whether the
//! data or the thresholds did that.
//!
//! Where both changed, a third list decides: the later data under the earlier thresholds. What is different there
//! already, the data did; what is not, the thresholds.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::assess::assess_each;
use super::chase::FirmFigures;
use super::list::{Assessment, Counts};
use super::ranking::{ListRequest, Ranking};
use crate::config::Config;
use crate::ingest::{Book, key};
use crate::model::{Label, Money, is_at_least};
use crate::signal::Reading;

/// Answers and thresholds that make a list.
type Basis<'a> = (&'a Book, &'a Config);

/// What differs between two lists before anybody looks at a customer.
#[derive(Debug, Clone, Copy)]
pub enum Between<'a> {
    /// The answers alone: two days, or two surveys.
    Data,
    /// The thresholds alone.
    Thresholds,
    /// Both: with the later answers under the earlier thresholds.
    Both(Basis<'a>),
}

/// What two lists do not have in common.
#[derive(Debug)]
pub struct Difference {
    /// The earlier list.
    pub before: Side,
    /// The later one.
    pub after: Side,
    /// New on the list, by the order in which to call.
    pub entered: Vec<Change>,
    /// No longer on the list, and not lost either, by the order in which to call before.
    pub left: Vec<Change>,
    /// On both, and worse.
    pub worse: Vec<Change>,
    /// Not to be called before or after, and now to be watched.
    pub watched: Vec<Change>,
    /// Gone now, and not before.
    pub lost: Vec<Change>,
    /// On both, and not worse.
    pub others: u64,
}

/// One of two lists.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// Its day.
    pub as_of: NaiveDate,
    /// How many customers have each label.
    pub counts: Counts,
    /// The yearly value of those to call, where it is known of any.
    pub value: Option<Money>,
}

/// What did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The customer's own data changed.
    Data,
    /// The thresholds changed: under the old ones nothing would have.
    Thresholds,
}

/// A customer who stands differently on two lists.
#[derive(Debug)]
pub struct Change {
    /// On the earlier list; `None` for somebody nothing was known of.
    pub before: Option<Assessment>,
    /// On the later one.
    pub after: Option<Assessment>,
    /// What did it.
    pub cause: Cause,
}

impl Change {
    /// The later assessment, or the earlier one of a customer of whom nothing is known any more.
    #[must_use]
    pub fn newest(&self) -> Option<&Assessment> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// What was not there before or weighed less: the reasons, and where there are none the notes that count.
    #[must_use]
    pub fn came(&self) -> Vec<&Reading> {
        more(self.after.as_ref(), self.before.as_ref())
    }

    /// What is no longer there or weighs less.
    #[must_use]
    pub fn went(&self) -> Vec<&Reading> {
        more(self.before.as_ref(), self.after.as_ref())
    }
}

/// The reasons of one assessment that another does not have, or with fewer points; where there are none, such notes.
/// The reasons of somebody who is gone list nobody: they do not count as had.
fn more<'a>(of: Option<&'a Assessment>, than: Option<&Assessment>) -> Vec<&'a Reading> {
    let dimension = |reading: &Reading| reading.dimension.as_ref().map(|dimension| dimension.id.clone());
    let than = than.filter(|than| than.label != Label::Gone);
    let others: Vec<&Reading> = than.iter().flat_map(|than| than.reasons.iter().chain(&than.notes)).collect();
    let is_more = |one: &&Reading| {
        !others.iter().any(|other| {
            other.signal == one.signal
                && other.standing == one.standing
                && dimension(other) == dimension(one)
                && is_at_least(other.points, one.points)
        })
    };
    let reasons: Vec<_> = of.iter().flat_map(|of| &of.reasons).filter(is_more).collect();
    if !reasons.is_empty() {
        return reasons;
    }
    of.iter().flat_map(|of| &of.notes).filter(|note| note.points > 0.0).filter(is_more).collect()
}

/// Where a customer stands on a list.
#[derive(Debug, Clone, Copy)]
struct Stand {
    index: usize,
    label: Label,
    points: f64,
    value: Option<Money>,
}

impl Stand {
    fn is_to_call(self) -> bool {
        self.label >= Label::AtRisk
    }

    fn is_worse_than(self, other: Self) -> bool {
        self.label > other.label || self.label == other.label && !is_at_least(other.points, self.points)
    }
}

/// Everybody on a list, in its order, and where each stands.
struct Stands {
    order: Vec<String>,
    of: HashMap<String, Stand>,
    counts: Counts,
}

impl Stands {
    fn of((book, config): Basis<'_>) -> Self {
        let ranking = Ranking::of(book, config, &ListRequest { wants_all: true, ..ListRequest::default() });
        let mut stands = Self { order: Vec::new(), of: HashMap::new(), counts: ranking.counts };
        for one in ranking.briefly() {
            let id = key(one.customer);
            let (label, points) = (one.figures.label, one.figures.points);
            let stand = Stand { index: one.index, label, points, value: one.value };
            stands.of.insert(id.clone(), stand);
            stands.order.push(id);
        }
        stands
    }

    fn side(&self, as_of: NaiveDate) -> Side {
        let to_call = self.order.iter().filter_map(|id| self.get(id)).filter(|stand| stand.is_to_call());
        let values: Vec<Money> = to_call.filter_map(|stand| stand.value).collect();
        let value = (!values.is_empty()).then(|| values.into_iter().sum());
        Side { as_of, counts: self.counts, value }
    }

    fn get(&self, id: &str) -> Option<Stand> {
        self.of.get(id).copied()
    }

    fn is_to_call(&self, id: &str) -> bool {
        self.get(id).is_some_and(Stand::is_to_call)
    }

    fn is_worse_than(&self, other: &Self, id: &str) -> bool {
        self.get(id).zip(other.get(id)).is_some_and(|(mine, theirs)| mine.is_worse_than(theirs))
    }

    fn is_gone(&self, id: &str) -> bool {
        self.get(id).is_some_and(|stand| stand.label == Label::Gone)
    }

    /// Not to be called, and to be watched.
    fn is_watched(&self, id: &str) -> bool {
        self.get(id).is_some_and(|stand| stand.label == Label::Watch)
    }
}

/// Compares an earlier list with a later one.
#[must_use]
pub fn difference(before: Basis<'_>, after: Basis<'_>, between: Between<'_>) -> Difference {
    let (then, now) = (Stands::of(before), Stands::of(after));
    let mut both = None;
    let held = match between {
        Between::Data => None,
        Between::Thresholds => Some(&then),
        Between::Both(basis) => Some(&*both.insert(Stands::of(basis))),
    };
    // The data did what is so under the old thresholds as well.
    let cause = |is_so: &dyn Fn(&Stands) -> bool| match held {
        Some(held) if !is_so(held) => Cause::Thresholds,
        _ => Cause::Data,
    };
    let figures = (FirmFigures::of(before.0), FirmFigures::of(after.0));
    let of = |(book, config): Basis<'_>, figures, stands: &Stands, id: &str| {
        stands.get(id).and_then(|stand| assess_each(book, config, figures, &[stand.index]).pop())
    };
    let change = |id: &String, cause: Cause| Change {
        before: of(before, figures.0, &then, id),
        after: of(after, figures.1, &now, id),
        cause,
    };
    let (to_call, others): (Vec<_>, Vec<_>) = now.order.iter().partition(|id| now.is_to_call(id));
    let (both, entered): (Vec<_>, Vec<_>) = to_call.into_iter().partition(|id| then.is_to_call(id));
    let (worse, rest): (Vec<_>, Vec<_>) = both.into_iter().partition(|id| now.is_worse_than(&then, id));
    let is_left = |id: &&String| then.is_to_call(id) && !now.is_to_call(id) && !now.is_gone(id);
    let left = then.order.iter().filter(is_left);
    let lost = now.order.iter().filter(|id| now.is_gone(id) && !then.is_gone(id));
    let is_new_to_watch = |id: &&&String| now.is_watched(id) && !then.is_to_call(id) && !then.is_watched(id);
    Difference {
        before: then.side(before.0.firm.as_of),
        after: now.side(after.0.firm.as_of),
        entered: entered.into_iter().map(|id| change(id, cause(&|held| held.is_to_call(id)))).collect(),
        left: left.map(|id| change(id, cause(&|held| !held.is_to_call(id)))).collect(),
        worse: worse.into_iter().map(|id| change(id, cause(&|held| held.is_worse_than(&then, id)))).collect(),
        watched: others
            .iter()
            .filter(is_new_to_watch)
            .map(|id| change(id, cause(&|held| held.is_watched(id))))
            .collect(),
        lost: lost.map(|id| change(id, cause(&|held| held.is_gone(id)))).collect(),
        others: rest.len() as u64,
    }
}
