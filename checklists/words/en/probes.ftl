### What the probes say: for each code its sentence, and as `next` the next step.

## Judging

judge--clause-not-in-force = On { $day } the clause was not in force, so the requirement was not checked.
    .next = Check the day of the examination and the edition of the Rules.
judge--evidence-missing = Evidence is absent: { NAME("evidence", $kind) }. Without it nothing can be concluded.
    .next = Collect this evidence, or state in the act why it was not obtained.
    .own = { own-step-collect }
judge--probe-failed = The probe { $probe } stopped by a defect of its own; the requirement stays unchecked.
    .next = Keep the case, report it to the makers of the tool, and check the requirement by hand.
judge--probe-unknown = This version of the tool has no probe { $probe }.
    .next = Use the version for which the checklists were written.
evidence--piece-changed = Evidence changed where it is stored: { $source } (SHA-256 { $sha256 }); the SHA-256 is now { $found }. What rests on it stays unchecked.
    .next = Establish who changed it, restore it from an intact copy of the dossier, and judge again.
evidence--piece-lost = Evidence cannot be read where it is stored: { $source } (SHA-256 { $sha256 }). What rests on it stays unchecked. Technical cause: { $message }.
    .next = Restore it from an intact copy of the dossier, and judge again.
evidence--piece-too-large = Evidence is larger than this check reads: { $source } (SHA-256 { $sha256 }), { $length } bytes with a limit of { $most }. What rests on it stays unchecked.
    .next = Look into it by hand, and state in the act what was found.
    .own = { own-step-hand }
http--packed = { $url } packed its answer ({ $coding }) although it was asked not to. A program that reads lists and answers as they are cannot read this one.
    .next = Point it out to the recipient: whoever does not ask for packing must get the bytes as they are.
    .own = { own-step-service }
http--packing-broken = The answer of { $url } cannot be unpacked ({ $coding }).
    .next = Ask the address again; where the result is the same, state it in the act.
    .own = { own-step-service }
http--packing-unknown = The answer of { $url } is packed in a way that is not read here ({ $coding }). What rests on it stays unchecked.
    .next = Ask the recipient to serve the bytes as they are, and collect again.
    .own = { own-step-service }
http--unpacked-too-large = The answer of { $url } unpacks to more than { $most } bytes ({ $coding }); no more is unpacked. What rests on it stays unchecked.
    .next = Ask the recipient to serve the bytes as they are, and collect again.
    .own = { own-step-service }

## What the case holds

case--declaration-missing = What the recipient declared is not in the case; there is nothing to compare with.
    .next = Enter the declared facts from the documents.
case--declaration-unreadable = The declared facts cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.

## Answers of people

person--answer-unreadable = The answer cannot be read ({ $source }). Technical cause: { $error }.
    .next = Enter the answer again.
person--answer-missing = No member has answered.
    .next = Look on the spot and answer.
    .own-said = Nobody has answered.
person--answers-disagree = One requirement has several answers: { $answers }.
    .next = The commission has to agree on one answer and withdraw the others.
    .own = { own-step-declare }
person--ground-missing = The answer is “not as demanded”, but what was seen is not written down: a violation without a ground is not recorded.
    .next = Write down what you saw.
person--instrument-error-not-stated = The permissible error of the instrument is not stated ({ $instrument }): the uncertainty was taken as zero.
    .next = Enter the error from the passport or the verification certificate.
person--instrument-verification-expired = The verification of the instrument ended on { $until } ({ $instrument }).
    .next = Measure again with a verified instrument.
person--limit-missing = The checklist has no limit for what was measured.
    .next = Correct the checklist.
person--not-established = The member could not establish it: { $ground }.
    .next = Remove the obstacle and look again, or state the reason in the act.
    .own = { own-step-collect }
    .own-said = It could not be established: { $ground }.
person--not-ours = By the member's answer the requirement does not apply to this recipient: { $ground }.
    .next = Support the ground with a document.
    .own-said = By the answer the requirement does not apply: { $ground }.
person--not-ours-not-allowed = The answer “does not apply” is not open here: the text demands it without condition.
    .next = Check the requirement and change the answer.
person--reading-beyond-limit = { NAME("quantity", $quantity) }: the least reading, { AMOUNT($value, $unit) } (uncertainty { AMOUNT($uncertainty, $unit) }), is beyond the limit. Readings: { $readings }.
    .next = Repeat the measurement, photograph it, and enter the non-conformity in the act.
    .own = { own-step-measure }
person--reading-missing = { NAME("quantity", $quantity) }: no reading was written down, or the readings are in different units.
    .next = Measure, and write the number with its unit: 2.44 m.
person--reading-straddles-limit = { NAME("quantity", $quantity) }: the least reading is { AMOUNT($value, $unit) }, and the uncertainty of { AMOUNT($uncertainty, $unit) } reaches across the limit, so nothing can be concluded. Readings: { $readings }.
    .next = Measure again with a finer instrument.
person--reading-unreadable = { NAME("quantity", $quantity) }: the reading cannot be read. Technical cause: { $error }.
    .next = Write the number with its unit: 2.44 m or 15 mm.
person--reading-within-limit = { NAME("quantity", $quantity) }: the least reading, { AMOUNT($value, $unit) } (uncertainty { AMOUNT($uncertainty, $unit) }), lies within the limit. Readings: { $readings }.
    .next = Nothing further to do.
person--seen-in-order = The member looked and found it as demanded. { $ground }
    .next = Nothing further to do.
    .own-said = Found as demanded. { $ground }
person--seen-out-of-order = The member looked and found it not as demanded: { $ground }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
    .own-said = Found not as demanded: { $ground }.

## Servers and key-protection complexes

assets--answers-disagree = The members wrote down different roles for the serial number { $serial }.
    .next = Establish the role together on the spot and correct the answers.
assets--as-declared = { NAME("asset-role", $role) } { NAME("asset-kind", $kind) }, serial number { $serial }: found as declared.
    .next = Nothing further to do.
assets--declared-not-found = The declared { NAME("asset-role", $role) } { NAME("asset-kind", $kind) } was not found: serial number { $serial }, model { $model }, room { $room }.
    .next = Read the plate again; obtain the recipient's explanation.
    .own = { own-step-declare }
assets--detail-differs = Serial number { $serial }: the { NAME("asset-detail", $what) } was declared as { $declared } and found as { $found }.
    .next = Whether the difference matters is for the commission to say.
    .own = { own-step-explain }
assets--found = Found: { NAME("asset-role", $role) }, physical, serial number { $serial }, model { $model }, room { $room }.
    .next = Nothing further to do.
assets--found-not-declared = An undeclared { NAME("asset-kind", $kind) } was found ({ NAME("asset-role", $role) }): serial number { $serial }, model { $model }, room { $room }.
    .next = Obtain the recipient's explanation and enter the mismatch in the act.
    .own = { own-step-declare }
assets--found-out-of-order = The member found it not as demanded: { $ground }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
assets--ground-missing = The answer is “not as demanded”, but no ground is written down. { $ground }
    .next = Write down what you saw.
assets--kind-not-told = The checklist does not tell what to count: servers or key-protection complexes.
    .next = Correct the checklist.
assets--main-missing = No physical main one was found (written down as main: { $of-role }).
    .next = Ask to be shown the main one; failing that, enter the non-conformity in the act.
    .own = { own-step-reserve }
assets--none-declared = The documents declare no server and no complex.
    .next = Enter the facts of document 5 in the case.
assets--none-written-down = What was found is not written down ({ NAME("asset-kind", $kind) }).
    .next = Enter the serial numbers on the plates in the answer.
assets--not-established = The member could not establish it: { $ground }.
    .next = Remove the obstacle and look again.
assets--not-ours-not-allowed = The answer “does not apply” is not open: the text demands main and reserve without condition. { $ground }
    .next = Check the requirement and change the answer.
assets--not-physical = The { NAME("asset-role", $role) } one is not physical: serial number { $serial }, model { $model }, room { $room }. It is not counted.
    .next = Ask to be shown the physical machine.
    .own = { own-step-reserve }
assets--reserve-is-main = One machine ({ $serial }) is written down as main and as reserve: it cannot be its own reserve.
    .next = Ask to be shown the reserve machine.
assets--reserve-missing = No physical reserve was found (written down as reserve: { $of-role }).
    .next = Ask to be shown the reserve; failing that, enter the non-conformity in the act.
    .own = { own-step-reserve }
assets--role-differs = Serial number { $serial }: declared as { NAME("asset", $declared) }, found as { NAME("asset", $found) }.
    .next = Establish the role from the configuration and enter the mismatch in the act.
    .own = { own-step-declare }
assets--same-address = Main ({ $main }) and reserve ({ $reserve }) have one address, { $address }: they may be one machine.
    .next = Ask to be shown both at work at the same time.
assets--same-room = Main ({ $main }) and reserve ({ $reserve }) stand in one room, { $room }. The text does not demand that they stand apart.
    .next = State it in the act for information.
    .own = { own-step-explain }
assets--serial-missing = { COUNT($count) ->
    [one] { $count } record has no serial number
   *[other] { $count } records have no serial number
 }.
    .next = Read the serial number on the plate and write it down.

## Machines

host--facts-recorded = { $host }: { $system }; processor { $processor }; memory { $memory } MiB; disks { $disks }; addresses { $addresses }.
    .next = Nothing further to do.
host--facts-missing = No facts about the server were taken.
    .next = Run the tool on the server, or state in the act why there are no facts.
    .own = { own-step-tool }
host--facts-unreadable = The facts about the server cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
host--virtual = { $host } says that it is a virtual machine: { $machine }. It does not count as a physical server.
    .next = Ask to be shown the physical machine.
    .own = { own-step-reserve }

## Drills

crl--drill-none = No revocation drill was made.
    .next = Ask the authority for a test certificate and make the drill.
crl--drill-no-word = The drill with { $certificate } ({ $fingerprint }), begun at { $begun }, has no word: the authority was not told to revoke.
    .next = Go on with the drill and press the key at the word.
crl--drill-before-word = { $certificate } ({ $fingerprint }) was shown as revoked before the word: { NAME("drill-service", $service) } ({ $url }). The drill measures nothing.
    .next = Make the drill again with another test certificate.
crl--drill-certificate-missing = The test certificate { $fingerprint } of the drill begun at { $begun } is not among the evidence.
    .next = Take the test certificate in, or make the drill again.
crl--drill-issuer-missing = No certificate among the evidence signed the test certificate { $fingerprint } of the drill begun at { $begun }: its revocation cannot be verified.
    .next = Take the certificate of the issuer in and judge again.
crl--drill-made-again = The drill begun at { $begun } ({ $fingerprint }) was broken off; what it left open is answered by a later one.
    .next = Nothing further to do.
crl--drill-left-out = { $url } says nothing of the test certificate and was left out of the drill. Technical cause: { $reason }.
    .next = Nothing further to do.
crl--drill-shown = { NAME("drill-service", $service) } ({ $url }) showed the revocation of { $certificate } between { $from } s and { $until } s after the word. The limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is kept.
    .next = Nothing further to do.
crl--drill-late = { NAME("drill-service", $service) } ({ $url }) showed the revocation of { $certificate } only between { $from } s and { $until } s after the word. The limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is exceeded.
    .next = Ask how the authority publishes revocations, and enter the result in the act.
    .own = { own-step-revoke }
crl--drill-straddles = { NAME("drill-service", $service) } ({ $url }) showed the revocation of { $certificate } between { $from } s and { $until } s after the word. The interval reaches across the limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }): nothing can be concluded.
    .next = Make the drill again with a shorter time between looks.
crl--drill-without-criterion = { NAME("drill-service", $service) } ({ $url }) showed the revocation of { $certificate } between { $from } s and { $until } s after the word. No limit is set: measured only.
    .next = Whether to set a criterion is for the commission to say.
    .own = { own-step-explain }
crl--drill-not-shown = { NAME("drill-service", $service) } ({ $url }) did not show the revocation of { $certificate } within { $looked } s after the word. The limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is exceeded.
    .next = Ask why the revocation is not published, and enter the result in the act.
    .own = { own-step-revoke }
crl--drill-not-shown-yet = { NAME("drill-service", $service) } ({ $url }) did not show the revocation of { $certificate } within { $looked } s after the word; the tool looked no longer. The limit is { AMOUNT($limit, $unit) } ({ $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }).
    .next = Go on with the drill, or make it again and look for longer.
crl--drill-on-hold = { NAME("drill-service", $service) } ({ $url }) shows { $certificate } as on hold only. A hold can be released: it is no revocation.
    .next = Ask for a revocation, not for a hold, and make the drill again with another certificate.
crl--drill-nothing-seen = { NAME("drill-service", $service) } ({ $url }) gave no answer about { $certificate } that can be believed during the whole drill. Technical cause of the last one: { $reason }.
    .next = Find out why the service does not answer, and make the drill again.
crl--drill-withdrawn = { NAME("drill-service", $service) } ({ $url }) showed the revocation of { $certificate } and then, { $after } s after the word, did not show it any more. A revocation is not undone.
    .next = State in the act that the service contradicts itself; ask for the records of its changes.
    .own = { own-step-service }
crl--drill-hold-released = { NAME("drill-service", $service) } ({ $url }) showed { $certificate } as on hold and then, { $after } s after the word, as good again. A hold is no revocation.
    .next = Make the drill again and ask for a revocation, not for a hold.
crl--drill-backdated = { NAME("drill-service", $service) } ({ $url }) states { $date } as the date of revocation of { $certificate }: at least { $seconds } s before the word on measured time. The authority's clock is behind, or the date was put back.
    .next = Compare with the offset of the authority's clock, and state the result in the act.
    .own = { own-step-clock }
crl--drill-backdated-unchecked = { NAME("drill-service", $service) } ({ $url }) states { $date } as the date of revocation of { $certificate }: { $seconds } s before the word on the laptop's clock, which no reference has checked.
    .next = Measure the time with references and judge again.
crl--drill-dates-differ = The services state different dates of revocation of { $certificate } ({ $fingerprint }): { $dates }.
    .next = Ask which of the dates is the right one.
drill--step-unreadable = A step of a drill cannot be read ({ $source }). Technical cause: { $error }.
    .next = Make the drill again, or make sure that this version of the tool wrote it.
drill--clock-stepped = The clock of the laptop was set by { $seconds } s while the drill ran; intervals rest on a clock that does not step.
    .next = Nothing further to do.
drill--across-restart = The program was started again during the drill ({ $count }); intervals across a start rest on the laptop's clock, and while the program stood still nobody looked.
    .next = Nothing further to do.

## Addresses

net--address-not-sampled = { $url } ({ NAME("service", $service) }) was not sampled, although the certificates or the documents name it.
    .next = Begin a new window with `crl-watch --anew`: it takes in every address that is named now.
net--available = Every service that was sampled was available as the commission's criterion demands; addresses and channels: { $lanes }. The least: { $url } ({ NAME("service", $service) }, channel “{ $channel }”), { $available } of { $counted } samples, { $planned } were planned; 95 % interval over the window from { $low } % to { $high } %.
    .next = Nothing further to do.
net--channel-silent = On the channel “{ $channel }” every host stayed silent in { $rounds } of { $planned } rounds{ $channels ->
    [several] {""}, while this says nothing of the other channels
   *[one] {""}
}. The samples cannot tell the services from the commission's own line: these rounds count neither for nor against the authority.
    .next = Check the commission's own line; name a control address in the case, which shows that the line works.
net--clock-ahead = At { $at } the laptop's clock was ahead of its own steady clock: the machine had slept, or its clock was set forward. The time between was not sampled.
    .next = Keep the laptop awake during the window.
net--clock-behind = At { $at } the laptop's clock was set back. The schedule of samples went on by the steady clock.
    .next = Compare the laptop's clock with the references of time.
net--earlier-series = An earlier window from { $from } to { $until } is among the evidence; the last one decides.
    .next = Nothing further to do.
net--list-went-back = { $url } served an older list of { $issuer } after a newer one, in { $samples } samples: the newer (number { $newer-number }, SHA-256 { $newer-sha256 }) first at { $newer-at }, the older (number { $older-number }, SHA-256 { $older-sha256 }) again at { $older-at }.
    .next = Ask the authority which of the servers behind this address is stale.
net--mirrors-agreed = The list was the same under every address and by every channel in every sample; places compared: { $mirrors }.
    .next = Nothing further to do.
net--mirrors-caught-up = The list of { $issuer } differed for { $seconds } s, from { $from } to { $until }, and then agreed: { $one } (number { $one-number }, SHA-256 { $one-sha256 }) and { $other } (number { $other-number }, SHA-256 { $other-sha256 }). A publication may take so long.
    .next = Nothing further to do.
net--mirrors-differed = The list of { $issuer } differed for { $seconds } s, from { $from } to { $until }, longer than a publication may take by the commission's criterion: { $one } (number { $one-number }, SHA-256 { $one-sha256 }) and { $other } (number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Ask the authority how lists reach each address, and compare the two lists entry by entry.
net--mirrors-still-differ = The list of { $issuer } differed when the samples ended, for { $seconds } s so far, from { $from } to { $until }: { $one } (number { $one-number }, SHA-256 { $one-sha256 }) and { $other } (number { $other-number }, SHA-256 { $other-sha256 }). A publication under way looks the same.
    .next = Sample again: mirrors that still differ then are a finding.
net--no-criterion = The commission set no criterion for the availability of { $url } ({ NAME("service", $service) }, channel “{ $channel }”): { $available } of { $counted } samples, { $planned } were planned; 95 % interval over the window from { $low } % to { $high } %.
    .next = Let the commission set a criterion; the text sets none.
    .own = { own-step-explain }
net--nothing-to-sample = There is no sample of any service.
    .next = Sample the services: `crl-watch`, or `collect` with a window.
net--sampled-too-little = { $url } ({ NAME("service", $service) }, channel “{ $channel }”): only { $counted } of { $planned } planned samples count, { $available } of them found it available. From fewer than ten nothing follows.
    .next = Sample for longer; see in the table of causes why samples do not count.
net--series-plan-missing = There are samples of a plan ({ $plan }) that is not among the evidence.
    .next = Look for damage with `check`, and merge the dossier of the laptop that took the samples.
net--series-unreadable = Line { $line } of a series of samples cannot be read ({ $source }). Technical cause: { $error }.
    .next = Look for damage with `check`; make sure that this version of the tool wrote the series.
net--service-of-the-root = { $url } ({ NAME("service", $service) }, channel “{ $channel }”) was available in { $available } of { $counted } samples, { $planned } were planned; 95 % interval over the window from { $low } % to { $high } %. It is named only in the authority's own certificate: it is the Root CA's, and no violation of the inspected authority.
    .next = Tell the Root CA.
net--share-below = { $url } ({ NAME("service", $service) }, channel “{ $channel }”) was available in { $available } of { $counted } samples, { $planned } were planned; the whole 95 % interval over the window, from { $low } % to { $high } %, lies beyond the commission's criterion.
    .next = Show the timeline to the authority and ask for the cause of each interruption.
    .own = { own-step-repair }
net--share-straddles = { $url } ({ NAME("service", $service) }, channel “{ $channel }”) was available in { $available } of { $counted } samples, { $planned } were planned; the 95 % interval over the window, from { $low } % to { $high } %, reaches across the commission's criterion. What was not sampled counts as unavailable at its lower end and as available at its upper one.
    .next = Sample for longer, and without gaps.
net--window-not-covered = Not the whole window was sampled. The least: { $url } ({ NAME("service", $service) }, channel “{ $channel }”), { $covered } % of the window: { $counted } of { $planned } planned samples count, { $available } of them found it available; interval from { $low } % to { $high } %. Time that was not sampled never counts as available.
    .next = See in the timeline when nothing was sampled, and in the table of causes why.
net--answered = { $url } answered: status code { $status }, { $microseconds } µs.
    .next = Nothing further to do.
evidence--exchange-unreadable = The record of a network request cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
net--connected = { $url } accepted a connection ({ $peer }) in { $microseconds } µs.
    .next = Nothing further to do.
net--centre-without-address = The documents name no address of the network for the registration centre { $name }.
    .next = Ask for the address and enter it in the case, or look at the centre on the spot.
net--no-centre-declared = The documents declare no registration centre.
    .next = Make sure that the authority has none.
net--failover-carried = { NAME("drill-service", $service) } ({ $url }), channel { $channel }: carried from between { $from } s and { $until } s after the cut. The limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is kept.
    .next = Nothing further to do.
net--failover-late = { NAME("drill-service", $service) } ({ $url }), channel { $channel }: carried from between { $from } s and { $until } s after the cut. The limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is exceeded.
    .next = State the result in the act.
    .own = { own-step-explain }
net--failover-straddles = { NAME("drill-service", $service) } ({ $url }), channel { $channel }: carried from between { $from } s and { $until } s after the cut. The interval reaches across the limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }): nothing can be concluded.
    .next = Make the drill again.
net--failover-without-criterion = { NAME("drill-service", $service) } ({ $url }), channel { $channel }: carried from between { $from } s and { $until } s after the cut. No limit is set: measured only.
    .next = Whether to set a criterion is for the commission to say.
    .own = { own-step-explain }
net--failover-not-carried = { NAME("drill-service", $service) } ({ $url }): the channel { $channel } did not carry it within { $looked } s after the cut, though hosts of others answered. The limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is exceeded.
    .next = State the result in the act.
    .own = { own-step-explain }
net--failover-not-carried-yet = { NAME("drill-service", $service) } ({ $url }): the channel { $channel } did not carry it within { $looked } s after the cut; the tool looked no longer. The limit is ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }).
    .next = Make the drill again.
net--failover-own-link = { NAME("drill-service", $service) } ({ $url }): the channel { $channel } did not carry it within { $looked } s after the cut (limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 })), but no host of others answered either: the cause may lie in the commission's own link.
    .next = Check your own link and make the drill again.
net--failover-few-looks = { NAME("drill-service", $service) } ({ $url }), channel { $channel }: it was seen { $looks } time(s) only while the main path was cut, which is too little.
    .next = Make the drill again and leave the cable out for longer.
net--failover-made-again = The drill begun at { $begun } settled nothing; a later one did.
    .next = Nothing further to do.
net--failover-main-not-watched = { NAME("drill-service", $service) } ({ $url }): no look over the main path ended while the cable was pulled.
    .next = Make the drill again and leave the cable out for longer.
net--failover-main-stayed = { NAME("drill-service", $service) } ({ $url }): the main path carried it after the cut as well; this address shows nothing of the reserve channel.
    .next = Make sure that the right cable was pulled.
net--failover-service-not-shown = The cut reached no address of the { NAME("drill-service", $service) }: that the reserve channel carries it was not shown.
    .next = Pull the cable and make the drill again.
net--failover-silent-before = { NAME("drill-service", $service) } ({ $url }): the main path was not seen to carry it before the cut; nothing can be said of the cut.
    .next = Make the drill again while the service works.
net--failover-no-reserve-declared = The documents declare no reserve channel.
    .next = Nothing further to do.
net--failover-none = No drill of cutting the main path was made.
    .next = Make the drill with the authority.
net--failover-not-pulled = In the drill begun at { $begun } the main path was never cut.
    .next = Make the drill again.
net--failover-not-recovered = { NAME("drill-service", $service) } ({ $url }): after the repair the main path was not seen to carry it again (reserve { $channel }).
    .next = State the result in the act.
    .own = { own-step-explain }
net--failover-reserve-not-watched = No look was taken over a reserve channel while the main path was cut.
    .next = Enter the reserve channel in the case and make the drill again.
net--none-declared = The documents declare no address of a service.
    .next = Enter the addresses from the documents.
net--not-asked = { $url } was not asked.
    .next = Collect the evidence again.
net--paths-none = { $host } has neither a default route nor a resolver, though the documents declare a main and a reserve channel.
    .next = Make sure that the tool was run on a machine that serves, and state the result in the act.
    .own = { own-step-tool }
net--paths-one-port = The ways out of { $host } ({ $interfaces }; default routes – { $routes }) rest on a port that they share: when it fails, all of them fail.
    .next = Ask to be shown where the reserve channel begins, and make the drill of pulling the cable.
net--paths-one-router = The ways out of { $host } ({ $interfaces }; default routes – { $routes }) lead to one router: when it fails, all of them fail.
    .next = Ask to be shown where the reserve channel begins, and make the drill of pulling the cable.
net--paths-one-way = { $host } has one way out ({ $interfaces }; default routes – { $routes }), though the documents declare a reserve channel. The reserve may begin at the router.
    .next = Ask to be shown where the reserve channel begins, and make the drill of pulling the cable.
net--paths-recorded = { $host }: default routes – { $routes }, resolvers – { $resolvers }. The documents declare no reserve channel.
    .next = Nothing further to do.
net--paths-two-ways = { $host } has ways out that share neither a port nor a router ({ $interfaces }; default routes – { $routes }). What lies behind the routers was not seen.
    .next = Nothing further to do.
net--paths-untold = The system of { $host } does not tell its default routes to the tool.
    .next = Ask for the table of routes and attach it as a document.
net--resolver-one = { $host } asks one server alone for names ({ $address }): when it fails, no name is found over any channel.
    .next = Ask for a second server of names, independent of the first.
net--resolver-unseen = Whom { $host } asks for names was not seen: it names nobody, or itself alone.
    .next = Ask whom the machine asks for names.
net--server-error = { $url } answered with an error of the service: status code { $status }.
    .next = Ask again; where the error stays, state it in the act.
    .own = { own-step-service }
net--tls-address-unusable = The address names no host, or names it wrongly: { $url }.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
net--tls-begins-later = { $endpoint } ({ $url }): the certificate { $certificate } ({ $fingerprint }) is not valid yet ({ $not-before } – { $not-after }; checked at { $at }).
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-certificate-unreadable = { $endpoint } ({ $url }): a certificate that was shown cannot be read (at { $position }). Technical cause: { $reason }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
net--tls-chain-broken = { $endpoint } ({ $url }): the signature of the certificate { $below } is not that of { $above }, which is shown after it ({ $certificate }, { $fingerprint }). Technical cause: { $reason }.
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-chain-disordered = { $endpoint } ({ $url }): the certificates are not shown in order: { $below } is followed by { $above }, which did not issue it ({ $certificate } ({ $fingerprint })).
    .next = Tell the recipient about it.
    .own = { own-step-explain }
net--tls-chain-incomplete = { $endpoint } ({ $url }): certificates in between are not shown ({ $missing }): a program that has no copy of them cannot build the chain ({ $certificate } ({ $fingerprint })).
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-chain-invalid = { $endpoint } ({ $url }): the chain of the certificate { $certificate } ({ $fingerprint }) leads to a declared trust anchor, but is not valid.
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-chain-not-shown = { $endpoint } ({ $url }): no chain leads from the certificate { $certificate } ({ $fingerprint }) to a declared trust anchor (last issuer: { $issuer }). Roots that browsers trust are not assumed.
    .next = Add the missing certificates or the trust anchor to the case, and repeat the check.
net--tls-chain-valid = { $endpoint } ({ $url }): the chain of the certificates shown leads to a declared trust anchor.
    .next = Nothing further to do.
net--tls-ended = { $endpoint } ({ $url }): the certificate { $certificate } ({ $fingerprint }) has ended ({ $not-before } – { $not-after }; checked at { $at }).
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-ends-now = { $endpoint } ({ $url }): the certificate { $certificate } ({ $fingerprint }) begins or ends within the uncertainty of the time ({ $not-before } – { $not-after }; checked at { $at }): nothing can be concluded.
    .next = Collect the evidence again.
net--tls-gost-only = { $endpoint } ({ $url }): the service accepts the suites of GOST alone ({ $suite }; certificate { $subject }, key { $key }), with which the tool cannot connect: the session was not checked.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
net--tls-key-not-proven = { $endpoint } ({ $url }): the service did not prove that it holds the key of the certificate it showed. Technical cause: { $reason }.
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-name-differs = { $endpoint } ({ $url }): the certificate does not hold the name of the host ({ $name }; it holds: { $presented }): { $certificate } ({ $fingerprint }).
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-newest-not-spoken = { $endpoint } ({ $url }): the service does not speak TLS 1.3.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
net--tls-no-certificate = { $endpoint } ({ $url }): the service showed no certificate.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
net--tls-none-named = Neither the documents nor the certificates name an https address.
    .next = Nothing further to do.
net--tls-not-asked = { $endpoint } ({ $url }): no session was begun.
    .next = Collect the evidence again.
net--tls-not-spoken = { $endpoint } ({ $url }): the service agreed to no version and no suite that the tool speaks, so the session was not checked. Technical message: { $message }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
net--tls-old-version = { $endpoint } ({ $url }): the service still speaks the outdated version { $version } ({ $suite }).
    .next = State it in the act.
    .own = { own-step-explain }
net--tls-record-unreadable = The record of a session cannot be read ({ $source }). Technical cause: { $error }.
    .next = Collect the evidence again.
net--tls-session = { $endpoint } ({ $url }): a session was agreed: { $peer }, { $version }, suite { $suite }, key exchange { $group }, protocol above { $protocol }, { $microseconds } µs.
    .next = Nothing further to do.
net--tls-unreachable = { $endpoint } ({ $url }): no session: { NAME("failure", $failure) }. Technical message: { $message }.
    .next = Ask from another network; where the result is the same, state it in the act.
    .own = { own-step-network }
net--tls-unreachable-from-here = { $endpoint } ({ $url }): no answer ({ NAME("failure", $failure) }), but the cause may lie in the commission's own link. Technical message: { $message }.
    .next = Check your own link and ask again.
net--unreachable = { $url } is not reachable: { NAME("failure", $failure) }. Technical message: { $message }.
    .next = Ask from another network; where the result is the same, state it in the act.
    .own = { own-step-network }
net--unreachable-from-here = { $url } did not answer ({ NAME("failure", $failure) }), but from this network no address answered at all: the cause may lie in the commission's own link. Technical message: { $message }.
    .next = Check your own link and ask again.

## Clocks

time--exchange-unreadable = The exchange with a time server cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
time--offset-within-limit = { $name } ({ $peer }, stratum { $stratum }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } the reference, uncertainty { AMOUNT($bound-ms, "ms") }; compared with: { $references }. The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is kept.
    .next = Nothing further to do.
time--offset-beyond-limit = { $name } ({ $peer }, stratum { $stratum }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } the reference, uncertainty { AMOUNT($bound-ms, "ms") }; compared with: { $references }. The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }) is exceeded.
    .next = Measure again, ask for the log of the time service, and enter the result in the act.
    .own = { own-step-time }
time--offset-straddles-limit = { $name } ({ $peer }, stratum { $stratum }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } the reference, uncertainty { AMOUNT($bound-ms, "ms") }; compared with: { $references }. The uncertainty reaches across the limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] a limit of the text
   *[commission] a criterion of the commission, not a norm of law
 }): nothing can be concluded.
    .next = Measure from a nearer network or with a nearer reference.
time--offset-without-limit = { $name } ({ $peer }, stratum { $stratum }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } the reference, uncertainty { AMOUNT($bound-ms, "ms") }; compared with: { $references }. No limit is set: measured only.
    .next = Whether to set a criterion is for the commission to say.
    .own = { own-step-explain }
time--falseticker = { $peer } ({ NAME("time-class", $class) }, stratum { $stratum }) disagrees with the other references: { AMOUNT($laptop-offset-ms, "ms") } against the laptop, uncertainty { AMOUNT($bound-ms, "ms") }. It was left out.
    .next = Add another independent time reference and measure again.
time--reference-usable = { $peer } ({ NAME("time-class", $class) }, stratum { $stratum }) served as a reference: { AMOUNT($laptop-offset-ms, "ms") } against the laptop, uncertainty { AMOUNT($bound-ms, "ms") }.
    .next = Nothing further to do.
time--laptop-clock-unchecked = The clock of the laptop was compared with no reference: times that it stamped are taken as it showed them.
    .next = Measure time references and judge again.
time--laptop-offset = The clock of the laptop is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } the references, uncertainty { AMOUNT($bound-ms, "ms") }. It cancels out of the result.
    .next = Nothing further to do.
time--laptop-stepped = The clock of the laptop was stepped by { AMOUNT($step-ms, "ms") } while servers were measured. Intervals were taken by a clock that does not step, so the result stands.
    .next = Leave the laptop's clock alone during the visit.
time--leap-announcements-differ = Servers do not announce a leap second alike. None: { $none }. A second more: { $insert }. A second less: { $delete }.
    .next = Compare with the bulletin on leap seconds and obtain an explanation of the servers that differ.
    .own = { own-step-time }
time--leap-second-passing = A leap second is announced and falls into the measurement: what was measured before and after it cannot be put together.
    .next = Measure again a few minutes later.
time--majority-not-independent = The references disagree, and those that agree are no independent majority: { $references }; the others: { $others }. Nobody can tell which are right.
    .next = Add another independent time reference and measure again.
time--limit-missing = The checklist has no limit of deviation.
    .next = Enter the criterion of the commission in the checklist.
time--no-reference-usable = { $name }: the server { $peer } answered, but no reference is usable, so the deviation is not established.
    .next = Add another independent time reference and measure again.
time--no-server-declared = The documents declare no time server.
    .next = Enter the time servers from the documents.
time--one-class-only = All references are of one kind: { NAME("time-class", $class) }.
    .next = Add another independent time reference and measure again.
time--one-reference-only = Only one reference answered: { $peer }. Were it wrong itself, nobody would see.
    .next = Add another independent time reference and measure again.
time--references-disagree = The references disagree: { $references }.
    .next = Add another independent time reference and measure again.
time--references-share-source = These references share one source ({ $source }) and are not independent: { $references }.
    .next = Add another independent time reference and measure again.
time--reference-follows-inspected = { $peer } ({ NAME("time-class", $class) }) takes its time from the inspected server { $server }: it is no reference for it and was left out.
    .next = Add another independent time reference and measure again.
time--reference-is-inspected = { $peer } ({ NAME("time-class", $class) }) is the inspected server { $server } itself: it is no reference and was left out.
    .next = Add another independent time reference and measure again.
time--reference-named-twice = { $peer } ({ NAME("time-class", $class) }) has the same address as { $other }: both names are one reference and count once.
    .next = Add another independent time reference and measure again.
time--reference-time-absent = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the reply does not say when the clock of the server was last set: its time is unknown.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--reference-time-stale = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the clock of the server was last set { AMOUNT($age, $unit) } before the reply; more than { AMOUNT($limit, $unit) } is not believed (criterion of the commission).
    .next = Check the time source of the server and measure again.
time--reference-too-far = { $peer } ({ NAME("time-class", $class) }) is { AMOUNT($distance-ms, "ms") } away from its source: too far for a reference, it was left out.
    .next = Add another independent time reference and measure again.
time--root-distance-absurd = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the server says that it may be { AMOUNT($distance-ms, "ms") } away from its source: by the protocol it has none.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--runs-disagree = { $name } ({ $peer }): two measurements within ten minutes exclude one another: { $one } ms and { $other } ms. One of the measurements is wrong, or the clock was set in between.
    .next = Measure again with both laptops.
time--references-too-few = Of { $declared } references { $count } can be used: fewer than half, so they outvote no reference that may be wrong.
    .next = Add another independent time reference and measure again.
time--root-distance-beyond-limit = { $name } ({ $peer }) is { AMOUNT($distance-ms, "ms") } away from its source: its own uncertainty is larger than the limit.
    .next = Check the time source of the server and measure again.
time--kiss-of-death = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) refused to serve: { $kiss }.
    .next = Ask again later and at longer intervals.
time--not-an-answer = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) sent a packet that does not answer our request ({ NAME("ntp-field", $what) }: { $found }): it belongs to somebody else, or is forged.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--reply-malformed = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) sent a malformed reply ({ NAME("ntp-field", $what) }).
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--samples-disagree = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the samples exclude one another: { AMOUNT($one, "ms") } and { AMOUNT($other, "ms") }. A clock was stepped meanwhile.
    .next = Leave the laptop's clock alone and measure again.
time--server-not-asked = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) was not asked.
    .next = Collect the evidence again.
time--server-silent = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) did not answer: { NAME("failure", $failure) }. Technical message: { $message }.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--server-without-time = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the reply holds no time.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--smear-suspected = { $peer } ({ NAME("time-class", $class) }) differs by { AMOUNT($apart-ms, "ms") } near a leap second: it seems to spread the second over hours instead of counting it.
    .next = Take a reference that counts leap seconds, or measure two days later.
time--soon-out-of-sync = { $name }: without its sources the clock may leave the limit by { $until }, drifting by { AMOUNT($drift, $unit) }.
    .next = Measure again before then.
time--too-few-samples = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): { $count } of { $asked } samples are sound, where at least { $fewest } are needed (criterion of the commission).
    .next = Measure again; where samples are lost again, measure from a nearer network.
time--unsynchronised = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) says that it is not synchronised itself (indicator { $leap }, stratum { $stratum }): its time cannot be relied on.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
    .own = { own-step-service }
time--zone-of-republic = { $host }: time zone { $zone }, offset from UTC { $found }; this is the unified accounting-and-reporting time ({ $expected }).
    .next = Nothing further to do.
time--zone-data-outdated = { $host }: time zone { $zone }, offset from UTC { $found } where { $expected } is expected: the zone database is outdated (before 1 March 2024).
    .next = Recommend updating the zone database.
    .own = { own-step-zone }
time--zone-offset-wrong = { $host }: time zone { $zone }, offset from UTC { $found } where { $expected } is expected.
    .next = Check the zone setting and enter the mismatch in the act.
    .own = { own-step-zone }
time--zone-not-as-declared = { $host }: time zone { $zone }, offset from UTC { $found }, while the documents say { $declared } ({ $promised }).
    .next = Obtain the recipient's explanation.
    .own = { own-step-explain }
time--zone-clock-before-single-zone = { $host }: time zone { $zone }, offset from UTC { $found }; the clock shows { $clock }, before the single zone came in (1 March 2024), so nothing can be concluded.
    .next = Ask for the clock to be set and check again.
time--zone-declared-unknown = The time zone is not known: { $zone }.
    .next = Write the name of the zone as Asia/Almaty.
time--zone-not-declared = The documents name no time zone.
    .next = Recommend naming the zone in the regulations.
    .own = { own-step-declare }

## Time services on the servers

time--service-follows-declared = { $host } follows { $source } (stratum { $stratum }): { NAME("time-class", $class) }, as the documents declare.
    .next = Nothing further to do.
time--service-offset-within-limit = { $host } says that its clock stands { AMOUNT($offset-ms, "ms") } from its source, and the source within { AMOUNT($bound-ms, "ms") }. The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }) is kept.
    .next = Nothing further to do.
time--service-offset-beyond-limit = { $host } says that its clock stands { AMOUNT($offset-ms, "ms") } from its source, and the source within { AMOUNT($bound-ms, "ms") }. The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }) is exceeded.
    .next = Ask for the log of the time service, and enter the result in the act.
    .own = { own-step-time }
time--service-offset-straddles-limit = { $host } says that its clock stands { AMOUNT($offset-ms, "ms") } from its source, and the source within { AMOUNT($bound-ms, "ms") }. The uncertainty reaches across the limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }): nothing can be concluded.
    .next = Take the status of the time service again later, or measure the server over the network.
time--service-offset-untold = { $host }: what was printed does not tell how far the clock stands from its source.
    .next = Take the full status of the time service, with its root delay and root dispersion.
time--service-state-untold = { $host }: what was printed does not tell whether the clock follows a source.
    .next = Take the status of the time service, not its list of sources alone.
time--service-unsynchronised = { $host }: the time service ({ $tool }) says that its clock follows no source (named: { $source }).
    .next = Ask for the time service to be repaired, and check again.
time--source-class-unknown = { $host } follows { $source }, and neither the case nor the table of the tool says which of the sources of the text that is.
    .next = Find out what the source is, enter it among the references of the case, and judge again.
time--source-is-own-clock = { $host } follows its own clock ({ $source }): it has no source of time.
    .next = Ask for the time service to be joined to a source that the text names, and check again.
time--source-not-told = { $host }: what was printed names no source that the clock follows.
    .next = Take the list of sources of the time service.
time--source-other-than-declared = { $host } follows { $source }: { NAME("time-class", $class) }, which the documents do not declare for it.
    .next = Obtain the recipient's explanation.
    .own = { own-step-explain }
time--source-silent = { $host } follows { $source }, which did not answer any of the last eight questions.
    .next = Check the source and the way to it, and take the status again.
time--sources-not-declared = { $host } follows { $source } ({ NAME("time-class", $class) }), but the documents declare no source for it.
    .next = Enter the sources from the documents.
time--status-line-unread = { $host }: line { $line } of what was printed cannot be read ({ NAME("status-defect", $reason) }): { $text }.
    .next = Take the output again in English, without changing it, or enter the state by hand from the screen.
time--status-missing = Nothing was taken from the time services of the authority's servers.
    .next = Run the tool on the server, or take in what the program of the time service printed.
time--status-stale = { $host }: the clock was last compared with its source { $hours } hours from when the output was taken.
    .next = Take the status of the time service again.
time--status-undated = { $host }: nothing tells when the output was printed.
    .next = Take the output in the presence of the commission.
time--status-unreadable = The record of a time service cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.

## Witnesses of the clock

time--witness-within-limit = { NAME("witness", $witness) }, { $service }: the clock stands between { AMOUNT($least, "ms") } and { AMOUNT($most, "ms") } ahead of the reference. The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }) is kept.
    .next = Nothing further to do.
time--witness-beyond-limit = { NAME("witness", $witness) }, { $service }: the clock stands between { AMOUNT($least, "ms") } and { AMOUNT($most, "ms") } ahead of the reference (behind where negative). The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }) is exceeded.
    .next = Find out which clock the service uses, and enter the result in the act.
    .own = { own-step-clock }
time--witness-straddles-limit = { NAME("witness", $witness) }, { $service }: the clock stands between { AMOUNT($least, "ms") } and { AMOUNT($most, "ms") } ahead of the reference. The interval reaches across the limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }): nothing can be concluded.
    .next = Ask the service again over a faster line.
time--witness-coarse = { NAME("witness", $witness) }, { $service }: the clock stands between { AMOUNT($least, "ms") } and { AMOUNT($most, "ms") } ahead of the reference. Between the word of the commission and the list lies too much time for the limit ({ AMOUNT($limit, $unit) }, { $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }): this witness contradicts nothing, and the others decide.
    .next = Nothing further to do.
time--witness-ahead = { NAME("witness", $witness) }, { $service }: the answer shows an instant that had not come yet; the clock is at least { AMOUNT($least, "ms") } ahead of the reference (upper end: { $most }). The limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] norm of law
   *[commission] criterion of the commission
 }) is exceeded.
    .next = Find out which clock the service uses, and enter the result in the act.
    .own = { own-step-clock }
time--witness-unsteady = { NAME("witness", $witness) }, { $service }: the answers exclude one another. The clock was set meanwhile, or several machines with different clocks answer under one name.
    .next = Find out which machines answer, and ask each of them.
time--witnesses-agree = { COUNT($count) ->
    [one] { $count } witness of the clock was compared; no two exclude one another.
   *[other] { $count } witnesses of the clock were compared; no two exclude one another.
 }
    .next = Nothing further to do.
time--witnesses-apart = Two clocks of the authority differ measurably, and both keep the limit: { NAME("witness", $one-witness) }, { $one } (from { $one-least } to { $one-most } ms ahead) and { NAME("witness", $other-witness) }, { $other } (from { $other-least } to { $other-most } ms ahead).
    .next = Nothing further to do.
time--witnesses-disagree = Two clocks of the authority exclude one another: { NAME("witness", $one-witness) }, { $one } (from { $one-least } to { $one-most } ms ahead) and { NAME("witness", $other-witness) }, { $other } (from { $other-least } to { $other-most } ms ahead).
    .next = Find out from which source each of the two takes its time.
time--witnesses-missing = No answer of the authority's services bounds a clock on both sides.
    .next = Ask the services again, with a time-stamp and a status request that holds a nonce among them.

## Zone data and logs

time--zone-data-current = { $host }: the zone data of { NAME("zone-keeper", $keeper) } ({ $place }, edition { $version }) know of the single time of the country.
    .next = Nothing further to do.
time--zone-data-old = { $host }: the zone data of { NAME("zone-keeper", $keeper) } ({ $place }, edition { $version }) do not know of the single time of the country; edition 2024a or later is needed.
    .next = Recommend updating the zone data.
    .own = { own-step-zone }
time--zone-data-unread = { $host }: the edition of the zone data of { NAME("zone-keeper", $keeper) } ({ $place }) cannot be read ({ $version }).
    .next = Ask for the edition to be shown on the machine.
time--log-of-republic = { $log }: the lines ({ $lines }, the first is { $line }; { NAME("log-form", $form) }) are written in the single time of the country ({ $found }).
    .next = Nothing further to do.
time--log-offset-outdated = { $log }: the lines ({ $lines }, the first is { $line }; { NAME("log-form", $form) }) are written at { $found }, which the country left on 1 March 2024: the zone data of the program are outdated. This is a matter of the zone, not of drift.
    .next = Recommend updating the zone data of the program.
    .own = { own-step-zone }
time--log-offset-other = { $log }: the lines ({ $lines }, the first is { $line }; { NAME("log-form", $form) }) are written at { $found }, which is not the single time of the country. This is a matter of the zone, not of drift.
    .next = Check the zone setting of the program and enter the mismatch in the act.
    .own = { own-step-zone }
time--log-in-utc = { $log }: the lines ({ $lines }, the first is { $line }; { NAME("log-form", $form) }) are written in UTC and say so ({ $found }).
    .next = Find out whether these records serve for accounting and reporting.
time--log-abbreviation = { $log }: the lines ({ $lines }, the first is { $line }; { NAME("log-form", $form) }) name their zone by the letters { $letters }, which stand for no single offset.
    .next = Name a line of which the instant is known, or have the offset written.
time--log-without-offset = { $log }: the lines ({ $lines }, the first is { $line }; { NAME("log-form", $form) }) do not tell their offset from UTC, so the zone cannot be judged.
    .next = Name a line of which the instant is known, or have the offset written.
time--log-without-time = { $log }: no line states a time in a form that is known.
    .next = Take a sample that shows the time of its lines.
time--log-before-single-zone = { $log }: lines written before 1 March 2024, when two times were kept: { $lines }. They are not judged.
    .next = Nothing further to do.
time--log-anchor-unclear = { $log }, line { $line }: no offset follows from the instant that is known of it.
    .next = Check the number of the line and the instant.
time--log-anchor-drift = { $log }, line { $line }: apart from the zone, the line stands { $seconds } s from the instant that is known of it.
    .next = Measure the drift of the clock; it is no matter of the zone.
time--log-unreadable = The sample of a log cannot be read ({ $log }). Technical cause: { $error }.
    .next = Take the file again as text.

## Lists of revoked certificates

crl--no-address = Neither the certificates nor the documents name an address of a list.
    .next = Enter the facts from the documents in the case.
crl--not-asked = { $url } was not asked. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Collect the evidence again.
crl--not-http = The tool cannot ask { $url }: it is not HTTP. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Obtain the list with another tool and attach it as a document.
crl--of-the-root = This list is of the Root CA ({ $named-by }): that it cannot be fetched is no violation of the inspected authority.
    .next = Collect the evidence again.
crl--http-status = { $url } gave no list: status code { $status }. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
crl--body-missing = The body of the answer of { $url } is not among the evidence ({ $body }). The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Collect the evidence again.
crl--directory-result = The directory at { $url } did not give the list: result code { $status }. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask the address again; where the result is the same, state it in the act.
    .own = { own-step-service }
crl--empty = { $url } gave an empty answer ({ $octets } bytes). The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
crl--html-instead = { $url } gave a web page instead of a list ({ $octets } bytes). The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
crl--truncated = The list of { $url } is cut off: { $octets } of { $promised } bytes came. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
crl--unreadable = What { $url } gave cannot be read as a list ({ $octets } bytes). Content: { NAME("body-form", $body-form) }. Technical cause: { $reason }. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
crl--fetched = The list of { $url } was fetched: { $octets } bytes, { $entries } entries, { $microseconds } µs, type { $media-type }, SHA-256 { $sha256 }. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Nothing further to do.
crl--pem-instead-of-der = The list of { $url } is in PEM, not in DER. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = The commission weighs the remark.
    .own = { own-step-remark }
crl--unreachable = { $url } is not reachable: { NAME("failure", $failure) }. Technical message: { $message }. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
crl--unreachable-from-here = { $url } did not answer ({ NAME("failure", $failure) }), but from this network no address answered at all: the cause may lie in the commission's own link. Technical message: { $message }. The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Check your own link and ask again.
crl--none-fetched = No list was fetched.
    .next = Collect the evidence again.
crl--fetched-unreadable = The list of { $url } cannot be read. Content: { NAME("body-form", $body-form) }. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-list }
crl--current = The list is current and its signature is correct. { $url } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }, issuer { $issuer }, number { $number }, entries { $entries }): made { $this-update }, next update { $next-update }, taken { $taken-at }, SHA-256 { $sha256 }.
    .next = Nothing further to do.
crl--not-current = The list is not as demanded; the causes are stated apart. { $url } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }, issuer { $issuer }, number { $number }, entries { $entries }): made { $this-update }, next update { $next-update }, taken { $taken-at }, SHA-256 { $sha256 }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-list }
crl--issuer-certificate-missing = The certificate of the list's issuer is absent, the signature was not checked: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Obtain the missing certificate and repeat the check.
crl--excludes-users = The list does not cover users' certificates, though they name this address: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--scope-limited = The scope of the list is limited ({ NAME("scope", $scope) }): { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = The commission weighs the remark.
    .own = { own-step-remark }
crl--other-address = The list names another address as its own ({ $names }): { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = The commission weighs the remark.
    .own = { own-step-remark }
crl--delta-belongs = The delta { $url } (number { $number }) belongs to the complete list ({ $base }).
    .next = Nothing further to do.
crl--delta-base-missing = The complete list ({ $base }) of the delta { $url } (number { $number }) was not fetched.
    .next = Collect the evidence again.
crl--mirrors-differ = The list of { $issuer } differs between two addresses: { $one } (number { $one-number }, SHA-256 { $one-sha256 }) and { $other } (number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-list }
crl--age-beyond-limit = The age of the list number { $number } that { $url } gave ({ $least } to { $most } s) is beyond the limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] limit of the text
   *[commission] commission criterion
 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--age-straddles-limit = The age of the list number { $number } that { $url } gave ({ $least } to { $most } s) reaches across the limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] limit of the text
   *[commission] commission criterion
 }), so nothing can be concluded.
    .next = Measure time references and fetch the list again later.
crl--age-within-limit = The age of the list number { $number } that { $url } gave ({ $least } to { $most } s) lies within the limit of { AMOUNT($limit, $unit) } ({ $basis ->
    [law] limit of the text
   *[commission] commission criterion
 }).
    .next = Nothing further to do.
crl--complete-instead-of-delta = The address of a delta list gave a complete list: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = The commission weighs the remark.
    .own = { own-step-remark }
crl--delta-instead = The address of a complete list gave a delta list: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-list }
crl--delta-not-fetched = The delta that the list of { $named-in } names was not fetched: { $url }.
    .next = Collect the evidence again.
crl--entries-compared = The lists of { $issuer } with the numbers { $one-number } and { $other-number } were compared: { $added } entries added, { $vanished } gone (expired certificates among them: { $expired }, released from hold: { $released }). SHA-256: { $one-sha256 }, { $other-sha256 }.
    .next = Nothing further to do.
crl--entries-lost = Entries ({ $count }) vanished from the list of { $issuer } although their certificates have not expired (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }). First serial numbers: { $serials }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--entries-vanished = Entries ({ $count }) vanished from the list of { $issuer }, and their certificates are not among the evidence: whether they have expired is unknown (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }). First serial numbers: { $serials }.
    .next = Ask the authority for these lists or certificates and add them to the evidence.
crl--excludes-authorities = The list does not cover certificates of authorities, though they name this address: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--expired-served = { $url } gave a list that had expired: number { $number }, next update { $next-update }, taken { $fetched-at }, SHA-256 { $sha256 }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--expiry-straddles = The time of the next update ({ $next-update }) lies within the uncertainty of the time of the fetch ({ $earliest } to { $latest }), so that it cannot be said whether the list was current: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Measure time references and fetch the list again later.
crl--fetched-once = The list of { $url } was fetched only once (lists { $lists }, fetches { $fetches }, { $from } to { $until }): nothing can be said about how lists follow each other.
    .next = Collect the evidence again.
crl--foreign-issuer = The list at the address is of another issuer: by the certificate “{ $certificate }”, which names the address, { $expected } is expected. { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--history-consistent = The lists that { $url } gave do not contradict each other: { $fetches } fetches, { $lists } different lists, { $from } to { $until }.
    .next = Nothing further to do.
crl--history-unsigned = The signature of a list that was fetched is not confirmed, so it does not count: { $url } (issuer { $issuer }), taken { $fetched-at }, SHA-256 { $sha256 }.
    .next = Obtain the missing certificate and repeat the check.
crl--interval = Between the lists of { $issuer } with the numbers { $one-number } and { $other-number } { $seconds } s went by (by the authority's own clock). SHA-256: { $one-sha256 }, { $other-sha256 }.
    .next = Nothing further to do.
crl--key-identifier-differs = The list names the identifier of another key: { $found }; that of the certificate “{ $certificate }” is { $expected }. { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--key-identifier-missing = The list does not name the identifier of its issuer's key: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--mirrors-lag = A mirror lags: { $one } (number { $one-number }, SHA-256 { $one-sha256 }) was asked at { $fetched-at }, when the newer list of { $other } (number { $other-number }, SHA-256 { $other-sha256 }) had been there since { $seen-at } at the latest. Issuer { $issuer }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-list }
crl--mirrors-overtaken = A new list may have come out between two fetches: { $one } (number { $one-number }, SHA-256 { $one-sha256 }) was asked at { $fetched-at }, and the newer list of { $other } (number { $other-number }, SHA-256 { $other-sha256 }) was first seen at { $seen-at }. Issuer { $issuer }.
    .next = Collect the evidence again.
crl--next-update-beyond-signer = The list promises the next update ({ $next-update }) after the certificate of its signer has ended ({ $not-after }): { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = The commission weighs the remark.
    .own = { own-step-remark }
crl--next-update-never = The list promises its next update for { $next-update }, that is never: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--number-decreases = A later list of { $issuer } has a lower number than the one before (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--number-missing = The list has no number: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--number-reused = { $issuer } issued two different lists with one number (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--numbers-left-out = Numbers between the lists of { $issuer } ({ $count }) were not seen (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Ask the authority for these lists or certificates and add them to the evidence.
crl--of-the-root-defective = This list is of the root certification authority: what is wrong with it is not held against the inspected one.
    .next = Tell the root certification authority; it is not held against the inspected one.
crl--other-point = The list is of no use for the certificates that name its address: it names another place as its own ({ $names }); { $answered-by } answered. { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--private-key-served = { $url } gives a private key. The content was not copied into the evidence (SHA-256 { $body }). The address is named by: { NAME("named-by", $named-by) } ({ $list ->
    [delta] delta list
   *[complete] complete list
 }).
    .next = Tell the authority at once: this key is no secret any more. Enter the non-conformity in the act.
    .own = { own-step-key }
crl--reasons-incomplete = The lists that the certificate “{ $certificate }” names do not cover all reasons of revocation together.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--rolled-back = { $url } gave an older list after a newer one (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }); the older one was taken { $fetched-at }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--rows-left-out = Rows that the tables do not hold: { $count }.
    .next = Nothing further to do.
crl--schedule-kept = { NAME("span", $span) }: { $least } to { $most } s were measured; the declared limit of { $limit } min was kept. { $url }.
    .next = Nothing further to do.
crl--schedule-missed = { NAME("span", $span) }: { $least } to { $most } s were measured; the declared limit of { $limit } min was not kept. { $url }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--schedule-not-measured = { NAME("span", $span) }: not measured, as no new list came out; the declared limit is { $limit } min. { $url }.
    .next = Collect the evidence again after the next list has come out.
crl--schedule-straddles = { NAME("span", $span) }: { $least } to { $most } s were measured; the uncertainty reaches across the declared limit ({ $limit } min), so nothing can be concluded. { $url }.
    .next = Collect the evidence again after the next list has come out.
crl--signer-unrelated = The certificate “{ $certificate }” that signed the list agrees in its name alone: its key is not that of the issuer, and no chain leads from it to a declared anchor (fingerprint { $fingerprint }). { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--successor-late = { $url } gave the new list only after the one before had expired ({ $next-update }): { $least } to { $most } s were left (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
crl--successor-seen = { $url } gave a new list (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }): interval of issue { $interval } s, from issue to being there { $delay-least } to { $delay-most } s, { $overlap-least } to { $overlap-most } s before the end of the one before.
    .next = Nothing further to do.
crl--successor-straddles = { $url } gave the new list about the end of the one before ({ $next-update }): { $least } to { $most } s were left, so that it cannot be said whether there was a gap (number { $one-number }, SHA-256 { $one-sha256 }; then number { $other-number }, SHA-256 { $other-sha256 }).
    .next = Collect the evidence again after the next list has come out.
crl--this-update-straddles = The time at which the list was made ({ $this-update }) lies within the uncertainty of the time of the fetch ({ $earliest } to { $latest }), so that it cannot be said whether the list is from the future: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Measure time references and fetch the list again later.
crl--two-lists = The address gives more than one list: { $url } (issuer { $issuer }, SHA-256 { $sha256 }).
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-list }
crl--unchanged = { $url } was asked { $fetches } times from { $from } to { $until } and gave one list (count { $lists }, number { $number }): the interval of issue was not measured.
    .next = Collect the evidence again after the next list has come out.

## Status service

ocsp--not-offered = Neither the certificates nor the documents name a status service.
    .next = Nothing further to do.
ocsp--no-address = There is no address of a status service.
    .next = Enter the facts from the documents in the case.
ocsp--issuer-certificate-missing = The issuer's certificate is absent, nothing could be asked: { $certificate } ({ $fingerprint }).
    .next = Obtain the missing certificate and repeat the check.
ocsp--not-asked = The status was not asked: { $certificate } ({ $fingerprint }), { $url }.
    .next = Collect the evidence again.
ocsp--http-status = The service gave no answer, status code { $status }: { $certificate } ({ $fingerprint }), { $url }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--body-missing = The body of the answer is not among the evidence ({ $body }): { $certificate } ({ $fingerprint }), { $url }.
    .next = Collect the evidence again.
ocsp--answer-unreadable = The answer cannot be read: { $certificate } ({ $fingerprint }), { $url }. Technical cause: { $reason }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--good = The status service says that the certificate is good: { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Nothing further to do.
ocsp--denies-certificate = The status service denies a certificate that the authority issued: { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--unknown-certificate = The status service does not know the certificate: { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--revoked = The status service says that the certificate is revoked (since { $since }, reason: { $reason }): { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Compare the revocation with the list.
ocsp--newer-than-list = The status service knows of a revocation newer than the list ({ $since }): { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Nothing further to do.
ocsp--contradicts-list = The status service ({ NAME("status", $service) }) and the list ({ NAME("status", $list) }) contradict one another: { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--before-certificate = The answer is of a time before the certificate begins (answer { $this-update }, valid from { $not-before }): { $certificate } ({ $fingerprint }), { $url }. Such an answer proves nothing.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--content-type = The media type of the answer is not that of the protocol ({ $found }): { $certificate } ({ $fingerprint }), { $url }.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
ocsp--get-agrees = Asked by GET, the service gave the same status: { $certificate } ({ $fingerprint }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Nothing further to do.
ocsp--get-contradicts-post = To the two methods of asking the service gave different statuses (POST: { NAME("status", $one) }, GET: { NAME("status", $other) }): { $certificate } ({ $fingerprint }), { $url }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--get-not-asked = Nobody asked by GET: { $certificate } ({ $fingerprint }), { $url }.
    .next = Collect the evidence again.
ocsp--get-refused = The service does not serve GET ({ NAME("no-answer", $reason) }): { $certificate } ({ $fingerprint }), { $url }. Programs that ask in this way get no status.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
ocsp--get-too-long = A request by GET would be longer than 255 octets and was not sent: { $certificate } ({ $fingerprint }), { $url }.
    .next = Nothing further to do.
ocsp--good-without-end = The answer “good” is given for more than a year (until { $next-update }): { $certificate } ({ $fingerprint }), { $url }. Such an answer is not counted.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--hashes-disagree = To requests with two hashes the service gave different statuses (SHA-256: { NAME("status", $one) }, SHA-1: { NAME("status", $other) }): { $certificate } ({ $fingerprint }), { $url }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--never-issued-good = To a serial number that nobody issued the status service answered “good”: { $serial } ({ $issuer }), { $url }. Such a service cannot tell a forged certificate from a real one. Answered by { $responder } in { $microseconds } µs.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--never-issued-not-asked = Nobody asked about a serial number that was never issued: { $url }.
    .next = Collect the evidence again.
ocsp--never-issued-otherwise = To a serial number that nobody issued the status service answered “revoked” in another form (since { $since }, reason: { $reason }), while the standard demands the date 1970-01-01, the reason “on hold” and the extension for it: { $serial } ({ $issuer }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--never-issued-refused = About a serial number that nobody issued the status service refused to answer: { $serial } ({ $issuer }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Nothing further to do.
ocsp--never-issued-revoked = To a serial number that nobody issued the status service answered rightly (never issued): { $serial } ({ $issuer }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Nothing further to do.
ocsp--never-issued-unknown = To a serial number that nobody issued the status service answered rightly (unknown): { $serial } ({ $issuer }), { $url }. Answered by { $responder } in { $microseconds } µs.
    .next = Nothing further to do.
ocsp--several-contradict = To a request about several certificates the service gave another status (alone: { NAME("status", $one) }, together: { NAME("status", $other) }): { $certificate } ({ $fingerprint }), { $url }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
ocsp--several-refused = One request about several certificates was not answered ({ NAME("no-answer", $reason) }): { $certificate } ({ $fingerprint }), { $url }.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
ocsp--sha1-not-known = A request with the hash SHA-1 is not answered ({ NAME("no-answer", $reason) }): { $certificate } ({ $fingerprint }), { $url }. Older programs get no status.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
ocsp--sha1-only = The service knows the hash SHA-1 alone and did not answer a request with SHA-256 ({ NAME("no-answer", $reason) }): { $certificate } ({ $fingerprint }), { $url }. The status was taken by SHA-1.
    .next = Tell the recipient about it.
    .own = { own-step-explain }
ocsp--unreachable = The status service is not reachable ({ NAME("failure", $failure) }): { $certificate } ({ $fingerprint }), { $url }. Technical message: { $message }.
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
ocsp--unreachable-from-here = The status service did not answer ({ NAME("failure", $failure) }), but from this network no address answered at all: { $certificate } ({ $fingerprint }), { $url }. Technical message: { $message }.
    .next = Check your own link and ask again.

## Time-stamping service

tsp--not-declared = No time-stamping service is declared: the item does not apply.
    .next = Nothing further to do.
tsp--not-asked = { $url } was not asked.
    .next = Collect the evidence again.
tsp--request-unreadable = The request sent to { $url } cannot be read, so its answer was not compared.
    .next = Collect the evidence again.
tsp--chain-not-shown = { $url }: the certificate of the time-stamping service ({ $certificate }) leads to no declared trust anchor, so the token proves no service of this authority.
    .next = Add the certificates between the service and the root to the evidence, and repeat the check.
tsp--http-status = { $url } gave no token: status code { $status }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--body-missing = The body of the answer of { $url } is not among the evidence ({ $body }).
    .next = Collect the evidence again.
tsp--answer-unreadable = The answer of { $url } cannot be read. Technical cause: { $reason }.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--refused = { $url } refused a token: { $status }, { $failures } { $text }
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--token-sound = { $url } gave a correct token: time { $time }, policy { $policy }, hash { $hash }, signed by { $signer }.
    .next = Nothing further to do.
tsp--time-within-limit = The time of the token of { $url } ({ $time }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } { NAME("clock", $clock) }, uncertainty { AMOUNT($bound-ms, "ms") }. Within the limit.
    .next = Nothing further to do.
tsp--time-beyond-limit = The time of the token of { $url } ({ $time }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } { NAME("clock", $clock) }, uncertainty { AMOUNT($bound-ms, "ms") }. Beyond the limit.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--time-straddles-limit = The time of the token of { $url } ({ $time }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } { NAME("clock", $clock) }, uncertainty { AMOUNT($bound-ms, "ms") }. The uncertainty reaches across the limit: nothing can be concluded.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--time-without-limit = The time of the token of { $url } ({ $time }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } { NAME("clock", $clock) }, uncertainty { AMOUNT($bound-ms, "ms") }. No limit is set: measured only.
    .next = Nothing further to do.
tsp--time-far-from-inspector = The time of the token of { $url } ({ $time }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } { NAME("clock", $clock) }, uncertainty { AMOUNT($bound-ms, "ms") }. The difference is large.
    .next = Check the laptop's clock and ask again.
tsp--any-policy = { $url } gave a token under a policy that nobody serves ({ $policy }), which it has to refuse.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--certificate-revoked = { $url }: the certificate of the time-stamping service ({ $certificate }) is revoked (since { $date }).
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--content-type = The media type of the answer of { $url } is not that of the protocol ({ $found }).
    .next = Tell the recipient about it.
    .own = { own-step-explain }
tsp--order-broken = { $url } says that the order of its tokens is that of their times, but a later token ({ $other }) is not after the one before it ({ $one }; number { $serial }).
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--policy-not-registered = The policy of the token of { $url } ({ $policy }) is not declared among the registered object identifiers.
    .next = Check in the documents whether the policy is registered.
tsp--serial-repeated = { $url } gave two tokens one number ({ $serial }; { $one } and { $other }).
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--time-backwards = The times of the tokens of { $url } go back: a token of { $other } was given after one of { $one } (number { $serial }).
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--time-outside-accuracy = The time of the token of { $url } ({ $time }) is { AMOUNT($offset-ms, "ms") } { $direction ->
    [behind] behind
   *[ahead] ahead of
 } { NAME("clock", $clock) }, uncertainty { AMOUNT($bound-ms, "ms") }. That is more than the accuracy that the token itself states.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--token-played-again = Instead of a new token { $url } played an earlier one again (number { $serial }, { $one }).
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--token-without-request = { $url } gave a token where nothing was sent: it was made for somebody else.
    .next = Ask the service again; where the result is the same, state it in the act.
    .own = { own-step-service }
tsp--unknown-policy-refused = { $url } refused a token under a policy that nobody serves ({ $policy }): { $status }, { $failures } { $text }
    .next = Nothing further to do.
tsp--unreachable = { $url } is not reachable: { NAME("failure", $failure) }. Technical message: { $message }.
    .next = Ask from another network; where the result is the same, enter the non-conformity in the act.
    .own = { own-step-network }
tsp--unreachable-from-here = { $url } did not answer ({ NAME("failure", $failure) }), but from this network no address answered at all. Technical message: { $message }.
    .next = Check your own link and ask again.

## Certificates, algorithms, object identifiers

pki--anchor-missing = The declared certificate of the Root CA is not among the evidence: fingerprint { $fingerprint }, obtained from { $obtained-from }.
    .next = Obtain the missing certificate and repeat the check.
pki--anchor-not-declared = The case names no certificate of the Root CA: it is unknown where the chain has to end.
    .next = Enter the fingerprint of the Root CA certificate from an independent source.
pki--no-user-certificate = No certificate of a user is among the evidence.
    .next = Obtain the missing certificate and repeat the check.
pki--no-certificate-besides-anchors = There is no certificate besides those of the Root CA.
    .next = Obtain the missing certificate and repeat the check.
pki--algorithms-of-root = Root CA: { $certificate } ({ $fingerprint }): key { $key }, signature { $signature } ({ $oid }).
    .next = Nothing further to do.
pki--algorithms-of-authority = Certification authority: { $certificate } ({ $fingerprint }): key { $key }, signature { $signature } ({ $oid }).
    .next = Nothing further to do.
pki--algorithms-of-user = User: { $certificate } ({ $fingerprint }): key { $key }, signature { $signature } ({ $oid }).
    .next = Nothing further to do.
pki--signature-outside-profile = { $certificate } ({ $fingerprint }): a signature algorithm that the Root CA does not use: { $name } ({ $oid }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--key-outside-profile = { $certificate } ({ $fingerprint }): a kind of key that the Root CA does not use: { $key }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--register-missing = The register of object identifiers is not in the case.
    .next = Obtain the register from the registrar and enter it in the case.
pki--register-unreadable = The register of object identifiers cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
pki--register-empty = The register of object identifiers is empty: { $register }.
    .next = Obtain the whole register.
pki--oids-not-declared = The documents declare no OID.
    .next = Enter the facts from the documents in the case.
pki--oid-malformed = The declared OID is malformed: { $oid }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--oid-not-in-register = The declared OID { $oid } is not in the register ({ $register }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--oid-registered = The OID { $oid } is registered: { $name }, holder { $holder } ({ $register }).
    .next = Make sure that the holder is the recipient.
pki--oid-unregistered = { $certificate } ({ $fingerprint }): unregistered OID { $oid } ({ $name }), place: { NAME("oid-place", $place) }; register: { $register }.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--oid-not-declared = { $certificate } ({ $fingerprint }): the OID { $oid } ({ $name }) is not declared and there is no register, so whether it is registered is unknown; place: { NAME("oid-place", $place) }.
    .next = Obtain the register from the registrar and enter it in the case.
pki--oids-known = { $certificate } ({ $fingerprint }): registered OIDs: { $registered }; of standards: { $standard }.
    .next = Nothing further to do.
pki--policy-missing = { $certificate } ({ $fingerprint }): the certificate holds no policy OID.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--policy-any-only = { $certificate } ({ $fingerprint }): the certificate names “any policy” alone.
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--extension-unreadable = { $certificate } ({ $fingerprint }): a part cannot be read ({ $defect }); the OIDs in it are unknown.
    .next = Obtain the missing certificate and repeat the check.

## Chains

pki--hierarchy = The chains were verified in the { NAME("hierarchy", $hierarchy) } hierarchy.
    .next = Bear in mind that registration at the Root CA follows accreditation.
pki--no-chain-shown = No chain of a user was shown to be valid.
    .next = Obtain the missing certificate and repeat the check.
pki--chain-valid = { $certificate } ({ $fingerprint }): the chain from the Root CA is valid (at { $at }): { $path }.
    .next = Nothing further to do.
pki--chain-without-authority = { $certificate } ({ $fingerprint }): the user's certificate was issued by the Root CA itself (at { $at }): { $path }.
    .next = Ask for the certificate of the inspected authority itself.
pki--chain-revoked = { $certificate } ({ $fingerprint }): the certificate is revoked (at { $at }): { $path }.
    .next = Take a certificate in force and repeat the check.
pki--chain-expired = { $certificate } ({ $fingerprint }): a certificate of the chain has expired (at { $at }): { $path }.
    .next = Take a certificate in force and repeat the check.
pki--chain-invalid = { $certificate } ({ $fingerprint }): no valid chain to the Root CA can be built (at { $at }; chains looked at: { $paths }).
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--chain-undecided = { $certificate } ({ $fingerprint }): whether the chain is valid could not be established (at { $at }; chains looked at: { $paths }).
    .next = Remove the causes stated and repeat the check.
pki--path-rejected = { $certificate } ({ $fingerprint }): this chain was rejected (at { $at }): { $path }.
    .next = The commission weighs the remark.
    .own = { own-step-remark }

## The recipient's verifier

pki--verifier-run-missing = The test chains were not given to the recipient's verifier.
    .next = Give it the test chains and record the answers.
pki--verifier-run-unreadable = The record of the run cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
pki--verifier-vector-missing = { $verifier }, chain “{ NAME("vector", $vector) }”: no answer is recorded.
    .next = Give it this chain and record the answer.
pki--verifier-expectation-wrong = { $verifier }, chain “{ NAME("vector", $vector) }”: the sheet expects “{ NAME("verifier-answer", $sheet) }”, where “{ NAME("verifier-answer", $expected) }” is right.
    .next = Use the sheet that the tool made.
pki--verifier-answers-differ = { $verifier }, chain “{ NAME("vector", $vector) }”: the answers differ: { NAME("verifier-answer", $answers) }.
    .next = Repeat the run.
pki--verifier-gave-no-answer = { $verifier }, chain “{ NAME("vector", $vector) }”: no answer. It said: { $said }
    .next = Repeat the run; where there is no answer, state it in the act.
    .own = { own-step-repair }
pki--verifier-rejects-sound = { $verifier }, chain “{ NAME("vector", $vector) }”: a sound chain was refused. It said: { $said }
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--verifier-accepts-defective = { $verifier }, chain “{ NAME("vector", $vector) }”: a defective chain was accepted. It said: { $said }
    .next = Enter the non-conformity with its evidence in the act.
    .own = { own-step-repair }
pki--verifier-answers-right = { $verifier }, chain “{ NAME("vector", $vector) }”: the answer is right (“{ NAME("verifier-answer", $answer) }”). It said: { $said }
    .next = Nothing further to do.
