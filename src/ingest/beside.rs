//! Reads what stands beside the survey, accounts, invitations and incidents, into the customers that the answers will
//! meet.

use std::io;

use super::accounts::read_accounts;
use super::book::ReadRequest;
use super::directory::Directory;
use super::incidents::{self, IncidentFile, IncidentRequest};
use super::invitations::read_invitations;
use crate::diagnostic::Problems;
use crate::history::Invitation;
use crate::model::{Files, day_number};

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
    /// What went wrong; `None` where there is no `incidents.csv`.
    pub(super) incidents: Option<IncidentFile>,
    /// Customers in `accounts.csv`; `None` where there is none.
    pub(super) accounts: Option<u64>,
}

/// Reads the accounts and the invitations, so that the answers meet customers that are known.
pub(super) fn read_beside(
    request: &ReadRequest<'_>,
    problems: &mut Problems,
) -> Result<Beside, (String, io::Error)> {
    let mut files = Files::default();
    for file in request.surveys {
        files.add(file.source.name());
    }
    let mut directory = Directory::default();
    let mut accounts = None;
    if let Some(file) = request.accounts {
        let read = read_accounts(file, &mut files, &mut directory, problems);
        accounts = Some(read.map_err(|error| (file.source.name().to_owned(), error))?);
    }
    let mut invitations = None;
    if let Some(file) = request.invitations {
        let read = read_invitations(file, day_number(request.as_of), &mut files, &mut directory, problems);
        invitations = read.map_err(|error| (file.source.name().to_owned(), error))?;
    }
    let mut went_wrong = None;
    if let Some(file) = request.incidents {
        let asked = IncidentRequest { file, issues: &request.config.issues, as_of: request.as_of };
        let read = incidents::read(asked, &mut files, &mut directory, problems);
        went_wrong = read.map_err(|error| (file.source.name().to_owned(), error))?;
    }
    let has_invitations = invitations.is_some();
    Ok(Beside {
        files,
        directory,
        invitations: invitations.unwrap_or_default(),
        has_invitations,
        incidents: went_wrong,
        accounts,
    })
}
