//! The files under `checklists/`: those built in, or those of a folder put in their place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::CatalogError;

/// No file of law or of words is larger, in bytes.
const LARGEST: u64 = 1 << 20;

/// No folder of law or of words holds more files.
const MOST_FILES: usize = 64;

/// The folders that are read, and the ending of what is read in them. Anything else that lies
/// there takes no part.
const FOLDERS: &[(&str, &str)] =
    &[("224", "toml"), ("words/en", "ftl"), ("words/kk", "ftl"), ("words/ru", "ftl")];

macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/checklists/", $name)),
        )),*]
    };
}

/// A folder that judges nothing: templates of papers, procedures. It has a hash of its own and
/// stands outside that of the rules, so that a letter with another wording does not take the ground
/// from acts that were judged before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Apart {
    /// The folder below `checklists/`.
    name: &'static str,
    /// Every TOML file in it. A test compares the list with the folder.
    embedded: &'static [(&'static str, &'static str)],
}

/// Templates of papers.
pub(crate) const FORMS: Apart = Apart {
    name: "forms",
    embedded: embed![
        "forms/answer-objections.toml",
        "forms/application.toml",
        "forms/attestat.toml",
        "forms/attestation-application.toml",
        "forms/attestation-hardware.toml",
        "forms/attestation-integrated.toml",
        "forms/attestation-software.toml",
        "forms/certificate.toml",
        "forms/decision-revocation.toml",
        "forms/decision.toml",
        "forms/dissent.toml",
        "forms/letter-to-members.toml",
        "forms/notice-changes.toml",
        "forms/notice-examination.toml",
        "forms/notice-onsite.toml",
        "forms/notice-survey.toml",
        "forms/office.toml",
        "forms/protocol.toml",
        "forms/recommendation.toml",
        "forms/refusal.toml",
        "forms/register-extract.toml",
        "forms/request-elimination.toml",
        "forms/request-explanations.toml",
    ],
};

/// Calendars of working days.
pub(crate) const CALENDARS: Apart =
    Apart { name: "calendar", embedded: embed!["calendar/kz.toml"] };

/// Procedures, each with a hash of its own.
pub(crate) const PROCEDURES: Apart = Apart {
    name: "procedures",
    embedded: embed![
        "procedures/097-attestation-2018.toml",
        "procedures/209-1-depositing.toml",
        "procedures/209-2-registration.toml",
        "procedures/209-3-cash-register-systems.toml",
        "procedures/209-4-ca-accreditation-2014.toml",
        "procedures/224-issue.toml",
        "procedures/224-revocation.toml",
        "procedures/676-attestation-2014.toml",
    ],
};

/// Every file that is read, by name. A test compares the list with the folder.
const EMBEDDED: &[(&str, &str)] = embed![
    "224/documents.toml",
    "224/paragraph-12.toml",
    "224/server-room.toml",
    "clauses.toml",
    "legal.toml",
    "words/en/act.ftl",
    "words/en/checks.ftl",
    "words/en/cli-pki.ftl",
    "words/en/cli.ftl",
    "words/en/committee.ftl",
    "words/en/demo.ftl",
    "words/en/devices.ftl",
    "words/en/errors.ftl",
    "words/en/lint.ftl",
    "words/en/matters.ftl",
    "words/en/papers.ftl",
    "words/en/pki.ftl",
    "words/en/probes.ftl",
    "words/en/procedure.ftl",
    "words/en/quantities.ftl",
    "words/en/quorum.ftl",
    "words/en/register.ftl",
    "words/en/selfcheck.ftl",
    "words/en/signatures.ftl",
    "words/en/verify.ftl",
    "words/kk/act.ftl",
    "words/kk/checks.ftl",
    "words/kk/cli-pki.ftl",
    "words/kk/cli.ftl",
    "words/kk/committee.ftl",
    "words/kk/demo.ftl",
    "words/kk/devices.ftl",
    "words/kk/errors.ftl",
    "words/kk/lint.ftl",
    "words/kk/matters.ftl",
    "words/kk/papers.ftl",
    "words/kk/pki.ftl",
    "words/kk/probes.ftl",
    "words/kk/procedure.ftl",
    "words/kk/quantities.ftl",
    "words/kk/quorum.ftl",
    "words/kk/register.ftl",
    "words/kk/selfcheck.ftl",
    "words/kk/signatures.ftl",
    "words/kk/verify.ftl",
    "words/ru/act.ftl",
    "words/ru/checks.ftl",
    "words/ru/cli-pki.ftl",
    "words/ru/cli.ftl",
    "words/ru/committee.ftl",
    "words/ru/demo.ftl",
    "words/ru/devices.ftl",
    "words/ru/errors.ftl",
    "words/ru/lint.ftl",
    "words/ru/matters.ftl",
    "words/ru/papers.ftl",
    "words/ru/pki.ftl",
    "words/ru/probes.ftl",
    "words/ru/procedure.ftl",
    "words/ru/quantities.ftl",
    "words/ru/quorum.ftl",
    "words/ru/register.ftl",
    "words/ru/selfcheck.ftl",
    "words/ru/signatures.ftl",
    "words/ru/verify.ftl",
];

/// Texts by their names below the root, with `/` between the parts.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    root: String,
    texts: BTreeMap<String, Cow<'static, str>>,
}

impl Files {
    /// The files built into the program.
    pub(crate) fn embedded() -> Self {
        Self::built_in(EMBEDDED)
    }

    fn built_in(files: &'static [(&'static str, &'static str)]) -> Self {
        let own = |&(name, text): &(&'static str, _)| (name.to_owned(), Cow::Borrowed(text));
        Self { root: "checklists".into(), texts: files.iter().map(own).collect() }
    }

    /// The files of a folder.
    pub(crate) fn read(root: &Path) -> Result<Self, CatalogError> {
        let mut files = Self { root: root.display().to_string(), texts: BTreeMap::new() };
        for name in ["clauses.toml", "legal.toml"] {
            files.add(root, name)?;
        }
        for (folder, ending) in FOLDERS {
            files.add_folder(root, folder, ending)?;
        }
        Ok(files)
    }

    /// The files of a folder that stands apart: those built in, or those below a root shaped like
    /// `checklists/`.
    pub(crate) fn apart(folder: Apart, root: Option<&Path>) -> Result<Self, CatalogError> {
        let Some(root) = root else { return Ok(Self::built_in(folder.embedded)) };
        let mut files = Self { root: root.display().to_string(), texts: BTreeMap::new() };
        files.add_folder(root, folder.name, "toml")?;
        Ok(files)
    }

    /// Texts that somebody hands over, by the names they have below `checklists/`.
    pub(crate) fn given<const N: usize>(root: &str, texts: [(String, String); N]) -> Self {
        let own = |(name, text)| (name, Cow::Owned(text));
        Self { root: root.to_owned(), texts: texts.into_iter().map(own).collect() }
    }

    fn add_folder(&mut self, root: &Path, folder: &str, ending: &str) -> Result<(), CatalogError> {
        let unreadable = |source| CatalogError::Unreadable { file: self.place(folder), source };
        let mut names = Vec::new();
        for entry in fs::read_dir(root.join(folder)).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_none_or(|it| it != ending) {
                continue;
            }
            let name = path.file_name().and_then(|it| it.to_str()).ok_or_else(|| {
                CatalogError::file(self.place(folder), "a file name is not UTF-8")
            })?;
            names.push(format!("{folder}/{name}"));
            if names.len() > MOST_FILES {
                return Err(CatalogError::file(self.place(folder), "too many files"));
            }
        }
        for name in names {
            self.add(root, &name)?;
        }
        Ok(())
    }

    fn add(&mut self, root: &Path, name: &str) -> Result<(), CatalogError> {
        let unreadable = |source| CatalogError::Unreadable { file: self.place(name), source };
        let file = fs::File::open(root.join(name)).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST {
            return Err(CatalogError::file(self.place(name), "the file is larger than 1 MiB"));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| CatalogError::file(self.place(name), "the file is not UTF-8"))?;
        self.texts.insert(name.to_owned(), Cow::Owned(text));
        Ok(())
    }

    /// The name of a file as people are told it.
    pub(crate) fn place(&self, name: &str) -> String {
        format!("{}/{name}", self.root)
    }

    /// One file.
    pub(crate) fn text(&self, name: &str) -> Result<&str, CatalogError> {
        self.texts
            .get(name)
            .map(|it| &**it)
            .ok_or_else(|| CatalogError::file(self.place(name), "the file is missing"))
    }

    /// The files of one folder, by name.
    pub(crate) fn folder<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts
            .iter()
            .filter(move |(name, _)| {
                name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            })
            .map(|(name, text)| (name.as_str(), &**text))
    }

    /// SHA-256 over all of them in the order of their names: of each the length of the name in
    /// eight bytes, the name, the length of the text in eight bytes, the text.
    pub(crate) fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.texts {
            for part in [name.as_bytes(), text.as_bytes()] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hex::encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_apart_is_built_in_as_it_lies_in_its_folder_and_not_among_the_rules() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/checklists"));
        let rules = Files::embedded();
        for folder in [CALENDARS, FORMS, PROCEDURES] {
            let built_in = Files::apart(folder, None).unwrap();
            let read = Files::apart(folder, Some(root)).unwrap();
            assert!(!built_in.texts.is_empty());
            assert_eq!(built_in.texts, read.texts, "{}", folder.name);
            assert_eq!(built_in.sha256(), read.sha256());
            assert_eq!(rules.folder(folder.name).count(), 0, "{}", folder.name);
        }
    }
}
