### Procedures and deadlines.

cli-procedure = Procedures: steps, deadlines, documents, calendar
cli-procedure-list = List the procedures
cli-procedure-show = Show a procedure with its text: steps, documents, grounds, decisions, forms, slips of the text
cli-procedure-show--procedure = The procedure, such as 224-issue
cli-procedure-plan = Reckon how a case goes if every stage takes all the time it may
cli-procedure-plan--procedure = The procedure, such as 224-issue
cli-procedure-plan--from = An event and its day: registered=2025-09-01; may be given several times
cli-procedure-status = Show where a case stands: what is done, what is due and by whom, how many days are left
cli-procedure-status--procedure = The procedure; for a dossier it follows from the kind of visit
cli-procedure-status--events = A file of events: TOML or JSON
cli-procedure-status--dossier = Take the events from this dossier
cli-procedure-status--day = The day to look from; today otherwise
cli-procedure-calendar = Write the deadlines to a calendar file, or show the working days of a year
cli-procedure-calendar--procedure = The procedure
cli-procedure-calendar--events = A file of events: TOML or JSON
cli-procedure-calendar--from = An event and its day: registered=2025-09-01
cli-procedure-calendar--day = The day to look from; today otherwise
cli-procedure-calendar--out = The calendar file
cli-procedure-calendar--stamp = The time of writing that the file shows; now otherwise
cli-procedure-calendar--year = Show the working days of this year month by month
procedure-standing-in-force = in force
procedure-standing-repealed = repealed
procedure-file-hash = SHA-256 of the file of the procedure: { $sha256 }
procedure-looked-from = As of { $day }
procedure-ended-issued = The procedure has ended: issued.
procedure-ended-refused = The procedure has ended: refused.
procedure-ended-revoked = The procedure has ended: revoked.
procedure-ended-annulled = The procedure has ended: the application is deemed annulled.
procedure-ended-closed = The procedure has ended: nothing further follows.
procedure-state-done = done
procedure-state-done-late = done late
procedure-state-running = under way
procedure-state-overdue = overdue
procedure-state-ahead = ahead
procedure-state-not-recorded = not recorded, though what follows is
procedure-state-not-taken = not in this case
procedure-unit-wd =
    { COUNT($n) ->
        [one] { $n } working day
       *[other] { $n } working days
    }
procedure-unit-cd =
    { COUNT($n) ->
        [one] { $n } calendar day
       *[other] { $n } calendar days
    }
procedure-unit-h =
    { COUNT($n) ->
        [one] { $n } working hour
       *[other] { $n } working hours
    }
procedure-unit-min =
    { COUNT($n) ->
        [one] { $n } working minute
       *[other] { $n } working minutes
    }
procedure-unit-day-unspecified =
    { COUNT($n) ->
        [one] { $n } day (of which kind is not said)
       *[other] { $n } days (of which kind is not said)
    }
procedure-unit-same-day = on the same day
procedure-unit-next-wd = the next working day
procedure-limit = limit: { $limit }
procedure-limit-none = no limit in the text
procedure-limit-inside = no limit in the text; read inside the limit of step { $step } (A15)
procedure-limit-within = inside the limit of step { $step }
procedure-from = from { $at }
procedure-due = due { $due }
procedure-due-safe = safe day { $safe } (if the day of the event is counted)
procedure-due-other = by the other reading { $other }
procedure-due-agreement = agreed day
procedure-due-extended = extended limit
procedure-due-carried = falls on a day off; the next working day is { $carried }
procedure-done-at = { $event }: { $at }
procedure-left =
    { COUNT($n) ->
        [one] { $n } day left
       *[other] { $n } days left
    }
procedure-late-by =
    { COUNT($n) ->
        [one] { $n } day late
       *[other] { $n } days late
    }
procedure-means-annulled = the application is deemed annulled
procedure-means-refused = refusal
procedure-means-survey = on-site survey
procedure-silence-annulled = silence: { procedure-means-annulled }
procedure-silence-refused = silence: { procedure-means-refused }
procedure-silence-survey = silence: { procedure-means-survey }
procedure-copies = in { $n } copies
procedure-once = once only
procedure-free = free of charge
procedure-quorum-two-thirds-ceil = rule of adoption: two thirds of the signatures
procedure-quorum-absolute-min = rule of adoption: a least number of signatures
procedure-quorum-either-side = signed by one side or both
procedure-total = Total clock ({ $clause }): { $limit }
procedure-total-end = ended { $at } ({ $event })
procedure-total-would-end = if every stage takes all its time, it ends { $at } ({ $event })
procedure-slack = slack: { $limit }
procedure-slack-none = no slack
procedure-slack-broken = no slack, exceeded by: { $limit }
procedure-not-taken = Steps that are not recorded or not on the way of this case: { $steps }.
procedure-steps = Steps
procedure-remarks = Take note
procedure-documents = Documents
procedure-grounds = Grounds
procedure-ground-refusal = refusal
procedure-ground-acceptance = refusal to accept
procedure-ground-revocation = revocation
procedure-decisions = Decisions (a person decides)
procedure-forms = Forms
procedure-form-columns = { $n } columns
procedure-anomalies = Slips of the text and how they are read
procedure-events = Events (recorded in the file under these names)
procedure-step-done = step { $step } done
procedure-fee = Fee: { $fee }
procedure-act = Act: { $act }, No. { $number } of { $day }
procedure-repealed-by = Repealed by: { $act }
procedure-editions = Amendments: { $list }
procedure-clause-paragraph = paragraph { $n }
procedure-clause-part = paragraph { $n }, part { $part }
procedure-clause-annex = annex { $n }
procedure-clause-annex-item = annex { $n }, item { $item }
procedure-clause-chapter = chapter { $n }
procedure-clause-fee = fee
procedure-written = { $path } is written. Deadlines: { $n }.
procedure-ics-uncertain = The calendar of working days does not vouch for this day: check it.
procedure-year = { $year }. Working days: { $n }
procedure-year-unknown = { $year } is not in the calendar: only the days of the week and the fixed holidays are counted. Rely on no deadline that touches this year.
procedure-year-not-compared = The calendar of { $year } is not fully borne out by independent sources: check every deadline that touches this year.
procedure-year-compared = The year was compared with at least two independent published sources, not with the official texts themselves.
procedure-year-sources = Sources
procedure-year-moved = { $free } is free, { $worked } is worked ({ $act })
procedure-month-days = Working days: { $n }
procedure-legend = [ ] a holiday or a day of rest moved here, * a working day moved here
procedure-weekdays = Mo Tu We Th Fr Sa Su
procedure-month-1 = January
procedure-month-2 = February
procedure-month-3 = March
procedure-month-4 = April
procedure-month-5 = May
procedure-month-6 = June
procedure-month-7 = July
procedure-month-8 = August
procedure-month-9 = September
procedure-month-10 = October
procedure-month-11 = November
procedure-month-12 = December
cli-procedure-unknown = There is no such procedure: { $procedure }.
    .next = `tekseru procedure list` shows the procedures.
cli-procedure-moment = This is neither a day nor an instant: { $text }.
    .next = Write the day as 2025-09-01 or 2025-09-01T10:00+05:00, within the years 1990 to 2100.
cli-procedure-events-malformed = { $path }: line { $line } is not of the form of a file of events. Technical reason: { $reason }.
    .next = `tekseru schema procedure-events` shows the form.
cli-procedure-too-many = { $path }: there are more than 1000 events.
    .next = Check the file: no case has so many.
cli-procedure-other = { $path }: the events are of another procedure: { $procedure }.
    .next = Give the file of this procedure, or correct its name.
cli-procedure-nothing = No events were given.
    .next = Give a file of events, a dossier, or the event it starts from.
cli-procedure-self-check = The dossier of a self-check follows no procedure.
    .next = Give the dossier of a case that a commission examines.
procedure--unknown-event = This procedure knows no such event: { $event } ({ $at }).
    .next = `tekseru procedure show` lists the events.
procedure--duplicate-event = The event is recorded twice: { $event }, { $first } and { $at }. The first record counts.
    .next = Remove the record that is too many.
procedure--second-round = The text allows no second round: { $event }, first { $first }, again { $at }. Elimination is given once.
    .next = Check the record; the second decision can only be to issue or to refuse.
procedure--in-future = The event lies in the future: { $event }, { $at }; the day looked from is { $day }. It was not used.
    .next = Check the day.
procedure--no-until = The event has to name a day and names none: { $event }, { $at }.
    .next = Write the day in the field until.
procedure--until-before = The event names a day before itself: { $event }, { $at }, the day named is { $until }. It was not used.
    .next = Check both days.
procedure--out-of-order = The event stands before its cause: { $event }, { $at }, the cause is { $cause }, { $after }.
    .next = Check the days of both records.
procedure--missing-before = What has to come before is not recorded: { $event }, { $at }. Wanted: { $causes }.
    .next = Record the missing event; its limit cannot be checked otherwise.
procedure--contradictory = Outcomes of step { $step } that exclude each other are recorded: { $events }.
    .next = Establish which of them happened, and remove the other.
procedure--after-close = An event after the end of the procedure: { $event }, { $at }; the end was { $end }.
    .next = Check the record; a new application is a new case.
procedure--late = Step { $step } ({ $clause }) was done late: due { $due }, done { $at }, days late: { $days }.
    .next = Put the reason for the delay on file.
procedure--overdue = The limit of step { $step } ({ $clause }) is over: { $due }, days overdue: { $days }.
    .next = Do it, or record the day on which it was done.
procedure--silence = On step { $step } ({ $clause }) the limit { $due } is over without an answer. What follows by the text: { $outcome }. A person establishes it and records "{ $event }".
    .next = Make sure that there is indeed no answer.
procedure--day-unspecified = Step { $step } ({ $clause }): the text says "day" and not whether working or calendar. Both readings: { $other } and { $due }.
    .next = Keep to the earlier day.
procedure--ends-on-day-off = The limit of step { $step } ({ $clause }), in calendar days, ends on a day off: { $due }. By the general rule of civil law the next working day is { $carried }; the text itself is silent.
    .next = Keep to the earlier day.
procedure--outside-hours = The event is recorded outside working hours: { $event }, { $at }. By the text what comes after hours or on a day off is registered on the next working day: { $next }. The limits were reckoned from the day recorded.
    .next = Check the day of registration; reckoning from the day recorded is the stricter.
procedure--total-broken = The total limit ({ $clause }, { $total }) is broken: last day { $due }, ended { $end }, days over: { $days }.
    .next = Put the reason on file.
procedure--total-overdue = The total limit ({ $clause }, { $total }) is over: the last day was { $due }; if the remaining stages take all their time it ends { $end }, days over: { $days }.
    .next = Do what remains without delay.
procedure--total-will-break = The total limit ({ $clause }, { $total }) will break although no stage is late: if those that remain take all their time it ends { $end }, the last day is { $due }, days over: { $days }.
    .next = Finish one of the remaining stages earlier.
procedure--no-slack = The total limit ({ $clause }) has no slack: { $total } = { $sum }. The last day is { $due }.
    .next = Finish some stage earlier: only that leaves time for the signatures.
procedure--stage-not-budgeted = No time of the total limit ({ $clause }, until { $due }) is given to step { $step }: one working day spent on it makes { $more } instead of { $total }.
    .next = Do it on the day the stage before it ends.
procedure--stages-fit = The longest limits of the stages fit into the total limit ({ $clause }, { $total }, until { $due }): { $days } working days and { $hours } hours; the difference in working days is { $room }.
    .next = The difference is allotted to no stage; do not count on it.
procedure--repealed = The procedure was repealed by act No. { $act } of { $on }: it applies to no new case; old ones are reckoned.
    .next = For a new case take a procedure that is in force.
procedure--before-act = The first event ({ $event }, { $at }) is before the act was adopted ({ $on }).
    .next = Take the procedure that was in force on that day.
procedure--after-repeal = The first event ({ $event }, { $at }) is after the procedure was repealed ({ $on }).
    .next = Take the procedure that was in force on that day.
procedure--before-edition = The first event ({ $event }, { $at }) is before this edition ({ $on }): the text of that day may have been another.
    .next = Compare the limits with the text of that day.
procedure--calendar-uncertain = WARNING: the calendar of working days is not borne out for these years or does not reach them: { $years }. Every day that touches them may be wrong.
    .next = `tekseru procedure calendar --year YEAR` shows the days that were counted; compare them with the official calendar.
