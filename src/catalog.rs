//! The law as data: what the Rules demand, by subject, with the items that are judged.
//!
//! The files lie under `checklists/`: `legal.toml` names the acts, each file of `224/` is one annex
//! of the inspection act. They are built into the program and may be replaced by a folder. Whatever
//! is wrong with them is refused when they are loaded, with the file and the item.

mod files;
mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use model::{Body, EvidenceKind, Localized, ProbeId, Requirement, RequirementId, SubjectId};
use probes::AssetKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub(crate) use files::{CALENDARS, FORMS, Files, PROCEDURES};

/// The name of the checklist: the first half of each requirement's identifier.
const CHECKLIST: &str = "224";

/// One edition of the Rules: its subjects, its items, and the acts they cite.
#[derive(Clone, Debug)]
pub struct Catalog {
    edition: String,
    sha256: String,
    folder: Option<PathBuf>,
    annexes: Vec<Annex>,
    subjects: Vec<Subject>,
    items: Vec<Item>,
    acts: BTreeMap<String, LegalAct>,
}

/// One file of items: an annex of the act.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Annex {
    /// The file, below the folder of checklists: `224/server-room.toml`.
    pub file: String,
    /// The section of the act.
    pub section: Section,
    /// The title.
    pub title: Localized,
    /// First day of the edition.
    pub in_force_from: Date,
    /// Whether a signed act may rest on it.
    pub status: Status,
    /// What the texts were compared with, by whom or by what.
    pub compared: Localized,
}

/// How far an annex has come.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The texts were compared with a published or analysed text; the annex says which.
    Compared,
    /// Under work. An act that rests on it must not be sealed.
    Draft,
}

/// The sections of the act that hold subjects, in the order of the act.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Conformity of the submitted documents with the actual state.
    Documents,
    /// Actual state of the recipient.
    ActualState,
    /// Requirements for server rooms.
    ServerRoom,
}

/// A row of the act.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subject {
    /// `12-8`, `12-15-e`, `documents`, `doc-13`.
    pub id: SubjectId,
    /// The subject that this one is a part of.
    pub parent: Option<SubjectId>,
    /// The section of the act.
    pub section: Section,
    /// The clause, as the Kazakh text numbers it.
    pub clause: String,
    /// The clause, in words for people.
    pub place: Localized,
    /// A few words for tables.
    pub label: Localized,
    /// The text. Kazakh word for word; Russian and English are translations.
    pub text: Localized,
    /// The body whose representative is proposed to lead; absent where the whole commission looks.
    pub lead: Option<Body>,
}

/// A requirement with what people are asked about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Item {
    /// What is judged.
    pub requirement: Requirement,
    /// What the inspector is asked, or what the probe asks.
    pub question: Localized,
    /// How to look, and where one goes wrong.
    pub guidance: Localized,
    /// The body whose representative is proposed to lead; absent where the whole commission looks.
    pub lead: Option<Body>,
    /// The recorded readings of ambiguous sentences that the item rests on: `A26`.
    pub readings_of_law: Vec<String>,
    /// What an answer has to bring.
    pub answer: AnswerShape,
}

/// What an answer of a person has to bring. All empty where nobody answers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AnswerShape {
    /// Whether a person answers at all.
    pub asked: bool,
    /// Whether a photograph is demanded.
    pub photo: bool,
    /// Whether a document is demanded.
    pub document: bool,
    /// What is measured.
    pub measure: Option<MeasureShape>,
    /// The assets that are to be listed.
    pub assets: Vec<AssetKind>,
}

/// A quantity that a person measures.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MeasureShape {
    /// The quantity: `ceiling-height`.
    pub quantity: String,
    /// The least number of readings.
    pub readings: usize,
}

/// A legal act that items cite.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LegalAct {
    /// The title.
    pub title: Localized,
    /// Kind, body, day and number.
    pub name: Localized,
    /// The number.
    pub number: String,
    /// The day it was adopted.
    pub adopted_on: Date,
    /// Number and day of state registration.
    pub registered: String,
    /// The acts that amended it up to the edition in hand, by number, oldest first.
    pub amended_by: Vec<Amendment>,
    /// Where it is published.
    pub url: String,
}

/// An act that amended another.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Amendment {
    /// The number.
    pub number: String,
    /// The day it was adopted.
    pub adopted_on: Date,
    /// What it changed.
    pub changed: Localized,
}

/// The files of law cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// A file reads well but contradicts itself or the other files.
    #[error("{file}: {item}: {defect}")]
    Defective {
        /// The file.
        file: String,
        /// The slug of the item, or the identifier of the subject.
        item: String,
        /// What is wrong.
        defect: String,
    },
    /// A file as a whole is not what it should be.
    #[error("{file}: {defect}")]
    File {
        /// The file.
        file: String,
        /// What is wrong.
        defect: String,
    },
    /// A file is not of the expected form.
    #[error("{file}: line {line}: {message}")]
    Malformed {
        /// The file.
        file: String,
        /// The line, counted from one.
        line: usize,
        /// What the reader reported.
        message: String,
    },
    /// A file or folder cannot be read.
    #[error("{file}: cannot be read")]
    Unreadable {
        /// The file.
        file: String,
        /// What the operating system reported.
        source: io::Error,
    },
}

impl CatalogError {
    pub(crate) fn file(file: String, defect: impl Into<String>) -> Self {
        Self::File { file, defect: defect.into() }
    }
}

impl Catalog {
    /// The edition built into the program.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file, the item and the defect; a test keeps it from happening.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::of(&Files::embedded())
    }

    /// The edition that lies in a folder shaped like `checklists/`.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file, the item and the defect.
    pub fn load(folder: &Path) -> Result<Self, CatalogError> {
        Ok(Self { folder: Some(folder.to_owned()), ..Self::of(&Files::read(folder)?)? })
    }

    /// The folder it was loaded from; none where it is built in. What stands apart from the rules,
    /// templates and procedures, is read from the same place.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    pub(crate) fn of(files: &Files) -> Result<Self, CatalogError> {
        let acts: BTreeMap<String, LegalAct> =
            parse(files, "legal.toml", files.text("legal.toml")?)?;
        for (key, act) in &acts {
            let changed = act.amended_by.iter().map(|it| &it.changed);
            if !changed.chain([&act.title, &act.name]).all(said) {
                let file = files.place("legal.toml");
                return Err(CatalogError::Defective {
                    file,
                    item: key.clone(),
                    defect: "a translation is missing".into(),
                });
            }
        }
        let mut forms = Vec::new();
        for (name, text) in files.folder(CHECKLIST) {
            forms.push((name, parse::<form::Annex>(files, name, text)?));
        }
        forms.sort_by_key(|(_, form)| form.section);
        let Some((_, first)) = forms.first() else {
            return Err(CatalogError::file(files.place(CHECKLIST), "no checklist lies here"));
        };
        let mut catalog = Self {
            edition: first.edition.clone(),
            sha256: files.sha256(),
            folder: None,
            annexes: Vec::new(),
            subjects: Vec::new(),
            items: Vec::new(),
            acts,
        };
        for (name, form) in &forms {
            catalog.add_head(files, name, form)?;
        }
        for (name, form) in &forms {
            for subject in &form.subject {
                catalog.add_subject(subject, form.section).map_err(|defect| {
                    let (file, item) = (files.place(name), subject.id.to_string());
                    CatalogError::Defective { file, item, defect }
                })?;
            }
        }
        for (name, form) in forms {
            for item in form.item {
                let slug = item.slug.clone();
                catalog.add_item(item).map_err(|defect| {
                    let (file, item) = (files.place(name), slug);
                    CatalogError::Defective { file, item, defect }
                })?;
            }
        }
        catalog.nothing_is_left_over(files)?;
        Ok(catalog)
    }

    fn add_head(
        &mut self,
        files: &Files,
        name: &str,
        form: &form::Annex,
    ) -> Result<(), CatalogError> {
        let refuse = |defect: String| Err(CatalogError::file(files.place(name), defect));
        if form.edition != self.edition {
            let (other, own) = (&self.edition, &form.edition);
            return refuse(format!("edition {own} beside files of edition {other}"));
        }
        if !self.acts.contains_key(&form.act) {
            return refuse(format!("no such act: {}", form.act));
        }
        if !said(&form.title) || !said(&form.compared) {
            return refuse("a translation is missing".into());
        }
        if self.annexes.iter().any(|it| it.section == form.section) {
            return refuse("another file holds the same section".into());
        }
        self.annexes.push(Annex {
            file: name.to_owned(),
            section: form.section,
            title: form.title.clone(),
            in_force_from: form.in_force_from,
            status: form.status,
            compared: form.compared.clone(),
        });
        Ok(())
    }

    fn add_subject(&mut self, form: &form::Subject, section: Section) -> Result<(), String> {
        if !kebab(&form.id.0) {
            return Err("the id is not of lower-case words joined by hyphens".into());
        }
        if self.subject(&form.id).is_some() {
            return Err("the id is used twice".into());
        }
        if ![&form.place, &form.label, &form.text].into_iter().all(said) {
            return Err("a translation is missing".into());
        }
        if form.clause.trim().is_empty() {
            return Err("the clause is missing".into());
        }
        if let Some(parent) = &form.parent
            && self.subject(parent).is_none()
        {
            return Err(format!("no such subject before it: {parent}"));
        }
        self.subjects.push(Subject {
            id: form.id.clone(),
            parent: form.parent.clone(),
            section,
            clause: form.clause.clone(),
            place: form.place.clone(),
            label: form.label.clone(),
            text: form.text.clone(),
            lead: form.lead,
        });
        Ok(())
    }

    fn add_item(&mut self, form: form::Item) -> Result<(), String> {
        let id = RequirementId(format!("{CHECKLIST}.{}", form.slug));
        if !kebab(&form.slug) {
            return Err("the slug is not of lower-case words joined by hyphens".into());
        }
        if self.item(&id).is_some() {
            return Err("the slug is used twice".into());
        }
        if ![&form.title, &form.question, &form.guidance].into_iter().all(said) {
            return Err("a translation is missing".into());
        }
        let subject = self
            .subject(&form.subject)
            .ok_or_else(|| format!("no such subject: {}", form.subject))?;
        let lead = form.lead.or(subject.lead);
        if !self.acts.contains_key(&form.legal.act) {
            return Err(format!("no such act: {}", form.legal.act));
        }
        if form.legal.clause != subject.clause {
            return Err(format!("its clause is not that of its subject, {}", subject.clause));
        }
        if form.legal.in_force_until.is_some_and(|until| until <= form.legal.in_force_from) {
            return Err("its last day in force is before its first".into());
        }
        if let Some(reading) = form.readings_of_law.iter().find(|it| !reading_of_law(it)) {
            return Err(format!("{reading} does not name a reading of the law, such as A26"));
        }
        check_measure(&form)?;
        let answer = answer_shape(&form)?;
        check_evidence(&form, reads(&form.probe)?)?;
        let requirement = Requirement {
            id,
            subject: form.subject,
            title: form.title,
            legal: form.legal,
            probe: form.probe,
            evidence: form.evidence,
            quantity: form.quantity,
            limit: form.limit,
            conditional: form.conditional,
            consequence: form.consequence,
        };
        self.items.push(Item {
            requirement,
            question: form.question,
            guidance: form.guidance,
            lead,
            readings_of_law: form.readings_of_law,
            answer,
        });
        Ok(())
    }

    /// A subject of which nothing is asked would stay open for ever.
    fn nothing_is_left_over(&self, files: &Files) -> Result<(), CatalogError> {
        let asked: BTreeSet<_> = self.items.iter().map(|it| &it.requirement.subject).collect();
        let parents: BTreeSet<_> =
            self.subjects.iter().filter_map(|it| it.parent.as_ref()).collect();
        let silent =
            self.subjects.iter().find(|it| !asked.contains(&it.id) && !parents.contains(&it.id));
        match silent {
            None => Ok(()),
            Some(subject) => Err(CatalogError::Defective {
                file: files.place(CHECKLIST),
                item: subject.id.to_string(),
                defect: "no item asks about the subject".into(),
            }),
        }
    }

    /// Identifier of the edition: `224-2023-04-17`.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// SHA-256 over every file of law and of words, 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether some annex is a draft: an act that rests on the catalog must not be sealed then.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.annexes.iter().any(|it| it.status == Status::Draft)
    }

    /// The annexes, in the order of the act.
    #[must_use]
    pub fn annexes(&self) -> &[Annex] {
        &self.annexes
    }

    /// The rows of the act, in its order. A part follows the subject that it is a part of.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// One row of the act.
    #[must_use]
    pub fn subject(&self, id: &SubjectId) -> Option<&Subject> {
        self.subjects.iter().find(|it| it.id == *id)
    }

    /// The items, in the order of the act.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The items of one subject and of its parts, in the order of the act.
    pub fn items_of<'a>(&'a self, subject: &'a SubjectId) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |it| {
            let own = &it.requirement.subject;
            own == subject
                || self.subject(own).is_some_and(|own| own.parent.as_ref() == Some(subject))
        })
    }

    /// One item.
    #[must_use]
    pub fn item(&self, id: &RequirementId) -> Option<&Item> {
        self.items.iter().find(|it| it.requirement.id == *id)
    }

    /// A legal act by its key.
    #[must_use]
    pub fn legal_act(&self, key: &str) -> Option<&LegalAct> {
        self.acts.get(key)
    }
}

/// Reads one of the files.
pub(crate) fn parse_file<T: DeserializeOwned>(
    files: &Files,
    name: &str,
) -> Result<T, CatalogError> {
    parse(files, name, files.text(name)?)
}

fn parse<T: DeserializeOwned>(files: &Files, name: &str, text: &str) -> Result<T, CatalogError> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|it| text.get(..it.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let message = error.message().replace('\n', ", ");
        CatalogError::Malformed { file: files.place(name), line, message }
    })
}

fn reads(probe: &ProbeId) -> Result<&'static [EvidenceKind], String> {
    probes::by_id(&probe.0).map(|it| it.reads()).ok_or_else(|| "no such probe".into())
}

fn check_measure(form: &form::Item) -> Result<(), String> {
    if let Some(limit) = &form.limit {
        let (Some(min), Some(max)) = (limit.min.or(limit.max), limit.max.or(limit.min)) else {
            return Err("the limit bounds nothing".into());
        };
        if limit.min.is_some() && limit.max.is_some() && min > max {
            return Err("the least permitted value is above the greatest".into());
        }
    }
    match (&form.quantity, &form.limit) {
        (None, None) | (Some(_), Some(_)) => {}
        (None, Some(_)) => return Err("a limit without a quantity".into()),
        (Some(_), None) => return Err("a quantity without a limit".into()),
    }
    if form.quantity.as_ref().is_some_and(|it| !kebab(it)) {
        return Err("the quantity is not of lower-case words joined by hyphens".into());
    }
    Ok(())
}

fn check_evidence(form: &form::Item, reads: &[EvidenceKind]) -> Result<(), String> {
    if form.evidence.is_empty() {
        return Err("no evidence is demanded: nothing could be judged".into());
    }
    // A person may be made to attach a photograph or a document, whatever the probe reads; and the
    // declaration is typed in before any probe runs.
    let attached = [EvidenceKind::Declaration, EvidenceKind::Document, EvidenceKind::Photo];
    let unread = form.evidence.iter().find(|it| !reads.contains(it) && !attached.contains(it));
    match unread {
        None => Ok(()),
        Some(kind) => Err(format!("the probe does not read the evidence {}", kind.as_str())),
    }
}

fn answer_shape(form: &form::Item) -> Result<AnswerShape, String> {
    let demands = |kind| form.evidence.contains(&kind);
    let asked = demands(EvidenceKind::Answer);
    let by_person = form.probe.0 == "person.answer";
    if by_person && !asked {
        return Err("a person answers, but no answer is demanded".into());
    }
    if !asked && (form.readings.is_some() || !form.assets.is_empty()) {
        return Err("readings or assets without an answer".into());
    }
    let measure = match (&form.quantity, form.readings) {
        (Some(quantity), Some(readings)) if readings > 0 => {
            Some(MeasureShape { quantity: quantity.clone(), readings })
        }
        (None, Some(_)) => return Err("readings without a quantity".into()),
        (Some(_), None) if by_person => {
            return Err("a person measures, but the number of readings is missing".into());
        }
        (_, Some(_)) => return Err("no reading is asked for".into()),
        (_, None) => None,
    };
    Ok(AnswerShape {
        asked,
        photo: asked && demands(EvidenceKind::Photo),
        document: asked && demands(EvidenceKind::Document),
        measure,
        assets: form.assets.clone(),
    })
}

fn said(text: &Localized) -> bool {
    [&text.kk, &text.ru, &text.en].into_iter().all(|it| !it.trim().is_empty())
}

fn kebab(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty()
                && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
        })
}

fn reading_of_law(text: &str) -> bool {
    text.strip_prefix('A')
        .is_some_and(|digits| digits.len() == 2 && digits.bytes().all(|it| it.is_ascii_digit()))
}
