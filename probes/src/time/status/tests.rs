//! What the tools of several versions print. The output of chrony 4.3 was printed by chrony 4.3;
//! the rest is written after the manuals, with addresses kept for documentation.

use proptest::prelude::*;

use super::*;

fn printed(text: &str) -> Transcript {
    Transcript::new("srv", None, None, text.as_bytes().to_vec())
}

fn one(text: &str) -> Section {
    let mut reading = read(&printed(text));
    assert_eq!(reading.defects, [], "{text}");
    assert_eq!(reading.sections.len(), 1, "{reading:#?}");
    reading.sections.remove(0)
}

fn sound(text: &str) -> Status {
    let section = one(text);
    assert_eq!(section.defects, [], "{text}");
    section.status
}

/// Reason and line of everything that could not be read.
fn defects(text: &str) -> Vec<(usize, Reason)> {
    let reading = read(&printed(text));
    let sections = reading.sections.iter().flat_map(|it| &it.defects);
    reading.defects.iter().chain(sections).map(|it| (it.line, it.reason)).collect()
}

const CHRONY_GPS: &str = "\
Reference ID    : 47505300 (GPS)
Stratum         : 1
Ref time (UTC)  : Sun Nov 22 08:58:58 2026
System time     : 0.000012000 seconds slow of NTP time
Last offset     : +0.000000000 seconds
RMS offset      : 0.000000000 seconds
Frequency       : 0.000 ppm fast
Residual freq   : +0.000 ppm
Skew            : 0.000 ppm
Root delay      : 0.000000001 seconds
Root dispersion : 0.000004406 seconds
Update interval : 2.0 seconds
Leap status     : Normal
";

const CHRONY_UNSYNCHRONISED: &str = "\
Reference ID    : 00000000 ()
Stratum         : 0
Ref time (UTC)  : Thu Jan 01 00:00:00 1970
System time     : 0.000000000 seconds fast of NTP time
Last offset     : +0.000000000 seconds
RMS offset      : 0.000000000 seconds
Frequency       : 0.000 ppm slow
Residual freq   : +0.000 ppm
Skew            : 0.000 ppm
Root delay      : 1.000000000 seconds
Root dispersion : 1.000000000 seconds
Update interval : 0.0 seconds
Leap status     : Not synchronised
";

/// Before 3.0 the reference is an address, and fewer lines are printed.
const CHRONY_2: &str = "\
Reference ID    : 192.0.2.1 (ntp1.example)
Stratum         : 3
Ref time (UTC)  : Fri Feb  3 15:00:29 2012
System time     : 0.000001501 seconds slow of NTP time
Last offset     : -0.000001632 seconds
RMS offset      : 0.000002360 seconds
Frequency       : 331.898 ppm fast
Residual freq   : 0.004 ppm
Skew            : 0.154 ppm
Root delay      : 0.373169 seconds
Root dispersion : 0.024780 seconds
Leap status     : Normal
";

const CHRONY_SOURCES: &str = "\
MS Name/IP address         Stratum Poll Reach LastRx Last sample               
===============================================================================
^* localhost                     1   2   377     1  +1083ns[+1085ns] +/-   26us
^? 192.0.2.7                     0   8     0     -     +0ns[   +0ns] +/-    0ns
";

const CHRONY_SOURCES_3: &str = "\
210 Number of sources = 4
MS Name/IP address         Stratum Poll Reach LastRx Last sample
===============================================================================
#* GPS0                          0   4   377    11   -479ns[ -621ns] +/-  134ns
^? 192.0.2.30                    2   6     1    23   -923us[ -924us] +/-   43ms
^+ ntp3.example                  1  10    17   12m  +2629us[+2619us] +/-   86ms
=x 2001:db8::5                   1  -1    17    3h   -1.5s[ -1.6s] +/-   10ms
";

const CHRONY_LEGEND: &str = r"
  .-- Source mode  '^' = server, '=' = peer, '#' = local clock.
 / .- Source state '*' = current best, '+' = combined, '-' = not combined,
| /             'x' = may be in error, '~' = too variable, '?' = unusable.
||                                                 .- xxxx [ yyyy ] +/- zzzz
||      Reachability register (octal) -.           |  xxxx = adjusted offset,
||      Log2(Polling interval) --.      |          |  yyyy = measured offset,
||                                \     |          |  zzzz = estimated error.
||                                 |    |           \
";

const NTPQ: &str = "\
     remote           refid      st t when poll reach   delay   offset  jitter
==============================================================================
*192.0.2.1       .GPS.            1 u   34   64  377    0.512   -0.045   0.012
+ntp2.example    192.0.2.1        2 u  12m 1024  377   10.100    1.250   0.500
xntp3.example    198.51.100.7     2 s   3h 1024   17   20.000 3200.000   1.000
 ntp4.example    .INIT.          16 u    -   64    0    0.000    0.000   0.000
 LOCAL(0)        .LOCL.          10 l   2d   64    0    0.000    0.000   0.000
oGPS_NMEA(0)     .GPS.            0 l    5   16  377    0.000    0.003   0.001
";

const NTPQ_RV: &str = "\
associd=0 status=0615 leap_none, sync_ntp, 1 event, clock_sync,
version=\"ntpd 4.2.8p15@1.3728-o Wed, Sep 23 11:46:38 UTC 2020 (1)\",
processor=\"x86_64\", system=\"Linux/5.10.0\", leap=00, stratum=2,
precision=-23, rootdelay=0.512, rootdisp=15.123, refid=192.0.2.1,
reftime=ed1300f6.cccccccd  Thu, Jan 15 2026 11:00:22.799,
clock=ed130116.00000000  Thu, Jan 15 2026 11:00:54.000, peer=36480, tc=6,
mintc=3, offset=-0.045123, frequency=11.470, sys_jitter=0.012345,
clk_jitter=0.010, clk_wander=0.001
";

const TIMEDATECTL_219: &str = "\
      Local time: Thu 2026-01-15 11:00:54 +05
  Universal time: Thu 2026-01-15 06:00:54 UTC
        RTC time: Thu 2026-01-15 06:00:54
       Time zone: Asia/Almaty (+05, +0500)
     NTP enabled: yes
NTP synchronized: yes
 RTC in local TZ: no
      DST active: n/a
";

const TIMEDATECTL_252: &str = "\
               Local time: Чт 2026-01-15 12:00:54 +06
           Universal time: Чт 2026-01-15 06:00:54 UTC
                 RTC time: Чт 2026-01-15 06:00:54
                Time zone: Asia/Almaty (+06, +0600)
System clock synchronized: no
              NTP service: inactive
          RTC in local TZ: no
";

const TIMESYNC: &str = "\
       Server: 192.0.2.1 (ntp1.example)
Poll interval: 34min 8s (min: 32s; max 34min 8s)
         Leap: normal
      Version: 4
      Stratum: 2
    Reference: C0000209
    Precision: 1us (-24)
Root distance: 24.305ms (max: 5s)
       Offset: -1.234ms
        Delay: 12.300ms
       Jitter: 1.200ms
 Packet count: 12
    Frequency: +3.456ppm
";

const SHOW_TIMESYNC: &str = "\
FallbackNTPServers=0.example 1.example
ServerName=ntp1.example
ServerAddress=192.0.2.1
RootDistanceMaxUSec=5s
PollIntervalUSec=1min 4s
NTPMessage={ Leap=0, Version=4, Mode=4, Stratum=2, Precision=-21, RootDelay=177.398ms, RootDispersion=142.196ms, Reference=C0000209, OriginateTimestamp=Thu 2026-01-15 06:00:00 UTC, DestinationTimestamp=Thu 2026-01-15 06:00:01 UTC, Ignored=no PacketCount=1, Jitter=0 }
Frequency=22520548
";

const W32TM: &str = "\
Leap Indicator: 0(no warning)
Stratum: 4 (secondary reference - syncd by (S)NTP)
Precision: -23 (119.209ns per tick)
Root Delay: 0.0154902s
Root Dispersion: 7.7773722s
ReferenceId: 0xC0000201 (source IP:  192.0.2.1)
Last Successful Sync Time: 1/15/2026 2:32:05 PM
Source: ntp1.example,0x9
Poll Interval: 10 (1024s)

Phase Offset: -0.0038147s
ClockRate: 0.0156250s
State Machine: 2 (Sync)
Time Source Flags: 0 (None)
Server Role: 0 (None)
Last Sync Error: 0 (The command completed successfully.)
Time since Last Good Sync Time: 339.9333552s
";

const W32TM_RU: &str = "\
Индикатор помех: 0(предупреждений нет)
Страта: 4 (вторичная ссылка - синхронизирована с помощью (S)NTP)
Точность: -23 (119,209ns за такт времени)
Задержка корня: 0,0154902s
Дисперсия корня: 7,7773722s
Идентификатор опорного времени: 0xC0000201 (IP-адрес источника: 192.0.2.1)
Время последней успешной синхронизации: 15.01.2026 14:32:05
Источник: ntp1.example,0x9
Интервал опроса: 10 (1024s)

Смещение фазы: -0,0038147s
Тактовая частота: 0,0156250s
Компьютер состояния: 2 (Синхронизация)
Флаги источника времени: 0 (Нет)
Роль сервера: 0 (Нет)
Последняя ошибка синхронизации: 0 (Команда выполнена успешно.)
Время, прошедшее с момента последней удачной синхронизации: 339,9333552s
";

const W32TM_UNSYNCHRONISED: &str = "\
Leap Indicator: 3(not synchronized)
Stratum: 0 (unspecified)
Precision: -23 (119.209ns per tick)
Root Delay: 0.0000000s
Root Dispersion: 0.0000000s
ReferenceId: 0x00000000 (unspecified)
Last Successful Sync Time: unspecified
Source: Local CMOS Clock
Poll Interval: 10 (1024s)
";

const W32TM_PEERS: &str = "\
#Peers: 2

Peer: ntp1.example,0x8
State: Active
Time Remaining: 640.1234567s
Mode: 3 (Client)
Stratum: 3 (secondary reference - syncd by (S)NTP)
PeerPoll Interval: 10 (1024s)
HostPoll Interval: 10 (1024s)

Peer: 192.0.2.9
State: Pending
Time Remaining: 0.0000000s
Mode: 0 (reserved)
Stratum: 0 (unspecified)
PeerPoll Interval: 0 (unspecified)
HostPoll Interval: 0 (unspecified)
";

const STRIPCHART: &str = "\
Tracking ntp1.example [192.0.2.1:123].
Collecting 2 samples.
The current time is 1/15/2026 2:32:05 PM.
14:32:05 d:+00.0468838s o:+00.0034559s  [                  *                  ]
14:32:07 d:+00.0068838s o:-00.0014559s  [                  *                  ]
";

const ALL: [&str; 16] = [
    CHRONY_GPS,
    CHRONY_UNSYNCHRONISED,
    CHRONY_2,
    CHRONY_SOURCES,
    CHRONY_SOURCES_3,
    NTPQ,
    NTPQ_RV,
    TIMEDATECTL_219,
    TIMEDATECTL_252,
    TIMESYNC,
    SHOW_TIMESYNC,
    W32TM,
    W32TM_RU,
    W32TM_UNSYNCHRONISED,
    W32TM_PEERS,
    STRIPCHART,
];

#[test]
fn a_clock_at_the_machine_is_named_by_chrony() {
    let status = sound(CHRONY_GPS);
    assert_eq!(status.synchronised, Some(true));
    assert_eq!((status.leap, status.stratum), (Some(0), Some(1)));
    assert_eq!(status.reference.as_deref(), Some("GPS"));
    assert_eq!(status.offset, Some(12_000));
    assert_eq!((status.root_delay, status.root_dispersion), (Some(1), Some(4_406)));
    assert_eq!(status.updated_at, Some("2026-11-22T08:58:58Z".parse().unwrap()));
}

#[test]
fn the_two_forms_of_chrony_say_the_same() {
    let csv = "47505300,GPS,1,1795337938.292159212,0.000012000,0.000000000,0.000000000,0.000,0.000,\
               0.000,0.000000001,0.000004406,2.0,Normal\n";
    let (table, csv) = (sound(CHRONY_GPS), sound(csv));
    assert_eq!(csv.updated_at, Some("2026-11-22T08:58:58.292159212Z".parse().unwrap()));
    assert_eq!(Status { updated_at: table.updated_at, ..csv }, table);
    let csv = "^,*,localhost,1,2,377,1,0.000001083,0.000001085,0.000026000\n\
               ^,?,192.0.2.7,0,8,0,4294967295,0.000000000,0.000000000,0.000000000\n";
    assert_eq!(sound(csv), sound(CHRONY_SOURCES));
}

#[test]
fn a_service_that_follows_nothing_says_so() {
    for text in [CHRONY_UNSYNCHRONISED, W32TM_UNSYNCHRONISED, TIMEDATECTL_252] {
        assert_eq!(sound(text).synchronised, Some(false), "{text}");
    }
    let csv = "00000000,,0,0.000000000,0.000000000,0.000000000,0.000000000,0.000,0.000,0.000,\
               1.000000000,1.000000000,0.0,Not synchronised\n";
    let status = sound(csv);
    assert_eq!(
        (status.synchronised, status.reference, status.updated_at),
        (Some(false), None, None)
    );
}

#[test]
fn chrony_before_3_names_an_address() {
    let status = sound(CHRONY_2);
    assert_eq!(status.synchronised, Some(true));
    assert_eq!(status.reference.as_deref(), Some("ntp1.example"));
    assert_eq!(status.root_delay, Some(373_169_000));
    assert_eq!(status.updated_at, Some("2012-02-03T15:00:29Z".parse().unwrap()));
}

#[test]
fn a_list_of_chrony_gives_every_source() {
    let status = sound(CHRONY_SOURCES_3);
    let [gps, unusable, combined, rejected] = status.sources.as_slice() else { panic!() };
    assert_eq!((gps.kind, gps.state), (SourceKind::ReferenceClock, SourceState::Selected));
    assert_eq!((gps.offset, gps.error, gps.last), (Some(621), Some(134), Some(11)));
    assert_eq!((unusable.state, unusable.reach), (SourceState::Unusable, Some(1)));
    assert_eq!((combined.state, combined.last), (SourceState::Combined, Some(720)));
    assert_eq!((combined.reach, combined.poll), (Some(0o17), Some(1_024)));
    assert_eq!((rejected.state, rejected.last), (SourceState::Rejected, Some(10_800)));
    assert_eq!((rejected.offset, rejected.poll), (Some(1_600_000_000), Some(1)));
    // A source that was never heard of has no offset of zero.
    let status = sound(CHRONY_SOURCES);
    assert_eq!((status.sources[1].offset, status.sources[1].last), (None, None));
    assert_eq!(sound(&format!("{CHRONY_LEGEND}{CHRONY_SOURCES}")), status);
}

#[test]
fn a_list_of_ntpq_gives_every_source_with_its_tally() {
    let status = sound(NTPQ);
    let seen: Vec<_> =
        status.sources.iter().map(|it| (it.name.as_str(), it.kind, it.state)).collect();
    let expected = [
        ("192.0.2.1", SourceKind::Network, SourceState::Selected),
        ("ntp2.example", SourceKind::Network, SourceState::Combined),
        ("ntp3.example", SourceKind::Network, SourceState::Rejected),
        ("ntp4.example", SourceKind::Network, SourceState::Unusable),
        ("LOCAL(0)", SourceKind::LocalClock, SourceState::Unusable),
        ("GPS_NMEA(0)", SourceKind::ReferenceClock, SourceState::Selected),
    ];
    assert_eq!(seen, expected);
    assert_eq!(status.sources[0].follows.as_deref(), Some("GPS"));
    assert_eq!(status.sources[1].last, Some(720));
    assert_eq!(status.sources[2].offset, Some(3_200_000_000));
    assert_eq!(status.sources[3].offset, None);
    assert_eq!(status.sources[4].last, Some(172_800));
    // ntpsec prints units; a long name stands on a line of its own.
    let wide = "     remote           refid      st t when poll reach   delay   offset  jitter\n\
                ===\n\
                *a-very-long-name-of-a-server.example\n\
                \u{20}                .PPS.  1 u  5  64 377 0.5ms -45us 12us\n";
    let status = sound(wide);
    assert_eq!(status.sources[0].name, "a-very-long-name-of-a-server.example");
    assert_eq!(status.sources[0].offset, Some(45_000));
}

#[test]
fn the_variables_of_ntpq_are_read_through_their_commas() {
    let status = sound(NTPQ_RV);
    assert_eq!(status.synchronised, Some(true));
    assert_eq!((status.leap, status.stratum), (Some(0), Some(2)));
    assert_eq!(status.reference.as_deref(), Some("192.0.2.1"));
    assert_eq!((status.offset, status.root_delay), (Some(45_123), Some(512_000)));
    assert_eq!(status.root_dispersion, Some(15_123_000));
    // 0xed1300f6 - 2 208 988 800 = 1 768 456 822.
    assert_eq!(status.updated_at.unwrap().as_second(), 1_768_456_822);
    let old = NTPQ_RV.replace("associd", "assID").replace("rootdisp", "rootdispersion");
    assert_eq!(sound(&old), status);
    let alarm = sound(&NTPQ_RV.replace("leap=00", "leap=11"));
    assert_eq!(alarm.synchronised, Some(false));
}

#[test]
fn every_form_of_timedatectl_is_read() {
    let status = sound(TIMEDATECTL_219);
    assert_eq!((status.synchronised, status.utc_offset), (Some(true), Some(18_000)));
    assert_eq!(sound(TIMEDATECTL_252).utc_offset, Some(21_600));
    let older = TIMEDATECTL_219.replace("    NTP enabled", "Network time on");
    assert_eq!(sound(&older), status);
    let middle = TIMEDATECTL_252
        .replace("              NTP service: inactive", "systemd-timesyncd.service active: no");
    assert_eq!(sound(&middle).synchronised, Some(false));
    let show =
        sound("Timezone=Asia/Almaty\nLocalRTC=no\nCanNTP=yes\nNTP=yes\nNTPSynchronized=yes\n");
    assert_eq!(show.synchronised, Some(true));
    let status = sound(TIMESYNC);
    assert_eq!(status.reference.as_deref(), Some("ntp1.example"));
    assert_eq!((status.stratum, status.offset), (Some(3), Some(1_234_000)));
    assert_eq!(status.root_dispersion, Some(24_305_000));
    assert_eq!(status.sources[0].poll, Some(2_048));
    let status = sound(SHOW_TIMESYNC);
    assert_eq!((status.leap, status.stratum), (Some(0), Some(3)));
    assert_eq!(status.root_delay, Some(177_398_000));
    assert_eq!(status.sources[0].state, SourceState::Selected);
    assert_eq!(status.updated_at, Some("2026-01-15T06:00:01Z".parse().unwrap()));
    // An answer that the service refused is no time; and since 255 a comma stands behind it.
    let refused = SHOW_TIMESYNC.replace("Ignored=no ", "Ignored=yes, ");
    assert_eq!(sound(&refused).sources[0].state, SourceState::Unusable);
}

#[test]
fn windows_is_read_in_any_language() {
    let english = sound(W32TM);
    assert_eq!(english.synchronised, Some(true));
    assert_eq!((english.leap, english.stratum), (Some(0), Some(4)));
    assert_eq!(english.reference.as_deref(), Some("ntp1.example"));
    assert_eq!((english.offset, english.root_delay), (Some(3_814_700), Some(15_490_200)));
    assert_eq!((english.root_dispersion, english.updated_ago), (Some(7_777_372_200), Some(339)));
    assert_eq!(sound(W32TM_RU), english);
    let stale = W32TM.replace("Error: 0 (The", "Error: 2 (The");
    assert_eq!(sound(&stale).synchronised, Some(false));
    let status = sound(W32TM_UNSYNCHRONISED);
    assert_eq!(status.sources[0].kind, SourceKind::LocalClock);
    let peers = sound(W32TM_PEERS).sources;
    let states: Vec<_> = peers.iter().map(|it| (it.name.as_str(), it.state)).collect();
    let expected = [("ntp1.example", SourceState::Spare), ("192.0.2.9", SourceState::Unusable)];
    assert_eq!(states, expected);
    assert_eq!(sound(STRIPCHART).offset, Some(1_455_900));
    let data = "Отслеживание ntp1.example [192.0.2.1:123].\n14:32:05, -00,0034559s\n";
    assert_eq!(sound(data).offset, Some(3_455_900));
    let asked = Transcript::new(
        "srv",
        Some("w32tm /query /source".into()),
        None,
        b"ntp1.example,0x9\r\n".to_vec(),
    );
    let reading = read(&asked);
    assert_eq!(reading.sections[0].status.reference.as_deref(), Some("ntp1.example"));
    assert_eq!(reading.sections[0].status.synchronised, None);
}

#[test]
fn the_code_pages_of_windows_are_told_apart() {
    let upper = |it: char| u32::from(it).wrapping_sub(0x410);
    let in_866: Vec<u8> = W32TM_RU
        .chars()
        .map(|it| match upper(it) {
            letter @ 0..0x30 => 0x80 + u8::try_from(letter).unwrap(),
            letter @ 0x30..0x40 => 0xe0 + u8::try_from(letter - 0x30).unwrap(),
            _ => u8::try_from(u32::from(it)).unwrap(),
        })
        .collect();
    let in_1251: Vec<u8> = W32TM_RU
        .chars()
        .map(|it| match upper(it) {
            letter @ 0..0x40 => 0xc0 + u8::try_from(letter).unwrap(),
            _ => u8::try_from(u32::from(it)).unwrap(),
        })
        .collect();
    let utf_16 = |mark: &[u8], unit: fn(u16) -> [u8; 2]| {
        let units = W32TM_RU.encode_utf16().flat_map(unit);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    let expected = one(W32TM_RU);
    for bytes in [
        in_866,
        in_1251,
        utf_16(&[0xff, 0xfe], u16::to_le_bytes),
        utf_16(&[0xfe, 0xff], u16::to_be_bytes),
        [&[0xef, 0xbb, 0xbf], W32TM_RU.as_bytes()].concat(),
    ] {
        assert_eq!(decoded(&bytes).as_deref(), Some(W32TM_RU));
        let reading = read(&Transcript::new("srv", None, None, bytes));
        assert_eq!(reading.sections, std::slice::from_ref(&expected));
    }
    for bytes in [&b"a\0b"[..], &[0x80, 0xff], &[0xff, 0xfe, 0x41]] {
        assert_eq!(decoded(bytes), None, "{bytes:?}");
        let reading = read(&Transcript::new("srv", None, None, bytes.to_vec()));
        assert_eq!(reading.defects[0].reason, Reason::Encoding);
    }
}

#[test]
fn several_commands_in_one_file_are_cut_apart() {
    let text = format!(
        "[root@srv ~]# chronyc tracking\n{CHRONY_GPS}[root@srv ~]# sudo chronyc sources -v\n{CHRONY_LEGEND}\
         {CHRONY_SOURCES_3}\nPS C:\\> w32tm.exe /query /status /verbose\n{W32TM_RU}\n{TIMEDATECTL_219}{NTPQ}{NTPQ_RV}"
    );
    let reading = read(&printed(&text));
    assert_eq!(reading.defects, []);
    let tools: Vec<_> = reading.sections.iter().map(|it| it.tool.as_str()).collect();
    assert_eq!(tools, ["chronyc", "chronyc", "w32tm", "timedatectl", "ntpq", "ntpq"]);
    assert!(reading.sections.iter().all(|it| it.defects.is_empty()), "{reading:#?}");
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    assert_eq!(defects(""), [(0, Reason::Incomplete)]);
    assert_eq!(defects("nothing that anybody prints\n"), [(1, Reason::Unknown)]);
    // Labels that nobody knows, as a translated tool would print them.
    assert_eq!(defects("     Местное время: Чт 2026-01-15\n"), [(1, Reason::Unknown)]);
    assert_eq!(defects("506 Cannot talk to daemon\n"), [(1, Reason::ToolFailed)]);
    let stopped = "Произошла следующая ошибка: Служба не запущена. (0x80070426)\n";
    assert_eq!(defects(stopped), [(1, Reason::ToolFailed)]);
    let cut: String = CHRONY_GPS.lines().take(6).map(|it| format!("{it}\n")).collect();
    assert_eq!(defects(&cut), [(6, Reason::Incomplete)]);
    assert_eq!(one(&cut).status.synchronised, None);
    assert_eq!(defects(&CHRONY_GPS.replace("Normal", "Нормально"))[0], (13, Reason::Value));
    assert_eq!(defects(&CHRONY_SOURCES.replace("377", "899")), [(3, Reason::Columns)]);
    assert_eq!(defects(&NTPQ.replace(" u ", " ? ")).len(), 3);
    assert_eq!(defects(&W32TM.replace("0.0154902s", "0.0154902")), [(4, Reason::Value)]);
    let cut: String = W32TM.lines().take(5).map(|it| format!("{it}\n")).collect();
    assert_eq!(defects(&cut), [(5, Reason::Incomplete)]);
    assert_eq!(one(&cut).status.synchronised, None);
    let long = "x".repeat(LONGEST_LINE + 1);
    assert_eq!(defects(&long), [(1, Reason::TooLarge)]);
    let large = Transcript::new("srv", None, None, vec![b'a'; Transcript::LARGEST + 1]);
    assert_eq!(read(&large).defects[0].reason, Reason::TooLarge);
    let many = format!(
        "MS Name/IP address\n{}",
        "^* 192.0.2.1 1 2 377 1 +0ns[+0ns] +/- 1us\n".repeat(300)
    );
    assert_eq!(defects(&many), [(258, Reason::TooLarge)]);
}

#[test]
fn a_transcript_keeps_every_byte() {
    for bytes in [b"text\r\n".to_vec(), vec![0xff, 0xfe, 0x00], Vec::new()] {
        let kept = Transcript::new("srv", None, None, bytes.clone());
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Transcript>(&text).unwrap().printed(), bytes);
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&Transcript::new("srv", None, None, bytes));
    }

    #[test]
    fn no_damage_makes_a_service_follow_a_source(
        index in 0_usize..ALL.len(),
        at in 0_usize..2_000,
        with in "[ -~]{0,6}",
    ) {
        // A silent or lost service cannot be turned into a good one by a few spoilt letters.
        let text = ALL[index];
        let places: Vec<_> = text.char_indices().map(|it| it.0).collect();
        let at = places[at % places.len()];
        let spoilt = format!("{}{with}{}", &text[..at], text[at..].get(with.len()..).unwrap_or_default());
        read(&printed(&spoilt));
        let cut = read(&printed(&text[..at]));
        for section in &cut.sections {
            let whole = one(text);
            let claims = section.status.synchronised == Some(true);
            prop_assert!(!claims || whole.status.synchronised == Some(true));
        }
    }
}
