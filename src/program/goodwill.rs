//! Turns the goodwill menu into what each customer is offered: three or four things that fit, within budget and limits.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::wording::some_names;
use crate::config::{Config, Goodwill};
use crate::model::Money;

/// A plan offers so many things where the budget allows it.
const MOST: usize = 4;
/// A plan with fewer is less than what was meant, and it is said.
pub(super) const FEWEST: usize = 3;

/// A customer for whom something is to be found.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim {
    /// The customer, by index.
    pub(super) customer: usize,
    /// The name for people.
    pub(super) name: String,
    /// The classes of what made the customer unhappy.
    pub(super) issues: Vec<String>,
    /// Whether nothing is spent on the customer: let go, or nobody to be won back.
    pub(super) is_let_go: bool,
    /// When it is this customer's turn.
    pub(super) turn: Turn,
    /// What was offered to the customer already, by name: that is given, whatever the menu of the day would give.
    pub(super) promised: Option<Vec<String>>,
}

/// Who is served before whom: a later turn gets what the earlier ones leave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// On the list.
    #[default]
    Listed,
    /// On the list, and to be kept at another price only.
    Reprice,
    /// Not on the list; somebody asked for the document.
    Asked,
}

const TURNS: [Turn; 3] = [Turn::Listed, Turn::Reprice, Turn::Asked];

/// Why a customer is offered less than what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// There is no menu.
    NoMenu,
    /// The customer is let go.
    LetGo,
    /// The budget of the month is spent on those before.
    Month,
    /// The budget of one customer pays for no more.
    Customer,
    /// No more of the menu fits what went wrong, or is left.
    Menu,
}

/// What customers are offered, those on the list first, so that what one of them gets does not depend on who is asked
/// for. Everybody of a turn gets one thing before anybody gets a second one.
#[derive(Debug, Clone)]
pub(super) struct Allocation<'a> {
    config: &'a Config,
    /// How many of each thing on the menu are given.
    given: BTreeMap<usize, usize>,
    spent: Decimal,
    /// In the order of the list.
    offers: Vec<Offer>,
    /// Where among the offers a customer's is.
    places: BTreeMap<usize, usize>,
}

/// What one customer is offered: places in the menu.
#[derive(Debug, Clone)]
struct Offer {
    claim: Claim,
    chosen: Vec<usize>,
    lack: Option<Lack>,
}

impl<'a> Allocation<'a> {
    /// Offers something to each of the customers; who stands there twice is offered it once.
    pub(super) fn new(config: &'a Config, claims: impl IntoIterator<Item = Claim>) -> Self {
        let mut allocation = Self {
            config,
            given: BTreeMap::new(),
            spent: Decimal::ZERO,
            offers: Vec::new(),
            places: BTreeMap::new(),
        };
        for claim in claims {
            if !allocation.places.contains_key(&claim.customer) {
                allocation.places.insert(claim.customer, allocation.offers.len());
                allocation.promise(claim);
            }
        }
        for turn in TURNS {
            for count in 1..=MOST {
                allocation.raise_all(turn, count);
            }
        }
        let lacks: Vec<_> = allocation.offers.iter().map(|offer| allocation.lack_of(offer)).collect();
        allocation.offers.iter_mut().zip(lacks).for_each(|(offer, lack)| offer.lack = lack);
        allocation
    }

    /// Puts what was promised to a customer first of all.
    fn promise(&mut self, claim: Claim) {
        let place = |name: &String| self.config.goodwill.iter().position(|gift| gift.name == *name);
        let chosen: Vec<usize> = claim.promised.iter().flatten().filter_map(place).collect();
        for at in &chosen {
            *self.given.entry(*at).or_default() += 1;
        }
        let offer = Offer { claim, chosen, lack: None };
        self.spent += self.cost_of(&offer);
        self.offers.push(offer);
    }

    /// Offers so many things to everybody of a turn, the first on the list first, as far as they can be had.
    fn raise_all(&mut self, turn: Turn, count: usize) {
        for place in 0..self.offers.len() {
            let is_served = |offer: &&Offer| offer.claim.turn == turn && offer.claim.promised.is_none();
            let Some(offer) = self.offers.get(place).filter(is_served) else { continue };
            let raised = self.choose(offer, count, self.purses(offer));
            let Some(chosen) = raised else { continue };
            self.spent -= self.cost_of(offer);
            for at in &offer.chosen {
                *self.given.entry(*at).or_default() -= 1;
            }
            for at in &chosen {
                *self.given.entry(*at).or_default() += 1;
            }
            if let Some(offer) = self.offers.get_mut(place) {
                offer.chosen = chosen;
            }
            self.spent += self.offers.get(place).map(|offer| self.cost_of(offer)).unwrap_or_default();
        }
    }

    /// What may be spent on one customer: of the own budget, and of what the others leave of the month's.
    fn purses(&self, offer: &Offer) -> [Option<Decimal>; 2] {
        let budget = &self.config.goodwill_budget;
        let others = self.spent - self.cost_of(offer);
        [budget.per_customer, budget.per_month.map(|month| month - others)]
    }

    fn lack_of(&self, offer: &Offer) -> Option<Lack> {
        let [customer, _] = self.purses(offer);
        let has_more = |purses| self.choose(offer, offer.chosen.len() + 1, purses).is_some();
        (offer.chosen.len() < FEWEST && offer.claim.promised.is_none()).then(|| match () {
            () if offer.claim.is_let_go => Lack::LetGo,
            () if has_more([customer, None]) => Lack::Month,
            () if has_more([None, None]) => Lack::Customer,
            () => Lack::Menu,
        })
    }

    fn gifts_of(&self, offer: &Offer) -> Vec<&'a Goodwill> {
        offer.chosen.iter().filter_map(|at| self.config.goodwill.get(*at)).collect()
    }

    fn cost_of(&self, offer: &Offer) -> Decimal {
        cost(&self.gifts_of(offer))
    }

    fn offer(&self, customer: usize) -> Option<&Offer> {
        self.offers.get(*self.places.get(&customer)?)
    }

    /// What a customer is offered.
    pub(super) fn of(&self, customer: usize) -> Vec<&'a Goodwill> {
        self.offer(customer).map(|offer| self.gifts_of(offer)).unwrap_or_default()
    }

    /// The same by name: what was promised has its name though it left the menu.
    pub(super) fn names(&self, customer: usize) -> Vec<String> {
        let promised = self.offer(customer).and_then(|offer| offer.claim.promised.clone());
        promised.unwrap_or_else(|| self.of(customer).iter().map(|gift| gift.name.clone()).collect())
    }

    /// Why a customer is offered less than what was meant; `None` where that is not so.
    pub(super) fn lack(&self, customer: usize) -> Option<Lack> {
        if self.config.goodwill.is_empty() { Some(Lack::NoMenu) } else { self.offer(customer)?.lack }
    }

    /// What is offered to all of them together.
    pub(super) fn spent(&self) -> Decimal {
        self.spent
    }

    /// What is offered to all of them where the month has no budget.
    pub(super) fn spent_without_budget_of_the_month(&self) -> Decimal {
        let mut config = self.config.clone();
        config.goodwill_budget.per_month = None;
        Allocation::new(&config, self.offers.iter().map(|offer| offer.claim.clone())).spent()
    }

    /// On whom else the budget of the month is spent: `Acme 310 EUR and Globex 290 EUR`.
    pub(super) fn spent_on_others(&self, customer: usize) -> String {
        let others = self.offers.iter().filter(|offer| offer.claim.customer != customer);
        let on = others.filter(|offer| !offer.chosen.is_empty()).map(|offer| {
            let cost = Money::new(self.cost_of(offer)).in_currency(&self.config.company.currency);
            format!("{} {cost}", offer.claim.name)
        });
        some_names(&on.collect::<Vec<_>>())
    }

    /// So many things that a customer can be offered, by their place in the menu: those that are for what went wrong
    /// first, then those that fit everything, each in the order of the menu. `None` where there are not so many.
    fn choose(&self, offer: &Offer, count: usize, purses: [Option<Decimal>; 2]) -> Option<Vec<usize>> {
        if offer.claim.is_let_go {
            return None;
        }
        let to_others = |at: usize| {
            let given = self.given.get(&at).copied().unwrap_or_default();
            given - usize::from(offer.chosen.contains(&at))
        };
        let is_left =
            |at: usize, gift: &Goodwill| gift.limit.is_none_or(|limit| to_others(at) < limit as usize);
        let is_for = |gift: &Goodwill| gift.issues.iter().any(|issue| offer.claim.issues.contains(issue));
        let menu = self.config.goodwill.iter().enumerate().filter(|(at, gift)| is_left(*at, gift));
        let (fitting, others): (Vec<_>, Vec<_>) = menu.partition(|(_, gift)| is_for(gift));
        let others = others.into_iter().filter(|(_, gift)| gift.issues.is_empty());
        let menu: Vec<(usize, Decimal)> =
            fitting.into_iter().chain(others).map(|(at, gift)| (at, gift.cost)).collect();
        first_of(&menu, count, purses.into_iter().flatten().min())
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
            issues: Vec::new(),
        };
        let mut config = Config::default();
        config.goodwill = costs.iter().enumerate().map(gift).collect();
        config.goodwill_budget = GoodwillBudget {
            per_customer: per_customer.map(Decimal::from),
            per_month: per_month.map(Decimal::from),
        };
        config
    }

    fn claim(customer: usize) -> Claim {
        Claim { customer, name: format!("Customer {customer}"), ..Claim::default() }
    }

    fn names(gifts: &[&Goodwill]) -> Vec<String> {
        gifts.iter().map(|gift| gift.name.clone()).collect()
    }

    #[test]
    fn four_things_from_the_top_of_the_menu_where_nothing_limits_them() {
        let config = config(&[(10, None), (20, None), (30, None), (40, None), (50, None)], None, None);
        assert_eq!(
            names(&Allocation::new(&config, [claim(7)]).of(7)),
            ["gift 0", "gift 1", "gift 2", "gift 3"]
        );
    }

    #[test]
    fn as_many_as_the_budget_of_the_customer_pays() {
        let config = config(&[(100, None), (20, None), (30, None), (40, None)], Some(90), None);
        assert_eq!(names(&Allocation::new(&config, [claim(7)]).of(7)), ["gift 1", "gift 2", "gift 3"]);
    }

    #[test]
    fn a_dear_thing_does_not_keep_three_others_out() {
        let config = config(&[(60, None), (20, None), (30, None), (40, None)], Some(100), None);
        assert_eq!(names(&Allocation::new(&config, [claim(7)]).of(7)), ["gift 1", "gift 2", "gift 3"]);
    }

    #[test]
    fn limits_and_what_cannot_be_shared_go_to_the_first_on_the_list() {
        let config = config(&[(10, Some(1)), (20, None), (30, None)], None, Some(110));
        let allocation = Allocation::new(&config, [3, 1, 2].map(claim));
        assert_eq!(names(&allocation.of(3)), ["gift 0", "gift 1"]);
        assert_eq!(names(&allocation.of(1)), ["gift 1", "gift 2"]);
        assert_eq!(names(&allocation.of(2)), ["gift 1"]);
        assert_eq!(allocation.spent(), Decimal::from(100));
        assert!(allocation.of(99).is_empty(), "nothing is left for who is not on the list");
    }

    #[test]
    fn the_month_is_shared_and_who_is_repriced_or_only_asked_for_gets_what_is_left() {
        let config = config(&[(80, None), (90, None), (100, None)], Some(300), Some(340));
        let turns = [(1, Turn::Reprice), (2, Turn::Listed), (3, Turn::Asked), (4, Turn::Listed)];
        let claims = |some: &[(usize, Turn)]| {
            some.iter().map(|(customer, turn)| Claim { turn: *turn, ..claim(*customer) }).collect::<Vec<_>>()
        };
        let allocation = Allocation::new(&config, claims(&turns));
        let counts = [1, 2, 3, 4].map(|customer| allocation.of(customer).len());
        assert_eq!(counts, [0, 2, 0, 2], "neither of both gets a third before the other has two");
        assert_eq!(allocation.spent_on_others(1), "Customer 2 170 EUR and Customer 4 170 EUR");
        assert_eq!(allocation.lack(1), Some(Lack::Month));
        let alone = Allocation::new(&config, claims(&turns[..1]));
        assert_eq!(alone.of(1).len(), 3);
    }

    #[test]
    fn what_is_for_the_issue_comes_first_and_what_is_for_another_one_not_at_all() {
        let mut config = config(&[(10, None), (20, None), (30, None), (40, None)], None, None);
        config.goodwill[1].issues = vec!["outage".to_owned()];
        config.goodwill[3].issues = vec!["billing".to_owned(), "price".to_owned()];
        let offered = |issues: &[&str]| {
            let issues = issues.iter().map(|issue| (*issue).to_owned()).collect();
            names(&Allocation::new(&config, [Claim { issues, ..claim(7) }]).of(7))
        };
        assert_eq!(offered(&["price"]), ["gift 3", "gift 0", "gift 2"]);
        assert_eq!(offered(&["outage", "billing"]), ["gift 1", "gift 3", "gift 0", "gift 2"]);
        assert_eq!(offered(&[]), ["gift 0", "gift 2"], "nothing is known of the cause");
    }

    #[test]
    fn nothing_is_spent_on_who_is_let_go() {
        let config = config(&[(10, None), (20, None), (30, None)], None, None);
        let allocation = Allocation::new(&config, [Claim { is_let_go: true, ..claim(7) }, claim(8)]);
        assert_eq!((names(&allocation.of(7)), allocation.lack(7)), (Vec::new(), Some(Lack::LetGo)));
        assert_eq!(allocation.spent(), Decimal::from(60));
    }

    #[test]
    fn it_is_known_why_somebody_gets_little() {
        let lack = |costs: &[(i64, Option<u32>)], customer, month| {
            let config = config(costs, customer, month);
            let allocation = Allocation::new(&config, [claim(1), claim(2)]);
            (allocation.lack(2), allocation.spent_on_others(2))
        };
        let three = [(10, None), (20, None), (30, None)];
        assert_eq!(lack(&three, None, Some(120)).0, None);
        let (why, on) = lack(&three, None, Some(119));
        assert_eq!((why, on.as_str()), (Some(Lack::Month), "Customer 1 60 EUR"));
        assert_eq!(lack(&three, Some(59), None).0, Some(Lack::Customer));
        assert_eq!(lack(&[(10, None), (20, None), (30, Some(1))], None, None).0, Some(Lack::Menu));
        assert_eq!(lack(&[], None, None).0, Some(Lack::NoMenu));
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
            let allocation = Allocation::new(&config, (0..customers).map(claim));
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
