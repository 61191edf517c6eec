//! Turns what sheets say into the part of it that can be so: of two answers that exclude each other nobody knows the right one.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::recording::SheetOccasion;
use crate::casebook::Casebook;
use crate::diagnostic::{Diagnostic, Problems};

/// A line: its document, and its name.
type On = (&'static str, &'static str);

/// Lines of which only one can be so, each with what to do.
const EXCLUDING: [(On, On, &str); 9] = [
    (("script", "called"), ("script", "not-reached"), ATTEMPTS),
    (("cover", "called"), ("script", "not-reached"), ATTEMPTS),
    (("agenda", "discussed"), ("agenda", "not-reached"), LEAVE_ONE),
    (("plan-internal", "won-kept"), ("plan-internal", "over-breach"), LEAVE_ONE),
    (("plan-internal", "won-scores"), ("plan-internal", "over-day"), LEAVE_ONE),
    (("plan-internal", "won-kept"), ("plan-internal", "over-day"), LEAVE_ONE),
    (("plan-internal", "won-said"), ("plan-internal", "over-day"), LEAVE_ONE),
    (("plan-internal", "over-declined"), ("plan-internal", "over-day"), LEAVE_ONE),
    (("plan-internal", "over-breach"), ("plan-internal", "over-day"), LEAVE_ONE),
];
const LEAVE_ONE: &str = "leave one of the two ticked";
const ATTEMPTS: &str = "leave one of the two; if both happened, one after the other, record the attempt that failed by name: \
                        retain record CUSTOMER called not-reached --on DAY";

/// Lines that can say one thing only, wherever they stand.
const SINGLE: [&str; 3] = [DECISION, "signed-by-us", "signed-by-them"];
const DECISION: &str = "decision";

/// Takes out what cannot both be so, of what is not on record from before, and says it.
pub(super) fn settle(
    entries: &mut Vec<Entry<'_>>,
    book: &Casebook,
    occasion: &SheetOccasion<'_>,
    problems: &mut Problems,
) {
    let mut seen: BTreeMap<(&str, &str, On), &Entry<'_>> = BTreeMap::new();
    let mut pairs = Vec::new();
    let new = entries.iter().filter(|entry| entry.recorded(book, occasion).is_none());
    let new: Vec<&Entry<'_>> = new.collect();
    for entry in &new {
        let on = (entry.line.code.document, entry.line.code.line);
        // A decision is one on whatever document it stands.
        let on = if on.1 == DECISION { ("", DECISION) } else { on };
        let first = seen.entry((&entry.customer, &entry.sheet.mark, on)).or_insert(entry);
        let is_single = SINGLE.contains(&on.1) && first.said.kind == entry.said.kind;
        if is_single && first.said != entry.said {
            pairs.push((*entry, *first, "this is asked twice, and has two answers", "leave the right one"));
        }
    }
    for entry in &new {
        for (one, other, hint) in EXCLUDING {
            let first = seen.get(&(entry.customer.as_str(), entry.sheet.mark.as_str(), one));
            if let Some(first) = first.filter(|_| entry.is_on(other.0, other.1)) {
                pairs.push((*entry, *first, "two boxes are ticked of which only one can be so", hint));
            }
        }
    }
    let mut out = BTreeSet::new();
    for (entry, first, what, hint) in pairs {
        problems.add(occasion.weighed(problem(entry, first, what, hint)));
        out.extend([entry.spot(), first.spot()]);
    }
    entries.retain(|entry| !out.contains(&entry.spot()));
}

fn problem(entry: &Entry<'_>, first: &Entry<'_>, what: &str, hint: &str) -> Diagnostic {
    let (file, line) = first.spot();
    let at = if file == entry.spot().0 { format!("line {line}") } else { format!("{file}:{line}") };
    Diagnostic::error("sheet-contradiction", format!("{what}: see {at}")).at(entry.place()).hint(hint)
}
