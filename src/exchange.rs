//! What other programs read: published forms, and a record in the formats of other tools.
//!
//! | format | for |
//! |---|---|
//! | CSV ([RFC 4180]) | a spreadsheet: a row an item |
//! | JUnit XML | a pipeline: a suite a paragraph, a case an item |
//! | OSCAL assessment results 1.1 ([NIST]) | systems of compliance: findings, observations, evidence |
//! | SARIF 2.1.0 ([OASIS]) | a pipeline that tells new results from those that are gone |
//!
//! The pages of a self-check's report (PDF, HTML) can be written too, with the numbers of people
//! hidden: for a contractor who is to mend what was found.
//!
//! Each is made from the record of an act or of a report and from nothing else; nothing is judged
//! anew. The record is named by its SHA-256, so that whoever has doubts finds the sealed file.
//! Text in it may come from anybody: each format escapes it in its own way, and what a terminal or
//! a page would obey is made visible first.
//!
//! [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180
//! [NIST]: https://pages.nist.gov/OSCAL/
//! [OASIS]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

mod csv;
mod junit;
mod mask;
mod oscal;
mod sarif;
pub mod schemas;
mod source;
mod uuid;

use model::{Lang, Verdict};

use crate::act::record::{ActRecord, Judged, Subject};
use crate::words::visible::{visible, visible_lines};

pub use source::{ExchangeError, Source};

/// A format of another tool.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// A table for spreadsheets.
    Csv,
    /// Test results.
    Junit,
    /// Assessment results.
    Oscal,
    /// Results of an analysis.
    Sarif,
}

impl Format {
    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Junit => "JUnit",
            Self::Oscal => "OSCAL",
            Self::Sarif => "SARIF",
        }
    }
}

/// The pages of a report, as people read them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pages {
    /// For a screen.
    Html,
    /// For paper.
    Pdf,
}

impl Pages {
    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::Pdf => "PDF",
        }
    }
}

/// A judged item with the rows it stands under.
#[derive(Clone, Copy)]
struct Row<'a> {
    /// The subparagraph of the Rules, or the row about the documents.
    paragraph: &'a Subject,
    /// The subject: the paragraph itself, or one of its parts.
    subject: &'a Subject,
    judged: &'a Judged,
}

/// Every item, in the order of the record.
fn rows(record: &ActRecord) -> impl Iterator<Item = Row<'_>> {
    record.subjects.iter().flat_map(|subject| {
        let above = record.subjects.iter().find(|it| Some(&it.id) == subject.parent.as_ref());
        let paragraph = above.unwrap_or(subject);
        subject.requirements.iter().map(move |judged| Row { paragraph, subject, judged })
    })
}

impl<'a> Row<'a> {
    fn id(&self) -> &'a str {
        &self.judged.finding.requirement.0
    }

    const fn verdict(&self) -> Verdict {
        self.judged.finding.judgement.verdict
    }

    /// The demand, on one line.
    fn title(&self, lang: Lang) -> String {
        visible(self.judged.title.in_lang(lang)).into_owned()
    }

    /// What the verdict rests on: of an open item what asks for a step, of others everything.
    fn found(&self, lang: Lang) -> Vec<String> {
        let open = !self.verdict().closes_requirement();
        let said = &self.judged.said;
        let asks = said.iter().any(|it| it.next.is_some());
        said.iter()
            .filter(|it| !(open && asks) || it.next.is_some())
            .map(|it| visible(it.text.in_lang(lang)).into_owned())
            .collect()
    }

    /// The steps, each once. Of a closed item there are none.
    fn steps(&self, record: &ActRecord, lang: Lang) -> Vec<String> {
        if self.verdict().closes_requirement() {
            return Vec::new();
        }
        let id = &self.judged.finding.requirement;
        let readiness = record.readiness.iter().flat_map(|it| &it.open);
        let listed: Vec<_> = readiness.filter(|it| it.requirement == *id).collect();
        let said = self.judged.said.iter().filter_map(|it| it.next.as_ref());
        let all: Vec<_> = match listed.first() {
            Some(open) => open.next.iter().collect(),
            None => said.collect(),
        };
        let mut steps: Vec<String> = Vec::new();
        for step in all {
            let step = visible(step.in_lang(lang)).into_owned();
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps
    }

    /// What was found and what is to be done, in lines.
    fn message(&self, record: &ActRecord, lang: Lang) -> String {
        let mut lines = vec![self.title(lang)];
        lines.extend(self.found(lang));
        lines.extend(self.steps(record, lang).into_iter().map(|it| format!("→ {it}")));
        visible_lines(&lines.join("\n"))
    }
}
