//! A file to fill in: every field of a form, with its caption as a comment.

use std::fmt::Write as _;

use model::Lang;

use super::form::{Choice, Field, Form, Kind};

impl Form {
    /// A TOML file with every field of the form, empty, and what each is in comments. What stays
    /// empty counts as not given.
    #[must_use]
    pub fn template(&self, lang: Lang) -> String {
        let mut out = String::new();
        comment(&mut out, self.title.in_lang(lang));
        comment(&mut out, &format!("{}: {}", self.act.in_lang(lang), self.clause.in_lang(lang)));
        // In TOML a table takes over everything after it: single values come first.
        let (tables, single): (Vec<_>, Vec<_>) =
            self.field.iter().filter(|it| it.says.is_none()).partition(|it| it.kind == Kind::Table);
        for field in single {
            out.push('\n');
            described(&mut out, field, lang);
            let empty = match field.kind {
                Kind::Choices | Kind::List => "[]",
                Kind::Choice | Kind::Date | Kind::Number | Kind::Table | Kind::Text => "\"\"",
            };
            let _ = writeln!(out, "{} = {empty}", field.id);
        }
        for field in tables {
            out.push('\n');
            described(&mut out, field, lang);
            if field.row.is_empty() {
                let _ = writeln!(out, "[[{}]]", field.id);
                columns(&mut out, field, lang);
                continue;
            }
            for row in &field.row {
                comment(&mut out, row.text.in_lang(lang));
                let _ = writeln!(out, "[{}.{}]", field.id, row.id);
                columns(&mut out, field, lang);
            }
        }
        out
    }
}

fn columns(out: &mut String, field: &Field, lang: Lang) {
    for column in &field.column {
        described(out, column, lang);
        let _ = writeln!(out, "{} = \"\"", column.id);
    }
}

fn described(out: &mut String, field: &Field, lang: Lang) {
    let must = if field.required { "*" } else { "" };
    let kind = match field.kind {
        Kind::Date => " (2026-01-31)".to_owned(),
        Kind::Number => " (1–999)".to_owned(),
        Kind::Text | Kind::List => " (\"…\" | { kk = \"…\", ru = \"…\" })".to_owned(),
        Kind::Choice | Kind::Choices | Kind::Table => String::new(),
    };
    comment(out, &format!("{}{must}{kind}", field.caption.in_lang(lang)));
    for Choice { id, text, .. } in &field.option {
        comment(out, &format!("  {id}: {}", text.in_lang(lang)));
    }
}

fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "# {line}");
    }
}
