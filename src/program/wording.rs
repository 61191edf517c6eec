//! Turns figures and days into the words that people say: `6 out of 10`, `Mon 12 Oct 2026`, `10 hours`.

use chrono::{Datelike, NaiveDate};

use crate::config::Config;
use crate::model::{Scale, Weekday, figure};
pub(super) use crate::text::counted;

/// Digits after the point: enough that a score below its target is never said as the target.
const DECIMALS: usize = 2;
/// How many characters of what a customer wrote are quoted.
const LONGEST_QUOTE: usize = 400;

/// How many names one sentence holds.
const NAMED: usize = 5;

/// From so many hours on, nobody counts in hours.
const MANY_HOURS: f64 = 72.0;
const HOURS_A_DAY: f64 = 24.0;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The months as they are said aloud.
pub(super) const LONG_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A score on its own scale, as it is said: `6 out of 10`.
pub(super) fn score(score: f64, scale: Scale) -> String {
    let number = figure(score, DECIMALS);
    let (low, high) = (scale.low(), scale.high());
    match (scale.is_mirrored(), low) {
        (true, _) => format!("{number} ({low} is best, {high} is worst)"),
        (false, 0 | 1) => format!("{number} out of {high}"),
        (false, _) => format!("{number} on a scale from {low} to {high}"),
    }
}

/// Scores on one scale, one after the other, as they are said: `4 and 5 out of 10`.
pub(super) fn scores(scores: &[f64], scale: Scale) -> String {
    let Some((last, before)) = scores.split_last() else { return String::new() };
    let last = score(*last, scale);
    let said: Vec<String> = before.iter().map(|score| figure(*score, DECIMALS)).chain([last]).collect();
    listed(&said)
}

/// Figures one after the other: `4 and 5`.
pub(super) fn figures(figures: &[f64]) -> String {
    listed(&figures.iter().map(|number| figure(*number, DECIMALS)).collect::<Vec<_>>())
}

/// A day in a document.
pub(super) fn day(day: NaiveDate) -> String {
    let weekday = match Weekday::of(day) {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    };
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{weekday} {} {month} {}", day.day(), day.year())
}

/// A day as it is said aloud: `12 October 2026`.
pub(super) fn spoken_day(day: NaiveDate) -> String {
    format!("{} {}", day.day(), month(day))
}

/// A month as it is said aloud: `October 2026`.
pub(super) fn month(day: NaiveDate) -> String {
    format!("{} {}", long_month(day), day.year())
}

/// The name of a day's month.
pub(super) fn long_month(day: NaiveDate) -> &'static str {
    LONG_MONTHS.get(day.month0() as usize).copied().unwrap_or_default()
}

/// A day to come as it is said aloud: `Monday 12 October`.
pub(super) fn coming_day(day: NaiveDate) -> String {
    let weekday = match Weekday::of(day) {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    };
    format!("{weekday} {} {}", day.day(), long_month(day))
}

/// Hours as they are said aloud: in days where there are many.
pub(super) fn spoken_hours(taken: f64) -> String {
    if taken >= MANY_HOURS {
        format!("{} days", figure((taken / HOURS_A_DAY).round(), 0))
    } else {
        hours(taken)
    }
}

/// Hours, as they are written.
pub(super) fn hours(hours: f64) -> String {
    let number = figure(hours, DECIMALS);
    let days = (hours >= MANY_HOURS).then(|| format!(" ({} days)", figure((hours / HOURS_A_DAY).round(), 0)));
    if number == "1" { "1 hour".to_owned() } else { format!("{number} hours{}", days.unwrap_or_default()) }
}

/// A percentage.
pub(super) fn percent(percent: f64) -> String {
    format!("{}%", figure(percent, DECIMALS))
}

/// Parts one after the other, as they are said: `a, b and c`.
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// The first few of many names, and how many more there are.
pub(super) fn some_names(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut said: Vec<String> = names.iter().take(NAMED).cloned().collect();
    if more > 0 {
        said.push(format!("{more} more"));
    }
    listed(&said)
}

/// What somebody wrote, on one line and not too long for a page.
pub(super) fn quote(text: &str) -> String {
    shortened(text, LONGEST_QUOTE)
}

/// A text on one line, cut behind a sentence or a word where it has more letters.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= letters {
        return line;
    }
    let cut: String = line.chars().take(letters).collect();
    let sentence_end = cut.rfind(". ").map(|end| end + 1).filter(|end| *end * 2 >= cut.len());
    let end = sentence_end.or_else(|| cut.rfind(' ')).unwrap_or(cut.len());
    format!("{} ...", cut.get(..end).unwrap_or_default())
}

/// A text with the stop that ends a sentence, unless it has one.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '\u{2026}']) { text.to_owned() } else { format!("{text}.") }
}

/// The name of a class of what went wrong: the firm's own, else the id as words.
pub(super) fn issue_name(config: &Config, id: &str) -> String {
    let known = config.issues.iter().find(|issue| issue.id == id);
    known.map_or_else(|| id.replace('-', " "), |issue| issue.name.clone())
}

/// A text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_said_on_the_scale_it_was_given_on() {
        let said = |number: f64, scale: &str| score(number, scale.parse().unwrap());
        assert_eq!(said(6.0, "0-10"), "6 out of 10");
        assert_eq!(said(3.0, "1-5"), "3 out of 5");
        assert_eq!(said(6.96, "0-10"), "6.96 out of 10", "below 7 is not said as 7");
        assert_eq!(said(4.0, "5-1"), "4 (1 is best, 5 is worst)");
        assert_eq!(said(5.0, "3-7"), "5 on a scale from 3 to 7");
        let scale: Scale = "0-10".parse().unwrap();
        assert_eq!(scores(&[4.0, 5.0], scale), "4 and 5 out of 10");
        assert_eq!(scores(&[3.0, 4.0, 5.5], scale), "3, 4 and 5.5 out of 10");
        assert_eq!((scores(&[4.0], scale), scores(&[], scale)), ("4 out of 10".to_owned(), String::new()));
    }

    #[test]
    fn days_hours_and_lists_can_be_read_out() {
        let monday: NaiveDate = "2026-10-12".parse().unwrap();
        assert_eq!(day(monday), "Mon 12 Oct 2026");
        assert_eq!(
            (spoken_day(monday), coming_day(monday)),
            ("12 October 2026".into(), "Monday 12 October".into())
        );
        assert_eq!([10.5, 71.0, 312.0].map(spoken_hours), ["10.5 hours", "71 hours", "13 days"]);
        let said = [1.0, 10.5, 71.0, 312.0].map(hours);
        assert_eq!(said, ["1 hour", "10.5 hours", "71 hours", "312 hours (13 days)"]);
        let parts = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            (listed(&parts[..1]), listed(&parts[..2]), listed(&parts)),
            ("a".into(), "a and b".into(), "a, b and c".into())
        );
        assert_eq!((sentence("Late"), sentence("Late!")), ("Late.".to_owned(), "Late!".to_owned()));
        assert_eq!(capital("élan"), "Élan");
    }

    #[test]
    fn a_quote_is_one_line_and_ends_at_a_sentence_or_a_word() {
        assert_eq!(quote(" late\n  again "), "late again");
        let long = quote(&"word ".repeat(200));
        assert!(long.len() <= LONGEST_QUOTE + 4 && long.ends_with("word ..."), "{long}");
        assert_eq!(shortened("It broke. It broke again. Then", 26), "It broke. It broke again. ...");
        assert_eq!(shortened("öööööööööö", 4), "öööö ...");
    }
}
