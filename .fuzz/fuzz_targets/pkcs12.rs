#![no_main]

use std::path::Path;

use tekseru::signing::SigningKey;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = SigningKey::read(Path::new("input"), bytes, "demo");
});
