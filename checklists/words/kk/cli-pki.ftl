### The single-object tools of the command line.

## Help of the commands.

cli-help-usage = Қолданылуы
cli-help-commands = Командалар
cli-help-arguments = Аргументтер
cli-help-options = Параметрлер
cli-help-help = Осы анықтаманы көрсету
cli-pki = Бір сертификатты, кері қайтару тізімін, жауапты, уақыт белгісін немесе қолтаңбаны тексеру
cli-pki-cms = CMS қолтаңбасын, әр қол қоюшыны бөлек тексеру
cli-pki-cms--file = Қолтаңба файлы
cli-pki-cms--content = Қол қойылған файл, егер ол қолтаңбаның ішінде болмаса
cli-pki-cms--anchor = Сенімді сертификаттар: файлдар немесе қалталар
cli-pki-cms--intermediate = Аралық сертификаттар: файлдар немесе қалталар
cli-pki-cms--crl = Кері қайтару тізімдері, толық немесе айырмалы
cli-pki-cms--revocation = Белгісіз кері қайтаруды қалай ескеру: off — ескермеу, target — сертификаттың өзі үшін, path — бүкіл тізбек үшін
cli-pki-cms--at = Тексеру сәті; берілмесе — белгінің уақыты, әйтпесе қазір
cli-pki-crl = Кері қайтару тізімдерін тексеру және олардан сертификатты іздеу
cli-pki-crl--file = Тізімдер
cli-pki-crl--issuer = Тізімдерді шығарушының сертификаты
cli-pki-crl--delta = Айырмалы тізімдер
cli-pki-crl--serial = Осы сериялық нөмірді іздеу (он алтылық)
cli-pki-crl--certificate = Осы сертификатты іздеу
cli-pki-crl--at = Тексеру сәті: уақыт немесе күн (Алматы уақытымен басталады); берілмесе — қазір
cli-pki-inspect = Файлдарда не бар екенін және не дұрыс емес екенін көрсету
cli-pki-inspect--file = Файлдар
cli-pki-ocsp = Сертификат туралы OCSP жауабын тексеру
cli-pki-ocsp--response = Жауап
cli-pki-ocsp--certificate = Тексерілетін сертификат
cli-pki-ocsp--issuer = Оны шығарушының сертификаты
cli-pki-ocsp--responder = Шығарушы мен ол өкілеттік бергендерден басқа сенімді жауап берушілер
cli-pki-ocsp--at = Тексеру сәті: уақыт немесе күн (Алматы уақытымен басталады); берілмесе — қазір
cli-pki-tsp = Уақыт белгісін тексеру
cli-pki-tsp--file = Уақыт белгісі немесе ол бар жауап
cli-pki-tsp--data = Белгі қойылған файл
cli-pki-tsp--anchor = Сенімді сертификаттар: файлдар немесе қалталар
cli-pki-tsp--intermediate = Аралық сертификаттар: файлдар немесе қалталар
cli-pki-tsp--crl = Кері қайтару тізімдері, толық немесе айырмалы
cli-pki-tsp--revocation = Белгісіз кері қайтаруды қалай ескеру: off — ескермеу, target — сертификаттың өзі үшін, path — бүкіл тізбек үшін
cli-pki-verify = Сертификаттарды тексеру: сенімдіге дейінгі барлық тізбек, әр бас тарту түсіндіріледі
cli-pki-verify--target = Тексерілетін сертификаттар
cli-pki-verify--anchor = Сенімді сертификаттар: файлдар немесе қалталар
cli-pki-verify--intermediate = Аралық сертификаттар: файлдар немесе қалталар
cli-pki-verify--crl = Кері қайтару тізімдері, толық немесе айырмалы
cli-pki-verify--revocation = Белгісіз кері қайтаруды қалай ескеру: off — ескермеу, target — сертификаттың өзі үшін, path — бүкіл тізбек үшін
cli-pki-verify--ocsp = OCSP жауаптары
cli-pki-verify--at = Тексеру сәті: уақыт немесе күн (Алматы уақытымен басталады); берілмесе — қазір

## Verdicts and statuses.

pki-verdict-valid = жарамды
pki-verdict-invalid = жарамсыз
pki-verdict-undetermined = анықталмады
pki-read-valid = оқылды; пішімі бұзылмаған
pki-read-invalid = пішімі бұзылған
pki-read-undetermined = бәрі оқылмады
pki-status-good = кері қайтарылмаған
pki-status-revoked = кері қайтарылған
pki-status-unknown = белгісіз
pki-status-not-answered = сенімді жауап жоқ
pki-yes = иә
pki-no = жоқ
pki-critical = сыни
pki-detached = қолтаңбадан тыс
pki-anchor = сенімді
pki-path = { $number }-тізбек:
pki-path-none = Тізбек табылмады.
pki-certificate-of = Сертификат: { $number } / { $count }
pki-signer-of = Қол қоюшы { $number } / { $count }:
pki-revocation-unknown = Берілген деректер бойынша кері қайтарылуы белгісіз осы тізбектегі сертификаттар: { $count }.
pki-at-given = берілген
pki-at-now = қазіргі
pki-at-time-stamp = уақыт белгісі бойынша
pki-id-absent = қол қойылмаған
pki-id-matches = осы сертификатты көрсетеді
pki-id-mismatch = басқа сертификатты көрсетеді

## Kinds of files.

pki-kind-certificate = сертификат
pki-kind-certificate-request = сертификатқа сұрау
pki-kind-cms = CMS қолтаңбасы
pki-kind-crl = кері қайтару тізімі
pki-kind-empty = бос файл
pki-kind-key-container = кілт контейнері (PKCS #12)
pki-kind-ocsp-response = OCSP жауабы
pki-kind-ocsp-request = OCSP сұрауы
pki-kind-private-key = жабық кілт
pki-kind-tsp-token = уақыт белгісі
pki-kind-tsp-response = уақыт белгісі қызметінің жауабы
pki-kind-unknown = түрі белгісіз файл

## Names of fields.

pki-field-accuracy = дәлдік
pki-field-alternative-name = басқа атауы
pki-field-answer = жауап
pki-field-answers-not-shown = көрсетілмеген жауаптар
pki-field-at = тексеру сәті
pki-field-authority = сертификат шығара алады
pki-field-authority-key-id = шығарушы кілтінің идентификаторы
pki-field-bin = БСН
pki-field-broken = оқылмайды
pki-field-certificate-id = қолтаңбадағы сертификат
pki-field-content-octets = мазмұны, байт
pki-field-content-type = мазмұн түрі
pki-field-crl-url = кері қайтару тізімі
pki-field-delta-base = толықтыратын тізім №
pki-field-delta-crl-url = айырмалы тізім
pki-field-digest-algorithm = хештеу алгоритмі
pki-field-digest-matches = мазмұн — қол қойылған
pki-field-entries = жазбалар
pki-field-entries-not-shown = көрсетілмеген жазбалар
pki-field-entry = жазба
pki-field-evidence = дәлел: тізім
pki-field-extension = кеңейтім
pki-field-fingerprint = SHA-256
pki-field-hash = хеш
pki-field-iin = ЖСН
pki-field-issuer = шығарушы
pki-field-issuer-url = шығарушы сертификаты
pki-field-key = кілт
pki-field-key-usage = кілтті пайдалану
pki-field-kind = бұл не
pki-field-next-update = келесісі дейін
pki-field-nonce = бір реттік сан
pki-field-not-after = дейін жарамды
pki-field-not-before = бастап жарамды
pki-field-number = нөмір
pki-field-ocsp-url = OCSP
pki-field-octets = байт
pki-field-octets-declared = болуға тиіс байт
pki-field-octets-present = бар байт
pki-field-policy = саясат
pki-field-produced-at = қол қойылған уақыты
pki-field-purpose = мақсаты
pki-field-reason = себебі
pki-field-responder = кім қол қойған
pki-field-response-status = жауап мәртебесі
pki-field-response-text = жауап мәтіні
pki-field-revocation-lists = ішіндегі кері қайтару тізімдері
pki-field-revoked-at = кері қайтарылған уақыты
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
pki-field-subject-key-id = кілт идентификаторы
pki-field-this-update = шығарылған
pki-field-time = уақыт
pki-field-unsigned-attributes = қол қойылмаған атрибуттар
pki-field-validity = жарамдылық мерзімі

## What the commands find out themselves.

pki-no-anchor = Сенімді сертификат берілмеген, сондықтан қол қоюшы сертификатының кімдікі екенін растайтын ештеңе жоқ.
    .next = Түбірлік сертификатты --anchor параметрімен беріңіз.
pki-tsp-no-data = Файл берілмеген, сондықтан уақыт белгісі неге қойылғаны тексерілмеді.
    .next = Файлды --data параметрімен беріңіз.
pki-tsp-refused = Қызмет уақыт белгісін бермеді.
    .next = Жауаптың мәртебесі мен мәтінін оқып, сұрауды қайталаңыз.
pki-key-container = Кілт контейнерінде жабық кілт бар. Ол ашылған да, көшірілген де жоқ.
    .next = Оны іс файлдарының арасында қалдырмаңыз.
pki-not-shown = Бұл файлдың мазмұны мұнда көрсетілмейді.
    .next = Сертификатты, кері қайтару тізімін, OCSP жауабын, уақыт белгісін немесе CMS қолтаңбасын беріңіз.

## Commands that could not be carried out.

pki-error-malformed = { $file }: бұл — { $kind }, бірақ оқылмайды: { $reason }
pki-error-no-certificate = { $file }: сертификатты оқу мүмкін болмады: { $reason }
pki-error-output = жауапты шығару мүмкін емес: { $reason }
pki-error-too-large = { $file }: { $limit } байттан үлкен
pki-error-too-many-files = { $file }: { $limit } файлдан көп
pki-error-unreadable = { $file }: { $reason }
pki-error-wrong-kind = { $file }: бұл — { $found }; керегі: { $wanted }
