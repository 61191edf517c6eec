//! Turns `[[source]]` into what a file is, how to read it and what its columns mean.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::reading::{RawRead, ReadSettings};
use super::source_shape::{ColumnSettings, LongSettings, RawColumns, RawLong, ScoreReading};
use crate::model::Scale;

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// Answers to the survey.
    #[default]
    Survey,
    /// Customers, with who looks after them and what they are worth.
    Accounts,
    /// Who was asked, and when.
    Invitations,
    /// What customers ordered, and sent back.
    Orders,
    /// What went wrong, at whom, and how long it took.
    Incidents,
    /// What was sent to customers to sell more, and who acted upon it.
    Contacts,
    /// Who left or buys less.
    Churn,
}

impl SourceKind {
    /// All of them, the survey first.
    pub const ALL: [Self; 7] = [
        Self::Survey,
        Self::Accounts,
        Self::Invitations,
        Self::Orders,
        Self::Incidents,
        Self::Contacts,
        Self::Churn,
    ];

    /// Those of the files that lie beside the survey.
    pub fn beside() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| *kind != Self::Survey)
    }

    /// The name in `retain.toml`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Accounts => "accounts",
            Self::Invitations => "invitations",
            Self::Orders => "orders",
            Self::Incidents => "incidents",
            Self::Contacts => "contacts",
            Self::Churn => "churn",
        }
    }

    /// The keys that `[source.columns]` has for files of this kind.
    #[must_use]
    pub fn roles(self) -> &'static [&'static str] {
        match self {
            Self::Survey => &[
                "customer",
                "name",
                "account-manager",
                "contact",
                "email",
                "date",
                "sentiment",
                "comment",
                "response",
                "wave",
            ],
            Self::Accounts => &[
                "customer",
                "name",
                "account-manager",
                "technicians",
                "contact",
                "phone",
                "email",
                "value",
                "margin",
                "profit-last-years",
                "lifetime-value",
                "since",
                "renewal",
                "effort",
                "pays-late-days",
                "cost-to-replace",
                "notes",
            ],
            Self::Invitations => &["customer", "date", "contact"],
            Self::Orders => &["customer", "date", "amount", "order", "status", "quantity", "price"],
            Self::Incidents => &[
                "customer",
                "opened",
                "incident-id",
                "resolved",
                "issue",
                "complaint",
                "public",
                "threatens-to-leave",
                "promised-hours",
                "actual-hours",
                "handled-by",
                "note",
                "shareable",
                "summary",
            ],
            Self::Contacts => &["customer", "date", "channel", "acted"],
            Self::Churn => {
                &["customer", "date", "kind", "revenue", "stated-reason", "proximate-cause", "root-cause"]
            }
        }
    }
}

/// `[[source]]`: files of one shape. What it does not say is found out from the files.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SourceSettings {
    /// What the rows are.
    pub kind: SourceKind,
    /// Paths from the folder of `retain.toml`; `*` and `?` may stand in the last part.
    pub files: Vec<String>,
    /// How the file is written.
    pub read: ReadSettings,
    /// What its columns are.
    pub columns: ColumnSettings,
    /// The score columns; empty where they are found out.
    #[serde(rename = "score", skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreColumn>,
    /// How one row an answer becomes one row a response; `None` where a row is a response already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long: Option<LongSettings>,
}

impl SourceSettings {
    /// The dimensions that are set, with how their cells are read.
    pub fn dimensions(&self) -> impl Iterator<Item = (&String, &ScoreReading)> {
        let of_columns = self.scores.iter().map(|score| (&score.dimension, &score.reading));
        let of_rows = self.long.iter().flat_map(|long| long.scores.values());
        of_columns.chain(of_rows.map(|score| (&score.dimension, &score.reading)))
    }
}

/// `[[source.score]]`: a column of answers on a scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScoreColumn {
    /// What is rated: `overall`, `ease-of-use`.
    pub dimension: String,
    /// Where it stands.
    pub column: ColumnChoice,
    /// How its cells are read.
    #[serde(flatten)]
    pub reading: ScoreReading,
}

/// Where something stands: columns by their header, a pattern for it (`~regex`) or their position (`#12`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnChoice {
    /// In one column.
    One(String),
    /// In one of several columns: the options of a question, of which each answer has one.
    OneOf(Vec<String>),
}

impl ColumnChoice {
    /// The columns, as they are written.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::OneOf(names) => names,
        }
    }
}

impl Serialize for ColumnChoice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(name) => serializer.serialize_str(name),
            Self::OneOf(names) => serializer.collect_seq(names),
        }
    }
}

/// `[[source]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSource {
    pub(super) kind: SourceKind,
    pub(super) files: Option<Texts>,
    pub(super) read: RawRead,
    pub(super) columns: RawColumns,
    pub(super) score: Vec<RawScoreColumn>,
    pub(super) long: Option<RawLong>,
}

/// `[[source.score]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScoreColumn {
    pub(super) dimension: Option<String>,
    pub(super) column: Option<Texts>,
    #[serde(deserialize_with = "scale")]
    pub(super) scale: Option<Scale>,
    pub(super) scale_by: Option<BTreeMap<String, String>>,
    pub(super) missing: Vec<String>,
    pub(super) labels: BTreeMap<String, f64>,
}

pub(super) fn scale<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scale>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wanted = "a scale, the worse end first: \"0-10\", \"1-5\", or \"5-1\" where 1 is best";
    let scale = text.parse().map_err(|_| D::Error::invalid_value(Unexpected::Str(&text), &wanted))?;
    Ok(Some(scale))
}

/// One text or a list of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// The texts.
    pub(super) texts: Vec<String>,
    /// Whether they are written as a list.
    pub(super) is_list: bool,
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts { texts: vec![text.to_owned()], is_list: false })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Texts, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = seq.next_element()? {
            texts.push(text);
        }
        Ok(Texts { texts, is_list: true })
    }
}
