### What the committee is told about acts that come in.

## A review

review--all-examined = Проверены все требования: { $count }.
review--closed-without-evidence = Эти требования ({ $count }) записаны как выполненные, но за ними в акте нет ни одного доказательства: { $items }.
    .next = Верните акт: вывод должен опираться на доказательства.
review--conclusion-agrees = Вывод согласуется с установленным.
review--conclusion-negative-without-findings = Вывод отрицательный, но ни одно требование, препятствующее аккредитации, не записано как нарушенное или не установленное.
    .next = Запросите у комиссии основание вывода.
review--conclusion-positive-against-findings = Вывод положительный, но против него стоят требования ({ $count }), нарушенные или не установленные: { $items }. Причина в акте не указана.
    .next = Верните акт с замечаниями: установленное говорит «нет», а вывод – «выдать».
review--conclusion-positive-with-reason = Вывод положительный, но против него стоят требования ({ $count }), нарушенные или не установленные: { $items }. Причина, указанная комиссией: { $reason }
    .next = Оцените причину и ответьте на неё в решении.
review--day-differs = Акт датирован { $day }, а проверка завершена { $end }; по пункту 13 Правил акт составляется в день завершения проверки.
    .next = Запросите у комиссии причину другой даты.
review--decision-due = По пункту 14 Правил решение должно быть принято не позднее { $day }.
review--decision-late = По пункту 14 Правил решение должно было быть принято не позднее { $day }; этот день прошёл.
    .next = Укажите причину задержки в решении.
review--depends-on-reading = Принят ли акт, зависит от толкования текста: { $readings } ведут к другому результату.
    .next = Укажите в решении, на какое толкование оно опирается.
review--dissent = { $member } не согласен(-на). Причины: { $reasons }
    .next = Рассмотрите причины и ответьте на них в решении.
review--edition-differs = Акт № { $number } от { $day } оценён по другим правилам; изменение вывода может происходить от них.
    .next = Сравните обе редакции, прежде чем делать вывод из различия.
review--finding-repeated = Установлено повторно после акта № { $number } от { $day } ({ $count }): { $items }.
    .next = Выясните, почему прежняя рекомендация не помогла.
review--items-not-examined = Не проверено или не установлено ({ $count }): { $items }.
    .next = Попросите комиссию установить это либо учтите в решении.
review--later-version = Акт № { $number } запечатан заново как версия { $version } от { $day }; подписи под этой версией более не учитываются.
    .next = Рассматривайте более позднюю версию.
review--no-evidence-at-all = В акте нет ни одного доказательства: ничего не осматривалось.
    .next = Верните акт.
review--not-an-act = Это отчёт о самопроверке: комиссия его не составляла, и решение на него опираться не может.
    .next = Запросите акт комиссии.
review--other-authority = Акт № { $number } от { $day } составлен о другом удостоверяющем центре ({ $authority }) и не использован.
    .next = Укажите акт о том же удостоверяющем центре.
review--recommends = Комиссия даёт рекомендации ({ $count }); в тексте нет правила, по которому рекомендации препятствуют выдаче.
    .next = Прочтите рекомендации; препятствуют ли они выдаче, решает человек.
review--report-contradicted = Собственный отчёт удостоверяющего центра № { $number } от { $day } признал это исправным, а комиссия нет ({ $count }): { $items }.
    .next = Запросите объяснение удостоверяющего центра: возможно, не работает его собственный контроль.
review--same-act-twice = Тот же акт лежит здесь дважды: { $place }.
    .next = Оставьте один.
review--two-acts-one-number = Номер { $number } носит и другой акт: от { $day }, из дела { $case }.
    .next = Выясните, какой из них комиссия составила под этим номером; до этого не решайте ни по одному.
review--two-acts-one-version = Другой акт № { $number } тоже имеет версию { $version }, но его содержание иное.
    .next = Выясните, какой из них подписала комиссия; до этого не решайте ни по одному.
review--unreadable = Пакет не читается: { $reason }
    .next = Получите пакет от комиссии заново.

## On the screen

committee-change-closed = С тех пор устранено
committee-change-gone = Нет в более позднем
committee-change-new = Нет в более раннем
committee-change-opened = Тогда в порядке, теперь открыто
committee-change-repeated = Нарушено тогда и теперь
committee-change-shifted = Открыто тогда и теперь, но вывод другой
committee-change-still-open = Не установлено тогда и теперь
committee-change-unchanged = В порядке тогда и теперь
committee-compared = { $earlier-kind } № { $earlier } от { $earlier-day } → { $later-kind } № { $later } от { $later-day }
committee-inbox-empty = В этой папке нет ни одного пакета.
committee-kind-act = акт
committee-kind-report = отчёт о самопроверке
committee-nothing-compared = Ни прежний акт, ни отчёт удостоверяющего центра не сравнивались.
committee-other-authority = Документы составлены о разных удостоверяющих центрах.
committee-other-edition = Документы оценены по разным правилам: изменение вывода может происходить от них.
committee-person-decides = Это рассмотрение, а не решение: решает человек.
committee-review = Акт № { $number }, версия { $version }, от { $day }: { $authority }
committee-same-finding = установлено то же: { $finding }

## Help

cli-committee = Принимать и рассматривать акты, решать по ним и вести реестр свидетельств
cli-committee-compare = Показать, что изменилось от одного акта к другому
cli-committee-compare--one = Пакет или act.json
cli-committee-compare--other = Другой пакет
cli-committee-compare--all = Показать и то, что не изменилось
cli-committee-inbox = Показать поступившие акты
cli-committee-inbox--folder = Папка с пакетами
cli-committee-review = Показать, что говорит за акт и против него
cli-committee-review--pack = Пакет акта
cli-committee-review--earlier = Прежний акт о том же удостоверяющем центре или его собственный отчёт: пакет или act.json
cli-committee-review--inbox = Папка с пакетами: в ней ищутся прежние акты и отчёты о том же удостоверяющем центре и называются акты с тем же номером
