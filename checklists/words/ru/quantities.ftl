### Names of what is measured, of units, and of the values that facts take.

## Quantities

quantity-availability = доля окна наблюдения, в которую служба была доступна
quantity-ceiling-height = высота потолка
quantity-conduit-size = размер кондуита
quantity-clock-offset = отклонение часов от эталона
quantity-time-stamp-offset = отклонение метки времени от часов ноутбука
quantity-failover-delay = время от обрыва до работы службы через резерв
quantity-revocation-delay = время от слова до показа отзыва
quantity-servers = число физических серверов (основных и резервных, каждого вида)
quantity-key-protection-complexes = число комплексов защиты ключей (основных и резервных, каждого вида)
quantity-strk-1073-level = уровень по СТ РК 1073-2007

## Units, as people write them

unit-cm = см
unit-d = сут
unit-h = ч
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

evidence-answer = ответ члена комиссии
evidence-certificate = регистрационное свидетельство
evidence-connection = попытка соединения
evidence-declaration = заявленные сведения
evidence-document = документ
evidence-drill = ход учения
evidence-host-inventory = сведения о сервере
evidence-http-body = содержимое ответа, полученного по сети
evidence-http-exchange = сетевой запрос и ответ
evidence-log-sample = образец журнала
evidence-ntp-exchange = запрос к серверу времени и ответ
evidence-oid-register = реестр объектных идентификаторов
evidence-photo = фотография
evidence-sample-series = выборки ответов служб во времени
evidence-time-status = вывод собственного средства службы времени
evidence-tls-session = согласование соединения TLS
evidence-verifier-run = ответы механизма проверки на тестовые цепочки

## Учения

drill-not-shown = не показан
drill-service-crl = полный список
drill-service-delta = разностный список
drill-service-endpoint = другая служба
drill-service-ocsp = служба статуса
table-crl--revocation-drill = Учение по отзыву: от слова до каждой службы, в секундах
    .service = Служба
    .address = Адрес
    .from = Не показан до, с
    .until = Показан к, с
    .date = Дата отзыва
    .word-to-date = От слова до этой даты
    .date-to-shown = От этой даты до публикации
link-down = нет
link-up = есть
reach-connected = соединение принято
table-net--centres = Центры регистрации
    .name = Название
    .address = Адрес
    .answer = Ответ
    .time = Время
table-net--endpoints = Заявленные адреса
    .name = Название
    .address = Адрес
    .answer = Ответ
    .time = Время
failover-not-carried = не пошла
table-net--failover = Обрыв основного пути: когда резерв повёл каждую службу, в секундах
    .service = Служба
    .address = Адрес
    .channel = Канал
    .from = Не шла до, с
    .until = Шла к, с
    .back-from = Основной путь вернулся после, с
    .back-until = Основной путь вернулся к, с
timeline-net--failover = Обрыв основного пути: кто вёл каждую службу
table-net--paths = Маршруты по умолчанию
    .host = Машина
    .interface = Интерфейс
    .ports = Порты под ним
    .gateway = Маршрутизатор
    .metric = Метрика
    .link = Связь
    .speed = Скорость, Мбит/с
table-net--resolvers = Серверы имён
    .host = Машина
    .address = Адрес
    .named-by = Где указан
timeline-crl--revocation-drill = Учение по отзыву: показывает ли каждая служба отзыв

## Assets, sources of time, failures, answers

asset-kind-server = сервер
asset-kind-key-protection = комплекс защиты ключей
asset-role-main = основной
asset-role-reserve = резервный
asset-server-main = основной сервер
asset-server-reserve = резервный сервер
asset-key-protection-main = основной комплекс защиты ключей
asset-key-protection-reserve = резервный комплекс защиты ключей
asset-detail-model = модель
asset-detail-room = помещение
time-class-international = общепризнанный международный источник
time-class-national-standard = эталон единицы времени Республики Казахстан
time-class-satellite = спутниковая глобальная система позиционирования
time-role-falseticker = не учтён: расходится
time-role-inspected = проверяемый сервер
time-state-in-sync = синхронизирован
time-state-out-of-sync = не синхронизирован
time-state-soon-out-of-sync = скоро выйдет за предел
time-state-unknown = не установлено
failure-address-refused = дело не разрешает запрос к этому адресу
failure-bad-answer = ответ оборвался или не соответствует сетевому протоколу
failure-connection-refused = соединение отклонено
failure-name-unresolved = адрес по сетевому имени не найден
failure-other = операционная система сообщила иную причину
failure-silent = за отведённое время ответа нет
failure-tls = защищённое соединение не установлено
failure-too-large = ответ больше допустимого
failure-too-many-redirects = слишком много перенаправлений или перенаправление в неразрешённое место
hierarchy-production = промышленная
hierarchy-test = тестовая
seen-in-order = соответствует требованию
seen-not-ours = не относится
seen-not-established = не установлено
seen-out-of-order = не соответствует требованию

## Опрашиваемые службы

service-control = контрольный адрес
service-crl = список отозванных
service-delta = разностный список
service-issuer = свидетельство издателя
service-ocsp = служба статуса
service-tsp = служба меток времени
cause-address-refused = дело не разрешает этот адрес
cause-bad-answer = ответ оборвался или был не по протоколу
cause-certificate = вместо ожидаемого – регистрационное свидетельство
cause-connection-refused = в соединении отказано
cause-crowded = запрос не послан: в пути было слишком много других
cause-cut-off = не учитывается: окно закончилось раньше ответа
cause-der-list = вместо ожидаемого – список
cause-empty = пустой ответ
cause-html = веб-страница
cause-http-status = код состояния не 200
cause-in-flight = запрос не послан: ответ на предыдущий ещё не пришёл
cause-line-down = не учитывается: молчал весь канал
cause-name-unresolved = у имени нет адреса
cause-not-looked-at = ответ не рассматривался
cause-ocsp-refused = служба статуса отказалась отвечать
cause-ocsp-successful = вместо ожидаемого – ответ о статусе
cause-other = не учитывается: операционная система сообщила иную причину
cause-pem-list = вместо ожидаемого – список
cause-silent = за отведённое время ответ не пришёл
cause-tls = защищённое соединение не установлено
cause-too-large = не учитывается: ответ больше предела
cause-too-many-redirects = слишком много перенаправлений либо перенаправление туда, куда дело не пускает
cause-truncated = список оборван
cause-tsp-granted = вместо ожидаемого – метка времени
cause-tsp-refused = служба меток времени отказала
cause-unreadable = нечитаемый ответ
table-net--causes = Запросы, не заставшие службу доступной
    .number = №
    .cause = что получено
    .samples = запросов
table-net--latency = Время до последнего байта надлежащего ответа
    .number = №
    .half = 50 % не дольше
    .nine-tenths = 90 % не дольше
    .p95 = 95 % не дольше
    .p99 = 99 % не дольше
    .slowest = все не дольше
    .sent-late = запрос послан позже срока не более чем на
table-net--shares = Доступность: запросы и интервал 95 % по всему окну
    .number = №
    .service = служба
    .address = адрес
    .channel = канал
    .available = доступна
    .counted = учтено
    .planned = запланировано
    .low = от
    .high = до
timeline-net--availability = Доступность служб в течение окна наблюдения

## Answers and chains of a verifier, states of certificates

verifier-answer-accepted = принята
verifier-answer-no-answer = нет ответа
verifier-answer-rejected = отклонена
vector-broken-signature = повреждённая подпись
vector-expired = регистрационное свидетельство с истёкшим сроком
vector-path-length-exceeded = превышена длина цепочки
vector-revoked = отозванное регистрационное свидетельство
vector-sound = верная цепочка
vector-unknown-root = неизвестный корень
vector-wrong-issuer = чужой издатель
vector-wrong-key-usage = неверное назначение ключа
status-good = действительно
status-revoked = отозвано
status-no-answer = нет ответа
status-not-believed = не принимается
status-unknown = неизвестно
no-answer-address-refused = дело не разрешает этот адрес
no-answer-bad-answer = ответ оборвался или не по протоколу
no-answer-connection-refused = в соединении отказано
no-answer-internalError = внутренняя ошибка службы
no-answer-malformedRequest = запрос признан ошибочным
no-answer-name-unresolved = у имени нет адреса
no-answer-other = операционная система сообщила иную причину
no-answer-other-certificate = ответ о другом свидетельстве
no-answer-sigRequired = требуется подписанный запрос
no-answer-silent = за отведённое время ответа нет
no-answer-tls = защищённое соединение не установлено
no-answer-too-large = ответ больше предела
no-answer-too-many-redirects = слишком много перенаправлений
no-answer-tryLater = предложено спросить позже
no-answer-unauthorized = отвечать не уполномочена
no-answer-unreadable = ответ не читается
named-by-declaration = заявленные сведения
list-complete = полный список
list-delta = список изменений

## Содержимое, интервалы и таблицы списков

body-form-base64 = текст PEM без обрамления
body-form-ber = запись BER вместо DER
body-form-certificate = регистрационное свидетельство вместо списка
body-form-der = иной объект в записи DER
body-form-empty = пустой ответ
body-form-gzip = сжатый файл
body-form-html = веб-страница
body-form-other = неизвестные данные
body-form-pem = текст PEM
body-form-private-key = закрытый ключ
body-form-truncated = оборванная запись DER
body-form-utf-16 = текст в двухбайтовой кодировке
span-delay = От составления списка до его появления
span-delta-interval = Интервал выпуска списков изменений
span-interval = Интервал выпуска списков
span-overlap = От появления нового списка до истечения прежнего
basis-commission = критерий комиссии
basis-declared = по документам центра
table-crl--fetches = Полученные списки
    .url = Адрес
    .first = Получен впервые
    .last = Получен последний раз
    .fetches = Запросы
    .number = Номер
    .this-update = Составлен
    .next-update = Следующее обновление
    .entries = Записи
    .sha256 = SHA-256
table-crl--mirrors = Адреса списков
    .url = Адрес
    .number = Номер
    .this-update = Составлен
    .fetched-at = Получен
    .octets = Байт
    .sha256 = SHA-256
table-crl--successions = Смена списков
    .url = Адрес
    .from-number = Прежний номер
    .to-number = Следующий номер
    .interval = Интервал выпуска
    .delay = До появления
    .overlap = До истечения прежнего

## Scopes of lists, places of identifiers, fields of time packets

scope-users = только пользователи
scope-authorities = только удостоверяющие центры
scope-attributes = только атрибутные свидетельства
scope-some-reasons = только некоторые причины
scope-indirect = косвенный список
oid-place-signature-algorithm = алгоритм подписи
oid-place-public-key = открытый ключ
oid-place-subject = имя владельца
oid-place-subject-system = информационная система в имени владельца
oid-place-policy = политика применения
oid-place-extended-key-usage = назначение ключа
oid-place-subject-alternative-name = дополнительное имя владельца
oid-place-extension = расширение
oid-place-key-storage = вид хранения ключа
ntp-field-mode = режим
ntp-field-version = версия
ntp-field-origin = исходная метка
ntp-field-request = запрос
ntp-field-length = длина
ntp-field-delay = задержка
ntp-field-precision = точность
ntp-field-offset = отклонение
ntp-field-order = порядок меток времени
ntp-field-reference = время последней установки

## Таблицы

table-time--bound-terms = Составляющие неопределённости, в миллисекундах
    .peer = сервер
    .class = вид
    .stratum = уровень
    .source = его источник
    .samples = годные измерения
    .offset = отклонение от ноутбука
    .half-delay = половина задержки
    .precision = отсчёт часов
    .drift = уход часов
    .rounding = округление
    .root-dispersion = дисперсия до источника
    .half-root-delay = половина задержки до источника
    .sum = сумма
table-time--interval = Как складывается интервал сервера, в миллисекундах
    .server = сервер
    .offset-from-laptop = отклонение от ноутбука
    .bound = его неопределённость
    .reference-low = эталоны от ноутбука, не менее
    .reference-high = не более
    .drift-between = уход ноутбука между ними
    .offset = отклонение от эталонов
    .half-width = неопределённость
table-time--state = Состояние часов
    .server = сервер
    .state = состояние
    .offset = отклонение
    .measured-at = измерено
    .holds-until = действительно до
    .drift = принятый уход, миллионные доли

## Tables of secure sessions

table-net--tls-endpoints = Защищённые адреса
    .endpoint = узел
    .peer = сетевой адрес
    .version = версия
    .older = старая версия
    .suite = шифр
    .subject = владелец
    .key = ключ
    .until = действует до
    .time = время соединения

## Tables of the status service

table-ocsp--answers = Ответы служб статуса
    .service = служба
    .certificate = регистрационное свидетельство или номер
    .method = способ
    .hash = хэш
    .status = статус
    .time = время ответа

## Names of facts that a sentence does not hold

fact-certificate = регистрационное свидетельство
fact-citation = стандарт
fact-fingerprint = отпечаток SHA-256
fact-ground = основание
fact-issuer = издатель
fact-list = список
fact-max = верхний предел
fact-message = техническое сообщение
fact-min = нижний предел
fact-name = название
fact-named-by = источник адреса
fact-peer = адрес
fact-position = позиция
fact-reason = техническая причина
fact-serial = серийный номер
fact-source = источник
fact-subject = владелец
fact-time = время
fact-url = адрес
