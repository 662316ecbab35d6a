//! The board: where the signing stands, what is lacking, and how many days are left for it.
//!
//! It tells and decides nothing. Everything on it follows from the dossier and the day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Iin, Lacking, Note, RosterDifference, Tally, VisitKind};
use pki::cms::SignedData;
use schemars::JsonSchema;
use serde::Serialize;

use super::record::{self, SealedAct, SignatureAdded, body};
use super::{
    DissentFound, Inspection, InspectionError, MemberState, ReservationFound, Status, legal_day,
};
use crate::calendar::{Calendar, Deadline};
use crate::dossier::{DeviceId, Entry};

/// Clocks of two laptops may differ by this much before a time from the future is an alarm.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(60);

/// Where the signing of an act stands on a day.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Board {
    /// The act.
    pub act: SealedAct,
    /// The day on which this was asked, in Kazakhstan.
    #[schemars(with = "String")]
    pub today: Date,
    /// Every person whom the roster names.
    pub members: Vec<BoardMember>,
    /// The count over all signatures.
    pub tally: Tally,
    /// Whether every recorded reading of the law leads to the same outcome.
    pub robust: bool,
    /// The readings under which the outcome is another, as keys into the words.
    pub depends_on: Vec<String>,
    /// What the act lacks; none where it is adopted.
    pub lacking: Option<Lacking>,
    /// The terms that run, and the days left of each.
    pub terms: Vec<Term>,
    /// Every dissent, and what it is worth.
    pub dissents: Vec<DissentFound>,
    /// Every reservation, and what it is worth.
    pub reservations: Vec<ReservationFound>,
    /// What else is to be told: acts that stand beside this one, clocks that went back, a roster
    /// that is not that of the case.
    pub notes: Vec<Note>,
    /// When the last signature that was needed was made.
    #[schemars(with = "Option<String>")]
    pub adopted_at: Option<Timestamp>,
    /// Whether the act was recorded as adopted.
    pub recorded_adopted: bool,
    /// The day by which the decision is due.
    #[schemars(with = "Option<String>")]
    pub decision_due: Option<Date>,
    /// Whether the calendar vouches for that day.
    pub decision_due_certain: Option<bool>,
}

/// What one person did.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BoardMember {
    /// The person.
    pub iin: Iin,
    /// Full name.
    pub name: String,
    /// The body the person represents.
    pub body: String,
    /// The part the person has.
    pub role: String,
    /// `signed`, `dissent`, `absent`, `not-yet`, `no-vote` or `not-appointed`.
    pub state: String,
    /// When the person signed.
    #[schemars(with = "Option<String>")]
    pub at: Option<Timestamp>,
    /// SHA-256 of the certificate.
    pub certificate: Option<EvidenceId>,
    /// The time that a time-stamp over the signature vouches for.
    #[schemars(with = "Option<String>")]
    pub stamped_at: Option<Timestamp>,
    /// Reasons of a dissent.
    pub reasons: String,
    /// What the person noted beside the signature.
    pub reservation: String,
    /// What is to be told of dissent and reservation.
    pub notes: Vec<Note>,
}

impl From<MemberState> for BoardMember {
    fn from(MemberState { iin, line }: MemberState) -> Self {
        Self {
            iin,
            name: line.name,
            body: line.body.into(),
            role: line.role.into(),
            state: line.state.into(),
            at: line.at,
            certificate: line.certificate,
            stamped_at: line.stamped_at,
            reasons: line.reasons,
            reservation: line.reservation,
            notes: line.notes,
        }
    }
}

/// A term of the text and how it stands.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Term {
    /// Which: `on-site`, `act`, `adoption`, `decision`, `answer`, `total` or `survey`.
    pub id: String,
    /// The day from which it is counted; that day is not counted itself.
    #[schemars(with = "String")]
    pub from: Date,
    /// Its last day.
    #[schemars(with = "String")]
    pub due: Date,
    /// Whether the calendar vouches for that day.
    pub certain: bool,
    /// The day on which it was met, where it was.
    #[schemars(with = "Option<String>")]
    pub met: Option<Date>,
    /// Working days left on the day of asking, or, below zero, gone since; of a term that was met,
    /// by how many working days before its end.
    pub left: i32,
}

/// Every code that the board may put into a note.
pub const SAYS: &[&str] = &[
    "board.act-beside",
    "board.clock-went-back",
    "board.roster-body-differs",
    "board.roster-member-added",
    "board.roster-member-left-out",
    "board.roster-name-differs",
    "board.roster-order-differs",
    "board.roster-role-differs",
    "board.roster-term-differs",
    "board.sealed-before-evidence",
    "board.signed-after-it-came-in",
];

impl Inspection<'_> {
    /// Where the signing stands on the day of `now`.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or something stored cannot be read back.
    pub fn board(&self, now: Timestamp) -> Result<Board, InspectionError> {
        let Status {
            sealed,
            tally,
            members,
            dissents,
            reservations,
            recorded_adopted,
            adopted_at,
            decision_due,
        } = self.status()?;
        let act = self.act_record(&sealed)?;
        let today = legal_day(now);
        let terms = self.terms(&sealed, adopted_at, today)?;
        let refuses = |iin: &Iin| dissents.iter().any(|it| it.holds && it.member == *iin);
        let lacking = act.commission.as_ref().and_then(|it| tally.lacking(it, |iin| !refuses(iin)));
        let mut notes = Vec::new();
        for other in self.acts_of_version(sealed.version)? {
            if other.pdf != sealed.pdf {
                notes.push(
                    Note::new("board.act-beside")
                        .fact("number", &other.number)
                        .fact("version", other.version)
                        .fact("sha256", other.pdf),
                );
            }
        }
        if let (Some(sealed), Some(order)) = (&act.commission, &self.case.commission) {
            notes.extend(sealed.differences(order).iter().map(roster_note));
        }
        if let Some(last) = act.evidence.iter().map(|it| it.collected_at).max()
            && last > act.sealed_at
        {
            notes.push(
                Note::new("board.sealed-before-evidence")
                    .fact("sealed", act.sealed_at)
                    .fact("evidence", last),
            );
        }
        notes.extend(clocks_that_went_back(self.dossier.entries()));
        notes.extend(self.signed_after_they_came_in()?);
        Ok(Board {
            today,
            members: members.into_iter().map(BoardMember::from).collect(),
            robust: tally.robust(),
            depends_on: tally.depends_on().map(|it| it.id.clone()).collect(),
            tally,
            lacking,
            terms,
            dissents,
            reservations,
            notes,
            adopted_at,
            recorded_adopted,
            decision_due: decision_due.map(|it| it.day),
            decision_due_certain: decision_due.map(|it| it.certain),
            act: sealed,
        })
    }

    /// The terms of paragraphs 12 to 15, or of paragraph 21 for a survey, as far as the case names
    /// the days from which they run.
    fn terms(
        &self,
        sealed: &SealedAct,
        adopted_at: Option<Timestamp>,
        today: Date,
    ) -> Result<Vec<Term>, InspectionError> {
        let calendar = Calendar::embedded()?;
        let (case, visit) = (&self.case, &self.case.visit);
        let mut terms = Vec::new();
        let mut add = |id: &str, from: Date, count: u32, met: Option<Date>| {
            let Deadline { day: due, certain } = calendar.after(from, count);
            let left = days_left(&calendar, met.unwrap_or(today), due);
            terms.push(Term { id: id.into(), from, due, certain, met, left });
        };
        match visit.kind {
            VisitKind::Survey => {
                if let Some(survey) = &case.survey {
                    add("survey", survey.notice.date, ON_SITE, Some(visit.end));
                }
            }
            VisitKind::Examination => {
                if let Some(notice) = case.notices.get(1) {
                    add("on-site", notice.date, ON_SITE, Some(visit.end));
                }
                add("act", visit.end, 0, Some(sealed.day));
                let adopted = adopted_at.map(legal_day);
                if let Some(registered) = case.registered {
                    // The decision and the answer take the last two days at most.
                    add("adoption", registered, TOTAL - 2, adopted);
                }
                if let Some(adopted) = adopted {
                    add("decision", adopted, 1, None);
                    add("answer", adopted, 2, None);
                }
                if let Some(registered) = case.registered {
                    add("total", registered, TOTAL, None);
                }
            }
        }
        Ok(terms)
    }

    /// Signatures whose signing time lies after the moment at which they came in: one of the two
    /// clocks is wrong, or a signature was dated ahead.
    fn signed_after_they_came_in(&self) -> Result<Vec<Note>, InspectionError> {
        let mut notes = Vec::new();
        for entry in self.of_kind(record::SIGNATURE_ADDED) {
            let added: SignatureAdded = body(entry)?;
            for id in &entry.evidence {
                let bytes = self.dossier.evidence(id)?;
                let Ok((signed, _)) = SignedData::read(&bytes) else { continue };
                let times = signed.verify(None).into_iter().filter_map(|it| it.signing_time);
                let Some(at) = times.max() else { continue };
                if at.duration_since(entry.at) > CLOCKS_DIFFER {
                    notes.push(
                        Note::new("board.signed-after-it-came-in")
                            .fact("label", &added.label)
                            .fact("signed", at)
                            .fact("came", entry.at),
                    );
                }
            }
        }
        Ok(notes)
    }
}

/// Working days for an examination on the spot (paragraph 12), and for a survey (paragraph 21).
const ON_SITE: u32 = 6;

/// Working days from the registration of the application to the answer (Annex 1, item 4).
const TOTAL: u32 = 13;

/// Working days from `day`, which is not counted, to `due`; below zero where `due` is past.
fn days_left(calendar: &Calendar, day: Date, due: Date) -> i32 {
    let between = |from: Date, to: Date| -> i32 {
        let mut count = 0_i32;
        let mut at = from;
        while at < to {
            let Ok(next) = at.tomorrow() else { break };
            at = next;
            count = count.saturating_add(i32::from(calendar.is_working(at)));
        }
        count
    };
    if day <= due { between(day, due) } else { between(due, day).saturating_neg() }
}

fn roster_note(difference: &RosterDifference) -> Note {
    let about = |code, iin: &Iin| Note::new(code).fact("member", iin);
    match difference {
        RosterDifference::NotInOrder(iin) => about("board.roster-member-added", iin),
        RosterDifference::NotInRoster(iin) => about("board.roster-member-left-out", iin),
        RosterDifference::OtherBody(iin) => about("board.roster-body-differs", iin),
        RosterDifference::OtherName(iin) => about("board.roster-name-differs", iin),
        RosterDifference::OtherOrder => Note::new("board.roster-order-differs"),
        RosterDifference::OtherRole(iin) => about("board.roster-role-differs", iin),
        RosterDifference::OtherTerm(iin) => about("board.roster-term-differs", iin),
    }
}

/// Entries about the act that bear an earlier time than an entry whose author they had seen: the
/// order of the journals is beyond doubt, so a clock was put back.
fn clocks_that_went_back(entries: &[Entry]) -> Vec<Note> {
    let about_the_act = [
        record::ACT_SEALED,
        record::ACT_ADOPTED,
        record::DISSENT_ADDED,
        record::RESERVATION_ADDED,
        record::SIGNATURE_ADDED,
    ];
    // Of every device, the latest time up to each number.
    let mut latest: BTreeMap<DeviceId, BTreeMap<u64, Timestamp>> = BTreeMap::new();
    let mut notes = Vec::new();
    for entry in entries {
        let seen = entry
            .after
            .iter()
            .map(|(device, head)| (*device, head.seq))
            .chain([(entry.id.device, entry.id.seq.saturating_sub(1))])
            .filter_map(|(device, seq)| latest.get(&device)?.range(..=seq).next_back())
            .map(|(_, at)| *at)
            .max();
        if let Some(before) = seen.filter(|it| *it > entry.at)
            && about_the_act.contains(&entry.kind.as_str())
        {
            notes.push(
                Note::new("board.clock-went-back")
                    .fact("entry", entry.id)
                    .fact("at", entry.at)
                    .fact("before", before),
            );
        }
        let own = latest.entry(entry.id.device).or_default();
        let at = own.last_key_value().map_or(entry.at, |(_, at)| entry.at.max(*at));
        own.insert(entry.id.seq, at);
    }
    notes
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_left_are_working_days_and_go_below_zero() {
        let calendar = Calendar::embedded().unwrap();
        // Thursday 25 September 2025 is the last of thirteen days; no holiday lies near.
        let due = date(2025, 9, 25);
        for (day, left) in [
            (date(2025, 9, 25), 0),
            (date(2025, 9, 24), 1),
            (date(2025, 9, 20), 4),
            (date(2025, 9, 19), 4),
            (date(2025, 9, 8), 13),
            (date(2025, 9, 26), -1),
            (date(2025, 9, 27), -1),
            (date(2025, 9, 29), -2),
        ] {
            assert_eq!(days_left(&calendar, day, due), left, "{day}");
        }
    }
}
