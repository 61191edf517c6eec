//! Turns the built-in playbooks and the firm's own into one library, in which the most fitting is found.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::mistake::nearest;
use super::{Kind, Occasion, Origin, Playbook, builtin, engine};
use crate::diagnostic::{Diagnostic, Place, Problems};

/// One general playbook a document: what fits when nothing else does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct General {
    agenda: Playbook,
    script: Playbook,
    plan_customer: Playbook,
    plan_in_force: Playbook,
    release_letter: Playbook,
    plan_internal: Playbook,
    checklist: Playbook,
    staff_notice: Playbook,
    cover: Playbook,
}

impl General {
    fn of(&self, kind: Kind) -> &Playbook {
        match kind {
            Kind::Agenda => &self.agenda,
            Kind::Script => &self.script,
            Kind::PlanCustomer => &self.plan_customer,
            Kind::PlanInForce => &self.plan_in_force,
            Kind::ReleaseLetter => &self.release_letter,
            Kind::PlanInternal => &self.plan_internal,
            Kind::Checklist => &self.checklist,
            Kind::StaffNotice => &self.staff_notice,
            Kind::Cover => &self.cover,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut Playbook {
        match kind {
            Kind::Agenda => &mut self.agenda,
            Kind::Script => &mut self.script,
            Kind::PlanCustomer => &mut self.plan_customer,
            Kind::PlanInForce => &mut self.plan_in_force,
            Kind::ReleaseLetter => &mut self.release_letter,
            Kind::PlanInternal => &mut self.plan_internal,
            Kind::Checklist => &mut self.checklist,
            Kind::StaffNotice => &mut self.staff_notice,
            Kind::Cover => &mut self.cover,
        }
    }
}

/// All playbooks: the firm's own, and the built-in ones that it has not replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    general: General,
    /// Those for special occasions, by name.
    special: Vec<Playbook>,
}

impl Library {
    /// Puts the library together. `own` are the firm's files: their paths as messages show them, and their texts.
    /// One of the same name as a built-in playbook takes its place, one of a new name is added.
    #[must_use]
    pub fn new(own: &[(String, String)]) -> (Self, Problems) {
        let mut problems = Problems::default();
        let mut built_in = |name: &str, text: &str| {
            let file = format!("built-in/{name}.md");
            let (playbook, found) = Playbook::read(name, &file, text, Origin::BuiltIn);
            problems.extend(found);
            playbook
        };
        let mut general = |kind: Kind| built_in(kind.id(), builtin::general(kind));
        let general = General {
            agenda: general(Kind::Agenda),
            script: general(Kind::Script),
            plan_customer: general(Kind::PlanCustomer),
            plan_in_force: general(Kind::PlanInForce),
            release_letter: general(Kind::ReleaseLetter),
            plan_internal: general(Kind::PlanInternal),
            checklist: general(Kind::Checklist),
            staff_notice: general(Kind::StaffNotice),
            cover: general(Kind::Cover),
        };
        let special = builtin::SPECIAL.iter().map(|(name, text)| built_in(name, text)).collect();
        let mut library = Self { general, special };
        for (file, text) in own {
            library.add(file, text, &mut problems);
        }
        library.special.sort_by(|one, other| one.name().cmp(other.name()));
        (library, problems)
    }

    fn add(&mut self, file: &str, text: &str, problems: &mut Problems) {
        // Where the case of letters in names of files does not matter, `Script.md` is `script.md`.
        let base = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
        let name = base.strip_suffix(".md").unwrap_or(&base);
        let (playbook, found) = Playbook::read(name, file, text, Origin::Own);
        problems.extend(found);
        let mut others = self.playbooks().into_iter().filter(|other| other.origin() == Origin::Own);
        if others.any(|other| other.name() == name) {
            problems.add(
                Diagnostic::error("playbook-twice", format!("there are two playbooks named `{name}`"))
                    .at(Place::File { file: file.to_owned() })
                    .hint("the case of letters does not matter: rename one of them"),
            );
            return;
        }
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.id() == name) {
            *self.general.of_mut(kind) = playbook;
            return;
        }
        self.special.retain(|other| other.name() != name);
        self.special.push(playbook);
    }

    /// The playbook that fits best: of those that apply the one of the highest priority, then with the most
    /// conditions, then whose conditions meet what comes first in the occasion, then the first by name. There is
    /// always a general one.
    #[must_use]
    pub fn choose(&self, kind: Kind, occasion: &Occasion<'_>) -> &Playbook {
        let fitting = self.special.iter().filter(|playbook| playbook.kind() == kind);
        fitting.fold(self.general.of(kind), |best, other| {
            if other.fit(occasion) > best.fit(occasion) { other } else { best }
        })
    }

    /// Writes a document: the view put into the playbook's words. `view` is a struct of texts, yes or no, lists and
    /// further structs; a text is data whoever wrote it, unless it is [`super::Finished`].
    ///
    /// # Errors
    /// When the playbook names what the view does not have, or would not end, or not fit into 1 MiB.
    pub fn render(&self, playbook: &Playbook, view: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        engine::render(playbook, &Value::from(Serde(view)))
    }

    /// All playbooks, by name.
    #[must_use]
    pub fn playbooks(&self) -> Vec<&Playbook> {
        let general = Kind::ALL.into_iter().map(|kind| self.general.of(kind));
        let mut all: Vec<&Playbook> = general.chain(&self.special).collect();
        all.sort_by(|one, other| one.name().cmp(other.name()));
        all
    }

    /// The names of all playbooks, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.playbooks().into_iter().map(Playbook::name).collect()
    }

    /// What may have been meant by a name that is not there: a near one, or all of them.
    #[must_use]
    pub fn suggestion(&self, name: &str) -> String {
        let names = self.names();
        nearest(name, &names)
            .map_or_else(|| format!("there are {}", names.join(", ")), |near| format!("did you mean {near}?"))
    }

    /// The whole file of a playbook.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.playbooks().into_iter().find(|playbook| playbook.name() == name).map(Playbook::text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Label;
    use crate::signal::SignalId;

    fn own(name: &str, text: &str) -> (String, String) {
        (format!("playbooks/{name}.md"), text.to_owned())
    }

    #[derive(Serialize)]
    struct View {
        name: &'static str,
        lines: Vec<&'static str>,
        box_for_pen: super::super::Finished,
    }

    #[test]
    fn words_are_cleaned_and_finished_markdown_is_written_as_it_is() {
        let text = "+++\nkind = \"script\"\n+++\n# {{ name }}\n\n{% for line in lines %}\n- {{ box_for_pen }}{{ line }}\n{% endfor %}\n";
        let (library, problems) = Library::new(&[own("hello", text)]);
        assert_eq!(problems.shown(), []);
        let view = View {
            name: "<b>Acme</b>",
            lines: vec!["# one", "[x] two {{ 7*7 }}"],
            box_for_pen: super::super::Finished::own("[ ] ").then("*a* "),
        };
        let playbook = library.choose(Kind::Script, &Occasion::default());
        assert_eq!(
            library.render(playbook, &view).unwrap(),
            "# \\<b>Acme\\</b>\n\n- [ ] \\*a\\*\\# one\n- [ ] \\*a\\*\\[x\\] two {{ 7\\*7 }}\n"
        );
    }

    fn script(head: &str) -> String {
        format!("+++\nkind = \"script\"\n{head}\n+++\nHello\n")
    }

    fn codes(own: &[(String, String)]) -> Vec<&'static str> {
        Library::new(own).1.shown().iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn there_is_a_playbook_for_every_document_and_every_built_in_one_can_be_read() {
        let (library, problems) = Library::new(&[]);
        assert_eq!(problems.shown(), []);
        for kind in Kind::ALL {
            let chosen = library.choose(kind, &Occasion::default());
            assert_eq!((chosen.kind(), chosen.name()), (kind, kind.id()));
            assert!(chosen.when().is_empty() && !chosen.title().is_empty(), "{kind}");
        }
    }

    #[test]
    fn the_most_fitting_playbook_is_chosen_and_ties_go_by_name() {
        // A document of which only one playbook is built in.
        let agenda = |head: &str| script(head).replace("script", "agenda");
        let own = [
            own("zebra", &agenda("when = { reasons = [\"silence\"] }")),
            own("quiet", &agenda("when = { reasons = [\"silence\"] }")),
            own("quiet-and-big", &agenda("when = { reasons = [\"silence\"], value-above = 5000 }")),
            own("low", &agenda("when = { reasons = [\"low-score\"] }")),
            own("threat", &agenda("priority = 10\nwhen = { reasons = [\"cancel-threat\"] }")),
            own("last-resort", &agenda("priority = -1")),
        ];
        let chosen = |own: &[(String, String)], reasons: &[SignalId], value: i64| {
            let (library, problems) = Library::new(own);
            assert_eq!(problems.shown(), []);
            let value = Some(crate::model::Money::new(value.into()));
            let occasion = Occasion { reasons, value, label: Some(Label::AtRisk), ..Occasion::default() };
            library.choose(Kind::Agenda, &occasion).name().to_owned()
        };
        let reversed: Vec<_> = own.iter().rev().cloned().collect();
        let cases: [(&[SignalId], i64, &str); 6] = [
            (&[], 9000, "agenda"),
            (&[SignalId::Silence], 100, "quiet"),
            (&[SignalId::Silence], 9000, "quiet-and-big"),
            (&[SignalId::LowScore, SignalId::Silence], 100, "low"),
            (&[SignalId::Silence, SignalId::LowScore], 100, "quiet"),
            (&[SignalId::Silence, SignalId::CancelThreat], 9000, "threat"),
        ];
        for (reasons, value, name) in cases {
            assert_eq!(chosen(&own, reasons, value), name, "{reasons:?} {value}");
            assert_eq!(chosen(&reversed, reasons, value), name, "whatever the order of files");
        }
    }

    #[test]
    fn an_own_playbook_of_the_same_name_takes_the_place_of_the_built_in_one() {
        let (library, problems) = Library::new(&[own("Script", &script("title = \"Ours\""))]);
        assert_eq!(problems.shown(), []);
        let chosen = library.choose(Kind::Script, &Occasion::default());
        assert_eq!((chosen.title(), chosen.origin()), ("Ours", Origin::Own));
        assert_eq!(library.names().len(), Library::new(&[]).0.names().len());
        assert!(library.text("script").unwrap().contains("Ours"));
    }

    #[test]
    fn what_is_no_playbook_is_said() {
        assert_eq!(codes(&[own("a", "Hello")]), ["playbook-without-front-matter"]);
        assert_eq!(codes(&[own("a", "+++\ntitle = \"A\"\n+++\nHello")]), ["playbook-without-kind"]);
        assert_eq!(codes(&[own("agenda", &script(""))]), ["playbook-of-another-kind"]);
        assert_eq!(
            codes(&[own("script", &script("when = { labels = [\"watch\"] }"))]),
            ["playbook-general-with-conditions"]
        );
        assert_eq!(codes(&[own("a", "+++\nkind = \"script\"\n+++\n \n")]), ["playbook-empty"]);
        assert_eq!(codes(&[own("a", &script("")), own("A", &script(""))]), ["playbook-twice"]);
        assert_eq!(codes(&[own("a", &script("").replace("Hello", "{% if a %}"))]), ["playbook-syntax"]);
        assert_eq!(
            codes(&[own("a", &script("").replace("Hello", "{{ a|safe }}"))]),
            ["playbook-not-allowed"]
        );
    }

    #[test]
    fn a_playbook_saved_by_another_editor_is_the_same() {
        let text = format!("\u{feff}{}", script("").replace('\n', "\r\n"));
        let (library, problems) = Library::new(&[own("script", &text)]);
        assert_eq!(problems.shown(), []);
        let chosen = library.choose(Kind::Script, &Occasion::default());
        assert_eq!(library.render(chosen, &()).unwrap(), "Hello\n");
    }

    #[test]
    fn a_name_that_a_document_does_not_have_is_said_with_what_was_meant() {
        let text = script("").replace("Hello", "Hello\n{{ nmae }}");
        let (library, _) = Library::new(&[own("script", &text)]);
        let view =
            View { name: "a secret", lines: Vec::new(), box_for_pen: super::super::Finished::default() };
        let problem = library.render(library.choose(Kind::Script, &Occasion::default()), &view).unwrap_err();
        assert_eq!(
            (problem.code, problem.hint.as_deref()),
            ("playbook-unknown-name", Some("did you mean `name`?"))
        );
        let Some(Place::Text { file, source, span }) = problem.place else { panic!("no place") };
        assert_eq!((file.as_str(), source.get(span)), ("playbooks/script.md", Some("nmae")));
    }

    proptest! {
        #[test]
        fn no_bytes_as_a_playbook_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (_, problems) = Library::new(&[own("script", &text)]);
            prop_assert!(problems.has_errors());
            let (library, _) = Library::new(&[own("script", &script("").replace("Hello", &text))]);
            let chosen = library.choose(Kind::Script, &Occasion::default());
            drop(library.render(chosen, &View { name: "a", lines: vec!["b"], box_for_pen: super::super::Finished::default() }));
        }
    }
}
