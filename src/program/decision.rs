//! Turns the chase decision into words: what the figures say, what they rest on, or why they cannot say it.

use super::dossier::Dossier;

/// Whether to chase a customer, as the figures have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Decision {
    /// What the figures say; empty where they cannot.
    pub(super) says: String,
    /// Why they cannot.
    pub(super) note: String,
    /// What they rest on, a line each.
    pub(super) inputs: Vec<String>,
}

/// Words the decision.
pub(super) fn decision(dossier: &Dossier<'_>) -> Decision {
    let _ = dossier;
    Decision::default()
}
