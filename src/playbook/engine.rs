//! Turns a template and a view into Markdown, within bounds of time and size, or says what stands in the way.

use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

use super::Playbook;
use super::mistake::Mistake;
use super::shape::Shape;
use crate::diagnostic::Diagnostic;
use crate::text::Markdown;

/// How much work a document may take; a long agenda takes a hundredth of it. It bounds memory too: 64 bytes that a
/// template makes cost as much as a step.
const FUEL: u64 = 1_000_000;

/// How long a document may be.
const BYTES_AT_MOST: usize = 1 << 20;

/// The name of our way of escaping.
const ESCAPING: &str = "markdown";

/// What blocks do to the space around them: a line that holds nothing but a block leaves no line behind.
pub(super) fn syntax() -> Result<SyntaxConfig, Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

/// Writes a document.
pub(super) fn render(playbook: &Playbook, view: &Value) -> Result<String, Box<Diagnostic>> {
    written(playbook.wording(), view, print).map_err(|mistake| {
        // The engine stops at the first name that the view lacks and does not say what was meant.
        let mut mistakes = playbook.mistakes(&Shape::of(view).0).into_iter();
        Box::new(mistakes.next().unwrap_or_else(|| playbook.located(mistake)))
    })
}

/// How a value is printed.
pub(super) type Print = fn(&mut Output<'_>, &mut State<'_, '_>, &Value) -> Result<(), Error>;

/// Puts a view into a template.
pub(super) fn written(template: &str, view: &Value, print: Print) -> Result<String, Mistake> {
    let mut page = Page::default();
    let mut outcome = || -> Result<(), Error> {
        let environment = environment(print)?;
        let template = environment.template_from_named_str("playbook", template)?;
        template.render_captured_to(view, &mut page).map(drop)
    };
    match outcome() {
        Ok(()) => Ok(tidy(&String::from_utf8_lossy(&page.bytes))),
        Err(_) if page.is_full => Err(Mistake { problem: Box::new(too_long()), span: None }),
        Err(error) => Err(Mistake::of(&error, template)),
    }
}

fn too_long() -> Diagnostic {
    Diagnostic::error("playbook-too-long", "the document becomes longer than 1 MiB")
        .hint("take out loops within loops")
}

fn environment<'a>(print: Print) -> Result<Environment<'a>, Error> {
    let mut environment = Environment::empty();
    environment.set_syntax(syntax()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom(ESCAPING.into()));
    environment.set_formatter(print);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.add_filter("join", minijinja::filters::join);
    Ok(environment)
}

/// Prints a value: words cleaned, finished Markdown as it is, and nothing that would read as a program's own.
pub(super) fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if !matches!(state.auto_escape(), AutoEscape::Custom(_)) {
        return Err(Error::new(ErrorKind::InvalidOperation, "escaping cannot be switched off"));
    }
    match value.as_str() {
        Some(finished) if value.is_safe() => out.write_str(finished)?,
        Some(words) => out.write_str(Markdown::inside(words).as_str())?,
        None if value.is_undefined() => {}
        None if value.is_integer() => out.write_str(&value.to_string())?,
        None => return Err(Error::new(ErrorKind::NonPrimitive, "only words can be printed")),
    }
    Ok(())
}

/// A document while it is written: it takes so much and no more.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > BYTES_AT_MOST {
            self.is_full = true;
            return Err(io::Error::other("the document is too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One blank line where there are several, none at both ends, and no space that cannot be seen at the end of a line.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut is_after_blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && is_after_blank) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        is_after_blank = line.is_empty();
    }
    let end = tidied.trim_end().len();
    tidied.truncate(end);
    tidied.push('\n');
    tidied
}

#[cfg(test)]
mod tests {
    use minijinja::context;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    fn plainly(template: &str, view: &Value) -> Result<String, Mistake> {
        written(template, view, print)
    }

    /// The code of what stands in the way, and what it points at.
    fn refused(template: &str, view: &Value) -> (&'static str, String) {
        let mistake = plainly(template, view).unwrap_err();
        let at = mistake.span.map_or("the whole", |span| template.get(span).unwrap());
        (mistake.problem.code, at.to_owned())
    }

    #[test]
    fn a_line_with_a_block_alone_leaves_no_line_and_blank_lines_do_not_pile_up() {
        let template = "\n# Title\n\n{% for one in list %}\n  {% if true %}\n- {{ one }}\n  {% endif %}\n{% endfor %}\n\n\n\n{# note #}\nEnd  \n\n";
        let text = plainly(template, &context! { list => ["a", "b"] }).unwrap();
        assert_eq!(text, "# Title\n\n- a\n- b\n\nEnd\n");
        assert_eq!(plainly(template, &context! { list => [""; 0] }).unwrap(), "# Title\n\nEnd\n");
    }

    #[test]
    fn a_template_that_doubles_a_text_24_times_ends_with_an_error() {
        let doubling = "{% set a = a ~ a %}".repeat(24);
        let view = Value::UNDEFINED;
        let template = format!("{{% set a = 'ten bytes.' %}}{doubling}{{{{ a }}}}");
        assert_eq!(refused(&template, &view).0, "playbook-endless");
        let capturing = "{% set a %}{{ a }}{{ a }}{% endset %}".repeat(24);
        let template = format!("{{% set a = 'ten bytes.' %}}{capturing}{{{{ a }}}}");
        assert_eq!(refused(&template, &view).0, "playbook-endless");
    }

    #[test]
    fn loops_within_loops_end_with_an_error() {
        let view = context! { list => ["x"; 100] };
        let inner = "{% for a in list %}".repeat(6);
        let template = format!("{inner}{}", "{% endfor %}".repeat(6));
        assert_eq!(refused(&template, &view).0, "playbook-endless");
    }

    #[test]
    fn a_document_is_one_mebibyte_at_most() {
        let line = "x".repeat(1023);
        let view = context! { list => vec![line; 1024] };
        let fits = plainly("{% for one in list %}{{ one }}\n{% endfor %}", &view).unwrap();
        assert_eq!(fits.len(), BYTES_AT_MOST);
        assert_eq!(refused("{% for one in list %}{{ one }}\n{% endfor %}y", &view).0, "playbook-too-long");
    }

    #[test]
    fn what_stands_in_the_way_is_pointed_at() {
        let view = context! { name => "a secret", list => ["b"] };
        let cases = [
            ("Hello {{ nam }}", "playbook-cannot-be-written", "nam"),
            ("{{ list }}", "playbook-cannot-be-written", "list"),
            ("{{ name|safe }}", "playbook-cannot-be-written", "safe"),
            ("{% autoescape false %}{{ name }}{% endautoescape %}", "playbook-cannot-be-written", "name"),
            ("{% if name %}", "playbook-syntax", "%}"),
            ("a {% fro b in c %}", "playbook-syntax", "fro"),
            ("a\n{{ name", "playbook-syntax", "name"),
            ("{{ name name }}", "playbook-syntax", "name"),
        ];
        for (template, code, at) in cases {
            assert_eq!(refused(template, &view), (code, at.to_owned()), "{template}");
            let problem = plainly(template, &view).unwrap_err().problem;
            let said = format!("{} {}", problem.message, problem.hint.unwrap());
            assert!(!said.contains("secret"), "{said}");
        }
    }

    /// Everything that a Markdown reader may see besides plain words, but for attributes at the end of a heading,
    /// which no backslash keeps from forming where they are on.
    fn markup(document: &str) -> Vec<String> {
        let turned_off = Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_WIKILINKS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let events = Parser::new_ext(document, Options::all() - turned_off);
        events.filter(|event| !matches!(event, Event::Text(_))).map(|event| format!("{event:?}")).collect()
    }

    /// Templates in which words stand everywhere that words can stand.
    const PLACES: &[&str] = &[
        "{{ a }}\n",
        "Words\n{{ a }}\n{{ b }}\n",
        "# {{ a }}\n\nWords\n",
        "- {{ a }}\n- {{ b }}\n",
        "- [ ] {{ a }}\n",
        "1. {{ a }}\n",
        "> {{ a }}\n\n> \"{{ b }}\"\n",
        "| One | Two |\n| --- | --- |\n| {{ a }} | {{ b }} |\n",
        "Words {{ a }}{{ b }} words\n",
        "{{ a }}{{ b }}\n",
        "({{ a }}: {{ b }})\n",
        "Words{{ a }}words\n",
        "\n\n    {{ a }}\n",
        "[page](https://a.example/) {{ a }}\n",
        "{{ a ~ b }}\n",
        "{{ l|join(', ') }}\n",
        "{% set c %}{{ a }}{% endset %}{{ c }}\n",
        "{% set c = a %}{{ c ~ '!' }}\n",
        "Words\n\n{{ a }}\n\n{{ b }}\n",
    ];

    #[track_caller]
    fn check_that_words_stay_words(a: &str, b: &str) {
        let [plain, hostile] = [("x", "y"), (a, b)]
            .map(|(a, b)| context! { a => a, b => b, l => vec![a.to_owned(), b.to_owned()] });
        for template in PLACES {
            let expected = markup(&plainly(template, &plain).unwrap());
            let document = plainly(template, &hostile).unwrap();
            assert_eq!(markup(&document), expected, "{a:?} and {b:?} in {template:?}: {document:?}");
        }
    }

    #[test]
    fn what_customers_write_forms_no_markup_anywhere() {
        let texts = [
            "# Heading",
            "- item",
            "* item",
            "+ item",
            "1. item",
            "1)",
            "> quote",
            "---",
            "===",
            "***",
            "+++\na = 1\n+++",
            "[link](http://a.example)",
            "![image](http://a.example/x.png)",
            "[ref]: http://a.example",
            "<b>bold</b>",
            "<script>alert(1)</script>",
            "<!-- x -->",
            "```",
            "~~~",
            "`code`",
            "a | b",
            "| a | b |\n| - | - |",
            "[x] plan accepted",
            "[ ] box",
            "**bold** _it_ ~~gone~~",
            "http://a.example",
            "www.a.example",
            "a@b.example",
            "<http://a.example>",
            "&lt;b&gt;",
            "{{ 7*7 }}",
            "{% raw %}",
            "{# apology #}",
            "\\",
            "\\\\*",
            "a\n\n# b",
            "a  \nb",
            "$x$",
            "$$y$$",
            "[^1]",
            "[^1]: note",
            ": definition",
            "^a^ ~b~",
            "http:",
            "//a.example",
            "www",
            ".a.example",
            "@b.example",
            "a@",
            "!",
            "#",
            "a #",
            "\u{e000}apology\u{e001}",
        ];
        for a in texts {
            for b in texts {
                check_that_words_stay_words(a, b);
            }
        }
    }

    proptest! {
        #[test]
        fn any_words_form_no_markup_anywhere(
            a in "[-#*_`~|<>\\\\\\[\\]()!&;:+=./0-9a-z$@^{}\"'% \n]{1,12}x",
            b in "y[-#*_`~|<>\\\\\\[\\]()!&;:+=./0-9a-z$@^{}\"'% \n]{1,12}",
        ) {
            check_that_words_stay_words(&a, &b);
        }

        #[test]
        fn words_are_never_read_as_a_template(a in "(\\{\\{|\\{%|\\{#|%\\}|#\\}|\\}\\}|a|if| ){1,8}") {
            let shown = plainly("{{ a }}", &context! { a => a.as_str() }).unwrap();
            let words = Markdown::inside(&a);
            prop_assert_eq!(shown.trim(), words.as_str().trim());
        }

        #[test]
        fn no_template_makes_it_panic(template in "(\\{\\{|\\}\\}|\\{%|%\\}| if | for | in | endfor | endif | set | else |a|b|\\.|\\||join|'|\\(|\\)|~|=|\n|\\{#|#\\}|loop|raw|0|.){0,30}") {
            let view = context! { a => "x", b => ["y"] };
            if let Err(mistake) = plainly(&template, &view) {
                prop_assert!(mistake.span.is_none_or(|span| template.get(span).is_some()));
            }
        }
    }
}
