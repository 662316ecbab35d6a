//! The figures behind the sentences: every term of every bound, how the interval of a server of the
//! authority is made up of them, and the state of its clock.

use jiff::Timestamp;
use model::{Cell, Exhibit, TableHead};

use super::bound::Comparison;
use super::independence::dotted;
use super::packet::{ascii, milliseconds};
use super::reference::Fix;
use super::state::{Outlook, Standing};
use super::survey::Witness;

/// Each server that was measured, with every term by which its offset may be wrong.
pub(super) const BOUND_TERMS: TableHead = TableHead {
    code: "time.bound-terms",
    columns: &[
        "peer",
        "class",
        "stratum",
        "source",
        "samples",
        "offset",
        "half-delay",
        "precision",
        "drift",
        "rounding",
        "root-dispersion",
        "half-root-delay",
        "sum",
    ],
};

/// How the interval of a server of the authority follows from its bound and from the references.
pub(super) const INTERVAL: TableHead = TableHead {
    code: "time.interval",
    columns: &[
        "server",
        "offset-from-laptop",
        "bound",
        "reference-low",
        "reference-high",
        "drift-between",
        "offset",
        "half-width",
    ],
};

/// The state of each clock and until when it holds.
pub(super) const STATE: TableHead = TableHead {
    code: "time.state",
    columns: &["server", "state", "offset", "measured-at", "holds-until", "drift"],
};

/// One row of [`BOUND_TERMS`]. Where a server is measured itself, its distance from its source is
/// shown and not summed.
pub(super) fn terms(of: &Comparison, witness: Option<&Witness>) -> Vec<Cell> {
    let class = match witness {
        Some(it) if !it.agrees => Cell::word("time-role-falseticker"),
        Some(it) => Cell::word(format!("time-class-{}", it.class.as_str())),
        None => Cell::word("time-role-inspected"),
    };
    let source = if of.stratum > 1 { dotted(of.reference_id) } else { ascii(of.reference_id) };
    let terms = &of.terms;
    let root = if witness.is_some() { terms.root_distance() } else { 0 };
    let ms = |nanos| Cell::text(milliseconds(nanos));
    vec![
        Cell::text(&of.peer),
        class,
        Cell::text(of.stratum),
        Cell::text(source),
        Cell::text(format!("{}/{}", of.sound, of.asked)),
        ms(of.offset),
        ms(terms.half_delay),
        ms(terms.precision),
        ms(terms.drift),
        ms(terms.rounding),
        ms(terms.root_dispersion),
        ms(terms.half_root_delay),
        ms(terms.half_width() + root),
    ]
}

/// One row of [`INTERVAL`].
pub(super) fn interval(name: &str, of: &Comparison, fix: &Fix, standing: &Standing) -> Vec<Cell> {
    let ms = |nanos| Cell::text(milliseconds(nanos));
    vec![
        Cell::text(name),
        ms(of.offset),
        ms(of.terms.half_width()),
        ms(fix.low),
        ms(fix.high),
        ms(fix.drift(of.at)),
        ms(standing.offset()),
        ms(standing.half_width()),
    ]
}

/// One row of [`STATE`].
pub(super) fn state(name: &str, standing: Option<&Standing>, outlook: &Outlook) -> Vec<Cell> {
    let none = || Cell::text("");
    let at = |nanos: i128| Timestamp::from_nanosecond(nanos).map_or_else(|_| none(), Cell::At);
    vec![
        Cell::text(name),
        Cell::word(outlook.state.word()),
        standing.and_then(Standing::measure).map_or_else(none, Cell::Measure),
        standing.map_or_else(none, |it| at(it.at)),
        outlook.until.map_or_else(none, at),
        Cell::text(outlook.drift_ppm),
    ]
}

/// The tables that have rows.
pub(super) fn exhibits(tables: [(&TableHead, Vec<Vec<Cell>>); 3]) -> Vec<Exhibit> {
    let filled = tables.into_iter().filter(|(_, rows)| !rows.is_empty());
    filled.map(|(head, rows)| head.with(rows)).collect()
}
