//! `time.zone`: whether a machine keeps the time of the Republic.
//!
//! # Measures
//!
//! Local time minus UTC, in seconds, as the machine's own zone data give it, at the instant that
//! the machine's clock showed.
//!
//! # Rests on
//!
//! The zone `Asia/Almaty` of the [time zone database], bundled with the tool: from 2024-03-01 the
//! whole Republic keeps one time, UTC+05:00. Before that day two were kept and nothing is judged.
//!
//! # Evidence
//!
//! One `host-inventory` for each machine, the last one of each counts; one `declaration`, for the zone the documents name.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the offset is that of the Republic and of the declared zone |
//! | violates | the offset is another one; outdated zone data (+06:00 with a zone of Kazakhstan) are named as such |
//! | violates | the declared zone has another offset than the machine |
//! | undetermined | nothing was taken or can be read; the machine's clock stands before 2024-03-01; the declared zone is not in the database |
//!
//! # Cannot see
//!
//! The zone that a single service uses in its logs; whether the clock is right, which
//! `time.ntp-offset` measures.
//!
//! [time zone database]: https://www.iana.org/time-zones

use jiff::civil::date;
use jiff::tz::TimeZone;
use model::{Evidence, EvidenceKind, Judgement, Note, Verdict};

use crate::{CollectError, Declaration, Probe, Question, Site, case, host};

/// The probe.
pub(crate) struct Zone;

impl Probe for Zone {
    fn id(&self) -> &'static str {
        "time.zone"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::HostInventory, EvidenceKind::Declaration]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_UNREADABLE,
            host::MISSING,
            host::UNREADABLE,
            "time.zone-clock-before-single-zone",
            "time.zone-data-outdated",
            "time.zone-declared-unknown",
            "time.zone-not-as-declared",
            "time.zone-not-declared",
            "time.zone-of-republic",
            "time.zone-offset-wrong",
        ]
    }

    fn collect(
        &self,
        site: &dyn Site,
        _: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        if have.iter().any(|it| it.kind == EvidenceKind::HostInventory) {
            return Ok(Vec::new());
        }
        host::take(site)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declared = match case::declaration(question) {
            Ok(declaration) => declaration.time_zone,
            Err(note) if note.code == case::DECLARATION_MISSING => None,
            Err(note) => return Judgement::undetermined(note),
        };
        let mut parts: Vec<Judgement> = host::last_of_each(question)
            .into_iter()
            .map(|evidence| judge(evidence, declared.as_deref()))
            .collect();
        if parts.is_empty() {
            parts.push(Judgement::undetermined(Note::new(host::MISSING)));
        }
        if declared.is_none() {
            // A remark: the text asks for the time of the Republic, not for a sentence about it.
            let mut whole = Judgement::over(parts);
            whole.notes.push(Note::new("time.zone-not-declared"));
            return whole;
        }
        Judgement::over(parts)
    }
}

fn judge(evidence: &Evidence, declared: Option<&str>) -> Judgement {
    let facts = match host::facts(evidence) {
        Ok(facts) => facts,
        Err(note) => return Judgement::undetermined(note),
    };
    let unknown = |zone: &str| {
        Judgement::undetermined(Note::new("time.zone-declared-unknown").fact("zone", zone))
    };
    let Ok(almaty) = TimeZone::get(REPUBLIC) else { return unknown(REPUBLIC) };
    let about = |code| {
        Note::new(code)
            .fact("host", &facts.name)
            .fact("found", offset(facts.utc_offset_s))
            .fact("zone", facts.time_zone.as_deref().unwrap_or("-"))
    };
    if almaty.to_datetime(facts.clock).date() < date(2024, 3, 1) {
        return Judgement::undetermined(
            about("time.zone-clock-before-single-zone").fact("clock", facts.clock),
        );
    }
    let expected = almaty.to_offset(facts.clock).seconds();
    let mut parts = Vec::new();
    if facts.utc_offset_s == expected {
        parts.push(Judgement::because(
            Verdict::Complies,
            about("time.zone-of-republic").fact("expected", offset(expected)),
        ));
    } else {
        let named = facts.time_zone.as_deref().is_some_and(|it| OF_KAZAKHSTAN.contains(&it));
        let outdated = named && facts.utc_offset_s == SIX_HOURS;
        let code = if outdated { "time.zone-data-outdated" } else { "time.zone-offset-wrong" };
        let note = about(code).fact("expected", offset(expected));
        parts.push(Judgement::because(Verdict::Violates, note));
    }
    if let Some(declared) = declared {
        let Ok(zone) = TimeZone::get(declared) else {
            parts.push(unknown(declared));
            return Judgement::over(parts);
        };
        let promised = zone.to_offset(facts.clock).seconds();
        if promised != facts.utc_offset_s {
            let note = about("time.zone-not-as-declared")
                .fact("declared", declared)
                .fact("promised", offset(promised));
            parts.push(Judgement::because(Verdict::Violates, note));
        }
    }
    Judgement::over(parts)
}

/// `+05:00`, with seconds only where there are any.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, rest) = (all / 3_600, all / 60 % 60, all % 60);
    if rest == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{rest:02}")
    }
}

const REPUBLIC: &str = "Asia/Almaty";
const SIX_HOURS: i32 = 6 * 3_600;
/// The zones that stood at +06:00 until 2024-02-29 or are read so from old data.
const OF_KAZAKHSTAN: [&str; 4] = [REPUBLIC, "Asia/Qostanay", "Asia/Qyzylorda", "Asia/Alma-Ata"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_shown_with_its_sign() {
        assert_eq!(offset(18_000), "+05:00");
        assert_eq!(offset(-12_600), "-03:30");
        assert_eq!(offset(0), "+00:00");
        assert_eq!(offset(18_468), "+05:07:48");
    }
}
