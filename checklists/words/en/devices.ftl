### What signs: tokens and signing programs, and what they return.

## What came back from a device

error--device-another-person = The certificate that signed belongs to { $found }, not to the member { $member }; nothing was recorded.
    .next = Sign again and choose the certificate of that member.
error--device-certificate-missing = The signature that came back does not carry the signer's certificate; nothing was recorded.
    .next = Let the program put the certificate into the signature, or sign with another device.
error--device-member-needed = This device tells only afterwards whose key it is, so the person who signs must be named first.
    .next = Give the IIN of the member with --member.
error--device-nobody = The certificate that signed names no person: it has no IIN; nothing was recorded.
    .next = Sign again with a certificate issued to a natural person.
error--device-not-a-cms = What came back is not one CMS signature; nothing was recorded. Technical cause: { $reason }.
    .next = Sign again; if it repeats, sign elsewhere with “sign --export” and bring the signature back.
error--device-over-something-else = The signature that came back is not over the file that was to be signed; nothing was recorded.
    .next = Sign again; if it repeats, do not use this device and tell those who maintain it.
error--device-unproven = The signature that came back does not verify with the certificate it carries ({ $codes }); nothing was recorded.
    .next = Sign again; if it repeats, do not use this device and sign with another one.

## NCALayer

error--ncalayer-answer-too-large = NCALayer answers with more than { $most } bytes; no signature is that long.
    .next = Restart NCALayer and sign again; nothing was recorded.
error--ncalayer-cancelled = Signing was cancelled in the window of NCALayer.
    .next = Run the command again when the member is ready to sign; nothing was recorded.
error--ncalayer-closed = NCALayer closed the connection before it answered.
    .next = See that NCALayer is still running and sign again; nothing was recorded.
error--ncalayer-garbage = NCALayer gave an answer that cannot be understood. Technical cause: { $reason }.
    .next = Update NCALayer, or sign elsewhere with “sign --export” and bring the signature back with “sign --import”.
error--ncalayer-module-absent = NCALayer of version { $version } has no module that signs files.
    .next = Update NCALayer from the site of the national certification authority.
error--ncalayer-not-laid-out = The file could not be laid out for NCALayer to read. Technical cause: { $reason }.
    .next = Free space in the folder for temporary files and sign again.
error--ncalayer-not-loopback = { $address } is not an address of this machine; NCALayer is asked on this machine only.
    .next = Give an address such as 127.0.0.1:13579.
error--ncalayer-not-ncalayer = { $address }: something answers there that is not NCALayer. Technical cause: { $reason }.
    .next = See which program holds this port, close it, and start NCALayer.
error--ncalayer-not-running = { $address }: nobody listens there; NCALayer is not running on this machine.
    .next = Start NCALayer and run the command again.
error--ncalayer-refused = NCALayer refuses to sign: { $reason } (code { $refusal }).
    .next = Do what NCALayer asks for; if its time-stamping authority cannot be reached, sign with --no-time-stamp.
error--ncalayer-silent = { $address }: somebody listens there and has said nothing for { $seconds } s.
    .next = Restart NCALayer and run the command again.
error--ncalayer-unanswered = The window of NCALayer was not answered within { $seconds } s.
    .next = Run the command again and answer the window; --wait gives more time.

## Tokens

error--token-algorithm-unknown = { $token }: the certificate has a key of the kind { $algorithm }, with which nothing is signed here.
    .next = Choose another certificate with --token-certificate, or sign through NCALayer.
error--token-cancelled = { $token }: signing was cancelled at the token.
    .next = Run the command again when the member is ready to sign; nothing was recorded.
error--token-certificate-unknown = { $token }: there is no certificate to sign with that is called { $wanted }.
    .next = Give the label, the serial number or at least eight first digits of the fingerprint of a certificate on the token.
error--token-certificates-several = { $token }: several certificates could sign: { $found }.
    .next = Name the member with --member, or the certificate with --token-certificate.
error--token-failed = { $token }: the token's driver reports a failure. Technical cause: { $reason }.
    .next = Put the token in again and repeat; if it repeats, sign through NCALayer.
error--token-gone = { $token }: the token is no longer there.
    .next = Put the token in and run the command again; nothing was recorded.
error--token-key-missing = { $token }: no private key goes with the certificate { $certificate }.
    .next = Choose another certificate with --token-certificate, or use the token that holds the key.
error--token-module-missing = { $path }: there is no such library of a token's driver.
    .next = Install the driver of the token and give the path of its PKCS#11 library.
error--token-module-unusable = { $path }: this library cannot be used as the driver of a token. Technical cause: { $reason }.
    .next = Give the PKCS#11 library of the token's maker, built for this operating system.
error--token-no-certificate = { $token }: there is no person's certificate on the token.
    .next = Put in the token that the certificate was issued to.
error--token-no-mechanism = { $token }: the token offers no way to sign with a key of the kind { $algorithm } that is known here.
    .next = Sign through NCALayer, or elsewhere with “sign --export”.
error--token-no-token = { $path }: the driver sees no token.
    .next = Put the token in, or give the driver of this kind of token.
error--token-not-the-members = { $token }: there is no certificate of the member { $member } on the token. It holds: { $found }.
    .next = Put in the token of that member.
error--token-pin-each-time = { $token }: the key wants the PIN before each signature, between two steps of signing; the token cannot be given the message itself for a key of this kind, and without that the PIN cannot be given in between.
    .next = Sign through NCALayer, or elsewhere with “sign --export”.
error--token-pin-locked = { $token }: the PIN is locked after too many wrong tries.
    .next = Let whoever issued the token unlock it; until then sign with another device.
error--token-pin-not-set = { $token }: the PIN of the token was never set.
    .next = Set the PIN with the program of the token's maker.
error--token-pin-unasked = The PIN cannot be asked for here ({ $reason }).
    .next = Give it through --pin-file or TEKSERU_PIN.
error--token-pin-wrong = { $token }: the PIN is wrong. { $tries ->
    [one] One try is left; after it the token locks.
    [few] Few tries are left before the token locks.
   *[other] The token does not say how many tries are left.
}
    .next = Make sure of the PIN before the next try; nothing was signed.
error--token-tokens-several = { $path }: several tokens are plugged in: { $found }.
    .next = Choose one with --token-label or --token-slot.
error--token-unknown = { $path }: there is no token { $wanted }. There are: { $found }.
    .next = Give the label or the slot of one of them.
error--token-unproven = { $token }: what the token signed does not verify with the certificate { $certificate }; nothing was recorded.
    .next = Sign through NCALayer, or elsewhere with “sign --export”.

## Options of sign and dissent

cli-sign--token_module = A token's driver: its PKCS#11 library
cli-sign--token_slot = The number of the token's slot, where there are several tokens
cli-sign--token_label = The label of the token, where there are several tokens
cli-sign--token_certificate = The certificate on the token that signs: its label, its serial number, or the first digits of its fingerprint
cli-sign--pin_file = A file with the PIN of the token; else TEKSERU_PIN, else it is asked for
cli-sign--ncalayer = Sign in the window of NCALayer, which runs on this machine
cli-sign--no_time_stamp = Have no time-stamp added
cli-sign--wait = How long the window of NCALayer is waited for, in seconds
cli-sign--item = An item that the reservation is about; may be repeated
cli-sign--statement = The reservation that was signed, where it is neither inside nor beside the signature
cli-dissent--token_module = A token's driver: its PKCS#11 library
cli-dissent--token_slot = The number of the token's slot, where there are several tokens
cli-dissent--token_label = The label of the token, where there are several tokens
cli-dissent--token_certificate = The certificate on the token that signs: its label, its serial number, or the first digits of its fingerprint
cli-dissent--pin_file = A file with the PIN of the token; else TEKSERU_PIN, else it is asked for
cli-dissent--export = Write the statement that is to be signed elsewhere; the member is named with --member
cli-dissent--import = Signatures of statements, made elsewhere: CMS as DER, PEM or base64; several files at once
cli-dissent--ncalayer = Sign in the window of NCALayer, which runs on this machine
cli-dissent--no_time_stamp = Have no time-stamp added
cli-dissent--statement = The statement that was signed, where it is neither inside nor beside the signature
cli-dissent--tsp = A time-stamping service to ask for a time-stamp over the signature; may be repeated: they are asked in turn
cli-dissent--wait = How long the window of NCALayer is waited for, in seconds

## Signing

cli-pin = PIN of the token { $token } { $tries ->
    [one] (one try is left)
    [few] (few tries are left)
   *[other] {""}
}
cli-pin-for-one-signature = PIN of the token { $token }, which its key wants for each signature { $tries ->
    [one] (one try is left)
    [few] (few tries are left)
   *[other] {""}
}
cli-ncalayer-waiting = Answer in the window of NCALayer…
cli-sign-elsewhere-unchanged = Sign exactly this file: do not open it to save it again, print it anew, or rename it into another format. Its SHA-256 is above.
cli-sign-elsewhere-program = Any program for the electronic digital signature will do: NCALayer, eGov Mobile, a program of your token. Sign with the signing key of the natural person.
cli-sign-elsewhere-detached = The signature is CMS (CAdES), detached rather than with the file inside; with a time-stamp where the program offers one.
cli-sign-elsewhere-act = Bring back the file of the signature (.cms, .p7s, .sig, as DER, PEM or base64) with “tekseru sign … --import FILE”; several at once are welcome.
cli-sign-elsewhere-dissent = Bring back the file of the signature with “tekseru dissent … --import FILE”, and keep the statement beside it under its name.
cli-sign-elsewhere-reservation = Sign the act as well (“sign --export”): a reservation alone is no signature. Bring back both signatures with “tekseru sign … --import FILE…”, and keep the reservation beside its signature under its name.
cli-signed-without-time-stamp = NO TIME-STAMP: it was signed and recorded, but no service gave a sound time-stamp. The time of signing is only the one that the signer claims.
cli-signer-not-appointed = { $iin }, not a member of this commission
cli-signer-unknown = a signer whose certificate names no person
cli-sign-items-without-reservation = Items were named (--item), but no reservation that they belong to.
    .next = Give the text of the reservation with --reservation, or leave --item out; the items of a dissent go with the command “dissent”.
cli-sign-reservation-and-import = A signature made elsewhere brings its own reservation; another text given beside it (--reservation) would be signed by nobody. Nothing was recorded.
    .next = Leave --reservation out; where a reservation is to be signed elsewhere, write it first with --reservation and --export.
cli-sign-reservation-of-nobody = Whose reservation it is stands inside it, and was not said. Nothing was written.
    .next = Give the IIN of the member with --member.

## What a file that came back is

returned--a-dissent = this is a signature of a dissent, not of the act or a reservation; nothing was recorded.
    .next = Take it with “dissent --import” if the member refuses to sign.
returned--a-reservation = this is a signature of a reservation, not of a dissent; nothing was recorded.
    .next = Take it with “sign --import”, together with the signature of the act.
returned--already = this signature of the act was recorded before.
returned--another-document = the signature is over another file: { $document }; it was not recorded.
    .next = Sign the file that “sign --export” writes now, and bring that signature.
returned--another-inside = the signature has another file inside ({ $kind ->
    [certificate] a certificate
    [crl] a revocation list
    [json] a JSON file
    [pdf] a PDF file
    [text] a text
    [xml] an XML file
    [xml-signature] a signed XML file
    [zip] a ZIP file
   *[other] a file of another kind
}, SHA-256 { $sha256 }), not this act; it was not recorded.
    .next = Sign the file that “sign --export” writes now, and bring that signature.
returned--no-signer = a CMS object without any signature; it was not recorded.
    .next = Sign the file that “sign --export” writes, and bring the signature.
returned--no-statement = the statement that was signed is neither inside nor beside the signature; nothing was recorded.
    .next = Put the statement that “dissent --export” wrote beside the signature, or give it with --statement.
returned--not-a-dissent = what was signed is not a statement of dissent; nothing was recorded. Technical cause: { $reason }.
    .next = Sign the file that “dissent --export” writes, unchanged.
returned--not-a-signature = not a CMS signature but { $kind ->
    [certificate] a certificate; give it with --trust
    [crl] a revocation list; give it with --trust
    [empty] an empty file
    [json] a JSON file
    [pdf] a PDF file
    [text] a text
    [time-stamp] a time-stamp alone
    [xml] an XML file
    [xml-signature] a signed XML file
    [zip] a ZIP file
   *[other] a file of another kind
}; it was not recorded.
    .next = Bring the file of the signature itself: CMS as DER, PEM or base64.
returned--private-key = the file holds a private key; it was neither taken nor copied.
    .next = Remove the key from here and bring the signature only.
returned--recorded = a signature of this act, recorded.
returned--reservation-already = this reservation of { $member } was recorded before.
returned--reservation-recorded = the reservation of { $member }, recorded.
returned--reservation-refused = a reservation of { $member } that does not hold; it was not recorded.
    .next = See what stands against it below, and sign the file that “sign --reservation … --export” writes now.
returned--signature-of-the-act = this is a signature of the act, not of a dissent; nothing was recorded.
    .next = Take it with “sign --import” if the member signs the act.
returned--statement-already = this dissent of { $member } was recorded before.
returned--statement-recorded = the dissent of { $member }, recorded.
returned--statement-refused = a statement of dissent of { $member } that does not hold; it was not recorded.
    .next = See what stands against it below, and sign the file that “dissent --export” writes now.
returned--too-large = { $length } bytes; a signature file has at most { $most }.
    .next = Bring the detached signature, without the file inside.
returned--unknown-document = the signature is over other bytes than this act, and over none that are known here; it was not recorded.
    .next = Make sure that the file was signed as “sign --export” wrote it, not saved anew, and not of another case.
returned--unreadable-file = the file cannot be read. Technical cause: { $reason }.
    .next = Check the name and the folder, and repeat for this file.
returned--unreadable-signature = not a CMS signature that can be read; it was not recorded. Technical cause: { $reason }.
    .next = Take the file of the signature from the program again; text editors and mail may have damaged it.
