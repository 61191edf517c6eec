//! The laws of the way back from paper.

use proptest::prelude::*;

use super::*;
use crate::casebook::{Casebook, Draft, Event, EventKind, Occasion, Terms};
use crate::config::ServiceLevels;
use crate::model::day_of;
use crate::program::{Codes, LINES};

const CUSTOMERS: [&str; 3] = ["Acme", "Globex", "Initech"];

fn occasion() -> Occasion<'static> {
    let today = day_of("2026-10-09").unwrap();
    Occasion { today, recorded: "2026-10-09", moment: "", issues: &[] }
}

/// A record in which every customer has a case.
fn record() -> (Casebook, Customers) {
    let (mut book, mut customers) = (Casebook::default(), Customers::default());
    for customer in CUSTOMERS {
        let draft = Draft {
            customer: customer.to_owned(),
            kind: EventKind::Flagged,
            at: day_of("2026-10-05").unwrap(),
            by: None,
            words: Vec::new(),
            terms: None,
            note: None,
            source: None,
            is_shareable: false,
            about: None,
        };
        let event = book.propose(&draft, &occasion()).unwrap();
        book.push(event);
        customers.add(customer, customer);
    }
    (book, customers)
}

fn read(text: &str) -> Sheet {
    Sheet::read("sheet.md", text.as_bytes()).unwrap()
}

fn planned(sheets: &[Sheet], book: &mut Casebook, customers: &Customers) -> Plan {
    let terms = |_: &str| Ok(Terms::of(&ServiceLevels::default(), None, "EUR"));
    let reading = Reading { today: occasion().today, order: None };
    let occasion =
        SheetOccasion { occasion: occasion(), reading, on: None, by: None, skips: false, terms: &terms };
    plan(sheets, book, customers, &occasion)
}

/// What an event says, whatever line it stood on.
fn said(event: &Event) -> String {
    let value = event.value.as_ref().map(crate::casebook::Value::words);
    format!("{} {} {} {value:?} {:?} {:?}", event.customer, event.kind, event.at, event.note, event.by)
}

fn code(document: &'static str, customer: &str, line: &str) -> String {
    Codes::new(document).of(customer, line)
}

/// A customer's part of a sheet, filled in.
fn section(customer: &str, answer: &str, is_ticked: bool) -> String {
    let (tick, day) = if is_ticked { ("x", "6 Oct 2026") } else { (" ", "____") };
    format!(
        "## {customer}\n\n- [{tick}] ({}) Called on {day}, spoke to ____\n\n\"What else?\"\n\n({}) {answer}\n\n({}) ____ said by ____ may be told: yes / no\n",
        code("script", customer, "called"),
        code("script", customer, "else-1"),
        code("agenda", customer, "statement-1"),
    )
}

#[test]
fn every_line_that_is_left_as_printed_says_nothing() {
    let (mut book, customers) = record();
    let lines = LINES.iter().map(|(document, line)| {
        let tick = if is_boxed(document, line) { "- [ ] " } else { "" };
        format!("{tick}({}) ________\n\n", code(document, "Acme", line))
    });
    let plan = planned(&[read(&lines.collect::<String>())], &mut book, &customers);
    assert_eq!((plan.events.len(), plan.recorded_before), (0, 0), "{:?}", plan.events);
    assert!(!plan.problems.has_errors(), "{:?}", plan.problems);
}

fn is_boxed(document: &'static str, line: &str) -> bool {
    let text = format!("({}) ____", code(document, "Acme", line));
    let reading = Reading { today: occasion().today, order: None };
    meaning::of(&lines::read(&text).lines[0], &reading).is_err()
}

#[test]
fn another_editor_makes_no_difference() {
    let (book, customers) = record();
    let code = code("script", "Acme", "promised");
    let plain = format!("- [x] ({code}) I promised: a call every Friday by Fri 16 Oct 2026\n");
    let others = [
        plain.replace("- [x]", "* [X]"),
        plain.replace("- [x]", "+ [ x ]"),
        plain.replace("- [x]", "- \\[x\\]"),
        plain.replace("- [x]", "\u{2611}"),
        plain.replace('\n', "\r\n"),
        plain.replace(' ', "\u{a0}"),
        plain.replace("every Friday", "every\n      Friday"),
        plain.replace("a call", "__a call"),
        format!("\u{feff}{plain}"),
    ];
    let one = planned(&[read(&plain)], &mut book.clone(), &customers);
    assert_eq!(one.events.len(), 1, "{:?}", one.problems);
    for text in others {
        let other = planned(&[read(&text)], &mut book.clone(), &customers);
        let both = [&one, &other].map(|plan| plan.events.iter().map(said).collect::<Vec<_>>());
        assert_eq!(both[0], both[1], "{text:?}");
    }
}

#[test]
fn what_a_customer_wrote_is_no_answer() {
    let code = code("plan-customer", "Acme", "signed-by-them");
    let words = crate::text::Markdown::of(&format!("({code}) For Acme: Nora Date: 7 Oct 2026"));
    let refused = Sheet::read("plan.md", format!("They wrote: \"{words}\"\n").as_bytes()).unwrap_err();
    assert_eq!(refused.code, "sheet-without-codes");
}

#[test]
fn a_plan_is_accepted_when_both_have_signed_and_from_the_later_day() {
    let (book, customers) = record();
    let signed = |line: &str, who: &str, day: &str| {
        format!("({}) For them: {who} Date: {day}\n\n", code("plan-customer", "Acme", line))
    };
    let ours = signed("signed-by-us", "Orla Finch", "7 Oct 2026");
    let theirs = signed("signed-by-them", "Nora Whitby", "8 Oct 2026");
    let earlier = signed("signed-by-them", "Nora Whitby", "6 Oct 2026");
    let both = [EventKind::PlanProposed, EventKind::Accepted];
    for (sheet, kinds, day) in [
        (ours.clone(), &both[..1], "2026-10-07"),
        (theirs.clone(), &[EventKind::Note][..], "2026-10-08"),
        (format!("{ours}{theirs}"), &both[..], "2026-10-08"),
        (format!("{earlier}{ours}"), &both[..], "2026-10-07"),
    ] {
        let mut book = book.clone();
        let plan = planned(&[read(&sheet)], &mut book, &customers);
        assert_eq!(
            plan.events.iter().map(|event| event.kind).collect::<Vec<_>>(),
            kinds,
            "{:?}",
            plan.problems
        );
        assert_eq!(plan.events.last().unwrap().at.to_string(), day);
        assert_eq!(plan.problems.count("sheet-signature-missing"), u64::from(kinds.len() == 1));
        // One after the other comes to the same.
        planned(&[read(&format!("{ours}{theirs}"))], &mut book, &customers);
        let case = book.case("Acme").unwrap();
        assert!(case.plan.is_some(), "{sheet}");
        assert_eq!(planned(&[read(&sheet)], &mut book, &customers).events, Vec::new());
    }
}

#[test]
fn who_did_a_step_is_told_from_what_was_done_whatever_stands_behind_it() {
    let (mut book, customers) = record();
    let code = code("checklist", "Acme", "cause");
    let sheet = read(&format!("- [x] ({code}) Wed 7 Oct 2026, Mimi: explained the cause: a part\n"));
    let plan = planned(&[sheet], &mut book, &customers);
    let said: Vec<_> = plan.events.iter().map(|event| (event.by.as_deref(), said(event))).collect();
    assert_eq!(said[0].0, Some("Mimi"), "{said:?}");
    assert!(said[0].1.contains("explained the cause: a part"), "{said:?}");
}

#[test]
fn with_whom_to_let_go_a_meeting_proposes_no_plan() {
    let code = code("checklist", "Acme", "meet");
    for (what, expected) in [
        ("sat down together; plan proposed", vec![EventKind::Met, EventKind::PlanProposed]),
        ("if they wanted to, sat down together and listened", vec![EventKind::Met]),
    ] {
        let (mut book, customers) = record();
        let sheet = read(&format!("- [x] ({code}) Wed 7 Oct 2026, Mimi: {what}\n"));
        let plan = planned(&[sheet], &mut book, &customers);
        let mut kinds: Vec<EventKind> = plan.events.iter().map(|event| event.kind).collect();
        kinds.sort_unstable_by_key(|kind| kind.name());
        assert_eq!(kinds, expected, "{what}: {:?}", plan.problems);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_stop_the_reading(
        before in prop::collection::vec(any::<u8>(), 0..40),
        line in 0..LINES.len(),
        text in "[-*\\[\\]x_ ()\\\\:>#.,/0-9a-zA-Zäé\u{2028}\r\n]{0,60}",
    ) {
        let (mut book, customers) = record();
        let (document, line) = LINES[line];
        let mut bytes = format!("- [x] ({}) {text}\n", code(document, "Acme", line)).into_bytes();
        let _ = Sheet::read("sheet.md", &before);
        if let Ok(sheet) = Sheet::read("sheet.md", &bytes) {
            let _ = planned(&[sheet], &mut book, &customers);
        }
        bytes.extend(before);
        let _ = Sheet::read("sheet.md", &bytes);
    }

    #[test]
    fn in_any_wording_what_is_printed_says_nothing_and_what_is_added_apart_is_named(
        words in prop::collection::vec("[-*#>|a-zäß0-9_ .:?\"']{0,40}", 1..8),
        at in any::<prop::sample::Index>(),
    ) {
        let (mut book, customers) = record();
        let coded = format!("- [ ] ({}) the firm's own words", code("script", "Acme", "called"));
        let mut paragraphs = words;
        paragraphs.insert(at.index(paragraphs.len()), coded);
        let printed = with_imprint(paragraphs.join("\n\n"));
        let plan = planned(&[read(&printed)], &mut book, &customers);
        prop_assert!(plan.events.is_empty() && plan.problems.is_empty(), "{}: {:?}", printed, plan.problems);
        paragraphs.insert(at.index(paragraphs.len()), "They were furious.".to_owned());
        let (_, imprint) = printed.split_once("<!--").unwrap();
        let filled = format!("{}\n\n<!--{imprint}", paragraphs.join("\n\n"));
        let plan = planned(&[read(&filled)], &mut book, &customers);
        prop_assert_eq!(plan.problems.count("sheet-words-apart"), 1, "{}", filled);
    }

    #[test]
    fn what_was_filled_in_is_recorded_once_whatever_the_order_of_sections(
        answers in prop::collection::vec(("[a-z]{0,8}( [a-z]{1,8}){0,3}", any::<bool>()), 3),
    ) {
        let (book, customers) = record();
        let sections: Vec<String> = CUSTOMERS
            .iter()
            .zip(&answers)
            .map(|(customer, (answer, is_ticked))| section(customer, answer, *is_ticked))
            .collect();
        let head = "# Sheet\n\nMon 5 Oct 2026\n\n";
        let forwards = format!("{head}{}", sections.join("\n"));
        let backwards = format!("{head}{}", sections.iter().rev().cloned().collect::<Vec<_>>().join("\n"));
        let mut first = book.clone();
        let plan = planned(&[read(&forwards)], &mut first, &customers);
        let filled = answers.iter().map(|(answer, is_ticked)| {
            usize::from(!answer.trim().is_empty()) + usize::from(*is_ticked)
        });
        prop_assert_eq!(plan.events.len(), filled.sum::<usize>());
        let said = |plan: &Plan| plan.events.iter().map(said).collect::<Vec<_>>();
        let other = planned(&[read(&backwards)], &mut book.clone(), &customers);
        prop_assert_eq!(said(&plan), said(&other));
        let again = planned(&[read(&backwards), read(&forwards)], &mut first, &customers);
        prop_assert_eq!(again.events.len(), 0);
        prop_assert!(!again.problems.has_errors());
    }
}
