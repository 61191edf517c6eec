//! Tells words that stand for no answer from those that are one.

use super::word_scales::folded;

/// Words that say that there is no answer; they belong to no vocabulary and to all surveys.
const NO_ANSWER: [&str; 24] = [
    "n a",
    "na",
    "not applicable",
    "unfamiliar n a",
    "does not apply",
    "doesn t apply",
    "don t know",
    "do not know",
    "dont know",
    "no opinion",
    "no basis",
    "no basis for evaluation",
    "prefer not to say",
    "prefer not to answer",
    "i don t want to answer",
    "i do not want to answer",
    "i don t want to answer this question",
    "i don t know",
    "can t say",
    "not answered",
    "weiß nicht",
    "keine angabe",
    "ne sait pas",
    "no sabe",
];

/// Whether a word says that there is no answer.
pub(super) fn is_no_answer(word: &str) -> bool {
    let folded = folded(word);
    folded.is_empty() || NO_ANSWER.contains(&folded.as_str())
}
