//! Turns `[source.read]` into how a file is written.

use std::fmt;
use std::str::FromStr;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use super::sheet_choice::SheetChoice;
use super::source_shape::{RawRule, RowRule};

/// `[source.read]`: how a file is written; what it does not say is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReadSettings {
    /// The encoding, by any of its usual names: `utf-8`, `cp1252`, `utf-16`.
    pub encoding: Option<String>,
    /// What stands between two cells.
    pub delimiter: Option<Delimiter>,
    /// Lines above the header.
    pub skip_rows: Option<u64>,
    /// Rows that name the columns, from 1 to 3.
    pub header_rows: Option<u8>,
    /// What stands between the names of a column that several header rows name.
    pub header_join: Option<String>,
    /// The mark before decimals.
    pub decimal: Option<DecimalMark>,
    /// The sheet of a workbook that is read.
    #[serde(skip_serializing_if = "SheetChoice::is_auto")]
    pub sheet: SheetChoice,
    /// The order of day, month and year in dates.
    pub date_order: Option<DateOrder>,
    /// Rows that are left out; an empty list is not the same as none, where a survey tool marks some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop_rows: Option<Vec<RowRule>>,
}

/// `[source.read]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRead {
    #[serde(deserialize_with = "encoding")]
    pub(super) encoding: Option<String>,
    pub(super) delimiter: Option<Delimiter>,
    pub(super) skip_rows: Option<u64>,
    #[serde(deserialize_with = "header_rows")]
    pub(super) header_rows: Option<u8>,
    pub(super) header_join: Option<String>,
    pub(super) decimal: Option<DecimalMark>,
    pub(super) sheet: SheetChoice,
    pub(super) date_order: Option<DateOrder>,
    pub(super) drop_rows: Option<Vec<RawRule>>,
}

/// The mark before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `7.5`
    #[serde(rename = ".")]
    Point,
    /// `7,5`
    #[serde(rename = ",")]
    Comma,
}

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiter {
    /// `,`
    #[serde(rename = ",")]
    Comma,
    /// `;`
    #[serde(rename = ";")]
    Semicolon,
    /// A tab.
    #[serde(rename = "tab")]
    Tab,
    /// `|`
    #[serde(rename = "|")]
    Pipe,
}

impl DecimalMark {
    /// The mark that stands before no decimals then.
    #[must_use]
    pub fn other(self) -> u8 {
        match self {
            Self::Point => b',',
            Self::Comma => b'.',
        }
    }
}

impl Delimiter {
    /// The byte in the file.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

/// The order of day, month and year in dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// Day first: 31.12.2026.
    Dmy,
    /// Month first: 12/31/2026.
    Mdy,
    /// Year first: 2026/12/31.
    Ymd,
}

impl DateOrder {
    /// The order in `retain.toml` and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A text that is no order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateOrderError;

impl fmt::Display for DateOrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order of a date is dmy (31.12.2026), mdy (12/31/2026) or ymd (2026/12/31)")
    }
}

impl std::error::Error for DateOrderError {}

impl FromStr for DateOrder {
    type Err = DateOrderError;

    /// Reads `dmy`, `mdy` or `ymd`.
    ///
    /// # Errors
    /// When the text is none of the three.
    fn from_str(text: &str) -> Result<Self, DateOrderError> {
        let all = [Self::Dmy, Self::Mdy, Self::Ymd];
        all.into_iter().find(|order| order.id() == text).ok_or(DateOrderError)
    }
}

/// How many rows name the columns: no tool writes more than three.
const MOST_HEADER_ROWS: u64 = 3;

fn header_rows<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let rows = i64::deserialize(deserializer)?;
    let possible = u64::try_from(rows).ok().filter(|rows| (1..=MOST_HEADER_ROWS).contains(rows));
    let rows_of_header = possible.and_then(|rows| u8::try_from(rows).ok());
    let wanted = "1, 2 or 3: how many rows name the columns";
    rows_of_header.map(Some).ok_or_else(|| D::Error::invalid_value(Unexpected::Signed(rows), &wanted))
}

fn encoding<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    let wanted = "an encoding, such as \"utf-8\", \"cp1252\" or \"utf-16\"";
    match encoding_rs::Encoding::for_label_no_replacement(name.as_bytes()) {
        Some(_) => Ok(Some(name)),
        None => Err(D::Error::invalid_value(Unexpected::Str(&name), &wanted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_of_dates_reads_back_as_written() {
        for text in ["dmy", "mdy", "ymd"] {
            assert_eq!(text.parse::<DateOrder>().unwrap().to_string(), text);
        }
        for text in ["", "DMY", "ydm", "d/m/y"] {
            assert_eq!(text.parse::<DateOrder>(), Err(DateOrderError), "{text}");
        }
        assert!(DateOrderError.to_string().contains("dmy"));
    }

    #[test]
    fn a_delimiter_is_one_byte() {
        let bytes =
            [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe].map(Delimiter::byte);
        assert_eq!(&bytes, b",;\t|");
    }
}
