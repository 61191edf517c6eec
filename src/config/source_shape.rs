//! Turns the parts of `[[source]]` that say how the rows of a file in its own shape become answers into settings.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::source::Texts;
use crate::model::{RawScore, Scale};

/// `[source.columns]`: what the columns are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ColumnSettings {
    /// Headers by the role of their column ([`super::SourceKind::roles`]).
    #[serde(flatten)]
    pub headers: BTreeMap<String, Vec<String>>,
    /// Which rows are answers that somebody finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<Complete>,
    /// Roles whose cells stand together in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_cell: Option<InCell>,
    /// Rows of a file beside the survey that are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<RowRule>,
}

impl ColumnSettings {
    /// The headers of a role, where they are set.
    #[must_use]
    pub fn get(&self, role: &str) -> Option<&Vec<String>> {
        self.headers.get(role)
    }
}

/// Rows that hold one of these cells in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowRule {
    /// The column, as any column is named.
    pub column: String,
    /// The cells, compared without regard to case and spacing.
    pub is: Vec<String>,
}

/// `complete`: which rows are answers that somebody finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complete {
    /// What a finished answer holds, and where.
    #[serde(flatten)]
    pub rule: RowRule,
    /// What becomes of the others.
    #[serde(rename = "else")]
    pub otherwise: Otherwise,
}

/// What becomes of answers that nobody finished.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// They are read as far as they go.
    #[default]
    Keep,
    /// They are left out.
    Drop,
}

/// `in-cell`: several things that stand in one cell with a mark between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InCell {
    /// The column.
    pub column: String,
    /// What stands between the parts.
    pub split: String,
    /// The number of the part, from 1, by the key that the part has in `[source.columns]`.
    pub take: BTreeMap<String, u32>,
}

/// How the cells of a score are read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScoreReading {
    /// The scale, one for all rows or one a row.
    #[serde(flatten)]
    pub scale: ScoreScale,
    /// Cells that mean "not answered", beside the empty one.
    pub missing: Vec<String>,
    /// The numbers that words stand for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", serialize_with = "as_numbers")]
    pub labels: BTreeMap<String, RawScore>,
}

impl ScoreReading {
    /// On this scale, with nothing special about the cells.
    #[must_use]
    pub fn on(scale: Scale) -> Self {
        Self { scale: ScoreScale::One(scale), missing: Vec::new(), labels: BTreeMap::new() }
    }
}

/// The scale of a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScoreScale {
    /// All rows are answered on one scale.
    One(Scale),
    /// A column says for each row which scale it is.
    By {
        /// That column.
        column: String,
        /// The scales, by what stands in it.
        scales: BTreeMap<String, Scale>,
    },
}

impl ScoreScale {
    /// Every scale that an answer can be on.
    pub fn all(&self) -> impl Iterator<Item = Scale> {
        let (one, several) = match self {
            Self::One(scale) => (Some(*scale), None),
            Self::By { scales, .. } => (None, Some(scales.values().copied())),
        };
        one.into_iter().chain(several.into_iter().flatten())
    }
}

impl Serialize for ScoreScale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::One(scale) => map.serialize_entry("scale", &scale.to_string())?,
            Self::By { column, scales } => {
                let mut by = BTreeMap::from([("column", column.clone())]);
                by.extend(scales.iter().map(|(value, scale)| (value.as_str(), scale.to_string())));
                map.serialize_entry("scale-by", &by)?;
            }
        }
        map.end()
    }
}

fn as_numbers<S: Serializer>(labels: &BTreeMap<String, RawScore>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(labels.iter().map(|(word, score)| (word, score.points())))
}

/// `[source.long]`: a file with one row for each question that a response answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LongSettings {
    /// The column that names the question.
    pub dimension: String,
    /// The column that holds the answer.
    pub value: String,
    /// The questions that are answered in words.
    pub comments: Vec<String>,
    /// The questions that are answered with a score, by what the first column calls them.
    pub scores: BTreeMap<String, LongScore>,
}

/// A score of `[source.long]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LongScore {
    /// What is rated: `overall`, `ease-of-use`.
    pub dimension: String,
    /// How its cells are read.
    #[serde(flatten)]
    pub reading: ScoreReading,
}

/// `[source.columns]` as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct RawColumns {
    pub(super) headers: BTreeMap<String, Texts>,
    pub(super) complete: Option<RawComplete>,
    pub(super) in_cell: Option<RawInCell>,
    pub(super) exclude: Option<RawRule>,
}

impl<'de> Deserialize<'de> for RawColumns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ColumnsVisitor)
    }
}

struct ColumnsVisitor;

impl<'de> Visitor<'de> for ColumnsVisitor {
    type Value = RawColumns;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawColumns, A::Error> {
        let mut columns = RawColumns::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "complete" => columns.complete = Some(map.next_value()?),
                "in-cell" => columns.in_cell = Some(map.next_value()?),
                "exclude" => columns.exclude = Some(map.next_value()?),
                _ => {
                    columns.headers.insert(key, map.next_value()?);
                }
            }
        }
        Ok(columns)
    }
}

/// A rule about rows as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRule {
    pub(super) column: Option<String>,
    pub(super) is: Option<Texts>,
}

/// `complete` as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawComplete {
    pub(super) column: Option<String>,
    pub(super) is: Option<Texts>,
    #[serde(rename = "else")]
    pub(super) otherwise: Otherwise,
}

/// `in-cell` as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawInCell {
    pub(super) column: Option<String>,
    pub(super) split: Option<String>,
    pub(super) take: BTreeMap<String, u32>,
}

/// `[source.long]` as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLong {
    pub(super) dimension: Option<String>,
    pub(super) value: Option<String>,
    pub(super) comments: Option<Texts>,
    pub(super) scores: BTreeMap<String, RawLongScore>,
}

/// A score of `[source.long]` as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLongScore {
    pub(super) dimension: Option<String>,
    #[serde(deserialize_with = "super::source::scale")]
    pub(super) scale: Option<Scale>,
    pub(super) scale_by: Option<BTreeMap<String, String>>,
    pub(super) missing: Vec<String>,
    pub(super) labels: BTreeMap<String, f64>,
}
