//! What the two modules answer.

use serde_json::{Map, Value};

use super::{KEY_FILES, NcaLayerError};

/// An answer to a request to sign.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Answer {
    /// The person closed the window.
    Cancelled,
    /// This version has no such module.
    NoSuchModule,
    /// No, and why.
    Refused { code: String, message: String },
    /// The signature, as PEM or base64.
    Signature(String),
}

/// What one message says: nothing that was asked for, or an answer.
pub(super) type Heard<T> = Result<Option<T>, NcaLayerError>;

/// `{"status": true, "body": {"result": …}}`; a body without a result is a closed window.
pub(super) fn of_basics(message: &Value) -> Heard<Answer> {
    let fields = fields(message)?;
    if no_such_module(fields) {
        return Ok(Some(Answer::NoSuchModule));
    }
    match fields.get("status") {
        Some(Value::Bool(true)) => {}
        Some(Value::Bool(false)) => return Ok(Some(refused(fields))),
        Some(_) | None => return Err(garbage("no status")),
    }
    let body = fields.get("body").and_then(Value::as_object);
    match body.and_then(|it| it.get("result")) {
        None | Some(Value::Null) => Ok(Some(Answer::Cancelled)),
        Some(result) => Ok(Some(Answer::Signature(one_text(result)?))),
    }
}

/// `{"code": "200", "responseObject": …}`.
pub(super) fn of_common(message: &Value) -> Heard<Answer> {
    let fields = fields(message)?;
    if no_such_module(fields) {
        return Ok(Some(Answer::NoSuchModule));
    }
    match text(fields, "code").as_str() {
        "200" => {
            let object = fields.get("responseObject").unwrap_or(&Value::Null);
            Ok(Some(Answer::Signature(one_text(object)?)))
        }
        "" => Err(garbage("no code")),
        _ => Ok(Some(refused(fields))),
    }
}

/// The one device that is plugged in; files of keys are always there and are not listed by all
/// versions. Whatever else is answered leaves them.
pub(super) fn of_tokens(message: &Value) -> Heard<Option<String>> {
    let fields = fields(message)?;
    let devices = match fields.get("responseObject") {
        Some(Value::Array(all)) => all.as_slice(),
        Some(_) | None => &[],
    };
    let mut devices = devices.iter().filter_map(Value::as_str).filter(|it| *it != KEY_FILES);
    Ok(Some(match (devices.next(), devices.next()) {
        (Some(one), None) => Some(one.to_owned()),
        (_, _) => None,
    }))
}

fn fields(message: &Value) -> Result<&Map<String, Value>, NcaLayerError> {
    message.as_object().ok_or_else(|| garbage("not an object"))
}

fn no_such_module(fields: &Map<String, Value>) -> bool {
    text(fields, "errorCode") == "MODULE_NOT_FOUND"
}

/// Versions differ in how they say that a window was closed.
fn refused(fields: &Map<String, Value>) -> Answer {
    let (code, message) = (text(fields, "code"), text(fields, "message"));
    let cancelled = |it: &str| {
        let it = it.to_ascii_lowercase();
        ["action.canceled", "action.cancelled", "user_canceled", "user_cancelled"]
            .contains(&it.as_str())
    };
    if cancelled(&code) || cancelled(&message) {
        return Answer::Cancelled;
    }
    if code == "INVOCATION_ERROR" {
        // The module is there without the method: as good as none.
        return Answer::NoSuchModule;
    }
    let or_dash = |it: String| if it.is_empty() { "-".to_owned() } else { it };
    Answer::Refused { code: or_dash(code), message: or_dash(message) }
}

/// A text, or a list of one.
fn one_text(value: &Value) -> Result<String, NcaLayerError> {
    let one = match value.as_array().map(Vec::as_slice) {
        None => value,
        Some([one]) => one,
        Some(_) => return Err(garbage("not one signature")),
    };
    one.as_str().map(str::to_owned).ok_or_else(|| garbage("the signature is no text"))
}

/// Codes are texts, and in some versions numbers.
fn text(fields: &Map<String, Value>, name: &str) -> String {
    match fields.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    }
}

pub(super) fn garbage(reason: &str) -> NcaLayerError {
    NcaLayerError::Garbage { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_module_answers_with_a_text_or_a_list_of_one() {
        for result in [json!("AQID"), json!(["AQID"])] {
            let message = json!({ "status": true, "body": { "result": result } });
            let signature = Answer::Signature("AQID".into());
            assert_eq!(of_basics(&message).unwrap(), Some(signature));
        }
        for body in [json!({}), json!({ "result": null }), Value::Null] {
            let message = json!({ "status": true, "body": body });
            assert_eq!(of_basics(&message).unwrap(), Some(Answer::Cancelled));
        }
    }

    #[test]
    fn a_closed_window_is_told_from_a_refusal_in_every_version() {
        for (code, message) in [
            (json!("USER_CANCELLED"), "x"),
            (json!("USER_CANCELED"), "x"),
            (json!("500"), "action.canceled"),
            (json!(500), "action.canceled"),
        ] {
            let refusal = json!({ "status": false, "code": code, "message": message });
            assert_eq!(of_basics(&refusal).unwrap(), Some(Answer::Cancelled), "{refusal}");
            assert_eq!(of_common(&refusal).unwrap(), Some(Answer::Cancelled), "{refusal}");
        }
        let refusal = json!({ "status": false, "code": "500", "message": "load.error" });
        let refused = Answer::Refused { code: "500".into(), message: "load.error".into() };
        assert_eq!(of_basics(&refusal).unwrap(), Some(refused));
    }

    #[test]
    fn a_version_without_the_module_says_so() {
        let message = json!({ "success": false, "errorCode": "MODULE_NOT_FOUND" });
        assert_eq!(of_basics(&message).unwrap(), Some(Answer::NoSuchModule));
        assert_eq!(of_common(&message).unwrap(), Some(Answer::NoSuchModule));
    }

    #[test]
    fn the_second_module_answers_by_code() {
        let message = json!({ "code": "200", "responseObject": "AQID" });
        assert_eq!(of_common(&message).unwrap(), Some(Answer::Signature("AQID".into())));
        let devices = |list: Value| {
            of_tokens(&json!({ "code": "200", "responseObject": list })).unwrap().unwrap()
        };
        assert_eq!(devices(json!(["AKKaztokenStore"])).unwrap(), "AKKaztokenStore");
        assert_eq!(devices(json!(["PKCS12", "AKKZIDCardStore"])).unwrap(), "AKKZIDCardStore");
        assert_eq!(devices(json!(["AKKaztokenStore", "AKKZIDCardStore"])), None);
        assert_eq!(devices(json!([])), None);
    }

    #[test]
    fn what_is_no_answer_is_named() {
        for message in [json!(7), json!([]), json!({}), json!({ "status": "yes" })] {
            assert!(matches!(of_basics(&message), Err(NcaLayerError::Garbage { .. })), "{message}");
        }
        for object in [json!(["a", "b"]), json!(7), Value::Null] {
            let message = json!({ "code": "200", "responseObject": object });
            assert!(matches!(of_common(&message), Err(NcaLayerError::Garbage { .. })), "{message}");
        }
    }
}
