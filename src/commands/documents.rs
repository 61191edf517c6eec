//! `retain agenda`, `script`, `plan` and `checklist`: the documents of the program, for the customers at risk or those
//! that are named.

use anyhow::Result;

use super::desk::Desk;
use super::document_files::{Written, write};
use super::find::{find, unknown_manager};
use super::{Outcome, ending, said, scale_question};
use crate::assessment::{self, AtRiskList, ListRequest};
use crate::casebook::Casebook;
use crate::cli::{AgendaArgs, ChecklistArgs, ColorChoice, DocumentArgs, PlanArgs, ScriptArgs};
use crate::diagnostic::{Diagnostic, Problems};
use crate::edge;
use crate::ingest::{Book, SurveyReading};
use crate::model::Label;
use crate::playbook::{self, Kind, Library, Playbook};
use crate::program::{self, Dossier, Program};
use crate::text::Terminal;

/// The key that a refused promise points at.
const PROMISE: &str = "service-levels.resolution-hours";

/// Writes the meeting sheet.
pub(super) fn agenda(args: &AgendaArgs, color: ColorChoice) -> Result<Outcome> {
    execute(&args.document, color, |work, problems| {
        let playbook = work.library.choose(Kind::Agenda, &crate::playbook::Occasion::default());
        let list = (!work.are_named).then_some(&work.list);
        let dossiers = work.dossiers.iter().cloned();
        let taken_up: Vec<_> =
            dossiers.filter(|dossier| work.are_named || dossier.calls_for(Kind::Agenda)).collect();
        let text = work.library.render(playbook, &work.program.agenda(&taken_up, list));
        let text = text.map_err(|problem| problems.add(*problem)).ok()?;
        Some(Documents {
            title: "Team meeting: customers at risk",
            written: vec![Written::whole(text)],
            said: String::new(),
        })
    })
}

/// Writes call scripts.
pub(super) fn script(args: &ScriptArgs, color: ColorChoice) -> Result<Outcome> {
    execute(&args.document, color, |work, problems| {
        let wanted = match args.playbook.as_deref().map(|name| playbook_named(&work.library, name)) {
            None => None,
            Some(Ok(playbook)) => Some(playbook),
            Some(Err(problem)) => {
                problems.add(*problem);
                return None;
            }
        };
        let render = |dossier: &Dossier<'_>| {
            let playbook = wanted.unwrap_or_else(|| dossier.choose(&work.library, Kind::Script));
            work.library.render(playbook, &work.program.script(dossier))
        };
        let documents = work.each("Call scripts", Kind::Script, problems, render)?;
        Some(Documents { said: work.courtesy_calls(), ..documents })
    })
}

/// Writes win-back plans: the customers' copies or our own, never both at once.
pub(super) fn plan(args: &PlanArgs, color: ColorChoice) -> Result<Outcome> {
    execute(&args.document, color, |work, problems| {
        problems.extend(work.program.plan_warnings(&work.dossiers, work.are_named));
        if let Err(problem) = work.program.check_promise(&work.dossiers) {
            problems.add(work.desk.at_promise(*problem));
            return None;
        }
        if args.internal {
            let render = |dossier: &Dossier<'_>| {
                let playbook = dossier.choose(&work.library, Kind::PlanInternal);
                work.library.render(playbook, &work.program.internal_plan(dossier))
            };
            return work.each("Win-back plans, our own copy", Kind::PlanInternal, problems, render);
        }
        let render = |dossier: &Dossier<'_>| work.program.customer_copy(&work.library, dossier);
        work.each("Win-back plans", Kind::PlanCustomer, problems, render)
    })
}

/// Writes follow-up checklists.
pub(super) fn checklist(args: &ChecklistArgs, color: ColorChoice) -> Result<Outcome> {
    execute(&args.document, color, |work, problems| {
        let render = |dossier: &Dossier<'_>| {
            let playbook = dossier.choose(&work.library, Kind::Checklist);
            work.library.render(playbook, &work.program.checklist(dossier))
        };
        work.each("Follow-up", Kind::Checklist, problems, render)
    })
}

/// What a document is made from.
struct Work<'a> {
    desk: &'a Desk,
    library: Library,
    program: &'a Program<'a>,
    list: AtRiskList,
    dossiers: Vec<Dossier<'a>>,
    /// Whether the customers were asked for by name.
    are_named: bool,
}

/// The documents of a run.
struct Documents {
    title: &'static str,
    written: Vec<Written>,
    /// What has to be said of them.
    said: String,
}

impl Work<'_> {
    /// One document for each of the customers whose case calls for it; for those who were named unless it makes no sense.
    fn each(
        &self,
        title: &'static str,
        kind: Kind,
        problems: &mut Problems,
        render: impl Fn(&Dossier<'_>) -> Result<String, Box<Diagnostic>>,
    ) -> Option<Documents> {
        let mut written = Vec::new();
        for dossier in self.dossiers.iter().filter(|dossier| self.are_named || dossier.calls_for(kind)) {
            match dossier.refuse_senseless(kind).and_then(|()| render(dossier)) {
                Ok(text) => written.push(Written::of(dossier, text)),
                Err(problem) => problems.add(*problem),
            }
        }
        (!problems.has_errors()).then_some(Documents { title, written, said: String::new() })
    }

    /// Which customers are not at risk, a line each: their script is for another kind of call.
    fn courtesy_calls(&self) -> String {
        let others = self.dossiers.iter().filter(|dossier| !dossier.is_at_risk());
        let line = |dossier: &Dossier<'_>| {
            let kind = if dossier.label() == Label::Gone { "whoever left" } else { "a courtesy call" };
            let (name, label) = (dossier.name(), dossier.label());
            format!("{} is not at risk ({label}): the script is for {kind}\n", Terminal::of(&name))
        };
        others.map(line).collect()
    }
}

/// Reads, finds the customers, lets `make` make the documents and writes them.
fn execute(
    args: &DocumentArgs,
    color: ColorChoice,
    make: impl FnOnce(&Work<'_>, &mut Problems) -> Option<Documents>,
) -> Result<Outcome> {
    ending::refuse_another(args.path.as_deref(), args.chosen_format())?;
    let Some(desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    let mut reading = desk.read_for_words()?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    let Some(book) = reading.book.take() else { return Ok(Outcome::Refused) };
    let mut problems = Problems::default();
    let casebook = desk.casebook();
    let listed = |manager: Option<&String>| list(&book, &desk, manager.cloned(), casebook);
    let everybody = listed(None);
    let list = args.account_manager.as_ref().map_or_else(|| everybody.clone(), |wanted| listed(Some(wanted)));
    if let Some(manager) = &args.account_manager
        && list.counts.customers == 0
    {
        problems.add(unknown_manager(Some(&book), manager));
    }
    let named = named(&book, args, &mut problems);
    if problems.has_errors() {
        desk.say(&problems);
        return Ok(Outcome::Refused);
    }
    let wanted = if args.customers.is_empty() { with_papers(&list, casebook, &book) } else { named };
    let served = [with_papers(&everybody, casebook, &book), wanted.clone()].concat();
    let book = desk.with_words(book, &wanted)?;
    let program = Program::new(&book, &desk.config, &served, Some(casebook));
    let dossiers: Vec<_> = wanted.iter().map(|customer| program.dossier(*customer)).collect();
    let library = library(&desk, &mut problems)?;
    let are_named = !args.customers.is_empty();
    let work = Work { desk: &desk, library, program: &program, list, dossiers, are_named };
    let made = if problems.has_errors() { None } else { make(&work, &mut problems) };
    desk.say(&problems);
    let Some(documents) = made else { return Ok(Outcome::Refused) };
    write(&desk, args, documents.title, &documents.written)?;
    desk.note(&documents.said);
    if documents.written.is_empty() && !wanted.is_empty() {
        desk.note("nobody's case asks for this today: there is nobody to write it for\n");
    }
    after(&desk, &reading, &book, wanted.len());
    Ok(Outcome::Done)
}

/// The wordings of the documents. Those of the firm's own are tried before anything is written with them: what
/// [`super::check`] refuses is refused here too, in branches that today's customers do not reach as well.
pub(super) fn library(desk: &Desk, problems: &mut Problems) -> Result<Library> {
    let own = edge::own_playbooks(&desk.home)?;
    let (library, found) = Library::new(&own);
    let is_whole = !found.has_errors();
    problems.extend(found);
    if is_whole && !own.is_empty() {
        problems.extend(playbook::check(&library, &program::specimens()));
    }
    Ok(library)
}

/// The list of the day, with what is on record.
pub(super) fn list(
    book: &Book,
    desk: &Desk,
    account_manager: Option<String>,
    casebook: &Casebook,
) -> AtRiskList {
    let request = ListRequest { account_manager, wants_all: false, ..ListRequest::default() };
    let mut list = assessment::at_risk_list(book, &desk.config, &request);
    assessment::add_record(&mut list, casebook, book);
    list
}

/// Those for whom there are papers, by index: whom to call, in the order of the list, then those whose case is under way.
pub(super) fn with_papers(list: &AtRiskList, casebook: &Casebook, book: &Book) -> Vec<usize> {
    let call = list.call.iter().map(|assessment| assessment.index);
    call.chain(assessment::cases_under_way(list, casebook, book)).collect()
}

/// The customers who are named.
fn named(book: &Book, args: &DocumentArgs, problems: &mut Problems) -> Vec<usize> {
    let mut named = Vec::new();
    for name in &args.customers {
        match find(book, name) {
            Ok(customer) if named.contains(&customer) => {}
            Ok(customer) => named.push(customer),
            Err(problem) => problems.add(*problem),
        }
    }
    named
}

fn playbook_named<'l>(library: &'l Library, name: &str) -> Result<&'l Playbook, Box<Diagnostic>> {
    let scripts: Vec<&Playbook> =
        library.playbooks().into_iter().filter(|playbook| playbook.kind() == Kind::Script).collect();
    scripts.iter().find(|playbook| playbook.name() == name).copied().ok_or_else(|| {
        let names: Vec<String> = scripts.iter().map(|playbook| format!("`{}`", playbook.name())).collect();
        let problem = Diagnostic::error("unknown-playbook", "no playbook for a call has this name");
        Box::new(problem.hint(format!("the playbooks for a call are: {}", names.join(", "))))
    })
}

fn after(desk: &Desk, reading: &SurveyReading, book: &Book, customers: usize) {
    let mut text = said::after_page(desk, reading, book);
    if customers == 0 {
        text += "nobody is critical or at risk: there is nobody to write this for\n";
    }
    desk.note(&text);
}

impl Desk {
    /// A refused promise, at the line that makes it.
    pub(super) fn at_promise(&self, problem: Diagnostic) -> Diagnostic {
        self.at_key(problem, PROMISE)
    }

    /// The problem at the line of a key, where the firm set it.
    fn at_key(&self, problem: Diagnostic, key: &str) -> Diagnostic {
        match self.config.place(key) {
            Some(place) => problem.at(place),
            None => problem,
        }
    }
}
