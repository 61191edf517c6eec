//! Keeps what a customer wrote, where it is asked for.

use super::cells::Cells;
use super::mapping::Mapping;
use super::row_cells::cell;
use crate::history::Answer;
use crate::model::{Moment, Spot};

/// A customer's own words, kept where they are asked for.
#[derive(Debug, Clone)]
pub struct Words {
    /// The customer's index.
    pub customer: u32,
    /// The index of the bucket.
    pub bucket: u32,
    /// When.
    pub at: Option<Moment>,
    /// The index of the respondent plus one; 0 for an unnamed one.
    pub respondent: u32,
    /// Who wrote it.
    pub contact: Option<String>,
    /// The e-mail address on the answer.
    pub email: Option<String>,
    /// The choice answered beside it.
    pub sentiment: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Where it stands.
    pub spot: Spot,
    /// Whether another row has the same response id.
    pub(super) may_repeat: bool,
}

/// Keeps what a customer wrote.
pub(super) fn words(
    mapping: &Mapping,
    record: &Cells,
    answer: &Answer<'_>,
    may_repeat: bool,
) -> Result<Words, std::str::Utf8Error> {
    let text = |column: Option<usize>| -> Result<Option<String>, std::str::Utf8Error> {
        let text = std::str::from_utf8(cell(record, column))?.trim();
        Ok((!text.is_empty()).then(|| text.to_owned()))
    };
    let mut comments = Vec::new();
    for column in &mapping.comments {
        comments.extend(text(Some(*column))?);
    }
    Ok(Words {
        customer: answer.customer,
        bucket: answer.bucket,
        at: answer.at,
        respondent: answer.respondent,
        // The number of a response tells people apart, and is nobody's name.
        contact: text(mapping.respondent.filter(|_| mapping.respondent != mapping.response))?,
        email: text(mapping.email)?,
        sentiment: text(mapping.sentiment)?,
        text: (!comments.is_empty()).then(|| comments.join("\n")),
        spot: answer.spot,
        may_repeat,
    })
}
