//! What the whole firm's answers tell: waves, noise, who answers, and where to find one customer's history.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::answer::Entry;
use super::customer::History;
use super::ledger::Ledger;
use super::settings::WaveSettings;
use super::wave_score::Marked;
use super::waves::{WaveSources, Waves};
use crate::model::{Scale, Spot, day_from_number};

/// Fewer pairs of waves than this do not measure noise.
const ENOUGH_PAIRS: u64 = 10;
/// The usual noise of a wave score, in s10.
const USUAL_NOISE: f64 = 1.0;
/// The usual noise where the survey has one score column.
const USUAL_NOISE_OF_ONE_QUESTION: f64 = 1.3;
/// Squares are added as whole numbers of these, so that the order of customers leaves no trace in the last digit.
const SQUARE_UNITS: f64 = 1e12;
/// How many customers' state is read ahead.
const READ_AHEAD: usize = 256;
/// A wave that fewer customers answered than this share was not sent to everybody.
const SHARE_OF_A_FULL_WAVE: f64 = 0.3;

/// An invitation to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Invitation {
    /// The day, as a number.
    pub day: i32,
    /// Where it stands.
    pub spot: Spot,
}

/// Everything that was read about customers, before any of it is put together.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The folded answers.
    pub ledger: Ledger,
    /// A name a file, for waves without dates, and for ties.
    pub file_names: Vec<String>,
    /// The values of the column that names waves.
    pub wave_labels: Vec<String>,
    /// The options of the choice question that were met.
    pub choices: Vec<String>,
    /// Invitations, by customer index; empty where there is no `invitations.csv`.
    pub invitations: Vec<Vec<Invitation>>,
    /// Whether invitations were read at all.
    pub has_invitations: bool,
    /// Whether a customer is in `accounts.csv`, by customer index; empty where there is none.
    pub in_accounts: Vec<bool>,
}

/// The firm as a whole, on a day.
#[derive(Debug, Clone)]
pub struct Firm {
    /// The day.
    pub as_of: NaiveDate,
    /// What the firm set about waves.
    pub settings: WaveSettings,
    /// The folded answers.
    pub ledger: Ledger,
    /// The waves.
    pub waves: Waves,
    /// How much scores wander by themselves, in s10, and the pairs it was measured on (0: the usual figure); `None`
    /// where nobody asks.
    pub noise: Option<(f64, u64)>,
    /// The options of the choice question.
    pub choices: Vec<String>,
    invitations: Vec<Vec<Invitation>>,
    has_invitations: bool,
    in_accounts: Vec<bool>,
    file_names: Vec<String>,
    score_columns: usize,
    /// An answer of this day or a later one still says something about today.
    current_from: NaiveDate,
    asked: Vec<Vec<bool>>,
    is_full: Vec<bool>,
    /// Whether some question was asked on two scales.
    pub(super) has_mixed_scales: bool,
}

/// Which waves a customer missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missed {
    /// The customer cannot be expected to answer (not in `accounts.csv`, no invitation, no dates).
    NotExpected,
    /// Expected, and never answered anything.
    NeverAnswered {
        /// Where the invitations stand.
        spots: Vec<Spot>,
    },
    /// The waves that count, missed since the last one answered.
    Waves {
        /// Their indices, oldest first.
        waves: Vec<u32>,
        /// Where the invitations to them stand.
        spots: Vec<Spot>,
    },
}

impl Firm {
    /// Puts together what was read; the noise is measured where it is wanted.
    #[must_use]
    pub fn new(answers: Answers, settings: &WaveSettings, as_of: NaiveDate, wants_noise: bool) -> Self {
        let Answers {
            mut ledger,
            file_names,
            wave_labels,
            choices,
            invitations,
            has_invitations,
            in_accounts,
        } = answers;
        ledger.reserve_customers(in_accounts.len().max(invitations.len()));
        let invitation_days: BTreeSet<i32> =
            invitations.iter().flatten().map(|invitation| invitation.day).collect();
        let sources = WaveSources {
            settings,
            file_names: &file_names,
            labels: &wave_labels,
            invitation_days: &invitation_days,
        };
        let waves = Waves::settle(&ledger, &sources);
        let asked = asked(&ledger, &waves);
        let has_mixed_scales = has_mixed_scales(&ledger);
        let age = Days::new(u64::from(settings.max_age_days));
        let score_columns = score_columns(&ledger);
        let mut firm = Self {
            as_of,
            settings: settings.clone(),
            ledger,
            waves,
            noise: None,
            choices,
            invitations,
            has_invitations,
            in_accounts,
            file_names,
            score_columns,
            current_from: as_of.checked_sub_days(age).unwrap_or(NaiveDate::MIN),
            asked,
            is_full: Vec::new(),
            has_mixed_scales,
        };
        firm.is_full = firm.full_waves();
        firm.noise = wants_noise.then(|| firm.measure_noise());
        firm
    }

    /// Which waves were sent to everybody: those that enough customers answered.
    fn full_waves(&self) -> Vec<bool> {
        let mut answered_by = vec![0_u64; self.waves.list.len()];
        let mut surveyed = 0_u64;
        let mut waves: Vec<u32> = Vec::new();
        for customer in self.customers_nearby() {
            waves.clear();
            waves.extend(self.ledger.forgotten_of(customer).filter_map(|order| self.waves.of_order(order)));
            waves.extend(
                self.ledger.entries_of(customer).map(|summed| self.waves.of_bucket(summed.entry.bucket)),
            );
            surveyed += u64::from(!waves.is_empty());
            if self.in_accounts.is_empty() || self.is_account(customer) {
                waves.sort_unstable();
                waves.dedup();
                for wave in &waves {
                    answered_by.get_mut(*wave as usize).into_iter().for_each(|count| *count += 1);
                }
            }
        }
        let of = if self.in_accounts.is_empty() {
            surveyed
        } else {
            self.in_accounts.iter().filter(|is_account| **is_account).count() as u64
        };
        answered_by.iter().map(|count| *count as f64 >= SHARE_OF_A_FULL_WAVE * of as f64).collect()
    }

    /// How much the scores of one customer wander from wave to wave, over all customers.
    fn measure_noise(&self) -> (f64, u64) {
        let (mut squares, mut pairs) = (0_i128, 0_u64);
        for customer in self.customers_nearby() {
            let history = History::of(self, customer);
            let scored: Vec<_> = history.waves.iter().filter(|wave| wave.score.is_some()).collect();
            for (earlier, later) in scored.iter().zip(scored.iter().skip(1)) {
                if let Some(comparison) = later.comparable(earlier) {
                    squares += (comparison.drop_s10().powi(2) * SQUARE_UNITS).round() as i128;
                    pairs += 1;
                }
            }
        }
        if pairs >= ENOUGH_PAIRS {
            ((squares as f64 / SQUARE_UNITS / (2.0 * pairs as f64)).sqrt(), pairs)
        } else if self.score_columns() == 1 {
            (USUAL_NOISE_OF_ONE_QUESTION, 0)
        } else {
            (USUAL_NOISE, 0)
        }
    }

    /// How many score columns the survey has, over all files.
    #[must_use]
    pub fn score_columns(&self) -> usize {
        self.score_columns
    }

    /// How many customers there are, those without any answer included.
    #[must_use]
    pub fn customers(&self) -> usize {
        self.ledger.customers()
    }

    /// All customers by index, the state of each read ahead.
    pub fn customers_nearby(&self) -> impl Iterator<Item = usize> {
        (0..self.customers()).inspect(|customer| {
            if customer % READ_AHEAD == 0 {
                let end = (customer + READ_AHEAD).min(self.customers());
                self.ledger.touch((*customer..end).filter_map(|customer| u32::try_from(customer).ok()));
            }
        })
    }

    /// Whether a customer is in `accounts.csv`.
    #[must_use]
    pub fn is_account(&self, customer: usize) -> bool {
        self.in_accounts.get(customer).copied().unwrap_or(false)
    }

    /// Which questions a wave asked, by their index.
    #[must_use]
    pub fn asked(&self, wave: u32) -> &[bool] {
        self.asked.get(wave as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether an answer dated `newest` still says something about today.
    #[must_use]
    pub fn is_current(&self, newest: Option<NaiveDate>) -> bool {
        newest.is_none_or(|newest| newest >= self.current_from)
    }

    /// The day on which a customer was first invited.
    #[must_use]
    pub fn first_invitation(&self, customer: usize) -> Option<NaiveDate> {
        self.invitations.get(customer)?.iter().map(|invitation| day_from_number(invitation.day)).min()
    }

    /// The waves that count and that a customer missed since the last one answered.
    #[must_use]
    pub fn missed(&self, customer: usize, history: &History) -> Missed {
        let is_dated = self.waves.list.iter().any(|wave| wave.first.is_some());
        let invited = self.invitations.get(customer).map_or(&[][..], Vec::as_slice);
        let is_expected = if self.has_invitations {
            !invited.is_empty()
        } else {
            self.in_accounts.is_empty() || self.is_account(customer)
        };
        if !is_dated || !is_expected {
            return Missed::NotExpected;
        }
        let Some(last) = history.waves.last().map(|wave| wave.wave) else {
            return Missed::NeverAnswered {
                spots: invited.iter().map(|invitation| invitation.spot).collect(),
            };
        };
        let counts = |wave: u32| wave > last && self.waves.counts(wave, self.as_of, self.settings.open_days);
        if !self.has_invitations {
            let is_full = |wave: &u32| self.is_full.get(*wave as usize).copied().unwrap_or(false);
            let all = 0..u32::try_from(self.waves.list.len()).unwrap_or(u32::MAX);
            return Missed::Waves {
                waves: all.filter(|wave| counts(*wave)).filter(is_full).collect(),
                spots: Vec::new(),
            };
        }
        let missed: Vec<(u32, Spot)> = invited
            .iter()
            .filter_map(|invitation| Some((self.waves.of_invitation(invitation.day)?, invitation.spot)))
            .filter(|(wave, _)| counts(*wave))
            .collect();
        let waves: BTreeSet<u32> = missed.iter().map(|(wave, _)| *wave).collect();
        Missed::Waves {
            waves: waves.into_iter().collect(),
            spots: missed.into_iter().map(|(_, spot)| spot).collect(),
        }
    }

    /// The name of a file by an entry of it, for ties.
    pub(super) fn file_name(&self, entry: &Entry) -> &str {
        let layout = self.ledger.buckets.get(entry.bucket).map_or(0, |bucket| bucket.layout);
        self.file_names.get(self.ledger.file_of(layout)).map_or("", String::as_str)
    }

    /// The scales of an entry's questions.
    pub(super) fn scales_of(&self, entry: &Entry) -> &[Option<Scale>] {
        let layout = self.ledger.buckets.get(entry.bucket).map_or(0, |bucket| bucket.layout);
        self.ledger.layouts().get(usize::from(layout)).map_or(&[], |layout| layout.scales.as_slice())
    }

    /// Whether nothing but their content tells two answers apart.
    pub(super) fn is_tie(&self, one: &Entry, other: &Entry) -> bool {
        one.at == other.at
            && self.ledger.response_of(one) == self.ledger.response_of(other)
            && self.file_name(one) == self.file_name(other)
    }

    /// Of two choices that are otherwise the same age, the later by bytes.
    pub(super) fn later_choice(&self, one: Marked, other: Marked) -> Marked {
        let text = |marked: Marked| self.choices.get(usize::from(marked.which)).map_or("", String::as_str);
        if text(other) >= text(one) { other } else { one }
    }
}

fn score_columns(ledger: &Ledger) -> usize {
    let is_asked = |question: &usize| {
        ledger.layouts().iter().any(|layout| layout.scales.get(*question).is_some_and(Option::is_some))
    };
    (0..ledger.questions()).filter(is_asked).count()
}

fn asked(ledger: &Ledger, waves: &Waves) -> Vec<Vec<bool>> {
    let mut asked = vec![vec![false; ledger.questions()]; waves.list.len()];
    for (index, counted) in (0..).zip(ledger.buckets.iter()) {
        let scales = ledger.scales(counted.bucket.layout);
        if let Some(wave) = asked.get_mut(waves.of_bucket(index) as usize) {
            for (is_asked, scale) in wave.iter_mut().zip(scales) {
                *is_asked |= scale.is_some();
            }
        }
    }
    asked
}

fn has_mixed_scales(ledger: &Ledger) -> bool {
    (0..ledger.questions()).any(|question| {
        let mut scales =
            ledger.layouts().iter().filter_map(|layout| layout.scales.get(question).copied().flatten());
        scales.next().is_some_and(|first| scales.any(|scale| scale != first))
    })
}
