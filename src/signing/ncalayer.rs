//! Signatures made by NCALayer, the program of the national authority in whose window people
//! choose their keys.
//!
//! It listens on the loopback interface for WebSocket messages in JSON over TLS. On connection it
//! greets with its version. A file is signed by the module `kz.gov.pki.knca.basics`, method
//! `sign`; a version without that module says so, and is asked again through
//! `kz.gov.pki.knca.commonUtils`, whose methods take their arguments by position. The data travel
//! inside the message as base64; a file larger than [`LARGEST_INSIDE`] is laid out in a temporary
//! folder, and NCALayer is told its path (`create…FromFile` of `commonUtils`), because nothing
//! published says how long a message may be. The key never leaves NCALayer.
//!
//! # Whom we talk to
//!
//! NCALayer's certificate is issued to 127.0.0.1 by an authority that its installer makes on each
//! machine, so nobody can vouch for it and any certificate is accepted – and for that reason only
//! an address of the loopback interface is ever connected to. Another program that holds the port
//! learns the file that is to be signed and may answer what it likes; it gets no password and no
//! key, and its answer is read again like everybody's ([`super::device::signer`]): what is not the
//! member's signature over the file is refused.
//!
//! # Limits
//!
//! An answer is at most [`LARGEST_ANSWER`]; the greeting comes within [`PATIENCE`], and the person
//! has [`NcaLayer::wait`] for the dialog. What NCALayer returns (PEM, or base64 alone) is kept as
//! the octets inside.

mod answer;
mod error;
mod line;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use jiff::Timestamp;
use model::{Iin, Lang};
use pki::Certificate;
use pki::oid::known;
use serde_json::{Value, json};

use super::{SigningError, Signs};
use answer::Answer;
use line::Conversation;

pub use error::NcaLayerError;

/// Where NCALayer listens.
pub const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 13_579);
/// The largest file that travels inside a message, in bytes.
pub const LARGEST_INSIDE: usize = 8 << 20;
/// The largest answer that is read, in bytes.
pub const LARGEST_ANSWER: usize = 4 << 20;
/// The longest wait for what no person has to do: the connection and the greeting.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How long a person has for the dialog where nothing else is said.
pub const DIALOG: Duration = Duration::from_secs(240);

const BASICS: &str = "kz.gov.pki.knca.basics";
const COMMON: &str = "kz.gov.pki.knca.commonUtils";
/// The kind of key that signs, as `commonUtils` calls it.
const SIGNATURE: &str = "SIGNATURE";
/// The storage of key files, as NCALayer calls it.
const KEY_FILES: &str = "PKCS12";

/// NCALayer on this machine.
#[derive(Clone, Debug)]
pub struct NcaLayer {
    /// Where it listens: an address of the loopback interface.
    pub address: SocketAddr,
    /// The language of its window.
    pub lang: Lang,
    /// Whose certificates are offered in the window; everybody's where nobody is named.
    pub member: Option<Iin>,
    /// Whether NCALayer is to ask its time-stamping authority.
    pub time_stamp: bool,
    /// How long the person has for the dialog.
    pub wait: Duration,
}

impl Signs for NcaLayer {
    fn certificate(&self) -> Option<&Certificate> {
        None
    }

    fn source(&self) -> &'static str {
        "NCALayer"
    }

    fn cms(&self, content: &[u8], _: Timestamp) -> Result<Vec<u8>, SigningError> {
        Ok(self.signature(content)?)
    }
}

impl NcaLayer {
    /// Has the file signed in NCALayer's window.
    ///
    /// # Errors
    ///
    /// [`NcaLayerError`] tells what went wrong: nobody listens, somebody else does, nobody
    /// answers, the person cancelled, NCALayer refuses, or what it says is no answer.
    pub fn signature(&self, content: &[u8]) -> Result<Vec<u8>, NcaLayerError> {
        let mut conversation = Conversation::open(self.address, PATIENCE)?;
        let version = conversation.greeting()?;
        let large = content.len() > LARGEST_INSIDE;
        // The module that is asked first takes no files.
        if !large {
            let until = self.dialog();
            conversation.say(&self.basics(content).to_string(), until)?;
            match conversation.hear(until, answer::of_basics)? {
                Answer::Signature(signature) => return octets(&signature),
                Answer::Cancelled => return Err(NcaLayerError::Cancelled),
                Answer::Refused { code, message } => {
                    return Err(NcaLayerError::Refused { code, message });
                }
                Answer::NoSuchModule => {}
            }
        }
        let kept = if large { Some(laid_out(content)?) } else { None };
        let path = kept.as_ref().map(|(_, path)| path.as_str());
        let storage = conversation.storage(self.dialog())?;
        let until = self.dialog();
        let request = self.common(&storage, content, path).to_string();
        conversation.say(&request, until)?;
        match conversation.hear(until, answer::of_common)? {
            Answer::Signature(signature) => octets(&signature),
            Answer::Cancelled => Err(NcaLayerError::Cancelled),
            Answer::Refused { code, message } => Err(NcaLayerError::Refused { code, message }),
            Answer::NoSuchModule => Err(NcaLayerError::ModuleAbsent { version }),
        }
    }

    fn dialog(&self) -> Instant {
        Instant::now() + self.wait
    }

    /// Certificates for signing only, of the member where one is named.
    fn basics(&self, content: &[u8]) -> Value {
        let mut signer = json!({ "extKeyUsageOids": [known::PURPOSE_EMAIL.to_string()] });
        if let (Some(member), Some(signer)) = (&self.member, signer.as_object_mut()) {
            signer.insert("iin".into(), member.as_str().into());
        }
        let stamp = if self.time_stamp { json!({}) } else { Value::Null };
        json!({
            "module": BASICS,
            "method": "sign",
            "args": {
                "allowedStorages": null,
                "format": "cms",
                "data": Base64::encode_string(content),
                "signingParams": {
                    "decode": true,
                    "encapsulate": false,
                    "digested": false,
                    "tsaProfile": stamp,
                },
                "signerParams": signer,
                "locale": self.lang.as_str(),
            },
        })
    }

    fn common(&self, storage: &str, content: &[u8], path: Option<&str>) -> Value {
        let method = match (self.time_stamp, path.is_some()) {
            (false, false) => "createCAdESFromBase64",
            (false, true) => "createCAdESFromFile",
            (true, false) => "createCMSSignatureFromBase64",
            (true, true) => "createCMSSignatureFromFile",
        };
        let data = path.map_or_else(|| Base64::encode_string(content), str::to_owned);
        json!({ "module": COMMON, "method": method, "args": [storage, SIGNATURE, data, false] })
    }
}

impl Conversation {
    /// The storage that `commonUtils` is told to look in: the one device that is plugged in, or
    /// files of keys. This module asks for it by name; the window lets nobody choose.
    fn storage(&mut self, until: Instant) -> Result<String, NcaLayerError> {
        let question = json!({ "module": COMMON, "method": "getActiveTokens" });
        self.say(&question.to_string(), until)?;
        let found = self.hear(until, answer::of_tokens)?;
        Ok(found.unwrap_or_else(|| KEY_FILES.to_owned()))
    }
}

/// A folder that goes when the signature is made, and the path of the file in it.
fn laid_out(content: &[u8]) -> Result<(tempfile::TempDir, String), NcaLayerError> {
    let folder = tempfile::tempdir().map_err(NcaLayerError::NotLaidOut)?;
    let path = folder.path().join("to-sign.pdf");
    std::fs::write(&path, content).map_err(NcaLayerError::NotLaidOut)?;
    let path = path.to_string_lossy().into_owned();
    Ok((folder, path))
}

/// The octets of a signature that came as PEM or as base64.
fn octets(text: &str) -> Result<Vec<u8>, NcaLayerError> {
    let inside: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("-----"))
        .flat_map(str::chars)
        .filter(|it| !it.is_ascii_whitespace())
        .collect();
    match Base64::decode_vec(&inside) {
        Ok(octets) if !octets.is_empty() => Ok(octets),
        Ok(_) => Err(NcaLayerError::Garbage { reason: "an empty signature".into() }),
        Err(_) => Err(NcaLayerError::Garbage { reason: "the signature is not base64".into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(member: Option<&str>, time_stamp: bool) -> NcaLayer {
        NcaLayer {
            address: ADDRESS,
            lang: Lang::Kk,
            member: member.map(|it| Iin::try_from(it.to_owned()).unwrap()),
            time_stamp,
            wait: DIALOG,
        }
    }

    #[test]
    fn a_request_of_the_first_module_names_its_arguments() {
        let request = asked(Some("000000000101"), true).basics(b"act");
        assert_eq!(request["module"], "kz.gov.pki.knca.basics");
        assert_eq!(request["method"], "sign");
        let args = &request["args"];
        assert_eq!((&args["format"], &args["data"]), (&"cms".into(), &"YWN0".into()));
        assert_eq!((&args["locale"], &args["allowedStorages"]), (&"kk".into(), &Value::Null));
        let signing = json!({
            "decode": true, "encapsulate": false, "digested": false, "tsaProfile": {},
        });
        assert_eq!(args["signingParams"], signing);
        let signer = json!({ "extKeyUsageOids": ["1.3.6.1.5.5.7.3.4"], "iin": "000000000101" });
        assert_eq!(args["signerParams"], signer);
        let request = asked(None, false).basics(b"act");
        assert_eq!(request["args"]["signingParams"]["tsaProfile"], Value::Null);
        assert_eq!(request["args"]["signerParams"].get("iin"), None);
    }

    #[test]
    fn a_request_of_the_second_module_lists_its_arguments() {
        let of = |time_stamp, path| asked(None, time_stamp).common("AKKaztokenStore", b"act", path);
        for (stamp, path, method, data) in [
            (false, None, "createCAdESFromBase64", "YWN0"),
            (true, None, "createCMSSignatureFromBase64", "YWN0"),
            (false, Some("/tmp/a"), "createCAdESFromFile", "/tmp/a"),
            (true, Some("/tmp/a"), "createCMSSignatureFromFile", "/tmp/a"),
        ] {
            let request = of(stamp, path);
            assert_eq!(request["module"], "kz.gov.pki.knca.commonUtils");
            assert_eq!(request["method"], method);
            assert_eq!(request["args"], json!(["AKKaztokenStore", "SIGNATURE", data, false]));
        }
    }

    #[test]
    fn a_signature_comes_as_pem_or_as_base64_alone() {
        for text in ["AQID", " AQ\r\nID\n", "-----BEGIN CMS-----\nAQID\n-----END CMS-----\n"] {
            assert_eq!(octets(text).unwrap(), [1, 2, 3], "{text}");
        }
        for text in ["", "-----BEGIN CMS-----\n", "Қате", "AQI", "{}"] {
            assert!(matches!(octets(text), Err(NcaLayerError::Garbage { .. })), "{text}");
        }
    }
}
