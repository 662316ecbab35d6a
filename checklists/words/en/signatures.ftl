## Who, when, under whom

signature--chain = Chain of certificates: { $chain }. SHA-256 of the anchor: { $anchor }.
signature--time-claimed = Time of signing as the signer claims it: { $claimed }. No time-stamp proves it.
    .next = Where the time may be disputed, ask for a signature with a time-stamp.
signature--time-proven = The signature existed by { $stamped }: so says the time-stamp of { $authority } (policy { $policy }). The signer claims { $claimed }.
signature--time-not-proven = The certificate was revoked after the time that the signature claims, and no time-stamp proves that it was made before; whoever held the key could have written that time. The signature is not counted.
    .next = Ask the signer to sign again with a certificate that is valid.
signature--stamp-key-doubtful = The time-stamp of { $authority } ({ $stamped }) proves nothing: its certificate was revoked later for a reason that leaves open who holds its key, and whoever holds it writes any time.
    .next = Ask for a signature with a time-stamp of another authority.
signature--stamp-not-trusted = The time-stamp of { $authority } ({ $stamped }) proves nothing: its certificate does not lead to an anchor of this act as one for time-stamps. Causes: { $reason }.
    .next = Bring the certificates of the time-stamping authority (`tekseru sign --trust`) and count again.
signature--stamp-not-revoked = The certificate of the time-stamping authority { $holder } was not revoked at that moment: { NAME("proof", $by) } of { $at }, SHA-256 { $sha256 }.
signature--stamp-revocation-unknown = Whether the certificate of the time-stamping authority { $authority } was revoked at { $stamped } is not known.
    .next = Bring the revocation list of its issuer (`tekseru sign --trust`) and count again.
signature--stamp-before-sealing = The time-stamp ({ $stamped }) is more than { $slack } min earlier than the sealing of the act at { $sealed }: an act cannot be signed before it is there. One of the clocks is wrong, or worse.
    .next = Find out whose clock is wrong before the act is relied on; have it signed again.
signature--stamp-before-claim = The signer claims { $claimed }, more than { $slack } min later than the time-stamp ({ $stamped }): the signer's clock is ahead.
    .next = Set the clock of the signer's machine.
signature--stamp-after-claim = The time-stamp ({ $stamped }) was made more than { $slack } min after the time that the signer claims ({ $claimed }): only the time-stamp counts.
    .next = Have a time-stamp added right after signing; set the clock of the signer's machine.

## Revocation at that moment

signature--not-revoked = The certificate of { $holder } was not revoked at that moment: { NAME("proof", $by) } of { $at }, SHA-256 { $sha256 }.
signature--revoked = The certificate of { $holder } had been revoked before the signature was made: on { $date }, reason { $reason }; { NAME("proof", $by) } of { $at }, SHA-256 { $sha256 }.
    .next = Ask the signer to sign with a certificate that is valid.
signature--revoked-later = The certificate of { $holder } was revoked after that moment: on { $date }, reason { $reason }; { NAME("proof", $by) } of { $at }, SHA-256 { $sha256 }.
signature--not-known-to-responder = The status service does not know the certificate of { $holder }: { NAME("proof", $by) } of { $at }, SHA-256 { $sha256 }.
    .next = Ask the issuer of the certificate whether it ever issued it.
signature--revocation-unknown = It could not be established whether the certificate had been revoked when the signature was made; the signature is not counted.
    .next = Bring the revocation list of its issuer (`tekseru sign --trust`) and count again.
proof-crl = revocation list
proof-delta = delta revocation list
proof-ocsp = answer of the status service

## What is signed, and with what

signature--another-document = The signature was made for another document: { $document }.
    .next = Ask the signer to sign this act.
signature--another-document-unknown = The signature was made for another document, which is not known here; the digest that was signed: { $digest }.
    .next = Ask the signer to sign this act.
signature--before-sealing = The signature gives { $signed } as its time, earlier than the sealing of the act at { $sealed }: one of the clocks is wrong.
    .next = Set the clock of the signer's machine; a signature with a time-stamp settles the doubt.
signature--algorithm-legacy = The signature or its chain rests on an outgoing algorithm: { $algorithm }. It is still counted.
    .next = Ask the signer to renew the certificate with a key of the standard in force.
signature--algorithm-weak = The signature or its chain rests on an algorithm that proves nothing for years: { $algorithm }; the signature is not counted.
    .next = Ask the signer to sign again with a sound algorithm.
signature--authentication-key = The key of the certificate is for entering systems, not for signing; the signature is not counted.
    .next = Ask the signer to sign with the key for signing; national authorities give both.
signature--certificate-not-stated = The signature does not state which certificate it was made with, so another certificate of the same key could stand in its place; the signature is not counted.
    .next = Ask the signer to sign again with software that states the certificate.
signature--not-valid-when-sealed = The signature bears the time { $signed }, but the act was sealed only at { $sealed }, and that the certificate was still valid then is not proven: a clock that was set back cannot bring it to life. The signature is not counted.
    .next = Ask the signer to sign again with a certificate that is valid.
signature--time-unknown = The signature does not say when it was made, so the certificate cannot be judged for that moment; the signature is not counted.
    .next = Ask the signer to sign again with the time of signing inside.
signature--too-large = The signature file has { $length } bytes; a signature is never so large, so it was not looked at.
    .next = Make sure that it is the right file.
signature--unreadable = The signature file cannot be read. Technical cause: { $error }.
    .next = Ask the signer for the signature file again.

## Asking for a time-stamp

signature--stamped = A time-stamp was added: { $stamped }, from { $url }.
signature--stamp-service-silent = The time-stamping service { $url } gave no answer; the signature stays without a time-stamp. Technical cause: { $reason }.
    .next = Nothing has to be done; to have a proven time, sign again when the service answers.
signature--stamp-refused = The time-stamping service { $url } refused; the signature stays without a time-stamp. Its answer: { $reason }.
    .next = Nothing has to be done; to have a proven time, name another service (`--tsp`).
signature--stamp-answer-not-valid = The answer of the time-stamping service { $url } is no sound time-stamp over this signature and was not taken. Technical cause: { $reason }.
    .next = Name another service (`--tsp`), and tell this one about it.
signature--stamp-not-added = A time-stamp cannot be added to this signature. Technical cause: { $reason }.
    .next = Have the time-stamp added by the software that made the signature.

## In the record of adoption

act-section-signature-proof = Each signature and its proof
act-signatures-left-out = Further signatures, which stand in adoption.json: { $count }.
