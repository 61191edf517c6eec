//! Turns date cells into moments; whether day or month comes first is decided over a whole column, never per cell.

use chrono::{Datelike, NaiveDate};

use crate::config::DateOrder;
use crate::model::Moment;

/// Nobody surveyed customers before this year; such a date is a slip.
const EARLIEST_YEAR: i32 = 2000;
/// Firms have customers that are older than that, but none from before this year.
const EARLIEST_YEAR_OF_A_CUSTOMER: i32 = 1900;
/// Nor after this one.
const LATEST_YEAR: i32 = 2199;

/// From 2000 to 2040, in seconds since 1970.
const SECONDS_OF_TODAY: std::ops::Range<u64> = 946_684_800..2_208_988_800;
const SECONDS_A_DAY: i64 = 24 * 60 * 60;
/// 1970-01-01 in days since 1899-12-30.
const SPREADSHEET_DAY_OF_1970: i64 = 25_569;

/// Why a cell is not a date that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateFault {
    /// Nothing like a date.
    NotADate,
    /// A day that no calendar has: 31 February.
    NoSuchDay,
    /// Before 2000, or after 2199.
    OutOfTime,
    /// A date only if day and month stand the other way round.
    OtherOrder,
}

/// What a cell says about the order of day and month in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// A date whatever the order: ISO, `YYYYMMDD`, a month by name, or day and month alike.
    AnyOrder,
    /// Only possible with the day first.
    DayFirst,
    /// Only possible with the month first.
    MonthFirst,
    /// Possible either way.
    Either,
    /// Possible either way, with points between: nobody writes the month first so.
    EitherWithPoints,
    /// No date.
    None,
}

/// The parts of a date as they stand.
#[derive(Debug, Clone, Copy)]
enum Parts {
    Known(i32, u32, u32),
    Numbers { first: u32, second: u32, third: u32, separator: char },
}

/// Reads a cell, day and month in the order given (day first where it does not matter).
pub(super) fn parse(cell: &[u8], order: Option<DateOrder>) -> Result<Moment, DateFault> {
    parse_from(cell, order, EARLIEST_YEAR)
}

/// Reads the day since which somebody is a customer: it may lie long before anybody was asked anything.
pub(super) fn parse_since(cell: &[u8], order: Option<DateOrder>) -> Result<Moment, DateFault> {
    parse_from(cell, order, EARLIEST_YEAR_OF_A_CUSTOMER)
}

fn parse_from(cell: &[u8], order: Option<DateOrder>, earliest: i32) -> Result<Moment, DateFault> {
    if let Some(moment) = iso(cell, earliest) {
        return moment;
    }
    let text = std::str::from_utf8(cell).map_err(|_| DateFault::NotADate)?.trim();
    if let Some(moment) = counted(text, earliest) {
        return Ok(moment);
    }
    let (parts, rest) = split(text).ok_or(DateFault::NotADate)?;
    let second_of_day = time(rest).ok_or(DateFault::NotADate)?;
    if let (Parts::Numbers { first, second, .. }, None) = (parts, order)
        && first != second
    {
        // Nothing in the column says which is which.
        return Err(DateFault::OtherOrder);
    }
    let (year, month, day) = match (parts, order) {
        (Parts::Known(year, month, day), _) => (year, month, day),
        (Parts::Numbers { first, second, third, .. }, Some(DateOrder::Ymd)) => {
            (full_year(first), second, third)
        }
        (Parts::Numbers { first, second, third, .. }, Some(DateOrder::Mdy)) => {
            (full_year(third), first, second)
        }
        (Parts::Numbers { first, second, third, .. }, Some(DateOrder::Dmy) | None) => {
            (full_year(third), second, first)
        }
    };
    let swapped = matches!(parts, Parts::Numbers { .. }) && month > 12 && day <= 12;
    if swapped { Err(DateFault::OtherOrder) } else { moment((year, month, day), second_of_day, earliest) }
}

/// Reads a day that stands alone: day and month as it proves itself, else in the order given; with points between the
/// day comes first.
///
/// # Errors
/// That it is no day, or could be two.
pub(crate) fn single_day(text: &str, order: Option<DateOrder>) -> Result<NaiveDate, SingleDayFault> {
    let order = match evidence(text.as_bytes()) {
        Evidence::None => return Err(SingleDayFault::NoDay),
        Evidence::AnyOrder => order.or(Some(DateOrder::Dmy)),
        Evidence::DayFirst => Some(DateOrder::Dmy),
        Evidence::MonthFirst => Some(DateOrder::Mdy),
        Evidence::EitherWithPoints => order.filter(|order| *order == DateOrder::Mdy).or(Some(DateOrder::Dmy)),
        Evidence::Either => Some(order.ok_or(SingleDayFault::TwoOrders)?),
    };
    parse(text.as_bytes(), order).map(Moment::day).map_err(|_| SingleDayFault::NoDay)
}

/// Why a text that stands alone is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SingleDayFault {
    /// Nothing like a day, or one that no calendar has.
    NoDay,
    /// Day and month could be either way round.
    TwoOrders,
}

/// What a cell says about the order of day and month.
pub(super) fn evidence(cell: &[u8]) -> Evidence {
    if let Some(moment) = iso(cell, EARLIEST_YEAR) {
        return if moment.is_ok() { Evidence::AnyOrder } else { Evidence::None };
    }
    let text = std::str::from_utf8(cell).unwrap_or_default().trim();
    let Some((parts, rest)) = split(text) else { return Evidence::None };
    if time(rest).is_none() {
        return Evidence::None;
    }
    match parts {
        Parts::Known(year, month, day) => {
            if moment((year, month, day), 0, EARLIEST_YEAR).is_ok() {
                Evidence::AnyOrder
            } else {
                Evidence::None
            }
        }
        // 26-09-11 may be the eleventh of September as well.
        Parts::Numbers { first, second, third, separator: '-' } if third < 100 => {
            let is_possible = first > 0 && second > 0 && third > 0 && first.min(second) <= 12;
            if is_possible { Evidence::Either } else { Evidence::None }
        }
        Parts::Numbers { first, second, third, separator } => {
            let is_day = |number: u32| (1..=31).contains(&number);
            let is_month = |number: u32| (1..=12).contains(&number);
            let is_year = third < 100 || (1000..=9999).contains(&third);
            match (is_day(first) && is_month(second), is_month(first) && is_day(second)) {
                _ if !is_year => Evidence::None,
                (true, true) if first == second => Evidence::AnyOrder,
                (true, true) if separator == '.' => Evidence::EitherWithPoints,
                (true, true) => Evidence::Either,
                (true, false) => Evidence::DayFirst,
                (false, true) => Evidence::MonthFirst,
                (false, false) => Evidence::None,
            }
        }
    }
}

/// Whether a cell may be the seconds from 1970 to a day between 2000 and 2040.
pub(super) fn is_seconds_of_today(cell: &[u8]) -> bool {
    let number = std::str::from_utf8(cell).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    number.and_then(|text| text.parse().ok()).is_some_and(|seconds| SECONDS_OF_TODAY.contains(&seconds))
}

/// Whether the year of a date is written with two digits.
pub(super) fn has_short_year(cell: &[u8]) -> bool {
    let text = std::str::from_utf8(cell).unwrap_or_default().trim();
    matches!(split(text), Some((Parts::Numbers { third, .. }, _)) if third < 100)
}

fn full_year(year: u32) -> i32 {
    let year = i32::try_from(year).unwrap_or(0);
    if year < 100 { 2000 + year } else { year }
}

fn moment(
    (year, month, day): (i32, u32, u32),
    second_of_day: u32,
    earliest: i32,
) -> Result<Moment, DateFault> {
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::NoSuchDay)?;
    if (earliest..=LATEST_YEAR).contains(&date.year()) {
        Ok(Moment::new(date, second_of_day))
    } else {
        Err(DateFault::OutOfTime)
    }
}

/// The way most exports write a day, without a look at anything else.
fn iso(cell: &[u8], earliest: i32) -> Option<Result<Moment, DateFault>> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = cell else { return None };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !digits.iter().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number =
        |digits: &[&u8]| digits.iter().fold(0, |number, digit| number * 10 + u32::from(**digit - b'0'));
    let year = i32::try_from(number(&[y1, y2, y3, y4])).ok()?;
    Some(moment((year, number(&[m1, m2]), number(&[d1, d2])), 0, earliest))
}

/// A date as a number: days since 1899-12-30, as spreadsheets keep it, or seconds since 1970, as interfaces send it.
/// It is no evidence of dates, since any id could be one: only a column that is known to hold dates is read so.
fn counted(text: &str, earliest: i32) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = !whole.is_empty()
        && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_number {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let (day, second) = match whole.len() {
        5 => {
            // Finer than a second: what follows does not matter.
            let share: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
            let second = share.parse::<i64>().ok()? * SECONDS_A_DAY / 1_000_000_000;
            (number - SPREADSHEET_DAY_OF_1970, second)
        }
        10 if fraction.is_empty() => (number / SECONDS_A_DAY, number % SECONDS_A_DAY),
        _ => return None,
    };
    let date = NaiveDate::from_epoch_days(i32::try_from(day).ok()?)?;
    moment((date.year(), date.month(), date.day()), u32::try_from(second).ok()?, earliest).ok()
}

/// Splits a text into the parts of its date and what follows (the time).
fn split(text: &str) -> Option<(Parts, &str)> {
    let text = without_weekday(text);
    let (first, rest) = token(text)?;
    if let Token::Number(_, 8) = first {
        let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
        return Some((Parts::Known(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?), rest));
    }
    let (separator, rest) = separator(rest)?;
    let (second, rest) = token(rest)?;
    let (again, rest) = self::separator(rest)?;
    let (third, rest) = token(rest)?;
    let parts = match (first, second, third) {
        (Token::Number(year, 4), Token::Number(month, _), Token::Number(day, 1..=2))
            if separator == again =>
        {
            Parts::Known(i32::try_from(year).ok()?, month, day)
        }
        (Token::Number(first, 1..=2), Token::Number(second, 1..=2), Token::Number(third, 2 | 4))
            if separator == again && separator != ' ' =>
        {
            Parts::Numbers { first, second, third, separator }
        }
        (Token::Number(day, 1..=2), Token::Month(month), Token::Number(year, 2 | 4))
        | (Token::Month(month), Token::Number(day, 1..=2), Token::Number(year, 2 | 4)) => {
            Parts::Known(full_year(year), month, day)
        }
        _ => return None,
    };
    Some((parts, rest))
}

/// `Monday, 28 September 2026` and `Sat Jun 15 2024` without the name of the day, which says nothing more.
fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters < 3 {
        return text;
    }
    let (name, rest) = (text.get(..letters).unwrap_or_default().to_ascii_lowercase(), text.get(letters..));
    let is_day = DAYS.iter().any(|day| *day == name || name.len() == 3 && day.starts_with(&name));
    let behind = rest.unwrap_or_default().trim_start_matches(['.', ',']);
    if is_day && behind.starts_with(' ') { behind.trim_start() } else { text }
}

#[derive(Debug, Clone, Copy)]
enum Token {
    Number(u32, usize),
    Month(u32),
}

/// A number (`5`, `5th`) or the English name of a month.
fn token(text: &str) -> Option<(Token, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let number = text.get(..digits)?;
        let rest = text.get(digits..)?;
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending));
        let is_number = digits <= 4 || digits == 8;
        return is_number
            .then(|| Some((Token::Number(number.parse().ok()?, digits), ordinal.unwrap_or(rest))))?;
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = (text.get(..letters)?.to_ascii_lowercase(), text.get(letters..)?);
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let month = (1..)
        .zip(months)
        .find(|(_, month)| *month == name || name.len() >= 3 && name.len() <= 4 && month.starts_with(&name));
    Some((Token::Month(month?.0), rest.strip_prefix('.').unwrap_or(rest)))
}

/// What stands between the parts: one mark, or spaces with an optional comma.
fn separator(text: &str) -> Option<(char, &str)> {
    if let Some(mark) = ['/', '-', '.'].into_iter().find(|mark| text.starts_with(*mark)) {
        return Some((mark, text.get(1..)?));
    }
    let rest = text.strip_prefix(',').unwrap_or(text).trim_start();
    (rest.len() < text.len()).then_some((' ', rest))
}

/// Reads what follows a date: nothing, or a time with optional AM/PM and a zone, which is not converted.
fn time(rest: &str) -> Option<u32> {
    let rest = rest.trim_start_matches(['T', ',', ' ', '\u{a0}', '\u{202f}']);
    if rest.is_empty() {
        return Some(0);
    }
    let clock =
        rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':' || *byte == b'.').count();
    let (clock, tail) = (rest.get(..clock)?, rest.get(clock..)?.trim());
    let mut parts = clock.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second: u32 = parts.next().map_or(Some(0), |second| second.split('.').next()?.parse().ok())?;
    let upper = tail.to_ascii_uppercase();
    let hour = match upper.get(..2) {
        Some("AM") if (1..=12).contains(&hour) => hour % 12,
        Some("PM") if (1..=12).contains(&hour) => hour % 12 + 12,
        Some("AM" | "PM") => return None,
        _ => hour,
    };
    let zone = upper.trim_start_matches("AM").trim_start_matches("PM").trim();
    let is_zone = zone.len() <= 24
        && zone.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-:()/_ ".contains(letter));
    (hour < 24 && minute < 60 && second < 61 && parts.next().is_none() && is_zone)
        .then_some(hour * 3600 + minute * 60 + second.min(59))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, order: Option<DateOrder>) -> Result<String, DateFault> {
        parse(cell.as_bytes(), order).map(|moment| moment.day().to_string())
    }

    #[test]
    fn dates_are_read_as_people_and_tools_write_them() {
        for cell in [
            "2026-10-05",
            "2026-10-05 14:27:08",
            "2026-10-05T14:27:08Z",
            "2026-10-05T14:27:08.123+02:00",
            "2026/10/5",
            "20261005",
            "5 Oct 2026",
            "5th October 2026",
            "October 5, 2026 6:00 PM",
            "Monday, 5 October 2026",
            "Mon Oct 5 2026",
            "5-Oct-26",
            "05/10/2026 6:00:00AM",
            "5.10.2026",
            "5/10/26",
        ] {
            assert_eq!(read(cell, Some(DateOrder::Dmy)), Ok("2026-10-05".to_owned()), "{cell}");
        }
        assert_eq!(read("10/05/2026 8:51:12", Some(DateOrder::Mdy)), Ok("2026-10-05".to_owned()));
        assert_eq!(read("26-10-05", Some(DateOrder::Ymd)), Ok("2026-10-05".to_owned()));
    }

    #[test]
    fn days_of_spreadsheets_and_seconds_since_1970_are_dates_where_dates_are_expected() {
        let at = |cell: &str| parse(cell.as_bytes(), None);
        let day = |day: &str, second| Ok(Moment::new(day.parse().unwrap(), second));
        assert_eq!(at("46293"), day("2026-09-28", 0));
        assert_eq!(at("46293.5"), day("2026-09-28", 43_200));
        assert_eq!(at("1790553600"), day("2026-09-28", 0));
        assert_eq!(at("1790553661"), day("2026-09-28", 61));
        for cell in ["46293", "46293.5", "1790553600"] {
            assert_eq!(evidence(cell.as_bytes()), Evidence::None, "{cell}");
        }
    }

    #[test]
    fn a_later_time_of_the_same_day_is_later() {
        let at = |cell: &str| parse(cell.as_bytes(), None).unwrap();
        assert!(at("2026-10-05 12:00 AM") < at("2026-10-05 1:00 AM"));
        assert!(at("2026-10-05 1:00 PM") > at("2026-10-05 12:59"));
        assert_eq!(at("2026-10-05"), at("2026-10-05 00:00:00"));
    }

    #[test]
    fn customers_are_older_than_surveys() {
        let since = |cell: &str| {
            parse_since(cell.as_bytes(), Some(DateOrder::Dmy)).map(|moment| moment.day().to_string())
        };
        assert_eq!(since("1998-03-01"), Ok("1998-03-01".to_owned()));
        assert_eq!(since("01.03.1998"), Ok("1998-03-01".to_owned()));
        assert_eq!(since("1899-12-31"), Err(DateFault::OutOfTime));
        assert_eq!(read("1998-03-01", None), Err(DateFault::OutOfTime));
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (cell, fault) in [
            ("31/02/2026", DateFault::NoSuchDay),
            ("2026-02-30", DateFault::NoSuchDay),
            ("1999-12-31", DateFault::OutOfTime),
            ("9999-01-01", DateFault::OutOfTime),
            ("10/25/2026", DateFault::OtherOrder),
            ("soon", DateFault::NotADate),
            ("Monday", DateFault::NotADate),
            ("Moon Oct 5 2026", DateFault::NotADate),
            ("13", DateFault::NotADate),
            ("12345", DateFault::NotADate),
            ("9999999999", DateFault::NotADate),
            ("2026-10", DateFault::NotADate),
            ("2026-10-05 25:00", DateFault::NotADate),
            ("05/10/2026 and then", DateFault::NotADate),
        ] {
            assert_eq!(read(cell, Some(DateOrder::Dmy)), Err(fault), "{cell}");
        }
    }

    #[test]
    fn evidence_for_the_order_is_a_part_over_twelve() {
        for (cell, expected) in [
            ("13/05/2026", Evidence::DayFirst),
            ("05/13/2026", Evidence::MonthFirst),
            ("05/06/2026", Evidence::Either),
            ("05/05/2026", Evidence::AnyOrder),
            ("05.06.2026", Evidence::EitherWithPoints),
            ("2026-05-06", Evidence::AnyOrder),
            ("7", Evidence::None),
            ("32/13/2026", Evidence::None),
        ] {
            assert_eq!(evidence(cell.as_bytes()), expected, "{cell}");
        }
    }
}
