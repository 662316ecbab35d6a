### Labels and sentences of the inspection act, of the dissent notice and of the register.

## Title and head

act-title = Акт о результатах проверки услугополучателя
act-title-survey = Акт выездного обследования
act-number-and-date = № { $number } от { $date }
act-version = версия { $version }
act-supersedes = Настоящая версия заменяет прежнюю; подписи под прежней версией недействительны.
act-page = страница { $page } из { $pages }
act-page-hash = SHA-256 файла act.json: { $hash }
act-kazakh-prevails = При расхождении текстов преимущество имеет текст на казахском языке.
act-draft-mark = ПРОЕКТ. Не для подписания
act-self-check-title = Отчёт о самопроверке
act-self-check-note = Услугополучатель проверил себя сам. Настоящий отчёт составлен не комиссией и не даёт никаких прав.

## Section headings

act-section-general = Общие сведения
act-section-grounds = Основания проверки
act-section-commission = Состав комиссии
act-section-present = Присутствовавшие лица
act-section-documents = Соответствие представленных документов фактическому состоянию
act-section-actual-state = Фактическое состояние услугополучателя
act-section-server-room = Требования к серверным помещениям
act-section-tools = Применённые средства и измерения
act-section-conclusions = Выводы
act-section-recommendations = Рекомендации
act-section-signatures = Подписи членов комиссии
act-section-adoption = Отметка о принятии акта
act-section-annexes = Приложения
act-section-measurements = Измерения
act-section-looking = Условия обращения к службам
act-section-evidence = Доказательства

## Fields of the general information and of the grounds

act-field-recipient = Услугополучатель
act-field-address = Адрес
act-field-bin = БИН
act-field-provider = Услугодатель
act-field-application = Заявление
act-field-places = Место проведения проверки
act-field-visit-start = Начало проверки
act-field-visit-end = Окончание проверки
act-field-protocol = Протокол документарного этапа
act-field-rules = Правила
act-field-edition = Редакция Правил
act-field-checklist-hash = SHA-256 проверочных листов
act-field-texts-compared = С чем сверены тексты
act-field-first-notice = Уведомление о проверке
act-field-second-notice = Уведомление о выездной проверке
act-field-order = Приказ о составе комиссии
act-field-case = Обозначение дела
act-field-evidence-root = Корневой SHA-256 всех доказательств
act-field-hierarchy = Иерархия, в которой проверена цепочка
act-field-tool = Инструмент и его версия
act-field-tool-hash = SHA-256 инструмента
act-field-time-references = Источники времени для сравнения
act-field-network = Сеть, из которой проводилась проверка

## Heads of table columns

act-column-number = №
act-column-item = Пункт
act-column-subject = Предмет проверки
act-column-requirement = Требование
act-column-question = Заданный вопрос
act-column-verdict = Результат
act-column-finding = Установлено
act-column-evidence = Доказательство
act-column-next-step = Следующий шаг
act-column-name = Фамилия, имя, отчество
act-column-position = Должность
act-column-body = Орган
act-column-role = Роль
act-column-present = Участие в проверке
act-column-authority = Полномочия
act-column-security = Представитель органов национальной безопасности
act-column-signature = Подписал / не согласен / отсутствовал
act-column-date-time = Дата, время
act-column-quantity = Измеренная величина
act-column-value = Значение
act-column-uncertainty = Неопределённость
act-column-readings = Показания
act-column-limit = Предел
act-column-limit-basis = Основание предела
act-column-instrument = Средство измерения
act-column-verified-until = Поверено до
act-column-kind = Вид
act-column-serial = Серийный номер
act-column-model = Модель
act-column-manufacturer = Производитель
act-column-room = Помещение
act-column-declared = Заявлено
act-column-found = Найдено
act-column-source = Источник
act-column-collected-at = Время получения
act-column-sha256 = SHA-256
act-column-size = Размер, байт
act-column-reading-of-law = Прочтение текста
act-column-result = Итог
act-column-file = Файл
act-column-standing = Состояние подписи
act-column-alarm = Предупреждение

## Standard sentences

act-open = Комиссия в составе, определённом приказом от { $order-date } № { $order-number }, провела выездную проверку услугополучателя { $recipient } в соответствии с пунктом 12 Правил.
act-open-survey = Комиссия в составе, определённом приказом от { $order-date } № { $order-number }, провела выездное обследование услугополучателя { $recipient } в соответствии с пунктами 21 и 22 Правил.
act-conform = По пункту соответствует.
act-nonconform = По пункту не соответствует: { $finding }.
act-notchecked = Пункт не проверен, причина: { $reason }.
act-out-of-scope = Требование к данному услугополучателю не относится.
act-not-in-force = Требование на день проверки не действовало.
act-criterion = Указанный предел является критерием комиссии и не установлен Правилами.
act-positive = Вывод: услугополучатель соответствует установленным требованиям.
act-negative = Вывод: услугополучатель не соответствует следующим требованиям: { $list }.
act-none = Рекомендации отсутствуют.
act-nobody = Нет.
act-chain-hier = Цепочка проверена в { $hierarchy ->
    [production] промышленной
   *[test] тестовой
 } иерархии.
act-not-all-determined = Не все предметы пункта 12 Правил определены. { COUNT($count) ->
    [one] Не определён { $count } предмет
    [few] Не определены { $count } предмета
   *[other] Не определено { $count } предметов
 }: { $list }.
act-remarks = Замечания (не препятствуют аккредитации): { $list }.
act-survey-clean = Нарушений требований Правил не выявлено.
act-survey-violations = Выявлены следующие нарушения требований Правил: { $list }.
act-evidence-pieces = доказательств: { $count }
act-evidence-shared = Четыре и более доказательства одного источника стоят в одной строке: у каждого указаны номер и первые восемь знаков SHA-256. Полностью они приведены во вложенной записи.
act-evidence-total = { COUNT($count) ->
    [one] Приобщено { $count } доказательство
    [few] Приобщены { $count } доказательства
   *[other] Приобщено { $count } доказательств
 }.
act-reading-used = Текст применён в зафиксированном прочтении { $reading }.
act-yes = да
act-no = нет

## Verdicts

act-verdict-complies = соответствует
act-verdict-violates = не соответствует
act-verdict-undetermined = не проверено
act-verdict-out-of-scope = не относится
act-verdict-not-in-force = не действовало
act-consequence-blocks = препятствует аккредитации
act-consequence-remarks = замечание
act-limit-case = критерий, установленный комиссией по этому делу
act-limit-case-decision = критерий, установленный решением комиссии от { $date } № { $number }
act-limit-checklist = предел по умолчанию из контрольного листа, предложенный как критерий комиссии
act-limit-law = предел, установленный текстом

## Bodies, roles, kinds of visit

act-body-service-provider = услугодатель
act-body-technical-regulation = уполномоченный орган по техническому регулированию
act-body-national-security = органы национальной безопасности
act-whole-commission = вся комиссия
act-role-chair = председатель
act-role-member = член комиссии
act-role-secretary = секретарь
act-visit-examination = выездная проверка
act-visit-survey = выездное обследование

## Signature block and record of adoption

act-signature-signed = подписал(а)
act-signature-dissent = не согласен(-на)
act-signature-absent = отсутствовал(а)
act-signature-not-yet = не подписал(а)
act-signature-no-vote = без права голоса
act-adoption = Число членов комиссии – { $voters } (без секретаря); подписали – { $signed }; необходимо подписей (две трети) – { $needed }; подпись представителя органов национальной безопасности – { $security ->
    [true] имеется
   *[other] отсутствует
 }. В соответствии с пунктом 13 Правил акт { $adopted ->
    [true] считается принятым
   *[other] не считается принятым
 }.
act-adoption-survey = Без секретаря подписали: { $signed }; необходимо подписей – { $needed }. В соответствии с пунктом 22 Правил акт считается { $adopted ->
    [true] правомерным
   *[other] неправомерным
 }.
act-signed-by-all = Акт подписан всеми членами комиссии.
act-robust = Все зафиксированные прочтения текста приводят к одному итогу.
act-depends-on = Итог зависит от прочтения текста: { $readings }.
act-reading-line = { $reading }. При таком прочтении подписали { $signed } из { $voters }, необходимо { $needed }; акт { $adopted ->
    [true] принят
   *[other] не принят
 }.
act-not-adopted-few = Акт не принят: { COUNT($lacking) ->
    [one] недостаёт { $lacking } подписи
    [few] недостаёт { $lacking } подписей
   *[other] недостаёт { $lacking } подписей
 }.
act-not-adopted-security = Акт не принят: нет подписи представителя органов национальной безопасности; подписи других членов её не заменяют.
act-not-adopted-outcome = Последствий непринятия акта текст не устанавливает; решение принимает услугодатель.

## Readings of the law, by the identifiers of the count

act-reading-a01-round-down = A01: текст не говорит, как округлять две трети. Здесь округлено вниз; основной счёт округляет вверх
act-reading-a01-round-to-nearest = A01: текст не говорит, как округлять две трети. Здесь округлено до ближайшего целого; основной счёт округляет вверх
act-reading-a02-present = A02: текст не говорит, от кого считать две трети. Здесь – от участвовавших в проверке; основной счёт – от всех назначенных приказом
act-reading-a02-signed = A02: текст не говорит, от кого считать две трети. Здесь – от подписавших; основной счёт – от всех назначенных приказом
act-reading-a03-secretary-counts = A03: пункт 13 о секретаре не говорит. Здесь секретарь учтён; в основном счёте секретарь не учитывается
act-reading-a04-chair-does-not-count = A04: пункт 22 называет председателя и членов раздельно. Здесь председатель не учтён; в основном счёте у председателя один голос
act-reading-a05-every-security-member = A05: слова «подпись представителя» стоят в единственном числе. Здесь требуются подписи всех представителей органов национальной безопасности; основному счёту достаточно одной
act-reading-a07-not-adopted = A07: последствий непринятия акта в тексте нет. Решение не составляется, указывается недостающее
act-reading-a08-survey-rule-not-applied = A08: правило пункта 22 о трёх подписях к первичной проверке не применяется: оно относится к выездному обследованию
act-reading-a09-five-besides-the-chair = A09: неясно, входит ли председатель в «не менее пяти членов». Здесь требуются пять членов помимо председателя; основной счёт считает председателя и членов вместе

## Standing of signatures and alarms

act-standing-conclusive = верна, учитывается
act-standing-inconclusive = не удалось установить, не учитывается
act-standing-invalid = недействительна, не учитывается
act-alarm-counted-already = Подпись этого лица уже учтена: вторая подпись, другой ключ или другое регистрационное свидетельство голосов не прибавляют.
act-alarm-no-person = В регистрационном свидетельстве нет ИИН: подпись не засчитана никому.
act-alarm-not-appointed-then = На день подписания это лицо не было назначено приказом.
act-alarm-not-on-roster = Этого лица нет в составе комиссии, указанном в акте.
act-alarm-one-key-two-people = Одним ключом подписано за двух лиц: не учтена ни одна подпись.
act-alarm-secretary-has-no-vote = Секретарь не имеет права голоса: его подпись в счёт не входит.

## Defects of the composition

act-composition-body-missing = В составе комиссии нет голосующего представителя органа: { NAME("act-body", $body) }.
act-composition-fewer-than-five = Голосующих членов менее пяти: { $voters }.
act-composition-no-chair = У комиссии нет председателя.
act-composition-no-secretary = У комиссии нет секретаря.
act-composition-several-chairs = В комиссии указано несколько председателей.

## Dissent notice

act-dissent-title = Уведомление о неподписании акта проверки
act-dissent-addressee = Услугодателю: { $provider }.
act-dissent-text = Я, { $member } ({ NAME("act-body", $body) }), не согласен(-на) с принятым решением по акту от { $act-date } № { $act-number } и не подписал(а) его.
act-dissent-reasons = Причины: { $reasons }
act-dissent-substantiation = Обоснование: { $items }
act-dissent-date-signature = Дата, подпись
act-dissent-received = Уведомление о несогласии: { $member }, { $date }. Причины: { $reasons }

## Register of issued certificates

act-register-seq = № п/п
act-register-number = Номер свидетельства
act-register-issued = Дата выдачи
act-register-valid-through = Дата окончания действия
act-register-entity-name = Наименование юридического лица
act-register-bin = БИН
act-register-address = Адрес
act-register-ca-name = Наименование удостоверяющего центра
act-register-act-ref = Номер и дата акта проверки
act-register-decision-ref = Номер и дата решения
act-register-status = Статус
act-register-status-valid = действует
act-register-status-revoked = отозвано
act-register-status-expired = истекло
act-register-revocation = Решение, основание, дата отзыва
act-register-root-registration = Регистрация регистрационного свидетельства в КУЦ РК
act-register-note = Примечание

## Bounds and ways of looking

act-looking-note = Службы опрашивались в этих пределах: ответ, не пришедший в их рамках, записан как отсутствующий.
act-looking-began = Начало сбора
act-looking-bytes = { $bytes } байт
act-looking-channels = Использованные каналы
act-looking-channels-none = путь, выбранный системой
act-looking-networks = Разрешены, кроме того, сети
act-looking-networks-none = нет
act-looking-proxy = Прокси-сервер
act-looking-proxy-note = С какими адресами соединялся прокси-сервер, инструмент не видел
act-looking-public = Разрешены общедоступные адреса
bound-body-bytes = Наибольший объём ответа
bound-bytes-per-second = Наименьшая скорость ответа, в секунду
bound-collection-ms = Наибольшая длительность всего сбора
bound-decoded-bytes = Наибольший объём сжатого ответа после распаковки
bound-name-ms = Наибольшее ожидание службы имён
bound-ntp-ms = Наибольшее ожидание сервера времени
bound-quiet-ms = Наибольшее ожидание соединения, начала ответа и каждой его части
bound-rate-window-ms = Время, за которое считается скорость
bound-redirects = Наибольшее число перенаправлений
bound-spool-bytes = Наибольший объём ответов, ожидающих на диске
bound-total-ms = Наибольшая длительность одного запроса

## Pictures and tables of measurements

act-table-empty = Записей нет.
act-timeline-window = Промежуток наблюдения (время Казахстана): { $from } – { $until }.
act-timeline-available = доступно
act-timeline-unavailable = недоступно
act-timeline-unknown = неизвестно
act-timeline-not-sampled = не опрашивалось
act-timeline-not-counted = Время, в которое опроса не было, временем доступности не считается.
act-timeline-column = Один столбец рисунка соответствует приблизительно { $length } и показывает худшее из состояний за это время; точные промежутки – во вложенной записи.
act-timeline-empty = Ни одна служба не опрашивалась.
act-timeline-no-length = Промежуток наблюдения не имеет длительности, поэтому рисунка нет.
act-timeline-lane = { $label }. { $sampled ->
    [true] { COUNT($unavailable) ->
        [0] Промежутков недоступности не записано.
       *[other] Промежутков недоступности: { $unavailable } ({ $when }).
    } Промежутков с неизвестным состоянием: { $unknown }.
   *[other] Служба не опрашивалась.
}

## Steps

# The beginning of every next step that asks for nothing; such steps are not printed.
act-nothing-further = Дополнительных действий не требуется
