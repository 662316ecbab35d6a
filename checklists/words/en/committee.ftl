### What the committee is told about acts that come in.

## A review

review--all-examined = Every requirement was examined: { $count }.
review--anchor-unknown = The signatures were judged under anchors that are not among those to compare with: { $anchors }. Whoever forges an act names an anchor of his own.
    .next = Ask the commission under which root its members sign, and compare the fingerprint with a source of your own.
review--anchors-known = The signatures were judged under anchors that are among those to compare with: { $anchors }. Whether the commission is that of the order { $order }, a person compares.
review--anchors-to-compare = The signatures were judged under the anchors that the act itself names: { $anchors }. The commission is that of the order { $order }, as the act has it.
    .next = Compare the fingerprints and the commission with your own source: give the anchors by `--anchor`, or compare with the register by `--registered`.
review--closed-without-evidence = These requirements ({ $count }) are recorded as met, and no evidence in the act stands behind them: { $items }.
    .next = Return the act: a finding rests on evidence.
review--conclusion-agrees = The conclusion agrees with the findings.
review--conclusion-negative-without-findings = The conclusion is negative, and no requirement that bars accreditation is recorded as violated or not established.
    .next = Ask the commission for the ground of its conclusion.
review--conclusion-positive-against-findings = The conclusion is positive, and these requirements ({ $count }) stand against it, violated or not established: { $items }. The act gives no reason.
    .next = Return the act with comments: a finding says no, and the conclusion says issue.
review--conclusion-positive-with-reason = The conclusion is positive, and these requirements ({ $count }) stand against it, violated or not established: { $items }. The commission's reason: { $reason }
    .next = Weigh the reason and answer it in the decision.
review--day-differs = The act is dated { $day }, and the examination was completed on { $end }; paragraph 13 of the Rules wants it on the day of completion.
    .next = Ask the commission for the reason of the other date.
review--decision-due = Under paragraph 14 of the Rules the decision is due by { $day }.
review--decision-late = Under paragraph 14 of the Rules the decision was due by { $day }; that day has passed.
    .next = Record the reason for the delay in the decision.
review--depends-on-reading = Whether the act is adopted depends on how the text is read: { $readings } lead to the other result.
    .next = State in the decision which reading it rests on.
review--dissent = { $member } dissents. Reasons: { $reasons }
    .next = Consider the reasons and answer them in the decision.
review--edition-differs = The act No. { $number } of { $day } was judged by other rules; a changed verdict may come from them.
    .next = Compare both wordings before a conclusion is drawn from the difference.
review--finding-repeated = Found again since the act No. { $number } of { $day } ({ $count }): { $items }.
    .next = Establish why the earlier recommendation did not help.
review--items-not-examined = Not examined, or not established ({ $count }): { $items }.
    .next = Ask the commission to establish them, or weigh them in the decision.
review--later-version = The act No. { $number } was sealed again as version { $version } on { $day }; signatures of this version count no longer.
    .next = Review the later version.
review--no-evidence-at-all = The act holds no evidence at all: nothing was looked at.
    .next = Return the act.
review--not-an-act = This is the report of a self-check: no commission made it, and no decision can rest on it.
    .next = Ask for the act of the commission.
review--other-authority = The act No. { $number } of { $day } is about another authority ({ $authority }) and was not used.
    .next = Give an act about the same authority.
review--recommends = The commission recommends ({ $count }); the text gives no rule that recommendations bar the issue.
    .next = Read the recommendations; whether they bar the issue is for a person to decide.
review--replaced-by-another-case = The act No. { $number }, version { $version }, of { $day } says that it replaces this one, and comes from another dossier: { $case }.
    .next = Ask the commission which dossier the act comes from; decide over neither before.
review--report-contradicted = The authority's own report No. { $number } of { $day } found these in order, and the commission did not ({ $count }): { $items }.
    .next = Ask the authority for an explanation; its own mechanism of control may be at fault.
review--same-act-twice = The same act lies here twice: { $place }.
    .next = Keep one of them.
review--two-acts-one-number = Another act carries the number { $number } too: of { $day }, from the dossier { $case }.
    .next = Establish which of them the commission drew up under that number; decide over neither before.
review--two-acts-one-version = Another act No. { $number } carries version { $version } too, and its bytes are others.
    .next = Establish which of them the commission signed; decide over neither before.
review--unreadable = The pack cannot be read: { $reason }
    .next = Get the pack again from the commission.

## On the screen

committee-change-closed = Closed since
committee-change-gone = Not in the later one
committee-change-new = Not in the earlier one
committee-change-opened = In order then, open now
committee-change-repeated = Violated then and now
committee-change-shifted = Open then and now, with another verdict
committee-change-still-open = Not established then and now
committee-change-unchanged = In order then and now
committee-compared = { $earlier-kind } No. { $earlier } of { $earlier-day } → { $later-kind } No. { $later } of { $later-day }
committee-inbox-empty = No pack lies in this folder.
committee-kind-act = act
committee-kind-report = self-check report
committee-nothing-compared = No earlier act and no report of the authority was compared.
committee-other-authority = The two are about different authorities.
committee-other-edition = The two were judged by different rules: a changed verdict may come from them.
committee-person-decides = This is a review and not a decision: a person decides.
committee-review = Act No. { $number }, version { $version }, of { $day }: { $authority }
committee-same-finding = the same finding: { $finding }

## Help

cli-committee = Take in acts, review them, decide, and keep the register of certificates
cli-committee-compare = Show what changed from one act to another
cli-committee-compare--one = A pack, or an act.json
cli-committee-compare--other = Another
cli-committee-compare--all = List the items that did not change as well
cli-committee-inbox = List the acts that came in
cli-committee-inbox--folder = The folder of packs
cli-committee-review = Show what speaks for an act and against it
cli-committee-review--pack = The pack of the act
cli-committee-review--earlier = An earlier act about the same authority, or its own report: a pack or an act.json
cli-committee-review--inbox = A folder of packs: earlier acts and reports about the same authority are found in it, and acts with the same number are told
