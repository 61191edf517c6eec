//! Turns where the case of a customer stands into which papers there are, and into why there is none.

use super::dossier::Dossier;
use crate::assessment::Stage;
use crate::casebook::Case;
use crate::diagnostic::Diagnostic;
use crate::playbook::Kind;
use crate::text::Terminal;

impl Dossier<'_> {
    /// What the customer's copy of the plan is called today.
    #[must_use]
    pub fn plan_is(&self) -> &'static str {
        match self.page.assessment.stage {
            Stage::Signed => "what we agreed",
            Stage::Released => "letter of release",
            _ => "their copy of the plan",
        }
    }

    /// Which papers the case calls for.
    #[must_use]
    pub fn calls_for(&self, kind: Kind) -> bool {
        let case = self.on_record.as_ref().map(|on_record| on_record.case);
        match self.page.assessment.stage {
            Stage::WinBack => match kind {
                Kind::Script => case.is_none_or(Case::awaits_call),
                // On the notice a line without red carpets would tell everybody what was decided.
                Kind::PlanCustomer | Kind::StaffNotice => !self.is_let_go(),
                _ => true,
            },
            Stage::LetGo => kind == Kind::PlanInternal,
            Stage::Signed => {
                matches!(kind, Kind::PlanCustomer | Kind::PlanInternal | Kind::Checklist | Kind::StaffNotice)
            }
            Stage::Released => matches!(kind, Kind::PlanCustomer | Kind::PlanInternal),
            Stage::WonBack => kind == Kind::Checklist,
            Stage::Lost | Stage::Closed => false,
        }
    }

    /// Refuses a paper that makes no sense as the case stands, even where somebody asked for it by name.
    ///
    /// # Errors
    /// Why, and what there is instead.
    pub fn refuse_senseless(&self, kind: Kind) -> Result<(), Box<Diagnostic>> {
        let Some(case) = self.on_record.as_ref().map(|on_record| on_record.case) else { return Ok(()) };
        let stage = self.page.assessment.stage;
        let is_senseless = match kind {
            // Whoever is not at risk gets the script of a courtesy call, and whoever left one to hear why.
            Kind::Script => self.is_at_risk() && !matches!(stage, Stage::WinBack | Stage::LetGo),
            Kind::PlanCustomer | Kind::PlanInternal => {
                matches!(stage, Stage::WonBack | Stage::Lost | Stage::Closed)
            }
            Kind::Checklist => matches!(stage, Stage::Released | Stage::Lost | Stage::Closed),
            _ => false,
        };
        if !is_senseless {
            return Ok(());
        }
        let name = Terminal::of(&case.customer).to_string();
        let (why, instead) = match stage {
            Stage::WinBack | Stage::LetGo | Stage::Signed => (
                "both have signed the plan",
                format!(
                    "what was agreed: retain plan '{name}'; what is to be done: retain checklist '{name}'"
                ),
            ),
            Stage::Released => {
                ("we release them from the contract", format!("the letter of release: retain plan '{name}'"))
            }
            Stage::WonBack => (
                "they are won back",
                format!(
                    "what is left to do: retain checklist '{name}'; if they are unhappy again: retain record '{name}' reopened"
                ),
            ),
            Stage::Lost => ("they are lost", format!("if they come back: retain record '{name}' returned")),
            Stage::Closed => {
                ("the case is closed", format!("if it begins anew: retain record '{name}' reopened"))
            }
        };
        let what = match kind {
            Kind::Script => "call script",
            Kind::Checklist => "checklist",
            _ => "win-back plan",
        };
        let since = case.since();
        let message = format!("no {what} for {}: {why}, on record since {since}", Terminal::of(&self.name()));
        Err(Box::new(Diagnostic::error("paper-not-called-for", message).hint(instead)))
    }
}
