//! Decides which answers of a wave count, respondent by respondent, and adds them up to scores.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::answer::{Cell, Entry, Summed, UNANSWERED, UNDATED};
use super::firm::Firm;
use super::wave_score::{DimensionMean, Given, Marked, ScoreKind, Voice, WaveScore};
use crate::model::{Moment, Scale, Spot, day_from_number};

/// What a customer answered in one wave.
#[derive(Debug, Clone, Default)]
pub struct WaveAnswers {
    /// The index of the wave.
    pub wave: u32,
    /// The wave score.
    pub score: Option<WaveScore>,
    /// Choices that count, with where and when.
    pub choices: SmallVec<[Marked; 2]>,
    /// Threatening words in comments that count, with where and when.
    pub threats: SmallVec<[Marked; 1]>,
    /// The named respondents, in order.
    pub named: Vec<u32>,
    /// How many respondents answered, unnamed ones included.
    pub respondents: u64,
    /// How many cells a later answer of the same respondent replaced.
    pub replaced: u64,
    /// How many answers to a question do not count because the newest one is on another scale.
    pub other_scale: u64,
    /// First and last day of the answers.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The first lines of the answers, in order.
    pub spots: SmallVec<[Spot; 4]>,
    /// How many answers there are.
    pub answers: u64,
    voices: SmallVec<[Voice; 4]>,
    /// The counted cells of all voices, voice by voice.
    cells: SmallVec<[VoiceCell; 10]>,
}

/// A counted cell of a voice: one respondent, or several unnamed ones who answered the same questions.
#[derive(Debug, Clone, Copy)]
struct VoiceCell {
    voice: u32,
    question: u32,
    cell: Cell,
    scale: Scale,
    /// As the ledger keeps it, so that undated is earliest.
    seconds: i64,
}

/// An entry and the wave it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) wave: u32,
    pub(super) entry: &'a Entry,
    pub(super) summed: Summed<'a>,
}

impl WaveAnswers {
    pub(super) fn of(firm: &Firm, entries: &[Placed<'_>]) -> Self {
        let wave = entries.first().map_or(0, |placed| placed.wave);
        let mut answers = Self { wave, ..Self::default() };
        answers.count(firm, entries);
        for placed in entries.iter().filter(|placed| placed.entry.respondent == 0) {
            answers.add_unnamed(firm, placed);
        }
        if entries.iter().any(|placed| placed.entry.respondent != 0) {
            answers.add_named(firm, entries);
        }
        let key = |marked: &Marked| (marked.spot, marked.which);
        answers.choices.sort_unstable_by_key(key);
        answers.threats.sort_unstable_by_key(key);
        if firm.has_mixed_scales {
            answers.keep_newest_scales();
        }
        answers.score = answers.overall().or_else(|| answers.means(firm.asked(wave)));
        answers
    }

    fn count(&mut self, firm: &Firm, entries: &[Placed<'_>]) {
        self.spots = entries.iter().map(|placed| placed.entry.first).collect();
        self.spots.sort_unstable();
        self.answers = entries.iter().map(|placed| u64::from(placed.summed.count())).sum();
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        for entry in entries.iter().map(|placed| placed.entry) {
            if let Some((earliest, latest)) = firm.ledger.buckets.days_between(entry.bucket, entry.days) {
                first = first.min(earliest);
                last = last.max(latest);
            }
        }
        self.days = (first <= last).then(|| (day_from_number(first), day_from_number(last)));
    }

    /// Takes the answers of named respondents, one respondent after another.
    fn add_named(&mut self, firm: &Firm, entries: &[Placed<'_>]) {
        let mut named: Vec<&Placed<'_>> =
            entries.iter().filter(|placed| placed.entry.respondent != 0).collect();
        // Newest first, as the risk model orders answers: time, response id, file name, then the worse score.
        named.sort_by(|one, other| {
            let key = |placed: &Placed<'_>| (placed.entry.respondent, std::cmp::Reverse(placed.entry.at));
            let response = |placed: &Placed<'_>| firm.ledger.response_of(placed.entry);
            key(one)
                .cmp(&key(other))
                .then_with(|| response(other).cmp(response(one)))
                .then_with(|| firm.file_name(other.entry).cmp(firm.file_name(one.entry)))
                .then_with(|| worse_first(firm, one, other))
        });
        for respondent in named.chunk_by(|one, other| one.entry.respondent == other.entry.respondent) {
            self.add_respondent(firm, respondent);
        }
    }

    fn add_voice(&mut self, respondent: u32, count: u32) -> u32 {
        self.respondents += u64::from(count);
        self.voices.push(Voice { respondent, count });
        u32::try_from(self.voices.len() - 1).unwrap_or(u32::MAX)
    }

    fn add_unnamed(&mut self, firm: &Firm, placed: &Placed<'_>) {
        let voice = self.add_voice(0, placed.summed.count());
        self.choices.extend(marked(placed.entry, placed.entry.choice));
        self.threats.extend(marked(placed.entry, placed.entry.threat));
        let (seconds, scales) = (placed.entry.at, firm.scales_of(placed.entry));
        placed.summed.each_answered(|question, cell| {
            if let Some(Some(scale)) = scales.get(question) {
                let question = u32::try_from(question).unwrap_or(u32::MAX);
                self.cells.push(VoiceCell { voice, question, cell, scale: *scale, seconds });
            }
        });
    }

    /// Takes the latest non-blank cell of each question from one respondent's answers, newest first.
    fn add_respondent(&mut self, firm: &Firm, newest_first: &[&Placed<'_>]) {
        let respondent = newest_first.first().map_or(0, |placed| placed.entry.respondent);
        let voice = self.add_voice(respondent, 1);
        let start = self.cells.len();
        let mut kept: SmallVec<[&Entry; 8]> = SmallVec::new();
        let mut choice: Option<(Marked, &Entry)> = None;
        let mut comment: Option<(Option<Marked>, &Entry)> = None;
        for placed in newest_first {
            let entry = placed.entry;
            for cell in answered(firm, placed, voice) {
                let mine = self.cells.iter_mut().skip(start).zip(&kept);
                match mine.into_iter().find(|(known, _)| known.question == cell.question) {
                    None => {
                        self.cells.push(cell);
                        kept.push(entry);
                    }
                    Some((known, newest)) => {
                        // Of answers that nothing else tells apart, the worse one.
                        let is_worse =
                            known.scale.is_worse(f64::from(cell.cell.sum), f64::from(known.cell.sum));
                        if firm.is_tie(newest, entry) && is_worse {
                            known.cell = cell.cell;
                        }
                        self.replaced += 1;
                    }
                }
            }
            if let Some(other) = marked(entry, entry.choice) {
                match choice {
                    None => choice = Some((other, entry)),
                    Some((known, newest)) => {
                        // Of texts that nothing else tells apart, the later by bytes.
                        if firm.is_tie(newest, entry) {
                            choice = Some((firm.later_choice(other, known), entry));
                        }
                        self.replaced += 1;
                    }
                }
            }
            if entry.has_comment {
                let threat = marked(entry, entry.threat);
                match comment {
                    None => comment = Some((threat, entry)),
                    Some((known, newest)) => {
                        // Comments are not kept: of two that nothing else tells apart, the one to look into.
                        if firm.is_tie(newest, entry) {
                            let worse =
                                [known, threat].into_iter().flatten().min_by_key(|marked| marked.which);
                            comment = Some((worse, entry));
                        }
                        self.replaced += 1;
                    }
                }
            }
        }
        self.named.extend(newest_first.first().map(|placed| placed.entry.respondent));
        self.choices.extend(choice.map(|(marked, _)| marked));
        self.threats.extend(comment.and_then(|(marked, _)| marked));
    }

    /// Where a question was answered on two scales, only the newest answer's scale counts.
    fn keep_newest_scales(&mut self) {
        let mut newest: BTreeMap<u32, (i64, Scale)> = BTreeMap::new();
        for cell in &self.cells {
            let known = newest.entry(cell.question).or_insert((cell.seconds, cell.scale));
            *known = (*known).max((cell.seconds, cell.scale));
        }
        let counts =
            |cell: &VoiceCell| newest.get(&cell.question).is_some_and(|(_, scale)| *scale == cell.scale);
        let others = self.cells.iter().filter(|cell| !counts(cell));
        self.other_scale = others.map(|cell| u64::from(self.count_of(cell))).sum();
        self.cells.retain(|cell| counts(cell));
    }

    fn count_of(&self, cell: &VoiceCell) -> u32 {
        self.voices.get(cell.voice as usize).map_or(0, |voice| voice.count)
    }

    /// Who answered.
    #[must_use]
    pub fn voices(&self) -> &[Voice] {
        &self.voices
    }

    /// What a voice, by its place among [`Self::voices`], answered to a question (0 is the overall one).
    #[must_use]
    pub fn given(&self, voice: usize, question: usize) -> Option<Given> {
        let is_meant = |cell: &&VoiceCell| cell.voice as usize == voice && cell.question as usize == question;
        let cell = self.cells.iter().find(is_meant)?;
        Some(Given {
            sum: f64::from(cell.cell.sum) / UNITS,
            worst: f64::from(cell.cell.worst) / UNITS,
            count: self.count_of(cell),
            scale: cell.scale,
        })
    }

    /// Whether anybody answered any question with a score.
    #[must_use]
    pub fn has_scores(&self) -> bool {
        !self.cells.is_empty()
    }

    /// The day of the newest answer with a score; `None` without dates.
    #[must_use]
    pub fn scored(&self) -> Option<NaiveDate> {
        let newest = self.cells.iter().map(|cell| cell.seconds).max();
        newest.filter(|seconds| *seconds != UNDATED).map(|seconds| Moment::of_seconds(seconds).day())
    }

    /// A dimension's mean over respondents, by the question's index (0 is the overall question).
    #[must_use]
    pub fn question(&self, question: usize) -> Option<DimensionMean> {
        let mut total: Option<(i64, DimensionMean)> = None;
        for cell in self.cells.iter().filter(|cell| cell.question as usize == question) {
            let worst = f64::from(cell.cell.worst) / UNITS;
            let (sum, mean) = total
                .get_or_insert((0, DimensionMean { mean: 0.0, worst, scale: cell.scale, respondents: 0 }));
            *sum += i64::from(cell.cell.sum);
            mean.respondents += u64::from(self.count_of(cell));
            mean.worst = if cell.scale.is_mirrored() { mean.worst.max(worst) } else { mean.worst.min(worst) };
        }
        let (sum, mut mean) = total?;
        mean.mean = sum as f64 / UNITS / mean.respondents as f64;
        Some(mean)
    }

    fn overall(&self) -> Option<WaveScore> {
        let overall = self.question(0)?;
        Some(WaveScore {
            mean: overall.mean,
            scale: overall.scale,
            kind: ScoreKind::Overall,
            respondents: overall.respondents,
        })
    }

    /// The mean over respondents of each one's mean, where at least half of the dimensions asked were answered.
    fn means(&self, asked: &[bool]) -> Option<WaveScore> {
        let asked = asked.iter().skip(1).filter(|asked| **asked).count();
        let answered: Vec<usize> = self.dimensions_answered().filter(|question| *question > 0).collect();
        if answered.is_empty() || answered.len() * 2 < asked {
            return None;
        }
        let (mean, scale, respondents) = self.mean_over(&answered)?;
        Some(WaveScore {
            mean,
            scale,
            kind: ScoreKind::Means { answered: answered.len(), asked },
            respondents,
        })
    }

    /// The questions that somebody answered, in order.
    pub(super) fn dimensions_answered(&self) -> impl Iterator<Item = usize> {
        let questions: std::collections::BTreeSet<usize> =
            self.cells.iter().map(|cell| cell.question as usize).collect();
        questions.into_iter()
    }

    /// The mean over respondents of each one's mean over these questions; on 0-10 (s10) where their scales differ.
    pub(super) fn mean_over(&self, questions: &[usize]) -> Option<(f64, Scale, u64)> {
        let is_asked = |cell: &&VoiceCell| questions.contains(&(cell.question as usize));
        let scale = self.cells.iter().find(is_asked)?.scale;
        let is_one_scale = self.cells.iter().filter(is_asked).all(|cell| cell.scale == scale);
        let mut means: SmallVec<[(f64, u32); 8]> = SmallVec::new();
        for of_voice in self.cells.chunk_by(|one, other| one.voice == other.voice) {
            let mine = || of_voice.iter().filter(is_asked);
            let Some(first) = mine().next() else { continue };
            let count = f64::from(self.count_of(first));
            let sum: f64 = mine()
                .map(|cell| {
                    let sum = f64::from(cell.cell.sum) / UNITS;
                    if is_one_scale { sum } else { cell.scale.s10(sum / count) * count }
                })
                .sum();
            means.push((sum / mine().count() as f64, self.count_of(first)));
        }
        // Fractions are added in an order of their own, so that the order of rows leaves no trace in the last digit.
        means.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        let total: f64 = means.iter().map(|(mean, _)| mean).sum();
        let respondents: u64 = means.iter().map(|(_, count)| u64::from(*count)).sum();
        let scale = if is_one_scale { scale } else { Scale::ZERO_TO_TEN };
        (respondents > 0).then(|| (total / respondents as f64, scale, respondents))
    }

    pub(super) fn scale_of(&self, question: usize) -> Option<Scale> {
        self.cells.iter().find(|cell| cell.question as usize == question).map(|cell| cell.scale)
    }
}

/// Ten-thousandths of a point, in which cells are kept.
const UNITS: f64 = 10_000.0;

/// A choice or word of an entry, where it has one.
fn marked(entry: &Entry, which: u16) -> Option<Marked> {
    Some(Marked { which: which.checked_sub(1)?, spot: entry.first, day: entry.day() })
}

fn answered<'a>(
    firm: &'a Firm,
    placed: &Placed<'a>,
    voice: u32,
) -> impl Iterator<Item = VoiceCell> + use<'a> {
    let seconds = placed.entry.at;
    let cells = (0..).zip(placed.summed.cells().zip(firm.scales_of(placed.entry)));
    cells.filter(|(_, (cell, _))| cell.sum != UNANSWERED).filter_map(move |(question, (cell, scale))| {
        Some(VoiceCell { voice, question, cell, scale: (*scale)?, seconds })
    })
}

/// Orders two answers that are otherwise the same age: the worse score counts.
fn worse_first(firm: &Firm, one: &Placed<'_>, other: &Placed<'_>) -> std::cmp::Ordering {
    let cells = one.summed.cells().zip(other.summed.cells()).zip(firm.scales_of(one.entry));
    let orders = cells.map(|((one, other), scale)| {
        let order = one.sum.cmp(&other.sum);
        if scale.is_some_and(Scale::is_mirrored) { order.reverse() } else { order }
    });
    orders.into_iter().find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}
