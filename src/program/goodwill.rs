//! Turns the goodwill menu into what each customer is offered: three or four things within budget and limits.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::config::{Config, Goodwill};

/// A plan offers so many things where the budget allows it.
const MOST: usize = 4;

/// What customers are offered, those on the list first and in its order, so that what one of them gets does not depend
/// on who is asked for.
#[derive(Debug, Clone)]
pub(super) struct Allocation<'a> {
    config: &'a Config,
    given: BTreeMap<usize, u32>,
    spent: Decimal,
    chosen: BTreeMap<usize, Vec<&'a Goodwill>>,
}

impl<'a> Allocation<'a> {
    /// Offers something to each of the customers, the first one first; who stands there twice is offered it once.
    pub(super) fn new(config: &'a Config, customers: impl IntoIterator<Item = usize>) -> Self {
        let mut allocation =
            Self { config, given: BTreeMap::new(), spent: Decimal::ZERO, chosen: BTreeMap::new() };
        for customer in customers {
            if allocation.chosen.contains_key(&customer) {
                continue;
            }
            let chosen = allocation.choose();
            for at in &chosen {
                *allocation.given.entry(*at).or_default() += 1;
            }
            let gifts: Vec<&Goodwill> = chosen.iter().filter_map(|at| config.goodwill.get(*at)).collect();
            allocation.spent += cost(&gifts);
            allocation.chosen.insert(customer, gifts);
        }
        allocation
    }

    /// What a customer is offered.
    pub(super) fn of(&self, customer: usize) -> Vec<&'a Goodwill> {
        self.chosen.get(&customer).cloned().unwrap_or_default()
    }

    /// What is offered to all of them together.
    pub(super) fn spent(&self) -> Decimal {
        self.spent
    }

    /// As many things as fit, four at most, by their place in the menu: those that stand first.
    fn choose(&self) -> Vec<usize> {
        let budget = &self.config.goodwill_budget;
        let left = budget.per_month.map(|month| month - self.spent);
        let purse = [budget.per_customer, left].into_iter().flatten().min();
        let is_left = |at: usize, gift: &Goodwill| {
            gift.limit.is_none_or(|limit| self.given.get(&at).copied().unwrap_or(0) < limit)
        };
        let menu: Vec<(usize, Decimal)> = self
            .config
            .goodwill
            .iter()
            .enumerate()
            .filter(|(at, gift)| is_left(*at, gift))
            .map(|(at, gift)| (at, gift.cost))
            .collect();
        (1..=MOST).rev().find_map(|count| first_of(&menu, count, purse)).unwrap_or_default()
    }
}

/// What gifts cost together.
pub(super) fn cost(gifts: &[&Goodwill]) -> Decimal {
    gifts.iter().map(|gift| gift.cost).sum()
}

/// The first so many of the menu that the purse can pay together; `None` where it cannot pay so many.
fn first_of(menu: &[(usize, Decimal)], count: usize, purse: Option<Decimal>) -> Option<Vec<usize>> {
    let Some(purse) = purse else {
        return (menu.len() >= count).then(|| menu.iter().take(count).map(|(at, _)| *at).collect());
    };
    let (mut chosen, mut left) = (Vec::new(), purse);
    for (place, (at, cost)) in menu.iter().enumerate() {
        let missing = count - chosen.len();
        if missing == 0 {
            break;
        }
        // Taken only if the rest can still be had from what stands below.
        let mut below: Vec<Decimal> = menu.iter().skip(place + 1).map(|(_, cost)| *cost).collect();
        below.sort();
        let rest: Decimal = below.iter().take(missing - 1).sum();
        if below.len() >= missing - 1 && cost + rest <= left {
            chosen.push(*at);
            left -= cost;
        }
    }
    (chosen.len() == count).then_some(chosen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::GoodwillBudget;

    fn config(costs: &[(i64, Option<u32>)], per_customer: Option<i64>, per_month: Option<i64>) -> Config {
        let gift = |(at, (cost, limit)): (usize, &(i64, Option<u32>))| Goodwill {
            name: format!("gift {at}"),
            cost: Decimal::from(*cost),
            limit: *limit,
        };
        let mut config = Config::default();
        config.goodwill = costs.iter().enumerate().map(gift).collect();
        config.goodwill_budget = GoodwillBudget {
            per_customer: per_customer.map(Decimal::from),
            per_month: per_month.map(Decimal::from),
        };
        config
    }

    fn names(gifts: &[&Goodwill]) -> Vec<String> {
        gifts.iter().map(|gift| gift.name.clone()).collect()
    }

    #[test]
    fn four_things_from_the_top_of_the_menu_where_nothing_limits_them() {
        let config = config(&[(10, None), (20, None), (30, None), (40, None), (50, None)], None, None);
        assert_eq!(names(&Allocation::new(&config, [7]).of(7)), ["gift 0", "gift 1", "gift 2", "gift 3"]);
    }

    #[test]
    fn as_many_as_the_budget_of_the_customer_pays() {
        let config = config(&[(100, None), (20, None), (30, None), (40, None)], Some(90), None);
        assert_eq!(names(&Allocation::new(&config, [7]).of(7)), ["gift 1", "gift 2", "gift 3"]);
    }

    #[test]
    fn a_dear_thing_does_not_keep_three_others_out() {
        let config = config(&[(60, None), (20, None), (30, None), (40, None)], Some(100), None);
        assert_eq!(names(&Allocation::new(&config, [7]).of(7)), ["gift 1", "gift 2", "gift 3"]);
    }

    #[test]
    fn limits_and_the_budget_of_the_month_go_to_the_first_on_the_list() {
        let config = config(&[(10, Some(1)), (20, None), (30, None)], None, Some(110));
        let allocation = Allocation::new(&config, [3, 1, 2]);
        assert_eq!(names(&allocation.of(3)), ["gift 0", "gift 1", "gift 2"]);
        assert_eq!(names(&allocation.of(1)), ["gift 1", "gift 2"]);
        assert_eq!(allocation.of(2), Vec::<&Goodwill>::new());
        assert_eq!(allocation.spent(), Decimal::from(110));
        assert!(allocation.of(99).is_empty(), "nothing is left for who is not on the list");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_budget_and_no_limit_is_ever_exceeded(
            costs in prop::collection::vec((0_i64..100, prop::option::of(1_u32..4)), 0..9),
            per_customer in prop::option::of(0_i64..200),
            per_month in prop::option::of(0_i64..500),
            customers in 0_usize..9,
        ) {
            let config = config(&costs, per_customer, per_month);
            let allocation = Allocation::new(&config, 0..customers);
            let mut given: BTreeMap<String, u32> = BTreeMap::new();
            for customer in 0..customers {
                let gifts = allocation.of(customer);
                prop_assert!(gifts.len() <= MOST);
                prop_assert!(per_customer.is_none_or(|budget| cost(&gifts) <= Decimal::from(budget)));
                for name in names(&gifts) { *given.entry(name).or_default() += 1; }
            }
            prop_assert!(per_month.is_none_or(|budget| allocation.spent() <= Decimal::from(budget)));
            for gift in &config.goodwill {
                prop_assert!(gift.limit.is_none_or(|limit| given.get(&gift.name).copied().unwrap_or(0) <= limit));
            }
        }
    }
}
