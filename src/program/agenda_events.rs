//! Turns what went wrong with a customer lately into what the meeting is told of it, and what of it the customer may be told.

use serde::Serialize;

use super::dossier::Dossier;
use super::evidence::statement;
use super::wording::{quote, sentence};
use crate::model::{Incident, RECENT_DAYS};

/// Something that happened at a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct AgendaEvent {
    text: String,
    is_shareable: bool,
    has_told: bool,
    told: String,
}

/// What went wrong with a customer lately.
pub(super) fn events(dossier: &Dossier<'_>) -> Vec<AgendaEvent> {
    let event = |incident: &Incident| AgendaEvent {
        text: statement(dossier, incident),
        is_shareable: incident.is_shareable,
        has_told: incident.is_shareable && incident.summary.is_some(),
        told: incident.summary.as_deref().map(|told| sentence(&quote(told))).unwrap_or_default(),
    };
    dossier.incidents_of(RECENT_DAYS).into_iter().map(event).collect()
}
