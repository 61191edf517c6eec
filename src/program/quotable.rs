//! Turns what a customer wrote into what a letter to that customer may quote, and what stays out of it and why.

use super::asked::is_of_called;
use super::dossier::Dossier;
use super::wording::{day, quote};
use crate::assessment::Verbatim;
use crate::signal::ThreatWords;

/// Words about leaving that are no threat to the signal, and still have no place in a letter that asks to stay.
const LEAVING: [&str; 14] = [
    "cancel",
    "cancelling",
    "competitor",
    "competitors",
    "elsewhere",
    "goodbye",
    "leave",
    "leaves",
    "leaving",
    "quit",
    "quitting",
    "switch",
    "switching",
    "terminate",
];

/// Words that are hard to quote back to whoever wrote them.
const ABUSE: [&str; 48] = [
    "amateur",
    "amateurs",
    "arse",
    "asshole",
    "assholes",
    "bastard",
    "bastards",
    "bloody",
    "bullshit",
    "cheat",
    "cheats",
    "clown",
    "clowns",
    "cowboy",
    "cowboys",
    "crap",
    "crook",
    "crooks",
    "damn",
    "dumb",
    "fool",
    "fools",
    "fraud",
    "frauds",
    "fuck",
    "fucking",
    "idiot",
    "idiotic",
    "idiots",
    "imbecile",
    "imbeciles",
    "incompetent",
    "joke",
    "jokers",
    "liar",
    "liars",
    "moron",
    "morons",
    "muppets",
    "pathetic",
    "robbery",
    "rubbish",
    "scum",
    "shit",
    "stupid",
    "thief",
    "thieves",
    "useless",
];

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
        let threats = ThreatWords::new(&dossier.config.signals.cancel_threat.words);
        let is_rude = dossier.page.assessment.chase.inputs.rude_reporters > 0;
        let mut quotable = Self::default();
        for words in dossier.words().into_iter().filter(|words| is_theirs(dossier, words)) {
            let Some(text) = words.text.as_deref() else { continue };
            let why = if threats.find(text.as_bytes()).is_some() || has_word(text, &LEAVING) {
                "it speaks of leaving"
            } else if is_rude || has_word(text, &ABUSE) {
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

/// Whether one of these stands in a text as a whole word.
fn has_word(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| words.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_whole_and_in_any_case() {
        assert!(has_word("CLOWNS, and dear ones", &ABUSE) && has_word("We may leave.", &LEAVING));
        assert!(
            !has_word("The cleaves of the scrapbook", &ABUSE) && !has_word("On sick-leaver day", &LEAVING)
        );
    }
}
