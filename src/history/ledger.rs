//! Folds answers, one at a time and in any order, into a compact state a customer.
//!
//! An answer without a respondent is a respondent of its own, so answers of one customer that fall into the same
//! bucket and answer the same questions add up to one entry: sums, the worst cell of each question, the first line
//! and how many there were. A bucket is half a month of one file: short enough to lie within one wave whatever
//! makes the waves (clusters are at least 22 days apart), so that waves can be settled after everything is read.
//! The days of a bucket are bits, so that gaps between answers stay exact. Answers of a named respondent are kept
//! one by one: which of them counts is decided cell by cell once the waves are known.

use std::collections::HashMap;

use super::answer::{Answer, Bucket, BucketFacts, Cell, Entry, Layout, UNANSWERED, UNDATED};
use crate::model::{Moment, Scale, Spot, day_number};

/// The end of a customer's chain of entries.
const END: u32 = u32::MAX;

/// A stretch of the text store.
#[derive(Debug, Clone, Copy, Default)]
struct Text {
    start: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    head: u32,
    answers: u32,
    newest: Option<Moment>,
    newest_spot: Spot,
    response: Text,
}

/// The compact state of all customers.
#[derive(Debug, Clone)]
pub struct Ledger {
    questions: usize,
    layouts: Vec<Layout>,
    buckets: Vec<Bucket>,
    /// The first day of each bucket, as a number.
    bucket_days: Vec<Option<i32>>,
    bucket_index: HashMap<Bucket, u32>,
    newest_bucket: Option<(Bucket, u32)>,
    slots: Vec<Slot>,
    entries: Vec<Entry>,
    cells: Vec<Cell>,
    texts: Vec<u8>,
    responses: Vec<Text>,
}

impl Ledger {
    /// An empty ledger for files of these layouts; question 0 is the overall one.
    #[must_use]
    pub fn new(questions: usize, layouts: Vec<Layout>) -> Self {
        Self {
            questions,
            layouts,
            buckets: Vec::new(),
            bucket_days: Vec::new(),
            bucket_index: HashMap::new(),
            newest_bucket: None,
            slots: Vec::new(),
            entries: Vec::new(),
            cells: Vec::new(),
            texts: Vec::new(),
            responses: Vec::new(),
        }
    }

    /// How many questions there are, the overall one included.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.questions
    }

    /// The layouts of the files.
    #[must_use]
    pub fn layouts(&self) -> &[Layout] {
        &self.layouts
    }

    /// The scales of a file's questions.
    #[must_use]
    pub fn scales(&self, layout: u16) -> &[Option<Scale>] {
        self.layouts.get(usize::from(layout)).map_or(&[], |layout| &layout.scales)
    }

    /// Every bucket that was met.
    #[must_use]
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// Gives a bucket its index.
    pub fn bucket(&mut self, bucket: Bucket) -> u32 {
        if let Some((newest, index)) = self.newest_bucket
            && newest == bucket
        {
            return index;
        }
        let next = u32::try_from(self.buckets.len()).unwrap_or(u32::MAX);
        let index = *self.bucket_index.entry(bucket).or_insert(next);
        if index == next {
            self.buckets.push(bucket);
            self.bucket_days.push(bucket.first_day().map(day_number));
        }
        self.newest_bucket = Some((bucket, index));
        index
    }

    /// How many customers there are: one past the highest index that was ever added.
    #[must_use]
    pub fn customers(&self) -> usize {
        self.slots.len()
    }

    /// Makes room for customers that have no answer.
    pub fn reserve_customers(&mut self, customers: usize) {
        if self.slots.len() < customers {
            let empty = Slot {
                head: END,
                answers: 0,
                newest: None,
                newest_spot: Spot::new(0, 0),
                response: Text::default(),
            };
            self.slots.resize(customers, empty);
        }
    }

    /// Touches the state of a customer, so that it is near when [`Self::add`] wants it. Reading ahead this way for
    /// a few hundred rows lets the waits for memory overlap.
    #[must_use]
    pub fn touch(&self, customer: u32) -> u32 {
        let Some(slot) = self.slots.get(customer as usize) else { return 0 };
        let cell = self.cells.get(slot.head as usize * self.questions).map_or(0, |cell| cell.worst);
        let count = self.entries.get(slot.head as usize).map_or(0, |entry| entry.count);
        let response = self.texts.get(slot.response.start as usize).copied().unwrap_or(0);
        count ^ cell.unsigned_abs() ^ u32::from(response)
    }

    /// Puts the entries of each customer side by side, once all answers are in: everything after reads them in this
    /// order, several times.
    pub fn settle(&mut self) {
        let mut entries = Vec::with_capacity(self.entries.len());
        let mut cells = Vec::with_capacity(self.cells.len());
        for slot in &mut self.slots {
            let mut index = slot.head;
            if index != END {
                slot.head = u32::try_from(entries.len()).unwrap_or(END);
            }
            while let Some(entry) = self.entries.get(index as usize) {
                let start = index as usize * self.questions;
                cells.extend_from_slice(self.cells.get(start..start + self.questions).unwrap_or_default());
                index = entry.next;
                let next = if index == END { END } else { u32::try_from(entries.len() + 1).unwrap_or(END) };
                entries.push(Entry { next, ..*entry });
            }
        }
        self.entries = entries;
        self.cells = cells;
    }

    /// Adds an answer.
    pub fn add(&mut self, answer: &Answer<'_>) {
        self.reserve_customers(answer.customer as usize + 1);
        self.note_newest(answer);
        let half_month =
            self.bucket_at(answer.bucket).and_then(|bucket| bucket.half_month).unwrap_or(i32::MIN);
        // A customer's entries are linked newest half-month first. Exports are nearly in the order of their dates,
        // so that the place of an answer is nearly always at the head.
        let mut before = END;
        let mut index = self.slots.get(answer.customer as usize).map_or(END, |slot| slot.head);
        while let Some(entry) = self.entries.get(index as usize) {
            // Named answers are kept one by one, in whatever order within their half-month.
            if entry.half_month < half_month || answer.respondent != 0 && entry.half_month == half_month {
                break;
            }
            let is_alike = entry.respondent == 0
                && answer.respondent == 0
                && entry.bucket == answer.bucket
                && entry.choice == answer.choice
                && entry.threat == answer.threat;
            if is_alike && self.merge(index, answer) {
                return;
            }
            before = index;
            index = self.entries.get(index as usize).map_or(END, |entry| entry.next);
        }
        self.insert(answer, half_month, before, index);
    }

    /// Puts an answer behind an entry, or at the head.
    fn insert(&mut self, answer: &Answer<'_>, half_month: i32, before: u32, next: u32) {
        let mut response = 0;
        if answer.respondent != 0 && !answer.response.is_empty() {
            let text = self.store(Text::default(), answer.response);
            self.responses.push(text);
            response = u32::try_from(self.responses.len()).unwrap_or(0);
        }
        let index = u32::try_from(self.entries.len()).unwrap_or(END);
        self.entries.push(Entry {
            next,
            half_month,
            bucket: answer.bucket,
            count: 1,
            respondent: answer.respondent,
            response,
            at: answer.at.map_or(UNDATED, Moment::seconds),
            first: answer.spot,
            choice: answer.choice,
            threat: answer.threat,
            days: answer.day_bit,
            has_comment: answer.has_comment,
        });
        self.cells.extend(answer.scores.iter().map(|score| Cell { sum: *score, worst: *score }));
        if let Some(entry) = self.entries.get_mut(before as usize) {
            entry.next = index;
        } else if let Some(slot) = self.slots.get_mut(answer.customer as usize) {
            slot.head = index;
        }
    }

    /// Adds an unnamed answer to an entry that answers the same questions.
    fn merge(&mut self, index: u32, answer: &Answer<'_>) -> bool {
        let start = index as usize * self.questions;
        let Some(cells) = self.cells.get_mut(start..start + self.questions) else { return false };
        let is_alike = cells.iter().zip(answer.scores).all(|(cell, score)| match (cell.sum, *score) {
            (UNANSWERED, UNANSWERED) => true,
            (UNANSWERED, _) | (_, UNANSWERED) => false,
            (sum, score) => sum.checked_add(score).is_some(),
        });
        if !is_alike {
            return false;
        }
        let layout = self.buckets.get(answer.bucket as usize).map_or(0, |bucket| usize::from(bucket.layout));
        let scales = self.layouts.get(layout).map_or(&[][..], |layout| &layout.scales);
        for ((cell, score), scale) in cells.iter_mut().zip(answer.scores).zip(scales) {
            if *score != UNANSWERED {
                cell.sum += score;
                let is_mirrored = scale.is_some_and(Scale::is_mirrored);
                cell.worst = if is_mirrored { cell.worst.max(*score) } else { cell.worst.min(*score) };
            }
        }
        if let Some(entry) = self.entries.get_mut(index as usize) {
            entry.count += 1;
            entry.days |= answer.day_bit;
            entry.has_comment |= answer.has_comment;
            entry.at = entry.at.max(answer.at.map_or(UNDATED, Moment::seconds));
            entry.first = entry.first.min(answer.spot);
        }
        true
    }

    /// Keeps the response id and the line of the newest answer with a score (of any answer, where none has one).
    fn note_newest(&mut self, answer: &Answer<'_>) {
        let Some(slot) = self.slots.get(answer.customer as usize).copied() else { return };
        let mut slot = slot;
        slot.answers += 1;
        let scored = answer.scores.iter().any(|score| *score != UNANSWERED);
        let known = self.text(slot.response);
        let key = (answer.at, answer.response, answer.spot);
        if scored && (slot.answers == 1 || key > (slot.newest, known, slot.newest_spot)) {
            slot.newest = answer.at;
            slot.newest_spot = answer.spot;
            slot.response = self.store(slot.response, answer.response);
        } else if !scored && slot.answers == 1 {
            slot.answers = 0;
        }
        if let Some(place) = self.slots.get_mut(answer.customer as usize) {
            *place = slot;
        }
    }

    fn store(&mut self, old: Text, bytes: &[u8]) -> Text {
        let length = u32::try_from(bytes.len()).unwrap_or(0);
        let bytes = bytes.get(..length as usize).unwrap_or_default();
        let reusable = old.start as usize..old.start as usize + bytes.len();
        if length <= old.length
            && let Some(place) = self.texts.get_mut(reusable)
        {
            place.copy_from_slice(bytes);
            return Text { start: old.start, length };
        }
        let start = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.extend_from_slice(bytes);
        Text { start, length }
    }

    fn text(&self, text: Text) -> &[u8] {
        self.texts.get(text.start as usize..(text.start + text.length) as usize).unwrap_or_default()
    }

    /// The response id of a customer's newest answer with a score.
    #[must_use]
    pub fn newest_response(&self, customer: usize) -> Option<String> {
        let slot = self.slots.get(customer)?;
        let bytes = self.text(slot.response);
        (!bytes.is_empty()).then(|| String::from_utf8_lossy(bytes).into_owned())
    }

    /// Moves the answers of one customer to another: they turned out to be the same.
    pub fn move_answers(&mut self, from: u32, to: u32) {
        self.reserve_customers(to as usize + 1);
        let (Some(source), Some(target)) =
            (self.slots.get(from as usize).copied(), self.slots.get(to as usize).copied())
        else {
            return;
        };
        if source.head == END || from == to {
            return;
        }
        let (mut one, mut other) = (source.head, target.head);
        let half_month =
            |ledger: &Self, index: u32| ledger.entries.get(index as usize).map(|entry| entry.half_month);
        let (mut head, mut tail) = (END, END);
        while one != END || other != END {
            let place = if half_month(self, one) >= half_month(self, other) { &mut one } else { &mut other };
            let index = *place;
            *place = self.entries.get(index as usize).map_or(END, |entry| entry.next);
            match self.entries.get_mut(tail as usize) {
                Some(entry) => entry.next = index,
                None => head = index,
            }
            tail = index;
        }
        if let Some(entry) = self.entries.get_mut(tail as usize) {
            entry.next = END;
        }
        let is_newer = target.answers == 0
            || source.answers > 0
                && (source.newest, self.text(source.response), source.newest_spot)
                    > (target.newest, self.text(target.response), target.newest_spot);
        let merged = if is_newer { source } else { target };
        if let Some(place) = self.slots.get_mut(to as usize) {
            *place = Slot { head, answers: source.answers + target.answers, ..merged };
        }
        if let Some(place) = self.slots.get_mut(from as usize) {
            place.head = END;
            place.answers = 0;
        }
    }

    /// The entries of a customer with their cells.
    pub(super) fn entries_of(&self, customer: usize) -> impl Iterator<Item = (&Entry, &[Cell])> {
        let mut index = self.slots.get(customer).map_or(END, |slot| slot.head);
        std::iter::from_fn(move || {
            let at = index as usize;
            let entry = self.entries.get(at)?;
            index = entry.next;
            let start = at * self.questions;
            Some((entry, self.cells.get(start..start + self.questions).unwrap_or_default()))
        })
    }

    /// The first and last day of an entry's answers, as numbers.
    pub(super) fn days_between(&self, entry: &Entry) -> Option<(i32, i32)> {
        let start = self.bucket_days.get(entry.bucket as usize).copied().flatten()?;
        let bits = entry.days.max(1);
        let (first, last) = (bits.trailing_zeros(), bits.ilog2());
        Some((start + i32::try_from(first).unwrap_or(0), start + i32::try_from(last).unwrap_or(0)))
    }

    /// The days that the bits of a bucket stand for, as numbers.
    pub(super) fn days_in(&self, bucket: u32, bits: u16) -> impl Iterator<Item = i32> + use<> {
        let start = self.bucket_days.get(bucket as usize).copied().flatten();
        (0..16).filter(move |bit| bits & (1 << bit) != 0).filter_map(move |bit| Some(start? + bit))
    }

    /// How many answers each bucket has, and on which of its days.
    pub(super) fn bucket_facts(&self) -> Vec<BucketFacts> {
        let mut facts = vec![BucketFacts::default(); self.buckets.len()];
        for entry in &self.entries {
            if let Some(facts) = facts.get_mut(entry.bucket as usize) {
                facts.answers += u64::from(entry.count);
                facts.days |= entry.days;
            }
        }
        facts
    }

    /// A bucket by its index.
    pub(super) fn bucket_at(&self, index: u32) -> Option<&Bucket> {
        self.buckets.get(index as usize)
    }

    /// The response id of a named respondent's entry.
    pub(super) fn response_of(&self, entry: &Entry) -> &[u8] {
        let text = (entry.response as usize).checked_sub(1).and_then(|index| self.responses.get(index));
        text.map_or(&[], |text| self.text(*text))
    }
}
