//! Turns `[targets]` into the scores that the firm looks for.

use std::collections::BTreeMap;

use serde::de::value::{F64Deserializer, MapAccessDeserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, Unexpected, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::Diagnostic;
use crate::model::{Scale, figure};
use crate::signal::ScoreLimit;

/// What stands for the low-score threshold in the file.
const LOW_SCORE_THRESHOLD: &str = "low-score threshold";

/// Scales without a target of their own take this share of the range, as the low-score threshold does.
const SHARE: f64 = 0.7;

/// `[targets]`: the scores that the firm looks for. A call asks about every dimension below its target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets {
    /// The target of every dimension without one of its own; `None` is the low-score threshold.
    pub default: Option<ScoreLimit>,
    /// Targets by dimension, in points of the scale that the dimension is answered on.
    pub dimensions: BTreeMap<String, f64>,
}

impl Targets {
    /// What is wrong with the target of a dimension that is answered on this scale; `None` where it fits, or where the
    /// dimension has none of its own.
    #[must_use]
    pub fn off_scale(&self, dimension: &str, scale: Scale) -> Option<Diagnostic> {
        let target = *self.dimensions.get(dimension).filter(|target| !scale.holds(**target))?;
        let message =
            format!("the target {} of `{dimension}` is not on its scale {scale}", figure(target, 4));
        let hint = format!("write a target from {} to {}", scale.low(), scale.high());
        Some(Diagnostic::error("threshold-off-scale", message).hint(hint))
    }
}

/// Whether a key of `[targets]` is `default` with a slip of the fingers: a letter too many, too few, or another one.
pub(super) fn is_nearly_default(key: &str) -> bool {
    strsim::osa_distance(&key.to_lowercase(), "default") <= 1
}

impl Serialize for Targets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.dimensions.len() + 1))?;
        match &self.default {
            Some(limit) => map.serialize_entry("default", limit)?,
            None => map.serialize_entry("default", LOW_SCORE_THRESHOLD)?,
        }
        for (dimension, target) in &self.dimensions {
            map.serialize_entry(dimension, target)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TargetsVisitor)
    }
}

struct TargetsVisitor;

impl<'de> Visitor<'de> for TargetsVisitor {
    type Value = Targets;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Targets, A::Error> {
        let mut targets = Targets::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == "default" {
                targets.default = map.next_value::<DefaultTarget>()?.0;
            } else {
                let target: Points = map.next_value()?;
                targets.dimensions.insert(key, target.0);
            }
        }
        Ok(targets)
    }
}

/// Points of a scale: not below 0.
struct Points(f64);

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let points = f64::deserialize(deserializer)?;
        let wanted = "a score, such as 8";
        if points < 0.0 {
            Err(D::Error::invalid_value(Unexpected::Float(points), &wanted))
        } else {
            Ok(Self(points))
        }
    }
}

struct DefaultTarget(Option<ScoreLimit>);

impl<'de> Deserialize<'de> for DefaultTarget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(DefaultVisitor)
            .map(|limit| Self(limit.map(|limit| limit.with_share(SHARE))))
    }
}

struct DefaultVisitor;

impl<'de> Visitor<'de> for DefaultVisitor {
    type Value = Option<ScoreLimit>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "a number, one a scale such as {{ \"0-10\" = 8, \"1-5\" = 4 }}, or \"{LOW_SCORE_THRESHOLD}\""
        )
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text == LOW_SCORE_THRESHOLD {
            Ok(None)
        } else {
            Err(E::invalid_value(Unexpected::Str(text), &self))
        }
    }

    fn visit_i64<E: Error>(self, limit: i64) -> Result<Self::Value, E> {
        ScoreLimit::deserialize(limit.into_deserializer()).map(Some)
    }

    fn visit_f64<E: Error>(self, limit: f64) -> Result<Self::Value, E> {
        let number: F64Deserializer<E> = limit.into_deserializer();
        ScoreLimit::deserialize(number).map(Some)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        ScoreLimit::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}
