//! Turns a cell of a sheet into the text that a person would have typed into a CSV file.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};

const SECONDS_A_DAY: f64 = 86_400.0;
/// From here on Excel has not kept all digits that were typed: what is left is no id any more, and is shown so.
const DIGITS_LOST_FROM: f64 = 1e15;

/// Writes a cell to the end of `text`; `is_percent` says whether numbers in it are shown as percentages.
pub(super) fn write(cell: &DataRef<'_>, is_percent: bool, text: &mut String) {
    match cell {
        DataRef::Int(number) if is_percent => push(text, format_args!("{}%", number * 100)),
        DataRef::Float(number) if is_percent => {
            write_number(number * 100.0, text);
            text.push('%');
        }
        DataRef::Empty => {}
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            text.push_str(value)
        }
        DataRef::SharedString(value) => text.push_str(value),
        DataRef::Int(number) => push(text, format_args!("{number}")),
        DataRef::Float(number) => write_number(*number, text),
        DataRef::Bool(is_true) => text.push_str(if *is_true { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => write_moment(*moment, text),
        DataRef::Error(error) => push(text, format_args!("{error}")),
    }
}

/// Whether a number format shows numbers as percentages: `0.0%`, and not `0"%"`.
pub(super) fn shows_percent(format: &str) -> bool {
    let mut letters = format.chars();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '%' if !is_quoted => return true,
            '"' => is_quoted = !is_quoted,
            '\\' => _ = letters.next(),
            _ => {}
        }
    }
    false
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = text.write_fmt(arguments);
}

/// The shortest text of a number, of the 15 digits that Excel shows: 9, 7.5, 0.3.
fn write_number(number: f64, text: &mut String) {
    let shown = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    if shown == 0.0 {
        text.push('0');
    } else if shown.abs() < DIGITS_LOST_FROM {
        push(text, format_args!("{shown}"));
    } else {
        text.push_str(&format!("{shown:E}").replace('E', "E+"));
    }
}

/// A day, a day with its time, a time of day (`9:30:00`), or a duration in hours (`26:30:00`).
fn write_moment(moment: ExcelDateTime, text: &mut String) {
    let value = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&value) {
        let seconds = (value * SECONDS_A_DAY).round() as i64;
        let sign = if seconds < 0 { "-" } else { "" };
        let seconds = seconds.unsigned_abs();
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        push(text, format_args!("{sign}{hours}:{minutes:02}:{:02}", seconds % 60));
        return;
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    push(text, format_args!("{year:04}-{month:02}-{day:02}"));
    if (hour, minute, second) != (0, 0, 0) {
        push(text, format_args!(" {hour:02}:{minute:02}:{second:02}"));
    }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn written(cell: &DataRef<'_>) -> String {
        let mut text = String::new();
        write(cell, false, &mut text);
        text
    }

    #[test]
    fn a_share_is_written_as_it_is_shown() {
        for (number, expected) in
            [(0.8, "80%"), (0.285, "28.5%"), (0.29, "29%"), (1.0, "100%"), (-0.05, "-5%")]
        {
            let mut text = String::new();
            write(&DataRef::Float(number), true, &mut text);
            assert_eq!(text, expected);
        }
        assert!(["0%", "0.00%", "#,##0 %;-0%"].into_iter().all(shows_percent));
        assert!(!["General", "0.00", "0\"%\"", "0\\%", "yyyy-mm-dd"].into_iter().any(shows_percent));
    }

    #[test]
    fn numbers_are_as_short_as_a_person_types_them() {
        for (number, expected) in [
            (9.0, "9"),
            (7.5, "7.5"),
            (0.1 + 0.2, "0.3"),
            (261.960_000_000_000_04, "261.96"),
            (-3.0, "-3"),
            (-0.0, "0"),
            (14_200.0, "14200"),
            (1_234_567_890_123.0, "1234567890123"),
            (6.11e23, "6.11E+23"),
            (0.000_1, "0.0001"),
        ] {
            assert_eq!(written(&DataRef::Float(number)), expected);
        }
        assert_eq!(written(&DataRef::Int(4)), "4");
    }

    #[test]
    fn dates_are_written_the_way_that_cannot_be_misread() {
        let at = |value, kind, is_1904| written(&DataRef::DateTime(ExcelDateTime::new(value, kind, is_1904)));
        let date = ExcelDateTimeType::DateTime;
        assert_eq!(at(46_293.0, date, false), "2026-09-28");
        assert_eq!(at(46_293.0 - 1462.0, date, true), "2026-09-28");
        assert_eq!(at(46_293.541_666_666_664, date, false), "2026-09-28 13:00:00");
        assert_eq!(at(46_293.999_999_999, date, false), "2026-09-29");
        assert_eq!(at(0.395_833_333_333_333, date, false), "9:30:00");
        assert_eq!(at(1.104_166_666_666_667, ExcelDateTimeType::TimeDelta, false), "26:30:00");
    }

    #[test]
    fn what_is_no_number_is_written_as_it_is_shown() {
        assert_eq!(written(&DataRef::Bool(true)), "TRUE");
        assert_eq!(written(&DataRef::Error(CellErrorType::Ref)), "#REF!");
        assert_eq!(written(&DataRef::SharedString("Müller & Söhne")), "Müller & Söhne");
        assert_eq!(written(&DataRef::String("6/6/2025 6:00:00AM".to_owned())), "6/6/2025 6:00:00AM");
        assert_eq!(written(&DataRef::Empty), "");
    }
}
