//! One exchange as a measurement: the offset of a server from the clock of the run, and every term
//! by which it may be wrong.
//!
//! With `T1` and `T4` read on the clock of the run and `T2` and `T3` stamped by the server
//! ([RFC 5905 section 8]), the request cannot have arrived before it left, nor the reply have been
//! received before it was sent. Hence `T3 - T4 <= offset <= T2 - T1`: the middle of it is
//! `((T2 - T1) + (T3 - T4)) / 2`, and no path, however unequal there and back, leads out of half
//! the delay `(T4 - T1) - (T3 - T2)` around it. What the reading of the clocks adds is added:
//!
//! | term | what it bounds |
//! |---|---|
//! | half delay | a path that differs there and back |
//! | precision | the server's reading of its own clock, as it states |
//! | drift | both clocks between the first and the last instant of the exchange, 15 parts in a million ([RFC 5905 section 7.2]) unless the case says otherwise |
//! | rounding | 3 ns: two quotients rounded down, four instants rounded to 2^-32 s |
//!
//! How far the server may stand from its own source is kept apart: [`Terms::root_distance`].
//!
//! [RFC 5905 section 7.2]: https://www.rfc-editor.org/rfc/rfc5905#section-7.2
//! [RFC 5905 section 8]: https://www.rfc-editor.org/rfc/rfc5905#section-8

use std::net::SocketAddr;

use model::Note;

use super::exchange::{Answered, Outcome, Record};
use super::packet::{
    FRACTIONS_PER_SECOND, LEAP_UNKNOWN, MODE_SERVER, NANOS_PER_SECOND, Packet, ascii, at_most,
    between, era_free, half, nearly, ntp_time, precision, short,
};
use crate::TimeSampling;

/// One server compared with the clock of the run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Comparison {
    pub(super) peer: String,
    pub(super) stratum: u8,
    pub(super) leap: u8,
    pub(super) reference_id: [u8; 4],
    /// Server minus run, in nanoseconds.
    pub(super) offset: i128,
    pub(super) terms: Terms,
    /// When it was made, on the scale of the run.
    pub(super) at: i128,
    /// How many of the samples were sound, and how many there were.
    pub(super) sound: usize,
    pub(super) asked: usize,
    /// The address that the server's name led to, where the record tells.
    pub(super) address: Option<SocketAddr>,
    /// What else was seen of the server and decides nothing.
    pub(super) remarks: Vec<Note>,
}

/// By how much an offset may be wrong, in nanoseconds, term by term.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Terms {
    /// Negative only by what the reading of a coarse clock explains.
    pub(super) half_delay: i128,
    pub(super) precision: i128,
    pub(super) drift: i128,
    pub(super) rounding: i128,
    /// By the server's own words.
    pub(super) root_dispersion: i128,
    /// By the server's own words.
    pub(super) half_root_delay: i128,
}

impl Terms {
    /// How far the server's clock may stand from the measured offset.
    pub(super) const fn half_width(&self) -> i128 {
        self.half_delay + self.precision + self.drift + self.rounding
    }

    /// How far the server may stand from its source, by its own words.
    pub(super) const fn root_distance(&self) -> i128 {
        self.root_dispersion + self.half_root_delay
    }
}

impl Comparison {
    /// Where the server's clock stands, whatever its source.
    pub(super) const fn clock(&self) -> (i128, i128) {
        let half = self.terms.half_width();
        (self.offset - half, self.offset + half)
    }

    /// Where true time stands, if the server speaks the truth about its source.
    pub(super) const fn source(&self) -> (i128, i128) {
        let half = self.terms.half_width() + self.terms.root_distance();
        (self.offset - half, self.offset + half)
    }
}

/// The comparison with the least bound, or everything that was wrong with the server.
///
/// # Errors
///
/// The causes: no sound sample, fewer than the case demands, or samples that exclude one another.
pub(super) fn look_at(
    peer: &str,
    records: &[Record],
    sampling: &TimeSampling,
) -> Result<Comparison, Vec<Note>> {
    if records.is_empty() {
        return Err(vec![Note::new("time.server-not-asked").fact("peer", peer)]);
    }
    let mut sound = Vec::new();
    let mut notes: Vec<Note> = Vec::new();
    for record in records {
        match compare(record, sampling) {
            Ok(comparison) => sound.push(comparison),
            Err(note) => {
                let note = note.fact("peer", peer);
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
    let Some(best) = sound.iter().min_by_key(|it| it.terms.half_width()) else {
        return Err(notes);
    };
    let fewest = usize::try_from(sampling.fewest).unwrap_or(usize::MAX);
    if sound.len() < fewest {
        let few = Note::new("time.too-few-samples")
            .fact("peer", peer)
            .fact("count", sound.len())
            .fact("asked", records.len())
            .fact("fewest", fewest);
        notes.insert(0, few);
        return Err(notes);
    }
    // A server whose comparisons exclude one another was stepped.
    let torn = sound.iter().find(|it| {
        let apart = (it.offset - best.offset).abs();
        let drift = drift(it.at - best.at, sampling.drift_ppm);
        apart > it.terms.half_width() + best.terms.half_width() + drift
    });
    if let Some(other) = torn {
        return Err(vec![
            Note::new("time.samples-disagree")
                .fact("peer", peer)
                .fact("one", nearly(best.offset))
                .fact("other", nearly(other.offset)),
        ]);
    }
    notes.retain(|it| it.code == KISS);
    Ok(Comparison { sound: sound.len(), asked: records.len(), remarks: notes, ..best.clone() })
}

/// Reads one exchange: first whether it is an answer, then whether the server has time to give,
/// and only then what its time is.
fn compare(record: &Record, sampling: &TimeSampling) -> Result<Comparison, Note> {
    let answered = match &record.outcome {
        Outcome::Answered(answered) => answered,
        Outcome::Failed(failed) => {
            return Err(Note::new("time.server-silent")
                .fact("failure", failed.failure.as_str())
                .fact("message", &failed.message));
        }
    };
    let reply = valid(answered, sampling)?;
    let malformed = |what| Note::new("time.reply-malformed").fact("what", what);
    let (sent, received) = answered.on_run();
    let (offset, half_delay) =
        from_times(ntp_time(sent), reply.receive, reply.transmit, ntp_time(received));
    let precision = precision(reply.precision).ok_or_else(|| malformed("precision"))?;
    let held = between(reply.transmit, reply.receive);
    let terms = Terms {
        half_delay,
        precision,
        drift: drift(received - sent, sampling.drift_ppm) + drift(held, sampling.drift_ppm),
        rounding: ROUNDING,
        root_dispersion: short(reply.root_dispersion),
        half_root_delay: half(short(reply.root_delay)),
    };
    if received < sent || terms.half_width() < 0 {
        return Err(malformed("delay"));
    }
    Ok(Comparison {
        peer: record.peer.clone(),
        stratum: reply.stratum,
        leap: reply.leap,
        reference_id: reply.reference_id,
        offset,
        terms,
        at: sent,
        sound: 1,
        asked: 1,
        address: answered.address,
        remarks: Vec::new(),
    })
}

/// Whether a datagram is an answer to our request by a server that has time to give.
///
/// The rules are those of [RFC 5905 section 7.3], [section 7.4], [section 8] and of `packet()` in
/// [appendix A.5.1]; how old the last setting of the server's clock may be is the commission's.
///
/// [RFC 5905 section 7.3]: https://www.rfc-editor.org/rfc/rfc5905#section-7.3
/// [section 7.4]: https://www.rfc-editor.org/rfc/rfc5905#section-7.4
/// [section 8]: https://www.rfc-editor.org/rfc/rfc5905#section-8
/// [appendix A.5.1]: https://www.rfc-editor.org/rfc/rfc5905#appendix-A.5.1
fn valid(answered: &Answered, sampling: &TimeSampling) -> Result<Packet, Note> {
    let malformed = |what| Note::new("time.reply-malformed").fact("what", what);
    let request = Packet::read(&answered.request).ok_or_else(|| malformed("request"))?;
    let reply = Packet::read(&answered.reply).ok_or_else(|| malformed("length"))?;
    let stranger = |what, found: String| {
        Note::new("time.not-an-answer").fact("what", what).fact("found", found)
    };
    if reply.mode != MODE_SERVER {
        return Err(stranger("mode", reply.mode.to_string()));
    }
    if !(1..=4).contains(&reply.version) {
        return Err(stranger("version", reply.version.to_string()));
    }
    if reply.origin != request.transmit {
        return Err(stranger("origin", format!("{:016x}", reply.origin)));
    }
    if reply.stratum == 0 {
        return Err(Note::new(KISS).fact("kiss", ascii(reply.reference_id)));
    }
    if reply.leap == LEAP_UNKNOWN || reply.stratum > 15 {
        return Err(Note::new("time.unsynchronised")
            .fact("leap", reply.leap)
            .fact("stratum", reply.stratum));
    }
    if reply.transmit == 0 || reply.receive == 0 {
        return Err(Note::new("time.server-without-time"));
    }
    if era_free(reply.transmit, reply.receive) < 0 {
        return Err(malformed("order"));
    }
    if reply.reference == 0 {
        return Err(Note::new("time.reference-time-absent"));
    }
    let age = between(reply.transmit, reply.reference);
    if age < 0 {
        return Err(malformed("reference"));
    }
    if age > i128::from(sampling.stale_after_s) * NANOS_PER_SECOND {
        return Err(Note::new("time.reference-time-stale")
            .fact("age", age / NANOS_PER_SECOND)
            .fact("limit", sampling.stale_after_s)
            .fact("unit", "s"));
    }
    let distance = short(reply.root_dispersion) + half(short(reply.root_delay));
    if distance >= FARTHEST {
        return Err(Note::new("time.root-distance-absurd").fact("distance-ms", at_most(distance)));
    }
    Ok(reply)
}

/// Offset and half the delay, in nanoseconds. `t1` to `t4` as RFC 5905 names them, in 32.32 fixed
/// point. The half delay is negative where the reply came sooner than the server says it took.
fn from_times(t1: u64, t2: u64, t3: u64, t4: u64) -> (i128, i128) {
    let there = era_free(t2, t1);
    let back = era_free(t3, t4);
    let delay = era_free(t4, t1) - era_free(t3, t2);
    let halved = |sum: i128| (sum * NANOS_PER_SECOND).div_euclid(2 * FRACTIONS_PER_SECOND);
    (halved(there + back), halved(delay))
}

/// How far a clock may drift in so many nanoseconds, at so many parts in a million.
pub(super) fn drift(nanos: i128, ppm: u32) -> i128 {
    (nanos.abs() * i128::from(ppm)).div_euclid(1_000_000) + 1
}

/// The code of a refusal to serve.
pub(super) const KISS: &str = "time.kiss-of-death";
/// `MAXDISP` of [RFC 5905 section 7.2](https://www.rfc-editor.org/rfc/rfc5905#section-7.2): a
/// server that is further from its source than 16 s has none.
const FARTHEST: i128 = 16 * NANOS_PER_SECOND;
/// Two quotients rounded down (2 ns) and four instants rounded to 2^-32 s (less than 1 ns
/// together), in nanoseconds.
pub(super) const ROUNDING: i128 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1 << 32;

    #[test]
    fn a_symmetric_path_gives_the_offset() {
        // The server is 10 s ahead; each leg takes 1 s; the server thinks for 1 s.
        let times = from_times(0, 11 * SECOND, 12 * SECOND, 3 * SECOND);
        assert_eq!(times, (10_000_000_000, 1_000_000_000));
    }

    #[test]
    fn the_era_change_of_2036_is_not_a_drift() {
        let eve = u64::MAX - SECOND + 1;
        assert_eq!(from_times(eve, 0, 0, SECOND), (0, 1_000_000_000));
    }

    #[test]
    fn a_drift_is_rounded_upward_and_never_nothing() {
        assert_eq!(drift(0, 15), 1);
        assert_eq!(drift(-1_000_000_000, 15), 15_001);
        assert_eq!(drift(1, 15), 1);
    }
}
