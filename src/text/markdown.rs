//! Turns any text into Markdown that reads as exactly that text: nothing in it can be markup.

use std::fmt;

/// Text on one line that can stand anywhere in a Markdown document, in table cells too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown(String);

/// Characters that are markup wherever they stand.
const ALWAYS: &str = "\\`*[]<|~$^";

/// Characters that are markup where a text begins: headings, lists, quotes, rules, front matter, column marks.
const AT_THE_START: &str = "#+-=>:";

/// How the `@` of an address is written. A backslash does not help: GitHub makes links of addresses after it has
/// taken the backslashes away.
const AT: &str = " (at) ";

impl Markdown {
    /// Cleans and escapes a text. It escapes what could be markup there and leaves the rest, because the documents
    /// are also read as they are.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(escape(&super::one_line(text)))
    }

    /// Cleans and escapes a text for a place where it may touch other words, such as the middle of a sentence of a
    /// playbook: what could become an address together with its neighbours is escaped as well.
    #[must_use]
    pub fn inside(text: &str) -> Self {
        let line = super::one_line(text);
        let mut escaped = escape(&line);
        if escaped.starts_with(['/', '.']) {
            escaped.insert(0, '\\');
        }
        if let Some(rest) = escaped.strip_prefix('@') {
            escaped = format!("{}{rest}", AT.trim_start());
        }
        if let Some(rest) = escaped.strip_suffix('@') {
            escaped = format!("{rest}{}", AT.trim_end());
        }
        Self(escaped)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many columns the text takes as it is printed.
    #[must_use]
    pub fn width(&self) -> usize {
        unicode_width::UnicodeWidthStr::width(self.0.as_str())
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len() + 8);
    // A heading drops the `#` at its end.
    let closing = line.trim_end_matches('#').len();
    for (at, c) in line.char_indices() {
        let before = line.get(..at).unwrap_or_default();
        let after = line.get(at + c.len_utf8()..).unwrap_or_default();
        if c == '@' && is_in_an_address(before, after) {
            escaped.push_str(AT);
            continue;
        }
        if is_markup(before, c, after) || at >= closing {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn is_markup(before: &str, c: char, after: &str) -> bool {
    match c {
        c if ALWAYS.contains(c) => true,
        // A telephone number: a list would have a space there.
        '+' if after.starts_with(|c: char| c.is_ascii_digit()) => false,
        c if before.is_empty() && AT_THE_START.contains(c) => true,
        '_' => !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)),
        '&' => is_entity(after),
        '.' | ')' if is_list_number(before) && (after.is_empty() || after.starts_with([' ', '@'])) => true,
        '.' => ends_with_www(before),
        ':' => after.starts_with("//"),
        '(' => is_like_a_code(after.split_once(')').map_or(after, |(inside, _)| inside)),
        _ => false,
    }
}

/// Whether a text looks like the code of a line of ours: in brackets, `record` would take what stands behind it for an
/// answer. A code is letters and digits in turn, seven at least.
fn is_like_a_code(text: &str) -> bool {
    let is_sign = |(at, byte): (usize, u8)| match at % 2 {
        0 => byte.is_ascii_lowercase(),
        _ => byte.is_ascii_digit(),
    };
    text.len() >= 7 && text.bytes().enumerate().all(is_sign)
}

/// Whether what follows an `&` makes it a character of its own: `amp;`, `#42;`.
fn is_entity(after: &str) -> bool {
    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    end.is_some_and(|end| end > 0 && after.get(end..).is_some_and(|rest| rest.starts_with(';')))
}

fn is_list_number(before: &str) -> bool {
    (1..=9).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_with_www(before: &str) -> bool {
    let start = before.len().saturating_sub(3);
    before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

fn is_in_an_address(before: &str, after: &str) -> bool {
    let is_local = |c: char| c.is_ascii_alphanumeric() || ".+_-".contains(c);
    before.ends_with(is_local) && after.starts_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// Everything that a Markdown reader may see besides plain words. Attributes at the end of a heading are left
    /// out: GitHub and CommonMark have none, and where they are on no backslash keeps them from forming.
    fn extensions() -> Options {
        let turned_off = Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_WIKILINKS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        Options::all() - turned_off
    }

    /// What a reader of the document sees, and the markup in it.
    fn read(document: &str) -> (String, Vec<String>) {
        let (mut text, mut markup) = (String::new(), Vec::new());
        for event in Parser::new_ext(document, extensions()) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(tag) => markup.push(name(&tag)),
                Event::End(_) => {}
                other => markup.push(format!("{other:?}")),
            }
        }
        (text, markup)
    }

    fn name(tag: &Tag<'_>) -> String {
        let name = format!("{tag:?}");
        name.split(['(', ' ']).next().unwrap().to_owned()
    }

    /// Checks that a text is nothing but words wherever the documents put it.
    fn check(text: &str) {
        let escaped = Markdown::of(text);
        let words = super::super::one_line(text);
        let shown = |seen: &str| seen.replace(AT, "@");
        let words = shown(&words);
        if words.is_empty() {
            return;
        }
        let (seen, markup) = read(&format!("{escaped}\n"));
        assert_eq!((shown(&seen), markup), (words.clone(), vec!["Paragraph".to_owned()]), "{escaped}");
        let (seen, markup) = read(&format!("first\n{escaped}\n"));
        assert_eq!(
            (shown(&seen), markup),
            (format!("first{words}"), vec!["Paragraph".to_owned(), "SoftBreak".to_owned()])
        );
        let (seen, markup) = read(&format!("## {escaped}\n"));
        assert_eq!((shown(&seen), markup.len()), (words.clone(), 1), "{escaped} {markup:?}");
        let (seen, markup) = read(&format!("| a | b |\n| --- | --- |\n| {escaped} | {escaped} |\n"));
        assert_eq!((shown(&seen), markup.len()), (format!("ab{words}{words}"), 7), "{escaped} {markup:?}");
        let (seen, markup) = read(&format!("- {escaped}\n"));
        assert_eq!((shown(&seen), markup.len()), (words.clone(), 2), "{escaped} {markup:?}");
        let (seen, markup) = read(&format!("> {escaped}\n"));
        assert_eq!((shown(&seen), markup.len()), (words, 2), "{escaped} {markup:?}");
    }

    #[test]
    fn hostile_text_is_nothing_but_words() {
        let texts = [
            "# heading",
            "Heading\n=======",
            "---",
            "+++",
            "- item",
            "1. item",
            "12) item",
            "> quote",
            "[x] plan accepted",
            "- [x] plan accepted",
            "[a](javascript:alert(1))",
            "![a](http://b/c.png)",
            "[a]: http://b",
            "<script>alert(1)</script>",
            "<http://a.example>",
            "```",
            "~~~",
            "`code`",
            "a | b",
            "|---|---|",
            ":---:",
            "a \\| b",
            "\\",
            "*a* _b_ __c__ ~~d~~",
            "&lt;b&gt; &#60; AT&T",
            "http://a.example www.a.example",
            "[^1] [^1]: note",
            "$x$ $$y$$",
            "snake_case a_b_",
            "C #",
            "C# ##",
            "{{ 7*7 }}",
            "    indented",
            "a\u{1b}[31m",
            "!",
            "![",
            "10. Extremely likely",
            "Term\n: definition",
            "@mimi a@b.example",
            "> [!NOTE]",
            "<!-- hidden",
            "a  \nb",
            "{#id .class}",
            "==mark== ^sup^ H~2~O",
            "||spoiler||",
        ];
        for text in texts {
            check(text);
        }
    }

    #[test]
    fn no_text_can_pass_for_the_code_of_a_line() {
        assert_eq!(Markdown::of("(a7k4m3c) signed").as_str(), "\\(a7k4m3c) signed");
        assert_eq!(Markdown::of("told (a7k4m3c").as_str(), "told \\(a7k4m3c");
        check("(a7k4m3c) signed");
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in [
            "9 -> 4 (0-10)",
            "scores.csv:14",
            "my_scores.csv:3",
            "AT&T",
            "fell by 3.5, at least 1.5",
            "O'Neil & Sons (Ltd.)",
            "2026-Q3",
        ] {
            assert_eq!(Markdown::of(text).as_str(), text);
        }
    }

    #[test]
    fn addresses_become_no_links() {
        let text = "see http://a.example, https://b.example, WWW.c.example or mimi@d.example";
        let clean = "see http\\://a.example, https\\://b.example, WWW\\.c.example or mimi (at) d.example";
        assert_eq!(Markdown::of(text).as_str(), clean);
    }

    #[test]
    fn inside_of_other_words_no_address_can_be_completed() {
        let cases = [
            ("//a.example", "\\//a.example"),
            (".a.example", "\\.a.example"),
            ("@a.example", "(at) a.example"),
            ("mimi@", "mimi (at)"),
            ("plain words", "plain words"),
            ("# heading", "\\# heading"),
        ];
        for (text, clean) in cases {
            assert_eq!(Markdown::inside(text).as_str(), clean);
        }
    }

    proptest! {
        #[test]
        fn escaped_text_reads_back_as_the_same_words(text in "[-#*_`~|<>\\\\\\[\\]()!&;:+=.0-9a-z$@^{}\"'/ \n\t]{0,24}") {
            check(&text);
        }

        #[test]
        fn any_text_is_nothing_but_words(text in ".{0,40}") {
            check(&text);
        }
    }
}
