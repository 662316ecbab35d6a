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
