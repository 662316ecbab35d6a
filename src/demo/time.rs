//! A time server of the demonstration: answers on loopback in server mode
//! ([RFC 5905 section 7.3](https://www.rfc-editor.org/rfc/rfc5905#section-7.3)) with the clock of
//! this machine, moved by a fixed offset.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use jiff::{SignedDuration, Timestamp};

/// What a time server says of itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TimeProfile {
    /// How far its clock is ahead of this machine's; behind where negative.
    pub offset: SignedDuration,
    /// Its distance from a reference clock: 1 for a server that has one.
    pub stratum: u8,
    /// Its reference: four letters at stratum 1, an address above.
    pub reference: [u8; 4],
    /// Round trip to the reference clock, in microseconds.
    pub root_delay_us: u32,
    /// Greatest error against the reference clock, in microseconds.
    pub root_dispersion_us: u32,
}

/// A running time server; it stops when dropped.
#[derive(Debug)]
pub struct TimeServer {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TimeServer {
    /// Starts a server at a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// What the operating system reports.
    pub fn start(profile: TimeProfile) -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = socket.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("demo-time".into()).spawn(move || {
            let mut request = [0; 256];
            while !stopped.load(Ordering::Acquire) {
                // A reset means that an earlier reply found nobody; the server goes on.
                let Ok((length, from)) = socket.recv_from(&mut request) else { continue };
                let received = Timestamp::now();
                let asked = request.get(..length).unwrap_or_default();
                if let Some(reply) = reply(&profile, asked, received) {
                    let _ = socket.send_to(&reply, from);
                }
            }
        })?;
        Ok(Self { address, stop, thread: Some(thread) })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for TimeServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // The server waits in a receive: one datagram wakes it.
        let woken = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|socket| socket.send_to(&[], self.address));
        if let (Ok(_), Some(thread)) = (woken, self.thread.take()) {
            let _ = thread.join();
        }
    }
}

/// The reply to a request in client mode; nothing to anything else.
fn reply(profile: &TimeProfile, request: &[u8], received: Timestamp) -> Option<[u8; 48]> {
    let head = *request.first()?;
    let transmit = request.get(40..48)?;
    if head & 7 != 3 {
        return None;
    }
    let shifted = |at: Timestamp| at.checked_add(profile.offset).ok();
    // The last setting of the clock lies a little before the request.
    let set = received.checked_sub(SignedDuration::from_secs(16)).ok()?;
    let mut reply = [0; 48];
    let mut put = |at: usize, bytes: &[u8]| -> Option<()> {
        reply.get_mut(at..at + bytes.len())?.copy_from_slice(bytes);
        Some(())
    };
    put(0, &[(head & 0x38) | 4, profile.stratum, *request.get(2)?, (-20_i8).cast_unsigned()])?;
    put(4, &short(profile.root_delay_us))?;
    put(8, &short(profile.root_dispersion_us))?;
    put(12, &profile.reference)?;
    put(16, &stamp(shifted(set)?))?;
    put(24, transmit)?;
    put(32, &stamp(shifted(received)?))?;
    put(40, &stamp(shifted(Timestamp::now())?))?;
    Some(reply)
}

/// NTP short format: seconds in 16 bits, fraction in 16 bits
/// ([RFC 5905 section 6](https://www.rfc-editor.org/rfc/rfc5905#section-6)). Rounded up: an error
/// is never understated.
fn short(us: u32) -> [u8; 4] {
    let units = (u64::from(us) << 16).div_ceil(1_000_000);
    u32::try_from(units).unwrap_or(u32::MAX).to_be_bytes()
}

/// NTP timestamp format: seconds since 1900 in 32 bits, fraction in 32 bits.
fn stamp(at: Timestamp) -> [u8; 8] {
    let since_1900 = at.as_nanosecond() + 2_208_988_800 * 1_000_000_000;
    let units = (since_1900 << 32).div_euclid(1_000_000_000);
    // Only the low 64 bits go out: the era does not.
    let mut bytes = [0; 8];
    bytes.copy_from_slice(units.to_be_bytes().get(8..).unwrap_or(&[0; 8]));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: TimeProfile = TimeProfile {
        offset: SignedDuration::from_millis(-3_200),
        stratum: 1,
        reference: *b"GPS\0",
        root_delay_us: 0,
        root_dispersion_us: 1_000,
    };

    #[test]
    fn the_timestamp_of_1970_is_that_of_the_standard() {
        // RFC 5905 figure 4: 1 January 1970 is second 2,208,988,800.
        assert_eq!(stamp(Timestamp::UNIX_EPOCH), [0x83, 0xaa, 0x7e, 0x80, 0, 0, 0, 0]);
        let half = Timestamp::from_millisecond(500).unwrap();
        assert_eq!(stamp(half), [0x83, 0xaa, 0x7e, 0x80, 0x80, 0, 0, 0]);
        // The first second of era 1: 7 February 2036, 06:28:16.
        let era: Timestamp = "2036-02-07T06:28:16Z".parse().unwrap();
        assert_eq!(stamp(era), [0; 8]);
    }

    #[test]
    fn a_short_duration_is_rounded_up() {
        assert_eq!(short(0), [0, 0, 0, 0]);
        assert_eq!(short(1_000_000), [0, 1, 0, 0]);
        assert_eq!(short(1), [0, 0, 0, 1]);
    }

    #[test]
    fn only_a_client_is_answered() {
        let mut request = [0; 48];
        request[0] = 4 << 3 | 3;
        request[40..].copy_from_slice(&[1, 2, 3, 4, 5, 6, 7, 8]);
        let now: Timestamp = "2026-01-15T06:00:10Z".parse().unwrap();
        let answer = reply(&PROFILE, &request, now).unwrap();
        assert_eq!(answer[0], 4 << 3 | 4);
        assert_eq!(answer[24..32], request[40..]);
        // 2026-01-15T06:00:06.8Z.
        assert_eq!(answer[32..40], [0xed, 0x13, 0x00, 0xe6, 0xcc, 0xcc, 0xcc, 0xcc]);
        request[0] = 4 << 3 | 4;
        assert!(reply(&PROFILE, &request, now).is_none());
        assert!(reply(&PROFILE, &[], now).is_none());
        assert!(reply(&PROFILE, &[0x23; 47], now).is_none());
    }
}
