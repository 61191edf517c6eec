//! Turns a day as people write it on paper into a day: `2026-10-07`, `Wed 7 Oct 2026`, `7 October`, `7.10.2026`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Reading;
use crate::config::DateOrder;
use crate::model::day_of;

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

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// Reads a day.
pub(super) fn read(text: &str, reading: &Reading) -> Result<NaiveDate, DayFault> {
    let text = text.to_lowercase();
    let parts: Vec<&str> = text.split([' ', ',', '.', '/']).filter(|part| !part.is_empty()).collect();
    let (weekday, parts) = match parts.split_first() {
        Some((first, rest)) if weekday(first).is_some() => (weekday(first), rest),
        _ => (None, parts.as_slice()),
    };
    let day = match *parts {
        [day] => day_of(day).map_err(|_| DayFault::None)?,
        [first, second] => numbers(first, second, None, reading)?,
        [first, second, year] => numbers(first, second, Some(year), reading)?,
        _ => return Err(DayFault::None),
    };
    if weekday.is_some_and(|weekday| weekday != day.weekday()) {
        return Err(DayFault::Weekday);
    }
    Ok(day)
}

/// The first day that is printed in a text, as our documents print it.
pub(super) fn printed(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split([' ', ',', '*', '.']).filter(|word| !word.is_empty()).collect();
    let reading = Reading { today: NaiveDate::MIN, order: None };
    words.windows(4).find_map(|words| {
        weekday(words.first()?)?;
        read(&words.join(" "), &reading).ok()
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let is_meant = |name: &str| word == name || word.starts_with(name) && word.ends_with("day");
    WEEKDAYS.iter().find(|(name, _)| is_meant(name)).map(|(_, weekday)| *weekday)
}

fn month(word: &str) -> Option<u32> {
    let start = word.get(..3)?;
    let is_word = word.chars().all(char::is_alphabetic);
    let place = MONTHS.iter().position(|month| is_word && *month == start)?;
    u32::try_from(place + 1).ok()
}

/// A day and a month in some order, with a year or the nearest one.
fn numbers(first: &str, second: &str, year: Option<&str>, reading: &Reading) -> Result<NaiveDate, DayFault> {
    let number = |text: &str| {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_number = !digits.is_empty()
            && digits.len() <= 2
            && ["", "st", "nd", "rd", "th"].contains(&&text[digits.len()..]);
        if is_number { digits.parse::<u32>().ok() } else { None }
    };
    let (day, month) = match (month(first), month(second)) {
        (None, Some(month)) => (number(first), Some(month)),
        (Some(month), None) => (number(second), Some(month)),
        (Some(_), Some(_)) => return Err(DayFault::None),
        (None, None) => ordered(number(first), number(second), reading.order)?,
    };
    let (Some(day), Some(month)) = (day, month) else { return Err(DayFault::None) };
    let at = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let found = match year {
        Some(year) if year.len() == 4 => year.parse().ok().and_then(at),
        Some(year) if year.len() == 2 => year.parse::<i32>().ok().and_then(|year| at(2000 + year)),
        Some(_) => None,
        None => {
            let this = reading.today.year();
            let near = [this - 1, this, this + 1].into_iter().filter_map(at);
            near.min_by_key(|day| (*day - reading.today).num_days().abs())
        }
    };
    found.ok_or(DayFault::None)
}

/// Which of two numbers is the day.
fn ordered(
    first: Option<u32>,
    second: Option<u32>,
    order: Option<DateOrder>,
) -> Result<(Option<u32>, Option<u32>), DayFault> {
    let (Some(one), Some(two)) = (first, second) else { return Err(DayFault::None) };
    match order {
        _ if one == two || one > 12 => Ok((first, second)),
        _ if two > 12 => Ok((second, first)),
        Some(DateOrder::Dmy) => Ok((first, second)),
        Some(DateOrder::Mdy) => Ok((second, first)),
        Some(DateOrder::Ymd) | None => Err(DayFault::Order),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(read(text, &reading(None)).unwrap().to_string(), "2026-10-07", "{text}");
        }
        assert_eq!(read("28.10.2026", &reading(None)).unwrap().to_string(), "2026-10-28");
        assert_eq!(read("7/10/2026", &reading(Some(DateOrder::Dmy))).unwrap().to_string(), "2026-10-07");
        assert_eq!(read("10/7/2026", &reading(Some(DateOrder::Mdy))).unwrap().to_string(), "2026-10-07");
        assert_eq!(read("3 Jan", &reading(None)).unwrap().to_string(), "2027-01-03", "the nearest year");
    }

    #[test]
    fn what_is_no_day_or_could_be_two_is_told() {
        for text in ["", "tomorrow", "31 Feb 2026", "7", "Oct", "7 Oct 20266", "99999 Oct", "7x Oct"] {
            assert_eq!(read(text, &reading(None)), Err(DayFault::None), "{text}");
        }
        assert_eq!(read("7/10/2026", &reading(None)), Err(DayFault::Order));
        assert_eq!(read("Tue 7 Oct 2026", &reading(None)), Err(DayFault::Weekday));
    }

    #[test]
    fn the_day_of_a_sheet_is_the_first_one_printed() {
        let day = printed("Lanternfish IT Services, Mon 5 Oct 2026. The meeting takes 60 minutes.").unwrap();
        assert_eq!(day.to_string(), "2026-10-05");
        assert_eq!(printed("By: **Wed 7 Oct 2026**. Pick up").unwrap().to_string(), "2026-10-07");
        assert_eq!(printed("We sat down on Monday"), None);
    }
}
