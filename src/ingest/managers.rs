//! Turns the names of account managers, who are few, into small numbers.

use std::collections::HashMap;

/// No manager.
pub(super) const NONE: u32 = u32::MAX;

/// The account managers that stand on answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Managers {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<[u8]>, u32>,
}

impl Managers {
    /// The name of a manager.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize).map(|name| &**name)
    }

    /// The number of a name.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub(super) fn number(&mut self, name: &[u8]) -> Result<u32, std::str::Utf8Error> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        let number = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(std::str::from_utf8(name)?.into());
        self.numbers.insert(name.into(), number);
        Ok(number)
    }
}
