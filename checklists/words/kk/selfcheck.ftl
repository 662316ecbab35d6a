### Words of self-checks, of their report, and of the formats of other tools.

## The commands

cli-report = Актінің немесе есептің мазмұнын басқа құралдың форматында жазу
cli-report--format = Формат
cli-report--source = Досье, бума, өзін-өзі тексеру қалтасы, act.json немесе report.json
cli-report--out = Жазылатын файл
cli-report--mask = Адамдардың жеке сәйкестендіру нөмірлерін жасыру: орнына нөлдер қойылады; актінің беттерінде ештеңе жасырылмайды
cli-report-written = { $format }: { $file }
cli-report-people = { $file } файлында адамдардың жеке сәйкестендіру нөмірлері бар: { $count }. Файлды біреуге бермес бұрын оны `--mask` арқылы жазыңыз.
cli-selfcheck = Комиссия келмей тұрып өзін-өзі тексеру: дәлелдемелерді жинап, бағалап, есепті бір-ақ рет жасау
cli-selfcheck--case = Өзін-өзі тексеру ісі; толтыруға арналған үлгіні `--template` жазады
cli-selfcheck--answers = Жауаптар файлы; `seen` бос сұрақтар жауапсыз саналады
cli-selfcheck--out = Есеп пен досьенің қалтасы; әр іске қосу досьені толықтырады
cli-selfcheck--template = Толтыруға арналған case.toml және answers.toml файлдарын жазу
cli-selfcheck--watch = Ctrl-C басылғанша тексеруді жалғастыру және өзгерістер туралы ғана хабарлау
cli-selfcheck--every = Екі тексерудің арасындағы уақыт: 15m, 1h
cli-selfcheck--csv = Кестелік бағдарламаларға арналған кестені (CSV) де жазу
cli-selfcheck--junit = Сынақтар есебін (JUnit XML) де жазу
cli-selfcheck--oscal = Бағалау нәтижелерін (OSCAL JSON) де жазу
cli-selfcheck--sarif = Талдау нәтижелерін (SARIF) де жазу
cli-selfcheck--mask = Осы файлдарда адамдардың жеке сәйкестендіру нөмірлерін жасыру: орнына нөлдер қойылады
cli-selfcheck--certificate = { cli-collect--certificate }
cli-selfcheck--register = { cli-collect--register }
cli-selfcheck--verifier_run = { cli-collect--verifier_run }
cli-selfcheck--document = { cli-collect--document }
cli-selfcheck--folder = { cli-collect--folder }
cli-selfcheck--log = { cli-collect--log }
cli-selfcheck--log_anchor = { cli-collect--log_anchor }
cli-selfcheck--time_status = { cli-collect--time_status }
cli-selfcheck--deadline = { cli-collect--deadline }
cli-selfcheck--here = { cli-collect--here }
cli-selfcheck--offline = { cli-collect--offline }
cli-selfcheck--proxy = { cli-collect--proxy }
cli-selfcheck-amended = Іс немесе қағидалар алдыңғы іске қосудан бері өзгерді: бәрі жаңасы бойынша бағаланды.
cli-selfcheck-offline = Бұл іске қосуда желіге сұрау жіберілген жоқ: бұрын көрілген жай қолданылады.
cli-selfcheck-done = № { $number } есеп, { $day } күнгі жағдай бойынша: { $folder }/report.pdf
cli-selfcheck-template = { $folder }: case.toml және answers.toml жазылды. Толтырылмағаны тексерілмеген болып қалады.
cli-selfcheck-watching = Ctrl-C басылғанша әр { $seconds } с сайын тексеріледі; өзгерістер { $folder }/changes.jsonl файлына жазылады.
cli-selfcheck-change = { $from } → { $to }, { $since } бастап (бұрынғысы – { $stood } бастап): { $items }
cli-selfcheck-full = Осы бақылауда жазылғаны көп болғандықтан, кейінгі өзгерістердің дәлелдемелері сақталмайды; өзгерістердің өзі бұрынғыдай хабарланады.
cli-selfcheck-ended = Бақылау аяқталды. Жазылғанның бәрі { $folder } қалтасында.

## Errors

error--not-a-self-check = Бұл іс өзін-өзі тексеру ісі емес.
    .next = Іске `purpose = "self-check"` деп жазып, комиссияны алып тастаңыз; үлгісін `tekseru selfcheck --template` жазады.
error--pages-of-an-act = { $file }: актінің беттері мөрленген, сондықтан олар қайта да, нөмірлері жасырылып та жазылмайды.
    .next = Мөрленген act.pdf файлының өзін беріңіз; нөмірлерсіз мазмұнын `--mask` белгісімен csv, junit, oscal немесе sarif форматында жазыңыз.
error--record-malformed = { $path }: бұл актінің немесе есептің жазбасы емес. Техникалық себебі: { $reason }.
    .next = Досьені, буманы, өзін-өзі тексеру қалтасын, act.json немесе report.json файлын көрсетіңіз.
error--record-of-other-format = { $path }: осы нұсқаға белгісіз { $found } нысанындағы жазба.
    .next = Оны жазған tekseru нұсқасын немесе одан кейінгісін қолданыңыз.
error--record-too-large = { $path }: файл кез келген жазбадан үлкен.
    .next = Файлдың дұрыс таңдалғанына көз жеткізіңіз.

## The report of a self-check

report-section-readiness = Тармақшалар бойынша дайындық
report-section-open = Не істеу керек
report-nothing-open = Барлық тармақ жабылды.
report-readiness = Тармақтар: { $all }. Сәйкес келеді: { $complies }; сәйкес келмейді: { $violates }; тексерілмеді: { $undetermined }; қатысты емес: { $out-of-scope }; қолданыста емес: { $not-in-force }.
report-field-day = Қай күнгі жағдай бойынша
report-page-hash = report.json файлының SHA-256 мәні: { $hash }
report-masked-mark = Нөмірлері жасырылған көшірме
report-masked-note = Бұл – басқаға беруге арналған көшірме: адамдардың жеке сәйкестендіру нөмірлерінің орнында нөлдер тұр, аттары мен қалған мәтін өзгертілмеген. Толық есеп әр беттің төменінде SHA-256 мәні арқылы көрсетілген.

## Steps for open items

selfcheck-step-answer = Жауаптар файлында жауап беріңіз ({ $item }): { $question }
selfcheck-step-measure = Өлшеңіз: { $quantity }, { $limit }; қажетті көрсеткіштер саны: { $readings }. Әр санды бірлігімен жазыңыз.
selfcheck-step-assets = Әр негізгі және резервтік данасын көрсетіңіз: тақтайшадағы сериялық нөмірі мен моделі, бөлмесі, мекенжайы.
selfcheck-step-photo = Фотосуретін қоса беріңіз.
selfcheck-step-document = Құжатты қоса беріңіз.
selfcheck-step-repair = Себебін жойып, өзін-өзі тексеруді қайта іске қосыңыз.
selfcheck-step-establish = Мұны анықтауға мүмкіндік жасап, өзін-өзі тексеруді қайта іске қосыңыз.

## What an authority does that checks itself, where a commission would do another thing. The messages
## of the probes refer to these in their attribute `own`

own-step-certificate = Тіркеу куәлігін осы кемшіліксіз қайта шығарып, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-chain = Тізбекті және істе көрсетілген сенім түбірін тексеріңіз; қатесін түзетіп, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-clock = Қызмет уақытты қай сағаттан алатынын анықтап, оны түзетіңіз де, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-collect = Жетіспейтінін беріңіз немесе өзін-өзі тексеруді оны алуға болатын жерде іске қосыңыз.
own-step-declare = Жабдықты, жауапты және құжаттарды өзара сәйкес келтіріп, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-explain = Мұны комиссияға түсіндіруге дайын болыңыз.
own-step-hand = Мұны қолмен тексеріңіз; анықталғаны құжаттарда көрсетілуі керек.
own-step-key = Бұл кілт енді құпия емес: оны дереу пайдаланудан шығарып, тіркеу куәлігін кері қайтарып алыңыз да, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-list = Тізімді шығаруды немесе жариялауды түзетіп, оны қайта алыңыз да, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-measure = Өлшеуді қайталаңыз; нәтижесі сол күйінде болса, сәйкессіздікті жойып, қайта өлшеңіз.
own-step-network = Басқа желіден қайта сұраңыз; нәтижесі сол күйінде болса, қызметті түзетіп, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-remark = Бұл – ескерту: ол аккредиттеуге кедергі емес. Мүмкіндігінше себебін жойыңыз.
own-step-repair = Себебін жойып, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-reserve = Оның болуын қамтамасыз етіңіз немесе жауапта сериялық нөмірімен көрсетіп, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-revoke = Кері қайтарып алуды жариялауды түзетіп, сынауды қайта жүргізіңіз.
own-step-service = Қызметтен қайта сұраңыз; нәтижесі сол күйінде болса, оны түзетіп, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-time = Сервердің уақыт қызметін түзетіп, өзін-өзі тексеруді қайта іске қосыңыз.
own-step-tool = Құралды серверде іске қосыңыз немесе уақыт қызметі бағдарламасының шығарған мәтінін қабылдаңыз.
own-step-zone = Сағаттық белдеу баптауын түзетіп, өзін-өзі тексеруді қайта іске қосыңыз.

## The files to fill in

selfcheck-template-answers = Өзін-өзі тексерудің жауаптары. Әр сұрақ үшін `seen` тырнақшаларының арасына не анықталғанын жазыңыз; `seen` бос сұрақ жауапсыз, ал оның тармағы тексерілмеген болып қалады. Файлдар осы файлға қатысты көрсетіледі, мысалы attach = ["photos/ups.jpg"].
selfcheck-template-seen = in-order – талапқа сай; out-of-order – талапқа сай емес; not-established – анықтау мүмкін болмады.
selfcheck-template-seen-conditional = in-order – талапқа сай; out-of-order – талапқа сай емес; not-established – анықтау мүмкін болмады; not-ours – қатысты емес.
selfcheck-template-ground = Не көрілгені, өз сөзіңізбен. Онсыз сәйкессіздік деп есептелмейді.
selfcheck-template-attach = Файлдар, болса.
selfcheck-template-document = Құжат керек.
selfcheck-template-photo = Фотосурет керек.
selfcheck-template-photo-and-document = Фотосурет пен құжат керек.
selfcheck-template-measure = Өлшеңіз: { $quantity }, { $limit }; қажетті көрсеткіштер саны: { $readings }, әрқайсысы бірлігімен: { $unit }.
selfcheck-template-instrument = Белгілі болса: құралдың салыстырып тексерілуі қай күнге дейін жарамды және рұқсат етілген қателігі.
selfcheck-template-server = Табылған серверлер: # белгісін алып, толтырыңыз.
selfcheck-template-key-protection = Табылған кілттерді қорғау кешендері: # белгісін алып, толтырыңыз.

## Columns of the table for spreadsheets

exchange-column-id = Сәйкестендіргіш
exchange-column-verdict = Нәтиже (коды)
exchange-column-consequence = Салдары
exchange-column-probe = Сынақ
exchange-column-day = Күні
exchange-column-record = Жазбаның SHA-256 мәні
exchange-verdicts = Нәтиже ретінде тек ашық тармақтар жазылады. «Тексерілмеді» деген «өтті» дегенді білдірмейді: сәйкестік те, сәйкессіздік те анықталмаған.
