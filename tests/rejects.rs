//! Laws of the rows that are left out: none is lost, none is changed, and mended they give what the clean file gives.

#![expect(clippy::expect_used, reason = "a law that cannot be set up has failed")]

mod surveys;

use proptest::prelude::*;
use retain::assessment::AtRiskList;
use retain::config::{self, Config};
use retain::ingest::rejects;
use surveys::{Desk, Text};

/// A row as it should be, and as it is.
#[derive(Debug, Clone)]
struct Row {
    clean: String,
    polluted: Option<String>,
}

impl Row {
    fn as_it_is(&self) -> &str {
        self.polluted.as_deref().unwrap_or(&self.clean)
    }
}

const HEADER: &str = "Customer;Date;Overall;Accuracy;Comment\n";

/// Rows that are left out up to this number refuse no file.
const TO_LOSE: usize = 5;

/// A survey of rows on days of their own, some of them polluted.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let comment = prop_oneof![
        Just("fine"),
        Just("\"good,\nthanks\""),
        Just("\"we will cancel\r\n\nsoon\""),
        Just("f\u{fc}r uns"),
        Just("")
    ];
    // Two rows of noughts and ones alone show nobody that they are scores, so that the scores begin at 2.
    let row = (0..5_u8, 2..=10_u8, 2..=10_u8, comment, 0..24_u8);
    prop::collection::vec(row, 8..40).prop_map(|rows| {
        let mut polluted = 0;
        let day = |at: usize| {
            let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
            first + chrono::Days::new(at as u64 * 5)
        };
        let of = |(at, (customer, overall, accuracy, comment, kind)): (usize, (u8, u8, u8, &str, u8))| {
            let day = day(at);
            let clean = format!("Firm {customer};{day};{overall};{accuracy};{comment}\n");
            let wrong = match kind {
                0 => Some(format!("Firm {customer};{day};often;{accuracy};{comment}\n")),
                1 => Some(format!("Firm {customer};2026-02-31;{overall};{accuracy};{comment}\n")),
                2 => Some(format!(" ;{day};{overall};{accuracy};{comment}\n")),
                3 => Some(format!("Firm {customer};{day};{overall};{accuracy};{comment};\u{2026}\n")),
                4 => Some(format!("Firm {customer};{day};{overall};{comment}\n")),
                // Of a row with line breaks in it the lines count as rows that the quote swallowed.
                5 if !comment.contains('\n') => {
                    Some(format!("\"Firm\" {customer};{day};{overall};{accuracy};{comment}\n"))
                }
                6 => Some(format!("Firm {customer};{day};11;{accuracy};{comment}\n")),
                _ => None,
            };
            // The first rows show what the columns are, and the last what ends the file.
            let polluted = wrong.filter(|_| {
                polluted += 1;
                at > 2 && polluted <= TO_LOSE
            });
            Row { clean, polluted }
        };
        let mut rows: Vec<Row> = rows.into_iter().enumerate().map(of).collect();
        rows.extend(
            rows.first().cloned().map(|row| Row { clean: row.clean.replace("2026-01", "2025-12"), ..row }),
        );
        rows
    })
}

/// How a text is written down.
#[derive(Debug, Clone, Copy)]
enum Letters {
    Utf8,
    Utf8WithMark,
    Windows,
    LittleEndian,
    BigEndian,
}

fn letters() -> impl Strategy<Value = Letters> {
    prop::sample::select(vec![
        Letters::Utf8,
        Letters::Utf8WithMark,
        Letters::Windows,
        Letters::LittleEndian,
        Letters::BigEndian,
    ])
}

impl Letters {
    fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Windows => b"",
            Self::Utf8WithMark => b"\xef\xbb\xbf",
            Self::LittleEndian => b"\xff\xfe",
            Self::BigEndian => b"\xfe\xff",
        }
    }

    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 | Self::Utf8WithMark => text.as_bytes().to_vec(),
            Self::Windows => {
                let byte = |letter: char| match letter {
                    '\u{2026}' => 0x85,
                    letter => u8::try_from(u32::from(letter)).expect("a letter of Windows-1252"),
                };
                text.chars().map(byte).collect()
            }
            Self::LittleEndian => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::BigEndian => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    fn file(self, title: &str, rows: impl Iterator<Item = String>) -> Vec<u8> {
        let text = rows.fold(format!("{title}{HEADER}"), |text, row| text + &row);
        [self.mark(), &self.bytes(&text)].concat()
    }
}

fn by_month() -> Config {
    let (config, problems) = config::parse("retain.toml", "[waves]\nby = \"month\"\n");
    assert!(!problems.has_errors());
    config
}

/// What must be the same: everything but the places.
fn without_places(list: &AtRiskList) -> Vec<String> {
    let all = list.call.iter().chain(&list.watch).chain(&list.rest);
    let line = |one: &retain::assessment::Assessment| {
        let texts: Vec<_> = one.reasons.iter().chain(&one.notes).map(|reading| &reading.text).collect();
        format!("{} {} {:?} {:?} {texts:?} {:?}", one.customer, one.label, one.score, one.previous, one.since)
    };
    all.map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rejects_are_the_polluted_rows_as_they_came(rows in rows(), letters in letters(), title in prop::sample::select(vec!["", "Survey of 2026\n\n"])) {
        let config = Config::default();
        let file = letters.file(title, rows.iter().map(|row| row.as_it_is().to_owned()));
        let files = [Text::new("survey.csv", file)];
        let reading = Desk { keeps_rejects: true, ..Desk::of(&config, &files) }.reading();
        prop_assert!(reading.is_read_whole, "{:?}", reading.problems.shown());
        let summary = &reading.files[0];
        let polluted: Vec<String> = rows.iter().filter_map(|row| row.polluted.clone()).collect();
        let is_polluted = !polluted.is_empty();
        let expected = is_polluted.then(|| letters.file("", polluted.clone().into_iter()));
        let found = rejects(&files[0], summary).expect("memory can be read");
        prop_assert_eq!(found, expected);
        let counts = summary.rows;
        prop_assert_eq!(counts.left_out, polluted.len() as u64);
        let kept = counts.answers + counts.later + counts.unanswered + counts.repeated;
        prop_assert_eq!(kept + counts.left_out, rows.len() as u64);
        prop_assert_eq!(summary.left_out.reasons.values().sum::<u64>(), counts.left_out);
    }

    #[test]
    fn mended_rejects_and_the_file_give_what_the_clean_file_gives(rows in rows(), letters in letters()) {
        let config = by_month();
        let clean = [Text::new("survey.csv", letters.file("", rows.iter().map(|row| row.clean.clone())))];
        let polluted = Text::new("survey.csv", letters.file("", rows.iter().map(|row| row.as_it_is().to_owned())));
        let mended = rows.iter().filter(|row| row.polluted.is_some()).map(|row| row.clean.clone());
        let mended = Text::new("mended.csv", letters.file("", mended));
        let both = if rows.iter().any(|row| row.polluted.is_some()) { vec![polluted, mended] } else { vec![polluted] };
        let as_of = |files| Desk { as_of: "2026-12-31", ..Desk::of(&config, files) };
        let clean = as_of(&clean).list().expect("a clean list");
        let both = as_of(&both).list().expect("a list of both");
        prop_assert_eq!(without_places(&both), without_places(&clean));
    }
}

#[test]
fn lines_are_kept_only_where_somebody_wants_the_rows() {
    let config = Config::default();
    let text = format!("{HEADER}Acme;2026-09-28;often;9;fine\nGlobex;2026-09-29;9;9;fine\n");
    let files = [Text::new("survey.csv", text)];
    let summary = &Desk::of(&config, &files).reading().files[0];
    assert_eq!(summary.left_out.reasons.len(), 1);
    assert_eq!(rejects(&files[0], summary).expect("memory can be read"), None);
}
