//! Words what is wrong in a template, with what to write instead.

use std::ops::Range;

use minijinja::{Error, ErrorKind};

use super::lint::NOTHING;
use super::shape::Shape;
use crate::diagnostic::Diagnostic;

/// Names at least this alike are offered as what was meant.
const ALIKE: f64 = 0.8;

/// How many names are listed where none is near.
const NAMES_LISTED: usize = 12;

/// The statements that playbooks have.
const STATEMENTS: [&str; 8] = ["if", "elif", "else", "endif", "for", "endfor", "set", "endset"];

/// Something wrong in a template.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mistake {
    /// What, and what to do about it.
    pub(super) problem: Box<Diagnostic>,
    /// The bytes of the template that are wrong; `None` is the template as a whole.
    pub(super) span: Option<Range<usize>>,
}

/// What stands where something else is needed.
pub(super) enum Unfit {
    /// Something that is no list is gone through.
    NoList(Shape),
    /// Something that is no text is printed.
    NotPrintable(Shape),
    /// A part is asked for of something that has none.
    NoParts {
        /// How the template writes it.
        of: String,
        /// What it is.
        is: Shape,
    },
}

impl Mistake {
    /// A name that the view does not have.
    pub(super) fn unknown_name(name: &str, scoped: &[&str], view: &Shape, span: Range<usize>) -> Self {
        let known: Vec<&str> = scoped.iter().copied().chain(view.names()).collect();
        let hint = match (nearest(name, &known), view.path_to(name), view.list_with(name)) {
            (Some(near), _, _) => format!("did you mean `{near}`?"),
            (None, Some(path), _) => format!("did you mean `{path}`?"),
            (None, None, Some(list)) => format!(
                "each of `{list}` has one: {{% for one in {list} %}}{{{{ one.{name} }}}}{{% endfor %}}"
            ),
            (None, None, None) => format!("this document has {}", listed(&view.names())),
        };
        let problem =
            Diagnostic::error("playbook-unknown-name", format!("there is no `{name}` here")).hint(hint);
        Self { problem: Box::new(problem), span: Some(span) }
    }

    /// A name that the parts of something do not have.
    pub(super) fn unknown_part(name: &str, whole: &str, shape: &Shape, span: Range<usize>) -> Self {
        let names = shape.names();
        let hint = nearest(name, &names).map_or_else(
            || format!("`{whole}` has {}", listed(&names)),
            |near| format!("did you mean `{whole}.{near}`?"),
        );
        let problem =
            Diagnostic::error("playbook-unknown-name", format!("`{whole}` has no `{name}`")).hint(hint);
        Self { problem: Box::new(problem), span: Some(span) }
    }

    /// Something of another sort than is needed.
    pub(super) fn unfit(unfit: &Unfit, text: &str, span: Range<usize>) -> Self {
        let (message, hint) = match unfit {
            Unfit::NoList(shape) => (
                format!("`{text}` is {} and no list", shape.words()),
                format!("write {{{{ {text} }}}} without a loop, or go through a list"),
            ),
            Unfit::NotPrintable(Shape::List(element)) => {
                let how = match element.names().first() {
                    Some(name) => {
                        format!("{{% for one in {text} %}}{{{{ one.{name} }}}}{{% endfor %}}")
                    }
                    None => format!("{{{{ {text}|join(\", \") }}}}"),
                };
                (format!("`{text}` is a list and cannot be printed as it is"), format!("write {how}"))
            }
            Unfit::NotPrintable(Shape::Flag) => (
                format!("`{text}` is yes or no and cannot be printed"),
                format!("write {{% if {text} %}}...{{% else %}}...{{% endif %}}"),
            ),
            Unfit::NotPrintable(shape) => (
                format!("`{text}` is {} and cannot be printed as it is", shape.words()),
                format!("print one of its parts: {}", listed(&shape.names())),
            ),
            Unfit::NoParts { of, is } => (
                format!("`{of}` is {} and has no parts", is.words()),
                match is {
                    Shape::List(_) => format!("go through it: {{% for one in {of} %}}...{{% endfor %}}"),
                    _ => format!("write {of} alone"),
                },
            ),
        };
        let problem = Diagnostic::error("playbook-wrong-use", message).hint(hint);
        Self { problem: Box::new(problem), span: Some(span) }
    }

    /// What the language of playbooks does not have.
    pub(super) fn not_allowed(what: &str, span: Range<usize>) -> Self {
        let problem =
            Diagnostic::error("playbook-not-allowed", format!("playbooks do without {what}")).hint(LANGUAGE);
        Self { problem: Box::new(problem), span: Some(span) }
    }

    /// What the template engine cannot read or carry out. Its own details may hold a value, and are left out.
    pub(super) fn of(error: &Error, template: &str) -> Self {
        // What is missing at the end is placed behind it.
        let is_inside = |span: &Range<usize>| template.get(span.clone()).is_some();
        let span =
            error.range().filter(is_inside).or_else(|| error.line().map(|line| line_of(template, line)));
        let problem = match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape => {
                let detail = error.detail().unwrap_or_default();
                let (message, hint) = syntax(detail);
                Diagnostic::error("playbook-syntax", message).hint(hint)
            }
            ErrorKind::OutOfFuel => {
                Diagnostic::error("playbook-endless", "this would take too long, or too much memory")
                    .hint("take out loops within loops, and what makes a text longer and longer")
            }
            _ if error.detail() == Some(NOTHING) => {
                hole(span.clone().and_then(|span| template.get(span)).unwrap_or_default())
            }
            kind => {
                let message = format!("this cannot be carried out: {kind}");
                Diagnostic::error("playbook-cannot-be-written", message).hint(LANGUAGE)
            }
        };
        Self { problem: Box::new(problem), span }
    }
}

/// What a playbook can hold.
const LANGUAGE: &str = "a playbook has {{ name }}, {% if name %}, {% for one in list %}, {% set %}, and, or, not, ==, ~, and \
                        |join(\", \")";

/// What is printed and may be empty, as in "Dear ,".
fn hole(name: &str) -> Diagnostic {
    let message = format!("`{name}` is empty where it is not known, and leaves a hole in the document");
    let hint = format!(
        "write {{% if {name} %}}...{{% else %}}...{{% endif %}}, with what to say when it is not known"
    );
    Diagnostic::error("playbook-prints-nothing", message).hint(hint)
}

/// The words of a mistake in the language, and what to do.
fn syntax(detail: &str) -> (String, String) {
    if let Some(word) = detail.strip_prefix("unknown statement ") {
        let hint = nearest(word, &STATEMENTS)
            .map_or_else(|| LANGUAGE.to_owned(), |near| format!("did you mean {{% {near} %}}?"));
        return (format!("there is no {{% {word} %}} in playbooks"), hint);
    }
    if detail.contains("end of input") {
        let hint =
            "close every {% if %} with {% endif %}, every {% for %} with {% endfor %}, and every {{ with }}";
        return ("something is not closed before the end of the file".to_owned(), hint.to_owned());
    }
    let hint = "write {{ name }}, {% if name %}...{% endif %} or {% for one in list %}...{% endfor %}";
    let names = [("end of variable block", "}}"), ("end of block", "%}"), ("identifier", "name")];
    let detail = names.iter().fold(detail.to_owned(), |detail, (name, sign)| detail.replace(name, sign));
    (format!("this cannot be read: {detail}"), hint.to_owned())
}

/// The bytes of a line, counted from 1.
fn line_of(template: &str, line: usize) -> Range<usize> {
    let mut start = 0;
    for text in template.split_inclusive('\n').take(line.saturating_sub(1)) {
        start += text.len();
    }
    let rest = template.get(start..).unwrap_or_default();
    start..start + rest.find('\n').unwrap_or(rest.len())
}

/// The name nearest to one that is not there, if any is near; of several the first.
pub(super) fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    // Two letters that changed places count as near in short words too.
    let is_slip = |name: &str| strsim::osa_distance(given, name) == 1;
    let alike = known.iter().map(|name| {
        let alike = strsim::jaro_winkler(given, name);
        (if is_slip(name) { alike.max(ALIKE) } else { alike }, *name)
    });
    let near = alike.filter(|(alike, _)| *alike >= ALIKE);
    near.fold(None, |best: Option<(f64, &str)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    })
    .map(|(_, name)| name)
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(NAMES_LISTED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    match (shown.is_empty(), more) {
        (true, _) => "no names at all".to_owned(),
        (_, 0) => shown.join(", "),
        (_, more) => format!("{} and {more} more", shown.join(", ")),
    }
}
