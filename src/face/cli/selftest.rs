//! `tekseru selftest`: public conformance suites through the engine that the probes use.
//!
//! What a suite expects and what came out are in the suite's own terms, as its table writes them;
//! everything around them is in the language of the person.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use model::Note;
use serde::Serialize;
use suites::{Case, Outcome, Reading, Report, SUITES, SuiteError};

use super::context::{Context, Exit, Tone, put, visible};
use super::errors;
use super::show;
use super::verbs::{VerbError, with_bar};

/// Narrower than this the table of suites becomes a list.
const TABLE_WIDTH: usize = 64;

#[derive(Args)]
pub(super) struct Selftest {
    /// A suite and where it lies: pkits=../shared/suites/pkits
    #[arg(long, value_name = "NAME=PLACE", required = true)]
    pub(super) suite: Vec<String>,
}

/// A call that names no suite that can be run.
#[derive(Debug, thiserror::Error)]
pub(super) enum SelftestError {
    #[error("--suite {given}: not of the form NAME=PLACE")]
    Form { given: String },
    #[error("no suite is called {suite}; known are {}", known())]
    Unknown { suite: String },
}

impl SelftestError {
    pub(super) fn note(&self) -> Note {
        match self {
            Self::Form { given } => {
                Note::new("cli-suite-form").fact("given", given).fact("known", known())
            }
            Self::Unknown { suite } => {
                Note::new("cli-suite-unknown").fact("suite", suite).fact("known", known())
            }
        }
    }
}

fn known() -> String {
    SUITES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// One suite as programs read it.
#[derive(Serialize)]
struct SuiteForm {
    suite: String,
    place: String,
    /// Cases that were run.
    run: usize,
    agreed: usize,
    explained: usize,
    unexplained: usize,
    /// Every case decided otherwise.
    disagreements: Vec<Case>,
    /// Cases that were not run, by the reason.
    not_run: BTreeMap<&'static str, Vec<String>>,
    /// Why the suite could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Note>,
}

impl SuiteForm {
    fn new(suite: String, place: String, result: Result<Report, SuiteError>) -> Self {
        let mut form = Self {
            suite,
            place,
            run: 0,
            agreed: 0,
            explained: 0,
            unexplained: 0,
            disagreements: Vec::new(),
            not_run: BTreeMap::new(),
            error: None,
        };
        match result {
            Err(error) => form.error = Some(explain(&error)),
            Ok(report) => {
                form.run = report.run();
                form.agreed = report.agreed();
                form.unexplained = report.unexplained().count();
                form.disagreements = report.disagreements().cloned().collect();
                form.explained = form.disagreements.len() - form.unexplained;
                for case in report.cases {
                    if let Outcome::NotApplicable(reason) = case.outcome {
                        form.not_run.entry(reason).or_default().push(case.id);
                    }
                }
            }
        }
        form
    }

    fn skipped(&self) -> usize {
        self.not_run.values().map(Vec::len).sum()
    }

    fn exit(&self) -> Exit {
        if self.error.is_some() {
            Exit::Failure
        } else if self.unexplained > 0 {
            Exit::Violates
        } else {
            Exit::AllClosed
        }
    }
}

fn explain(error: &SuiteError) -> Note {
    match error {
        SuiteError::Empty { suite } => Note::new("cli-suite-empty").fact("suite", suite),
        SuiteError::File { path, source } => errors::system(source, &path.to_string_lossy()),
        SuiteError::Form { path, reason } => {
            Note::new("error.file-malformed").fact("path", path.display()).fact("reason", reason)
        }
        SuiteError::Unknown { suite } => SelftestError::Unknown { suite: suite.to_owned() }.note(),
    }
}

/// Runs every suite that is named; one that cannot be run keeps no other from being run.
///
/// Exit codes: 0 when nothing is left unexplained, 2 when something is, 1 when a suite could not
/// be run.
pub(super) fn run(arguments: &Selftest, context: &Context<'_>) -> Result<Exit, VerbError> {
    let mut wanted = Vec::new();
    for given in &arguments.suite {
        let Some((name, place)) = given.split_once('=').filter(|(_, place)| !place.is_empty())
        else {
            return Err(SelftestError::Form { given: given.clone() }.into());
        };
        if !SUITES.iter().any(|(known, _)| *known == name) {
            return Err(SelftestError::Unknown { suite: name.to_owned() }.into());
        }
        wanted.push((name, place));
    }
    let forms: Vec<SuiteForm> = with_bar(context, |tell| {
        let mut run = |(name, place): (&str, &str)| {
            tell(name);
            let result = suites::run(name, PathBuf::from(place));
            SuiteForm::new(name.to_owned(), place.to_owned(), result)
        };
        wanted.into_iter().map(&mut run).collect()
    });
    let exits: Vec<Exit> = forms.iter().map(SuiteForm::exit).collect();
    let exit = [Exit::Failure, Exit::Violates]
        .into_iter()
        .find(|it| exits.contains(it))
        .unwrap_or(Exit::AllClosed);
    if context.json {
        show::json(&forms);
    } else {
        shown(&forms, context);
    }
    Ok(exit)
}

fn shown(forms: &[SuiteForm], context: &Context<'_>) {
    let rows: Vec<Vec<String>> = forms.iter().map(|form| row(form, context)).collect();
    let heading = ["suite", "agreed", "explained", "unexplained", "not-run"]
        .map(|it| context.label(&format!("cli-suite-{it}")));
    if context.width >= TABLE_WIDTH {
        put(&context.table(&heading, &rows));
    } else {
        for row in rows {
            let pairs: Vec<_> = heading.iter().cloned().zip(row).collect();
            put(&format!("{}\n", context.pairs(&pairs, 0)));
        }
    }
    for form in forms {
        if let Some(error) = &form.error {
            let said = context.say(&error.code, &error.facts);
            put(&context.wrap(&format!("✗ {}: ", form.suite), 2, &said));
            if let Some(next) = context.next_step(&error.code, &error.facts) {
                put(&context.wrap("  → ", 4, &next));
            }
        }
        let unexplained: Vec<&Case> =
            form.disagreements.iter().filter(|it| it.outcome == Outcome::Unexplained).collect();
        if !unexplained.is_empty() {
            title(context, Tone::Bad, &form.suite, &context.label("cli-suite-unexplained-cases"));
            unexplained.iter().for_each(|case| disagreement(context, case));
        }
        let mut readings: BTreeMap<&str, (Reading, Vec<&Case>)> = BTreeMap::new();
        for case in &form.disagreements {
            if let Outcome::Explained(reading) = case.outcome {
                readings.entry(reading.id).or_insert((reading, Vec::new())).1.push(case);
            }
        }
        for (reading, cases) in readings.values() {
            title(context, Tone::Strong, &form.suite, reading.id);
            let text = format!("{}: {}", reading.citation, reading.sentence);
            put(&context.wrap("  ", 2, &text));
            cases.iter().for_each(|case| disagreement(context, case));
        }
        if !form.not_run.is_empty() {
            title(context, Tone::Quiet, &form.suite, &context.label("cli-suite-not-run"));
        }
        for (reason, ids) in &form.not_run {
            put(&context.wrap("  · ", 4, &visible(&format!("{}: {reason}", ids.len()))));
        }
    }
}

fn row(form: &SuiteForm, context: &Context<'_>) -> Vec<String> {
    let agreed = match &form.error {
        Some(_) => context.label("cli-suite-failed"),
        None => context.say(
            "cli-suite-of",
            &show::facts([("agreed", form.agreed.to_string()), ("run", form.run.to_string())]),
        ),
    };
    let counts = [form.explained, form.unexplained, form.skipped()];
    [form.suite.clone(), agreed].into_iter().chain(counts.map(|it| it.to_string())).collect()
}

fn title(context: &Context<'_>, tone: Tone, suite: &str, text: &str) {
    put(&format!("\n{}", context.paint(tone, &context.wrap("", 2, &format!("{suite}: {text}")))));
}

fn disagreement(context: &Context<'_>, case: &Case) {
    put(&context.wrap("  ", 4, &visible(&case.id)));
    let found = if case.findings.is_empty() { "–".to_owned() } else { case.findings.join(" ") };
    let rows: Vec<(String, String)> =
        [("expected", &case.expected), ("got", &case.got), ("findings", &found)]
            .into_iter()
            .map(|(name, value)| {
                (context.label(&format!("cli-suite-{name}")), visible(value).into_owned())
            })
            .collect();
    put(&context.pairs(&rows, 4));
}
