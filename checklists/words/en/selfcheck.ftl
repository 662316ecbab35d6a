### Words of self-checks, of their report, and of the formats of other tools.

## The commands

cli-report = Write what an act or a report says in the format of another tool
cli-report--format = The format
cli-report--source = A dossier, a pack, the folder of a self-check, act.json or report.json
cli-report--out = File to write
cli-report--mask = Hide the identification numbers of people: zeros stand in their place; on the pages of an act nothing is hidden
cli-report-written = { $format }: { $file }
cli-report-people = { $file } holds identification numbers of people: { $count }. Before you hand it on, write it with `--mask`.
cli-selfcheck = Check oneself before a commission comes: collect, judge and report in one go
cli-selfcheck--case = The case of the self-check; `--template` writes one to fill in
cli-selfcheck--answers = File of answers; questions with an empty `seen` are not answered yet
cli-selfcheck--out = Folder of the report and of the dossier, to which each run adds
cli-selfcheck--template = Write case.toml and answers.toml to fill in
cli-selfcheck--watch = Go on looking until it is ended by Ctrl-C, and tell only what changes
cli-selfcheck--every = The time between two looks: 15m, 1h
cli-selfcheck--csv = Write a table for spreadsheets (CSV) as well
cli-selfcheck--junit = Write a report of tests (JUnit XML) as well
cli-selfcheck--oscal = Write assessment results (OSCAL JSON) as well
cli-selfcheck--sarif = Write results of an analysis (SARIF) as well
cli-selfcheck--mask = Hide the identification numbers of people in these files: zeros stand in their place
cli-selfcheck--certificate = { cli-collect--certificate }
cli-selfcheck--register = { cli-collect--register }
cli-selfcheck--verifier_run = { cli-collect--verifier_run }
cli-selfcheck--document = { cli-collect--document }
cli-selfcheck--folder = { cli-collect--folder }
cli-selfcheck--log = { cli-collect--log }
cli-selfcheck--log_anchor = { cli-collect--log_anchor }
cli-selfcheck--time_status = { cli-collect--time_status }
cli-selfcheck--deadline = { cli-collect--deadline }
cli-selfcheck--here = { cli-collect--here }
cli-selfcheck--offline = { cli-collect--offline }
cli-selfcheck--proxy = { cli-collect--proxy }
cli-selfcheck-amended = The case or the rules differ from those of the run before: everything was judged by the new ones.
cli-selfcheck-offline = Nobody was asked over the network in this run: what was seen before stands.
cli-selfcheck-done = Report No. { $number } as of { $day }: { $folder }/report.pdf
cli-selfcheck-template = { $folder }: case.toml and answers.toml are written. What you do not fill in stays unchecked.
cli-selfcheck-watching = Looking every { $seconds } s until Ctrl-C; changes are kept in { $folder }/changes.jsonl.
cli-selfcheck-change = { $from } → { $to } since { $since } (before: since { $stood }): { $items }
cli-selfcheck-full = So much was recorded in this watch that evidence of further changes is no longer kept; changes are still told.
cli-selfcheck-ended = The watch has ended. Everything that was recorded lies in { $folder }.

## Errors

error--not-a-self-check = The case is not of a self-check.
    .next = Write `purpose = "self-check"` in the case and leave the commission out; `tekseru selfcheck --template` writes such a case.
error--pages-of-an-act = { $file }: the pages of an act are sealed, so they are written neither anew nor with numbers hidden.
    .next = Hand over the sealed act.pdf itself; write what it says without the numbers with `--mask` as csv, junit, oscal or sarif.
error--record-malformed = { $path }: this is not the record of an act or of a report. Technical cause: { $reason }.
    .next = Name a dossier, a pack, the folder of a self-check, act.json or report.json.
error--record-of-other-format = { $path }: a record of form { $found }, which this version does not know.
    .next = Use the version of tekseru that wrote it, or a later one.
error--record-too-large = { $path }: the file is larger than any record.
    .next = Make sure that it is the right file.

## The report of a self-check

report-section-readiness = Readiness by paragraph
report-section-open = What remains to be done
report-nothing-open = Every item is closed.
report-readiness = Items: { $all }. Conform: { $complies }; do not conform: { $violates }; not checked: { $undetermined }; do not apply: { $out-of-scope }; not in force: { $not-in-force }.
report-field-day = As of
report-page-hash = SHA-256 of report.json: { $hash }
report-masked-mark = Copy with numbers hidden
report-masked-note = This is a copy to be handed on: zeros stand in place of the identification numbers of people; names and all other text are unchanged. The whole report is named at the foot of every page by its SHA-256.

## Steps for open items

selfcheck-step-answer = Answer in the file of answers ({ $item }): { $question }
selfcheck-step-measure = Measure: { $quantity }, { $limit }; readings needed: { $readings }. Write each number with its unit.
selfcheck-step-assets = List each main and reserve unit: serial number and model on the plate, room, address.
selfcheck-step-photo = Attach a photograph.
selfcheck-step-document = Attach the document.
selfcheck-step-repair = Remove the cause and run the self-check again.
selfcheck-step-establish = Make it possible to establish this, and run the self-check again.

## What an authority does that checks itself, where a commission would do another thing. The messages
## of the probes refer to these in their attribute `own`

own-step-certificate = Issue the certificate again without this defect, and run the self-check again.
own-step-chain = Check the chain and the anchor in the case; correct what is wrong, and run the self-check again.
own-step-clock = Find out from which clock the service takes its time; correct it, and run the self-check again.
own-step-collect = Give what is lacking, or run the self-check where it can be obtained.
own-step-declare = Correct the equipment, the answer or the documents, so that they agree, and run the self-check again.
own-step-explain = Be ready to explain this to a commission.
own-step-hand = Look into it by hand; what was found has to stand in the documents.
own-step-key = This key is no secret any more: take it out of use at once, revoke its certificate and run the self-check again.
own-step-list = Correct how the list is issued or published, fetch it again and run the self-check again.
own-step-measure = Repeat the measurement; where the result is the same, remove the non-conformity and measure again.
own-step-network = Ask from another network; where the result is the same, correct the service, and run the self-check again.
own-step-remark = This is a remark: it does not bar accreditation. Remove the cause where you can.
own-step-repair = Remove the cause and run the self-check again.
own-step-reserve = Provide one, or list it in the answer with its serial number, and run the self-check again.
own-step-revoke = Correct how revocations are published, and make the drill again.
own-step-service = Ask the service again; where the result is the same, correct it, and run the self-check again.
own-step-time = Correct the time service of the server, and run the self-check again.
own-step-tool = Run the tool on the server, or take in what the program of the time service printed.
own-step-zone = Correct the zone setting, and run the self-check again.

## The files to fill in

selfcheck-template-answers = Answers of a self-check. For each question write what was found between the quotation marks of `seen`; a question with an empty `seen` is not answered, and its item stays unchecked. Files are named relative to this file, for example attach = ["photos/ups.jpg"].
selfcheck-template-seen = in-order – as demanded; out-of-order – not as demanded; not-established – could not be established.
selfcheck-template-seen-conditional = in-order – as demanded; out-of-order – not as demanded; not-established – could not be established; not-ours – does not apply.
selfcheck-template-ground = What was seen, in your own words. A non-conformity without it is not recorded as one.
selfcheck-template-attach = Files, where there are any.
selfcheck-template-document = A document is needed.
selfcheck-template-photo = A photograph is needed.
selfcheck-template-photo-and-document = A photograph and a document are needed.
selfcheck-template-measure = Measure: { $quantity }, { $limit }; readings needed: { $readings }, each with its unit: { $unit }.
selfcheck-template-instrument = Where it is known: until when the verification of the instrument holds, and its permissible error.
selfcheck-template-server = Servers that were found: take the sign # away and fill in.
selfcheck-template-key-protection = Key-protection complexes that were found: take the sign # away and fill in.

## Columns of the table for spreadsheets

exchange-column-id = Identifier
exchange-column-verdict = Result (code)
exchange-column-consequence = Consequence
exchange-column-probe = Probe
exchange-column-day = Day
exchange-column-record = SHA-256 of the record
exchange-verdicts = Only open items are results. “Not checked” is no pass: neither conformity nor violation was shown.
