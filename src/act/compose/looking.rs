//! The annex of looking: within which bounds, on which ways and by what the site was asked.
//!
//! A silence says nothing without the time that was waited: whoever reads "no answer" finds here
//! how long, how far and through what the tool asked.

use model::{Measure, Unit};

use super::{Composer, instant, small};
use crate::act::exhibit;
use crate::act::record::{ActRecord, Collection, Terms};
use crate::document::{Block, Fact, Span};
use crate::words::Facts;

impl Composer<'_> {
    /// Every collection; those under the same terms stand together.
    pub(super) fn looking(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        let mut groups: Vec<(&Terms, Vec<&Collection>)> = Vec::new();
        for collection in &record.collections {
            match groups.iter_mut().find(|(terms, _)| **terms == collection.terms) {
                Some((_, all)) => all.push(collection),
                None => groups.push((&collection.terms, vec![collection])),
            }
        }
        if groups.is_empty() {
            return;
        }
        blocks.push(self.heading(2, "act-section-looking"));
        blocks.push(self.small("act-looking-note", &Facts::new()));
        for (terms, collections) in groups {
            let mut rows = vec![Fact {
                labels: self.wordings("act-looking-began", &Facts::new()),
                value: collections
                    .into_iter()
                    .map(|it| Block::text(format!("{} · {}", instant(it.at), it.tool)))
                    .collect(),
            }];
            rows.extend(terms.bounds.iter().map(|(name, value)| Fact {
                labels: self.wordings(&format!("bound-{name}"), &Facts::new()),
                value: self.stack(|lang| self.bound(lang, name, *value)),
            }));
            let public = if terms.public { "act-yes" } else { "act-no" };
            rows.push(Fact {
                labels: self.wordings("act-looking-public", &Facts::new()),
                value: vec![Block::text(self.joined(public, &Facts::new()))],
            });
            rows.push(self.listed("act-looking-networks", &terms.networks));
            rows.push(self.listed("act-looking-channels", &terms.channels));
            if let Some(proxy) = &terms.proxy {
                rows.push(Fact {
                    labels: self.wordings("act-looking-proxy", &Facts::new()),
                    value: vec![
                        Block::span(Span::Code(proxy.clone())),
                        small(self.joined("act-looking-proxy-note", &Facts::new())),
                    ],
                });
            }
            blocks.push(Block::Facts(rows));
        }
    }

    fn listed(&self, key: &str, all: &[String]) -> Fact {
        let labels = self.wordings(key, &Facts::new());
        if all.is_empty() {
            let none = format!("{key}-none");
            return Fact { labels, value: self.stacked(&none, &Facts::new()) };
        }
        let code = |it: &String| Block::span(Span::Code(it.clone()));
        Fact { labels, value: all.iter().map(code).collect() }
    }

    /// A bound with its unit, which its name ends in.
    fn bound(&self, lang: model::Lang, name: &str, value: u64) -> String {
        let measure = |value: u64, unit| {
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            Measure { value, uncertainty: 0, unit }
        };
        if name.ends_with("-ms") {
            let time = measure(value, Unit::Millisecond);
            return exhibit::amount(self.words, lang, &time, time.fitting_unit());
        }
        if name.contains("bytes") {
            let facts = super::facts([("bytes", grouped(value))]);
            return self.words.say(lang, "act-looking-bytes", &facts);
        }
        value.to_string()
    }
}

/// Digits in threes, with spaces that keep them on one line.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let lead = digits.len() % 3;
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == lead {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        for (value, shown) in
            [(0, "0"), (999, "999"), (1_000, "1 000"), (536_870_912, "536 870 912")]
        {
            assert_eq!(grouped(value), shown.replace(' ', "\u{a0}"));
        }
    }
}
