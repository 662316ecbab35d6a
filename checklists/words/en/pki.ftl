### What the engine for certificates, lists and signatures says: for each code its sentence, and as `next` the next step.

## Files of certificates

reading--private-key-present = A private key lies among the certificates ({ $count }). It was not copied.
    .next = Move the key where no stranger sees it, and find out whether it has to be replaced.
reading--pem-broken = The text block { $label } is broken (at { $offset }). Technical cause: { $reason }.
    .next = Take the file again from its source and repeat the check.
reading--pem-other = The block { $label } is not read here.
    .next = Nothing further to do; the commission weighs the remark.
reading--text-around-pem = Text stands around the blocks ({ $octets } bytes).
    .next = Nothing further to do; the commission weighs the remark.
reading--text-encoding = The file is in an unusual encoding: { $encoding }.
    .next = Nothing further to do; the commission weighs the remark.
reading--object-unreadable = An object cannot be read: { $object } at { $position }. Technical cause: { $reason }.
    .next = Take the file again from its source and repeat the check.
reading--limit-reached = A limit of reading was reached ({ $what }): limit { $limit }, found { $seen }.
    .next = Give the object in parts, or check it by hand and attach the result as a document.
reading--nothing-found = The file holds no certificate and no list ({ $octets } bytes).
    .next = Take the file again from its source and repeat the check.
reading--repeated = One certificate stands in the file repeatedly: { $fingerprint }.
    .next = Nothing further to do; the commission weighs the remark.

## One certificate as it is written

certificate--structure-defective = The structure of the certificate is not that of the standard; its parts were read one by one. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--trailing-data = Extra data follow: { $octets } bytes ({ $place }).
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--version-unexpected = The version of the certificate is unexpected: { $version }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--serial-unexpected = The serial number of the certificate is not of the standard form: { $serial }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--algorithms-differ = The certificate names two signature algorithms: { $inner } and { $outer }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--time-form = The time { $field } is written in a form that is not allowed: { $text }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--time-unreadable = The time { $field } cannot be read: { $text }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--validity-reversed = The validity ends ({ $not_after }) before it begins ({ $not_before }).
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--name-defective = A name cannot be read or is empty: { $field }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--public-key-unreadable = The public key cannot be read. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--extension-repeated = An extension occurs more than once: { $extension }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--extension-malformed = An extension cannot be read: { $extension } ({ $critical ->
    [true] critical
   *[other] not critical
 }). Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--too-many-extensions = Too many extensions: { $seen }, limit { $limit }.
    .next = Give the object in parts, or check it by hand and attach the result as a document.
certificate--signature-bits = The signature is no whole number of bytes. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--crl-urls-joined = One entry holds several addresses joined by a line break ({ $urls }): { $text }. They were read apart.
    .next = Nothing further to do; the commission weighs the remark.
certificate--url-form = An address has characters that are not allowed: { $text }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
certificate--ocsp-no-check-empty = The mark of the status responder is in the old national form (an empty value).
    .next = Nothing further to do; the commission weighs the remark.

## Signed objects (CMS)

cms--certificate-id-differs = The signature names another certificate: { $certificate }.
    .next = Ask the signer to sign this file again.
cms--certificate-id-absent = The signed attributes do not say which certificate was used.
    .next = Nothing further to do; the commission weighs the remark.
cms--certificate-unreadable = A certificate put inside cannot be read (at { $position }). Technical cause: { $reason }.
    .next = Nothing further to do; the commission weighs the remark.
cms--content-differs = The file given is not the content inside the signature.
    .next = Ask the signer to sign this file again.
cms--content-missing = The signature is detached and no file was given.
    .next = Take the file again from its source and repeat the check.
cms--content-type-missing = The signed attributes have no content type.
    .next = Ask the signer to sign this file again.
cms--content-type-differs = The signed content type ({ $signed }) is not that of the content ({ $found }).
    .next = Ask the signer to sign this file again.
cms--algorithm-protection-differs = The signed attributes name another algorithm ({ $field }): { $signed } there, { $found } in the signature.
    .next = Ask the signer to sign this file again.
cms--archive-attribute-not-judged = There is an attribute for long preservation; it was not judged: { $attribute }.
    .next = Nothing further to do; the commission weighs the remark.
cms--attribute-unreadable = An informative attribute cannot be read: { $attribute }. Technical cause: { $reason }.
    .next = Nothing further to do; the commission weighs the remark.
cms--content-is-attributes = The content has the form of signed attributes: a signature over attributes can be passed off as one over content.
    .next = Ask the signer to sign this file again with signed attributes.
cms--counter-signature-content-type = A counter-signature states a content type; it has none.
    .next = Nothing further to do; the commission weighs the remark.
cms--limit-reached = A limit was reached ({ $what }: { $limit }); what lies beyond was not judged.
    .next = Nothing further to do; the commission weighs the remark.
cms--counter-signature-not-valid = A counter-signature is not valid, or not verified, and so confirms nothing. Technical cause: { $reason }.
    .next = Nothing further to do; the commission weighs the remark.
cms--over-content-alone = Only the content is signed: its type, the time and the certificate are not protected by the signature.
    .next = Nothing further to do; the commission weighs the remark.
cms--signature-policy-not-judged = The signature follows the policy { $policy }, whose rules were not judged.
    .next = Nothing further to do; the commission weighs the remark.
cms--version-unexpected = A version number does not fit the fields ({ $place }): { $found } instead of { $expected }.
    .next = Nothing further to do; the commission weighs the remark.
cms--digest-algorithms-differ = The digest algorithm ({ $digest }) is not that of the signature ({ $signature }).
    .next = Ask the signer to sign this file again.
cms--digest-algorithm-unknown = The digest algorithm is not known.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
cms--attribute-repeated = An attribute occurs more than once: { $attribute }.
    .next = Ask the signer to sign this file again.
cms--attribute-malformed = A signed attribute cannot be read: { $attribute }. Technical cause: { $reason }.
    .next = Ask the signer to sign this file again.
cms--key-usage = The key of the certificate is not for signatures.
    .next = Ask the signer to sign this file again.
cms--message-digest-differs = The signed digest ({ $signed }) is not that of the content ({ $computed }): the file was changed, or is another one.
    .next = Ask the signer to sign this file again.
cms--message-digest-missing = The signed attributes have no digest of the content.
    .next = Ask the signer to sign this file again.
cms--not-der = The shell of the object is BER, not DER.
    .next = Nothing further to do; the commission weighs the remark.
cms--no-signers = Nobody signed the object.
    .next = Ask the signer to sign this file again.
cms--second-object = Another object follows the first ({ $octets } bytes); it was not judged.
    .next = Take the file again from its source and repeat the check.
cms--signature-not-verified = The signature is not verified. Technical cause: { $reason }.
    .next = Ask the signer to sign this file again.
cms--signature-named-by-key = The signature algorithm is named by the algorithm of the key: { $algorithm }.
    .next = Nothing further to do; the commission weighs the remark.
cms--signed-attributes-not-der = The signed attributes are not DER. Technical cause: { $reason }.
    .next = Ask the signer to sign this file again.
cms--signed-attributes-missing = There are no signed attributes: such a signature can be moved to other content.
    .next = Ask the signer to sign this file again.
cms--signer-certificate-missing = The certificate of the signer is absent: { $signer }.
    .next = Obtain the missing certificate and repeat the check.
cms--signer-unreadable = The part of a signer cannot be read (at { $position }). Technical cause: { $reason }.
    .next = Ask the signer to sign this file again.
cms--text-around = Text stands around the block ({ $octets } bytes).
    .next = Nothing further to do; the commission weighs the remark.
cms--timestamp-not-valid = The time-stamp over the signature is not valid and proves no time. Technical cause: { $reason }.
    .next = Nothing further to do; the commission weighs the remark.
cms--timestamp-unreadable = The time-stamp over the signature cannot be read and proves no time. Technical cause: { $reason }.
    .next = Nothing further to do; the commission weighs the remark.
cms--trailing-octets = Extra data follow the object: { $octets } bytes.
    .next = Take the file again from its source and repeat the check.
cms--unsigned-attributes-malformed = The unsigned attributes cannot be read. Technical cause: { $reason }.
    .next = Nothing further to do; the commission weighs the remark.

## Answers of the status service (OCSP)

ocsp--certificate-unreadable = A certificate in the response cannot be read (at { $position }). Technical cause: { $reason }.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--answers-contradict = The answers about one certificate contradict one another.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--extension-unknown = A critical extension of the response is not known: { $extension }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
ocsp--expired-not-kept = The answer of { $this_update } was given after the certificate had expired ({ $not_after }), and does not say that the status of expired certificates is kept: it proves nothing.
    .next = Take an answer given before the certificate expired, or ask the authority for its archive.
ocsp--hash-unknown = The certificate is named with an unknown hash: { $algorithm }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
ocsp--never-issued = The responder says that the certificate was never issued: { $serial }.
    .next = Ask the recipient for the day and the reason of the revocation; do not use the certificate.
ocsp--nonce-absent = The answer does not repeat our nonce: it may be an old one.
    .next = Nothing further to do; the commission weighs the remark.
ocsp--nonce-differs = The nonce of the answer ({ $found }) is not the one sent ({ $sent }).
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--no-check-absent = Nothing says whether the responder's own certificate is to be checked.
    .next = Nothing further to do; the commission weighs the remark.
ocsp--no-next-update = The answer does not say how long it holds (made { $this_update }, judged at { $at }).
    .next = Nothing further to do; the commission weighs the remark.
ocsp--other-certificate = No answer is about the certificate asked for ({ $count }).
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--refused = The responder refused to answer: { $status }.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--responder-missing = The certificate of the responder is absent.
    .next = Obtain the missing certificate and repeat the check.
ocsp--responder-other-issuer = The responder was authorised by another authority: { $issuer }.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--responder-purpose = The responder's certificate is not for status answers.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--responder-revoked = The certificate of the responder itself is revoked since { $date }: { $responder }. Its answer was not believed.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--responder-unproven = Whether the certificate of the responder itself is revoked is not known: { $responder }.
    .next = Give the current list of its issuer and repeat the check.
ocsp--responder-not-valid = The responder's certificate was not valid when it answered ({ $produced_at }; valid { $not_before } – { $not_after }).
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--signature-not-verified = The signature of the response is not verified. Technical cause: { $reason }.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--stale = The answer is stale: it held until { $next_update }, judged at { $at }.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--time-ahead = The answer's time ({ $field }: { $time }) lies after the moment of judgement ({ $at }).
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--trailing-octets = Extra data follow the response: { $octets } bytes.
    .next = Ask the service again; where the result is the same, state it in the act.
ocsp--expired-not-covered = The certificate had ended ({ $not_after }) when the answer was made ({ $this_update }), and the responder does not say that it keeps what it knew.
    .next = Obtain an answer or a revocation list of a day on which the certificate was valid.
ocsp--extended-revoke-absent = The answer has the form for a certificate never issued ({ $serial }), but the responder does not say that it answers so.
    .next = Nothing further to do; the commission weighs the remark.
ocsp--next-update-distant = The answer is given for more than a year: from { $this_update } to { $next_update }.
    .next = Nothing further to do; the commission weighs the remark.
ocsp--nonce-form = The random number is not written in the prescribed form ({ $octets } bytes).
    .next = Nothing further to do; the commission weighs the remark.
ocsp--responder-key-usage = The key of the responder is not for signatures.
    .next = Find out the certificate of the responder and repeat the request.
ocsp--times-contradict = The times of the answer contradict each other: { $later } ({ $later_time }) lies before { $earlier } ({ $earlier_time }).
    .next = Obtain a new answer and repeat the check.

## Time-stamps

tsp--certificate-id-absent = The token does not say with which certificate it was signed.
    .next = Nothing further to do; the commission weighs the remark.
tsp--certificate-not-valid = The certificate of the service was not valid at the time of the token ({ $time }; valid { $not_before } – { $not_after }).
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--hash-unknown = The hash of the token is not known: { $algorithm }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
tsp--imprint-differs = The token is about other data: expected { $expected }, found { $found }.
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--nonce-differs = The nonce of the token ({ $found }) is not the one sent ({ $sent }).
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--policy-differs = The token was made under another policy: requested { $requested }, found { $found }.
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--certificate-purpose = The certificate of the service is not for time-stamps.
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--certificate-purpose-form = The purpose of the certificate is not critical, or not the only one.
    .next = Nothing further to do; the commission weighs the remark.
tsp--signer-count = The token has to have one signer; found: { $count }.
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--time-ahead = The time of the token ({ $time }) lies after the moment of judgement ({ $at }).
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--trailing-octets = Extra data follow the answer: { $octets } bytes.
    .next = Ask the service again; where the result is the same, state it in the act.
tsp--accuracy-form = A part of the accuracy is outside what is allowed ({ $field }): { $found }.
    .next = Nothing further to do; the commission weighs the remark.
tsp--authority-name-differs = The name of the authority in the time-stamp is not in its certificate: { $found }.
    .next = Obtain the time-stamp again.
tsp--extension-unknown = A critical extension of the time-stamp is not known: { $extension }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
tsp--token-absent = The answer grants a time-stamp ({ $status }) but holds none.
    .next = Ask for the time-stamp again.
tsp--token-unexpected = The answer refuses ({ $status }) but holds a time-stamp.
    .next = Nothing further to do; the commission weighs the remark.

## Algorithms

algorithm--encoding-russian = The key is written in the Russian encoding, not in the national one: { $key }. Its identifiers and the byte order of its signatures are not those of the national profile.
    .next = Ask who issued such a certificate and what for; do not count it as the national algorithm.
algorithm--hash-weak = The hash is no longer collision resistant: { $hash }.
    .next = Nothing further to do; the commission weighs the remark.
algorithm--key-short = The key is short: { $key }, { $bits } bits, today's minimum is { $minimum }.
    .next = Nothing further to do; the commission weighs the remark.
algorithm--legacy = The algorithm was replaced by the standards of 2015: { $algorithm }.
    .next = Nothing further to do; the commission weighs the remark.
algorithm--withdrawn = The algorithm was withdrawn: old signatures may be verified, new ones may not be made with it: { $algorithm }.
    .next = Ask which certificates still rest on it, and when they will be replaced.
algorithm--unsupported = The tool cannot verify with this algorithm: { $algorithm }, key { $key }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.

## One certification path

path--issuer-not-found = No certificate of the issuer is at hand: { $issuer }.
    .next = Obtain the missing certificate and repeat the check.
path--root-not-trusted = The chain ends at a self-signed certificate that is no anchor, whatever its name: { $subject }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--cycle = Possible issuers of this certificate are in the chain already ({ $count }), so the chain only leads back to itself: issuer { $issuer }.
    .next = Nothing further to do; the commission weighs the remark.
path--signature-invalid = The issuer's key did not sign the certificate: issuer { $issuer }, algorithm { $algorithm }, fingerprint of the issuer's certificate { $issuer_fingerprint }. Technical cause: { $reason }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--signature-unsupported = The signature cannot be verified here: issuer { $issuer }, algorithm { $algorithm }, fingerprint of the issuer's certificate { $issuer_fingerprint }. Technical cause: { $reason }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
path--not-yet-valid = The certificate is not yet valid: from { $not_before }, judged at { $at }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--expired = The certificate has expired: valid until { $not_after }, judged at { $at }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--issuer-not-valid-at-issue = When the certificate was issued ({ $issued }), this certificate of its issuer was not valid (validity { $not_before } – { $not_after }): issuer { $issuer }. The issuer may have been certified anew over the same key since.
    .next = Take the certificate of the issuer that was valid on the day of issue, and attach it.
path--time-models-differ = The two models of validity differ at { $at }. All certificates valid at that moment (shell model, which decides here): { $shell ->
    [valid] valid
    [invalid] not valid
   *[undetermined] undetermined
 }; each issuer valid when it issued (chain model): { $chain ->
    [valid] valid
    [invalid] not valid
   *[undetermined] undetermined
 }.
    .next = Note in the act by which model the certificate is valid; the standard decides by the first.
path--revoked = The certificate is revoked: date { $date }, reason { $reason }, by { $crl }.
    .next = Ask the recipient for the day and the reason of the revocation; do not use the certificate.
path--revoked-later = At the moment { $at } the certificate was not yet revoked: it was revoked later, on { $date }, reason { $reason } (by { $by }).
    .next = Nothing further to do for that moment; do not use the certificate after its revocation.
path--invalid-before-revocation = The certificate was revoked on { $date }, but its key has been in doubt since { $since }, before the moment { $at }: whether it could be relied on then is not clear.
    .next = Ask the authority what happened on the day from which the key is in doubt, and attach its answer.
path--revocation-unclear = A genuine list names the certificate, but the list cannot be processed in full (list { $crl }): whether the certificate is revoked is not clear.
    .next = Ask the authority for a list without unknown critical parts and repeat the check.
path--revocation-unknown = Whether the certificate was revoked at { $at } is unknown: no usable list or answer proves it (issuer { $issuer }; lists looked at: { $lists }, of this issuer: { $lists_of_issuer }; answers of responders: { $answers }). Addresses in the certificate: { $urls }.
    .next = Fetch from these addresses a list or an answer that was current at that moment or is later, and repeat the check.
path--revocation-reasons-incomplete = The lists do not cover all reasons of revocation.
    .next = Obtain the current list and repeat the check.
path--revocation-contradiction = A list and a responder contradict each other: { $revoked } (of { $revoked_update }) says the certificate is revoked, { $good } (of { $good_update }) says it is not. It counts as revoked.
    .next = Ask the authority why its list and its responder differ, and state the contradiction in the act.
path--name-chaining = The issuer's name ({ $issuer }) is not the subject's name of the certificate above ({ $subject }).
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--name-not-permitted = A name lies outside what is permitted: { $name }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--name-excluded = A name is excluded: { $name } ({ $subtree }).
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--name-constraint-unclear = A name constraint has no clear meaning: { $name } ({ $subtree }). Technical cause: { $reason }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
path--policy-missing = A policy is required and none is left in the chain.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--policy-mapping-any = The “any policy” is mapped, which is forbidden.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--policy-not-accepted = None of the chain's policies is accepted: { $policies }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--not-authority = An issuing certificate is not that of an authority: { $subject } (version { $version }).
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--too-long = The chain is longer than is allowed: { $subject }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--cert-sign-missing = The issuer's key is not for signing certificates: { $subject } ({ $key_usage }).
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--critical-extension-unknown = A critical extension is not processed: { $extension } ({ $name }).
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
path--key-usage = The key is not for this use: wanted { $wanted }, present { $key_usage }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--purpose = The purpose of the certificate does not fit: wanted { $wanted }, present { $purposes }.
    .next = Check the chain and its anchor; where the non-conformity is confirmed, enter it in the act.
path--peer-name = The certificate is not that of the name asked for: { $name }; it presents: { $presented }.
    .next = Check that the name asked for is the right one; where it is, enter the non-conformity in the act.
path--budget-signatures = Too many signatures to verify: limit { $limit }. Nothing was concluded.
    .next = Give the object in parts, or check it by hand and attach the result as a document.
path--budget-candidates = Too many possible chains: limit { $limit }. Nothing was concluded.
    .next = Give the object in parts, or check it by hand and attach the result as a document.
path--budget-name-comparisons = Too many comparisons of names: limit { $limit }. Nothing was concluded.
    .next = Give the object in parts, or check it by hand and attach the result as a document.
path--budget-policy-nodes = The policy graph is too large: limit { $limit }. Nothing was concluded.
    .next = Give the object in parts, or check it by hand and attach the result as a document.
path--budget-length = The chain is too long: limit { $limit }. Nothing was concluded.
    .next = Give the object in parts, or check it by hand and attach the result as a document.

## The profile of certificates

profile--extension-criticality = The extension { $extension } { $critical ->
    [true] is critical, and by the standard must not be
   *[other] is not critical, and by the standard must be
 }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--extension-missing = An extension that the standard requires is missing: { $extension }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--extension-misplaced = A certificate of this kind may not have the extension: { $extension }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--extension-value = The value of an extension is not of the standard: { $extension }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--key-form = The public key is not written as the standard of its algorithm says: { $key }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--key-identifier-differs = The certificate names another key or certificate of its issuer: named { $found }, the issuer has { $expected }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--list-number = The number of the list is not of the standard. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
profile--name-form = A name has not the form of the standard: { $name } ({ $field }). Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--not-der = The certificate is not written by the rules of DER (byte { $offset }). Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--subject-empty = The certificate of an authority does not name the authority.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--unique-identifier = The certificate has a unique identifier, which issuers that keep to the standard do not write.
    .next = State the defect in the act and recommend issuing the certificate again without it.
profile--web-requirement = The certificate does not keep a requirement of the CA/Browser Forum: { $field }. Technical cause: { $reason }.
    .next = State the defect in the act and recommend issuing the certificate again without it.

## One revocation list

crl--trailing-data = Extra data follow the list: { $octets } bytes.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--version-unexpected = The version of the list is unexpected: { $version }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--not-der = The list is not written in DER: the first element whose length has another form stands at octet { $offset } from the beginning.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--algorithms-differ = The list names two signature algorithms: { $inner } and { $outer }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--name-defective = The name of the list's issuer cannot be read. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--time-form = The time { $field } of the list is in a form that is not allowed: { $text }. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--time-unreadable = The time { $field } of the list cannot be read: { $text }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--next-update-missing = The list does not say when the next one comes.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--entries-empty = The list of revoked certificates is present but empty; it must be left out.
    .next = The commission weighs the remark.
crl--entry-malformed = Entries of the list cannot be read ({ $count }): the list may hide any serial number. First places, in octets from the beginning: { $offsets }. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--entry-critical-extension-unknown = Entries of the list ({ $count }) have a critical extension that is not understood: { $extension }. The first is { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
crl--entry-extension-repeated = Entries of the list ({ $count }) have an extension more than once: { $extension }. The first is { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--entry-date-unreadable = Dates of revocation cannot be read ({ $count }). The first is “{ $text }” of { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--entry-date-form = Dates of revocation are not written as the profile wants ({ $count }). The first is of { $serial }: { $reason }. First places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-date-after-this-update = Certificates on the list ({ $count }) are revoked after the list was issued. The first is { $serial } of { $date }; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-repeated = Entries of the list ({ $count }) repeat a serial number of the list. The first is { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-serial-form = Serial numbers on the list ({ $count }) { $form ->
    [empty] have no octets
    [long] are longer than 20 octets
    [negative] are negative
    [padded] are written with needless zeros
   *[zero] are zero
 }. The first is “{ $serial }”; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-reason-unknown = Reasons of revocation have no meaning in the profile ({ $count }). The first is { $reason } of { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-reason-unspecified = Entries of the list ({ $count }) write the reason “unspecified”, which is to be left out. The first is { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-removal-outside-delta = The list is complete, and yet entries ({ $count }) say “removed from the list”, which only a delta list may. The first is { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--entry-issuer-outside-indirect = The list is not indirect, and yet entries ({ $count }) name an issuer of their own. The first is { $serial }; first places, in octets from the beginning: { $offsets }.
    .next = The commission weighs the remark.
crl--budget-entry = Entries of the list ({ $count }) are longer than is read; the first has { $octets } octets. First places, in octets from the beginning: { $offsets }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
crl--budget-entries = The list has more entries, or names more issuers, than are searched for repeated serial numbers ({ $count } entries).
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
crl--extension-repeated = An extension of the list occurs more than once: { $extension }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--extension-malformed = An extension of the list cannot be read: { $extension }. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--critical-extension-unknown = A critical extension of the list is not understood: { $extension }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
crl--issuer-differs = The list is of another issuer: { $crl_issuer }; expected { $subject }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--signer-key-usage = The signer's key is not for signing lists: { $subject } ({ $key_usage }).
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--signature-invalid = The signature of the list is not the signer's: { $subject }. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--signature-unsupported = The signature of the list cannot be verified here. Technical cause: { $reason }.
    .next = Check with another tool and attach its result as a document; failing that, leave it unchecked.
crl--signer-not-valid = The signer of the list has no valid chain: { $signer }. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--signer-not-found = No certificate of the list's issuer is at hand: { $crl_issuer }.
    .next = Obtain the missing certificate and repeat the check.
crl--this-update-in-future = The list was made ({ $this_update }) after the moment of judgement ({ $at }).
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--expired = The list has expired: the next one was due { $next_update }, judged at { $at }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--expired-not-kept = The list was issued on { $this_update }, after the certificate had expired ({ $not_after }), and does not say that it keeps expired certificates: that it does not name the certificate proves nothing.
    .next = Take a list issued before the certificate expired, or ask the authority for its archive.
crl--is-delta = A delta stands where a complete list is needed ({ $number }).
    .next = Obtain the current list and repeat the check.
crl--delta-rejected = The delta ({ $number }) does not belong to the complete list ({ $base }). Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--delta-superseded = The delta ({ $number }) adds nothing to the complete list ({ $base }), which is newer.
    .next = The commission weighs the remark.
crl--delta-number-below-base = The delta is numbered ({ $number }) below the complete list ({ $base }), as the national authority does.
    .next = Nothing further to do; the commission weighs the remark.
crl--signature-bits = The signature of the list is no whole number of bytes. Technical cause: { $reason }.
    .next = Fetch the list again; where the result is the same, enter the non-conformity in the act.
crl--out-of-scope = The list does not cover the certificate. Technical cause: { $reason }.
    .next = Obtain the current list and repeat the check.
crl--signer-vouches-for-itself = Only this list itself vouches for its own signer: { $signer }.
    .next = Obtain the current list and repeat the check.
