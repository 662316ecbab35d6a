### Labels and sentences of the inspection act, of the dissent notice and of the register.

## Title and head

act-title = Көрсетілетін қызметті алушыны тексеру нәтижелері туралы акт
act-title-survey = Көшпелі зерттеп-қарау актісі
act-number-and-date = { $date } № { $number }
act-version = { $version }-нұсқа
act-supersedes = Осы нұсқа бұрынғы нұсқаны ауыстырады; бұрынғы нұсқаға қойылған қолдар жарамсыз.
act-page = { $page }-бет, барлығы { $pages }
act-page-hash = act.json файлының SHA-256 мәні: { $hash }
act-kazakh-prevails = Мәтіндер арасында алшақтық болған жағдайда қазақ тіліндегі мәтін басым болады.
act-draft-mark = ЖОБА. Қол қоюға арналмаған
act-self-check-title = Өзін-өзі тексеру есебі
act-self-check-note = Көрсетілетін қызметті алушы өзін-өзі тексерді. Осы есепті комиссия жасаған жоқ, және ол ешқандай құқық бермейді.

## Section headings

act-section-general = Жалпы мәліметтер
act-section-grounds = Тексеру негіздері
act-section-commission = Комиссия құрамы
act-section-present = Қатысқан тұлғалар
act-section-documents = Ұсынылған құжаттардың нақты жағдайға сәйкестігі
act-section-actual-state = Көрсетілетін қызметті алушының нақты жай-күйі
act-section-server-room = Серверлік үй-жайларға қойылатын талаптар
act-section-tools = Қолданылған құралдар мен өлшемдер
act-section-conclusions = Қорытындылар
act-section-recommendations = Ұсынымдар
act-section-signatures = Комиссия мүшелерінің қолдары
act-section-adoption = Актіні қабылдау туралы белгі
act-section-annexes = Қосымшалар
act-section-measurements = Өлшеулер
act-section-looking = Қызметтерге сұрау салу шарттары
act-section-evidence = Дәлелдемелер

## Fields of the general information and of the grounds

act-field-recipient = Көрсетілетін қызметті алушы
act-field-address = Мекенжайы
act-field-bin = БСН
act-field-provider = Көрсетілетін қызметті беруші
act-field-application = Өтініш
act-field-places = Тексеру жүргізілген орын
act-field-visit-start = Тексерудің басталуы
act-field-visit-end = Тексерудің аяқталуы
act-field-protocol = Құжаттық кезеңнің хаттамасы
act-field-rules = Қағидалар
act-field-edition = Қағидалардың редакциясы
act-field-checklist-hash = Тексеру парақтарының SHA-256 мәні
act-field-texts-compared = Мәтіндер салыстырылған дереккөз
act-field-first-notice = Тексеру туралы хабарлама
act-field-second-notice = Көшпелі тексеру туралы хабарлама
act-field-order = Комиссия құрамы туралы бұйрық
act-field-case = Істің белгіленуі
act-field-evidence-root = Барлық дәлелдемелердің түбірлік SHA-256 мәні
act-field-hierarchy = Тізбек тексерілген иерархия
act-field-tool = Құрал және оның нұсқасы
act-field-tool-hash = Құралдың SHA-256 мәні
act-field-time-references = Салыстырылған уақыт көздері
act-field-network = Тексеру жүргізілген желі

## Heads of table columns

act-column-number = №
act-column-item = Тармақ
act-column-subject = Тексеру мәні
act-column-requirement = Талап
act-column-question = Қойылған сұрақ
act-column-verdict = Нәтиже
act-column-finding = Анықталғаны
act-column-evidence = Дәлелдеме
act-column-next-step = Келесі қадам
act-column-name = Тегі, аты, әкесінің аты
act-column-position = Лауазымы
act-column-body = Орган
act-column-role = Рөлі
act-column-present = Тексеруге қатысуы
act-column-authority = Өкілеттігі
act-column-security = Ұлттық қауіпсіздік органдарының өкілі
act-column-signature = Қолы / келіспеуі / болмауы
act-column-date-time = Күні, уақыты
act-column-quantity = Өлшенген шама
act-column-value = Мәні
act-column-uncertainty = Белгісіздігі
act-column-readings = Көрсеткіштер
act-column-limit = Шегі
act-column-limit-basis = Шектің негізі
act-column-instrument = Өлшем құралы
act-column-verified-until = Салыстырып тексеру мерзімі
act-column-kind = Түрі
act-column-serial = Сериялық нөмірі
act-column-model = Моделі
act-column-manufacturer = Өндірушісі
act-column-room = Үй-жай
act-column-declared = Мәлімделген
act-column-found = Табылған
act-column-source = Дереккөз
act-column-collected-at = Алынған уақыты
act-column-sha256 = SHA-256
act-column-size = Көлемі, байт
act-column-reading-of-law = Мәтінді оқу тәсілі
act-column-result = Салдары
act-column-file = Файл
act-column-standing = Қолтаңбаның күйі
act-column-alarm = Ескерту

## Standard sentences

act-open = Комиссия { $order-date } № { $order-number } бұйрықпен айқындалған құрамда { $recipient } көрсетілетін қызметті алушысын Қағидалардың 12-тармағына сәйкес көшпелі тексерді.
act-open-survey = Комиссия { $order-date } № { $order-number } бұйрықпен айқындалған құрамда { $recipient } көрсетілетін қызметті алушысын Қағидалардың 21 және 22-тармақтарына сәйкес көшпелі зерттеп-қарады.
act-conform = Тармақ бойынша сәйкес.
act-nonconform = Тармақ бойынша сәйкес емес: { $finding }.
act-notchecked = Тармақ тексерілмеді, себебі: { $reason }.
act-out-of-scope = Талап осы көрсетілетін қызметті алушыға қатысты емес.
act-not-in-force = Талап тексеру күні қолданыста болған жоқ.
act-criterion = Көрсетілген шек комиссияның критерийі болып табылады және Қағидаларда белгіленбеген.
act-positive = Қорытынды: көрсетілетін қызметті алушы белгіленген талаптарға сәйкес келеді.
act-negative = Қорытынды: көрсетілетін қызметті алушы мына талаптарға сәйкес келмейді: { $list }.
act-none = Ұсынымдар жоқ.
act-nobody = Жоқ.
act-chain-hier = Тізбек { $hierarchy ->
    [production] өнеркәсіптік
   *[test] тестілік
 } иерархияда тексерілді.
act-not-all-determined = Қағидалардың 12-тармағының барлық мәселелері айқындалған жоқ. { COUNT($count) ->
    [one] Айқындалмаған { $count } мәселе
   *[other] Айқындалмаған { $count } мәселе
 }: { $list }.
act-remarks = Ескертулер (аккредиттеуге кедергі болмайды): { $list }.
act-survey-clean = Қағидалардың талаптарын бұзушылықтар анықталған жоқ.
act-survey-violations = Қағидалардың талаптарын мынадай бұзушылықтар анықталды: { $list }.
act-evidence-pieces = дәлелдемелер саны: { $count }
act-evidence-shared = Бір дереккөздің төрт және одан көп дәлелдемесі бір жолда тұрады: әрқайсысының нөмірі мен SHA-256 мәнінің алғашқы сегіз таңбасы көрсетілген. Толық мәндері тіркелген жазбада.
act-evidence-total = { COUNT($count) ->
    [one] Дәлелдемелер: { $count } бірлік
   *[other] Дәлелдемелер: { $count } бірлік
 }.
act-reading-used = Мәтін мынадай тіркелген оқу тәсілі бойынша қолданылды: { $reading }.
act-yes = иә
act-no = жоқ

## Verdicts

act-verdict-complies = сәйкес
act-verdict-violates = сәйкес емес
act-verdict-undetermined = тексерілмеді
act-verdict-out-of-scope = қатысты емес
act-verdict-not-in-force = қолданыста болған жоқ
act-consequence-blocks = аккредиттеуге кедергі
act-consequence-remarks = ескерту
act-limit-case = комиссияның осы іс үшін белгілеген критерийі
act-limit-case-decision = комиссияның { $date } № { $number } шешімімен белгіленген критерийі
act-limit-checklist = әдепкі тексеру парағында комиссия критерийі ретінде ұсынылған шек
act-limit-law = мәтінде белгіленген шек

## Bodies, roles, kinds of visit

act-body-service-provider = көрсетілетін қызметті беруші
act-body-technical-regulation = техникалық реттеу жөніндегі уәкілетті орган
act-body-national-security = ұлттық қауіпсіздік органдары
act-whole-commission = комиссия толық құрамда
act-role-chair = төраға
act-role-member = мүше
act-role-secretary = хатшы
act-visit-examination = көшпелі тексеру
act-visit-survey = көшпелі зерттеп-қарау

## Signature block and record of adoption

act-signature-signed = қол қойды
act-signature-dissent = келіспейді
act-signature-absent = болған жоқ
act-signature-not-yet = қол қойған жоқ
act-signature-no-vote = дауыс құқығынсыз
act-adoption = Комиссия мүшелерінің саны – { $voters } (хатшыны қоспағанда); қол қойғандар – { $signed }; қажетті қол саны (үштен екісі) – { $needed }; ұлттық қауіпсіздік органдары өкілінің қолы – { $security ->
    [true] бар
   *[other] жоқ
 }. Қағидалардың 13-тармағына сәйкес акт { $adopted ->
    [true] қабылданды
   *[other] қабылданбады
 } деп есептеледі.
act-adoption-survey = Хатшыны қоспағанда, { $signed } адам қол қойды; қажетті қол саны – { $needed }. Қағидалардың 22-тармағына сәйкес акт { $adopted ->
    [true] заңды
   *[other] заңды емес
 } деп есептеледі.
act-signed-by-all = Актіге комиссияның барлық мүшелері қол қойды.
act-robust = Мәтіннің тіркелген оқу тәсілдерінің бәрі бірдей нәтижеге әкеледі.
act-depends-on = Нәтиже мәтінді оқу тәсіліне тәуелді: { $readings }.
act-reading-line = { $reading }. Осы тәсіл бойынша қол қойғандар – { $signed } (барлығы { $voters }), қажеті – { $needed }; акт { $adopted ->
    [true] қабылданды
   *[other] қабылданбады
 }.
act-not-adopted-few = Акт қабылданған жоқ: { COUNT($lacking) ->
    [one] { $lacking } қол жетіспейді
   *[other] { $lacking } қол жетіспейді
 }.
act-not-adopted-security = Акт қабылданған жоқ: ұлттық қауіпсіздік органдары өкілінің қолы жоқ; басқа мүшелердің қолы оны алмастырмайды.
act-not-adopted-outcome = Мәтінде қабылданбаған актінің салдары белгіленбеген; шешімді көрсетілетін қызметті беруші қабылдайды.

## Readings of the law, by the identifiers of the count

act-reading-a01-round-down = A01: мәтінде үштен екіні дөңгелектеу ережесі жоқ. Мұнда төмен қарай дөңгелектелді; негізгі есеп жоғары қарай дөңгелектейді
act-reading-a01-round-to-nearest = A01: мәтінде үштен екіні дөңгелектеу ережесі жоқ. Мұнда жақын бүтін санға дейін дөңгелектелді; негізгі есеп жоғары қарай дөңгелектейді
act-reading-a02-present = A02: мәтінде үштен екі қанша адамнан саналатыны айтылмаған. Мұнда тексеруге қатысқандардан саналды; негізгі есеп бұйрықпен тағайындалғандардың бәрінен санайды
act-reading-a02-signed = A02: мәтінде үштен екі қанша адамнан саналатыны айтылмаған. Мұнда қол қойғандардан саналды; негізгі есеп бұйрықпен тағайындалғандардың бәрінен санайды
act-reading-a03-secretary-counts = A03: 13-тармақта хатшы туралы айтылмаған. Мұнда хатшы есепке алынды; негізгі есепте хатшы саналмайды
act-reading-a04-chair-does-not-count = A04: 22-тармақта төраға мен мүшелер бөлек аталады. Мұнда төраға есепке алынбады; негізгі есепте төрағаның бір дауысы бар
act-reading-a05-every-security-member = A05: мәтіндегі «өкілінің қолы» деген сөздер жекеше түрде берілген. Мұнда ұлттық қауіпсіздік органдары өкілдерінің бәрінің қолы талап етілді; негізгі есеп үшін біреуінің қолы жеткілікті
act-reading-a07-not-adopted = A07: мәтінде қабылданбаған актінің салдары айтылмаған. Шешім жасалмайды, не жетіспейтіні көрсетіледі
act-reading-a08-survey-rule-not-applied = A08: 22-тармақтағы үш қол туралы ереже бастапқы тексеруге қолданылмайды, өйткені ол көшпелі зерттеп-қарауға қатысты
act-reading-a09-five-besides-the-chair = A09: «кемінде бес мүше» деген сөздер төрағаны қамтитыны анық емес. Мұнда төрағадан басқа бес мүше талап етілді; негізгі есеп төраға мен мүшелерді бірге санайды

## Standing of signatures and alarms

act-standing-conclusive = дұрыс, есепке алынады
act-standing-inconclusive = анықтау мүмкін болмады, есепке алынбайды
act-standing-invalid = жарамсыз, есепке алынбайды
act-alarm-counted-already = Бұл адамның қолы бұрын есепке алынған: екінші қолы, басқа кілті немесе басқа тіркеу куәлігі дауыс санын көбейтпейді.
act-alarm-no-person = Тіркеу куәлігінде адамның жеке сәйкестендіру нөмірі жоқ: қол ешкімге тиесілі деп саналмайды.
act-alarm-not-appointed-then = Қол қойылған күні бұл адам бұйрықпен тағайындалмаған еді.
act-alarm-not-on-roster = Бұл адам актіде көрсетілген комиссия құрамында жоқ.
act-alarm-one-key-two-people = Бір кілтпен екі адамның атынан қол қойылған: екеуі де есепке алынбайды.
act-alarm-secretary-has-no-vote = Хатшының дауыс құқығы жоқ: оның қолы есепке кірмейді.

## Defects of the composition

act-composition-body-missing = Комиссия құрамында мына органның дауыс беретін өкілі жоқ: { NAME("act-body", $body) }.
act-composition-fewer-than-five = Дауыс беретін мүшелердің саны бестен аз: { $voters }.
act-composition-no-chair = Комиссияның төрағасы жоқ.
act-composition-no-secretary = Комиссияның хатшысы жоқ.
act-composition-several-chairs = Комиссияда бірнеше төраға көрсетілген.

## Dissent notice

act-dissent-title = Тексеру актісіне қол қоймау туралы хабарлама
act-dissent-addressee = Көрсетілетін қызметті берушінің назарына: { $provider }.
act-dissent-text = Мен, { $member } ({ NAME("act-body", $body) }), { $act-date } № { $act-number } акт бойынша қабылданған шешіммен келіспеймін және оған қол қойған жоқпын.
act-dissent-reasons = Себептері: { $reasons }
act-dissent-substantiation = Негіздеме: { $items }
act-dissent-date-signature = Күні, қолы
act-dissent-received = Келіспеу туралы хабарлама: { $member }, { $date }. Себептері: { $reasons }

## Register of issued certificates

act-register-seq = Реттік нөмірі
act-register-number = Куәліктің нөмірі
act-register-issued = Берілген күні
act-register-valid-through = Қолданылу мерзімі аяқталатын күн
act-register-entity-name = Заңды тұлғаның атауы
act-register-bin = БСН
act-register-address = Мекенжайы
act-register-ca-name = Куәландырушы орталықтың атауы
act-register-act-ref = Тексеру актісінің нөмірі мен күні
act-register-decision-ref = Шешімнің нөмірі мен күні
act-register-status = Мәртебесі
act-register-status-valid = қолданыста
act-register-status-revoked = кері қайтарып алынған
act-register-status-expired = мерзімі өткен
act-register-revocation = Кері қайтарып алу шешімі, негізі, күні
act-register-root-registration = НКО-да тіркелген тіркеу куәлігі
act-register-note = Ескертпе

## Bounds and ways of looking

act-looking-note = Қызметтер осы шектерде сұралды: шекте келмеген жауап жоқ деп жазылды.
act-looking-began = Жинау басталған уақыт
act-looking-bytes = { $bytes } байт
act-looking-channels = Пайдаланылған арналар
act-looking-channels-none = жүйенің өзі таңдаған жол
act-looking-networks = Рұқсат етілген өзге желілер
act-looking-networks-none = жоқ
act-looking-proxy = Прокси-сервер
act-looking-proxy-note = Прокси-сервер қай мекенжайларға қосылғанын құрал көрмеді
act-looking-public = Жалпыға қолжетімді мекенжайларға рұқсат
bound-body-bytes = Жауаптың ең үлкен көлемі
bound-bytes-per-second = Жауаптың ең төмен жылдамдығы, бір секундта
bound-collection-ms = Бүкіл жинаудың ең ұзақ уақыты
bound-decoded-bytes = Сығылған жауаптың ашылғандағы ең үлкен көлемі
bound-name-ms = Атаулар қызметін күтудің ең ұзақ уақыты
bound-ntp-ms = Уақыт серверін күтудің ең ұзақ уақыты
bound-quiet-ms = Қосылуды, жауаптың басын және әр бөлігін күтудің ең ұзақ уақыты
bound-rate-window-ms = Жылдамдық есептелетін уақыт
bound-redirects = Қайта бағыттаулардың ең көп саны
bound-spool-bytes = Дискіде күтетін жауаптардың ең үлкен көлемі
bound-total-ms = Бір сұраудың ең ұзақ уақыты

## Pictures and tables of measurements

act-table-empty = Жазбалар жоқ.
act-timeline-window = Бақылау аралығы (Қазақстан уақыты): { $from } – { $until }.
act-timeline-available = қолжетімді
act-timeline-unavailable = қолжетімсіз
act-timeline-unknown = белгісіз
act-timeline-not-sampled = сұралмаған
act-timeline-not-counted = Сұралмаған уақыт қолжетімді уақытқа есептелмейді.
act-timeline-column = Суреттің бір бағаны шамамен { $length } уақытқа сәйкес келеді және осы уақыттағы ең нашар күйді көрсетеді; нақты аралықтар тіркелген жазбада.
act-timeline-empty = Бірде-бір қызмет сұралмаған.
act-timeline-no-length = Бақылау аралығының ұзақтығы жоқ, сондықтан сурет салынбады.
act-timeline-lane = { $label }. { $sampled ->
    [true] { COUNT($unavailable) ->
        [0] Қолжетімсіз аралықтар тіркелмеген.
       *[other] Қолжетімсіз аралықтар: { $unavailable } ({ $when }).
    } Күйі белгісіз аралықтар: { $unknown }.
   *[other] Қызмет сұралмаған.
}

## Steps

# The beginning of every next step that asks for nothing; such steps are not printed.
act-nothing-further = Қосымша әрекет қажет емес
