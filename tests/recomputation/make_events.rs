//! Makes up accounts, incidents, orders, contacts and who has left.

use crate::firm::{Account, Contact, Day, Incident, Left, Order, shifted};
use crate::fraction::Fraction;
use crate::random::Random;

/// A day at most so long ago; now and then one of the limits that signals look at, or the future.
fn day(random: &mut Random, as_of: Day, longest: i64) -> Day {
    let limits = [0, 1, 6, 7, 8, 88, 89, 90, 91, 364, 365, 399, 400, 401, -1, -5];
    let back = if random.percent(25) { *random.of(&limits) } else { random.within(-10, longest) };
    shifted(as_of, -back)
}

pub(crate) fn accounts(random: &mut Random, customers: &[String], as_of: Day) -> Vec<Account> {
    let valued = *random.of(&[0, 50, 90, 100]);
    let listed = *random.of(&[80, 100, 100]);
    let accounts: Vec<_> = customers
        .iter()
        .enumerate()
        .filter_map(|(place, customer)| {
            let account = Account {
                customer: customer.clone(),
                value: random.percent(valued).then(|| match random.within(0, 9) {
                    0 => Fraction::whole(0),
                    1..=4 => Fraction::whole(random.within(1, 8) * 1_000),
                    _ => Fraction::hundredths(random.within(0, 9_000_000)),
                }),
                margin: random.percent(30).then(|| Fraction::hundredths(random.within(1, 100))),
                since: random
                    .percent(50)
                    .then(|| day(random, as_of, if place % 2 == 0 { 150 } else { 3000 })),
                renewal: random.percent(50).then(|| shifted(as_of, random.within(-120, 450))),
                pays_late: random.percent(50).then(|| random.within(0, 60)),
                effort: random.percent(30).then(|| random.within(0, 40)),
                profit: random.percent(30).then(|| random.within(-5_000, 50_000)),
            };
            random.percent(listed).then_some(account)
        })
        .collect();
    if accounts.is_empty() { self::accounts(random, customers, as_of) } else { accounts }
}

pub(crate) fn incidents(random: &mut Random, customers: &[String], as_of: Day) -> Vec<Incident> {
    let mut incidents = Vec::new();
    let often = random.within(5, 70);
    for customer in customers {
        while random.percent(often) {
            let opened = day(random, as_of, 500);
            let resolved = random.percent(75).then(|| shifted(opened, random.within(0, 40)));
            let hours = |random: &mut Random| {
                random
                    .percent(50)
                    .then(|| Fraction::hundredths(random.within(1, 200) * *random.of(&[50, 100, 25])))
            };
            incidents.push(Incident {
                customer: customer.clone(),
                opened,
                resolved,
                complaint: random.percent(20),
                public: random.percent(20),
                threatens: random.percent(5),
                promised: hours(random),
                actual: hours(random),
            });
        }
    }
    if incidents.is_empty() { self::incidents(random, customers, as_of) } else { incidents }
}

pub(crate) fn orders(random: &mut Random, customers: &[String], as_of: Day) -> Vec<Order> {
    let mut orders = Vec::new();
    let buying = random.within(30, 100);
    let unknown = *random.of(&[0, 0, 3, 100]);
    for customer in customers {
        if !random.percent(buying) {
            continue;
        }
        let gap = random.within(3, 80);
        let mut at = day(random, as_of, 900);
        let stops = random.percent(30).then(|| shifted(as_of, -random.within(0, 400)));
        for _ in 0..random.within(1, 30) {
            let amount = match random.within(0, 19) {
                0 => -random.within(0, 300_000),
                1 => 0,
                _ => random.within(100, 500_000),
            };
            if stops.is_none_or(|last| at <= last) {
                let amount = (!random.percent(unknown)).then(|| Fraction::hundredths(amount));
                orders.push(Order { customer: customer.clone(), day: at, amount });
            }
            at = shifted(at, random.within(0, 2 * gap));
        }
    }
    if orders.is_empty() { self::orders(random, customers, as_of) } else { orders }
}

pub(crate) fn contacts(random: &mut Random, customers: &[String], as_of: Day) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for customer in customers {
        if random.percent(30) {
            continue;
        }
        let acts = random.within(0, 30);
        for _ in 0..random.within(1, 8) {
            let day = day(random, as_of, 500);
            let acted = (!random.percent(10)).then(|| random.percent(acts));
            contacts.push(Contact { customer: customer.clone(), day, acted });
        }
    }
    if contacts.is_empty() { self::contacts(random, customers, as_of) } else { contacts }
}

pub(crate) fn churn(random: &mut Random, customers: &[String], as_of: Day) -> Vec<Left> {
    let leaving = random.within(2, 40);
    let mut left = Vec::new();
    for customer in customers {
        if random.percent(leaving) {
            let kind = *random.of(&["left", "left", "", "less"]);
            left.push(Left { customer: customer.clone(), day: day(random, as_of, 400), kind });
        }
    }
    if left.is_empty() { self::churn(random, customers, as_of) } else { left }
}
