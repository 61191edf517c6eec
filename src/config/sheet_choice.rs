//! Turns `sheet` of `[source.read]` into the sheet of a workbook that is meant.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which sheet of a workbook is read; of other files it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetChoice {
    /// `"auto"`: the one that looks like the table.
    #[default]
    Auto,
    /// `2`: by its position among the tabs, from 1.
    Number(u32),
    /// `"Answers"`: by the name on its tab.
    Name(String),
    /// `"table:Answers"`: by a table that stands on it.
    Table(String),
}

impl SheetChoice {
    /// Whether nobody said which.
    #[must_use]
    pub fn is_auto(&self) -> bool {
        *self == Self::Auto
    }
}

const WANTED: &str =
    "a sheet: \"auto\", its name, its number from 1, or \"table:\" and the name of a table on it";

impl Serialize for SheetChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Auto => serializer.serialize_str("auto"),
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Name(name) => serializer.serialize_str(name),
            Self::Table(name) => serializer.serialize_str(&format!("table:{name}")),
        }
    }
}

impl<'de> Deserialize<'de> for SheetChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SheetVisitor)
    }
}

struct SheetVisitor;

impl Visitor<'_> for SheetVisitor {
    type Value = SheetChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(WANTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<SheetChoice, E> {
        let name = text.trim();
        let choice = match name.strip_prefix("table:").map(str::trim) {
            Some(table) => SheetChoice::Table(table.to_owned()),
            None if name == "auto" => SheetChoice::Auto,
            None => SheetChoice::Name(name.to_owned()),
        };
        match &choice {
            SheetChoice::Name(name) | SheetChoice::Table(name) if name.is_empty() => {
                Err(E::invalid_value(Unexpected::Str(text), &WANTED))
            }
            _ => Ok(choice),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<SheetChoice, E> {
        match u32::try_from(number) {
            Ok(number @ 1..) => Ok(SheetChoice::Number(number)),
            _ => Err(E::invalid_value(Unexpected::Signed(number), &WANTED)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    struct Written {
        sheet: SheetChoice,
    }

    #[test]
    fn a_sheet_is_named_numbered_or_found_by_its_table() {
        for (text, expected) in [
            ("sheet = \"auto\"\n", SheetChoice::Auto),
            ("sheet = 2\n", SheetChoice::Number(2)),
            ("sheet = \"Answers\"\n", SheetChoice::Name("Answers".to_owned())),
            ("sheet = \"table:Scores\"\n", SheetChoice::Table("Scores".to_owned())),
        ] {
            let read: Written = toml::from_str(text).unwrap();
            assert_eq!(read.sheet, expected);
            assert_eq!(toml::to_string(&read).unwrap(), text);
        }
        for text in ["sheet = 0", "sheet = -1", "sheet = \" \"", "sheet = \"table:\"", "sheet = 1.5"] {
            assert!(toml::from_str::<Written>(text).is_err(), "{text}");
        }
    }
}
