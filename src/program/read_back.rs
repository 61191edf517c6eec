//! Turns what a customer wrote into the part that can be read back to them: whole sentences without an insult and without
//! talk of leaving.

use super::wording::shortened;
use crate::signal::ThreatWords;

/// How many letters can be read back.
const LETTERS: usize = 320;

/// Words that nobody wants to hear again or have in a letter, whoever wrote them.
const INSULTS: [&str; 54] = [
    "amateur",
    "amateurs",
    "arse",
    "arsehole",
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
    "cretins",
    "crook",
    "crooks",
    "damn",
    "dimwits",
    "dumb",
    "fool",
    "fools",
    "fraud",
    "frauds",
    "fraudsters",
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
    "robbers",
    "robbery",
    "rubbish",
    "scum",
    "shit",
    "shitty",
    "stupid",
    "thief",
    "thieves",
    "useless",
];

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

/// What is not read back, nor quoted in a letter: insults and talk of leaving.
#[derive(Debug)]
pub(super) struct Harsh {
    insults: ThreatWords,
    leaving: ThreatWords,
    may_be_leaving: ThreatWords,
}

impl Harsh {
    /// Insults, and the words of a firm for leaving.
    pub(super) fn new(leaving: &[String]) -> Self {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Self {
            insults: ThreatWords::new(&words(&INSULTS)),
            leaving: ThreatWords::new(leaving),
            may_be_leaving: ThreatWords::new(&words(&LEAVING)),
        }
    }

    /// Whether a text insults somebody.
    pub(super) fn is_insult(&self, text: &str) -> bool {
        self.insults.find(text.as_bytes()).is_some()
    }

    /// Whether a text threatens to leave.
    fn speaks_of_leaving(&self, text: &str) -> bool {
        self.leaving.find(text.as_bytes()).is_some()
    }

    /// Whether a text threatens to leave, or holds a word that may mean so.
    pub(super) fn may_speak_of_leaving(&self, text: &str) -> bool {
        self.speaks_of_leaving(text) || self.may_be_leaving.find(text.as_bytes()).is_some()
    }

    /// Whether a text is not to be read back.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.is_insult(text) || self.speaks_of_leaving(text)
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
    fn words_count_whole_and_in_any_case() {
        let harsh = Harsh::new(&[]);
        assert!(harsh.is_insult("CLOWNS, and dear ones") && harsh.may_speak_of_leaving("We may leave."));
        assert!(
            !harsh.is_insult("The cleaves of the scrapbook")
                && !harsh.may_speak_of_leaving("On sick-leaver day")
        );
        assert!(!harsh.is_in("We may leave."), "that is no threat");
    }

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
