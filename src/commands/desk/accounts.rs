//! Reads who is whose customer, where the firm's other files cannot be read.

use super::Desk;
use crate::config::SourceKind;
use crate::ingest::{self, Book, ReadRequest, WordsOf};

impl Desk {
    /// Reads the accounts alone: who is whose customer, where other files cannot be read.
    pub(in crate::commands) fn read_accounts(&self) -> Option<Box<Book>> {
        let request = ReadRequest {
            surveys: &[],
            accounts: &self.beside(SourceKind::Accounts),
            invitations: &[],
            incidents: &[],
            orders: &[],
            contacts: &[],
            churn: &[],
            options: &self.options,
            config: &self.config,
            as_of: self.as_of,
            is_today: self.is_today,
            words_of: WordsOf::Nobody,
        };
        let reading = ingest::read(&request).ok().filter(|reading| !reading.problems.has_errors())?;
        reading.book.filter(|book| !book.directory.is_empty())
    }
}
