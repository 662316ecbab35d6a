//! `tekseru report`: what an act or a report says, in the formats of other tools.

use std::path::Path;

use super::args::{self, Exports, ReportFormat};
use super::context::{Context, Exit, put};
use super::show;
use super::verbs::{VerbError, write_file};
use crate::catalog::Catalog;
use crate::exchange::{Format, Source};

pub(super) fn run(
    arguments: &args::Report,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let source = Source::open(&arguments.source, catalog, context.words)?;
    let format = match arguments.format {
        ReportFormat::Csv => Format::Csv,
        ReportFormat::Junit => Format::Junit,
        ReportFormat::Oscal => Format::Oscal,
        ReportFormat::Sarif => Format::Sarif,
    };
    one(&source, format, &arguments.out, arguments.mask, context)?;
    let file = arguments.out.display().to_string();
    if context.json {
        show::json(&serde_json::json!({ "format": format.name(), "file": file }));
    } else {
        let facts = show::facts([("format", format.name().to_owned()), ("file", file)]);
        put(&context.wrap("", 2, &context.say("cli-report-written", &facts)));
    }
    Ok(Exit::AllClosed)
}

/// Writes every file that is asked for, and names them.
pub(super) fn all<'a>(
    source: &Source,
    exports: &'a Exports,
    mask: bool,
    context: &Context<'_>,
) -> Result<Vec<&'a Path>, VerbError> {
    let wanted = [
        (Format::Csv, &exports.csv),
        (Format::Junit, &exports.junit),
        (Format::Oscal, &exports.oscal),
        (Format::Sarif, &exports.sarif),
    ];
    let mut written = Vec::new();
    for (format, place) in wanted {
        if let Some(place) = place {
            one(source, format, place, mask, context)?;
            written.push(place.as_path());
        }
    }
    Ok(written)
}

fn one(
    source: &Source,
    format: Format,
    place: &Path,
    mask: bool,
    context: &Context<'_>,
) -> Result<(), VerbError> {
    let bytes = source.write(format, context.words, context.lang, mask)?;
    if !mask {
        let numbers = source.people_named(&bytes);
        if numbers > 0 {
            let facts = [("file", place.display().to_string()), ("count", numbers.to_string())];
            let said = context.say("cli-report-people", &show::facts(facts));
            eprint!("{}", context.wrap("", 2, &said));
        }
    }
    write_file(place, &bytes)
}
