//! Holds what the program printed against what the model says.

use serde_json::Value as Json;

use crate::firm::Day;
use crate::fraction::Fraction;
use crate::model::{Expected, List};
use crate::reading::{Figure, Reading, Value};

/// All differences, each in words: where, what the model says, what the program says.
pub(crate) fn differences(list: &List, printed: &Json) -> Vec<String> {
    let mut found = Found { customer: String::new(), all: Vec::new() };
    found.figure("base_rate", Some(Figure::Real(list.base_rate)), &printed["base_rate"]);
    found.same("calibrated", &Json::Bool(list.calibrated), &printed["calibrated"]);
    found.figure("noise", list.noise.map(Figure::Real), &printed["noise"]);
    found.same("coverage", &Json::from(list.answered), &printed["coverage"]["survey"]);
    let counts = &printed["counts"];
    for (key, label) in [
        ("critical", "critical"),
        ("at_risk", "at-risk"),
        ("watch", "watch"),
        ("fine", "fine"),
        ("not_enough_data", "not-enough-data"),
        ("gone", "gone"),
    ] {
        let count = list.customers.iter().filter(|one| one.label == label).count();
        found.same(key, &Json::from(count), &counts[key]);
    }
    found.same("counts.customers", &Json::from(list.customers.len()), &counts["customers"]);
    let silent = list.customers.iter().filter(|one| one.silent).count();
    found.same("counts.silent", &Json::from(silent), &counts["silent"]);
    let Some(printed) = printed["customers"].as_array() else {
        found.say("customers", "a list", &printed["customers"]);
        return found.all;
    };
    let name = |json: &Json| json["customer"].as_str().unwrap_or_default().to_owned();
    for expected in &list.customers {
        found.customer.clone_from(&expected.customer);
        match printed.iter().find(|json| name(json) == expected.customer) {
            None => found.say("customer", "is there", &Json::Null),
            Some(json) => found.customer(expected, json),
        }
    }
    found.customer = "the list".to_owned();
    let ours: Vec<&String> = list.customers.iter().map(|one| &one.customer).collect();
    let theirs: Vec<String> = printed.iter().map(name).collect();
    if let Some(place) = (0..ours.len().max(theirs.len())).find(|&at| ours.get(at).copied() != theirs.get(at))
    {
        let (first, last) = (place.saturating_sub(1), place + 3);
        let part = |names: &[String]| format!("{:?}", &names[first.min(names.len())..last.min(names.len())]);
        let ours: Vec<String> = ours.into_iter().cloned().collect();
        found.say(&format!("order from {}", place + 1), &part(&ours), &Json::from(part(&theirs)));
    }
    found.all
}

struct Found {
    customer: String,
    all: Vec<String>,
}

/// Money is rounded half to even.
const CENTS: u32 = 2;

fn close(figure: Figure, printed: f64, digits: u32) -> bool {
    let unit = 0.1_f64.powi(i32::try_from(digits).expect("few"));
    #[expect(clippy::cast_precision_loss, reason = "figures are small")]
    let exact = |fraction: Fraction| fraction.units(digits) as f64 * unit;
    let near = |real: f64| (real - printed).abs() <= unit / 2.0 + 1e-9 * (1.0 + printed.abs());
    match figure {
        Figure::Exact(fraction) if digits == CENTS => {
            (exact(fraction) - printed).abs() < 1e-9 * (1.0 + printed.abs())
        }
        // Rounded to the nearest; one that lies just between two may be either.
        Figure::Exact(fraction) => near(fraction.real()),
        Figure::Real(real) => near(real),
    }
}

impl Found {
    fn say(&mut self, what: &str, ours: &str, theirs: &Json) {
        self.all.push(format!("{}: {what}: the model says {ours}, the program {theirs}", self.customer));
    }

    fn same(&mut self, what: &str, ours: &Json, theirs: &Json) {
        if ours != theirs {
            self.say(what, &ours.to_string(), theirs);
        }
    }

    fn text(&mut self, what: &str, ours: Option<&str>, theirs: &Json) {
        self.same(what, &Json::from(ours), theirs);
    }

    fn day(&mut self, what: &str, ours: Option<Day>, theirs: &Json) {
        self.text(what, ours.map(|day| day.to_string()).as_deref(), theirs);
    }

    fn figure(&mut self, what: &str, ours: Option<Figure>, theirs: &Json) {
        let same = match (ours, theirs.as_f64()) {
            (None, _) => theirs.is_null(),
            (Some(figure), Some(printed)) => close(figure, printed, 4),
            _ => false,
        };
        if !same {
            self.say(what, &format!("{ours:?}"), theirs);
        }
    }

    fn exact(&mut self, what: &str, ours: Option<Fraction>, theirs: &Json) {
        self.figure(what, ours.map(Figure::Exact), theirs);
    }

    fn money(&mut self, what: &str, ours: Option<Figure>, theirs: &Json) {
        let same = match (ours, theirs.as_str().map(str::parse)) {
            (None, _) => theirs.is_null(),
            (Some(figure), Some(Ok(printed))) => close(figure, printed, CENTS),
            _ => false,
        };
        if !same {
            self.say(what, &format!("{ours:?}"), theirs);
        }
    }

    fn customer(&mut self, ours: &Expected, theirs: &Json) {
        self.text("label", Some(ours.label), &theirs["label"]);
        self.exact("points", Some(Fraction::new(ours.halves.into(), 2)), &theirs["points"]);
        self.figure("p", ours.p.map(Figure::Real), &theirs["p"]);
        self.money("value", ours.value.map(Figure::Exact), &theirs["value"]);
        self.money("gain", ours.gain.map(Figure::Real), &theirs["gain"]);
        self.text("wave", ours.wave.as_deref(), &theirs["wave"]);
        self.day("date", ours.date, &theirs["date"]);
        self.exact("score", ours.score, &theirs["score"]);
        self.text("scale", ours.scale.as_deref(), &theirs["scale"]);
        self.exact("previous", ours.previous, &theirs["previous"]);
        self.same("silent", &Json::Bool(ours.silent), &theirs["silent"]);
        let remarks = theirs["remarks"].as_array().cloned().unwrap_or_default();
        self.same(
            "no current answer",
            &Json::Bool(ours.old),
            &Json::from(remarks.contains(&"no-current-answer".into())),
        );
        let dimensions = theirs["dimensions"].as_object().cloned().unwrap_or_default();
        // What was asked and not answered stands there without a score.
        let dimensions: serde_json::Map<_, _> =
            dimensions.into_iter().filter(|(_, one)| !one["score"].is_null()).collect();
        let names = |names: Vec<&String>| Json::from(names.into_iter().cloned().collect::<Vec<_>>());
        let named: Vec<String> = ours.dimensions.iter().map(|one| one.name.to_owned()).collect();
        self.same("dimensions", &names(named.iter().collect()), &names(dimensions.keys().collect()));
        for one in &ours.dimensions {
            let json = dimensions.get(one.name).unwrap_or(&Json::Null);
            self.exact(one.name, Some(one.score), &json["score"]);
            self.exact(&format!("{} previous", one.name), one.previous, &json["previous"]);
            self.text(one.name, Some(&one.scale.name()), &json["scale"]);
        }
        let common = &theirs["in_common"];
        self.exact(
            "dimensions in common",
            ours.in_common.map(|one| Fraction::count(one.0)),
            &common["dimensions"],
        );
        self.exact("in common before", ours.in_common.map(|one| one.1), &common["previous"]);
        self.exact("in common", ours.in_common.map(|one| one.2), &common["score"]);
        let basis = &theirs["basis"];
        let dimensions = ours.basis.and_then(|basis| basis.0);
        self.exact("answered", dimensions.map(|two| Fraction::count(two.0)), &basis["dimensions"]);
        self.exact("asked", dimensions.map(|two| Fraction::count(two.1)), &basis["asked"]);
        self.exact("respondents", ours.basis.map(|basis| Fraction::count(basis.1)), &basis["respondents"]);
        let part = |reason: bool| ours.readings.iter().filter(move |one| one.reason == reason);
        self.readings("reasons", &part(true).collect::<Vec<_>>(), &theirs["reasons"]);
        self.readings("notes", &part(false).collect::<Vec<_>>(), &theirs["notes"]);
        if ours.label != "gone" {
            let dates =
                theirs["reasons"].as_array().into_iter().flatten().filter_map(|one| one["date"].as_str());
            self.text("since", dates.min(), &theirs["since"]);
        }
    }

    fn readings(&mut self, what: &str, ours: &[&Reading], theirs: &Json) {
        let theirs = theirs.as_array().cloned().unwrap_or_default();
        let name =
            |signal: &str, dimension: Option<&str>| format!("{signal} {}", dimension.unwrap_or_default());
        let mine: Vec<String> = ours.iter().map(|one| name(one.signal, one.dimension.as_deref())).collect();
        let other: Vec<String> = theirs
            .iter()
            .map(|one| name(one["signal"].as_str().unwrap_or_default(), one["dimension"].as_str()))
            .collect();
        self.same(what, &Json::from(mine), &Json::from(other));
        for (one, json) in ours.iter().zip(&theirs) {
            if json["signal"] == one.signal && json["dimension"].as_str() == one.dimension.as_deref() {
                self.reading(one, json);
            }
        }
    }

    fn reading(&mut self, ours: &Reading, theirs: &Json) {
        let what = |part: &str| format!("{} {part}", ours.signal);
        match &ours.value {
            Value::Nothing => self.same(&what("value"), &Json::Null, &theirs["value"]),
            Value::Figure(figure) => self.figure(&what("value"), Some(*figure), &theirs["value"]),
            Value::OneOf(texts) => {
                let text =
                    theirs["value"].as_str().map(|text| text.trim().to_lowercase()).unwrap_or_default();
                if !texts.contains(&text) {
                    self.say(&what("value"), &format!("{texts:?}"), &theirs["value"]);
                }
            }
            Value::Words => {}
        }
        if !matches!(ours.value, Value::Words) || ours.signal == "cancel-threat" {
            self.figure(&what("threshold"), ours.threshold, &theirs["threshold"]);
            self.figure(&what("gap"), ours.gap, &theirs["gap"]);
            self.text(&what("unit"), ours.unit, &theirs["unit"]);
        }
        self.exact(&what("points"), Some(Fraction::new(ours.halves.into(), 2)), &theirs["points"]);
        if ours.date.is_some() {
            self.day(&what("date"), ours.date, &theirs["date"]);
        }
        if ours.signal == "cancel-threat" {
            self.same(&what("confirmed"), &Json::Bool(ours.confirmed), &theirs["confirmed"]);
        }
    }
}
