//! Turns texts in memory into what the program makes of files.

use std::io::{self, Read};

use retain::assessment::{AtRiskList, ListRequest, at_risk_list};
use retain::config::{Config, SourceKind, SourceSettings};
use retain::ingest::{
    ReadRequest, SideFile, Source, SurveyFile, SurveyOptions, SurveyReading, WordsOf, read,
};

/// A file that stands in memory.
pub(crate) struct Text {
    name: String,
    bytes: Vec<u8>,
}

impl Text {
    pub(crate) fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), bytes: bytes.into() }
    }
}

impl Source for Text {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.bytes.as_slice()))
    }
}

/// Everything that a run reads.
pub(crate) struct Desk<'a> {
    pub(crate) config: &'a Config,
    pub(crate) surveys: &'a [Text],
    pub(crate) accounts: &'a [Text],
    pub(crate) invitations: &'a [Text],
    pub(crate) incidents: &'a [Text],
    pub(crate) orders: &'a [Text],
    pub(crate) contacts: &'a [Text],
    pub(crate) churn: &'a [Text],
    /// The scale of all scores.
    pub(crate) scale: &'a str,
    pub(crate) as_of: &'a str,
    /// Whether the words of a customer are asked for (of nobody): every wave is kept then.
    pub(crate) keeps_all: bool,
    /// Whether the lines of the rows that are left out are kept.
    pub(crate) keeps_rejects: bool,
}

impl<'a> Desk<'a> {
    /// Surveys alone, on 0-10, on a day in October.
    pub(crate) fn of(config: &'a Config, surveys: &'a [Text]) -> Self {
        Self {
            config,
            surveys,
            accounts: &[],
            invitations: &[],
            incidents: &[],
            orders: &[],
            contacts: &[],
            churn: &[],
            scale: "0-10",
            as_of: "2026-10-05",
            keeps_all: false,
            keeps_rejects: false,
        }
    }

    /// What the configuration says of a survey.
    fn settings_of(&self, survey: &Text) -> Option<&'a SourceSettings> {
        let mut sources = self.config.sources.iter();
        sources.find(|source| source.kind == SourceKind::Survey && source.files.contains(&survey.name))
    }

    /// Reads everything.
    pub(crate) fn reading(&self) -> SurveyReading {
        let surveys: Vec<_> = self
            .surveys
            .iter()
            .map(|source| SurveyFile { source, settings: self.settings_of(source) })
            .collect();
        let beside = |files: &'a [Text]| -> Vec<SideFile<'a>> {
            files
                .iter()
                .map(|source| SideFile {
                    source,
                    settings: None,
                    is_strict: false,
                    currency: "EUR",
                    date_order: None,
                })
                .collect()
        };
        let scale = self.scale.parse().expect("a scale");
        let options = SurveyOptions {
            scales: vec![(None, scale)],
            keeps_rejects: self.keeps_rejects,
            ..SurveyOptions::default()
        };
        let request = ReadRequest {
            surveys: &surveys,
            accounts: &beside(self.accounts),
            invitations: &beside(self.invitations),
            incidents: &beside(self.incidents),
            orders: &beside(self.orders),
            contacts: &beside(self.contacts),
            churn: &beside(self.churn),
            options: &options,
            config: self.config,
            as_of: self.as_of.parse().expect("a day"),
            is_today: false,
            words_of: if self.keeps_all { WordsOf::Everybody } else { WordsOf::Nobody },
        };
        read(&request).expect("memory can be read")
    }

    /// Everybody; `None` where something stops the run.
    pub(crate) fn list(&self) -> Option<AtRiskList> {
        let book = self.reading().book?;
        Some(at_risk_list(
            &book,
            self.config,
            &ListRequest { account_manager: None, wants_all: true, ..ListRequest::default() },
        ))
    }
}
