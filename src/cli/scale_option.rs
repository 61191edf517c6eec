//! Turns the value of `--scale` into a scale and the column that it is of.

use std::str::FromStr;

use crate::model::Scale;

/// `--scale`: the scale of one column, or of every column that has none of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleOption {
    /// The header of the column; `None` is every score.
    pub column: Option<String>,
    /// Its scale.
    pub scale: Scale,
}

impl FromStr for ScaleOption {
    type Err = String;

    /// Reads `1-5` or `Accuracy=1-5`. The last `=` parts the two, since a question may hold one and a scale cannot.
    ///
    /// # Errors
    /// When the scale is none, or nothing stands before the `=`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (column, scale) = match text.rsplit_once('=') {
            Some((column, scale)) => (Some(column.trim()), scale),
            None => (None, text),
        };
        if column == Some("") {
            return Err("name a column before the `=`, as in Accuracy=1-5, or leave out the `=`".to_owned());
        }
        let scale = scale.parse::<Scale>().map_err(|error| error.to_string())?;
        Ok(Self { column: column.map(str::to_owned), scale })
    }
}
