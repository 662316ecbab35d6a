### Процедуры и сроки.

cli-procedure = Процедуры: шаги, сроки, документы, календарь
cli-procedure-list = Показать все процедуры
cli-procedure-show = Показать процедуру с её текстом: шаги, документы, основания, решения, формы, огрехи текста
cli-procedure-show--procedure = Обозначение процедуры, например 224-issue
cli-procedure-plan = Рассчитать ход дела, если каждая стадия займёт всё отведённое ей время
cli-procedure-plan--procedure = Обозначение процедуры, например 224-issue
cli-procedure-plan--from = Событие и его день: registered=2025-09-01; можно указать несколько раз
cli-procedure-status = Показать состояние дела: что сделано, что и за кем, сколько дней осталось
cli-procedure-status--procedure = Обозначение процедуры; для досье известно по виду выезда
cli-procedure-status--events = Файл событий: TOML или JSON
cli-procedure-status--dossier = Взять события из этого досье
cli-procedure-status--day = На какой день показать; иначе на сегодня
cli-procedure-calendar = Записать сроки в файл календаря или показать рабочие дни года
cli-procedure-calendar--procedure = Обозначение процедуры
cli-procedure-calendar--events = Файл событий: TOML или JSON
cli-procedure-calendar--from = Событие и его день: registered=2025-09-01
cli-procedure-calendar--day = На какой день рассчитать; иначе на сегодня
cli-procedure-calendar--out = Файл календаря
cli-procedure-calendar--stamp = Время записи, которое ставится в файле; иначе текущее
cli-procedure-calendar--year = Показать рабочие дни этого года по месяцам
procedure-standing-in-force = действует
procedure-standing-repealed = утратила силу
procedure-file-hash = Контрольная сумма SHA-256 файла процедуры: { $sha256 }
procedure-looked-from = Состояние на { $day }
procedure-ended-issued = Процедура завершена: выдано.
procedure-ended-refused = Процедура завершена: отказано.
procedure-ended-revoked = Процедура завершена: отозвано.
procedure-ended-annulled = Процедура завершена: заявление считается аннулированным.
procedure-ended-closed = Процедура завершена: дальнейшего не следует.
procedure-state-done = выполнено
procedure-state-done-late = выполнено с опозданием
procedure-state-running = идёт
procedure-state-overdue = просрочено
procedure-state-ahead = впереди
procedure-state-not-recorded = не записано, хотя последующее состоялось
procedure-state-not-taken = не по этому делу
procedure-unit-wd =
    { COUNT($n) ->
        [one] { $n } рабочий день
        [few] { $n } рабочих дня
       *[many] { $n } рабочих дней
    }
procedure-unit-cd =
    { COUNT($n) ->
        [one] { $n } календарный день
        [few] { $n } календарных дня
       *[many] { $n } календарных дней
    }
procedure-unit-h =
    { COUNT($n) ->
        [one] { $n } рабочий час
        [few] { $n } рабочих часа
       *[many] { $n } рабочих часов
    }
procedure-unit-min =
    { COUNT($n) ->
        [one] { $n } рабочая минута
        [few] { $n } рабочие минуты
       *[many] { $n } рабочих минут
    }
procedure-unit-day-unspecified =
    { COUNT($n) ->
        [one] { $n } день (какой, не сказано)
        [few] { $n } дня (каких, не сказано)
       *[many] { $n } дней (каких, не сказано)
    }
procedure-unit-same-day = в тот же день
procedure-unit-next-wd = следующий рабочий день
procedure-limit = срок: { $limit }
procedure-limit-none = срока в тексте нет
procedure-limit-inside = срока в тексте нет; читается «в пределах срока шага { $step }» (A15)
procedure-limit-within = внутри срока шага { $step }
procedure-from = с { $at }
procedure-due = не позднее { $due }
procedure-due-safe = безопасный день { $safe } (если считать и день события)
procedure-due-other = по другому прочтению { $other }
procedure-due-agreement = согласованный день
procedure-due-extended = продлённый срок
procedure-due-carried = выпадает на нерабочий день; следующий рабочий – { $carried }
procedure-done-at = { $event }: { $at }
procedure-left =
    { COUNT($n) ->
        [one] остался { $n } день
        [few] осталось { $n } дня
       *[many] осталось { $n } дней
    }
procedure-late-by =
    { COUNT($n) ->
        [one] опоздание { $n } день
        [few] опоздание { $n } дня
       *[many] опоздание { $n } дней
    }
procedure-means-annulled = заявление считается аннулированным
procedure-means-refused = отказ
procedure-means-survey = выездное обследование
procedure-silence-annulled = молчание: { procedure-means-annulled }
procedure-silence-refused = молчание: { procedure-means-refused }
procedure-silence-survey = молчание: { procedure-means-survey }
procedure-copies = в { $n } экземплярах
procedure-once = только один раз
procedure-free = бесплатно
procedure-quorum-two-thirds-ceil = правило принятия: две трети подписей
procedure-quorum-absolute-min = правило принятия: наименьшее число подписей
procedure-quorum-either-side = подписывают: одна сторона или обе
procedure-total = Общий срок ({ $clause }): { $limit }
procedure-total-end = окончено { $at } ({ $event })
procedure-total-would-end = если каждая стадия займёт весь свой срок, окончится { $at } ({ $event })
procedure-slack = запас: { $limit }
procedure-slack-none = запаса нет
procedure-slack-broken = запаса нет, превышение: { $limit }
procedure-not-taken = Шаги, которые не записаны или не лежат на пути этого дела: { $steps }.
procedure-steps = Шаги
procedure-remarks = Обратите внимание
procedure-documents = Документы
procedure-grounds = Основания
procedure-ground-refusal = отказ
procedure-ground-acceptance = отказ в приёме
procedure-ground-revocation = отзыв
procedure-decisions = Решения (принимает человек)
procedure-forms = Формы
procedure-form-columns = столбцов: { $n }
procedure-anomalies = Огрехи текста и как они читаются
procedure-events = События (под этими обозначениями записываются в файл)
procedure-step-done = шаг { $step } выполнен
procedure-fee = Плата: { $fee }
procedure-act = Акт: { $act }, № { $number } от { $day }
procedure-repealed-by = Утратила силу: { $act }
procedure-editions = Изменения: { $list }
procedure-clause-paragraph = пункт { $n }
procedure-clause-part = пункт { $n }, часть { $part }
procedure-clause-annex = приложение { $n }
procedure-clause-annex-item = приложение { $n }, пункт { $item }
procedure-clause-chapter = глава { $n }
procedure-clause-fee = плата
procedure-written = Записан файл { $path }. Сроков: { $n }.
procedure-ics-uncertain = Календарь рабочих дней за этот день не ручается: проверьте.
procedure-year = { $year } год. Рабочих дней: { $n }
procedure-year-unknown = { $year } года в календаре нет: учтены только дни недели и постоянные праздники. Не полагайтесь ни на один срок, который касается этого года.
procedure-year-not-compared = Календарь { $year } года не полностью подтверждён независимыми источниками: проверяйте каждый срок, который касается этого года.
procedure-year-compared = Год сверен не менее чем с двумя независимыми опубликованными источниками, но не с самими официальными текстами.
procedure-year-sources = Источники
procedure-year-moved = { $free } – выходной, { $worked } – рабочий ({ $act })
procedure-month-days = Рабочих дней: { $n }
procedure-legend = [ ] – праздник или перенесённый выходной, * – перенесённый рабочий день
procedure-weekdays = пн вт ср чт пт сб вс
procedure-month-1 = Январь
procedure-month-2 = Февраль
procedure-month-3 = Март
procedure-month-4 = Апрель
procedure-month-5 = Май
procedure-month-6 = Июнь
procedure-month-7 = Июль
procedure-month-8 = Август
procedure-month-9 = Сентябрь
procedure-month-10 = Октябрь
procedure-month-11 = Ноябрь
procedure-month-12 = Декабрь
cli-procedure-unknown = Такой процедуры нет: { $procedure }.
    .next = Процедуры показывает «tekseru procedure list».
cli-procedure-moment = Это не день и не момент времени: { $text }.
    .next = Запишите день как 2025-09-01 или 2025-09-01T10:00+05:00, в пределах 1990–2100 годов.
cli-procedure-events-malformed = { $path }: строка { $line } не имеет формы файла событий. Техническая причина: { $reason }.
    .next = Форму показывает «tekseru schema procedure-events».
cli-procedure-too-many = { $path }: событий больше 1000.
    .next = Проверьте файл: в одном деле столько событий не бывает.
cli-procedure-other = { $path }: события другой процедуры: { $procedure }.
    .next = Укажите файл этой процедуры или исправьте обозначение процедуры.
cli-procedure-nothing = События не указаны.
    .next = Укажите файл событий, досье или начальное событие.
cli-procedure-self-check = У досье самопроверки нет процедуры.
    .next = Укажите досье дела, которое проверяла комиссия.
procedure--unknown-event = Такого события в этой процедуре нет: { $event } ({ $at }).
    .next = Обозначения событий показывает «tekseru procedure show».
procedure--duplicate-event = Событие записано дважды: { $event }, { $first } и { $at }. Учтена первая запись.
    .next = Уберите лишнюю запись.
procedure--second-round = Второго раунда устранения текст не допускает: { $event }, впервые { $first }, повторно { $at }. Устранение даётся один раз.
    .next = Проверьте запись; второе решение может быть только о выдаче или об отказе.
procedure--in-future = Событие в будущем: { $event }, { $at }; день, на который смотрят, { $day }. Оно не учтено.
    .next = Проверьте день.
procedure--no-until = Событие должно называть день, но не называет: { $event }, { $at }.
    .next = Запишите день в поле until.
procedure--until-before = Событие называет день до него самого: { $event }, { $at }, названный день { $until }. Оно не учтено.
    .next = Проверьте оба дня.
procedure--out-of-order = Событие стоит раньше своей причины: { $event }, { $at }, а причина – { $cause }, { $after }.
    .next = Проверьте дни обеих записей.
procedure--missing-before = Не записано событие, которое должно предшествовать: { $event }, { $at }. Нужно: { $causes }.
    .next = Запишите недостающее событие, иначе его срок проверить нельзя.
procedure--contradictory = Записаны исключающие друг друга исходы шага { $step }: { $events }.
    .next = Установите, какой из них был, и уберите другой.
procedure--after-close = Событие после окончания процедуры: { $event }, { $at }; окончание – { $end }.
    .next = Проверьте запись; новое заявление – новое дело.
procedure--late = Шаг { $step } ({ $clause }) выполнен с опозданием: срок { $due }, выполнен { $at }, опоздание в днях: { $days }.
    .next = Приложите к делу причину опоздания.
procedure--overdue = Срок шага { $step } ({ $clause }) истёк: { $due }, просрочка в днях: { $days }.
    .next = Выполните шаг или запишите день, когда он выполнен.
procedure--silence = По шагу { $step } ({ $clause }) срок { $due } истёк, ответа нет. Последствие по тексту: { $outcome }. Это устанавливает человек и записывает как «{ $event }».
    .next = Убедитесь, что ответа действительно нет.
procedure--day-unspecified = Шаг { $step } ({ $clause }): текст говорит «день» и не говорит, рабочий или календарный. Два прочтения: { $other } и { $due }.
    .next = Держитесь более раннего дня.
procedure--ends-on-day-off = Календарный срок шага { $step } ({ $clause }) кончается в нерабочий день: { $due }. По общему правилу гражданского законодательства следующий рабочий день – { $carried }; сам текст об этом молчит.
    .next = Держитесь более раннего дня.
procedure--outside-hours = Событие записано вне рабочего времени: { $event }, { $at }. По тексту поступившее после рабочего времени или в нерабочий день регистрируется следующим рабочим днём: { $next }. Сроки отсчитаны от записанного дня.
    .next = Проверьте день регистрации; отсчёт от записанного дня строже.
procedure--total-broken = Общий срок ({ $clause }, { $total }) нарушен: последний день { $due }, окончено { $end }, превышение в днях: { $days }.
    .next = Приложите к делу причину.
procedure--total-overdue = Общий срок ({ $clause }, { $total }) истёк: последний день был { $due }; если оставшиеся стадии займут весь срок, окончание { $end }, превышение в днях: { $days }.
    .next = Выполните оставшиеся шаги без промедления.
procedure--total-will-break = Общий срок ({ $clause }, { $total }) нарушится, хотя ни одна стадия не опоздает: если оставшиеся займут весь срок, окончание { $end }, последний день { $due }, превышение в днях: { $days }.
    .next = Завершите одну из оставшихся стадий раньше.
procedure--no-slack = В общем сроке ({ $clause }) нет запаса: { $total } = { $sum }. Последний день { $due }.
    .next = Завершите какую-либо стадию раньше: только так появится время на сбор подписей.
procedure--stage-not-budgeted = На шаг { $step } в общем сроке ({ $clause }, до { $due }) времени не отведено: один рабочий день на нём даёт { $more } вместо { $total }.
    .next = Выполните его в день окончания предыдущей стадии.
procedure--stages-fit = Наибольшие сроки стадий укладываются в общий срок ({ $clause }, { $total }, до { $due }): рабочих дней { $days } и { $hours } ч; разница в рабочих днях: { $room }.
    .next = Разница между стадиями не распределена; не рассчитывайте на неё.
procedure--repealed = Процедура утратила силу актом № { $act } от { $on }: к новым делам не применяется, старые рассчитываются.
    .next = Для нового дела возьмите действующую процедуру.
procedure--before-act = Первое событие ({ $event }, { $at }) раньше принятия акта ({ $on }).
    .next = Возьмите процедуру, действовавшую в тот день.
procedure--after-repeal = Первое событие ({ $event }, { $at }) после утраты силы процедурой ({ $on }).
    .next = Возьмите процедуру, действовавшую в тот день.
procedure--before-edition = Первое событие ({ $event }, { $at }) раньше этой редакции ({ $on }): тогдашний текст мог быть иным.
    .next = Сверьте сроки с текстом того дня.
procedure--calendar-uncertain = ВНИМАНИЕ: календарь рабочих дней для этих лет не подтверждён или их не охватывает: { $years }. Все дни, которые их касаются, могут быть неверны.
    .next = Принятые в расчёт дни показывает «tekseru procedure calendar --year ГОД»; сверьте их с официальным производственным календарём.
