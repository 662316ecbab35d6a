//! The faces: what people see and type. Rendering only; the use cases decide.

pub mod cli;
