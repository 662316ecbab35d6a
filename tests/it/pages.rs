//! The pages of the act, read with other programs than ours: every sentence that the form of the
//! act demands, word for word and typed in by hand.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, str};

use model::EvidenceId;

use crate::inspection::{clean, defects, fresh, squeezed, text};
use crate::skip::skipped;

/// Section headings of every act.
const HEADINGS: [[&str; 2]; 13] = [
    ["Жалпы мәліметтер", "Общие сведения"],
    ["Тексеру негіздері", "Основания проверки"],
    ["Комиссия құрамы", "Состав комиссии"],
    ["Қатысқан тұлғалар", "Присутствовавшие лица"],
    [
        "Ұсынылған құжаттардың нақты жағдайға сәйкестігі",
        "Соответствие представленных документов фактическому состоянию",
    ],
    ["Көрсетілетін қызметті алушының нақты жай-күйі", "Фактическое состояние услугополучателя"],
    ["Серверлік үй-жайларға қойылатын талаптар", "Требования к серверным помещениям"],
    ["Қолданылған құралдар мен өлшемдер", "Применённые средства и измерения"],
    ["Қорытындылар", "Выводы"],
    ["Ұсынымдар", "Рекомендации"],
    ["Комиссия мүшелерінің қолдары", "Подписи членов комиссии"],
    ["Актіні қабылдау туралы белгі", "Отметка о принятии акта"],
    ["Қосымшалар", "Приложения"],
];

/// Sentences of both acts.
const SENTENCES: [[&str; 2]; 4] = [
    [
        "Көрсетілетін қызметті алушыны тексеру нәтижелері туралы акт",
        "Акт о результатах проверки услугополучателя",
    ],
    ["Тармақ бойынша сәйкес.", "По пункту соответствует."],
    [
        "Көрсетілген шек комиссияның критерийі болып табылады және Қағидаларда белгіленбеген.",
        "Указанный предел является критерием комиссии и не установлен Правилами.",
    ],
    ["Тізбек тестілік иерархияда тексерілді.", "Цепочка проверена в тестовой иерархии."],
];

const OPEN_CLEAN: [&str; 2] = [
    "Комиссия 2026-01-12 № ДЕМО-224 бұйрықпен айқындалған құрамда «ДЕМО-СЕНІМ» ЖШС (үлгі / \
     образец) көрсетілетін қызметті алушысын Қағидалардың 12-тармағына сәйкес көшпелі тексерді.",
    "Комиссия в составе, определённом приказом от 2026-01-12 № ДЕМО-224, провела выездную \
     проверку услугополучателя «ДЕМО-СЕНІМ» ЖШС (үлгі / образец) в соответствии с пунктом 12 \
     Правил.",
];

const POSITIVE: [&str; 2] = [
    "Қорытынды: көрсетілетін қызметті алушы белгіленген талаптарға сәйкес келеді.",
    "Вывод: услугополучатель соответствует установленным требованиям.",
];

const NEGATIVE: [&str; 2] = [
    "Қорытынды: көрсетілетін қызметті алушы мына талаптарға сәйкес келмейді:",
    "Вывод: услугополучатель не соответствует следующим требованиям:",
];

const NONCONFORM: [&str; 2] = ["Тармақ бойынша сәйкес емес:", "По пункту не соответствует:"];

const ADOPTION: [&str; 2] = [
    "Комиссия мүшелерінің саны – 5 (хатшыны қоспағанда); қол қойғандар – 4; қажетті қол саны \
     (үштен екісі) – 4; ұлттық қауіпсіздік органдары өкілінің қолы – бар. Қағидалардың \
     13-тармағына сәйкес акт қабылданды деп есептеледі.",
    "Число членов комиссии – 5 (без секретаря); подписали – 4; необходимо подписей (две трети) – \
     4; подпись представителя органов национальной безопасности – имеется. В соответствии с \
     пунктом 13 Правил акт считается принятым.",
];

/// The words of a PDF file, one text a page; none where the program is absent.
fn words(pdf: &Path) -> Option<Vec<String>> {
    let run = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8", text(pdf), "-"]).output();
    let Ok(run) = run else {
        skipped("pdftotext is not installed");
        return None;
    };
    assert!(run.status.success(), "{run:?}");
    let all = String::from_utf8(run.stdout).unwrap();
    let mut pages: Vec<String> = all.split('\u{c}').map(str::to_owned).collect();
    assert_eq!(pages.pop().as_deref(), Some(""));
    Some(pages)
}

fn assert_holds(what: &str, shown: &str, sentences: &[[&str; 2]]) {
    for sentence in sentences.iter().flatten() {
        assert!(shown.contains(&squeezed(sentence)), "{what}: {sentence}");
    }
}

#[test]
fn the_pages_hold_every_standard_sentence_in_both_languages() {
    for (demo, number, conclusion) in
        [(clean(), "ДЕМО-1", POSITIVE), (defects(), "ДЕМО-2", NEGATIVE)]
    {
        let Some(pages) = words(&demo.out.join("act/act.pdf")) else { return };
        let shown = squeezed(&pages.concat());
        assert_holds(number, &shown, &HEADINGS);
        assert_holds(number, &shown, &SENTENCES);
        assert_holds(number, &shown, &[conclusion]);
        let day = demo.act().day;
        let title = [format!("{day} № {number}"), format!("№ {number} от {day}")];
        assert_holds(number, &shown, &[[&title[0], &title[1]]]);
    }
    let pages = words(&clean().out.join("act/act.pdf")).unwrap();
    let shown = squeezed(&pages.concat());
    assert_holds("clean", &shown, &[OPEN_CLEAN]);
    assert!(!shown.contains(&squeezed(NEGATIVE[1])) && !shown.contains(&squeezed(NONCONFORM[1])));
    let pages = words(&defects().out.join("act/act.pdf")).unwrap();
    let shown = squeezed(&pages.concat());
    assert_holds("defects", &shown, &[NONCONFORM]);
    assert!(!shown.contains(&squeezed(POSITIVE[1])));
    // What was found stands in the act itself: the height, the identifier, the missing complex.
    for part in ["241", "1.2.398.3.99.7.1", "DEMO-HSM-0002", "3200"] {
        assert!(shown.contains(part), "{part}");
    }
}

#[test]
fn number_and_hash_of_the_record_stand_on_every_page() {
    for (demo, number) in [(clean(), "№ ДЕМО-1"), (defects(), "№ ДЕМО-2")] {
        let hash = EvidenceId::of(&fs::read(demo.out.join("act/act.json")).unwrap()).to_string();
        for name in ["act/act.pdf", "pack/adoption.pdf"] {
            let Some(pages) = words(&demo.out.join(name)) else { return };
            let count = pages.len();
            assert!(name != "act/act.pdf" || count > 5, "{count}");
            for (index, page) in pages.iter().enumerate() {
                let shown = squeezed(page);
                let place = format!("{name}, page {}", index + 1);
                assert!(shown.contains(&hash), "{place}: no hash in {page}");
                assert!(shown.contains(&squeezed(number)), "{place}: no number");
                assert!(shown.contains(&format!("{}/{count}", index + 1)), "{place}: no page");
            }
        }
    }
}

#[test]
fn the_record_of_adoption_states_the_count_and_every_member() {
    let demo = clean();
    let Some(pages) = words(&demo.out.join("pack/adoption.pdf")) else { return };
    let shown = squeezed(&pages.concat());
    assert_holds("adoption", &shown, &[ADOPTION]);
    let sealed = EvidenceId::of(&fs::read(demo.out.join("act/act.pdf")).unwrap()).to_string();
    assert!(shown.contains(&sealed), "the record of adoption names the sealed file");
    for member in demo.act().commission.unwrap().members {
        assert!(shown.contains(&squeezed(&member.name)), "{}", member.name);
    }
    let reasons = "Негізгі және резервтік серверлер бір ғимаратта тұр; мен оларды әртүрлі \
                   ғимаратқа орналастыруды ұсындым.";
    assert!(shown.contains(&squeezed(reasons)), "the dissent stands with its reasons");
}

#[test]
fn the_record_inside_the_sealed_file_is_the_record_beside_it() {
    for (name, demo) in [("clean", clean()), ("defects", defects())] {
        let folder: PathBuf = fresh(&format!("attached-{name}"));
        fs::create_dir_all(&folder).unwrap();
        let pdf = demo.out.join("act/act.pdf");
        let arguments = ["-saveall", "-o", text(&folder), text(&pdf)];
        let Ok(run) = Command::new("pdfdetach").args(arguments).output() else {
            skipped("pdfdetach is not installed");
            return;
        };
        assert!(run.status.success(), "{run:?}");
        let names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(names, ["act.json"]);
        let attached = fs::read(folder.join("act.json")).unwrap();
        assert_eq!(attached, fs::read(demo.out.join("act/act.json")).unwrap());
    }
}

/// The text of an HTML file, without markup and style.
fn plain(html: &str) -> String {
    let body = html.split("<body>").nth(1).unwrap();
    let mut plain = String::new();
    let mut inside = false;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => plain.push(character),
            _ => {}
        }
    }
    plain.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
}

#[test]
fn the_page_for_screens_says_the_same_and_asks_nobody() {
    for (demo, conclusion) in [(clean(), POSITIVE), (defects(), NEGATIVE)] {
        let html = fs::read_to_string(demo.out.join("act/act.html")).unwrap();
        let lower = html.to_lowercase();
        for strange in [
            "<script",
            "javascript:",
            " src=\"http",
            " href=\"http",
            "@import",
            "url(http",
            "<link",
            "<iframe",
            "<form",
            "<object",
            "<embed",
            " onload",
            " onerror",
            " onclick",
        ] {
            assert!(!lower.contains(strange), "{strange}");
        }
        assert!(html.contains("default-src 'none'"));
        let shown = squeezed(&plain(&html));
        assert_holds("html", &shown, &HEADINGS);
        assert_holds("html", &shown, &SENTENCES);
        assert_holds("html", &shown, &[conclusion]);
        let hash = EvidenceId::of(&fs::read(demo.out.join("act/act.json")).unwrap()).to_string();
        assert!(shown.contains(&hash));
    }
}
