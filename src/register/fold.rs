//! Text made alike for comparison, on every database in the same way.
//!
//! Databases know the case of letters by their own tables, or of Latin letters alone; so the
//! folding is done here and its outcome is what is stored and searched.

use unicode_normalization::UnicodeNormalization as _;

/// The longest text that is folded, in characters; what is longer is cut.
const LONGEST: usize = 2_000;

/// The text in small letters without marks of quotation, with single spaces.
///
/// Ё is searched as Е. Within a word that holds a Cyrillic letter, a Latin letter of the same shape
/// is taken for the Cyrillic one: names are typed with a Latin i for the Kazakh і, in the published
/// law too.
#[must_use]
pub fn fold(text: &str) -> String {
    let small: String = text
        .chars()
        .take(LONGEST)
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|it| !is_mark(*it))
        .map(plain)
        .collect();
    let mut out = String::with_capacity(small.len());
    for word in small.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.chars().any(is_cyrillic) {
            out.extend(word.chars().map(cyrillic));
        } else {
            out.push_str(word);
        }
    }
    out
}

/// The key by which a number is unique: folded, without spaces.
#[must_use]
pub(super) fn key(number: &str) -> String {
    fold(number).chars().filter(|it| !it.is_whitespace()).collect()
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '«' | '»' | '„' | '“' | '”' | '‟' | '‘' | '’' | '‚' | '`' | '\u{ad}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

fn plain(character: char) -> char {
    match character {
        'ё' => 'е',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        it if it.is_control() => ' ',
        it => it,
    }
}

fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{52f}')
}

const fn cyrillic(latin: char) -> char {
    match latin {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'h' => 'һ',
        'i' => 'і',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        'ə' => 'ә',
        'ɵ' => 'ө',
        it => it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_letters_fold_to_their_small_ones() {
        assert_eq!(fold("ӘҒҚҢӨҰҮҺІ"), "әғқңөұүһі");
        assert_eq!(fold("ЁЛКА Й"), "елка й");
        assert_eq!(fold("И\u{306}"), "й", "composed");
    }

    #[test]
    fn marks_spaces_and_dashes_do_not_matter() {
        assert_eq!(fold(" «ДЕМО–СЕНІМ»\u{a0} ЖШС\n"), "демо-сенім жшс");
        assert_eq!(fold("ТОО \"ДЕМО\u{200b}\""), "тоо демо");
    }

    #[test]
    fn a_latin_letter_in_a_cyrillic_word_is_the_cyrillic_one() {
        assert_eq!(fold("министрлiгiнiң"), fold("министрлігінің"));
        assert_eq!(fold("COMODO CA"), "comodo ca", "a Latin word stays Latin");
    }

    #[test]
    fn a_number_is_the_same_with_and_without_spaces() {
        assert_eq!(key("KZ 000 12"), key("kz00012"));
        assert_ne!(key("1"), key("01"));
    }
}
