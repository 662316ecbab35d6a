#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suites::readers::read("cms", bytes));
