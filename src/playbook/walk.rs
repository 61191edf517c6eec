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
            Stmt::AutoEscape(block) => self.not_allowed("`autoescape`", block.span()),
            Stmt::FilterBlock(block) => self.not_allowed("a filter of a block", block.span()),
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
