//! Turns a parsed text into settings through serde, and everything that does not fit into faults with a place.
//!
//! `toml::from_str` stops at the first mistake and words it itself. Here a mistake is a value ([`Fault`]); the entry
//! that holds it is set aside and the text is read again, until what is left fits.

use std::collections::BTreeSet;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use toml::Spanned;
use toml::de::{DeArray, DeFloat, DeInteger, DeString, DeTable, DeValue};

use super::fault::{Fault, FaultKind, Step};

/// The name under which a type asks for a TOML date; it is given one as text, `2026-12-25`.
pub(super) const DATE: &str = "retain::date";

/// How many faults are looked for: reading again for every one must not take forever on a file that is none of ours.
const FAULTS_AT_MOST: usize = 200;

/// Entries that were set aside because they do not fit, by the byte at which their key or element begins.
pub(super) type SetAside = BTreeSet<usize>;

/// Reads a table whole. What comes back is what fits; the rest is among the faults, and was set aside.
pub(super) fn read<T>(root: &DeTable<'_>) -> (T, Vec<Fault>, SetAside)
where
    T: Default + for<'de> Deserialize<'de>,
{
    let mut aside = SetAside::new();
    let mut faults = Vec::new();
    while aside.len() < FAULTS_AT_MOST {
        match T::deserialize(MapAccessDeserializer::new(Fields::new(root, &aside))) {
            Ok(settings) => return (settings, faults, aside),
            Err(fault) => {
                let is_new = fault.entry.is_some_and(|entry| aside.insert(entry));
                if !follows(&fault, &faults) {
                    faults.push(fault);
                }
                if !is_new {
                    break;
                }
            }
        }
    }
    (T::default(), faults, aside)
}

/// Whether a value was refused only for what had been taken out of it.
fn follows(fault: &Fault, earlier: &[Fault]) -> bool {
    let is_inside = |other: &Fault| fault.span.start <= other.span.start && other.span.end <= fault.span.end;
    matches!(fault.kind, FaultKind::Refused(_)) && earlier.iter().any(is_inside)
}

/// A value of the text and what was set aside around it.
#[derive(Clone, Copy)]
struct Node<'a> {
    value: &'a DeValue<'a>,
    aside: &'a SetAside,
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            DeValue::String(text) => visitor.visit_borrowed_str(text),
            DeValue::Integer(number) => visitor.visit_i64(whole(number)?),
            DeValue::Float(number) => visitor.visit_f64(finite(number)?),
            DeValue::Boolean(flag) => visitor.visit_bool(*flag),
            DeValue::Datetime(_) => Err(Fault::invalid_type(Unexpected::Other("a date"), &visitor)),
            DeValue::Array(elements) => visitor.visit_seq(Elements::new(elements, self.aside)),
            DeValue::Table(table) => visitor.visit_map(Fields::new(table, self.aside)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            DeValue::Datetime(date) if name == DATE => visitor.visit_string(date.to_string()),
            _ if name == DATE => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            DeValue::String(text) => visitor.visit_enum(StrDeserializer::new(text)),
            DeValue::Integer(_) | DeValue::Float(_) => {
                Err(Fault::invalid_type(Unexpected::Signed(0), &"a string"))
            }
            DeValue::Boolean(flag) => Err(Fault::invalid_type(Unexpected::Bool(*flag), &"a string")),
            DeValue::Datetime(_) => Err(Fault::invalid_type(Unexpected::Other("a date"), &"a string")),
            DeValue::Array(_) => Err(Fault::invalid_type(Unexpected::Seq, &"a string")),
            DeValue::Table(_) => Err(Fault::invalid_type(Unexpected::Map, &"a string")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 char str string seq bytes byte_buf map unit struct
        ignored_any unit_struct tuple_struct tuple identifier
    }
}

fn whole(number: &DeInteger<'_>) -> Result<i64, Fault> {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_err(|_| Fault::invalid_value(Unexpected::Other("that large"), &"a number of at most 18 digits"))
}

/// No setting may be `nan` or `inf`: every comparison with `nan` is false, so such a threshold flags nobody.
fn finite(number: &DeFloat<'_>) -> Result<f64, Fault> {
    let number = number.as_str().parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| Fault::new(FaultKind::NotFinite))
}

/// A key and what it is set to.
type Entry<'a> = (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>);

/// The entries of a table, one after another.
struct Fields<'a> {
    rest: Box<dyn Iterator<Item = Entry<'a>> + 'a>,
    value: Option<Entry<'a>>,
    aside: &'a SetAside,
}

impl<'a> Fields<'a> {
    fn new(table: &'a DeTable<'a>, aside: &'a SetAside) -> Self {
        let rest = table.iter().filter(|(key, _)| !aside.contains(&key.span().start));
        Self { rest: Box::new(rest), value: None, aside }
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some((key, value));
        let name: StrDeserializer<'de, Fault> = key.get_ref().as_ref().into_deserializer();
        seed.deserialize(name)
            .map(Some)
            .map_err(|fault| fault.inside(Step::Key(key.get_ref().to_string()), key.span().start, key.span()))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, value) = self.value.take().ok_or_else(|| Fault::custom("a value without a key"))?;
        let node = Node { value: value.get_ref(), aside: self.aside };
        seed.deserialize(node).map_err(|fault| {
            fault.inside(Step::Key(key.get_ref().to_string()), key.span().start, value.span())
        })
    }
}

/// The elements of a list, one after another.
struct Elements<'a> {
    rest: Box<dyn Iterator<Item = (usize, &'a Spanned<DeValue<'a>>)> + 'a>,
    aside: &'a SetAside,
}

impl<'a> Elements<'a> {
    fn new(elements: &'a DeArray<'a>, aside: &'a SetAside) -> Self {
        let rest = elements.iter().filter(|element| !aside.contains(&element.span().start)).enumerate();
        Self { rest: Box::new(rest), aside }
    }
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((index, element)) = self.rest.next() else { return Ok(None) };
        let node = Node { value: element.get_ref(), aside: self.aside };
        let span = element.span();
        seed.deserialize(node).map(Some).map_err(|fault| fault.inside(Step::Element(index), span.start, span))
    }
}
