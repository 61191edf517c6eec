//! Turns what is printed on a sheet into a few signs at its end, by which whatever was added to it is told, in any wording.
//!
//! Playbooks may be reworded, and what is printed differs from customer to customer: nothing but the sheet itself can
//! tell what stood on it when it came out. So each of its texts, apart from blanks, boxes and codes, has a short
//! fingerprint of its letters there. What has none was written by somebody, or changed.

use std::collections::BTreeSet;

use super::lines::{self, Change, Line, Read};
use super::strays::Stray;
use super::words::{one_space, plain, unescaped};
use crate::diagnostic::Diagnostic;
use crate::ingest::key;
use crate::text::fingerprint;

/// What opens the imprint. A sentence and the fingerprints follow, the last one that of all others.
const OPENS: &str = "<!-- retain";
const SENTENCE: &str = "prints this to tell what is added to the sheet; please leave it here.";
const CLOSES: &str = "-->";

/// What is left to be written on.
const BLANK: &str = "__";

/// Letters of a fingerprint: beside 200 others on a sheet, one added text in 84,000 is not told.
const LETTERS: usize = 6;
/// Fingerprints on a line.
const ON_A_LINE: usize = 16;

/// Stands before a fingerprint of words on a line with a code. The same words without their code are another thing:
/// nobody knows whose line they are.
const OF_LINE: char = 'l';

/// What was printed on a sheet, on lines with a code and elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Imprint(BTreeSet<String>);

/// A document with its imprint at the end; one without codes is nothing to fill in, and has none.
#[must_use]
pub fn with_imprint(text: String) -> String {
    let read = lines::read(&plain(&text));
    if read.lines.is_empty() {
        return text;
    }
    let of_lines = read.lines.iter().flat_map(|line| {
        let (head, body) = line.parts();
        [head.and_then(print), print(body)].map(|print| print.map(of_line))
    });
    let others = read.others.iter().flat_map(|other| [print(&other.words), print_up_to_blank(&other.words)]);
    let prints: BTreeSet<String> = of_lines.chain(others).flatten().collect();
    let mut prints: Vec<String> = prints.into_iter().collect();
    prints.push(sum(&prints));
    let rows: Vec<String> = prints.chunks(ON_A_LINE).map(|row| row.join(" ")).collect();
    format!("{}\n\n{OPENS} {SENTENCE}\n{}\n{CLOSES}\n", text.trim_end(), rows.join("\n"))
}

/// Takes the imprints out of a text: pages that somebody joined have several. None where one is missing or damaged.
pub(super) fn take(text: &str) -> (String, Option<Imprint>) {
    let (mut apart, mut imprint, mut is_whole) =
        (String::with_capacity(text.len()), Imprint::default(), true);
    let mut rest = text;
    while let Some((before, from)) = rest.split_once(OPENS) {
        apart.push_str(before);
        let found =
            from.split_once(CLOSES).and_then(|(found, behind)| Some((found, behind, prints_of(found)?)));
        rest = if let Some((found, behind, prints)) = found {
            imprint.0.extend(prints);
            // The lines below keep their numbers.
            apart.extend(found.chars().filter(|c| *c == '\n'));
            behind
        } else {
            is_whole = false;
            from
        };
    }
    apart.push_str(rest);
    (apart, Some(imprint).filter(|imprint| is_whole && !imprint.0.is_empty()))
}

/// What is said of a sheet whose imprint is missing or damaged.
pub(super) fn missing() -> Diagnostic {
    let message = "it does not tell any more what was printed on it: words that stand apart from every line with a code \
                   may stay unnoticed";
    Diagnostic::note("sheet-imprint-missing", message)
        .hint("leave the last lines of a sheet as they are, from `<!-- retain` on")
}

/// The fingerprints in an imprint, where nothing else stands in it and none is missing.
fn prints_of(imprint: &str) -> Option<Vec<String>> {
    // Editors wrap it, and put a capital at the beginning of a line.
    let words = one_space(imprint).to_ascii_lowercase();
    let mut prints: Vec<String> =
        words.strip_prefix(SENTENCE)?.split_whitespace().map(str::to_owned).collect();
    let last = prints.pop()?;
    (last == sum(&prints)).then_some(prints)
}

fn sum(prints: &[String]) -> String {
    short(&prints.concat())
}

/// The fingerprint of a text.
fn print(words: &str) -> Option<String> {
    let letters = letters(words);
    (!letters.is_empty()).then(|| short(&letters))
}

fn of_line(print: String) -> String {
    format!("{OF_LINE}{print}")
}

/// The fingerprint of what stands before the first blank of a text, and how much that is.
fn print_up_to_blank(words: &str) -> Option<String> {
    let (before, _) = words.split_once(BLANK)?;
    let letters = letters(before);
    (!letters.is_empty()).then(|| begun(&letters))
}

fn begun(letters: &str) -> String {
    format!("{}:{}", short(letters), letters.chars().count())
}

/// A text as far as editors leave it alone: its letters and digits.
fn letters(words: &str) -> String {
    key(&unescaped(words)).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn short(text: &str) -> String {
    fingerprint(text.as_bytes()).chars().take(LETTERS).collect()
}

impl Imprint {
    fn has(&self, words: &str) -> bool {
        print(words).is_none_or(|print| self.0.contains(&print))
    }

    fn has_on_a_line(&self, words: &str) -> bool {
        print(words).is_none_or(|print| self.0.contains(&of_line(print)))
    }

    /// Whether it is a line that lost its code and was left blank; one of a checklist is printed in two parts.
    fn has_without_code(&self, words: &str) -> bool {
        let has_both = |(head, body)| self.has_on_a_line(head) && self.has_on_a_line(body);
        self.has_on_a_line(words) || words.split_once(": ").is_some_and(has_both)
    }

    /// Whether a text begins as one that has a blank further on.
    fn has_begun(&self, words: &str) -> bool {
        let letters = letters(words);
        let lengths = self.0.iter().filter_map(|print| print.split_once(':')?.1.parse::<usize>().ok());
        let mut beginnings = lengths.map(|length| letters.chars().take(length).collect::<String>());
        beginnings.any(|beginning| self.0.contains(&begun(&beginning)))
    }

    /// Tells what was added: to which lines, and where no line has a code.
    pub(super) fn settle(&self, read: &mut Read) {
        for line in &mut read.lines {
            line.change = self.change(line);
        }
        let printed: BTreeSet<u64> =
            read.others.iter().filter(|other| self.has(&other.words)).map(|other| other.number).collect();
        read.strays.retain(|stray| !stray.is_guess() || !printed.contains(&stray.number()));
        let said: BTreeSet<u64> = read.strays.iter().map(Stray::number).collect();
        // Of several paragraphs below each other the first one tells it.
        let mut is_below_another = false;
        for other in &read.others {
            let is_added = !self.has(&other.words) && !self.has_without_code(&other.words);
            if is_added && !is_below_another && !said.contains(&other.number) {
                read.strays.push(Stray::added(other, self.has_begun(&other.words)));
            }
            is_below_another = is_added;
        }
        read.strays.sort_by_key(Stray::number);
    }

    fn change(&self, line: &Line) -> Change {
        let (head, body) = line.parts();
        match (head.is_none_or(|head| self.has_on_a_line(head)), self.has_on_a_line(body)) {
            (true, true) => Change::Nothing,
            (false, true) => Change::Head,
            (_, false) => Change::Body,
        }
    }
}
