//! The elements of an object with their places and their names.
//!
//! The tree is read leniently: what does not fit its type stays in it, beside a defect that says
//! so. Depth and number of elements are bounded; whatever lies beyond is a defect too.

use std::fmt::Write as _;
use std::ops::Range;

use crate::ber::{Element, Reader};
use crate::oid::Oid;
use crate::time;
use crate::tlv::{self, Malformed};

use super::shape::{Field, Presence, Shape};

/// How deep elements are followed. RFC 5280 needs about fifteen.
const DEPTH: u8 = 32;
/// How many elements are kept.
const NODES: usize = 1 << 17;
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Node {
    name: &'static str,
    /// What the object identifier inside stands for.
    note: &'static str,
    /// Position in a SEQUENCE OF or SET OF.
    index: u32,
    identifier: u8,
    start: usize,
    content: (usize, usize),
    end: usize,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

/// What is wrong with an element as its type goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    /// Not the encoding that DER asks for, though its meaning is clear.
    Der(&'static str),
    /// A DEFAULT value that is written out.
    Default,
    /// A list that must not be empty is.
    Empty,
    /// Not read any further: too deep or too many.
    Limit,
    /// A component is not there.
    Missing(&'static str),
    /// Not what the type allows.
    Syntax(&'static str),
}

/// Where an object lies as one element of a list in a larger one.
#[derive(Clone, Copy)]
pub(super) struct Inside {
    pub(super) list: &'static str,
    pub(super) index: usize,
    pub(super) offset: usize,
}

/// An object, element by element.
pub(super) struct Tree<'a> {
    der: &'a [u8],
    nodes: Vec<Node>,
    defects: Vec<(u32, Defect)>,
    inside: Option<Inside>,
}

impl<'a> Tree<'a> {
    /// Reads `der` as one element of a type; octets after it are a defect.
    pub(super) fn read(der: &'a [u8], field: &'static Field) -> Result<Self, Malformed> {
        // A certificate has some hundred and fifty elements in a kilobyte, an entry of a list four.
        let nodes = Vec::with_capacity(der.len() / 8);
        let mut tree = Self { der, nodes, defects: Vec::new(), inside: None };
        let mut reader = Reader::new(der);
        let element = reader.next()?;
        if !field.fits(element.identifier) {
            let wanted = field.identifiers.first().copied().unwrap_or_default();
            return Err(Malformed::Unexpected { wanted, found: element.identifier });
        }
        let root = tree.push(NONE, field.name, NONE, &element).ok_or(Malformed::Header)?;
        tree.fill(root, field.shape, DEPTH);
        if !reader.is_empty() {
            tree.defects.push((root, Defect::Syntax("octets follow")));
        }
        Ok(tree)
    }

    /// Says where in a larger object this one lies.
    pub(super) fn within(mut self, inside: Inside) -> Self {
        self.inside = Some(inside);
        self
    }

    pub(super) fn root(&self) -> At<'_> {
        At { tree: self, index: 0 }
    }

    pub(super) fn at(&self, index: u32) -> At<'_> {
        At { tree: self, index }
    }

    /// Every defect with its place.
    pub(super) fn defects(&self) -> impl Iterator<Item = (At<'_>, Defect)> {
        self.defects.iter().map(|(index, defect)| (self.at(*index), *defect))
    }

    fn node(&self, index: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(index).ok()?)
    }

    fn node_mut(&mut self, index: u32) -> Option<&mut Node> {
        self.nodes.get_mut(usize::try_from(index).ok()?)
    }

    fn content(&self, index: u32) -> &'a [u8] {
        self.node(index).and_then(|it| self.der.get(it.content.0..it.content.1)).unwrap_or_default()
    }

    fn push(
        &mut self,
        parent: u32,
        name: &'static str,
        index: u32,
        element: &Element<'a>,
    ) -> Option<u32> {
        if self.nodes.len() >= NODES {
            self.defects.push((parent, Defect::Limit));
            return None;
        }
        let place = u32::try_from(self.nodes.len()).ok()?;
        let raw = tlv::range_of(self.der, element.raw);
        let content = tlv::range_of(self.der, element.content);
        self.nodes.push(Node {
            name,
            note: "",
            index,
            identifier: element.identifier,
            start: raw.start,
            content: (content.start, content.end),
            end: raw.end,
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
        });
        if let Some(above) = self.node_mut(parent) {
            let before = above.last;
            above.last = place;
            if before == NONE {
                above.first = place;
            } else if let Some(before) = self.node_mut(before) {
                before.next = place;
            }
        }
        if !element.der {
            self.defects.push((place, Defect::Der("length is not in its shortest form")));
        }
        Some(place)
    }

    /// The next element inside `at`, or a defect there.
    fn take(&mut self, at: u32, reader: &mut Reader<'a>) -> Option<Element<'a>> {
        if reader.is_empty() {
            return None;
        }
        match reader.next() {
            Ok(element) => Some(element),
            Err(_) => {
                self.defects.push((at, Defect::Syntax("an element is cut short or unreadable")));
                None
            }
        }
    }

    fn fill(&mut self, at: u32, shape: &'static Shape, depth: u8) {
        let Some(depth) = depth.checked_sub(1) else {
            self.defects.push((at, Defect::Limit));
            return;
        };
        match shape {
            Shape::Any => self.fill_any(at, depth),
            Shape::Choice(fields) => {
                let identifier = self.node(at).map_or(0, |it| it.identifier);
                match fields.iter().find(|it| it.fits(identifier)) {
                    None => {
                        self.defects.push((at, Defect::Syntax("an element of another type")));
                        self.fill_any(at, depth);
                    }
                    Some(field) => {
                        if let Some(node) = self.node_mut(at) {
                            node.note = field.name;
                        }
                        self.fill(at, field.shape, depth);
                    }
                }
            }
            Shape::Holds(fields) => self.fill_one(at, fields, depth),
            Shape::List { of, least } => self.fill_list(at, of, *least, depth),
            Shape::OctetsByOid(lookup) => {
                if let Some(known) = self.sibling_oid(at).and_then(lookup) {
                    self.annotate(at, known.name);
                    self.fill_one(at, known.value, depth);
                }
            }
            Shape::Sequence(fields) => self.fill_sequence(at, fields, depth),
            Shape::ValueByOid(lookup) => match self.sibling_oid(at).and_then(lookup) {
                None => self.fill_any(at, depth),
                Some(known) => {
                    self.annotate(at, known.name);
                    let identifier = self.node(at).map_or(0, |it| it.identifier);
                    match known.value.iter().find(|it| it.fits(identifier)) {
                        Some(field) => self.fill(at, field.shape, depth),
                        None if known.value.is_empty() => {}
                        None => self.defects.push((at, Defect::Syntax("another type"))),
                    }
                }
            },
            Shape::Streamed | Shape::Value => {}
            Shape::Ascii
            | Shape::Bits
            | Shape::Boolean
            | Shape::Integer
            | Shape::NamedBits
            | Shape::Null
            | Shape::Oid
            | Shape::Time => {
                if let Some(defect) = self.leaf(at, shape) {
                    self.defects.push((at, defect));
                }
            }
        }
    }

    fn fill_any(&mut self, at: u32, depth: u8) {
        let constructed = self.node(at).is_some_and(|it| it.identifier & 0x20 != 0);
        if !constructed {
            return;
        }
        let Some(depth) = depth.checked_sub(1) else {
            self.defects.push((at, Defect::Limit));
            return;
        };
        let mut reader = Reader::new(self.content(at));
        let mut index = 0;
        while let Some(element) = self.take(at, &mut reader) {
            let Some(child) = self.push(at, "", index, &element) else { return };
            self.fill_any(child, depth);
            index += 1;
        }
    }

    fn fill_one(&mut self, at: u32, fields: &'static [Field], depth: u8) {
        let mut reader = Reader::new(self.content(at));
        let Some(element) = self.take(at, &mut reader) else {
            let name = fields.first().map_or("element", |it| it.name);
            self.defects.push((at, Defect::Missing(name)));
            return;
        };
        self.fill_child(at, fields, NONE, &element, depth);
        if !reader.is_empty() {
            self.defects.push((at, Defect::Syntax("octets follow")));
        }
    }

    fn fill_child(
        &mut self,
        at: u32,
        fields: &'static [Field],
        index: u32,
        element: &Element<'a>,
        depth: u8,
    ) {
        let field = fields.iter().find(|it| it.fits(element.identifier));
        let name = field.map_or("", |it| it.name);
        let Some(child) = self.push(at, name, index, element) else { return };
        match field {
            Some(field) => self.fill(child, field.shape, depth),
            None => {
                self.defects.push((child, Defect::Syntax("an element of another type")));
                self.fill_any(child, depth);
            }
        }
    }

    fn fill_list(&mut self, at: u32, of: &'static [Field], least: usize, depth: u8) {
        let mut reader = Reader::new(self.content(at));
        let mut index = 0;
        while let Some(element) = self.take(at, &mut reader) {
            self.fill_child(at, of, index, &element, depth);
            index += 1;
            if self.nodes.len() >= NODES {
                return;
            }
        }
        if index == 0 && least > 0 && reader.is_empty() {
            self.defects.push((at, Defect::Empty));
        }
    }

    fn fill_sequence(&mut self, at: u32, fields: &'static [Field], depth: u8) {
        let mut reader = Reader::new(self.content(at));
        let mut rest = fields;
        while let Some(element) = self.take(at, &mut reader) {
            let Some(position) = rest.iter().position(|it| it.fits(element.identifier)) else {
                let Some(child) = self.push(at, "", NONE, &element) else { return };
                self.defects.push((child, Defect::Syntax("an element of another type")));
                self.fill_any(child, depth);
                continue;
            };
            let (before, after) = rest.split_at_checked(position).unwrap_or((&[], rest));
            self.miss(at, before);
            let Some((field, after)) = after.split_first() else { return };
            rest = after;
            let Some(child) = self.push(at, field.name, NONE, &element) else { return };
            if let Presence::Unless(default) = field.presence
                && default == element.content
            {
                self.defects.push((child, Defect::Default));
            }
            self.fill(child, field.shape, depth);
        }
        self.miss(at, rest);
    }

    fn miss(&mut self, at: u32, fields: &'static [Field]) {
        for field in fields.iter().filter(|it| it.presence == Presence::Required) {
            self.defects.push((at, Defect::Missing(field.name)));
        }
    }

    /// The object identifier that stands before `at` in the same SEQUENCE.
    fn sibling_oid(&self, at: u32) -> Option<&'a [u8]> {
        let parent = self.node(self.node(at)?.parent)?;
        let first = self.node(parent.first)?;
        (first.identifier == tlv::OBJECT_IDENTIFIER).then(|| self.content(parent.first))
    }

    /// Notes what the element around `at` is.
    fn annotate(&mut self, at: u32, name: &'static str) {
        let parent = self.node(at).map_or(NONE, |it| it.parent);
        if let Some(parent) = self.node_mut(parent) {
            parent.note = name;
        }
    }

    fn leaf(&self, at: u32, shape: &Shape) -> Option<Defect> {
        let content = self.content(at);
        let identifier = self.node(at)?.identifier;
        match shape {
            Shape::Ascii => (!content.is_ascii())
                .then_some(Defect::Syntax("characters outside ASCII in an IA5String")),
            Shape::NamedBits => match (self.leaf(at, &Shape::Bits), content) {
                (Some(defect), _) => Some(defect),
                (None, [_]) => None,
                (None, [unused, .., last]) if u32::from(*unused) == last.trailing_zeros() => None,
                (None, _) => Some(Defect::Der("zero bits at the end are written out")),
            },
            Shape::Bits => match content {
                [] => Some(Defect::Syntax("bit string without octets")),
                [8..=255, ..] | [1..=255] => {
                    Some(Defect::Syntax("impossible count of unused bits"))
                }
                [unused, .., last] if last & ((1 << unused) - 1) != 0 => {
                    Some(Defect::Der("unused bits are not zero"))
                }
                [_, ..] => None,
            },
            Shape::Boolean => match content {
                [0 | 0xff] => None,
                [_] => Some(Defect::Der("true is not written as FF")),
                _ => Some(Defect::Syntax("boolean is not one octet")),
            },
            Shape::Integer => match content {
                [] => Some(Defect::Syntax("integer without octets")),
                [0, second, ..] if second & 0x80 == 0 => Some(Defect::Der("integer is padded")),
                [0xff, second, ..] if second & 0x80 != 0 => Some(Defect::Der("integer is padded")),
                [_, ..] => None,
            },
            Shape::Null => {
                (!content.is_empty()).then_some(Defect::Syntax("NULL has octets inside"))
            }
            Shape::Oid => Oid::from_der_content(content)
                .is_err()
                .then_some(Defect::Syntax("impossible object identifier")),
            Shape::Time => time::read(&tlv::Element { identifier, content, raw: content })
                .is_none()
                .then_some(Defect::Syntax("no time can be read")),
            Shape::Any
            | Shape::Choice(_)
            | Shape::Holds(_)
            | Shape::List { .. }
            | Shape::OctetsByOid(_)
            | Shape::Sequence(_)
            | Shape::Streamed
            | Shape::Value
            | Shape::ValueByOid(_) => None,
        }
    }
}

/// One element of a tree.
#[derive(Clone, Copy)]
pub(super) struct At<'t> {
    tree: &'t Tree<'t>,
    index: u32,
}

impl<'t> At<'t> {
    fn node(self) -> Option<&'t Node> {
        self.tree.node(self.index)
    }

    /// The component's name in its type; empty where it has none.
    pub(super) fn name(self) -> &'static str {
        self.node().map_or("", |it| it.name)
    }

    /// What the object identifier inside stands for; empty where unknown.
    pub(super) fn note(self) -> &'static str {
        self.node().map_or("", |it| it.note)
    }

    pub(super) fn identifier(self) -> u8 {
        self.node().map_or(0, |it| it.identifier)
    }

    pub(super) fn content(self) -> &'t [u8] {
        self.tree.content(self.index)
    }

    /// The whole element, identifier and length octets included.
    pub(super) fn raw(self) -> &'t [u8] {
        self.node().and_then(|it| self.tree.der.get(it.start..it.end)).unwrap_or_default()
    }

    /// Where the element lies in the object, header included.
    pub(super) fn range(self) -> Range<usize> {
        let base = self.tree.inside.map_or(0, |it| it.offset);
        self.node().map_or(0..0, |it| base.saturating_add(it.start)..base.saturating_add(it.end))
    }

    pub(super) fn parent(self) -> Option<Self> {
        let parent = self.node()?.parent;
        (parent != NONE).then_some(Self { tree: self.tree, index: parent })
    }

    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        let mut next = self.node().map_or(NONE, |it| it.first);
        std::iter::from_fn(move || {
            let at = Self { tree: self.tree, index: next };
            next = at.node()?.next;
            Some(at)
        })
    }

    /// The component of that name.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        self.children().find(|it| it.name() == name)
    }

    /// The component at the end of a path of names.
    pub(super) fn find(self, path: &[&str]) -> Option<Self> {
        path.iter().try_fold(self, |at, name| at.child(name))
    }

    /// The only element inside: of an explicit tag, of octets that hold DER.
    pub(super) fn inner(self) -> Option<Self> {
        self.children().next()
    }

    pub(super) fn is_empty(self) -> bool {
        self.inner().is_none()
    }

    /// The element itself and all below it, in the order written.
    pub(super) fn all(self) -> impl Iterator<Item = Self> {
        let (end, tree) = (self.range().end, self.tree);
        (self.index..u32::try_from(tree.nodes.len()).unwrap_or(NONE))
            .map(move |index| Self { tree, index })
            .take_while(move |it| it.index == self.index || it.range().start < end)
    }

    /// Whether `above` is this element or lies around it.
    pub(super) fn is_within(self, above: Self) -> bool {
        let mut at = Some(self);
        while let Some(here) = at {
            if here.index == above.index {
                return true;
            }
            at = here.parent();
        }
        false
    }

    /// The path from the object down, its own name left out.
    pub(super) fn path(self) -> String {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(here) = at {
            at = here.parent();
            if at.is_some() {
                steps.push(here);
            }
        }
        let mut path =
            self.tree.inside.map_or_else(String::new, |it| format!("{}[{}]", it.list, it.index));
        for step in steps.iter().rev() {
            step.write(&mut path);
        }
        path
    }

    fn write(self, path: &mut String) {
        let Some(node) = self.node() else { return };
        if node.index == NONE {
            if node.name.is_empty() {
                return;
            }
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(node.name);
            if !node.note.is_empty() {
                let _ = write!(path, "({})", node.note);
            }
            return;
        }
        // Writing into a string does not fail.
        let _ = write!(path, "[{}]", node.index);
        let label = if node.note.is_empty() { node.name } else { node.note };
        if !label.is_empty() {
            let _ = write!(path, "({label})");
        }
    }
}
