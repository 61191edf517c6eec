//! Finds the columns that hold the options of one question each, and makes one answer of them.

use super::columns::Columns;
use super::profile::{Column, Profile};
use super::recognition::{BY_WORDS, CellPlan, Recognised, labels, scale_of};
use super::score_cell::{self, ScoreCell};
use super::shaping::Making;
use super::word_scales::{self, WordScale};
use crate::model::RawScore;

/// How a scale is known that the options of its question tell.
const BY_OPTIONS: &str = "the options of the question";

/// What stands between a question and its option in a header of two rows.
const JOIN: &str = " - ";

/// The option in a header, if it is one of this question.
fn option_of<'n>(name: &'n str, question: &str) -> Option<&'n str> {
    name.strip_prefix(question)?.strip_prefix(JOIN).filter(|option| !option.is_empty())
}

/// A question and the columns of its options from one on: each holds nothing but the option that it is headed by. Both
/// may hold what stands between them, so the most columns decide where the question ends.
pub(super) fn options_from<'n>(
    first: usize,
    columns: &'n Columns<'_>,
    profile: &Profile,
) -> (&'n str, Vec<usize>) {
    let name = columns.name(first);
    let is_chosen = |index: &usize| profile.columns.get(*index).is_some_and(|column| column.filled > 0);
    let questions = name.match_indices(JOIN).filter_map(|(at, _)| name.get(..at));
    let groups = questions.filter(|question| !question.is_empty()).map(|question| {
        let is_option = |index: &usize| {
            let option = option_of(columns.name(*index), question);
            let column = profile.columns.get(*index);
            option.zip(column).is_some_and(|(option, column)| holds_only(column, option))
        };
        (question, (first..columns.names.len()).take_while(is_option).collect::<Vec<_>>())
    });
    groups
        .filter(|(_, group)| group.iter().any(is_chosen))
        .max_by_key(|(_, group)| group.len())
        .unwrap_or_default()
}

fn holds_only(column: &Column, option: &str) -> bool {
    if column.filled == 0 {
        return true;
    }
    match score_cell::read(option.as_bytes(), None) {
        ScoreCell::Plain(number) | ScoreCell::Explained(number) => {
            column.numbers == column.filled && column.least == Some(number) && column.most == Some(number)
        }
        _ => column.words().is_some_and(
            |words| matches!(words.as_slice(), [word] if super::header_row::clean_name(word) == option),
        ),
    }
}

/// Folds options into one answer where they are the points of a scale; a choice of several things is left alone.
pub(super) fn fold_options(
    (question, group): (&str, &[usize]),
    columns: &Columns<'_>,
    recognised: &mut Recognised,
) {
    let options: Vec<&str> =
        group.iter().filter_map(|index| option_of(columns.name(*index), question)).collect();
    let numbers: Vec<RawScore> = options
        .iter()
        .filter_map(|option| match score_cell::read(option.as_bytes(), None) {
            ScoreCell::Plain(number) | ScoreCell::Explained(number) => Some(number),
            _ => None,
        })
        .collect();
    let options = options.into_iter();
    let (labels, missing, scale) = if numbers.len() == group.len() {
        let (Some(least), Some(most)) = (numbers.iter().min(), numbers.iter().max()) else { return };
        let Ok(scale) = format!("{}-{}", least.points(), most.points()).parse() else { return };
        (Vec::new(), Vec::new(), (scale, BY_OPTIONS))
    } else {
        let WordScale::Known(vocabulary) = word_scales::recognise(options.clone()) else { return };
        let Some(scale) = scale_of(vocabulary) else { return };
        let (labels, missing) = labels(vocabulary, options);
        recognised.take_words(question, vocabulary, &labels);
        (labels, missing, (scale, BY_WORDS))
    };
    recognised.cells.push(CellPlan {
        header: question.to_owned(),
        making: Making::OneOf(group.to_vec()),
        labels,
        missing,
        scale: Some(scale),
        role: None,
    });
}
