//! Turns problems in the user's files into text: what, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Problems, Severity};

use super::clean::same_length;
use super::tone::Tone;
use super::{Look, Terminal};

/// Writes all problems, and after the last one of a kind how many more there are.
pub(super) fn problems(problems: &Problems, look: Look) -> String {
    let shown = problems.shown();
    let mut text = String::new();
    for (position, problem) in shown.iter().enumerate() {
        text += &one(problem, look);
        let is_last = shown.iter().skip(position + 1).all(|other| other.code != problem.code);
        let more = problems.uncounted().find(|(code, _)| is_last && *code == problem.code);
        if let Some((code, count)) = more {
            text += &headline(problem.severity, code, &format!("and {count} more of this kind"), look);
        }
    }
    text
}

fn one(problem: &Diagnostic, look: Look) -> String {
    match &problem.place {
        Some(Place::Text { file, source, span }) => with_source(problem, file, source, span.clone(), look),
        Some(Place::File { file }) => plain(problem, Some(file.clone()), look),
        Some(Place::Line { file, line }) => plain(problem, Some(format!("{file}:{line}")), look),
        Some(Place::Field { file, line, field }) => {
            plain(problem, Some(format!("{file}:{line}: field `{field}`")), look)
        }
        Some(Place::Cell { file, sheet, row, column, field }) => {
            let cell = column.as_ref().map_or(format!("row {row}"), |column| format!("{column}{row}"));
            let field = field.as_ref().map_or(String::new(), |field| format!(": field `{field}`"));
            plain(problem, Some(format!("{file}: sheet `{sheet}`, {cell}{field}")), look)
        }
        None => plain(problem, None, look),
    }
}

fn plain(problem: &Diagnostic, place: Option<String>, look: Look) -> String {
    let mut text = headline(problem.severity, problem.code, &problem.message, look);
    if let Some(place) = place {
        text += &format!("  --> {}\n", Terminal::of(&place));
    }
    if let Some(hint) = &problem.hint {
        // A remedy to paste may take several lines.
        for (position, line) in hint.lines().enumerate() {
            let lead = if position == 0 { "  hint: " } else { "        " };
            text += &format!("{lead}{}\n", Terminal::of(line));
        }
    }
    text
}

fn headline(severity: Severity, code: &str, message: &str, look: Look) -> String {
    let (word, tone) = match severity {
        Severity::Error => ("error", Tone::Critical),
        Severity::Warning => ("warning", Tone::AtRisk),
        Severity::Note => ("note", Tone::Watch),
    };
    let kind = tone.paint(&Terminal::of(&format!("{word}[{code}]")), look);
    format!("{kind}: {}\n", Terminal::of(message))
}

/// A problem with the line of configuration it stands on.
fn with_source(
    problem: &Diagnostic,
    file: &str,
    source: &str,
    span: std::ops::Range<usize>,
    look: Look,
) -> String {
    let source = same_length(source);
    let span = within(&source, span);
    let (level, hint_level) = match problem.severity {
        Severity::Error => (Level::ERROR, Level::HELP.with_name("hint")),
        Severity::Warning => (Level::WARNING, Level::HELP.with_name("hint")),
        Severity::Note => (Level::NOTE, Level::HELP.with_name("hint")),
    };
    let message = Terminal::of(&problem.message).to_string();
    let path = Terminal::of(file).to_string();
    let snippet = Snippet::source(source).path(path).annotation(AnnotationKind::Primary.span(span));
    let mut group = level.primary_title(message).id(problem.code).element(snippet);
    if let Some(hint) = &problem.hint {
        group = group.element(hint_level.message(Terminal::of(hint).to_string()));
    }
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let width = usize::from(look.width).max(super::table::NARROWEST);
    let text = renderer.term_width(width).render(&[group]);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

/// The span with both ends inside of the text and on characters.
fn within(source: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let floor = |at: usize| {
        let mut at = at.min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Look = Look { width: 80, colour: false };

    fn field(line: u64) -> Diagnostic {
        let place =
            Place::Field { file: "surveys/2026-q3.csv".to_owned(), line, field: "Accuracy".to_owned() };
        Diagnostic::warning("score-out-of-scale", "12 is outside 0 to 10")
            .at(place)
            .hint("if this question has another scale, set it: --scale 1-20")
    }

    #[test]
    fn a_problem_has_its_place_and_its_remedy_and_the_rest_is_counted() {
        let mut found = Problems::default();
        for line in 14..34 {
            found.add(field(line));
        }
        found.add(Diagnostic::note("waves", "read as quarters"));
        found.add(
            Diagnostic::error("empty-file", "nothing in it").at(Place::File { file: "a.csv".to_owned() }),
        );
        let one = |line: u64| {
            format!(
                "warning[score-out-of-scale]: 12 is outside 0 to 10\n  --> surveys/2026-q3.csv:{line}: field `Accuracy`\n  \
                 hint: if this question has another scale, set it: --scale 1-20\n"
            )
        };
        let expected = format!(
            "{}{}{}warning[score-out-of-scale]: and 17 more of this kind\nnote[waves]: read as quarters\n\
             error[empty-file]: nothing in it\n  --> a.csv\n",
            one(14),
            one(15),
            one(16)
        );
        assert_eq!(problems(&found, PLAIN), expected);
    }

    fn in_text(source: &str, span: std::ops::Range<usize>) -> Problems {
        let place = Place::Text { file: "retain.toml".to_owned(), source: source.into(), span };
        let mut found = Problems::default();
        found.add(
            Diagnostic::error("unknown-key", "unknown key `belwo` in [signal.low-score]")
                .at(place)
                .hint("did you mean `below`?"),
        );
        found
    }

    #[test]
    fn a_mistake_in_the_configuration_is_shown_with_its_line() {
        let source = "[signal.low-score]\nbelwo = 4 # \u{1b}[31m\n";
        let expected = "\
error[unknown-key]: unknown key `belwo` in [signal.low-score]
 --> retain.toml:2:1
  |
2 | belwo = 4 # ?[31m
  | ^^^^^
  |
  = hint: did you mean `below`?
";
        assert_eq!(problems(&in_text(source, 19..24), PLAIN), expected);
    }

    #[test]
    fn a_header_cannot_act_on_the_terminal() {
        let place = Place::Field { file: "a\u{1b}.csv".to_owned(), line: 1, field: "b\nc\u{9b}".to_owned() };
        let mut found = Problems::default();
        found.add(Diagnostic::warning("x", "message \u{7}").at(place).hint("hint \u{202e}"));
        let expected = "warning[x]: message \\u{7}\n  --> a\\u{1b}.csv:1: field `b / c\\u{9b}`\n  hint: hint \\u{202e}\n";
        assert_eq!(problems(&found, PLAIN), expected);
        assert!(problems(&found, Look { width: 80, colour: true }).starts_with("\u{1b}["));
    }

    proptest! {
        #[test]
        fn no_span_of_any_text_makes_it_panic(source in ".{0,30}\n?.{0,30}", start in 0_usize..80, length in 0_usize..80) {
            let text = problems(&in_text(&source, start..start + length), PLAIN);
            prop_assert!(text.contains("did you mean"));
        }
    }
}
