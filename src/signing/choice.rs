//! Which key of a container signs: the member's own, for signing, valid at the moment.
//!
//! National containers hold one key each, but a container of several is lawful, and people bring
//! the one for authentication by mistake, or last year's. Each mistake has its own words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::Iin;

use super::SigningKey;
use super::proof::is_for_authentication;

/// Why no key of a container will do.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoFitKey {
    /// Keys of several people, and nobody was named.
    #[error("{}: keys of several people: {}", path.display(), people.join(", "))]
    Ambiguous {
        /// The container.
        path: PathBuf,
        /// Whose keys they are.
        people: Vec<String>,
    },
    /// The certificate has ended.
    #[error("{}: the certificate ended at {not_after}", path.display())]
    Expired {
        /// The container.
        path: PathBuf,
        /// When it ended.
        not_after: Timestamp,
    },
    /// Only keys for entering systems.
    #[error("{}: the key is for authentication, not for signing", path.display())]
    ForAuthentication {
        /// The container.
        path: PathBuf,
    },
    /// No key of the member.
    #[error("{}: no key of {member}; keys of: {}", path.display(), people.join(", "))]
    NotTheMembers {
        /// The container.
        path: PathBuf,
        /// Who is to sign.
        member: Iin,
        /// Whose keys there are.
        people: Vec<String>,
    },
    /// The certificate has not begun.
    #[error("{}: the certificate begins at {not_before}", path.display())]
    NotYetValid {
        /// The container.
        path: PathBuf,
        /// When it begins.
        not_before: Timestamp,
    },
}

/// Chooses among keys, of which there is at least one where the result is a key.
pub(super) fn fit(
    path: &Path,
    keys: Vec<SigningKey>,
    member: Option<&Iin>,
    at: Timestamp,
) -> Result<SigningKey, NoFitKey> {
    let path = || path.to_owned();
    let whose = |key: &SigningKey| key.certificate.iin();
    let people: BTreeSet<String> =
        keys.iter().map(|it| whose(it).unwrap_or_else(|| "–".to_owned())).collect();
    let people: Vec<String> = people.into_iter().collect();
    let mut left = keys;
    if let Some(member) = member {
        left.retain(|it| whose(it).as_deref() == Some(member.as_str()));
        if left.is_empty() {
            return Err(NoFitKey::NotTheMembers { path: path(), member: member.clone(), people });
        }
    }
    left.retain(|it| !is_for_authentication(&it.certificate));
    if left.is_empty() {
        return Err(NoFitKey::ForAuthentication { path: path() });
    }
    let ended = left.iter().map(|it| it.certificate.not_after()).max();
    let begins = left.iter().map(|it| it.certificate.not_before()).min();
    left.retain(|it| it.certificate.not_before() <= at && at <= it.certificate.not_after());
    if left.iter().map(whose).collect::<BTreeSet<_>>().len() > 1 {
        return Err(NoFitKey::Ambiguous { path: path(), people });
    }
    match (left.into_iter().max_by_key(|it| it.certificate.not_before()), begins, ended) {
        (Some(key), _, _) => Ok(key),
        (None, Some(not_before), _) if not_before > at => {
            Err(NoFitKey::NotYetValid { path: path(), not_before })
        }
        (None, _, Some(not_after)) => Err(NoFitKey::Expired { path: path(), not_after }),
        (None, _, None) => Err(NoFitKey::ForAuthentication { path: path() }),
    }
}
