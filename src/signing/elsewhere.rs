//! Other files that a signature may have been made for, told by their digests.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pki::algorithm::HashAlgorithm;
use pki::cms::SignerReport;

/// Files by name, each with the digest of every algorithm that was asked for, made once: however
/// many signers sign something else, no signature is verified to tell what.
#[derive(Debug, Default)]
pub struct Elsewhere {
    files: BTreeMap<String, Vec<u8>>,
    digests: RefCell<BTreeMap<HashAlgorithm, BTreeMap<Vec<u8>, String>>>,
}

impl From<BTreeMap<String, Vec<u8>>> for Elsewhere {
    fn from(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { files, digests: RefCell::default() }
    }
}

impl Elsewhere {
    /// The name of the file whose digest a signer signed; of several alike the first.
    pub(crate) fn signed(&self, report: &SignerReport) -> Option<String> {
        let (hash, signed) = (report.digest_algorithm?, report.message_digest.as_ref()?);
        let mut digests = self.digests.borrow_mut();
        let known = digests.entry(hash).or_insert_with(|| {
            let files = self.files.iter().rev();
            files.map(|(name, bytes)| (hash.digest(bytes), name.clone())).collect()
        });
        known.get(signed).cloned()
    }
}
