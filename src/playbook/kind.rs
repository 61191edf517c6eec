//! The documents that have playbooks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A document of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The sheet for the team meeting.
    Agenda,
    /// What to say on the phone.
    Script,
    /// The win-back plan that the customer signs.
    PlanCustomer,
    /// The plan that both have signed: what holds, and what is owed.
    PlanInForce,
    /// The letter by which we release a customer after the final breach.
    ReleaseLetter,
    /// What of the plan stays in the house.
    PlanInternal,
    /// The follow-up checklist.
    Checklist,
    /// What everybody on the staff should know.
    StaffNotice,
    /// The page on top of a month's documents.
    Cover,
}

impl Kind {
    /// All of them, in the order in which the documents are used.
    pub const ALL: [Self; 9] = [
        Self::Agenda,
        Self::Script,
        Self::PlanCustomer,
        Self::PlanInForce,
        Self::ReleaseLetter,
        Self::PlanInternal,
        Self::Checklist,
        Self::StaffNotice,
        Self::Cover,
    ];

    /// The kind as front matter has it; its general playbook has the same name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Script => "script",
            Self::PlanCustomer => "plan-customer",
            Self::PlanInForce => "plan-in-force",
            Self::ReleaseLetter => "release-letter",
            Self::PlanInternal => "plan-internal",
            Self::Checklist => "checklist",
            Self::StaffNotice => "staff-notice",
            Self::Cover => "cover",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A text that is no kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindError;

impl fmt::Display for KindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the documents are {}", Kind::ALL.map(Kind::id).join(", "))
    }
}

impl std::error::Error for KindError {}

impl FromStr for Kind {
    type Err = KindError;

    /// Reads the name of a document, such as `plan-customer`.
    ///
    /// # Errors
    /// When there is no such document.
    fn from_str(text: &str) -> Result<Self, KindError> {
        Self::ALL.into_iter().find(|kind| kind.id() == text).ok_or(KindError)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    #[test]
    fn a_kind_reads_back_as_written_on_the_command_line_and_in_front_matter() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            let text: StrDeserializer<'_, Error> = kind.id().into_deserializer();
            assert_eq!(Kind::deserialize(text), Ok(kind));
        }
        assert_eq!("letter".parse::<Kind>(), Err(KindError));
        assert!(KindError.to_string().contains("plan-customer"));
    }
}
