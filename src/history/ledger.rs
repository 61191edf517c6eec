//! Folds answers, one at a time and in any order, into a compact state a customer.
//!
//! An answer without a respondent is a respondent of its own, so answers of one customer that fall into the same
//! bucket and answer the same questions add up to one entry: sums, the worst cell of each question, the first line
//! and how many there were. A bucket is a stretch of time of one file that lies within one wave whatever makes the
//! waves ([`Grain`]), so that waves can be settled after everything is read. Answers of a named respondent are kept
//! one by one: which of them counts is decided cell by cell once the waves are known.
//!
//! Where only the newest waves can matter ([`Ledger::keep_newest`]), older ones are forgotten while reading, so that
//! what is kept grows with customers alone.

use std::ops::Range;

use smallvec::SmallVec;

use super::answer::{Answer, Bucket, Entry, IN_PLACE, Layout, Summed, UNANSWERED, UNDATED, add_up, adds_up};
use super::buckets::Buckets;
use super::grain::Grain;
use super::tallies::Tallies;
use crate::model::{Blocks, Moment, Scale, ShortText, Spot, Stretch, TextStore};

/// How many of a customer's newest entries an answer is likely to want.
const NEAR: usize = 5;

/// The end of a customer's chain of entries.
pub(super) const END: u32 = u32::MAX;

/// What is kept of a customer beside the entries: a line of the processor's memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Slot {
    /// The newest entry.
    pub(super) head: u32,
    /// Whether any answer has a score.
    has_score: bool,
    newest: i64,
    newest_spot: Spot,
    response: ShortText,
    /// A bit a wave that was forgotten; see [`super::forgetting`].
    pub(super) forgotten: u64,
}

/// The compact state of all customers.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) questions: usize,
    layouts: Vec<Layout>,
    pub(super) buckets: Buckets,
    pub(super) slots: Blocks<Slot>,
    pub(super) entries: Blocks<Entry>,
    /// The sums of the questions that have no place in the entries, entry by entry.
    beyond: Vec<i32>,
    pub(super) tallies: Tallies,
    texts: TextStore,
    responses: Vec<Stretch>,
    pub(super) forgetting: Option<super::forgetting::Forgetting>,
}

impl Ledger {
    /// An empty ledger for files of these layouts; question 0 is the overall one.
    #[must_use]
    pub fn new(questions: usize, layouts: Vec<Layout>, grain: Grain) -> Self {
        Self {
            questions,
            layouts,
            buckets: Buckets::new(grain),
            slots: Blocks::default(),
            entries: Blocks::default(),
            beyond: Vec::new(),
            tallies: Tallies::new(questions),
            texts: TextStore::default(),
            responses: Vec::new(),
            forgetting: None,
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

    /// The index of the file that a layout is of.
    #[must_use]
    pub fn file_of(&self, layout: u16) -> usize {
        let file = self.layouts.get(usize::from(layout)).map_or(layout, |layout| layout.file);
        usize::from(file)
    }

    /// How long the stretches of time are that buckets stand for.
    #[must_use]
    pub fn grain(&self) -> Grain {
        self.buckets.grain()
    }

    /// Gives a bucket its index.
    pub fn bucket(&mut self, bucket: Bucket) -> u32 {
        self.buckets.number(bucket)
    }

    /// How many customers there are: one past the highest index that was ever added.
    #[must_use]
    pub fn customers(&self) -> usize {
        self.slots.len()
    }

    /// Makes room for customers that have no answer.
    pub fn reserve_customers(&mut self, customers: usize) {
        for _ in self.slots.len()..customers {
            self.slots.push(Slot {
                head: END,
                has_score: false,
                newest: UNDATED,
                newest_spot: Spot::new(0, 0),
                response: ShortText::default(),
                forgotten: 0,
            });
        }
    }

    /// Touches the state of customers step by step, so that it is near when it is wanted: read ahead this way for a
    /// few hundred of them, the waits for memory overlap.
    pub fn touch(&self, customers: impl Iterator<Item = u32>) {
        let slots = customers.filter_map(|customer| self.slots.get(customer as usize));
        let mut near: SmallVec<[u32; 256]> = slots.map(|slot| slot.head).collect();
        let mut touched = 0;
        for step in 0..NEAR {
            for index in &mut near {
                let Some(entry) = self.entries.get(*index as usize) else { continue };
                touched ^= entry.bucket;
                // What an answer adds up with is mostly at the head.
                if step == 0 {
                    touched ^= self.tallies.touch(entry.beside);
                }
                *index = entry.next;
            }
        }
        std::hint::black_box(touched);
    }

    /// Adds an answer.
    pub fn add(&mut self, answer: &Answer<'_>) {
        self.reserve_customers(answer.customer as usize + 1);
        self.buckets.count(answer);
        self.note_newest(answer);
        let order = self.buckets.order(answer.bucket);
        if self.is_forgotten(answer.customer, order) {
            return;
        }
        // A customer's entries are linked newest first. Exports are nearly in the order of their dates, so that the
        // place of an answer is nearly always at the head.
        // Only a wave that is new to the customer can make another superfluous.
        let mut is_new_wave = true;
        let answered = answer.answered();
        let mut before = END;
        let mut index = self.slots.get(answer.customer as usize).map_or(END, |slot| slot.head);
        while let Some(entry) = self.entries.get(index as usize) {
            let next = entry.next;
            if entry.bucket != answer.bucket || answer.respondent != 0 {
                let of_entry = self.buckets.order(entry.bucket);
                // Named answers are kept one by one, in whatever order within their stretch of time.
                if of_entry < order || answer.respondent != 0 && of_entry == order {
                    break;
                }
                is_new_wave &= of_entry != order;
            } else if entry.is_alike(answer, answered) && self.merge(index, answer) {
                self.move_up(before, index, answer.customer);
                return;
            } else {
                is_new_wave = false;
            }
            before = index;
            index = next;
        }
        self.insert(answer, before, index);
        if is_new_wave {
            self.forget(answer.customer);
        }
    }

    /// Moves an entry to the head of a customer's chain where those before it are not newer: what answers often look
    /// like is found first.
    fn move_up(&mut self, before: u32, index: u32, customer: u32) {
        let Some(slot) = self.slots.get_mut(customer as usize) else { return };
        let head = slot.head;
        let order =
            |index: u32| self.entries.get(index as usize).map(|entry| self.buckets.order(entry.bucket));
        if before == END || order(head) != order(index) {
            return;
        }
        slot.head = index;
        let Some(entry) = self.entries.get_mut(index as usize) else { return };
        let next = std::mem::replace(&mut entry.next, head);
        self.entries.get_mut(before as usize).into_iter().for_each(|entry| entry.next = next);
    }

    /// Puts an answer behind an entry, or at the head.
    fn insert(&mut self, answer: &Answer<'_>, before: u32, next: u32) {
        let mut beside = 0;
        if answer.respondent != 0 && !answer.response.is_empty() {
            self.responses.push(self.texts.add(answer.response));
            beside = u32::try_from(self.responses.len()).unwrap_or(0);
        }
        let (near, beyond) = answer.near_and_far();
        let mut sums = [UNANSWERED; IN_PLACE];
        sums.iter_mut().zip(near).for_each(|(sum, score)| *sum = *score);
        let entry = Entry {
            next,
            bucket: answer.bucket,
            respondent: answer.respondent,
            beside,
            at: answer.at.map_or(UNDATED, Moment::seconds),
            first: answer.spot,
            choice: answer.choice,
            threat: answer.threat,
            days: answer.days,
            has_comment: answer.has_comment,
            answered: answer.answered(),
            sums,
        };
        let index = self.place(entry, beyond);
        if let Some(entry) = self.entries.get_mut(before as usize) {
            entry.next = index;
        } else if let Some(slot) = self.slots.get_mut(answer.customer as usize) {
            slot.head = index;
        }
    }

    /// Puts an entry where a forgotten one stood, or behind all others.
    fn place(&mut self, entry: Entry, beyond: &[i32]) -> u32 {
        let free = self.forgetting.as_mut().and_then(super::forgetting::Forgetting::take_free);
        if let Some(index) = free
            && let Some(place) = self.entries.get_mut(index as usize)
        {
            *place = entry;
            let places = self.beyond_of(index);
            let places = self.beyond.get_mut(places).unwrap_or_default();
            places.iter_mut().zip(beyond).for_each(|(place, score)| *place = *score);
            return index;
        }
        self.entries.push(entry);
        self.beyond.extend(beyond);
        u32::try_from(self.entries.len() - 1).unwrap_or(END)
    }

    /// Where the sums stand that have no place in an entry.
    fn beyond_of(&self, index: u32) -> Range<usize> {
        let each = self.questions.saturating_sub(IN_PLACE);
        let start = index as usize * each;
        start..start + each
    }

    /// Adds an unnamed answer to an entry that looks alike, where the questions beyond it are alike too.
    fn merge(&mut self, index: u32, answer: &Answer<'_>) -> bool {
        let beyond = self.beyond_of(index);
        let beyond = self.beyond.get_mut(beyond).unwrap_or_default();
        let Some(entry) = self.entries.get_mut(index as usize) else { return false };
        let (near, far) = answer.near_and_far();
        if !adds_up(&entry.sums, near) || !adds_up(beyond, far) {
            return false;
        }
        let layout = self.buckets.get(answer.bucket).map_or(0, |bucket| usize::from(bucket.layout));
        let scales = self.layouts.get(layout).map_or(&[][..], |layout| &layout.scales);
        let grain = self.buckets.grain();
        if entry.beside == 0 {
            entry.beside = self.tallies.open(entry.sums.iter().chain(&*beyond).copied());
        }
        self.tallies.add(entry.beside, answer.scores, scales);
        add_up(&mut entry.sums, near);
        add_up(beyond, far);
        entry.days = grain.join(entry.days, answer.days);
        entry.has_comment |= answer.has_comment;
        entry.at = entry.at.max(answer.at.map_or(UNDATED, Moment::seconds));
        entry.first = entry.first.min(answer.spot);
        true
    }

    /// Keeps the response id and the line of the newest answer with a score.
    fn note_newest(&mut self, answer: &Answer<'_>) {
        let Some(slot) = self.slots.get_mut(answer.customer as usize) else { return };
        if answer.scores.iter().all(|score| *score == UNANSWERED) {
            return;
        }
        let at = answer.at.map_or(UNDATED, Moment::seconds);
        let is_newer = !slot.has_score
            || at > slot.newest
            || at == slot.newest
                && (answer.response, answer.spot) > (slot.response.get(&self.texts), slot.newest_spot);
        if is_newer {
            slot.has_score = true;
            slot.newest = at;
            slot.newest_spot = answer.spot;
            slot.response = slot.response.replace(answer.response, &mut self.texts);
        }
    }

    /// The response id of a customer's newest answer with a score.
    #[must_use]
    pub fn newest_response(&self, customer: usize) -> Option<&str> {
        let response = self.slots.get(customer)?.response.get(&self.texts);
        std::str::from_utf8(response).ok().filter(|text| !text.is_empty())
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
        let order = |ledger: &Self, index: u32| {
            ledger.entries.get(index as usize).map(|entry| ledger.buckets.order(entry.bucket))
        };
        let (mut head, mut tail) = (END, END);
        while one != END || other != END {
            let place = if order(self, one) >= order(self, other) { &mut one } else { &mut other };
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
        let is_newer = {
            let key = |slot: &Slot| {
                (slot.has_score, slot.newest, slot.response.get(&self.texts).to_vec(), slot.newest_spot)
            };
            key(&source) > key(&target)
        };
        let merged = if is_newer { source } else { target };
        if let Some(place) = self.slots.get_mut(to as usize) {
            *place = Slot { head, ..merged };
        }
        if let Some(place) = self.slots.get_mut(from as usize) {
            *place = Slot { head: END, has_score: false, ..*place };
        }
    }

    /// The entries of a customer with what they say, newest first.
    pub(super) fn entries_of(&self, customer: usize) -> impl Iterator<Item = Summed<'_>> {
        let mut index = self.slots.get(customer).map_or(END, |slot| slot.head);
        std::iter::from_fn(move || {
            let entry = self.entries.get(index as usize)?;
            let beyond = self.beyond.get(self.beyond_of(index)).unwrap_or_default();
            index = entry.next;
            let tally = if entry.respondent == 0 { self.tallies.get(entry.beside) } else { None };
            Some(Summed { entry, beyond, tally })
        })
    }

    /// The response id of a named respondent's entry.
    pub(super) fn response_of(&self, entry: &Entry) -> &[u8] {
        if entry.respondent == 0 {
            return &[];
        }
        let text = (entry.beside as usize).checked_sub(1).and_then(|index| self.responses.get(index));
        text.map_or(&[], |text| self.texts.get(*text))
    }
}
