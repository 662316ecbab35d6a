### What the check of a pack and the judgement of a signature say, and labels of the act beside those of act.ftl.

## The pack

verify--act-adopted = The act is adopted: { $signed } of { $voters } voting members signed, { $needed } were needed.
verify--act-not-adopted = The act is not adopted: { $signed } of { $voters } voting members signed, { $needed } are needed, and the rule about whose signature is needed must be met.
    .next = See each signature below; ask those who have not signed to sign or to state their reasons.
verify--dissent-broken = { $file }: the dissent is not about this act, or its signature is not the member's.
    .next = Get the pack again from the commission; ask the member for the dissent.
verify--evidence-changed = { $file }: the evidence was changed; its SHA-256 is now { $found }.
    .next = Get the pack again from the commission; do not rest a decision on this one.
verify--evidence-missing = { $file }: the evidence that the act lists is not in the pack.
    .next = Get the whole pack from the commission.
verify--evidence-root-differs = The list of evidence is not the one that the act was sealed over; its SHA-256 is now { $found }.
    .next = Do not rest a decision on this pack; get it again from the commission.
verify--evidence-whole = All the evidence is there and unchanged: { $count }.
verify--file-differs = { $file }: the file does not follow from the act and its signatures; it was changed, or made for another state.
    .next = Do not rely on this file: rest on act.pdf and its signatures, and get the pack again from the commission.
verify--file-unlisted = { $file }: the act does not list this file.
    .next = Leave it out of account: it was put there beside the act.
verify--pages-as-recorded = The pages of act.pdf follow from its record byte for byte (version { $version }, SHA-256 { $sealed }, rendered again { $rendered }).
verify--pages-differ = The pages of act.pdf do not follow from its record: act.pdf has SHA-256 { $sealed }, rendering the record again gives { $rendered } (the act was made with version { $version }).
    .next = Repeat the check with that version of tekseru; if they differ again, act.pdf or act.json was changed.
verify--record-not-canonical = act.json is not written in its one canonical form, so it was rewritten after sealing.
    .next = Do not rest a decision on this pack; get it again from the commission.
verify--record-unreadable = act.json cannot be read as the record of an act, so nothing else was checked: { $reason }
    .next = Get the pack again from the commission; do not rest a decision on this one.
verify--report-not-an-act = This is the report of a self-check, not an act: nobody signs it and it gives no rights.
    .next = For accreditation an act of a commission is needed.
verify--rules-differ = The verdicts were not judged again: the act rests on the checklists of the edition { $edition } ({ $act }), here are others ({ $here }).
    .next = Repeat the check with the checklists of the act (`tekseru --checklists`).
verify--verdicts-as-recorded = Judged again from the evidence, all { $count } requirements get the verdict that the act records.
verify--verdicts-differ = Judged again from the evidence, these requirements get another verdict than the act records: { $items }.
    .next = Do not rest a decision on these items; have the commission explain the difference.

## Labels of the act

act-field-sealed-file = SHA-256 of the sealed file act.pdf
act-despite = The commission concludes positively although these requirements stand against it: { $items }. Its reason: { $reason }
act-signed-beside = The members sign this file with an EDS; the signatures stand beside it in their own files and cover every byte of it.
act-adoption-beside = The record of adoption is drawn up from the signatures and kept beside this file.
act-column-iin = IIN
act-not-on-the-last-day = The act is dated { $day }, but the examination was completed on { $end }; the text wants the act on the day on which the examination is completed.
