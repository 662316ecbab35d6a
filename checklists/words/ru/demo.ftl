### Что демонстрация рассказывает о комитете и о том, где что лежит.

demo-committee = В комитете; его должностные лица вымышлены, как и всё здесь:
demo-deciding = решение комитета
demo-taken = Акт взят на учёт и принят к решению: { $officer }.
demo-proposed-issue = Предложено решение № { $number } – выдать свидетельство: { $officer }.
demo-proposed-refusal = Предложено решение № { $number } – отказать в выдаче свидетельства по основаниям { $grounds } пункта 10 приложения 1, факты взяты из акта: { $officer }.
demo-confirmed = Решение подтверждено другим лицом, его собственным ключом: { $officer }.
demo-registered = В реестре – свидетельство № { $number }, действует по { $through }.
demo-refused = В реестре – отказ, свидетельства нет.
demo-history = История реестра сходится: записей – { $events }.
demo-damaged = Реестр расходится со своей историей.
    .next = Посмотрите его командой «committee register check».

## Где что лежит

demo-place-certificate = Свидетельство
demo-place-decision = Решение
demo-place-inbox = Входящие комитета
demo-place-officer-keys = Ключи должностных лиц
demo-place-protocol = Протокол
demo-place-refusal = Мотивированный отказ
demo-place-register = Реестр

## Что попробовать дальше

demo-next = Что дальше:
demo-next-certificate = свидетельство, как оно стоит в реестре
demo-next-check = реестр против его истории
demo-next-matter = акт в реестре и решение по нему
demo-next-paper = последний документ и подпись под ним
demo-next-procedure = сроки, если бы заявление зарегистрировали сегодня
demo-next-review = что говорит за акт и что против
demo-next-verify = пакет, только по его файлам
