//! Reads what stands beside the survey, accounts, invitations, incidents and what customers did, into the customers
//! that the answers will meet.

use std::io;

use super::accounts::{AccountSpots, read_accounts};
use super::behaviour_files::BehaviourFiles;
use super::book::ReadRequest;
use super::directory::Directory;
use super::incidents::{self, IncidentFile, IncidentRequest};
use super::invitations::Invitations;
use super::joins::Joins;
use super::source::Source;
use crate::config::{DateOrder, SourceSettings};
use crate::diagnostic::Problems;
use crate::history::Invitation;
use crate::model::{Files, TableName, day_number};

/// A file beside the survey, and what `retain.toml` says of it.
#[derive(Clone, Copy)]
pub struct SideFile<'a> {
    /// The file.
    pub source: &'a dyn Source,
    /// What `retain.toml` says of it.
    pub settings: Option<&'a SourceSettings>,
    /// Whether any row that cannot be used stops the run.
    pub is_strict: bool,
    /// In which currency amounts are shown.
    pub currency: &'a str,
    /// The order of day and month that the command line gives, for dates that leave it open.
    pub date_order: Option<DateOrder>,
}

/// What stands beside the survey.
pub(super) struct Beside {
    /// All files by the number that places carry.
    pub(super) files: Files,
    /// The customers, as far as the accounts tell them.
    pub(super) directory: Directory,
    /// Invitations, by customer index.
    pub(super) invitations: Vec<Vec<Invitation>>,
    /// Whether invitations were read.
    pub(super) has_invitations: bool,
    /// Invitations that are dated after the day.
    pub(super) invitations_later: u64,
    /// What went wrong; `None` where there is no `incidents.csv`.
    pub(super) incidents: Option<IncidentFile>,
    /// What customers did beside answering.
    pub(super) behaviour: BehaviourFiles,
    /// Customers in the accounts; `None` where there are none.
    pub(super) accounts: Option<u64>,
}

/// Reads the accounts and the invitations, so that the answers meet customers that are known; `surveys` is
/// what the surveys are called, and `joins` are those that
/// an earlier reading found to be accounts.
pub(super) fn read_beside(
    request: &ReadRequest<'_>,
    surveys: &[TableName],
    joins: &Joins,
    problems: &mut Problems,
) -> Result<Beside, (String, io::Error)> {
    let mut files = Files::default();
    for survey in surveys {
        files.add(survey.clone());
    }
    let failed = |file: &SideFile<'_>, error| (file.source.name().to_owned(), error);
    let mut directory = Directory::default();
    let (mut accounts, mut spots) = (None, AccountSpots::new());
    for file in request.accounts {
        let read = read_accounts(*file, &mut files, &mut directory, &mut spots, problems)
            .map_err(|error| failed(file, error))?;
        accounts = Some(accounts.unwrap_or(0) + read);
    }
    joins.tell(&mut directory);
    let mut invitations = Invitations::default();
    for file in request.invitations {
        invitations
            .read(*file, day_number(request.as_of), (&mut files, &mut directory), problems)
            .map_err(|error| failed(file, error))?;
    }
    let mut went_wrong: Option<IncidentFile> = None;
    for file in request.incidents {
        let asked = IncidentRequest { file: *file, issues: &request.config.issues, as_of: request.as_of };
        let read = incidents::read(asked, &mut files, &mut directory, problems)
            .map_err(|error| failed(file, error))?;
        went_wrong = match (went_wrong, read) {
            (Some(first), Some(next)) => Some(first.and(next)),
            (first, next) => first.or(next),
        };
    }
    if let Some(incidents) = &mut went_wrong {
        incidents.settle(|customer| customer as usize, &files, problems);
    }
    let behaviour = BehaviourFiles::read(request, (&mut files, &mut directory), problems)?;
    let (has_invitations, invitations_later) = (invitations.was_read, invitations.later);
    Ok(Beside {
        files,
        directory,
        invitations: invitations.in_order(),
        has_invitations,
        invitations_later,
        incidents: went_wrong,
        behaviour,
        accounts,
    })
}
