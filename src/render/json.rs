//! Turns the at-risk list and the individual page into JSON for other programs: `retain.flag/1`, `retain.explain/1`.
//! So are playbooks, the record, what is due and where cases stand.
//!
//! Additions only: a field keeps its name, its meaning and its place. Unknown is `null`, never 0.

mod against;
mod difference;

use against::of_against;
pub(super) use difference::difference;

use chrono::NaiveDate;
use serde_json::{Map, Number, Value, json};

use crate::assessment::{
    Assessment, AtRiskList, Basis, Counts, DimensionScore, Explanation, InCommon, OrderPage, Recorded, Total,
    Verbatim, WaveScores,
};
use crate::history::ScoreKind;
use crate::model::{Departure, DepartureKind, Files, Incident, Money, OrderDay, Spot};
use crate::playbook::{Origin, Playbook};
use crate::signal::{Measured, Reading, SignalId, Standing};

use super::clean;
use super::record_json::of_event;

/// Writes the list as `retain.flag/1`.
pub(super) fn list(list: &AtRiskList) -> String {
    let calls = list.call.len();
    let customers = list.everybody().enumerate().map(|(at, assessment)| {
        let mut customer = of_listed(assessment, list);
        // There where only so many calls can be made.
        if let (Some(_), Value::Object(fields)) = (list.capacity, &mut customer) {
            let within = (at < calls + list.beyond.len()).then_some(at < calls);
            fields.insert("within_capacity".to_owned(), json!(within));
        }
        customer
    });
    let mut coverage = Map::from_iter([("survey".to_owned(), json!(list.surveyed))]);
    coverage.extend(list.coverage.named().map(|(name, count)| (name.to_owned(), json!(count))));
    let mut whole = json!({
        "schema": "retain.flag/1",
        "as_of": day(Some(list.as_of)),
        "base_rate": number(list.base_rate),
        "calibrated": list.calibrated,
        "noise": list.noise.map(|noise| number(noise.deviation)),
        "coverage": coverage,
        "counts": of_counts(list.counts),
        "totals": { "at_risk": of_total(list.total_at_risk()), "lost": of_total(list.total_lost()) },
        "customers": customers.collect::<Vec<_>>(),
    });
    if let (Some(capacity), Value::Object(whole)) = (list.capacity, &mut whole) {
        whole.insert("capacity".to_owned(), json!(capacity));
    }
    if let (Value::Object(whole), Some(changes)) = (&mut whole, &list.changes) {
        whole.insert("new".to_owned(), json!(changes.new));
        whole.insert("left".to_owned(), changes.left.iter().map(|(id, _)| json!(id)).collect());
    }
    text(&whole)
}

/// A customer on the list; where there is a record with its case.
fn of_listed(assessment: &Assessment, list: &AtRiskList) -> Value {
    let mut value = of_assessment(assessment, &list.files);
    if let (Value::Object(value), Some(_)) = (&mut value, &list.changes) {
        let of_case = |recorded: Recorded| {
            json!({
                "status": recorded.status.id(),
                "since": recorded.since.to_string(),
                "flagged": recorded.flagged.to_string(),
                "days_without_improvement": recorded.days_without_improvement,
                "decided": assessment.chase.decided.as_ref().map(|decided| decided.decision.id()),
            })
        };
        value.insert("case".to_owned(), assessment.recorded.map_or(Value::Null, of_case));
    }
    value
}

/// Writes the individual page as `retain.explain/1`.
pub(super) fn page(page: &Explanation) -> String {
    let files = &page.files;
    let mut fields = json!({
        "schema": "retain.explain/1",
        "as_of": day(Some(page.as_of)),
        "assessment": of_assessment(&page.assessment, files),
        "readings": page.readings.iter().map(|reading| with_standing(reading, files)).collect::<Vec<_>>(),
        "waves": page.waves.iter().map(|wave| of_wave(wave, page)).collect::<Vec<_>>(),
        "words": page.words.iter().map(|words| of_words(words, files)).collect::<Vec<_>>(),
        "arithmetic": page.arithmetic,
        "signals": of_signals(page),
        "incidents": page.incidents.iter().map(|incident| of_incident(incident, files)).collect::<Vec<_>>(),
        "against": page.against.iter().map(of_against).collect::<Vec<_>>(),
    });
    if let (Some(orders), Value::Object(fields)) = (&page.orders, &mut fields) {
        fields.insert("orders".to_owned(), of_orders(orders, files));
    }
    if let (Some(departures), Value::Object(fields)) = (&page.departures, &mut fields) {
        let of = |departure: &Departure| of_departure(departure, files);
        fields.insert("departures".to_owned(), departures.iter().map(of).collect());
    }
    if let (Value::Object(fields), false) = (&mut fields, page.recorded.is_empty()) {
        fields.insert("recorded".to_owned(), page.recorded.iter().map(of_event).collect());
    }
    text(&fields)
}

/// When a customer left or bought less; the field is there where that was read.
fn of_departure(departure: &Departure, files: &Files) -> Value {
    json!({
        "date": departure.day.to_string(),
        "kind": match departure.kind {
            DepartureKind::Left => "left",
            DepartureKind::Less => "less",
        },
        "revenue": departure.revenue.map(Money::with_cents),
        "stated_reason": departure.stated_reason,
        "proximate_cause": departure.proximate_cause,
        "root_cause": departure.root_cause,
        "evidence": files.show(departure.spot),
    })
}

/// The orders of a customer, newest first; the field is there where orders were read.
fn of_orders(orders: &OrderPage, files: &Files) -> Value {
    let of_day = |day: &OrderDay| {
        json!({
            "date": day.day.to_string(),
            "order": day.is_order,
            "net": day.net.map(Money::with_cents),
            "has_unknown_amount": day.has_unknown,
            "evidence": files.show(day.spot),
        })
    };
    json!({
        "days": orders.days.iter().map(of_day).collect::<Vec<_>>(),
        "older": orders.older,
        "arithmetic": orders.arithmetic,
    })
}

/// Writes the list of playbooks as `retain.playbooks/1`.
pub(super) fn playbooks(playbooks: &[&Playbook]) -> String {
    let all: Vec<Value> = playbooks.iter().map(|playbook| of_playbook(playbook)).collect();
    text(&json!({ "schema": "retain.playbooks/1", "playbooks": all }))
}

fn of_playbook(playbook: &Playbook) -> Value {
    let when = playbook.when();
    json!({
        "playbook": playbook.name(),
        "kind": playbook.kind().id(),
        "title": playbook.title(),
        "is_own": playbook.origin() == Origin::Own,
        "priority": playbook.priority(),
        "when": {
            "reasons": when.reasons.iter().map(|reason| reason.id()).collect::<Vec<_>>(),
            "labels": when.labels.iter().map(|label| label.id()).collect::<Vec<_>>(),
            "issues": when.issues,
            "dimensions": when.dimensions,
            "value_above": when.value_above.map(|least| Money::new(least).with_cents()),
            "decisions": when.decisions.iter().map(|decision| decision.id()).collect::<Vec<_>>(),
            "is_back": when.is_back,
        },
    })
}

/// The text of a value; what would act on a terminal is written as its number, which reads as the same value.
pub(super) fn text(value: &Value) -> String {
    format!("{}\n", clean::escape_in_json(&format!("{value:#}")))
}

fn of_counts(counts: Counts) -> Value {
    json!({
        "customers": counts.customers,
        "critical": counts.critical,
        "at_risk": counts.at_risk,
        "watch": counts.watch,
        "fine": counts.fine,
        "not_enough_data": counts.not_enough_data,
        "gone": counts.gone,
        "silent": counts.silent,
        "not_to_call": counts.not_to_call,
    })
}

/// What customers are worth a year; unknown where no value of any is known.
fn of_total(total: Total) -> Value {
    json!({
        "value": (total.known > 0).then(|| total.value.with_cents()),
        "customers": total.known,
        "unknown": total.unknown,
    })
}

fn of_assessment(a: &Assessment, files: &Files) -> Value {
    json!({
        "customer": a.customer,
        "name": a.name,
        "account_manager": a.account_manager,
        "label": a.label.id(),
        "points": number(a.points),
        "p": optional(a.p),
        "value": a.value.map(|value| value.with_cents()),
        "gain": a.gain.map(|gain| gain.with_cents()),
        "wave": a.wave,
        "response": a.response,
        "date": day(a.date),
        "score": optional(a.score),
        "scale": a.scale.map(|scale| scale.to_string()),
        "previous": optional(a.previous),
        "dimensions": of_dimensions(&a.dimensions),
        "reasons": a.reasons.iter().map(|reason| of_reading(reason, files)).collect::<Vec<_>>(),
        "notes": a.notes.iter().map(|note| of_reading(note, files)).collect::<Vec<_>>(),
        "since": day(a.since),
        "remarks": a.remarks.iter().map(|remark| remark.id()).collect::<Vec<_>>(),
        "basis": a.basis.map(of_basis),
        "in_common": a.in_common.map(of_in_common),
        "silent": a.is_silent,
        "contact": a.contact,
        "phone": a.phone,
    })
}

fn of_basis(basis: Basis) -> Value {
    let (answered, asked) = match basis.kind {
        ScoreKind::Overall => (None, None),
        ScoreKind::Means { answered, asked } => (Some(answered), Some(asked)),
    };
    json!({ "dimensions": answered, "asked": asked, "respondents": basis.respondents })
}

fn of_in_common(common: InCommon) -> Value {
    json!({
        "dimensions": common.dimensions,
        "score": number(common.score),
        "previous": number(common.previous),
        "scale": common.scale.to_string(),
    })
}

fn of_signals(page: &Explanation) -> Value {
    Value::Object(page.signals.iter().map(|(signal, about)| (signal.id().to_owned(), json!(about))).collect())
}

fn of_dimensions(dimensions: &[DimensionScore]) -> Value {
    let of = |d: &DimensionScore| {
        let scores = json!({
            "score": optional(d.score),
            "previous": optional(d.previous),
            "scale": d.scale.to_string(),
        });
        (d.dimension.id.clone(), scores)
    };
    Value::Object(dimensions.iter().map(of).collect())
}

fn of_reading(reading: &Reading, files: &Files) -> Value {
    let mut fields = Map::new();
    fields.insert("signal".to_owned(), json!(reading.signal.id()));
    add_figures(&mut fields, reading, files);
    Value::Object(fields)
}

fn with_standing(reading: &Reading, files: &Files) -> Value {
    let mut fields = Map::new();
    fields.insert("signal".to_owned(), json!(reading.signal.id()));
    let standing = match reading.standing {
        Standing::Reason => "fired",
        Standing::Note => "note",
        Standing::Quiet => "quiet",
        Standing::Nothing => "nothing",
        Standing::Off => "off",
    };
    fields.insert("standing".to_owned(), json!(standing));
    add_figures(&mut fields, reading, files);
    fields.insert("takes".to_owned(), json!(reading.takes));
    Value::Object(fields)
}

fn add_figures(fields: &mut Map<String, Value>, reading: &Reading, files: &Files) {
    if reading.signal == SignalId::LowDimension {
        let id = reading.dimension.as_ref().map(|dimension| dimension.id.clone());
        fields.insert("dimension".to_owned(), json!(id));
    }
    let value = match &reading.value {
        Some(Measured::Figure(figure)) => number(*figure),
        Some(Measured::Words(words)) => json!(words),
        None => Value::Null,
    };
    fields.insert("value".to_owned(), value);
    fields.insert("threshold".to_owned(), optional(reading.threshold));
    fields.insert("gap".to_owned(), optional(reading.gap));
    fields.insert("unit".to_owned(), json!(reading.unit.map(|unit| unit.id())));
    if reading.signal == SignalId::CancelThreat {
        fields.insert("confirmed".to_owned(), json!(reading.confirmed));
    }
    fields.insert("points".to_owned(), number(reading.points));
    fields.insert("date".to_owned(), day(reading.date));
    fields.insert("text".to_owned(), json!(reading.text));
    fields.insert("evidence".to_owned(), places(&reading.evidence, files));
    fields.insert("more_evidence".to_owned(), json!(reading.more_evidence));
}

fn of_wave(wave: &WaveScores, page: &Explanation) -> Value {
    let scores = page.dimensions.iter().zip(&wave.dimensions);
    let dimensions: Map<String, Value> =
        scores.map(|(dimension, score)| (dimension.id.clone(), optional(*score))).collect();
    json!({
        "wave": wave.name,
        "from": day(wave.days.map(|(first, _)| first)),
        "to": day(wave.days.map(|(_, last)| last)),
        "answered": wave.answered,
        "score": optional(wave.score),
        "scale": wave.scale.map(|scale| scale.to_string()),
        "basis": wave.basis,
        "dimensions": dimensions,
        "evidence": places(&wave.evidence, &page.files),
    })
}

fn of_incident(incident: &Incident, files: &Files) -> Value {
    json!({
        "opened": day(Some(incident.opened)),
        "incident_id": incident.id,
        "resolved": day(incident.resolved),
        "issue": incident.issue,
        "complaint": incident.is_complaint,
        "public": incident.is_public,
        "threatens_to_leave": incident.threatens_to_leave,
        "promised_hours": optional(incident.promised_hours),
        "actual_hours": optional(incident.actual_hours),
        "handled_by": incident.handled_by,
        "note": incident.note,
        "shareable": incident.is_shareable,
        "evidence": files.show(incident.spot),
    })
}

fn of_words(words: &Verbatim, files: &Files) -> Value {
    json!({
        "date": day(words.date),
        "wave": words.wave,
        "contact": words.contact,
        "sentiment": words.sentiment,
        "text": words.text,
        "evidence": files.show(words.spot),
    })
}

fn places(spots: &[Spot], files: &Files) -> Value {
    spots.iter().map(|spot| json!(files.show(*spot))).collect()
}

pub(super) fn day(day: Option<NaiveDate>) -> Value {
    json!(day.map(|day| day.to_string()))
}

fn optional(figure: Option<f64>) -> Value {
    figure.map_or(Value::Null, number)
}

/// A figure with at most 4 decimals; a whole one without a point.
pub(super) fn number(figure: f64) -> Value {
    let text = crate::model::figure(figure, 4);
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| text.parse().ok().and_then(Number::from_f64));
    number.map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::specimen;

    #[test]
    fn whole_figures_have_no_point_and_others_four_decimals() {
        for (figure, text) in [
            (4.0, "4"),
            (-0.0, "0"),
            (2.5, "2.5"),
            (20.0 / 3.0, "6.6667"),
            (0.23, "0.23"),
            (f64::NAN, "null"),
        ] {
            assert_eq!(number(figure).to_string(), text);
        }
    }

    #[test]
    fn the_list_has_the_fields_of_its_schema_in_their_order() {
        let text = list(&specimen::list());
        assert_eq!(text, include_str!("golden/list.json"));
    }

    #[test]
    fn the_page_has_every_signal_and_every_wave() {
        assert_eq!(page(&specimen::page()), include_str!("golden/page.json"));
    }

    #[test]
    fn hostile_text_reads_back_as_it_was_and_does_nothing_on_the_way() {
        let hostile = "=1+1 \u{1b}[2J \u{9b} \u{202e} \u{e0041} \u{7f} \"\\\n\u{a0}é";
        let mut list_of_one = specimen::list();
        list_of_one.call.truncate(1);
        list_of_one.call.iter_mut().for_each(|call| call.name = Some(hostile.to_owned()));
        let text = list(&list_of_one);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}' || c == '\u{e0041}'));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["customers"][0]["name"], hostile);
    }
}
