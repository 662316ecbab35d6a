//! Looking for damage: every journal against itself, its witnesses and the evidence.

use std::collections::{BTreeMap, BTreeSet};

use model::EvidenceId;

use super::{
    Damage, DeviceId, Dossier, DossierError, Head, Heads, LineHash, evidence_name, hash_file,
    is_file, journal_name, names_in,
};

impl Dossier {
    /// Names everything wrong with the folder; empty if nothing is.
    ///
    /// Reads all evidence. `.local` is not looked at: it is no part of the case.
    ///
    /// # Errors
    ///
    /// [`DossierError::Read`] if a folder cannot be listed or a file not be read.
    pub fn check(&self) -> Result<Vec<Damage>, DossierError> {
        let mut damages = self.journal_damage();
        for name in names_in(&self.root)? {
            let known = ["dossier.toml", "journal", "evidence", ".local"];
            if !known.iter().any(|known| name == **known) {
                damages.push(Damage::UnknownFile { file: name.to_string_lossy().into() });
            }
        }
        let journals = names_in(&self.root.join("journal"))?;
        for name in &journals {
            let name = format!("journal/{}", name.to_string_lossy());
            if !self.journals.keys().any(|&device| journal_name(device) == name) {
                damages.push(Damage::UnknownFile { file: name });
            }
        }
        self.check_evidence(&mut damages)?;
        damages.sort();
        damages.dedup();
        Ok(damages)
    }

    fn check_evidence(&self, damages: &mut Vec<Damage>) -> Result<(), DossierError> {
        let mut mentioned = BTreeMap::new();
        for entry in self.entries.iter().chain(&self.suspect) {
            for &id in &entry.evidence {
                mentioned.entry(id).or_insert(entry.id);
            }
        }
        let (present, unknown) = self.evidence_on_disk()?;
        damages.extend(unknown.into_iter().map(|file| Damage::UnknownFile { file }));
        for id in &present {
            let file = evidence_name(id);
            let found = hash_file(&self.root.join(&file))?;
            if found != *id {
                damages.push(Damage::EvidenceEdited { file: file.clone(), found });
            }
            if !mentioned.contains_key(id) {
                damages.push(Damage::EvidenceUnlisted { file });
            }
        }
        for (id, entry) in mentioned {
            if !present.contains(&id) {
                let file = evidence_name(&id);
                let (device, seq) = (entry.device, entry.seq);
                damages.push(Damage::EvidenceMissing { file, device, seq });
            }
        }
        Ok(())
    }

    /// The evidence that lies where its address says, and every other name found there.
    pub(super) fn evidence_on_disk(
        &self,
    ) -> Result<(BTreeSet<EvidenceId>, Vec<String>), DossierError> {
        let (mut present, mut unknown) = (BTreeSet::new(), Vec::new());
        let evidence = self.root.join("evidence");
        for folder in names_in(&evidence)? {
            let path = evidence.join(&folder);
            let name = format!("evidence/{}", folder.to_string_lossy());
            let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            let fits = folder.to_str().is_some_and(|it| it.len() == 2 && it.bytes().all(hex));
            if !fits || !path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
                unknown.push(name);
                continue;
            }
            for file in names_in(&path)? {
                let name = format!("{name}/{}", file.to_string_lossy());
                let id = file.to_str().and_then(|it| it.parse::<EvidenceId>().ok());
                match id.filter(|id| evidence_name(id) == name && is_file(&path.join(&file))) {
                    Some(id) => {
                        present.insert(id);
                    }
                    None => unknown.push(name),
                }
            }
        }
        Ok((present, unknown))
    }

    /// Holds the journals against heads that were known elsewhere: those an act, a time-stamp or
    /// another laptop names. Only such a witness reveals a journal whose every hash was
    /// recomputed. `witness` says who, for the message.
    #[must_use]
    pub fn compare(&self, known: &Heads, witness: &str) -> Vec<Damage> {
        let doubtful = self.doubtful();
        let mut damages = Vec::new();
        for (&device, head) in known {
            self.compare_head(device, head, witness, &doubtful, &mut damages);
        }
        damages
    }

    /// The hashes of lines that could be read behind damage.
    fn doubtful(&self) -> BTreeMap<(DeviceId, u64), Vec<LineHash>> {
        let mut doubtful: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in &self.suspect {
            doubtful.entry((entry.id.device, entry.id.seq)).or_default().push(entry.id.hash);
        }
        doubtful
    }

    fn compare_head(
        &self,
        device: DeviceId,
        head: &Head,
        witness: &str,
        doubtful: &BTreeMap<(DeviceId, u64), Vec<LineHash>>,
        damages: &mut Vec<Damage>,
    ) {
        let journal = self.journals.get(&device);
        let found = journal.and_then(|journal| journal.hash_of(head.seq));
        let behind = doubtful.get(&(device, head.seq));
        let same =
            found == Some(head.hash) || behind.is_some_and(|hashes| hashes.contains(&head.hash));
        let (file, witness) = (journal_name(device), witness.to_owned());
        if same {
        } else if found.is_some() || behind.is_some() {
            damages.push(Damage::LineReplaced { file, seq: head.seq, witness });
        } else if doubtful.range((device, head.seq)..=(device, u64::MAX)).next().is_none() {
            let last = doubtful.range((device, 0)..=(device, u64::MAX)).next_back();
            let last = last.map_or(0, |((_, seq), _)| *seq);
            let intact = journal.and_then(|it| it.head()).map_or(0, |head| head.seq);
            let found = last.max(intact);
            damages.push(Damage::JournalTruncated { file, known: head.seq, found, witness });
        }
        // Otherwise the entry is missing in the middle, which the journal itself shows.
    }

    /// Everything wrong with the journals, without looking at evidence.
    pub(super) fn journal_damage(&self) -> Vec<Damage> {
        let mut damages = self.disorder.clone();
        for (&device, journal) in &self.journals {
            damages.extend(journal.damages.iter().cloned());
            if let Some(torn) = &journal.torn {
                damages.push(Damage::TornTail {
                    file: journal_name(device),
                    line: torn.line,
                    bytes: u64::try_from(torn.bytes.len()).unwrap_or(u64::MAX),
                });
            }
        }
        damages.extend(self.compare(&super::local::acknowledged(&self.root), "this machine"));
        let doubtful = self.doubtful();
        // One witness for each head: the first that knows it.
        let mut heard = BTreeSet::new();
        let mut truncated: BTreeMap<String, (u64, Damage)> = BTreeMap::new();
        for entry in self.entries.iter().chain(&self.suspect) {
            for (&device, head) in &entry.after {
                if !heard.insert((device, head.seq, head.hash)) {
                    continue;
                }
                let mut found = Vec::new();
                let witness = format!("entry {}", entry.id);
                self.compare_head(device, head, &witness, &doubtful, &mut found);
                for damage in found {
                    let Damage::JournalTruncated { file, known, .. } = &damage else {
                        damages.push(damage);
                        continue;
                    };
                    // The highest entry known says all that the lower ones say.
                    if truncated.get(file).is_none_or(|(other, _)| other < known) {
                        truncated.insert(file.clone(), (*known, damage));
                    }
                }
            }
        }
        damages.extend(truncated.into_values().map(|(_, damage)| damage));
        damages
    }
}
