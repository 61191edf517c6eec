//! Notices answers that stand in two files: exports that overlap, where neither an id nor a name tells answers apart.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

use crate::diagnostic::{Diagnostic, Problems};
use crate::history::Answer;
use crate::model::{Files, Spot};
use crate::text::counted;

/// Answers beyond this many are not compared: nobody puts together so large an export from overlapping ones.
const MOST_ANSWERS: usize = 1_000_000;

/// Where each unnamed answer was met first, by what it says.
#[derive(Debug, Default)]
pub(super) struct Overlaps {
    met: HashMap<u64, Spot>,
    /// For two files, by their indices, how many answers of the second stand in the first, and the first two of them.
    shared: BTreeMap<(usize, usize), (u64, Spot, Spot)>,
    state: RandomState,
}

impl Overlaps {
    /// Looks at one more answer. One that an id or a name tells from others is none of these, nor one without a date.
    pub(super) fn add(&mut self, answer: &Answer<'_>) {
        let is_told_apart = answer.respondent != 0 || !answer.response.is_empty();
        let Some(at) = answer.at.filter(|_| !is_told_apart && self.met.len() < MOST_ANSWERS) else { return };
        let says =
            (answer.customer, at.seconds(), answer.scores, answer.choice, answer.threat, answer.has_comment);
        match self.met.entry(self.state.hash_one(says)) {
            Entry::Vacant(place) => {
                place.insert(answer.spot);
            }
            Entry::Occupied(first) if first.get().file() != answer.spot.file() => {
                let files = (first.get().file(), answer.spot.file());
                let shared = self.shared.entry(files).or_insert((0, *first.get(), answer.spot));
                shared.0 += 1;
            }
            Entry::Occupied(_) => {}
        }
    }

    /// Says which files share answers.
    pub(super) fn report(&self, files: &Files, problems: &mut Problems) {
        for (count, first, second) in self.shared.values() {
            let answers = counted(*count, "answer", "answers");
            let verb = if *count == 1 { "stands" } else { "stand" };
            let message = format!(
                "{answers} of this file {verb} in another one as well, with customer, day and scores: {}",
                files.show(*first)
            );
            let hint = "exports that overlap count answers twice: give one of them, or export the response id or the \
                        contact, by which answers are told apart";
            problems.add(
                Diagnostic::warning("answers-in-two-files", message).at(files.place(*second)).hint(hint),
            );
        }
    }
}
