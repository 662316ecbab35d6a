### What is said about papers: letters, notices, decisions, the certificate.

## Making a paper

error--paper-another-matter = The paper { $form } cannot rest on these rows of the register: { $rows }.
    .next = Name the decision or the certificate that the paper is about with --decision or --certificate.
error--paper-bare-record = { $path } is the record of an act alone, and the register took in a sealed act: nobody can tell whether the record is that of the act.
    .next = Give the pack of the act.
error--paper-broken = The form demands: { $en } / { $kk } / { $ru }
error--paper-defects = The paper { $form } is not made: { COUNT($count) ->
    [one] one thing is missing or wrong
   *[other] { $count } things are missing or wrong
 }.
    .next = Give every field named here; the option --template writes a file with all of them.
error--paper-draft-signed = The paper { $form } is a draft, and a draft is not signed.
    .next = Once a second officer has confirmed the decision, make the paper from the register with --decision or --certificate.
error--paper-field-against-register = The field { $field } is given as “{ $given }”, but the register says “{ $kept }”: { $en } / { $kk } / { $ru }
error--paper-field-beside-register = The field { $field } is given as “{ $given }”, but the register holds nothing there: { $en } / { $kk } / { $ru }
error--paper-field-missing = The field { $field } is not given: { $en } / { $kk } / { $ru }
error--paper-field-not-an-option = The field { $field } holds { $text }; it takes one of: { $options }.
error--paper-field-not-of-kind = The field { $field } holds { $text }, which is no { NAME("paper-kind", $field-kind) }.
error--paper-field-too-long = The field { $field } is longer than { $most }.
error--paper-field-unknown = The form has no field { $field }.
error--paper-field-untranslated = The field { $field } is given by language and not in { NAME("paper-lang", $lang) }.
error--paper-kazakh-left-out = The paper { $form } cannot be made without its Kazakh text.
    .next = Choose the Kazakh language among those of the paper.
error--paper-unknown = There is no paper { $form }; there are: { $known }.
    .next = Choose one of those named; the option --list shows them with their clauses.
paper-kind-choice = option
paper-kind-choices = list of options
paper-kind-date = date such as 2026-01-31
paper-kind-list = list of texts
paper-kind-number = number from 1 to 999
paper-kind-table = table of this form
paper-kind-text = text
paper-lang-en = English
paper-lang-kk = Kazakh
paper-lang-ru = Russian
paper-made = Made: { $place } (SHA-256 { $sha256 })
paper-made-draft = A draft was made: { $place } (SHA-256 { $sha256 })
paper-signed = Signed: { $place }
paper-status-current = in force
paper-status-repealed = repealed
paper-wording-law = wording of the act
paper-wording-proposal = wording proposed; quotes of the act are word for word

## Verifying a paper

error--paper-file-missing = This is no paper of this program: { $file } is not attached to it.
    .next = Ask whoever sent it for the file as it was made; a printed and scanned copy cannot be verified.
error--paper-not-a-pdf = This is not a PDF that can be read.
    .next = Ask whoever sent it for the file as it was made.
error--paper-record = The record of the paper cannot be read: { $reason }.
    .next = Ask whoever sent it for the file as it was made.
error--paper-two-files-of-one-name = Two files in the PDF have one name: which of them the paper rests on cannot be told.
    .next = Do not rely on it; ask whoever sent it for the file as it was made.
paper--draft = This is a draft: it does not rest on a confirmed decision.
    .next = Do not rely on it; ask for the paper that was made once the decision was confirmed.
paper--fields-defective = The fields of the paper do not fit its form: { $reason }
    .next = Do not rely on the paper; ask whoever issued it for a sound one.
paper--fields-in-order = The fields fit the form.
paper--form-as-known = The form { $form } is the one of this program, word for word (SHA-256 { $sha256 }).
paper--form-not-known = The form { $form } that the paper carries (SHA-256 { $sha256 }) is not the one of this program: its wording is not vouched for.
    .next = Compare the wording of the paper with the edition of the act in force on its day.
paper--pages-as-recorded = The pages are those of the record, byte for byte.
paper--pages-differ = The pages are not those that the record gives; the record was made by version { $version } of the program.
    .next = Verify with that version of the program; if the pages differ there too, the file was changed.
paper--record-of-another-kind = The record is not that of a paper: { $kind }
    .next = Do not rely on the file; ask for the paper itself.
paper--signature-holds = The signature { $file } holds: signer { $signer }, time { $time }.
paper--signature-invalid = The signature { $file } does not hold: signer { $signer }, time { $time }.
    .next = Do not rely on the paper; ask whoever issued it to sign the file as it stands.
paper--signature-open = Whether the signature { $file } holds could not be established: signer { $signer }, time { $time }.
    .next = Give the signer's root certificate, the certificates between and the revocation lists.
paper--source-named = The paper names the rows of the register { $register } that it was filled from: { $rows }. The register itself was not asked.
paper--source-not-named = The paper has to rest on a confirmed decision of the register, but names no row of one and is not marked as a draft.
    .next = Do not rely on it; ask for a paper that was made from the register.
paper--unsigned = No signature lies beside the paper.
    .next = Ask for the file of the signature; without it the paper proves nothing about who issued it.

## Help

cli-committee-paper = Make a paper of the committee, or verify one
cli-committee-paper--kind = Which paper
cli-committee-paper--list = List every paper with its clause
cli-committee-paper--template = Write a file to fill in
cli-committee-paper--certificate = Fill it from the register: the certificate of this number
cli-committee-paper--decision = Fill it from the register: the decision, by its number in the list
cli-committee-paper--matter = Fill it from the register: the act that came in, by its number in the list
cli-committee-paper--signatory = Who signs: the IIN of an officer of the register
cli-committee-paper--act = Take fields from an act: a pack, or an act.json
cli-committee-paper--case = Take fields from a case
cli-committee-paper--dissent = Take fields from a dissent of the act
cli-committee-paper--row = Take fields from a row of the register, as JSON
cli-committee-paper--fields = Take fields from a file that was filled in
cli-committee-paper--field = A field, as NAME=VALUE; given again, a list; as NAME.ru=VALUE, in one language
cli-committee-paper--with_english = Print English beside Kazakh and Russian
cli-committee-paper--out = Where to
cli-committee-paper--verify = Verify a paper, and the signature beside it
cli-committee-paper--signature = The signature, where it does not lie beside the paper
cli-committee-paper--anchor = A certificate under which the signer's certificate is judged
cli-committee-paper--trust = A certificate or revocation list by which it is judged
cli-committee-paper--member = The person whose key it is: the IIN
cli-committee-paper--p12 = A key container (PKCS#12)
cli-committee-paper--password_file = A file with the password of the container; else TEKSERU_PASSWORD, else it is asked for
cli-committee-paper--token_module = A token's driver: its PKCS#11 library
cli-committee-paper--token_slot = The number of the token's slot, where there are several tokens
cli-committee-paper--token_label = The label of the token, where there are several tokens
cli-committee-paper--token_certificate = The certificate on the token that signs: its label, its serial number, or the first digits of its fingerprint
cli-committee-paper--pin_file = A file with the PIN of the token; else TEKSERU_PIN, else it is asked for
cli-committee-paper--ncalayer = Sign in the window of NCALayer, which runs on this machine
cli-committee-paper--no_time_stamp = Ask NCALayer for no time-stamp
cli-committee-paper--wait = How long the window of NCALayer is waited for, in seconds
