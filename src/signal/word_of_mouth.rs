//! Turns a number of unhappy customers into how many people may hear of it, by figures that are quoted and not verified.

/// How many people an unhappy customer is said to tell.
const PEOPLE_TOLD: (u64, u64) = (9, 15);
/// Where the figures come from.
const SOURCE: &str =
    "quoted from a study for the White House Office of Consumer Affairs, 1979 to 1986; not verified";

/// Who may hear of so many unhappy customers. It is a note beside the figures, and no part of any of them.
#[must_use]
pub fn word_of_mouth(customers: u64) -> String {
    let (least, most) = PEOPLE_TOLD;
    format!(
        "Word of mouth: {} to {} people may hear of it, {least} to {most} for each customer ({SOURCE}).",
        customers * least,
        customers * most
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_carry_their_source_and_that_nobody_checked_them() {
        let said = word_of_mouth(2);
        assert!(
            said.starts_with("Word of mouth: 18 to 30 people") && said.contains("not verified"),
            "{said}"
        );
    }
}
