//! The files that an authority fills in before it checks itself.
//!
//! They can be read as they are: what is not filled in is not looked at, and its items stay
//! undetermined.

use std::fmt::Write as _;

use jiff::civil::Date;
use model::Lang;
use probes::AssetKind;

use crate::act::exhibit;
use crate::catalog::{Catalog, Item};
use crate::words::{Facts, Words};

/// The day in the files under `samples/selfcheck`, in place of which the day of writing is put.
const DAY: &str = "2000-01-01";

/// `case.toml` of a self-check, with what to write explained in this language.
#[must_use]
pub fn case(lang: Lang, today: Date) -> String {
    let text = match lang {
        Lang::Kk => include_str!("../../samples/selfcheck/case.kk.toml"),
        Lang::Ru => include_str!("../../samples/selfcheck/case.ru.toml"),
        Lang::En => include_str!("../../samples/selfcheck/case.en.toml"),
    };
    text.replace(DAY, &today.to_string())
}

/// `answers.toml`: every question, in the order of the checklists, none of them answered.
#[must_use]
pub fn answers(catalog: &Catalog, words: &Words, lang: Lang) -> String {
    let say = |key: &str| words.say(lang, key, &Facts::new());
    let mut out = String::new();
    comment(&mut out, &say("selfcheck-template-answers"));
    for item in catalog.items().iter().filter(|it| it.answer.asked) {
        out.push('\n');
        let subject = catalog.subject(&item.requirement.subject);
        if let Some(subject) = subject {
            comment(&mut out, subject.place.in_lang(lang));
        }
        comment(&mut out, item.question.in_lang(lang));
        comment(&mut out, item.guidance.in_lang(lang));
        one(&mut out, item, words, lang);
    }
    out
}

/// The answer to one question, with what it has to bring.
fn one(out: &mut String, item: &Item, words: &Words, lang: Lang) {
    let say = |key: &str, facts: Facts<'_>| words.say(lang, key, &facts);
    let plain = |key: &str| say(key, Facts::new());
    let seen = if item.requirement.conditional {
        "selfcheck-template-seen-conditional"
    } else {
        "selfcheck-template-seen"
    };
    let shape = &item.answer;
    let id = &item.requirement.id.0;
    // Writing into a String cannot fail.
    let _ = writeln!(out, "[[answer]]\nitem = {}", quoted(id));
    comment(out, &plain(seen));
    out.push_str("seen = \"\"\n");
    comment(out, &plain("selfcheck-template-ground"));
    out.push_str("ground = \"\"\n");
    let attach = match (shape.photo, shape.document) {
        (true, true) => "selfcheck-template-photo-and-document",
        (true, false) => "selfcheck-template-photo",
        (false, true) => "selfcheck-template-document",
        (false, false) => "selfcheck-template-attach",
    };
    comment(out, &plain(attach));
    out.push_str("attach = []\n");
    if let Some(measure) = &shape.measure {
        let limit = item.requirement.limit;
        let facts = [
            ("quantity", plain(&format!("quantity-{}", measure.quantity))),
            ("readings", measure.readings.to_string()),
            ("limit", limit.map(|it| exhibit::limit(words, lang, &it)).unwrap_or_default()),
            ("unit", limit.map(|it| exhibit::unit(words, lang, it.unit)).unwrap_or_default()),
        ];
        let facts = facts.map(|(key, it)| (key.into(), it)).into();
        comment(out, &say("selfcheck-template-measure", facts));
        let quantity = quoted(&measure.quantity);
        let _ = writeln!(
            out,
            "[[answer.measures]]\nquantity = {quantity}\nreadings = []\ninstrument = \"\""
        );
        comment(out, &plain("selfcheck-template-instrument"));
        out.push_str("# verified-until = \"2027-12-31\"\n# error = \"\"\n");
    }
    for kind in &shape.assets {
        let (name, key) = match kind {
            AssetKind::KeyProtection => ("key-protection", "selfcheck-template-key-protection"),
            AssetKind::Server => ("server", "selfcheck-template-server"),
        };
        comment(out, &plain(key));
        for role in ["main", "reserve"] {
            let _ = writeln!(
                out,
                "# [[answer.assets]]\n# kind = \"{name}\"\n# role = \"{role}\"\n# serial = \"\"\n\
                 # model = \"\"\n# room = \"\"\n# address = \"\"\n# physical = true"
            );
        }
    }
}

/// Lines behind a sign of a comment, of at most a hundred columns.
fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let mut column = 1;
        out.push('#');
        for word in line.split_whitespace() {
            let length = word.chars().count();
            if column > 1 && column + 1 + length > 100 {
                out.push_str("\n#");
                column = 1;
            }
            out.push(' ');
            out.push_str(word);
            column += 1 + length;
        }
        out.push('\n');
    }
}

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
