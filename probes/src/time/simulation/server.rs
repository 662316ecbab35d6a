//! A time server: honest, mistaken, refusing or hostile.

use super::clock::{Clock, Leap, SECOND};
use super::dice::Dice;
use crate::time::packet::ntp_time;

/// What a server does with a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Manner {
    /// Says when the request came and when the reply left, by its clock.
    Answers,
    /// Answers with a kiss code, from this request on.
    Kisses([u8; 4], u32),
    /// Answers with a defect that makes its time worth nothing.
    Spoilt(Defect),
    /// Does not answer.
    Silent,
}

/// Defects of a reply that the rules of the protocol or of the commission refuse.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Defect {
    ClientMode,
    LeapUnknown,
    NoReferenceTime,
    NoTransmit,
    ReferenceAhead,
    RootDistance,
    Short,
    Stale,
    StratumSixteen,
    TransmitBeforeReceive,
    VersionSeven,
    WrongOrigin,
}

impl Defect {
    pub(super) const ALL: [Self; 12] = [
        Self::ClientMode,
        Self::LeapUnknown,
        Self::NoReferenceTime,
        Self::NoTransmit,
        Self::ReferenceAhead,
        Self::RootDistance,
        Self::Short,
        Self::Stale,
        Self::StratumSixteen,
        Self::TransmitBeforeReceive,
        Self::VersionSeven,
        Self::WrongOrigin,
    ];
}

#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) clock: Clock,
    /// Whether the clock counts the leap second when it comes; one that smears it does not.
    pub(super) strict: bool,
    pub(super) manner: Manner,
    pub(super) stratum: u8,
    pub(super) reference_id: [u8; 4],
    /// In units of 2^-16 s.
    pub(super) root_delay: u32,
    pub(super) root_dispersion: u32,
    /// The clock is read in steps of so many powers of two of a second.
    pub(super) precision: i8,
    /// Whether a leap second is announced.
    pub(super) announces: bool,
}

impl Server {
    /// How far its clock is ahead of UTC.
    pub(super) fn ahead(&self, at: i128, leap: Leap) -> i128 {
        self.shows(at, leap) - leap.utc(at)
    }

    fn shows(&self, at: i128, leap: Leap) -> i128 {
        let base = if self.strict { leap.utc(at) } else { at };
        base + self.clock.error(at)
    }

    /// The reply to the `number`-th request, which arrived at `at` and is answered after `held`.
    pub(super) fn reply(
        &self,
        request: &[u8],
        number: u32,
        at: i128,
        held: i128,
        leap: Leap,
    ) -> Option<Vec<u8>> {
        let read = |at: i128| {
            let shown = self.shows(at, leap);
            let step = (SECOND >> self.precision.unsigned_abs()).max(1);
            shown - shown.rem_euclid(step)
        };
        let (receive, transmit) = (read(at), read(at + held));
        let mut stratum = self.stratum;
        let mut id = self.reference_id;
        let mut indicator = u8::from(self.announces && !leap.has_passed(at));
        let (mut version, mut mode) = (4, 4);
        let mut set = transmit - 30 * SECOND;
        let mut origin: [u8; 8] = request[40..48].try_into().unwrap();
        let mut root_dispersion = self.root_dispersion;
        let (mut receive, mut transmit) = (ntp_time(receive), ntp_time(transmit));
        let mut length = 48;
        match self.manner {
            Manner::Answers => {}
            Manner::Silent => return None,
            Manner::Kisses(code, from) => {
                if number >= from {
                    (stratum, id, indicator) = (0, code, 3);
                }
            }
            Manner::Spoilt(defect) => match defect {
                Defect::ClientMode => mode = 3,
                Defect::LeapUnknown => indicator = 3,
                Defect::NoReferenceTime => set = -2_208_988_800 * SECOND,
                Defect::NoTransmit => transmit = 0,
                Defect::ReferenceAhead => set += 60 * SECOND,
                Defect::RootDistance => root_dispersion = 16 << 16,
                Defect::Short => length = 47,
                Defect::Stale => set -= 40 * 3_600 * SECOND,
                Defect::StratumSixteen => stratum = 16,
                Defect::TransmitBeforeReceive => receive = transmit + 1,
                Defect::VersionSeven => version = 7,
                Defect::WrongOrigin => origin[7] ^= 1,
            },
        }
        let mut reply = vec![indicator << 6 | version << 3 | mode, stratum, 4];
        reply.push(self.precision.cast_unsigned());
        reply.extend(self.root_delay.to_be_bytes());
        reply.extend(root_dispersion.to_be_bytes());
        reply.extend(id);
        reply.extend(ntp_time(set).to_be_bytes());
        reply.extend(origin);
        reply.extend(receive.to_be_bytes());
        reply.extend(transmit.to_be_bytes());
        reply.truncate(length);
        Some(reply)
    }
}

/// A duration in units of 2^-16 s, downward.
pub(super) fn units(nanos: i128) -> u32 {
    u32::try_from(nanos * 65_536 / SECOND).unwrap()
}

/// A server that speaks the truth about itself: its clock is no further from UTC than it says.
pub(super) fn honest(dice: &mut Dice, began: i128) -> Server {
    let (delay, dispersion) = if dice.chance(500) {
        (0, dice.between(100_000, 1_000_000))
    } else {
        (dice.between(200_000, 6_000_000), dice.between(300_000, 4_000_000))
    };
    let (delay, dispersion) = (units(delay), units(dispersion));
    // What is said, less what 15 parts in a million may add in ten seconds.
    let said = (i128::from(dispersion) + i128::from(delay) / 2) * SECOND / 65_536 - 160_000;
    let said = said.max(0);
    let offset = dice.between(-said, said);
    let clock = if said == 0 {
        Clock::steady(began, 0)
    } else {
        Clock::wandering(dice, began, offset, 15_000)
    };
    let stratum = if delay == 0 { 1 } else { dice.pick(&[2, 3]) };
    let id = u32::try_from(dice.next() >> 32).unwrap().to_be_bytes();
    Server {
        clock,
        strict: true,
        manner: Manner::Answers,
        stratum,
        reference_id: if stratum == 1 { *b"PPS\0" } else { id },
        root_delay: delay,
        root_dispersion: dispersion,
        precision: dice.pick(&[-6, -10, -18, -20, -23, -25]),
        announces: false,
    }
}
