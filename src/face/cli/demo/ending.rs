//! The end of a demonstration: what lies where, and what to try next.

use std::path::{Path, PathBuf};

use super::Places;
use super::committee::Outcome;
use crate::demo::Luggage;
use crate::face::cli::context::{Context, Tone, put, visible};
use crate::inspection::Status;
use crate::register::About;

/// Where every file lies.
pub(super) fn lying(
    context: &Context<'_>,
    places: &Places,
    luggage: &Luggage,
    status: &Status,
    outcome: &Outcome,
) {
    let beside = |files: &[PathBuf]| {
        files.first().and_then(|it| it.parent()).map(Path::to_owned).unwrap_or_default()
    };
    let mut files = vec![
        ("cli-place-case", luggage.case.clone()),
        ("cli-place-dossier", places.dossier.clone()),
        ("cli-place-act", places.act.join("act.pdf")),
    ];
    if status.tally.adopted {
        files.push(("cli-place-adoption", places.pack.join("adoption.pdf")));
    }
    files.push(("cli-place-pack", places.pack.clone()));
    files.push(("demo-place-inbox", places.inbox.clone()));
    files.push(("demo-place-register", places.register.clone()));
    files.extend(outcome.papers.iter().filter_map(|it| {
        let name = it.file_stem()?.to_str()?;
        let code = match name {
            "certificate" => "demo-place-certificate",
            "decision" => "demo-place-decision",
            "protocol" => "demo-place-protocol",
            "refusal" => "demo-place-refusal",
            _ => return None,
        };
        Some((code, it.clone()))
    }));
    files.push(("cli-place-keys", beside(&luggage.keys)));
    files.push(("demo-place-officer-keys", beside(&luggage.officer_keys)));
    let rows: Vec<_> = files
        .into_iter()
        .map(|(key, path)| (context.label(key), visible(&path.display().to_string()).into_owned()))
        .collect();
    put(&context.pairs(&rows, 0));
}

/// Commands that go on from here, each to be copied as it stands.
pub(super) fn next(context: &Context<'_>, places: &Places, luggage: &Luggage, outcome: &Outcome) {
    put(&context.paint(Tone::Strong, &context.wrap("", 0, &context.label("demo-next"))));
    for (code, words) in commands(places, luggage, outcome) {
        put(&context.paint(Tone::Quiet, &context.wrap("# ", 2, &context.label(code))));
        put(&typed(&words, context.width));
    }
}

fn commands(
    places: &Places,
    luggage: &Luggage,
    outcome: &Outcome,
) -> Vec<(&'static str, Vec<String>)> {
    let path = |it: &Path| it.display().to_string();
    let program = program();
    let of = |words: &[&str]| {
        program.iter().cloned().chain(words.iter().map(|it| (*it).to_owned())).collect::<Vec<_>>()
    };
    let (register, sent, inbox) = (path(&places.register), path(&places.sent), path(&places.inbox));
    let in_register = ["committee", "--database", &register];
    let mut all = vec![
        ("demo-next-verify", of(&["verify", &path(&places.pack)])),
        ("demo-next-review", of(&["committee", "review", &sent, "--inbox", &inbox])),
    ];
    let about = match (&outcome.row, outcome.decision.about) {
        (Some(row), _) => {
            let words = [&in_register[..], &["register", "show", &row.number]].concat();
            Some(("demo-next-certificate", of(&words)))
        }
        (None, About::Matter(id)) => {
            let id = id.to_string();
            let words = [&in_register[..], &["matters", &id]].concat();
            Some(("demo-next-matter", of(&words)))
        }
        (None, About::Accreditation(_) | About::ActAnchors | About::Register) => None,
    };
    all.extend(about);
    all.push(("demo-next-check", of(&[&in_register[..], &["register", "check"]].concat())));
    if let Some(paper) = outcome.papers.last() {
        let mut words = of(&["committee", "paper", "--verify", &path(paper)]);
        for file in &luggage.signing {
            let option = if luggage.signing_roots.contains(file) { "--anchor" } else { "--trust" };
            words.extend([option.to_owned(), path(file)]);
        }
        all.push(("demo-next-paper", words));
    }
    let registered = format!("registered={}", outcome.today);
    let plan = ["procedure", "plan", "224-issue", "--from", &registered];
    all.push(("demo-next-procedure", of(&plan)));
    all
}

/// The program as it was called, and the language that it was told.
fn program() -> Vec<String> {
    let mut called = std::env::args_os().map(|it| it.to_string_lossy().into_owned());
    let mut words = vec![called.next().unwrap_or_else(|| "tekseru".into())];
    while let Some(word) = called.next() {
        if word == "--lang" {
            words.extend(std::iter::once(word).chain(called.next()));
        } else if word.starts_with("--lang=") {
            words.push(word);
        }
    }
    words
}

/// A command as a person types it, broken where a shell goes on with the next line. What is longer
/// than the line stays whole.
fn typed(words: &[String], width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    let mut words = words.iter().map(|it| quoted(it)).peekable();
    while let Some(mut word) = words.next() {
        // An option stands with its value.
        if word.starts_with("--")
            && let Some(value) = words.next_if(|it| !it.starts_with('-'))
        {
            word = format!("{word} {value}");
        }
        let length = word.chars().count();
        // Behind it a space and the mark of the break have to fit.
        if column > 0 && column + 1 + length + 2 > width && !cfg!(windows) {
            out.push_str(" \\\n   ");
            column = 3;
        }
        if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(&word);
        column += length;
    }
    out.push('\n');
    out
}

/// A word that a shell takes as it stands.
fn quoted(word: &str) -> String {
    let plain = |it: char| it.is_alphanumeric() || "-_./:=+@,%\\".contains(it);
    let shown = visible(word);
    if cfg!(windows) {
        if shown.contains(' ') { format!("\"{shown}\"") } else { shown.into_owned() }
    } else if !word.is_empty() && word.chars().all(|it| plain(it) && it != '\\') {
        shown.into_owned()
    } else {
        format!("'{}'", shown.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_broken_where_a_shell_goes_on() {
        let words = ["tekseru", "verify", "--x", "a/place/of/a/pack", "it's", "№ 1"];
        let words: Vec<String> = words.map(str::to_owned).into();
        let typed = typed(&words, 24);
        let expected = "tekseru verify \\\n    --x a/place/of/a/pack \\\n    'it'\\''s' '№ 1'\n";
        if cfg!(windows) {
            assert!(!typed.trim_end().contains('\n'));
        } else {
            assert_eq!(typed, expected);
        }
    }
}
