//! Test results, as pipelines read them: a suite a paragraph, a case an item.
//!
//! What violates is a failure, what could not be established an error, what does not concern the
//! authority or was not in force is skipped. A case is named by its item and its subject alone, so
//! that a pipeline finds it again in the next run, in whatever language; what is demanded stands in
//! its output. There is no standard of the format; the elements are
//! those of the schema that [Jenkins] publishes.
//!
//! [Jenkins]: https://github.com/jenkinsci/xunit-plugin

use std::fmt::Write as _;

use model::Verdict;

use super::source::Made;
use super::{Row, rows};
use crate::words::visible::visible;

pub(super) fn write(made: &Made<'_>) -> String {
    let record = made.record;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<Row<'_>> = rows(record).collect();
    let name = format!("tekseru {}", record.recipient.authority);
    // Writing into a String cannot fail.
    let _ = writeln!(out, "<testsuites name=\"{}\" {}>", escaped(&name), counts(&all));
    for paragraph in record.subjects.iter().filter(|it| it.parent.is_none()) {
        let own: Vec<Row<'_>> =
            all.iter().copied().filter(|it| it.paragraph.id == paragraph.id).collect();
        if own.is_empty() {
            continue;
        }
        let name = paragraph.place.in_lang(made.lang);
        let label = paragraph.label.in_lang(made.lang);
        let at = record.sealed_at.strftime("%Y-%m-%dT%H:%M:%S");
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" package=\"{}\" timestamp=\"{at}\" {}>",
            escaped(&format!("{name}: {label}")),
            escaped(&paragraph.id.0),
            counts(&own)
        );
        let facts = [
            ("record", made.file.to_owned()),
            ("record-sha256", made.sha256.to_string()),
            ("rules", record.rules.edition.clone()),
            ("rules-sha256", record.rules.sha256.to_string()),
            ("day", record.day.to_string()),
        ];
        out.push_str("    <properties>\n");
        for (name, value) in facts {
            let value = escaped(&value);
            let _ = writeln!(out, "      <property name=\"{name}\" value=\"{value}\"/>");
        }
        out.push_str("    </properties>\n");
        own.iter().for_each(|it| case(&mut out, it, made));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, row: &Row<'_>, made: &Made<'_>) {
    let (class, name) = (escaped(&row.subject.id.0), escaped(row.id()));
    let title = escaped(&row.title(made.lang));
    let _ = writeln!(out, "    <testcase classname=\"{class}\" name=\"{name}\" time=\"0\">");
    let verdict = row.verdict();
    let word = made.label(&format!("act-verdict-{}", verdict.as_str()));
    let element = match verdict {
        Verdict::Complies => None,
        Verdict::NotInForce | Verdict::OutOfScope => {
            let _ = writeln!(out, "      <skipped message=\"{}\"/>", escaped(&word));
            None
        }
        Verdict::Undetermined => Some("error"),
        Verdict::Violates => Some("failure"),
    };
    if let Some(element) = element {
        let first = row.found(made.lang).into_iter().next().unwrap_or(word);
        let _ = writeln!(
            out,
            "      <{element} type=\"{}\" message=\"{}\">{}</{element}>",
            verdict.as_str(),
            escaped(&first),
            escaped(&row.message(made.record, made.lang))
        );
    }
    let _ = writeln!(out, "      <system-out>{title}</system-out>\n    </testcase>");
}

fn counts(rows: &[Row<'_>]) -> String {
    let of = |wanted: &[Verdict]| rows.iter().filter(|it| wanted.contains(&it.verdict())).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\"",
        rows.len(),
        of(&[Verdict::Violates]),
        of(&[Verdict::Undetermined]),
        of(&[Verdict::NotInForce, Verdict::OutOfScope]),
    )
}

/// Text as XML holds it, in an element or in an attribute. Characters that no document of XML may
/// hold ([XML 1.0 section 2.2]) are shown by their number; so is what a terminal or a page would
/// obey, for logs of pipelines are read on both.
///
/// [XML 1.0 section 2.2]: https://www.w3.org/TR/xml/#charsets
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("&#10;");
        }
        for character in visible(line).chars() {
            match character {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                '\u{fffe}' | '\u{ffff}' => out.extend(character.escape_unicode()),
                _ => out.push(character),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_or_forbidden() {
        let hostile = "]]><a b='\"'>&\u{0}\u{1b}[2J\u{fffe}\u{ffff}\u{202e}\n\u{85}";
        assert_eq!(
            escaped(hostile),
            "]]&gt;&lt;a b=&#39;&quot;&#39;&gt;&amp;\\u{0}\\u{1b}[2J\\u{fffe}\\u{ffff}\\u{202e}\
             &#10;\\u{85}"
        );
        assert_eq!(escaped("«Әділ Ғ.» №"), "«Әділ Ғ.» №");
    }
}
