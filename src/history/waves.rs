//! Puts answers together into rounds of the survey, once all of them are read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::answer::Bucket;
use super::grain::Grain;
use super::ledger::Ledger;
use super::settings::{WaveSettings, WavesBy};
use crate::model::{day_from_number, day_number, month_name, quarter_name};

/// A wave by files or clusters spans at most this many days from its first to its last.
const LONGEST_WAVE: i32 = 45;
/// Answers this many days apart may belong to different waves.
const PAUSE: i32 = 22;
/// An answer this many days after an invitation still answers it.
pub const ANSWERS_INVITATION: i32 = 45;

/// One round of the survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// `2026-09`, `2026-Q3`, the first day, or the value of the column.
    pub name: String,
    /// The day of the first answer or invitation; `None` without dates.
    pub first: Option<NaiveDate>,
    /// The day of the last answer (or invitation, where nobody answered).
    pub last: Option<NaiveDate>,
    /// How many rows answered.
    pub answers: u64,
}

/// What the waves are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WavesAre {
    /// Every file is one.
    Files,
    /// Answers close together are one.
    Clusters,
    /// Calendar months.
    Months,
    /// Calendar quarters.
    Quarters,
    /// A column names them.
    Named,
}

/// All waves in order, and where each bucket and invitation belongs.
#[derive(Debug, Clone)]
pub struct Waves {
    /// Oldest first.
    pub list: Vec<Wave>,
    /// What they are made of.
    pub are: WavesAre,
    of_bucket: Vec<u32>,
    /// What orders the waves: where months or quarters are the waves, their number.
    orders: Vec<i64>,
    of_invitation: BTreeMap<i32, u32>,
}

/// What the waves are settled from, beside the answers.
#[derive(Debug, Clone, Copy)]
pub struct WaveSources<'a> {
    /// What the firm set.
    pub settings: &'a WaveSettings,
    /// A name a file, for files without dates.
    pub file_names: &'a [String],
    /// The values of the column that names waves.
    pub labels: &'a [String],
    /// The days on which anybody was invited.
    pub invitation_days: &'a BTreeSet<i32>,
}

/// A wave's place in the order, and its name.
type Key = (i64, String);

impl Waves {
    /// Settles the waves.
    #[must_use]
    pub fn settle(ledger: &Ledger, sources: &WaveSources<'_>) -> Self {
        let days = days_by_file(ledger);
        let (are, spans) = choose(ledger, sources.settings.by, &days);
        let naming = Naming {
            are,
            spans,
            days,
            files: (0..).zip(ledger.layouts()).map(|(layout, _)| ledger.file_of(layout)).collect(),
            label_days: label_days(ledger, sources.labels.len()),
            grain: ledger.grain(),
            sources,
        };
        let bucket_keys: Vec<Key> =
            ledger.buckets.iter().map(|counted| naming.of_bucket(&counted.bucket)).collect();
        let is_dated = naming.days.iter().any(|days| !days.is_empty());
        let invited: &BTreeSet<i32> = if is_dated { sources.invitation_days } else { &BTreeSet::new() };
        let invitation_keys: Vec<(i32, Key)> =
            invited.iter().map(|day| (*day, naming.of_day(*day))).collect();
        let keys: BTreeSet<&Key> =
            bucket_keys.iter().chain(invitation_keys.iter().map(|(_, key)| key)).collect();
        let index: BTreeMap<&Key, u32> = keys.iter().copied().zip(0..).collect();
        let find = |key: &Key| index.get(key).copied().unwrap_or(0);
        let list = keys
            .iter()
            .map(|key| Wave { name: key.1.clone(), first: None, last: None, answers: 0 })
            .collect();
        let mut waves = Self {
            list,
            are,
            of_bucket: bucket_keys.iter().map(find).collect(),
            orders: keys.iter().map(|key| key.0).collect(),
            of_invitation: invitation_keys.iter().map(|(day, key)| (*day, find(key))).collect(),
        };
        waves.count(ledger);
        waves
    }

    /// The wave of a bucket, by the bucket's index.
    #[must_use]
    pub fn of_bucket(&self, bucket: u32) -> u32 {
        self.of_bucket.get(bucket as usize).copied().unwrap_or(0)
    }

    /// The wave of a month or quarter by its number, where those are the waves.
    pub(super) fn of_order(&self, order: i32) -> Option<u32> {
        u32::try_from(self.orders.binary_search(&i64::from(order)).ok()?).ok()
    }

    /// The wave of an invitation, by its day.
    #[must_use]
    pub fn of_invitation(&self, day: i32) -> Option<u32> {
        self.of_invitation.get(&day).copied()
    }

    /// A wave by its index.
    #[must_use]
    pub fn get(&self, wave: u32) -> Option<&Wave> {
        self.list.get(wave as usize)
    }

    /// Whether a missing answer counts: long enough after the wave began, or once a later one has begun.
    #[must_use]
    pub fn counts(&self, wave: u32, as_of: NaiveDate, open_days: u32) -> bool {
        let later_began = (wave as usize) + 1 < self.list.len();
        let first = self.get(wave).and_then(|wave| wave.first);
        later_began || first.is_some_and(|first| (as_of - first).num_days() >= i64::from(open_days))
    }

    fn count(&mut self, ledger: &Ledger) {
        let extend = |wave: &mut Wave, day: NaiveDate| {
            wave.first = Some(wave.first.map_or(day, |first| first.min(day)));
            wave.last = Some(wave.last.map_or(day, |last| last.max(day)));
        };
        for (counted, wave) in ledger.buckets.iter().zip(&self.of_bucket) {
            let Some(wave) = self.list.get_mut(*wave as usize) else { continue };
            wave.answers += counted.answers;
            ledger.buckets.days_of(counted).for_each(|day| extend(wave, day_from_number(day)));
        }
        for (day, wave) in &self.of_invitation {
            let day = day_from_number(*day);
            let Some(wave) = self.list.get_mut(*wave as usize) else { continue };
            if wave.answers == 0 {
                extend(wave, day);
            } else {
                wave.first = wave.first.map(|first| first.min(day));
            }
        }
    }
}

/// Names the wave of a bucket or a day.
struct Naming<'a> {
    are: WavesAre,
    spans: Vec<(i32, i32)>,
    days: Vec<BTreeSet<i32>>,
    /// The file of each layout.
    files: Vec<usize>,
    label_days: Vec<i64>,
    grain: Grain,
    sources: &'a WaveSources<'a>,
}

impl Naming<'_> {
    fn of_bucket(&self, bucket: &Bucket) -> Key {
        if self.are == WavesAre::Named {
            let label = bucket.label as usize;
            let first = self.label_days.get(label).copied().unwrap_or(0);
            return (first, self.sources.labels.get(label).cloned().unwrap_or_default());
        }
        if let Some(day) = bucket.invitation {
            return self.of_day(day);
        }
        let file = self.file_of(bucket);
        let Some(day) = self.first_day(bucket) else {
            return (file as i64, self.sources.file_names.get(file).cloned().unwrap_or_default());
        };
        if self.are == WavesAre::Files {
            let first = self.days.get(file).and_then(|days| days.first()).copied().unwrap_or(0);
            let shared = self.days.iter().filter(|days| days.first() == Some(&first)).count() > 1;
            let name = day_from_number(first).to_string();
            let file_name = self.sources.file_names.get(file).map_or("", String::as_str);
            return (i64::from(first), if shared { format!("{name} {file_name}") } else { name });
        }
        if self.are == WavesAre::Clusters {
            let cluster = self.spans.iter().find(|(first, last)| self.meets(bucket, *first, *last));
            return cluster.map_or_else(|| span_key(day_number(day)), |(first, _)| span_key(*first));
        }
        self.of_day(day_number(day))
    }

    fn file_of(&self, bucket: &Bucket) -> usize {
        let layout = usize::from(bucket.layout);
        self.files.get(layout).copied().unwrap_or(layout)
    }

    fn first_day(&self, bucket: &Bucket) -> Option<NaiveDate> {
        self.grain.first_day(bucket.stretch?)
    }

    /// Whether any answer of the bucket's file and half-month lies in the span.
    fn meets(&self, bucket: &Bucket, first: i32, last: i32) -> bool {
        let Some(start) = self.first_day(bucket) else { return false };
        let (from, to) = (day_number(start).max(first), end_of_half_month(start).min(last));
        let days = self.days.get(self.file_of(bucket));
        from <= to && days.is_some_and(|days| days.range(from..=to).next().is_some())
    }

    /// The wave of an invitation (or of a day, where months or quarters make the waves).
    fn of_day(&self, number: i32) -> Key {
        let day = day_from_number(number);
        match self.are {
            WavesAre::Months => (i64::from(day.year()) * 12 + i64::from(day.month0()), month_name(day)),
            WavesAre::Quarters => {
                (i64::from(day.year()) * 4 + i64::from(day.month0() / 3), quarter_name(day))
            }
            WavesAre::Files | WavesAre::Clusters | WavesAre::Named => {
                let wave = self
                    .spans
                    .iter()
                    .find(|(first, last)| *last >= number && *first <= number + ANSWERS_INVITATION);
                wave.map_or_else(|| span_key(number), |(first, _)| span_key(*first))
            }
        }
    }
}

fn span_key(first: i32) -> Key {
    (i64::from(first), day_from_number(first).to_string())
}

fn end_of_half_month(start: NaiveDate) -> i32 {
    let next = if start.day() == 1 {
        start.with_day(16)
    } else {
        start.with_day(1).and_then(|day| day.checked_add_months(chrono::Months::new(1)))
    };
    next.map_or(i32::MAX, |next| day_number(next) - 1)
}

fn days_by_file(ledger: &Ledger) -> Vec<BTreeSet<i32>> {
    let files = (0..).zip(ledger.layouts()).map(|(layout, _)| ledger.file_of(layout) + 1).max();
    let mut days = vec![BTreeSet::new(); files.unwrap_or(0)];
    for counted in ledger.buckets.iter() {
        if let Some(file) = days.get_mut(ledger.file_of(counted.bucket.layout)) {
            file.extend(ledger.buckets.days_of(counted));
        }
    }
    days
}

fn label_days(ledger: &Ledger, labels: usize) -> Vec<i64> {
    let mut first = vec![i64::MAX; labels];
    for counted in ledger.buckets.iter() {
        let earliest = ledger.buckets.days_of(counted).min();
        if let (Some(label), Some(day)) = (first.get_mut(counted.bucket.label as usize), earliest) {
            *label = (*label).min(i64::from(day));
        }
    }
    first
}

/// What makes the waves, and the spans of files or clusters.
fn choose(ledger: &Ledger, by: WavesBy, days: &[BTreeSet<i32>]) -> (WavesAre, Vec<(i32, i32)>) {
    let file_spans = || spans(days.iter().filter_map(|days| Some((*days.first()?, *days.last()?))).collect());
    let is_dated = days.iter().any(|days| !days.is_empty());
    match by {
        WavesBy::Column => (WavesAre::Named, Vec::new()),
        WavesBy::File => (WavesAre::Files, file_spans()),
        _ if !is_dated => (WavesAre::Files, Vec::new()),
        WavesBy::Month => (WavesAre::Months, Vec::new()),
        WavesBy::Quarter => (WavesAre::Quarters, Vec::new()),
        WavesBy::Auto => {
            let clusters = clusters(days);
            if days.len() > 1 && files_are_waves(days) {
                (WavesAre::Files, file_spans())
            } else if clusters.iter().all(|(first, last)| last - first <= LONGEST_WAVE) {
                (WavesAre::Clusters, clusters)
            } else if median_gap(ledger).is_some_and(|gap| gap <= f64::from(LONGEST_WAVE)) {
                (WavesAre::Months, Vec::new())
            } else {
                (WavesAre::Quarters, Vec::new())
            }
        }
    }
}

fn spans(mut spans: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    spans.sort_unstable();
    spans
}

fn files_are_waves(days: &[BTreeSet<i32>]) -> bool {
    let short = days.iter().all(|days| match (days.first(), days.last()) {
        (Some(first), Some(last)) => last - first <= LONGEST_WAVE,
        _ => true,
    });
    let total: usize = days.iter().map(BTreeSet::len).sum();
    let distinct: BTreeSet<i32> = days.iter().flatten().copied().collect();
    short && total == distinct.len()
}

fn clusters(days: &[BTreeSet<i32>]) -> Vec<(i32, i32)> {
    let all: BTreeSet<i32> = days.iter().flatten().copied().collect();
    let mut clusters: Vec<(i32, i32)> = Vec::new();
    for day in all {
        match clusters.last_mut() {
            Some((_, last)) if day - *last < PAUSE => *last = day,
            _ => clusters.push((day, day)),
        }
    }
    clusters
}

/// The median over respondents (unnamed: customers) of the median of their gaps of 22 days or more.
fn median_gap(ledger: &Ledger) -> Option<f64> {
    let mut medians = Vec::new();
    let mut days: Vec<(u32, i32)> = Vec::new();
    for customer in 0..ledger.customers() {
        days.clear();
        for entry in ledger.entries_of(customer).map(|summed| summed.entry) {
            days.extend(ledger.buckets.days_in(entry.bucket, entry.days).map(|day| (entry.respondent, day)));
        }
        days.sort_unstable();
        for respondent in days.chunk_by(|one, other| one.0 == other.0) {
            let pairs = respondent.iter().zip(respondent.iter().skip(1));
            let mut gaps: Vec<f64> =
                pairs.map(|(one, next)| next.1 - one.1).filter(|gap| *gap >= PAUSE).map(f64::from).collect();
            medians.extend(median(&mut gaps));
        }
    }
    median(&mut medians)
}

/// The middle of the figures, or the mean of the two in the middle; `None` of none.
pub fn median(figures: &mut [f64]) -> Option<f64> {
    figures.sort_unstable_by(f64::total_cmp);
    let middle = figures.len() / 2;
    let upper = *figures.get(middle)?;
    if figures.len() % 2 == 1 { Some(upper) } else { Some(f64::midpoint(*figures.get(middle - 1)?, upper)) }
}
