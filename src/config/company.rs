//! Turns `[company]` into who we are and when we work.

use chrono::NaiveDate;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::document::DATE;
use crate::model::{Weekday, WorkingDays};

/// `[company]`: who we are and when we work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Company {
    /// The firm's name, for the head of documents.
    pub name: Option<String>,
    /// The currency of every amount, as it is to be shown.
    pub currency: String,
    /// Who stands behind a promise.
    pub director: Option<String>,
    /// The days on which the firm works.
    pub working_days: Vec<Weekday>,
    /// Days on which the firm does not work although it is a working day.
    #[serde(serialize_with = "as_dates", deserialize_with = "from_dates")]
    pub holidays: Vec<NaiveDate>,
}

impl Default for Company {
    fn default() -> Self {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        let currency = "EUR".to_owned();
        Self {
            name: None,
            currency,
            director: None,
            working_days: vec![Mon, Tue, Wed, Thu, Fri],
            holidays: Vec::new(),
        }
    }
}

impl Company {
    /// The days on which the firm works.
    #[must_use]
    pub fn calendar(&self) -> WorkingDays {
        WorkingDays::new(&self.working_days, &self.holidays)
    }
}

fn as_dates<S: Serializer>(days: &[NaiveDate], serializer: S) -> Result<S::Ok, S::Error> {
    let dates = days.iter().map(|day| day.to_string().parse::<toml::value::Datetime>());
    let dates: Vec<_> = dates.collect::<Result<_, _>>().map_err(serde::ser::Error::custom)?;
    dates.serialize(serializer)
}

fn from_dates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    Ok(Vec::<Day>::deserialize(deserializer)?.into_iter().map(|day| day.0).collect())
}

/// A day, written as a TOML date or as a text.
struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(DATE, DayVisitor).map(Day)
    }
}

struct DayVisitor;

impl Visitor<'_> for DayVisitor {
    type Value = NaiveDate;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a day such as 2026-12-25")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<NaiveDate, E> {
        // The length keeps out `26-12-25`, which chrono takes for a day of the year 26.
        let day = if text.len() == "2026-12-25".len() { text.parse().ok() } else { None };
        day.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}
