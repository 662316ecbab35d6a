### Words of self-checks, of their report, and of the formats of other tools.

## The commands

cli-report = Записать содержание акта или отчёта в формате другого инструмента
cli-report--format = Формат
cli-report--source = Досье, пакет, папка самопроверки, act.json или report.json
cli-report--out = Записываемый файл
cli-report--mask = Скрыть индивидуальные идентификационные номера людей: на их месте нули; на страницах акта ничего не скрывается
cli-report-written = { $format }: { $file }
cli-report-people = В файле { $file } есть индивидуальные идентификационные номера людей: { $count }. Прежде чем передавать его, запишите его с `--mask`.
cli-selfcheck = Проверить себя до прихода комиссии: собрать, оценить и составить отчёт за один раз
cli-selfcheck--case = Дело самопроверки; образец для заполнения записывает `--template`
cli-selfcheck--answers = Файл ответов; вопросы с пустым `seen` остаются без ответа
cli-selfcheck--out = Папка отчёта и досье, которое пополняет каждый запуск
cli-selfcheck--template = Записать case.toml и answers.toml для заполнения
cli-selfcheck--watch = Продолжать проверки до нажатия Ctrl-C и сообщать только об изменениях
cli-selfcheck--every = Время между двумя проверками: 15m, 1h
cli-selfcheck--csv = Записать и таблицу для табличных программ (CSV)
cli-selfcheck--junit = Записать и отчёт об испытаниях (JUnit XML)
cli-selfcheck--oscal = Записать и результаты оценки (OSCAL JSON)
cli-selfcheck--sarif = Записать и результаты анализа (SARIF)
cli-selfcheck--mask = Скрыть в этих файлах индивидуальные идентификационные номера людей: на их месте нули
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
cli-selfcheck-amended = Дело или правила изменились с прошлого запуска: всё оценено по новым.
cli-selfcheck-offline = В этом запуске запросы в сеть не посылались: действует увиденное ранее.
cli-selfcheck-done = Отчёт № { $number } по состоянию на { $day }: { $folder }/report.pdf
cli-selfcheck-template = { $folder }: записаны case.toml и answers.toml. Незаполненное останется непроверенным.
cli-selfcheck-watching = Проверка каждые { $seconds } с до нажатия Ctrl-C; изменения записываются в { $folder }/changes.jsonl.
cli-selfcheck-change = { $from } → { $to } с { $since } (прежнее – с { $stood }): { $items }
cli-selfcheck-full = За это наблюдение записано столько, что доказательства дальнейших изменений не сохраняются; сами изменения по-прежнему сообщаются.
cli-selfcheck-ended = Наблюдение окончено. Всё записанное находится в { $folder }.

## Errors

error--not-a-self-check = Это дело не является делом самопроверки.
    .next = Укажите в деле `purpose = "self-check"` и уберите комиссию; образец записывает `tekseru selfcheck --template`.
error--pages-of-an-act = { $file }: страницы акта запечатаны, поэтому они не записываются ни заново, ни со скрытыми номерами.
    .next = Передайте сам запечатанный файл act.pdf; содержание без номеров запишите с `--mask` в формате csv, junit, oscal или sarif.
error--record-malformed = { $path }: это не запись акта или отчёта. Техническая причина: { $reason }.
    .next = Укажите досье, пакет, папку самопроверки, act.json или report.json.
error--record-of-other-format = { $path }: запись формы { $found }, которая этой версии неизвестна.
    .next = Используйте ту версию tekseru, которая её записала, или более позднюю.
error--record-too-large = { $path }: файл больше любой записи.
    .next = Убедитесь, что это тот файл.

## The report of a self-check

report-section-readiness = Готовность по подпунктам
report-section-open = Что осталось сделать
report-nothing-open = Все пункты закрыты.
report-readiness = Пунктов: { $all }. Соответствует: { $complies }; не соответствует: { $violates }; не проверено: { $undetermined }; не относится: { $out-of-scope }; не действует: { $not-in-force }.
report-field-day = По состоянию на
report-page-hash = SHA-256 файла report.json: { $hash }
report-masked-mark = Копия со скрытыми номерами
report-masked-note = Это копия для передачи другим: на месте индивидуальных идентификационных номеров людей стоят нули; имена и остальной текст не изменены. Полный отчёт назван внизу каждой страницы его значением SHA-256.

## Steps for open items

selfcheck-step-answer = Ответьте в файле ответов ({ $item }): { $question }
selfcheck-step-measure = Измерьте: { $quantity }, { $limit }; требуется показаний: { $readings }. Каждое число запишите с единицей.
selfcheck-step-assets = Перечислите каждый основной и резервный экземпляр: серийный номер и модель с таблички, помещение, адрес.
selfcheck-step-photo = Приложите фотографию.
selfcheck-step-document = Приложите документ.
selfcheck-step-repair = Устраните причину и запустите самопроверку снова.
selfcheck-step-establish = Сделайте так, чтобы это можно было установить, и запустите самопроверку снова.

## What an authority does that checks itself, where a commission would do another thing. The messages
## of the probes refer to these in their attribute `own`

own-step-certificate = Выпустите регистрационное свидетельство заново без этого недостатка и запустите самопроверку снова.
own-step-chain = Проверьте цепочку и корень доверия, указанный в деле; исправьте неверное и запустите самопроверку снова.
own-step-clock = Выясните, по каким часам работает служба; исправьте их ход и запустите самопроверку снова.
own-step-collect = Предоставьте недостающее или запустите самопроверку там, где его можно получить.
own-step-declare = Приведите в согласие оборудование, ответ и документы и запустите самопроверку снова.
own-step-explain = Будьте готовы объяснить это комиссии.
own-step-hand = Изучите это вручную; установленное должно быть отражено в документах.
own-step-key = Этот ключ больше не тайна: немедленно выведите его из употребления, отзовите его регистрационное свидетельство и запустите самопроверку снова.
own-step-list = Исправьте выпуск или публикацию списка, получите его заново и запустите самопроверку снова.
own-step-measure = Повторите измерение; если результат тот же, устраните несоответствие и измерьте снова.
own-step-network = Повторите запрос из другой сети; если результат тот же, исправьте службу и запустите самопроверку снова.
own-step-remark = Это замечание: аккредитации оно не препятствует. По возможности устраните причину.
own-step-repair = Устраните причину и запустите самопроверку снова.
own-step-reserve = Обеспечьте его наличие или укажите его в ответе с серийным номером и запустите самопроверку снова.
own-step-revoke = Исправьте публикацию отзывов и проведите испытание снова.
own-step-service = Повторите запрос к службе; если результат тот же, исправьте её и запустите самопроверку снова.
own-step-time = Исправьте службу времени сервера и запустите самопроверку снова.
own-step-tool = Запустите инструмент на сервере или примите вывод программы службы времени.
own-step-zone = Исправьте настройку часового пояса и запустите самопроверку снова.

## The files to fill in

selfcheck-template-answers = Ответы самопроверки. Для каждого вопроса впишите между кавычками `seen`, что установлено; вопрос с пустым `seen` остаётся без ответа, а его пункт – непроверенным. Файлы указываются относительно этого файла, например attach = ["photos/ups.jpg"].
selfcheck-template-seen = in-order – как требуется; out-of-order – не так, как требуется; not-established – установить не удалось.
selfcheck-template-seen-conditional = in-order – как требуется; out-of-order – не так, как требуется; not-established – установить не удалось; not-ours – не относится.
selfcheck-template-ground = Что увидено, своими словами. Без этого несоответствие несоответствием не считается.
selfcheck-template-attach = Файлы, если они есть.
selfcheck-template-document = Нужен документ.
selfcheck-template-photo = Нужна фотография.
selfcheck-template-photo-and-document = Нужны фотография и документ.
selfcheck-template-measure = Измерьте: { $quantity }, { $limit }; требуется показаний: { $readings }, каждое с единицей: { $unit }.
selfcheck-template-instrument = Если известно: до какого дня действует поверка прибора и какова его погрешность.
selfcheck-template-server = Найденные серверы: уберите знак # и заполните.
selfcheck-template-key-protection = Найденные комплексы защиты ключей: уберите знак # и заполните.

## Columns of the table for spreadsheets

exchange-column-id = Идентификатор
exchange-column-verdict = Результат (код)
exchange-column-consequence = Последствие
exchange-column-probe = Проверка
exchange-column-day = День
exchange-column-record = SHA-256 записи
exchange-verdicts = Результатами записаны только открытые пункты. «Не проверено» не означает «пройдено»: не установлено ни соответствие, ни несоответствие.
