//! Turns a list of threatening words into a search that costs next to nothing where a comment holds none of them.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

/// How many bytes are looked at together.
const SAMPLE: usize = 4;
/// How many bits there are for the samples of the words.
const BITS: u32 = 4096;

/// The words as patterns that are made once, when the first comment wants them: for many small surveys that is never,
/// and making them takes longer than reading such a survey.
#[derive(Debug, Clone)]
pub struct ThreatWords {
    samples: Option<Samples>,
    /// Whether a comment holds any of the words.
    any: OnceLock<Option<Regex>>,
    /// Which of them it holds.
    each: OnceLock<Option<RegexSet>>,
    patterns: Vec<String>,
    is_plain: bool,
}

impl ThreatWords {
    /// The patterns of these words.
    #[must_use]
    pub fn new(words: &[String]) -> Self {
        Self {
            samples: Samples::of(words),
            any: OnceLock::new(),
            each: OnceLock::new(),
            patterns: words.iter().map(|word| pattern(word)).collect(),
            is_plain: words.iter().all(|word| word.is_ascii()),
        }
    }

    /// The index of the first word, in the order of the list, that stands in the comment.
    #[must_use]
    pub fn find(&self, comment: &[u8]) -> Option<usize> {
        let is_ruled_out = self.samples.as_ref().is_some_and(|samples| !samples.may_hold(comment));
        if is_ruled_out || !self.any.get_or_init(|| self.any()).as_ref()?.is_match(comment) {
            return None;
        }
        let build =
            || RegexSetBuilder::new(&self.patterns).case_insensitive(true).size_limit(usize::MAX).build();
        self.each.get_or_init(|| build().ok()).as_ref()?.matches(comment).iter().next()
    }

    /// Nearly all comments hold none of the words. Word boundaries of Unicode are slow to look for, those of ASCII are
    /// not, and find whatever Unicode's would around a word of ASCII.
    fn any(&self) -> Option<Regex> {
        let edge = if self.is_plain { r"(?-u:\b)" } else { "" };
        let all = self.patterns.join("|").replace(r"\b", edge);
        let is_empty = self.patterns.is_empty();
        (!is_empty).then(|| RegexBuilder::new(&all).case_insensitive(true).build().ok())?
    }
}

/// Rules out comments that hold none of the words, by looking at a few bytes of them.
///
/// A word with a stretch of `n` letters covers a sample of four bytes at one of any `n - 3` places in a row. So it is
/// enough to look at every `n - 3`rd place of a comment, for samples from the first `n - 3` places of a word.
#[derive(Debug, Clone)]
struct Samples {
    /// How far apart samples of a comment may be taken: 2, with the words that are built in.
    stride: usize,
    /// A bit a hash.
    bits: Vec<u64>,
}

impl Samples {
    /// The samples of words; `None` where some word has no stretch of four plain letters or digits.
    fn of(words: &[String]) -> Option<Self> {
        let stretch = |word: &String| {
            let stretches = word.split(|letter: char| !letter.is_ascii_alphanumeric());
            let longest = stretches.max_by_key(|stretch| stretch.len()).filter(|_| word.is_ascii())?;
            (longest.len() >= SAMPLE).then(|| longest.as_bytes().to_vec())
        };
        let stretches: Vec<Vec<u8>> = words.iter().map(stretch).collect::<Option<_>>()?;
        let stride = stretches.iter().map(Vec::len).min()? + 1 - SAMPLE;
        let mut samples = Self { stride, bits: vec![0; (BITS / u64::BITS) as usize] };
        for sample in stretches.iter().flat_map(|stretch| stretch.windows(SAMPLE).take(stride)) {
            let (word, bit) = place(sample);
            samples.bits.get_mut(word).into_iter().for_each(|word| *word |= 1 << bit);
        }
        Some(samples)
    }

    /// Whether a comment may hold a word.
    fn may_hold(&self, comment: &[u8]) -> bool {
        let is_seen = |sample: &[u8]| {
            let (word, bit) = place(sample);
            self.bits.get(word).is_some_and(|word| word >> bit & 1 == 1)
        };
        comment.windows(SAMPLE).step_by(self.stride).any(is_seen) || has_plain_letter_in_disguise(comment)
    }
}

/// Whether a text holds one of the two letters beyond the plain ones that are plain ones in another case.
fn has_plain_letter_in_disguise(text: &[u8]) -> bool {
    const LONG_S: &[u8] = "\u{17f}".as_bytes();
    const KELVIN: &[u8] = "\u{212a}".as_bytes();
    memchr::memchr2_iter(0xc5, 0xe2, text).any(|at| {
        let rest = text.get(at..).unwrap_or_default();
        rest.starts_with(LONG_S) || rest.starts_with(KELVIN)
    })
}

/// The word and the bit of a sample, whatever the case of its letters.
#[inline]
fn place(sample: &[u8]) -> (usize, u32) {
    let sample = sample.first_chunk().map_or(0, |sample| u32::from_le_bytes(*sample));
    let hash = (sample | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS.ilog2());
    ((hash / u64::BITS) as usize, hash % u64::BITS)
}

/// Whole words, with any spacing between them and either apostrophe.
fn pattern(word: &str) -> String {
    let parts: Vec<_> =
        word.split_whitespace().map(|part| regex::escape(part).replace(['\'', '’'], "['’]")).collect();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let edge = |letter| if is_word(letter) { r"\b" } else { "" };
    let trimmed = word.trim();
    format!("{}{}{}", edge(trimmed.chars().next()), parts.join(r"\s+"), edge(trimmed.chars().next_back()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_whatever_their_case_and_spacing() {
        let words: Vec<String> = ["cancel", "won't renew", "kündigen"].map(str::to_owned).into();
        let words = ThreatWords::new(&words);
        for (comment, found) in [
            ("We will CANCEL.", Some(0)),
            ("cancelled meetings", None),
            ("we won’t\n renew", Some(1)),
            ("Wir KÜNDIGEN", Some(2)),
            ("auskündigen", None),
            ("", None),
        ] {
            assert_eq!(words.find(comment.as_bytes()), found, "{comment}");
        }
    }

    #[test]
    fn no_word_is_ruled_out_wherever_it_stands() {
        let all = crate::signal::CancelThreat::default().words;
        let words = ThreatWords::new(&all);
        assert!(words.samples.as_ref().is_some_and(|samples| samples.stride > 1));
        for (before, word) in (0..5).flat_map(|before| all.iter().map(move |word| (before, word))) {
            let comment = format!("{}{} ", " ".repeat(before), word.to_uppercase());
            assert!(words.find(comment.as_bytes()).is_some(), "{comment}");
        }
        for comment in ["loo\u{212a}ing elsewhere", "cancelling, and \u{17f}o on"] {
            assert!(words.find(comment.as_bytes()).is_some(), "{comment}");
        }
        assert!(!words.samples.is_some_and(|samples| samples.may_hold(b"Delivery was late again")));
    }
}
