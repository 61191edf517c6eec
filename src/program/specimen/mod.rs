//! Turns an invented firm into the specimens that playbooks are tried on: a customer of whom everything is known, and
//! one of whom nothing is.

mod record;

use std::io::{self, Read};

use chrono::NaiveDate;

use super::{CoverDocument, CustomerPlan, Dossier, PlanInForce, Program};
use crate::config::{self, Config};
use crate::ingest::{self, Book, ReadRequest, SideFile, Source, SurveyFile, SurveyOptions, WordsOf};
use crate::playbook::{Kind, Specimen};

const CONFIG: &str = include_str!("retain.toml");
const SCORES: &str = include_str!("scores.csv");
const ACCOUNTS: &str = include_str!("accounts.csv");
const INCIDENTS: &str = include_str!("incidents.csv");
/// A survey in which nobody said anything of the one customer.
const NO_SCORES: &str = "customer,overall\nother,9\n";
const NO_ACCOUNTS: &str = "customer\nbare\n";

/// Words for where a customer stands and for what is thought of one, in small letters: no page for a customer has a use
/// for them, whatever else it says.
pub const OPINIONS: [&str; 10] = [
    "at risk",
    "critical",
    "watch",
    "let go",
    "reprice",
    "points",
    "budget",
    "red carpet",
    "what went wrong with",
    "would have fired",
];
/// Those of them that no page for everybody in the house has a use for.
const NOT_FOR_EVERYBODY: [&str; 3] = ["at risk", "let go", "reprice"];

/// The specimens of all documents, with what each must show and must hide. None where the invented firm cannot be read,
/// which a test rules out.
#[must_use]
pub fn specimens() -> Vec<Specimen> {
    let (config, _) = config::parse("specimen", CONFIG);
    let nothing = Config::default();
    let full = book(&config, SCORES, ACCOUNTS, Some(INCIDENTS));
    let empty = book(&nothing, NO_SCORES, NO_ACCOUNTS, None);
    let (Some(full), Some(empty)) = (full, empty) else { return Vec::new() };
    let customers: Vec<usize> =
        ["full", "bare", "late"].iter().flat_map(|id| full.directory.find(id)).collect();
    let nobody: Vec<usize> = empty.directory.find("bare");
    let (recorded, released) = (record::full(&config), record::released());
    let full = Program::new(&full, &config, &customers, Some(&recorded));
    let specimens = of(&full, &customers, &Program::new(&empty, &nothing, &nobody, None), &nobody);
    let empty = Program::new(&empty, &nothing, &nobody, Some(&released));
    let signed = signed(&full, &customers, &empty, &nobody);
    specimens.into_iter().chain(signed).collect()
}

/// What there is of a plan that both have signed.
fn signed(full: &Program<'_>, customers: &[usize], empty: &Program<'_>, nobody: &[usize]) -> Vec<Specimen> {
    let first = |program: &Program<'_>, customers: &[usize]| {
        customers.first().map(|customer| PlanInForce::of(&program.shared(&program.dossier(*customer))))
    };
    let (Some(one), Some(other)) = (first(full, customers), first(empty, nobody)) else { return Vec::new() };
    let opinions = || OPINIONS.map(str::to_owned);
    vec![
        Specimen::new(Kind::PlanInForce, &one, &other)
            .shows(&["signed", "levels", "missed", "refund", "owed", "director", "first_call"])
            .hides(opinions()),
        Specimen::new(Kind::ReleaseLetter, &one, &other)
            .shows(&["signed", "released", "owed", "director", "first_call"])
            .hides(opinions()),
    ]
}

fn of(full: &Program<'_>, customers: &[usize], empty: &Program<'_>, nobody: &[usize]) -> Vec<Specimen> {
    let known: Vec<_> = customers.iter().map(|customer| full.dossier(*customer)).collect();
    let unknown: Vec<_> = nobody.iter().map(|customer| empty.dossier(*customer)).collect();
    let (Some(one), Some(other)) = (known.first(), unknown.first()) else { return Vec::new() };
    let paper = |file: &str, what: &str| CoverDocument { file: file.to_owned(), what: what.to_owned() };
    let papers = vec![paper("agenda.md", "the meeting sheet")];
    let of_each = known.iter().map(|_| vec![paper("scripts/full.md", "script")]).collect();
    let script = Specimen::new(Kind::Script, &full.script(one), &empty.script(other));
    let [customer_plan, internal_plan] = plans((full, one), (empty, other));
    let [full_list, empty_list] = [full.list(), empty.list()];
    vec![
        Specimen::new(
            Kind::Agenda,
            &full.agenda(&known, Some(&full_list)),
            &empty.agenda(&[], Some(&empty_list)),
        )
        .shows(&[
            "customers.name",
            "customers.caller_reason",
            "customers.scores",
            "not_reached.name",
            "not_reached.reason",
        ]),
        script.shows(&[
            "caller_reason",
            "questions.score",
            "questions.dimension",
            "aside.questions.score",
            "aside.questions.dimension",
            "customer_side",
            "staff_side",
            "failures",
            "limits",
            "meeting_days",
        ]),
        customer_plan,
        internal_plan,
        Specimen::new(Kind::Checklist, &full.checklist(one), &empty.checklist(other)).shows(&[
            "carpets.code",
            "negatives.what",
            "positives_needed",
            "advance.step.day",
            "overdue",
        ]),
        Specimen::new(Kind::StaffNotice, &full.staff_notice(&known), &empty.staff_notice(&[]))
            .shows(&["customers.name"])
            .hides(NOT_FOR_EVERYBODY.map(str::to_owned)),
        Specimen::new(
            Kind::Cover,
            &full.cover(&full_list, &known, papers, of_each),
            &empty.cover(&empty_list, &[], Vec::new(), Vec::new()),
        )
        .shows(&["calls.name", "documents.file"]),
    ]
}

/// Both copies of a plan.
fn plans(
    (full, one): (&Program<'_>, &Dossier<'_>),
    (empty, other): (&Program<'_>, &Dossier<'_>),
) -> [Specimen; 2] {
    let [one_copy, other_copy] =
        [full.shared(one), empty.shared(other)].map(|shared| CustomerPlan::of(&shared));
    let plan = Specimen::new(Kind::PlanCustomer, &one_copy, &other_copy);
    let internal = Specimen::new(Kind::PlanInternal, &full.internal_plan(one), &empty.internal_plan(other));
    [
        plan.shows(&[
            "failures.agreed",
            "failures.delivered",
            "levels",
            "refund",
            "goodwill",
            "director",
            "first_call",
            "review_after",
        ])
        .hides(OPINIONS.map(str::to_owned)),
        internal.shows(&[
            "refund",
            "goodwill_total",
            "final_clause",
            "final_clause_record",
            "first_call",
            "promise",
            "stop_on",
        ]),
    ]
}

/// A file of the invented firm.
struct Text<'a>(&'static str, &'a str);

impl Source for Text<'_> {
    fn name(&self) -> &str {
        self.0
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.1.as_bytes()))
    }
}

fn beside<'a>(source: &'a Text<'_>) -> SideFile<'a> {
    SideFile { source, settings: None, is_strict: true, currency: "EUR", date_order: None }
}

/// Reads files that stand in memory, as they would be read from a folder on 5 October 2026.
pub(super) fn book(
    config: &Config,
    scores: &str,
    accounts: &str,
    incidents: Option<&str>,
) -> Option<Box<Book>> {
    let survey = Text("scores.csv", scores);
    let accounts = Text("accounts.csv", accounts);
    let incidents = incidents.map(|incidents| Text("incidents.csv", incidents));
    let scale = "0-10".parse().ok()?;
    let options = SurveyOptions { scales: vec![(None, scale)], ..SurveyOptions::default() };
    let request = ReadRequest {
        surveys: &[SurveyFile { source: &survey, settings: None }],
        accounts: &[beside(&accounts)],
        invitations: &[],
        incidents: &incidents.iter().map(beside).collect::<Vec<_>>(),
        orders: &[],
        contacts: &[],
        churn: &[],
        options: &options,
        config,
        as_of: NaiveDate::from_ymd_opt(2026, 10, 5)?,
        is_today: false,
        words_of: WordsOf::Everybody,
    };
    ingest::read(&request).ok()?.book
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::{self, Library};

    #[test]
    fn the_built_in_playbooks_hold_what_their_documents_must() {
        let (library, problems) = Library::new(&[]);
        assert_eq!(problems.shown(), []);
        let specimens = specimens();
        assert_eq!(specimens.len(), Kind::ALL.len());
        let problems = playbook::check(&library, &specimens);
        let look = crate::render::Look { width: 100, colour: false };
        let said = crate::render::problems(&problems, look);
        assert!(said.is_empty(), "{said}");
    }

    #[test]
    fn views_hold_nothing_but_finished_texts_lists_and_yes_or_no() {
        for specimen in specimens() {
            assert_eq!(specimen.strangers(), Vec::<String>::new());
        }
    }
}
