//! Turns nothing into a list and a page that hold what renderers find difficult, for their tests.

use chrono::NaiveDate;

use crate::assessment::{
    Against, Assessment, AtRiskList, Chase, ChaseInputs, Counts, Coverage, DimensionScore, Explanation,
    Noise, Question, Stage, Standard, Verbatim, WaveScores,
};
use crate::model::{Files, Incident, Label, Money, Remark, Scale, Spot};
use crate::signal::{Dimension, Measured, Reading, SignalId, Standing, Unit};

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn dimension(id: &str, name: &str) -> Dimension {
    Dimension { id: id.to_owned(), name: name.to_owned() }
}

fn reading(signal: SignalId, value: f64, threshold: f64, points: f64, text: &str) -> Reading {
    Reading {
        value: Some(Measured::Figure(value)),
        threshold: Some(threshold),
        gap: Some((threshold - value).abs()),
        unit: Some(Unit::Score),
        points,
        date: day("2026-09-30"),
        text: text.to_owned(),
        evidence: vec![Spot::new(0, 3)],
        ..Reading::new(signal, Standing::Reason)
    }
}

/// Nothing to weigh.
fn chase() -> Chase {
    Chase::of(ChaseInputs {
        value: None,
        margin: 0.4,
        save_rate: 0.3,
        call_cost: None,
        gain: None,
        break_even: None,
        effort_hours: None,
        usual_effort_hours: None,
        pays_late_days: None,
        is_late_payer: false,
        rude_reporters: 0,
        has_recent_mistake: false,
    })
}

/// A customer of whom nothing is known.
pub(super) fn blank(customer: &str, label: Label) -> Assessment {
    Assessment {
        index: 0,
        customer: customer.to_owned(),
        name: None,
        account_manager: None,
        contact: None,
        phone: None,
        label,
        points: 0.0,
        p: None,
        value: None,
        gain: None,
        chase: chase(),
        wave: None,
        response: None,
        date: None,
        score: None,
        scale: None,
        basis: None,
        previous: None,
        in_common: None,
        dimensions: Vec::new(),
        reasons: Vec::new(),
        notes: Vec::new(),
        remarks: Vec::new(),
        since: None,
        lost: None,
        lost_value: None,
        is_urgent: false,
        is_silent: false,
        stage: Stage::WinBack,
        recorded: None,
    }
}

/// A critical customer about whom everything is known.
pub(super) fn acme() -> Assessment {
    let accuracy = DimensionScore {
        dimension: dimension("accuracy", "Accuracy"),
        score: Some(3.0),
        previous: Some(9.0),
        scale: Scale::ZERO_TO_TEN,
    };
    let speed = DimensionScore {
        dimension: dimension("ease-of-use", "Ease of use"),
        score: None,
        previous: Some(4.0),
        scale: Scale::ONE_TO_FIVE,
    };
    Assessment {
        name: Some("Acme Dental".to_owned()),
        account_manager: Some("Mimi".to_owned()),
        contact: Some("Nora Whitby".to_owned()),
        phone: Some("+49 30 1234".to_owned()),
        points: 2.5,
        p: Some(0.229_57),
        value: Money::from_figure(14_200.0),
        wave: Some("2026-Q3".to_owned()),
        response: Some("R17".to_owned()),
        date: day("2026-09-30"),
        score: Some(4.0),
        scale: Some(Scale::ZERO_TO_TEN),
        previous: Some(9.0),
        dimensions: vec![accuracy, speed],
        reasons: vec![
            reading(SignalId::CriticalScore, 4.0, 5.0, 2.0, "overall 4 of 10, below 5"),
            reading(
                SignalId::ScoreDrop,
                5.0,
                2.326,
                1.0,
                "down 5 from 2026-06-08 (9 to 4; we look at drops of 2.33 or more)",
            ),
            Reading {
                dimension: Some(dimension("accuracy", "Accuracy")),
                ..reading(SignalId::LowDimension, 3.0, 5.0, 1.0, "Accuracy 3 of 10, below 5")
            },
        ],
        notes: vec![Reading {
            standing: Standing::Note,
            unit: Some(Unit::Waves),
            ..reading(SignalId::Silence, 1.0, 2.0, 0.5, "missed 2026-Q2")
        }],
        remarks: vec![Remark::OneAnswer, Remark::RespondentChanged],
        since: day("2026-09-30"),
        ..blank("acme", Label::Critical)
    }
}

/// A customer at risk with wide characters, and little known.
fn sample() -> Assessment {
    Assessment {
        name: Some("株式会社サンプル 👍".to_owned()),
        points: 1.0,
        wave: Some("2026-Q3".to_owned()),
        date: day("2026-09-29"),
        score: Some(20.0 / 3.0),
        scale: Some(Scale::ZERO_TO_TEN),
        reasons: vec![reading(SignalId::LowScore, 20.0 / 3.0, 7.0, 1.0, "overall 6.67 of 10, below 7")],
        remarks: vec![Remark::OneAnswer],
        since: day("2026-09-29"),
        ..blank("サンプル", Label::AtRisk)
    }
}

fn files() -> Files {
    let mut files = Files::default();
    files.add("scores.csv");
    files
}

/// Two to call, nobody to watch, nobody else.
pub(super) fn list() -> AtRiskList {
    AtRiskList {
        as_of: "2026-10-05".parse().unwrap(),
        company: Some("Northwind IT".to_owned()),
        currency: "EUR".to_owned(),
        base_rate: 0.05,
        calibrated: false,
        noise: Some(Noise { deviation: 1.0, pairs: 0 }),
        surveyed: 22,
        coverage: Coverage::default(),
        capacity: None,
        call: vec![acme(), sample()],
        beyond: Vec::new(),
        under_way: Vec::new(),
        settled: Vec::new(),
        watch: Vec::new(),
        rest: Vec::new(),
        lost: Vec::new(),
        counts: Counts {
            customers: 22,
            critical: 1,
            at_risk: 1,
            watch: 1,
            fine: 17,
            not_enough_data: 2,
            gone: 0,
            silent: 1,
            not_to_call: 0,
        },
        left_out: 0,
        replaced: 0,
        other_scale: 0,
        files: files(),
        account_manager: None,
        break_even: None,
        has_values: true,
        changes: None,
        is_of_new: false,
    }
}

/// The list with a customer in each place, one of them hostile.
pub(super) fn full_list() -> AtRiskList {
    let hostile = Assessment {
        name: Some("[x] plan | <b>accepted\u{1b}[2J\n# 0 at risk".to_owned()),
        reasons: vec![Reading {
            unit: Some(Unit::Waves),
            ..reading(
                SignalId::Silence,
                2.0,
                2.0,
                1.0,
                "missed 2 surveys (2026-Q1, 2026-Q2; we look at 2 or more)",
            )
        }],
        points: 1.0,
        is_silent: true,
        recorded: None,
        ..blank("hostile", Label::Watch)
    };
    let fine = Assessment {
        score: Some(9.0),
        previous: Some(9.0),
        scale: Some(Scale::ZERO_TO_TEN),
        ..blank("Initech Accounting", Label::Fine)
    };
    let silent = Assessment { is_silent: true, ..blank("Nowhere Ltd", Label::NotEnoughData) };
    AtRiskList { watch: vec![hostile], rest: vec![fine, silent], ..list() }
}

fn wave(name: &str, score: Option<f64>, dimensions: Vec<Option<f64>>, from: &str, to: &str) -> WaveScores {
    WaveScores {
        name: name.to_owned(),
        days: day(from).zip(day(to)),
        answered: score.is_some(),
        score,
        scale: score.map(|_| Scale::ZERO_TO_TEN),
        basis: "overall, 1 respondent".to_owned(),
        dimensions,
        evidence: vec![Spot::new(0, 3)],
    }
}

fn incident(opened: &str, resolved: Option<NaiveDate>) -> Incident {
    Incident {
        opened: opened.parse().unwrap(),
        id: None,
        resolved,
        issue: None,
        is_complaint: false,
        is_public: false,
        threatens_to_leave: false,
        promised_hours: None,
        actual_hours: None,
        handled_by: Vec::new(),
        note: None,
        summary: None,
        is_shareable: false,
        spot: Spot::new(0, 7),
    }
}

/// An open incident that is hostile, and a mended one.
fn incidents() -> Vec<Incident> {
    vec![
        Incident {
            id: Some("INC-7".to_owned()),
            issue: Some("slow-service".to_owned()),
            is_complaint: true,
            is_public: true,
            promised_hours: Some(4.0),
            handled_by: vec!["Sam".to_owned(), "Kim | <b>".to_owned()],
            note: Some("# The line was down.\n- [x] closed \u{1b}[2J".to_owned()),
            ..incident("2026-09-28", None)
        },
        Incident {
            threatens_to_leave: true,
            promised_hours: Some(8.0),
            actual_hours: Some(7.5),
            is_shareable: true,
            ..incident("2026-05-03", day("2026-05-04"))
        },
    ]
}

/// The page of [`acme`].
fn against(dimension: Option<Dimension>, own: Option<f64>, rank: Option<usize>) -> Against {
    let standard = |wave: &str, mean: f64| Standard { wave: wave.to_owned(), mean, customers: 21 };
    let (last, earlier) =
        (standard("2026-Q3", 7.1), vec![standard("2026-Q1", 7.25), standard("2026-Q2", 8.0)]);
    let firm = Question { dimension, scale: Scale::ZERO_TO_TEN, last, earlier };
    Against { firm, own, rank }
}

fn quiet() -> Reading {
    Reading {
        standing: Standing::Quiet,
        gap: Some(1.0),
        takes: "fires at 2 missed waves".to_owned(),
        unit: Some(Unit::Waves),
        ..reading(SignalId::Silence, 1.0, 2.0, 0.0, "")
    }
}

pub(super) fn page() -> Explanation {
    let quiet = quiet();
    let words = Reading {
        value: Some(Measured::Words("would not feel comfortable recommending".to_owned())),
        threshold: None,
        gap: None,
        unit: None,
        more_evidence: 2,
        ..reading(
            SignalId::NegativeSentiment,
            0.0,
            0.0,
            2.0,
            "answered \"would not feel comfortable recommending\"",
        )
    };
    let nothing = Reading::nothing(SignalId::CancelThreat, "no comment in the last wave");
    Explanation {
        as_of: "2026-10-05".parse().unwrap(),
        assessment: acme(),
        overall: None,
        readings: [acme().reasons, vec![words, nothing, quiet]].concat(),
        waves: vec![
            wave("2026-Q1", Some(9.0), vec![Some(9.0), Some(5.0)], "2026-03-01", "2026-03-04"),
            wave("2026-Q2", None, vec![None, None], "2026-06-01", "2026-06-01"),
            wave("2026-Q3", Some(4.0), vec![Some(3.0), None], "2026-09-30", "2026-09-30"),
        ],
        against: vec![
            against(None, Some(4.0), Some(20)),
            against(Some(dimension("ease-of-use", "Ease of use")), None, None),
        ],
        dimensions: vec![dimension("accuracy", "Accuracy"), dimension("ease-of-use", "Ease of use")],
        words: vec![Verbatim {
            date: day("2026-09-30"),
            wave: "2026-Q3".to_owned(),
            contact: Some("Nora Whitby".to_owned()),
            email: None,
            sentiment: Some("would not feel comfortable recommending".to_owned()),
            text: Some(
                "# Three visits, and the x-ray still fails.\n- [x] plan accepted \u{1b}[2J <script>"
                    .to_owned(),
            ),
            spot: Spot::new(0, 3),
        }],
        respondents: Vec::new(),
        signals: vec![(SignalId::LowScore, "the score is low"), (SignalId::Silence, "no answer since")],
        incidents: incidents(),
        older_incidents: 1,
        calibrated: false,
        departures: None,
        orders: None,
        recorded: Vec::new(),
        arithmetic: vec!["survey: 2 (critical-score) + 0.5 (score-drop beside it) = 2.5".to_owned()],
        files: files(),
        currency: "EUR".to_owned(),
    }
}
