//! Turns what a header says of its scale into the scale: `Accuracy (1-5)`, `On a scale of 0 to 10`, `(1 = best, 6 = worst)`,
//! `sur 20`.
//!
//! Which end is the good one is said by the words beside its number; where they name none the larger number is, unless
//! the larger number comes first, or something of an end is said that is not understood: then it is asked.

use super::word_scales::{self, folded};
use crate::model::Scale;

/// The scales that surveys use, the smaller number first.
const USUAL: [&str; 12] =
    ["0-10", "1-10", "1-5", "0-5", "1-7", "1-4", "1-6", "1-3", "0-2", "0-20", "0-100", "1-100"];

/// What stands between the two numbers of a scale.
const BETWEEN: [&str; 4] = ["-", " bis ", " à ", " a "];

/// What stands before the best number where a header says only that: `sur 20`.
const OUT_OF: [&str; 4] = ["out of ", "sur ", "von ", "de "];

/// Words that no vocabulary has, for the good end and for the bad one. How much there is of a thing says neither.
const GOOD: [&str; 8] =
    ["best", "beste", "bester", "meilleur", "mejor", "outstanding", "perfect", "positive"];
const BAD: [&str; 6] = ["worst", "schlechteste", "negative", "not at all", "peor", "pire"];

/// What school marks are called where 1 is mostly the best, and in other countries 6.
const SCHOOL_MARKS: &str = "schulnote";

/// What a header states of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// All of it.
    Whole(Scale),
    /// Its numbers, and not which end is the good one.
    EitherEnd(Scale),
    /// Its best number, of few: `out of 5` begins at 0 or at 1.
    FromZeroOrOne(Scale, Scale),
}

/// What a header states of its scale, if anything.
pub(super) fn stated_scale(header: &str) -> Option<Stated> {
    let text = header.to_lowercase().replace(['–', '—'], "-").replace(" to ", "-").replace(" - ", "-");
    let labelled = labelled(&text);
    let named = || {
        let (low, high) = (labelled.iter().map(|end| end.0).min()?, labelled.iter().map(|end| end.0).max()?);
        usual(low, high).zip(labelled.first()).map(|(scale, end)| (scale, false, from_bracket(&text, end.2)))
    };
    let Some((scale, is_reversed, from_scale)) = written(&text).or_else(named) else { return out_of(&text) };
    // The words beside the smaller number say the opposite of those beside the larger one.
    let says_larger_is_good = |(number, words, _): &(i32, &str, usize)| {
        let is_end = *number == scale.low() || *number == scale.high();
        is_good(words).filter(|_| is_end).map(|is_good| is_good == (*number == scale.high()))
    };
    let said: Vec<bool> = labelled.iter().filter_map(says_larger_is_good).collect();
    Some(match (said.contains(&true), said.contains(&false)) {
        (true, false) => Stated::Whole(scale),
        (false, true) => Stated::Whole(scale.turned_round()),
        (false, false) if !is_reversed && !text.contains(SCHOOL_MARKS) && !speaks_of_an_end(from_scale) => {
            Stated::Whole(scale)
        }
        _ => Stated::EitherEnd(scale),
    })
}

/// Whether something of an end of the scale is said that was not understood: `(1-5, lower is better)`. What a header
/// asks before its scale is about something else: `Is our support better than last year? (1-5)`.
fn speaks_of_an_end(from_scale: &str) -> bool {
    const COMPARED: [&str; 4] = ["better", "lower", "besser", "niedriger"];
    let mut words = from_scale.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| [GOOD.as_slice(), &BAD, &COMPARED].iter().any(|list| list.contains(&word)))
}

/// What a header asks, without the scale in brackets at its end: `Accuracy (1-5)` asks for `Accuracy`.
pub(super) fn without_scale(header: &str) -> &str {
    const WORDS: [&str; 17] = [
        "a", "being", "de", "from", "is", "means", "of", "on", "out", "point", "points", "scale", "sur",
        "the", "to", "von", "where",
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

/// A usual scale between two numbers that stand with a hyphen between, whether the larger one comes first, and the text
/// from there on, with the bracket in which it stands.
fn written(text: &str) -> Option<(Scale, bool, &str)> {
    let mut pairs = numbers(text).filter_map(|(before, one, after)| {
        let behind = BETWEEN.iter().find_map(|between| after.strip_prefix(between))?;
        let (between, other, rest) = numbers(behind).next()?;
        (between.is_empty() && !is_run(before, rest)).then_some((before, one, other))
    });
    pairs.find_map(|(before, one, other)| {
        let scale = usual(i32::min(one, other), one.max(other))?;
        Some((scale, one > other, from_bracket(text, before.len())))
    })
}

/// A text from a place in it on, with the bracket in which that stands.
fn from_bracket(text: &str, place: usize) -> &str {
    let last = text.get(..place).and_then(|before| before.rfind(['(', '[', ')', ']']));
    let opening = last.filter(|at| text.get(*at..).is_some_and(|text| text.starts_with(['(', '['])));
    text.get(opening.unwrap_or(place)..).unwrap_or_default()
}

/// Whether two numbers are part of more of them: `2026-01-05` is a day, `9:00-10:00` a time.
fn is_run(before: &str, rest: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let marks = ['-', '.', '/', ':'];
    before.strip_suffix(marks).is_some_and(|text| text.ends_with(is_digit))
        || rest.strip_prefix(marks).is_some_and(|text| text.starts_with(is_digit))
}

/// The scale of which only the best number is said: `out of 20`, `(/10)`. It begins at 0, or, of a few points, at 1.
fn out_of(text: &str) -> Option<Stated> {
    let is_said = |before: &str, after: &str| {
        let share = before.trim_end().strip_suffix('/');
        // `de` and `von` stand in front of many numbers: they say a scale at the beginning of a bracket alone.
        let is_told = |words: &str, text: &str| {
            let is_plain = matches!(words.trim(), "de" | "von");
            if is_plain {
                text.is_empty() || text.ends_with(['(', '['])
            } else {
                !text.ends_with(char::is_alphanumeric)
            }
        };
        let mut said = OUT_OF.iter().filter_map(|words| Some((words, before.strip_suffix(words)?)));
        let in_words = || said.find(|(words, text)| is_told(words, text)).map(|(_, text)| text);
        // `Question 2 of 10` counts the questions.
        let opening = share.or_else(in_words).map(str::trim_end);
        opening.is_some_and(|text| !text.ends_with(|letter: char| letter.is_ascii_digit())) && is_end(after)
    };
    let (_, high, _) = numbers(text).find(|(before, _, after)| is_said(before, after))?;
    let from_zero = usual(0, high)?;
    Some(match usual(1, high).filter(|_| high < 10) {
        Some(from_one) => Stated::FromZeroOrOne(from_zero, from_one),
        None => Stated::Whole(from_zero),
    })
}

/// Whether nothing is counted with the number before: `von 10`, `out of 10 points`, and not `von 10 Filialen`.
fn is_end(after: &str) -> bool {
    const POINTS: [&str; 9] =
        ["points", "punkten", "punkte", "puntos", "stars", "sternen", "sterne", "étoiles", "estrellas"];
    let word = first_word(after.trim_start());
    word.is_empty() && !after.starts_with('%') || POINTS.contains(&word)
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

/// The numbers with words beside them, and where they stand: `1 = poor`, `5 is best`, `10 (very likely)`, `poor = 1`,
/// `poor (1)`.
fn labelled(text: &str) -> Vec<(i32, &str, usize)> {
    let ends = numbers(text).filter_map(|(before, number, after)| {
        let words = behind(after).or_else(|| ahead(before, after))?;
        Some((number, words, before.len()))
    });
    ends.collect()
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

    #[track_caller]
    fn assert_said(headers: &[(&str, &str)]) {
        for (header, expected) in headers {
            let said = match stated_scale(header) {
                None => String::new(),
                Some(Stated::Whole(scale)) => scale.to_string(),
                Some(Stated::EitherEnd(scale)) => format!("{scale} or {}", scale.turned_round()),
                Some(Stated::FromZeroOrOne(one, other)) => format!("{one} or {other}"),
            };
            assert_eq!(said, *expected, "{header}");
        }
    }

    #[test]
    fn a_header_says_the_scale_and_its_good_end() {
        assert_said(&[
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
            ("Q3 Is our support better than last year? (1-5)", "1-5"),
            ("2. Which was the best part? (1-5)", "1-5"),
            ("Support (better than last year?) (1-5)", "1-5"),
            ("Q3 Is our support better than before? (1 = low, 7 = high)", "1-7"),
            ("Wie zufrieden sind Sie, von 1 bis 5?", "1-5"),
            ("Sur une échelle de 0 à 10", "0-10"),
            ("Valoración de 1 a 5 (1 = mejor)", "5-1"),
            ("Support (lower is better, 1-5)", "1-5 or 5-1"),
            ("Q10-1 Overall", ""),
            ("Effort (7-1)", "1-7 or 7-1"),
            ("Schulnote (1-6)", "1-6 or 6-1"),
            ("Speed (1 = good, 5 = very good)", "1-5"),
            ("Speed (1 = best, 5 = excellent)", "1-5 or 5-1"),
            ("Rooms (1 = single, 2 = double)", ""),
        ]);
    }

    #[test]
    fn days_and_times_are_no_scales_and_a_best_number_alone_is_one() {
        assert_said(&[
            ("Overall 2026-01-05", ""),
            ("Overall 2026-10-01", ""),
            ("Overall 05-01-2026", ""),
            ("Overall 28.1-5.2", ""),
            ("Help from 9:00 to 10:00", ""),
            ("CSAT (0-2)", "0-2"),
            ("Qualité sur 20", "0-20"),
            ("Quality (out of 20)", "0-20"),
            ("Qualität (von 10 Punkten)", "0-10"),
            ("Calidad (de 10)", "0-10"),
            ("Note /20", "0-20"),
            ("Service (out of 5)", "0-5 or 1-5"),
            ("Service von 10 Filialen", ""),
            ("Rabatt von 10%", ""),
            ("Quality 5/20", ""),
            ("Made 10", ""),
        ]);
    }

    #[test]
    fn the_scale_in_brackets_is_no_part_of_what_is_asked() {
        for (header, asked) in [
            ("Accuracy (1-5)", "Accuracy"),
            ("Quality of work [0 to 10] ", "Quality of work"),
            ("Speed (1 = worst, 1-7, 7 = best)", "Speed"),
            ("Price (1 = very good to 6 = very bad)", "Price"),
            ("Help (branches 1-5)", "Help (branches 1-5)"),
            ("Qualité (sur 20)", "Qualité"),
            ("Help (Berlin)", "Help (Berlin)"),
            ("(1-5)", "(1-5)"),
            ("Accuracy", "Accuracy"),
        ] {
            assert_eq!(without_scale(header), asked);
        }
    }
}
