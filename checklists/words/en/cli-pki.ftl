### The single-object tools of the command line.

## Help of the commands.

cli-help-usage = Usage
cli-help-commands = Commands
cli-help-arguments = Arguments
cli-help-options = Options
cli-help-help = Show this help
cli-pki = Examine one certificate, list, answer, time-stamp or signature
cli-pki-cms = Verify a CMS signature, every signer by itself
cli-pki-cms--file = The signature
cli-pki-cms--content = What was signed, where it is not inside
cli-pki-cms--anchor = Trusted certificates: files or folders
cli-pki-cms--intermediate = Certificates that may lie between: files or folders
cli-pki-cms--crl = Revocation lists, complete or delta
cli-pki-cms--revocation = How unknown revocation counts: off, target, path
cli-pki-cms--at = The moment of judgement; that of the time-stamp if absent, else now
cli-pki-crl = Verify revocation lists, and look a certificate up in them
cli-pki-crl--file = The lists
cli-pki-crl--issuer = The certificate of their issuer
cli-pki-crl--delta = Delta lists
cli-pki-crl--serial = Look up this serial number, in hexadecimal
cli-pki-crl--certificate = Look up this certificate
cli-pki-crl--at = The moment of judgement: an instant, or a day, which begins in Almaty; now if absent
cli-pki-inspect = Show what stands in files and what is wrong with it
cli-pki-inspect--file = The files
cli-pki-lint = Ask of certificates, lists, answers and time-stamps what standards demand of their form
cli-pki-lint--file = The files: DER or PEM
cli-pki-ocsp = Verify an OCSP response about a certificate
cli-pki-ocsp--response = The response
cli-pki-ocsp--certificate = The certificate in question
cli-pki-ocsp--issuer = The certificate of its issuer
cli-pki-ocsp--responder = Responders trusted beside the issuer and those it authorised
cli-pki-ocsp--at = The moment of judgement: an instant, or a day, which begins in Almaty; now if absent
cli-pki-tsp = Verify a time-stamp
cli-pki-tsp--file = The time-stamp token, or the response with it
cli-pki-tsp--data = What was stamped
cli-pki-tsp--anchor = Trusted certificates: files or folders
cli-pki-tsp--intermediate = Certificates that may lie between: files or folders
cli-pki-tsp--crl = Revocation lists, complete or delta
cli-pki-tsp--revocation = How unknown revocation counts: off, target, path
cli-pki-verify = Verify certificates: every path to a trusted one, every rejection explained
cli-pki-verify--target = The certificates in question
cli-pki-verify--anchor = Trusted certificates: files or folders
cli-pki-verify--intermediate = Certificates that may lie between: files or folders
cli-pki-verify--crl = Revocation lists, complete or delta
cli-pki-verify--revocation = How unknown revocation counts: off, target, path
cli-pki-verify--ocsp = OCSP responses
cli-pki-verify--at = The moment of judgement: an instant, or a day, which begins in Almaty; now if absent

## Verdicts and statuses.

pki-verdict-valid = valid
pki-verdict-invalid = not valid
pki-verdict-undetermined = undetermined
pki-read-valid = read; nothing in it is broken
pki-read-invalid = something in it is broken
pki-read-undetermined = not everything in it could be read
pki-lint-valid = keeps every rule that is a must
pki-lint-invalid = breaks a rule that is a must
pki-lint-undetermined = not everything in it could be looked at
pki-lint-nothing = Nothing in this file can be linted: it is no certificate, list, OCSP response or time-stamp.
pki-lint-count = Rules kept: { $kept }; broken: { $broken }; not about such an object: { $absent }; not in effect when it was issued: { $unbound }.
pki-lint-no = No.
pki-lint-place = { $path } (byte { $offset }, { $length } bytes)
pki-lint-more = Places not shown: { $count }.
pki-status-good = not revoked
pki-status-revoked = revoked
pki-status-unknown = not known
pki-status-not-answered = nothing can be believed
pki-yes = yes
pki-no = no
pki-critical = critical
pki-detached = not inside
pki-anchor = trusted
pki-path = Path { $number }:
pki-path-none = No path was found.
pki-certificate-of = Certificate { $number } of { $count }
pki-signer-of = Signer { $number } of { $count }:
pki-revocation-unknown = Certificates of this path whose revocation is not known from what was given: { $count }.
pki-at-given = as given
pki-at-now = now
pki-at-time-stamp = by the time-stamp
pki-id-absent = not signed
pki-id-matches = names this certificate
pki-id-mismatch = names another certificate

## Kinds of files.

pki-kind-certificate = a certificate
pki-kind-certificate-request = a request for a certificate
pki-kind-cms = a CMS signature
pki-kind-crl = a revocation list
pki-kind-empty = an empty file
pki-kind-key-container = a key container (PKCS #12)
pki-kind-ocsp-response = an OCSP response
pki-kind-ocsp-request = an OCSP request
pki-kind-private-key = a private key
pki-kind-tsp-token = a time-stamp
pki-kind-tsp-response = a response of a time-stamping authority
pki-kind-unknown = something that is not known here

## Names of fields.

pki-field-accuracy = accuracy
pki-field-alternative-name = other name
pki-field-answer = answer
pki-field-answers-not-shown = answers not shown
pki-field-at = judged at
pki-field-authority = may issue certificates
pki-field-authority-key-id = issuer's key identifier
pki-field-bin = BIN
pki-field-broken = cannot be read
pki-field-certificate-id = certificate in the signature
pki-field-content-octets = content, bytes
pki-field-content-type = kind of content
pki-field-crl-url = revocation list
pki-field-delta-base = adds to list number
pki-field-delta-crl-url = delta list
pki-field-digest-algorithm = hash algorithm
pki-field-digest-matches = content is what was signed
pki-field-entries = entries
pki-field-entries-not-shown = entries not shown
pki-field-entry = entry
pki-field-evidence = evidence: list
pki-field-extension = extension
pki-field-fingerprint = SHA-256
pki-field-hash = hash
pki-field-iin = IIN
pki-field-issuer = issuer
pki-field-issuer-url = issuer's certificate
pki-field-key = key
pki-field-key-usage = key usage
pki-field-kind = what it is
pki-field-next-update = next by
pki-field-nonce = nonce
pki-field-not-after = valid until
pki-field-not-before = valid from
pki-field-number = number
pki-field-ocsp-url = OCSP
pki-field-octets = bytes
pki-field-octets-declared = bytes there should be
pki-field-octets-present = bytes there are
pki-field-policy = policy
pki-field-produced-at = signed at
pki-field-purpose = purpose
pki-field-reason = reason
pki-field-responder = signed by
pki-field-response-status = status of the response
pki-field-response-text = text of the response
pki-field-revocation-lists = revocation lists inside
pki-field-revoked-at = revoked at
pki-field-serial = serial number
pki-field-sha256 = SHA-256 of the file
pki-field-signature-algorithm = signature
pki-field-signature-matches = signature verifies
pki-field-signed-attributes = signed attributes
pki-field-signer = signer
pki-field-signers = signers
pki-field-signing-time = signed at, as stated
pki-field-stated = the response says
pki-field-subject = subject
pki-field-subject-key-id = key identifier
pki-field-this-update = issued
pki-field-time = time
pki-field-unsigned-attributes = unsigned attributes
pki-field-validity = validity

## What the commands find out themselves.

pki-no-anchor = No trusted certificate was given, so nothing says whose the signer's certificate is.
    .next = Give the root certificate with --anchor.
pki-tsp-no-data = No file was given, so it was not checked what this time-stamp is over.
    .next = Give the stamped file with --data.
pki-tsp-refused = The authority granted no time-stamp.
    .next = Read the status and the text of the response, and ask again.
pki-key-container = A key container holds a private key. Nothing of it was opened or copied.
    .next = Do not leave it among the files of a case.
pki-not-shown = This file is not shown here.
    .next = Give a certificate, a revocation list, an OCSP response, a time-stamp or a CMS signature.

## Commands that could not be carried out.

pki-error-malformed = { $file }: this is { $kind }, but it cannot be read: { $reason }
pki-error-no-certificate = { $file }: no certificate could be read: { $reason }
pki-error-output = the answer cannot be written: { $reason }
pki-error-too-large = { $file }: larger than { $limit } bytes
pki-error-too-many-files = { $file }: more than { $limit } files
pki-error-unreadable = { $file }: { $reason }
pki-error-wrong-kind = { $file }: this is { $found }; wanted: { $wanted }
