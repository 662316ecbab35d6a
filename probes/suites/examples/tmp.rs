#![allow(missing_docs, clippy::all, clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]
fn main() {
    for s in std::env::args().skip(1) {
        let r = suites::run(&s, format!("/work/shared/suites/{s}").into()).unwrap();
        println!("{s} {} of {} ({})", r.agreed(), r.run(), r.cases.len());
        for c in r.unexplained() {
            println!("{} | exp {} got {} {:?}", c.id, c.expected, c.got, c.findings);
        }
    }
}
