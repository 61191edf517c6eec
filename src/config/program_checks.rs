//! Checks what the program promises, gives away and counts: lists without gaps and repeats, settings that go together.

use std::collections::BTreeSet;

use super::Raw;
use super::checks::Checks;
use super::fault::Step;
use super::goodwill::{Authority, Goodwill, RawAuthority, RawGoodwill};
use super::keys::below;
use super::program::{Issue, RawIssue};
use super::wording::suggestion;
use crate::diagnostic::Diagnostic;
use crate::model::figure;
use crate::signal::Dimension;

/// What only the firm says of a thing on its menu.
const TELLING: [&str; 7] =
    ["cost us", "costs us", "costing us", "cost to us", "our cost", "our margin", "our budget"];

impl Checks<'_> {
    /// Checks the tables of the program, each for itself and against the others.
    pub(super) fn program(&mut self, raw: &Raw) {
        let texts = [
            ("meeting", "objective", &raw.meeting.objective),
            ("program", "executive", &raw.program.executive),
        ];
        for (table, key, text) in texts {
            if let Some(text) = text {
                self.blank(&format!("{table}.{key}"), text, &format!("`{key}` in [{table}]"));
            }
        }
        for (index, name) in raw.meeting.attendees.iter().enumerate() {
            let path = below("meeting.attendees", &Step::Element(index));
            self.blank(&path, name, "a name in `attendees` of [meeting]");
        }
        self.repeats("meeting.attendees", &raw.meeting.attendees, "this name");
        self.meeting(raw);
        self.refunds(raw);
        self.executive(raw);
        let (review, stop) = (raw.program.review_after_days, raw.program.stop_after_days);
        if stop < review {
            let message = format!(
                "the effort ends {stop} days after the plan, before the plan is looked at again ({review})"
            );
            let hint = "set stop-after-days to at least review-after-days";
            self.contradiction(["program.stop-after-days", "program.review-after-days"], message, hint);
        }
        let budget = &raw.goodwill_budget;
        if let (Some(customer), Some(month)) = (budget.per_customer, budget.per_month)
            && customer > month
        {
            let message = "one customer may be given more than all customers together in a month";
            let hint = "set per-month to at least per-customer";
            self.contradiction(["goodwill-budget.per-month", "goodwill-budget.per-customer"], message, hint);
        }
    }

    /// Says that two settings cannot both hold, at the one that somebody wrote.
    fn contradiction(&mut self, paths: [&str; 2], message: impl Into<String>, hint: &str) {
        let [one, other] = paths;
        if self.has_fault_at(one) || self.has_fault_at(other) {
            return;
        }
        let path = if self.is_written(one) { one } else { other };
        self.add(path, "contradiction", message, hint);
    }

    fn meeting(&mut self, raw: &Raw) {
        let (minutes, each) = (raw.meeting.minutes, raw.meeting.minutes_per_customer);
        if each > minutes {
            let message = format!("one customer takes {each} minutes, and the meeting has {minutes}");
            let hint = "set minutes-per-customer to at most minutes";
            self.contradiction(["meeting.minutes-per-customer", "meeting.minutes"], message, hint);
        }
    }

    fn refunds(&mut self, raw: &Raw) {
        let levels = &raw.service_levels;
        if let (Some(miss), Some(cap)) = (levels.refund_percent_per_miss, levels.refund_cap_percent)
            && miss > cap
        {
            let message = format!(
                "one miss pays back {} percent, and no more than {} percent are paid back",
                figure(miss, 4),
                figure(cap, 4)
            );
            let hint = "set refund-cap-percent to at least refund-percent-per-miss";
            let paths = ["service-levels.refund-cap-percent", "service-levels.refund-percent-per-miss"];
            self.contradiction(paths, message, hint);
        }
        let is_promised = levels.response_hours.is_some() || levels.resolution_hours.is_some();
        let miss = "service-levels.refund-percent-per-miss";
        let hours = ["service-levels.response-hours", "service-levels.resolution-hours"];
        if levels.refund_percent_per_miss.is_some()
            && !is_promised
            && !hours.iter().any(|path| self.has_fault_at(path))
        {
            let message =
                "money is paid back for a miss, and no service level is promised that could be missed";
            self.add(
                miss,
                "contradiction",
                message,
                "set response-hours, resolution-hours or both in [service-levels]",
            );
        }
    }

    fn executive(&mut self, raw: &Raw) {
        let path = "program.executive-above";
        let is_named = raw.program.executive.is_some() || raw.company.director.is_some();
        let is_faulty = ["program.executive", "company.director"].iter().any(|path| self.has_fault_at(path));
        if raw.program.executive_above.is_some() && !is_named && !is_faulty {
            let message = "an executive is to call, and nobody is named";
            self.add(
                path,
                "contradiction",
                message,
                "name one: executive = \"...\" in [program], or director in [company]",
            );
        }
    }

    /// Checks the menu of goodwill, and that what it is for is on the list of what goes wrong.
    pub(super) fn goodwill(&mut self, raw: Vec<RawGoodwill>, issues: &[String]) -> Vec<Goodwill> {
        let mut names = BTreeSet::new();
        let mut menu = Vec::new();
        for (index, goodwill) in raw.into_iter().enumerate() {
            let path = below("goodwill", &Step::Element(index));
            self.needed(
                &path,
                "goodwill",
                "name",
                goodwill.name.is_none(),
                "name = \"...\", as the customer may read it",
            );
            self.needed(&path, "goodwill", "cost", goodwill.cost.is_none(), "cost = 90, what one costs you");
            let name = self.listed(&path, "name", goodwill.name, &mut names);
            self.purposes(&format!("{path}.for"), &goodwill.issues, issues);
            if let Some(name) = &name {
                self.tells_cost(&format!("{path}.name"), name);
            }
            if let (Some(name), Some(cost)) = (name, goodwill.cost) {
                menu.push(Goodwill { name, cost, limit: goodwill.limit, issues: goodwill.issues });
            }
        }
        menu
    }

    /// Warns of a name that speaks of what a thing costs us: the customer reads it.
    fn tells_cost(&mut self, path: &str, name: &str) {
        let lower = name.to_lowercase();
        if TELLING.iter().any(|words| lower.contains(words)) {
            let message = format!(
                "`name` in [[goodwill]] goes into the customer's copy, and {name:?} speaks of what it costs you"
            );
            let hint = "say what the customer gets, and leave the money to `cost`";
            self.add_problem(path, Diagnostic::warning("goodwill-tells-cost", message).hint(hint));
        }
    }

    /// Refuses a purpose that no `[[issue]]` has, and one that stands there twice.
    fn purposes(&mut self, path: &str, purposes: &[String], issues: &[String]) {
        let known: Vec<&str> = issues.iter().map(String::as_str).collect();
        for (index, purpose) in purposes.iter().enumerate() {
            // An id that could not be read is no reason to say that there is none.
            if known.contains(&purpose.as_str()) || self.has_fault("issue", "id") {
                continue;
            }
            let hint = if known.is_empty() {
                "list what goes wrong with you as [[issue]], or take `for` out".to_owned()
            } else {
                suggestion(purpose, &known, "the issues are")
            };
            let message = format!("`for` in [[goodwill]] names {purpose:?}, which is the id of no [[issue]]");
            self.add(&below(path, &Step::Element(index)), "unknown-issue", message, hint);
        }
        self.repeats(path, purposes, "this issue");
    }

    /// Checks who may bend which rule.
    pub(super) fn authorities(&mut self, raw: Vec<RawAuthority>) -> Vec<Authority> {
        let mut authorities = Vec::new();
        for (index, authority) in raw.into_iter().enumerate() {
            let path = below("authority", &Step::Element(index));
            self.needed(
                &path,
                "authority",
                "who",
                authority.who.is_none(),
                "who = \"...\", a name or a role",
            );
            self.needed(
                &path,
                "authority",
                "may",
                authority.may.is_none(),
                "may = \"...\", what they may do without asking",
            );
            let texts = [("who", &authority.who), ("may", &authority.may)];
            for (key, text) in texts {
                if let Some(text) = text {
                    self.blank(&format!("{path}.{key}"), text, &format!("`{key}` in [[authority]]"));
                }
            }
            if let (Some(who), Some(may)) = (authority.who, authority.may) {
                authorities.push(Authority { who, may, up_to: authority.up_to });
            }
        }
        authorities
    }

    /// Checks the closed list of what goes wrong.
    pub(super) fn issues(&mut self, raw: Vec<RawIssue>) -> Vec<Issue> {
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut issues = Vec::new();
        for (index, issue) in raw.into_iter().enumerate() {
            let path = below("issue", &Step::Element(index));
            self.needed(
                &path,
                "issue",
                "id",
                issue.id.is_none(),
                "id = \"slow-service\", in small letters with - between words",
            );
            self.needed(&path, "issue", "name", issue.name.is_none(), "name = \"...\", as people say it");
            if let Some(training) = &issue.training {
                self.blank(&format!("{path}.training"), training, "`training` in [[issue]]");
            }
            if let Some(id) = issue.id.as_deref().filter(|id| !id.trim().is_empty()) {
                let expected = Dimension::id_of(id);
                if expected != id {
                    let message = "an id is written in small letters, with `-` between its words";
                    let example = if expected.is_empty() { "slow-service" } else { &expected };
                    let problem =
                        Diagnostic::error("wrong-value", message).hint(format!("write {example:?}"));
                    self.add_problem(&format!("{path}.id"), problem);
                }
            }
            let id = self.listed(&path, "id", issue.id, &mut ids);
            let name = self.listed(&path, "name", issue.name, &mut names);
            if let (Some(id), Some(name)) = (id, name) {
                issues.push(Issue { id, name, training: issue.training });
            }
        }
        issues
    }

    /// Says that a key is missing from an element of a list of tables.
    fn needed(&mut self, path: &str, table: &str, key: &str, is_missing: bool, example: &str) {
        let path = format!("{path}.{key}");
        if is_missing && !self.is_written(&path) {
            self.add(&path, "missing-key", format!("[[{table}]] has no `{key}`"), format!("add {example}"));
        }
    }

    /// A text that has to be there once: refused where it is blank or stands in the list already.
    fn listed(
        &mut self,
        path: &str,
        key: &str,
        text: Option<String>,
        seen: &mut BTreeSet<String>,
    ) -> Option<String> {
        let text = text?;
        let table = path.split('[').next().unwrap_or(path).to_owned();
        let path = format!("{path}.{key}");
        if self.blank(&path, &text, &format!("`{key}` in [[{table}]]")) {
            return None;
        }
        if !seen.insert(text.trim().to_lowercase()) {
            let message = format!("this `{key}` stands in another [[{table}]] already");
            self.add(&path, "listed-twice", message, "give it another one, or take one of the two out");
        }
        Some(text)
    }
}
