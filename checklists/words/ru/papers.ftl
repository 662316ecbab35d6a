### Что сообщается о документах: письмах, уведомлениях, решениях, свидетельстве.

## Составление документа

error--paper-another-matter = Документ { $form } не может основываться на этих записях реестра: { $rows }.
    .next = Укажите решение или свидетельство, к которому относится документ, параметром --decision или --certificate.
error--paper-bare-record = { $path } – только запись акта, а в реестр принят опечатанный акт: нельзя установить, что это запись именно того акта.
    .next = Укажите пакет акта.
error--paper-broken = Форма требует: { $ru } / { $kk } / { $en }
error--paper-defects = Документ { $form } не составлен: { COUNT($count) ->
    [one] { $count } поле не заполнено или заполнено неверно
    [few] { $count } поля не заполнены или заполнены неверно
   *[other] { $count } полей не заполнены или заполнены неверно
 }.
    .next = Заполните каждое названное поле; ключ --template записывает файл со всеми полями.
error--paper-draft-signed = Документ { $form } – проект, проект не подписывается.
    .next = Когда второе уполномоченное лицо подтвердит решение, составьте документ из реестра параметром --decision или --certificate.
error--paper-field-against-register = В поле { $field } указано «{ $given }», а в реестре – «{ $kept }»: { $ru } / { $kk } / { $en }
error--paper-field-beside-register = В поле { $field } указано «{ $given }», а в реестре таких сведений нет: { $ru } / { $kk } / { $en }
error--paper-field-missing = Поле { $field } не заполнено: { $ru } / { $kk } / { $en }
error--paper-field-not-an-option = В поле { $field } указано { $text }; допускается одно из значений: { $options }.
error--paper-field-not-of-kind = В поле { $field } указано { $text }; ожидается { NAME("paper-kind", $field-kind) }.
error--paper-field-too-long = Поле { $field } длиннее { $most }.
error--paper-field-unknown = В форме нет поля { $field }.
error--paper-field-untranslated = Поле { $field } заполнено по языкам, но язык { NAME("paper-lang", $lang) } пропущен.
error--paper-kazakh-left-out = Документ { $form } не составляется без текста на казахском языке.
    .next = Выберите казахский язык среди языков документа.
error--paper-unknown = Документа { $form } нет; имеются: { $known }.
    .next = Выберите один из названных; ключ --list показывает их с пунктами Правил.
paper-kind-choice = одно из значений
paper-kind-choices = список значений
paper-kind-date = дата вида 2026-01-31
paper-kind-list = список текстов
paper-kind-number = число от 1 до 999
paper-kind-table = таблица этой формы
paper-kind-text = текст
paper-lang-en = английский
paper-lang-kk = казахский
paper-lang-ru = русский
paper-made = Документ составлен: { $place } (SHA-256 { $sha256 })
paper-made-draft = Составлен проект документа: { $place } (SHA-256 { $sha256 })
paper-signed = Документ подписан: { $place }
paper-status-current = действует
paper-status-repealed = утратил силу
paper-wording-law = текст акта
paper-wording-proposal = предлагаемый текст; выдержки из акта приведены дословно

## Проверка документа

error--paper-file-missing = Это не документ данной программы: к нему не приложен файл { $file }.
    .next = Запросите у отправителя файл в том виде, в каком он был составлен; отсканированную копию проверить нельзя.
error--paper-not-a-pdf = Файл не читается как документ.
    .next = Запросите у отправителя файл в том виде, в каком он был составлен.
error--paper-record = Запись документа не читается: { $reason }.
    .next = Запросите у отправителя файл в том виде, в каком он был составлен.
error--paper-two-files-of-one-name = К документу приложены два файла с одним именем: нельзя определить, на каком из них он основан.
    .next = Не полагайтесь на документ; запросите у отправителя исходный файл.
paper--draft = Это проект документа: он не основан на подтверждённом решении.
    .next = Не опирайтесь на него; запросите документ, составленный после подтверждения решения.
paper--fields-defective = Поля документа не соответствуют его форме: { $reason }
    .next = Не полагайтесь на документ; запросите у того, кто его выдал, исправный документ.
paper--fields-in-order = Поля соответствуют форме.
paper--form-as-known = Форма { $form } дословно совпадает с формой данной программы (SHA-256 { $sha256 }).
paper--form-not-known = Форма { $form }, приложенная к документу (SHA-256 { $sha256 }), отличается от формы данной программы: за её текст программа не ручается.
    .next = Сравните текст документа с редакцией акта, действовавшей на его дату.
paper--pages-as-recorded = Страницы побайтно соответствуют записи.
paper--pages-differ = Страницы отличаются от тех, которые даёт запись; запись сделана версией { $version } программы.
    .next = Проверьте документ той же версией программы; если и тогда страницы отличаются, файл изменён.
paper--record-of-another-kind = Запись сделана не для документа этого вида: { $kind }
    .next = Не полагайтесь на файл; запросите сам документ.
paper--signature-holds = Подпись { $file } действительна: подписавший { $signer }, время { $time }.
paper--signature-invalid = Подпись { $file } недействительна: подписавший { $signer }, время { $time }.
    .next = Не полагайтесь на документ; попросите того, кто его выдал, подписать файл в этом виде.
paper--signature-open = Действительность подписи { $file } не установлена: подписавший { $signer }, время { $time }.
    .next = Укажите корневое регистрационное свидетельство, промежуточные регистрационные свидетельства и СОРС.
paper--source-named = В документе названы записи реестра { $register }, из которых он заполнен: { $rows }. К самому реестру проверка не обращалась.
paper--source-not-named = Документ должен основываться на подтверждённом решении из реестра, но ни одной записи реестра в нём не названо и проектом он не обозначен.
    .next = Не доверяйте документу; запросите документ, составленный из реестра.
paper--unsigned = Рядом с документом нет подписи.
    .next = Запросите файл подписи; без неё документ не доказывает, кто его выдал.

## Справка

cli-committee-paper = Составить документ комитета или проверить его
cli-committee-paper--kind = Какой документ
cli-committee-paper--list = Показать все документы с пунктами
cli-committee-paper--template = Записать файл для заполнения
cli-committee-paper--certificate = Заполнить из реестра: по номеру свидетельства
cli-committee-paper--decision = Заполнить из реестра: по номеру решения в списке
cli-committee-paper--matter = Заполнить из реестра: по номеру поступившего акта в списке
cli-committee-paper--signatory = Кто подписывает: ИИН уполномоченного лица из реестра
cli-committee-paper--act = Взять поля из акта: пакет или act.json
cli-committee-paper--case = Взять поля из дела
cli-committee-paper--dissent = Взять поля из уведомления о несогласии с актом
cli-committee-paper--row = Взять поля из строки реестра в формате JSON
cli-committee-paper--fields = Взять поля из заполненного файла
cli-committee-paper--field = Поле в виде ИМЯ=ЗНАЧЕНИЕ; повторно – список; в виде ИМЯ.ru=ЗНАЧЕНИЕ – на одном языке
cli-committee-paper--with_english = Печатать английский текст рядом с казахским и русским
cli-committee-paper--out = Куда записать
cli-committee-paper--verify = Проверить документ и подпись рядом с ним
cli-committee-paper--signature = Подпись, если она лежит не рядом с документом
cli-committee-paper--anchor = Регистрационное свидетельство, от которого проверяется свидетельство подписавшего
cli-committee-paper--trust = Регистрационное свидетельство или СОРС, по которым оно проверяется
cli-committee-paper--member = Чей это ключ: ИИН
cli-committee-paper--p12 = Контейнер ключа (PKCS#12)
cli-committee-paper--password_file = Файл с паролем контейнера; если не указан – переменная TEKSERU_PASSWORD, иначе пароль будет запрошен
cli-committee-paper--token_module = Драйвер носителя ключа: его библиотека PKCS#11
cli-committee-paper--token_slot = Номер слота носителя, если носителей несколько
cli-committee-paper--token_label = Метка носителя, если носителей несколько
cli-committee-paper--token_certificate = Регистрационное свидетельство на носителе, которым подписать: его метка, серийный номер или первые цифры отпечатка
cli-committee-paper--pin_file = Файл с ПИН-кодом носителя; иначе переменная TEKSERU_PIN, иначе ПИН-код спрашивается
cli-committee-paper--ncalayer = Подписать в окне NCALayer, запущенного на этом компьютере
cli-committee-paper--no_time_stamp = Не запрашивать у NCALayer метку времени
cli-committee-paper--wait = Сколько секунд ждать ответа в окне NCALayer
