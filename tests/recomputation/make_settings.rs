//! Makes up what a firm sets in `retain.toml`.

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::{By, Scale, Settings};
use crate::fraction::Fraction;
use crate::random::Random;

const SIGNALS: [&str; 19] = [
    "low-score",
    "critical-score",
    "low-dimension",
    "score-drop",
    "negative-sentiment",
    "cancel-threat",
    "silence",
    "open-incident",
    "repeat-incidents",
    "missed-promise",
    "complaint",
    "recent-incident",
    "young",
    "renewal-soon",
    "late-payer",
    "late-order",
    "order-drop",
    "spend-drop",
    "no-engagement",
];

pub(crate) fn settings(random: &mut Random, scales: &BTreeSet<Scale>, by: By) -> Settings {
    let mut off: Vec<&'static str> = Vec::new();
    if random.percent(25) {
        off = SIGNALS.iter().copied().filter(|_| random.percent(12)).collect();
    }
    // Set for half of the firms; the others have the defaults.
    let set = random.percent(50);
    let mut maybe = |default: i64, first: i64, last: i64| {
        if set && random.percent(50) { random.within(first, last) } else { default }
    };
    let mut settings = Settings {
        by,
        open_days: maybe(28, 0, 60),
        max_age_days: maybe(400, 60, 500),
        off,
        below: BTreeMap::new(),
        drop_at_least: Fraction::hundredths(maybe(150, 1, 40) * 10).min(Fraction::whole(10)),
        drop_waves: usize::try_from(maybe(4, 1, 6)).expect("few"),
        noise: maybe(1, 0, 1) == 1,
        negative: None,
        words: None,
        silence: usize::try_from(maybe(2, 1, 4)).expect("few"),
        open_incident: maybe(7, 0, 30),
        repeat: usize::try_from(maybe(2, 1, 4)).expect("few"),
        young: maybe(90, 10, 400),
        renewal: maybe(90, 10, 400),
        late_payer: maybe(30, 0, 60),
        margin: Fraction::hundredths(maybe(40, 5, 100)),
        save_rate: Fraction::hundredths(maybe(30, 5, 100)),
        base_rate: Fraction::hundredths(maybe(5, 1, 40)),
        call_cost: None,
        late_order: Fraction::hundredths(maybe(200, 10, 40) * 10).min(Fraction::whole(4)),
        base_cycle: None,
        order_drop: Fraction::hundredths(maybe(50, 10, 90)),
        spend_drop: Fraction::hundredths(maybe(50, 10, 90)),
        engagement_months: u32::try_from(maybe(6, 1, 12)).expect("few"),
    };
    if settings.drop_at_least == Fraction::whole(10) {
        settings.drop_at_least = Fraction::hundredths(150);
    }
    if settings.late_order == Fraction::whole(4) {
        settings.late_order = Fraction::whole(2);
    }
    if random.percent(50) {
        settings.call_cost = Some(Fraction::hundredths(random.within(0, 60_000)));
    }
    if set && random.percent(30) {
        settings.negative = Some(vec!["so-so", "Bad", "not bad"]);
    }
    if set && random.percent(30) {
        settings.words = Some(vec!["pelican", "no comment"]);
    }
    if random.percent(30) {
        settings.base_cycle = Some(random.within(5, 120));
    }
    if set {
        limits(random, scales, &mut settings);
    }
    settings
}

/// Limits on every scale in use, the critical one never above the low one.
fn limits(random: &mut Random, scales: &BTreeSet<Scale>, settings: &mut Settings) {
    let score = random.percent(50);
    let dimension = random.percent(50);
    for &scale in scales {
        let mut shares = [random.within(20, 90), random.within(20, 90)];
        shares.sort_unstable();
        let at = |share: i64| {
            let tenths = share * (scale.good - scale.bad).abs() / 10;
            Fraction::whole(scale.bad)
                + Fraction::new(i128::from(tenths * (scale.good - scale.bad).signum()), 10)
        };
        let mut set = |signal, share| {
            settings.below.entry(signal).or_default().insert(scale, at(share));
        };
        if score {
            set("critical-score", shares[0]);
            set("low-score", shares[1]);
        }
        if dimension {
            set("low-dimension", random.within(20, 90));
        }
    }
}
