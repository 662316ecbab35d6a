//! Rules of the code base that the compiler does not check.

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
