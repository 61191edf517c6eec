//! Turns the bytes of the record, and the small file beside it, into a casebook and everything that is wrong.

use std::collections::BTreeMap;

use super::book::{Casebook, Entry};
use super::line::{LineFault, parse, sum_of};
use crate::diagnostic::{Diagnostic, Place, Problems};

/// What lies on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// The path of the record, as messages name it.
    pub name: String,
    /// Its bytes; `None` where there is no such file.
    pub bytes: Option<Vec<u8>>,
    /// The small file beside it, which remembers how many events there were; `None` where there is none.
    pub count: Option<String>,
}

/// The byte order mark that some editors put first.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// What a repair does about it.
const REPAIR: &str = "retain record --repair copies the file as it is, and goes on with what can be read";

impl Casebook {
    /// Reads the record. What cannot be read is left out, and said; the order of lines does not matter.
    #[must_use]
    pub fn read(stored: &Stored) -> (Self, Problems) {
        let mut book = Self::default();
        book.file.name.clone_from(&stored.name);
        let bytes = stored.bytes.as_deref().unwrap_or_default();
        let start = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
        let mut at = start;
        let mut number = 0;
        let mut ids: BTreeMap<String, (u64, String)> = BTreeMap::new();
        for piece in bytes.get(start..).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            number += 1;
            book.take(piece, at, number, &mut ids);
            at += piece.len();
        }
        book.refold();
        book.file.shortage = book.shortage(stored);
        let problems = book.problems();
        (book, problems)
    }

    /// Takes in a line. Of two with one id the one with the lesser checksum counts, whichever comes first.
    fn take(&mut self, piece: &[u8], at: usize, number: u64, ids: &mut BTreeMap<String, (u64, String)>) {
        let is_ended = piece.ends_with(b"\n");
        let bytes = piece.trim_ascii();
        if bytes.is_empty() {
            return;
        }
        let read = std::str::from_utf8(bytes).map_err(|_| LineFault::Damaged);
        let event = match read.and_then(|line| parse(line).map(|event| (line, event))) {
            Ok(event) => event,
            // Nobody was told that an unfinished line is recorded.
            Err(LineFault::Damaged) if !is_ended => {
                self.file.torn_at = Some(at);
                return;
            }
            Err(fault) => {
                self.file.is_newer |= fault == LineFault::Newer;
                self.file.damaged.push((number, fault));
                return;
            }
        };
        let (line, event) = event;
        self.file.lacks_line_end = !is_ended;
        self.file.last_sum = sum_of(line).to_owned();
        let entry = Entry { line: line.to_owned(), number: Some(number), event };
        let place = (entry.event.number, entry.event.id.clone());
        if let Some(known) = ids.get(&entry.event.id).cloned() {
            let Some(other) = self.entries.get(&known) else { return };
            if sum_of(&other.line) == sum_of(line) {
                return;
            }
            self.file.damaged.push((number, LineFault::Wrong("id", "an id of its own")));
            if sum_of(&other.line) < sum_of(line) {
                return;
            }
            self.entries.remove(&known);
        }
        ids.insert(entry.event.id.clone(), place.clone());
        self.entries.insert(place, entry);
    }

    /// Why the record is less than it was. Every remembered state is held against it, for git may have merged two.
    fn shortage(&self, stored: &Stored) -> Option<String> {
        let count = stored.count.as_deref()?;
        let states: Vec<(usize, &str)> = count.lines().filter_map(state).collect();
        if states.is_empty() {
            return Some("how many events there were cannot be read".to_owned());
        }
        let most = states.iter().map(|(events, _)| *events).max().unwrap_or(0);
        let here = self.len();
        let lines = self.file.damaged.iter().filter(|(_, fault)| *fault != LineFault::ConflictMark);
        let damaged = lines.count();
        if here + damaged < most {
            let what = match (&stored.bytes, here) {
                (None, _) => "it is not there".to_owned(),
                (Some(_), 0) => "it is empty".to_owned(),
                (Some(_), _) => format!("it holds {here}"),
            };
            return Some(format!("{what}, and there were {most} events"));
        }
        let has = |sum: &str| self.entries.values().any(|entry| sum_of(&entry.line) == sum);
        let is_other = damaged == 0 && states.iter().any(|(events, sum)| *events > 0 && !has(sum));
        is_other.then(|| "the event that was recorded last is not in it".to_owned())
    }

    /// What is wrong, in the order of the file.
    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        let name = &self.file.name;
        if let Some(why) = &self.file.shortage {
            let problem =
                Diagnostic::error("record-shortened", format!("the record is less than it was: {why}"));
            problems.add(
                problem
                    .at(Place::File { file: name.clone() })
                    .hint(format!("bring the file back, as from git or a backup; or else {REPAIR}")),
            );
        }
        for (line, fault) in &self.file.damaged {
            problems.add(of_line(fault).at(Place::Line { file: name.clone(), line: *line }));
        }
        if self.file.torn_at.is_some() {
            let problem = Diagnostic::warning(
                "record-torn",
                "the last line is not finished: the run that wrote it was stopped before it said that it is recorded",
            );
            problems.add(
                problem.at(Place::File { file: name.clone() }).hint(
                    "record that event again if it is missing; the next recording puts the piece aside",
                ),
            );
        }
        for entry in self.entries.values().filter(|entry| self.is_out_of_turn(&entry.event)) {
            let message = format!(
                "`{}` cannot come where it stands, as after two copies were merged: it counts for nothing",
                entry.event.kind
            );
            let line = entry.number.unwrap_or(0);
            problems.add(
                Diagnostic::warning("event-out-of-turn", message)
                    .at(Place::Line { file: name.clone(), line })
                    .hint(format!("take it back: retain record --undo {}", entry.event.id)),
            );
        }
        problems
    }

    /// Why nothing can be added to the record, where that is so and is no error yet among those of the reading.
    #[must_use]
    pub fn obstacle(&self) -> Option<Diagnostic> {
        // What is shortened or newer is an error of its own, with its own remedy.
        let is_said = self.file.shortage.is_some() || self.file.is_newer;
        (self.needs_repair() && !is_said).then(|| {
            Diagnostic::error("record-needs-repair", "nothing is recorded until the record is whole again")
                .at(Place::File { file: self.file.name.clone() })
                .hint(REPAIR)
        })
    }
}

fn of_line(fault: &LineFault) -> Diagnostic {
    match fault {
        LineFault::Newer => Diagnostic::error("record-newer", "a newer version of retain wrote this line")
            .hint("use the newer version: `retain --version` says which one this is"),
        LineFault::ConflictMark => Diagnostic::warning(
            "record-conflict",
            "git left the mark of a conflict here; the events around it are read",
        )
        .hint(format!("{REPAIR}: the lines of both copies without the marks")),
        LineFault::Damaged => {
            Diagnostic::warning("record-damaged", "this line is not what was recorded, and is left out")
                .hint(REPAIR)
        }
        LineFault::Wrong(key, wanted) => Diagnostic::warning(
            "record-not-understood",
            format!("`{key}` of this line is not {wanted}; the line is left out"),
        )
        .hint(REPAIR),
    }
}

/// A remembered state: how many events, and the checksum of the last one.
fn state(line: &str) -> Option<(usize, &str)> {
    let (events, sum) = line.trim().split_once(' ')?;
    Some((events.parse().ok()?, sum))
}
