//! Files that a PDF carries: reading one out of a document that anybody may have made.

use std::io::Read;
use std::sync::Arc;

use flate2::read::ZlibDecoder;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Stream, String as Text};

use super::guarded::{Unfinished, guarded};

/// The largest attachment that is read, in bytes.
const LARGEST: u64 = 64 << 20;
/// The most attachments that are looked at, and how deep their tree of names may be.
const MOST_NAMES: usize = 1_000;
const DEEPEST: usize = 8;

/// Why no attachment can be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAttached {
    /// No file of that name is attached.
    #[error("no file {name} is attached")]
    Absent {
        /// The name.
        name: String,
    },
    /// It is there, and its bytes cannot be read.
    #[error("the attached file {name} cannot be read: {reason}")]
    Broken {
        /// The name.
        name: String,
        /// Why.
        reason: &'static str,
    },
    /// Not a PDF that can be read.
    #[error("not a PDF file that can be read")]
    NotPdf,
    /// Two files of that name are attached: which of them counts nobody can say.
    #[error("two files {name} are attached")]
    Twice {
        /// The name.
        name: String,
    },
    /// The reader did not come to an end.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

/// The bytes of the one attached file of this name.
///
/// # Errors
///
/// [`NotAttached`].
pub fn attached(pdf: &[u8], name: &str) -> Result<Vec<u8>, NotAttached> {
    let (pdf, name) = (Arc::new(pdf.to_vec()), name.to_owned());
    guarded(move || read(pdf, &name))?
}

fn read(pdf: Arc<Vec<u8>>, name: &str) -> Result<Vec<u8>, NotAttached> {
    let pdf = Pdf::new(pdf).map_err(|_| NotAttached::NotPdf)?;
    let root: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let names = root.and_then(|it| it.get::<Dict<'_>>("Names"));
    let tree = names.and_then(|it| it.get::<Dict<'_>>("EmbeddedFiles"));
    let mut found = Vec::new();
    if let Some(tree) = tree {
        collect(&tree, DEEPEST, &mut found);
    }
    let named = |it: &&Dict<'_>| {
        ["UF", "F"]
            .iter()
            .any(|key| it.get::<Text<'_>>(key).is_some_and(|it| it.as_bytes() == name.as_bytes()))
    };
    let mut found = found.iter().filter(named);
    let name = || name.to_owned();
    let file = found.next().ok_or_else(|| NotAttached::Absent { name: name() })?;
    if found.next().is_some() {
        return Err(NotAttached::Twice { name: name() });
    }
    let stream = file.get::<Dict<'_>>("EF").and_then(|it| it.get::<Stream<'_>>("F"));
    let broken = |reason| NotAttached::Broken { name: name(), reason };
    let stream = stream.ok_or_else(|| broken("it has no bytes"))?;
    let raw = stream.raw_data();
    let mut bytes = Vec::new();
    let input: Box<dyn Read + '_> = match stream.filters()[..] {
        [] => Box::new(&*raw),
        [Filter::FlateDecode] => Box::new(ZlibDecoder::new(&*raw)),
        _ => return Err(broken("it is encoded in an unusual way")),
    };
    input.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|_| broken("it does not unpack"))?;
    if u64::try_from(bytes.len()).is_ok_and(|it| it <= LARGEST) {
        Ok(bytes)
    } else {
        Err(broken("it is too large"))
    }
}

/// The specifications of files below a node of the tree of names.
fn collect<'a>(node: &Dict<'a>, deep: usize, found: &mut Vec<Dict<'a>>) {
    if let Some(pairs) = node.get::<Array<'_>>("Names") {
        let mut pairs = pairs.flex_iter();
        while found.len() < MOST_NAMES {
            let (Some(_), Some(file)) = (pairs.next::<Text<'_>>(), pairs.next::<Dict<'_>>()) else {
                break;
            };
            found.push(file);
        }
    }
    let kids = node.get::<Array<'_>>("Kids").filter(|_| deep > 0);
    for kid in kids.iter().flat_map(|it| it.iter::<Dict<'_>>()).take(MOST_NAMES) {
        if found.len() < MOST_NAMES {
            collect(&kid, deep - 1, found);
        }
    }
}
