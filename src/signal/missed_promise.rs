//! Turns an incident that took longer than promised into a reason: the worst one is shown, the others are counted.

use serde::{Deserialize, Serialize};

use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::recent::{and_others, is_recently_resolved, no_incident};
use super::{Context, Signal};
use crate::model::{Incident, figure};

/// `[signal.missed-promise]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissedPromise {
    /// Whether to look at all.
    pub enabled: bool,
}

impl Default for MissedPromise {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// An incident whose hours are known, promised and taken.
struct Timed<'a> {
    incident: &'a Incident,
    promised: f64,
    taken: f64,
}

impl Timed<'_> {
    fn overrun(&self) -> f64 {
        self.taken - self.promised
    }
}

impl Signal for MissedPromise {
    fn id(&self) -> SignalId {
        SignalId::MissedPromise
    }

    fn about(&self) -> &'static str {
        "something took longer than was promised"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let as_of = context.firm.as_of;
        let counts = |incident: &&Incident| incident.is_open() || is_recently_resolved(incident, as_of);
        let timed = context.incidents.iter().filter(counts).filter_map(|incident| {
            Some(Timed { incident, promised: incident.promised_hours?, taken: incident.hours(as_of)? })
        });
        let mut timed: Vec<_> = timed.collect();
        timed.sort_by(|one, other| {
            other.overrun().total_cmp(&one.overrun()).then_with(|| one.incident.order(other.incident))
        });
        let Some(worst) = timed.first() else {
            let why = "no incident, open or resolved in the last 90 days, with hours promised and taken";
            return no_incident(context, SignalId::MissedPromise, why);
        };
        let missed: Vec<_> = timed.iter().filter(|timed| timed.overrun() > 0.0).collect();
        let fires = !missed.is_empty();
        if !fires && !context.wants_all {
            return Vec::new();
        }
        let mut reading =
            Reading::new(SignalId::MissedPromise, if fires { Standing::Reason } else { Standing::Quiet });
        reading.value = Some(Measured::Figure(worst.taken));
        reading.threshold = Some(worst.promised);
        reading.gap = Some(worst.overrun().abs());
        reading.unit = Some(Unit::Hours);
        reading.points = if fires { 1.0 } else { 0.0 };
        let so_far = if worst.incident.is_open() { " so far" } else { "" };
        let others = if fires { and_others(missed.len() - 1) } else { String::new() };
        reading.text =
            format!("promised {}, took {}{so_far}{others}", hours(worst.promised), figure(worst.taken, 2));
        reading.takes = if fires {
            "fired: an incident took longer than promised".to_owned()
        } else {
            "fires when an incident takes longer than promised".to_owned()
        };
        reading.date = Some(worst.incident.resolved.unwrap_or(worst.incident.opened));
        reading.evidence = if fires {
            missed.iter().map(|timed| timed.incident.spot).collect()
        } else {
            vec![worst.incident.spot]
        };
        vec![reading]
    }
}

fn hours(count: f64) -> String {
    let figure = figure(count, 2);
    if figure == "1" { "1 hour".to_owned() } else { format!("{figure} hours") }
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{ago, incident, one, read};
    use super::*;

    fn timed(resolved: Option<u64>, promised: Option<f64>, actual: Option<f64>) -> Incident {
        Incident { promised_hours: promised, actual_hours: actual, ..incident(60, resolved) }
    }

    #[test]
    fn it_fires_above_the_hours_promised_and_not_at_them() {
        let signal = MissedPromise::default();
        for (actual, standing, points, gap) in [
            (3.5, Standing::Quiet, 0.0, 0.5),
            (4.0, Standing::Quiet, 0.0, 0.0),
            (4.5, Standing::Reason, 1.0, 0.5),
        ] {
            let reading = one(&signal, &[timed(Some(50), Some(4.0), Some(actual))], None);
            assert_eq!(
                (reading.standing, reading.points, reading.gap),
                (standing, points, Some(gap)),
                "{actual}"
            );
        }
    }

    #[test]
    fn an_open_one_has_taken_24_hours_a_full_day_so_far() {
        let signal = MissedPromise::default();
        let open = |days, promised| Incident { promised_hours: Some(promised), ..incident(days, None) };
        assert_eq!(one(&signal, &[open(1, 24.0)], None).standing, Standing::Quiet);
        let reading = one(&signal, &[open(2, 24.0)], None);
        assert_eq!(reading.text, "promised 24 hours, took 48 so far");
        assert_eq!((reading.standing, reading.date), (Standing::Reason, Some(ago(2))));
    }

    #[test]
    fn one_resolved_90_days_ago_is_forgotten() {
        let signal = MissedPromise::default();
        assert_eq!(one(&signal, &[timed(Some(89), Some(4.0), Some(9.0))], None).standing, Standing::Reason);
        let old = Incident { opened: ago(100), ..timed(Some(90), Some(4.0), Some(9.0)) };
        assert_eq!(one(&signal, &[old], None).standing, Standing::Nothing);
    }

    #[test]
    fn hours_that_are_not_known_are_no_hours() {
        for (promised, actual) in [(None, Some(10.0)), (Some(4.0), None), (None, None)] {
            let readings = read(&MissedPromise::default(), &[timed(Some(50), promised, actual)], None);
            assert_eq!(readings.first().map(|reading| reading.standing), Some(Standing::Nothing));
        }
    }

    #[test]
    fn the_worst_is_shown_and_the_others_are_counted() {
        let all = [
            timed(Some(50), Some(4.0), Some(5.0)),
            timed(Some(40), Some(4.0), Some(10.0)),
            timed(Some(30), Some(4.0), Some(4.0)),
        ];
        let reading = one(&MissedPromise::default(), &all, None);
        assert_eq!(reading.text, "promised 4 hours, took 10 (1 other likewise)");
        assert_eq!((reading.gap, reading.date), (Some(6.0), Some(ago(40))));
        assert_eq!(reading.evidence.len(), 2);
    }
}
