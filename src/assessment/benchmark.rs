//! Measures how all customers of the firm score, wave by wave: what one customer, or the last wave, is held against.
//!
//! The firm is compared with itself and with nobody else. Every customer counts once a wave, by the mean of their
//! respondents, on the scale of the last wave alone; of fewer than ten customers nothing is said.

use std::collections::BTreeMap;

use crate::history::History;
use crate::ingest::Book;
use crate::model::Scale;
use crate::signal::Dimension;

/// Of how few customers nothing is said.
const LEAST: usize = 10;

/// How many waves before the last one are looked at.
const EARLIER: u32 = 4;

/// How all customers score.
#[derive(Debug, Clone, Default)]
pub struct Benchmark {
    questions: Vec<Measured>,
}

/// A question, and what a customer's rank in it rests on.
#[derive(Debug, Clone)]
struct Measured {
    question: Question,
    index: usize,
    /// The customers' means in the last wave.
    means: Vec<f64>,
}

/// How all customers score one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is rated; `None` is the overall question.
    pub dimension: Option<Dimension>,
    /// The scale.
    pub scale: Scale,
    /// The last wave that anybody answered.
    pub last: Standard,
    /// Up to four waves before it, oldest first; those that fewer than ten customers answered are left out.
    pub earlier: Vec<Standard>,
}

/// The firm's figure for one question in one wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// The name of the wave.
    pub wave: String,
    /// The mean over customers.
    pub mean: f64,
    /// How many customers it is the mean of.
    pub customers: usize,
}

/// One customer held against all, in one question of the last wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// How all customers score.
    pub firm: Question,
    /// The customer's score; `None` for one who did not answer the question in that wave.
    pub own: Option<f64>,
    /// How many customers scored better, plus one.
    pub rank: Option<usize>,
}

impl Benchmark {
    /// Measures the waves of a book; those that were forgotten while reading are not there.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let waves = (0_u32..).zip(&book.firm.waves.list);
        let Some((last, _)) = waves.filter(|(_, wave)| wave.answers > 0).last() else {
            return Self::default();
        };
        let means = means(book, last.saturating_sub(EARLIER)..=last);
        let name = |wave: u32| book.firm.waves.get(wave).map(|wave| wave.name.clone()).unwrap_or_default();
        let question = |(index, (scale, mut by_wave)): (usize, (Scale, BTreeMap<u32, Vec<f64>>))| {
            let standard = |(wave, means): (u32, &Vec<f64>)| Standard {
                wave: name(wave),
                mean: means.iter().sum::<f64>() / means.len() as f64,
                customers: means.len(),
            };
            let means = by_wave.remove(&last).filter(|means| means.len() >= LEAST)?;
            let dimension = index.checked_sub(1).and_then(|at| book.dimensions.get(at)).cloned();
            let enough = by_wave.iter().filter(|(_, means)| means.len() >= LEAST);
            let earlier = enough.map(|(wave, means)| standard((*wave, means))).collect();
            let question = Question { dimension, scale, last: standard((last, &means)), earlier };
            Some(Measured { question, index, means })
        };
        Self { questions: means.into_iter().filter_map(question).collect() }
    }

    /// The questions that enough customers answered in the last wave, the overall one first.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().map(|measured| &measured.question)
    }

    /// Holds a customer against all.
    pub(super) fn against(&self, history: &History, book: &Book) -> Vec<Against> {
        let is_last = |wave: u32, name: &str| book.firm.waves.get(wave).is_some_and(|wave| wave.name == name);
        let of = |Measured { question, index, means }: &Measured| {
            let wave = history.waves.iter().find(|wave| is_last(wave.wave, &question.last.wave));
            let own = wave.and_then(|wave| wave.question(*index));
            let own = own.filter(|own| own.scale == question.scale).map(|own| own.mean);
            let rank =
                own.map(|own| 1 + means.iter().filter(|mean| question.scale.is_worse(own, **mean)).count());
            Against { firm: question.clone(), own, rank }
        };
        self.questions.iter().map(of).collect()
    }
}

/// By question, the scale on which most customers answered it in the last wave, and the customers' means of each wave on
/// that scale, the best first: in an order that does not depend on that of the customers.
fn means(
    book: &Book,
    waves: std::ops::RangeInclusive<u32>,
) -> BTreeMap<usize, (Scale, BTreeMap<u32, Vec<f64>>)> {
    let mut all: BTreeMap<(usize, Scale), BTreeMap<u32, Vec<f64>>> = BTreeMap::new();
    for customer in book.firm.customers_nearby().filter(|customer| !book.directory.is_moved(*customer)) {
        for wave in History::of(&book.firm, customer).waves.iter().filter(|wave| waves.contains(&wave.wave)) {
            for question in 0..=book.dimensions.len() {
                if let Some(mean) = wave.question(question) {
                    let of = all.entry((question, mean.scale)).or_default();
                    of.entry(wave.wave).or_default().push(mean.mean);
                }
            }
        }
    }
    let mut of_question: BTreeMap<usize, (Scale, BTreeMap<u32, Vec<f64>>)> = BTreeMap::new();
    for ((question, scale), mut by_wave) in all {
        for means in by_wave.values_mut() {
            means.sort_unstable_by(f64::total_cmp);
            if !scale.is_mirrored() {
                means.reverse();
            }
        }
        let in_last = |by_wave: &BTreeMap<u32, Vec<f64>>| by_wave.get(waves.end()).map_or(0, Vec::len);
        let is_more = of_question.get(&question).is_none_or(|(_, kept)| in_last(&by_wave) > in_last(kept));
        if is_more {
            of_question.insert(question, (scale, by_wave));
        }
    }
    of_question
}
