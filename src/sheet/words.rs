//! Turns what people and their editors write into plain words: spaces, quotes, backslashes, blanks.

/// Puts all kinds of spaces, quotes and dashes into the plain ones, and takes off a byte-order mark.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter_map(|c| match c {
            '\u{feff}' | '\u{200b}' | '\u{ad}' => None,
            '\n' => Some('\n'),
            '\u{201c}' | '\u{201d}' | '\u{201e}' => Some('"'),
            '\u{2018}' | '\u{2019}' | '\u{201a}' => Some('\''),
            '\u{2010}' | '\u{2011}' => Some('-'),
            c if c.is_whitespace() => Some(' '),
            c => Some(c),
        })
        .collect()
}

/// What somebody wrote in a place: without the blank, the marks of Markdown around it, double spaces and what is struck
/// out.
pub(super) fn written(text: &str) -> String {
    let text = unescaped(&without_struck_out(text)).replace("**", "");
    let mut words = String::with_capacity(text.len());
    for part in text.split("__") {
        words.push(' ');
        words.push_str(part.trim_matches('_'));
    }
    let words = one_space(&words);
    words.trim_matches([' ', '*', ':', ',', ';']).to_owned()
}

/// A text without what stands between `~~` and `~~`.
fn without_struck_out(text: &str) -> String {
    let (mut left, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, (_, behind))) =
        rest.split_once("~~").and_then(|(before, rest)| Some((before, rest.split_once("~~")?)))
    {
        left.push_str(before);
        rest = behind;
    }
    left + rest
}

/// Whether all of a text is struck out.
pub(super) fn is_struck_out(text: &str) -> bool {
    text.contains("~~") && is_empty(&without_struck_out(text))
}

/// Whether nothing but the ends of a sentence is left.
pub(super) fn is_empty(words: &str) -> bool {
    !words.chars().any(char::is_alphanumeric)
}

/// Single spaces.
pub(super) fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes off the backslashes that Markdown needs, and editors put.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_escape = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        if !is_escape {
            plain.push(c);
        } else if let Some(escaped) = characters.next() {
            plain.push(escaped);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_marks_and_spaces_go_and_words_stay() {
        assert_eq!(written(" ________ Mimi ____ "), "Mimi");
        assert_eq!(written("\\_\\_\\_\\_\\_\\_\\_"), "");
        assert_eq!(written("**Mimi  Okonkwo**,"), "Mimi Okonkwo");
        assert_eq!(written("_Slow_ my_name"), "Slow_ my_name");
        assert_eq!(written("~~Mimi~~ Raj ~~ or Ben"), "Raj ~~ or Ben");
        assert!(is_empty(&written("____.")) && !is_empty("7"));
        assert_eq!(plain("a\u{a0}b\r\n\u{201c}c\u{201d}"), "a b\n\"c\"");
    }
}
