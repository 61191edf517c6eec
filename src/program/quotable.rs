//! Turns what a customer wrote into what a letter to that customer may quote, and what stays out of it and why.

use super::asked::is_of_called;
use super::dossier::Dossier;
use super::wording::{day, quote};
use crate::assessment::Verbatim;

/// What the customer wrote, as a letter to the one it addresses has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Quotable {
    /// What may be quoted: the day, and the words.
    pub(super) quoted: Vec<(String, String)>,
    /// The words of that person that the letter leaves a blank for, each with the reason.
    pub(super) withheld: Vec<String>,
}

impl Quotable {
    /// Quotes only what has a date, is of the one addressed, and speaks neither of leaving nor abusively; nothing at all
    /// of somebody who was rude to our people.
    pub(super) fn of(dossier: &Dossier<'_>) -> Self {
        let is_rude = dossier.page.assessment.chase.inputs.rude_reporters > 0;
        let mut quotable = Self::default();
        for words in dossier.words().into_iter().filter(|words| is_theirs(dossier, words)) {
            let Some(text) = words.text.as_deref() else { continue };
            let why = if dossier.harsh.may_speak_of_leaving(text) {
                "it speaks of leaving"
            } else if is_rude || dossier.harsh.is_insult(text) {
                "it is rude, or whoever wrote it was"
            } else if let Some(date) = words.date {
                quotable.quoted.push((day(date), quote(text)));
                continue;
            } else {
                "it has no date"
            };
            quotable.withheld.push(format!("\"{}\": {why}", quote(text)));
        }
        quotable
    }
}

/// Whether somebody addressed wrote it: a colleague's words are not ours to show. Words without a name are the
/// customer's.
fn is_theirs(dossier: &Dossier<'_>, words: &Verbatim) -> bool {
    let is_unnamed = words.contact.is_none() && words.email.is_none();
    is_unnamed || is_of_called(dossier, words.contact.as_deref(), words.email.as_deref()) == Some(true)
}
