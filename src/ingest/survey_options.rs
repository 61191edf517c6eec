//! What the command line can say about reading a survey.

use crate::config::DateOrder;
use crate::model::Scale;

/// What the command line says about reading a survey; it goes before `retain.toml`.
#[derive(Debug, Clone, Default)]
pub struct SurveyOptions {
    /// A scale for a column, or for all of them (`None`).
    pub scales: Vec<(Option<String>, Scale)>,
    /// The order of day and month.
    pub date_order: Option<DateOrder>,
    /// The column that names the customer.
    pub customer: Option<String>,
    /// Whether every row is a customer of its own.
    pub each_row: bool,
    /// Whether any row that cannot be used stops the run.
    pub strict: bool,
    /// Whether every column is looked at in every row, to say what it holds.
    pub describes_columns: bool,
    /// Whether the lines of the rows that are left out are kept, to write them down.
    pub keeps_rejects: bool,
}
