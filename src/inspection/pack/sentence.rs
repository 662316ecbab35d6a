//! The result of a verification in one plain sentence.

use model::{Lang, Localized, Tally, Verdict, VisitKind};

use super::Check;
use crate::act::record::ActRecord;
use crate::inspection::judge::in_all;
use crate::words::{Facts, Words};

/// Codes of the checks that tell the count: it has a sentence of its own.
const COUNT: [&str; 2] = ["verify.act-adopted", "verify.act-not-adopted"];

/// What the checks come to.
pub(super) fn sentence(
    words: &Words,
    act: Option<&ActRecord>,
    tally: Option<&Tally>,
    checks: &[Check],
) -> Localized {
    in_all(|lang| {
        let of = |verdict| {
            let all = checks.iter().filter(move |it| it.verdict == verdict);
            all.filter(|it| !COUNT.contains(&&*it.note.code)).collect::<Vec<_>>()
        };
        let (against, open) = (of(Verdict::Violates), of(Verdict::Undetermined));
        let adopted = tally.is_some_and(|it| it.adopted);
        // Whatever else is open: who signed was counted, and they are too few.
        let refused = checks.iter().any(|it| it.note.code == COUNT[1]);
        let (key, first) = match (act, against.first(), open.first()) {
            (None, first, other) => ("verify-sentence-unknown", first.or(other)),
            (Some(_), Some(first), _) => ("verify-sentence-broken", Some(first)),
            (Some(_), None, Some(first)) if adopted => ("verify-sentence-in-part", Some(first)),
            (Some(_), None, Some(first)) if !refused => ("verify-sentence-open", Some(first)),
            (Some(_), None, _) if adopted => ("verify-sentence-adopted", None),
            (Some(_), None, _) => ("verify-sentence-not-adopted", None),
        };
        let mut facts = about(act, tally);
        let reason = first.map(|it| words.say(lang, &it.note.code, &it.note.facts));
        facts.insert("reason".into(), reason.unwrap_or_default().trim_end_matches('.').to_owned());
        let more = against.len().saturating_sub(1);
        facts.insert("more".into(), more.to_string());
        facts.insert("further".into(), if more == 0 { "none" } else { "some" }.to_owned());
        facts.insert("stands".into(), stands(words, lang, checks));
        words.say(lang, key, &facts)
    })
}

fn about(act: Option<&ActRecord>, tally: Option<&Tally>) -> Facts<'static> {
    let mut facts = Facts::new();
    if let Some(act) = act {
        facts.insert("number".into(), act.number.clone());
        facts.insert("day".into(), act.day.to_string());
        facts.insert("authority".into(), act.recipient.name.clone());
    }
    if let Some(tally) = tally {
        facts.insert("signed".into(), tally.signed.len().to_string());
        facts.insert("voters".into(), tally.voters.to_string());
        facts.insert("needed".into(), tally.needed.to_string());
        // The survey's rule asks for no body in particular.
        let security = match (tally.rule, tally.security_signed) {
            (VisitKind::Examination, true) => "signed",
            (VisitKind::Examination, false) => "absent",
            (VisitKind::Survey, _) => "unasked",
        };
        facts.insert("security".into(), security.to_owned());
    }
    facts
}

/// What stands although not everything could be looked at.
fn stands(words: &Words, lang: Lang, checks: &[Check]) -> String {
    let good = checks.iter().filter(|it| it.verdict == Verdict::Complies);
    let said = good.map(|it| words.say(lang, &it.note.code, &it.note.facts));
    said.collect::<Vec<_>>().join(" ")
}
