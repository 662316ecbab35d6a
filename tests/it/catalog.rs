//! The law as data agrees with itself, with the probes and with the analysed text.
