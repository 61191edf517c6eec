//! What the files say, as values that cannot be wrong: scores on scales, moments, working days, money, incidents,
//! orders, labels, places.

mod blocks;
mod contact;
mod contract;
mod decision;
mod departure;
mod heard;
mod incident;
mod label;
mod moment;
mod money;
mod nearest;
mod order;
mod place;
mod scale;
mod status;
mod table_name;
mod texts;
mod working_days;

pub use blocks::Blocks;
pub use contact::Contact;
pub use contract::Contract;
pub use decision::{ChaseDecision, Decided};
pub use departure::{Departure, DepartureKind};
pub use heard::{Heard, HeardThreat};
pub use incident::{Incident, RECENT_DAYS, is_in_last};
pub use label::{Label, Remark};
pub use moment::{Moment, day_from_number, day_number, day_of, month_name, quarter_name};
pub use money::Money;
pub use nearest::nearest;
pub use order::OrderDay;
pub use place::{Files, Spot};
pub use scale::{RawScore, SAME, Scale, ScaleError, figure, is_at_least, is_below};
pub use status::Status;
pub use table_name::{TableName, letters};
pub use texts::{ShortText, Stretch, TextStore};
pub use working_days::{Weekday, WorkingDays};
