//! What every paper shares: the provider's name, the running words, and dates and numbers written
//! out.
//!
//! Months and numerals are tables of `checklists/forms/office.toml`: nothing is derived, so that
//! nothing is declined wrongly.

use jiff::civil::Date;
use model::{Lang, Localized};
use serde::Deserialize;

use crate::catalog::{CatalogError, Files, parse_file};

/// The file.
pub(super) const FILE: &str = "forms/office.toml";

/// The greatest number that is written out.
pub(super) const GREATEST: u32 = 999;

/// Words and tables that every paper shares.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Office {
    /// Who issues the committee's papers.
    pub(super) provider: Localized,
    pub(super) words: Words,
    date: DateWords,
    period: Period,
    numerals: Numerals,
}

/// The words around the text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Words {
    /// With `{page}` and `{pages}`.
    pub(super) page: Localized,
    /// Which language prevails.
    pub(super) prevails: Localized,
    /// Over the translation of a form whose text is set in one language.
    pub(super) translation: Localized,
    /// With `{note}`.
    pub(super) repealed: Localized,
    /// Across every page of a draft.
    pub(super) draft: Localized,
    /// At the end of a draft.
    pub(super) draft_decides_nothing: Localized,
    /// A warning, with `{fields}`: words that the register does not have in that language.
    own_words: Localized,
    /// In place of an empty list.
    pub(super) none: Localized,
    /// In place of an empty cell.
    pub(super) not_given: Localized,
    /// Before the hash of the record.
    pub(super) record: Localized,
    /// Before the hash of the form.
    pub(super) template: Localized,
    /// Where the signature is kept.
    pub(super) signed_beside: Localized,
    /// Under the line for a signature.
    pub(super) signature: Localized,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DateWords {
    /// With `{year}`, `{month}` and `{day}`.
    plain: Localized,
    month: Vec<Month>,
}

/// A month. Russian has it in the genitive, which serves every sentence; Kazakh by its ending.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Month {
    kk: Manners,
    ru: String,
    en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Manners {
    plain: String,
    of: String,
    from: String,
    until: String,
    on: String,
}

/// How a day stands in a sentence.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Manner {
    /// Since the day: «қыркүйектен».
    From,
    /// Of the day: «қыркүйектегі».
    Of,
    /// On the day: «қыркүйекте».
    On,
    /// The day: «қыркүйек».
    #[default]
    Plain,
    /// Until the day: «қыркүйекке».
    Until,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Period {
    kk: Plural,
    ru: Plural,
    en: Plural,
}

/// With `{number}` and `{words}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Plural {
    one: String,
    other: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Numerals {
    kk: Digits,
    ru: Digits,
    en: Digits,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Digits {
    units: Vec<String>,
    tens: Vec<String>,
    hundreds: Vec<String>,
}

impl Office {
    /// Reads and checks the tables.
    pub(super) fn read(files: &Files) -> Result<Self, CatalogError> {
        let office: Self = parse_file(files, FILE)?;
        let refuse = |defect: &str| CatalogError::file(files.place(FILE), defect);
        if office.date.month.len() != 12 {
            return Err(refuse("a year has twelve months"));
        }
        let Numerals { kk, ru, en } = &office.numerals;
        let whole = |it: &Digits| (it.units.len(), it.tens.len(), it.hundreds.len());
        if [kk, ru, en].into_iter().any(|it| whole(it) != (20, 10, 10)) {
            return Err(refuse("20 units, 10 tens and 10 hundreds make the numerals"));
        }
        Ok(office)
    }

    /// That a person said words of these fields in a language in which the register has none.
    pub(super) fn own_words(&self, fields: &str) -> Localized {
        let it = &self.words.own_words;
        let said = |lang: Lang| it.in_lang(lang).replace("{fields}", fields);
        Localized { kk: said(Lang::Kk), ru: said(Lang::Ru), en: said(Lang::En) }
    }

    /// A day as it is written in a language.
    pub(super) fn date(&self, lang: Lang, day: Date, manner: Manner) -> String {
        let at = usize::try_from(day.month()).unwrap_or_default().saturating_sub(1);
        let month = self.date.month.get(at).map_or("", |it| match (lang, manner) {
            (Lang::Kk, Manner::Plain) => &it.kk.plain,
            (Lang::Kk, Manner::From) => &it.kk.from,
            (Lang::Kk, Manner::Of) => &it.kk.of,
            (Lang::Kk, Manner::On) => &it.kk.on,
            (Lang::Kk, Manner::Until) => &it.kk.until,
            (Lang::Ru, _) => &it.ru,
            (Lang::En, _) => &it.en,
        });
        self.date
            .plain
            .in_lang(lang)
            .replace("{year}", &day.year().to_string())
            .replace("{month}", month)
            .replace("{day}", &day.day().to_string())
    }

    /// So many working days, with the number in words.
    pub(super) fn period(&self, lang: Lang, number: u32) -> String {
        let (plural, single) = match lang {
            Lang::Kk => (&self.period.kk, true),
            Lang::Ru => (&self.period.ru, number % 10 == 1 && number % 100 != 11),
            Lang::En => (&self.period.en, number == 1),
        };
        let form = if single { &plural.one } else { &plural.other };
        form.replace("{number}", &number.to_string())
            .replace("{words}", &self.numeral(lang, number))
    }

    /// A number up to [`GREATEST`] in words.
    fn numeral(&self, lang: Lang, number: u32) -> String {
        let digits = match lang {
            Lang::Kk => &self.numerals.kk,
            Lang::Ru => &self.numerals.ru,
            Lang::En => &self.numerals.en,
        };
        let word = |table: &[String], at: u32| {
            usize::try_from(at).ok().and_then(|at| table.get(at)).cloned().unwrap_or_default()
        };
        let rest = number % 100;
        let (tens, units) = if rest < 20 { (0, rest) } else { (rest / 10, rest % 10) };
        let words = [
            word(&digits.hundreds, number / 100),
            word(&digits.tens, tens),
            word(&digits.units, units),
        ];
        words.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::FORMS;

    fn office() -> Office {
        Office::read(&Files::apart(FORMS, None).unwrap()).unwrap()
    }

    #[test]
    fn days_are_written_as_letters_write_them() {
        let office = office();
        let day = date(2025, 9, 25);
        for (lang, manner, written) in [
            (Lang::Kk, Manner::Plain, "2025 жылғы 25\u{a0}қыркүйек"),
            (Lang::Kk, Manner::Of, "2025 жылғы 25\u{a0}қыркүйектегі"),
            (Lang::Kk, Manner::From, "2025 жылғы 25\u{a0}қыркүйектен"),
            (Lang::Kk, Manner::Until, "2025 жылғы 25\u{a0}қыркүйекке"),
            (Lang::Kk, Manner::On, "2025 жылғы 25\u{a0}қыркүйекте"),
            (Lang::Ru, Manner::Plain, "25\u{a0}сентября 2025 года"),
            (Lang::Ru, Manner::Until, "25\u{a0}сентября 2025 года"),
            (Lang::En, Manner::Plain, "25\u{a0}September 2025"),
        ] {
            assert_eq!(office.date(lang, day, manner), written);
        }
    }

    #[test]
    fn every_month_has_its_name_and_its_endings() {
        // Typed in by hand, after the order of the year.
        let kk = [
            "қаңтар қаңтардағы қаңтардан қаңтарға қаңтарда",
            "ақпан ақпандағы ақпаннан ақпанға ақпанда",
            "наурыз наурыздағы наурыздан наурызға наурызда",
            "сәуір сәуірдегі сәуірден сәуірге сәуірде",
            "мамыр мамырдағы мамырдан мамырға мамырда",
            "маусым маусымдағы маусымнан маусымға маусымда",
            "шілде шілдедегі шілдеден шілдеге шілдеде",
            "тамыз тамыздағы тамыздан тамызға тамызда",
            "қыркүйек қыркүйектегі қыркүйектен қыркүйекке қыркүйекте",
            "қазан қазандағы қазаннан қазанға қазанда",
            "қараша қарашадағы қарашадан қарашаға қарашада",
            "желтоқсан желтоқсандағы желтоқсаннан желтоқсанға желтоқсанда",
        ];
        let ru =
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря";
        let office = office();
        for ((month, kk), ru) in (1..=12).zip(kk).zip(ru.split(' ')) {
            let day = date(2026, month, 3);
            let manners = [Manner::Plain, Manner::Of, Manner::From, Manner::Until, Manner::On];
            for (manner, word) in manners.into_iter().zip(kk.split(' ')) {
                assert_eq!(office.date(Lang::Kk, day, manner), format!("2026 жылғы 3\u{a0}{word}"));
                assert_eq!(office.date(Lang::Ru, day, manner), format!("3\u{a0}{ru} 2026 года"));
            }
        }
    }

    #[test]
    fn periods_agree_with_their_number() {
        let office = office();
        for (number, kk, ru, en) in [
            (1, "1 (бір) жұмыс күні", "1 (одного) рабочего дня", "1 (one) working day"),
            (2, "2 (екі) жұмыс күні", "2 (двух) рабочих дней", "2 (two) working days"),
            (
                11,
                "11 (он бір) жұмыс күні",
                "11 (одиннадцати) рабочих дней",
                "11 (eleven) working days",
            ),
            (
                21,
                "21 (жиырма бір) жұмыс күні",
                "21 (двадцати одного) рабочего дня",
                "21 (twenty one) working days",
            ),
            (30, "30 (отыз) жұмыс күні", "30 (тридцати) рабочих дней", "30 (thirty) working days"),
            (
                45,
                "45 (қырық бес) жұмыс күні",
                "45 (сорока пяти) рабочих дней",
                "45 (forty five) working days",
            ),
            (
                60,
                "60 (алпыс) жұмыс күні",
                "60 (шестидесяти) рабочих дней",
                "60 (sixty) working days",
            ),
            (
                111,
                "111 (жүз он бір) жұмыс күні",
                "111 (ста одиннадцати) рабочих дней",
                "111 (one hundred eleven) working days",
            ),
            (
                240,
                "240 (екі жүз қырық) жұмыс күні",
                "240 (двухсот сорока) рабочих дней",
                "240 (two hundred forty) working days",
            ),
        ] {
            assert_eq!(office.period(Lang::Kk, number), kk);
            assert_eq!(office.period(Lang::Ru, number), ru);
            assert_eq!(office.period(Lang::En, number), en);
        }
    }
}
