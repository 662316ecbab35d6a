//! `host.inventory`: what a machine says about itself, and whether it is one that can be touched.
//!
//! # Measures
//!
//! Nothing: system, processor, memory, disks, interfaces and the virtual machine, as reported.
//!
//! # Rests on
//!
//! The text counts physical servers; a guest of a hypervisor is none. Whether a machine is a
//! guest is what its own system reports.
//!
//! # Evidence
//!
//! One `host-inventory` for each machine on which the tool was run; the last one of each counts.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the facts are recorded; a guest is named in a note where the requirement does not count servers |
//! | violates | the requirement counts physical `servers`, and a machine says that it is a guest |
//! | undetermined | no facts were taken, or they cannot be read |
//!
//! # Cannot see
//!
//! A hypervisor that hides itself; whether the machine is the one that the documents name.

use model::{Evidence, EvidenceKind, Judgement, Note, Verdict};

use crate::{CollectError, Declaration, Probe, Question, Site, host};

/// The probe.
pub(crate) struct Inventory;

impl Probe for Inventory {
    fn id(&self) -> &'static str {
        "host.inventory"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::HostInventory]
    }

    fn says(&self) -> &'static [&'static str] {
        &[host::MISSING, host::UNREADABLE, "host.facts-recorded", "host.virtual"]
    }

    fn collect(
        &self,
        site: &dyn Site,
        _: &Declaration,
        _: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        host::take(site)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let counts_servers = question.requirement.quantity.as_deref() == Some("servers");
        let mut parts: Vec<Judgement> = host::last_of_each(question)
            .into_iter()
            .map(|evidence| judge(evidence, counts_servers))
            .collect();
        if parts.is_empty() {
            parts.push(Judgement::undetermined(Note::new(host::MISSING)));
        }
        Judgement::over(parts)
    }
}

fn judge(evidence: &Evidence, counts_servers: bool) -> Judgement {
    let facts = match host::facts(evidence) {
        Ok(facts) => facts,
        Err(note) => return Judgement::undetermined(note),
    };
    let addresses: Vec<_> =
        facts.interfaces.iter().flat_map(|it| it.addresses.iter().cloned()).collect();
    let recorded = Note::new("host.facts-recorded")
        .fact("host", &facts.name)
        .fact("system", &facts.system)
        .fact("processor", &facts.processor)
        .fact("memory", facts.memory_mib)
        .fact("disks", facts.volumes.len())
        .fact("addresses", addresses.join(", "));
    let mut judgement = Judgement::because(Verdict::Complies, recorded);
    if let Some(machine) = &facts.virtual_machine {
        let guest = Note::new("host.virtual").fact("host", &facts.name).fact("machine", machine);
        judgement.notes.push(guest);
        if counts_servers {
            judgement.verdict = Verdict::Violates;
        }
    }
    judgement
}
