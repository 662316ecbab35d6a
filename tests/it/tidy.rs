//! Rules of the code base that the compiler does not check.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_probe_page_has_the_same_headings() {
    let headings = ["# Measures", "# Rests on", "# Evidence", "# Verdicts", "# Cannot see"];
    let mut pages = 0;
    for path in sources("probes/src") {
        let text = fs::read_to_string(&path).unwrap();
        if !text.contains("impl Probe for") {
            continue;
        }
        let found: Vec<_> = text
            .lines()
            .filter_map(|line| line.strip_prefix("//! "))
            .filter(|line| line.starts_with("# "))
            .collect();
        assert_eq!(found, headings, "{}", path.display());
        for verdict in ["complies", "violates", "undetermined"] {
            let row = format!("//! | {verdict} |");
            assert!(text.contains(&row), "{}: no row for {verdict}", path.display());
        }
        pages += 1;
    }
    assert_eq!(pages, probes::PROBES.iter().map(|subject| subject.len()).sum::<usize>());
}

#[test]
fn a_probe_lies_in_the_file_that_its_id_names() {
    for probe in probes::PROBES.iter().copied().flatten() {
        let (subject, slug) = probe.id().split_once('.').unwrap();
        let path = format!("probes/src/{subject}/{}.rs", slug.replace('-', "_"));
        let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
        assert!(text.starts_with(&format!("//! `{}`: ", probe.id())), "{path}");
    }
}

#[test]
fn every_code_is_kebab_case_words_around_one_full_stop() {
    for probe in probes::PROBES.iter().copied().flatten() {
        let says = probe.says();
        assert!(!says.is_empty(), "{}", probe.id());
        for (index, code) in says.iter().enumerate() {
            assert!(is_code(code), "{}: {code}", probe.id());
            assert!(!says[..index].contains(code), "{}: {code} twice", probe.id());
        }
    }
    assert!(probes::SAYS.iter().all(|it| is_code(it)));
    assert!(!is_code("time") && !is_code("time.Offset") && !is_code("a.b.c") && !is_code("a.-b"));
}

fn is_code(code: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    let parts: Vec<_> = code.split('.').collect();
    parts.len() == 2 && parts.iter().all(|part| part.split('-').all(word))
}

#[test]
fn faces_do_not_reach_past_the_application() {
    for path in sources("src").into_iter().filter(|it| it.iter().any(|part| part == "face")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("probes::"), "{}: ask the application instead", path.display());
    }
}

/// The table at the head of `attacks.rs` names tests that exist, and leaves out no attack and no
/// test that a comment marks.
#[test]
fn every_attack_on_the_act_has_a_test_that_builds_it() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let listed: BTreeSet<(String, String)> = read("tests/it/attacks.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//! | Q")?.strip_suffix("` |"))
        .map(|line| line.split_once(" | `").unwrap())
        .map(|(number, test)| (format!("Q{number}"), test.to_owned()))
        .collect();
    let model = sources("probes/model/src");
    let model: Vec<_> = model.iter().map(|it| it.to_str().unwrap().to_owned()).collect();
    let mut marked = BTreeSet::new();
    let modules = ["attacks", "quorum", "survey"].map(|it| (it, format!("tests/it/{it}.rs")));
    let all = modules.into_iter().chain(model.into_iter().map(|it| ("model", it)));
    for (module, path) in all {
        let text = read(&path);
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            let Some(rows) = line.strip_prefix("// Q") else { continue };
            let rest: Vec<_> = lines.by_ref().take(3).collect();
            let test = rest.iter().find_map(|it| it.strip_prefix("fn ")?.strip_suffix("() {"));
            let test = test.unwrap_or_else(|| panic!("{path}: {line} marks no test"));
            for row in rows.split(", Q") {
                marked.insert((format!("Q{row}"), format!("{module}::{test}")));
            }
        }
    }
    assert_eq!(listed, marked);
    let rows: BTreeSet<&str> = listed.iter().map(|(row, _)| row.as_str()).collect();
    let wanted: BTreeSet<String> = (1..=26).map(|it| format!("Q{it:02}")).collect();
    assert_eq!(rows, wanted.iter().map(String::as_str).collect());
}

#[test]
fn a_module_stands_beside_its_directory() {
    let all = ["src", "probes", "tests"].map(sources).concat();
    assert!(all.len() > 10);
    for path in all {
        assert_ne!(path.file_name().unwrap(), "mod.rs", "{}", path.display());
    }
}

fn sources(directory: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![root().join(directory)];
    while let Some(path) = pending.pop() {
        if path.file_name().is_some_and(|it| it == "target") {
            continue;
        }
        if path.is_dir() {
            pending.extend(fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
