//! The playbooks that are compiled in.

use super::Kind;

/// The general playbook of a document, which fits when no other does.
pub(super) fn general(kind: Kind) -> &'static str {
    match kind {
        Kind::Agenda => include_str!("../../playbooks/agenda.md"),
        Kind::Script => include_str!("../../playbooks/script.md"),
        Kind::PlanCustomer => include_str!("../../playbooks/plan-customer.md"),
        Kind::PlanInForce => include_str!("../../playbooks/plan-in-force.md"),
        Kind::ReleaseLetter => include_str!("../../playbooks/release-letter.md"),
        Kind::PlanInternal => include_str!("../../playbooks/plan-internal.md"),
        Kind::Checklist => include_str!("../../playbooks/checklist.md"),
        Kind::StaffNotice => include_str!("../../playbooks/staff-notice.md"),
        Kind::Cover => include_str!("../../playbooks/cover.md"),
    }
}

/// The playbooks for special occasions, by name.
pub(super) const SPECIAL: &[(&str, &str)] = &[
    ("script-broken-promise", include_str!("../../playbooks/script-broken-promise.md")),
    ("script-communication", include_str!("../../playbooks/script-communication.md")),
    ("script-courtesy", include_str!("../../playbooks/script-courtesy.md")),
    ("script-gone-quiet", include_str!("../../playbooks/script-gone-quiet.md")),
    ("script-lapsed-orders", include_str!("../../playbooks/script-lapsed-orders.md")),
    ("script-let-go", include_str!("../../playbooks/script-let-go.md")),
    ("script-price", include_str!("../../playbooks/script-price.md")),
    ("script-slow-service", include_str!("../../playbooks/script-slow-service.md")),
    ("script-threatened", include_str!("../../playbooks/script-threatened.md")),
    ("script-welcome-back", include_str!("../../playbooks/script-welcome-back.md")),
    ("script-wrong-work", include_str!("../../playbooks/script-wrong-work.md")),
];
