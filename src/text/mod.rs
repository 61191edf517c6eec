//! Turns what customers and files say into text that is harmless where it goes, one type a sink.
//!
//! A table takes only [`Terminal`], a Markdown document only [`Markdown`], a spreadsheet only [`SheetCell`]: none
//! can be made from text without passing its cleaner, and none can be given to another sink by mistake. A cell is
//! composed first and cleaned last, so that no piece of it is forgotten.

mod file_name;
mod fingerprint;
mod markdown;
mod spreadsheet;
mod terminal;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

pub use file_name::file_name;
pub use fingerprint::{fingerprint, fingerprint_of};
pub use markdown::Markdown;
pub use spreadsheet::SheetCell;
pub use terminal::Terminal;

/// A number with its noun.
pub fn counted<N: Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let noun = if number == N::from(1) { one } else { many };
    format!("{number} {noun}")
}

/// Names one after the other, each cleaned and between backticks.
pub fn quoted<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let cleaned = names.into_iter().map(|name| format!("`{}`", Terminal::of(name.as_ref())));
    cleaned.collect::<Vec<_>>().join(", ")
}

/// A word as it has to be typed in a shell.
pub fn argument(word: &str) -> String {
    let is_plain =
        !word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || "-_./".contains(letter));
    if is_plain { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// The same for a name where options may stand: one that looks like an option comes behind what ends them.
pub fn name_argument(name: &str) -> String {
    let typed = argument(name);
    if name.starts_with('-') { format!("-- {typed}") } else { typed }
}

/// What stands for a line break in a text that has to stay on one line.
const BREAK: &str = " / ";

/// What becomes of a character wherever people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stays.
    Plain,
    /// It becomes one space, together with its neighbours.
    Space,
    /// It ends a line, which becomes visible.
    Break,
    /// It only joins or varies its neighbours; nothing is lost when it goes.
    Goes,
    /// It acts or hides: its number is shown instead.
    Shown,
}

fn fate(c: char) -> Fate {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Break,
        // Soft hyphen, the joiners of emoji and of Arabic and Indic scripts, variation selectors.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            Fate::Goes
        }
        c if c.is_whitespace() => Fate::Space,
        c if c.is_control() || is_hidden(c) => Fate::Shown,
        _ => Fate::Plain,
    }
}

/// Whether a character takes no room or turns the direction of what follows.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Puts a text on one line: spaces single, line breaks as ` / `, what acts or hides as `\u{1b}`.
fn one_line(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let mut line = String::with_capacity(text.len());
    let mut between = None;
    for c in text.chars() {
        let fate = fate(c);
        match fate {
            Fate::Goes => continue,
            Fate::Break => between = Some(BREAK),
            Fate::Space => between = between.or(Some(" ")),
            Fate::Plain | Fate::Shown => {
                let gap = between.take().filter(|_| !line.is_empty());
                line.push_str(gap.unwrap_or_default());
                push(&mut line, c, fate);
            }
        }
    }
    line.into()
}

/// Whether a text is one line as it is: plain characters, with single spaces between words.
fn is_plain(text: &str) -> bool {
    // No early end, so that many bytes are looked at together.
    let has_other = text.bytes().fold(false, |has, byte| has | !matches!(byte, b' '..=b'~'));
    !has_other && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
}

fn push(line: &mut String, c: char, fate: Fate) {
    if fate == Fate::Shown {
        // Writing into a string cannot fail.
        write!(line, "\\u{{{:x}}}", u32::from(c)).ok();
    } else {
        line.push(c);
    }
}

/// Cleans the text of a file that is shown with its lines, keeping the place of every byte.
pub(crate) fn same_length(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match fate(c) {
            _ if c == '\n' || c == ' ' => clean.push(c),
            Fate::Plain => clean.push(c),
            Fate::Space | Fate::Break => clean.extend(std::iter::repeat_n(' ', c.len_utf8())),
            Fate::Goes | Fate::Shown => clean.extend(std::iter::repeat_n('?', c.len_utf8())),
        }
    }
    clean
}

/// Puts a text into JSON text that is already quoted: what acts or hides is written as its number. JSON reads the
/// same value from it, and a terminal shows it without harm.
pub(crate) fn escape_in_json(json: &str) -> String {
    let mut clean = String::with_capacity(json.len());
    for c in json.chars() {
        // Line feeds and spaces between values; those inside of values are escaped already.
        let is_layout = c == '\n' || c == ' ';
        if is_layout || matches!(fate(c), Fate::Plain | Fate::Space) {
            clean.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(clean, "\\u{unit:04x}").ok();
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a text could act on a terminal, or hide something from its reader.
    fn is_harmless(text: &str) -> bool {
        text.chars().all(|c| matches!(fate(c), Fate::Plain) || c == ' ')
    }

    #[test]
    fn what_acts_or_hides_becomes_visible() {
        let cases = [
            ("\u{1b}[2J0 customers at risk", "\\u{1b}[2J0 customers at risk"),
            ("a\u{9b}31mb", "a\\u{9b}31mb"),
            ("bell\u{7}del\u{7f}", "bell\\u{7}del\\u{7f}"),
            ("abc\u{202e}fdp.exe", "abc\\u{202e}fdp.exe"),
            ("\u{e0041}tag", "\\u{e0041}tag"),
            ("zero\u{200b}width\u{feff}", "zero\\u{200b}width\\u{feff}"),
            ("Acme\nplan accepted", "Acme / plan accepted"),
            ("a\r\n\r\nb\u{2028}c", "a / b / c"),
            ("  two\t spaces\u{a0}here ", "two spaces here"),
            ("❤\u{fe0f} 👩\u{200d}👧", "❤ 👩👧"),
        ];
        for (text, clean) in cases {
            assert_eq!(Terminal::of(text).as_str(), clean);
            assert_eq!(SheetCell::of(text).as_str(), clean);
        }
    }

    #[test]
    fn the_text_of_a_file_keeps_the_place_of_every_byte() {
        let text = "a = \"\u{1b}[31m\"\r\nb\u{202e} = 1\tä\n";
        let clean = same_length(text);
        assert_eq!(clean.len(), text.len());
        assert_eq!(clean, "a = \"?[31m\" \nb??? = 1 ä\n");
    }

    proptest! {
        #[test]
        fn cleaned_text_never_acts_nor_hides(text in "\\PC*|[\\x00-\\x1f\\x7f-\\x9f\u{200b}-\u{206f}\u{e0000}-\u{e007f}a-z]*|.*") {
            prop_assert!(is_harmless(Terminal::of(&text).as_str()));
            prop_assert!(is_harmless(Markdown::of(&text).as_str()));
            prop_assert!(is_harmless(SheetCell::of(&text).as_str()));
            prop_assert!(is_harmless(SheetCell::raw(&text).as_str()));
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in ".*") {
            let once = Terminal::of(&text);
            prop_assert_eq!(Terminal::of(once.as_str()), once);
        }
    }
}
