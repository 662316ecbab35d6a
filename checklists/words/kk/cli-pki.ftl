### The single-object tools of the command line.

## Help of the commands.

cli-help-usage = Қолданылуы
cli-help-commands = Пәрмендер
cli-help-arguments = Аргументтер
cli-help-options = Параметрлер
cli-help-help = Осы анықтаманы көрсету
cli-pki = Бір нысанды тексеру: тіркеу куәлігін, кері қайтарып алынғандар тізімін, жауапты, уақыт белгісін немесе қолтаңбаны
cli-pki-cms = CMS қолтаңбасын тексеру, әр қол қоюшыны бөлек
cli-pki-cms--file = Қолтаңба файлы
cli-pki-cms--content = Қол қойылған файл (ол қолтаңбаның ішінде болмаса)
cli-pki-cms--anchor = Сенімді тіркеу куәліктері: файлдар немесе қалталар
cli-pki-cms--intermediate = Аралық тіркеу куәліктері: файлдар немесе қалталар
cli-pki-cms--crl = Кері қайтарып алынғандар тізімдері (CRL): толық тізімдер немесе өзгерістер тізімдері
cli-pki-cms--revocation = Кері қайтарып алынғаны белгісіз болса: off – ескермеу, target – тексерілетін тіркеу куәлігі үшін ескеру, path – бүкіл тізбек үшін ескеру
cli-pki-cms--at = Тексеру сәті; берілмесе – уақыт белгісінің уақыты, ол да болмаса – қазіргі сәт
cli-pki-crl = Кері қайтарып алынғандар тізімдерін тексеру және олардан тіркеу куәлігін іздеу
cli-pki-crl--file = Тізім файлдары
cli-pki-crl--issuer = Тізімдерді шығарушының тіркеу куәлігі
cli-pki-crl--delta = Өзгерістер тізімдері
cli-pki-crl--serial = Осы сериялық нөмірді іздеу (он алтылық жүйеде)
cli-pki-crl--certificate = Осы тіркеу куәлігін іздеу
cli-pki-crl--at = Тексеру сәті: уақыт немесе күн (күн Алматы уақытымен басталады); берілмесе – қазіргі сәт
cli-pki-inspect = Файлдарда не бар екенін және ондағы ақауларды көрсету
cli-pki-inspect--file = Файлдар
cli-pki-lint = Тіркеу куәліктерінің, тізімдердің, жауаптар мен уақыт белгілерінің түрін стандарттар бойынша тексеру
cli-pki-lint--file = Файлдар: DER немесе PEM
cli-pki-ocsp = Тіркеу куәлігі туралы OCSP жауабын тексеру
cli-pki-ocsp--response = Жауап файлы
cli-pki-ocsp--certificate = Тексерілетін тіркеу куәлігі
cli-pki-ocsp--issuer = Оны шығарушының тіркеу куәлігі
cli-pki-ocsp--responder = Шығарушы мен ол өкілеттік берген қызметтерден басқа сенімді мәртебе қызметтері
cli-pki-ocsp--at = Тексеру сәті: уақыт немесе күн (күн Алматы уақытымен басталады); берілмесе – қазіргі сәт
cli-pki-tsp = Уақыт белгісін тексеру
cli-pki-tsp--file = Уақыт белгісі немесе уақыт белгісі бар жауап
cli-pki-tsp--data = Белгі қойылған файл
cli-pki-tsp--anchor = Сенімді тіркеу куәліктері: файлдар немесе қалталар
cli-pki-tsp--intermediate = Аралық тіркеу куәліктері: файлдар немесе қалталар
cli-pki-tsp--crl = Кері қайтарып алынғандар тізімдері (CRL): толық тізімдер немесе өзгерістер тізімдері
cli-pki-tsp--revocation = Кері қайтарып алынғаны белгісіз болса: off – ескермеу, target – тексерілетін тіркеу куәлігі үшін ескеру, path – бүкіл тізбек үшін ескеру
cli-pki-verify = Тіркеу куәліктерін тексеру: сенімдісіне дейінгі барлық тізбек, әр бас тартудың себебі түсіндіріледі
cli-pki-verify--target = Тексерілетін тіркеу куәліктері
cli-pki-verify--anchor = Сенімді тіркеу куәліктері: файлдар немесе қалталар
cli-pki-verify--intermediate = Аралық тіркеу куәліктері: файлдар немесе қалталар
cli-pki-verify--crl = Кері қайтарып алынғандар тізімдері (CRL): толық тізімдер немесе өзгерістер тізімдері
cli-pki-verify--revocation = Кері қайтарып алынғаны белгісіз болса: off – ескермеу, target – тексерілетін тіркеу куәлігі үшін ескеру, path – бүкіл тізбек үшін ескеру
cli-pki-verify--ocsp = OCSP жауаптары
cli-pki-verify--at = Тексеру сәті: уақыт немесе күн (күн Алматы уақытымен басталады); берілмесе – қазіргі сәт

## Verdicts and statuses.

pki-verdict-valid = жарамды
pki-verdict-invalid = жарамсыз
pki-verdict-undetermined = анықталмады
pki-read-valid = оқылды; пішімі дұрыс
pki-read-invalid = пішімі бұзылған
pki-read-undetermined = толық оқылмады
pki-lint-valid = міндетті ережелердің бәрі сақталған
pki-lint-invalid = міндетті ереже бұзылған
pki-lint-undetermined = бәрі қаралмады
pki-lint-nothing = Тексеретін ештеңе жоқ: файлда тіркеу куәлігі де, тізім де, OCSP жауабы да, уақыт белгісі де жоқ.
pki-lint-count = Сақталған ережелер: { $kept }; бұзылғандары: { $broken }; мұндай нысанға қатысы жоқтары: { $absent }; шығарылған кезде қолданылмағандары: { $unbound }.
pki-lint-no = Жоқ.
pki-lint-place = { $path } ({ $offset }-байт, ұзындығы { $length })
pki-lint-more = Көрсетілмеген орындар: { $count }.
pki-status-good = кері қайтарып алынбаған
pki-status-revoked = кері қайтарып алынған
pki-status-unknown = белгісіз
pki-status-not-answered = сенімді жауап жоқ
pki-yes = иә
pki-no = жоқ
pki-critical = міндетті
pki-detached = қолтаңбадан тыс
pki-anchor = сенімді
pki-path = { $number }-тізбек:
pki-path-none = Тізбек табылмады.
pki-certificate-of = Тіркеу куәлігі: { $number } / { $count }
pki-signer-of = Қол қоюшы: { $number } / { $count }
pki-revocation-unknown = Осы тізбекте берілген деректер бойынша кері қайтарып алынған-алынбағаны белгісіз тіркеу куәліктерінің саны: { $count }.
pki-at-given = берілген сәт
pki-at-now = қазіргі сәт
pki-at-time-stamp = уақыт белгісі бойынша
pki-id-absent = қол қойылмаған
pki-id-matches = осы тіркеу куәлігін көрсетеді
pki-id-mismatch = басқа тіркеу куәлігін көрсетеді

## Kinds of files.

pki-kind-certificate = тіркеу куәлігі
pki-kind-certificate-request = тіркеу куәлігіне сұрау
pki-kind-cms = CMS қолтаңбасы
pki-kind-crl = кері қайтарып алынғандар тізімі
pki-kind-empty = бос файл
pki-kind-key-container = кілт контейнері (PKCS#12)
pki-kind-ocsp-response = OCSP жауабы
pki-kind-ocsp-request = OCSP сұрауы
pki-kind-private-key = жабық кілт
pki-kind-tsp-token = уақыт белгісі
pki-kind-tsp-response = уақыт белгісі қызметінің жауабы
pki-kind-unknown = түрі белгісіз файл

## Names of fields.

pki-field-accuracy = дәлдік
pki-field-alternative-name = қосымша атауы
pki-field-answer = жауап
pki-field-answers-not-shown = көрсетілмеген жауаптар
pki-field-at = тексеру сәті
pki-field-authority = тіркеу куәліктерін шығара алады
pki-field-authority-key-id = шығарушы кілтінің сәйкестендіргіші
pki-field-bin = БСН
pki-field-broken = оқылмады
pki-field-certificate-id = қолтаңбадағы тіркеу куәлігі
pki-field-content-octets = мазмұны, байт
pki-field-content-type = мазмұн түрі
pki-field-crl-url = кері қайтарып алынғандар тізімі
pki-field-delta-base = толықтыратын тізімінің нөмірі
pki-field-delta-crl-url = өзгерістер тізімі
pki-field-digest-algorithm = хэш алгоритмі
pki-field-digest-matches = қол қойылған мазмұнға сай
pki-field-entries = жазбалар
pki-field-entries-not-shown = көрсетілмеген жазбалар
pki-field-entry = жазба
pki-field-evidence = дәлелдеме: тізім
pki-field-extension = кеңейтілім
pki-field-fingerprint = SHA-256
pki-field-hash = хэш
pki-field-iin = ЖСН
pki-field-issuer = шығарушы
pki-field-issuer-url = шығарушының тіркеу куәлігі
pki-field-key = кілт
pki-field-key-usage = кілттің қолданылуы
pki-field-kind = түрі
pki-field-next-update = келесі жаңарту
pki-field-nonce = бір реттік сан
pki-field-not-after = мерзімінің соңы
pki-field-not-before = мерзімінің басы
pki-field-number = нөмір
pki-field-ocsp-url = OCSP
pki-field-octets = көлемі, байт
pki-field-octets-declared = болуға тиіс көлемі, байт
pki-field-octets-present = нақты көлемі, байт
pki-field-policy = саясат
pki-field-produced-at = қол қойылған уақыты
pki-field-purpose = мақсаты
pki-field-reason = себебі
pki-field-responder = жауапқа қол қойған
pki-field-response-status = жауап мәртебесі
pki-field-response-text = жауап мәтіні
pki-field-revocation-lists = ішіндегі кері қайтарып алынғандар тізімдері
pki-field-revoked-at = кері қайтарып алынған уақыты
pki-field-serial = сериялық нөмір
pki-field-sha256 = файлдың SHA-256
pki-field-signature-algorithm = қолтаңба
pki-field-signature-matches = қолтаңба дұрыс
pki-field-signed-attributes = қол қойылған атрибуттар
pki-field-signer = қол қоюшы
pki-field-signers = қол қоюшылар
pki-field-signing-time = қол қою уақыты (мәлімделген)
pki-field-stated = жауапта айтылған
pki-field-subject = иесі
pki-field-subject-key-id = кілттің сәйкестендіргіші
pki-field-this-update = шығарылған уақыты
pki-field-time = уақыт
pki-field-unsigned-attributes = қол қойылмаған атрибуттар
pki-field-validity = жарамдылық мерзімі

## What the commands find out themselves.

pki-no-anchor = Сенімді тіркеу куәлігі берілмеген, сондықтан қол қоюшының тіркеу куәлігі кімдікі екенін растайтын ештеңе жоқ.
    .next = Түбірлік тіркеу куәлігін --anchor параметрімен беріңіз.
pki-tsp-no-data = Файл берілмеген, сондықтан уақыт белгісі қай деректерге қойылғаны тексерілмеді.
    .next = Файлды --data параметрімен беріңіз.
pki-tsp-refused = Қызмет уақыт белгісін бермеді.
    .next = Жауаптың мәртебесі мен мәтінін оқып, сұрауды қайталаңыз.
pki-key-container = Кілт контейнерінде жабық кілт бар. Ол ашылған да, көшірілген де жоқ.
    .next = Контейнерді іс файлдарының арасында қалдырмаңыз.
pki-not-shown = Бұл файлдың мазмұны мұнда көрсетілмейді.
    .next = Тіркеу куәлігін, кері қайтарып алынғандар тізімін, OCSP жауабын, уақыт белгісін немесе CMS қолтаңбасын беріңіз.

## Commands that could not be carried out.

pki-error-malformed = { $file }: файлдың түрі – { $kind }, бірақ ол оқылмады: { $reason }
pki-error-no-certificate = { $file }: тіркеу куәлігін оқу мүмкін болмады: { $reason }
pki-error-output = жауапты шығару мүмкін болмады: { $reason }
pki-error-too-large = { $file }: файл рұқсат етілген { $limit } байттан үлкен
pki-error-too-many-files = { $file }: файлдар саны рұқсат етілгеннен ({ $limit }) көп
pki-error-unreadable = { $file }: файл оқылмады: { $reason }
pki-error-wrong-kind = { $file }: файлдың түрі – { $found }; керегі – { $wanted }
