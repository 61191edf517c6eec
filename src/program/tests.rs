//! Holds every document against the sentences that say what it must hold.

use super::*;
use crate::ingest::Book;
use crate::playbook::{Kind, Library, Occasion};

const SCORES: &str = "customer,date,contact,overall,Accuracy,Speed,comment\n";
const INCIDENTS: &str = "incident_id,customer,opened,resolved,issue,complaint,public,promised_hours,actual_hours,handled_by,note,shareable\n";

/// A firm in a few lines of its files; the day is 5 October 2026, a Monday.
#[derive(Default)]
struct Firm<'a> {
    toml: &'a str,
    scores: &'a str,
    accounts: &'a str,
    incidents: &'a str,
}

impl Firm<'_> {
    fn book(&self) -> (Config, Box<Book>) {
        let (config, problems) = crate::config::parse("retain.toml", self.toml);
        assert!(!problems.has_errors(), "{:?}", problems.shown());
        let accounts = if self.accounts.is_empty() { "customer\nAcme\n" } else { self.accounts };
        let scores = if self.scores.is_empty() { "Zeta,2026-09-10,,9,9,9,\n" } else { self.scores };
        let scores = format!("{SCORES}{scores}");
        let has_summary = self.incidents.lines().all(|line| line.matches(',').count() == 12);
        let header = if has_summary {
            INCIDENTS.replace("shareable", "shareable,summary")
        } else {
            INCIDENTS.to_owned()
        };
        let incidents = format!("{header}{}", self.incidents);
        let incidents = (!self.incidents.is_empty()).then_some(incidents.as_str());
        let book = specimen::book(&config, &scores, accounts, incidents).unwrap();
        (config, book)
    }

    /// The document of a kind for the first customer named, or for all of them.
    fn document(&self, kind: Kind, customers: &[&str]) -> String {
        let (config, book) = self.book();
        let customers: Vec<usize> = customers.iter().map(|name| book.directory.find(name)[0]).collect();
        let program = Program::new(&book, &config, &customers, None);
        let dossiers: Vec<_> = customers.iter().map(|customer| program.dossier(*customer)).collect();
        let (library, _) = Library::new(&[]);
        let playbook = match kind {
            Kind::Agenda => library.choose(kind, &Occasion::default()),
            _ => dossiers[0].choose(&library, kind),
        };
        let written = match kind {
            Kind::Agenda => library.render(playbook, &program.agenda(&dossiers, Some(&program.list()))),
            Kind::Script => library.render(playbook, &program.script(&dossiers[0])),
            Kind::PlanCustomer => library.render(playbook, &CustomerPlan::of(&program.shared(&dossiers[0]))),
            Kind::PlanInForce | Kind::ReleaseLetter => {
                library.render(playbook, &PlanInForce::of(&program.shared(&dossiers[0])))
            }
            Kind::PlanInternal => library.render(playbook, &program.internal_plan(&dossiers[0])),
            Kind::Checklist => library.render(playbook, &program.checklist(&dossiers[0])),
            Kind::StaffNotice => library.render(playbook, &program.staff_notice(&dossiers)),
            Kind::Cover => library.render(
                playbook,
                &program.cover(&program.list(), &dossiers, Vec::new(), vec![Vec::new(); dossiers.len()]),
            ),
        };
        written.unwrap()
    }

    fn script(&self) -> String {
        self.document(Kind::Script, &["Acme"])
    }
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[track_caller]
fn has_not(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "`{part}` is in\n{text}");
    }
}

const LOW: &str = "Acme,2026-09-10,Nora,4,6,9,You are always late\n";

#[test]
fn one_question_for_each_dimension_below_its_target_quoting_the_score() {
    let script = Firm { scores: LOW, ..Firm::default() }.script();
    has(
        &script,
        &[
            "\"Why did you give us 6 out of 10 for Accuracy?\"",
            "\"Why did you give us 4 out of 10 overall?\"",
        ],
    );
    has_not(&script, &["for Speed?"]);
}

#[test]
fn a_target_of_a_dimension_goes_before_that_of_all_and_that_before_the_threshold() {
    let asked = |toml: &str, scores: &str| {
        let script = Firm { toml, scores, ..Firm::default() }.script();
        ["Accuracy", "Speed"].map(|dimension| script.contains(&format!("for {dimension}?")))
    };
    let at_seven = "Acme,2026-09-10,,4,7,6.9,\n";
    assert_eq!(asked("", at_seven), [false, true], "7 is not below 7");
    assert_eq!(asked("[targets]\ndefault = 8", at_seven), [true, true]);
    assert_eq!(asked("[targets]\ndefault = 5", at_seven), [false, false]);
    assert_eq!(asked("[targets]\ndefault = 5\naccuracy = 8", at_seven), [true, false]);
}

#[test]
fn an_answer_that_is_too_old_is_not_quoted() {
    let script = Firm { scores: "Acme,2025-01-10,Nora,4,3,3,Old words\n", ..Firm::default() }.script();
    has_not(&script, &["Why did you give us", "Old words", "Thank you for answering"]);
}

const LATE: &str =
    "N-1,Acme,2026-09-01,2026-09-02,slow-service,no,no,4,10,Hank Hand,A part was missing,yes\n";

#[test]
fn the_clarifying_question_joins_both_sides_and_asks_whether_that_is_all() {
    let script = Firm { scores: LOW, incidents: LATE, ..Firm::default() }.script();
    has(
        &script,
        &[
            "> \"You gave us 6 out of 10 for Accuracy and 4 out of 10 overall. You wrote: 'You are always late.' From our \
             side I know of 1 September 2026; we have noted it as 'slow service'. We had promised to put it right within 4 hours, and \
             it took 10 hours. Is that the whole story? Is that the only problem, or is there something else?\"",
            "For you, and not to be read out: what our people noted.\n\n- Tue 1 Sep 2026, slow service: A part was missing.",
        ],
    );
    assert_eq!(script.matches("A part was missing").count(), 1);
    let told = LATE.replace(",yes\n", ",yes,you waited a day for a part\n");
    let script = Firm { scores: LOW, incidents: &told, ..Firm::default() }.script();
    has(
        &script,
        &[
            "Our people tell me what happened on 1 September 2026: you waited a day for a part. We had promised to put it right \
             within 4 hours, and it took 10 hours. Is that the whole story?",
        ],
    );
    let kept = told.replace(",4,10,", ",40,10,").replace("slow-service,no,", "slow-service,yes,");
    let script = Firm { scores: LOW, incidents: &kept, ..Firm::default() }.script();
    has(&script, &["you waited a day for a part. We closed it on 2 September 2026. Is that"]);
    has_not(&script, &["We had promised to put it right"]);
    let open = LATE.replace("2026-09-02", "").replace("4,10,", "4,,").replace("slow-service", "");
    let script = Firm { scores: LOW, incidents: &open, ..Firm::default() }.script();
    has(
        &script,
        &[
            "Our people tell me that something went wrong on 1 September 2026. We had promised to put it right within 4 \
             hours, and it is still open. Is that",
            "*Something of theirs is still open. Check on the day you call",
        ],
    );
    has_not(&script, &["it has taken 34 days"]);
}

#[test]
fn the_side_that_is_missing_is_a_blank_and_nothing_is_invented() {
    let hidden = LATE.replace(",yes", ",no");
    let script = Firm { scores: LOW, incidents: &hidden, ..Firm::default() }.script();
    has(
        &script,
        &["Their side: \"You gave us", "*Our side is missing: what our people reported must not be shared"],
    );
    has(&script, &["Is that the only problem"]);
    has_not(&script, &["A part was missing", "*Their side is missing"]);

    let script = Firm { scores: "Acme,2026-09-10,,9,9,9,\n", incidents: LATE, ..Firm::default() }.script();
    has(
        &script,
        &[
            "*Their side is missing",
            "Our side: \"From our side I know of 1 September 2026",
            "Is that the only problem",
        ],
    );
    has_not(&script, &["*Our side is missing", "You gave us"]);
    let script = Firm { scores: LOW, ..Firm::default() }.script();
    has(
        &script,
        &["*Our side is missing: nothing from the last 90 days is on file that our people reported."],
    );
}

#[test]
fn every_script_thanks_listens_apologises_diagnoses_helps_and_asks_for_a_meeting() {
    let (library, _) = Library::new(&[]);
    let firm = Firm { scores: LOW, incidents: LATE, ..Firm::default() };
    let (config, book) = firm.book();
    let program = Program::new(&book, &config, &[0], None);
    let view = program.script(&program.dossier(book.directory.find("Acme")[0]));
    let scripts: Vec<_> = library.playbooks().into_iter().filter(|one| one.kind() == Kind::Script).collect();
    assert!(scripts.len() >= 9);
    for playbook in scripts {
        let script = library.render(playbook, &view).unwrap();
        let always = [
            "## Opening",
            "Thank you|thank you for that|we are glad",
            "seriously",
            "below what we look for",
            "## Listening",
            "**\"What else?\"** Ask it again until they say that there is nothing else.",
            "## Diagnosis",
            "What do you value most in working with us?",
            "What would make you think of going to somebody else?",
            "## Apology",
            "sorry",
            "## Help",
            "Do not promise:",
            "## The meeting to ask for|## A meeting, if",
            "## Write down at once",
            "do not send an e-mail",
        ];
        for part in always {
            assert!(
                part.split('|').any(|part| script.contains(part)),
                "{}: {part}\n{script}",
                playbook.name()
            );
        }
    }
}

#[test]
fn help_that_may_be_offered_stands_beside_what_must_not_be_promised() {
    let toml = "[[goodwill]]\nname = \"free training\"\ncost = 10\n[[authority]]\nwho = \"everybody\"\nmay = \"send flowers\"\nup-to = 30\n\
                [service-levels]\nresolution-hours = 20\nsigned-off = \"Dot Head, 2026-10-01\"\n";
    let script = Firm { toml, scores: LOW, incidents: LATE, ..Firm::default() }.script();
    has(
        &script,
        &[
            "You may offer:\n\n- Free training",
            "- Everybody may send flowers, up to 30 EUR",
            "- more than this, which is what the plan will guarantee: Where we have promised you 4 hours, that time still stands. Everything else \
             that you report is put right within 20 hours.",
            "the worst of the last year took 10 hours",
        ],
    );
    let script = Firm { scores: LOW, ..Firm::default() }.script();
    has(&script, &["What you may offer has not been set down yet", "none is set yet"]);
}

fn accounts(line: &str) -> String {
    format!("customer,account_manager,technicians,value,contact,notes,cost_to_replace,renewal\n{line}\n")
}

#[test]
fn who_calls_dealt_with_them_and_is_not_named_in_the_cause() {
    let who = |accounts: &str, incidents: &str| {
        let script = Firm { scores: LOW, accounts, incidents, ..Firm::default() }.script();
        script.lines().nth(2).unwrap().to_owned()
    };
    let known = accounts("Acme,Mimi Hall,Toni Roe;Tara Poe,,,,,");
    let quick = "N-2,Acme,2026-09-20,2026-09-20,,no,no,8,2,Rita Moss,,no\nN-3,Acme,2026-09-24,2026-09-24,,no,no,8,2,Lea Voss,,no\n";
    let line = who(&known, &format!("{LATE}{quick}"));
    has(
        &line,
        &[
            "**Lea Voss**. Why: dealt with 1 incident of theirs in the last year, the latest on Thu 24 Sep 2026",
        ],
    );
    let twice = format!("{quick}N-4,Acme,2026-09-24,2026-09-24,,no,no,8,1,Rita Moss,,no\n");
    has(&who(&known, &twice), &["**Rita Moss**. Why: dealt with 2 incidents of theirs"]);
    has(&who(&known, LATE), &["**Mimi Hall**. Why: their account manager, and not named in what went wrong"]);
    let by_mimi = LATE.replace("Hank Hand", "mimi  hall");
    has(&who(&known, &by_mimi), &["**Toni Roe**. Why: works for them"]);
    let named = LATE.replace("A part was missing", "Mimi and toni forgot it");
    has(&who(&known, &named), &["**Tara Poe**. Why: works for them"]);
    let line = who(&accounts("Acme,Mimi Hall,,,,,,"), &by_mimi);
    has(
        &line,
        &[
            "______",
            "everybody on file who deals with them is named in what went wrong, so agree on somebody",
        ],
    );
    let line = who(&accounts("Acme,,,,,,,"), "");
    has(&line, &["______", "nobody is on file who deals with them, so agree on somebody"]);
}

#[test]
fn who_dealt_with_what_is_spoken_about_or_is_complained_of_does_not_call() {
    let who = |toml: &str, scores: &str, accounts: &str, incidents: &str| {
        let script = Firm { toml, scores, accounts, incidents }.script();
        script.lines().nth(2).unwrap().to_owned()
    };
    let top = "[company]\ndirector = \"Dot Head\"\n";
    let known = accounts("Acme,Mimi Hall,,,,,,");
    // A promise that was kept, and that the script speaks about all the same.
    let told = "N-1,Acme,2026-09-01,2026-09-01,price,no,no,40,2,Hank Hand,Sent the list,yes\n";
    has(&who(top, LOW, &known, told), &["**Mimi Hall**"]);
    // Another incident of the class that is complained of.
    let alike = format!("{LATE}N-2,Acme,2026-09-20,2026-09-20,slow-service,no,no,40,2,Mimi Hall,,no\n");
    has(
        &who(top, LOW, &known, &alike),
        &[
            "**Dot Head**. Why: everybody on file who deals with them is named in what went wrong, so somebody from the top calls.",
        ],
    );
    has(&who("", LOW, &known, &alike), &["everybody on file who deals with them is named"]);
    // Somebody whom the customer names.
    let named = "Acme,2026-09-10,Nora,4,6,9,Mimi never rings back\n";
    has(&who(top, named, &known, LATE), &["**Dot Head**"]);
    // A team is not meant by the first word of its name.
    let team = "N-3,Acme,2026-09-20,2026-09-20,,no,no,8,2,Service Desk,,no\n";
    let slow = "Acme,2026-09-10,Nora,4,6,9,Your service is slow\n";
    has(&who(top, slow, &known, team), &["**Service Desk**. Why: dealt with 1 incident"]);
}

#[test]
fn an_executive_calls_the_biggest_customers_as_well() {
    let script = |value: &str| {
        let accounts = accounts(&format!("Acme,Mimi,,{value},,,,"));
        let toml = "[company]\ndirector = \"Dot Head\"\n[program]\nexecutive-above = 1000\n";
        Firm { toml, scores: LOW, accounts: &accounts, ..Firm::default() }.script()
    };
    has(
        &script("1001"),
        &["On the line as well: **Dot Head**. Why: they are worth more than 1,000 EUR a year."],
    );
    let accounts = accounts("Acme,,,2000,,,,");
    let toml = "[company]\ndirector = \"Dot Head\"\n[program]\nexecutive-above = 1000\n";
    let calls = Firm { toml, scores: LOW, accounts: &accounts, ..Firm::default() }.script();
    has(&calls, &["Who calls: **Dot Head**"]);
    has_not(&calls, &["On the line as well"]);
    has_not(&script("1000"), &["On the line as well"]);
    has_not(&script(""), &["On the line as well"]);
}

/// The same with a final clause.
fn with_final() -> String {
    format!("{LEVELS}final-breach = true\n")
}

const LEVELS: &str = "[service-levels]\nresolution-hours = 12\nresponse-hours = 2\nrefund-percent-per-miss = 10\nrefund-cap-percent = 50\n";

#[test]
fn the_customer_reads_what_was_promised_and_delivered_what_is_guaranteed_and_what_a_miss_costs_us() {
    let toml = format!("[company]\nname = \"Ours\"\ndirector = \"Dot Head\"\n{}", with_final());
    let accounts = accounts("Acme,Mimi Hall,,,Nora,,,");
    let plan = Firm { toml: &toml, scores: LOW, accounts: &accounts, incidents: LATE }
        .document(Kind::PlanCustomer, &["Acme"]);
    has(
        &plan,
        &[
            "Dear Nora",
            "We ask you for one more chance",
            ") ____________ | put right within 4 hours | it took 10 hours |",
            "- On Thu 10 Sep 2026 you gave us 4 out of 10 overall and 6 out of 10 for Accuracy.",
            "- On Thu 10 Sep 2026 you wrote: \"You are always late\"",
            "## What changes",
            "somebody who can help answers within 2 hours",
            "- Where we have promised you 4 hours, that time still stands.",
            "- Everything else that you report is put right within 12 hours.",
            "that is a **miss**. Late twice in the same matter counts as one.",
            "For a miss you get 10% of the month's fee back. We take it off",
            "One more breach, and **we release you from the contract ourselves**. The first miss from the day on which both \
             of us have signed is that breach.",
            "Ours, Mon 5 Oct 2026",
            "The short codes in brackets are for our own filing.",
            "**Dot Head** gives you this word for Ours",
            "For Acme: ____",
            "For Ours: ____",
        ],
    );
    has_not(&plan, &["A part was missing", "Hank", "slow service", "Dear ("]);
    let plan = Firm { toml: "[service-levels]\nfinal-breach = false", ..Firm::default() }
        .document(Kind::PlanCustomer, &["Acme"]);
    has(
        &plan,
        &[
            "Dear (",
            "We agree on these times with you",
            "Whether you get money back for a miss, and how much, as we settle it with you now: (",
            "as we settle it with you now: (",
            "stands behind this word: (",
        ],
    );
    has_not(&plan, &["release you from the contract"]);
}

#[test]
fn nothing_is_promised_that_nobody_set() {
    let plan = |toml: &str| {
        Firm { toml, scores: LOW, incidents: LATE, ..Firm::default() }.document(Kind::PlanCustomer, &["Acme"])
    };
    for toml in ["", LEVELS] {
        has(&plan(toml), &["as we settle it with you now: ("]);
        has_not(&plan(toml), &["release you from the contract"]);
    }
    has_not(&plan(""), &["For a miss you get", "by the clock"]);
    has(
        &plan(LEVELS),
        &["counted by the clock", "still open on the day on which both of us have signed is put"],
    );
    has(&plan("[program]\nreview-after-days = 45"), &["**45 days after the signing** we sit down again"]);
}

#[test]
fn a_letter_holds_what_the_one_addressed_gave_and_wrote_and_nothing_of_a_colleague() {
    let accounts = accounts("Acme,,,,Nora,,,");
    let plan = |scores: &str, kind: Kind| {
        Firm { scores, accounts: &accounts, ..Firm::default() }.document(kind, &["Acme"])
    };
    let two = "Acme,2026-09-10,Nora,7,3,9,It broke\nAcme,2026-09-12,Pia,2,5,9,We are told lies\n";
    let letter = plan(two, Kind::PlanCustomer);
    has(
        &letter,
        &[
            "- In September 2026 you gave us 3 out of 10 for Accuracy.",
            "On Thu 10 Sep 2026 you wrote: \"It broke\"",
        ],
    );
    has_not(&letter, &["overall", "lies", "besides"]);
    let only_other = plan("Acme,2026-09-12,Pia,2,5,9,\n", Kind::PlanCustomer);
    has_not(&only_other, &["gave us"]);
    let unnamed = "Acme,2026-09-12,,2,5,9,\n";
    let to_only = Firm { scores: "Acme,2026-09-12,Pia,2,5,9,\n", ..Firm::default() };
    has(&to_only.document(Kind::PlanCustomer, &["Acme"]), &["Dear Pia,", "you gave us 2 out of 10 overall"]);
    has(&plan(unnamed, Kind::PlanCustomer), &["you gave us 2 out of 10 overall"]);
}

#[test]
fn insults_and_threats_are_not_quoted_but_have_a_blank_and_we_are_told() {
    let of = |scores: &str| {
        let firm = Firm { scores, ..Firm::default() };
        [firm.document(Kind::PlanCustomer, &["Acme"]), firm.document(Kind::PlanInternal, &["Acme"])]
    };
    for (words, why) in
        [("Clowns. It broke twice.", "it is rude"), ("We will leave you.", "it speaks of leaving")]
    {
        let [letter, own] = of(&format!("Acme,2026-09-10,Nora,2,3,9,{words}\n"));
        has_not(&letter, &[words]);
        has(&letter, &["What you wrote to us besides:\n\n("]);
        has(&own, &[&format!("- \"{words}\": {why}")]);
    }
    let [letter, own] = of(LOW);
    has_not(&letter, &["besides"]);
    has_not(&own, &["does not quote"]);
}

#[test]
fn a_failure_is_named_in_approved_words_and_one_that_is_held_back_leaves_a_blank() {
    let late = LATE.replace("yes\n", "yes,your printer stood still\n");
    let kept =
        "N-3,Acme,2026-09-05,2026-09-05,price,no,no,8,2,,He asked again,yes,you asked for the third time\n";
    let hidden = "N-4,Acme,2026-09-07,2026-09-08,,no,no,4,27,,The makers were not asked,no,never shown\n";
    let incidents = format!("{late}{kept}{hidden}");
    let firm = Firm { scores: LOW, incidents: &incidents, ..Firm::default() };
    let letter = firm.document(Kind::PlanCustomer, &["Acme"]);
    has(
        &letter,
        &[
            "| Tue 1 Sep 2026 | Your printer stood still | put right within 4 hours | it took 10 hours |",
            "- Sat 5 Sep 2026: You asked for the third time.",
            "And besides:\n\n(",
        ],
    );
    has_not(&letter, &["27 hours", "makers", "ever shown"]);
    let own = firm.document(Kind::PlanInternal, &["Acme"]);
    has(
        &own,
        &[
            "does not name. Where they have named one themselves",
            "Mon 7 Sep 2026: The makers were not asked.",
        ],
    );
    assert_eq!(own.matches("The makers were not asked").count(), 1);
    let firm = Firm { scores: LOW, incidents: LATE, ..Firm::default() };
    has_not(&firm.document(Kind::PlanCustomer, &["Acme"]), &["And besides"]);
}

#[test]
fn what_went_wrong_before_a_customer_left_and_came_back_is_not_brought_up_again() {
    let letter = |before: &str| {
        let scores = format!("Acme,{before},Nora,3,3,9,\nAcme,2026-09-10,Nora,5,6,9,\n");
        let incidents = format!("{}{LATE}", LATE.replace("N-1", "N-0").replace("2026-09-0", "2025-11-0"));
        Firm { scores: &scores, incidents: &incidents, ..Firm::default() }
            .document(Kind::PlanCustomer, &["Acme"])
    };
    has(&letter("2026-06-10"), &["We ask you for one more chance"]);
    let risen = "Acme,2026-06-10,Nora,5,6,9,\nAcme,2026-09-10,Nora,8,6,9,\n";
    let risen = Firm { scores: risen, ..Firm::default() }.document(Kind::PlanCustomer, &["Acme"]);
    has(&risen, &["You rate us better than before all the same, and we thank you"]);
    has_not(&risen, &["one more chance"]);
    has(&letter("2026-06-10"), &["Tue 1 Sep 2026", "Sat 1 Nov 2025"]);
    has(&letter("2025-11-20"), &["Tue 1 Sep 2026"]);
    has_not(&letter("2025-11-20"), &["Sat 1 Nov 2025"]);
}

#[test]
fn a_failure_that_the_customer_may_not_know_of_is_not_in_its_copy() {
    let plan = |incidents: &str| {
        Firm { scores: LOW, incidents, ..Firm::default() }.document(Kind::PlanCustomer, &["Acme"])
    };
    let hidden = LATE.replace(",yes", ",no");
    has_not(&plan(&hidden), &["it took 10 hours"]);
    has(&plan(&hidden.replace("slow-service,no", "slow-service,yes")), &["it took 10 hours"]);
    has(
        &plan(&LATE.replace("2026-09-02", "").replace(",4,10,", ",4,,")),
        &["not put right yet, after 816 hours (34 days)"],
    );
}

/// So many incidents of another customer, the first of which took longer than 12 hours.
fn history(late: usize, all: usize) -> String {
    let line = |number: usize| {
        let took = if number <= late { 30 } else { 6 };
        format!("H-{number},Other,2026-08-10,2026-08-11,,no,no,,{took},,,no\n")
    };
    (1..=all).map(line).collect()
}

#[test]
fn a_promise_of_weeks_is_not_proposed() {
    let incidents = history(2, 10).replace(",30,", ",816,");
    let (config, book) = Firm { toml: LEVELS, incidents: &incidents, ..Firm::default() }.book();
    let problem = Program::new(&book, &config, &[], None).check_promise(&[]).unwrap_err();
    let hint = problem.hint.unwrap();
    has(&hint, &["9 of 10 incidents took up to 816 hours (34 days): leave resolution-hours out"]);
    has_not(&hint, &["resolution-hours = "]);
}

#[test]
fn a_promise_tighter_than_what_was_delivered_is_refused_unless_signed_off() {
    let refused = |toml: &str, incidents: &str| {
        let (config, book) = Firm { toml, incidents, ..Firm::default() }.book();
        Program::new(&book, &config, &[], None)
            .check_promise(&[])
            .err()
            .map(|problem| (problem.code, problem.message, problem.hint.unwrap()))
    };
    assert_eq!(refused(LEVELS, &history(1, 10)), None, "9 of 10 kept it");
    let (code, message, hint) = refused(LEVELS, &history(2, 10)).unwrap();
    assert_eq!(code, "promise-beyond-delivery");
    has(
        &message,
        &[
            "within 12 hours",
            "of 10 incidents of the last year 8 would have kept it",
            "half took 6 hours or less",
            "the worst 30 hours",
        ],
    );
    has(&hint, &["resolution-hours = 30", "signed-off"]);
    assert_eq!(refused(&format!("{LEVELS}signed-off = \"Dot Head, 2026-10-01\"\n"), &history(2, 10)), None);
    assert_eq!(refused(LEVELS, ""), None, "nothing to hold it against");
    assert_eq!(refused("", &history(10, 10)), None, "nothing is promised");
    let open = "H-99,Other,2026-09-01,,,no,no,,,,,no\n";
    assert!(refused(LEVELS, &format!("{}{open}", history(1, 10))).is_some(), "open for weeks");
    assert_eq!(
        refused(LEVELS, &format!("{}{}", history(1, 10), open.replace("09-01", "10-05"))),
        None,
        "opened today"
    );
}

#[test]
fn our_own_copy_holds_what_the_promise_would_have_cost_and_when_to_stop() {
    let toml = format!(
        "{LEVELS}signed-off = \"Dot Head, 2026-10-01\"\n[value]\ncall-cost = 60\n[[goodwill]]\nname = \"free training\"\ncost = 100\n\
         [goodwill-budget]\nper-customer = 150\nper-month = 500\n"
    );
    let accounts = accounts("Acme,Mimi,,12000,,Careful with them,7000,");
    let incidents = "N-1,Acme,2026-09-01,2026-09-02,,no,no,4,13,,,no\nN-2,Acme,2026-09-03,2026-09-04,,no,no,4,20,,,no\n\
                     N-3,Acme,2026-08-03,2026-08-04,,no,no,4,14,,,no\nN-4,Acme,2026-08-05,2026-08-05,,no,no,4,2,,,no\n\
                     N-5,Acme,2025-10-05,2025-10-08,,no,no,4,90,,,no\n";
    let plan = Firm { toml: &toml, scores: LOW, accounts: &accounts, incidents }
        .document(Kind::PlanInternal, &["Acme"]);
    has(
        &plan,
        &[
            "In the last year 3 of 4 incidents would have been over the promise, in 2 months",
            "Expected, if the next year goes like the last: 300 EUR a year",
            "Worst month: 200 EUR in 2026-09",
            "Never more than 500 EUR in a month, 50% of a month's fee",
            "This customer: 100 EUR of 150 EUR",
            "this month: 100 EUR of 500 EUR",
            "To keep them, in the first year: 460 EUR (refunds 300 EUR, goodwill 100 EUR, the call and its follow-up 60 EUR)",
            "To win another customer like them: 7,000 EUR",
            "Signed off although it is tighter than what we have delivered: Dot Head, 2026-10-01",
            "would have kept it",
            "Noted: Careful with them",
            "Won back, when all of it holds",
            "Given up, when one of it holds",
            "it is **Mon 4 Jan 2027**",
            "**Wed 4 Nov 2026**",
        ],
    );
    let plan = Firm { scores: LOW, ..Firm::default() }.document(Kind::PlanInternal, &["Acme"]);
    has(&plan, &["No refund is set", "not known; fill in by hand: (", "Nothing is on the menu"]);
}

#[test]
fn a_refund_is_capped_month_by_month() {
    let accounts = accounts("Acme,,,12000,,,,");
    let toml = format!("{LEVELS}signed-off = \"Dot Head, 2026-10-01\"\n");
    let many: String =
        (1..=7).map(|n| format!("N-{n},Acme,2026-09-0{n},2026-09-09,,no,no,4,20,,,no\n")).collect();
    let plan = Firm { toml: &toml, accounts: &accounts, incidents: &many, ..Firm::default() }
        .document(Kind::PlanInternal, &["Acme"]);
    has(&plan, &["Worst month: 500 EUR", "the last: 500 EUR a year"]);
}

#[test]
fn a_plan_makes_no_promise_longer_and_the_shorter_one_is_held_against_what_was_delivered() {
    let quick: String =
        (1..=9).map(|n| format!("Q-{n},Acme,2026-08-0{n},2026-08-09,,no,no,4,3,,,no\n")).collect();
    let refused = |incidents: &str, customer: &str| {
        let accounts = "customer\nAcme\nZeta\n";
        let (config, book) = Firm { toml: LEVELS, scores: LOW, accounts, incidents }.book();
        let customer = book.directory.find(customer)[0];
        let program = Program::new(&book, &config, &[customer], None);
        let problem = program.check_promise(&[program.dossier(customer)]).err();
        problem.map(|problem| (problem.message, problem.hint.unwrap()))
    };
    let one_late = format!("{quick}{}", LATE.replace("4,10", "4,5"));
    assert_eq!(refused(&one_late, "Acme"), None, "9 of 10 kept the 4 hours");
    let two_late = format!("{one_late}{}", LATE.replace("N-1", "N-2").replace("4,10", "8,9"));
    let (message, hint) = refused(&two_late, "Acme").unwrap();
    has(
        &message,
        &[
            "shorter times than 12 hours were promised to Acme and still stand",
            "of 11 incidents of the last year 9 would have kept it",
        ],
    );
    has(&hint, &["a plan does not make longer what was promised", "signed-off"]);
    assert_eq!(refused(&two_late, "Zeta"), None, "12 hours are within what was delivered");
    let plan = |incidents: &str, kind: Kind| {
        Firm { toml: LEVELS, scores: LOW, incidents, ..Firm::default() }.document(kind, &["Acme"])
    };
    has(
        &plan(&two_late, Kind::PlanCustomer),
        &[
            "- Where we have promised you 4 or 8 hours, that time still stands.\n- Everything else that you report is put right within 12 hours.",
        ],
    );
    has(
        &plan(&two_late, Kind::PlanInternal),
        &[
            "Put right within 12 hours, or within what was promised before (4 or 8 hours): of 11 incidents",
            "In the last year 2 of 11 incidents would have been over the promise",
        ],
    );
    let longer = LATE.replace("4,10", "12,10");
    has(&plan(&longer, Kind::PlanCustomer), &["- What you report is put right within 12 hours."]);
    has_not(&plan(&longer, Kind::PlanCustomer), &["still stands"]);
}

#[test]
fn our_own_copy_says_when_the_final_clause_would_have_fired_and_what_the_figures_leave_out() {
    let late =
        |number: usize| format!("N-{number},Acme,2026-0{number}-03,2026-0{number}-05,,no,no,,40,,,no\n");
    let plan = |toml: &str, incidents: &str| {
        let toml = format!("{toml}signed-off = \"Dot Head, 2026-10-01\"\n");
        let accounts = accounts("Acme,,,12000,,,,");
        Firm { toml: &toml, accounts: &accounts, incidents, ..Firm::default() }
            .document(Kind::PlanInternal, &["Acme"])
    };
    has(
        &plan(&with_final(), &late(2)),
        &[
            "would have fired with the incident of Tue 3 Feb 2026.\n",
            "In the last year 1 of 1 incident would",
        ],
    );
    let two = format!("{}{}", late(5), late(2));
    has(
        &plan(&with_final(), &two),
        &[
            "have fired with the incident of Tue 3 Feb 2026; signed anew each time, it would have fired 2 times.\n",
            "Expected, if the next year goes like the last: 100 EUR\n",
            "Never more than 100 EUR: the first miss ends the contract, and is paid once",
            "To keep them, in the first year: 100 EUR (refunds 100 EUR",
            "We release them, and with them **12,000 EUR** a year",
        ],
    );
    let kept = late(2).replace("40", "4");
    has(
        &plan(&with_final(), &kept),
        &["would not have fired: no miss.\n", "none of 1 incident would have been over"],
    );
    let untold = "O-1,Acme,2026-10-05,,,no,no,,,,,no\nU-1,Acme,2026-09-01,2026-09-02,,no,no,,,,,no\n";
    has(
        &plan(&with_final(), &format!("{two}{untold}")),
        &[
            "In the last year 2 of 2 incidents",
            "In these figures: what was opened in the last year, each held to 12 hours. Not in them: 1 incident still open and \
             within the time, 1 incident of which nobody noted how long it took and answers that came after more than 2 hours",
        ],
    );
    let without = format!("{LEVELS}final-breach = false\n");
    has_not(&plan(&without, &two), &["have fired", "final breach:"]);
    let copy = Firm { toml: &without, ..Firm::default() }.document(Kind::PlanCustomer, &["Acme"]);
    has(
        &copy,
        &["For every miss you get 10% of the month's fee back, up to 50% of the month's fee in one month"],
    );
}

#[test]
fn what_the_customers_copy_names_is_not_among_what_is_not_to_be_mentioned() {
    let complaint = LATE.replace("slow-service,no", "slow-service,yes").replace(",yes\n", ",no\n");
    let own = "N-9,Acme,2026-09-20,2026-09-20,,no,no,8,2,,Hank forgot it,no\n";
    let incidents = format!("{complaint}{own}");
    let firm = Firm { scores: LOW, incidents: &incidents, ..Firm::default() };
    has(&firm.document(Kind::PlanCustomer, &["Acme"]), &["| Tue 1 Sep 2026 | ("]);
    let plan = firm.document(Kind::PlanInternal, &["Acme"]);
    has(
        &plan,
        &[
            "- Sun 20 Sep 2026: Hank forgot it. We had promised 8 hours, and it took 2 hours.",
            "What we noted of them stays with us:\n\n- Tue 1 Sep 2026: A part was missing.",
        ],
    );
    has_not(&plan, &["A part was missing. We had promised"]);
}

#[test]
fn the_customer_calls_whom_the_script_lets_call_else_who_stands_behind_the_plan() {
    let plan = |toml: &str, accounts: &str, kind: Kind| {
        let by_mimi = LATE.replace("Hank Hand", "Mimi Hall");
        Firm { toml, scores: LOW, accounts, incidents: &by_mimi }.document(kind, &["Acme"])
    };
    let known = accounts("Acme,Mimi Hall,Toni Roe,,,,,");
    has(&plan("", &known, Kind::PlanCustomer), &["call **Toni Roe** first"]);
    has_not(&plan("", &known, Kind::PlanCustomer), &["Mimi Hall"]);
    has(&plan("", &known, Kind::PlanInternal), &["**Toni Roe**. Why: works for them"]);
    let director = "[company]\ndirector = \"Dot Head\"\n";
    let nobody = accounts("Acme,,,,,,,");
    has(&plan(director, &nobody, Kind::PlanCustomer), &["call **Dot Head** first"]);
    has(
        &plan(director, &nobody, Kind::PlanInternal),
        &["is named in what went wrong, so somebody from the top calls."],
    );
    has_not(&plan("", &nobody, Kind::PlanCustomer), &["** first"]);
}

const DEAR: &str = "[value]\ncall-cost = 5000\n[[goodwill]]\nname = \"free training\"\ncost = 10\n";

#[test]
fn who_is_to_be_let_go_or_is_not_at_risk_has_a_plan_that_says_so_and_no_goodwill() {
    let known = accounts("Acme,,,1000,,,,");
    let let_go = Firm { toml: DEAR, scores: LOW, accounts: &known, incidents: LATE };
    let own = let_go.document(Kind::PlanInternal, &["Acme"]);
    has(
        &own,
        &[
            "**The figures say to let them go politely. The call to apologise for our mistake is made all the same.",
            "no goodwill is spent on a customer to be let go politely",
            "A call costs more than it can bring, however likely they are to leave",
        ],
    );
    assert!(own.find("let them go politely").unwrap() < own.find("Where they stand").unwrap());
    has_not(&let_go.document(Kind::PlanCustomer, &["Acme"]), &["at no charge", "let go", "training"]);
    has(
        &let_go.document(Kind::Cover, &["Acme"]),
        &["No plan and no goodwill. The figures say to let them go politely."],
    );
    let fine = Firm { scores: "Acme,2026-09-10,,9,9,9,\n", ..Firm::default() };
    has(&fine.document(Kind::PlanInternal, &["Acme"]), &["**Not at risk: they stand at \"fine\"."]);
    let codes = |firm: &Firm<'_>, are_named| {
        let (config, book) = firm.book();
        let customer = book.directory.find("Acme")[0];
        let program = Program::new(&book, &config, &[customer], None);
        let dossier = program.dossier(customer);
        let is_planned = dossier.calls_for(Kind::PlanCustomer);
        let warnings = program.plan_warnings(&[dossier], are_named);
        (is_planned, warnings.shown().iter().map(|problem| problem.code).collect::<Vec<_>>())
    };
    assert_eq!(codes(&let_go, true), (false, vec!["plan-for-let-go"]));
    assert_eq!(codes(&let_go, false), (false, vec!["no-plan-for-let-go"]));
    assert_eq!(codes(&fine, true), (true, vec!["plan-for-not-at-risk"]));
}

#[test]
fn where_a_call_has_a_cost_the_chance_from_which_it_pays_is_printed() {
    let known = accounts("Acme,,,10000,,,,");
    let plan = |toml: &str| {
        Firm { toml, scores: LOW, accounts: &known, ..Firm::default() }
            .document(Kind::PlanInternal, &["Acme"])
    };
    let pays = "A call pays where the chance that they leave within 90 days is above";
    has(&plan("[value]\ncall-cost = 60\n"), &[&format!("{pays} 5%")]);
    has(&plan("[value]\ncall-cost = 61\n"), &[&format!("{pays} 5.1%")]);
    has_not(&plan(""), &[pays]);
}

#[test]
fn an_empty_heading_is_in_no_copy_and_who_spent_the_budget_is_in_ours() {
    let menu = "[[goodwill]]\nname = \"training\"\ncost = 40\n[[goodwill]]\nname = \"advice\"\ncost = 50\n\
                [[goodwill]]\nname = \"a check\"\ncost = 60\n[goodwill-budget]\nper-month = 170\n";
    let (config, book) =
        Firm { toml: menu, scores: THREE, accounts: "customer\nAcme\nBeta\nGamma\n", ..Firm::default() }
            .book();
    let call: Vec<usize> =
        ["Acme", "Beta", "Gamma"].iter().map(|name| book.directory.find(name)[0]).collect();
    let program = Program::new(&book, &config, &call, None);
    let (library, _) = Library::new(&[]);
    let dossiers: Vec<_> = call.iter().map(|customer| program.dossier(*customer)).collect();
    let plans: Vec<_> = dossiers
        .iter()
        .map(|dossier| {
            let copy = CustomerPlan::of(&program.shared(dossier));
            let own = program.internal_plan(dossier);
            [
                library.render(dossier.choose(&library, Kind::PlanCustomer), &copy).unwrap(),
                library.render(dossier.choose(&library, Kind::PlanInternal), &own).unwrap(),
            ]
        })
        .collect();
    has(&plans[0][0], &["## On top of that, at no charge\n\n- Training\n- Advice\n"]);
    has(&plans[1][0], &["## On top of that, at no charge\n\n- Training\n\n"]);
    has(
        &plans[1][1],
        &[
            "Little budget is left this month: of the 170 EUR, this is offered to others: Acme 90 EUR and Gamma 40 EUR.",
        ],
    );
    let warnings = program.plan_warnings(&dossiers, false);
    let [warning] = warnings.shown() else { panic!("{:?}", warnings.shown()) };
    assert_eq!(warning.code, "few-gifts");
    has(
        &warning.message,
        &["fewer than 3 things", "3 customers: Acme (2), Beta (1) and Gamma (1); 170 EUR of the 170 EUR"],
    );
    has(
        warning.hint.as_deref().unwrap(),
        &["raise per-month in [goodwill-budget]: everything else allows 450 EUR"],
    );
}

#[test]
fn the_checklist_dates_its_boxes_on_working_days_over_five_strategies() {
    let toml = "[company]\nholidays = [2026-10-07]\n";
    let accounts = accounts("Acme,Mimi Hall,,,,,,2027-03-05");
    let list =
        Firm { toml, scores: LOW, accounts: &accounts, incidents: LATE }.document(Kind::Checklist, &["Acme"]);
    has(
        &list,
        &[
            "## 1. Set expectations, early and often",
            "Thu 8 Oct 2026, Mimi Hall: called them",
            "## 2. Be the expert",
            "## 3. Serve before they ask",
            "the renewal on Fri 5 Mar 2027",
            "## 4. Above and beyond",
            "Red carpet 10, by",
            "What: ______________ Who: __________ Done: ________",
            "slow service N-1 of Tue 1 Sep 2026",
            "**12** for all of theirs",
            "## 5. From won back to speaking well of us",
            "(no rhythm of the survey is known yet)",
            "Overall: 4 out of 10; Accuracy: 6 out of 10",
            "Is there anybody you know",
        ],
    );
    assert_eq!(list.matches("Red carpet ").count(), 10);
    has_not(&list, &["Sat ", "Sun ", "Wed 7 Oct 2026", "Red carpet 11"]);
}

#[test]
fn the_referral_is_asked_for_only_when_nothing_is_overdue_on_our_side() {
    let open = LATE.replace("2026-09-02", "").replace(",4,10,", ",4,,");
    let list = Firm { scores: LOW, incidents: &open, ..Firm::default() }.document(Kind::Checklist, &["Acme"]);
    has(
        &list,
        &[
            "is not for now",
            "- slow service N-1 of Tue 1 Sep 2026, open for 34 days",
            "saw to it that this is closed, and told them so: slow service N-1",
        ],
    );
    has_not(&list, &["Is there anybody you know"]);
}

#[test]
fn the_next_survey_is_a_usual_gap_after_the_last_wave() {
    let scores = "Acme,2026-06-10,,9,9,9,\nAcme,2026-09-10,,4,6,9,\n";
    let list = Firm { scores, ..Firm::default() }.document(Kind::Checklist, &["Acme"]);
    has(&list, &["About Fri 11 Dec 2026"]);
}

/// The days of a part of a checklist, from its heading to the next.
fn days_of(list: &str, heading: &str) -> Vec<NaiveDate> {
    let part = list.split("## ").find(|part| part.starts_with(heading)).unwrap();
    let boxes = part.lines().filter(|line| line.contains("[ ]"));
    let first_day = |line: &str| {
        let words: Vec<&str> = line.split([' ', ',', ':', '.']).collect();
        words.windows(3).find_map(|day| NaiveDate::parse_from_str(&day.join(" "), "%d %b %Y").ok())
    };
    boxes.map(|line| first_day(line).unwrap()).collect()
}

#[test]
fn each_part_of_the_checklist_is_in_the_order_of_its_days_and_the_referral_comes_last() {
    let scores = "Acme,2026-06-10,,9,9,9,\nAcme,2026-09-10,,4,6,9,\n";
    for renewal in ["2026-10-06", "2026-10-20", "2026-11-30", "2026-12-04", "2027-06-01"] {
        let accounts = accounts(&format!("Acme,Mimi Hall,,,,,,{renewal}"));
        let firm = Firm { scores, accounts: &accounts, incidents: LATE, ..Firm::default() };
        let list = firm.document(Kind::Checklist, &["Acme"]);
        let parts = ["1.", "2.", "3.", "4.", "5."].map(|heading| days_of(&list, heading));
        for days in &parts {
            assert!(days.is_sorted() && days.len() > 2, "{renewal}: {days:?}");
        }
        // The call, the sit-down, what is extra, the survey to compare, the referral.
        let [expectations, _, _, extra, last] = &parts;
        let milestones = [expectations[0], expectations[2], extra[0], last[2], last[3]];
        assert!(milestones.is_sorted(), "{milestones:?}");
        has(list.lines().rfind(|line| line.contains("[ ]")).unwrap(), &["Is there anybody you know"]);
    }
}

#[test]
fn whoever_is_let_go_politely_has_no_red_carpets_and_is_not_asked_for_a_referral() {
    let accounts = accounts("Acme,Mimi,,100,,,,");
    let firm = Firm { toml: DEAR_CALLS, scores: LOW, accounts: &accounts, ..Firm::default() };
    let list = firm.document(Kind::Checklist, &["Acme"]);
    has(&list, &["called them", "No red carpets. The figures say", "We do not ask them whom"]);
    has_not(&list, &["Red carpet 1", "Is there anybody you know", "good ones"]);
}

const THREE: &str = "Acme,2026-09-10,,4,6,9,\nBeta,2026-09-10,,4,6,9,\nGamma,2026-09-10,,4,6,9,\n";

#[test]
fn the_agenda_puts_public_ones_and_second_failures_first_and_says_why() {
    let incidents = "N-1,Beta,2026-09-01,2026-09-02,,no,no,4,10,,,no\nN-2,Beta,2026-09-10,2026-09-11,,no,no,4,10,,,no\n\
                     N-3,Gamma,2026-09-20,2026-09-20,,yes,yes,4,1,,,no\n";
    let agenda = Firm { scores: THREE, incidents, ..Firm::default() }
        .document(Kind::Agenda, &["Acme", "Beta", "Gamma"]);
    has(
        &agenda,
        &[
            "## 1. Gamma",
            "**Before the others, because they went public with the incident of Sun 20 Sep 2026.**",
            "## 2. Beta",
            "**Before the others, because we failed them 2 times in the last 90 days, the last with the incident of Thu 10 Sep 2026.**",
            "## 3. Acme",
            "The order: who went public with it (1); then whom we failed twice or more in the last 90 days (2); then \
             the others, as the list has them (3).",
        ],
    );
    assert_eq!(agenda.matches("**Before the others").count(), 2);
}

#[test]
fn what_was_opened_more_than_90_days_ago_makes_nobody_urgent() {
    // Open, and resolved lately, but opened a day too early.
    let incidents = "N-1,Acme,2026-07-07,2026-09-02,,yes,yes,4,10,,,no\nN-2,Acme,2026-07-07,,,no,no,4,,,,no\n\
                     N-3,Acme,2026-07-08,2026-07-09,,no,no,4,10,,,no\n";
    let agenda = Firm { scores: LOW, incidents, ..Firm::default() }.document(Kind::Agenda, &["Acme"]);
    has_not(&agenda, &["Before the others", "The order:"]);
    let again = format!("{incidents}N-4,Acme,2026-07-08,2026-07-09,,no,no,4,10,,,no\n");
    let agenda = Firm { scores: LOW, incidents: &again, ..Firm::default() }.document(Kind::Agenda, &["Acme"]);
    has(
        &agenda,
        &["because we failed them 2 times in the last 90 days, the last with the incident of Wed 8 Jul 2026"],
    );
}

#[test]
fn a_score_that_a_reason_names_is_not_said_again() {
    let scores = "Acme,2026-06-10,,6,8,9,\nAcme,2026-09-10,,4,4,9,\n";
    let agenda = Firm { scores, ..Firm::default() }.document(Kind::Agenda, &["Acme"]);
    has(
        &agenda,
        &["Overall 4 of 10, below 5. Accuracy 4 of 10", "Their other scores: Speed 9 out of 10 (before: 9)."],
    );
    assert_eq!((agenda.matches("Overall").count(), agenda.matches("Accuracy").count()), (1, 1));
}

#[test]
fn the_agenda_fits_its_slot_and_forgets_nobody() {
    let toml = "[meeting]\nminutes = 30\nminutes-per-customer = 10\nattendees = [\"Ulla\"]\nobjective = \"Keep them.\"\n";
    let accounts = "customer,account_manager,technicians\nAcme,Mimi,Toni;Tara\nBeta,Raj,\nGamma,Raj,\n";
    let agenda = Firm { toml, scores: THREE, accounts, ..Firm::default() }
        .document(Kind::Agenda, &["Acme", "Beta", "Gamma"]);
    has(
        &agenda,
        &[
            "The meeting takes 30 minutes at most: 10 minutes for each of 2 customers, and the last 10",
            "**What we are here for:** Keep them.",
            ") Ulla\n",
            ") Mimi, account manager",
            ") Toni, technician",
            "## 2. Beta",
            "Gamma: no time left, the 2 customers before them take it (20 minutes); call by Wed 7 Oct 2026 all the same",
        ],
    );
    has_not(&agenda, &["## 3."]);
}

#[test]
fn the_agenda_holds_a_box_causes_events_statements_caller_decision_and_rules_for_each_customer() {
    let toml = "[[authority]]\nwho = \"Raj\"\nmay = \"send flowers\"\nup-to = 30\n[[issue]]\nid = \"slow-service\"\nname = \"Slowness\"\ntraining = \"Quickness\"\n";
    let more = LATE.replace("N-1", "N-2").replace("A part was missing", "Again").replace(",yes", ",no");
    let kept = "N-3,Acme,2026-09-20,2026-09-20,,no,no,8,2,Rita Moss,,no\n";
    let incidents = format!("{LATE}{more}{kept}");
    let agenda = Firm { toml, scores: LOW, incidents: &incidents, ..Firm::default() }
        .document(Kind::Agenda, &["Acme"]);
    has(
        &agenda,
        &[
            "- [ ] (",
            "Discussed (10 minutes)",
            "Why did they rate us so? Cause, what it led to, what that did to their business",
            "____________________ -> ____________________ -> ____________________",
            "A part was missing. We had promised 4 hours, and it took 10 hours. **May be told:** that it happened, when, and what we had promised. The note stays with us.",
            "Again. We had promised 4 hours, and it took 10 hours. Stays with us.",
            "said by ____________ may be told: yes / no",
            "Who calls: **Rita Moss** (dealt with 1",
            "Chase, chase and reprice, or let go politely?",
            "We decide: ____",
            "- Raj may send flowers, up to 30 EUR",
            "Their other scores: Accuracy 6 out of 10, Speed 9 out of 10.",
            "\"You are always late\"",
            "Who saved a customer or went out of their way",
            "- Slowness, 2 times in the last 90 days: Quickness",
        ],
    );
}

#[test]
fn codes_are_the_same_in_every_run_and_told_apart_in_a_document() {
    let firm = Firm { scores: THREE, incidents: LATE, ..Firm::default() };
    let agenda = firm.document(Kind::Agenda, &["Acme", "Beta", "Gamma"]);
    assert_eq!(agenda, firm.document(Kind::Agenda, &["Acme", "Beta", "Gamma"]));
    let is_code = |text: &&str| crate::program::is_code(text);
    let codes: Vec<&str> = agenda
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(code, _)| code)
        .filter(is_code)
        .collect();
    let distinct: std::collections::BTreeSet<&&str> = codes.iter().collect();
    assert!(codes.len() > 30 && distinct.len() == codes.len(), "{codes:?}");
    for line in agenda.lines().filter(|line| line.contains("- [ ]")) {
        assert!(line.starts_with("- [ ] ("), "{line}");
    }
}

#[test]
fn the_playbook_follows_what_is_amiss() {
    let title = |scores: &str, incidents: &str| {
        let (config, book) = Firm { scores, incidents, ..Firm::default() }.book();
        let program = Program::new(&book, &config, &[], None);
        let (library, _) = Library::new(&[]);
        program.dossier(book.directory.find("Acme")[0]).choose(&library, Kind::Script).name().to_owned()
    };
    assert_eq!(title("Acme,2026-09-10,,4,9,3,\n", ""), "script-slow-service");
    assert_eq!(title("Acme,2026-09-10,,4,3,4,\n", ""), "script-wrong-work", "the worst one first");
    assert_eq!(title("Acme,2026-09-10,,4,3,4,we will cancel\n", ""), "script-wrong-work", "to be confirmed");
    assert_eq!(title("Acme,2026-09-10,,4,9,9,\n", ""), "script");
    assert_eq!(title("Acme,2026-09-10,,9,9,9,\n", LATE), "script-broken-promise");
    let no_promise = LATE.replace(",no,no,4,10,", ",yes,no,,,");
    assert_eq!(title("Acme,2026-09-10,,4,9,9,\n", &no_promise), "script", "nothing was promised");
}

/// A firm for which a call to a customer worth 100 a year never pays.
const DEAR_CALLS: &str = "[value]\ncall-cost = 500\n";

#[test]
fn the_notice_gives_no_red_carpet_to_whom_the_checklist_gives_none() {
    let accounts = accounts("Acme,Mimi,,100,,,,\nBeta,Raj,,900000,,,,");
    let firm = Firm { toml: DEAR_CALLS, scores: THREE, accounts: &accounts, ..Firm::default() };
    let notice = firm.document(Kind::StaffNotice, &["Acme", "Beta"]);
    has(&notice, &["**Beta**, in charge: Raj; red carpets left: ("]);
    has_not(&notice, &["Acme", "let go"]);
    has(&firm.document(Kind::Checklist, &["Acme"]), &["No red carpets"]);
}

#[test]
fn the_person_who_is_called_is_asked_about_the_own_score_and_never_about_a_mean() {
    let two = "Acme,2026-09-10,Nora Roe,4,8,9,\nAcme,2026-09-11,Ben Poe,5,6,6,Ring us more often\n";
    let called = |contact: &str| {
        let accounts = accounts(&format!("Acme,Mimi,,,{contact},,,"));
        Firm { scores: two, accounts: &accounts, ..Firm::default() }.script()
    };
    let script = called("nora  roe");
    has(
        &script,
        &[
            "\"Why did you give us 4 out of 10 overall?\"",
            "Overall: 4.5 out of 10, the mean of 4 and 5",
            "A colleague of theirs wrote (Ben Poe, Fri 11 Sep 2026): \"Ring us more often\" Know it, but do not read it out.",
            "Their side: \"You gave us 4 out of 10 overall.\"",
        ],
    );
    has_not(&script, &["give us 4.5", "gave us 4.5", "You wrote", "for Accuracy", "for Speed"]);
    has(
        &called("Ben Poe"),
        &[
            "\"Why did you give us 6 out of 10 for Accuracy?\"",
            "\"Why did you give us 5 out of 10 overall?\"",
            "You wrote: 'Ring us more often.'",
        ],
    );
    has(
        &called("Zoe Third"),
        &[
            "\"Your colleagues gave us 4 and 5 out of 10 overall. Why, do you think?\"",
            "Their side: \"Your colleagues gave us 4 and 5 out of 10 overall.\"",
        ],
    );
    has(
        &called(""),
        &["- Call: (", "\"People at your firm gave us 4 and 5 out of 10 overall. Why, do you think?\""],
    );
    let one = "Acme,2026-09-10,Nora Roe,4,8,9,\n";
    let accounts = accounts("Acme,Mimi,,,Zoe Third,,,");
    let script = Firm { scores: one, accounts: &accounts, ..Firm::default() }.script();
    has(&script, &["\"Your colleague gave us 4 out of 10 overall. Why, do you think?\""]);
    let script = Firm { scores: one, ..Firm::default() }.script();
    has(&script, &["- Call: **Nora Roe**", "\"Why did you give us 4 out of 10 overall?\""]);
}

#[test]
fn unnamed_answers_are_said_one_by_one_as_long_as_they_are_known() {
    let asked = |answers: &[u8]| {
        let scores: String = answers.iter().map(|score| format!("Acme,2026-09-10,,{score},9,9,\n")).collect();
        Firm { scores: &scores, ..Firm::default() }.script()
    };
    has(&asked(&[4]), &["\"Why did you give us 4 out of 10 overall?\""]);
    has(&asked(&[5, 4]), &["\"People at your firm gave us 4 and 5 out of 10 overall."]);
    has(&asked(&[5, 4, 6]), &["gave us 5 out of 10 on average and 4 out of 10 at worst overall."]);
}

const QUIET: &str = "Acme,2026-01-10,Nora,6,6,9,It became impersonal\nZeta,2026-01-10,,9,9,9,\nZeta,2026-04-10,,9,9,9,\nZeta,2026-07-10,,9,9,9,\n";

#[test]
fn scores_from_before_they_went_quiet_are_dated_and_not_asked_about() {
    let toml = "[waves]\nby = \"quarter\"\n";
    let firm = Firm { toml, scores: QUIET, accounts: "customer\nAcme\nZeta\n", ..Firm::default() };
    let script = firm.script();
    has(
        &script,
        &[
            "The last time you told us how we are doing was in January 2026",
            "What they gave us when they last answered, in January 2026:",
            "\"Is that still so?\"",
            "Their side: \"When we last had an answer, in January 2026, you gave us 6 out of 10 for Accuracy and 6 out of 10 overall. \
             At the time you wrote: 'It became impersonal.'\"",
        ],
    );
    has_not(&script, &["Why did you give us", "Thank you for answering", "Your scores were"]);
}

#[test]
fn no_script_has_an_empty_heading_and_one_for_a_customer_who_is_not_at_risk_says_so() {
    let script = |scores: &str, toml: &str| Firm { scores, toml, ..Firm::default() }.script();
    let fine = script("Acme,2026-09-10,Nora,9,9,9,\n", "[[goodwill]]\nname = \"free training\"\ncost = 10\n");
    has(
        &fine,
        &[
            "Why we call:\n\n- Not at risk: a courtesy call",
            "I would like to hear how we are doing",
            "Nothing has to be offered on this call.",
        ],
    );
    has_not(&fine, &["Free training", "not doing as well"]);
    has(&script("", ""), &["- Too little is known to say whether they are at risk: a courtesy call"]);
    let watch = script("Acme,2026-06-10,Nora,10,9,9,\nAcme,2026-09-10,Nora,7,9,9,\n", "");
    has(
        &watch,
        &["- Not at risk, but on the watch list: a courtesy call", "- Down 3 from 2026-06-10 (10 to 7"],
    );
    for script in [fine, watch] {
        for (line, next) in script.lines().zip(script.lines().skip(2)) {
            assert!(!(line.starts_with("## ") || line.ends_with(':')) || !next.starts_with('#'), "{line}");
        }
    }
}

#[test]
fn whoever_is_let_go_gets_a_polite_call_without_offers() {
    let accounts = accounts("Acme,Mimi,,100,,,,");
    let toml = format!("{DEAR_CALLS}[[goodwill]]\nname = \"free training\"\ncost = 10\n");
    let script = |incidents: &str| Firm { toml: &toml, scores: LOW, accounts: &accounts, incidents }.script();
    let polite = script("");
    has(
        &polite,
        &[
            "do not ask whether they would recommend us",
            "> \"I am sorry that you are not happy",
            "\"Why did you give us 4 out of 10 overall?\"",
            "- a discount, a gift or a special arrangement",
            "- any new time or guarantee: what was agreed holds",
        ],
    );
    has_not(
        &polite,
        &[
            "rather go to",
            "handed over",
            "another script",
            "Free training",
            "You may offer",
            "What you may offer",
            "We made a mistake",
        ],
    );
    has(&script(LATE), &["> \"We made a mistake with you, and I am sorry for it."]);
}

#[test]
fn what_it_costs_is_for_the_meeting_where_another_price_is_wanted() {
    let accounts = "customer,account_manager,value,pays_late_days\nAcme,Mimi,100,60\n";
    let script = |toml: &str| Firm { toml, scores: LOW, accounts, ..Firm::default() }.script();
    let reprice = "I would also like to look with you at how we work together, and at what it costs.";
    has(&script(DEAR_CALLS), &[reprice, "name no figure", "no threat"]);
    has_not(&script(""), &[reprice]);
}

#[test]
fn a_price_is_spoken_of_before_the_days_and_only_by_who_may() {
    let dealt = "N-2,Acme,2026-09-20,2026-09-20,,no,no,8,2,Rita Moss,,no\n";
    let accounts = "customer,account_manager,value,pays_late_days\nAcme,Mimi,100,60\n";
    let script = |incidents: &str| Firm { toml: DEAR_CALLS, scores: LOW, accounts, incidents }.script();
    let reprice = "look with you at how we work together, and at what it costs.";
    let by_mimi = script("");
    assert!(by_mimi.find(reprice).unwrap() < by_mimi.rfind("Would ").unwrap(), "{by_mimi}");
    let by_rita = script(dealt);
    has(&by_rita, &["Who calls: **Rita Moss**", "*Say nothing about the price"]);
    has_not(&by_rita, &[reprice]);
}

#[test]
fn what_a_colleague_gave_is_not_read_out_where_the_person_called_answered() {
    let two = "Acme,2026-09-10,Nora Roe,8,8,6,\nAcme,2026-09-11,Ben Poe,2,3,9,\n";
    let accounts = accounts("Acme,Mimi,,,Nora Roe,,,");
    let firm = Firm { scores: two, accounts: &accounts, ..Firm::default() };
    let script = firm.script();
    has(
        &script,
        &[
            "\"Why did you give us 6 out of 10 for Speed?\"",
            "For you, and not to be read out: what colleagues of theirs gave us.\n\n\
             - Ben Poe: overall 2 out of 10, Accuracy 3 out of 10, Speed 9 out of 10",
            "How long you wait for us",
        ],
    );
    has_not(
        &script,
        &[
            "You have waited for us",
            "Your colleague",
            "your colleague",
            "give us 2",
            "gave us 2",
            "for Accuracy",
        ],
    );
    has_not(&firm.document(Kind::PlanCustomer, &["Acme"]), &["2 out of 10", "3 out of 10"]);
}

#[test]
fn insults_and_talk_of_leaving_are_not_read_back() {
    let script = |scores: &str| Firm { scores, incidents: LATE, ..Firm::default() }.script();
    let mixed = script("Acme,2026-09-10,Nora,4,6,9,Clowns! The part was late. We will cancel.\n");
    has(&mixed, &["You wrote: '... The part was late.'", "Do not read this back to them"]);
    assert_eq!(mixed.matches("Clowns").count(), 1, "{mixed}");
    let harsh = script("Acme,2026-09-10,Nora,9,9,9,idiots. we will cancel.\n");
    has(&harsh, &["*Their side is not for reading back"]);
    has_not(&harsh, &["You wrote", "nothing that they wrote"]);
    let mild = script("Acme,2026-09-10,Nora,4,6,9,Late again\n");
    has_not(&mild, &["Do not read this back"]);
}

#[test]
fn the_incident_that_they_wrote_about_is_the_one_spoken_of() {
    let incidents = "N-1,Acme,2026-08-12,2026-08-14,,no,no,4,40,,,yes,the lift stood still\n\
                     N-2,Acme,2026-09-20,2026-09-21,invoice,no,no,4,30,,,yes,the invoice was wrong\n\
                     N-3,Acme,2026-09-24,2026-09-25,,no,no,4,30,,,yes,the key was missing\n";
    let spoken = |words: &str| {
        let scores = format!("Acme,2026-09-28,Nora,4,6,9,{words}\n");
        let script = Firm { scores: &scores, incidents, ..Firm::default() }.script();
        ["lift", "invoice was", "key"].map(|what| script.contains(&format!("2026: the {what}")))
    };
    assert_eq!(spoken("You are late"), [false, false, true], "else the newest");
    assert_eq!(spoken("In August we were stuck"), [true, false, false]);
    assert_eq!(spoken("In August we were stuck and in September again"), [false, false, true], "both");
    assert_eq!(spoken("The invoice of that week!"), [false, true, false]);
    assert_eq!(spoken("On 20 September it was bad"), [false, true, false]);
    assert_eq!(spoken("On the 12th September nothing"), [false, false, true], "no such day");
}

#[test]
fn the_worst_comes_first_and_more_than_three_questions_wait() {
    let scores = "Acme,2026-09-10,Nora,4,6,3,\n";
    let script = Firm { scores, ..Firm::default() }.script();
    assert!(script.find("for Speed?").unwrap() < script.find("for Accuracy?").unwrap());
    has_not(&script, &["If there is time"]);
}

#[test]
fn whoever_rates_us_better_than_before_is_thanked_and_not_reproached() {
    let rose = "Acme,2026-06-10,Nora,4,6,9,\nAcme,2026-09-10,Nora,6,6,9,\n";
    let script = Firm { scores: rose, ..Firm::default() }.script();
    has(&script, &["You rated us better than the time before, and I thank you for that."]);
    has_not(&script, &["below what we look for, and", "Your scores were"]);
    let fell = Firm { scores: &rose.replace("Nora,4", "Nora,8"), ..Firm::default() }.script();
    has(&fell, &["Your scores were below what we look for"]);
}

#[test]
fn whoever_does_not_call_does_not_carry_on_either() {
    let by_mimi = LATE.replace("Hank Hand", "Mimi Hall");
    let known = accounts("Acme,Mimi Hall,Toni Roe,,,,,");
    let open = format!("{by_mimi}N-2,Acme,2026-09-22,,,no,no,8,,Mimi Hall,,no\n");
    let firm = Firm { scores: LOW, accounts: &known, incidents: &open, ..Firm::default() };
    for kind in [Kind::Checklist, Kind::StaffNotice] {
        let document = firm.document(kind, &["Acme"]);
        has(&document, &["Toni Roe"]);
        has_not(&document, &["Mimi Hall"]);
    }
    has(&firm.document(Kind::Checklist, &["Acme"]), &["Toni Roe: sat down together; plan proposed"]);
    let alone = accounts("Acme,Mimi Hall,,,,,,");
    let list = Firm { scores: LOW, accounts: &alone, incidents: &by_mimi, ..Firm::default() }
        .document(Kind::Checklist, &["Acme"]);
    has(&list, &["In charge: ("]);
    has_not(&list, &["Mimi Hall"]);
}

#[test]
fn the_agenda_tells_what_the_customer_may_hear_and_thanks_nobody_for_what_went_wrong() {
    let known = "customer,account_manager\nAcme,Mimi\nOther,Mimi\n";
    let incidents = "N-1,Acme,2026-09-01,2026-09-02,,no,no,40,10,Hank Hand,We forgot it,yes,you waited a day\n\
                     N-2,Other,2026-09-03,2026-09-03,,no,no,4,1,Rita Moss,,no,\n\
                     N-3,Other,2026-09-03,2026-09-03,,no,yes,4,1,Lea Voss,,no,\n";
    let agenda =
        Firm { scores: LOW, accounts: known, incidents, ..Firm::default() }.document(Kind::Agenda, &["Acme"]);
    has(
        &agenda,
        &[
            "**May be told:** you waited a day. The rest stays with us.",
            "- Rita Moss kept what was promised 1 time in the last 90 days",
        ],
    );
    has_not(&agenda, &["Hank Hand kept", "Lea Voss kept"]);
}

#[test]
fn not_every_customer_is_offered_the_same_days() {
    let scores = THREE.replace(",,4", ",Nora,4");
    let days: std::collections::BTreeSet<String> = ["Acme", "Beta", "Gamma"]
        .iter()
        .map(|name| {
            let firm = Firm { scores: &scores, accounts: "customer\nAcme\nBeta\nGamma\n", ..Firm::default() };
            let script = firm.document(Kind::Script, &[name]);
            script.split("Would ").last().unwrap().split(" suit").next().unwrap().to_owned()
        })
        .collect();
    assert!(days.len() > 1, "{days:?}");
}

#[test]
fn the_checklist_of_whoever_is_let_go_proposes_no_plan() {
    let accounts = accounts("Acme,Mimi,,100,,,,");
    let firm = Firm { toml: DEAR_CALLS, scores: LOW, accounts: &accounts, ..Firm::default() };
    has_not(&firm.document(Kind::Checklist, &["Acme"]), &["plan proposed"]);
}

#[test]
fn whoever_kept_a_promise_is_counted_once_an_incident_however_the_name_is_written() {
    let firm = Firm {
        incidents: "1,Beta,2026-09-01,2026-09-02,slow,no,no,24,20,Rita Ready; rita ready,,yes\n\
                    2,Beta,2026-09-03,2026-09-04,slow,no,no,24,20,RITA  READY,,yes\n",
        scores: "Acme,2026-09-10,,2,2,2,\nBeta,2026-09-10,,9,9,9,\n",
        ..Firm::default()
    };
    let agenda = firm.document(Kind::Agenda, &["Acme"]);
    let lines: Vec<&str> = agenda.lines().filter(|line| line.contains("kept what was promised")).collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    has(lines[0], &["2 times"]);
}
