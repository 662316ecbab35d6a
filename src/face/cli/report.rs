//! `tekseru report`: what an act or a report says, in the formats of other tools.

use std::path::Path;

use super::args::{self, Exports, ReportFormat};
use super::context::{Context, Exit, put};
use super::show;
use super::verbs::{VerbError, write_file};
use crate::catalog::Catalog;
use crate::exchange::{Format, Pages, Source};

pub(super) fn run(
    arguments: &args::Report,
    catalog: &Catalog,
    context: &Context<'_>,
) -> Result<Exit, VerbError> {
    let source = Source::open(&arguments.source, catalog, context.words)?;
    let (out, mask) = (&*arguments.out, arguments.mask);
    let written = |format: Format| {
        one(&source, format, out, mask, context)?;
        Ok::<_, VerbError>(format.name())
    };
    let laid_out = |format: Pages| {
        pages(&source, format, out, mask, context)?;
        Ok::<_, VerbError>(format.name())
    };
    let name = match arguments.format {
        ReportFormat::Csv => written(Format::Csv)?,
        ReportFormat::Html => laid_out(Pages::Html)?,
        ReportFormat::Junit => written(Format::Junit)?,
        ReportFormat::Oscal => written(Format::Oscal)?,
        ReportFormat::Pdf => laid_out(Pages::Pdf)?,
        ReportFormat::Sarif => written(Format::Sarif)?,
    };
    let file = out.display().to_string();
    if context.json {
        show::json(&serde_json::json!({ "format": name, "file": file }));
    } else {
        let facts = show::facts([("format", name.to_owned()), ("file", file)]);
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
        warn(source.people_named(&bytes), place, context);
    }
    write_file(place, &bytes)
}

/// Writes the pages of a report.
fn pages(
    source: &Source,
    format: Pages,
    place: &Path,
    mask: bool,
    context: &Context<'_>,
) -> Result<(), VerbError> {
    let bytes = source.pages(format, context.words, mask)?;
    if !mask {
        // What stands in the pages of a PDF file is compressed: the record is looked at.
        warn(source.people()?, place, context);
    }
    write_file(place, &bytes)
}

/// Warns that a file names people.
fn warn(numbers: usize, place: &Path, context: &Context<'_>) {
    if numbers > 0 {
        let facts = [("file", place.display().to_string()), ("count", numbers.to_string())];
        let said = context.say("cli-report-people", &show::facts(facts));
        eprint!("{}", context.wrap("", 2, &said));
    }
}
