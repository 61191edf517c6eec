//! Decides which of several answers with one response id count.

use super::fold::FoldFile;
use crate::history::{Answer, Days, Ledger, UNANSWERED};
use crate::model::{Moment, Scale, Spot};

/// An answer that may stand there twice, kept until all are read.
#[derive(Debug, Clone)]
pub(super) struct Held {
    order: Order,
    customer: u32,
    response: Vec<u8>,
    scores: Vec<i32>,
    choice: u16,
    threat: u16,
    respondent: u32,
    bucket: u32,
    days: Days,
    spot: Spot,
    has_comment: bool,
}

/// What tells which of two answers with one id counts: the greater. Nothing in it depends on which row came first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    /// The response id, with the question where a response has a row for each.
    id: Vec<u8>,
    customer: u32,
    at: Option<Moment>,
    file: String,
    /// Worse answers are greater, no answer is least.
    badness: Vec<i32>,
    choice: String,
    respondent: String,
    threat: std::cmp::Reverse<u16>,
}

/// The texts of an answer that the ledger keeps as numbers.
pub(super) struct Texts<'a> {
    pub(super) choice: &'a str,
    pub(super) respondent: &'a str,
}

impl Held {
    /// Keeps an answer until all are read, by what tells it from others; `scales` has a scale a question.
    pub(super) fn of(
        answer: &Answer<'_>,
        (id, file): (&[u8], &FoldFile<'_>),
        texts: &Texts<'_>,
        scales: &[Option<Scale>],
    ) -> Self {
        let badness = |(score, scale): (&i32, &Option<Scale>)| match *score {
            UNANSWERED => i32::MIN,
            score if scale.is_some_and(Scale::is_mirrored) => score,
            score => -score,
        };
        let order = Order {
            id: id.to_vec(),
            customer: answer.customer,
            at: answer.at,
            file: file.name.file().to_owned(),
            badness: answer.scores.iter().zip(scales).map(badness).collect(),
            choice: texts.choice.to_owned(),
            respondent: texts.respondent.to_owned(),
            threat: std::cmp::Reverse(if answer.threat == 0 { u16::MAX } else { answer.threat }),
        };
        Self {
            order,
            customer: answer.customer,
            response: answer.response.to_vec(),
            scores: answer.scores.to_vec(),
            choice: answer.choice,
            threat: answer.threat,
            respondent: answer.respondent,
            bucket: answer.bucket,
            days: answer.days,
            spot: answer.spot,
            has_comment: answer.has_comment,
        }
    }

    /// Takes from an older answer what this one leaves blank: the latest non-blank cell counts.
    fn fill_blanks(&mut self, older: &Self) {
        for (score, older) in self.scores.iter_mut().zip(&older.scores) {
            if *score == UNANSWERED {
                *score = *older;
            }
        }
        if self.choice == 0 {
            self.choice = older.choice;
        }
        if !self.has_comment {
            self.threat = older.threat;
            self.has_comment = older.has_comment;
        }
    }

    /// Whether two answers differ in nothing but where they stand.
    fn says_the_same(&self, other: &Self) -> bool {
        let said =
            |held: &Self| (held.order.at, held.scores.clone(), held.choice, held.threat, held.respondent);
        said(self) == said(other)
    }

    fn answer(&self) -> Answer<'_> {
        Answer {
            customer: self.customer,
            respondent: self.respondent,
            bucket: self.bucket,
            days: self.days,
            at: self.order.at,
            response: &self.response,
            spot: self.spot,
            scores: &self.scores,
            choice: self.choice,
            threat: self.threat,
            has_comment: self.has_comment,
        }
    }

    /// Whether two answers with one id are one: of one file, or of two with dates and given at the same moment.
    fn is_same_answer(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.order, &other.order);
        self.customer == other.customer
            && (mine.file == theirs.file || mine.at.is_some() && mine.at == theirs.at)
    }
}

/// What became of answers whose response id stands there more than once.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Where those stand that count.
    pub(super) kept: Vec<Spot>,
    /// Where those stand that were dropped.
    pub(super) dropped: Vec<Spot>,
    /// Dropped rows that say something else than the row that counts, and that row.
    pub(super) differing: Vec<(Spot, Spot)>,
    /// Rows of one file and of different customers that share an id.
    pub(super) reused: Vec<(Spot, Spot)>,
}

/// Adds the answers that count to the ledger: of those with the same id, customer and moment one, and of those of one
/// file and customer the latest. All others are different answers.
pub(super) fn settle(mut held: Vec<Held>, ledger: &mut Ledger) -> Settled {
    held.sort_by(|one, other| one.order.cmp(&other.order));
    let mut settled = Settled::default();
    let mut of_id: Vec<Held> = Vec::new();
    for answer in held.into_iter().rev() {
        if of_id.first().is_some_and(|other| other.order.id != answer.order.id) {
            of_id.drain(..).for_each(|kept| ledger.add(&kept.answer()));
        }
        if let Some(other) = of_id.iter_mut().find(|other| other.is_same_answer(&answer)) {
            settled.dropped.push(answer.spot);
            if !other.says_the_same(&answer) {
                settled.differing.push((answer.spot, other.spot));
            }
            other.fill_blanks(&answer);
            continue;
        }
        if let Some(other) = of_id.iter().find(|other| other.order.file == answer.order.file) {
            settled.reused.push((answer.spot.max(other.spot), answer.spot.min(other.spot)));
        }
        settled.kept.push(answer.spot);
        of_id.push(answer);
    }
    of_id.drain(..).for_each(|kept| ledger.add(&kept.answer()));
    settled
}
