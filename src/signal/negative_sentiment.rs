//! Turns an unhappy choice ("would not recommend") in the last wave into a reason.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::low_score::{nothing, scored_wave};
use super::reading::{Measured, Reading, SignalId, Standing};
use super::{Context, Signal, threshold};

/// `[signal.negative-sentiment]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NegativeSentiment {
    /// Whether to look at all.
    pub enabled: bool,
    /// The options that are negative: the whole cell, whatever its case.
    #[serde(deserialize_with = "threshold::words")]
    pub answers: Vec<String>,
}

const ANSWERS: &[&str] = &[
    "would not recommend",
    "would not feel comfortable recommending",
    "not satisfied",
    "unsatisfied",
    "dissatisfied",
    "very dissatisfied",
    "unhappy",
    "very unhappy",
    "negative",
    "bad",
    "☹",
    "🙁",
    "😞",
    "😟",
    "😢",
    "😭",
    "😠",
    "😡",
    "🤬",
];

impl Default for NegativeSentiment {
    fn default() -> Self {
        Self { enabled: true, answers: ANSWERS.iter().map(ToString::to_string).collect() }
    }
}

impl NegativeSentiment {
    /// For each option of the survey, whether it is negative.
    #[must_use]
    pub fn of_choices(&self, choices: &[String]) -> Vec<bool> {
        let answers: BTreeSet<String> = self.answers.iter().map(|answer| folded(answer)).collect();
        choices.iter().map(|choice| answers.contains(&folded(choice))).collect()
    }

    /// Options that are not listed as negative and yet sound so: they hold not, never, no, un- or dis-.
    #[must_use]
    pub fn doubtful<'a>(&self, choices: &'a [String]) -> Vec<&'a str> {
        let negative = self.of_choices(choices);
        let unlisted = choices.iter().zip(negative).filter(|(_, is_negative)| !is_negative);
        unlisted.map(|(choice, _)| choice.as_str()).filter(|choice| sounds_negative(choice)).collect()
    }
}

/// Case, inner spacing and the emoji presentation mark do not tell options apart.
fn folded(option: &str) -> String {
    let words: Vec<_> = option.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace(['\u{fe0f}', '\u{fe0e}'], "")
}

fn sounds_negative(choice: &str) -> bool {
    folded(choice).split(|letter: char| !letter.is_alphanumeric()).any(|word| {
        let prefixed = (word.starts_with("un") || word.starts_with("dis")) && word.len() > 4;
        matches!(word, "not" | "never" | "no") || prefixed
    })
}

impl Signal for NegativeSentiment {
    fn id(&self) -> SignalId {
        SignalId::NegativeSentiment
    }

    fn about(&self) -> &'static str {
        "an unhappy choice in the last wave, such as would not recommend"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        if let Err(why) = scored_wave(context) {
            return nothing(context, SignalId::NegativeSentiment, why);
        }
        let choices = || context.history.since_last_wave().iter().flat_map(|wave| &wave.choices);
        let negative: Vec<_> = choices()
            .filter(|choice| context.is_negative.get(usize::from(choice.which)).copied().unwrap_or(false))
            .collect();
        let newest = negative
            .iter()
            .max_by_key(|choice| (choice.day, context.firm.choices.get(usize::from(choice.which))));
        let Some(newest) = newest else {
            let why = if choices().next().is_some() {
                "fires on an option listed in `answers`"
            } else {
                "no choice answered in the last wave"
            };
            return nothing(context, SignalId::NegativeSentiment, why);
        };
        let mut reading = Reading::new(SignalId::NegativeSentiment, Standing::Reason);
        reading.points = 2.0;
        reading.date = newest.day;
        if context.is_brief {
            return vec![reading];
        }
        let words = context.firm.choices.get(usize::from(newest.which)).cloned().unwrap_or_default();
        reading.text = format!("answered \"{words}\"");
        reading.value = Some(Measured::Words(words));
        reading.takes = "fired: the option is listed in `answers`".to_owned();
        reading.evidence = negative.iter().map(|choice| choice.spot).collect();
        vec![reading]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_cells_are_negative_and_doubtful_options_are_named() {
        let signal = NegativeSentiment::default();
        let choices: Vec<String> =
            ["Would NOT  recommend", "not satisfied at all", "neutral", "☹️", "unlikely"]
                .map(str::to_owned)
                .into();
        assert_eq!(signal.of_choices(&choices), [true, false, false, true, false]);
        assert_eq!(signal.doubtful(&choices), ["not satisfied at all", "unlikely"]);
    }
}
