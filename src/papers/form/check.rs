//! Whether a form fits together.

use std::collections::BTreeSet;

use model::{Lang, Localized};

use super::{Check, Condition, Field, Form, Kind, Level, Part, PartKind, Piece, Status, pieces};

/// What is wrong, and with which field or part.
type Defect = (String, String);

impl Form {
    /// Refuses a form that does not fit together.
    pub(in crate::papers) fn check(&self, file: &str) -> Result<(), Defect> {
        let own = |defect: &str| Err((self.id.clone(), defect.to_owned()));
        if file != format!("forms/{}.toml", self.id) {
            return own("the file has another name");
        }
        if (self.status == Status::Repealed) != self.repealed.is_some() {
            return own("what is repealed says by what, and nothing else does");
        }
        for text in [&self.act, &self.clause, &self.title]
            .into_iter()
            .chain(&self.mark)
            .chain(&self.repealed)
        {
            said(text, &self.id)?;
        }
        let mut names = BTreeSet::new();
        for field in &self.field {
            field.check()?;
            if !names.insert(&field.id) {
                return Err((field.id.clone(), "the field stands twice".into()));
            }
        }
        for field in &self.field {
            self.composed(field).map_err(|defect| (field.id.clone(), defect))?;
        }
        if self.rests_on.is_empty() && !self.rests_when.is_empty() {
            return own("conditions of nothing that the paper rests on");
        }
        self.conditions(&self.rests_when).map_err(|defect| (self.id.clone(), defect))?;
        for (at, part) in self.block.iter().enumerate() {
            self.part(part).map_err(|defect| (format!("block {}", at + 1), defect))?;
        }
        for (at, check) in self.check.iter().enumerate() {
            self.demand(check).map_err(|defect| (format!("check {}", at + 1), defect))?;
        }
        let used = self.used()?;
        match self.field.iter().find(|it| !used.contains(it.id.as_str())) {
            Some(field) => Err((field.id.clone(), "nothing uses the field".into())),
            None => Ok(()),
        }
    }

    fn used(&self) -> Result<BTreeSet<&str>, Defect> {
        let mut used = BTreeSet::new();
        for (_, text) in self.texts() {
            used.extend(Self::places(text, Lang::Kk).map_err(|defect| (self.id.clone(), defect))?);
        }
        for text in self.field.iter().filter_map(|it| it.says.as_ref()) {
            used.extend(Self::places(text, Lang::Kk).map_err(|defect| (self.id.clone(), defect))?);
        }
        for part in &self.block {
            used.extend(part.field.as_deref());
            used.extend(part.fields.iter().map(String::as_str));
            used.extend(part.when.iter().map(|it| it.field.as_str()));
        }
        for check in &self.check {
            used.extend(check.when.iter().map(|it| it.field.as_str()));
            used.extend(check.bound.iter().map(|it| it.field.as_str()));
        }
        Ok(used)
    }

    fn part(&self, part: &Part) -> Result<(), String> {
        self.conditions(&part.when)?;
        let shown = part
            .field
            .as_deref()
            .map(|id| self.find(id).ok_or_else(|| format!("{id}: no such field")));
        match (part.kind, shown.transpose()?) {
            (PartKind::List, Some(field)) if matches!(field.kind, Kind::List | Kind::Choices) => {}
            (PartKind::Table, Some(field)) if field.kind == Kind::Table => {}
            (PartKind::List | PartKind::Table, _) => {
                return Err("a list or a table prints a field of its kind".into());
            }
            (_, Some(_)) => return Err("only a list or a table prints a whole field".into()),
            (_, None) => {}
        }
        let wanted = match part.kind {
            PartKind::Blank
            | PartKind::Caption
            | PartKind::Heading
            | PartKind::Signing
            | PartKind::Small
            | PartKind::Text
            | PartKind::Title => true,
            PartKind::Facts | PartKind::List | PartKind::Page | PartKind::Table => false,
        };
        if wanted != part.text.is_some() {
            return Err("the words are missing, or nothing prints them".into());
        }
        for text in [&part.text, &part.after, &part.caption].into_iter().flatten() {
            said(text, "").map_err(|(_, defect)| defect)?;
            for id in self.same_places(text)? {
                self.given(id, &part.when)?;
            }
        }
        if (part.kind == PartKind::Facts) == part.fields.is_empty() {
            return Err("facts print fields, and nothing else does".into());
        }
        for id in &part.fields {
            match self.find(id).map(|it| it.kind) {
                None => return Err(format!("{id}: no such field")),
                Some(Kind::Table) => return Err(format!("{id}: a table is no fact")),
                Some(_) => {}
            }
        }
        match part.field.as_deref() {
            Some(id) => self.given(id, &part.when),
            None => Ok(()),
        }
    }

    /// The fields that a text names, the same in every language.
    fn same_places<'a>(&self, text: &'a Localized) -> Result<BTreeSet<&'a str>, String> {
        let own = Self::places(text, Lang::Kk)?;
        for lang in Lang::ALL {
            if Self::places(text, lang)? != own {
                return Err(format!("{} names other fields than kk", lang.as_str()));
            }
            self.manners(text.in_lang(lang))?;
        }
        Ok(own)
    }

    /// A text that is said of other fields.
    fn composed(&self, field: &Field) -> Result<(), String> {
        let Some(text) = &field.says else { return Ok(()) };
        if field.kind != Kind::Text || field.required || field.source.is_some() {
            return Err("what is said of other fields is an optional text without a source".into());
        }
        said(text, "").map_err(|(_, defect)| defect)?;
        for id in self.same_places(text)? {
            if self.find(id).is_some_and(|it| it.says.is_some()) {
                return Err(format!("{id}: is itself said of other fields"));
            }
        }
        Ok(())
    }

    fn manners(&self, text: &str) -> Result<(), String> {
        for piece in pieces(text)? {
            let Piece::Place(id, manner) = piece else { continue };
            let field = self.find(id).ok_or_else(|| format!("{id}: no such field"))?;
            let Some(manner) = manner else {
                if field.kind == Kind::Table {
                    return Err(format!("{id}: a table does not stand in a sentence"));
                }
                continue;
            };
            let known = match field.kind {
                Kind::Choice => field.option.iter().all(|it| it.forms.contains_key(manner)),
                Kind::Date => matches!(manner, "of" | "on" | "from" | "until"),
                Kind::Number => manner == "days",
                Kind::Choices | Kind::List | Kind::Table | Kind::Text => false,
            };
            if !known {
                return Err(format!("{id}:{manner}: no such manner"));
            }
        }
        Ok(())
    }

    /// A field that a part names is given wherever the part is printed.
    fn given(&self, id: &str, when: &[Condition]) -> Result<(), String> {
        let field = self.find(id).ok_or_else(|| format!("{id}: no such field"))?;
        let asked = when.iter().any(|it| it.field == id && !it.not);
        let demanded = self.check.iter().any(|it| {
            it.level == Level::Refuse
                && it.need.iter().any(|need| need == id)
                && it.when.iter().all(|condition| when.contains(condition))
        });
        if field.says.is_some() {
            // Only a list of facts has words for what is not there.
            return Err(format!("{id}: stands among facts only"));
        }
        if field.required || asked || demanded {
            Ok(())
        } else {
            Err(format!("{id}: may be absent where it is printed"))
        }
    }

    fn conditions(&self, conditions: &[Condition]) -> Result<(), String> {
        for it in conditions {
            let field =
                self.find(&it.field).ok_or_else(|| format!("{}: no such field", it.field))?;
            let cells = field.column.iter().flat_map(|it| &it.option);
            if let Some(option) = &it.option
                && !field.option.iter().chain(cells).any(|it| it.id == *option)
            {
                return Err(format!("{}={option}: no such option", it.field));
            }
        }
        Ok(())
    }

    fn demand(&self, check: &Check) -> Result<(), String> {
        self.conditions(&check.when)?;
        said(&check.says, "").map_err(|(_, defect)| defect)?;
        if check.when.is_empty() && check.need.is_empty() && check.bound.is_none() {
            return Err("nothing is demanded".into());
        }
        if let Some(id) = check.need.iter().find(|id| self.find(id).is_none()) {
            return Err(format!("{id}: no such field"));
        }
        let Some(bound) = &check.bound else { return Ok(()) };
        let kind = |id: &str| {
            self.find(id).map(|it| it.kind).ok_or_else(|| format!("{id}: no such field"))
        };
        let others = [&bound.after, &bound.not_before, &bound.same_as];
        let others: Vec<_> = others.into_iter().filter_map(Option::as_deref).map(kind).collect();
        match (kind(&bound.field)?, bound.at_most, others.as_slice()) {
            (Kind::Number, Some(_), []) | (Kind::Date, None, [Ok(Kind::Date)]) => Ok(()),
            (_, _, _) => Err(format!("{}: this bound does not fit the field", bound.field)),
        }
    }
}

impl Field {
    fn check(&self) -> Result<(), Defect> {
        let refuse = |defect: &str| Err((self.id.clone(), defect.to_owned()));
        let word = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
        if self.id.is_empty() || !self.id.bytes().all(word) {
            return refuse("the name is not of lower-case words joined by hyphens");
        }
        said(&self.caption, &self.id)?;
        let chosen = matches!(self.kind, Kind::Choice | Kind::Choices);
        if chosen == self.option.is_empty() {
            return refuse("a choice has options, and nothing else has");
        }
        if (self.kind == Kind::Table) == self.column.is_empty() {
            return refuse("a table has columns, and nothing else has");
        }
        if self.kind != Kind::Table && !self.row.is_empty() {
            return refuse("only a table has rows");
        }
        let mut seen = BTreeSet::new();
        for it in self.option.iter().chain(&self.row) {
            said(&it.text, &self.id)?;
            for text in it.forms.values() {
                said(text, &self.id)?;
            }
            if !seen.insert(&it.id) {
                return refuse("an option stands twice");
            }
        }
        let mut seen = BTreeSet::new();
        for column in &self.column {
            column.check()?;
            if matches!(column.kind, Kind::Choices | Kind::List | Kind::Table) {
                return refuse("a cell holds one value");
            }
            if !seen.insert(&column.id) {
                return refuse("a column stands twice");
            }
        }
        Ok(())
    }
}

fn said(text: &Localized, item: &str) -> Result<(), Defect> {
    let whole = Lang::ALL.iter().all(|lang| !text.in_lang(*lang).trim().is_empty());
    if whole { Ok(()) } else { Err((item.to_owned(), "a language is missing".into())) }
}
