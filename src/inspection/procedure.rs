//! What a dossier tells of its procedure: the events that its case and its act record.

use model::VisitKind;

use super::{Inspection, InspectionError};
use crate::act::record::ConclusionKind;
use crate::case::Purpose;
use crate::procedure::{Happened, Moment};

impl Inspection<'_> {
    /// The procedure that the dossier's case follows, and its events; nothing for a self-check.
    ///
    /// Of a notice and of the application the case knows the day alone. The visit ends on its last
    /// day once an act is sealed; the act is adopted with the last signature that was counted.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where something stored cannot be read back.
    pub fn procedure_events(
        &self,
    ) -> Result<Option<(&'static str, Vec<Happened>)>, InspectionError> {
        let case = self.case();
        if case.purpose == Purpose::SelfCheck {
            return Ok(None);
        }
        let mut events = Vec::new();
        let mut add = |id: &str, at: Moment, note: &str, paper: &str| {
            events.push(Happened {
                id: id.into(),
                at,
                until: None,
                note: note.into(),
                paper: paper.into(),
            });
        };
        let (procedure, opened, notices): (_, _, &[&str]) = match case.visit.kind {
            VisitKind::Examination => ("224-issue", "registered", &["notice1", "notice2"]),
            VisitKind::Survey => ("224-revocation", "complaint_received", &["survey_notified"]),
        };
        if let Some(application) = &case.application {
            add(opened, Moment::day(application.date), "", &application.number);
        }
        for (id, notice) in notices.iter().zip(&case.notices) {
            add(id, Moment::day(notice.date), "", &notice.number);
        }
        let Some(sealed) = self.latest_act()? else { return Ok(Some((procedure, events))) };
        let status = self.status()?;
        let signed = status.members.iter().filter_map(|it| it.line.at).max();
        let adopted = signed.filter(|_| status.tally.adopted).map(Moment::instant);
        match case.visit.kind {
            VisitKind::Examination => {
                add("examination_completed", Moment::day(case.visit.end), "", "");
                add("act_drawn", Moment::day(sealed.day), "", &sealed.number);
                if let Some(at) = adopted {
                    add("act_adopted", at, "", &sealed.number);
                }
            }
            VisitKind::Survey => {
                add("surveyed", Moment::day(case.visit.end), "", "");
                if let Some(at) = adopted {
                    let conclusion = self.act_record(&sealed)?.conclusion.map(|it| it.kind);
                    let id = match conclusion {
                        Some(ConclusionKind::Violations) => Some("survey_act_violations"),
                        Some(ConclusionKind::NoViolations) => Some("survey_act_clean"),
                        // No act of a survey concludes as an examination does.
                        Some(ConclusionKind::Negative | ConclusionKind::Positive) | None => None,
                    };
                    if let Some(id) = id {
                        add(id, at, "", &sealed.number);
                    }
                }
            }
        }
        Ok(Some((procedure, events)))
    }
}
