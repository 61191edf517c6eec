//! Turns the answers of the last wave into what to ask the person who is called: about the own scores, where that person
//! did not answer about those of colleagues, never about a mean that nobody gave.

use super::dossier::Dossier;
use super::evidence::target;
use super::wording::{self, capital};
use crate::assessment::{Given, Respondent};
use crate::ingest::key;
use crate::model::Scale;

/// So many scores can be said in one breath.
const SPOKEN_SCORES: usize = 4;

/// A rating below what the firm looks for, as it can be said to the person who is called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// The kebab-case name of the dimension; empty for the overall score.
    pub(super) id: String,
    /// What is rated, as the survey has it; empty for the overall score.
    pub(super) dimension: String,
    /// Whose score it is.
    pub(super) by: By,
    /// The score, or the scores, as they are said.
    pub(super) score: String,
    /// The worst of them from 0 to 10.
    worst: f64,
}

/// Who gave a score, seen from the person who is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// That person, as far as anybody knows.
    You,
    /// One colleague.
    Colleague,
    /// Several colleagues.
    Colleagues,
    /// Several people, the person who is called perhaps among them.
    People,
}

impl By {
    /// As it starts a sentence.
    pub(super) fn words(self) -> String {
        capital(self.within())
    }

    /// As it stands within a sentence.
    pub(super) fn within(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Colleague => "your colleague",
            Self::Colleagues => "your colleagues",
            Self::People => "people at your firm",
        }
    }
}

impl Asked {
    /// What was given, for what: `6 out of 10 for accuracy`.
    pub(super) fn what(&self) -> String {
        if self.dimension.is_empty() {
            format!("{} overall", self.score)
        } else {
            format!("{} for {}", self.score, self.dimension)
        }
    }
}

/// Whether an answer is that of the person who is called; `None` where that cannot be told.
pub(super) fn is_of_called(dossier: &Dossier<'_>, name: Option<&str>, email: Option<&str>) -> Option<bool> {
    let called: Vec<String> =
        [dossier.contact(), dossier.person.email].into_iter().flatten().map(key).collect();
    let answered: Vec<String> = [name, email].into_iter().flatten().map(key).collect();
    let can_tell = dossier.contact().is_some() && !answered.is_empty();
    can_tell.then(|| answered.iter().any(|one| called.contains(one)))
}

/// Whether the person who is called answered: then only that person's own scores are spoken of.
fn has_answered(dossier: &Dossier<'_>) -> bool {
    dossier.page.respondents.iter().any(|respondent| is_called(dossier, respondent) == Some(true))
}

/// Whether the person who is called is thanked for an answer: not where others answered, and that person did not.
pub(super) fn is_thanked(dossier: &Dossier<'_>) -> bool {
    let respondents = &dossier.page.respondents;
    let is_of_others = |one: &Respondent| is_called(dossier, one) == Some(false);
    let only_others = !respondents.is_empty() && respondents.iter().all(is_of_others);
    dossier.is_current() && !dossier.is_quiet() && !only_others
}

fn is_called(dossier: &Dossier<'_>, respondent: &Respondent) -> Option<bool> {
    is_of_called(dossier, respondent.name.as_deref(), respondent.email.as_deref())
}

/// What colleagues of the person who is called gave, a line each, where that person answered as well: for the one who
/// calls, and nobody else.
pub(super) fn of_colleagues(dossier: &Dossier<'_>) -> Vec<String> {
    let respondents =
        dossier.page.respondents.iter().filter(|_| dossier.is_current() && has_answered(dossier));
    let mut lines: Vec<String> = respondents
        .filter(|respondent| is_called(dossier, respondent) != Some(true))
        .filter_map(|respondent| {
            let overall = respondent.overall.map(|given| ("overall", given));
            let dimensions = dossier.page.dimensions.iter().zip(&respondent.dimensions);
            let dimensions = dimensions.filter_map(|(known, given)| Some((known.name.as_str(), (*given)?)));
            let given: Vec<String> = overall
                .into_iter()
                .chain(dimensions)
                .map(|(name, given)| format!("{name} {}", spoken(&[given], given.scale)))
                .collect();
            let who = respondent.name.clone().unwrap_or_else(|| "Somebody else there".to_owned());
            (!given.is_empty()).then(|| format!("{who}: {}", given.join(", ")))
        })
        .collect();
    // Unnamed ones stand in no order but that of what they gave.
    lines.sort();
    lines
}

/// The dimensions that were rated below their target, in file order.
pub(super) fn dimensions(dossier: &Dossier<'_>) -> Vec<Asked> {
    let known = dossier.page.dimensions.iter().enumerate().filter(|_| dossier.is_current());
    known
        .filter_map(|(at, dimension)| {
            let given = |respondent: &Respondent| respondent.dimensions.get(at).copied().flatten();
            let asked = asked(dossier, Some(&dimension.id), given)?;
            Some(Asked { id: dimension.id.clone(), dimension: dimension.name.clone(), ..asked })
        })
        .collect()
}

/// The overall score, where it was asked for and is below its target.
pub(super) fn overall(dossier: &Dossier<'_>) -> Option<Asked> {
    if dossier.is_current() { asked(dossier, None, |respondent| respondent.overall) } else { None }
}

/// The dimensions that were rated below their target, the worst first.
pub(super) fn worst_dimensions(dossier: &Dossier<'_>) -> Vec<Asked> {
    let mut worst = dimensions(dossier);
    worst.sort_by(|one, other| one.worst.total_cmp(&other.worst));
    worst
}

/// The worst first, overall last.
pub(super) fn worst_first(dossier: &Dossier<'_>) -> Vec<Asked> {
    worst_dimensions(dossier).into_iter().chain(overall(dossier)).collect()
}

fn asked(
    dossier: &Dossier<'_>,
    dimension: Option<&str>,
    given: impl Fn(&Respondent) -> Option<Given>,
) -> Option<Asked> {
    let (mut own, mut colleagues, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for respondent in &dossier.page.respondents {
        let Some(answer) = given(respondent) else { continue };
        match is_called(dossier, respondent) {
            Some(true) => own.push(answer),
            Some(false) => colleagues.push(answer),
            None => unknown.push(answer),
        }
    }
    if has_answered(dossier) {
        (colleagues, unknown) = (Vec::new(), Vec::new());
    }
    let scale = own.iter().chain(&colleagues).chain(&unknown).next()?.scale;
    let target = target(dossier.config, dimension, scale);
    let is_low = |answers: &[Given]| mean(answers).is_some_and(|mean| scale.is_worse(mean, target));
    let by = match (count(&own), count(&colleagues), count(&unknown)) {
        (1.., _, _) | (_, 0, 1) => By::You,
        (_, 1, 0) => By::Colleague,
        (_, 2.., 0) => By::Colleagues,
        _ => By::People,
    };
    let all = [own, colleagues, unknown].concat();
    is_low(&all).then(|| said(by, &all, scale))
}

fn said(by: By, answers: &[Given], scale: Scale) -> Asked {
    let worst = answers.iter().map(|given| scale.s10(given.worst)).min_by(f64::total_cmp);
    Asked {
        id: String::new(),
        dimension: String::new(),
        by,
        score: spoken(answers, scale),
        worst: worst.unwrap_or_default(),
    }
}

fn count(answers: &[Given]) -> u32 {
    answers.iter().map(|given| given.count).sum()
}

fn mean(answers: &[Given]) -> Option<f64> {
    let count = count(answers);
    (count > 0).then(|| answers.iter().map(|given| given.sum).sum::<f64>() / f64::from(count))
}

/// Each answer on its own, the worst first; `None` where they are not known one by one, or are too many.
pub(super) fn each(answers: &[Given]) -> Option<Vec<f64>> {
    let mut each = Vec::new();
    for given in answers {
        match given.count {
            1 => each.push(given.sum),
            // Of two unnamed answers the other one is what is left.
            2 => each.extend([given.worst, given.sum - given.worst]),
            _ => return None,
        }
    }
    let scale = answers.first()?.scale;
    each.sort_by(|one, other| scale.s10(*one).total_cmp(&scale.s10(*other)));
    (each.len() <= SPOKEN_SCORES).then_some(each)
}

fn spoken(answers: &[Given], scale: Scale) -> String {
    let worst = answers
        .iter()
        .map(|given| given.worst)
        .min_by(|one, other| scale.s10(*one).total_cmp(&scale.s10(*other)));
    match each(answers) {
        Some(each) => wording::scores(&each, scale),
        None => format!(
            "{} on average and {} at worst",
            wording::score(mean(answers).unwrap_or_default(), scale),
            wording::score(worst.unwrap_or_default(), scale)
        ),
    }
}
