//! One device's journal: reading it line by line, naming what is wrong, ordering the entries.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use model::EvidenceId;

use super::{Damage, DeviceId, DossierError, Entry, EntryId, Head, LineHash};

/// The longest line, its line feed included.
pub(super) const MAX_LINE: u64 = 1 << 20;
/// The longest journal that is read or written.
pub(super) const MAX_JOURNAL: u64 = 1 << 30;
/// How deep the objects and arrays of a line may nest, the line itself included.
const MAX_DEPTH: usize = 64;

/// One line, word for word. Never leaves the dossier.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) seq: u64,
    pub(super) prev: LineHash,
    pub(super) device: DeviceId,
    pub(super) at: Timestamp,
    pub(super) after: BTreeMap<DeviceId, Head>,
    pub(super) kind: String,
    pub(super) evidence: Vec<EvidenceId>,
    pub(super) body: Value,
}

/// Reads one line, given with its line feed.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(super) fn parse_line(bytes: &[u8]) -> Result<(Entry, LineHash), String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(MAX_DEPTH).deserialize(&mut reader).map_err(|cause| cause.to_string())?;
    reader.end().map_err(|cause| cause.to_string())?;
    let line: Line = serde_json::from_value(value).map_err(|cause| cause.to_string())?;
    if line.seq == 0 {
        return Err("entries are counted from 1".into());
    }
    if line.after.contains_key(&line.device) {
        return Err("it claims to come after its own device".into());
    }
    check_kind(&line.kind)?;
    let entry = Entry {
        id: EntryId { device: line.device, seq: line.seq, hash: LineHash::of(bytes) },
        at: line.at,
        after: line.after,
        kind: line.kind,
        evidence: line.evidence,
        body: line.body,
    };
    Ok((entry, line.prev))
}

fn check_kind(kind: &str) -> Result<(), String> {
    let fits =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    if (1..=64).contains(&kind.len()) && kind.bytes().all(fits) {
        Ok(())
    } else {
        Err("a kind is 1 to 64 of a-z, 0-9, '-' and '.'".into())
    }
}

/// Any JSON value, at most so deep, that names no key of an object twice.
#[derive(Clone, Copy)]
struct Strict(usize);

impl Strict {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("nested too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(key) = pairs.next_key::<String>()? {
            let value = pairs.next_value_seed(inner)?;
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// A journal as found.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// The entries that certainly follow from one another, from 1 up without a gap.
    pub(super) intact: Vec<Entry>,
    /// Their hashes: the hash of entry `seq` at `seq - 1`.
    pub(super) hashes: Vec<LineHash>,
    /// How many bytes they take.
    pub(super) intact_bytes: u64,
    /// The entries that could be read after the first damage.
    pub(super) suspect: Vec<Entry>,
    pub(super) damages: Vec<Damage>,
    pub(super) torn: Option<Torn>,
}

/// A last line that was never finished.
#[derive(Debug)]
pub(super) struct Torn {
    pub(super) offset: u64,
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
}

impl Journal {
    pub(super) fn head(&self) -> Option<Head> {
        let seq = u64::try_from(self.hashes.len()).ok()?;
        self.hashes.last().map(|&hash| Head { seq, hash })
    }

    pub(super) fn hash_of(&self, seq: u64) -> Option<LineHash> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.hashes.get(index).copied()
    }
}

/// One line as found.
struct Found {
    hash: LineHash,
    offset: u64,
    bytes: u64,
    content: Result<(Entry, LineHash), String>,
}

impl Found {
    fn seq(&self) -> Option<u64> {
        self.content.as_ref().ok().map(|(entry, _)| entry.id.seq)
    }
}

/// Reads a journal.
///
/// `start` is what the first line must follow from, `acknowledged` the last entry that this
/// machine remembers: a bad last line beyond it was never acknowledged and is torn, not damaged.
///
/// # Errors
///
/// [`DossierError::Read`] if the file cannot be read; anything wrong in it is a [`Damage`].
pub(super) fn read(
    path: &Path,
    file: &str,
    device: DeviceId,
    start: LineHash,
    acknowledged: Option<Head>,
) -> Result<Journal, DossierError> {
    let (mut lines, mut torn) = read_lines(path)?;
    let number = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    if torn.is_none()
        && lines.last().is_some_and(|line| line.content.is_err())
        && acknowledged.is_none_or(|head| head.seq < number)
        && let Some(line) = lines.pop()
    {
        let bytes = reread(path, line.offset, line.bytes)?;
        torn = Some(Torn { offset: line.offset, line: number, bytes });
    }
    let damages = find_damage(&lines, file, device, start);
    let keep = intact_prefix(&lines, device, start, &damages);
    let mut journal = Journal { damages, torn, ..Journal::default() };
    for (index, line) in lines.into_iter().enumerate() {
        match line.content {
            Ok((entry, _)) if index < keep => {
                journal.hashes.push(line.hash);
                journal.intact_bytes = journal.intact_bytes.saturating_add(line.bytes);
                journal.intact.push(entry);
            }
            Ok((entry, _)) => journal.suspect.push(entry),
            Err(_) => {}
        }
    }
    Ok(journal)
}

/// Splits the file into lines; an unfinished last one comes apart.
fn read_lines(path: &Path) -> Result<(Vec<Found>, Option<Torn>), DossierError> {
    let refuse = |source| DossierError::read(path, source);
    let file = File::open(path).map_err(refuse)?;
    if file.metadata().map_err(refuse)?.len() > MAX_JOURNAL {
        return Err(DossierError::JournalFull { path: path.into(), limit: MAX_JOURNAL });
    }
    let mut reader = BufReader::new(file.take(MAX_JOURNAL));
    let mut lines = Vec::new();
    let mut offset = 0_u64;
    loop {
        let mut bytes = Vec::new();
        let limit = MAX_LINE;
        let taken = (&mut reader).take(limit).read_until(b'\n', &mut bytes).map_err(refuse)?;
        if taken == 0 {
            return Ok((lines, None));
        }
        let mut length = u64::try_from(taken).unwrap_or(u64::MAX);
        if bytes.last() == Some(&b'\n') {
            let found = Found {
                hash: LineHash::of(&bytes),
                offset,
                bytes: length,
                content: parse_line(&bytes),
            };
            lines.push(found);
        } else if length < limit {
            let line = u64::try_from(lines.len()).unwrap_or(u64::MAX).saturating_add(1);
            return Ok((lines, Some(Torn { offset, line, bytes })));
        } else {
            // Too long for an entry: skipped to its end, so that the lines after it are read.
            length = length.saturating_add(skip_line(&mut reader).map_err(refuse)?);
            let defect = format!("longer than {MAX_LINE} bytes");
            let found =
                Found { hash: LineHash::of(&bytes), offset, bytes: length, content: Err(defect) };
            lines.push(found);
        }
        offset = offset.saturating_add(length);
    }
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<u64> {
    let mut skipped = 0_u64;
    loop {
        let buffer = reader.fill_buf()?;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end.saturating_add(1));
        let done = end.is_some() || buffer.is_empty();
        reader.consume(used);
        skipped = skipped.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
        if done {
            return Ok(skipped);
        }
    }
}

fn reread(path: &Path, offset: u64, length: u64) -> Result<Vec<u8>, DossierError> {
    let refuse = |source| DossierError::read(path, source);
    let mut file = File::open(path).map_err(refuse)?;
    std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(offset)).map_err(refuse)?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).map_err(refuse)?;
    Ok(bytes)
}

/// Names every damage, one cause once: a deleted line is not also a broken chain.
fn find_damage(lines: &[Found], file: &str, device: DeviceId, start: LineHash) -> Vec<Damage> {
    let mut damages = Vec::new();
    let file = || file.to_owned();
    let mut by_seq: BTreeMap<u64, Vec<LineHash>> = BTreeMap::new();
    let mut unreadable = BTreeSet::new();
    let mut highest = 0;
    for (line, found) in (1_u64..).zip(lines) {
        let entry = match &found.content {
            Ok((entry, _)) => entry,
            Err(defect) => {
                unreadable.insert(line);
                damages.push(Damage::LineUnreadable { file: file(), line, defect: defect.clone() });
                continue;
            }
        };
        let seq = entry.id.seq;
        if entry.id.device != device {
            damages.push(Damage::ForeignLine { file: file(), line, device: entry.id.device });
        }
        let same = by_seq.entry(seq).or_default();
        if same.contains(&found.hash) {
            damages.push(Damage::LineRepeated { file: file(), line, seq });
        } else if !same.is_empty() {
            damages.push(Damage::Fork { file: file(), seq });
        } else if seq < highest {
            damages.push(Damage::LinesReordered { file: file(), line, seq });
        }
        same.push(found.hash);
        highest = highest.max(seq);
    }
    let mut next = 1_u64;
    for &seq in by_seq.keys() {
        if seq > next {
            let (first, last) = (next, seq.saturating_sub(1));
            // A line that cannot be read is named already; it is not missing.
            let named = u64::try_from(unreadable.range(first..=last).count()).unwrap_or(u64::MAX);
            if named <= last.saturating_sub(first) {
                damages.push(Damage::LinesDeleted { file: file(), first, last });
            }
        }
        next = seq.saturating_add(1);
    }
    for (line, found) in (1_u64..).zip(lines) {
        let Ok((entry, prev)) = &found.content else { continue };
        let before = entry.id.seq.saturating_sub(1);
        let follows = if before == 0 {
            *prev == start
        } else {
            by_seq.get(&before).is_none_or(|hashes| hashes.contains(prev))
        };
        if !follows {
            damages.push(Damage::ChainBroken { file: file(), line });
        }
    }
    damages
}

/// How many lines from the first are beyond doubt.
fn intact_prefix(lines: &[Found], device: DeviceId, start: LineHash, damages: &[Damage]) -> usize {
    let mut prev = start;
    let mut keep = lines.len();
    for (index, (seq, line)) in (1_u64..).zip(lines).enumerate() {
        let in_place = line.seq() == Some(seq)
            && line.content.as_ref().is_ok_and(|(entry, _)| entry.id.device == device);
        let follows = line.content.as_ref().is_ok_and(|(_, found)| *found == prev);
        if !in_place {
            keep = index;
            break;
        }
        if !follows {
            // Either this line or the one before it was changed; neither is beyond doubt.
            keep = index.saturating_sub(1);
            break;
        }
        prev = line.hash;
    }
    let fork = damages.iter().filter_map(|damage| match damage {
        Damage::Fork { seq, .. } => usize::try_from(seq.saturating_sub(1)).ok(),
        Damage::ChainBroken { .. }
        | Damage::EvidenceEdited { .. }
        | Damage::EvidenceMissing { .. }
        | Damage::EvidenceUnlisted { .. }
        | Damage::ForeignLine { .. }
        | Damage::ImpossibleOrder { .. }
        | Damage::JournalTruncated { .. }
        | Damage::LineRepeated { .. }
        | Damage::LineReplaced { .. }
        | Damage::LineUnreadable { .. }
        | Damage::LinesDeleted { .. }
        | Damage::LinesReordered { .. }
        | Damage::TornTail { .. }
        | Damage::UnknownFile { .. } => None,
    });
    fork.min().map_or(keep, |fork| keep.min(fork))
}

/// Puts entries into the one order that every copy of the dossier computes: an entry stands after
/// all it has seen; of those free to come next, the earliest by (time, device, number) does.
///
/// Returns the ordered entries and those that wait for each other in a circle, which no writer
/// can have made.
pub(super) fn order(entries: Vec<Entry>) -> (Vec<Entry>, Vec<Entry>) {
    let places: BTreeMap<(DeviceId, u64), usize> = entries
        .iter()
        .enumerate()
        .map(|(place, entry)| ((entry.id.device, entry.id.seq), place))
        .collect();
    let mut waits: Vec<usize> = vec![0; entries.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for (place, entry) in entries.iter().enumerate() {
        let own = (entry.id.device, entry.id.seq.saturating_sub(1));
        let seen = entry.after.iter().map(|(&device, head)| (device, head.seq));
        for before in seen.chain([own]) {
            // What is not here cannot be waited for; that it is missing is named as damage.
            let Some(&before) = places.get(&before) else { continue };
            if let (Some(list), Some(count)) = (followers.get_mut(before), waits.get_mut(place)) {
                list.push(place);
                *count = count.saturating_add(1);
            }
        }
    }
    let key = |place: usize, entry: &Entry| (entry.at, entry.id.device, entry.id.seq, place);
    let mut free: BTreeSet<_> = entries
        .iter()
        .enumerate()
        .filter(|(place, _)| waits.get(*place) == Some(&0))
        .map(|(place, entry)| key(place, entry))
        .collect();
    let mut turn: Vec<Option<usize>> = vec![None; entries.len()];
    let mut turns = 0;
    while let Some((_, _, _, place)) = free.pop_first() {
        if let Some(slot) = turn.get_mut(place) {
            *slot = Some(turns);
        }
        turns = turns.saturating_add(1);
        for &follower in followers.get(place).into_iter().flatten() {
            let (Some(count), Some(entry)) = (waits.get_mut(follower), entries.get(follower))
            else {
                continue;
            };
            *count = count.saturating_sub(1);
            if *count == 0 {
                free.insert(key(follower, entry));
            }
        }
    }
    let (mut ordered, mut circular) = (Vec::new(), Vec::new());
    for (turn, entry) in turn.into_iter().zip(entries) {
        match turn {
            Some(turn) => ordered.push((turn, entry)),
            None => circular.push(entry),
        }
    }
    ordered.sort_by_key(|(turn, _)| *turn);
    (ordered.into_iter().map(|(_, entry)| entry).collect(), circular)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(body: &str) -> String {
        let (hash, device) = ("00".repeat(32), "11".repeat(16));
        format!(
            r#"{{"seq":1,"prev":"{hash}","device":"{device}","at":"2026-11-22T05:00:00Z","after":{{}},"kind":"note","evidence":[],"body":{body}}}"#
        )
    }

    #[test]
    fn a_line_is_read() {
        let text = line(r#"{"a":[1,"б",null,true]}"#);
        let (entry, prev) = parse_line(text.as_bytes()).unwrap();
        assert_eq!(entry.id.seq, 1);
        assert_eq!(prev, LineHash([0; 32]));
        assert_eq!(entry.body, serde_json::json!({"a": [1, "б", null, true]}));
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_at_any_depth() {
        assert!(
            parse_line(line(r#"{"a":[{"b":1,"b":1}]}"#).as_bytes()).unwrap_err().contains("twice")
        );
        let twice = line("1").replace(r#""after":{}"#, r#""after":{},"after":{}"#);
        assert!(parse_line(twice.as_bytes()).unwrap_err().contains("twice"));
    }

    #[test]
    fn nesting_is_bounded() {
        // The line itself is one level.
        let nested = |levels: usize| line(&format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
        assert!(parse_line(nested(MAX_DEPTH - 1).as_bytes()).is_ok());
        assert!(parse_line(nested(MAX_DEPTH).as_bytes()).unwrap_err().contains("deep"));
        assert!(parse_line(nested(100_000).as_bytes()).is_err());
    }

    #[test]
    fn unknown_fields_huge_numbers_and_lone_surrogates_are_refused() {
        let unknown = line("1").replace(r#""seq":1"#, r#""seq":1,"verdict":"complies""#);
        assert!(parse_line(unknown.as_bytes()).unwrap_err().contains("verdict"));
        assert!(parse_line(line("1e999").as_bytes()).is_err());
        assert!(parse_line(line(r#""\ud800""#).as_bytes()).is_err());
        assert!(parse_line(line("1 2").as_bytes()).is_err());
        assert!(parse_line(line("1").replace(r#""seq":1"#, r#""seq":0"#).as_bytes()).is_err());
    }

    #[test]
    fn entries_that_wait_for_each_other_are_set_apart() {
        let entry = |device: u8, seq: u64, after: &[(u8, u64)]| Entry {
            id: EntryId { device: DeviceId([device; 16]), seq, hash: LineHash([0; 32]) },
            at: Timestamp::UNIX_EPOCH,
            after: after
                .iter()
                .map(|&(device, seq)| {
                    (DeviceId([device; 16]), Head { seq, hash: LineHash([0; 32]) })
                })
                .collect(),
            kind: "note".into(),
            evidence: Vec::new(),
            body: Value::Null,
        };
        let entries = vec![
            entry(2, 1, &[(1, 2)]),
            entry(1, 2, &[(2, 1)]),
            entry(1, 1, &[]),
            entry(3, 1, &[(1, 1)]),
        ];
        let (ordered, circular) = order(entries);
        let ids = |entries: &[Entry]| {
            entries.iter().map(|it| (it.id.device.0[0], it.id.seq)).collect::<Vec<_>>()
        };
        assert_eq!(ids(&ordered), [(1, 1), (3, 1)]);
        assert_eq!(ids(&circular), [(2, 1), (1, 2)]);
    }
}
