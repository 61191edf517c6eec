//! Turns a line that was filled in before, and is not any more, into a word on how to take back what was recorded of it.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::recording::SheetOccasion;
use super::{Sheet, own_name};
use crate::casebook::{Casebook, Event};
use crate::diagnostic::{Diagnostic, Problems};

/// Says what is on record of lines on which nothing stands any more. Of a sheet there may be copies, for everybody at the
/// table or for both who sign: only the file that was read before is the same one.
pub(super) fn say(
    sheets: &[Sheet],
    entries: &[Entry<'_>],
    book: &Casebook,
    occasion: &SheetOccasion<'_>,
    problems: &mut Problems,
) {
    let filled: BTreeSet<String> = entries.iter().map(Entry::mark).collect();
    let mut recorded: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in book.events().filter(|event| !book.is_taken_back(event)) {
        event.code().into_iter().for_each(|code| recorded.entry(code).or_default().push(event));
    }
    for sheet in sheets {
        let lines = sheet.said(&occasion.reading).filter(|(_, said)| said.as_ref().is_ok_and(Vec::is_empty));
        for (line, _) in lines {
            let mark = sheet.mark_of(line);
            let events = recorded.get(mark.as_str()).filter(|_| !filled.contains(&mark));
            for event in events.into_iter().flatten().filter(|event| is_from(event, sheet)) {
                let message = format!(
                    "`{}` on {} was recorded from this line, and nothing stands on it any more: it stays on record",
                    event.kind, event.at
                );
                let hint = format!("if it was not so: retain record --undo {}", event.id);
                let problem = Diagnostic::warning("sheet-tick-taken-away", message);
                problems.add(problem.at(sheet.place(line)).hint(hint));
            }
        }
    }
}

/// Whether an event was recorded from the file of this name, in whatever folder.
fn is_from(event: &Event, sheet: &Sheet) -> bool {
    let source = event.source.as_deref().and_then(|source| source.rsplit_once(':'));
    source.is_some_and(|(file, _)| own_name(file) == own_name(&sheet.name))
}
