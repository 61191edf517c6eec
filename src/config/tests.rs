use proptest::prelude::*;

use super::fault::FaultKind;
use super::keys::below;
use super::*;

/// What is found in a text, one line a mistake: place, code, message and remedy.
fn found(text: &str) -> Vec<String> {
    let (_, problems) = parse("retain.toml", text);
    let shown = problems.shown().iter().map(|problem| {
        let Some(Place::Text { file, source, span }) = &problem.place else {
            panic!("no place: {problem:?}")
        };
        assert_eq!((file.as_str(), source.as_ref()), ("retain.toml", text));
        let at = source.get(span.clone()).expect("a span of whole letters");
        let hint = problem.hint.as_deref().expect("a remedy");
        format!("{}:{} {at:?}: {} | {hint}", line_of(text, span.start), problem.code, problem.message)
    });
    shown.collect()
}

/// The settings of a text in which nothing is wrong.
#[track_caller]
fn read(text: &str) -> Config {
    assert_eq!(found(text), Vec::<String>::new());
    parse("retain.toml", text).0
}

/// The file that `init` writes with every setting switched on.
fn init_text_switched_on() -> String {
    let lines = INIT_TEXT.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') || setting.starts_with("    \"") => setting,
        _ => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_mistake_is_said_with_its_place_and_a_remedy() {
    let mut wrong = Vec::new();
    for case in include_str!("golden/mistakes.txt").split("----\n") {
        let (expected, text): (Vec<_>, Vec<_>) = case.lines().partition(|line| line.starts_with("=> "));
        let text: String = text.iter().map(|line| format!("{line}\n")).collect();
        let seen: String = found(&text).iter().map(|line| format!("=> {line}\n")).collect();
        if seen.lines().collect::<Vec<_>>() != expected {
            wrong.push(format!("{text}{seen}"));
        }
    }
    assert!(wrong.is_empty(), "found otherwise:\n{}", wrong.join("----\n"));
}

#[test]
fn nothing_is_the_built_in_settings() {
    for text in ["", "\n", "# a remark", "[company]\n[signal.silence]\n"] {
        assert_eq!(parse("retain.toml", text), (Config::default(), Problems::default()), "{text:?}");
    }
}

#[test]
fn the_file_that_init_writes_changes_nothing() {
    assert_eq!(parse("retain.toml", INIT_TEXT), (Config::default(), Problems::default()));
}

#[test]
fn the_file_that_init_writes_shows_the_values_that_hold_anyway() {
    let config = read(&init_text_switched_on());
    let settings = config.settings();
    for built_in in Config::default().settings() {
        let shown = settings.iter().find(|setting| setting.key == built_in.key);
        let shown = shown.unwrap_or_else(|| panic!("{} is not shown", built_in.key));
        assert_eq!(shown.value, built_in.value, "{}", built_in.key);
        assert_ne!(shown.origin, Origin::BuiltIn, "{}", built_in.key);
    }
    // What has no default is shown with an example.
    assert_eq!(config.signals.late_order.base_cycle_days, Some(30.0));
    let mut signals = config.signals.clone();
    signals.late_order.base_cycle_days = None;
    assert_eq!(signals, Signals::default());
    let ours: Vec<_> = settings
        .iter()
        .map(|setting| setting.key.as_str())
        .filter(|key| {
            !["source[", "goodwill[", "authority[", "issue["].iter().any(|list| key.starts_with(list))
        })
        .collect();
    let without_default = [
        "company.name",
        "company.director",
        "targets.accuracy",
        "targets.ease-of-use",
        "value.call-cost",
        "signal.late-order.base-cycle-days",
        "service-levels.response-hours",
        "service-levels.resolution-hours",
        "service-levels.refund-percent-per-miss",
        "service-levels.refund-cap-percent",
        "service-levels.final-breach",
        "service-levels.signed-off",
        "goodwill-budget.per-customer",
        "goodwill-budget.per-month",
        "meeting.objective",
        "program.executive-above",
        "program.executive",
    ];
    assert_eq!(ours.len(), Config::default().settings().len() + without_default.len());
    assert!(without_default.iter().all(|key| ours.contains(key)));
}

/// The tables that the file has once each, and those that it may have several of.
const TABLES: [&str; 29] = [
    "company",
    "waves",
    "value",
    "signal.low-score",
    "signal.critical-score",
    "signal.low-dimension",
    "signal.score-drop",
    "signal.negative-sentiment",
    "signal.cancel-threat",
    "signal.silence",
    "signal.open-incident",
    "signal.repeat-incidents",
    "signal.missed-promise",
    "signal.complaint",
    "signal.late-order",
    "signal.order-drop",
    "signal.spend-drop",
    "signal.no-engagement",
    "signal.recent-incident",
    "signal.young",
    "signal.renewal-soon",
    "signal.late-payer",
    "service-levels",
    "goodwill-budget",
    "meeting",
    "program",
    "[goodwill]",
    "[authority]",
    "[issue]",
];

#[test]
fn the_file_that_init_writes_shows_every_key() {
    let text: String = TABLES.iter().map(|table| format!("[{table}]\nzzz = 1\n")).collect();
    let text = format!(
        "zzz = 1\n{text}[signal.zzz]\n[[source]]\nzzz = 1\n[source.read]\nzzz = 1\n[[source.score]]\nzzz = 1\n"
    );
    let (root, _) = DeTable::parse_recoverable(&text);
    let (_, faults, _) = document::read::<Raw>(root.get_ref());
    assert_eq!(faults.len(), TABLES.len() + 5);
    let switched_on = init_text_switched_on();
    let (root, _) = DeTable::parse_recoverable(&switched_on);
    let keys = Keys::of(root.get_ref(), &document::SetAside::new());
    for fault in &faults {
        let FaultKind::UnknownKey { known } = fault.kind else { panic!("{fault}") };
        let (_, table) = fault.path.split_last().unwrap();
        let table = table.iter().fold(String::new(), |path, step| below(&path, step));
        for key in known {
            let path = if table.is_empty() { (*key).to_owned() } else { format!("{table}.{key}") };
            // A key may stand in any of the sources, and in any of their scores.
            let places = (1..=3).flat_map(|source| (1..=2).map(move |score| (source, score)));
            let mut paths = places.map(|(source, score)| {
                path.replace("source[1]", &format!("source[{source}]"))
                    .replace("score[1]", &format!("score[{score}]"))
            });
            let is_there = paths.any(|path| keys.get(&path).is_some());
            assert!(
                is_there || keys.nearest(&path) == keys.get(&path),
                "{path} is not in the file that init writes"
            );
        }
    }
    for kind in SourceKind::ALL {
        let named = |role: &&str| {
            INIT_TEXT
                .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
                .any(|word| word == *role)
        };
        assert!(kind.roles().iter().all(named), "{}", kind.id());
    }
}

#[test]
fn the_file_that_init_writes_fits_on_a_page() {
    let widest = INIT_TEXT.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(120), "{widest:?}");
    assert!(INIT_TEXT.lines().all(|line| line == line.trim_end()));
}

#[test]
fn what_is_written_is_what_is_read() {
    let config = read(include_str!("golden/firm.toml"));
    assert_eq!(config.company.name.as_deref(), Some("Example IT"));
    assert_eq!(config.company.working_days, [crate::model::Weekday::Mon, crate::model::Weekday::Sat]);
    let days: Vec<_> = config.company.holidays.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-12-25", "2027-01-01"]);
    assert_eq!(config.value.call_cost, Some("45.5".parse().unwrap()));
    assert_eq!(
        config.targets.dimensions,
        BTreeMap::from([("accuracy".to_owned(), 8.0), ("speed".to_owned(), 4.5)])
    );
    let default = config.targets.default.as_ref().unwrap();
    assert!(
        (default.on("0-10".parse().unwrap()) - 8.0).abs() < 1e-9
            && (default.on("1-11".parse().unwrap()) - 8.0).abs() < 1e-9
    );
    let [survey, accounts] = config.sources.as_slice() else { panic!("{:?}", config.sources) };
    assert_eq!((survey.kind, accounts.kind), (SourceKind::Survey, SourceKind::Accounts));
    assert_eq!(survey.files, ["surveys/q?-*.csv", "old.csv"]);
    let read = ReadSettings {
        encoding: Some("cp1252".to_owned()),
        delimiter: Some(Delimiter::Tab),
        skip_rows: Some(2),
        sheet: SheetChoice::Name("Answers".to_owned()),
        date_order: Some(DateOrder::Mdy),
        ..ReadSettings::default()
    };
    assert_eq!(survey.read, read);
    assert_eq!(survey.columns.headers["customer"], ["Company", "Email"]);
    assert_eq!(survey.columns.headers["date"], ["Submitted"]);
    let score = ScoreColumn {
        dimension: "speed".into(),
        column: ColumnChoice::One("#12".into()),
        reading: ScoreReading { missing: vec!["0".into()], ..ScoreReading::on("5-1".parse().unwrap()) },
    };
    assert_eq!(survey.scores, [score]);
    assert_eq!(accounts.files, ["accounts.csv"]);
}

#[test]
fn the_program_is_read_as_it_is_written() {
    let config = read(include_str!("golden/firm.toml"));
    let levels = &config.service_levels;
    assert_eq!((levels.response_hours, levels.resolution_hours), (Some(0.5), Some(4.0)));
    assert_eq!((levels.refund_percent_per_miss, levels.refund_cap_percent), (Some(12.5), Some(50.0)));
    assert_eq!(levels.final_breach, Some(false));
    let signed = SignOff { name: "Example, Jo".to_owned(), day: "2026-09-30".parse().unwrap() };
    assert_eq!(levels.signed_off, Some(signed));
    let menu = [
        Goodwill {
            name: "Free training".to_owned(),
            cost: "90.5".parse().unwrap(),
            limit: Some(3),
            issues: Vec::new(),
        },
        Goodwill {
            name: "Consulting".to_owned(),
            cost: "180".parse().unwrap(),
            limit: None,
            issues: vec!["wrong-work".to_owned()],
        },
    ];
    assert_eq!(config.goodwill, menu);
    let budget = GoodwillBudget {
        per_customer: Some("300".parse().unwrap()),
        per_month: Some("900".parse().unwrap()),
    };
    assert_eq!(config.goodwill_budget, budget);
    let authority = Authority {
        who: "account managers".to_owned(),
        may: "waive a fee".to_owned(),
        up_to: Some("200".parse().unwrap()),
    };
    assert_eq!(config.authorities, [authority]);
    assert_eq!((config.meeting.minutes, config.meeting.minutes_per_customer), (45, 9));
    assert_eq!(config.meeting.attendees, ["Jo", "Kim"]);
    assert_eq!((config.program.first_call_working_days, config.program.stop_after_days), (1, 60));
    assert_eq!(config.program.executive_above, Some("20000".parse().unwrap()));
    let ids: Vec<_> =
        config.issues.iter().map(|issue| (issue.id.as_str(), issue.training.as_deref())).collect();
    assert_eq!(ids, [("slow-service", Some("Triage")), ("wrong-work", None)]);
    assert_eq!(config.signals.open_incident.more_than_days, 14);
}

#[test]
fn every_setting_says_where_it_comes_from() {
    let config = read(include_str!("golden/firm.toml"));
    let width = config.settings().iter().map(|setting| setting.key.len()).max().unwrap_or(0);
    let shown: String = config
        .settings()
        .iter()
        .filter(|setting| !setting.key.ends_with("words") && !setting.key.ends_with("answers"))
        .map(|setting| match setting.origin {
            Origin::BuiltIn => format!("{:width$} = {}\n", setting.key, setting.value),
            Origin::File { line } => format!("{:width$} = {}  # line {line}\n", setting.key, setting.value),
        })
        .collect();
    assert_eq!(shown, include_str!("golden/settings.txt"));
}

#[test]
fn settings_are_listed_in_the_order_of_the_file_that_init_writes() {
    let order: Vec<_> = Config::default().settings().into_iter().map(|setting| setting.key).collect();
    let switched_on = init_text_switched_on();
    let (root, _) = DeTable::parse_recoverable(&switched_on);
    let keys = Keys::of(root.get_ref(), &document::SetAside::new());
    let shown: Vec<_> = keys
        .settings()
        .into_iter()
        .map(|(path, _)| path.to_owned())
        .filter(|path| order.contains(path))
        .collect();
    assert_eq!(shown, order);
}

#[test]
fn a_file_written_by_notepad_is_read() {
    let config = read("\u{feff}[value]\r\nmargin = 1\r\n");
    let margin = config.settings().into_iter().find(|setting| setting.key == "value.margin").unwrap();
    assert_eq!((margin.value.as_str(), margin.origin), ("1", Origin::File { line: 2 }));
}

#[test]
fn letters_that_cannot_be_seen_are_shown_escaped() {
    assert_eq!(found("[source.read]\n").len(), 1);
    let path = found("[[source]]\nfiles = \"new\\files.csv\"\n");
    assert!(path[0].contains("a control character"), "{path:?}");
    let word = found("[waves]\nby = \"\\u001b[31m\"\n");
    assert!(word[0].contains("cannot be \"\\u{1b}[31m\""), "{word:?}");
}

#[test]
fn a_file_that_is_none_of_ours_ends_soon() {
    let text: String = (0..5000).map(|number| format!("key{number} = {number}\n")).collect();
    let (config, problems) = parse("retain.toml", &text);
    assert!(problems.has_errors() && problems.count("unknown-key") >= 50);
    assert_eq!(config.company, Company::default());
}

#[test]
fn one_mistake_hides_no_other() {
    let mistakes = [
        "[company]\nnam = 'x'\n",
        "[waves]\nopen-days = -1\n",
        "[value]\nmargin = 4\n",
        "[signal.silence]\nat-least = 0\n",
    ];
    let all: usize = mistakes.iter().map(|text| found(text).len()).sum();
    assert_eq!((all, found(&mistakes.concat()).len()), (4, 4));
}

/// Pieces of which texts are made that look like the real thing.
const PIECES: [&str; 24] = [
    "[",
    "]",
    "[[source]]\n",
    "[[source.score]]\n",
    "[signal.low-score]\n",
    "[targets]\n",
    "below",
    " = ",
    "7",
    "\"",
    "'",
    "{",
    "}",
    ",",
    ".",
    "\n",
    "#",
    "nan",
    "\"0-10\"",
    "files",
    "customer",
    "é",
    "2026-12-25",
    "scale = \"1-5\"\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn no_text_makes_reading_fall_over(text in "(?s).{0,200}") {
        found(&text);
    }

    #[test]
    fn no_text_of_settings_makes_reading_fall_over(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        found(&pieces.concat());
    }

    #[test]
    fn no_slip_of_the_keyboard_makes_reading_fall_over(at in 0.0..1.0_f64, length in 0_usize..9, typed in "(?s).{0,3}") {
        let mut letters: Vec<char> = init_text_switched_on().chars().collect();
        let start = (at * letters.len() as f64) as usize;
        let end = (start + length).min(letters.len());
        letters.splice(start..end, typed.chars());
        found(&letters.into_iter().collect::<String>());
    }
}
