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
pub(super) fn render(playbook: &Playbook, view: &Value) -> Result<String, Diagnostic> {
    written(playbook.wording(), view, print).map_err(|mistake| {
        // The engine stops at the first name that the view lacks and does not say what was meant.
        let mut mistakes = playbook.mistakes(&Shape::of(view).0).into_iter();
        mistakes.next().unwrap_or_else(|| playbook.located(mistake))
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
        Err(error) if page.is_full => Err(Mistake { problem: too_long(), ..Mistake::of(&error, template) }),
        Err(error) => Err(Mistake::of(&error, template)),
    }
}

fn too_long() -> Diagnostic {
    Diagnostic::error("playbook-too-long", "the document becomes longer than 1 MiB here")
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
