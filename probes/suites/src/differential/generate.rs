//! Hierarchies: a sound one of random shape, then up to three mutations.

use jiff::{Span, Timestamp};
use pki::issue::key_identifier;
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};

use super::random::Random;
use super::write::{Extension, ListPlan, Plan, Text, name, oid, sequence, small, tlv};

/// Why no hierarchy came out: a failure of the generator, not of a validator.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A key could not be made or did not sign.
    #[error(transparent)]
    Key(#[from] pki::key::KeyError),
    /// A moment outside the calendar.
    #[error(transparent)]
    Moment(#[from] jiff::Error),
    /// The plan names what it does not hold.
    #[error("the plan of the hierarchy is broken")]
    Plan,
}

/// Policy inputs and revocation of one question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) policies: Vec<&'static str>,
    pub(crate) explicit: bool,
    pub(crate) inhibit_mapping: bool,
    pub(crate) inhibit_any: bool,
    pub(crate) revocation: bool,
}

/// Objects in DER, ready for both validators.
#[derive(Clone, Debug)]
pub(crate) struct Hierarchy {
    pub(crate) anchors: Vec<Vec<u8>>,
    pub(crate) between: Vec<Vec<u8>>,
    pub(crate) target: Vec<u8>,
    pub(crate) lists: Vec<Vec<u8>>,
    pub(crate) at: Timestamp,
    pub(crate) inputs: Inputs,
    /// What was done to it, in order.
    pub(crate) mutations: Vec<&'static str>,
}

/// Keys are drawn anew for every run; the seed fixes everything else.
pub(crate) struct Keys {
    all: Vec<PrivateKey>,
}

impl Keys {
    pub(crate) fn new() -> Result<Self, GenerateError> {
        let mut kinds = vec![PrivateKeyKind::EcdsaP256; 10];
        kinds.extend([PrivateKeyKind::EcdsaP384, PrivateKeyKind::Rsa2048]);
        let all = kinds.into_iter().map(PrivateKey::generate).collect::<Result<_, _>>()?;
        Ok(Self { all })
    }

    fn get(&self, index: usize) -> Result<&PrivateKey, GenerateError> {
        self.all.get(index % self.all.len().max(1)).ok_or(GenerateError::Plan)
    }
}

/// One certificate and who signs it: indices of keys.
#[derive(Clone, Debug)]
struct Member {
    plan: Plan,
    key: usize,
    signer: usize,
}

const POLICIES: [&str; 4] = ["1.2.398.3.1.1", "1.2.398.3.1.2", "1.2.398.3.1.3", ANY_POLICY];
const ANY_POLICY: &str = "2.5.29.32.0";
const BASIC: &str = "2.5.29.19";
const USAGE: &str = "2.5.29.15";
const SUBJECT_KEY: &str = "2.5.29.14";
const AUTHORITY_KEY: &str = "2.5.29.35";
const CONSTRAINTS: &str = "2.5.29.30";
const ALTERNATIVE: &str = "2.5.29.17";
const CERTIFICATE_POLICIES: &str = "2.5.29.32";
const MAPPINGS: &str = "2.5.29.33";
const POLICY_CONSTRAINTS: &str = "2.5.29.36";
const INHIBIT_ANY: &str = "2.5.29.54";
const UNKNOWN: &str = "1.2.398.9.9.9";
const COMMON_NAME: &str = "2.5.4.3";
const ORGANIZATION: &str = "2.5.4.10";
const COUNTRY: &str = "2.5.4.6";
const EMAIL: &str = "1.2.840.113549.1.9.1";

const CERT_SIGN: &[u8] = &[3, 2, 1, 0x06];
const SIGN_ONLY: &[u8] = &[3, 2, 7, 0x80];
const CERT_SIGN_ONLY: &[u8] = &[3, 2, 2, 0x04];

/// The hierarchy number `number` of a seed.
pub(crate) fn hierarchy(keys: &Keys, seed: u64, number: usize) -> Result<Hierarchy, GenerateError> {
    let offset = u64::try_from(number).map_err(|_| GenerateError::Plan)?;
    let mut random = Random::new(seed ^ offset.wrapping_mul(0xD6E8_FEB8_6659_FD93));
    let at: Timestamp = "2026-11-22T12:00:00Z".parse()?;
    let depth = random.below(5);
    let mut members = Vec::new();
    for level in 0..depth + 2 {
        members.push(member(keys, &mut random, &members, level, depth, at)?);
    }
    let inputs = inputs(&mut random);
    let mut draft = Draft {
        keys,
        members,
        extra: Vec::new(),
        lists: Vec::new(),
        inputs,
        at,
        mutations: Vec::new(),
        withheld: None,
    };
    if draft.inputs.policies.iter().any(|policy| *policy != ANY_POLICY) || draft.inputs.explicit {
        draft.policies(&mut random);
    }
    let count = [0, 1, 1, 1, 2, 2, 3].get(random.below(7)).copied().unwrap_or(1);
    for _ in 0..count {
        draft.mutate(&mut random)?;
    }
    draft.lists(&mut random)?;
    draft.finish()
}

fn inputs(random: &mut Random) -> Inputs {
    let policies = match random.below(4) {
        0 => vec![POLICIES[0]],
        1 => vec![POLICIES[0], POLICIES[1]],
        _ => vec![ANY_POLICY],
    };
    Inputs {
        policies,
        explicit: random.once_in(3),
        inhibit_mapping: random.once_in(8),
        inhibit_any: random.once_in(8),
        revocation: random.once_in(3),
    }
}

fn days(at: Timestamp, days: i64) -> Result<Timestamp, GenerateError> {
    Ok(at.checked_add(Span::new().hours(days.saturating_mul(24)))?)
}

fn member(
    keys: &Keys,
    random: &mut Random,
    above: &[Member],
    level: usize,
    depth: usize,
    at: Timestamp,
) -> Result<Member, GenerateError> {
    let target = level == depth + 1;
    // The target's key is its own; authorities take the keys in turn, RSA now and then.
    let key = if random.once_in(9) { 11 } else { level + 5 * usize::from(target) };
    let signer = above.last().map_or(key, |issuer| issuer.key);
    let title = if target { "User".to_owned() } else { format!("Authority {level}") };
    let subject =
        name(&[(COUNTRY, "KZ"), (ORGANIZATION, "Test Сынақ"), (COMMON_NAME, &title)], Text::Utf8);
    let issuer = above.last().map_or_else(|| subject.clone(), |issuer| issuer.plan.subject.clone());
    let public = keys.get(key)?.public_key();
    let mut extensions = vec![Extension {
        oid: SUBJECT_KEY,
        critical: false,
        value: tlv(4, &key_identifier(public)),
    }];
    if level > 0 {
        let id = key_identifier(keys.get(signer)?.public_key());
        let value = sequence(&[tlv(0x80, &id)]);
        extensions.push(Extension { oid: AUTHORITY_KEY, critical: false, value });
    }
    if target {
        extensions.push(Extension { oid: USAGE, critical: true, value: SIGN_ONLY.to_vec() });
        extensions.push(Extension {
            oid: ALTERNATIVE,
            critical: false,
            value: sequence(&[
                tlv(0x82, b"www.example.kz"),
                tlv(0x81, b"user@example.kz"),
                tlv(0x87, &[10, 1, 2, 3]),
                tlv(0x86, b"https://www.example.kz/me"),
            ]),
        });
    } else {
        extensions.push(Extension { oid: BASIC, critical: true, value: authority(None) });
        extensions.push(Extension { oid: USAGE, critical: true, value: CERT_SIGN.to_vec() });
    }
    let serial = u8::try_from(level + 1).unwrap_or(0x7F);
    Ok(Member {
        plan: Plan {
            version: 2,
            serial: vec![serial],
            issuer,
            not_before: days(at, -300)?,
            not_after: days(at, 300)?,
            subject,
            key: public.spki_der().to_vec(),
            extensions,
            broken: false,
        },
        key,
        signer,
    })
}

fn authority(path_length: Option<u8>) -> Vec<u8> {
    sequence(&[tlv(1, &[0xFF]), path_length.map(small).unwrap_or_default()])
}

fn policy_list(policies: &[&str]) -> Vec<u8> {
    sequence(&policies.iter().map(|policy| sequence(&[oid(policy)])).collect::<Vec<_>>())
}

struct Draft<'k> {
    keys: &'k Keys,
    /// Root first, target last.
    members: Vec<Member>,
    /// Certificates that lie about besides.
    extra: Vec<(Plan, usize)>,
    lists: Vec<(ListPlan, usize)>,
    inputs: Inputs,
    at: Timestamp,
    mutations: Vec<&'static str>,
    /// The certificate that nobody hands over.
    withheld: Option<usize>,
}

/// A change to a hierarchy; false when it does not fit this one.
type Mutation = (&'static str, fn(&mut Draft<'_>, &mut Random) -> Result<bool, GenerateError>);

const MUTATIONS: &[Mutation] = &[
    ("expired", |draft, random| {
        let end = days(draft.at, -1)?;
        Ok(draft.any(random, |plan, _| plan.not_after = end))
    }),
    ("not yet valid", |draft, random| {
        let begin = days(draft.at, 1)?;
        Ok(draft.any(random, |plan, _| plan.not_before = begin))
    }),
    ("ends this second", |draft, random| {
        let at = draft.at;
        Ok(draft.any(random, |plan, _| plan.not_after = at))
    }),
    ("begins this second", |draft, random| {
        let at = draft.at;
        Ok(draft.any(random, |plan, _| plan.not_before = at))
    }),
    (
        "signature broken",
        |draft, random| Ok(draft.below_root(random, |plan, _| plan.broken = true)),
    ),
    ("signed by a stranger", |draft, random| {
        Ok(draft.below_root_member(random, |member, _| member.signer += 1))
    }),
    ("issuer named otherwise", |draft, random| {
        let other = name(&[(COUNTRY, "KZ"), (COMMON_NAME, "Nobody")], Text::Utf8);
        Ok(draft.below_root(random, |plan, _| plan.issuer = other))
    }),
    ("issuer in other letters and spaces", |draft, random| {
        Ok(draft.below_root(random, |plan, random| {
            let level = plan.issuer.clone();
            let title = [" authority  0 ", "AUTHORITY 0"][random.below(2)];
            let same = name(
                &[(COUNTRY, "kz"), (ORGANIZATION, "Test Сынақ"), (COMMON_NAME, title)],
                Text::Utf8,
            );
            if level
                == name(
                    &[(COUNTRY, "KZ"), (ORGANIZATION, "Test Сынақ"), (COMMON_NAME, "Authority 0")],
                    Text::Utf8,
                )
            {
                plan.issuer = same;
            }
        }))
    }),
    ("issuer as PrintableString", |draft, random| {
        let plain = |title: &str, text| {
            name(&[(COUNTRY, "KZ"), (ORGANIZATION, "Plain"), (COMMON_NAME, title)], text)
        };
        let (utf8, printable) = (plain("Plain", Text::Utf8), plain("Plain", Text::Printable));
        Ok(draft.link(random, |issuer, subject| {
            issuer.subject = utf8;
            subject.issuer = printable;
        }))
    }),
    ("no basicConstraints", |draft, random| {
        Ok(draft.authority(random, |plan, _| plan.remove(BASIC)))
    }),
    ("not an authority", |draft, random| {
        Ok(draft.authority(random, |plan, _| plan.set(BASIC, true, sequence(&[]))))
    }),
    ("path length", |draft, random| {
        Ok(draft.authority(random, |plan, random| {
            let limit = u8::try_from(random.below(4)).unwrap_or_default();
            plan.set(BASIC, true, authority(Some(limit)));
        }))
    }),
    ("keyUsage without keyCertSign", |draft, random| {
        Ok(draft.authority(random, |plan, _| plan.set(USAGE, true, SIGN_ONLY.to_vec())))
    }),
    ("no keyUsage", |draft, random| Ok(draft.any(random, |plan, _| plan.remove(USAGE)))),
    ("keyUsage without cRLSign", |draft, random| {
        Ok(draft.authority(random, |plan, _| plan.set(USAGE, true, CERT_SIGN_ONLY.to_vec())))
    }),
    ("unknown critical extension", |draft, random| {
        Ok(draft.any(random, |plan, _| plan.set(UNKNOWN, true, vec![5, 0])))
    }),
    ("unknown extension", |draft, random| {
        Ok(draft.any(random, |plan, _| plan.set(UNKNOWN, false, vec![5, 0])))
    }),
    ("version 1", |draft, random| {
        Ok(draft.any(random, |plan, _| {
            plan.version = 0;
            plan.extensions.clear();
        }))
    }),
    ("no key identifiers", |draft, random| {
        Ok(draft.any(random, |plan, _| {
            plan.remove(SUBJECT_KEY);
            plan.remove(AUTHORITY_KEY);
        }))
    }),
    ("authority key identifier of another", |draft, random| {
        Ok(draft.below_root(random, |plan, _| {
            plan.set(AUTHORITY_KEY, false, sequence(&[tlv(0x80, &[1; 20])]));
        }))
    }),
    ("critical policies", |draft, random| {
        Ok(draft.any(random, |plan, random| {
            let policy = POLICIES[random.below(4)];
            plan.set(CERTIFICATE_POLICIES, true, policy_list(&[policy]));
        }))
    }),
    ("policies left out", |draft, random| {
        Ok(draft.below_root(random, |plan, _| plan.remove(CERTIFICATE_POLICIES)))
    }),
    ("policies of its own", |draft, random| {
        Ok(draft.below_root(random, |plan, random| {
            let first = POLICIES[random.below(4)];
            let second = POLICIES[random.below(4)];
            let both: &[&str] = if first == second { &[first] } else { &[first, second] };
            plan.set(CERTIFICATE_POLICIES, false, policy_list(both));
        }))
    }),
    ("policies mapped", |draft, random| {
        Ok(draft.between(random, |plan, random| {
            let from = POLICIES[random.below(3)];
            let to = POLICIES[random.below(3)];
            let mapping = sequence(&[sequence(&[oid(from), oid(to)])]);
            plan.set(CERTIFICATE_POLICIES, false, policy_list(&[from]));
            plan.set(MAPPINGS, random.once_in(2), mapping);
        }))
    }),
    ("anyPolicy mapped", |draft, random| {
        Ok(draft.between(random, |plan, _| {
            let mapping = sequence(&[sequence(&[oid(ANY_POLICY), oid(POLICIES[0])])]);
            plan.set(MAPPINGS, true, mapping);
        }))
    }),
    ("policies constrained", |draft, random| {
        Ok(draft.between(random, |plan, random| {
            let number = |random: &mut Random| u8::try_from(random.below(3)).unwrap_or_default();
            let (require, inhibit) = (number(random), number(random));
            let value = match random.below(3) {
                0 => sequence(&[tlv(0x80, &[require])]),
                1 => sequence(&[tlv(0x81, &[inhibit])]),
                _ => sequence(&[tlv(0x80, &[require]), tlv(0x81, &[inhibit])]),
            };
            plan.set(POLICY_CONSTRAINTS, true, value);
        }))
    }),
    ("anyPolicy inhibited", |draft, random| {
        Ok(draft.between(random, |plan, random| {
            let skip = u8::try_from(random.below(3)).unwrap_or_default();
            plan.set(INHIBIT_ANY, true, small(skip));
        }))
    }),
    ("names constrained", |draft, random| {
        Ok(draft.between(random, |plan, random| {
            let value = constraints(random);
            plan.set(CONSTRAINTS, true, value);
        }))
    }),
    ("names constrained twice", |draft, random| {
        let mut both = |draft: &mut Draft<'_>| {
            let value = constraints(random);
            draft.between(random, |plan, _| plan.set(CONSTRAINTS, true, value))
        };
        Ok(both(draft) && both(draft))
    }),
    ("e-mail in the subject", |draft, _| {
        Ok(draft.target(|plan| {
            plan.subject = name(
                &[(COUNTRY, "KZ"), (COMMON_NAME, "User"), (EMAIL, "user@other.kz")],
                Text::Utf8,
            );
            plan.remove(ALTERNATIVE);
        }))
    }),
    ("other alternative names", |draft, random| {
        let random_name = match random.below(5) {
            0 => tlv(0x82, b"other.kz"),
            1 => tlv(0x82, b"deep.www.example.kz"),
            2 => tlv(0x81, b"user@mail.example.kz"),
            3 => tlv(0x87, &[192, 168, 0, 1]),
            _ => tlv(0x86, b"https://other.kz/"),
        };
        Ok(draft.target(|plan| plan.set(ALTERNATIVE, false, sequence(&[random_name]))))
    }),
    ("an authority withheld", |draft, random| {
        let last = draft.members.len() - 1;
        if last < 2 {
            return Ok(false);
        }
        draft.withheld = Some(1 + random.below(last - 1));
        Ok(true)
    }),
    ("a self-issued certificate between", |draft, random| draft.roll_over(random)),
    ("a second certificate of the same key, expired", |draft, random| {
        let end = days(draft.at, -1)?;
        Ok(draft.twin(random, |plan| plan.not_after = end))
    }),
    ("a second certificate of the same key, sound", |draft, random| {
        Ok(draft.twin(random, |plan| plan.serial = vec![0x77]))
    }),
    ("a cross-certificate from a stranger", |draft, random| draft.cross(random)),
    ("serial of 21 octets", |draft, random| {
        Ok(draft.any(random, |plan, _| plan.serial = vec![0x11; 21]))
    }),
    ("a critical key identifier", |draft, random| {
        Ok(draft.any(random, |plan, _| {
            for extension in &mut plan.extensions {
                extension.critical |= extension.oid == SUBJECT_KEY;
            }
        }))
    }),
];

/// One permitted or excluded subtree of one kind.
fn constraints(random: &mut Random) -> Vec<u8> {
    let base = match random.below(10) {
        0 => tlv(0x82, b"example.kz"),
        1 => tlv(0x82, b"www.example.kz"),
        2 => tlv(0x82, b"other.kz"),
        3 => tlv(0x81, b"example.kz"),
        4 => tlv(0x81, b".example.kz"),
        5 => tlv(0x81, b"user@example.kz"),
        6 => tlv(0x87, &[10, 1, 0, 0, 255, 255, 0, 0]),
        7 => tlv(0x86, b".example.kz"),
        8 => tlv(0xA4, &name(&[(COUNTRY, "KZ"), (ORGANIZATION, "Test Сынақ")], Text::Utf8)),
        _ => tlv(0xA4, &name(&[(COUNTRY, "RU")], Text::Utf8)),
    };
    let tag = if random.once_in(2) { 0xA0 } else { 0xA1 };
    sequence(&[tlv(tag, &sequence(&[base]))])
}

impl Draft<'_> {
    fn mutate(&mut self, random: &mut Random) -> Result<(), GenerateError> {
        if let Some((what, change)) = random.one(MUTATIONS)
            && change(self, random)?
        {
            self.mutations.push(what);
        }
        Ok(())
    }

    fn any(&mut self, random: &mut Random, change: impl FnOnce(&mut Plan, &mut Random)) -> bool {
        let index = random.below(self.members.len());
        self.change(index, random, change)
    }

    fn below_root(
        &mut self,
        random: &mut Random,
        change: impl FnOnce(&mut Plan, &mut Random),
    ) -> bool {
        let index = 1 + random.below(self.members.len() - 1);
        self.change(index, random, change)
    }

    fn below_root_member(
        &mut self,
        random: &mut Random,
        change: impl FnOnce(&mut Member, &mut Random),
    ) -> bool {
        let index = 1 + random.below(self.members.len() - 1);
        self.members.get_mut(index).map(|member| change(member, random)).is_some()
    }

    /// An authority below the root; the root where there is no other.
    fn authority(
        &mut self,
        random: &mut Random,
        change: impl FnOnce(&mut Plan, &mut Random),
    ) -> bool {
        self.between(random, change)
    }

    /// An authority between root and target.
    fn between(
        &mut self,
        random: &mut Random,
        change: impl FnOnce(&mut Plan, &mut Random),
    ) -> bool {
        let count = self.members.len() - 2;
        if count == 0 {
            return false;
        }
        let index = 1 + random.below(count);
        self.change(index, random, change)
    }

    fn target(&mut self, change: impl FnOnce(&mut Plan)) -> bool {
        self.members.last_mut().map(|member| change(&mut member.plan)).is_some()
    }

    fn change(
        &mut self,
        index: usize,
        random: &mut Random,
        change: impl FnOnce(&mut Plan, &mut Random),
    ) -> bool {
        self.members.get_mut(index).map(|member| change(&mut member.plan, random)).is_some()
    }

    /// An issuer between root and target, and the certificate below it.
    fn link(&mut self, random: &mut Random, change: impl FnOnce(&mut Plan, &mut Plan)) -> bool {
        let count = self.members.len() - 2;
        if count == 0 {
            return false;
        }
        let index = 1 + random.below(count);
        let (above, below) = self.members.split_at_mut(index + 1);
        match (above.last_mut(), below.first_mut()) {
            (Some(issuer), Some(subject)) => {
                change(&mut issuer.plan, &mut subject.plan);
                true
            }
            _ => false,
        }
    }

    /// Every certificate below the root under one policy.
    fn policies(&mut self, random: &mut Random) {
        let policy = POLICIES[random.below(2)];
        for member in self.members.iter_mut().skip(1) {
            let listed = if random.once_in(4) { ANY_POLICY } else { policy };
            member.plan.set(CERTIFICATE_POLICIES, false, policy_list(&[listed]));
        }
    }

    /// An authority rolls its key over: the new key certified by the old one, in its own name.
    fn roll_over(&mut self, random: &mut Random) -> Result<bool, GenerateError> {
        let count = self.members.len() - 2;
        if count == 0 {
            return Ok(false);
        }
        let index = 1 + random.below(count);
        let old = self.members.get(index).cloned().ok_or(GenerateError::Plan)?;
        let mut new = old.clone();
        new.key = old.key + 3;
        new.signer = old.key;
        new.plan.issuer = old.plan.subject.clone();
        new.plan.serial = vec![0x55];
        let public = self.keys.get(new.key)?.public_key();
        new.plan.key = public.spki_der().to_vec();
        new.plan.set(SUBJECT_KEY, false, tlv(4, &key_identifier(public)));
        let old_id = key_identifier(self.keys.get(old.key)?.public_key());
        new.plan.set(AUTHORITY_KEY, false, sequence(&[tlv(0x80, &old_id)]));
        if let Some(below) = self.members.get_mut(index + 1) {
            below.signer = new.key;
            let id = key_identifier(public);
            below.plan.set(AUTHORITY_KEY, false, sequence(&[tlv(0x80, &id)]));
        }
        self.members.insert(index + 1, new);
        Ok(true)
    }

    fn twin(&mut self, random: &mut Random, change: impl FnOnce(&mut Plan)) -> bool {
        let count = self.members.len() - 2;
        if count == 0 {
            return false;
        }
        let index = 1 + random.below(count);
        let Some(member) = self.members.get(index) else { return false };
        let mut plan = member.plan.clone();
        change(&mut plan);
        self.extra.push((plan, member.signer));
        true
    }

    /// The key of an authority, certified by an authority outside the hierarchy as well.
    fn cross(&mut self, random: &mut Random) -> Result<bool, GenerateError> {
        let count = self.members.len() - 2;
        if count == 0 {
            return Ok(false);
        }
        let index = 1 + random.below(count);
        let member = self.members.get(index).ok_or(GenerateError::Plan)?;
        let mut plan = member.plan.clone();
        plan.issuer = name(&[(COUNTRY, "KZ"), (COMMON_NAME, "Stranger")], Text::Utf8);
        plan.serial = vec![0x66];
        plan.remove(AUTHORITY_KEY);
        self.extra.push((plan, member.signer + 2));
        Ok(true)
    }

    /// One list of every authority; some wrong, where revocation is asked for.
    fn lists(&mut self, random: &mut Random) -> Result<(), GenerateError> {
        if !self.inputs.revocation {
            return Ok(());
        }
        let pairs: Vec<(Member, Member)> = self
            .members
            .windows(2)
            .filter_map(|pair| match pair {
                [issuer, subject] => Some((issuer.clone(), subject.clone())),
                _ => None,
            })
            .collect();
        let defect = if random.once_in(2) { Some(random.below(pairs.len())) } else { None };
        for (index, (issuer, subject)) in pairs.iter().enumerate() {
            let id = key_identifier(self.keys.get(issuer.key)?.public_key());
            let mut list = ListPlan {
                issuer: issuer.plan.subject.clone(),
                this_update: days(self.at, -1)?,
                next_update: Some(days(self.at, 6)?),
                entries: vec![(vec![0x70], days(self.at, -20)?, Vec::new())],
                extensions: vec![
                    Extension {
                        oid: AUTHORITY_KEY,
                        critical: false,
                        value: sequence(&[tlv(0x80, &id)]),
                    },
                    Extension { oid: "2.5.29.20", critical: false, value: small(7) },
                ],
                broken: false,
            };
            let mut signer = subject.signer;
            let mut kept = true;
            if defect == Some(index) {
                let (what, keep) =
                    self.spoil(random, &mut list, &subject.plan.serial, &mut signer)?;
                kept = keep;
                self.mutations.push(what);
            }
            if kept {
                self.lists.push((list, signer));
            }
        }
        Ok(())
    }

    fn spoil(
        &self,
        random: &mut Random,
        list: &mut ListPlan,
        serial: &[u8],
        signer: &mut usize,
    ) -> Result<(&'static str, bool), GenerateError> {
        let revoked = days(self.at, -2)?;
        let point = |flag: u8| Extension {
            oid: "2.5.29.28",
            critical: true,
            value: sequence(&[tlv(flag, &[0xFF])]),
        };
        let reason =
            |code: u8| Extension { oid: "2.5.29.21", critical: false, value: tlv(10, &[code]) };
        Ok(match random.below(11) {
            0 => {
                list.entries.push((serial.to_vec(), revoked, Vec::new()));
                ("revoked", true)
            }
            1 => {
                list.entries.push((serial.to_vec(), revoked, vec![reason(1)]));
                ("revoked: key compromise", true)
            }
            2 => {
                list.entries.push((serial.to_vec(), revoked, vec![reason(6)]));
                ("on hold", true)
            }
            3 => {
                list.next_update = Some(days(self.at, -1)?);
                list.this_update = days(self.at, -9)?;
                ("list expired", true)
            }
            4 => {
                list.this_update = days(self.at, 1)?;
                ("list of tomorrow", true)
            }
            5 => ("no list", false),
            6 => {
                list.broken = true;
                ("list signature broken", true)
            }
            7 => {
                *signer += 1;
                ("list signed by a stranger", true)
            }
            8 => {
                list.extensions.push(Extension { oid: UNKNOWN, critical: true, value: vec![5, 0] });
                ("unknown critical extension in the list", true)
            }
            9 => {
                list.extensions.push(point(0x81));
                ("list of users only", true)
            }
            _ => {
                list.extensions.push(point(0x82));
                ("list of authorities only", true)
            }
        })
    }

    fn finish(self) -> Result<Hierarchy, GenerateError> {
        let mut written = Vec::new();
        for member in &self.members {
            written.push(member.plan.write(self.keys.get(member.signer)?)?);
        }
        let target = written.pop().ok_or(GenerateError::Plan)?;
        let anchor = if written.is_empty() { Vec::new() } else { vec![written.remove(0)] };
        let mut between = Vec::new();
        for (index, der) in written.into_iter().enumerate() {
            if self.withheld != Some(index + 1) {
                between.push(der);
            }
        }
        for (plan, signer) in &self.extra {
            between.push(plan.write(self.keys.get(*signer)?)?);
        }
        let lists = self
            .lists
            .iter()
            .map(|(list, signer)| list.write(self.keys.get(*signer)?))
            .collect::<Result<_, _>>()?;
        Ok(Hierarchy {
            anchors: anchor,
            between,
            target,
            lists,
            at: self.at,
            inputs: self.inputs,
            mutations: self.mutations,
        })
    }
}
