//! The closed forms of the risk model against figures that were worked out elsewhere. They lie beside the project, not
//! in it; where they are missing, the handful of them that stand in `assessment::priority` and below still holds.

#![expect(clippy::expect_used, reason = "a figure that is not there has failed the test")]

mod surveys;

use std::io::{self, Write as _};
use std::path::Path;

use retain::assessment::{break_even, chance, gain};
use retain::config::{self, ValueSettings};
use retain::model::Money;
use serde_json::Value;
use surveys::{Desk, Text};

/// The figures, or a note that they are not there.
fn reference() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/reference_values.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        // Past the test harness, which swallows what a passing test prints.
        let _ = writeln!(io::stderr(), "skipped: there are no reference values beside the project");
        return None;
    };
    Some(serde_json::from_str(&text).expect("the reference values are JSON"))
}

fn rows<'a>(reference: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    let rows = reference.get(name).and_then(Value::as_array).expect("a list of figures");
    assert!(!rows.is_empty(), "{name} has no figures");
    rows.iter()
}

fn number(row: &Value, name: &str) -> f64 {
    row.get(name).and_then(Value::as_f64).expect("a figure")
}

fn amount(row: &Value, name: &str) -> Money {
    Money::from_figure(number(row, name)).expect("an amount")
}

#[track_caller]
fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

#[test]
fn points_to_chances() {
    let Some(reference) = reference() else { return };
    for row in rows(&reference, "points_to_p") {
        let settings = ValueSettings { base_rate: number(row, "base"), ..ValueSettings::default() };
        assert_near(chance(&settings, number(row, "points")), number(row, "p"));
    }
}

#[test]
fn gain_and_break_even() {
    let Some(reference) = reference() else { return };
    for row in rows(&reference, "expected_gain") {
        let settings = ValueSettings {
            margin: number(row, "margin"),
            save_rate: number(row, "save"),
            call_cost: Some(amount(row, "cost").amount()),
            ..ValueSettings::default()
        };
        let (p, value) = (number(row, "p"), amount(row, "value"));
        let found = gain(&settings, p, settings.margin, value).expect("a gain");
        assert_near(found.weight(), number(row, "gain"));
        let found = break_even(&settings, settings.margin, value.weight()).expect("a break-even");
        assert_near(found, number(row, "breakeven_p"));
    }
}

/// The noise that is measured on customers who each answered a series of quarters, and the pairs of waves.
fn noise(series: &[Vec<f64>]) -> (f64, u64) {
    let mut text = "Customer,Date,Overall,Accuracy\n".to_owned();
    for (customer, scores) in series.iter().enumerate() {
        for (quarter, score) in scores.iter().enumerate() {
            let (year, month) = (2024 + quarter / 4, quarter % 4 * 3 + 2);
            text += &format!("Firm {customer},{year}-{month:02}-10,{score},7\n");
        }
    }
    let (config, _) = config::parse("retain.toml", "[waves]\nby = \"quarter\"\n");
    let noise = Desk::of(&config, &[Text::new("scores.csv", text)]).list().expect("a list").noise;
    noise.map(|noise| (noise.deviation, noise.pairs)).expect("noise is measured")
}

/// Noise is measured on 10 pairs or more: with every customer twice there are twice the pairs, and the same noise.
fn twice(series: &[Vec<f64>]) -> Vec<Vec<f64>> {
    [series, series].concat()
}

#[test]
fn noise_within_customers() {
    let Some(reference) = reference() else { return };
    let within = reference.get("within_sd").expect("figures");
    let series: Vec<Vec<f64>> = rows(within, "series")
        .map(|scores| scores.as_array().expect("scores").iter().filter_map(Value::as_f64).collect())
        .collect();
    let (deviation, pairs) = noise(&twice(&series));
    assert_near(deviation, number(within, "sw"));
    assert_near(pairs as f64, 2.0 * number(within, "pairs"));
}

#[test]
fn noise_within_customers_as_worked_out_elsewhere() {
    let series: [Vec<f64>; 5] = [
        vec![8.0, 8.0, 6.0],
        vec![9.0, 8.5, 9.0, 9.0],
        vec![7.0, 4.0],
        vec![10.0, 10.0],
        vec![6.5, 7.0, 6.25],
    ];
    let (deviation, pairs) = noise(&twice(&series));
    assert_near(deviation, 0.891_705_606_626_362_3);
    assert_eq!(pairs, 18);
    // Nine pairs are too few to measure it.
    assert_eq!(noise(&series), (1.0, 0));
    let mut ten = series.to_vec();
    ten.push(vec![8.0, 8.0]);
    assert_eq!(noise(&ten).1, 10);
}
