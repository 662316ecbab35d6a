//! The board: who has signed, who has not, what is lacking, and for how long there is time.

use model::{SignatureStanding, Tally};

use super::context::{Context, Tone, put, visible};
use super::show::{facts, json};
use crate::act::compose::{Composer, instant};
use crate::document;
use crate::inspection::{Board, BoardMember, MemberState, Term};

/// How many digits of a fingerprint are shown where the whole of it stands in the JSON form.
const SHORT: usize = 16;

/// Where the signing stands.
pub(super) fn status(context: &Context<'_>, board: &Board) {
    if context.json {
        json(board);
        return;
    }
    let head = facts([
        ("number", board.act.number.clone()),
        ("date", board.act.day.to_string()),
        ("version", board.act.version.to_string()),
    ]);
    let head = context.wrap("", 2, &context.say("cli-board-act", &head));
    put(&context.paint(Tone::Strong, &head));
    for it in &board.members {
        member(context, it);
    }
    outcomes(context, &board.tally);
    statements_that_do_not_hold(context, board);
    quorum(context, &board.tally);
    lacking(context, board);
    terms(context, board);
    for note in &board.notes {
        put(&context.wrap("! ", 2, &context.say(&note.code, &note.facts)));
        if let Some(next) = context.next_step(&note.code, &note.facts) {
            put(&context.wrap("  → ", 4, &next));
        }
    }
}

/// The signature block alone.
pub(super) fn members(context: &Context<'_>, members: &[MemberState]) {
    for it in members {
        member(context, &it.clone().into());
    }
}

fn member(context: &Context<'_>, member: &BoardMember) {
    let (sign, tone) = match member.state.as_str() {
        "signed" => ("✓", Tone::Good),
        "dissent" => ("✗", Tone::Bad),
        "no-vote" | "not-appointed" => ("–", Tone::Quiet),
        _ => ("·", Tone::Doubt),
    };
    let name = visible(&member.name).into_owned();
    let role = context.label(&format!("act-role-{}", member.role));
    let body = context.label(&format!("act-body-{}", member.body));
    let mut state = context.label(&format!("act-signature-{}", member.state));
    if let Some(at) = member.at {
        state = format!("{state}, {}", instant(at));
    }
    let head = context.wrap(&format!("{sign} "), 2, &format!("{name}: {state}"));
    put(&context.paint(tone, &head));
    put(&context.paint(Tone::Quiet, &context.wrap("    ", 4, &format!("{role}, {body}"))));
    if let Some(certificate) = member.certificate {
        let digits: String = certificate.to_string().chars().take(SHORT).collect();
        let label = context.label("act-signature-certificate");
        let stamp = match member.stamped_at {
            Some(at) => context.say("act-signature-stamped", &facts([("at", instant(at))])),
            None => context.label("act-signature-not-stamped"),
        };
        let line = format!("{label} {digits}…; {stamp}");
        put(&context.paint(Tone::Quiet, &context.wrap("    ", 4, &line)));
    }
    for (key, name, text) in [
        ("act-signature-reasons", "reasons", &member.reasons),
        ("act-signature-reservation", "text", &member.reservation),
    ] {
        if !text.is_empty() {
            let said = context.say(key, &facts([(name, text.clone())]));
            put(&context.wrap("    ", 4, &said));
        }
    }
    for note in &member.notes {
        put(&context.wrap("    ! ", 6, &context.say(&note.code, &note.facts)));
        if let Some(next) = context.next_step(&note.code, &note.facts) {
            put(&context.wrap("      → ", 8, &next));
        }
    }
}

fn statements_that_do_not_hold(context: &Context<'_>, board: &Board) {
    let dissents = board.dissents.iter().map(|it| ("dissent", it.holds, &it.member, &it.notes));
    let reservations =
        board.reservations.iter().map(|it| ("reservation", it.holds, &it.member, &it.notes));
    for (kind, _, member, notes) in dissents.chain(reservations).filter(|(_, holds, ..)| !holds) {
        let key = format!("cli-board-broken-{kind}");
        let said = context.say(&key, &facts([("member", member.to_string())]));
        put(&context.paint(Tone::Bad, &context.wrap("! ", 2, &said)));
        for note in notes {
            put(&context.wrap("  · ", 4, &context.say(&note.code, &note.facts)));
            if let Some(next) = context.next_step(&note.code, &note.facts) {
                put(&context.wrap("    → ", 6, &next));
            }
        }
    }
}

/// Every signature on its own: whether it counts, and every reason; of those that count, the proof.
pub(super) fn outcomes(context: &Context<'_>, tally: &Tally) {
    for outcome in &tally.outcomes {
        let counted =
            outcome.alarms.is_empty() && outcome.standing == SignatureStanding::Conclusive;
        let standing = match outcome.standing {
            SignatureStanding::Conclusive => "act-standing-conclusive",
            SignatureStanding::Inconclusive => "act-standing-inconclusive",
            SignatureStanding::Invalid => "act-standing-invalid",
        };
        let standing = context.label(standing);
        let (mark, tone) = if counted { ("✓", Tone::Good) } else { ("!", Tone::Bad) };
        let signer = outcome.signer.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
        let head = format!("{mark} {}{signer}: {standing}", outcome.label);
        put(&context.paint(tone, &context.wrap("", 2, &visible(&head))));
        for alarm in &outcome.alarms {
            let key = serde_json::to_value(alarm).ok();
            let key = key.as_ref().and_then(|it| it.as_str()).unwrap_or_default();
            put(&context.wrap("  · ", 4, &context.label(&format!("act-alarm-{key}"))));
        }
        for note in &outcome.notes {
            put(&context.wrap("  · ", 4, &context.say(&note.code, &note.facts)));
            let next = context.next_step(&note.code, &note.facts).filter(|_| !counted);
            if let Some(next) = next {
                put(&context.wrap("    → ", 6, &next));
            }
        }
    }
}

/// The quorum sentence, and whether it hangs on a reading of the law.
pub(super) fn quorum(context: &Context<'_>, tally: &Tally) {
    let tone = if tally.adopted { Tone::Good } else { Tone::Bad };
    let sentence = Composer::quorum_sentence(context.words, context.lang, tally);
    put(&context.paint(tone, &context.wrap("", 0, &sentence)));
    for (tone, said) in Composer::explained(context.words, context.lang, tally) {
        let tone = match tone {
            document::Tone::Bad => Tone::Bad,
            document::Tone::Good => Tone::Good,
            document::Tone::Neutral => Tone::Quiet,
            document::Tone::Open => Tone::Doubt,
        };
        put(&context.paint(tone, &context.wrap("  · ", 4, &visible(&said))));
    }
}

fn lacking(context: &Context<'_>, board: &Board) {
    let Some(lacking) = board.lacking else { return };
    if lacking.signatures > 0 {
        let said = facts([
            ("signatures", lacking.signatures.to_string()),
            ("security", lacking.security.to_string()),
        ]);
        put(&context.wrap("→ ", 2, &context.say("cli-board-lacking", &said)));
    }
    if !lacking.reachable {
        put(&context.wrap("! ", 2, &context.label("cli-board-not-reachable")));
    }
}

fn terms(context: &Context<'_>, board: &Board) {
    for term in &board.terms {
        let Term { id, from, due, met, left, .. } = term;
        let key = match (met, left) {
            (Some(_), 0..) => "cli-board-term-met",
            (Some(_), _) => "cli-board-term-met-late",
            (None, 0..) => "cli-board-term-runs",
            (None, _) => "cli-board-term-over",
        };
        let said = facts([
            ("term", context.label(&format!("cli-board-term-{id}"))),
            ("from", from.to_string()),
            ("due", due.to_string()),
            ("met", met.map(|it| it.to_string()).unwrap_or_default()),
            ("left", left.unsigned_abs().to_string()),
        ]);
        let line = context.wrap("", 2, &context.say(key, &said));
        let late = *left < 0;
        put(&if late { context.paint(Tone::Bad, &line).into_owned() } else { line });
    }
    if board.terms.iter().any(|it| !it.certain) {
        let said = context.wrap("", 2, &context.label("cli-calendar-not-compared"));
        put(&context.paint(Tone::Quiet, &said));
    }
}
