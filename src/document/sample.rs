//! Documents for tests: names and numbers are invented.

use super::*;

/// A hash as it is printed.
pub(crate) const HASH: &str = "3f2a9c0d5e7b81460f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdef";

fn both(kk: &str, ru: &str) -> Vec<Wording> {
    vec![Wording::new("kk", kk), Wording::new("ru", ru)]
}

fn text(text: &str) -> Vec<Block> {
    vec![Block::text(text)]
}

fn verdict(tone: Tone) -> Vec<Block> {
    let text = match tone {
        Tone::Bad => "сәйкес емес",
        Tone::Good => "сәйкес",
        Tone::Neutral => "қолданылмайды",
        Tone::Open => "тексерілмеді",
    };
    vec![Block::span(Span::Verdict { tone, text: text.to_owned() })]
}

/// A document around blocks.
pub(crate) fn around(blocks: Vec<Block>) -> Document {
    Document {
        title: "Тексеру актісі № 7 — Акт проверки № 7".to_owned(),
        language: "kk",
        author: "Үлгі комиссиясы".to_owned(),
        subject: "Көрсетілетін қызметті алушыны тексеру нәтижелері".to_owned(),
        created: "2026-11-20T09:30:00Z".parse().unwrap(),
        header: Line {
            left: vec![
                Span::Strong("№ 7/2026 АКТ".to_owned()),
                Span::Text("  ·  «Үлгі КО» ЖШС  ·  2026-11-20".to_owned()),
            ],
            right: vec![Span::Text("Тексеру актісі · Акт проверки".to_owned())],
        },
        footer: Line {
            left: vec![Span::Text("act.json SHA-256 ".to_owned()), Span::Code(HASH.to_owned())],
            right: vec![
                Span::PageNumber,
                Span::Text("-бет / ".to_owned()),
                Span::PageCount,
                Span::Text("  стр.".to_owned()),
            ],
        },
        mark: None,
        blocks,
    }
}

/// A PNG of a gradient, made by hand of the encoder of the `image` package.
pub(crate) fn png() -> Vec<u8> {
    picture(image::ImageFormat::Png)
}

/// The same as JPEG.
pub(crate) fn jpeg() -> Vec<u8> {
    picture(image::ImageFormat::Jpeg)
}

fn picture(format: image::ImageFormat) -> Vec<u8> {
    let image = image::RgbImage::from_fn(480, 300, |x, y| {
        let line = x % 60 < 2 || y % 60 < 2;
        let shade = u8::try_from(90 + (x + y) / 6).unwrap();
        if line { image::Rgb([40, 60, 90]) } else { image::Rgb([shade, shade, 210]) }
    });
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A table of so many rows.
pub(crate) fn table(rows: usize) -> Block {
    let finding = [
        "CRL 2026-11-20T04:00:00Z уақытында жаңартылған, келесі жаңарту 24 сағаттан кейін.",
        "Срок действия списка отозванных сертификатов истёк за 3 ч 12 мин до проверки; \
         URL отвечает кодом 200, тело получено полностью (48 213 байт).",
        "Сервер сағаты эталоннан 3,2 с артта (±0,04 с), шек — комиссия критерийі 1 с.",
        "Еден мен төбе арасындағы биіктік 2,41 м; Қағидалар бойынша кемінде 2,44 м.",
    ];
    let tones = [Tone::Good, Tone::Bad, Tone::Bad, Tone::Open];
    Block::Table(Table {
        caption: vec![],
        dense: false,
        columns: vec![
            Column { titles: both("№", ""), weight: 7, align: Align::Right },
            Column { titles: both("Тармақ", "Пункт"), weight: 10, align: Align::Left },
            Column {
                titles: both("Тексеру нысанасы және нәтижесі", "Предмет и результат проверки"),
                weight: 52,
                align: Align::Left,
            },
            Column {
                titles: both("Дәлел", "Доказательство"), weight: 18, align: Align::Left
            },
            Column {
                titles: both("Қорытынды", "Вывод"), weight: 19, align: Align::Left
            },
        ],
        rows: (0..rows)
            .map(|at| {
                let tone = tones[at % tones.len()];
                let mut row = Row::new(vec![
                    text(&(at + 1).to_string()),
                    text(&format!("12 ({})", at % 15 + 1)),
                    text(finding[at % finding.len()]),
                    vec![Block::span(Span::Code(HASH[..16].to_owned()))],
                    verdict(tone),
                ]);
                row.tone = (tone == Tone::Bad).then_some(Tone::Bad);
                row
            })
            .collect(),
    })
}

/// An act with everything a document may hold.
pub(crate) fn act(rows: usize) -> Document {
    let mut blocks = vec![
        Block::Title {
            over: both(
                "ҚАЗАҚСТАН РЕСПУБЛИКАСЫ · АККРЕДИТТЕУ КОМИССИЯСЫ (ҮЛГІ)",
                "РЕСПУБЛИКА КАЗАХСТАН · КОМИССИЯ ПО АККРЕДИТАЦИИ (ОБРАЗЕЦ)",
            ),
            texts: both(
                "Көрсетілетін қызметті алушыны тексеру нәтижелері туралы акт",
                "Акт о результатах проверки услугополучателя",
            ),
            under: vec![
                Span::Strong("№ 7/2026".to_owned()),
                Span::Text("   ·   2026 жылғы 20 қараша   ·   Астана қаласы".to_owned()),
            ],
        },
        Block::Parallel(vec![
            Strand {
                language: "kk",
                blocks: vec![
                    Block::Paragraph(vec![
                        Span::Text(
                            "Комиссия 2026 жылғы 9 қарашадағы № 112 бұйрықпен айқындалған \
                            құрамда "
                                .to_owned(),
                        ),
                        Span::Strong("«Үлгі КО» ЖШС".to_owned()),
                        Span::Text(
                            " көрсетілетін қызметті алушысын Қағидалардың 12-тармағына \
                            сәйкес көшпелі тексерді."
                                .to_owned(),
                        ),
                    ]),
                    Block::text(
                        "Тексеру аяқталған күні тексеру нәтижелері туралы осы акт \
                        жасалды.",
                    ),
                ],
            },
            Strand {
                language: "ru",
                blocks: vec![
                    Block::Paragraph(vec![
                        Span::Text(
                            "Комиссия в составе, определённом приказом от 9 ноября \
                            2026 года № 112, провела выездную проверку услугополучателя \
                            "
                            .to_owned(),
                        ),
                        Span::Strong("ТОО «Образец УЦ»".to_owned()),
                        Span::Text(" в соответствии с пунктом 12 Правил.".to_owned()),
                    ]),
                    Block::text("Настоящий акт составлен в день завершения проверки."),
                ],
            },
        ]),
        Block::Heading {
            level: 1, texts: both("1. Жалпы мәліметтер", "Общие сведения")
        },
        Block::Facts(vec![
            Fact {
                labels: both("Көрсетілетін қызметті алушы", "Услугополучатель"),
                value: vec![Block::span(Span::Strong("«Үлгі КО» ЖШС".to_owned()))],
            },
            Fact {
                labels: both("Мекенжайы", "Адрес"),
                value: text("010000, Астана қаласы, Үлгі көшесі, 1-үй"),
            },
            Fact {
                labels: both("Дәлелдемелердің түбірлік хэші", "Корневой хэш доказательств"),
                value: vec![Block::span(Span::Code(HASH.to_owned()))],
            },
            Fact {
                labels: both("Мемлекеттік баж", "Государственная пошлина"),
                value: text("20 000 ₸ (§ 5, ≥ 1 және ≤ 3 АЕК)"),
            },
        ]),
        Block::Heading { level: 1, texts: both("2. Қорытындылар", "Выводы") },
        Block::Note {
            tone: Tone::Bad,
            blocks: vec![
                Block::span(Span::Verdict {
                    tone: Tone::Bad,
                    text: "Қорытынды: белгіленген талаптарға сәйкес келмейді.".to_owned(),
                }),
                Block::Paragraph(vec![Span::Emphasis(
                    "Вывод: услугополучатель не соответствует установленным требованиям."
                        .to_owned(),
                )]),
                Block::List {
                    ordered: true,
                    items: vec![
                        text(
                            "12 (3): қайтарып алынған сертификаттар тізімінің мерзімі өткен \
                            (срок действия CRL истёк).",
                        ),
                        text("12 (15) б): төбе биіктігі 2,41 м, кемінде 2,44 м талап етіледі."),
                    ],
                },
            ],
        },
        Block::Heading {
            level: 1,
            texts: both("3. Нақты жай-күй", "Фактическое состояние услугополучателя"),
        },
        Block::Heading {
            level: 2,
            texts: both("3.1. Тексерілген тармақтар", "Проверенные пункты"),
        },
        table(rows),
        Block::Small(vec![Span::Text(
            "Көрсетілген шек комиссияның критерийі болып табылады және Қағидаларда белгіленбеген. \
             Указанный предел является критерием комиссии и не установлен Правилами."
                .to_owned(),
        )]),
        Block::Heading { level: 2, texts: both("3.2. Суреттер", "Фотографии") },
        Block::Figure(Figure {
            bytes: png(),
            caption: vec![
                Span::Text("1-сурет. Серверлік үй-жай — серверное помещение. ".to_owned()),
                Span::Code(HASH.to_owned()),
            ],
            width: 60,
        }),
        Block::Figure(Figure { bytes: jpeg(), caption: vec![], width: 30 }),
        Block::Note {
            tone: Tone::Open,
            blocks: text("Тармақ тексерілмеді, себебі: сервер жауап бермеді. Пункт не проверен."),
        },
        Block::Heading {
            level: 1, texts: both("4. Ұсынымдар", "Рекомендации")
        },
        Block::List {
            ordered: false,
            items: vec![
                text("CRL жариялауды автоматтандыру."),
                vec![
                    Block::text("Резервтік HSM орнату:"),
                    Block::List {
                        ordered: false,
                        items: vec![text("негізгі алаңда;"), text("резервтік алаңда.")],
                    },
                ],
            ],
        },
        Block::Heading {
            level: 1,
            texts: both("5. Комиссия мүшелерінің қолдары", "Подписи членов комиссии"),
        },
    ];
    let member =
        |name: &str, body: &str, role: &str, tone, state: &str, note: Vec<Span>| Signature {
            name: name.to_owned(),
            body: body.to_owned(),
            role: role.to_owned(),
            state: (tone, state.to_owned()),
            time: Some("2026-11-20 14:32:07 (+05:00)".to_owned()),
            note,
        };
    blocks.push(Block::Signatures(vec![
        member(
            "Үлгіұлы Бірінші",
            "көрсетілетін қызметті беруші — услугодатель",
            "төраға — председатель",
            Tone::Good,
            "қол қойды · подписал",
            vec![],
        ),
        member(
            "Үлгіқызы Екінші",
            "ұлттық қауіпсіздік органы — орган национальной безопасности",
            "мүше — член",
            Tone::Good,
            "қол қойды · подписала",
            vec![Span::Text("сертификат ".to_owned()), Span::Code(HASH[..40].to_owned())],
        ),
        member(
            "Үлгіұлы Үшінші",
            "техникалық реттеу — техническое регулирование",
            "мүше — член",
            Tone::Bad,
            "келіспейді · не согласен",
            vec![Span::Emphasis(
                "Себептері: уақыт көзі туралы түсіндірме алынбады (причина: источник времени)."
                    .to_owned(),
            )],
        ),
        member(
            "Үлгіқызы Төртінші",
            "техникалық реттеу — техническое регулирование",
            "мүше — член",
            Tone::Open,
            "қатысқан жоқ · отсутствовала",
            vec![],
        ),
    ]));
    blocks.push(Block::Rule);
    around(blocks)
}
