//! Turns the cells of a file's columns into what can be said about each column as a whole.

use std::collections::BTreeSet;
use std::io;

use super::batch::Batch;
use super::dates::{self, Evidence};
use super::records::Records;
use super::score_cell::{self, ScoreCell};
use super::totals::AboveTotals;
use super::word_scales;
use crate::diagnostic::Problems;
use crate::model::{RawScore, Scale};

/// Rows that are looked at before reading begins. Most files are shorter; in a longer one the rest is checked
/// while it is read, and looked at in full where the first rows leave something open.
const HEAD_ROWS: u64 = 4096;

/// A question with fixed answers has no more of them than this.
const WORDS: usize = 12;
/// Cells are compared up to here where they are taken for words.
const LONGEST_WORD: usize = 80;

/// What tools write in place of a name that is kept back.
const NOBODY: [&str; 9] =
    ["anonymous", "anonym", "anonymised", "anonymized", "redacted", "unknown", "*", "**", "***"];

/// What the cells of one column are.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// Cells that are not blank (nor "not answered").
    pub(super) filled: u64,
    /// Cells that are numbers.
    pub(super) numbers: u64,
    /// Cells that are numbers from 0 to 10.
    pub(super) to_ten: u64,
    /// The smallest number.
    pub(super) least: Option<RawScore>,
    /// The largest number from 0 to 10.
    pub(super) most_to_ten: Option<RawScore>,
    /// The largest number.
    pub(super) most: Option<RawScore>,
    /// How many numbers up to 10 there are up to each whole one, above the one before, and how many below 1 are not 0.
    up_to: [u64; 11],
    below_one: u64,
    /// How many numbers there are from 0 to 100.
    to_hundred: u64,
    /// Whether any number is neither 0 nor 1.
    pub(super) beyond_one: bool,
    /// Of numbers with good words beside them the smallest and the largest, and of those with bad ones.
    good: Option<(RawScore, RawScore)>,
    bad: Option<(RawScore, RawScore)>,
    /// Cells that are dates in some order.
    pub(super) dates: u64,
    /// The first line with a date that only has the day first.
    pub(super) day_first: Option<u64>,
    /// The first line with a date that only has the month first.
    pub(super) month_first: Option<u64>,
    /// Dates that could be either.
    pub(super) either: u64,
    /// Those of them with points between.
    pub(super) either_with_points: u64,
    /// Whether some year has two digits.
    pub(super) short_years: bool,
    /// Cells that are numbers as of the seconds since 1970.
    seconds: u64,
    /// Cells that are numbers with a percent sign.
    percents: u64,
    /// Cells of four words or more, and those of two or three.
    sentences: u64,
    phrases: u64,
    /// Whether more than one value was seen.
    pub(super) varies: bool,
    /// The different words that stand in its cells; of a column with many only the first.
    words: BTreeSet<Vec<u8>>,
    first: Vec<u8>,
}

impl Column {
    /// Looks at one more cell.
    pub(super) fn add(&mut self, cell: &[u8], line: u64, missing: &[&str]) {
        let cell = cell.trim_ascii();
        let score = score_cell::read(cell, None);
        if score == ScoreCell::NotAnswered || missing.iter().any(|missing| missing.as_bytes() == cell) {
            return;
        }
        if self.filled == 0 {
            self.first = cell.to_vec();
        } else if self.first != cell {
            self.varies = true;
        }
        self.filled += 1;
        if score == ScoreCell::NoNumber && self.words.len() <= WORDS && !self.words.contains(cell) {
            self.words.insert(cell.get(..LONGEST_WORD).unwrap_or(cell).to_vec());
        }
        if score == ScoreCell::NoNumber {
            self.percents += u64::from(cell.first().is_some_and(u8::is_ascii_digit) && cell.ends_with(b"%"));
            let words = cell.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).take(4).count();
            self.sentences += u64::from(words == 4);
            self.phrases += u64::from(words == 2 || words == 3);
        }
        if let ScoreCell::Plain(number) | ScoreCell::Explained(number) = score {
            self.numbers += 1;
            self.to_hundred += u64::from(number >= RawScore::of(0) && number <= RawScore::of(100));
            self.least = Some(self.least.map_or(number, |least| least.min(number)));
            self.most = Some(self.most.map_or(number, |most| most.max(number)));
            self.beyond_one |= number != RawScore::of(0) && number != RawScore::of(1);
            if number >= RawScore::of(0) && number <= RawScore::of(10) {
                self.to_ten += 1;
                let whole = (number.points().ceil() as usize).min(10);
                self.up_to.get_mut(whole).into_iter().for_each(|count| *count += 1);
                self.below_one += u64::from(number > RawScore::of(0) && number < RawScore::of(1));
                self.most_to_ten = self.most_to_ten.max(Some(number));
            }
        }
        if let ScoreCell::Explained(number) = score {
            self.add_words(cell, number);
        }
        self.seconds += u64::from(dates::is_seconds_of_today(cell));
        self.add_date(cell, line);
    }

    /// Notes what the words beside a number say of it.
    fn add_words(&mut self, cell: &[u8], number: RawScore) {
        let words = std::str::from_utf8(cell)
            .unwrap_or_default()
            .trim_matches(|letter: char| !letter.is_alphabetic());
        let Some(is_good) = word_scales::is_good(words) else { return };
        let side = if is_good { &mut self.good } else { &mut self.bad };
        *side = Some(side.map_or((number, number), |(least, most)| (least.min(number), most.max(number))));
    }

    /// Whether smaller numbers are better, where the words beside them tell.
    pub(super) fn is_mirrored(&self) -> Option<bool> {
        let ((least_good, most_good), (least_bad, most_bad)) = (self.good?, self.bad?);
        if most_good < least_bad { Some(true) } else { (most_bad < least_good).then_some(false) }
    }

    /// Whether any number is below 1: a scale that holds it begins at 0.
    pub(super) fn has_zero(&self) -> bool {
        self.least.is_some_and(|least| least < RawScore::of(1))
    }

    /// Whether a scale from 0 or 1, to 10 at the most or to 100, holds all numbers but a few.
    pub(super) fn is_nearly_all_on(&self, scale: Scale) -> bool {
        let is_on = |(whole, _): &(i32, &u64)| (scale.low()..=scale.high()).contains(whole);
        let to_ten: u64 = (0..).zip(&self.up_to).filter(is_on).map(|(_, count)| count).sum();
        let beyond_ten = if scale.high() > 10 { self.to_hundred - self.to_ten } else { 0 };
        let below = if scale.low() > 0 { self.below_one } else { 0 };
        let on = to_ten + beyond_ten - below;
        on == self.numbers || self.are_slips(self.numbers - on, on)
    }

    /// Whether so many cells beside others are slips: one is, or one in ten.
    fn are_slips(&self, slips: u64, others: u64) -> bool {
        others > slips && slips <= (self.filled / 10).max(1)
    }

    fn add_date(&mut self, cell: &[u8], line: u64) {
        match dates::evidence(cell) {
            Evidence::None => return,
            Evidence::AnyOrder => {}
            Evidence::DayFirst => self.day_first = self.day_first.or(Some(line)),
            Evidence::MonthFirst => self.month_first = self.month_first.or(Some(line)),
            Evidence::Either => self.either += 1,
            Evidence::EitherWithPoints => self.either_with_points += 1,
        }
        self.dates += 1;
        self.short_years |= dates::has_short_year(cell);
    }

    /// The different words that stand in its cells, unless there are too many for a question with fixed answers.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        if self.words.len() > WORDS {
            return None;
        }
        self.words.iter().map(|word| std::str::from_utf8(word).ok()).collect()
    }

    /// Whether the first filled cell is or has a time of day.
    pub(super) fn has_times(&self) -> bool {
        self.first.contains(&b':')
    }

    /// Whether all cells are numbers as large as the seconds from 1970 to these years.
    pub(super) fn may_be_seconds(&self) -> bool {
        self.filled > 0 && self.seconds == self.filled
    }

    /// Whether most filled cells are percentages.
    pub(super) fn is_mostly_percents(&self) -> bool {
        self.percents * 2 > self.filled
    }

    /// Whether the filled cells are something that somebody wrote: most of them sentences, or words of any number under
    /// a header that asks for them; and not the same few again and again.
    pub(super) fn is_prose(&self, is_asked_for: bool) -> bool {
        if self.repeats_words() || self.is_nearly_all_dates() {
            return false;
        }
        let written = self.sentences + if is_asked_for { self.phrases } else { 0 };
        written > 0 && (written * 2 >= self.filled || is_asked_for && self.is_all_words())
    }

    /// How many different words stand in its cells, as far as they are counted: more for names than for a choice.
    pub(super) fn different_words(&self) -> usize {
        self.words.len()
    }

    /// Whether its cells are the same few words again and again, as those of a question with fixed answers are.
    fn repeats_words(&self) -> bool {
        self.words().is_some_and(|words| (words.len() as u64) * 2 <= self.filled)
    }

    /// Whether all filled cells are words.
    pub(super) fn is_all_words(&self) -> bool {
        self.filled > 0 && self.numbers == 0 && self.dates == 0
    }

    /// Whether all filled cells but a few are numbers from 0 to 10.
    pub(super) fn is_nearly_all_scores(&self) -> bool {
        self.are_slips(self.filled - self.to_ten, self.to_ten)
    }

    /// Whether more than half of the filled cells are numbers from 0 to 10, and too many others for slips.
    pub(super) fn may_be_scores(&self) -> bool {
        self.to_ten * 2 > self.filled && self.beyond_one && !self.is_nearly_all_scores()
    }

    /// Whether all filled cells but a few are numbers, of whatever size.
    pub(super) fn is_nearly_all_numbers(&self) -> bool {
        self.are_slips(self.filled - self.numbers, self.numbers)
    }

    /// Whether half of the filled cells or more are numbers: under a header that promises scores, the others are faults.
    pub(super) fn is_mostly_numbers(&self) -> bool {
        self.numbers > 0 && self.numbers * 2 >= self.filled
    }

    /// Whether the numbers go up to 10, all but a few.
    pub(super) fn has_numbers_to_ten(&self) -> bool {
        self.are_slips(self.numbers - self.to_ten, self.to_ten)
    }

    /// Whether every filled cell has the same word in place of a name.
    pub(super) fn names_nobody(&self) -> bool {
        let word = self.first.to_ascii_lowercase();
        !self.varies && self.filled > 1 && NOBODY.iter().any(|nobody| nobody.as_bytes() == word)
    }

    /// Whether all filled cells but a few are dates, and not just eight digits.
    pub(super) fn is_nearly_all_dates(&self) -> bool {
        let others = self.filled - self.dates;
        self.dates > others && self.numbers < self.dates && others <= self.filled / 10
    }
}

/// What a file's columns are, and whether all rows were seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// One a column.
    pub(super) columns: Vec<Column>,
    /// Rows looked at.
    pub(super) rows: u64,
    /// Whether that was the whole file.
    pub(super) is_whole: bool,
}

impl Profile {
    /// Looks at the first rows of a table, or at all of them; cells of `missing` are not answered. An error that
    /// stops the reading is added to `stopped`.
    pub(super) fn of(
        records: &mut Records<'_>,
        wants_whole: bool,
        missing: &[&str],
        stopped: &mut Problems,
    ) -> io::Result<Self> {
        let width = records.shape().header.len();
        let mut profile = Self { columns: vec![Column::default(); width], rows: 0, is_whole: false };
        let (mut batch, mut above) = (Batch::default(), AboveTotals::default());
        // What is wrong with single rows is said when they are read for good; what stops the reading is said now.
        let mut found = Problems::default();
        while wants_whole || profile.rows < HEAD_ROWS {
            if records.read_batch(&mut batch, &mut found)? == 0 {
                profile.is_whole = true;
                break;
            }
            for (record, line) in batch.rows() {
                profile.rows += 1;
                // Sums tell nothing of what stands above them.
                if above.is_total(record) {
                    continue;
                }
                for (column, cell) in profile.columns.iter_mut().zip(record.iter()) {
                    column.add(cell, line, missing);
                }
            }
        }
        if found.has_errors() {
            stopped.extend(found);
        }
        Ok(profile)
    }
}
