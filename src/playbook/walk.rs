//! Turns a template into every mistake in it: what the language of playbooks does not have, and names that the view
//! does not have, wherever they stand, in loops and branches that no example reaches too.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::Error;
use minijinja::machinery::ast::{BinOpKind, Expr, Filter, ForLoop, Spanned, Stmt, UnaryOpKind};
use minijinja::machinery::{Span, parse};
use minijinja::value::ValueKind;

use super::engine;
use super::mistake::{Mistake, Unfit};
use super::shape::Shape;

/// Finds the mistakes in a template; with a view of [`Shape::Anything`] those of the language alone.
///
/// # Errors
/// When the text is no template at all.
pub(super) fn mistakes(template: &str, view: &Shape) -> Result<Vec<Mistake>, Error> {
    let tree = parse(template, "playbook", engine::syntax()?)?;
    let mut walk = Walk { template, view, scopes: vec![BTreeMap::new()], found: Vec::new() };
    walk.statement(&tree);
    Ok(walk.found)
}

struct Walk<'a> {
    template: &'a str,
    view: &'a Shape,
    /// What loops and `set` give names to, the innermost last.
    scopes: Vec<BTreeMap<String, Shape>>,
    found: Vec<Mistake>,
}

impl Walk<'_> {
    fn statements(&mut self, statements: &[Stmt<'_>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(_) => {}
            Stmt::EmitExpr(printed) => self.printed(&printed.expr),
            Stmt::IfCond(branch) => {
                self.shape(&branch.expr);
                self.statements(&branch.true_body);
                self.statements(&branch.false_body);
            }
            Stmt::ForLoop(turns) => self.turns(turns),
            Stmt::Set(set) => {
                let shape = self.shape(&set.expr);
                self.name(&set.target, shape);
            }
            Stmt::SetBlock(set) => {
                self.statements(&set.body);
                if set.filter.is_some() {
                    self.not_allowed("a filter of a block", set.span());
                }
                self.name(&set.target, Shape::Text);
            }
            Stmt::WithBlock(block) => self.not_allowed("`with`", block.span()),
            Stmt::AutoEscape(block) => {
                self.not_allowed("`autoescape`", block.span());
                self.statements(&block.body);
            }
            Stmt::FilterBlock(block) => {
                self.not_allowed("a filter of a block", block.span());
                self.statements(&block.body);
            }
            Stmt::Do(call) => self.not_allowed("`do`", call.span()),
        }
    }

    fn turns(&mut self, turns: &Spanned<ForLoop<'_>>) {
        let element = match self.shape(&turns.iter) {
            Shape::List(element) => *element,
            Shape::Anything => Shape::Anything,
            other => {
                self.unfit(Unfit::NoList(other), turns.iter.span());
                Shape::Anything
            }
        };
        if turns.recursive {
            self.not_allowed("`recursive`", turns.span());
        }
        let turn = [("index", Shape::Count), ("first", Shape::Flag), ("last", Shape::Flag)];
        let turn = turn.into_iter().map(|(name, shape)| (name.to_owned(), shape)).collect();
        self.scopes.push(BTreeMap::from([("loop".to_owned(), Shape::Parts(turn))]));
        self.name(&turns.target, element);
        if let Some(filter) = &turns.filter_expr {
            self.shape(filter);
        }
        self.statements(&turns.body);
        self.scopes.pop();
        self.statements(&turns.else_body);
    }

    /// Gives a name to what a loop goes through, or to what is set.
    fn name(&mut self, target: &Expr<'_>, shape: Shape) {
        match target {
            Expr::Var(name) => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.insert(name.id.to_owned(), shape);
                }
            }
            other => self.not_allowed("more than one name at a time", other.span()),
        }
    }

    fn printed(&mut self, expression: &Expr<'_>) {
        let shape = self.shape(expression);
        match shape {
            Shape::Text | Shape::Count | Shape::Anything => {}
            Shape::Flag | Shape::List(_) | Shape::Parts(_) => {
                self.unfit(Unfit::NotPrintable(shape), expression.span());
            }
        }
    }

    /// What an expression is, and the mistakes in it.
    fn shape(&mut self, expression: &Expr<'_>) -> Shape {
        match expression {
            Expr::Var(variable) => self.looked_up(variable.id, variable.span()),
            Expr::Const(constant) => match constant.value.kind() {
                ValueKind::String => Shape::Text,
                ValueKind::Bool => Shape::Flag,
                ValueKind::Number => Shape::Count,
                _ => Shape::Anything,
            },
            Expr::GetAttr(part) => {
                let whole = self.shape(&part.expr);
                self.part(&whole, part.name, &part.expr, part.span())
            }
            Expr::UnaryOp(not) => {
                self.shape(&not.expr);
                if matches!(not.op, UnaryOpKind::Neg) {
                    self.not_allowed("calculating", not.span());
                }
                Shape::Flag
            }
            Expr::BinOp(pair) => {
                let joins = matches!(pair.op, BinOpKind::Concat);
                let sides = if joins {
                    self.printed(&pair.left);
                    self.printed(&pair.right);
                    Shape::Text
                } else {
                    self.shape(&pair.left).and(self.shape(&pair.right))
                };
                self.paired(pair.op, sides, pair.span())
            }
            Expr::Compare(compared) => {
                self.shape(&compared.expr);
                for other in &compared.ops {
                    self.shape(&other.expr);
                }
                Shape::Flag
            }
            Expr::IfExpr(choice) => {
                self.shape(&choice.test_expr);
                let yes = self.shape(&choice.true_expr);
                let no = choice.false_expr.as_ref().map(|no| self.shape(no));
                yes.and(no.unwrap_or(Shape::Anything))
            }
            Expr::Filter(filter) => self.filtered(filter),
            Expr::List(list) => {
                let elements = list.items.iter().map(|item| self.shape(item));
                Shape::List(Box::new(elements.fold(Shape::Anything, Shape::and)))
            }
            Expr::Test(test) => self.refused(&format!("the test `is {}`", test.name), test.span()),
            Expr::GetItem(item) => self.refused("`[ ]` behind a name", item.span()),
            Expr::Slice(slice) => self.refused("`[ : ]`", slice.span()),
            Expr::Call(call) => self.refused("`( )` behind a name", call.span()),
            Expr::Tuple(tuple) => self.refused("a list in `( )`", tuple.span()),
            Expr::Map(map) => self.refused("`{ }`", map.span()),
        }
    }

    fn paired(&mut self, operator: BinOpKind, sides: Shape, span: Span) -> Shape {
        match operator {
            BinOpKind::ScAnd | BinOpKind::ScOr | BinOpKind::Concat => sides,
            BinOpKind::Eq
            | BinOpKind::Ne
            | BinOpKind::Lt
            | BinOpKind::Lte
            | BinOpKind::Gt
            | BinOpKind::Gte
            | BinOpKind::In => Shape::Flag,
            BinOpKind::Add
            | BinOpKind::Sub
            | BinOpKind::Mul
            | BinOpKind::Div
            | BinOpKind::FloorDiv
            | BinOpKind::Rem
            | BinOpKind::Pow => self.refused("calculating", span),
        }
    }

    fn looked_up(&mut self, name: &str, span: Span) -> Shape {
        if let Some(shape) = self.scopes.iter().rev().find_map(|scope| scope.get(name)) {
            return shape.clone();
        }
        match self.view {
            Shape::Parts(parts) => match parts.get(name) {
                Some(shape) => shape.clone(),
                None => self.unknown(name, None, span),
            },
            _ => Shape::Anything,
        }
    }

    fn part(&mut self, whole: &Shape, name: &str, of: &Expr<'_>, span: Span) -> Shape {
        match whole {
            Shape::Anything => Shape::Anything,
            Shape::Parts(parts) => match parts.get(name) {
                Some(shape) => shape.clone(),
                None => self.unknown(name, Some((self.text_of(of.span()), whole)), span),
            },
            Shape::List(_) | Shape::Text | Shape::Flag | Shape::Count => {
                self.unfit(Unfit::NoParts { of: self.text_of(of.span()), is: whole.clone() }, span);
                Shape::Anything
            }
        }
    }

    fn filtered(&mut self, filter: &Spanned<Filter<'_>>) -> Shape {
        if filter.name != "join" {
            return self.refused(&format!("the filter `{}`", filter.name), filter.span());
        }
        let between = filter.args.as_slice();
        let is_plain = matches!(between, [] | [minijinja::machinery::ast::CallArg::Pos(Expr::Const(_))]);
        if !is_plain {
            return self.refused("`join` with anything but one text in quotes", filter.span());
        }
        let Some(list) = &filter.expr else { return Shape::Text };
        match self.shape(list) {
            Shape::Anything => {}
            Shape::List(element) if matches!(*element, Shape::Text | Shape::Count | Shape::Anything) => {}
            Shape::List(element) => self.unfit(Unfit::NotPrintable(*element), list.span()),
            other => self.unfit(Unfit::NoList(other), list.span()),
        }
        Shape::Text
    }

    fn unknown(&mut self, name: &str, of: Option<(String, &Shape)>, span: Span) -> Shape {
        let scoped = self.scopes.iter().flat_map(BTreeMap::keys).map(String::as_str);
        let mistake = match &of {
            Some((whole, shape)) => Mistake::unknown_part(name, whole, shape, bytes(span)),
            None => Mistake::unknown_name(name, &scoped.collect::<Vec<_>>(), self.view, bytes(span)),
        };
        self.found.push(mistake);
        Shape::Anything
    }

    fn unfit(&mut self, unfit: Unfit, span: Span) {
        self.found.push(Mistake::unfit(&unfit, &self.text_of(span), bytes(span)));
    }

    fn not_allowed(&mut self, what: &str, span: Span) {
        let mut span = bytes(span);
        // Of a block its first line is enough.
        let text = self.template.get(span.clone()).unwrap_or_default();
        span.end = span.start + text.find('\n').unwrap_or(text.len());
        self.found.push(Mistake::not_allowed(what, span));
    }

    fn refused(&mut self, what: &str, span: Span) -> Shape {
        self.not_allowed(what, span);
        Shape::Anything
    }

    fn text_of(&self, span: Span) -> String {
        self.template.get(bytes(span)).unwrap_or_default().to_owned()
    }
}

fn bytes(span: Span) -> Range<usize> {
    let [start, end] = [span.start_offset, span.end_offset].map(|byte| byte as usize);
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct View {
        name: &'static str,
        has_name: bool,
        reasons: Vec<&'static str>,
        questions: Vec<Question>,
        code: Code,
    }

    #[derive(Serialize)]
    struct Question {
        score: &'static str,
        dimension: &'static str,
    }

    #[derive(Serialize)]
    struct Code {
        caller: &'static str,
    }

    fn view() -> Shape {
        let view = View {
            name: "Acme",
            has_name: true,
            reasons: vec!["low"],
            questions: vec![Question { score: "6", dimension: "Accuracy" }],
            code: Code { caller: "a1" },
        };
        let (shape, strangers) = Shape::of(&minijinja::Value::from(Serde(view)));
        assert_eq!(strangers, [""; 0]);
        shape
    }

    /// What is found in a template: the code, what it points at, the message and the hint.
    fn found(template: &str) -> Vec<(&'static str, String, String, String)> {
        let found = mistakes(template, &view()).unwrap();
        let told = found.into_iter().map(|mistake| {
            let at = template.get(mistake.span.unwrap()).unwrap().to_owned();
            (mistake.problem.code, at, mistake.problem.message, mistake.problem.hint.unwrap())
        });
        told.collect()
    }

    #[track_caller]
    fn check(template: &str, code: &str, at: &str, message: &str, hint: &str) {
        let found = found(template);
        let [only] = found.as_slice() else { panic!("{template}: {found:#?}") };
        assert_eq!((only.0, only.1.as_str(), only.2.as_str()), (code, at, message), "{template}");
        assert!(only.3.contains(hint), "{template}: {}", only.3);
    }

    #[test]
    fn what_playbooks_are_made_of_is_fine() {
        let template = "{% set blank = '____' %}{% set line %}{{ name }}: {{ blank }}{% endset %}{{ line }}\
                        {% if has_name and name == 'Acme' or not reasons %}{{ name }}{% elif name in ['a'] %}{% else %}{% endif %}\
                        {% for one in questions if one.score != '7' %}{{ loop.index }}. {{ one.score ~ ' of ' ~ one.dimension }}\
                        {% if not loop.last %}, {% endif %}{% else %}none{% endfor %}{{ reasons|join(', ') }}\
                        {{ name or blank }}{{ 'a' if has_name else code.caller }}{# a comment #}{% raw %}{{ x }}{% endraw %}";
        assert_eq!(found(template), []);
    }

    #[test]
    fn a_name_that_is_not_there_is_found_wherever_it_stands() {
        let code = "playbook-unknown-name";
        check("{{ nam }}", code, "nam", "there is no `nam` here", "did you mean `name`?");
        check(
            "{% for q in questions %}{% if false %}{{ q.scor }}{% endif %}{% endfor %}",
            code,
            "q.scor",
            "`q` has no `scor`",
            "did you mean `q.score`?",
        );
        check("{{ code.x }}", code, "code.x", "`code` has no `x`", "`code` has `caller`");
        check("{{ caller }}", code, "caller", "there is no `caller` here", "did you mean `code.caller`?");
        check(
            "{{ dimension }}",
            code,
            "dimension",
            "there is no `dimension` here",
            "each of `questions` has one",
        );
        check(
            "{{ 'x' if zzz }}",
            code,
            "zzz",
            "there is no `zzz` here",
            "this document has `code`, `has_name`, `name`, `questions`, `reasons`",
        );
        check("{{ loop.index }}", code, "loop", "there is no `loop` here", "this document has");
        check(
            "{% for q in questions %}{{ loop.indx }}{% endfor %}",
            code,
            "loop.indx",
            "`loop` has no `indx`",
            "`loop.index`",
        );
        check(
            "{% for q in questions %}{% endfor %}{{ q.score }}",
            code,
            "q",
            "there is no `q` here",
            "this document",
        );
        assert_eq!(found("{{ a }}{% for b in c %}{{ b.d.e }}{% endfor %}").len(), 2, "one place a mistake");
    }

    #[test]
    fn what_is_no_text_cannot_be_printed_and_what_is_no_list_not_gone_through() {
        let code = "playbook-wrong-use";
        check(
            "{{ questions }}",
            code,
            "questions",
            "`questions` is a list and cannot be printed as it is",
            "{% for one in questions %}{{ one.dimension }}{% endfor %}",
        );
        check(
            "{{ reasons }}",
            code,
            "reasons",
            "`reasons` is a list and cannot be printed as it is",
            "reasons|join(\", \")",
        );
        check(
            "{{ has_name }}",
            code,
            "has_name",
            "`has_name` is yes or no and cannot be printed",
            "{% if has_name %}",
        );
        check(
            "{{ code }}",
            code,
            "code",
            "`code` is something with parts and cannot be printed as it is",
            "`caller`",
        );
        check("{% for n in name %}{% endfor %}", code, "name", "`name` is a text and no list", "{{ name }}");
        check(
            "{{ name.first }}",
            code,
            "name.first",
            "`name` is a text and has no parts",
            "write name alone",
        );
        check(
            "{{ questions.score }}",
            code,
            "questions.score",
            "`questions` is a list and has no parts",
            "{% for one in questions %}",
        );
        check(
            "{{ questions|join }}",
            code,
            "questions",
            "`questions` is something with parts and cannot be printed as it is",
            "",
        );
    }

    #[test]
    fn what_could_hide_or_never_end_is_not_in_the_language() {
        let templates = [
            ("{% autoescape false %}{{ name }}{% endautoescape %}", "`autoescape`"),
            ("{% with a = name %}{{ a }}{% endwith %}", "`with`"),
            ("{% filter upper %}{{ name }}{% endfilter %}", "a filter of a block"),
            ("{% set a|upper %}b{% endset %}", "a filter of a block"),
            ("{% do name() %}", "`do`"),
            ("{{ name|safe }}", "the filter `safe`"),
            ("{{ reasons|join(name) }}", "`join` with anything but one text in quotes"),
            ("{{ name[0:3] }}", "`[ : ]`"),
            ("{{ reasons[0] }}", "`[ ]` behind a name"),
            ("{{ range(9) }}", "`( )` behind a name"),
            ("{{ 'a' * 9 }}", "calculating"),
            ("{{ -1 }}", "calculating"),
            ("{% if name is defined %}{% endif %}", "the test `is defined`"),
            ("{{ {'a': 'b'} }}", "`{ }`"),
            ("{% for a, b in questions %}{% endfor %}", "more than one name at a time"),
            ("{% for a in questions recursive %}{% endfor %}", "`recursive`"),
        ];
        for (template, what) in templates {
            let found = found(template);
            let expected = format!("playbooks do without {what}");
            assert!(
                found.iter().any(|one| one.0 == "playbook-not-allowed" && one.2 == expected),
                "{template}: {found:#?}"
            );
        }
    }

    #[test]
    fn without_a_view_only_the_language_is_checked() {
        assert_eq!(mistakes("{{ a.b }}{% for c in d %}{{ c.e }}{% endfor %}", &Shape::Anything).unwrap(), []);
    }

    #[test]
    fn what_is_in_a_list_that_is_empty_is_not_known() {
        let empty = Shape::List(Box::new(Shape::Anything));
        let view = Shape::Parts(BTreeMap::from([("list".to_owned(), empty)]));
        assert_eq!(mistakes("{% for one in list %}{{ one.a.b }}{% endfor %}", &view).unwrap(), []);
    }
}
