### Counting, stating and surveying: what is said of them beside act.ftl and errors.ftl.

## Readings of the law that the count writes

act-reading-a06-security-absent = A06: the text does not say what follows where the representative of the national security bodies is absent. Whoever else signs, the act is not adopted without that signature
act-reading-a06-security-has-not-signed = A06: the text does not say what follows where the representative of the national security bodies does not sign. Whoever else signs, the act is not adopted without that signature
act-reading-a06-security-not-appointed = A06: the order appoints no voting representative of the national security bodies. Whoever signs, the act is not adopted; the composition does not meet paragraph 3 of the Rules
act-reading-a09-everybody-named = A09: it is unclear who belongs to the “at least five members”. Here everybody whom the order names is counted, the secretary among them; the main count takes chair and members
act-reading-a10-commission-of-the-survey = A10: paragraph 22 describes the commission by a chair, a secretary and at least five members. Here an examination needs such a commission as well; the main count only tells where it is another

## Composition

act-appointed-from = in the commission from { $day }
act-appointed-until = in the commission until { $day }, that day not included
act-composition-several-secretaries = The commission names several secretaries.
act-composition-uncountable = The roster cannot be counted over: a person is named twice or without a name, nobody votes, or somebody came in or left by no order.
act-field-amending-order = Order that changed the composition
act-sealed-before-evidence = By the clock of the machine the act was sealed at { $sealed }, before a piece of evidence that was taken at { $evidence }: a clock was put back or is wrong.

## Signature block

act-signature-certificate = certificate
act-signature-not-appointed = not in the commission on the day of the act
act-signature-not-stamped = no time-stamp
act-signature-reasons = Reasons: { $reasons }
act-signature-reservation = Reservation: { $text }
act-signature-stamped = time-stamp of { $at }

## Survey

act-column-damage = Damage to users
act-column-provision = Provision
act-field-survey-announced = Day of the survey by the notice
act-field-survey-certificate = Certificate of accreditation
act-field-survey-end = End of the survey
act-field-survey-ground = Ground of the survey
act-field-survey-notice = Notice of the date and subject of the survey
act-field-survey-paper = Paper in which the ground stands
act-field-survey-places = Place of the survey
act-field-survey-start = Start of the survey
act-field-survey-subject = Subject of the survey
act-section-survey-grounds = Grounds of the survey
act-section-survey-objections = Objections
act-section-survey-violations = Violations found
act-survey-composition-bars = The composition of the commission is not the one that paragraph 22 of the Rules describes: one chair, one secretary and at least five members. Whoever signs, the act is not lawful.
act-survey-damage-no = no
act-survey-damage-unknown = not established
act-survey-damage-yes = yes
act-survey-despite = The commission makes the mark that there are no violations although these requirements were found violated: { $items }. Reason: { $reason }
act-survey-despite-none = The commission states violations although no requirement of the checklist was found violated. Reason: { $reason }
act-survey-ground-change = a change of the conditions of operation or of the functions of which the discrepancies were not removed (paragraph 24 of the Rules)
act-survey-ground-complaint = a complaint or a statement (paragraph 21 of the Rules)
act-survey-ground-recommendation = a recommendation that was not performed (paragraphs 21 to 24 of the Rules)
act-survey-objections = The recipient sends the service provider its explanation with objections to this act; the provider considers it and tells the recipient of the outcome (paragraph 22 of the Rules). The Rules set no term for it.
act-survey-on-another-day = The notice names { $announced } as the day of the survey; the survey was made from { $start } to { $end }.
act-survey-remarks = Observations that are no violations of the Rules (limits set by the commission): { $list }.
act-survey-security = Signature of the representative of the national security bodies: { $security ->
    [true] present
   *[other] absent
 }. Paragraph 22 of the Rules does not demand it.
act-survey-violations-found = Violations of the requirements of the Rules were found: { $count }.

## Statements beside the signatures

statement--about-another-act = The statement is about another act: No. { $number }, SHA-256 { $act }.
    .next = Ask the member for a statement about this act.
statement--also-signed = The member has signed the act and dissents from it: this is a contradiction; the signature counts.
    .next = Ask the member which of the two stands; show the answer to the provider.
statement--by-another-member = The statement names another person: { $member }.
    .next = Do not count it; ask the member for a statement of his own.
statement--empty = The statement gives no reasons.
    .next = Ask the member for the reasons: the text demands them.
statement--late = The dissent was signed on { $day }, after the day by which the decision is due: { $due } (recorded reading A18).
    .next = Show it to the provider all the same; whether it is considered, people decide.
statement--not-on-roster = { $member } is not in the commission that the act names.
    .next = Do not count it; compare the roster with the order.
statement--not-signed-by-member = The statement has no valid signature of { $member }.
    .next = Ask the member to sign the statement again.
statement--of-another-kind = The signed object is of another kind: { $kind }.
    .next = Do not count it: a signature over one kind of object is none over another.
statement--signature-inconclusive = Something about the signature of the statement could not be established.
    .next = Add the revocation list of its issuer and ask again.
statement--unreadable = The statement cannot be read. Technical reason: { $reason }
    .next = Ask the member for the statement again.
statement--without-signature = There is a reservation, but no counted signature of the member to which it could belong.
    .next = Ask the member to sign the act, or to dissent with reasons.

verify--reservation-broken = { $file }: the reservation is not about this act, or is not signed by a member of the commission.
    .next = Get the pack from the commission anew; ask the member for the reservation.

## Board

board--act-beside = Another act is sealed under the same version { $version }: No. { $number }, SHA-256 { $sha256 }. Two laptops sealed without knowing of each other; nobody can sign either.
    .next = Settle which content is right and seal anew: the new version replaces both.
board--clock-went-back = Entry { $entry } bears the time { $at }, but whoever made it had seen an entry of { $before }: a clock was put back.
    .next = Compare the clock of that machine with a reliable one; rely on the order of the journal, or on time-stamps.
board--roster-body-differs = { $member }: the act names another body than the order in the case.
    .next = Do not adopt the act before the roster is compared with the order.
board--roster-member-added = { $member } stands in the act, but not in the order in the case.
    .next = Do not adopt the act before the roster is compared with the order.
board--roster-member-left-out = { $member } stands in the order in the case, but not in the act.
    .next = Do not adopt the act before the roster is compared with the order.
board--roster-name-differs = { $member }: the act names the person otherwise than the order in the case.
    .next = Compare the name with the order.
board--roster-order-differs = The act names other orders on the commission than the case does.
    .next = Compare number and date with the orders.
board--roster-role-differs = { $member }: the act names another role than the order in the case.
    .next = Do not adopt the act before the roster is compared with the order.
board--roster-term-differs = { $member }: the act names other days of the appointment than the order in the case.
    .next = Compare the days with the orders.
board--sealed-before-evidence = The act is sealed at { $sealed }, before a piece of evidence of { $evidence }: a clock was put back or is wrong.
    .next = Find out which clock was wrong; state it in a record.
board--signed-after-it-came-in = The signature { $label } bears the time { $signed }, but came in at { $came }: one of the two clocks is wrong, or it was dated ahead.
    .next = Compare the clocks; a time-stamp over the signature removes the doubt.

cli-seal--damage = Whether a violation found by a survey did damage to users: ITEM=yes, no or unknown; may be repeated
cli-sign--reservation = What the member notes beside the signature; it is signed as well, and the signature counts all the same
cli-board-act = Act No. { $number } of { $date }, version { $version }
cli-board-broken-dissent = The dissent of { $member } does not hold:
cli-board-broken-reservation = The reservation of { $member } does not hold:
cli-board-lacking = Needed yet: { COUNT($signatures) ->
    [one] { $signatures } signature
   *[other] { $signatures } signatures
 }{ $security ->
    [true] , one of them of a representative of the national security bodies
   *[other] {""}
 }.
cli-board-not-reachable = With those who have neither signed nor dissented the act cannot be adopted.
cli-board-term-act = Drawing up the act (paragraph 13)
cli-board-term-adoption = Last day to sign for the thirteen days to hold (no term of the text)
cli-board-term-answer = Issue or refusal (paragraph 15)
cli-board-term-decision = Decision (paragraph 14)
cli-board-term-on-site = On-site examination (paragraph 12)
cli-board-term-survey = On-site survey (paragraph 21)
cli-board-term-total = Thirteen working days from the registration (Annex 1)
cli-board-term-met = { $term }: by { $due }; done on { $met }.
cli-board-term-met-late = { $term }: was due by { $due }; done on { $met }, working days late: { $left }.
cli-board-term-over = { $term }: was due by { $due }; working days gone since: { $left }.
cli-board-term-runs = { $term }: by { $due }; working days left: { $left }.

## Errors

error--case-grounds-of-no-survey = { $path }: survey: the visit is an examination.
    .next = Write `kind = "survey"` under `visit`, or leave out `survey`.
error--case-survey-without-grounds = { $path }: the visit is a survey, but `survey` with its ground, notice and subject is absent.
    .next = Write the ground, the notice with the day it announces, and the subject of the survey.
error--conclusion-of-another-visit = The conclusion { $conclusion } does not belong to this kind of visit: { $visit }.
    .next = An examination ends in `positive` or `negative`, a survey in `no-violations` or `violations`.
error--damage-without-violation = { $item }: damage is stated, but the item was not found violated in a survey.
    .next = State damage only for violations that the survey found.
error--roster-changed-without-order = { $path }: commission: { $member } comes in or leaves, but no order that says so is named.
    .next = Name the order under `commission.amendments`.
error--roster-never-appointed = { $path }: commission: the appointment of { $member } ends before it begins.
    .next = Compare the days with the orders.
error--several-acts = Several acts are sealed under version { $version }: { $acts }. Nobody can sign one of them.
    .next = Settle which content is right and seal anew: the new version replaces them all.
error--violations-found = The mark that there are no violations contradicts what was found; { $count } items are violated: { $items }.
    .next = Conclude `violations`, or give the commission's reason; it is printed in the act.
error--violations-not-found = Violations are stated, but no item was found violated.
    .next = Conclude `no-violations`, or give the commission's reason; it is printed in the act.
