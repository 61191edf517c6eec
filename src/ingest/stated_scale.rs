//! Turns what a header says of its scale into the scale: `Accuracy (1-5)`, `On a scale of 0 to 10`, `(1 = best, 6 = worst)`.
//!
//! Which end is the good one is said by the words beside its number; where they name none the larger number is, unless
//! the larger number comes first: then it is asked.

use super::word_scales::{self, folded};
use crate::model::Scale;

/// The scales that surveys use, the smaller number first.
const USUAL: [&str; 10] = ["0-10", "1-10", "1-5", "0-5", "1-7", "1-4", "1-6", "1-3", "0-100", "1-100"];

/// Words that no vocabulary has, for the good end and for the bad one. How much there is of a thing says neither.
const GOOD: [&str; 8] =
    ["best", "beste", "bester", "meilleur", "mejor", "outstanding", "perfect", "positive"];
const BAD: [&str; 6] = ["worst", "schlechteste", "negative", "not at all", "peor", "pire"];

/// What school marks are called where 1 is mostly the best, and in other countries 6.
const SCHOOL_MARKS: &str = "schulnote";

/// The scale that a header states, or both readings of it where it leaves open which end is the good one.
pub(super) fn stated_scale(header: &str) -> Option<Result<Scale, [Scale; 2]>> {
    let text = header.to_lowercase().replace(['–', '—'], "-").replace(" to ", "-").replace(" - ", "-");
    let labelled = labelled(&text);
    let named = || {
        let (low, high) = (labelled.iter().map(|end| end.0).min()?, labelled.iter().map(|end| end.0).max()?);
        usual(low, high).map(|scale| (scale, false))
    };
    let (scale, is_reversed) = written(&text).or_else(named)?;
    // The words beside the smaller number say the opposite of those beside the larger one.
    let says_larger_is_good = |(number, words): &(i32, &str)| {
        let is_end = *number == scale.low() || *number == scale.high();
        is_good(words).filter(|_| is_end).map(|is_good| is_good == (*number == scale.high()))
    };
    let said: Vec<bool> = labelled.iter().filter_map(says_larger_is_good).collect();
    Some(match (said.contains(&true), said.contains(&false)) {
        (true, false) => Ok(scale),
        (false, true) => Ok(scale.turned_round()),
        (false, false) if !is_reversed && !speaks_of_an_end(&text) => Ok(scale),
        _ => Err([scale, scale.turned_round()]),
    })
}

/// Whether a header says something of an end of its scale that was not understood: `(1-5, lower is better)`, school marks.
fn speaks_of_an_end(text: &str) -> bool {
    const COMPARED: [&str; 4] = ["better", "lower", "besser", "niedriger"];
    let scale = text.find(|letter: char| letter.is_ascii_digit()).and_then(|start| text.get(start..));
    let mut words = scale.unwrap_or_default().split(|letter: char| !letter.is_alphabetic());
    let is_of_an_end = |word| [GOOD.as_slice(), &BAD, &COMPARED].iter().any(|list| list.contains(&word));
    text.contains(SCHOOL_MARKS) || words.any(is_of_an_end)
}

/// What a header asks, without the scale in brackets at its end: `Accuracy (1-5)` asks for `Accuracy`.
pub(super) fn without_scale(header: &str) -> &str {
    const WORDS: [&str; 14] = [
        "a", "being", "from", "is", "means", "of", "on", "out", "point", "points", "scale", "the", "to",
        "where",
    ];
    let whole = header.trim_end();
    let Some((asked, scale)) = whole.strip_suffix([')', ']']).and_then(|text| text.rsplit_once(['(', '[']))
    else {
        return header;
    };
    let lower = scale.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    let is_of_scales = |word: &str| {
        let known: [&[&str]; 4] = [&WORDS, &GOOD, &BAD, &["high", "low", "stars"]];
        known.iter().any(|list| list.contains(&word)) || word_scales::is_part_of_any(word)
    };
    let is_scale = stated_scale(scale).is_some() && words.all(is_of_scales);
    let asked = asked.trim_end();
    if is_scale && !asked.is_empty() { asked } else { header }
}

/// A usual scale between two numbers that stand with a hyphen between, and whether the larger one comes first.
fn written(text: &str) -> Option<(Scale, bool)> {
    let pairs = numbers(text)
        .filter_map(|(_, number, after)| Some((number, numbers(after.strip_prefix('-')?).next()?)));
    pairs
        .filter(|(_, (between, _, _))| between.is_empty())
        .find_map(|(one, (_, other, _))| Some((usual(i32::min(one, other), one.max(other))?, one > other)))
}

/// The numbers of a text, each with what stands before and after it. `Q1` is the number of a question, and left out.
fn numbers(text: &str) -> impl Iterator<Item = (&str, i32, &str)> {
    let mut from = 0;
    let all = std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(|letter: char| letter.is_ascii_digit())?;
        let (before, rest) = text.split_at(start);
        let (number, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        from = text.len() - after.len();
        Some((before, number, after))
    });
    let is_apart = |(before, _, _): &(&str, &str, &str)| !before.ends_with(char::is_alphanumeric);
    all.filter(is_apart).filter_map(|(before, number, after)| Some((before, number.parse().ok()?, after)))
}

/// The usual scale from one number to another, the larger one being the good end.
fn usual(low: i32, high: i32) -> Option<Scale> {
    let written = format!("{low}-{high}");
    written.parse().ok().filter(|_| USUAL.contains(&written.as_str()))
}

/// The numbers with words beside them: `1 = poor`, `5 is best`, `10 (very likely)`, `poor = 1`, `poor (1)`.
fn labelled(text: &str) -> Vec<(i32, &str)> {
    let words = |(before, number, after)| Some((number, behind(after).or_else(|| ahead(before, after))?));
    numbers(text).filter_map(words).collect()
}

/// The words that follow a number and belong to it.
fn behind(after: &str) -> Option<&str> {
    let after = after.trim_start();
    let marks: [&str; 7] = ["=", ":", "(", "is ", "being ", "means ", "-"];
    let marked = marks.iter().find_map(|mark| after.strip_prefix(mark));
    // `1 best` needs no mark.
    let words = marked.or_else(|| Some(after).filter(|after| is_good(first_word(after)).is_some()))?;
    let end = words.find([',', ';', ')', ']', '/', '-', '.']).unwrap_or(words.len());
    words.get(..end).filter(|words| words.chars().any(char::is_alphabetic))
}

fn first_word(text: &str) -> &str {
    text.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default()
}

/// The words that go before a number and belong to it.
fn ahead<'a>(before: &'a str, after: &str) -> Option<&'a str> {
    let before = before.trim_end();
    let bracketed = before.strip_suffix('(').filter(|_| after.starts_with(')'));
    let words = before.strip_suffix('=').or_else(|| before.strip_suffix(" is")).or(bracketed)?;
    words.rsplit([',', ';', '(', ')', '[', '/', '-', '.', ':', '?']).find(|part| !part.trim().is_empty())
}

/// Whether words name the good end, or the bad one.
fn is_good(words: &str) -> Option<bool> {
    let plain = folded(words);
    let plain = plain.strip_prefix("the ").unwrap_or(&plain);
    let named = [(GOOD.as_slice(), true), (&BAD, false)];
    let of_list = || named.iter().find(|(list, _)| list.contains(&plain)).map(|(_, is_good)| *is_good);
    word_scales::is_good(plain).or_else(of_list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_the_scale_and_its_good_end() {
        for (header, expected) in [
            ("Accuracy (1-5)", "1-5"),
            ("On a scale of 0 to 10, how likely", "0-10"),
            ("Q3", ""),
            ("2026-10", ""),
            ("Good (1-5)", "1-5"),
            ("Satisfied: 1-5", "1-5"),
            ("Q1: Good help (1-5)", "1-5"),
            ("Overall satisfaction (1 to 5, 1 is best)", "5-1"),
            ("Overall (1-5 where 1 = best)", "5-1"),
            ("Overall (1-5) 1 = very satisfied, 5 = very dissatisfied", "5-1"),
            ("On a scale of 1-5, how satisfied are you with our speed? (5 = not at all)", "5-1"),
            ("Rate us from 0 (bad) to 10 (good)", "0-10"),
            ("Price (1 = very good to 6 = very bad)", "6-1"),
            ("Note (1 = sehr gut, 6 = ungenügend)", "6-1"),
            ("Service (1=poor 5=excellent)", "1-5"),
            ("Service: poor (1) - excellent (5)", "1-5"),
            ("Excellent = 1, poor = 5", "5-1"),
            ("Effort (1 = low, 7 = high)", "1-7"),
            ("Satisfaction (1-5, 1 being best)", "5-1"),
            ("Satisfaction (1-5, 1 best)", "5-1"),
            ("Satisfaction (1-5, best is 1)", "5-1"),
            ("Satisfaction (1-5, lower is better)", "1-5 or 5-1"),
            ("Which was the best part? (1-5)", "1-5"),
            ("Q10-1 Overall", ""),
            ("Effort (7-1)", "1-7 or 7-1"),
            ("Schulnote (1-6)", "1-6 or 6-1"),
            ("Speed (1 = good, 5 = very good)", "1-5"),
            ("Speed (1 = best, 5 = excellent)", "1-5 or 5-1"),
            ("Rooms (1 = single, 2 = double)", ""),
        ] {
            let said = match stated_scale(header) {
                None => String::new(),
                Some(Ok(scale)) => scale.to_string(),
                Some(Err([one, other])) => format!("{one} or {other}"),
            };
            assert_eq!(said, expected, "{header}");
        }
    }

    #[test]
    fn the_scale_in_brackets_is_no_part_of_what_is_asked() {
        for (header, asked) in [
            ("Accuracy (1-5)", "Accuracy"),
            ("Quality of work [0 to 10] ", "Quality of work"),
            ("Speed (1 = worst, 1-7, 7 = best)", "Speed"),
            ("Price (1 = very good to 6 = very bad)", "Price"),
            ("Help (branches 1-5)", "Help (branches 1-5)"),
            ("Help (Berlin)", "Help (Berlin)"),
            ("(1-5)", "(1-5)"),
            ("Accuracy", "Accuracy"),
        ] {
            assert_eq!(without_scale(header), asked);
        }
    }
}
