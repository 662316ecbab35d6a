### What the probes say: for each code its sentence, and as `next` the next step.

## Judging

judge--clause-not-in-force = On { $day } the clause was not in force, so the requirement was not checked.
    .next = Check the day of the examination and the edition of the Rules.
judge--evidence-missing = Evidence is absent: { NAME("evidence", $kind) }. Without it nothing can be concluded.
    .next = Collect this evidence, or state in the act why it was not obtained.
judge--probe-failed = The probe { $probe } stopped by a defect of its own; the requirement stays unchecked.
    .next = Keep the case, report it to the makers of the tool, and check the requirement by hand.
judge--probe-unknown = This version of the tool has no probe { $probe }.
    .next = Use the version for which the checklists were written.

## What the case holds

case--declaration-missing = What the recipient declared is not in the case; there is nothing to compare with.
    .next = Enter the declared facts from the documents.
case--declaration-unreadable = The declared facts cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.

## Answers of people

person--answer-unreadable = The answer cannot be read ({ $source }). Technical cause: { $error }.
    .next = Enter the answer again.
person--answers-disagree = One requirement has several answers: { $answers }.
    .next = The commission has to agree on one answer and withdraw the others.
person--ground-missing = The answer is "not as demanded", but what was seen is not written down: a violation without a ground is not recorded.
    .next = Write down what you saw.
person--instrument-error-not-stated = The permissible error of the instrument is not stated ({ $instrument }): the uncertainty was taken as zero.
    .next = Enter the error from the passport or the verification certificate.
person--instrument-verification-expired = The verification of the instrument ended on { $until } ({ $instrument }).
    .next = Measure again with a verified instrument.
person--limit-missing = The checklist has no limit for what was measured.
    .next = Correct the checklist.
person--not-established = The member could not establish it: { $ground }.
    .next = Remove the obstacle and look again, or state the reason in the act.
person--not-ours = By the member's answer the requirement does not concern this recipient: { $ground }.
    .next = Support the ground with a document.
person--not-ours-not-allowed = The answer "does not concern" is not open here: the text demands it without condition.
    .next = Check the requirement and change the answer.
person--reading-beyond-limit = { NAME("quantity", $quantity) }: the least reading, { AMOUNT($value, $unit) } (uncertainty { AMOUNT($uncertainty, $unit) }), is beyond the limit. Readings: { $readings }.
    .next = Repeat the measurement, photograph it, and enter the non-conformity in the act.
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
person--seen-out-of-order = The member looked and found it not as demanded: { $ground }.
    .next = Enter the non-conformity with its evidence in the act.

## Servers and key-protection complexes

assets--answers-disagree = The members wrote down different roles for the serial number { $serial }.
    .next = Establish the role together on the spot and correct the answers.
assets--as-declared = { NAME("asset-role", $role) } { NAME("asset-kind", $kind) }, serial number { $serial }: found as declared.
    .next = Nothing further to do.
assets--declared-not-found = The declared { NAME("asset-role", $role) } { NAME("asset-kind", $kind) } was not found: serial number { $serial }, model { $model }, room { $room }.
    .next = Read the plate again; obtain the recipient's explanation.
assets--detail-differs = Serial number { $serial }: the { NAME("asset-detail", $what) } was declared as { $declared } and found as { $found }.
    .next = Whether the difference matters is for the commission to say.
assets--found = Found: { NAME("asset-role", $role) }, physical, serial number { $serial }, model { $model }, room { $room }.
    .next = Nothing further to do.
assets--found-not-declared = An undeclared { NAME("asset-kind", $kind) } was found ({ NAME("asset-role", $role) }): serial number { $serial }, model { $model }, room { $room }.
    .next = Obtain the recipient's explanation and enter the mismatch in the act.
assets--found-out-of-order = The member found it not as demanded: { $ground }.
    .next = Enter the non-conformity with its evidence in the act.
assets--ground-missing = The answer is "not as demanded", but no ground is written down. { $ground }
    .next = Write down what you saw.
assets--kind-not-told = The checklist does not tell what to count: servers or key-protection complexes.
    .next = Correct the checklist.
assets--main-missing = No physical main one was found (written down as main: { $of-role }).
    .next = Ask to be shown the main one; failing that, enter the non-conformity in the act.
assets--none-declared = The documents declare no server and no complex.
    .next = Enter the facts of document 5 in the case.
assets--none-written-down = What was found is not written down ({ NAME("asset-kind", $kind) }).
    .next = Enter the serial numbers on the plates in the answer.
assets--not-established = The member could not establish it: { $ground }.
    .next = Remove the obstacle and look again.
assets--not-ours-not-allowed = The answer "does not concern" is not open: the text demands main and reserve without condition. { $ground }
    .next = Check the requirement and change the answer.
assets--not-physical = The { NAME("asset-role", $role) } one is not physical: serial number { $serial }, model { $model }, room { $room }. It is not counted.
    .next = Ask to be shown the physical machine.
assets--reserve-is-main = One machine ({ $serial }) is written down as main and as reserve: it cannot be its own reserve.
    .next = Ask to be shown the reserve machine.
assets--reserve-missing = No physical reserve was found (written down as reserve: { $of-role }).
    .next = Ask to be shown the reserve; failing that, enter the non-conformity in the act.
assets--role-differs = Serial number { $serial }: declared as { NAME("asset", $declared) }, found as { NAME("asset", $found) }.
    .next = Establish the role from the configuration and enter the mismatch in the act.
assets--same-address = Main ({ $main }) and reserve ({ $reserve }) have one address, { $address }: they may be one machine.
    .next = Ask to be shown both at work at the same time.
assets--same-room = Main ({ $main }) and reserve ({ $reserve }) stand in one room, { $room }. The text does not demand that they stand apart.
    .next = State it in the act for information.
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
host--facts-unreadable = The facts about the server cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
host--virtual = { $host } says that it is a virtual machine: { $machine }. It does not count as a physical server.
    .next = Ask to be shown the physical machine.

## Addresses

net--answered = { $url } answered: status code { $status }, { $microseconds } µs.
    .next = Nothing further to do.
evidence--exchange-unreadable = The record of a network request cannot be read ({ $source }). Technical cause: { $error }.
    .next = Take the file again, or make sure that this version of the tool wrote it.
net--none-declared = The documents declare no address of a service.
    .next = Enter the addresses from the documents.
net--not-asked = { $url } was not asked.
    .next = Collect again.
net--server-error = { $url } answered with an error of the service: status code { $status }.
    .next = Ask again; where the error stays, state it in the act.
net--unreachable = { $url } is not reachable: { NAME("failure", $failure) }. Technical message: { $message }.
    .next = Ask from another network; where the result is the same, state it in the act.
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
time--falseticker = { $peer } ({ NAME("time-class", $class) }, stratum { $stratum }) disagrees with the other references: { AMOUNT($laptop-offset-ms, "ms") } against the laptop, uncertainty { AMOUNT($bound-ms, "ms") }. It was left out.
    .next = Add another independent time reference and measure again.
time--reference-usable = { $peer } ({ NAME("time-class", $class) }, stratum { $stratum }) served as a reference: { AMOUNT($laptop-offset-ms, "ms") } against the laptop, uncertainty { AMOUNT($bound-ms, "ms") }.
    .next = Nothing further to do.
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
time--references-share-source = All references share one source ({ $source }): they are not independent.
    .next = Add another independent time reference and measure again.
time--root-distance-beyond-limit = { $name } ({ $peer }) is { AMOUNT($distance-ms, "ms") } away from its source: its own uncertainty is larger than the limit.
    .next = Check the time source of the server and measure again.
time--kiss-of-death = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) refused to serve: { $kiss }.
    .next = Ask later and less often.
time--not-an-answer = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) sent a packet that does not answer our request ({ $what }: { $found }): it belongs to somebody else, or is forged.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
time--reply-malformed = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) sent a malformed reply ({ $what }).
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
time--samples-disagree = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the samples exclude one another: { AMOUNT($one, "ms") } and { AMOUNT($other, "ms") }. A clock was stepped meanwhile.
    .next = Leave the laptop's clock alone and measure again.
time--server-not-asked = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) was not asked.
    .next = Collect again.
time--server-silent = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) did not answer: { NAME("failure", $failure) }. Technical message: { $message }.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
time--server-without-time = { FIRST($name, NAME("time-class", $class)) } ({ $peer }): the reply holds no time.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
time--unsynchronised = { FIRST($name, NAME("time-class", $class)) } ({ $peer }) says that it is not synchronised itself (indicator { $leap }, stratum { $stratum }): its time cannot be relied on.
    .next = Ask the server again; where the result is the same, obtain the recipient's explanation.
time--zone-of-republic = { $host }: time zone { $zone }, offset from UTC { $found }; this is the unified accounting-and-reporting time ({ $expected }).
    .next = Nothing further to do.
time--zone-data-outdated = { $host }: time zone { $zone }, offset from UTC { $found } where { $expected } is expected: the zone database is outdated (before 1 March 2024).
    .next = Recommend updating the zone database.
time--zone-offset-wrong = { $host }: time zone { $zone }, offset from UTC { $found } where { $expected } is expected.
    .next = Check the zone setting and enter the mismatch in the act.
time--zone-not-as-declared = { $host }: time zone { $zone }, offset from UTC { $found }, while the documents say { $declared } ({ $promised }).
    .next = Obtain the recipient's explanation.
time--zone-clock-before-single-zone = { $host }: time zone { $zone }, offset from UTC { $found }; the clock shows { $clock }, before the single zone came in (1 March 2024), so nothing can be concluded.
    .next = Ask for the clock to be set and check again.
time--zone-declared-unknown = The time zone is not known: { $zone }.
    .next = Write the name of the zone as Asia/Almaty.
time--zone-not-declared = The documents name no time zone.
    .next = Recommend naming the zone in the regulations.
