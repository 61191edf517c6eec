//! Turns a day as people write it on paper into a day: `2026-10-07`, `Wed 7 Oct 2026`, `7 October`, `7.10.2026`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Reading;
use crate::ingest::{SingleDayFault, single_day};

/// Why a day cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayFault {
    /// It is no day.
    None,
    /// Day and month could be either way round.
    Order,
    /// It is another day of the week.
    Weekday,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// Reads a day. Of one without a year the nearest is meant.
pub(super) fn read(text: &str, reading: &Reading) -> Result<NaiveDate, DayFault> {
    let text = text.to_lowercase();
    let text = without_time(text.trim_matches([' ', ',', '.', '!']));
    let (first, rest) = text.split_once([' ', ',', '.']).unwrap_or((text, ""));
    let (weekday, text) = match weekday(first) {
        Some(weekday) => (Some(weekday), rest),
        None => (None, text),
    };
    let written = in_one_way(text);
    let read = |text: &str| single_day(text, reading.order);
    let day = match read(&written) {
        Err(SingleDayFault::NoDay) => nearest(&written, reading.today, read),
        other => other,
    };
    let day = day.map_err(|fault| match fault {
        SingleDayFault::NoDay => DayFault::None,
        SingleDayFault::TwoOrders => DayFault::Order,
    })?;
    if weekday.is_some_and(|weekday| weekday != day.weekday()) {
        return Err(DayFault::Weekday);
    }
    Ok(day)
}

/// A day without the time that stands behind it: `6 oct, 10:30`, `6 oct at 9:15 am`, `6 oct, 14h30`.
fn without_time(text: &str) -> &str {
    let is_half = |end: &str| ["am", "pm", "h"].contains(&end);
    let text = text.rsplit_once(' ').filter(|(_, end)| is_half(end)).map_or(text, |(before, _)| before);
    let Some((before, time)) = text.rsplit_once([' ', ',']) else { return text };
    let time = time.trim_end_matches(char::is_alphabetic);
    let is_figure = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match time.split_once([':', 'h']) {
        Some((hour, minute)) if is_figure(hour) && is_figure(minute) => {
            before.trim_end_matches([' ', ',']).trim_end_matches(" at").trim_end_matches([' ', ','])
        }
        _ => text,
    }
}

/// With words a day has spaces between its parts, and one mark with figures alone: `7. Oct. 26`, `7. 10. 2026`.
fn in_one_way(text: &str) -> String {
    let is_words = text.chars().any(char::is_alphabetic);
    let marks: &[char] = if is_words { &[' ', ',', '.', '/'] } else { &[' ', ','] };
    let parts: Vec<&str> = text.split(marks).filter(|part| !part.is_empty()).collect();
    parts.join(if is_words { " " } else { "" })
}

/// A day without a year, in the year in which it is nearest to today.
fn nearest(
    text: &str,
    today: NaiveDate,
    read: impl Fn(&str) -> Result<NaiveDate, SingleDayFault>,
) -> Result<NaiveDate, SingleDayFault> {
    let mark = text.chars().find(|c| matches!(c, ' ' | '.' | '/' | '-')).ok_or(SingleDayFault::NoDay)?;
    let this = today.year();
    let years = [this, this - 1, this + 1].map(|year| read(&format!("{text}{mark}{year}")));
    let fault = years.iter().find_map(|year| year.err().filter(|fault| *fault == SingleDayFault::TwoOrders));
    let near = years.into_iter().flatten().min_by_key(|day| (*day - today).num_days().abs());
    near.ok_or(fault.unwrap_or(SingleDayFault::NoDay))
}

/// The first day that is printed in a text, as our documents print it.
pub(super) fn printed(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split([' ', ',', '*', '.']).filter(|word| !word.is_empty()).collect();
    words.windows(4).find_map(printed_day)
}

/// What stands behind the day with which a text begins, as our documents print it.
pub(super) fn begins(text: &str) -> Option<&str> {
    let end = text.match_indices([' ', ',', ':', '.']).map(|(at, _)| at).chain([text.len()]).nth(3)?;
    let (day, rest) = text.split_at_checked(end)?;
    printed_day(&day.split(' ').collect::<Vec<_>>()).map(|_| rest)
}

fn printed_day(words: &[&str]) -> Option<NaiveDate> {
    weekday(words.first()?)?;
    read(&words.join(" "), &Reading { today: NaiveDate::MIN, order: None }).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let is_meant = |name: &str| word == name || word.starts_with(name) && word.ends_with("day");
    WEEKDAYS.iter().find(|(name, _)| is_meant(name)).map(|(_, weekday)| *weekday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DateOrder;
    use crate::model::day_of;

    fn reading(order: Option<DateOrder>) -> Reading {
        Reading { today: day_of("2026-10-09").unwrap(), order }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2026-10-07",
            "Wed 7 Oct 2026",
            "Wednesday, 7 October 2026",
            "7 Oct",
            "Oct 7th, 2026",
            "7. Oct. 26",
            "7 Oct, 10:30",
            "Wed 7 Oct 2026 at 9:15 am",
            "2026-10-07 14h30",
        ] {
            assert_eq!(read(text, &reading(None)).unwrap().to_string(), "2026-10-07", "{text}");
        }
        for text in ["28.10.2026", "28. 10. 2026", "28.10.", "28/10", "Wed 28.10.26", "28-10-2026"] {
            assert_eq!(read(text, &reading(None)).unwrap().to_string(), "2026-10-28", "{text}");
        }
        assert_eq!(
            read("7.10.2026", &reading(None)).unwrap().to_string(),
            "2026-10-07",
            "the day before points"
        );
        assert_eq!(read("7/10/2026", &reading(Some(DateOrder::Dmy))).unwrap().to_string(), "2026-10-07");
        assert_eq!(read("10/7/2026", &reading(Some(DateOrder::Mdy))).unwrap().to_string(), "2026-10-07");
        assert_eq!(read("3 Jan", &reading(None)).unwrap().to_string(), "2027-01-03", "the nearest year");
    }

    #[test]
    fn what_is_no_day_or_could_be_two_is_told() {
        for text in [
            "",
            "tomorrow",
            "31 Feb 2026",
            "7",
            "Oct",
            "7 Oct 20266",
            "99999 Oct",
            "7x Oct",
            "45000",
            "x, y",
            "10:30",
        ] {
            assert_eq!(read(text, &reading(None)), Err(DayFault::None), "{text}");
        }
        assert_eq!(read("7/10/2026", &reading(None)), Err(DayFault::Order));
        assert_eq!(read("7/10", &reading(None)), Err(DayFault::Order));
        assert_eq!(read("Tue 7 Oct 2026", &reading(None)), Err(DayFault::Weekday));
    }

    #[test]
    fn the_day_of_a_sheet_is_the_first_one_printed() {
        let day = printed("Lanternfish IT Services, Mon 5 Oct 2026. The meeting takes 60 minutes.").unwrap();
        assert_eq!(day.to_string(), "2026-10-05");
        assert_eq!(printed("By: **Wed 7 Oct 2026**. Pick up").unwrap().to_string(), "2026-10-07");
        assert_eq!(printed("We sat down on Monday"), None);
        assert_eq!(begins("Wed 7 Oct 2026 by Mimi: called"), Some(" by Mimi: called"));
        assert_eq!(begins("Wed 7 Oct 2026, Mimi: called"), Some(", Mimi: called"));
        assert_eq!(begins("Called on Wed 7 Oct 2026"), None);
    }
}
