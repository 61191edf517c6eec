//! x
pub mod diagnostic;
pub mod model;
pub mod history;
pub mod signal;
