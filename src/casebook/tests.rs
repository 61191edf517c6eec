//! Laws of the record.
