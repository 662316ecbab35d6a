### The command line: help, prompts and answers.

cli = Inspection of certification authorities: from the first look to the adopted act
cli--lang = Language of everything shown: kk, ru or en
cli--json = Show JSON for programs
cli--checklists = Use the checklists of this folder instead of those built in
cli--colour = When to use colour
cli-demo = Run a whole inspection of a demonstration site on this machine
cli-demo--scenario = Which authority is shown: a sound one, or one with defects
cli-demo--out = Folder for everything that is written
cli-new = Open a dossier for a case
cli-new--dossier = Folder of the new dossier
cli-new--case = The case: a TOML file with recipient, commission and declaration
cli-collect = Look at the site with every probe, and take in files
cli-collect--dossier = Folder of the dossier
cli-collect--certificate = A certificate of the authority or of its users
cli-collect--register = The register of object identifiers, as JSON
cli-collect--verifier_run = The answers of the authority's own verifier, as JSON
cli-collect--document = A document
cli-collect--folder = A folder: its certificates are taken, private keys are named and left where they are
cli-collect--offline = Take in files only; ask nobody over the network
cli-collect--window = How long the services are sampled after that: 30s, 10m, 8h, 3d
cli-collect--every = How often each service is asked then on each channel: 500ms, 10s, 1m
cli-crl-watch = Sample lists, status, time-stamping and certificates of issuers over a window; taken up again after an interruption
cli-crl-watch--dossier = Folder of the dossier
cli-crl-watch--window = How long: 30s, 10m, 8h, 3d; else as the case says, else 10m
cli-crl-watch--every = How often each service is asked on each channel: 500ms, 10s, 1m; else as the case says, else 10s
cli-crl-watch--channel = On this channel of the case alone
cli-crl-watch--anew = Begin a new window although one is under way
cli-collect--here = This machine is a server of the authority: record what its time services print
cli-collect--log = Lines of a log
cli-collect--log_anchor = A line of the log of which it is known when it was written: 12=2026-01-15T06:00:00Z
cli-collect--time_status = What the program of a time service printed, with the server it ran on
cli-questions = List what people are asked, with the guidance
cli-questions--dossier = Folder of the dossier
cli-answer = Record what a member of the commission saw
cli-answer--dossier = Folder of the dossier
cli-answer--file = A file of answers, as TOML
cli-answer--item = The item, as listed by “questions”
cli-answer--member = IIN of the member who looked
cli-answer--seen = What was found
cli-answer--ground = What was seen, in the member's words
cli-answer--reading = A reading with its unit, for example 2,44 m; may be repeated
cli-answer--instrument = Name and number of the instrument
cli-answer--error = Permissible error of the instrument with its unit, for example 1,5 mm
cli-answer--attach = A photograph or a document; may be repeated
cli-judge = Judge every requirement; records nothing
cli-judge--dossier = Folder of the dossier
cli-seal = Render the act and fix its bytes for signing
cli-seal--dossier = Folder of the dossier
cli-seal--number = Number of the act
cli-seal--conclusion = What the commission concludes
cli-seal--text = The commission's own words
cli-seal--recommendation = A recommendation; may be repeated
cli-seal--despite = Why the conclusion is positive although items stand against it; printed in the act
cli-seal--with_english = Print English beside Kazakh and Russian
cli-seal--out = Folder for act.pdf, act.json and act.html; beside the dossier if not given
cli-sign = Sign the act with a key, or take a signature made elsewhere
cli-sign--dossier = Folder of the dossier
cli-sign--p12 = A key container (PKCS#12)
cli-sign--password_file = A file with the password of the container; else TEKSERU_PASSWORD, else it is asked for
cli-sign--member = IIN of the member whose key it is
cli-sign--import = A signature made elsewhere: CMS as DER, PEM or base64
cli-sign--export = Write the exact file that is to be signed elsewhere
cli-sign--trust = A certificate or revocation list by which members' certificates are judged; may be repeated
cli-dissent = Refuse to sign, with reasons, signed by the member
cli-dissent--dossier = Folder of the dossier
cli-dissent--p12 = A key container (PKCS#12)
cli-dissent--password_file = A file with the password of the container; else TEKSERU_PASSWORD, else it is asked for
cli-dissent--member = IIN of the member whose key it is
cli-dissent--reasons = The reasons
cli-dissent--item = An item that the dissent is about; may be repeated
cli-status = Show who has signed, who has not, and what is lacking
cli-status--dossier = Folder of the dossier
cli-status--online = Ask for the revocation lists of the signers first
cli-adopt = Count the signatures and record the adoption
cli-adopt--dossier = Folder of the dossier
cli-adopt--online = Ask for the revocation lists of the signers first
cli-verify = Verify a pack from its files alone
cli-verify--pack = The pack: a folder or a ZIP file
cli-export = Write the pack of the act: a folder, or a ZIP file
cli-export--dossier = Folder of the dossier
cli-export--out = The folder, or a name that ends in .zip
cli-merge = Take over what another laptop recorded about the same case
cli-merge--dossier = The dossier that takes over
cli-merge--other = The other dossier; it is not changed
cli-check = Look for damage in a dossier
cli-check--dossier = Folder of the dossier
cli-selftest = Run public conformance suites through the same engine that the probes use
cli-selftest--suite = A suite and its folder or table, for example pkits=../shared/suites/pkits; may be repeated
cli-schema = Write the JSON Schema of a form
cli-schema--form = Which form
cli-completions = Write completions for a shell
cli-completions--shell = Which shell
cli-man = Write manual pages
cli-man--folder = Folder for the pages

cli-error = error:
cli-warning = note:
cli-password = Password of the key container
cli-opened = Dossier opened: { $dossier }. Case { $case }, recipient { $recipient }. Requirements to judge: { $items }.
cli-taken = Files taken in: { $files }.
cli-collected = Probes that looked: { $probes }; pieces of evidence: { $pieces }.
cli-look-failed = The probe { $probe } could not look: { $error }.
cli-watched = Samples: { $samples }, services found available: { $available }, not counted: { $unsampled }. Addresses: { $targets }; channels: { $channels }. The window ended at { $until }. A sample was sent late by at most { $late } ms.
cli-watched-in-part = Samples: { $samples }, services found available: { $available }, not counted: { $unsampled }. Addresses: { $targets }; channels: { $channels }. The window lasts until { $until }: “crl-watch” goes on with it. A sample was sent late by at most { $late } ms.
cli-watch-progress = samples { $samples }, available { $available }, not counted { $unsampled }
cli-answered = Recorded: { $item }; photographs: { $photos }, documents: { $documents }.
cli-sealed = Act No. { $number }, version { $version }, is sealed in { $folder }. SHA-256 of act.pdf: { $sha256 }.
cli-to-sign = The file to sign is { $file }, SHA-256 { $sha256 }. Sign it unchanged and bring the signature back with “sign --import”.
cli-signed = Signature recorded: { $label }.
cli-dissented = Dissent of { $member } recorded.
cli-pack-holds = The pack of act No. { $number } holds together: what was signed is what is shown, and the act is adopted.
cli-pack-does-not-hold = The pack of act No. { $number } does not hold, or not everything could be established.
cli-anchor = Members' certificates are judged under the anchor { $sha256 } (obtained from: { $from }). Compare it with a source of your own.
cli-exported = Pack written to { $place }; files: { $files }.
cli-merged = Entries taken over: { $entries }, pieces of evidence: { $evidence }, restored: { $restored }.
cli-no-damage = No damage found.
cli-demo-starting = demonstration site
cli-demo-done = The whole inspection took { $seconds } s.
cli-place-act = Act
cli-place-adoption = Record of adoption
cli-place-case = Case
cli-place-dossier = Dossier
cli-place-keys = Demonstration keys
cli-place-pack = Pack

## Wrong calls

cli-not-a-demo-folder = { $folder } is not empty, and no demonstration wrote it; nothing was touched. Name another folder with --out.
cli-nothing-to-sign-with = Nothing to sign with: give a key container (--p12), a signature made elsewhere (--import), or a place for the file to sign (--export).
cli-no-password = The password cannot be asked for here ({ $reason }). Give it with --password-file or in TEKSERU_PASSWORD.
cli-help-version = Show the version

## Terms

cli-decision-due = Under paragraph 14 of the Rules the decision is due by the next working day: { $day }.
cli-calendar-not-compared = The calendar of working days was not compared with the published one, or does not cover this day: check the date.

## Conformance suites

cli-suite-suite = suite
cli-suite-agreed = as expected
cli-suite-explained = otherwise, with a reading
cli-suite-unexplained = otherwise, unexplained
cli-suite-not-run = not run
cli-suite-of = { $agreed } of { $run }
cli-suite-failed = could not be run
cli-suite-unexplained-cases = decided otherwise, and nothing says why
cli-suite-expected = expected
cli-suite-got = came out
cli-suite-findings = found
cli-suite-form = “{ $given }” does not say which suite lies where. Known suites: { $known }.
    .next = Write --suite NAME=PLACE, for example --suite pkits=../shared/suites/pkits.
cli-suite-unknown = No suite is called “{ $suite }”. Known suites: { $known }.
    .next = Give one of the known names.
cli-suite-empty = The suite { $suite } has no case that can be run, so it proves nothing.
    .next = Check whether the place is the one of this suite, and whether its table is whole.
