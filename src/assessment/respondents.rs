//! Turns the last wave of a customer into what each respondent gave, by name.

use crate::history::{Given, WaveAnswers};
use crate::ingest::Book;

/// What one respondent answered in the last wave, or several unnamed ones who answered the same questions.
#[derive(Debug, Clone)]
pub struct Respondent {
    /// The name, as it stands on the newest answer; `None` for unnamed ones.
    pub name: Option<String>,
    /// The e-mail address that stands beside it.
    pub email: Option<String>,
    /// The answer to the overall question.
    pub overall: Option<Given>,
    /// An answer a dimension, in the order of [`super::Explanation::dimensions`].
    pub dimensions: Vec<Option<Given>>,
}

/// The respondents of a wave. Names are known of customers whose words were kept.
pub(super) fn respondents(book: &Book, customer: usize, wave: &WaveAnswers) -> Vec<Respondent> {
    let words = || book.words.iter().filter(|words| words.customer as usize == customer);
    let voices = wave.voices().iter().enumerate();
    voices
        .map(|(voice, known)| {
            let own = words().filter(|words| known.respondent != 0 && words.respondent == known.respondent);
            let newest = own.max_by_key(|words| (words.at, &words.contact, &words.email));
            let given = |question: usize| wave.given(voice, question);
            Respondent {
                name: newest.and_then(|words| words.contact.clone()),
                email: newest.and_then(|words| words.email.clone()),
                overall: given(0),
                dimensions: (1..=book.dimensions.len()).map(given).collect(),
            }
        })
        .collect()
}
