//! Laws of the page that leaves the house: no internal fact of any firm reaches it.

#![expect(clippy::expect_used, reason = "a law that cannot be set up has failed")]

use std::io::{self, Read};

use proptest::prelude::*;
use retain::assessment::{ListRequest, at_risk_list};
use retain::casebook::{self, Casebook, Draft, EventKind, Terms};
use retain::config;
use retain::ingest::{Book, ReadRequest, SideFile, Source, SurveyFile, SurveyOptions, WordsOf, read};
use retain::model::Money;
use retain::playbook::{Kind, Library, Occasion};
use retain::program::{OPINIONS, Program};

/// What stands in every internal text, and in no other.
const SECRET: &str = "Zanzibar";
/// What every internal amount begins with, as it is written and as it is shown.
const SECRET_AMOUNTS: [&str; 2] = ["98765", "98,765"];
/// What is on file of a customer and is shown: the share that is left, the effort, the days they pay late.
const SECRET_FIGURES: [&str; 3] = ["987", "98.7", "98 days"];
/// The person who is called and reads the plan, and a colleague who answered as well.
const READER: &str = "Rory Reader";
const COLLEAGUE: &str = "Connie Colleague";
/// The scores that a colleague gives: nobody else gives one of them, and no mean comes to one.
const SECRET_SCORES: [&str; 2] = ["1.23", "2.34"];
/// Who dealt with what went wrong, and who works for the customers: named as whom to call, and for nothing else.
const HANDLER: &str = "Hank Handler";
const TECHNICIAN: &str = "Toni Technician";
/// How the line begins that says whom to call.
const FIRST_CALL: &str = "If anything is not as we say here, call **";
/// The same in the letter of release.
const SEES_TO_IT: &str = "** sees to it, and is the one to call.";

struct Text(&'static str, String);

impl Source for Text {
    fn name(&self) -> &str {
        self.0
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.1.as_bytes()))
    }
}

/// A firm: what stands in its files.
#[derive(Debug, Clone)]
struct Firm {
    toml: String,
    scores: String,
    accounts: String,
    incidents: String,
    /// How many of [`STEPS`] are on record of every customer.
    steps: usize,
}

fn yes_or_no() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("yes"), Just("no")]
}

fn score() -> impl Strategy<Value = String> {
    (0..=10_u8).prop_map(|score| score.to_string())
}

fn survey_row() -> impl Strategy<Value = String> {
    let comment = prop_oneof![Just(""), Just("You are late"), Just("we will cancel the contract")];
    (0..4_u8, 1..29_u8, score(), score(), comment, 0..3_u8).prop_map(|(customer, day, overall, speed, comment, who)| {
        let [low, lower] = SECRET_SCORES;
        match who {
            0 => format!("Firm {customer},2026-09-{day:02},{READER},reader@firm{customer}.example,{overall},{speed},{comment}\n"),
            1 => format!("Firm {customer},2026-09-{day:02},{COLLEAGUE},{SECRET}@firm{customer}.example,{low},{lower},{SECRET} {comment}\n"),
            _ => format!("Firm {customer},2026-09-{day:02},,,{overall},{speed},{comment}\n"),
        }
    })
}

fn incident() -> impl Strategy<Value = String> {
    let flags = (yes_or_no(), yes_or_no(), yes_or_no(), yes_or_no());
    let hours = (0..400_u16, prop_oneof![Just(4), Just(8), Just(48)]);
    (0..4_u8, 1..29_u8, hours, any::<bool>(), flags).prop_map(|(customer, day, (took, promised), is_open, flags)| {
        let (complaint, public, threatens, shareable) = flags;
        let resolved = if is_open { String::new() } else { format!("2026-09-{day:02}") };
        let took = if is_open { String::new() } else { took.to_string() };
        format!(
            "Firm {customer},2026-08-{day:02},{resolved},zanzibar-issue,{complaint},{public},{threatens},{promised},{took},{HANDLER},\
             Note {SECRET},{shareable}\n"
        )
    })
}

/// Incidents that differ in what is noted of them and in little else.
fn incident_of_any_kind() -> impl Strategy<Value = String> {
    let words = prop_oneof![Just("one"), Just("other"), Just("third")];
    (0..2_u8, 1..4_u8, words, prop_oneof![Just("4,40"), Just("6,20"), Just(",")]).prop_map(|(customer, day, words, hours)| {
        format!("Firm {customer},2026-09-{day:02},2026-09-05,zanzibar-issue,no,no,no,{hours},{HANDLER},Note {words},yes\n")
    })
}

fn account(customer: u8) -> impl Strategy<Value = String> {
    let amount = || prop_oneof![Just(String::new()), Just("98765".to_owned()), Just("98765.43".to_owned())];
    (amount(), amount(), amount(), amount(), yes_or_no()).prop_map(move |(value, profit, lifetime, replace, has_notes)| {
        let notes = if has_notes == "yes" { SECRET } else { "" };
        format!("Firm {customer},{READER},Mimi Hall,{TECHNICIAN},{value},0.987,{profit},{lifetime},2020-01-02,2027-01-02,987,98,{replace},{notes}\n")
    })
}

fn firm() -> impl Strategy<Value = Firm> {
    let accounts = (account(0), account(1), account(2), account(3));
    let rows = (prop::collection::vec(survey_row(), 1..12), prop::collection::vec(incident(), 0..12));
    let settings = (any::<bool>(), any::<bool>(), 0..=STEPS.len());
    (rows, accounts, settings).prop_map(|((scores, incidents), accounts, (has_final, has_levels, steps))| {
        let levels = if has_levels { "response-hours = 2\nresolution-hours = 24\nrefund-percent-per-miss = 10\n" } else { "" };
        let toml = format!(
            "[company]\nname = \"Ours\"\ndirector = \"Dot Head\"\n[value]\ncall-cost = 98765\n\
             [service-levels]\n{levels}final-breach = {has_final}\nsigned-off = \"{SECRET} Signer, 2026-10-01\"\n\
             [[goodwill]]\nname = \"free training\"\ncost = 98765\nfor = [\"zanzibar-issue\"]\n\
             [[goodwill]]\nname = \"free advice\"\ncost = 98765\n[goodwill-budget]\nper-customer = 987654.5\nper-month = 9876543\n\
             [[authority]]\nwho = \"{SECRET}\"\nmay = \"{SECRET}\"\nup-to = 98765\n\
             [meeting]\nattendees = [\"{SECRET}\"]\nobjective = \"{SECRET}\"\n\
             [program]\nexecutive-above = 98765\nexecutive = \"{SECRET} Boss\"\n\
             [[issue]]\nid = \"zanzibar-issue\"\nname = \"Issue {SECRET}\"\ntraining = \"{SECRET}\"\n"
        );
        let accounts = [accounts.0, accounts.1, accounts.2, accounts.3].concat();
        Firm {
            steps,
            toml,
            scores: format!("customer,date,contact,email,overall,Speed,comment\n{}", scores.concat()),
            accounts: format!(
                "customer,contact,account_manager,technicians,value,margin,profit_last_years,lifetime_value,since,renewal,effort,\
                 pays_late_days,cost_to_replace,notes\n{accounts}"
            ),
            incidents: format!(
                "customer,opened,resolved,issue,complaint,public,threatens_to_leave,promised_hours,actual_hours,handled_by,\
                 note,shareable\n{}",
                incidents.concat()
            ),
        }
    })
}

/// What is recorded of a customer, one step after the other: the day, what, in which words; each with a secret note by
/// somebody secret.
const STEPS: [(&str, EventKind, &str); 14] = [
    ("2026-09-01", EventKind::Flagged, "Zanzibar flag"),
    ("2026-09-02", EventKind::Discussed, "chase"),
    ("2026-09-02", EventKind::Cause, "zanzibar-issue"),
    ("2026-09-02", EventKind::Statement, "Zanzibar statement"),
    ("2026-09-02", EventKind::Note, "Zanzibar note"),
    ("2026-09-03", EventKind::Rude, "Zanzibar rudeness"),
    ("2026-09-03", EventKind::ThreatensToLeave, "Zanzibar threat"),
    ("2026-09-03", EventKind::Called, "reached"),
    ("2026-09-03", EventKind::Promise, "2026-09-04"),
    ("2026-09-07", EventKind::PlanProposed, ""),
    ("2026-09-08", EventKind::Accepted, ""),
    ("2026-09-09", EventKind::Gesture, "Zanzibar gesture"),
    ("2026-09-10", EventKind::Breach, "Zanzibar breach"),
    ("2026-09-11", EventKind::Negative, "Zanzibar experience"),
];

/// What is on record of every customer; of the plan with the terms of the day, and what the customer is worth.
fn casebook(firm: &Firm, config: &config::Config) -> Casebook {
    let mut casebook = Casebook::default();
    let today = "2026-10-05".parse().expect("a day");
    let occasion = casebook::Occasion { today, recorded: "2026-10-05", moment: "", issues: &config.issues };
    let value = Money::new("98765".parse().expect("an amount"));
    let steps = STEPS.iter().take(firm.steps);
    for (number, (at, kind, words)) in (0..4).flat_map(|number| steps.clone().map(move |step| (number, step)))
    {
        let terms = Terms::of(&config.service_levels, Some(value), "EUR");
        let draft = Draft {
            customer: format!("Firm {number}"),
            kind: *kind,
            at: at.parse().expect("a day"),
            by: Some(format!("{SECRET} Reporter")),
            words: Some((*words).to_owned()).filter(|words| !words.is_empty()).into_iter().collect(),
            terms: (*kind == EventKind::PlanProposed).then_some(terms),
            // What is promised is said to the customer; every other note stays in the house.
            note: Some(match kind {
                EventKind::Promise => "A second technician".to_owned(),
                _ => format!("Remark {SECRET}"),
            }),
            source: None,
            is_shareable: false,
            about: None,
        };
        // After the final breach nothing more can be missed.
        if let Ok(event) = casebook.propose(&draft, &occasion) {
            casebook.push(event);
        }
    }
    casebook
}

fn book(firm: &Firm, config: &config::Config) -> Box<Book> {
    let survey = Text("scores.csv", firm.scores.clone());
    let accounts = Text("accounts.csv", firm.accounts.clone());
    let incidents = Text("incidents.csv", firm.incidents.clone());
    let beside =
        |source| SideFile { source, settings: None, is_strict: false, currency: "EUR", date_order: None };
    let options =
        SurveyOptions { scales: vec![(None, "0-10".parse().expect("a scale"))], ..SurveyOptions::default() };
    let incidents: Vec<_> = firm.incidents.contains("Firm").then(|| beside(&incidents)).into_iter().collect();
    let request = ReadRequest {
        surveys: &[SurveyFile { source: &survey, settings: None }],
        accounts: &[beside(&accounts)],
        invitations: &[],
        incidents: &incidents,
        orders: &[],
        contacts: &[],
        churn: &[],
        options: &options,
        config,
        as_of: "2026-10-05".parse().expect("a day"),
        is_today: false,
        words_of: WordsOf::Everybody,
    };
    let reading = read(&request).expect("memory can be read");
    reading.book.expect("the files can be used")
}

/// Every customer's copy, and every copy of our own.
fn plans(firm: &Firm) -> (Vec<String>, Vec<String>) {
    let (config, problems) = config::parse("retain.toml", &firm.toml);
    assert!(!problems.has_errors(), "{:?}", problems.shown());
    let book = book(firm, &config);
    let list = at_risk_list(&book, &config, &ListRequest::default());
    let call: Vec<usize> = list.call.iter().map(|assessment| assessment.index).collect();
    let casebook = casebook(firm, &config);
    let program = Program::new(&book, &config, &call, Some(&casebook));
    let (library, _) = Library::new(&[]);
    let customers = (0..4).flat_map(|number| book.directory.find(&format!("Firm {number}")));
    customers
        .map(|customer| {
            let dossier = program.dossier(customer);
            let own = program.internal_plan(&dossier);
            (
                program.customer_copy(&library, &dossier).expect("a customer's copy"),
                library.render(dossier.choose(&library, Kind::PlanInternal), &own).expect("our own copy"),
            )
        })
        .unzip()
}

/// Every document about these customers.
fn documents(firm: &Firm) -> Vec<String> {
    let (config, _) = config::parse("retain.toml", &firm.toml);
    let book = book(firm, &config);
    let list = at_risk_list(&book, &config, &ListRequest::default());
    let call: Vec<usize> = list.call.iter().map(|assessment| assessment.index).collect();
    let casebook = casebook(firm, &config);
    let program = Program::new(&book, &config, &call, Some(&casebook));
    let (library, _) = Library::new(&[]);
    let dossiers: Vec<_> = call.iter().map(|customer| program.dossier(*customer)).collect();
    let agenda = library.choose(Kind::Agenda, &Occasion::default());
    let agenda =
        library.render(agenda, &program.agenda(&dossiers, Some(&program.list()))).expect("an agenda");
    let of_each = dossiers.iter().flat_map(|dossier| {
        [
            library.render(dossier.choose(&library, Kind::Script), &program.script(dossier)),
            library.render(dossier.choose(&library, Kind::Checklist), &program.checklist(dossier)),
            library.render(dossier.choose(&library, Kind::PlanInternal), &program.internal_plan(dossier)),
            program.customer_copy(&library, dossier),
        ]
    });
    let of_each = of_each.map(|text| text.expect("a document"));
    std::iter::once(agenda).chain(of_each).collect()
}

/// The table with its rows the other way round, and its header where it was.
fn turned(table: &str) -> String {
    let (header, rows) = table.split_once('\n').expect("a header");
    let rows: String = rows.lines().rev().map(|row| format!("{row}\n")).collect();
    format!("{header}\n{rows}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_internal_fact_reaches_a_customers_copy(firm in firm()) {
        let (copies, own) = plans(&firm);
        prop_assert_eq!(copies.len(), 4);
        for copy in &copies {
            prop_assert!(!copy.to_lowercase().contains(&SECRET.to_lowercase()), "{}", copy);
            let lower = copy.to_lowercase();
            for never in SECRET_AMOUNTS.into_iter().chain(SECRET_FIGURES).chain(SECRET_SCORES).chain(OPINIONS) {
                prop_assert!(!lower.contains(never), "{} in {}", never, copy);
            }
            prop_assert!(!copy.contains(COLLEAGUE), "{}", copy);
        }
        for line in copies.iter().flat_map(|copy| copy.lines()) {
            let names_somebody = line.contains(HANDLER) || line.contains(TECHNICIAN);
            let is_whom_to_call = line.starts_with(FIRST_CALL) || line.ends_with(SEES_TO_IT);
            prop_assert!(!names_somebody || is_whom_to_call, "{}", line);
        }
        // A heading has something below it.
        prop_assert!(copies.iter().all(|copy| !copy.contains("at no charge\n\n#")));
        // The secrets are there to be told: our own copy has them.
        prop_assert!(own.iter().all(|plan| plan.contains("98,765")), "{}", own.concat());
        let has_notes = firm.accounts.lines().any(|line| line.ends_with(SECRET));
        prop_assert!(!has_notes || own.iter().any(|plan| plan.contains(SECRET)));
        let recorded = STEPS.iter().take(firm.steps).filter(|(_, _, words)| words.starts_with("Zanzibar"));
        let is_repeated = |words: &str| own.iter().all(|plan| plan.contains(words));
        prop_assert!(recorded.clone().filter(|step| step.1 == EventKind::Statement).all(|step| is_repeated(step.2)));
    }

    #[test]
    fn the_order_of_rows_changes_no_document(firm in firm(), rows in prop::collection::vec(incident_of_any_kind(), 0..8)) {
        let firm = Firm { incidents: firm.incidents + &rows.concat(), ..firm };
        let other = Firm { scores: turned(&firm.scores), incidents: turned(&firm.incidents), ..firm.clone() };
        prop_assert_eq!(documents(&firm), documents(&other));
    }
}
