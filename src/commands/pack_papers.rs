//! Turns the customers of a month into its papers: which there are, where they lie and who gets them.
//!
//! Where a paper lies says who may see it. Only `plans/` is for customers: their copies are made from what a customer
//! may read and from nothing else. What lies beside is for the house: the list, the meeting sheet, the pages and the
//! checklists hold labels, and what the accounts say of money. They have their places by name, since everybody who
//! works on a case needs them. `internal/` holds what only those need who decide: our own copy of each plan, with what
//! the promises cost, what the customer is worth and whether we want to keep them. It is a folder of its own so that a
//! whole `plans/` can be taken along and nothing of ours is taken with it. The notice for everybody names customers and
//! who is in charge of them, and nothing else: it may hang where visitors pass.

use super::desk::Desk;
use crate::assessment::AtRiskList;
use crate::cli::DocumentFormat;
use crate::diagnostic::{Diagnostic, Problems};
use crate::edge::{PLAIN_WIDTH, PackFile};
use crate::ingest::key;
use crate::playbook::{Kind, Library, Occasion};
use crate::program::{CoverDocument, Dossier, FollowUp, Program};
use crate::render::{self, ListFormat, Look, PageFormat, html, ics};
use crate::sheet::with_imprint;
use crate::text::file_name;

/// What papers are made from.
pub(super) struct Work<'a> {
    /// What was read, and the day.
    pub(super) desk: &'a Desk,
    /// The list.
    pub(super) list: &'a AtRiskList,
    /// Those for whom there are papers, by index.
    pub(super) customers: &'a [usize],
    /// The wordings.
    pub(super) library: &'a Library,
    /// What each paper says.
    pub(super) program: &'a Program<'a>,
}

/// The papers of a month.
pub(super) struct Papers {
    /// The files, in the order in which they are used: the cover first.
    pub(super) files: Vec<PackFile>,
}

/// The name of the calendar.
const CALENDAR: &str = "followups.ics";

/// No paper depends on the terminal.
const LOOK: Look = Look { width: PLAIN_WIDTH, colour: false };

impl Papers {
    /// Makes all papers, and adds what stands in the way of any to the problems.
    pub(super) fn of(work: &Work<'_>, format: DocumentFormat, problems: &mut Problems) -> Self {
        let customers = work.customers.iter();
        let dossiers: Vec<Dossier<'_>> = customers.map(|customer| work.program.dossier(*customer)).collect();
        if let Err(problem) = work.program.check_promise(&dossiers) {
            problems.add(work.desk.at_promise(*problem));
        }
        problems.extend(work.program.plan_warnings(&dossiers, false));
        let mut making = Making { work, format, files: Vec::new(), problems };
        making.of_everybody(&dossiers);
        let of_each: Vec<_> = dossiers.iter().map(|dossier| making.of_customer(dossier)).collect();
        let follow_ups: Vec<FollowUp> =
            dossiers.iter().flat_map(|dossier| work.program.follow_ups(dossier)).collect();
        let calendar = ics::calendar(&follow_ups, "Keeping our customers", work.desk.as_of);
        making.files.push(PackFile { name: CALENDAR.to_owned(), text: calendar });
        making.cover(&dossiers, of_each);
        // The cover was made last, since it names all others, and comes first.
        making.files.rotate_right(1);
        Self { files: making.files }
    }
}

/// Papers while they are made.
struct Making<'a> {
    work: &'a Work<'a>,
    format: DocumentFormat,
    files: Vec<PackFile>,
    problems: &'a mut Problems,
}

impl Making<'_> {
    fn of_everybody(&mut self, dossiers: &[Dossier<'_>]) {
        let Work { list, library, program, .. } = self.work;
        let format = match self.format {
            DocumentFormat::Md => ListFormat::Markdown,
            DocumentFormat::Html => ListFormat::Html,
        };
        let name = self.file("at-risk");
        self.files.push(PackFile { name, text: render::at_risk_list(list, format, LOOK, false) });
        let choose = |kind| library.choose(kind, &Occasion::default());
        let taken_up = dossiers.iter().filter(|dossier| dossier.calls_for(Kind::Agenda));
        let taken_up: Vec<Dossier<'_>> = taken_up.cloned().collect();
        let agenda = library.render(choose(Kind::Agenda), &program.agenda(&taken_up, Some(list)));
        self.add("agenda", "Team meeting: customers at risk", agenda);
        let notice = library.render(choose(Kind::StaffNotice), &program.staff_notice(dossiers));
        self.add("staff-notice", "Customers who need a little more from us", notice);
    }

    /// Makes the papers about one customer, and says for the cover which there are.
    fn of_customer(&mut self, dossier: &Dossier<'_>) -> Vec<CoverDocument> {
        let Work { library, program, .. } = self.work;
        let (name, called) = (file_name(&key(dossier.id()), &dossier.name()), dossier.name());
        let format = match self.format {
            DocumentFormat::Md => PageFormat::Markdown,
            DocumentFormat::Html => PageFormat::Html,
        };
        let file = self.file(&format!("pages/{name}"));
        let mut papers = vec![document(&file, "their page")];
        self.files.push(PackFile { name: file, text: render::explanation(dossier.page(), format, LOOK) });
        let choose = |kind| dossier.choose(library, kind);
        let kinds = [
            (Kind::Script, "scripts", "Call script", "call script"),
            (Kind::PlanCustomer, "plans", "Win-back plan", dossier.plan_is()),
            (Kind::PlanInternal, "internal", "Win-back plan, our own copy", "our own copy"),
            (Kind::Checklist, "checklists", "Follow-up", "checklist"),
        ];
        for (kind, folder, title, what) in kinds.into_iter().filter(|(kind, ..)| dossier.calls_for(*kind)) {
            let text = match kind {
                Kind::Script => library.render(choose(kind), &program.script(dossier)),
                Kind::PlanCustomer => program.customer_copy(library, dossier),
                Kind::PlanInternal => library.render(choose(kind), &program.internal_plan(dossier)),
                _ => library.render(choose(kind), &program.checklist(dossier)),
            };
            let name = format!("{folder}/{name}");
            papers.push(document(&self.file(&name), what));
            self.add(&name, &format!("{title}: {called}"), text);
        }
        papers
    }

    fn cover(&mut self, dossiers: &[Dossier<'_>], of_each: Vec<Vec<CoverDocument>>) {
        let Work { library, program, .. } = self.work;
        let documents = vec![
            document(
                &self.file("at-risk"),
                "whom to call, and why. For the director and the account managers; stays in the house.",
            ),
            document(
                &self.file("agenda"),
                "the meeting sheet. A copy for everybody at the table; stays in the house.",
            ),
            document(&self.file("staff-notice"), "for everybody who answers the phone or the door."),
            document(CALENDAR, "the days to remember, for the calendars of those who follow up."),
        ];
        let cover = program.cover(self.work.list, dossiers, documents, of_each);
        let cover = library.render(library.choose(Kind::Cover, &Occasion::default()), &cover);
        self.add("cover", "Keeping our customers", cover);
    }

    /// Adds a paper from its Markdown.
    fn add(&mut self, name: &str, title: &str, rendered: Result<String, Box<Diagnostic>>) {
        let markdown = match rendered {
            Ok(markdown) => markdown,
            Err(problem) => {
                self.problems.add(*problem);
                return;
            }
        };
        let text = match self.format {
            DocumentFormat::Md => with_imprint(markdown),
            DocumentFormat::Html => html::page(title, self.work.desk.as_of, &[markdown]),
        };
        self.files.push(PackFile { name: self.file(name), text });
    }

    fn file(&self, name: &str) -> String {
        match self.format {
            DocumentFormat::Md => format!("{name}.md"),
            DocumentFormat::Html => format!("{name}.html"),
        }
    }
}

fn document(file: &str, what: &str) -> CoverDocument {
    CoverDocument { file: file.to_owned(), what: what.to_owned() }
}
