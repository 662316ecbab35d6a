//! Runs one suite and prints what it disagrees on.
#![allow(missing_docs, clippy::unwrap_used, reason = "scratch")]
fn main() {
    let mut a = std::env::args().skip(1);
    let (s, p) = (a.next().unwrap(), a.next().unwrap());
    let r = suites::run(&s, p.into()).unwrap();
    for c in &r.cases {
        if std::env::var("ALL").is_ok_and(|v| c.id.starts_with(&v))
            || !matches!(c.outcome, suites::Outcome::Agrees)
        {
            println!(
                "{} expected {} got {} {:?} {:?}",
                c.id, c.expected, c.got, c.findings, c.outcome
            );
        }
    }
    println!("{} of {}", r.agreed(), r.run());
}
