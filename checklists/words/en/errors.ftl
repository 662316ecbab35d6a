### One sentence for every error of the tool, and as `next` what to do.

## Files and the operating system

error--io-not-found = { $path }: there is no such file or folder.
    .next = Check the name and the folder, and run the command again.
error--io-permission-denied = { $path }: the operating system does not permit access.
    .next = Have the rights to the file or folder given to you, or work in a folder of your own.
error--io-read-only = { $path }: the disk takes no writes.
    .next = Copy the dossier to a disk that can be written, or remove the write protection.
error--io-disk-full = { $path }: no space is left on the disk; what was recorded before is safe.
    .next = Free space on the disk and repeat the last command.
error--io-is-a-directory = { $path }: a folder stands where a file is expected.
    .next = Name the file inside the folder.
error--io-already-exists = { $path }: something of that name is there already; it was not overwritten.
    .next = Give another name, or move away what is there.
error--io-other = { $path }: the operating system refused. Its message: { $reason }.
    .next = Remove the cause that the system names and repeat the command.
error--other = An unforeseen failure. Technical cause: { $reason }.
    .next = Repeat the command; if the failure returns, hand this message to the maintainers of the tool.
error--file-malformed = { $path }: the file is not of the expected form. Technical cause: { $reason }.
    .next = Correct the file, or get it again from its source.
error--file-malformed-at = { $path }: line { $line } is not of the expected form: "{ $text }". Technical cause: { $reason }.
    .next = Correct that line; the forms are shown by `tekseru schema`.
error--file-too-large = { $path }: the file has { $length } bytes, at most { $most } are taken.
    .next = Make sure that it is the right file; attach a large one in parts.
error--photo-unreadable = { $path }: this is not a JPEG or PNG picture that can be shown. Technical cause: { $reason }.
    .next = Take the photograph again or attach another file; nothing of this answer was recorded.
error--private-key = { $path }: the file holds a private key; it was neither taken nor copied.
    .next = Ask the owner to remove the key from this place and hand over the certificate alone.

## Case and commission

error--case-bin = { $path }: recipient.bin: "{ $text }" is not a BIN of twelve digits.
    .next = Write the twelve digits of the BIN.
error--case-channel-address = { $path }: channel “{ $channel }”: `local-address`: “{ $text }” is no address.
    .next = Write an address of this machine, for example 192.0.2.10.
error--case-channel-interface = { $path }: channel “{ $channel }”: `interface`: this system cannot choose an interface for a connection.
    .next = Give the address of the interface as `local-address`.
error--case-channel-proxy = { $path }: channel “{ $channel }”: `proxy`: “{ $text }” is no address of a proxy.
    .next = Write it as http://host:port.
error--case-channel-twice = { $path }: `channel`: the name “{ $channel }” is used twice.
    .next = Give each channel a name of its own.
error--case-commission-in-self-check = { $path }: commission: a self-check has no commission.
    .next = Take the commission out, or make the purpose an inspection.
error--case-ends-before-start = { $path }: visit: the last day is before the first.
    .next = Correct the days of the visit.
error--case-field-empty = { $path }: { $field }: nothing is written there.
    .next = Fill in the field.
error--case-no-commission = { $path }: commission: an inspection needs a commission.
    .next = Write in the commission as the order names it.
error--case-serial-twice = { $path }: declaration.assets: the serial number { $serial } is declared twice.
    .next = Compare the declaration with the documents and correct the serial number.
error--roster-nameless = { $path }: commission: the member { $member } has no name.
    .next = Write the full name as in the order.
error--roster-nobody-votes = { $path }: commission: nobody in it has a vote.
    .next = Write in the members as the order names them.
error--roster-too-many = { $path }: commission: { $found } people are named, at most { $most } are read.
    .next = Compare the file with the order: no commission is so large.
error--roster-twice = { $path }: commission: the person { $member } is named twice.
    .next = Leave one entry for each person.
error--iin = "{ $text }" is not an IIN of twelve digits.
    .next = Write the twelve digits of the IIN.
error--network-invalid = The case allows the network "{ $text }", which is no network address.
    .next = Write it as address and length, such as 10.1.0.0/16.

## Answers

error--item-unknown = { $item }: no checklist has such an item.
    .next = See the items with `tekseru questions` and correct the name.
error--criterion-not-measured = Section `criteria` of the case: nothing is measured for the item { $item }, so it has no limit.
    .next = Take the entry out of the section `criteria` or correct the name of the item.
error--criterion-of-law = Section `criteria` of the case: the limit of the item { $item } is set by the text of the law; the commission cannot change it.
    .next = Take the entry out of the section `criteria`.
error--criterion-other-side = Section `criteria` of the case: the entry for { $item } must set exactly: { $sides }.
    .next = Write the bound under the name that the message gives, as `max = "500 ms"`.
error--criterion-other-unit = Section `criteria` of the case: for { $item } a value in { NAME("unit", $unit) } was written, while its limit is counted in { NAME("unit", $limit) }.
    .next = Write the limit in a unit of the same quantity.
error--criterion-reversed = Section `criteria` of the case: for { $item } the least permitted value is above the greatest.
    .next = Correct the two values.
error--criterion-unknown = Section `criteria` of the case: there is no item { $item }.
    .next = Take the short name of the item from the checklist, without the number of the Rules before it.
error--item-not-asked = { $item }: the probe { $probe } establishes this item, nobody is asked about it.
    .next = Use `tekseru collect`; attach what you saw to an item that is asked.
error--member-unknown = { $member }: this person is not a member of the commission.
    .next = Check the IIN against the order; a self-check names nobody.
error--member-missing = { $item }: the answer does not say which member looked.
    .next = Add the member's IIN to the answer.
error--reading-not-a-number = { $item }: "{ $text }" is not a number with a unit.
    .next = Write the reading as 2,44 m or 2.44 m.
error--reading-of-another-kind = { $item }: a reading in { NAME("unit", $unit) } cannot be compared with a limit in { NAME("unit", $limit) }.
    .next = Write the reading in a unit of the same quantity.
error--reading-out-of-range = { $item }: "{ $text }" has more digits than can be kept.
    .next = Write the reading with as many digits as the instrument shows.
error--reading-unit-missing = { $item }: the reading "{ $text }" has no unit.
    .next = Write the unit as well: 2,44 m or 244 cm.
error--reading-unit-unknown = { $item }: "{ $text }" is not a unit known here.
    .next = Use m, cm, mm, um, in, d, h, min, s, ms, us, ns, %, ppm or pcs.

## Dossier

error--dossier-already-there = { $path }: something is there already; a new dossier needs an empty folder.
    .next = Name an empty or a new folder.
error--dossier-changed-underneath = { $path }: another program changed the file while the dossier was open.
    .next = Close whatever writes into the folder and run `tekseru check`.
error--dossier-fork = { $path }: the two dossiers contradict each other ({ $places }); nothing was merged.
    .next = Keep both dossiers as they are and run `tekseru check` on each.
error--dossier-locked = { $path }: the dossier is being written by { $holder }.
    .next = Wait until that command has ended, or end it, and repeat yours.
error--dossier-malformed = { $path }: the file is not of the form a dossier has. Technical cause: { $reason }.
    .next = Restore the file from a copy of the dossier.
error--dossier-newer = { $path }: the dossier has format { $found }, this version reads formats up to { $supported }.
    .next = Open the dossier with a newer version of tekseru; nothing in it was changed.
error--dossier-other-case = { $path }: this dossier is of the case { $from }, not of the case { $into }.
    .next = Name a dossier of the same case.
error--dossier-read-only = { $path }: the dossier was opened for reading only.
    .next = Open it for writing.
error--dossier-stopped = { $path }: an earlier write failed, so the state of the disk is not known.
    .next = Run the command again: opening the dossier anew tells what is on the disk.
error--entry-refused = A record of the kind { $kind } was not written. Technical cause: { $reason }.
    .next = Shorten what is recorded; what was recorded before is untouched.
error--entry-unreadable = Record { $entry } of the kind { $kind } cannot be read. Technical cause: { $reason }.
    .next = Open the dossier with the version of tekseru that wrote it, and run `tekseru check`.
error--evidence-absent = { $path }: the evidence { $evidence } is not in the dossier.
    .next = Run `tekseru check`, and restore the file by `tekseru merge` with an intact copy.
error--evidence-edited = { $path }: the evidence { $evidence } was changed; its SHA-256 is now { $found }.
    .next = Keep the changed file as it is, and restore the right one by `tekseru merge` with an intact copy.
error--evidence-source = The evidence could not be read at its source. Technical cause: { $reason }.
    .next = Get the evidence again and repeat the command.
error--evidence-too-large = The evidence is larger than { $limit } bytes.
    .next = Take it in parts.
error--journal-full = { $path }: the journal would grow beyond { $limit } bytes.
    .next = Seal the act from what is recorded; open a new dossier for what remains.
error--no-case = { $path }: the dossier holds no case.
    .next = Open a dossier with `tekseru new`.
error--not-a-dossier = { $path }: this folder is not a dossier, it has no dossier.toml.
    .next = Name the folder of the dossier, or open one with `tekseru new`.
error--no-randomness = The operating system gives no random numbers. Technical cause: { $reason }.
    .next = Repeat the command; if it fails again, use another machine.

## Checklists

error--checklist-defective = { $path }: { $item }: the entry cannot be used. Technical cause: { $reason }.
    .next = Correct the entry, or use the checklists that are built in.
error--checklist-file = { $path }: the file cannot be used. Technical cause: { $reason }.
    .next = Correct the file, or use the checklists that are built in.
error--checklist-malformed = { $path }: line { $line } is not of the expected form. Technical cause: { $reason }.
    .next = Correct that line, or use the checklists that are built in.
error--drill-expired = { $path }: the certificate expired at { $until }; no drill is made with it.
    .next = Ask the authority for a test certificate that is valid.
error--drill-names-no-service = { $path }: neither the certificate nor the case names a list or a status service with an address of the network at which a revocation could be seen.
    .next = Enter the addresses in the case, or ask for another test certificate.
error--drill-no-reserve = The case names no reserve channel: there is no way to look by while the main path is cut.
    .next = Enter the reserve channel in the case: `[[channel]]`, `role = "reserve"`.
error--drill-not-of-this-authority = { $path }: no authority among the evidence signed the certificate; it names as its issuer: { $issuer }.
    .next = Take in the certificates of the authority first, or ask for a test certificate of this authority.
error--drill-not-one-certificate = { $path }: the file holds { $count } certificates; a drill is made with exactly one.
    .next = Name a file with the test certificate alone.
error--drill-not-yet-valid = { $path }: the certificate is valid from { $from } only; no drill is made with it.
    .next = Check the clock of the laptop, or ask for a test certificate that is valid now.
error--drill-nothing-to-look-at = Neither the certificates nor the case name an address that could be asked over the network.
    .next = Take in the certificates of the authority, or enter the addresses in the case.
error--drill-of-an-authority = { $path }: the certificate is one of an authority, not a test certificate; the tool does not ask for its revocation.
    .next = Name the certificate of a test user.
error--drill-revoked-already = { $path }: the certificate is revoked already, before any word: { NAME("drill-service", $service) } ({ $url }), date { $date }.
    .next = Ask for a test certificate that is not revoked.
error--draft-rules = The checklists of the edition { $edition } are a draft; an act cannot rest on them.
    .next = Use checklists that were compared with the published text.
error--other-rules = The case was opened under the checklists { $expected }, but those in use are { $found }.
    .next = Use the checklists under which the case was opened.

## Act

error--conclusion-against-findings = A positive conclusion contradicts what was found; { $count } items stand against it: { $items }.
    .next = Conclude negatively, or give the commission's reason; it is printed in the act.
error--nothing-seen = Nothing was looked at, so there is nothing an act could say.
    .next = Run `tekseru collect` and record the answers first.
error--not-sealed = There is no sealed act in the dossier yet.
    .next = Seal the act with `tekseru seal`.
error--self-check-has-no-act = A self-check ends in a report; nobody signs it.
    .next = An act needs an inspection by a commission.
error--pages-glyph = The pages cannot be printed: there is no letter form for "{ $text }".
    .next = Take that character out of the text.
error--pages-not-laid-out = The pages of the act cannot be laid out. Technical cause: { $reason }.
    .next = Hand this message to the maintainers of the tool; the dossier is untouched.
error--pages-too-many = The act would have more than { $most } pages.
    .next = Shorten the texts of the answers and attach them as documents.
error--record = The record of the act cannot be written or read. Technical cause: { $reason }.
    .next = Hand this message to the maintainers of the tool; the dossier is untouched.
error--reasons-missing = { $member }: the dissent or the reservation says nothing.
    .next = Write the reasons of the dissent, or what is noted beside the signature.

## Keys

error--container-malformed = { $path }: this is not a key container that can be read. Technical cause: { $reason }.
    .next = Name the PKCS#12 file that the certification authority issued.
error--container-no-certificate = { $path }: the container has no certificate that goes with its key.
    .next = Get a container with key and certificate from the certification authority.
error--container-too-large = { $path }: { $length } bytes are too many for a key container.
    .next = Make sure that it is the right file.
error--wrong-password = { $path }: the password does not open the container.
    .next = Type the password again, minding the keyboard layout; nothing was signed.
error--container-of-others = { $path }: the container has no key of { $member }; its keys are of: { $people }.
    .next = Name the container of that member, or the member whose container it is (`--member`).
error--container-of-several = { $path }: the container has keys of several people: { $people }.
    .next = Say who signs (`--member`).
error--container-unknown-lock = { $path }: the container is locked in a way that is not opened here. Technical cause: { $reason }.
    .next = Sign with another program and bring the signature with `tekseru sign --import`, or have the container written anew.
error--key-expired = { $path }: the certificate of the key ended at { $ended }; nothing was signed.
    .next = Sign with a certificate that is valid; the certification authority renews it.
error--key-for-authentication = { $path }: the key is for entering systems (authentication), not for signing; nothing was signed.
    .next = Name the container with the key for signing; the certification authority issued both.
error--key-not-begun = { $path }: the certificate of the key is valid only from { $begins }; nothing was signed.
    .next = Check the clock of this machine; else sign with a certificate that is valid already.
error--key-cannot-sign = The key did not sign.
    .next = Sign with another program and bring the signature with `tekseru sign --import`.
error--key-malformed = The private key is not of the PKCS#8 form. Technical cause: { $reason }.
    .next = Get the container again from the certification authority.
error--key-of-nobody = The certificate of the key names no person: it has no IIN.
    .next = Sign with a certificate issued to a natural person.
error--key-of-nobody-for-member = The certificate of the key has no IIN, so it is not shown to be that of { $member }.
    .next = Sign with a certificate issued to that member.
error--key-public = The public key that goes with the private key cannot be read. Technical cause: { $reason }.
    .next = Get the container again from the certification authority.
error--key-rejected = The private key is not valid for { $algorithm }.
    .next = Get the container again from the certification authority.
error--key-unsupported = Keys of the algorithm { $algorithm } cannot be used here.
    .next = Sign with another program and bring the signature with `tekseru sign --import`.
error--not-the-members-key = The certificate of the key is of the person { $found }, not of the member { $member }.
    .next = Sign with the key of that member.

## Demonstration and network

error--demo-clock = The clock of this machine shows a time that no certificate can hold. Technical cause: { $reason }.
    .next = Set the clock and repeat the command.
error--demo-container = A key container of the demonstration cannot be written. Technical cause: { $reason }.
    .next = Repeat the command.
error--demo-issue = An object of the demonstration cannot be issued. Technical cause: { $reason }.
    .next = Repeat the command.
error--demo-network = The services of the demonstration cannot start on this machine. Technical cause: { $reason }.
    .next = Allow programs to open ports on the address 127.0.0.1 and repeat the command.
error--demo-sample = The sample of the demonstration cannot be read. Technical cause: { $reason }.
    .next = Hand this message to the maintainers of the tool.
error--demo-written = A file of the demonstration cannot be made. Technical cause: { $reason }.
    .next = Hand this message to the maintainers of the tool.
error--no-world = Services cannot be asked over the network from this machine. Technical cause: { $reason }.
    .next = Work without the network (`tekseru collect --offline`), or remove the cause.

## Samples

error--watch-channel-unknown = The case names no channel “{ $channel }”.
    .next = Give the name of a channel of the case, or leave `--channel` out.
error--watch-every-too-short = Samples every { $every } are too many for the network.
    .next = Give an interval of at least 20ms.
error--watch-nothing-to-sample = Neither the certificates nor the case name an address that could be sampled.
    .next = Take in certificates with `tekseru collect`, or enter the addresses into the case.
error--watch-plan-unreadable = The plan of samples { $plan } cannot be read. Technical cause: { $reason }.
    .next = Run `tekseru check`; begin a new window with `--anew`.
error--watch-too-many = { $samples } samples of { $lanes } addresses and channels are more than can be kept.
    .next = Sample for a shorter time, less often, or on one channel.
error--watch-under-way = A window is under way until { $until }, and it differs in `{ $what }`.
    .next = Go on with it by leaving `--{ $what }` out, or begin a new one with `--anew`.
error--watch-window-too-short = A window of { $window } is shorter than one interval of { $every }.
    .next = Give a longer window.

## Damage of a dossier

damage--chain-broken = { $file }: the chain of records is broken at line { $line }: that line, or what stands before it, was changed.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--evidence-edited = { $file }: the evidence was changed; its SHA-256 is now { $found }.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--evidence-missing = { $file }: the evidence was deleted; record { $entry } of the journal { $device } mentions it.
    .next = Restore it by `tekseru merge` with an intact copy.
damage--evidence-restored = The evidence { $evidence } had been changed and was restored; the changed file is kept as { $kept }.
    .next = Establish who changed it, and keep the changed file.
damage--evidence-unlisted = { $file }: no record mentions this evidence.
    .next = Nothing rests on it; it stays after an interrupted write, or somebody put it there.
damage--foreign-line = { $file }: line { $line } was written by another device, { $device }.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--fork = { $file }: two different records bear the number { $entry }.
    .next = Keep both copies of the dossier and establish which of them was changed.
damage--impossible-order = { $file }: record { $entry } refers to a record that was made after it.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--journal-restored = { $file }: the damaged journal was replaced by an intact longer copy; the damaged file is kept as { $kept }.
    .next = Establish what damaged it, and keep the damaged file.
damage--journal-truncated = { $file }: the journal ends at record { $found }, but record { $known } is known ({ $witness }).
    .next = Restore it by `tekseru merge` with an intact copy.
damage--line-repeated = { $file }: line { $line } repeats record { $entry }.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--line-replaced = { $file }: record { $entry } was replaced by another one ({ $witness }).
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--line-unreadable = { $file }: line { $line } is not a record. Technical cause: { $reason }.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--lines-deleted = { $file }: records { $first } to { $last } were deleted.
    .next = Restore them by `tekseru merge` with an intact copy.
damage--lines-reordered = { $file }: the order of the lines was changed: at line { $line } record { $entry } stands too late.
    .next = Keep the file as it is, and restore it by `tekseru merge` with an intact copy.
damage--torn-line-set-aside = { $file }: the last record was not written whole; its bytes are kept as { $kept }.
    .next = That record had not been acknowledged; repeat the last command.
damage--torn-tail = { $file }: the last line { $line } was not written whole ({ $bytes } bytes).
    .next = That record had not been acknowledged; repeat the last command.
damage--unknown-file = { $file }: this file is not part of a dossier, or cannot be read.
    .next = Keep other files outside the folder of the dossier.
