//! The risk model once more, plain and slow and from its description alone, on firms that are made up: the program must
//! come to the same list, figure by figure.
//!
//! `RECOMPUTE=1000..2000` takes the firms of these numbers.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a model that cannot be computed has failed"
)]

#[path = "recomputation/answers.rs"]
mod answers;
#[path = "recomputation/behaviour.rs"]
mod behaviour;
#[path = "recomputation/compare.rs"]
mod compare;
#[path = "recomputation/events.rs"]
mod events;
#[path = "recomputation/firm.rs"]
mod firm;
#[path = "recomputation/fraction.rs"]
mod fraction;
#[path = "recomputation/make.rs"]
mod make;
#[path = "recomputation/make_events.rs"]
mod make_events;
#[path = "recomputation/make_settings.rs"]
mod make_settings;
#[path = "recomputation/model.rs"]
mod model;
#[path = "recomputation/random.rs"]
mod random;
#[path = "recomputation/reading.rs"]
mod reading;
#[path = "recomputation/survey.rs"]
mod survey;
#[path = "recomputation/waves.rs"]
mod waves;
#[path = "recomputation/write.rs"]
mod write;

use std::collections::BTreeSet;
use std::ops::Range;
use std::process::Command;

use firm::Firm;

/// The firms that are tried every time.
const FIRMS: Range<u64> = 0..60;

#[test]
fn the_list_is_what_the_description_of_the_model_says() {
    let asked = std::env::var("RECOMPUTE").ok();
    let asked = asked.as_deref().and_then(|text| {
        let (first, end) = text.split_once("..")?;
        Some(first.parse().ok()?..end.parse().ok()?)
    });
    let mut customers = 0;
    let mut wrong = 0;
    let mut signals = BTreeSet::new();
    let mut labels = BTreeSet::new();
    for seed in asked.unwrap_or(FIRMS) {
        let firm = make::firm(seed);
        let list = model::list(&firm);
        customers += list.customers.len();
        labels.extend(list.customers.iter().map(|one| one.label));
        let readings = list.customers.iter().flat_map(|one| &one.readings);
        signals.extend(readings.map(|reading| (reading.signal, reading.reason)));
        wrong += usize::from(!agrees(seed, &firm, &list));
    }
    eprintln!("{customers} customers compared");
    for signal in model::SIGNALS {
        assert!(signals.iter().any(|seen| seen.0 == signal), "no firm has {signal}");
    }
    assert_eq!(labels.len(), 6, "no firm has one of the labels: {labels:?}");
    assert_eq!(wrong, 0, "firms of which model and program say different things");
}

/// Runs the program on the files of a firm; says what it prints that the model does not, and keeps those files.
fn agrees(seed: u64, firm: &Firm, list: &model::List) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    write::write(firm, folder.path());
    let day = firm.as_of.to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_retain"))
        .args(["flag", "--all", "--format", "json", "--as-of", &day])
        .current_dir(folder.path())
        .output()
        .expect("the program");
    let differences = match serde_json::from_slice(&output.stdout) {
        Ok(printed) => compare::differences(list, &printed),
        Err(_) => vec![format!("no list: {}", String::from_utf8_lossy(&output.stderr))],
    };
    if differences.is_empty() {
        return true;
    }
    let kept = folder.keep();
    eprintln!("firm {seed}, as of {day}, in {}: {} differences", kept.display(), differences.len());
    for difference in differences.iter().take(8) {
        eprintln!("  {difference}");
    }
    false
}
