//! What changed from one JSON Schema to another, as those see it who read and write the form.
//!
//! Of each change it is said whether the form *grew*, so that whoever read the form before reads it
//! still and whatever was valid is valid, or *broke*. A form is read and written by others alike, so
//! both directions count: a field that was always there and may now be absent breaks a reader, a
//! field that may not be absent any more breaks a writer. Words of a schema are no part of its shape.
//!
//! Known are the keywords that our schemas use. One that is not known breaks wherever it differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value};

/// Keywords that people read, or that name the schema.
const WORDS: [&str; 5] = ["$id", "$schema", "description", "examples", "title"];

/// Keywords that are compared each in its own way.
const COMPARED: [&str; 21] = [
    "$defs",
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "default",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "patternProperties",
    "properties",
    "required",
    "type",
];

/// A bound and whether a greater one is the stricter.
const BOUNDS: [(&str, bool); 8] = [
    ("exclusiveMaximum", false),
    ("exclusiveMinimum", true),
    ("maxItems", false),
    ("maxLength", false),
    ("maximum", false),
    ("minItems", true),
    ("minLength", true),
    ("minimum", true),
];

/// One change.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Change {
    /// Whether old readers or writers fail.
    pub(super) breaks: bool,
    /// `/rows/[]/status`: the field, `[]` for what a list holds, `{}` for any field of a map.
    pub(super) place: String,
    /// What changed.
    pub(super) what: String,
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "/" } else { &self.place };
        write!(out, "{place}: {}", self.what)
    }
}

/// Every change from one schema to the next, those that break first.
pub(super) fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut comparison = Comparison { before, after, seen: BTreeSet::new(), found: Vec::new() };
    comparison.schemas("", before, after);
    let mut found = comparison.found;
    found.sort_by(|a, b| (!a.breaks, a).cmp(&(!b.breaks, b)));
    found.dedup();
    found
}

/// The shape of a schema: without the words in it.
pub(super) fn shape(schema: &Value) -> Value {
    fn of(value: &Value, names: bool) -> Value {
        match value {
            Value::Object(fields) => {
                let kept = fields.iter().filter(|(name, _)| {
                    names || *name == "$id" || *name == "$schema" || !WORDS.contains(&name.as_str())
                });
                let inner = |name: &str| {
                    !names && matches!(name, "$defs" | "patternProperties" | "properties")
                };
                let whole = |name: &str| !names && matches!(name, "const" | "default" | "enum");
                let made = kept.map(|(name, it)| {
                    let it = if whole(name) { it.clone() } else { of(it, inner(name)) };
                    (name.clone(), it)
                });
                Value::Object(made.collect())
            }
            Value::Array(all) => Value::Array(all.iter().map(|it| of(it, false)).collect()),
            Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }
    of(schema, false)
}

/// One of the forms that a value may have.
#[derive(Clone)]
struct Alternative {
    /// What it is told by: a constant, a field with a constant, the one field that has to be there.
    key: Option<String>,
    /// It is `null`.
    null: bool,
    schema: Value,
}

#[derive(Clone)]
struct Comparison<'a> {
    before: &'a Value,
    after: &'a Value,
    /// Pairs that are compared or being compared: forms refer to themselves.
    seen: BTreeSet<(String, String)>,
    found: Vec<Change>,
}

impl Comparison<'_> {
    fn say(&mut self, breaks: bool, place: &str, what: impl Into<String>) {
        self.found.push(Change { breaks, place: place.to_owned(), what: what.into() });
    }

    fn schemas(&mut self, place: &str, before: &Value, after: &Value) {
        let names = [before, after].map(|it| it["$ref"].as_str().map(str::to_owned));
        let (before, after) = (resolved(self.before, before), resolved(self.after, after));
        // What an absent field means may stand beside the reference.
        self.defaults(place, &before, &after);
        if let [Some(one), Some(other)] = names
            && !self.seen.insert((one, other))
        {
            return;
        }
        match (accepts_all(&before), accepts_all(&after)) {
            (true, true) => return,
            (true, false) => return self.say(true, place, "anything was allowed"),
            (false, true) => return self.say(true, place, "anything is allowed now"),
            (false, false) => {}
        }
        if before == Value::Bool(false) || after == Value::Bool(false) {
            if before != after {
                self.say(before != Value::Bool(false), place, "was or is allowed no value");
            }
            return;
        }
        let (old, new) = (self.split(&before, false), self.split(&after, true));
        if let ([old], [new]) = (&old[..], &new[..]) {
            self.single(place, &old.schema, &new.schema);
        } else {
            self.alternatives(place, &old, &new);
        }
    }

    /// What is meant by a field that is absent.
    fn defaults(&mut self, place: &str, before: &Value, after: &Value) {
        let (before, after) = (before.get("default"), after.get("default"));
        if before.is_some() && before != after {
            let told = |it: Option<&Value>| it.map_or("none".to_owned(), Value::to_string);
            let (before, after) = (told(before), told(after));
            self.say(true, place, format!("absent meant {before} and means {after}"));
        }
    }

    /// The forms that a value may have. What stands beside them holds of each.
    fn split(&self, schema: &Value, new: bool) -> Vec<Alternative> {
        let root = if new { self.after } else { self.before };
        let Some(fields) = schema.as_object() else {
            return vec![Alternative { key: None, null: false, schema: schema.clone() }];
        };
        for name in ["anyOf", "oneOf"] {
            let Some(listed) = fields.get(name).and_then(Value::as_array) else { continue };
            let mut beside = fields.clone();
            beside.remove(name);
            beside.retain(|name, _| !WORDS.contains(&name.as_str()) && name != "default");
            return listed
                .iter()
                .flat_map(|it| self.split(&joined(&beside, &resolved(root, it)), new))
                .collect();
        }
        if let Some(listed) = fields.get("enum").and_then(Value::as_array) {
            let constant = |it: &Value| {
                let mut one = fields.clone();
                one.remove("enum");
                one.insert("const".to_owned(), it.clone());
                alternative(one)
            };
            return listed.iter().map(constant).collect();
        }
        if let Some(listed) = fields.get("type").and_then(Value::as_array) {
            let typed = |it: &Value| {
                let mut one = fields.clone();
                one.insert("type".to_owned(), it.clone());
                if it == "null" {
                    one.retain(|name, _| name == "type");
                }
                alternative(one)
            };
            return listed.iter().map(typed).collect();
        }
        vec![alternative(fields.clone())]
    }

    fn alternatives(&mut self, place: &str, old: &[Alternative], new: &[Alternative]) {
        let mut free: Vec<&Alternative> = new.iter().collect();
        for one in old {
            // That which is told by the same comes first; then whatever takes the least away.
            let tried = free.iter().enumerate().map(|(at, other)| {
                let mut apart = Comparison { found: Vec::new(), ..self.clone() };
                apart.single(place, &one.schema, &other.schema);
                let broken = apart.found.iter().filter(|it| it.breaks).count();
                let told_apart = one.key.is_some() || other.key.is_some();
                let other_type = one.schema.get("type") != other.schema.get("type");
                ((one.key != other.key, other_type, broken), told_apart, at, apart)
            });
            let best = tried.min_by_key(|(rank, ..)| *rank);
            match best {
                Some(((other_key, _, broken), told_apart, at, apart))
                    if broken == 0 || !(told_apart && other_key) && one.null == free[at].null =>
                {
                    self.found.extend(apart.found);
                    self.seen.extend(apart.seen);
                    free.remove(at);
                }
                _ => self.say(true, place, format!("{} is gone", named(one))),
            }
        }
        let told_apart = old.iter().filter(|it| !it.null).all(|it| it.key.is_some());
        for added in free {
            let several = old.iter().filter(|it| !it.null).count() > 1;
            let grows = !added.null && (told_apart || several);
            self.say(!grows, place, format!("{} is added", named(added)));
        }
    }

    /// Two schemas without alternatives.
    fn single(&mut self, place: &str, before: &Value, after: &Value) {
        for name in ["const", "type"] {
            if before.get(name) != after.get(name) {
                let told = |it: &Value| it.get(name).map_or("any".to_owned(), Value::to_string);
                let what = format!("{name} was {} and is {}", told(before), told(after));
                return self.say(true, place, what);
            }
        }
        for (name, greater) in BOUNDS {
            self.bound(place, name, greater, before.get(name), after.get(name));
        }
        self.fields(place, before, after);
        match (before.get("items"), after.get("items")) {
            (Some(one), Some(other)) => self.schemas(&format!("{place}/[]"), one, other),
            (None, None) => {}
            (one, _) => {
                let what =
                    if one.is_some() { "any item is allowed now" } else { "items are bound" };
                self.say(true, place, what);
            }
        }
        let keywords = [before, after].into_iter().filter_map(Value::as_object);
        let other: BTreeSet<&String> = keywords
            .flat_map(Map::keys)
            .filter(|it| !WORDS.contains(&it.as_str()) && !COMPARED.contains(&it.as_str()))
            .collect();
        for name in other {
            if before.get(name) != after.get(name) {
                self.say(true, place, format!("{name} differs"));
            }
        }
    }

    fn bound(
        &mut self,
        place: &str,
        name: &str,
        greater: bool,
        before: Option<&Value>,
        after: Option<&Value>,
    ) {
        // As written: our bounds are whole numbers, and none is beyond 64 bits.
        let number = |it: Option<&Value>| it.and_then(Value::as_i64);
        let tighter = match (number(before), number(after)) {
            (one, other) if one == other && before == after => return,
            (Some(one), Some(other)) => (other > one) == greater,
            (one, _) => one.is_none(),
        };
        let told = |it: Option<&Value>| it.map_or("none".to_owned(), Value::to_string);
        self.say(tighter, place, format!("{name} was {} and is {}", told(before), told(after)));
    }

    fn fields(&mut self, place: &str, before: &Value, after: &Value) {
        let (old, new) = (listed(before, "properties"), listed(after, "properties"));
        let always = |it: &Value| -> BTreeSet<String> {
            let names = it.get("required").and_then(Value::as_array).into_iter().flatten();
            names.filter_map(|it| it.as_str().map(str::to_owned)).collect()
        };
        let (was, is) = (always(before), always(after));
        let map = before.get("additionalProperties").is_some_and(Value::is_object);
        for (name, schema) in &old {
            let place = format!("{place}/{name}");
            match new.get(name) {
                None => self.say(true, &place, "the field is gone"),
                Some(other) => {
                    match (was.contains(name), is.contains(name)) {
                        (true, false) => self.say(true, &place, "was always there, may be absent"),
                        (false, true) => self.say(true, &place, "might be absent, has to be there"),
                        (true, true) | (false, false) => {}
                    }
                    self.schemas(&place, schema, other);
                }
            }
        }
        for name in new.keys().filter(|it| !old.contains_key(*it)) {
            let place = format!("{place}/{name}");
            if is.contains(name) {
                self.say(true, &place, "a field is added that has to be there");
            } else if map {
                self.say(true, &place, "a field is added that was one of the map");
            } else {
                self.say(false, &place, "a field is added that may be absent");
            }
        }
        // Names that are required and nowhere described.
        let undescribed = |it: &&String| !old.contains_key(*it) && !new.contains_key(*it);
        for name in was.symmetric_difference(&is).filter(undescribed) {
            self.say(true, &format!("{place}/{name}"), "is required only before or only now");
        }
        let all = |it: &Value| it.get("additionalProperties").cloned().unwrap_or(Value::Bool(true));
        let (old, new) = (all(before), all(after));
        match (&old, &new) {
            (one, other) if one == other && !one.is_object() => {}
            (Value::Bool(false), _) => self.say(false, place, "further fields are allowed now"),
            (Value::Object(_), Value::Object(_)) => {
                self.schemas(&format!("{place}/{{}}"), &old, &new);
            }
            (Value::Object(_), Value::Bool(true)) => {
                self.say(true, place, "further fields may hold anything now");
            }
            _ => self.say(true, place, "further fields are allowed no more"),
        }
        let (old, new) = (listed(before, "patternProperties"), listed(after, "patternProperties"));
        if old.keys().ne(new.keys()) {
            self.say(true, place, "the patterns of names differ");
        }
        for (pattern, schema) in &old {
            if let Some(other) = new.get(pattern) {
                self.schemas(&format!("{place}/{{{pattern}}}"), schema, other);
            }
        }
    }
}

fn listed(schema: &Value, name: &str) -> BTreeMap<String, Value> {
    let fields = schema.get(name).and_then(Value::as_object).into_iter().flatten();
    fields.map(|(name, it)| (name.clone(), it.clone())).collect()
}

/// The schema that is referred to, with what stands beside the reference.
fn resolved(root: &Value, schema: &Value) -> Value {
    let mut schema = schema.clone();
    let mut steps = 0;
    while let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        steps += 1;
        let to = name.strip_prefix('#').and_then(|it| root.pointer(it));
        let to = to.unwrap_or_else(|| panic!("{name}: leads nowhere"));
        assert!(steps < 100, "{name}: leads to itself");
        let mut beside = schema.as_object().unwrap().clone();
        beside.remove("$ref");
        schema = joined(&beside, to);
    }
    schema
}

/// What stands beside a schema takes its words and its meaning when absent; fields come together.
fn joined(beside: &Map<String, Value>, schema: &Value) -> Value {
    let Some(fields) = schema.as_object() else { return schema.clone() };
    let mut all = fields.clone();
    for (name, it) in beside {
        match (name.as_str(), all.get_mut(name)) {
            ("properties", Some(Value::Object(own))) => {
                own.extend(
                    it.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())),
                );
            }
            ("required", Some(Value::Array(own))) => {
                own.extend(it.as_array().into_iter().flatten().cloned());
            }
            _ => {
                all.insert(name.clone(), it.clone());
            }
        }
    }
    Value::Object(all)
}

fn accepts_all(schema: &Value) -> bool {
    match schema {
        Value::Bool(all) => *all,
        Value::Object(fields) => {
            fields.keys().all(|it| WORDS.contains(&it.as_str()) || it == "default")
        }
        Value::Array(_) | Value::Null | Value::Number(_) | Value::String(_) => false,
    }
}

fn alternative(fields: Map<String, Value>) -> Alternative {
    let constant = fields.get("const").map(Value::to_string);
    let tagged = || {
        let properties = fields.get("properties")?.as_object()?;
        let tag = properties.iter().find_map(|(name, it)| Some((name, it.get("const")?)));
        tag.map(|(name, it)| format!("{name} = {it}"))
    };
    let only = || {
        let required = fields.get("required")?.as_array()?;
        let properties = fields.get("properties")?.as_object()?;
        let sole = required.len() == 1 && properties.len() == 1;
        sole.then(|| required.first().map(Value::to_string)).flatten()
    };
    let key = constant.or_else(tagged).or_else(only);
    let null = fields.get("type").is_some_and(|it| it == "null");
    Alternative { key, null, schema: Value::Object(fields) }
}

fn named(alternative: &Alternative) -> String {
    let kind = alternative.schema.get("type").map_or("any".to_owned(), Value::to_string);
    alternative.key.clone().unwrap_or(kind)
}
