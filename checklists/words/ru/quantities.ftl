### Names of what is measured, of units, and of the values that facts take.

## Quantities

quantity-ceiling-height = высота потолка
quantity-conduit-size = размер кондуита
quantity-clock-offset = отклонение часов от эталона
quantity-servers = число физических серверов (основных и резервных, каждого)
quantity-key-protection-complexes = число комплексов защиты ключей (основных и резервных, каждого)
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

## Kinds of evidence

evidence-answer = ответ члена комиссии
evidence-certificate = регистрационное свидетельство
evidence-declaration = заявленные сведения
evidence-document = документ
evidence-host-inventory = сведения о сервере
evidence-http-body = содержимое ответа, полученного по сети
evidence-http-exchange = сетевой запрос и ответ
evidence-ntp-exchange = запрос к серверу времени и ответ
evidence-oid-register = реестр объектных идентификаторов
evidence-photo = фотография
evidence-verifier-run = ответы механизма проверки на тестовые цепочки

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
time-class-national-standard = эталон единицы времени Республики
time-class-satellite = спутниковая система позиционирования
failure-address-refused = адрес не разрешён делом
failure-bad-answer = ответ оборвался или не соответствует протоколу
failure-connection-refused = соединение отклонено
failure-name-unresolved = имя не имеет адреса
failure-other = операционная система сообщила иную причину
failure-silent = за отведённое время ответа нет
failure-tls = защищённое соединение не установлено
failure-too-large = ответ больше допустимого
failure-too-many-redirects = слишком много перенаправлений или перенаправление в неразрешённое место
hierarchy-production = промышленная
hierarchy-test = тестовая
seen-in-order = в порядке
seen-not-ours = не относится
seen-not-established = не установлено
seen-out-of-order = не в порядке
