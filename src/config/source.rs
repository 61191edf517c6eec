//! Turns `[[source]]` into what a file is, how to read it and what its columns mean.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::reading::ReadSettings;
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
    /// What went wrong, at whom, and how long it took.
    Incidents,
}

/// Kinds of files that are planned: a different message tells them from misspelt ones.
pub(super) const NOT_READ_YET: [&str; 3] = ["orders", "contacts", "churn"];

impl SourceKind {
    /// The name in `retain.toml`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Accounts => "accounts",
            Self::Invitations => "invitations",
            Self::Incidents => "incidents",
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
    /// Headers by the role of their column ([`SourceKind::roles`]); the first that can be used counts.
    pub columns: BTreeMap<String, Vec<String>>,
    /// The score columns; empty where they are found out.
    #[serde(rename = "score", skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreColumn>,
}

/// `[[source.score]]`: a column of answers on a scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScoreColumn {
    /// What is rated: `overall`, `ease-of-use`.
    pub dimension: String,
    /// The header of the column, or its position: `#12`.
    pub column: String,
    /// The scale it is answered on.
    #[serde(serialize_with = "as_written")]
    pub scale: Scale,
    /// Cells that mean "not answered", beside the empty one.
    pub missing: Vec<String>,
}

fn as_written<S: serde::Serializer>(scale: &Scale, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(scale)
}

/// `[[source]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSource {
    pub(super) kind: SourceKind,
    pub(super) files: Option<Texts>,
    pub(super) read: ReadSettings,
    pub(super) columns: BTreeMap<String, Texts>,
    pub(super) score: Vec<RawScoreColumn>,
}

/// `[[source.score]]` as it is written, before it is checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScoreColumn {
    pub(super) dimension: Option<String>,
    pub(super) column: Option<String>,
    #[serde(deserialize_with = "scale")]
    pub(super) scale: Option<Scale>,
    pub(super) missing: Vec<String>,
}

fn scale<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scale>, D::Error> {
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
