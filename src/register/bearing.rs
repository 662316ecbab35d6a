//! What a paper about a certificate, a decision or an act rests on: the rows of the register, read
//! at one moment and borne out by what officers signed.
//!
//! A paper lends its rows the look of a document. So no row is given out for one that somebody
//! wrote past the program: its history has to lead to it, and what it says has to be what the
//! signed statements say.

use base64ct::{Base64, Encoding as _};
use model::{EvidenceId, Note};

use super::RegisterError;
use super::accreditation::Accreditation;
use super::check::Head;
use super::decision::{Decision, DecisionState, Proposal};
use super::event::{BEGINNING, Event, FOUNDING, Kept, canonical};
use super::fold;
use super::link::{Database, Session};
use super::matter::{Matter, MatterState};
use super::statement::{About, Action, Signed, Statement};
use super::weighing::issued;
use crate::signing::Trust;

/// What a paper is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Asked {
    /// A certificate, by its number.
    Certificate(String),
    /// A decision, by its number in the list.
    Decision(i64),
    /// An act that came in, by its number in the list.
    Matter(i64),
}

/// What the register holds about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bearing {
    /// The random name of the register.
    pub register: String,
    /// The end of its history at that moment.
    pub head: Head,
    /// The certificate.
    pub accreditation: Option<Accreditation>,
    /// The decision: the one asked for, or the one that the certificate was issued by.
    pub decision: Option<Decision>,
    /// The act: the one asked for, or the one that the decision or the certificate rests on.
    pub matter: Option<Matter>,
    /// The survey act that a revocation rests on.
    pub survey: Option<Matter>,
}

impl Bearing {
    /// The rows with their versions, as a paper names them: `decision/5 v2`.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        fn of<K: Kept>(row: Option<&K>) -> Option<String> {
            row.map(|it| format!("{} v{}", it.subject(), it.version()))
        }
        let all = [
            of(self.accreditation.as_ref()),
            of(self.decision.as_ref()),
            of(self.matter.as_ref()),
            of(self.survey.as_ref()),
        ];
        all.into_iter().flatten().collect()
    }
}

impl Database {
    /// What the register holds about something.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NoSuch`]; [`RegisterError::Refused`] where a row is not borne out by its
    /// history and the signatures of the officers, the decision was rejected, or a later sealing
    /// took the place of the act; or whatever the database reports.
    pub fn bearing(&mut self, asked: &Asked) -> Result<Bearing, RegisterError> {
        let register = self.name().to_owned();
        self.snapshot(async |session: &mut Session<'_>| {
            let query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
            let found: Option<(i64, String)> = session.rows(sqlx::query(query)).await?.pop();
            let (seq, hash) = found.unwrap_or((0, BEGINNING.to_owned()));
            let (trust, _) = session.trust().await?;
            let mut bearing = Bearing {
                register: register.clone(),
                head: Head { seq, hash },
                accreditation: None,
                decision: None,
                matter: None,
                survey: None,
            };
            match asked {
                Asked::Certificate(number) => {
                    let row = session.numbered(number).await?;
                    let (decision, matter) = session.issue_of(&row).await?.unzip();
                    session.borne_row(&row, &trust).await?;
                    bearing.accreditation = Some(row);
                    (bearing.decision, bearing.matter) = (decision, matter);
                }
                Asked::Decision(id) => {
                    let decision: Decision = session.row(&id.to_string()).await?;
                    session.borne_decision(&decision, &trust).await?;
                    if decision.state == DecisionState::Rejected {
                        let note = Note::new("register.decision-rejected");
                        return refused(note.fact("decision", id));
                    }
                    let row = match decision.about {
                        About::Accreditation(row) => Some(row),
                        About::ActAnchors => None,
                        About::Matter(matter) => {
                            bearing.matter = Some(session.borne_matter(matter, &trust).await?);
                            decision.accreditation
                        }
                        About::Register => None,
                    };
                    if let Some(row) = row {
                        let row: Accreditation = session.row(&row.to_string()).await?;
                        session.borne_row(&row, &trust).await?;
                        bearing.accreditation = Some(row);
                    }
                    if let Proposal::Revoke(revoke) = &decision.proposal
                        && let Some(survey) = revoke.matter
                    {
                        bearing.survey = Some(session.borne_matter(survey, &trust).await?);
                    }
                    bearing.decision = Some(decision);
                }
                Asked::Matter(id) => {
                    let matter = session.borne_matter(*id, &trust).await?;
                    if matter.state == MatterState::Superseded {
                        let note = Note::new("register.matter-superseded").fact("matter", id);
                        let by = matter.superseded_by.unwrap_or_default();
                        return refused(note.fact("by", by));
                    }
                    bearing.matter = Some(matter);
                }
            }
            Ok(bearing)
        })
    }
}

fn refused<T>(note: Note) -> Result<T, RegisterError> {
    Err(RegisterError::Refused { defects: vec![note] })
}

impl Session<'_> {
    /// The certificate of a number.
    pub(super) async fn numbered(&mut self, number: &str) -> Result<Accreditation, RegisterError> {
        let query = sqlx::query("SELECT body FROM accreditations WHERE number_key = $1");
        let found: Option<(String,)> = self.rows(query.bind(fold::key(number))).await?.pop();
        let subject = format!("accreditation {number}");
        match found {
            Some((body,)) => Self::parsed(&subject, &body),
            None => Err(RegisterError::NoSuch { place: self.place.to_string(), subject }),
        }
    }

    /// The confirmed decision that a row was issued by, with its act; none for a row that was taken
    /// over from an older register.
    async fn issue_of(
        &mut self,
        row: &Accreditation,
    ) -> Result<Option<(Decision, Matter)>, RegisterError> {
        let Some(act) = row.act.sha256 else { return Ok(None) };
        let query = sqlx::query("SELECT id, body FROM matters WHERE act = $1");
        let found: Option<(i64, String)> = self.rows(query.bind(act.to_string())).await?.pop();
        let Some((id, body)) = found else { return Ok(None) };
        let matter: Matter = Self::parsed(&format!("matter/{id}"), &body)?;
        let decisions = self.decisions_about(About::Matter(id)).await?;
        let made = decisions.into_iter().find(|it| {
            it.state == DecisionState::Confirmed
                && it.accreditation == Some(row.sequence)
                && matches!(it.proposal, Proposal::Issue(_))
        });
        Ok(made.map(|it| (it, matter)))
    }

    /// A row of the register: what is in it follows from confirmed decisions.
    async fn borne_row(&mut self, row: &Accreditation, trust: &Trust) -> Result<(), RegisterError> {
        let told = self.borne(row, trust).await?;
        let imported = self.imported(&told).await?;
        let mut expected = match self.issue_of(row).await? {
            Some((decision, matter)) => {
                self.borne_decision(&decision, trust).await?;
                let matter = self.borne_matter(matter.id, trust).await?;
                let Proposal::Issue(issue) = &decision.proposal else {
                    return not_borne_out(&row.subject());
                };
                issued(&matter, issue, row.sequence)
            }
            // What was taken over rests on the signatures of those who took it over, and on nothing
            // else.
            None => match imported {
                Some(row) => row,
                None => return not_borne_out(&row.subject()),
            },
        };
        let decisions = self.decisions_about(About::Accreditation(row.sequence)).await?;
        for decision in decisions.iter().filter(|it| it.state == DecisionState::Confirmed) {
            self.borne_decision(decision, trust).await?;
            if let Proposal::Revoke(revoke) = &decision.proposal {
                expected.revocation = Some(revoke.revocation());
            }
        }
        // These are written by one officer's statement; the history alone bears them out.
        expected.version = row.version;
        expected.root_registration.clone_from(&row.root_registration);
        expected.note.clone_from(&row.note);
        if expected == *row { Ok(()) } else { not_borne_out(&row.subject()) }
    }

    /// The row as one officer proposed to take it over and another confirmed.
    async fn imported(
        &mut self,
        told: &[(Event, Statement)],
    ) -> Result<Option<Accreditation>, RegisterError> {
        let Some((event, statement)) = told.first() else { return Ok(None) };
        let Action::Confirm { proposal, .. } = &statement.action else { return Ok(None) };
        let proposed = self.stated(&proposal.to_string()).await?;
        let register = self.name;
        let agreed = proposed.and_then(|it| it.whole(register)).is_some_and(|it| {
            let takes_over =
                matches!(&it.action, Action::Propose { proposal: Proposal::Import(_), .. });
            takes_over && it.officer != statement.officer
        });
        let row = event.after.as_deref().map(serde_json::from_str).transpose();
        let imported = agreed && event.kind.ends_with(".imported");
        Ok(row.ok().flatten().filter(|_| imported))
    }

    /// A decision: one officer signed the proposal, another its confirmation.
    async fn borne_decision(
        &mut self,
        decision: &Decision,
        trust: &Trust,
    ) -> Result<(), RegisterError> {
        let told = self.borne(decision, trust).await?;
        let proposed = told.iter().any(|(event, statement)| {
            event.statement == decision.statement.to_string() && decision.is_proposed_by(statement)
        });
        let closed = told.iter().any(|(_, statement)| {
            Some(&statement.officer) == decision.closed_by.as_ref()
                && statement.officer != decision.proposed_by
                && statement.action.closes()
                    == Some((decision.id, decision.statement, decision.state))
        });
        if proposed && (closed || decision.state == DecisionState::Proposed) {
            Ok(())
        } else {
            not_borne_out(&decision.subject())
        }
    }

    /// An act that came in: it is what an officer stated when it was taken in.
    async fn borne_matter(&mut self, id: i64, trust: &Trust) -> Result<Matter, RegisterError> {
        let matter: Matter = self.row(&id.to_string()).await?;
        let told = self.borne(&matter, trust).await?;
        let taken = told.iter().any(|(_, statement)| {
            matches!(&statement.action, Action::Take(taking) if **taking == matter.taking)
        });
        if taken { Ok(matter) } else { not_borne_out(&matter.subject()) }
    }

    /// The history of a row with the statements behind it, where it leads to the row as it stands.
    async fn borne<K: Kept>(
        &mut self,
        row: &K,
        trust: &Trust,
    ) -> Result<Vec<(Event, Statement)>, RegisterError> {
        let subject = row.subject();
        let changed = || Note::new("register.row-changed").fact("row", &subject);
        let mut before: Option<String> = None;
        let mut told = Vec::new();
        for event in self.history(&subject).await? {
            if event.before != before || event.hash != event.expected_hash() {
                return refused(changed());
            }
            before.clone_from(&event.after);
            if event.statement != FOUNDING {
                let statement = self.signed(&event, trust).await?;
                told.push((event, statement));
            }
        }
        if before == Some(canonical(row)?) { Ok(told) } else { refused(changed()) }
    }

    /// The statement that an event names, where the signature of the officer still counts.
    async fn signed(&mut self, event: &Event, trust: &Trust) -> Result<Statement, RegisterError> {
        let query = sqlx::query("SELECT body, signature FROM statements WHERE sha256 = $1");
        let found: Option<(String, String)> = self.rows(query.bind(&event.statement)).await?.pop();
        let of = |code| Note::new(code).fact("statement", &event.statement);
        let Some((body, signature)) = found else {
            return refused(of("register.statement-removed"));
        };
        let signature = Base64::decode_vec(&signature).unwrap_or_default();
        let signed = Signed { statement: body.into_bytes(), signature };
        let whole = EvidenceId::of(&signed.statement).to_string() == event.statement;
        let statement = signed
            .read()
            .ok()
            .filter(|it| whole && it.officer.as_str() == event.officer && it.register == self.name);
        let Some(statement) = statement else {
            return refused(of("register.statement-changed"));
        };
        if signed.judge(&statement, trust).is_err() {
            return refused(of("register.statement-not-signed"));
        }
        Ok(statement)
    }
}

fn not_borne_out<T>(subject: &str) -> Result<T, RegisterError> {
    refused(Note::new("register.not-borne-out").fact("row", subject))
}
