//! The working days of a year, month by month.

use jiff::civil::{Date, Weekday};
use serde_json::json;

use crate::calendar::{Calendar, Day, MovedDays};
use crate::face::cli::context::{Context, Tone, put, visible};
use crate::face::cli::show::{facts, json as put_json};

/// Shows a year, with a warning where nothing vouches for it.
pub(super) fn show(context: &Context<'_>, calendar: &Calendar, year: i16) {
    let months: Vec<Date> = (1..=12).filter_map(|it| Date::new(year, it, 1).ok()).collect();
    let days = |first: Date| {
        first.series(jiff::ToSpan::day(1)).take_while(move |it| it.month() == first.month())
    };
    let working = |first: Date| days(first).filter(|it| calendar.is_working(*it)).count();
    let total: usize = months.iter().map(|it| working(*it)).sum();
    let known = calendar.year(year);
    if context.json {
        let free: Vec<_> = months
            .iter()
            .flat_map(|it| days(*it))
            .filter_map(|day| {
                let kind = match calendar.day(day) {
                    Day::Carried => "carried",
                    Day::Holiday(_) => "holiday",
                    Day::MovedFree(_) => "moved-free",
                    Day::MovedWorked(_) => "moved-worked",
                    Day::Weekend | Day::Working => return None,
                };
                Some(json!({ "day": day.to_string(), "kind": kind }))
            })
            .collect();
        put_json(&json!({
            "year": year,
            "known": known.is_some(),
            "compared": known.is_some_and(|it| it.compared),
            "moved-days": known.map(|it| match it.moved {
                MovedDays::Entered => "entered",
                MovedDays::None => "none",
                MovedDays::Unknown => "unknown",
            }),
            "sources": known.map(|it| it.sources.clone()),
            "working-days": total,
            "months": months.iter().map(|it| working(*it)).collect::<Vec<_>>(),
            "special": free,
        }));
        return;
    }
    let named = facts([("n", total.to_string()), ("year", year.to_string())]);
    let title = context.say("procedure-year", &named);
    put(&context.wrap("", 2, &context.paint(Tone::Strong, &title)));
    let (code, tone) = match known {
        None => ("procedure-year-unknown", Tone::Bad),
        Some(it) if !it.compared => ("procedure-year-not-compared", Tone::Bad),
        Some(_) => ("procedure-year-compared", Tone::Quiet),
    };
    put(&context.wrap("", 2, &context.paint(tone, &context.say(code, &named))));
    if let Some(note) = known.and_then(|it| it.note.as_ref()) {
        put(&context.wrap("  ", 2, note.in_lang(context.lang)));
    }
    for first in months {
        let name = context.label(&format!("procedure-month-{}", first.month()));
        let count = facts([("n", working(first).to_string())]);
        let count = context.say("procedure-month-days", &count);
        put(&format!("\n{} · {count}\n", context.paint(Tone::Strong, &name)));
        let heads = context.label("procedure-weekdays");
        let heads: String = heads.split(' ').map(|it| format!("  {it} ")).collect();
        put(&format!("{}\n", heads.trim_end()));
        let mut line =
            " ".repeat(5 * usize::from(first.weekday().to_monday_zero_offset().unsigned_abs()));
        let mut names = Vec::new();
        for day in days(first) {
            let (cell, why) = match calendar.day(day) {
                Day::Working => (format!("  {:>2} ", day.day()), None),
                Day::Weekend => (format!("  {:>2} ", "·"), None),
                Day::Holiday(name) => {
                    (format!(" [{:>2}]", day.day()), Some(name.in_lang(context.lang).to_owned()))
                }
                Day::Carried => (format!(" [{:>2}]", day.day()), None),
                Day::MovedFree(moved) => (format!(" [{:>2}]", day.day()), {
                    let moved = facts([
                        ("act", moved.act.clone()),
                        ("free", moved.free.to_string()),
                        ("worked", moved.worked.to_string()),
                    ]);
                    Some(context.say("procedure-year-moved", &moved))
                }),
                Day::MovedWorked(_) => (format!("  {:>2}*", day.day()), None),
            };
            line.push_str(&cell);
            names.extend(why.map(|it| format!("{}: {it}", day.day())));
            if day.weekday() == Weekday::Sunday {
                put(&format!("{}\n", line.trim_end()));
                line.clear();
            }
        }
        if !line.trim().is_empty() {
            put(&format!("{}\n", line.trim_end()));
        }
        for name in names {
            put(&context.wrap("  ", 4, &name));
        }
    }
    put(&context.wrap("\n", 2, &context.label("procedure-legend")));
    if let Some(known) = known {
        put(&format!(
            "\n{}\n",
            context.paint(Tone::Strong, &context.label("procedure-year-sources"))
        ));
        for source in &known.sources {
            put(&context.wrap("  – ", 4, &visible(source)));
        }
    }
}
