### What an act that came in says, under whose anchors and over whose dissent.

## What does not allow an action, or should be looked at

register--act-anchor-unknown = Act No. { $act }: its signatures were judged under an anchor that this register does not know: { $sha256 }. The act says that it was obtained from: { $source }. Whoever forges an act names an anchor of his own.
    .next = Compare the fingerprint with a source of your own; if it is right, have two officers allow it by `tekseru committee propose anchor`.
register--act-not-established = Act No. { $act }: the check of its pack could not establish everything: { $codes }.
    .next = Take the whole pack in, and judge it by the edition of the rules that the act names; else weigh what is open.
register--act-replaces-another-case = The act says that it replaces matter { $matter }, act No. { $act }, which comes from another dossier; SHA-256 { $sha256 }.
    .next = Ask the commission which dossier the act comes from.
register--act-told-otherwise = Matter { $matter }: of the same sealed file of act No. { $act } other things were stated before.
    .next = Verify the pack by `tekseru verify`, and find out who stated what by the history of the matter.
register--act-without-anchors = Of act No. { $act } no anchor is recorded under which its signatures were judged.
    .next = Take its pack in again; one that was accepted is returned first.
register--adopted-after-taken = Act No. { $act }: a signature claims to be made at { $adopted }, after the act came in at { $taken }. The term counts from when it came in.
    .next = Compare the clocks, and ask the member when the signature was made.
register--anchor-allowed-already = The anchor is on the list: { $sha256 }.
    .next = Look at the list by `tekseru committee register anchors`.
register--anchor-not-allowed = The anchor is not on the list: { $sha256 }.
    .next = Look at the list by `tekseru committee register anchors`.
register--conclusion-against-issue = The conclusion of act No. { $act }: { NAME("register-conclusion", $conclusion) }. No certificate is issued over it.
    .next = Propose a refusal with its grounds, or return the act to the commission.
register--conclusion-not-recorded = What act No. { $act } concludes is not recorded: it was taken in by an older version.
    .next = Take its pack in again; one that was accepted is returned first.
register--conclusion-with-reason = The conclusion is positive, and these requirements stand against it: { $items }. The commission's reason: { $reason }
    .next = Weigh the reason before the decision is confirmed.
register--conclusion-without-reason = The conclusion of act No. { $act } is positive, these requirements stand against it, and the act gives no reason: { $items }.
    .next = Return the act to the commission with comments.
register--decision-before-act = The decision bears { $day }; the act was adopted on { $adopted }.
    .next = Correct the date: a decision rests on an act that is there.
register--dissent = { $member } dissents. Reasons: { $reasons }
    .next = Consider the reasons and answer them in the decision.
register--dissent-not-brought = { $member } dissented in an earlier pack of this act, and this one lacks the dissent; it is kept. Reasons: { $reasons }
    .next = Ask the commission why the dissent was left out.
register--dissent-unanswered = { $member } dissents, and the proposal has no word about it. Reasons: { $reasons }
    .next = Reject the proposal and answer the reasons by `--answer`, or be ready to answer for the silence.
register--issue-despite = The check of the pack of act No. { $act } could not establish everything: { $codes }. The reason to issue all the same: { $reason }
    .next = Confirm it only if the reason convinces you.
register--issue-over-undetermined = The check of the pack of act No. { $act } could not establish everything: { $codes }. No certificate is issued over it without a reason.
    .next = Take the whole pack in, judged by the edition of the rules that the act names; or give a reason by `--despite`, which is signed and which the second officer sees.
register--refusal-over-positive = The conclusion of act No. { $act } is positive, and the proposal refuses.
    .next = Compare the grounds of the refusal with the act before it is confirmed.
register--survey-lacking = A revocation under paragraph 22 rests on the act of a survey, and none is named.
    .next = Take the act of the survey in, accept it, and name it by `--matter`.
register--survey-without-violations = The act of matter { $matter } does not conclude that the survey found violations.
    .next = Name the act that found them, or the paragraph that the decision rests on.

## Names

register-conclusion-negative = the authority does not conform
register-conclusion-no-violations = no violations were found
register-conclusion-positive = the authority conforms
register-conclusion-violations = violations were found
register-field-obtained-from = Where the fingerprint was obtained
committee-decision-allowed-anchor = Anchor allowed
committee-decision-anchor = To change the list of anchors of acts
committee-decision-answer = Answer to the dissents
committee-decision-damage = Damage to users
committee-decision-despite = Reason to issue all the same
committee-decision-no-good-reason = Absence of a good reason
committee-decision-number = Certificate no.
committee-decision-objections = Objections
committee-decision-obtained-from = Fingerprint obtained from
committee-decision-recommendation = Recommendation
committee-decision-revoked-from = Revoked from
committee-decision-violation = Violation
committee-decision-withdrawn-anchor = Anchor taken off the list
committee-event-anchor-allowed = anchor allowed
committee-event-anchor-withdrawn = anchor taken off the list
committee-event-taken-anew = taken in again
committee-matter-anchor = Anchor of the signatures
committee-matter-conclusion = Conclusion
committee-matter-dissent = Dissent
committee-matter-dissent-before = Dissent, in an earlier pack
committee-matter-member = Member
committee-matter-order = Appointed by order
committee-matter-reason = The commission's reason
committee-matter-stands-against = Stands against it
committee-no-anchors = No anchor of acts is allowed: no act can be accepted.

## Help

cli-committee-propose-anchor = Propose to allow an anchor of acts, or no longer
cli-committee-propose-anchor--anchor = The certificate, or its SHA-256
cli-committee-propose-anchor--decision = Number of the decision
cli-committee-propose-anchor--obtained_from = Where the fingerprint was obtained; never from an act
cli-committee-propose-anchor--withdraw = Take it off the list
cli-committee-propose-issue--answer = What is answered to the members who dissent
cli-committee-propose-issue--despite = Why it is issued although the check of the pack could not establish everything
cli-committee-register-anchors = List the anchors under which members of commissions may sign
cli-committee-register-create--act_anchor = The certificate of a root under which members of commissions sign; without it, those of the officers
cli-committee-review--anchor = An anchor under which members of commissions may sign, obtained elsewhere: a certificate, or its SHA-256
cli-committee-review--registered = Compare the anchors of the act with those of the register
