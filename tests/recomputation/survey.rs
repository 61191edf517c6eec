//! The signals of the survey, and silence.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Given, Score, comparable, respondent};
use crate::firm::{Firm, Scale, between, folded};
use crate::fraction::{Fraction, mean};
use crate::reading::{Figure, Reading, Value};
use crate::waves::Waves;

const NEGATIVE: [&str; 10] = [
    "would not recommend",
    "would not feel comfortable recommending",
    "not satisfied",
    "unsatisfied",
    "dissatisfied",
    "very dissatisfied",
    "unhappy",
    "very unhappy",
    "negative",
    "bad",
];
/// Those of the words in the default file that the made-up comments have.
const WORDS: [&str; 4] = ["cancel", "another provider", "competitor", "terminating"];

/// What the survey says of one customer.
pub(crate) struct Survey<'a> {
    pub(crate) last: Option<&'a Given<'a>>,
    pub(crate) current: bool,
    /// A score within `max-age-days`.
    pub(crate) scored: bool,
    /// The last wave to compare with, and the two scores that are compared.
    pub(crate) previous: Option<(&'a Given<'a>, Score, Score)>,
    pub(crate) missed: usize,
    pub(crate) readings: Vec<Reading>,
}

/// `below`, set or by default, on a scale.
fn limit(firm: &Firm, signal: &str, scale: Scale) -> Fraction {
    if let Some(&set) = firm.settings.below.get(signal).and_then(|limits| limits.get(&scale)) {
        return set;
    }
    let low = signal == "low-score";
    let share = if low { Fraction::new(7, 10) } else { Fraction::new(1, 2) };
    match (scale.bad, scale.good) {
        (0, 10) => Fraction::whole(if low { 7 } else { 5 }),
        (1, 5) => Fraction::whole(if low { 4 } else { 3 }),
        (5, 1) => Fraction::whole(if low { 2 } else { 3 }),
        (bad, good) => Fraction::whole(bad) + share * Fraction::whole(good - bad),
    }
}

pub(crate) fn survey<'a>(
    firm: &Firm,
    waves: &Waves<'_>,
    given: &'a [Given<'a>],
    noise: Fraction,
    customer: &str,
    everybody: &BTreeMap<String, Vec<Given<'_>>>,
) -> Survey<'a> {
    let last = given.iter().rfind(|given| !given.cells.is_empty()).or(given.last());
    let age = |given: &Given<'_>| between(given.newest(), firm.as_of);
    let current = given.iter().map(age).min().is_some_and(|age| age <= firm.settings.max_age_days);
    let scored = given
        .iter()
        .flat_map(|given| &given.answers)
        .filter(|answer| answer.row.scores.iter().any(Option::is_some))
        .any(|answer| between(answer.row.day, firm.as_of) <= firm.settings.max_age_days);
    let mut readings = Vec::new();
    if let (Some(last), true) = (last, current) {
        readings.extend(low(firm, last));
        readings.extend(dimensions(firm, last));
        readings.extend(drop(firm, given, last, noise));
        let counted: Vec<&Given<'_>> = given.iter().filter(|given| given.wave >= last.wave).collect();
        readings.extend(negative(firm, &counted));
        readings.extend(threat(firm, &counted));
    }
    let missed = missed(firm, waves, given, customer, everybody);
    // Whether anybody who is not heard of could have answered.
    let asked = match (&firm.invitations, &firm.accounts) {
        (Some(_), _) => waves.invited.contains_key(customer),
        (None, Some(accounts)) => accounts.iter().any(|one| folded(&one.customer) == customer),
        (None, None) => true,
    };
    let asked = asked && !everybody.is_empty();
    readings.extend(silence(firm, given, missed, asked));
    let earlier = |last: &Given<'_>| {
        let mut before = given.iter().rev().filter(|given| given.wave < last.wave);
        before.find_map(|then| comparable(firm, then, last).map(|(one, two)| (then, one, two)))
    };
    Survey { last, current, scored, previous: last.and_then(earlier), missed, readings }
}

fn low(firm: &Firm, last: &Given<'_>) -> Vec<Reading> {
    let Some(Score { score, scale, .. }) = last.score else { return Vec::new() };
    [("low-score", 2), ("critical-score", 4)]
        .into_iter()
        .filter(|(signal, _)| scale.worse(score, limit(firm, signal, scale)))
        .map(|(signal, halves)| {
            Reading::new(signal, halves).figures(score, limit(firm, signal, scale), "score").on(last.newest())
        })
        .collect()
}

fn dimensions(firm: &Firm, last: &Given<'_>) -> Vec<Reading> {
    if firm.questions.len() == 1 {
        return Vec::new();
    }
    let mut readings = Vec::new();
    for (&question, cells) in &last.cells {
        let name = firm.questions[question];
        if name == "overall" {
            continue;
        }
        let scale = cells[0].scale;
        let limit = limit(firm, "low-dimension", scale);
        let scores: Vec<Fraction> = cells.iter().map(|cell| cell.score).collect();
        let mean = mean(&scores).expect("an answer");
        let worst = *scores.iter().min_by_key(|&&score| scale.ten(score)).expect("an answer");
        let reading = if scale.worse(mean, limit) {
            Reading::new("low-dimension", 2).figures(mean, limit, "score")
        } else if scale.worse(worst, limit) {
            Reading::new("low-dimension", 0).figures(worst, limit, "score").note()
        } else {
            continue;
        };
        readings.push(Reading { dimension: Some(name.to_owned()), ..reading });
    }
    readings
}

fn drop(firm: &Firm, given: &[Given<'_>], last: &Given<'_>, noise: Fraction) -> Option<Reading> {
    let candidates = given.iter().rev().filter(|given| given.wave < last.wave);
    let reference: Vec<(Score, Score)> =
        candidates.filter_map(|then| comparable(firm, then, last)).take(firm.settings.drop_waves).collect();
    let falls: Vec<Fraction> = reference.iter().map(|(then, now)| then.ten() - now.ten()).collect();
    let fall = mean(&falls)?;
    let one = Fraction::whole(1);
    let quantile = Fraction::new(1645, 1000);
    // The square of what is noise, so that the comparison is exact.
    let square = quantile * quantile * noise * (one + one / Fraction::count(falls.len()));
    let least = firm.settings.drop_at_least;
    let noisy = firm.settings.noise && square > least * least;
    let fires = fall >= least && (!noisy || fall * fall >= square);
    let scale = last.score.as_ref()?.scale.range() / Fraction::whole(10);
    let reading = Reading::new("score-drop", 2);
    if !fires {
        return None;
    }
    let value = fall * scale;
    if !noisy {
        return Some(reading.figures(value, least * scale, "score").on(last.newest()));
    }
    let threshold = square.real().sqrt() * scale.real();
    let reading = Reading {
        value: Value::Figure(Figure::Exact(value)),
        threshold: Some(Figure::Real(threshold)),
        gap: Some(Figure::Real(value.real() - threshold)),
        unit: Some("score"),
        ..reading
    };
    Some(reading.on(last.newest()))
}

/// Per wave and respondent the latest text, of those that count.
fn texts(firm: &Firm, counted: &[&Given<'_>], text: impl Fn(&crate::firm::Row) -> &String) -> Vec<String> {
    let mut texts = Vec::new();
    for given in counted {
        let mut latest = BTreeMap::new();
        for answer in &given.answers {
            let row = answer.row;
            let said = text(row);
            if said.trim().is_empty() {
                continue;
            }
            let file = &firm.surveys[answer.file].name;
            let order = (row.day, &row.time, &row.response, file, said);
            let entry = latest.entry(respondent(answer)).or_insert(order);
            *entry = order.max(*entry);
        }
        texts.extend(latest.values().map(|order| order.4.clone()));
    }
    texts
}

fn negative(firm: &Firm, counted: &[&Given<'_>]) -> Option<Reading> {
    let set: Vec<String> = match &firm.settings.negative {
        Some(answers) => answers.iter().map(|answer| folded(answer)).collect(),
        None => NEGATIVE.iter().map(|answer| folded(answer)).collect(),
    };
    let said: Vec<String> = texts(firm, counted, |row| &row.choice)
        .iter()
        .map(|text| folded(text))
        .filter(|text| set.contains(text))
        .collect();
    (!said.is_empty()).then(|| Reading { value: Value::OneOf(said), ..Reading::new("negative-sentiment", 4) })
}

fn threat(firm: &Firm, counted: &[&Given<'_>]) -> Option<Reading> {
    let words = firm.settings.words.as_deref().unwrap_or(&WORDS);
    let said = texts(firm, counted, |row| &row.comment);
    let threat = said.iter().any(|comment| words.iter().any(|word| has(&comment.to_lowercase(), word)));
    threat.then(|| Reading { value: Value::Words, ..Reading::new("cancel-threat", 2) })
}

/// Whether whole words stand in a text.
fn has(text: &str, words: &str) -> bool {
    let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, found)| {
        !letter(text[..at].chars().next_back()) && !letter(text[at + found.len()..].chars().next())
    })
}

/// How many waves in a row a customer has missed up to now.
fn missed(
    firm: &Firm,
    waves: &Waves<'_>,
    given: &[Given<'_>],
    customer: &str,
    everybody: &BTreeMap<String, Vec<Given<'_>>>,
) -> usize {
    let counts = |wave: usize| {
        wave + 1 < waves.waves.len()
            || between(waves.waves[wave].first, firm.as_of) >= firm.settings.open_days
    };
    let accounts: Option<BTreeSet<String>> =
        firm.accounts.as_ref().map(|accounts| accounts.iter().map(|one| folded(&one.customer)).collect());
    let asked: BTreeSet<usize> = if firm.invitations.is_some() {
        waves.invited.get(customer).cloned().unwrap_or_default()
    } else {
        let those: BTreeSet<String> = accounts.clone().unwrap_or_else(|| everybody.keys().cloned().collect());
        if !those.contains(customer) {
            return 0;
        }
        let answered = |wave: usize| {
            let has = |name: &&String| {
                everybody.get(*name).is_some_and(|given| given.iter().any(|given| given.wave == wave))
            };
            those.iter().filter(has).count()
        };
        (0..waves.waves.len()).filter(|&wave| answered(wave) * 10 >= those.len() * 3).collect()
    };
    let after = given.last().map(|given| given.wave);
    asked.into_iter().filter(|&wave| counts(wave) && after.is_none_or(|after| wave > after)).count()
}

fn silence(firm: &Firm, given: &[Given<'_>], missed: usize, asked: bool) -> Option<Reading> {
    let missed_waves = i64::try_from(missed).expect("few");
    let least = i64::try_from(firm.settings.silence).expect("few");
    let Some(newest) = given.iter().map(Given::newest).max() else {
        return asked.then(|| Reading::new("silence", 0).note());
    };
    match missed_waves {
        0 => None,
        waves if waves >= least => Some(Reading::new("silence", 2).counted(waves, least, "waves").on(newest)),
        waves => Some(Reading::new("silence", 1).counted(waves, least, "waves").on(newest).note()),
    }
}
