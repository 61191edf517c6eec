//! Turns what stands in the place of a signature into whether anybody signed.

/// What stands in the place of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// A name.
    Signed,
    /// That nobody signs: `declined`, `No, too late for us`, `will not be signed`.
    Refused,
    /// Neither: `not yet`, `waiting`, `she said no`.
    Unclear,
}

impl Signature {
    pub(super) fn of(words: &str) -> Self {
        const REFUSALS: [&str; 9] = [
            "declined", "declines", "decline", "refused", "refuses", "refuse", "rejected", "unsigned",
            "turned",
        ];
        // Whatever else is said.
        const LATER: [&str; 5] = ["yet", "noch", "later", "think", "thinking"];
        const OPEN: [&str; 10] =
            ["waiting", "pending", "open", "maybe", "yes", "signed", "tbd", "no", "none", "nobody"];
        let small = words.to_lowercase().replace('\u{2019}', "'");
        let parts: Vec<&str> =
            small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |list: &[&str]| parts.iter().any(|word| list.contains(word));
        let is_no = parts.first().is_some_and(|first| matches!(*first, "no" | "nein" | "non"));
        let is_denied = small.contains("n't") || has(&["not", "never", "nicht"]);
        let speaks_of_signing = parts.iter().any(|word| word.starts_with("sign"));
        if has(&LATER) {
            Self::Unclear
        } else if has(&REFUSALS) || is_no && !has(&["longer"]) || is_denied && speaks_of_signing {
            Self::Refused
        } else if is_denied || has(&OPEN) || !is_like_a_name(words) {
            Self::Unclear
        } else {
            Self::Signed
        }
    }
}

/// Whether words are written as a name is: each with a capital, but for what stands between names, or all in small
/// letters and no more than three.
fn is_like_a_name(words: &str) -> bool {
    const BETWEEN: [&str; 15] =
        ["van", "von", "de", "der", "den", "da", "di", "du", "la", "le", "ten", "ter", "zu", "y", "bin"];
    let name = words.split([',', '(']).next().unwrap_or_default();
    let parts: Vec<&str> =
        name.split_whitespace().filter(|part| part.contains(char::is_alphabetic)).collect();
    let has_capital =
        |part: &&str| part.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    let is_between = |part: &&str| BETWEEN.contains(part);
    let are_capital =
        parts.iter().any(has_capital) && parts.iter().all(|part| has_capital(part) || is_between(part));
    let are_small = (1..=3).contains(&parts.len()) && !parts.iter().any(has_capital);
    are_capital || are_small && name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
}
