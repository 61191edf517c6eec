//! What customers did beside answering: orders, contacts acted upon, departures; and what the whole firm's orders tell.

use chrono::NaiveDate;

use super::orders::OrderCourse;
use super::waves::median;
use crate::model::{Contact, Departure, DepartureKind, OrderDay};

/// Fewer customers than this do not tell how often people usually order.
const ENOUGH_CUSTOMERS: usize = 5;

/// The usual days between two orders of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BaseCycle {
    /// The days.
    pub days: f64,
    /// The customers whose median it is; `None` where the firm stated it.
    pub customers: Option<usize>,
}

/// What customers did, by customer index; customers behind the last one did nothing. `None` where no file says
/// anything of it.
#[derive(Debug, Clone, Default)]
pub struct Behaviour {
    /// What was ordered and sent back, a row a day, oldest first.
    orders: Option<Vec<Vec<OrderDay>>>,
    /// The contacts, oldest first.
    contacts: Option<Vec<Vec<Contact>>>,
    /// Who left or buys less, oldest first.
    departures: Option<Vec<Vec<Departure>>>,
    base: Option<BaseCycle>,
}

impl Behaviour {
    /// Takes the orders, and measures how often people order; `stated` stands in where too few customers tell.
    #[must_use]
    pub fn with_orders(mut self, orders: Vec<Vec<OrderDay>>, stated: Option<f64>) -> Self {
        self.base = base_cycle(&orders).or_else(|| stated.map(|days| BaseCycle { days, customers: None }));
        self.orders = Some(orders);
        self
    }

    /// Takes the contacts.
    #[must_use]
    pub fn with_contacts(mut self, contacts: Vec<Vec<Contact>>) -> Self {
        self.contacts = Some(contacts);
        self
    }

    /// Takes those who left or buy less.
    #[must_use]
    pub fn with_departures(mut self, departures: Vec<Vec<Departure>>) -> Self {
        self.departures = Some(departures);
        self
    }

    /// Whether orders were read.
    #[must_use]
    pub fn has_orders(&self) -> bool {
        self.orders.is_some()
    }

    /// Whether contacts were read.
    #[must_use]
    pub fn has_contacts(&self) -> bool {
        self.contacts.is_some()
    }

    /// Whether it was read who left.
    #[must_use]
    pub fn has_departures(&self) -> bool {
        self.departures.is_some()
    }

    /// The usual days between two orders; `None` where nothing tells.
    #[must_use]
    pub fn base(&self) -> Option<BaseCycle> {
        self.base
    }

    /// What a customer ordered and sent back, oldest first.
    #[must_use]
    pub fn orders_of(&self, customer: usize) -> &[OrderDay] {
        of(self.orders.as_ref(), customer)
    }

    /// The contacts of a customer, oldest first.
    #[must_use]
    pub fn contacts_of(&self, customer: usize) -> &[Contact] {
        of(self.contacts.as_ref(), customer)
    }

    /// The departures of a customer, oldest first.
    #[must_use]
    pub fn departures_of(&self, customer: usize) -> &[Departure] {
        of(self.departures.as_ref(), customer)
    }

    /// How a customer's orders went on up to a day.
    #[must_use]
    pub fn course_of(&self, customer: usize, as_of: NaiveDate) -> OrderCourse<'_> {
        OrderCourse::new(self.orders_of(customer), self.base, as_of)
    }

    /// When and how a customer left last, by the firm's files or as it is `recorded`, unless there was an order or an
    /// answer (on the day `newest`) after it.
    #[must_use]
    pub fn left<'a>(
        &'a self,
        customer: usize,
        recorded: Option<&'a Departure>,
        newest: Option<NaiveDate>,
    ) -> Option<&'a Departure> {
        let departures = recorded.into_iter().chain(self.departures_of(customer));
        let left = departures.filter(|departure| departure.kind == DepartureKind::Left);
        let left = left.max_by_key(|departure| departure.day)?;
        let last_order = self.orders_of(customer).iter().rev().find(|day| day.is_order).map(|day| day.day);
        let came_back = newest.max(last_order).is_some_and(|day| day > left.day);
        (!came_back).then_some(left)
    }

    /// The customers with anything of a kind: orders, contacts, departures.
    #[must_use]
    pub fn counts(&self) -> [Option<u64>; 3] {
        fn some<T>(all: Option<&Vec<Vec<T>>>) -> Option<u64> {
            Some(all?.iter().filter(|own| !own.is_empty()).count() as u64)
        }
        [some(self.orders.as_ref()), some(self.contacts.as_ref()), some(self.departures.as_ref())]
    }
}

fn of<T>(all: Option<&Vec<Vec<T>>>, customer: usize) -> &[T] {
    all.and_then(|all| all.get(customer)).map_or(&[], Vec::as_slice)
}

/// The median over the customers with 2 orders or more of the mean days between their orders.
fn base_cycle(orders: &[Vec<OrderDay>]) -> Option<BaseCycle> {
    let mean_gap = |days: &Vec<OrderDay>| {
        let mut ordered = days.iter().filter(|day| day.is_order).map(|day| day.day);
        let first = ordered.next()?;
        let (gaps, last) = ordered.fold((0_u32, first), |(gaps, _), day| (gaps + 1, day));
        (gaps > 0).then(|| (last - first).num_days() as f64 / f64::from(gaps))
    };
    let mut gaps: Vec<f64> = orders.iter().filter_map(mean_gap).collect();
    let customers = gaps.len();
    let days = median(&mut gaps).filter(|_| customers >= ENOUGH_CUSTOMERS)?;
    Some(BaseCycle { days, customers: Some(customers) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Money, Spot};

    fn day(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn orders(days: &[&str]) -> Vec<OrderDay> {
        let amount = Some(Money::new(100.into()));
        days.iter().map(|text| OrderDay::of_row(day(text), amount, Spot::new(0, 2))).collect()
    }

    #[test]
    fn five_customers_tell_how_often_people_order_and_four_do_not() {
        let one = orders(&["2026-01-01", "2026-01-11", "2026-01-31"]);
        let once = orders(&["2026-01-01"]);
        let base = |customers: usize| {
            let all = [vec![one.clone(); customers], vec![once.clone(); 9]].concat();
            Behaviour::default().with_orders(all, Some(30.0)).base().unwrap()
        };
        assert_eq!(base(4), BaseCycle { days: 30.0, customers: None });
        assert_eq!(base(5), BaseCycle { days: 15.0, customers: Some(5) });
        assert_eq!(Behaviour::default().with_orders(vec![one.clone(); 4], None).base(), None);
    }

    #[test]
    fn who_orders_or_answers_after_leaving_has_not_left() {
        let left = |kind| Departure {
            day: day("2026-03-01"),
            kind,
            revenue: None,
            stated_reason: None,
            proximate_cause: None,
            root_cause: None,
            spot: Spot::new(0, 2),
        };
        let of = |kind, last: &str| {
            Behaviour::default()
                .with_orders(vec![orders(&[last])], None)
                .with_departures(vec![vec![left(kind)]])
        };
        let gone = of(DepartureKind::Left, "2026-03-01");
        assert!(gone.left(0, None, None).is_some() && gone.left(0, None, Some(day("2026-03-01"))).is_some());
        assert!(gone.left(0, None, Some(day("2026-03-02"))).is_none());
        assert!(of(DepartureKind::Left, "2026-03-02").left(0, None, None).is_none());
        assert!(of(DepartureKind::Less, "2026-01-01").left(0, None, None).is_none());
    }
}
