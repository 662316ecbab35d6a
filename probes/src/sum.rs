//! Several looks at one requirement, and what is told without being judged.

use model::{Judgement, Note, Verdict};

/// Adds looks up. A remark decides nothing: with remarks alone nothing is established.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    parts: Vec<Judgement>,
    remarks: Vec<Note>,
}

impl Sum {
    /// A look that gave a verdict for one reason.
    pub(crate) fn say(&mut self, verdict: Verdict, note: Note) {
        self.parts.push(Judgement::because(verdict, note));
    }

    /// A look that gave no verdict.
    pub(crate) fn open(&mut self, note: Note) {
        self.say(Verdict::Undetermined, note);
    }

    /// Something the act tells and nothing follows from.
    pub(crate) fn remark(&mut self, note: Note) {
        self.remarks.push(note);
    }

    /// Several of them.
    pub(crate) fn remarks(&mut self, notes: impl IntoIterator<Item = Note>) {
        self.remarks.extend(notes);
    }

    /// Whether no look so far gave any verdict but that all is as demanded.
    pub(crate) fn is_sound(&self) -> bool {
        self.parts.iter().all(|it| it.verdict == Verdict::Complies)
    }

    /// Looks added up elsewhere, of which perhaps none gave a verdict.
    pub(crate) fn append(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.remarks.extend(other.remarks);
    }

    /// The same looks where what they find is not held against the inspected authority.
    pub(crate) fn excused(mut self, why: Note) -> Self {
        for part in &mut self.parts {
            if part.verdict == Verdict::Violates {
                part.verdict = Verdict::Undetermined;
                part.notes.push(why.clone());
            }
        }
        self
    }

    /// A look judged elsewhere.
    pub(crate) fn add(&mut self, judgement: Judgement) {
        self.parts.push(judgement);
    }

    /// Looks and remarks that were added up elsewhere.
    pub(crate) fn join(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.remarks.extend(other.remarks);
    }

    /// The judgement over all looks, the remarks last.
    pub(crate) fn finish(self) -> Judgement {
        let mut whole = Judgement::over(self.parts);
        whole.notes.extend(self.remarks);
        whole
    }
}
