//! Turns the words of a column (`Very satisfied`, `Poor`, a face) into points of a scale, where all of them belong to
//! one vocabulary.
//!
//! A vocabulary lists its words from the worst to the best; several words on one point are spellings of which a
//! survey uses one, so a column with two of them is of another vocabulary. A neutral word stands only where it is the
//! midpoint of an odd number of points: a column that lacks it (nobody was neutral) keeps the scale of the whole
//! vocabulary, for which the usual thresholds hold. Words that go on two vocabularies with different points are asked
//! about, never guessed: `Good` is the fourth of five beside `Very poor`, and the third of five beside `Excellent`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::no_answer::is_no_answer;
use super::vocabularies::{NEUTRAL, VOCABULARIES, Vocabulary};

impl Vocabulary {
    /// How many points it has; the scale runs from 1 to this.
    pub(super) fn points(&self) -> usize {
        self.points.len()
    }

    /// The point of a folded word, from 1.
    fn point(&self, word: &str) -> Option<usize> {
        self.points.iter().position(|spellings| spellings.contains(&word)).map(|at| at + 1)
    }

    /// The points of all these words; none where one is unknown, or two are spellings of one point.
    fn points_of(&self, words: &BTreeSet<String>) -> Option<Vec<usize>> {
        let points: Vec<usize> = words.iter().map(|word| self.point(word)).collect::<Option<_>>()?;
        let distinct: BTreeSet<&usize> = points.iter().collect();
        (distinct.len() == points.len()).then_some(points)
    }
}

/// What the words of a column are.
#[derive(Debug, PartialEq)]
pub(super) enum WordScale {
    /// Words of one vocabulary.
    Known(&'static Vocabulary),
    /// Words that two vocabularies give different points.
    Open(&'static Vocabulary, &'static Vocabulary),
    /// Most words are of a vocabulary; these, as written, are not.
    Partly(&'static Vocabulary, Vec<String>),
    /// All words are of a vocabulary, but two of them stand on one point of it.
    Crowded(&'static Vocabulary),
    /// Anything else.
    Other,
}

/// Whether a word is of any vocabulary.
pub(super) fn is_of_any(word: &str) -> bool {
    let word = folded(word);
    VOCABULARIES.iter().any(|vocabulary| vocabulary.point(&word).is_some())
}

/// Whether words stand on the good side of every vocabulary that has them, or on the bad side of every one.
pub(super) fn is_good(words: &str) -> Option<bool> {
    let word = folded(words);
    let points =
        VOCABULARIES.iter().filter_map(|vocabulary| Some((vocabulary.point(&word)?, vocabulary.points())));
    let sides: BTreeSet<Ordering> = points.map(|(point, of)| (point * 2).cmp(&(of + 1))).collect();
    match sides.into_iter().collect::<Vec<_>>().as_slice() {
        [Ordering::Greater] => Some(true),
        [Ordering::Less] => Some(false),
        _ => None,
    }
}

/// Whether a word is part of what some vocabulary says.
pub(super) fn is_part_of_any(word: &str) -> bool {
    let mut spellings = VOCABULARIES.iter().flat_map(|vocabulary| vocabulary.points).copied().flatten();
    spellings.any(|spelling| spelling.split(' ').any(|part| part == word))
}

/// The point of a word on the scale of a vocabulary, from 1.
pub(super) fn point(vocabulary: &Vocabulary, word: &str) -> Option<usize> {
    vocabulary.point(&folded(word))
}

/// Finds the vocabulary of the distinct words of a whole column, as written.
pub(super) fn recognise<'w>(words: impl Iterator<Item = &'w str>) -> WordScale {
    let written: Vec<&str> = words.filter(|word| !is_no_answer(word)).collect();
    let words: BTreeSet<String> = written.iter().map(|word| folded(word)).collect();
    if words.is_empty() || words.len() == 1 && words.contains(NEUTRAL) {
        return WordScale::Other;
    }
    // The fewest points first: a scale of seven that uses the words of one of five is one of five.
    let mut fitting: Vec<(&Vocabulary, Vec<usize>)> = VOCABULARIES
        .iter()
        .filter_map(|vocabulary| Some((vocabulary, vocabulary.points_of(&words)?)))
        .collect();
    fitting.sort_by_key(|(vocabulary, _)| vocabulary.points());
    if let Some((first, points)) = fitting.first() {
        let is_rival = |(other, others): &&(&Vocabulary, Vec<usize>)| {
            other.points() == first.points() && others != points
        };
        return match fitting.iter().find(is_rival) {
            Some((other, _)) => WordScale::Open(first, other),
            None => WordScale::Known(first),
        };
    }
    partly(&words, &written)
}

/// The vocabulary that has most of the words, where these are two or more, and those that it lacks.
fn partly(words: &BTreeSet<String>, written: &[&str]) -> WordScale {
    let known =
        |vocabulary: &Vocabulary| words.iter().filter(|word| vocabulary.point(word).is_some()).count();
    let best = VOCABULARIES.iter().rev().max_by_key(|vocabulary| known(vocabulary));
    match best {
        Some(vocabulary) if known(vocabulary) >= 2 && known(vocabulary) * 2 > words.len() => {
            let lacking: BTreeSet<&str> =
                written.iter().copied().filter(|word| point(vocabulary, word).is_none()).collect();
            if lacking.is_empty() {
                return WordScale::Crowded(vocabulary);
            }
            WordScale::Partly(vocabulary, lacking.into_iter().map(str::to_owned).collect())
        }
        _ => WordScale::Other,
    }
}

/// A word without case, marks and spacing; a face without what only changes its look.
pub(super) fn folded(word: &str) -> String {
    let is_kept = |letter: &char| !matches!(letter, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    let spaced: String =
        word.chars()
            .filter(is_kept)
            .map(|letter| {
                if letter.is_alphanumeric() || !letter.is_ascii() && !is_mark(letter) { letter } else { ' ' }
            })
            .flat_map(char::to_lowercase)
            .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(words: &[&str]) -> Option<(usize, Vec<usize>)> {
        match recognise(words.iter().copied()) {
            WordScale::Known(vocabulary) => {
                Some((vocabulary.points(), words.iter().filter_map(|word| point(vocabulary, word)).collect()))
            }
            _ => None,
        }
    }

    #[test]
    fn words_of_one_vocabulary_are_points_of_its_scale() {
        for (words, scale, expected) in [
            (&["Very dissatisfied", "Satisfied", "VERY SATISFIED"][..], 5, &[1, 4, 5][..]),
            (
                &["Somewhat dissatisfied", "Neither satisfied nor dissatisfied", "Extremely satisfied"],
                5,
                &[2, 3, 5],
            ),
            (&["Dissatisfied", "Satisfied"], 5, &[2, 4]),
            (&["Slightly satisfied", "Moderately dissatisfied"], 7, &[5, 2]),
            (&["Satisfied", "Somewhat satisfied", "Dissatisfied"], 7, &[6, 5, 2]),
            (&["Not at all likely", "Somewhat likely", "Extremely likely"], 5, &[1, 3, 5]),
            (&["Strongly  agree", "Neutral", "Disagree", "N/A", "Don’t know"], 5, &[5, 3, 2]),
            (&["Very poor", "Good"], 5, &[1, 4]),
            (&["Very good", "Excellent", "Poor"], 5, &[4, 5, 1]),
            (&["good", "bad"], 2, &[2, 1]),
            (&["★★☆☆☆", "★★★★★", "★★★"], 5, &[2, 5, 3]),
            (&["1 star", "5 Stars"], 5, &[1, 5]),
            (&["☹️", "😐", "🙂"], 3, &[1, 2, 3]),
            (&["😡", "🙁", "😀"], 5, &[1, 2, 5]),
            (&["Sehr unzufrieden", "teils, teils", "Zufrieden"], 5, &[1, 3, 4]),
            (&["Plutôt pas d’accord", "Tout à fait d'accord"], 5, &[2, 5]),
        ] {
            assert_eq!(points(words), Some((scale, expected.to_vec())), "{words:?}");
        }
    }

    #[test]
    fn words_that_could_be_of_two_scales_are_left_open() {
        for words in [&["Very satisfied", "Somewhat satisfied"][..], &["Poor", "Good"], &["Very likely"]] {
            assert!(matches!(recognise(words.iter().copied()), WordScale::Open(..)), "{words:?}");
        }
    }

    #[test]
    fn words_beyond_a_vocabulary_are_named_and_other_words_are_none() {
        let words = ["Very satisfied", "Satisfied", "Dissatisfied", "Meh", "N/A"];
        let WordScale::Partly(vocabulary, lacking) = recognise(words.into_iter()) else {
            panic!("not partly")
        };
        assert_eq!((vocabulary.name, lacking), ("satisfaction", vec!["Meh".to_owned()]));
        for words in
            [&["North", "South"][..], &["Yes", "No"], &[], &["Neutral"], &["N/A"], &["Satisfied", "x", "y"]]
        {
            assert_eq!(recognise(words.iter().copied()), WordScale::Other, "{words:?}");
        }
    }

    #[test]
    fn a_vocabulary_has_no_word_on_two_points_and_its_neutral_word_in_the_middle() {
        for vocabulary in VOCABULARIES {
            let words: Vec<&str> = vocabulary.points.iter().flat_map(|words| words.iter().copied()).collect();
            let distinct: BTreeSet<&&str> = words.iter().collect();
            assert_eq!(distinct.len(), words.len(), "{}", vocabulary.name);
            for word in &words {
                assert_eq!(folded(word), *word, "{}", vocabulary.name);
            }
            if let Some(point) = vocabulary.point(NEUTRAL) {
                assert_eq!(point * 2, vocabulary.points() + 1, "{}", vocabulary.name);
            }
        }
    }
}
