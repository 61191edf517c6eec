//! Turns the text of a file into a playbook, or into what keeps it from being one.

use std::cmp::Reverse;
use std::sync::Arc;

use super::conditions::Fit;
use super::mistake::Mistake;
use super::shape::Shape;
use super::{Conditions, Kind, Occasion, front_matter, walk};
use crate::diagnostic::{Diagnostic, Place, Problems};

/// Whose wording a playbook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Compiled in.
    BuiltIn,
    /// A file in the firm's `playbooks/`.
    Own,
}

impl Origin {
    /// The origin in machine output and for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::BuiltIn => "built in",
            Self::Own => "own",
        }
    }
}

/// The wording of a document, and when it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbook {
    name: String,
    kind: Kind,
    title: String,
    when: Conditions,
    priority: i64,
    origin: Origin,
    file: String,
    source: Arc<str>,
    body: usize,
}

impl Playbook {
    /// The name of its file, without `.md`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which document it words.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What it is for.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// When it applies.
    #[must_use]
    pub fn when(&self) -> &Conditions {
        &self.when
    }

    /// Of several that apply the highest is taken.
    #[must_use]
    pub fn priority(&self) -> i64 {
        self.priority
    }

    /// Whose it is.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The whole file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.source
    }

    /// Its path as messages show it.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The template, without the front matter.
    pub(super) fn wording(&self) -> &str {
        self.source.get(self.body..).unwrap_or_default()
    }

    /// A stretch of the template, as a place in the file.
    pub(super) fn place(&self, span: std::ops::Range<usize>) -> Place {
        let span = self.body + span.start..self.body + span.end;
        Place::Text { file: self.file.clone(), source: Arc::clone(&self.source), span }
    }

    /// A mistake in the template, with its place in the file.
    pub(super) fn located(&self, mistake: Mistake) -> Diagnostic {
        let place = match mistake.span {
            Some(span) => self.place(span),
            None => Place::File { file: self.file.clone() },
        };
        mistake.problem.at(place)
    }

    /// Every mistake in the template; with [`Shape::Anything`] as the view those that no view makes good.
    pub(super) fn mistakes(&self, view: &Shape) -> Vec<Diagnostic> {
        let found = walk::mistakes(self.wording(), view)
            .unwrap_or_else(|error| vec![Mistake::of(&error, self.wording())]);
        found.into_iter().map(|mistake| self.located(mistake)).collect()
    }

    /// How well it fits, the better one greater; `None` where it does not apply. Names decide in the end.
    pub(super) fn fit(&self, occasion: &Occasion<'_>) -> Option<(i64, Fit, Reverse<&str>)> {
        Some((self.priority, self.when.fit(occasion)?, Reverse(self.name.as_str())))
    }

    /// Reads a playbook; with an error among the problems it is nothing to work with.
    pub(super) fn read(name: &str, file: &str, text: &str, origin: Origin) -> (Self, Problems) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let source: Arc<str> = Arc::from(text);
        let (head, body, mut problems) = front_matter::read(file, &source);
        let playbook = Self {
            name: name.to_owned(),
            kind: head.kind.unwrap_or(Kind::Cover),
            title: head.title,
            when: head.when,
            priority: head.priority,
            origin,
            file: file.to_owned(),
            source,
            body,
        };
        // A text without front matter is no playbook yet: what else may be wrong with it is not said.
        if !problems.has_errors() {
            playbook.mistakes(&Shape::Anything).into_iter().for_each(|problem| problems.add(problem));
            problems.extend(playbook.shortcomings(head.kind));
        }
        (playbook, problems)
    }
}

impl Playbook {
    /// What a playbook needs to be one.
    fn shortcomings(&self, kind: Option<Kind>) -> Problems {
        let mut problems = Problems::default();
        let top = front_matter::first_line(&self.file, &self.source);
        let general = Kind::ALL.into_iter().find(|kind| kind.id() == self.name);
        let kinds = Kind::ALL.map(|kind| format!("{:?}", kind.id())).join(", ");
        match (kind, general) {
            (None, general) => {
                let hint = general.map_or_else(
                    || format!("add kind = ..., one of {kinds}"),
                    |general| format!("add kind = \"{general}\""),
                );
                let message = "nothing says which document this words";
                problems.add(Diagnostic::error("playbook-without-kind", message).at(top.clone()).hint(hint));
            }
            (Some(kind), Some(general)) if kind != general => problems.add(
                Diagnostic::error(
                    "playbook-of-another-kind",
                    format!("a file of this name words the document {general}, and this one says {kind}"),
                )
                .at(top.clone())
                .hint(format!("write kind = \"{general}\", or give the file another name")),
            ),
            (Some(_), _) => {}
        }
        if general.is_some() && !self.when.is_empty() {
            let message = "this playbook is taken when no other fits, so it can have no conditions";
            problems.add(
                Diagnostic::error("playbook-general-with-conditions", message)
                    .at(top.clone())
                    .hint("take `when` out, or give the file another name"),
            );
        }
        if self.wording().trim().is_empty() {
            let message = "nothing stands below the front matter";
            problems.add(
                Diagnostic::error("playbook-empty", message)
                    .at(top)
                    .hint("write the document there, or remove the file"),
            );
        }
        problems
    }
}
