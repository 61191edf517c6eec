//! Turns the text of a playbook into its front matter and the place where its wording begins, or every mistake.

use std::sync::Arc;

use serde::Deserialize;

use super::{Conditions, Kind};
use crate::config;
use crate::diagnostic::{Diagnostic, Place, Problems};

/// What stands alone on the lines around front matter.
const FENCE: &str = "+++";

/// The front matter as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FrontMatter {
    /// Which document this is.
    pub(super) kind: Option<Kind>,
    /// What the playbook is for, for the list of playbooks.
    pub(super) title: String,
    /// When it applies.
    pub(super) when: Conditions,
    /// Of several that apply the highest is taken.
    pub(super) priority: i64,
}

/// Reads the front matter and finds the byte where the wording begins.
pub(super) fn read(file: &str, source: &Arc<str>) -> (FrontMatter, usize, Problems) {
    let mut problems = Problems::default();
    let Some(after_fence) = fence(source, 0) else {
        problems.add(
            Diagnostic::error("playbook-without-front-matter", "a playbook begins with its front matter")
                .at(Place::File { file: file.to_owned() })
                .hint("put these lines on top:\n+++\nkind = \"script\"\ntitle = \"What this is for\"\n+++"),
        );
        return (FrontMatter::default(), 0, problems);
    };
    let Some((end, body)) = closing(source, after_fence) else {
        problems.add(
            Diagnostic::error("playbook-front-matter-open", "the front matter does not end")
                .at(first_line(file, source))
                .hint("put a line +++ between it and the wording"),
        );
        return (FrontMatter::default(), source.len(), problems);
    };
    // The fence as a comment of the same length: places in the TOML are places in the file.
    let inner = source.get(FENCE.len()..end).unwrap_or_default();
    let (front_matter, found) = config::read_table(file, source, &format!("###{inner}"));
    problems.extend(found);
    (front_matter, body, problems)
}

/// The byte after the line that starts here, if it is a fence.
fn fence(source: &str, start: usize) -> Option<usize> {
    let rest = source.get(start..)?;
    let line = rest.split_inclusive('\n').next()?;
    (line.trim_end() == FENCE).then(|| start + line.len())
}

/// Where the closing fence begins and where the text after it does.
fn closing(source: &str, from: usize) -> Option<(usize, usize)> {
    let mut start = from;
    for line in source.get(from..)?.split_inclusive('\n') {
        if let Some(after) = fence(source, start) {
            return Some((start, after));
        }
        start += line.len();
    }
    None
}

/// The first line, which stands for the front matter as a whole.
pub(super) fn first_line(file: &str, source: &Arc<str>) -> Place {
    let end = source.find('\n').unwrap_or(source.len());
    Place::Text { file: file.to_owned(), source: Arc::clone(source), span: 0..end }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Label;
    use crate::signal::SignalId;

    fn read_text(text: &str) -> (FrontMatter, String, Vec<(&'static str, String)>) {
        let source: Arc<str> = Arc::from(text);
        let (head, body, problems) = read("playbooks/a.md", &source);
        let shown = problems.shown().iter().map(|problem| {
            let at = match &problem.place {
                Some(Place::Text { source, span, .. }) => source.get(span.clone()).unwrap_or("outside"),
                _ => "nowhere",
            };
            (problem.code, at.to_owned())
        });
        (head, text.get(body..).unwrap().to_owned(), shown.collect())
    }

    #[test]
    fn front_matter_is_toml_between_two_fences() {
        let text = "+++\nkind = \"plan-customer\"\ntitle = \"A plan\"\npriority = 3\n[when]\nreasons = [\"silence\"]\n\
                    labels = [\"at-risk\"]\nvalue-above = 10000.5\nis-back = true\n+++  \n# Plan\n+++\n";
        let (head, body, problems) = read_text(text);
        assert_eq!(problems, []);
        assert_eq!((head.kind, head.title.as_str(), head.priority), (Some(Kind::PlanCustomer), "A plan", 3));
        assert_eq!(head.when.reasons, [SignalId::Silence]);
        assert_eq!(head.when.labels, [Label::AtRisk]);
        assert_eq!(head.when.value_above.unwrap().to_string(), "10000.5");
        assert!(head.when.is_back);
        assert_eq!(body, "# Plan\n+++\n");
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let text = "+++\nkind = \"scirpt\"\ntitel = \"A\"\nwhen = { reasons = [\"low-score\", \"silense\"], value = 3 }\n+++\nHello\n";
        let (_, _, problems) = read_text(text);
        let expected = [
            ("unknown-word", "\"scirpt\""),
            ("unknown-key", "titel"),
            ("unknown-word", "\"silense\""),
            ("unknown-key", "value"),
        ];
        assert_eq!(problems, expected.map(|(code, at)| (code, at.to_owned())));
    }

    #[test]
    fn a_text_without_front_matter_or_without_its_end_says_so() {
        assert_eq!(read_text("# Hello\n").2, [("playbook-without-front-matter", "nowhere".to_owned())]);
        assert_eq!(read_text("").2, [("playbook-without-front-matter", "nowhere".to_owned())]);
        assert_eq!(
            read_text("+++\nkind = \"script\"\n").2,
            [("playbook-front-matter-open", "+++".to_owned())]
        );
        assert_eq!(read_text("+++").2, [("playbook-front-matter-open", "+++".to_owned())]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_an_end(text in "(\\+\\+\\+\n)?(.|\n|kind = |\"|\\[|\\]|\\{|\\+\\+\\+\n){0,40}") {
            let source: Arc<str> = Arc::from(text.as_str());
            let (_, body, problems) = read("a.md", &source);
            prop_assert!(text.get(body..).is_some());
            prop_assert!(problems.has_errors() || text.starts_with("+++"));
        }
    }
}
