//! The authorised people of the provider, and what their certificates are judged by.

use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;
use model::{EvidenceId, Iin, Note, Order};
use pki::Certificate;
use pki::crl::read_crl;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RegisterError;
use super::event::{Kept, Pen, canonical};
use super::link::{Database, Session};
use crate::signing::Trust;

/// The largest file by which certificates are judged, in bytes.
const LARGEST: usize = 64 << 20;

/// An authorised person of the provider.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Officer {
    /// Who.
    pub iin: Iin,
    /// Counts the changes of the row, from 1.
    #[serde(default = "one")]
    pub version: i64,
    /// Full name.
    pub name: String,
    /// Position.
    pub position: String,
    /// The order of appointment.
    pub order: Order,
    /// First day.
    #[schemars(with = "String")]
    pub from: Date,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
}

const fn one() -> i64 {
    1
}

/// What certificates of officers are judged by.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// What it is.
    pub kind: TrustedKind,
    /// Its bytes.
    pub der: Vec<u8>,
}

/// What a thing is that certificates are judged by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TrustedKind {
    /// A certificate under which members of commissions may sign their acts. It proves nothing of an
    /// officer.
    ActAnchor,
    /// A certificate trusted without proof.
    Anchor,
    /// A certificate that may lie between.
    Certificate,
    /// A list of revoked certificates.
    Crl,
}

/// With what a register begins.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The first officers, two at least.
    pub officers: Vec<Officer>,
    /// What their certificates are judged by, one anchor at least.
    pub trusted: Vec<Trusted>,
}

/// What a register was founded on. Whoever adds an anchor beside it is found out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Founded {
    version: i64,
    /// SHA-256 of every anchor.
    pub(super) anchors: Vec<EvidenceId>,
    /// SHA-256 of those under which members of commissions may sign; where it is empty, the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    act_anchors: Vec<EvidenceId>,
}

impl Founded {
    /// The anchors under which members of commissions may sign, as the register was founded.
    pub(super) fn of_acts(&self) -> &[EvidenceId] {
        if self.act_anchors.is_empty() { &self.anchors } else { &self.act_anchors }
    }
}

impl Kept for Founded {
    const KIND: &'static str = "register";
    const READ: &'static str = "SELECT value FROM facts WHERE name = $1";

    fn id(&self) -> String {
        "founding".into()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl Kept for Officer {
    const KIND: &'static str = "officer";
    const READ: &'static str = "SELECT body FROM officers WHERE iin = $1";

    fn id(&self) -> String {
        self.iin.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl Officer {
    /// Whether the person is authorised on a day.
    #[must_use]
    pub fn serves_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|it| day <= it)
    }

    pub(super) fn defects(&self) -> Vec<Note> {
        let texts =
            [("name", &self.name), ("position", &self.position), ("order", &self.order.number)];
        let empty = texts.into_iter().filter(|(_, it)| it.trim().is_empty());
        let mut defects: Vec<Note> = empty
            .map(|(field, _)| Note::new("register.field-empty").fact("field", field))
            .collect();
        if let Some(until) = self.until.filter(|it| *it < self.from) {
            let note = Note::new("register.officer-ends-before-beginning");
            defects.push(note.fact("from", self.from).fact("until", until));
        }
        defects
    }

    /// What does not allow to propose that this stand on the list.
    pub(super) async fn proposable(
        &self,
        pen: &mut Pen<'_, '_>,
        by: &Iin,
    ) -> Result<Vec<Note>, RegisterError> {
        match pen.row::<Self>(self.iin.as_str()).await {
            Ok(before) => pen.unchanged(&before, self.version).await?,
            Err(RegisterError::NoSuch { .. }) if self.version == 0 => {}
            Err(error) => return Err(error),
        }
        Ok(self.own_authority(by).into_iter().collect())
    }

    /// Nobody writes his own authority: neither as the one who proposes nor as the one who confirms
    /// or rejects.
    pub(super) fn own_authority(&self, by: &Iin) -> Option<Note> {
        (self.iin == *by).then(|| Note::new("register.appoints-himself"))
    }

    /// Writes what two officers agreed on.
    pub(super) async fn put_on_list(&self, pen: &mut Pen<'_, '_>) -> Result<(), RegisterError> {
        let after = self.following();
        match pen.row::<Self>(self.iin.as_str()).await {
            Ok(before) => {
                pen.unchanged(&before, self.version).await?;
                after.write_changed(pen, &before, after.deed()).await
            }
            Err(RegisterError::NoSuch { .. }) if self.version == 0 => after.write_new(pen).await,
            Err(error) => Err(error),
        }
    }

    /// The row that follows from a proposal, which bears the version seen.
    pub(super) fn following(&self) -> Self {
        Self { version: self.version.saturating_add(1), ..self.clone() }
    }

    /// What is told of a row that was there before.
    pub(super) const fn deed(&self) -> &'static str {
        if self.until.is_some() { "dismissed" } else { "appointed" }
    }

    pub(super) async fn write_new(&self, pen: &mut Pen<'_, '_>) -> Result<(), RegisterError> {
        let query = sqlx::query("INSERT INTO officers VALUES ($1, $2, $3)");
        let query = query.bind(self.iin.as_str()).bind(self.version).bind(canonical(self)?);
        pen.session.run(query).await?;
        pen.tell::<Self>("appointed", None, self).await
    }

    pub(super) async fn write_changed(
        &self,
        pen: &mut Pen<'_, '_>,
        before: &Self,
        what: &str,
    ) -> Result<(), RegisterError> {
        let query = sqlx::query("UPDATE officers SET version = $1, body = $2 WHERE iin = $3");
        let query = query.bind(self.version).bind(canonical(self)?).bind(self.iin.as_str());
        pen.session.run(query).await?;
        pen.tell(what, Some(before), self).await
    }
}

impl Founding {
    pub(super) fn defects(&self) -> Result<(), RegisterError> {
        let mut defects: Vec<Note> = self.officers.iter().flat_map(Officer::defects).collect();
        let mut people: Vec<&Iin> = self.officers.iter().map(|it| &it.iin).collect();
        people.sort();
        people.dedup();
        if people.len() < self.officers.len() {
            defects.push(Note::new("register.officer-twice"));
        }
        if people.len() < 2 {
            // One person could decide nothing: another has to confirm.
            defects.push(Note::new("register.too-few-officers").fact("count", people.len()));
        }
        if !self.trusted.iter().any(|it| it.kind == TrustedKind::Anchor) {
            defects.push(Note::new("register.no-anchor"));
        }
        defects.extend(self.trusted.iter().filter_map(Trusted::defect));
        if defects.is_empty() { Ok(()) } else { Err(RegisterError::Refused { defects }) }
    }

    pub(super) async fn write(&self, pen: &mut Pen<'_, '_>) -> Result<(), RegisterError> {
        for trusted in &self.trusted {
            trusted.write(pen.session).await?;
        }
        let of_kind = |kind| {
            let all = self.trusted.iter().filter(|it| it.kind == kind);
            let mut all: Vec<EvidenceId> = all.map(|it| EvidenceId::of(&it.der)).collect();
            all.sort();
            all.dedup();
            all
        };
        let founded = Founded {
            version: 1,
            anchors: of_kind(TrustedKind::Anchor),
            act_anchors: of_kind(TrustedKind::ActAnchor),
        };
        let query = sqlx::query("INSERT INTO facts VALUES ($1, $2)").bind(founded.id());
        pen.session.run(query.bind(canonical(&founded)?)).await?;
        pen.tell::<Founded>("founded", None, &founded).await?;
        for officer in &self.officers {
            Officer { version: 1, ..officer.clone() }.write_new(pen).await?;
        }
        Ok(())
    }
}

impl Trusted {
    fn defect(&self) -> Option<Note> {
        let readable = match self.kind {
            TrustedKind::ActAnchor | TrustedKind::Anchor | TrustedKind::Certificate => {
                Certificate::read(&self.der).is_ok()
            }
            TrustedKind::Crl => read_crl(&self.der).0.is_some(),
        };
        let id = EvidenceId::of(&self.der);
        (self.der.len() > LARGEST || !readable)
            .then(|| Note::new("register.trust-unreadable").fact("sha256", id))
    }

    /// Refuses what may not be added to what judges.
    pub(super) fn further(trusted: &[Self]) -> Result<(), RegisterError> {
        let mut defects: Vec<Note> = trusted.iter().filter_map(Self::defect).collect();
        let anchors = [TrustedKind::ActAnchor, TrustedKind::Anchor];
        if trusted.iter().any(|it| anchors.contains(&it.kind)) {
            defects.push(Note::new("register.further-anchor"));
        }
        if defects.is_empty() { Ok(()) } else { Err(RegisterError::Refused { defects }) }
    }

    pub(super) async fn write(&self, session: &mut Session<'_>) -> Result<(), RegisterError> {
        let id = EvidenceId::of(&self.der).to_string();
        let known = sqlx::query("SELECT sha256 FROM trust WHERE sha256 = $1").bind(&id);
        if session.rows::<(String,)>(known).await?.is_empty() {
            let query = sqlx::query("INSERT INTO trust VALUES ($1, $2, $3)").bind(&id);
            let query = query.bind(self.kind.as_str()).bind(Base64::encode_string(&self.der));
            session.run(query).await?;
        }
        Ok(())
    }

    /// Adds it to what judges.
    pub(super) fn enter(&self, trust: &mut Trust) {
        match self.kind {
            TrustedKind::ActAnchor => {}
            TrustedKind::Anchor => trust.anchors.extend(Certificate::read(&self.der)),
            TrustedKind::Certificate => trust.candidates.extend(Certificate::read(&self.der)),
            TrustedKind::Crl => trust.crls.extend(read_crl(&self.der).0),
        }
    }
}

impl TrustedKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::ActAnchor => "act-anchor",
            Self::Anchor => "anchor",
            Self::Certificate => "certificate",
            Self::Crl => "crl",
        }
    }

    fn read(text: &str) -> Option<Self> {
        let all = [Self::ActAnchor, Self::Anchor, Self::Certificate, Self::Crl];
        all.into_iter().find(|it| it.as_str() == text)
    }
}

impl Session<'_> {
    /// What certificates of officers are judged by; and anchors that lie beside those of the
    /// founding, which are not believed.
    pub(super) async fn trust(&mut self) -> Result<(Trust, Vec<EvidenceId>), RegisterError> {
        let founded: Founded = self.row("founding").await?;
        let (mut trust, mut beside) = (Trust::default(), Vec::new());
        for it in self.trusted().await? {
            let id = EvidenceId::of(&it.der);
            if it.kind == TrustedKind::Anchor && !founded.anchors.contains(&id) {
                beside.push(id);
            } else {
                it.enter(&mut trust);
            }
        }
        Ok((trust, beside))
    }

    pub(super) async fn trusted(&mut self) -> Result<Vec<Trusted>, RegisterError> {
        let query = sqlx::query("SELECT sha256, kind, der FROM trust ORDER BY sha256");
        let rows: Vec<(String, String, String)> = self.rows(query).await?;
        let read = rows.into_iter().map(|(sha256, kind, der)| {
            let damaged = |reason: &str| RegisterError::Row {
                subject: format!("trust/{sha256}"),
                reason: reason.into(),
            };
            let kind = TrustedKind::read(&kind).ok_or_else(|| damaged("unknown kind"))?;
            let der = Base64::decode_vec(&der).map_err(|_| damaged("not base64"))?;
            if EvidenceId::of(&der).to_string() == sha256 {
                Ok(Trusted { kind, der })
            } else {
                Err(damaged("another hash"))
            }
        });
        read.collect()
    }
}

impl Database {
    /// Every officer, past ones too, by IIN.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn officers(&mut self) -> Result<Vec<Officer>, RegisterError> {
        self.read(async |session: &mut Session<'_>| {
            let query = sqlx::query("SELECT iin, body FROM officers ORDER BY iin");
            let rows: Vec<(String, String)> = session.rows(query).await?;
            let read =
                |(iin, body): (String, String)| Session::parsed(&format!("officer/{iin}"), &body);
            rows.into_iter().map(read).collect()
        })
    }

    /// Adds certificates and revocation lists for judging; anchors are those of the founding.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Refused`] for a further anchor or something unreadable.
    pub fn trust(&mut self, trusted: &[Trusted]) -> Result<(), RegisterError> {
        Trusted::further(trusted)?;
        self.transaction(async |session: &mut Session<'_>| {
            for it in trusted {
                it.write(session).await?;
            }
            Ok(())
        })
    }
}
