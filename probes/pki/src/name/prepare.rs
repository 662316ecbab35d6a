//! String preparation for comparing attributes
//! ([RFC 4518 section 2](https://www.rfc-editor.org/rfc/rfc4518#section-2), as
//! [RFC 5280 section 7.1](https://www.rfc-editor.org/rfc/rfc5280#section-7.1) asks): map with case
//! folding, normalize to form KC, refuse what is prohibited, drop insignificant spaces.
//!
//! Two spellings of one Kazakh name – `й` as one character or as `и` with a breve, `Ұ` or `ұ`, a
//! no-break space or a plain one – are one name; look-alikes of another script are not.

use unicode_normalization::UnicodeNormalization as _;

/// Whether two texts are one.
pub(super) fn matches(one: &str, two: &str) -> bool {
    if one.is_ascii() && two.is_ascii() {
        let mut pairs = one.bytes().zip(two.bytes());
        let other = pairs.find(|(one, two)| !one.eq_ignore_ascii_case(two));
        // After the same beginning two different visible characters stay different.
        !other.is_some_and(|(one, two)| one.is_ascii_graphic() && two.is_ascii_graphic())
            && ascii(one).eq(ascii(two))
    } else {
        prepared(one) == prepared(two)
    }
}

/// The characters by which a text is compared.
pub(super) fn prepared(text: &str) -> String {
    if text.is_ascii() {
        return ascii(text).collect();
    }
    if text.chars().any(is_prohibited) {
        // "If the string contains any prohibited code point, the assertion evaluates to
        // Undefined": such a text matches itself alone.
        return text.to_owned();
    }
    let mut prepared = String::with_capacity(text.len());
    // Form KC makes capitals and spaces of some characters that were none: what the table of B.2
    // lists apart.
    let once = text.chars().filter_map(mapped).flat_map(folded).nfkc();
    for character in once.flat_map(folded).nfkc() {
        // 2.6.1: no space at the beginning, one where there are several, none at the end.
        if character != ' ' || !(prepared.is_empty() || prepared.ends_with(' ')) {
            prepared.push(character);
        }
    }
    if prepared.ends_with(' ') {
        prepared.pop();
    }
    prepared
}

/// What the steps come to for the text of most names.
fn ascii(text: &str) -> impl Iterator<Item = char> {
    let words = text.split(|character| mapped(character) == Some(' '));
    let seen = words.filter(|word| word.chars().any(|character| mapped(character).is_some()));
    seen.enumerate().flat_map(|(index, word)| {
        let space = (index > 0).then_some(' ');
        let letters = word.chars().filter_map(mapped).map(|it| it.to_ascii_lowercase());
        space.into_iter().chain(letters)
    })
}

/// Step 2: controls and formats are nothing, white space is a space.
fn mapped(character: char) -> Option<char> {
    match character {
        '\t'..='\r' | '\u{85}' => Some(' '),
        ' '
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(' '),
        '\u{0}'..='\u{8}'
        | '\u{e}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{1806}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2063}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}' => None,
        _ => Some(character),
    }
}

/// Case folding as [RFC 3454 appendix B.2](https://www.rfc-editor.org/rfc/rfc3454#appendix-B.2):
/// through the capital letter, so that `ß` is `ss` and a final sigma a sigma; the dotless `ı` is a
/// letter of its own, whose capital is that of `i` alone.
fn folded(character: char) -> impl Iterator<Item = char> {
    let dotless = (character == 'ı').then_some(character);
    let others = (character != 'ı').then_some(character);
    let others = others
        .into_iter()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase);
    dotless.into_iter().chain(others)
}

/// Step 4: private use, non-characters, characters deprecated for changing the display, and the
/// replacement character.
fn is_prohibited(character: char) -> bool {
    let code = u32::from(character);
    matches!(character,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fdd0}'..='\u{fdef}'
        | '\u{340}' | '\u{341}' | '\u{fffd}')
        || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::prepared;

    fn same(one: &str, two: &str) {
        assert_eq!(prepared(one), prepared(two), "{one:?} {two:?}");
        assert!(super::matches(one, two));
    }

    fn other(one: &str, two: &str) {
        assert_ne!(prepared(one), prepared(two), "{one:?} {two:?}");
    }

    #[test]
    fn case_is_folded_in_every_script() {
        same("ҚАЗАҚСТАН РЕСПУБЛИКАСЫ ӘҒҮҰҺӨІҢ", "қазақстан республикасы әғүұһөің");
        same("STRASSE", "Straße");
        same("STRASSE", "STRAẞE");
        same("ΣΊΣΥΦΟΣ", "σίσυφος");
        same("İstanbul", "i\u{307}stanbul");
        other("ı", "i");
        other("ı", "I");
    }

    #[test]
    fn compositions_and_compatible_forms_are_one() {
        same("ЙОД", "и\u{306}од");
        same("Ё", "е\u{308}");
        same("№ 1", "No 1");
        same("ＦＵＬＬ", "full");
        same("ﬁ", "fi");
    }

    #[test]
    fn look_alikes_of_another_script_or_letter_differ() {
        // Latin and Cyrillic.
        other("СОА", "COA");
        other("ҰҚО", "ҰКО");
        other("ү", "ұ");
        other("һ", "h");
    }

    #[test]
    fn spaces_of_every_kind_are_one_and_none_at_the_ends() {
        same("  a\u{a0}\u{2003} b\t", "A B");
        same("a\r\nb", "a b");
        same("ұ\u{3000}ұ ", "ұ ұ");
        same("", "   ");
        other("ab", "a b");
        // A space that form KC makes of a macron counts as any other.
        same("a\u{af}", "a \u{304}");
    }

    #[test]
    fn what_is_not_seen_is_nothing() {
        same("a\u{200b}b\u{ad}", "ab");
        same("\u{feff}ұ\u{202e}", "ұ");
        same("a\0b", "ab");
        same("a \0 b", "a b");
        same("\0 ", "");
    }

    #[test]
    fn a_prohibited_text_matches_itself_alone() {
        same("a\u{e000}", "a\u{e000}");
        other("A\u{e000}", "a\u{e000}");
        other("a\u{fffd}", "A\u{fffd}");
    }
}
