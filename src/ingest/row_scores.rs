//! Turns the score cells of a row into numbers, one a question.

use super::cell_faults::{CellFault, Wrong};
use super::cells::Cells;
use super::fold::FoldFile;
use super::mapping::{Mapping, ScoreColumn};
use super::row_cells::is_missing;
use super::score_cell::{self, ScoreCell};
use crate::history::UNANSWERED;
use crate::model::RawScore;

/// The scores of the row that was read last.
#[derive(Debug, Default)]
pub(super) struct RowScores {
    /// A score a question, in ten-thousandths; [`UNANSWERED`] where there is none.
    pub(super) values: Vec<i32>,
    /// For each score column of the file which whole numbers from 0 to 10 are answers on its scale, a bit each; no bit
    /// where its cells need a closer look.
    plain: Vec<u16>,
}

/// A bit that no column has.
const NO_ANSWER: i32 = 15;

impl RowScores {
    /// No score yet of so many questions.
    pub(super) fn new(questions: usize) -> Self {
        Self { values: vec![UNANSWERED; questions], plain: Vec::new() }
    }

    /// Begins with the rows of a file.
    pub(super) fn begin(&mut self, mapping: &Mapping) {
        self.plain = mapping.scores.iter().map(|column| plain_answers(mapping, column)).collect();
    }

    /// Reads the scores of a row; says whether there is any, and counts those with their meaning beside them.
    ///
    /// # Errors
    /// When a cell is no answer: its column and why.
    pub(super) fn read(
        &mut self,
        file: &FoldFile<'_>,
        record: &Cells,
        variant: u16,
        explained: &mut u64,
    ) -> Result<bool, Wrong> {
        self.values.fill(UNANSWERED);
        let mut scored = false;
        for ((column, question), plain) in file.mapping.scores.iter().zip(file.questions).zip(&self.plain) {
            let cell = record.get(column.column).unwrap_or_default();
            // What nearly every cell is.
            let whole = match cell {
                [] => continue,
                [digit @ b'0'..=b'9'] => i32::from(digit - b'0'),
                b"10" => 10,
                _ => NO_ANSWER,
            };
            let score = if plain >> whole & 1 == 1 {
                RawScore::of(whole)
            } else {
                let Some(score) = look_closely(file.mapping, column, (cell, variant), explained)? else {
                    continue;
                };
                score
            };
            if let Some(place) = self.values.get_mut(*question) {
                *place = score.0;
                scored = true;
            }
        }
        Ok(scored)
    }
}

/// Reads any cell of a score column; `None` where it is not answered.
fn look_closely(
    mapping: &Mapping,
    column: &ScoreColumn,
    (cell, variant): (&[u8], u16),
    explained: &mut u64,
) -> Result<Option<RawScore>, Wrong> {
    let wrong = |fault| (Some(column.column), fault);
    let Some(scale) = column.scale_of(variant) else {
        return Err((mapping.scale_by.as_ref().map(|by| by.column), CellFault::NoScale));
    };
    let score = match score_cell::read(cell, Some(scale)) {
        _ if is_missing(column, cell) => return Ok(None),
        _ if mapping.other_mark.is_some_and(|mark| cell.contains(&mark)) => {
            return Err(wrong(CellFault::OtherMark));
        }
        ScoreCell::NotAnswered => return Ok(None),
        ScoreCell::Plain(score) => score,
        ScoreCell::Explained(score) => {
            *explained += 1;
            score
        }
        ScoreCell::OtherDigits => return Err(wrong(CellFault::OtherDigits)),
        ScoreCell::Damaged => return Err(wrong(CellFault::Damaged)),
        ScoreCell::NoNumber => return Err(wrong(CellFault::NoNumber)),
    };
    if scale.contains(score) { Ok(Some(score)) } else { Err(wrong(CellFault::OutOfScale(score, scale))) }
}

/// Which whole numbers from 0 to 10 are answers on the scale of a column, a bit each; none where its cells need a
/// closer look.
fn plain_answers(mapping: &Mapping, column: &ScoreColumn) -> u16 {
    if mapping.scale_by.is_some() || mapping.other_mark.is_some() || !column.missing.is_empty() {
        return 0;
    }
    let is_answer =
        |whole: &i32| column.scale_of(0).is_some_and(|scale| scale.contains(RawScore::of(*whole)));
    (0..=10).filter(is_answer).fold(0, |all, whole| all | 1 << whole)
}
