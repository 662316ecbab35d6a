### Names of what is measured, of units, and of the values that facts take.

## Quantities

quantity-availability = бақылау аралығының қызмет қолжетімді болған үлесі
quantity-ceiling-height = төбе биіктігі
quantity-conduit-size = кондуит мөлшері
quantity-clock-offset = сағаттың эталоннан ауытқуы
quantity-time-stamp-offset = уақыт белгісінің ноутбук сағатынан ауытқуы
quantity-failover-delay = үзілуден резерв қызметті жүргізгенге дейінгі уақыт
quantity-revocation-delay = сөзден кері қайтарып алу көрсетілгенге дейінгі уақыт
quantity-servers = физикалық серверлер саны (негізгі және резервтік, әр түрінен)
quantity-key-protection-complexes = кілттерді қорғау кешендерінің саны (негізгі және резервтік, әр түрінен)
quantity-strk-1073-level = ҚР СТ 1073-2007 бойынша деңгей

## Units, as people write them

unit-cm = см
unit-d = тәулік
unit-h = сағ
unit-in-i = дюйм
unit-m = м
unit-um = мкм
unit-us = мкс
unit-mm = мм
unit-ms = мс
unit-min = мин
unit-ns = нс
unit-s = с
unit-percent = %
unit-ppm = млн⁻¹

## Kinds of evidence

evidence-answer = комиссия мүшесінің жауабы
evidence-certificate = тіркеу куәлігі
evidence-connection = қосылу әрекеті
evidence-declaration = мәлімделген мәліметтер
evidence-document = құжат
evidence-drill = жаттығудың барысы
evidence-host-inventory = сервер туралы мәліметтер
evidence-http-body = желі арқылы алынған жауаптың мазмұны
evidence-http-exchange = желілік сұрау мен жауап
evidence-log-sample = журнал үлгісі
evidence-ntp-exchange = уақыт серверіне сұрау мен жауап
evidence-oid-register = объектілік сәйкестендіргіштер тізілімі
evidence-photo = фотосурет
evidence-sample-series = қызметтер жауаптарының уақыт бойынша іріктемесі
evidence-time-status = уақыт қызметінің өз құралы шығарған мәтін
evidence-tls-session = TLS қосылысын келісу
evidence-verifier-run = тексеру механизмінің сынақ тізбектеріне жауаптары

## Оқу-жаттығулар

drill-not-shown = көрсетілмеді
drill-service-crl = толық тізім
drill-service-delta = айырма тізім
drill-service-endpoint = басқа қызмет
drill-service-ocsp = мәртебе қызметі
table-crl--revocation-drill = Кері қайтарып алу оқу-жаттығуы: сөзден әр қызметке дейін, секундпен
    .service = Қызмет
    .address = Мекенжай
    .from = Осыған дейін көрсетілмеді, с
    .until = Осы уақытқа көрсетілді, с
    .date = Кері қайтарып алынған күн
    .word-to-date = Сөзден осы күнге дейін
    .date-to-shown = Осы күннен жариялануға дейін
link-down = жоқ
link-up = бар
reach-connected = қосылу қабылданды
table-net--centres = Тіркеу орталықтары
    .name = Атауы
    .address = Мекенжайы
    .answer = Жауабы
    .time = Уақыты
table-net--endpoints = Мәлімделген мекенжайлар
    .name = Атауы
    .address = Мекенжайы
    .answer = Жауабы
    .time = Уақыты
failover-not-carried = жүрмеді
table-net--failover = Негізгі жолдың үзілуі: резерв әр қызметті қашан жүргізді, секундпен
    .service = Қызмет
    .address = Мекенжай
    .channel = Арна
    .from = Осыған дейін жүрмеді, с
    .until = Осы уақытқа жүрді, с
    .back-from = Негізгі жол осыдан кейін қайтты, с
    .back-until = Негізгі жол осы уақытқа қайтты, с
timeline-net--failover = Негізгі жолдың үзілуі: әр қызметті кім жүргізді
table-net--paths = Негізгі бағыттар
    .host = Машина
    .interface = Интерфейс
    .ports = Астындағы порттар
    .gateway = Бағдарлауыш
    .metric = Өлшемі
    .link = Байланыс
    .speed = Жылдамдығы, Мбит/с
table-net--resolvers = Атауларды анықтау серверлері
    .host = Машина
    .address = Мекенжайы
    .named-by = Қайда көрсетілген
timeline-crl--revocation-drill = Кері қайтарып алу оқу-жаттығуы: әр қызмет кері қайтарып алуды көрсете ме

## Assets, sources of time, failures, answers

asset-kind-server = сервер
asset-kind-key-protection = кілттерді қорғау кешені
asset-role-main = негізгі
asset-role-reserve = резервтік
asset-server-main = негізгі сервер
asset-server-reserve = резервтік сервер
asset-key-protection-main = негізгі кілттерді қорғау кешені
asset-key-protection-reserve = резервтік кілттерді қорғау кешені
asset-detail-model = моделі
asset-detail-room = үй-жайы
time-class-international = жалпыға бірдей танылған халықаралық көз
time-class-national-standard = Қазақстан Республикасының уақыт бірлігінің эталоны
time-class-satellite = позициялаудың спутниктік жаһандық жүйесі
time-role-falseticker = есепке алынбады: келіспейді
time-role-inspected = тексерілетін сервер
time-state-in-sync = үйлестірілген
time-state-out-of-sync = үйлестірілмеген
time-state-soon-out-of-sync = жақында шектен шығады
time-state-unknown = белгісіз
failure-address-refused = істе бұл мекенжайға сұрау жіберуге рұқсат берілмеген
failure-bad-answer = жауап үзіліп қалды немесе желілік хаттамаға сай емес
failure-connection-refused = қосылым қабылданбады
failure-name-unresolved = желідегі атаудың мекенжайы табылмады
failure-other = операциялық жүйе басқа себеп хабарлады
failure-silent = берілген уақытта жауап келмеді
failure-tls = қорғалған қосылым орнатылмады
failure-too-large = жауап рұқсат етілген шектен үлкен
failure-too-many-redirects = тым көп қайта бағыттау немесе рұқсат етілмеген жерге бағыттау
hierarchy-production = өнеркәсіптік
hierarchy-test = тестілік
seen-in-order = талапқа сай
seen-not-ours = қатысты емес
seen-not-established = анықталмады
seen-out-of-order = талапқа сай емес

## Бақыланатын қызметтер

service-control = бақылау мекенжайы
service-crl = кері қайтарып алынғандар тізімі
service-delta = айырмалық тізім
service-issuer = шығарушының куәлігі
service-ocsp = мәртебе қызметі
service-tsp = уақыт белгілері қызметі
cause-address-refused = іс бұл мекенжайға рұқсат бермейді
cause-bad-answer = жауап үзілді немесе хаттамаға сай емес
cause-certificate = күтілгеннің орнына тіркеу куәлігі келді
cause-connection-refused = қосылудан бас тартылды
cause-crowded = сұрау жіберілмеді: жолда тым көп сұрау болды
cause-cut-off = есепке алынбайды: аралық жауаптан бұрын аяқталды
cause-der-list = күтілгеннің орнына тізім келді
cause-empty = бос жауап
cause-html = веб-бет
cause-http-status = күй коды 200 емес
cause-in-flight = сұрау жіберілмеді: алдыңғысының жауабы әлі келмеді
cause-line-down = есепке алынбайды: бүкіл арна үнсіз қалды
cause-name-unresolved = атаудың мекенжайы жоқ
cause-not-looked-at = жауап қаралмады
cause-ocsp-refused = мәртебе қызметі жауап беруден бас тартты
cause-ocsp-successful = күтілгеннің орнына мәртебе туралы жауап келді
cause-other = есепке алынбайды: операциялық жүйе басқа себепті хабарлады
cause-pem-list = күтілгеннің орнына тізім келді
cause-silent = берілген уақытта жауап келмеді
cause-tls = қорғалған байланыс орнатылмады
cause-too-large = есепке алынбайды: жауап шектен үлкен
cause-too-many-redirects = қайта бағыттау тым көп немесе іс рұқсат етпейтін жерге бағытталды
cause-truncated = тізім соңына жетпей үзілген
cause-tsp-granted = күтілгеннің орнына уақыт белгісі келді
cause-tsp-refused = уақыт белгілері қызметі бас тартты
cause-unreadable = оқылмайтын жауап
table-net--causes = Қызмет қолжетімді болмаған сұраулар
    .number = №
    .cause = не алынды
    .samples = сұраулар
table-net--latency = Талапқа сай жауаптың соңғы байтына дейінгі уақыт
    .number = №
    .half = 50 % ішінде
    .nine-tenths = 90 % ішінде
    .p95 = 95 % ішінде
    .p99 = 99 % ішінде
    .slowest = барлығы ішінде
    .sent-late = сұраудың жіберілуі ең көп дегенде кешікті
table-net--shares = Қолжетімділік: сұраулар және бүкіл аралық бойынша 95 % сенім аралығы
    .number = №
    .service = қызмет
    .address = мекенжай
    .channel = арна
    .available = қолжетімді
    .counted = есептелген
    .planned = жоспарланған
    .low = бастап
    .high = дейін
timeline-net--availability = Бақылау аралығындағы қызметтердің қолжетімділігі

## Answers and chains of a verifier, states of certificates

verifier-answer-accepted = қабылданды
verifier-answer-no-answer = жауап жоқ
verifier-answer-rejected = қабылданбады
vector-broken-signature = бүлінген қолтаңба
vector-expired = мерзімі өткен
vector-path-length-exceeded = тізбек ұзындығы асқан
vector-revoked = кері қайтарып алынған
vector-sound = дұрыс тізбек
vector-unknown-root = белгісіз түбір
vector-wrong-issuer = бөтен шығарушы
vector-wrong-key-usage = кілттің қате мақсаты
status-good = жарамды
status-revoked = кері қайтарып алынған
status-no-answer = жауап жоқ
status-not-believed = сенуге болмайды
status-unknown = белгісіз
no-answer-address-refused = іс бұл мекенжайға рұқсат бермейді
no-answer-bad-answer = жауап үзілді немесе хаттамаға сай емес
no-answer-connection-refused = қосылу қабылданбады
no-answer-internalError = қызметтің ішкі қатесі
no-answer-malformedRequest = сұрау қате деп танылды
no-answer-name-unresolved = атаудың мекенжайы жоқ
no-answer-other = операциялық жүйе басқа себепті хабарлады
no-answer-other-certificate = басқа тіркеу куәлігі туралы жауап
no-answer-sigRequired = қол қойылған сұрауды талап етеді
no-answer-silent = берілген уақытта жауап келмеді
no-answer-tls = қорғалған қосылым орнатылмады
no-answer-too-large = жауап шектен үлкен
no-answer-too-many-redirects = қайта бағыттау тым көп
no-answer-tryLater = кейінірек сұрауды ұсынды
no-answer-unauthorized = жауап беруге құқығы жоқ
no-answer-unreadable = жауап оқылмайды
named-by-declaration = мәлімделген мәліметтер
list-complete = толық тізім
list-delta = өзгерістер тізімі

## Тізімдердің мазмұны, аралықтары және кестелері

body-form-base64 = қабығы жоқ PEM мәтіні
body-form-ber = DER емес, BER жазуы
body-form-certificate = тізім емес, тіркеу куәлігі
body-form-der = DER жазуындағы басқа нысан
body-form-empty = бос жауап
body-form-gzip = сығылған файл
body-form-html = веб-бет
body-form-other = белгісіз деректер
body-form-pem = PEM мәтіні
body-form-private-key = жеке кілт
body-form-truncated = үзілген DER
body-form-utf-16 = екі байттық кодтаудағы мәтін
span-delay = Тізім жасалғаннан қолжетімді болғанға дейін
span-delta-interval = Өзгерістер тізімін шығару аралығы
span-interval = Тізім шығару аралығы
span-overlap = Жаңа тізімнен алдыңғысының мерзіміне дейін
basis-commission = комиссия критерийі
basis-declared = орталықтың құжаттары бойынша
table-crl--fetches = Алынған тізімдер
    .url = Мекенжай
    .first = Алғаш алынды
    .last = Соңғы рет алынды
    .fetches = Сұраулар
    .number = Нөмірі
    .this-update = Жасалған уақыты
    .next-update = Келесі жаңарту
    .entries = Жазбалар
    .sha256 = SHA-256
table-crl--mirrors = Тізімдердің мекенжайлары
    .url = Мекенжай
    .number = Нөмірі
    .this-update = Жасалған уақыты
    .fetched-at = Алынған уақыты
    .octets = Байт
    .sha256 = SHA-256
table-crl--successions = Тізімдердің алмасуы
    .url = Мекенжай
    .from-number = Алдыңғы нөмір
    .to-number = Келесі нөмір
    .interval = Шығару аралығы
    .delay = Көрінгенге дейін
    .overlap = Алдыңғысының мерзіміне дейін

## Scopes of lists, places of identifiers, fields of time packets

scope-users = тек пайдаланушылар
scope-authorities = тек куәландырушы орталықтар
scope-attributes = тек атрибуттық куәліктер
scope-some-reasons = кейбір себептер ғана
scope-indirect = жанама тізім
oid-place-signature-algorithm = қолтаңба алгоритмі
oid-place-public-key = ашық кілт
oid-place-subject = иесінің атауы
oid-place-subject-system = иесінің атауындағы ақпараттық жүйе
oid-place-policy = қолдану саясаты
oid-place-extended-key-usage = кілттің мақсаты
oid-place-subject-alternative-name = иесінің қосымша атауы
oid-place-extension = кеңейтілім
oid-place-key-storage = кілт сақтау түрі
ntp-field-mode = режимі
ntp-field-version = нұсқасы
ntp-field-origin = бастапқы белгісі
ntp-field-request = сұрауы
ntp-field-length = ұзындығы
ntp-field-delay = кідірісі
ntp-field-precision = дәлдігі
ntp-field-offset = ауытқуы
ntp-field-order = уақыт белгілерінің реті
ntp-field-reference = соңғы қойылған уақыты

## Кестелер

table-time--bound-terms = Белгісіздіктің құрамдастары, миллисекундпен
    .peer = сервер
    .class = түрі
    .stratum = деңгейі
    .source = оның көзі
    .samples = жарамды өлшемдер
    .offset = ноутбуктен ауытқуы
    .half-delay = кідірістің жартысы
    .precision = сағат көрсетімі
    .drift = сағат ауытқуы
    .rounding = дөңгелектеу
    .root-dispersion = көзіне дейінгі дисперсия
    .half-root-delay = көзіне дейінгі кідірістің жартысы
    .sum = қосындысы
table-time--interval = Сервер аралығы қалай құралады, миллисекундпен
    .server = сервер
    .offset-from-laptop = ноутбуктен ауытқуы
    .bound = оның белгісіздігі
    .reference-low = эталондар ноутбуктен, кемінде
    .reference-high = көп дегенде
    .drift-between = арадағы ноутбук ауытқуы
    .offset = эталондардан ауытқуы
    .half-width = белгісіздігі
table-time--state = Сағаттардың күйі
    .server = сервер
    .state = күйі
    .offset = ауытқуы
    .measured-at = өлшенген уақыты
    .holds-until = жарамды мерзімі
    .drift = есептелген ауытқу, миллиондық үлес

## Tables of secure sessions

table-net--tls-endpoints = Қорғалған мекенжайлар
    .endpoint = торап
    .peer = желілік мекенжай
    .version = нұсқа
    .older = ескі нұсқа
    .suite = шифр
    .subject = иесі
    .key = кілт
    .until = мерзімінің соңы
    .time = қосылу уақыты

## Tables of the status service

table-ocsp--answers = Мәртебе қызметтерінің жауаптары
    .service = қызмет
    .certificate = тіркеу куәлігі немесе нөмір
    .method = тәсіл
    .hash = хэш
    .status = мәртебе
    .time = жауап уақыты

## Names of facts that a sentence does not hold

fact-certificate = тіркеу куәлігі
fact-citation = стандарт
fact-fingerprint = SHA-256 ізі
fact-ground = негізі
fact-issuer = шығарушы
fact-list = тізім
fact-max = жоғарғы шегі
fact-message = техникалық хабар
fact-min = төменгі шегі
fact-name = атауы
fact-named-by = мекенжайдың дереккөзі
fact-peer = мекенжайы
fact-position = орны
fact-reason = техникалық себебі
fact-serial = сериялық нөмірі
fact-source = дереккөз
fact-subject = иесі
fact-time = уақыты
fact-url = мекенжайы
