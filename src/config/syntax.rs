//! Turns what is no TOML into mistakes with a remedy, one a place however much follows from it.

use std::ops::Range;

use super::Mistake;
use super::fault::Fault;
use super::keys::Keys;
use crate::diagnostic::Diagnostic;

/// The places of a text that are no TOML.
pub(super) struct Broken {
    /// What is wrong with them.
    pub(super) mistakes: Vec<Mistake>,
    /// Stretches of text whose meaning is not to be trusted.
    stretches: Vec<Range<usize>>,
}

impl Broken {
    /// Whether a fault may only follow from what is no TOML.
    pub(super) fn covers(&self, fault: &Fault) -> bool {
        let starts = fault.entry.into_iter().chain([fault.span.start]);
        starts.into_iter().any(|start| self.stretches.iter().any(|stretch| stretch.contains(&start)))
    }
}

/// Gathers the parser's errors: the first one of a line, or of a value where that takes several lines, since a
/// bracket that is not closed makes an error of every word behind it.
pub(super) fn found(text: &str, errors: &[toml::de::Error], keys: &Keys) -> Broken {
    let mut places: Vec<(Range<usize>, &str)> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(text.len()..text.len());
            (span, error.message())
        })
        .collect();
    places.sort_by_key(|(span, _)| (span.start, span.end));
    let mut broken = Broken { mistakes: Vec::new(), stretches: Vec::new() };
    for (span, message) in places {
        let is_covered = |stretch: &Range<usize>| stretch.contains(&span.start) || stretch.end == span.start;
        if broken.stretches.iter().any(is_covered) {
            continue;
        }
        let values = keys.stretches().filter(|value| value.start <= span.start && span.start <= value.end);
        let line = line_around(text, span.start);
        let stretch =
            values.fold(line, |whole, value| whole.start.min(value.start)..whole.end.max(value.end));
        broken.stretches.push(stretch);
        broken.mistakes.push(mistake(text, span, message));
    }
    broken
}

/// The bytes of the line that holds a byte.
fn line_around(text: &str, byte: usize) -> Range<usize> {
    let before = text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let after =
        text.get(byte..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| byte + newline);
    before..after
}

fn mistake(text: &str, span: Range<usize>, message: &str) -> Mistake {
    let line = text.get(line_around(text, span.start)).unwrap_or_default();
    let problem = if message == DUPLICATE {
        let name = text.get(span.clone()).unwrap_or_default().trim();
        Diagnostic::error("duplicate-key", format!("`{name}` stands twice in the same table"))
            .hint("keep one of them; a table may be opened once only")
    } else {
        let here = text.get(span.clone()).unwrap_or_default();
        let what = match message.starts_with(UNQUOTED) {
            true if here.is_empty() => "there is no value",
            true => "a text needs quotes",
            false => message,
        };
        Diagnostic::error("syntax", format!("this is not TOML: {what}")).hint(remedy(line, here, message))
    };
    Mistake { problem, span }
}

/// How the parser words what has a better wording, or a remedy of its own, here.
const DUPLICATE: &str = "duplicate key";
const UNQUOTED: &str = "string values must be quoted";

/// What to do about a line that is no TOML: the usual slips of people who do not write TOML every day.
fn remedy(line: &str, here: &str, message: &str) -> String {
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let key = line.split_once('=').map_or("key", |(key, _)| key.trim());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = value.split_once(',').filter(|(whole, rest)| is_number(whole) && is_number(rest));
    let opens_table = line.trim_start().starts_with('[') && !line.contains('=');
    if message.contains("escape") {
        return "write paths with `/`, or the text in single quotes: 'surveys\\q3.csv'".to_owned();
    }
    if here.contains(['“', '”', '„', '‘', '’']) {
        return "write straight quotes: \"...\"".to_owned();
    }
    if let Some((whole, rest)) = decimals {
        return format!("write a point before decimals: {key} = {whole}.{rest}");
    }
    if let Some(share) = value.strip_suffix('%').map(str::trim).filter(|share| is_number(share)) {
        return format!("write a share as a number from 0 to 1, not as {share}%");
    }
    if value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false") {
        return format!("write it small: {key} = {}", value.to_ascii_lowercase());
    }
    if opens_table {
        return "write the name of a table in square brackets, on a line of its own: [company]".to_owned();
    }
    if message.starts_with("invalid date") || looks_like_a_date(value) {
        return "write a date as year, month and day: 2026-12-25".to_owned();
    }
    if message.starts_with(UNQUOTED) && value.starts_with('[') {
        return "put every text of the list in quotes: [\"...\", \"...\"]".to_owned();
    }
    if value.starts_with('.') {
        return format!("write a digit before the point: {key} = 0{value}");
    }
    if line.trim_start().starts_with("//") || line.trim_start().starts_with(';') {
        return "begin a comment with #".to_owned();
    }
    if message.starts_with(UNQUOTED) && value.starts_with(|letter: char| letter.is_alphabetic()) {
        return format!(
            "put the text in quotes: {key} = {:?}",
            value.split('#').next().unwrap_or_default().trim()
        );
    }
    if message.contains("basic string") || message.contains("literal string, expected") {
        return "close the text with the quote that it begins with".to_owned();
    }
    if value.starts_with('{') {
        return "a table on one line is { \"0-10\" = 7, \"1-5\" = 4 }".to_owned();
    }
    if value.starts_with('[') || message.contains("array") || message.contains("comma") {
        return "a list stands in [ ] with a comma between its elements: [\"a\", \"b\"]".to_owned();
    }
    if let Some((key, value)) = line.split_once(':').filter(|_| !line.contains('=')) {
        return format!("write an equals sign: {} = {}", key.trim(), value.trim());
    }
    if !line.contains('=') {
        return "a line is `key = value`, `[table]`, or a comment that begins with #".to_owned();
    }
    "a line is `key = value`: a text in \"quotes\", a number such as 7 or 0.4, true or false, or a list in [ ]".to_owned()
}

fn looks_like_a_date(value: &str) -> bool {
    let parts: Vec<_> = value.trim_matches(['[', ']', ' ']).split(['.', '/']).collect();
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
