//! The playbooks that are compiled in.

use super::Kind;

/// The general playbook of a document, which fits when no other does.
pub(super) fn general(kind: Kind) -> &'static str {
    match kind {
        Kind::Agenda => include_str!("../../playbooks/agenda.md"),
        Kind::Script => include_str!("../../playbooks/script.md"),
        Kind::PlanCustomer => include_str!("../../playbooks/plan-customer.md"),
        Kind::PlanInternal => include_str!("../../playbooks/plan-internal.md"),
        Kind::Checklist => include_str!("../../playbooks/checklist.md"),
        Kind::StaffNotice => include_str!("../../playbooks/staff-notice.md"),
        Kind::Cover => include_str!("../../playbooks/cover.md"),
    }
}

/// The playbooks for special occasions, by name.
pub(super) const SPECIAL: &[(&str, &str)] = &[];
