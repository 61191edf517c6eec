//! Turns a threshold as written (`7`, or one a scale) into the limit that holds on a scale.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Scale, figure};

/// `[signal.*]` of a signal that fires where a score is below a limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", bound = "B: BuiltIn")]
pub struct Limited<B> {
    /// Whether to look at all.
    pub enabled: bool,
    /// A score fires below this (above it, where 1 is best).
    #[serde(deserialize_with = "B::read")]
    pub below: ScoreLimit,
    #[serde(skip)]
    built_in: PhantomData<B>,
}

impl<B: BuiltIn> Default for Limited<B> {
    fn default() -> Self {
        Self {
            enabled: true,
            below: ScoreLimit::standard(B::ZERO_TO_TEN, B::ONE_TO_FIVE, B::SHARE),
            built_in: PhantomData,
        }
    }
}

/// The limit that a signal has where the firm sets none.
pub trait BuiltIn {
    /// On 0-10.
    const ZERO_TO_TEN: f64;
    /// On 1-5.
    const ONE_TO_FIVE: f64;
    /// The share of the range, on scales that are not stated.
    const SHARE: f64;

    /// Reads a limit whose unstated scales take the share of the range.
    ///
    /// # Errors
    /// When it is neither a number nor one a scale.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ScoreLimit, D::Error> {
        ScoreLimit::deserialize(deserializer).map(|limit| limit.with_share(Self::SHARE))
    }
}

/// The limit of a score on every scale: stated for some, worked out for the others.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreLimit {
    stated: Stated,
    share: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Stated {
    /// One number for whatever scale the survey has.
    Everywhere(f64),
    /// A number a scale; other scales take the share of the range.
    PerScale(BTreeMap<Scale, f64>),
}

impl ScoreLimit {
    /// Limits for 0-10 and 1-5; any other scale takes `bad + share of the range`.
    #[must_use]
    pub fn standard(zero_to_ten: f64, one_to_five: f64, share: f64) -> Self {
        let stated = BTreeMap::from([(Scale::ZERO_TO_TEN, zero_to_ten), (Scale::ONE_TO_FIVE, one_to_five)]);
        Self { stated: Stated::PerScale(stated), share }
    }

    /// The limit on a scale, in points of that scale. 5-1 and 10-0 take those of 1-5 and 0-10 mirrored.
    #[must_use]
    pub fn on(&self, scale: Scale) -> f64 {
        let stated = match &self.stated {
            Stated::Everywhere(limit) => return *limit,
            Stated::PerScale(stated) => stated,
        };
        if let Some(limit) = stated.get(&scale) {
            return *limit;
        }
        let (upright, turned) = scale.upright();
        match stated.get(&upright) {
            Some(limit) if turned => scale.bad() + scale.good() - limit,
            _ => scale.bad() + self.share * (scale.good() - scale.bad()),
        }
    }

    /// Whether the limit is a single number that cannot be an answer on this scale.
    #[must_use]
    pub fn is_off(&self, scale: Scale) -> bool {
        // A bare 7 was meant for 0-10: on 0-100 it would find nobody unhappy.
        let is_bare_on_a_wide_scale =
            matches!(self.stated, Stated::Everywhere(limit) if limit <= 10.0) && scale.high() > 10;
        is_bare_on_a_wide_scale || !scale.holds(self.on(scale))
    }

    /// The share of the range for scales that are not stated, kept when the configuration states others.
    #[must_use]
    pub fn with_share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// The limits, in words: `7 on 0-10, 4 on 1-5`.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.stated {
            Stated::Everywhere(limit) => figure(*limit, 4),
            Stated::PerScale(stated) => {
                let each: Vec<_> =
                    stated.iter().map(|(scale, limit)| format!("{} on {scale}", figure(*limit, 4))).collect();
                each.join(", ")
            }
        }
    }

    /// The scales with a limit of their own.
    pub fn stated(&self) -> impl Iterator<Item = (Scale, f64)> {
        let stated = match &self.stated {
            Stated::Everywhere(_) => None,
            Stated::PerScale(stated) => Some(stated),
        };
        stated.into_iter().flatten().map(|(scale, limit)| (*scale, *limit))
    }
}

impl Serialize for ScoreLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.stated {
            Stated::Everywhere(limit) => serializer.serialize_f64(*limit),
            Stated::PerScale(stated) => {
                let mut map = serializer.serialize_map(Some(stated.len()))?;
                for (scale, limit) in stated {
                    map.serialize_entry(&scale.to_string(), limit)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for ScoreLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LimitVisitor)
    }
}

struct LimitVisitor;

impl<'de> Visitor<'de> for LimitVisitor {
    type Value = ScoreLimit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or one a scale such as { \"0-10\" = 7, \"1-5\" = 4 }")
    }

    fn visit_i64<E: Error>(self, limit: i64) -> Result<ScoreLimit, E> {
        let whole = i32::try_from(limit).map_err(|_| E::custom("the threshold is not on any scale"))?;
        self.visit_f64(f64::from(whole))
    }

    fn visit_f64<E: Error>(self, limit: f64) -> Result<ScoreLimit, E> {
        if !limit.is_finite() {
            return Err(E::custom("the threshold must be a finite number"));
        }
        if limit < 0.0 {
            return Err(E::custom("the threshold is below every scale"));
        }
        Ok(ScoreLimit { stated: Stated::Everywhere(limit), share: 0.0 })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ScoreLimit, A::Error> {
        let mut stated = BTreeMap::new();
        while let Some((key, limit)) = map.next_entry::<String, f64>()? {
            let scale: Scale = key.parse().map_err(A::Error::custom)?;
            if !scale.holds(limit) {
                return Err(A::Error::custom(format!("the threshold for {scale} is not on that scale")));
            }
            stated.insert(scale, limit);
        }
        if stated.is_empty() {
            return Err(A::Error::custom("state the threshold for at least one scale: { \"0-10\" = 7 }"));
        }
        Ok(ScoreLimit { stated: Stated::PerScale(stated), share: 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(limit: &ScoreLimit, scale: &str) -> String {
        figure(limit.on(scale.parse().unwrap()), 6)
    }

    #[test]
    fn limits_follow_the_stated_scales_mirrored_or_by_share() {
        let low = ScoreLimit::standard(7.0, 4.0, 0.7);
        let critical = ScoreLimit::standard(5.0, 3.0, 0.5);
        let seen: Vec<_> = ["0-10", "1-5", "5-1", "10-0", "1-10", "1-7"]
            .map(|scale| (on(&low, scale), on(&critical, scale)))
            .into();
        let expected = [("7", "5"), ("4", "3"), ("2", "3"), ("3", "5"), ("7.3", "5.5"), ("5.2", "4")];
        assert_eq!(seen, expected.map(|(low, critical)| (low.to_owned(), critical.to_owned())));
    }

    #[test]
    fn a_threshold_that_no_scale_has_is_refused() {
        for text in [
            "x = nan",
            "x = inf",
            "x = -1",
            "x = { \"0-10\" = 11 }",
            "x = { \"1-1\" = 1 }",
            "x = {}",
            "x = \"7\"",
        ] {
            assert!(toml::from_str::<BTreeMap<String, ScoreLimit>>(text).is_err(), "{text}");
        }
    }
}
