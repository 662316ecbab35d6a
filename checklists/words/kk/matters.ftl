### Түскен акт не дейді, қолдары қандай сенім тіректерінен тексерілген және кім келіспейді.

## Әрекетке не кедергі немесе неге назар аудару керек

register--act-anchor-unknown = № { $act } актінің қолдары осы тізілім білмейтін сенім тірегінен тексерілген: { $sha256 }. Актіде ол былай алынған делінген: { $source }. Актіні қолдан жасаған адам өз тірегін атайды.
    .next = Бақылау сомасын өз дереккөзіңізбен салыстырыңыз; дұрыс болса, екі уәкілетті тұлға оны `tekseru committee propose anchor` пәрменімен рұқсат етсін.
register--act-not-established = № { $act } актінің пакетін тексеру бәрін анықтай алмады: { $codes }.
    .next = Пакетті толық алып, актіде аталған қағидалар редакциясымен тексеріңіз; әйтпесе анықталмағанын таразылаңыз.
register--act-replaces-another-case = Актіде ол түскен { $matter } актінің (№ { $act }) орнына келді делінген, ал ол басқа істен; бақылау сомасы { $sha256 }.
    .next = Акт қай істен екенін комиссиядан сұраңыз.
register--act-told-otherwise = Түскен акт { $matter }: № { $act } актінің дәл осы файлы туралы бұрын басқаша мәлімделген.
    .next = Пакетті `tekseru verify` пәрменімен тексеріп, кім не мәлімдегенін тарихынан анықтаңыз.
register--act-without-anchors = № { $act } актінің қолдары қандай сенім тірегінен тексерілгені жазылмаған.
    .next = Пакетін қайта алыңыз; қарауға қабылданғанын алдымен қайтарыңыз.
register--adopted-after-taken = № { $act } акт: қол { $adopted } қойылған делінген, ал акт одан бұрын, { $taken } түскен. Мерзім түскен уақытынан есептеледі.
    .next = Сағаттарды салыстырып, қол қашан қойылғанын комиссия мүшесінен сұраңыз.
register--anchor-allowed-already = Бұл сенім тірегі тізімде бар: { $sha256 }.
    .next = Тізімді `tekseru committee register anchors` көрсетеді.
register--anchor-not-allowed = Бұл сенім тірегі тізімде жоқ: { $sha256 }.
    .next = Тізімді `tekseru committee register anchors` көрсетеді.
register--conclusion-against-issue = № { $act } актінің қорытындысы: { NAME("register-conclusion", $conclusion) }. Оның негізінде куәлік берілмейді.
    .next = Негіздерімен бас тартуды ұсыныңыз немесе актіні комиссияға қайтарыңыз.
register--conclusion-not-recorded = № { $act } актінің қорытындысы жазылмаған: оны құралдың бұрынғы нұсқасы алған.
    .next = Пакетін қайта алыңыз; қарауға қабылданғанын алдымен қайтарыңыз.
register--conclusion-with-reason = Қорытынды оң, ал оған мына талаптар қарсы тұр: { $items }. Комиссияның дәлелі: { $reason }
    .next = Шешімді растамас бұрын дәлелді таразылаңыз.
register--conclusion-without-reason = № { $act } актінің қорытындысы оң, оған мына талаптар қарсы тұр, ал актіде дәлел келтірілмеген: { $items }.
    .next = Актіні комиссияға ескертпелерімен қайтарыңыз.
register--decision-before-act = Шешімнің күні – { $day }, ал акт { $adopted } күні қабылданған.
    .next = Күнін түзетіңіз: шешім бар актіге негізделеді.
register--dissent = { $member } келіспейді. Себептері: { $reasons }
    .next = Себептерін қарап, шешімде жауап беріңіз.
register--dissent-not-brought = Осы актінің бұрынғы пакетінде { $member } келіспеген, ал мына пакетте келіспеуі жоқ; ол сақталды. Себептері: { $reasons }
    .next = Келіспеудің неге қоса берілмегенін комиссиядан сұраңыз.
register--dissent-unanswered = { $member } келіспейді, ал ұсыныста ол туралы бір сөз де жоқ. Себептері: { $reasons }
    .next = Ұсынысты қабылдамай, себептеріне `--answer` арқылы жауап беріңіз немесе үндемегеніңізді түсіндіруге дайын болыңыз.
register--issue-despite = № { $act } актінің пакетін тексеру бәрін анықтай алмады: { $codes }. Куәліктің бәрібір неге берілетіні: { $reason }
    .next = Дәлел сізді сендірсе ғана растаңыз.
register--issue-over-undetermined = № { $act } актінің пакетін тексеру бәрін анықтай алмады: { $codes }. Дәлелсіз оның негізінде куәлік берілмейді.
    .next = Пакетті толық алып, актіде аталған қағидалар редакциясымен тексеріңіз; немесе `--despite` арқылы дәлел келтіріңіз: оған қол қойылады, екінші уәкілетті тұлға оны көреді.
register--refusal-over-positive = № { $act } актінің қорытындысы оң, ал бас тарту ұсынылған.
    .next = Растамас бұрын бас тарту негіздерін актімен салыстырыңыз.
register--survey-lacking = 22-тармақ бойынша кері қайтарып алу зерттеп-қарау актісіне негізделеді, ал ол аталмаған.
    .next = Зерттеп-қарау актісін алып, қарауға қабылдап, `--matter` арқылы атаңыз.
register--survey-without-violations = Түскен { $matter } актісінде зерттеп-қарау бұзушылықтарды анықтады деген қорытынды жоқ.
    .next = Бұзушылықтарды анықтаған актіні немесе шешім негізделетін тармақты атаңыз.

## Атаулар

register-conclusion-negative = орталық талаптарға сәйкес келмейді
register-conclusion-no-violations = бұзушылықтар анықталмады
register-conclusion-positive = орталық талаптарға сәйкес келеді
register-conclusion-violations = бұзушылықтар анықталды
register-field-obtained-from = Бақылау сомасы қайдан алынған
committee-decision-allowed-anchor = Рұқсат етілген сенім тірегі
committee-decision-anchor = Актілердің сенім тіректері тізімін өзгерту
committee-decision-answer = Келіспегендерге жауап
committee-decision-damage = Пайдаланушыларға келтірілген залал
committee-decision-despite = Бәрібір беру дәлелі
committee-decision-no-good-reason = Дәлелді себептің болмауы
committee-decision-number = Куәліктің нөмірі
committee-decision-objections = Қарсылықтар
committee-decision-obtained-from = Бақылау сомасы алынған жер
committee-decision-recommendation = Ұсыным
committee-decision-revoked-from = Кері қайтарылатын күн
committee-decision-violation = Бұзушылық
committee-decision-withdrawn-anchor = Тізімнен шығарылған сенім тірегі
committee-event-anchor-allowed = сенім тірегі рұқсат етілді
committee-event-anchor-withdrawn = сенім тірегі тізімнен шығарылды
committee-event-taken-anew = қайта түсті
committee-matter-anchor = Қолдардың сенім тірегі
committee-matter-conclusion = Қорытынды
committee-matter-dissent = Келіспеу
committee-matter-dissent-before = Бұрынғы пакеттегі келіспеу
committee-matter-member = Комиссия мүшесі
committee-matter-order = Тағайындаған бұйрық
committee-matter-reason = Комиссияның дәлелі
committee-matter-stands-against = Қорытындыға қарсы тұр
committee-no-anchors = Актілерге бірде-бір сенім тірегі рұқсат етілмеген: бірде-бір акт қарауға қабылданбайды.

## Анықтама

cli-committee-propose-anchor = Актілердің сенім тірегін рұқсат етуді немесе тізімнен шығаруды ұсыну
cli-committee-propose-anchor--anchor = Тіркеу куәлігі немесе оның бақылау сомасы
cli-committee-propose-anchor--decision = Шешімнің нөмірі
cli-committee-propose-anchor--obtained_from = Бақылау сомасы қайдан алынған; актіден ешқашан алынбайды
cli-committee-propose-anchor--withdraw = Тізімнен шығару
cli-committee-propose-issue--answer = Келіспейтін мүшелерге берілетін жауап
cli-committee-propose-issue--despite = Пакетті тексеру бәрін анықтай алмаса да, куәлік неге беріледі
cli-committee-register-anchors = Комиссия мүшелері қол қоя алатын сенім тіректерінің тізімі
cli-committee-register-create--act_anchor = Комиссия мүшелерінің қолдары тексерілетін негізгі орталықтың тіркеу куәлігі; көрсетілмесе – уәкілетті тұлғалардікі
cli-committee-review--anchor = Комиссия мүшелері қол қоя алатын, басқа дереккөзден алынған сенім тірегі: тіркеу куәлігі немесе оның бақылау сомасы
cli-committee-review--registered = Актінің сенім тіректерін тізіліммен салыстыру
