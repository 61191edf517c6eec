//! Laws of the record, and stories told through it.

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Map, Value as Json};

use super::*;
use crate::config::Issue;
use crate::model::Money;

const OCCASION: Occasion<'_> =
    Occasion { today: NaiveDate::MAX, recorded: "2026-12-01", moment: "", issues: &[] as &[Issue] };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn terms() -> Terms {
    Terms {
        refund_percent_per_miss: Some(10.0),
        refund_cap_percent: Some(15.0),
        final_breach: true,
        yearly_value: Some(Money::new(12_000.into())),
        currency: "EUR".to_owned(),
        ..Terms::default()
    }
}

fn draft(customer: &str, kind: EventKind, words: &[&str]) -> Draft {
    Draft {
        customer: customer.to_owned(),
        kind,
        at: day("2026-10-05"),
        by: Some("Mimi".to_owned()),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        terms: Some(terms()),
        note: None,
        source: None,
        is_shareable: false,
        about: None,
    }
}

/// Records events of one customer, `event words on day`.
fn told(book: &mut Casebook, events: &[(EventKind, &str, &str)]) {
    for (kind, words, on) in events {
        let words: Vec<&str> = if words.is_empty() { vec![] } else { words.split(' ').collect() };
        let draft = Draft { at: day(on), ..draft("Acme", *kind, &words) };
        let event = book.propose(&draft, &OCCASION).unwrap_or_else(|refusal| panic!("{kind}: {refusal:?}"));
        book.push(event);
    }
}

fn refused(book: &Casebook, draft: &Draft) -> (&'static str, String) {
    let refusal = book.propose(draft, &OCCASION).unwrap_err();
    (refusal.code, format!("{}; {}", refusal.message, refusal.hint.unwrap_or_default()))
}

fn stored(text: &str, count: Option<&str>) -> Stored {
    Stored { name: "casebook.jsonl".to_owned(), bytes: Some(text.into()), count: count.map(str::to_owned) }
}

/// Everything that a record says, whatever order its lines are in.
fn meaning(book: &Casebook) -> String {
    let cases: Vec<_> = book.cases().collect();
    format!("{:#?}{cases:#?}", book.events().collect::<Vec<_>>())
}

use EventKind as E;

/// From the first call to the advocate, with a promise that is kept and carpets that are rolled out.
fn story() -> Casebook {
    let mut book = Casebook::default();
    told(
        &mut book,
        &[
            (E::Flagged, "", "2026-10-01"),
            (E::Called, "not-reached", "2026-10-02"),
            (E::Called, "reached", "2026-10-03"),
            (E::Cause, "slow-service", "2026-10-03"),
            (E::Promise, "2026-10-09", "2026-10-03"),
            (E::PlanProposed, "", "2026-10-05"),
            (E::Kept, "yes", "2026-10-08"),
            (E::Accepted, "", "2026-10-09"),
            (E::Gesture, "free audit", "2026-10-20"),
            (E::Positive, "", "2026-10-21"),
            (E::Recovered, "", "2026-11-09"),
            (E::Referral, "Globex", "2026-11-20"),
        ],
    );
    book
}

#[test]
fn a_case_moves_as_the_table_says_and_keeps_what_happened() {
    let book = story();
    let case = book.case(" ACME ").unwrap();
    let as_of = day("2026-12-01");
    assert_eq!(case.status(), Status::Advocate);
    let days = [Status::Open, Status::PlanProposed, Status::FinalChance, Status::Recovered, Status::Advocate]
        .map(|status| case.days_in(status, as_of));
    assert_eq!(days, [4, 4, 31, 11, 11]);
    let reached: Vec<_> = case.calls.iter().map(|call| call.is_reached).collect();
    assert_eq!(reached, [Some(false), Some(true)]);
    assert_eq!(case.promises[0].kept, Some((true, day("2026-10-08"))));
    assert!(case.open_promises().is_empty());
    assert_eq!(case.carpets(10), Carpets { used: 1, left: 9 });
    assert_eq!(case.carpets(0), Carpets { used: 0, left: 0 });
    assert_eq!(case.referrals[0].about.as_deref(), Some(case.saves[0].0.as_str()));
    assert_eq!((case.positives.len(), case.negatives.len()), (1, 0));
}

#[test]
fn the_final_breach_releases_the_customer_and_the_refund_is_by_the_terms_of_the_plan() {
    let mut book = Casebook::default();
    let beginning = [
        (E::Flagged, "", "2026-10-01"),
        (E::PlanProposed, "", "2026-10-02"),
        (E::Accepted, "", "2026-10-03"),
    ];
    told(&mut book, &beginning);
    told(&mut book, &[(E::Breach, "", "2026-10-10")]);
    let case = book.case("acme").unwrap();
    let plan = case.plan.as_ref().unwrap();
    assert_eq!((case.status(), plan.released), (Status::Released, Some(day("2026-10-10"))));
    assert_eq!(plan.refund().unwrap().amount.unwrap().with_cents(), "100.00");

    // Another plan without the final clause: breaches add up, as far as the cap of each month.
    let mut book = Casebook::default();
    told(&mut book, &[(E::Flagged, "", "2026-10-01")]);
    let lenient = Terms { final_breach: false, ..terms() };
    let proposed = Draft { terms: Some(lenient), ..draft("Acme", E::PlanProposed, &[]) };
    book.push(book.propose(&proposed, &OCCASION).unwrap());
    told(&mut book, &[(E::Accepted, "", "2026-10-06")]);
    told(
        &mut book,
        &[(E::Breach, "", "2026-10-10"), (E::Breach, "", "2026-10-11"), (E::Breach, "", "2026-11-01")],
    );
    let case = book.case("Acme").unwrap();
    assert_eq!(case.status(), Status::FinalChance);
    assert_eq!(case.plan.as_ref().unwrap().refund().unwrap().amount.unwrap().with_cents(), "250.00");
}

#[test]
fn what_cannot_come_is_refused_with_the_way_out() {
    let mut book = Casebook::default();
    let (code, words) = refused(&book, &draft("acme", E::Called, &[]));
    assert_eq!(
        (code, words.as_str()),
        ("no-open-case", "acme has no open case; open one first: retain record acme flagged")
    );
    told(&mut book, &[(E::Flagged, "", "2026-10-05")]);
    for (draft, expected) in [
        (draft("acme", E::Flagged, &[]), "case-is-open"),
        (draft("acme", E::Accepted, &[]), "event-cannot-come"),
        (draft("acme", E::Kept, &["yes"]), "promise-unknown"),
        (draft("acme", E::Promise, &["soon"]), "event-value"),
        (Draft { by: Some(" ".to_owned()), ..draft("acme", E::Rude, &[]) }, "event-without-name"),
        (Draft { is_shareable: true, ..draft("acme", E::Note, &["a"]) }, "event-not-shareable"),
        (Draft { about: Some("zz".to_owned()), ..draft("acme", E::Kept, &["yes"]) }, "event-unknown"),
        (draft(" ", E::Flagged, &[]), "event-without-customer"),
    ] {
        assert_eq!(refused(&book, &draft).0, expected, "{}", draft.kind);
    }
    assert!(
        refused(&book, &draft("acme", E::Accepted, &[]))
            .1
            .ends_with("first: retain record Acme plan-proposed")
    );
    let early = Occasion { today: day("2026-10-04"), ..OCCASION };
    let refusal = book.propose(&draft("acme", E::Met, &[]), &early).unwrap_err();
    assert_eq!((refusal.code, refusal.message.as_str()), ("event-day", "2026-10-05 is still to come"));
}

#[test]
fn of_several_promises_the_one_that_was_kept_has_to_be_named() {
    let mut book = Casebook::default();
    told(
        &mut book,
        &[
            (E::Flagged, "", "2026-10-01"),
            (E::Promise, "2026-10-09", "2026-10-02"),
            (E::Promise, "2026-10-07", "2026-10-03"),
        ],
    );
    let (code, words) = refused(&book, &draft("acme", E::Kept, &["no"]));
    assert_eq!(code, "promise-unclear");
    assert!(words.contains("(due 2026-10-07), --about"), "in the order in which they are due: {words}");
    let first = book.events().nth(1).unwrap().id.clone();
    let kept = Draft { about: Some(first[..6].to_owned()), ..draft("acme", E::Kept, &["no"]) };
    book.push(book.propose(&kept, &OCCASION).unwrap());
    let case = book.case("acme").unwrap();
    assert_eq!(case.promises[0].kept.map(|kept| kept.0), Some(false));
    assert!(case.has_overdue(day("2026-10-08")) && !case.has_overdue(day("2026-10-07")));
    let flagged = book.events().next().unwrap().id.clone();
    let wrong = Draft { about: Some(flagged), ..draft("acme", E::Kept, &["no"]) };
    assert_eq!(refused(&book, &wrong).0, "event-about");
}

#[test]
fn an_event_is_taken_back_unless_later_ones_rest_on_it_and_so_is_the_undo() {
    let mut book = story();
    let id =
        |book: &Casebook, kind: EventKind| book.events().find(|event| event.kind == kind).unwrap().id.clone();
    let undo = |id: &str| Draft { about: Some(id.to_owned()), ..draft("Acme", E::Undo, &[]) };
    for kind in [E::Flagged, E::Promise, E::PlanProposed, E::Recovered] {
        let (code, words) = refused(&book, &undo(&id(&book, kind)));
        assert_eq!(code, "event-is-built-on", "{kind}");
        assert!(words.contains("retain record --undo "), "{words}");
    }
    let before = meaning(&book);
    let referral = id(&book, E::Referral);
    book.push(book.propose(&undo(&referral), &OCCASION).unwrap());
    let case = book.case("acme").unwrap();
    assert_eq!((case.status(), case.referrals.len()), (Status::Recovered, 0));
    assert_eq!(refused(&book, &undo(&referral)).0, "event-about", "once is enough");
    let taken_back = id(&book, E::Undo);
    book.push(book.propose(&undo(&taken_back), &OCCASION).unwrap());
    assert_eq!(book.case("acme").unwrap().status(), Status::Advocate);
    assert_ne!(meaning(&book), before, "nothing is ever removed");
}

#[test]
fn a_case_that_is_flagged_after_it_was_closed_is_a_new_one() {
    let mut book = Casebook::default();
    told(
        &mut book,
        &[
            (E::Flagged, "", "2026-01-01"),
            (E::Gesture, "cake", "2026-01-02"),
            (E::Closed, "no", "2026-01-10"),
            (E::Flagged, "", "2026-10-01"),
        ],
    );
    let cases: Vec<_> =
        book.cases().map(|case| (case.status(), case.gestures.len(), case.is_resolved)).collect();
    assert_eq!(cases, [(Status::Closed, 1, Some(false)), (Status::Open, 0, None)]);
    assert_eq!(book.case("Acme").unwrap().opened(), day("2026-10-01"));
    assert_eq!(book.up_to(day("2026-05-01")).case("Acme").unwrap().status(), Status::Closed);
    assert!(book.up_to(day("2025-12-31")).case("Acme").is_none());
}

#[test]
fn whoever_was_lost_and_came_back_is_back_while_somebody_acts() {
    let steps = [
        (EventKind::Flagged, "", "2026-10-05"),
        (EventKind::Recovered, "", "2026-10-06"),
        (EventKind::Reopened, "", "2026-10-07"),
        (EventKind::Lost, "left", "2026-10-08"),
        (EventKind::Returned, "", "2026-10-09"),
        (EventKind::PlanProposed, "", "2026-10-10"),
        (EventKind::Accepted, "", "2026-10-11"),
        (EventKind::Recovered, "", "2026-10-12"),
        (EventKind::Reopened, "", "2026-10-13"),
    ];
    let mut book = Casebook::default();
    let mut is_back = Vec::new();
    for step in steps {
        told(&mut book, &[step]);
        let case = book.case("Acme").unwrap();
        is_back.push((case.is_back(), case.counts_from() > day("2026-10-05")));
    }
    let no = (false, false);
    let (settled, back) = ((false, true), (true, true));
    assert_eq!(is_back, [no, no, settled, settled, back, back, back, settled, settled]);
}

#[test]
fn what_was_recorded_late_never_makes_days_negative() {
    let mut book = Casebook::default();
    told(
        &mut book,
        &[(E::Flagged, "", "2026-10-05"), (E::Recovered, "", "2026-10-01"), (E::Reopened, "", "2026-10-03")],
    );
    let case = book.case("Acme").unwrap();
    assert_eq!(case.since(), day("2026-10-05"));
    assert_eq!(case.days_in(Status::Open, day("2026-10-01")), 0);
    assert_eq!(case.days_in(Status::Open, day("2026-10-07")), 2);
}

/// Two people go on from the same record in two copies; git puts the lines of both into one.
#[test]
fn two_copies_merge_into_one_record() {
    let base = {
        let mut book = Casebook::default();
        told(&mut book, &[(E::Flagged, "", "2026-10-01")]);
        book.added_text()
    };
    let copy = |moment: &str, kind: EventKind, words: &[&str]| {
        let (mut book, _) = Casebook::read(&stored(&base, None));
        for _ in 0..2 {
            let occasion = Occasion { moment, ..OCCASION };
            book.push(book.propose(&draft("acme", kind, words), &occasion).unwrap());
        }
        (book.added_text(), book.count_text())
    };
    let ((one, first), (other, second)) = (copy("1", E::Called, &[]), copy("2", E::Called, &[]));
    let merged = format!("{base}{one}{other}{one}");
    let (book, problems) = Casebook::read(&stored(&merged, Some(&format!("{first}{second}"))));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((book.len(), book.case("acme").unwrap().calls.len()), (5, 4));

    // Where git could not, the events around its marks are read, and nothing is added before that is put right.
    let marked = format!("{base}<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> theirs\n");
    let (book, problems) = Casebook::read(&stored(&marked, Some(&first)));
    assert_eq!((book.len(), problems.count("record-conflict")), (5, 3));
    assert!(book.obstacle().is_some());
    let (repaired, problems) = Casebook::read(&stored(&book.repaired_text(), Some(&book.count_text())));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(meaning(&repaired), meaning(&book));
}

#[test]
fn after_a_merge_what_could_not_come_counts_for_nothing_and_is_said() {
    let mut book = Casebook::default();
    told(&mut book, &[(E::Flagged, "", "2026-10-01"), (E::PlanProposed, "", "2026-10-02")]);
    let text = book.added_text();
    let copy = |kind: EventKind| {
        let (mut book, _) = Casebook::read(&stored(&text, None));
        book.push(book.propose(&draft("Acme", kind, &[]), &OCCASION).unwrap());
        book.added_text()
    };
    let merged = format!("{text}{}{}", copy(E::Accepted), copy(E::Declined));
    let (book, problems) = Casebook::read(&stored(&merged, None));
    assert_eq!((book.len(), problems.count("event-out-of-turn")), (4, 1));
    let out: Vec<_> = book.events().filter(|event| book.is_out_of_turn(event)).collect();
    assert_eq!(out.len(), 1);
    let undo = Draft { about: Some(out[0].id.clone()), ..draft("Acme", E::Undo, &[]) };
    let mut book = book.clone();
    book.push(book.propose(&undo, &OCCASION).unwrap());
    assert!(book.events().all(|event| !book.is_out_of_turn(event)));
}

#[test]
fn a_newer_version_is_never_misread() {
    let line = story().added_text().lines().next().unwrap().to_owned();
    let body = line.rsplit_once(",\"sum\"").unwrap().0;
    let resummed = |body: String| {
        let sum: String = crate::text::fingerprint(body.as_bytes()).chars().take(16).collect();
        format!("{body},\"sum\":\"{sum}\"}}\n")
    };
    for newer in [body.replace("{\"v\":1", "{\"v\":2"), body.replace("\"flagged\"", "\"audited\"")] {
        let (book, problems) = Casebook::read(&stored(&resummed(newer), None));
        assert!(problems.has_errors() && book.is_newer() && book.obstacle().is_none());
        assert_eq!(problems.count("record-newer"), 1);
    }
    // Of the same version, with more in it: it is read, and the more is kept as it is.
    let more = resummed(format!("{body},\"mood\":\"calm\""));
    let (book, problems) = Casebook::read(&stored(&more, None));
    assert!(problems.is_empty() && book.repaired_text() == more);
    assert_eq!(print(book.events().next().unwrap()), more.trim_end());
    let wrong = resummed(body.replace("\"at\":\"2026-10-01\"", "\"at\":\"yesterday\""));
    let (_, problems) = Casebook::read(&stored(&wrong, None));
    assert_eq!(problems.count("record-not-understood"), 1);
}

#[test]
fn a_cut_record_is_an_error_at_every_byte_and_a_cut_before_the_word_was_given_is_none() {
    let text = story().added_text();
    let count = story().count_text();
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for cut in 0..text.len() {
        let whole = lines.iter().filter(|end| **end < cut).count() + usize::from(lines.contains(&cut));
        // All twelve were acknowledged; the last line end alone loses nothing.
        let (book, problems) = Casebook::read(&stored(&text[..cut], Some(&count)));
        assert_eq!(problems.has_errors(), whole < 12, "{cut}");
        assert_eq!(book.len(), whole, "{cut}");
        // None was: whoever stopped the run was not told anything.
        let (book, problems) = Casebook::read(&stored(&text[..cut], None));
        assert!(!problems.has_errors() && book.obstacle().is_none(), "{cut}");
        assert_eq!(
            (book.len(), book.torn_at().is_some()),
            (whole, problems.count("record-torn") == 1),
            "{cut}"
        );
    }
}

#[test]
fn a_flipped_bit_is_seen_wherever_it_is_and_costs_one_line_at_most() {
    let (text, count) = (story().added_text(), story().count_text());
    for at in 0..text.len() {
        // Every bit of every byte takes a minute, and has been tried; one of each byte takes a few seconds.
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1 << (at % 8);
        let flipped = Stored { bytes: Some(bytes), ..stored("", Some(&count)) };
        let (book, problems) = Casebook::read(&flipped);
        let is_line_end = text.as_bytes()[at] == b'\n';
        assert!(!problems.is_empty() || book.len() == 12 && is_line_end, "byte {at}");
        assert!(book.len() >= if is_line_end { 10 } else { 11 }, "byte {at}");
    }
}

#[test]
fn an_emptied_missing_or_exchanged_record_is_no_new_start() {
    let (text, count) = (story().added_text(), story().count_text());
    let missing = Stored { bytes: None, ..stored("", Some(&count)) };
    let mut other = Casebook::default();
    (0..20).for_each(|number| {
        let draft = draft(&format!("Firm {number}"), E::Flagged, &[]);
        other.push(other.propose(&draft, &OCCASION).unwrap());
    });
    for stored in [
        stored("", Some(&count)),
        missing,
        stored(&other.added_text(), Some(&count)),
        stored(&text, Some("?")),
    ] {
        let (book, problems) = Casebook::read(&stored);
        assert_eq!(problems.count("record-shortened"), 1, "{stored:?}");
        assert!(problems.has_errors() && book.needs_repair());
        let (_, problems) = Casebook::read(&Stored {
            bytes: Some(book.repaired_text().into_bytes()),
            count: Some(book.count_text()),
            name: String::new(),
        });
        assert!(problems.is_empty(), "a repair puts it right: {problems:?}");
    }
    assert!(Casebook::read(&Stored::default()).1.is_empty(), "nothing at all is a new start");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let (book, problems) = Casebook::read(&stored(&windows, Some(&count)));
    assert!(problems.is_empty() && book.len() == 12, "an editor's mark and line ends do no harm");
}

fn any_text() -> impl Strategy<Value = String> {
    "\\PC{1,12}|.{1,12}|[\\x00-\\x1f\"\\\\\u{202e}\u{7f}]{1,8}"
        .prop_filter("words", |text| !text.trim().is_empty())
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (2000..2100, 1..13_u32, 1..29_u32).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

fn any_amount() -> impl Strategy<Value = Option<Money>> {
    prop::option::of((0..1_000_000_i64).prop_map(|cents| Money::new(rust_decimal::Decimal::new(cents, 2))))
}

fn any_terms() -> impl Strategy<Value = Value> {
    let number = || prop::option::of((0..10_000_u32).prop_map(|hundredths| f64::from(hundredths) / 100.0));
    (number(), number(), number(), any::<bool>(), any_amount(), any_text()).prop_map(
        |(
            response_hours,
            resolution_hours,
            refund_percent_per_miss,
            final_breach,
            yearly_value,
            currency,
        )| {
            let refund_cap_percent = refund_percent_per_miss.map(|percent| percent * 2.0);
            Value::Terms(Terms {
                response_hours,
                resolution_hours,
                refund_percent_per_miss,
                refund_cap_percent,
                final_breach,
                yearly_value,
                currency,
                goodwill: Some(vec!["free training".to_owned()]),
            })
        },
    )
}

fn any_value(says: Says) -> BoxedStrategy<Option<Value>> {
    let (kind, is_needed) = match says {
        Says::Nothing => return Just(None).boxed(),
        Says::Maybe(kind) => (kind, false),
        Says::Always(kind) => (kind, true),
    };
    let value: BoxedStrategy<Value> = match kind {
        ValueKind::Text | ValueKind::Issue => any_text().prop_map(Value::Text).boxed(),
        ValueKind::Day => any_day().prop_map(Value::Day).boxed(),
        ValueKind::YesNo => any::<bool>().prop_map(Value::YesNo).boxed(),
        ValueKind::Word(words) => {
            prop::sample::select(words).prop_map(|word| Value::Text(word.to_owned())).boxed()
        }
        ValueKind::Terms => any_terms().boxed(),
        ValueKind::Loss => {
            (any::<bool>(), any_amount(), prop::option::of(any_text()), prop::option::of(any_text()))
                .prop_map(|(is_partial, revenue, stated_reason, root_cause)| {
                    Value::Loss(Loss {
                        is_partial,
                        revenue,
                        stated_reason,
                        proximate_cause: None,
                        root_cause,
                    })
                })
                .boxed()
        }
    };
    if is_needed { value.prop_map(Some).boxed() } else { prop::option::of(value).boxed() }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop::sample::select(&RULES[..]).prop_flat_map(|rule| {
        let optional = || prop::option::of(any_text());
        let more = prop::collection::btree_map("[a-z]{9,12}", any_text().prop_map(Json::from), 0..3);
        (
            (any::<u32>(), "[0-9a-f]{10}", any_day(), any_text(), any_text()),
            (optional(), any_value(rule.says), optional(), optional(), any::<bool>(), optional()),
            more,
        )
            .prop_map(
                move |(
                    (number, id, at, recorded, customer),
                    (by, value, note, source, told, about),
                    more,
                )| Event {
                    number: u64::from(number),
                    id,
                    at,
                    recorded,
                    customer,
                    kind: rule.kind,
                    by,
                    value,
                    note,
                    source,
                    is_shareable: told,
                    about,
                    more: Map::from_iter(more.into_iter().filter(|(name, _)| name != "shareable")),
                },
            )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_event_that_is_printed_is_read_as_it_was(event in any_event()) {
        let line = print(&event);
        prop_assert!(!line.contains(['\n', '\r', '\u{1b}', '\u{202e}', '\u{7f}']), "one line that acts on nothing");
        prop_assert_eq!(parse(&line), Ok(event));
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), count in ".{0,20}") {
        let (book, _) = Casebook::read(&Stored { name: String::new(), bytes: Some(bytes), count: Some(count) });
        prop_assert!(book.is_empty());
    }

    #[test]
    fn the_order_of_lines_does_not_matter(
        events in prop::collection::vec(any_event(), 0..30),
        customers in prop::collection::vec(prop::sample::select(vec!["Acme", "acme", "Globex"]), 30),
        numbers in prop::collection::vec(1..12_u64, 30),
        shuffle in any::<u64>(),
    ) {
        let lines = events.into_iter().zip(customers).zip(numbers).map(|((event, customer), number)| {
            print(&Event { customer: customer.to_owned(), number, ..event }) + "\n"
        });
        let mut lines: Vec<String> = lines.collect();
        let (one, _) = Casebook::read(&stored(&lines.concat(), None));
        let length = lines.len().max(1);
        (0..lines.len()).for_each(|at| lines.swap(at, (shuffle as usize).wrapping_mul(at + 7) % length));
        let (other, _) = Casebook::read(&stored(&lines.concat(), None));
        prop_assert_eq!(meaning(&one), meaning(&other));
    }
}
