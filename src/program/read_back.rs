//! Turns what a customer wrote into the part that can be read back to them: whole sentences without an insult and without
//! talk of leaving.

use super::wording::shortened;
use crate::signal::ThreatWords;

/// How many letters can be read back.
const LETTERS: usize = 320;

/// Words that nobody wants to hear again, whoever wrote them.
const INSULTS: &[&str] = &[
    "arse",
    "arsehole",
    "asshole",
    "bastard",
    "bastards",
    "bloody",
    "bullshit",
    "cheat",
    "cheats",
    "clown",
    "clowns",
    "cowboys",
    "crap",
    "cretins",
    "crook",
    "crooks",
    "damn",
    "dimwits",
    "fool",
    "fools",
    "fraudsters",
    "fuck",
    "fucking",
    "idiot",
    "idiotic",
    "idiots",
    "imbeciles",
    "liar",
    "liars",
    "moron",
    "morons",
    "muppets",
    "robbers",
    "scum",
    "shit",
    "shitty",
    "stupid",
    "thieves",
];

/// What is not read back: insults and talk of leaving.
#[derive(Debug)]
pub(super) struct Harsh {
    insults: ThreatWords,
    leaving: ThreatWords,
}

impl Harsh {
    /// Insults, and the words of a firm for leaving.
    pub(super) fn new(leaving: &[String]) -> Self {
        let insults: Vec<String> = INSULTS.iter().map(|word| (*word).to_owned()).collect();
        Self { insults: ThreatWords::new(&insults), leaving: ThreatWords::new(leaving) }
    }

    /// Whether a text holds such words.
    pub(super) fn is_in(&self, text: &str) -> bool {
        [&self.insults, &self.leaving].into_iter().any(|words| words.find(text.as_bytes()).is_some())
    }

    /// The sentences of a text that can be read back, with dots where one is left out; `None` where none can.
    pub(super) fn taken_out_of(&self, text: &str) -> Option<String> {
        let mut said = String::new();
        let mut is_gap = false;
        for sentence in sentences(text) {
            let is_long = !said.is_empty() && said.chars().count() + sentence.chars().count() >= LETTERS;
            if is_long || self.is_in(&sentence) {
                is_gap = true;
                continue;
            }
            if is_gap {
                said.push_str(if said.is_empty() { "... " } else { " ... " });
            } else if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(&shortened(&sentence, LETTERS));
            is_gap = false;
        }
        (!said.is_empty()).then_some(said)
    }
}

/// The sentences of a text, each on one line: a stop and a space end one.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in text.split_whitespace() {
        match sentences.last_mut().filter(|_| is_open) {
            Some(sentence) => {
                sentence.push(' ');
                sentence.push_str(word);
            }
            None => sentences.push(word.to_owned()),
        }
        is_open = !word.ends_with(['.', '!', '?', '\u{2026}']);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_sentences_without_insults_and_talk_of_leaving_are_read_back() {
        let harsh = Harsh::new(&["end the contract".to_owned()]);
        for (text, expected) in [
            ("You are late. Ring us!", Some("You are late. Ring us!")),
            ("Clowns, and dear ones. The\n call was late.", Some("... The call was late.")),
            ("It failed. We end  the contract. It was late", Some("It failed. ... It was late")),
            ("idiots", None),
            ("", None),
        ] {
            assert_eq!(harsh.taken_out_of(text).as_deref(), expected, "{text}");
        }
        let first = "a ".repeat(100).trim().to_owned() + ".";
        let long = format!("{first} {first} Late.");
        assert_eq!(harsh.taken_out_of(&long), Some(format!("{first} ... Late.")), "no sentence is cut");
    }
}
