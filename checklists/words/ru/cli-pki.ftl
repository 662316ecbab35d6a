### The single-object tools of the command line.

## Help of the commands.

cli-help-usage = Использование
cli-help-commands = Команды
cli-help-arguments = Аргументы
cli-help-options = Параметры
cli-help-help = Показать эту справку
cli-pki = Проверить один объект: регистрационное свидетельство, СОРС, ответ, метку времени или подпись
cli-pki-cms = Проверить подпись CMS, каждого подписавшего отдельно
cli-pki-cms--file = Файл подписи
cli-pki-cms--content = Подписанный файл, если его нет внутри подписи
cli-pki-cms--anchor = Доверенные регистрационные свидетельства: файлы или папки
cli-pki-cms--intermediate = Промежуточные регистрационные свидетельства: файлы или папки
cli-pki-cms--crl = Списки отозванных (СОРС): полные или списки изменений
cli-pki-cms--revocation = Если отзыв неизвестен: off – не учитывать, target – учитывать для проверяемого регистрационного свидетельства, path – учитывать для всей цепочки
cli-pki-cms--at = Момент проверки; если не задан – время метки, иначе текущий момент
cli-pki-crl = Проверить СОРС и найти в них регистрационное свидетельство
cli-pki-crl--file = Файлы списков
cli-pki-crl--issuer = Регистрационное свидетельство издателя списков
cli-pki-crl--delta = Списки изменений
cli-pki-crl--serial = Найти этот серийный номер (шестнадцатеричный)
cli-pki-crl--certificate = Найти это регистрационное свидетельство
cli-pki-crl--at = Момент проверки: время или день (день начинается по времени Алматы); если не задан – текущий момент
cli-pki-inspect = Показать, что содержат файлы и какие в них дефекты
cli-pki-inspect--file = Файлы
cli-pki-lint = Проверить форму регистрационных свидетельств, списков, ответов и меток времени по стандартам
cli-pki-lint--file = Файлы: DER или PEM
cli-pki-ocsp = Проверить ответ OCSP о регистрационном свидетельстве
cli-pki-ocsp--response = Файл ответа
cli-pki-ocsp--certificate = Проверяемое регистрационное свидетельство
cli-pki-ocsp--issuer = Регистрационное свидетельство его издателя
cli-pki-ocsp--responder = Службы статуса, которым доверяют помимо издателя и уполномоченных им
cli-pki-ocsp--at = Момент проверки: время или день (день начинается по времени Алматы); если не задан – текущий момент
cli-pki-tsp = Проверить метку времени
cli-pki-tsp--file = Метка времени или ответ с ней
cli-pki-tsp--data = Файл, на который поставлена метка
cli-pki-tsp--anchor = Доверенные регистрационные свидетельства: файлы или папки
cli-pki-tsp--intermediate = Промежуточные регистрационные свидетельства: файлы или папки
cli-pki-tsp--crl = Списки отозванных (СОРС): полные или списки изменений
cli-pki-tsp--revocation = Если отзыв неизвестен: off – не учитывать, target – учитывать для проверяемого регистрационного свидетельства, path – учитывать для всей цепочки
cli-pki-verify = Проверить регистрационные свидетельства: все цепочки до доверенного, каждый отказ объяснён
cli-pki-verify--target = Проверяемые регистрационные свидетельства
cli-pki-verify--anchor = Доверенные регистрационные свидетельства: файлы или папки
cli-pki-verify--intermediate = Промежуточные регистрационные свидетельства: файлы или папки
cli-pki-verify--crl = Списки отозванных (СОРС): полные или списки изменений
cli-pki-verify--revocation = Если отзыв неизвестен: off – не учитывать, target – учитывать для проверяемого регистрационного свидетельства, path – учитывать для всей цепочки
cli-pki-verify--ocsp = Ответы OCSP
cli-pki-verify--at = Момент проверки: время или день (день начинается по времени Алматы); если не задан – текущий момент

## Verdicts and statuses.

pki-verdict-valid = действительно
pki-verdict-invalid = недействительно
pki-verdict-undetermined = не установлено
pki-read-valid = прочитано; нарушений формы нет
pki-read-invalid = форма нарушена
pki-read-undetermined = прочитано не всё
pki-lint-valid = обязательные правила соблюдены
pki-lint-invalid = обязательное правило нарушено
pki-lint-undetermined = просмотрено не всё
pki-lint-nothing = Проверять нечего: в файле нет ни регистрационного свидетельства, ни списка, ни ответа OCSP, ни метки времени.
pki-lint-count = Правил соблюдено: { $kept }; нарушено: { $broken }; не о таком объекте: { $absent }; не действовало при выпуске: { $unbound }.
pki-lint-no = Нет.
pki-lint-place = { $path } (байт { $offset }, длина { $length })
pki-lint-more = Мест не показано: { $count }.
pki-status-good = не отозвано
pki-status-revoked = отозвано
pki-status-unknown = неизвестно
pki-status-not-answered = достоверного ответа нет
pki-yes = да
pki-no = нет
pki-critical = критическое
pki-detached = вне подписи
pki-anchor = доверенное
pki-path = Цепочка { $number }:
pki-path-none = Ни одной цепочки не найдено.
pki-certificate-of = Регистрационное свидетельство { $number } из { $count }
pki-signer-of = Подписавший { $number } из { $count }:
pki-revocation-unknown = Регистрационных свидетельств этой цепочки, об отзыве которых по переданным данным ничего не известно: { $count }.
pki-at-given = заданный
pki-at-now = текущий
pki-at-time-stamp = по метке времени
pki-id-absent = не подписано
pki-id-matches = указывает на это регистрационное свидетельство
pki-id-mismatch = указывает на другое регистрационное свидетельство

## Kinds of files.

pki-kind-certificate = регистрационное свидетельство
pki-kind-certificate-request = запрос на регистрационное свидетельство
pki-kind-cms = подпись CMS
pki-kind-crl = список отозванных регистрационных свидетельств (СОРС)
pki-kind-empty = пустой файл
pki-kind-key-container = контейнер ключа (PKCS#12)
pki-kind-ocsp-response = ответ OCSP
pki-kind-ocsp-request = запрос OCSP
pki-kind-private-key = закрытый ключ
pki-kind-tsp-token = метка времени
pki-kind-tsp-response = ответ службы меток времени
pki-kind-unknown = файл неизвестного вида

## Names of fields.

pki-field-accuracy = точность
pki-field-alternative-name = дополнительное имя
pki-field-answer = ответ
pki-field-answers-not-shown = ответов не показано
pki-field-at = момент проверки
pki-field-authority = может выпускать регистрационные свидетельства
pki-field-authority-key-id = идентификатор ключа издателя
pki-field-bin = БИН
pki-field-broken = не читается
pki-field-certificate-id = регистрационное свидетельство в подписи
pki-field-content-octets = содержимое, байт
pki-field-content-type = тип содержимого
pki-field-crl-url = СОРС
pki-field-delta-base = номер дополняемого списка
pki-field-delta-crl-url = список изменений
pki-field-digest-algorithm = алгоритм хэша
pki-field-digest-matches = совпадает с подписанным содержимым
pki-field-entries = записей
pki-field-entries-not-shown = записей не показано
pki-field-entry = запись
pki-field-evidence = доказательство: список
pki-field-extension = расширение
pki-field-fingerprint = SHA-256
pki-field-hash = хэш
pki-field-iin = ИИН
pki-field-issuer = издатель
pki-field-issuer-url = регистрационное свидетельство издателя
pki-field-key = ключ
pki-field-key-usage = использование ключа
pki-field-kind = вид
pki-field-next-update = следующее обновление
pki-field-nonce = одноразовое число
pki-field-not-after = действует до
pki-field-not-before = действует с
pki-field-number = номер
pki-field-ocsp-url = OCSP
pki-field-octets = размер, байт
pki-field-octets-declared = должный размер, байт
pki-field-octets-present = имеющийся размер, байт
pki-field-policy = политика
pki-field-produced-at = время подписания
pki-field-purpose = назначение
pki-field-reason = причина
pki-field-responder = кем подписан
pki-field-response-status = статус ответа
pki-field-response-text = текст ответа
pki-field-revocation-lists = СОРС внутри
pki-field-revoked-at = время отзыва
pki-field-serial = серийный номер
pki-field-sha256 = SHA-256 файла
pki-field-signature-algorithm = подпись
pki-field-signature-matches = подпись верна
pki-field-signed-attributes = подписанные атрибуты
pki-field-signer = подписавший
pki-field-signers = подписавших
pki-field-signing-time = время подписания (заявлено)
pki-field-stated = в ответе сказано
pki-field-subject = владелец
pki-field-subject-key-id = идентификатор ключа
pki-field-this-update = время выпуска
pki-field-time = время
pki-field-unsigned-attributes = неподписанные атрибуты
pki-field-validity = срок действия

## What the commands find out themselves.

pki-no-anchor = Доверенное регистрационное свидетельство не задано, поэтому нечем подтвердить, кому принадлежит регистрационное свидетельство подписавшего.
    .next = Укажите корневое регистрационное свидетельство параметром --anchor.
pki-tsp-no-data = Файл не задан, поэтому не проверено, на какие данные поставлена метка времени.
    .next = Укажите файл параметром --data.
pki-tsp-refused = Служба не выдала метку времени.
    .next = Прочтите статус и текст ответа и повторите запрос.
pki-key-container = Контейнер ключей содержит закрытый ключ. Он не открывался и не копировался.
    .next = Не храните контейнер среди файлов дела.
pki-not-shown = Содержимое этого файла здесь не показывается.
    .next = Укажите регистрационное свидетельство, СОРС, ответ OCSP, метку времени или подпись CMS.

## Commands that could not be carried out.

pki-error-malformed = { $file }: вид файла – { $kind }, но прочесть его не удалось: { $reason }
pki-error-no-certificate = { $file }: прочесть регистрационное свидетельство не удалось: { $reason }
pki-error-output = вывести ответ не удалось: { $reason }
pki-error-too-large = { $file }: файл больше допустимых { $limit } байт
pki-error-too-many-files = { $file }: файлов больше допустимого ({ $limit })
pki-error-unreadable = { $file }: файл не читается: { $reason }
pki-error-wrong-kind = { $file }: вид файла – { $found }; нужно – { $wanted }
