//! Tries every playbook on two specimens, everything known and nothing known, and says what it lacks as a document.
//!
//! What a document must hold is found in what comes out, not in what goes in: a part that stands in a branch which
//! is not taken is missing. A comment marks where a part begins, `{# apology #}`; it leaves nothing behind in the
//! document.

use minijinja::value::{Serde, ValueKind};
use minijinja::{Error, ErrorKind, Output, State, Value};
use serde::Serialize;

use super::mistake::Mistake;
use super::shape::Shape;
use super::{Kind, Library, Playbook, engine};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::text::Markdown;

/// A part of fewer words says nothing.
const WORDS_AT_LEAST: usize = 5;

/// What stands for a comment that begins a part while a playbook is tried: characters that no language uses.
const MARK: char = '\u{e000}';
const MARK_END: char = '\u{e001}';

/// What stands around the number of a text while it is looked for.
const TEXT: char = '\u{e002}';
const TEXT_END: char = '\u{e003}';

/// How many empty places of a document are looked for.
const HOLES_AT_MOST: usize = 50;

/// The parts that a document must have, by the comment that marks where each begins.
fn parts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Script => &["apology", "listening", "diagnosis", "help"],
        Kind::PlanCustomer | Kind::PlanInForce => &["guarantee", "final clause"],
        Kind::ReleaseLetter => &["release", "apology"],
        Kind::Agenda | Kind::PlanInternal | Kind::Checklist | Kind::StaffNotice | Kind::Cover => &[],
    }
}

/// Two views of one kind of document, one with everything known and one with nothing, to try playbooks on.
#[derive(Debug, Clone)]
pub struct Specimen {
    kind: Kind,
    full: Value,
    empty: Value,
    shows: Vec<&'static str>,
    hides: Vec<String>,
}

impl Specimen {
    /// Takes two views.
    pub fn new(kind: Kind, full: &impl Serialize, empty: &impl Serialize) -> Self {
        let [full, empty] = [Value::from(Serde(full)), Value::from(Serde(empty))];
        Self { kind, full, empty, shows: Vec::new(), hides: Vec::new() }
    }

    /// Names what every document of the kind must print: `questions.score` are the scores of all questions.
    #[must_use]
    pub fn shows(mut self, names: &[&'static str]) -> Self {
        self.shows.extend(names);
        self
    }

    /// Gives texts that no document of the kind may hold.
    #[must_use]
    pub fn hides(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        self.hides.extend(texts);
        self
    }

    /// The names under which the two views hold what no view may hold: nothing at all, a number, a map.
    #[must_use]
    pub fn strangers(&self) -> Vec<String> {
        let mut names = Shape::of(&self.full).1;
        names.extend(Shape::of(&self.empty).1);
        names
    }

    fn shape(&self) -> Shape {
        Shape::of(&self.full).0.and(Shape::of(&self.empty).0)
    }
}

/// Finds what is wrong with the playbooks of a library, the firm's own and the built-in ones.
#[must_use]
pub fn check(library: &Library, specimens: &[Specimen]) -> Problems {
    let mut problems = Problems::default();
    for playbook in library.playbooks() {
        for specimen in specimens.iter().filter(|specimen| specimen.kind == playbook.kind()) {
            let trial = Trial { playbook, specimen };
            trial.found().into_iter().for_each(|problem| problems.add(problem));
        }
    }
    problems
}

/// How much is known in a specimen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Everything,
    Nothing,
}

impl Known {
    fn words(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Nothing => "nothing",
        }
    }
}

struct Trial<'a> {
    playbook: &'a Playbook,
    specimen: &'a Specimen,
}

impl Trial<'_> {
    fn found(&self) -> Vec<Diagnostic> {
        let mut found = self.playbook.mistakes(&self.specimen.shape());
        if !found.is_empty() {
            return found;
        }
        let marked = marked(self.playbook.wording(), parts(self.playbook.kind()));
        let both = [(Known::Everything, &self.specimen.full), (Known::Nothing, &self.specimen.empty)];
        for (known, view) in both {
            match self.written(&marked, view, &mut found) {
                Ok(text) => {
                    self.look_for_parts(&text, known, &mut found);
                    self.look_for_secrets(&text, &mut found);
                }
                Err(mistake) => found.push(self.playbook.located(mistake)),
            }
        }
        self.look_for_names(&mut found);
        let mut said: Vec<Diagnostic> = Vec::new();
        found.into_iter().for_each(|problem| {
            if !said.contains(&problem) {
                said.push(problem);
            }
        });
        said
    }

    /// Writes the document, and notes every place at which it prints nothing.
    fn written(&self, template: &str, view: &Value, found: &mut Vec<Diagnostic>) -> Result<String, Mistake> {
        let mut template = template.to_owned();
        for _ in 0..HOLES_AT_MOST {
            match engine::written(&template, view, print_something) {
                Err(mistake) if mistake.problem.code == HOLE => {
                    let without = mistake.span.clone().and_then(|span| without(&template, span));
                    found.push(self.playbook.located(mistake));
                    let Some(without) = without else { break };
                    template = without;
                }
                other => return other,
            }
        }
        engine::written(&template, view, engine::print)
    }

    fn look_for_parts(&self, text: &str, known: Known, found: &mut Vec<Diagnostic>) {
        let kind = self.playbook.kind();
        for part in parts(kind) {
            let is_there = text
                .split(MARK)
                .filter_map(|piece| piece.split_once(MARK_END))
                .any(|(name, words)| name.trim_end() == *part && count_words(words) >= WORDS_AT_LEAST);
            if is_there {
                continue;
            }
            let is_marked = comments(self.playbook.wording()).iter().any(|(name, _)| name == part);
            let (message, hint) = if is_marked {
                (
                    format!("the part `{part}` says nothing when {} is known", known.words()),
                    format!(
                        "put at least {WORDS_AT_LEAST} words below {{# {part} #}} that stand there in every case, not \
                         in {{% if %}}"
                    ),
                )
            } else {
                (
                    format!("this {kind} needs a part `{part}`"),
                    format!("write it, and put {{# {part} #}} on a line of its own above it"),
                )
            };
            let problem = Diagnostic::error("playbook-without-part", message).hint(hint);
            found.push(problem.at(self.file()));
        }
    }

    /// Looks for what every document of the kind must print. A mark stands for each text, so that another text that
    /// happens to read the same is not taken for it.
    fn look_for_names(&self, found: &mut Vec<Diagnostic>) {
        let mut marks = Vec::new();
        let mut view = self.specimen.full.clone();
        for name in &self.specimen.shows {
            let before = marks.len();
            view = with_marks(&view, name, &mut marks);
            marks.get_mut(before..).into_iter().flatten().for_each(|(_, of)| *of = name);
        }
        let text = match engine::written(self.playbook.wording(), &view, engine::print) {
            Ok(text) => text,
            Err(mistake) => return found.push(self.playbook.located(mistake)),
        };
        for name in &self.specimen.shows {
            let mut asked_for = marks.iter().filter(|(_, of)| of == name);
            if asked_for.all(|(mark, _)| text.contains(mark)) {
                continue;
            }
            let message = format!("this {} leaves out some of `{name}`", self.playbook.kind());
            let how = how_to_print(&self.specimen.shape(), "", name);
            let problem = Diagnostic::error("playbook-leaves-out", message);
            found.push(problem.at(self.file()).hint(format!("where it belongs, write {how}")));
        }
    }

    fn look_for_secrets(&self, text: &str, found: &mut Vec<Diagnostic>) {
        // Letters keep their bytes, so that a place in one is a place in the other.
        let (text, wording) = (text.to_ascii_lowercase(), self.playbook.wording().to_ascii_lowercase());
        for secret in self.specimen.hides.iter().map(|secret| secret.to_ascii_lowercase()) {
            let inside = Markdown::inside(&secret);
            if find_words(&text, &secret).or_else(|| find_words(&text, inside.as_str())).is_none() {
                continue;
            }
            let place = find_words(&wording, &secret)
                .map_or_else(|| self.file(), |at| self.playbook.place(at..at + secret.len()));
            let message = format!("this {} shows what is kept out of it", self.playbook.kind());
            found.push(
                Diagnostic::error("playbook-shows-internal", message)
                    .at(place)
                    .hint("take it out; what stays in the house belongs in plan-internal"),
            );
        }
    }

    fn file(&self) -> Place {
        Place::File { file: self.playbook.file().to_owned() }
    }
}

/// The code of a place at which a document prints nothing.
const HOLE: &str = "playbook-prints-nothing";

/// What says so to the template engine, which hands it back with the place.
pub(super) const NOTHING: &str = "an empty text is printed";

fn print_something(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.as_str().is_some_and(|words| words.trim().is_empty()) {
        return Err(Error::new(ErrorKind::InvalidOperation, NOTHING));
    }
    engine::print(out, state, value)
}

/// The template without what it prints around a place, every other byte staying where it is.
fn without(template: &str, span: std::ops::Range<usize>) -> Option<String> {
    let start = template.get(..span.start)?.rfind("{{")?;
    let end = span.end + template.get(span.end..)?.find("}}")? + "}}".len();
    let blank: String =
        template.get(start..end)?.chars().flat_map(|c| std::iter::repeat_n(' ', c.len_utf8())).collect();
    Some(format!("{}{blank}{}", template.get(..start)?, template.get(end..)?))
}

/// The comments of a template and the bytes they take.
fn comments(template: &str) -> Vec<(&str, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = template.get(from..).and_then(|rest| rest.find("{#")).map(|at| from + at) {
        let Some(length) = template.get(start..).and_then(|rest| rest.find("#}")) else { break };
        let end = start + length + "#}".len();
        let inner = template.get(start + "{#".len()..start + length).unwrap_or_default();
        found.push((inner.trim_matches(['-', '+']).trim(), start..end));
        from = end;
    }
    found
}

/// The template with marks in place of the comments that begin these parts, every other byte staying where it is.
fn marked(template: &str, parts: &[&str]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut from = 0;
    for (name, span) in comments(template).into_iter().filter(|(name, _)| parts.contains(name)) {
        text += template.get(from..span.start).unwrap_or_default();
        let taken = MARK.len_utf8() + name.len() + MARK_END.len_utf8();
        let rest = " ".repeat(span.len().saturating_sub(taken));
        text += &format!("{MARK}{name}{rest}{MARK_END}");
        from = span.end;
    }
    text + template.get(from..).unwrap_or_default()
}

/// The byte at which words begin in a text, where they stand as words of their own.
fn find_words(text: &str, words: &str) -> Option<usize> {
    let is_free = |at: &usize| {
        let before = text.get(..*at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        let after =
            text.get(at + words.len()..).is_some_and(|after| after.starts_with(char::is_alphanumeric));
        !before && !after
    };
    text.match_indices(words).map(|(at, _)| at).find(is_free)
}

/// How many words stand below headings, blanks to write on not counted.
fn count_words(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.flat_map(str::split_whitespace).filter(|word| word.contains(char::is_alphabetic)).count()
}

/// The view with a mark of its own in place of each text under a name; the marks are added to those there are.
fn with_marks(value: &Value, name: &str, marks: &mut Vec<(String, &str)>) -> Value {
    match value.kind() {
        ValueKind::Seq => {
            let elements = value.try_iter().into_iter().flatten();
            elements.map(|element| with_marks(&element, name, marks)).collect()
        }
        ValueKind::Map => {
            let (first, rest) = name.split_once('.').unwrap_or((name, ""));
            let keys = value.try_iter().into_iter().flatten();
            let parts = keys.map(|key| {
                let part = value.get_item(&key).unwrap_or_default();
                let is_on_the_way = key.as_str() == Some(first);
                (key, if is_on_the_way { with_marks(&part, rest, marks) } else { part })
            });
            Value::from_pairs(parts.collect::<Vec<_>>())
        }
        ValueKind::String => {
            let mark = format!("{TEXT}{}{TEXT_END}", marks.len());
            marks.push((mark.clone(), ""));
            Value::from(mark)
        }
        _ => value.clone(),
    }
}

/// What prints all texts under a name.
fn how_to_print(shape: &Shape, so_far: &str, name: &str) -> String {
    match shape {
        Shape::List(element) => {
            format!("{{% for one in {so_far} %}}{}{{% endfor %}}", how_to_print(element, "one", name))
        }
        Shape::Parts(parts) => {
            let (first, rest) = name.split_once('.').unwrap_or((name, ""));
            let path = if so_far.is_empty() { first.to_owned() } else { format!("{so_far}.{first}") };
            how_to_print(parts.get(first).unwrap_or(&Shape::Anything), &path, rest)
        }
        Shape::Anything | Shape::Text | Shape::Flag | Shape::Count => format!("{{{{ {so_far} }}}}"),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    const PARTS: &str = "{# apology #}\nWe are sorry that this happened.\n{# listening #}\nWhat else should we know about it?\n\
                         {# diagnosis #}\nIs that the only problem, or more?\n{# help #}\nWhat would help you most now?\n";

    /// What is found in a playbook of the kind: the codes, and what each points at (a whole file: nothing).
    fn found(kind: Kind, wording: &str, specimen: &Specimen) -> Vec<(&'static str, String)> {
        let text = format!("+++\nkind = \"{kind}\"\n+++\n{wording}");
        let (library, problems) = Library::new(&[("playbooks/a.md".to_owned(), text)]);
        assert_eq!(problems.shown(), []);
        let specimens = [specimen.clone()];
        let problems = check(&library, &specimens);
        let of_ours = problems.shown().iter().filter_map(|problem| match &problem.place {
            Some(Place::Text { file, source, span }) if file.starts_with("playbooks/") => {
                Some((problem.code, source.get(span.clone()).unwrap().to_owned()))
            }
            Some(Place::File { file }) if file.starts_with("playbooks/") => {
                Some((problem.code, String::new()))
            }
            _ => None,
        });
        of_ours.collect()
    }

    fn specimen(kind: Kind) -> Specimen {
        let full = context! { contact => "Ann Example", has_contact => true,
        questions => vec![context! { score => "score one" }, context! { score => "score <two>" }] };
        let empty = context! { contact => "", has_contact => false, questions => Vec::<Value>::new() };
        Specimen::new(kind, &full, &empty)
    }

    #[test]
    fn a_script_with_its_four_parts_is_fine() {
        assert_eq!(found(Kind::Script, PARTS, &specimen(Kind::Script)), []);
    }

    #[test]
    fn each_part_that_is_missing_is_named() {
        for part in parts(Kind::Script) {
            let without = PARTS.replace(&format!("{{# {part} #}}\n"), "");
            let expected = [("playbook-without-part", String::new())];
            assert_eq!(found(Kind::Script, &without, &specimen(Kind::Script)), expected, "{part}");
        }
        assert_eq!(found(Kind::Checklist, "Nothing", &specimen(Kind::Checklist)), []);
    }

    #[test]
    fn a_part_that_stands_in_a_branch_or_says_nothing_is_missing() {
        let missing = [("playbook-without-part", String::new())];
        let branch = PARTS.replace("{# help #}\nWhat", "{% if has_contact %}{# help #}\n{% endif %}What");
        assert_eq!(found(Kind::Script, &branch, &specimen(Kind::Script)), missing);
        let else_branch =
            PARTS.replace("{# help #}\nWhat", "{% if not has_contact %}{# help #}\n{% endif %}What");
        assert_eq!(found(Kind::Script, &else_branch, &specimen(Kind::Script)), missing);
        let heading = PARTS.replace(
            "We are sorry that this happened.",
            "## We are sorry that this happened\n____ ____ ____ ____ ____",
        );
        assert_eq!(found(Kind::Script, &heading, &specimen(Kind::Script)).len(), 2, "with and without facts");
    }

    #[test]
    fn what_every_document_must_print_is_looked_for_in_what_comes_out() {
        let specimen = specimen(Kind::Script).shows(&["questions.score", "contact"]);
        let greeting = "{% if contact %}{{ contact }}{% endif %}\n";
        let all = format!("{greeting}{{% for one in questions %}}{{{{ one.score }}}}{{% endfor %}}\n{PARTS}");
        assert_eq!(found(Kind::Script, &all, &specimen), []);
        let first = all.replace("{{ one.score }}", "{% if loop.first %}{{ one.score }}{% endif %}");
        assert_eq!(found(Kind::Script, &first, &specimen), [("playbook-leaves-out", String::new())]);
        assert_eq!(found(Kind::Script, PARTS, &specimen).len(), 2);
    }

    #[test]
    fn what_is_internal_is_looked_for_in_what_comes_out() {
        let specimen = specimen(Kind::StaffNotice).hides(["Ann Example".to_owned(), "at <risk>".to_owned()]);
        let shown = "{{ contact if has_contact else 'x' }}";
        let internal = "playbook-shows-internal";
        assert_eq!(found(Kind::StaffNotice, shown, &specimen), [(internal, String::new())]);
        assert_eq!(
            found(Kind::StaffNotice, "You are at <risk>!", &specimen),
            [(internal, "at <risk>".to_owned())]
        );
        assert_eq!(
            found(Kind::StaffNotice, "{{ 'at <risk>' }}", &specimen),
            [(internal, "at <risk>".to_owned())]
        );
        assert_eq!(found(Kind::StaffNotice, "Hello", &specimen), []);
    }

    #[test]
    fn every_hole_is_found_and_one_that_is_filled_is_none() {
        let specimen = specimen(Kind::Cover);
        let hole = |name: &str| ("playbook-prints-nothing", name.to_owned());
        assert_eq!(
            found(Kind::Cover, "Dear {{ contact }}, {{ contact ~ '' }}!", &specimen),
            [hole("contact"), hole("contact ~ ''")]
        );
        assert_eq!(
            found(Kind::Cover, "Dear {% if contact %}{{ contact }}{% else %}____{% endif %},", &specimen),
            []
        );
    }

    #[test]
    fn names_are_checked_before_anything_is_written() {
        let wording =
            "{% if not has_contact %}{% if has_contact %}{{ contcat }}{% endif %}{% endif %}{{ question }}";
        let expected = [
            ("playbook-unknown-name", "contcat".to_owned()),
            ("playbook-unknown-name", "question".to_owned()),
        ];
        assert_eq!(found(Kind::Cover, wording, &specimen(Kind::Cover)), expected);
    }

    #[test]
    fn a_view_that_holds_what_no_view_may_hold_says_so() {
        let full =
            context! { a => 1, b => vec![1.5], c => context! { d => Option::<&str>::None, e => "text" } };
        let specimen = Specimen::new(Kind::Cover, &full, &context! { a => "" });
        assert_eq!(specimen.strangers(), ["a", "b", "c.d"]);
    }
}
