//! Reads orders, contacts and departures, and puts them together once it is known who is who.

use std::io;

use super::beside::SideFile;
use super::book::{ReadRequest, SurveyReading};
use super::churn::{Churn, ChurnRequest};
use super::contacts::Contacts;
use super::directory::Directory;
use super::directory_beside::Meeting;
use super::orders::{OrderRequest, Orders};
use crate::diagnostic::Problems;
use crate::history::Behaviour;
use crate::model::Files;

/// What customers did, as the files have it; `None` where there is no file of a kind that can be used.
#[derive(Debug, Default)]
pub(super) struct BehaviourFiles {
    /// What was ordered.
    pub(super) orders: Option<Orders>,
    /// What was sent to customers.
    pub(super) contacts: Option<Contacts>,
    /// Who left.
    pub(super) churn: Option<Churn>,
}

impl BehaviourFiles {
    /// Reads all of them, in this order.
    pub(super) fn read(
        request: &ReadRequest<'_>,
        (files, directory): (&mut Files, &mut Directory),
        problems: &mut Problems,
    ) -> Result<Self, (String, io::Error)> {
        let failed = |file: &SideFile<'_>, error| (file.source.name().to_owned(), error);
        let (until, directory) = (request.as_of, &mut Meeting::new(directory));
        let (mut orders, mut contacts, mut churn) =
            (Orders::default(), Contacts::default(), Churn::default());
        let mut was_read = [false; 3];
        let [has_orders, has_contacts, has_churn] = &mut was_read;
        for file in request.orders {
            let asked = OrderRequest { file: *file, is_one_of_several: request.orders.len() > 1, until };
            let read = orders.read(asked, files, directory, problems);
            *has_orders |= read.map_err(|error| failed(file, error))?;
        }
        for file in request.contacts {
            let read = contacts.read(*file, until, (files, directory), problems);
            *has_contacts |= read.map_err(|error| failed(file, error))?;
        }
        for file in request.churn {
            let asked = ChurnRequest { file: *file, issues: &request.config.issues, until };
            let read = churn.read(asked, files, directory, problems);
            *has_churn |= read.map_err(|error| failed(file, error))?;
        }
        Ok(Self {
            orders: has_orders.then_some(orders),
            contacts: has_contacts.then_some(contacts),
            churn: has_churn.then_some(churn),
        })
    }

    /// The numbers that places of these files carry.
    pub(super) fn numbers(&self) -> Vec<u16> {
        let of_orders = self.orders.iter().flat_map(|orders| &orders.numbers);
        let of_contacts = self.contacts.iter().flat_map(|contacts| &contacts.numbers);
        let of_churn = self.churn.iter().flat_map(|churn| &churn.numbers);
        of_orders.chain(of_contacts).chain(of_churn).copied().collect()
    }

    /// Says what became of the rows.
    pub(super) fn count(&self, reading: &mut SurveyReading) {
        reading.orders = self.orders.as_ref().map(Orders::counted);
        reading.contacts = self.contacts.as_ref().map(|contacts| contacts.counts);
        reading.churn = self.churn.as_ref().map(|churn| churn.counts);
    }

    /// What customers did; `stated` is the usual cycle where too few customers order to measure it.
    pub(super) fn put_together(
        self,
        directory: &Directory,
        stated: Option<f64>,
        reading: &mut SurveyReading,
    ) -> Behaviour {
        let mut behaviour = Behaviour::default();
        if let Some(orders) = self.orders {
            let (orders, counts) = orders.by_customer(directory);
            behaviour = behaviour.with_orders(orders, stated);
            reading.orders = Some(counts);
        }
        if let Some(contacts) = self.contacts {
            behaviour = behaviour.with_contacts(contacts.by_customer(directory));
        }
        if let Some(churn) = self.churn {
            behaviour = behaviour.with_departures(churn.by_customer(directory));
        }
        behaviour
    }
}
