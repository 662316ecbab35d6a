### Көрсетілім комитет туралы және не қайда жатқаны туралы не айтады.

demo-committee = Комитетте; оның лауазымды адамдары да осындағының бәрі сияқты ойдан шығарылған:
demo-deciding = комитеттің шешімі
demo-taken = Акт есепке алынып, шешімге қабылданды: { $officer }.
demo-proposed-issue = № { $number } шешім ұсынылды – куәлік берілсін: { $officer }.
demo-proposed-refusal = № { $number } шешім ұсынылды – 1-қосымшаның 10-тармағының { $grounds } негіздері бойынша куәлік беруден бас тартылсын, фактілер актіден алынды: { $officer }.
demo-confirmed = Шешімді басқа адам өз кілтімен растады: { $officer }.
demo-registered = Тізілімде № { $number } куәлік бар, { $through } күнін қоса алғанда жарамды.
demo-refused = Тізілімде бас тарту бар, куәлік жоқ.
demo-history = Тізілімнің тарихы сәйкес келеді: жазбалар саны – { $events }.
demo-damaged = Тізілім өз тарихымен сәйкес келмейді.
    .next = Оны «committee register check» командасымен қараңыз.

## Не қайда жатыр

demo-place-certificate = Куәлік
demo-place-decision = Шешім
demo-place-inbox = Комитеттің кіріс қалтасы
demo-place-officer-keys = Лауазымды адамдардың кілттері
demo-place-protocol = Хаттама
demo-place-refusal = Дәлелді бас тарту
demo-place-register = Тізілім

## Әрі қарай не істеуге болады

demo-next = Әрі қарай:
demo-next-certificate = куәліктің тізілімдегі жазбасы
demo-next-check = тізілім мен оның тарихы
demo-next-matter = тізілімдегі акт және ол бойынша шешім
demo-next-paper = соңғы құжат және оның қолтаңбасы
demo-next-procedure = өтініш бүгін тіркелсе, мерзімдер қандай болар еді
demo-next-review = актіні не қолдайды, оған не қарсы
demo-next-verify = топтама, тек өз файлдары бойынша
