//! Turns the files under `src/` into code that can be searched: comments, literals and tests out of the way.

use std::fs;
use std::io;
use std::path::Path;

/// Reads every Rust file below `folder`: its path from there, with `/`, and its text, in the order of the paths.
/// A file `tests.rs` is a test module and is left out.
pub(crate) fn read_all(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
            {
                let inside = path.strip_prefix(folder).map_err(io::Error::other)?;
                files.push((inside.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The text without the items behind `#[cfg(test)]`.
pub(crate) fn without_tests(text: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let bare = code_of(text, false);
    let (mut kept, mut end) = (String::new(), 0);
    for (start, _) in bare.match_indices(MARK) {
        // A mark inside of a test module is gone with it.
        if start >= end {
            kept.push_str(text.get(end..start).unwrap_or_default());
            end = start + MARK.len() + bare.get(start + MARK.len()..).map_or(0, item_length);
        }
    }
    kept + text.get(end..).unwrap_or_default()
}

/// How many bytes an item takes: to its `;`, or to the brace that closes its first one.
fn item_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}

/// What a stretch of source text is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

/// The text with its comments blank, and its literals too unless they stay; every byte stays where it was.
pub(crate) fn code_of(text: &str, with_literals: bool) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (length, kind) = stretch(rest);
        let (this, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match kind {
            Kind::Literal if !with_literals => {
                code.extend(this.chars().map(|c| if c == '"' { c } else { blank(c) }))
            }
            Kind::Comment => code.extend(this.chars().map(blank)),
            Kind::Code | Kind::Literal => code.push_str(this),
        }
        rest = after;
    }
    code
}

/// The stand-in for a character that leaves lines where they are; several spaces would be needed to leave bytes
/// where they are, so letters outside ASCII become a letter of the same length.
fn blank(c: char) -> char {
    match c.len_utf8() {
        1 if c == '\n' => c,
        1 => ' ',
        2 => '\u{a0}',
        3 => '\u{3000}',
        _ => '\u{1f7d0}',
    }
}

/// How long the stretch at the start of `rest` is, in bytes, and what it is.
fn stretch(rest: &str) -> (usize, Kind) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Kind::Comment);
    }
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (prefix, after) = rest.split_at_checked(word).unwrap_or((rest, ""));
    let hashes = after.find(|c| c != '#').unwrap_or(0);
    let is_raw =
        matches!(prefix, "r" | "br" | "cr") && after.get(hashes..).is_some_and(|a| a.starts_with('"'));
    if is_raw {
        let close = format!("\"{}", "#".repeat(hashes));
        let inside = after.get(hashes + 1..).unwrap_or_default();
        let length = inside.find(&close).map_or(inside.len(), |at| at + close.len());
        return (word + hashes + 1 + length, Kind::Literal);
    }
    if word > 0 && !(after.starts_with('"') && matches!(prefix, "b" | "c")) {
        return (word, Kind::Code);
    }
    match after.chars().next() {
        Some('"') => (word + 1 + until_quote(after, '"'), Kind::Literal),
        Some('\'') if is_character(after) => (word + 1 + until_quote(after, '\''), Kind::Literal),
        Some(other) => (word + other.len_utf8(), Kind::Code),
        None => (rest.len(), Kind::Code),
    }
}

/// How long a comment is that may hold others.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in rest.char_indices() {
        let here = rest.get(at..).unwrap_or_default();
        if here.starts_with("/*") {
            depth += 1;
        } else if here.starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    rest.len()
}

/// Whether an apostrophe opens a character, not a lifetime.
fn is_character(rest: &str) -> bool {
    let mut after = rest.chars().skip(1);
    match after.next() {
        Some('\\') => true,
        Some(_) => after.next() == Some('\''),
        None => false,
    }
}

/// How many bytes follow the opening quote up to and with the closing one.
fn until_quote(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if !is_escaped && c == quote {
            return at;
        }
        is_escaped = !is_escaped && c == '\\';
    }
    rest.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blank_and_code_stays_where_it_was() {
        let text =
            "a(); // b()\nc(\"d()é\"); /* e /* f */ g */ h('\\'', 'i', &'j k); l(r#\"m\"n\"#); o(b\"p\");";
        let code = code_of(text, false);
        assert_eq!(code.len(), text.len());
        for gone in ["b()", "d()", "é", "e", "f", "g", "'i'", "m", "n", "p"] {
            assert!(!code.contains(gone), "{gone} in {code}");
        }
        for kept in ["a();", "c(", "h(", "'j k", "l(", "o("] {
            assert!(code.contains(kept), "{kept} not in {code}");
        }
        assert!(code_of(text, true).contains("m\"n"));
    }

    #[test]
    fn an_item_behind_cfg_test_goes_and_the_next_one_stays() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c(\"}\") } }\nfn d() {}\n#[cfg(test)]\nuse e;\n// f";
        assert_eq!(without_tests(text), "fn a() {}\n\nfn d() {}\n\n// f");
    }
}
