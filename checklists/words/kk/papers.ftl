### Құжаттар туралы хабарлар: хаттар, хабарламалар, шешімдер, куәлік.

## Құжатты жасау

error--paper-another-matter = { $form } құжаты тізілімнің мына жазбаларына негізделе алмайды: { $rows }.
    .next = Осы құжатқа сай келетін шешімді немесе куәлікті --decision немесе --certificate параметрімен көрсетіңіз.
error--paper-bare-record = { $path } – актінің жазбасы ғана, ал тізілімге мөрленген акт қабылданған: жазбаның сол актінікі екенін анықтау мүмкін емес.
    .next = Актінің пакетін көрсетіңіз.
error--paper-broken = Нысан талап етеді: { $kk } / { $ru } / { $en }
error--paper-defects = { $form } құжаты жасалған жоқ: { $count } өріс толтырылмаған немесе қате толтырылған.
    .next = Аталған әр өрісті толтырыңыз; --template параметрі барлық өрістері бар файлды жазады.
error--paper-draft-signed = { $form } құжаты – жоба, жобаға қол қойылмайды.
    .next = Екінші уәкілетті тұлға шешімді растағаннан кейін құжатты тізілімнен --decision немесе --certificate параметрімен жасаңыз.
error--paper-field-against-register = { $field } өрісінде «{ $given }» көрсетілген, ал тізілімде – «{ $kept }»: { $kk } / { $ru } / { $en }
error--paper-field-beside-register = { $field } өрісінде «{ $given }» көрсетілген, ал тізілімде мұндай дерек жоқ: { $kk } / { $ru } / { $en }
error--paper-field-missing = { $field } өрісі толтырылмаған: { $kk } / { $ru } / { $en }
error--paper-field-not-an-option = { $field } өрісінде { $text } тұр; мына мәндердің біріне ғана рұқсат етіледі: { $options }.
error--paper-field-not-of-kind = { $field } өрісінде { $text } тұр; күтілетіні – { NAME("paper-kind", $field-kind) }.
error--paper-field-too-long = { $field } өрісі { $most } шегінен ұзын.
error--paper-field-unknown = Нысанда { $field } өрісі жоқ.
error--paper-field-untranslated = { $field } өрісі тілдер бойынша толтырылған, бірақ { NAME("paper-lang", $lang) } тілі қалдырылған.
error--paper-kazakh-left-out = { $form } құжаты қазақ тіліндегі мәтінсіз жасалмайды.
    .next = Құжаттың тілдері арасынан қазақ тілін таңдаңыз.
error--paper-unknown = { $form } құжаты жоқ; мыналар бар: { $known }.
    .next = Аталғандардың бірін таңдаңыз; --list параметрі оларды Қағидалардың тармақтарымен көрсетеді.
paper-kind-choice = мәндердің бірі
paper-kind-choices = мәндер тізімі
paper-kind-date = 2026-01-31 түріндегі күн
paper-kind-list = мәтіндер тізімі
paper-kind-number = 1-ден 999-ға дейінгі сан
paper-kind-table = осы нысанның кестесі
paper-kind-text = мәтін
paper-lang-en = ағылшын
paper-lang-kk = қазақ
paper-lang-ru = орыс
paper-made = Құжат жасалды: { $place } (SHA-256 { $sha256 })
paper-made-draft = Құжаттың жобасы жасалды: { $place } (SHA-256 { $sha256 })
paper-signed = Құжатқа қол қойылды: { $place }
paper-status-current = қолданыста
paper-status-repealed = күші жойылған
paper-wording-law = актінің мәтіні
paper-wording-proposal = ұсынылған мәтін; актіден үзінділер сөзбе-сөз келтірілген

## Құжатты тексеру

error--paper-file-missing = Бұл осы бағдарламаның құжаты емес: оған { $file } файлы қоса тіркелмеген.
    .next = Жіберушіден файлды жасалған күйінде сұраңыз; сканерленген көшірмені тексеру мүмкін емес.
error--paper-not-a-pdf = Файл құжат ретінде оқылмайды.
    .next = Жіберушіден файлды жасалған күйінде сұраңыз.
error--paper-record = Құжаттың жазбасы оқылмайды: { $reason }.
    .next = Жіберушіден файлды жасалған күйінде сұраңыз.
error--paper-two-files-of-one-name = Құжатқа бір атаумен екі файл қоса тіркелген: оның қайсысына негізделгенін айту мүмкін емес.
    .next = Құжатқа сенбеңіз; жіберушіден бастапқы файлды сұраңыз.
paper--draft = Бұл – құжаттың жобасы: ол расталған шешімге негізделмеген.
    .next = Оған сүйенбеңіз; шешім расталғаннан кейін жасалған құжатты сұраңыз.
paper--fields-defective = Құжаттың өрістері оның нысанына сәйкес емес: { $reason }
    .next = Құжатқа сенбеңіз; оны берген тұлғадан жарамды құжат сұраңыз.
paper--fields-in-order = Өрістер нысанға сәйкес.
paper--form-as-known = { $form } нысаны осы бағдарламаның нысанымен сөзбе-сөз бірдей (SHA-256 { $sha256 }).
paper--form-not-known = Құжатқа қоса тіркелген { $form } нысаны (SHA-256 { $sha256 }) осы бағдарламаның нысанынан өзгеше: бағдарлама оның мәтініне кепіл бола алмайды.
    .next = Құжаттың мәтінін актінің сол күні қолданыста болған редакциясымен салыстырыңыз.
paper--pages-as-recorded = Беттер жазбаға байтына дейін сәйкес.
paper--pages-differ = Беттер жазба беретін беттерден өзгеше; жазба бағдарламаның { $version } нұсқасымен жасалған.
    .next = Құжатты бағдарламаның сол нұсқасымен тексеріңіз; беттер сонда да өзгеше болса, файл өзгертілген.
paper--record-of-another-kind = Жазба мұндай құжатқа арналмаған: { $kind }
    .next = Файлға сенбеңіз; құжаттың өзін сұраңыз.
paper--signature-holds = { $file } қолтаңбасы жарамды: қол қойған { $signer }, уақыты { $time }.
paper--signature-invalid = { $file } қолтаңбасы жарамсыз: қол қойған { $signer }, уақыты { $time }.
    .next = Құжатқа сенбеңіз; оны берген тұлғадан файлға осы күйінде қол қоюды сұраңыз.
paper--signature-open = { $file } қолтаңбасының жарамдылығы анықталмады: қол қойған { $signer }, уақыты { $time }.
    .next = Қол қойған тұлғаның түбірлік тіркеу куәлігін, аралық тіркеу куәліктерін және кері қайтарып алынғандардың тізімдерін көрсетіңіз.
paper--source-named = Құжат { $register } тізілімінің мына жазбаларынан толтырылған: { $rows }.
paper--source-not-named = Құжат тізілімдегі расталған шешімге негізделуге тиіс, бірақ тізілімнің бірде-бір жазбасы аталмаған және жоба деп белгіленбеген.
    .next = Құжатқа сенбеңіз; тізілімнен жасалған құжатты сұраңыз.
paper--unsigned = Құжаттың жанында қолтаңба жоқ.
    .next = Қолтаңба файлын сұраңыз; онсыз құжат оны кім бергенін дәлелдемейді.

## Анықтама

cli-committee-paper = Комитеттің құжатын жасау немесе тексеру
cli-committee-paper--kind = Қай құжат
cli-committee-paper--list = Барлық құжатты тармақтарымен көрсету
cli-committee-paper--template = Толтырылатын файлды жазу
cli-committee-paper--certificate = Тізілімнен толтыру: осы нөмірлі куәлік бойынша
cli-committee-paper--decision = Тізілімнен толтыру: тізімдегі нөмірі бойынша шешім
cli-committee-paper--matter = Тізілімнен толтыру: тізімдегі нөмірі бойынша түскен акт
cli-committee-paper--signatory = Кім қол қояды: тізілімдегі уәкілетті тұлғаның ЖСН-і
cli-committee-paper--act = Өрістерді актіден алу: пакет немесе act.json
cli-committee-paper--case = Өрістерді істен алу
cli-committee-paper--dissent = Өрістерді актімен келіспеу туралы хабарламадан алу
cli-committee-paper--row = Өрістерді тізілімнің JSON пішіміндегі жолынан алу
cli-committee-paper--fields = Өрістерді толтырылған файлдан алу
cli-committee-paper--field = АТЫ=МӘНІ түріндегі өріс; қайталанса – тізім; АТЫ.ru=МӘНІ түрінде – бір тілде
cli-committee-paper--with_english = Қазақ және орыс мәтінінің жанында ағылшын мәтінін басу
cli-committee-paper--out = Қайда жазу керек
cli-committee-paper--verify = Құжатты және оның жанындағы қолтаңбаны тексеру
cli-committee-paper--signature = Құжаттың жанында жатпаған қолтаңба
cli-committee-paper--anchor = Қол қойған тұлғаның тіркеу куәлігі тексерілетін түбірлік тіркеу куәлігі
cli-committee-paper--trust = Тексеруге арналған тіркеу куәлігі немесе кері қайтарып алынғандардың тізімі
cli-committee-paper--member = Кілт кімдікі: ЖСН
cli-committee-paper--p12 = Кілт контейнері (PKCS#12)
cli-committee-paper--password_file = Контейнердің құпиясөзі жазылған файл; көрсетілмесе – TEKSERU_PASSWORD айнымалысы, ол да болмаса – құпиясөз сұралады
cli-committee-paper--token_module = Кілт сақтағыштың драйвері: оның PKCS#11 кітапханасы
cli-committee-paper--token_slot = Кілт сақтағыш бірнешеу болса – оның слотының нөмірі
cli-committee-paper--token_label = Кілт сақтағыш бірнешеу болса – оның белгісі
cli-committee-paper--token_certificate = Кілт сақтағыштағы қол қоятын тіркеу куәлігі: оның белгісі, сериялық нөмірі немесе саусақ ізінің алғашқы цифрлары
cli-committee-paper--pin_file = Кілт сақтағыштың ПИН-коды жазылған файл; көрсетілмесе – TEKSERU_PIN айнымалысы, ол да болмаса – ПИН-код сұралады
cli-committee-paper--ncalayer = Осы компьютерде іске қосылған NCALayer терезесінде қол қою
cli-committee-paper--no_time_stamp = NCALayer-ден уақыт белгісін сұратпау
cli-committee-paper--wait = NCALayer терезесіндегі жауапты неше секунд күту керегі
