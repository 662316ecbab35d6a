### What the verification of packs says, beyond checks.ftl.

## The result in one sentence

verify-sentence-adopted = Act No. { $number } of { $day } ({ $authority }) is adopted: { $signed } of { $voters } voting members signed{ $security ->
    [signed] , the national security bodies among them
   *[other] {""}
 }; nothing was changed since it was sealed.
verify-sentence-not-adopted = Act No. { $number } of { $day } ({ $authority }) was not changed since it was sealed, but it is NOT ADOPTED: { $signed } of { $voters } voting members signed, { $needed } are needed{ $security ->
    [absent] , and no national security body signed
   *[other] {""}
 }.
verify-sentence-broken = This is NOT act No. { $number } ({ $authority }) as it was signed, because: { $reason }.{ $further ->
    [none] {""}
   *[some] {" "}Further findings against it: { $more }.
 }
verify-sentence-in-part = Act No. { $number } of { $day } ({ $authority }) is adopted: { $signed } of { $voters } voting members signed{ $security ->
    [signed] , the national security bodies among them
   *[other] {""}
 }; nothing that could be compared was changed. Not everything could be established, because: { $reason }.
verify-sentence-open = Whether act No. { $number } ({ $authority }) is in order could not be established, because: { $reason }. What can be said: { $stands }
verify-sentence-unknown = Nothing can be said about an act here, because: { $reason }.

## Checks

verify--acts-unrelated = { $first } and { $second } hold different acts: No. { $number-first } and No. { $number-second }.
verify--container-differs = act.asics: the container does not hold the same signatures of the same file as the pack ({ $what }).
    .next = Rely on the signatures of the pack; have the container made anew.
verify--container-same = act.asics: the container holds the same file and the same signatures as the pack: { $count }.
verify--evidence-common = { $first } and { $second }: pieces of evidence in both – { $count }, in the first alone – { $only-first }, in the second alone – { $only-second }.
verify--evidence-not-here = The evidence does not lie beside this file, so its { $count } pieces were not compared and nothing was judged again.
    .next = To check the evidence as well, ask the commission for the whole pack.
verify--evidence-of-another-case = { $first } and { $second } belong to different inspections and share { $count } pieces of evidence.
    .next = Ask both commissions how one and the same piece came into two inspections.
verify--adoption-missing = { $file } is missing: the pack was exported with it, and without it nobody sees whether a statement of a member was taken out.
    .next = Get the pack again from the commission.
verify--conclusion-against-findings = The conclusion of the act is not one that could have been sealed over its findings: what stands against it is not named, or no reason is given.
    .next = Do not rest a decision on this act; have the commission explain how it came about.
verify--roster-defective = Signatures cannot be counted over the roster in the act. Technical cause: { $reason }
    .next = Do not rest a decision on this act; compare its roster with the order that appointed the commission.
verify--no-file = { $file }: this is a link or a device, not a file; it was not read.
    .next = Have the pack exported again; a pack holds plain files alone.
verify--page-shown = Page { $page } differs; both pages and their difference: { $file }.
    .next = Look at the picture: on the left the sealed page, in the middle the page as the record has it, on the right the difference in red.
verify--pages-by-another-version = The pages of act.pdf were laid out by version { $version } or with other checklists; rendered here they come out otherwise (sealed { $sealed }, rendered { $rendered }), which says nothing against them.
    .next = Repeat the verification with version { $version } and the checklists of the act to compare the pages byte for byte.
verify--pages-look-alike = None of the { $count } pages looks different: what differs is not shown on any page.
    .next = Compare the properties, the attachments and the order of the bytes; do not rely on this file until the cause is known.
verify--pages-not-shown = The pages could not all be compared by their looks: { $reason }.
    .next = Open act.pdf and act.html beside each other and compare them by eye.
verify--record-as-attached = The record that is attached to act.pdf is act.json, byte for byte.
verify--record-not-attached = The record that is attached to act.pdf is not act.json of the pack ({ $reason }).
    .next = Do not base a decision on this pack; get it from the commission again.
verify--record-of-another-version = act.json was written by version { $version } of this tool, and this version cannot read it: { $reason }
    .next = Repeat the verification with version { $version }.
verify--same-act = { $first } and { $second } hold the same act No. { $number }; signatures counted: { $signed-first } in the first, { $signed-second } in the second.
verify--signatures-not-here = No signatures lie beside this file, so nothing can be said about its adoption.
    .next = Verify act.asics or the whole pack.
verify--statement-doubtful = { $file }: the statement is signed by the member, and something about its signature or its time-stamp could not be confirmed.
    .next = Read what is said of it, and ask the member to sign it again where the time matters.
verify--superseded = { $newer } holds version { $version } of act No. { $number }; it replaces version { $before } in { $older }, and signatures of that one do not count for it.
    .next = Rely on version { $version } alone.
verify--two-acts-one-number = { $first } and { $second } hold two different acts under one number { $number }.
    .next = Ask the commission which of them stands; do not base a decision on either until it has answered.
