//! One run as a whole: every server measured, and the references combined.

use std::collections::BTreeSet;

use jiff::Timestamp;
use model::Note;

use super::bound::{Comparison, drift, look_at};
use super::exchange::{Answered, Run};
use super::independence::{follows, leap_is_now, leap_remarks, outvotes, remarks};
use super::packet::{NANOS_PER_SECOND, at_most, nanos, nearly, told};
use super::reference::Fix;
use super::select::{agreement, most_liars};
use super::state::Standing;
use crate::{Declaration, TimeSourceClass};

/// A reference that has time to give.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    pub(super) comparison: Comparison,
    pub(super) class: TimeSourceClass,
    /// Whether its interval meets the one that is believed.
    pub(super) agrees: bool,
}

/// What one run says of the servers and the references of a declaration.
#[derive(Clone, Debug, Default)]
pub(super) struct Survey {
    /// The servers of the authority, in the order of the declaration.
    pub(super) servers: Vec<Result<Comparison, Vec<Note>>>,
    pub(super) witnesses: Vec<Witness>,
    /// References of the declaration that have no time to give.
    absent: BTreeSet<String>,
    /// Reference time, if enough references agree.
    pub(super) fix: Option<Fix>,
    /// What was seen of the references and of the laptop; it decides nothing by itself.
    pub(super) notes: Vec<Note>,
    ended: Option<Timestamp>,
}

impl Survey {
    /// Measures every server of the declaration that was asked in this run.
    pub(super) fn of(declaration: &Declaration, run: &Run) -> Self {
        let sampling = &declaration.time_sampling;
        let look = |address: &str| look_at(address.trim(), run.of(address), sampling);
        let mut seen = Self {
            servers: declaration.time_servers.iter().map(|it| look(&it.address)).collect(),
            ended: run.ended(),
            ..Self::default()
        };
        for reference in &declaration.time_references {
            let class = |note: Note| note.fact("class", reference.class.as_str());
            match look(&reference.address) {
                Ok(comparison) => {
                    seen.notes.extend(comparison.remarks.iter().cloned().map(class));
                    if let Some(distance) = too_far(&comparison) {
                        seen.absent.insert(comparison.peer.clone());
                        seen.notes.push(class(distance));
                    } else if let Some(objection) = seen.objection(&comparison) {
                        seen.notes.push(class(objection));
                    } else if seen.witnesses.iter().all(|it| it.comparison.peer != comparison.peer)
                    {
                        let class = reference.class;
                        seen.witnesses.push(Witness { comparison, class, agrees: true });
                    }
                }
                Err(why) => {
                    seen.absent.insert(reference.address.trim().to_owned());
                    seen.notes.extend(why.into_iter().map(class));
                }
            }
        }
        let stepped = || run.answers().map(Answered::stepped);
        let stepped = (stepped().min().unwrap_or(0), stepped().max().unwrap_or(0));
        seen.combine(sampling.drift_ppm, stepped);
        seen
    }

    /// Where the server of this number stands against reference time, if both are known.
    pub(super) fn standing(&self, server: usize) -> Option<Standing> {
        let (Some(Ok(server)), Some(fix)) = (self.servers.get(server), &self.fix) else {
            return None;
        };
        let (low, high) = server.clock();
        let (true_low, true_high) = fix.at(server.at);
        let at = server.at + (true_low + true_high).div_euclid(2);
        Some(Standing { low: low - true_high, high: high - true_low, at })
    }

    /// When the run ended: in true time where it is known, else by the machine that made it.
    pub(super) fn ended(&self) -> i128 {
        let ended = self.ended.map_or(i128::MIN / 2, nanos);
        ended + self.fix.as_ref().map_or(0, |it| (it.low + it.high).div_euclid(2))
    }

    /// Why a reference that has time to give is no witness of its own.
    fn objection(&self, reference: &Comparison) -> Option<Note> {
        let about = |code| Note::new(code).fact("peer", &reference.peer);
        let same = |it: &Comparison| it.address.is_some() && it.address == reference.address;
        for server in self.servers.iter().flatten() {
            if server.peer == reference.peer || same(server) {
                return Some(about("time.reference-is-inspected").fact("server", &server.peer));
            }
            if follows(reference, server.address) {
                return Some(
                    about("time.reference-follows-inspected").fact("server", &server.peer),
                );
            }
        }
        // Two names of one address are one witness.
        let mut others = self.witnesses.iter().map(|it| &it.comparison);
        let twin = others.find(|it| it.peer != reference.peer && same(it))?;
        Some(about("time.reference-named-twice").fact("other", &twin.peer))
    }

    /// Combines the references, and tells what was seen of each.
    fn combine(&mut self, drift_ppm: u32, stepped: (i128, i128)) {
        let times = || self.witnesses.iter().map(|it| it.comparison.at);
        let (Some(first), Some(last)) = (times().min(), times().max()) else { return };
        let middle = first + (last - first) / 2;
        let intervals: Vec<_> = self
            .witnesses
            .iter()
            .map(|it| {
                let (low, high) = it.comparison.source();
                let drift = drift(it.comparison.at - middle, drift_ppm);
                (low - drift, high + drift)
            })
            .collect();
        let all = intervals.len() + self.absent.len();
        if intervals.len() <= most_liars(all) {
            let note = Note::new("time.references-too-few")
                .fact("count", intervals.len())
                .fact("declared", all);
            self.notes.push(note);
            return;
        }
        let Some((low, high)) = agreement(&intervals, all) else {
            let each: Vec<_> = self.witnesses.iter().map(shown).collect();
            let note = Note::new("time.references-disagree").fact("references", each.join("; "));
            self.notes.push(note);
            self.tell_of_leaps(middle);
            return;
        };
        for (witness, (from, to)) in self.witnesses.iter_mut().zip(intervals) {
            witness.agrees = from <= high && low <= to;
            let code = if witness.agrees { "time.reference-usable" } else { "time.falseticker" };
            let of = &witness.comparison;
            let (offset, bound) = told(-of.offset, (to - from + 1) / 2);
            self.notes.push(
                Note::new(code)
                    .fact("peer", &of.peer)
                    .fact("class", witness.class.as_str())
                    .fact("stratum", of.stratum)
                    .fact("laptop-offset-ms", offset)
                    .fact("bound-ms", bound),
            );
        }
        let agreeing: Vec<_> = self.witnesses.iter().filter(|it| it.agrees).collect();
        self.notes.extend(remarks(&agreeing));
        let centre = (low + high).div_euclid(2);
        let fix = Fix {
            low,
            high,
            middle,
            stepped,
            drift_ppm,
            peers: agreeing.iter().map(|it| it.comparison.peer.clone()).collect(),
        };
        if !outvotes(&self.witnesses) {
            let side = |agrees| {
                let of = self.witnesses.iter().filter(|it| it.agrees == agrees).map(shown);
                of.collect::<Vec<_>>().join("; ")
            };
            let note = Note::new("time.majority-not-independent")
                .fact("references", side(true))
                .fact("others", side(false));
            self.notes.push(note);
        } else if leap_is_now(middle + centre, self.anybody_announces()) {
            self.notes.push(Note::new("time.leap-second-passing"));
        } else {
            self.notes.extend(laptop(&fix));
            self.fix = Some(fix);
        }
        self.tell_of_leaps(middle + centre);
    }

    fn anybody_announces(&self) -> bool {
        let witnesses = self.witnesses.iter().map(|it| &it.comparison);
        witnesses.chain(self.servers.iter().flatten()).any(|it| it.leap != 0)
    }

    fn tell_of_leaps(&mut self, true_at: i128) {
        let servers: Vec<_> = self.servers.iter().flatten().cloned().collect();
        self.notes.extend(leap_remarks(&self.witnesses, &servers, true_at));
    }
}

/// Whether a reference is further from its source than a reference may be.
fn too_far(reference: &Comparison) -> Option<Note> {
    let distance = reference.terms.root_distance();
    (distance > FURTHEST_REFERENCE).then(|| {
        Note::new("time.reference-too-far")
            .fact("peer", &reference.peer)
            .fact("distance-ms", at_most(distance))
    })
}

/// The clock of the inspector's machine, which cancels out and is told all the same.
fn laptop(fix: &Fix) -> Vec<Note> {
    let centre = (fix.low + fix.high).div_euclid(2);
    let direction = if centre > 0 { "behind" } else { "ahead" };
    let (offset, bound) = told(centre.abs(), (fix.high - centre).max(centre - fix.low));
    let mut notes = vec![
        Note::new("time.laptop-offset")
            .fact("offset-ms", offset)
            .fact("bound-ms", bound)
            .fact("direction", direction),
    ];
    let step = fix.stepped.1 - fix.stepped.0;
    if step > STEP {
        notes.push(Note::new("time.laptop-stepped").fact("step-ms", nearly(step)));
    }
    notes
}

/// A reference and its offset from the laptop, for a sentence that lists several.
fn shown(witness: &Witness) -> String {
    let of = &witness.comparison;
    format!("{} {} ms", of.peer, nearly(of.offset))
}

/// `MAXDIST` of [RFC 5905 section 11.2.1](https://www.rfc-editor.org/rfc/rfc5905#section-11.2.1):
/// a server that is further from its source than 1 s is not selected.
const FURTHEST_REFERENCE: i128 = NANOS_PER_SECOND;
/// What the two clocks of one machine may seem to differ by because they are not read at once.
const STEP: i128 = 10_000_000;
