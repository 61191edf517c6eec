//! Turns words about leaving, in a comment of the last wave, into a reason to confirm.

use std::sync::OnceLock;

use chrono::NaiveDate;
use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use super::low_score::{nothing, scored_wave};
use super::reading::{Measured, Reading, SignalId, Standing};
use super::{Context, Signal, threshold};
use crate::model::Incident;

/// `[signal.cancel-threat]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CancelThreat {
    /// Whether to look at all.
    pub enabled: bool,
    /// Words and phrases: whole words, whatever their case.
    #[serde(deserialize_with = "threshold::words")]
    pub words: Vec<String>,
}

const WORDS: &[&str] = &[
    "cancel",
    "cancelled",
    "canceled",
    "cancelling",
    "canceling",
    "cancellation",
    "terminate",
    "terminated",
    "terminating",
    "termination",
    "end the contract",
    "end our contract",
    "not renew",
    "not be renewing",
    "won't renew",
    "won't be renewing",
    "leave you",
    "leaving you",
    "we are leaving",
    "we're leaving",
    "we will leave",
    "we'll leave",
    "will be leaving",
    "switch provider",
    "switch providers",
    "switch supplier",
    "switching",
    "moving to another",
    "another provider",
    "new provider",
    "different provider",
    "other providers",
    "another supplier",
    "new supplier",
    "different supplier",
    "other suppliers",
    "another company",
    "another firm",
    "look elsewhere",
    "looking elsewhere",
    "go elsewhere",
    "going elsewhere",
    "someone else",
    "somebody else",
    "shopping around",
    "competitor",
    "competitors",
    "last chance",
];

impl Default for CancelThreat {
    fn default() -> Self {
        Self { enabled: true, words: WORDS.iter().map(ToString::to_string).collect() }
    }
}

/// The words as a pattern that is made once and tried on every comment.
#[derive(Debug, Clone)]
pub struct ThreatWords {
    any: Option<Regex>,
    /// One a word; made when the first comment holds one of them, for most surveys that is never.
    each: OnceLock<Vec<Regex>>,
    patterns: Vec<String>,
}

impl ThreatWords {
    /// The pattern of these words.
    #[must_use]
    pub fn new(words: &[String]) -> Self {
        let patterns: Vec<String> = words.iter().map(|word| pattern(word)).collect();
        // Nearly all comments hold none of the words. Word boundaries of Unicode are slow to look for, those of
        // ASCII are not, and find whatever Unicode's would around a word of ASCII.
        let all = patterns.join("|");
        let edge = if words.iter().all(|word| word.is_ascii()) { r"(?-u:\b)" } else { "" };
        let any = if patterns.is_empty() { None } else { build(&all.replace(r"\b", edge)) };
        Self { any, each: OnceLock::new(), patterns }
    }

    /// The index of the first word, in the order of the list, that stands in the comment.
    #[must_use]
    pub fn find(&self, comment: &[u8]) -> Option<usize> {
        if !self.any.as_ref()?.is_match(comment) {
            return None;
        }
        let each =
            self.each.get_or_init(|| self.patterns.iter().filter_map(|pattern| build(pattern)).collect());
        each.iter().position(|word| word.is_match(comment))
    }
}

fn build(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).case_insensitive(true).build().ok()
}

/// Whole words, with any spacing between them and either apostrophe.
fn pattern(word: &str) -> String {
    let parts: Vec<_> =
        word.split_whitespace().map(|part| regex::escape(part).replace(['\'', '’'], "['’]")).collect();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let edge = |letter| if is_word(letter) { r"\b" } else { "" };
    let trimmed = word.trim();
    format!("{}{}{}", edge(trimmed.chars().next()), parts.join(r"\s+"), edge(trimmed.chars().next_back()))
}

impl Signal for CancelThreat {
    fn id(&self) -> SignalId {
        SignalId::CancelThreat
    }

    fn about(&self) -> &'static str {
        "talk of leaving: somebody heard it, or words in a comment that a call has to confirm"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        if let Some(heard) = heard(context) {
            return vec![heard];
        }
        if let Err(why) = scored_wave(context) {
            return nothing(context, SignalId::CancelThreat, why);
        }
        let threats = || context.history.since_last_wave().iter().flat_map(|wave| &wave.threats);
        let Some(newest) = threats().max_by_key(|threat| (threat.day, std::cmp::Reverse(threat.which)))
        else {
            return nothing(context, SignalId::CancelThreat, "fires where a comment holds one of `words`");
        };
        let mut reading = Reading::new(SignalId::CancelThreat, Standing::Reason);
        "mentions leaving: to confirm".clone_into(&mut reading.text);
        reading.value = self.words.get(usize::from(newest.which)).cloned().map(Measured::Words);
        reading.points = 1.0;
        reading.confirmed = Some(false);
        "fired: a comment holds one of `words`; 3 points once somebody confirms it"
            .clone_into(&mut reading.takes);
        reading.date = newest.day;
        reading.evidence = threats().map(|threat| threat.spot).collect();
        vec![reading]
    }
}

/// A threat that somebody heard: an incident that says so, as long as answers count. It rests on the newest of them,
/// and on whatever comments say beside it.
fn heard(context: &Context<'_>) -> Option<Reading> {
    let recovered = context.heard.and_then(|heard| heard.recovered);
    let is_current = |day: NaiveDate| context.firm.is_current(Some(day));
    // Whoever was won back since then does not threaten any more.
    let stands = |incident: &&Incident| recovered.is_none_or(|recovered| incident.opened > recovered);
    let incidents = context.incidents.iter().filter(|incident| incident.threatens_to_leave).filter(stands);
    let incidents = incidents.map(|incident| (incident.opened, incident.spot));
    let recorded: Vec<_> =
        context.heard.into_iter().flat_map(|heard| heard.threats.iter().copied()).collect();
    let newest_recorded = recorded.iter().map(|(day, _)| *day).max();
    let threats: Vec<_> = incidents.chain(recorded).filter(|(day, _)| is_current(*day)).collect();
    let newest = threats.iter().map(|(day, _)| *day).max()?;
    let mut reading = Reading::new(SignalId::CancelThreat, Standing::Reason);
    reading.value = Some(Measured::Words("threatens to leave".to_owned()));
    reading.text = format!("threatens to leave, heard on {newest}");
    reading.points = 3.0;
    reading.confirmed = Some(true);
    if newest_recorded == Some(newest) {
        "fired: it is on record that the customer threatens to leave"
    } else {
        "fired: an incident says that the customer threatens to leave"
    }
    .clone_into(&mut reading.takes);
    reading.date = Some(newest);
    let comments = context.history.since_last_wave().iter().flat_map(|wave| &wave.threats);
    let comments = comments.filter(|threat| context.firm.is_current(threat.day));
    let mut spots: Vec<_> = threats.iter().map(|(_, spot)| *spot).collect();
    spots.reverse();
    reading.evidence = spots.into_iter().chain(comments.map(|threat| threat.spot)).collect();
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{ago, incident, one};
    use super::*;

    #[test]
    fn a_threat_that_was_heard_counts_for_400_days() {
        let threat = |opened| Incident { threatens_to_leave: true, ..incident(opened, Some(0)) };
        for (opened, standing) in [(399, Standing::Reason), (400, Standing::Reason), (401, Standing::Nothing)]
        {
            let reading = one(&CancelThreat::default(), &[threat(opened)], None);
            assert_eq!(reading.standing, standing, "{opened}");
        }
        let reading = one(&CancelThreat::default(), &[threat(30), threat(10), incident(5, None)], None);
        assert_eq!((reading.points, reading.confirmed, reading.date), (3.0, Some(true), Some(ago(10))));
        assert_eq!(reading.evidence.len(), 2);
    }

    #[test]
    fn words_are_found_whole_whatever_their_case_and_spacing() {
        let words: Vec<String> = ["cancel", "won't renew", "kündigen"].map(str::to_owned).into();
        let words = ThreatWords::new(&words);
        for (comment, found) in [
            ("We will CANCEL.", Some(0)),
            ("cancelled meetings", None),
            ("we won’t\n renew", Some(1)),
            ("Wir KÜNDIGEN", Some(2)),
            ("auskündigen", None),
            ("", None),
        ] {
            assert_eq!(words.find(comment.as_bytes()), found, "{comment}");
        }
    }
}
