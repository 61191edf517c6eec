//! What counts of a customer's answers in a wave, and the scores that come of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::{Day, Firm, Scale, folded};
use crate::fraction::{Fraction, mean};
use crate::waves::{Answer, Waves};

pub(crate) const TEN: Scale = Scale { bad: 0, good: 10 };

/// One answer to one question that counts.
#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) respondent: String,
    pub(crate) score: Fraction,
    pub(crate) scale: Scale,
    /// Day and time, response, file: which of two is the later.
    order: (Day, String, String, String),
}

/// What a wave's score is made of.
#[derive(Clone, PartialEq)]
pub(crate) enum Kind {
    Overall,
    Means,
}

/// The score of a customer in a wave.
#[derive(Clone)]
pub(crate) struct Score {
    pub(crate) kind: Kind,
    pub(crate) scale: Scale,
    pub(crate) score: Fraction,
    pub(crate) respondents: usize,
    /// The dimensions that it is the mean of.
    pub(crate) over: BTreeSet<usize>,
}

impl Score {
    pub(crate) fn ten(&self) -> Fraction {
        self.scale.ten(self.score)
    }
}

/// What a customer answered in one wave.
pub(crate) struct Given<'a> {
    pub(crate) wave: usize,
    pub(crate) answers: Vec<Answer<'a>>,
    /// By question, in file order.
    pub(crate) cells: BTreeMap<usize, Vec<Cell>>,
    pub(crate) score: Option<Score>,
    /// Dimensions answered, and those that anybody was asked in this wave.
    pub(crate) dimensions: (usize, usize),
}

impl Given<'_> {
    pub(crate) fn newest(&self) -> Day {
        self.answers.iter().map(|answer| answer.row.day).max().expect("an answer")
    }
}

/// The number of the overall question, where there is one.
fn overall(firm: &Firm) -> Option<usize> {
    firm.questions.iter().position(|&name| name == "overall")
}

/// Everything that each customer answered, by wave.
pub(crate) fn given<'a>(firm: &Firm, waves: &Waves<'a>) -> BTreeMap<String, Vec<Given<'a>>> {
    let mut all: BTreeMap<(String, usize), Vec<Answer<'a>>> = BTreeMap::new();
    for answer in &waves.answers {
        all.entry((folded(&answer.row.customer), answer.wave)).or_default().push(*answer);
    }
    let mut of_each: BTreeMap<String, Vec<Given<'a>>> = BTreeMap::new();
    for ((customer, wave), answers) in all {
        let cells = cells(firm, &answers);
        let asked: BTreeSet<usize> = waves
            .answers
            .iter()
            .filter(|answer| answer.wave == wave)
            .flat_map(|answer| firm.surveys[answer.file].columns.iter().map(|column| column.0))
            .filter(|&question| Some(question) != overall(firm))
            .collect();
        let answered = cells.keys().filter(|&&question| Some(question) != overall(firm)).count();
        let score = score(firm, &cells, asked.len());
        let dimensions = (answered, asked.len());
        of_each.entry(customer).or_default().push(Given { wave, answers, cells, score, dimensions });
    }
    of_each
}

/// Whoever has no name is somebody else each time.
pub(crate) fn respondent(answer: &Answer<'_>) -> String {
    let name = folded(&answer.row.contact);
    if name.is_empty() { format!(" {:p}", answer.row) } else { name }
}

/// Per respondent and question the latest cell; of two scales that of the newest answer.
fn cells(firm: &Firm, answers: &[Answer<'_>]) -> BTreeMap<usize, Vec<Cell>> {
    let mut latest: BTreeMap<(usize, String), Cell> = BTreeMap::new();
    for answer in answers {
        let survey = &firm.surveys[answer.file];
        for (&(question, scale), score) in survey.columns.iter().zip(&answer.row.scores) {
            let Some(score) = *score else { continue };
            let row = answer.row;
            let order = (row.day, row.time.clone(), row.response.clone(), survey.name.clone());
            let cell = Cell { respondent: respondent(answer), score, scale, order };
            let place = (question, cell.respondent.clone());
            if latest.get(&place).is_none_or(|other| later(&cell, other)) {
                latest.insert(place, cell);
            }
        }
    }
    let mut by_question: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    for ((question, _), cell) in latest {
        by_question.entry(question).or_default().push(cell);
    }
    for cells in by_question.values_mut() {
        // Of two scales in one moment the greater: the description leaves that open.
        let newest = cells.iter().map(|cell| (cell.order.0, cell.order.1.clone(), cell.scale)).max();
        cells.retain(|cell| newest.as_ref().is_some_and(|newest| cell.scale == newest.2));
    }
    by_question
}

fn later(one: &Cell, other: &Cell) -> bool {
    let ten = |cell: &Cell| cell.scale.ten(cell.score);
    one.order > other.order || (one.order == other.order && ten(one) < ten(other))
}

fn score(firm: &Firm, cells: &BTreeMap<usize, Vec<Cell>>, asked: usize) -> Option<Score> {
    if let Some(cells) = overall(firm).and_then(|overall| cells.get(&overall)) {
        let scores: Vec<Fraction> = cells.iter().map(|cell| cell.score).collect();
        let respondents = cells.len();
        return Some(Score {
            kind: Kind::Overall,
            scale: cells[0].scale,
            score: mean(&scores)?,
            respondents,
            over: BTreeSet::new(),
        });
    }
    let dimensions: BTreeSet<usize> = cells.keys().copied().collect();
    if dimensions.is_empty() || 2 * dimensions.len() < asked {
        return None;
    }
    means(cells, &dimensions)
}

/// The mean over respondents of each one's mean over these dimensions; on 0-10 where the dimensions have several scales.
fn means(cells: &BTreeMap<usize, Vec<Cell>>, dimensions: &BTreeSet<usize>) -> Option<Score> {
    let counted: Vec<&Cell> = cells
        .iter()
        .filter(|(question, _)| dimensions.contains(question))
        .flat_map(|(_, cells)| cells)
        .collect();
    let scales: BTreeSet<Scale> = counted.iter().map(|cell| cell.scale).collect();
    let scale = if scales.len() == 1 { *scales.first()? } else { TEN };
    let mut of_each: BTreeMap<String, Vec<Fraction>> = BTreeMap::new();
    for cell in counted {
        let score = if scales.len() == 1 { cell.score } else { cell.scale.ten(cell.score) };
        of_each.entry(cell.respondent.clone()).or_default().push(score);
    }
    let respondents = of_each.len();
    let means: Vec<Fraction> = of_each.values().filter_map(|scores| mean(scores)).collect();
    Some(Score { kind: Kind::Means, scale, score: mean(&means)?, respondents, over: dimensions.clone() })
}

/// The scores of two waves where they can be compared: the same scale and kind, means over the dimensions in common.
pub(crate) fn comparable(firm: &Firm, one: &Given<'_>, other: &Given<'_>) -> Option<(Score, Score)> {
    let (first, second) = (one.score.as_ref()?, other.score.as_ref()?);
    if first.scale != second.scale || first.kind != second.kind {
        return None;
    }
    if first.kind == Kind::Overall {
        return Some((first.clone(), second.clone()));
    }
    let scales = |given: &Given<'_>| -> BTreeSet<(usize, Scale)> {
        given.cells.iter().map(|(&question, cells)| (question, cells[0].scale)).collect()
    };
    let common: BTreeSet<usize> = scales(one)
        .intersection(&scales(other))
        .map(|&(question, _)| question)
        .filter(|&question| Some(question) != overall(firm))
        .collect();
    Some((means(&one.cells, &common)?, means(&other.cells, &common)?))
}

/// By how much scores differ from wave to wave anyway: the square of it, as it is compared exactly; and the number of pairs.
pub(crate) fn noise(firm: &Firm, given: &BTreeMap<String, Vec<Given<'_>>>) -> (Fraction, usize) {
    let mut squares = Fraction::whole(0);
    let mut pairs = 0;
    for waves in given.values() {
        // A wave without a score stands between no two others.
        let scored: Vec<&Given<'_>> = waves.iter().filter(|given| given.score.is_some()).collect();
        for two in scored.windows(2) {
            if let Some((then, now)) = comparable(firm, two[0], two[1]) {
                let change = now.ten() - then.ten();
                squares = squares + change * change;
                pairs += 1;
            }
        }
    }
    if pairs >= 10 {
        return (squares / Fraction::count(2 * pairs), pairs);
    }
    let usual = if firm.questions.len() == 1 { Fraction::new(13, 10) } else { Fraction::whole(1) };
    (usual * usual, pairs)
}
