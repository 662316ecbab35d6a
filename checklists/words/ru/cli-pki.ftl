### The single-object tools of the command line.

## Help of the commands.

cli-help-usage = Использование
cli-help-commands = Команды
cli-help-arguments = Аргументы
cli-help-options = Параметры
cli-help-help = Показать эту справку
cli-pki = Проверить один сертификат, список отзыва, ответ, метку времени или подпись
cli-pki-cms = Проверить подпись CMS, каждого подписавшего отдельно
cli-pki-cms--file = Файл подписи
cli-pki-cms--content = Подписанный файл, если его нет внутри подписи
cli-pki-cms--anchor = Доверенные сертификаты: файлы или папки
cli-pki-cms--intermediate = Промежуточные сертификаты: файлы или папки
cli-pki-cms--crl = Списки отзыва, полные или разностные
cli-pki-cms--revocation = Как учитывать неизвестный отзыв: off — никак, target — для самого сертификата, path — для всей цепочки
cli-pki-cms--at = Момент проверки; если не задан — время метки, иначе текущее
cli-pki-crl = Проверить списки отзыва и найти в них сертификат
cli-pki-crl--file = Списки
cli-pki-crl--issuer = Сертификат издателя списков
cli-pki-crl--delta = Разностные списки
cli-pki-crl--serial = Найти этот серийный номер (шестнадцатеричный)
cli-pki-crl--certificate = Найти этот сертификат
cli-pki-crl--at = Момент проверки: время или день (начинается по времени Алматы); если не задан — текущий
cli-pki-inspect = Показать, что содержат файлы и что в них не так
cli-pki-inspect--file = Файлы
cli-pki-ocsp = Проверить ответ OCSP о сертификате
cli-pki-ocsp--response = Ответ
cli-pki-ocsp--certificate = Проверяемый сертификат
cli-pki-ocsp--issuer = Сертификат его издателя
cli-pki-ocsp--responder = Ответчики, которым доверяют помимо издателя и уполномоченных им
cli-pki-ocsp--at = Момент проверки: время или день (начинается по времени Алматы); если не задан — текущий
cli-pki-tsp = Проверить метку времени
cli-pki-tsp--file = Метка времени или ответ с ней
cli-pki-tsp--data = Файл, на который поставлена метка
cli-pki-tsp--anchor = Доверенные сертификаты: файлы или папки
cli-pki-tsp--intermediate = Промежуточные сертификаты: файлы или папки
cli-pki-tsp--crl = Списки отзыва, полные или разностные
cli-pki-tsp--revocation = Как учитывать неизвестный отзыв: off — никак, target — для самого сертификата, path — для всей цепочки
cli-pki-verify = Проверить сертификаты: все цепочки до доверенного, каждый отказ объяснён
cli-pki-verify--target = Проверяемые сертификаты
cli-pki-verify--anchor = Доверенные сертификаты: файлы или папки
cli-pki-verify--intermediate = Промежуточные сертификаты: файлы или папки
cli-pki-verify--crl = Списки отзыва, полные или разностные
cli-pki-verify--revocation = Как учитывать неизвестный отзыв: off — никак, target — для самого сертификата, path — для всей цепочки
cli-pki-verify--ocsp = Ответы OCSP
cli-pki-verify--at = Момент проверки: время или день (начинается по времени Алматы); если не задан — текущий

## Verdicts and statuses.

pki-verdict-valid = действителен
pki-verdict-invalid = недействителен
pki-verdict-undetermined = не установлено
pki-read-valid = прочитан; нарушений формы нет
pki-read-invalid = форма нарушена
pki-read-undetermined = прочитано не всё
pki-status-good = не отозван
pki-status-revoked = отозван
pki-status-unknown = не известно
pki-status-not-answered = достоверного ответа нет
pki-yes = да
pki-no = нет
pki-critical = критическое
pki-detached = вне подписи
pki-anchor = доверенный
pki-path = Цепочка { $number }:
pki-path-none = Цепочек не найдено.
pki-certificate-of = Сертификат { $number } из { $count }
pki-signer-of = Подписавший { $number } из { $count }:
pki-revocation-unknown = Сертификатов этой цепочки, об отзыве которых по переданным данным ничего не известно: { $count }.
pki-at-given = задан
pki-at-now = текущий
pki-at-time-stamp = по метке времени
pki-id-absent = не подписан
pki-id-matches = указывает на этот сертификат
pki-id-mismatch = указывает на другой сертификат

## Kinds of files.

pki-kind-certificate = сертификат
pki-kind-certificate-request = запрос на сертификат
pki-kind-cms = подпись CMS
pki-kind-crl = список отзыва
pki-kind-empty = пустой файл
pki-kind-key-container = контейнер ключей (PKCS #12)
pki-kind-ocsp-response = ответ OCSP
pki-kind-ocsp-request = запрос OCSP
pki-kind-private-key = закрытый ключ
pki-kind-tsp-token = метка времени
pki-kind-tsp-response = ответ службы меток времени
pki-kind-unknown = файл неизвестного вида

## Names of fields.

pki-field-accuracy = точность
pki-field-alternative-name = другое имя
pki-field-answer = ответ
pki-field-answers-not-shown = ответов не показано
pki-field-at = момент проверки
pki-field-authority = может выпускать сертификаты
pki-field-authority-key-id = идентификатор ключа издателя
pki-field-bin = БИН
pki-field-broken = не читается
pki-field-certificate-id = сертификат в подписи
pki-field-content-octets = содержимое, байт
pki-field-content-type = вид содержимого
pki-field-crl-url = список отзыва
pki-field-delta-base = дополняет список №
pki-field-delta-crl-url = разностный список
pki-field-digest-algorithm = алгоритм хеширования
pki-field-digest-matches = содержимое — подписанное
pki-field-entries = записей
pki-field-entries-not-shown = записей не показано
pki-field-entry = запись
pki-field-evidence = доказательство: список
pki-field-extension = расширение
pki-field-fingerprint = SHA-256
pki-field-hash = хеш
pki-field-iin = ИИН
pki-field-issuer = издатель
pki-field-issuer-url = сертификат издателя
pki-field-key = ключ
pki-field-key-usage = использование ключа
pki-field-kind = что это
pki-field-next-update = следующий до
pki-field-nonce = одноразовое число
pki-field-not-after = действует до
pki-field-not-before = действует с
pki-field-number = номер
pki-field-ocsp-url = OCSP
pki-field-octets = байт
pki-field-octets-declared = должно быть байт
pki-field-octets-present = имеется байт
pki-field-policy = политика
pki-field-produced-at = подписан
pki-field-purpose = назначение
pki-field-reason = причина
pki-field-responder = кем подписан
pki-field-response-status = статус ответа
pki-field-response-text = текст ответа
pki-field-revocation-lists = списков отзыва внутри
pki-field-revoked-at = отозван
pki-field-serial = серийный номер
pki-field-sha256 = SHA-256 файла
pki-field-signature-algorithm = подпись
pki-field-signature-matches = подпись верна
pki-field-signed-attributes = подписанные атрибуты
pki-field-signer = подписавший
pki-field-signers = подписавших
pki-field-signing-time = время подписи (заявлено)
pki-field-stated = в ответе сказано
pki-field-subject = владелец
pki-field-subject-key-id = идентификатор ключа
pki-field-this-update = выпущен
pki-field-time = время
pki-field-unsigned-attributes = неподписанные атрибуты
pki-field-validity = срок действия

## What the commands find out themselves.

pki-no-anchor = Доверенный сертификат не задан, поэтому нечем подтвердить, чей это сертификат подписавшего.
    .next = Укажите корневой сертификат параметром --anchor.
pki-tsp-no-data = Файл не задан, поэтому не проверено, на что поставлена метка времени.
    .next = Укажите файл параметром --data.
pki-tsp-refused = Служба не выдала метку времени.
    .next = Прочтите статус и текст ответа и повторите запрос.
pki-key-container = Контейнер ключей содержит закрытый ключ. Он не открывался и не копировался.
    .next = Не храните его среди файлов дела.
pki-not-shown = Содержимое этого файла здесь не показывается.
    .next = Укажите сертификат, список отзыва, ответ OCSP, метку времени или подпись CMS.

## Commands that could not be carried out.

pki-error-malformed = { $file }: это { $kind }, но прочесть не удаётся: { $reason }
pki-error-no-certificate = { $file }: сертификат прочесть не удалось: { $reason }
pki-error-output = не удаётся вывести ответ: { $reason }
pki-error-too-large = { $file }: больше { $limit } байт
pki-error-too-many-files = { $file }: больше { $limit } файлов
pki-error-unreadable = { $file }: { $reason }
pki-error-wrong-kind = { $file }: это { $found }; нужно: { $wanted }
