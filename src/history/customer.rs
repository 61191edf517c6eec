//! Turns a customer's entries into waves: which answer of each respondent counts, and the scores they add up to.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::firm::Firm;
use super::ledger::{Cell, Entry, UNANSWERED};
use super::waves::days_of;
use crate::model::{Moment, Scale, Spot, day_from_number};

/// One customer's answers up to a day, wave by wave.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The waves that the customer answered in any way, oldest first.
    pub waves: Vec<WaveAnswers>,
    /// Where in `waves` the last wave stands: the last with a score, else the last.
    pub last: Option<usize>,
    /// The day of the newest answer of any kind; `None` without dates.
    pub newest: Option<NaiveDate>,
}

/// What a customer answered in one wave.
#[derive(Debug, Clone, Default)]
pub struct WaveAnswers {
    /// The index of the wave.
    pub wave: u32,
    /// The wave score.
    pub score: Option<WaveScore>,
    /// A score a dimension, by the question's index minus one.
    pub dimensions: Vec<Option<DimensionMean>>,
    /// Choices that count, with where and when.
    pub choices: Vec<Marked>,
    /// Threatening words in comments that count, with where and when.
    pub threats: Vec<Marked>,
    /// The named respondents, in order.
    pub named: Vec<u32>,
    /// How many respondents answered, unnamed ones included.
    pub respondents: u64,
    /// How many cells a later answer of the same respondent replaced.
    pub replaced: u64,
    /// First and last day of the answers.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The first lines of the answers, in order.
    pub spots: Vec<Spot>,
    /// How many answers there are.
    pub answers: u64,
    voices: Vec<Voice>,
}

/// A choice or a threatening word: which (its index), where and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// The index of the choice or word.
    pub which: u16,
    /// Where it stands.
    pub spot: Spot,
    /// The day.
    pub day: Option<NaiveDate>,
}

/// The score of a wave, in points of its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaveScore {
    /// The mean.
    pub mean: f64,
    /// The scale it is on.
    pub scale: Scale,
    /// What it is the mean of.
    pub kind: ScoreKind,
    /// How many respondents it rests on.
    pub respondents: u64,
}

/// What a wave score is the mean of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreKind {
    /// The overall answers.
    Overall,
    /// The means of the dimensions: how many were answered of how many asked.
    Means {
        /// Dimensions that somebody answered.
        answered: usize,
        /// Dimensions that the wave asked.
        asked: usize,
    },
}

/// The mean of a dimension over respondents, and the unhappiest of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DimensionMean {
    /// The mean, in points of the scale.
    pub mean: f64,
    /// The worst single answer.
    pub worst: f64,
    /// The scale.
    pub scale: Scale,
    /// How many respondents answered it.
    pub respondents: u64,
}

/// One respondent's counted cells (or those of several unnamed respondents who answered the same questions).
#[derive(Debug, Clone)]
struct Voice {
    count: u32,
    cells: Vec<VoiceCell>,
}

#[derive(Debug, Clone, Copy)]
struct VoiceCell {
    question: usize,
    cell: Cell,
    scale: Scale,
    at: Option<Moment>,
}

impl History {
    /// The history of the customer with this index.
    #[must_use]
    pub fn of(firm: &Firm, customer: usize) -> Self {
        let mut by_wave: BTreeMap<u32, Vec<(&Entry, &[Cell])>> = BTreeMap::new();
        for (entry, cells) in firm.ledger.entries_of(customer) {
            by_wave.entry(firm.waves.of_bucket(entry.bucket)).or_default().push((entry, cells));
        }
        let waves: Vec<_> =
            by_wave.into_iter().map(|(wave, entries)| WaveAnswers::of(firm, wave, &entries)).collect();
        let last = waves.iter().rposition(|wave| wave.score.is_some()).or(waves.len().checked_sub(1));
        let newest = waves.iter().filter_map(|wave| wave.days).map(|days| days.1).max();
        Self { waves, last, newest }
    }

    /// The last wave: the last with a score, else the last answered.
    #[must_use]
    pub fn last_wave(&self) -> Option<&WaveAnswers> {
        self.waves.get(self.last?)
    }

    /// The last wave and those after it: choices and comments of later waves count with it.
    #[must_use]
    pub fn since_last_wave(&self) -> &[WaveAnswers] {
        self.last.and_then(|last| self.waves.get(last..)).unwrap_or_default()
    }

    /// The waves before the last one, newest first.
    pub fn earlier(&self) -> impl Iterator<Item = &WaveAnswers> {
        self.waves.iter().take(self.last.unwrap_or(0)).rev()
    }
}

impl WaveAnswers {
    fn of(firm: &Firm, wave: u32, entries: &[(&Entry, &[Cell])]) -> Self {
        let mut answers = Self { wave, ..Self::default() };
        answers.count(firm, entries);
        let mut named: Vec<_> = entries.iter().filter(|(entry, _)| entry.respondent != 0).collect();
        // Newest first, as the risk model orders answers: time, response id, file name, then the worse score.
        named.sort_by(|(one, one_cells), (other, other_cells)| {
            let key = |entry: &Entry| (entry.respondent, std::cmp::Reverse(entry.at));
            let tie = |entry: &Entry| (firm.ledger.response_of(entry).to_vec(), firm.file_name(entry).to_owned());
            key(one).cmp(&key(other)).then_with(|| tie(other).cmp(&tie(one))).then_with(|| worse_first(firm, one, one_cells, other_cells))
        });
        for respondent in named.chunk_by(|(one, _), (other, _)| one.respondent == other.respondent) {
            answers.add_respondent(firm, respondent);
        }
        for (entry, cells) in entries.iter().filter(|(entry, _)| entry.respondent == 0) {
            answers.add_unnamed(firm, entry, cells);
        }
        answers.named.sort_unstable();
        let key = |marked: &Marked| (marked.spot, marked.which);
        answers.choices.sort_unstable_by_key(key);
        answers.threats.sort_unstable_by_key(key);
        answers.keep_newest_scales();
        answers.dimensions = (1..firm.ledger.questions()).map(|question| answers.dimension(question)).collect();
        answers.score = answers.overall().or_else(|| answers.means(firm.asked(wave)));
        answers
    }

    fn count(&mut self, firm: &Firm, entries: &[(&Entry, &[Cell])]) {
        self.spots = entries.iter().map(|(entry, _)| entry.first).collect();
        self.spots.sort_unstable();
        self.answers = entries.iter().map(|(entry, _)| u64::from(entry.count)).sum();
        let buckets = entries.iter().filter_map(|(entry, _)| Some((entry, firm.ledger.bucket_at(entry.bucket)?)));
        let days: Vec<i32> = buckets.flat_map(|(entry, bucket)| days_of(entry, bucket)).collect();
        self.days = days.iter().min().zip(days.iter().max()).map(|(first, last)| (day_from_number(*first), day_from_number(*last)));
    }

    fn add_unnamed(&mut self, firm: &Firm, entry: &Entry, cells: &[Cell]) {
        self.respondents += u64::from(entry.count);
        let marked = |which: u16| Marked { which: which - 1, spot: entry.first, day: entry.at.map(Moment::day) };
        if entry.choice > 0 {
            self.choices.push(marked(entry.choice));
        }
        if entry.threat > 0 {
            self.threats.push(marked(entry.threat));
        }
        let cells = answered(firm, entry, cells).collect();
        self.voices.push(Voice { count: entry.count, cells });
    }

    /// Takes the latest non-blank cell of each question from one respondent's answers, newest first.
    fn add_respondent(&mut self, firm: &Firm, newest_first: &[&(&Entry, &[Cell])]) {
        let mut voice = Voice { count: 1, cells: Vec::new() };
        let (mut choice, mut comment) = (None, None);
        for &&(entry, cells) in newest_first {
            for cell in answered(firm, entry, cells) {
                if voice.cells.iter().any(|known| known.question == cell.question) {
                    self.replaced += 1;
                } else {
                    voice.cells.push(cell);
                }
            }
            let marked = |which: u16| Marked { which: which.saturating_sub(1), spot: entry.first, day: entry.at.map(Moment::day) };
            if entry.choice > 0 {
                match choice {
                    None => choice = Some((marked(entry.choice), entry)),
                    Some((_, newest)) if firm.is_tie(newest, entry) => {
                        let later = firm.later_choice(marked(entry.choice), choice.map(|(known, _)| known));
                        choice = Some((later, entry));
                        self.replaced += 1;
                    }
                    Some(_) => self.replaced += 1,
                }
            }
            if entry.has_comment {
                match comment {
                    None => comment = Some((entry.threat > 0).then(|| marked(entry.threat))),
                    Some(_) => self.replaced += 1,
                }
            }
        }
        self.respondents += 1;
        self.named.extend(newest_first.first().map(|(entry, _)| entry.respondent));
        self.choices.extend(choice.map(|(marked, _)| marked));
        self.threats.extend(comment.flatten());
        self.voices.push(voice);
    }

    /// Where a question was answered on two scales, only the newest answer's scale counts.
    fn keep_newest_scales(&mut self) {
        let mut newest: BTreeMap<usize, (Option<Moment>, Scale)> = BTreeMap::new();
        for cell in self.voices.iter().flat_map(|voice| &voice.cells) {
            let known = newest.entry(cell.question).or_insert((cell.at, cell.scale));
            *known = (*known).max((cell.at, cell.scale));
        }
        for voice in &mut self.voices {
            voice.cells.retain(|cell| newest.get(&cell.question).is_some_and(|(_, scale)| *scale == cell.scale));
        }
    }

    fn dimension(&self, question: usize) -> Option<DimensionMean> {
        let cells = self.voices.iter().filter_map(|voice| {
            let cell = voice.cells.iter().find(|cell| cell.question == question)?;
            Some((u64::from(voice.count), cell))
        });
        let mut total: Option<(i64, DimensionMean)> = None;
        for (count, cell) in cells {
            let worst = f64::from(cell.cell.worst) / UNITS;
            let (sum, mean) = total.get_or_insert((0, DimensionMean { mean: 0.0, worst, scale: cell.scale, respondents: 0 }));
            *sum += i64::from(cell.cell.sum);
            mean.respondents += count;
            mean.worst = if cell.scale.is_mirrored() { mean.worst.max(worst) } else { mean.worst.min(worst) };
        }
        let (sum, mut mean) = total?;
        mean.mean = sum as f64 / UNITS / mean.respondents as f64;
        Some(mean)
    }

    fn overall(&self) -> Option<WaveScore> {
        let overall = self.dimension(0)?;
        Some(WaveScore { mean: overall.mean, scale: overall.scale, kind: ScoreKind::Overall, respondents: overall.respondents })
    }

    /// The mean over respondents of each one's mean, where at least half of the dimensions asked were answered.
    fn means(&self, asked: &[bool]) -> Option<WaveScore> {
        let asked = asked.iter().skip(1).filter(|asked| **asked).count();
        let answered: Vec<usize> =
            self.dimensions_answered().filter(|question| *question > 0).collect();
        if answered.is_empty() || answered.len() * 2 < asked {
            return None;
        }
        let (mean, scale, respondents) = self.mean_over(&answered)?;
        Some(WaveScore { mean, scale, kind: ScoreKind::Means { answered: answered.len(), asked }, respondents })
    }

    /// The questions that somebody answered, in order.
    fn dimensions_answered(&self) -> impl Iterator<Item = usize> {
        let questions: std::collections::BTreeSet<usize> =
            self.voices.iter().flat_map(|voice| &voice.cells).map(|cell| cell.question).collect();
        questions.into_iter()
    }

    /// The mean over respondents of each one's mean over these questions; on 0-10 (s10) where their scales differ.
    fn mean_over(&self, questions: &[usize]) -> Option<(f64, Scale, u64)> {
        let cells = || self.voices.iter().flat_map(|voice| &voice.cells).filter(|cell| questions.contains(&cell.question));
        let scale = cells().next()?.scale;
        let is_one_scale = cells().all(|cell| cell.scale == scale);
        let (mut total, mut respondents) = (0.0, 0_u64);
        for voice in &self.voices {
            let mine: Vec<_> = voice.cells.iter().filter(|cell| questions.contains(&cell.question)).collect();
            if mine.is_empty() {
                continue;
            }
            let count = f64::from(voice.count);
            let sum: f64 = mine
                .iter()
                .map(|cell| {
                    let sum = f64::from(cell.cell.sum) / UNITS;
                    if is_one_scale { sum } else { cell.scale.s10(sum / count) * count }
                })
                .sum();
            total += sum / mine.len() as f64;
            respondents += u64::from(voice.count);
        }
        Some((total / respondents as f64, if is_one_scale { scale } else { Scale::ZERO_TO_TEN }, respondents))
    }

    /// The scores of this wave and an earlier one that can be compared: same scale, same kind, and for means both
    /// over the dimensions that both answered.
    #[must_use]
    pub fn comparable(&self, earlier: &Self) -> Option<Comparison> {
        let (now, then) = (self.score?, earlier.score?);
        match (now.kind, then.kind) {
            (ScoreKind::Overall, ScoreKind::Overall) => {
                (now.scale == then.scale).then_some(Comparison { now: now.mean, then: then.mean, scale: now.scale })
            }
            (ScoreKind::Means { .. }, ScoreKind::Means { .. }) => {
                let theirs: Vec<usize> = earlier.dimensions_answered().collect();
                let common: Vec<usize> = self
                    .dimensions_answered()
                    .filter(|question| *question > 0 && theirs.contains(question))
                    .filter(|question| self.scale_of(*question) == earlier.scale_of(*question))
                    .collect();
                let (now, scale, _) = self.mean_over(&common)?;
                let (then, then_scale, _) = earlier.mean_over(&common)?;
                (scale == then_scale).then_some(Comparison { now, then, scale })
            }
            (ScoreKind::Overall, ScoreKind::Means { .. }) | (ScoreKind::Means { .. }, ScoreKind::Overall) => None,
        }
    }

    fn scale_of(&self, question: usize) -> Option<Scale> {
        self.voices.iter().flat_map(|voice| &voice.cells).find(|cell| cell.question == question).map(|cell| cell.scale)
    }
}

/// Two scores of one customer that can be compared, in points of their scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The later one.
    pub now: f64,
    /// The earlier one.
    pub then: f64,
    /// The scale of both.
    pub scale: Scale,
}

impl Comparison {
    /// How far the score fell, in s10; negative where it rose.
    #[must_use]
    pub fn drop_s10(self) -> f64 {
        self.scale.s10(self.then) - self.scale.s10(self.now)
    }
}

/// Ten-thousandths of a point, in which cells are kept.
const UNITS: f64 = 10_000.0;

fn answered<'a>(firm: &'a Firm, entry: &'a Entry, cells: &'a [Cell]) -> impl Iterator<Item = VoiceCell> + 'a {
    let scales = firm.scales_of(entry);
    cells.iter().zip(scales).enumerate().filter(|(_, (cell, _))| cell.sum != UNANSWERED).filter_map(|(question, (cell, scale))| {
        Some(VoiceCell { question, cell: *cell, scale: (*scale)?, at: entry.at })
    })
}

/// Orders two answers that are otherwise the same age: the worse score counts.
fn worse_first(firm: &Firm, entry: &Entry, one: &[Cell], other: &[Cell]) -> std::cmp::Ordering {
    let scales = firm.scales_of(entry);
    one.iter()
        .zip(other)
        .zip(scales)
        .map(|((one, other), scale)| {
            let order = one.sum.cmp(&other.sum);
            if scale.is_some_and(Scale::is_mirrored) { order.reverse() } else { order }
        })
        .find(|order| order.is_ne())
        .unwrap_or(std::cmp::Ordering::Equal)
}
