//! The time zone data that lie on this machine: of the system, of Java virtual machines, and of
//! database servers that bring their own. Files are read; nothing is run.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use probes::{ZoneData, ZoneKeeper};

/// Everything that is found at the usual places.
pub(super) fn found(clock: Timestamp) -> Vec<ZoneData> {
    let below = Path::new("/");
    let mut data = Vec::new();
    data.extend(system(below, clock));
    data.extend(java(below, std::env::var_os("JAVA_HOME").map(PathBuf::from)));
    data.extend(databases(below, clock));
    data
}

/// The data of the operating system.
fn system(root: &Path, clock: Timestamp) -> Option<ZoneData> {
    let folder = root.join("usr/share/zoneinfo");
    let almaty_offset_s = almaty(&folder, clock);
    // The file of rules begins with `# version 2024a`; some systems keep the edition alone.
    let version = begin(&folder.join("tzdata.zi"))
        .and_then(|it| line_after(&it, "# version "))
        .or_else(|| begin(&folder.join("+VERSION")).and_then(|it| line_after(&it, "")));
    (folder.is_dir()).then(|| ZoneData {
        place: folder.display().to_string(),
        keeper: ZoneKeeper::System,
        version,
        almaty_offset_s,
    })
}

/// The data of every Java virtual machine below the usual folders and of the one that the
/// environment names. Before version 9 they lie below `jre`.
fn java(root: &Path, home: Option<PathBuf>) -> Vec<ZoneData> {
    const FOLDERS: [&str; 6] = [
        "usr/lib/jvm",
        "usr/java",
        "usr/lib64/jvm",
        "opt",
        "opt/java",
        "Library/Java/JavaVirtualMachines",
    ];
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    let homes = FOLDERS.iter().flat_map(|it| folders(&root.join(it)));
    for home in homes.chain(home) {
        let places = ["lib", "jre/lib", "Contents/Home/lib", "Contents/Home/jre/lib"];
        let files_of = places.iter().map(|it| home.join(it).join("tzdb.dat"));
        // One machine often lies there under several names.
        files.extend(files_of.filter_map(|it| fs::canonicalize(it).ok()));
    }
    let data = |file: PathBuf| ZoneData {
        version: begin(&file).and_then(|it| tzdb_version(&it)),
        place: file.display().to_string(),
        keeper: ZoneKeeper::Java,
        almaty_offset_s: None,
    };
    files.into_iter().take(MOST).map(data).collect()
}

/// PostgreSQL as its makers package it reads its own data.
fn databases(root: &Path, clock: Timestamp) -> Vec<ZoneData> {
    const FOLDERS: [(&str, &str); 2] =
        [("usr/share/postgresql", "timezone"), ("usr", "share/timezone")];
    let versions = FOLDERS.iter().flat_map(|(parent, inside)| {
        let of_postgres = move |it: &PathBuf| {
            *parent != "usr"
                || it.file_name().is_some_and(|it| it.to_string_lossy().starts_with("pgsql-"))
        };
        folders(&root.join(parent)).into_iter().filter(of_postgres).map(move |it| it.join(inside))
    });
    let data = |folder: PathBuf| ZoneData {
        almaty_offset_s: almaty(&folder, clock),
        place: folder.display().to_string(),
        keeper: ZoneKeeper::Database,
        version: None,
    };
    versions.filter(|it| it.is_dir()).take(MOST).map(data).collect()
}

/// What a folder of zone files gives for Almaty.
fn almaty(folder: &Path, clock: Timestamp) -> Option<i32> {
    let mut bytes = Vec::new();
    let file = File::open(folder.join("Asia/Almaty")).ok()?;
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    let zone = TimeZone::tzif("", &bytes).ok()?;
    Some(zone.to_offset(clock).seconds())
}

/// The edition in the head of `tzdb.dat`: a byte 1, the name `TZDB`, the number of editions, and
/// the editions, every text with its length in two octets before it.
fn tzdb_version(head: &[u8]) -> Option<String> {
    let rest = head.strip_prefix(b"\x01\0\x04TZDB")?;
    let (count, rest) = rest.split_first_chunk::<2>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let text = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
    let sound = u16::from_be_bytes(*count) > 0 && (5..=6).contains(&text.len());
    let text = std::str::from_utf8(text).ok().filter(|_| sound)?;
    text.bytes().all(|it| it.is_ascii_alphanumeric()).then(|| text.to_owned())
}

/// The first line, behind a word.
fn line_after(head: &[u8], word: &str) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let version = text.lines().next()?.strip_prefix(word)?.trim();
    let sound = version.len() <= 16 && version.bytes().all(|it| it.is_ascii_alphanumeric());
    (sound && !version.is_empty()).then(|| version.to_owned())
}

/// The first octets of a file.
fn begin(path: &Path) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(64).read_to_end(&mut head).ok()?;
    Some(head)
}

/// The folders in a folder, in the order of their names.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().take(1_000).flatten();
    let mut found: Vec<_> = entries.map(|it| it.path()).filter(|it| it.is_dir()).collect();
    found.sort();
    found
}

/// A file of one zone is a few thousand octets long.
const LARGEST: u64 = 1 << 20;
const MOST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_stands_in_the_head_of_the_data_of_java() {
        assert_eq!(tzdb_version(b"\x01\0\x04TZDB\0\x01\0\x052024a\x02").unwrap(), "2024a");
        for broken in [
            &b""[..],
            b"\x01\0\x04TZDB",
            b"\x01\0\x04TZDB\0\x01\xff\xff2024a",
            b"\x01\0\x04TZDB\0\0\0\x052024a",
            b"\x01\0\x04TZDB\0\x01\0\x05\xff024a",
            b"\x02\0\x04TZDB\0\x01\0\x052024a",
        ] {
            assert_eq!(tzdb_version(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn the_edition_of_the_system_stands_in_its_first_line() {
        assert_eq!(line_after(b"# version 2025b\n# x", "# version ").unwrap(), "2025b");
        assert_eq!(line_after(b"2024a\n", "").unwrap(), "2024a");
        assert_eq!(line_after(b"R d 1916", "# version "), None);
        assert_eq!(line_after(b"", ""), None);
    }

    #[test]
    fn several_virtual_machines_are_found_below_one_root() {
        let root = std::env::temp_dir().join(format!("tekseru-zones-{}", std::process::id()));
        let put = |path: &str, bytes: &[u8]| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        put("usr/lib/jvm/java-8/jre/lib/tzdb.dat", b"\x01\0\x04TZDB\0\x01\0\x052019c\x02");
        put("usr/lib/jvm/java-21/lib/tzdb.dat", b"\x01\0\x04TZDB\0\x01\0\x052025a\x02");
        put("opt/jdk/lib/tzdb.dat", b"spoilt");
        let found = java(&root, Some(root.join("usr/lib/jvm/java-8")));
        let versions: Vec<_> = found.iter().map(|it| it.version.as_deref()).collect();
        assert_eq!(versions, [None, Some("2025a"), Some("2019c")]);
        assert_eq!(system(&root, Timestamp::UNIX_EPOCH), None);
        put("usr/share/zoneinfo/tzdata.zi", b"# version 2023d\n");
        let data = system(&root, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((data.version.as_deref(), data.almaty_offset_s), (Some("2023d"), None));
        put("usr/pgsql-16/share/timezone/Asia/Almaty", b"spoilt");
        put("usr/share/postgresql/15/timezone/Asia/Almaty", b"spoilt");
        assert_eq!(databases(&root, Timestamp::UNIX_EPOCH).len(), 2);
        fs::remove_dir_all(&root).unwrap();
    }
}
