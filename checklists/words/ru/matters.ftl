### Что говорит поступивший акт, от чьих якорей доверия и при чьём несогласии.

## Что не позволяет действие или требует внимания

register--act-anchor-unknown = Акт № { $act }: его подписи проверены от якоря доверия, которого этот реестр не знает: { $sha256 }. По словам акта, он получен так: { $source }. Кто подделывает акт, называет собственный якорь.
    .next = Сверьте отпечаток по собственному источнику; если он верен, пусть два уполномоченных лица допустят его командой `tekseru committee propose anchor`.
register--act-not-established = Акт № { $act }: проверка его пакета установила не всё: { $codes }.
    .next = Примите пакет целиком и проверьте его по той редакции правил, которую называет акт; иначе взвесьте неустановленное.
register--act-replaces-another-case = Акт утверждает, что заменяет поступивший акт { $matter } (№ { $act }), а тот – из другого дела; отпечаток { $sha256 }.
    .next = Спросите комиссию, из какого дела этот акт.
register--act-told-otherwise = Поступивший акт { $matter }: о том же файле акта № { $act } раньше было заявлено иное.
    .next = Проверьте пакет командой `tekseru verify` и по истории выясните, кто что заявил.
register--act-without-anchors = Об акте № { $act } не записано ни одного якоря доверия, от которого проверены его подписи.
    .next = Примите его пакет ещё раз; принятый к рассмотрению сначала верните.
register--adopted-after-taken = Акт № { $act }: подпись якобы поставлена { $adopted }, позже поступления акта { $taken }. Срок считается от поступления.
    .next = Сверьте часы и спросите члена комиссии, когда поставлена подпись.
register--anchor-allowed-already = Этот якорь доверия уже в списке: { $sha256 }.
    .next = Посмотрите список командой `tekseru committee register anchors`.
register--anchor-not-allowed = Этого якоря доверия нет в списке: { $sha256 }.
    .next = Посмотрите список командой `tekseru committee register anchors`.
register--conclusion-against-issue = Вывод акта № { $act }: { NAME("register-conclusion", $conclusion) }. Свидетельство по нему не выдают.
    .next = Предложите отказ с основаниями или верните акт комиссии.
register--conclusion-not-recorded = Вывод акта № { $act } не записан: его приняла прежняя версия инструмента.
    .next = Примите его пакет ещё раз; принятый к рассмотрению сначала верните.
register--conclusion-with-reason = Вывод положительный, а против него стоят требования: { $items }. Довод комиссии: { $reason }
    .next = Взвесьте довод, прежде чем подтверждать решение.
register--conclusion-without-reason = Вывод акта № { $act } положительный, против него стоят требования, а довода в акте нет: { $items }.
    .next = Верните акт комиссии с замечаниями.
register--decision-before-act = Решение датировано { $day }, а акт принят { $adopted }.
    .next = Исправьте дату: решение опирается на уже принятый акт.
register--dissent = Не согласен(-на): { $member }. Причины: { $reasons }
    .next = Рассмотрите причины и ответьте на них в решении.
register--dissent-not-brought = В прежнем пакете этого акта { $member } заявляет о несогласии, а в нынешнем его нет; оно сохранено. Причины: { $reasons }
    .next = Спросите комиссию, почему несогласие не приложено.
register--dissent-unanswered = Не согласен(-на): { $member }, а в предложении об этом ни слова. Причины: { $reasons }
    .next = Отклоните предложение и ответьте на причины через `--answer` или будьте готовы объяснить молчание.
register--issue-despite = Проверка пакета акта № { $act } установила не всё: { $codes }. Почему свидетельство всё же выдают: { $reason }
    .next = Подтверждайте, только если довод вас убеждает.
register--issue-over-undetermined = Проверка пакета акта № { $act } установила не всё: { $codes }. Без довода свидетельство по нему не выдают.
    .next = Примите пакет целиком, проверив его по той редакции правил, которую называет акт; или приведите довод через `--despite`: его подписывают, и второе уполномоченное лицо его видит.
register--refusal-over-positive = Вывод акта № { $act } положительный, а предложен отказ.
    .next = Сверьте основания отказа с актом, прежде чем подтверждать.
register--survey-lacking = Отзыв по пункту 22 опирается на акт обследования, а он не назван.
    .next = Примите акт обследования, в том числе к рассмотрению, и назовите его через `--matter`.
register--survey-without-violations = В поступившем акте { $matter } нет вывода о том, что обследование выявило нарушения.
    .next = Назовите акт, который их выявил, или пункт, на который опирается решение.

## Имена

register-conclusion-negative = центр не соответствует требованиям
register-conclusion-no-violations = нарушения не выявлены
register-conclusion-positive = центр соответствует требованиям
register-conclusion-violations = выявлены нарушения
register-field-obtained-from = Откуда получен отпечаток
committee-decision-allowed-anchor = Допущен якорь доверия
committee-decision-anchor = Изменить список якорей доверия для актов
committee-decision-answer = Ответ на несогласие
committee-decision-damage = Ущерб пользователям
committee-decision-despite = Почему всё же выдать
committee-decision-no-good-reason = Отсутствие уважительной причины
committee-decision-number = Номер свидетельства
committee-decision-objections = Возражения
committee-decision-obtained-from = Отпечаток получен
committee-decision-recommendation = Рекомендация
committee-decision-revoked-from = Отозвать с
committee-decision-violation = Нарушение
committee-decision-withdrawn-anchor = Якорь доверия исключён из списка
committee-event-anchor-allowed = якорь доверия допущен
committee-event-anchor-withdrawn = якорь доверия исключён из списка
committee-event-taken-anew = поступило ещё раз
committee-matter-anchor = Якорь доверия подписей
committee-matter-conclusion = Вывод
committee-matter-dissent = Несогласие
committee-matter-dissent-before = Несогласие из прежнего пакета
committee-matter-member = Член комиссии
committee-matter-order = Назначены приказом
committee-matter-reason = Довод комиссии
committee-matter-stands-against = Стоит против вывода
committee-no-anchors = Ни один якорь доверия для актов не допущен: ни одного акта принять к рассмотрению нельзя.

## Справка

cli-committee-propose-anchor = Предложить допустить якорь доверия для актов или исключить его
cli-committee-propose-anchor--anchor = Регистрационное свидетельство или его отпечаток
cli-committee-propose-anchor--decision = Номер решения
cli-committee-propose-anchor--obtained_from = Откуда получен отпечаток; из акта – никогда
cli-committee-propose-anchor--withdraw = Исключить из списка
cli-committee-propose-issue--answer = Что отвечают несогласным членам комиссии
cli-committee-propose-issue--despite = Почему свидетельство выдают, хотя проверка пакета установила не всё
cli-committee-register-anchors = Список якорей доверия, от которых могут подписывать члены комиссий
cli-committee-register-create--act_anchor = Свидетельство корневого центра, от которого подписывают члены комиссий; без него – те же, что у уполномоченных лиц
cli-committee-review--anchor = Якорь доверия, от которого могут подписывать члены комиссий, полученный из другого источника: свидетельство или его отпечаток
cli-committee-review--registered = Сверить якоря доверия акта с реестром
