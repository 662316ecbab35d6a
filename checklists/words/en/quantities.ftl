### Names of what is measured, of units, and of the values that facts take.

## Quantities

quantity-availability = share of the window in which the service was available
quantity-ceiling-height = ceiling height
quantity-conduit-size = size of the conduit
quantity-clock-offset = deviation of the clock from the reference
quantity-time-stamp-offset = deviation of the time-stamp from the laptop's clock
quantity-failover-delay = time from the cut to the reserve carrying the service
quantity-revocation-delay = time from the word to the revocation being shown
quantity-servers = physical servers (main and reserve, of each)
quantity-key-protection-complexes = key-protection complexes (main and reserve, of each)
quantity-strk-1073-level = level by ST RK 1073-2007

## Units, as people write them

unit-cm = cm
unit-d = d
unit-h = h
unit-in-i = in
unit-m = m
unit-um = µm
unit-us = µs
unit-mm = mm
unit-ms = ms
unit-min = min
unit-ns = ns
unit-s = s
unit-percent = %
unit-ppm = ppm

## Kinds of evidence

evidence-answer = answer of a member
evidence-certificate = certificate
evidence-connection = connection that was tried
evidence-declaration = declaration
evidence-document = document
evidence-drill = drill
evidence-host-inventory = facts about the server
evidence-http-body = body of a network answer
evidence-http-exchange = network request and answer
evidence-log-sample = sample of a log
evidence-ntp-exchange = request to a time server and its answer
evidence-oid-register = register of object identifiers
evidence-photo = photograph
evidence-sample-series = samples of services over time
evidence-time-status = what a time service's own tool printed
evidence-tls-session = TLS handshake
evidence-verifier-run = answers of the verifier to the test chains

## Drills

drill-not-shown = not shown
drill-service-crl = complete list
drill-service-delta = delta list
drill-service-endpoint = other service
drill-service-ocsp = status service
table-crl--revocation-drill = Revocation drill: from the word to each service, in seconds
    .service = Service
    .address = Address
    .from = Not shown until, s
    .until = Shown by, s
    .date = Date of revocation
    .word-to-date = From the word to that date
    .date-to-shown = From that date to publication
link-down = down
link-up = up
reach-connected = connection accepted
table-net--centres = Registration centres
    .name = Name
    .address = Address
    .answer = Answer
    .time = Time
table-net--endpoints = Declared addresses
    .name = Name
    .address = Address
    .answer = Answer
    .time = Time
failover-not-carried = not carried
table-net--failover = Cut of the main path: when the reserve carries each service, in seconds
    .service = Service
    .address = Address
    .channel = Channel
    .from = Not carried until, s
    .until = Carried by, s
    .back-from = Main path back after, s
    .back-until = Main path back by, s
timeline-net--failover = Cut of the main path: who carried each service
table-net--paths = Default routes
    .host = Machine
    .interface = Interface
    .ports = Ports below
    .gateway = Router
    .metric = Metric
    .link = Link
    .speed = Speed, Mbit/s
table-net--resolvers = Resolvers
    .host = Machine
    .address = Address
    .named-by = Named by
timeline-crl--revocation-drill = Revocation drill: whether each service shows the revocation

## Assets, sources of time, failures, answers

asset-kind-server = server
asset-kind-key-protection = key-protection complex
asset-role-main = main
asset-role-reserve = reserve
asset-server-main = main server
asset-server-reserve = reserve server
asset-key-protection-main = main key-protection complex
asset-key-protection-reserve = reserve key-protection complex
asset-detail-model = model
asset-detail-room = room
time-class-international = recognised international source
time-class-national-standard = national standard of the unit of time
time-class-satellite = satellite positioning system
time-role-falseticker = left out: disagrees
time-role-inspected = inspected server
time-state-in-sync = in sync
time-state-out-of-sync = out of sync
time-state-soon-out-of-sync = soon out of sync
time-state-unknown = unknown
failure-address-refused = the case does not allow the address
failure-bad-answer = the answer broke off or was not the protocol
failure-connection-refused = the connection was refused
failure-name-unresolved = the name has no address
failure-other = the operating system reported another cause
failure-silent = no answer came in the time given
failure-tls = the secure connection could not be made
failure-too-large = the answer is larger than the limit
failure-too-many-redirects = too many redirects, or one to where the case does not allow
hierarchy-production = production
hierarchy-test = test
seen-in-order = as demanded
seen-not-ours = does not apply
seen-not-established = not established
seen-out-of-order = not as demanded

## Services that are sampled

service-control = control address
service-crl = revocation list
service-delta = delta list
service-issuer = issuer's certificate
service-ocsp = status service
service-tsp = time-stamping service
cause-address-refused = the case does not allow the address
cause-bad-answer = the answer broke off or was not the protocol
cause-certificate = a certificate instead of what the service is for
cause-connection-refused = the connection was refused
cause-crowded = not sampled: too many samples were on their way
cause-cut-off = not counted: the window ended before the answer
cause-der-list = a list instead of what the service is for
cause-empty = an empty answer
cause-html = a web page
cause-http-status = another status code than 200
cause-in-flight = not sampled: the answer to the sample before had not come yet
cause-line-down = not counted: the whole channel was silent
cause-name-unresolved = the name has no address
cause-not-looked-at = the answer was not looked at
cause-ocsp-refused = the status service refused to answer
cause-ocsp-successful = an answer about status instead of what the service is for
cause-other = not counted: the operating system reported another cause
cause-pem-list = a list instead of what the service is for
cause-silent = no answer came in the time given
cause-tls = the secure connection could not be made
cause-too-large = not counted: the answer is larger than the limit
cause-too-many-redirects = too many redirects, or one to where the case does not allow
cause-truncated = the list ended before its end
cause-tsp-granted = a time stamp instead of what the service is for
cause-tsp-refused = the time-stamping service refused
cause-unreadable = an answer that cannot be read
table-net--causes = Samples that did not find the service available
    .number = No.
    .cause = what came
    .samples = samples
table-net--latency = Time to the last byte of an answer that was as it should be
    .number = No.
    .half = 50 % within
    .nine-tenths = 90 % within
    .p95 = 95 % within
    .p99 = 99 % within
    .slowest = all within
    .sent-late = a sample was sent late by at most
table-net--shares = Availability: samples, and the 95 % interval over the whole window
    .number = No.
    .service = service
    .address = address
    .channel = channel
    .available = available
    .counted = counted
    .planned = planned
    .low = from
    .high = to
timeline-net--availability = Availability of the services over the window

## Answers and chains of a verifier, states of certificates

verifier-answer-accepted = accepted
verifier-answer-no-answer = no answer
verifier-answer-rejected = rejected
vector-broken-signature = broken signature
vector-expired = expired
vector-path-length-exceeded = path too long
vector-revoked = revoked
vector-sound = sound
vector-unknown-root = unknown root
vector-wrong-issuer = wrong issuer
vector-wrong-key-usage = wrong key usage
status-good = good
status-revoked = revoked
status-no-answer = no answer
status-not-believed = not believed
status-unknown = unknown
no-answer-address-refused = the case does not allow the address
no-answer-bad-answer = the answer broke off or was not the protocol
no-answer-connection-refused = the connection was refused
no-answer-internalError = internal error of the service
no-answer-malformedRequest = the request is called malformed
no-answer-name-unresolved = the name has no address
no-answer-other = the operating system reported another cause
no-answer-other-certificate = an answer about another certificate
no-answer-sigRequired = a signed request is wanted
no-answer-silent = no answer came in the time given
no-answer-tls = the secure connection could not be made
no-answer-too-large = the answer is larger than the limit
no-answer-too-many-redirects = too many redirects
no-answer-tryLater = try later
no-answer-unauthorized = not authorised to answer
no-answer-unreadable = the answer cannot be read
named-by-declaration = the declaration
list-complete = complete list
list-delta = delta list

## Content of lists, their spans and tables

body-form-base64 = base64 without armour
body-form-ber = BER instead of DER
body-form-certificate = a certificate instead of a list
body-form-der = another object in DER
body-form-empty = an empty answer
body-form-gzip = a file packed with gzip
body-form-html = a web page
body-form-other = unknown data
body-form-pem = PEM text
body-form-private-key = a private key
body-form-truncated = DER that is cut off
body-form-utf-16 = UTF-16 text
span-delay = From issue of a list to its being there
span-delta-interval = Interval of issue of deltas
span-interval = Interval of issue of lists
span-overlap = From a new list to the end of the one before
basis-commission = commission criterion
basis-declared = by the documents of the authority
table-crl--fetches = Lists that were fetched
    .url = Address
    .first = First taken
    .last = Last taken
    .fetches = Fetches
    .number = Number
    .this-update = Made
    .next-update = Next update
    .entries = Entries
    .sha256 = SHA-256
table-crl--mirrors = Addresses of lists
    .url = Address
    .number = Number
    .this-update = Made
    .fetched-at = Taken
    .octets = Bytes
    .sha256 = SHA-256
table-crl--successions = Succession of lists
    .url = Address
    .from-number = Number before
    .to-number = Number after
    .interval = Interval of issue
    .delay = Until it was there
    .overlap = Before the end of the one before

## Scopes of lists, places of identifiers, fields of time packets

scope-users = users only
scope-authorities = authorities only
scope-attributes = attribute certificates only
scope-some-reasons = some reasons only
scope-indirect = indirect
oid-place-signature-algorithm = signature algorithm
oid-place-public-key = public key
oid-place-subject = subject
oid-place-subject-system = information system in the subject
oid-place-policy = policy
oid-place-extended-key-usage = purpose of the key
oid-place-subject-alternative-name = alternative name
oid-place-extension = extension
oid-place-key-storage = kind of key storage
ntp-field-mode = mode
ntp-field-version = version
ntp-field-origin = origin timestamp
ntp-field-request = request
ntp-field-length = length
ntp-field-delay = delay
ntp-field-precision = precision
ntp-field-offset = offset
ntp-field-order = order of its timestamps
ntp-field-reference = time of the last setting

## Tables

table-time--bound-terms = Terms of the uncertainty, in milliseconds
    .peer = server
    .class = kind
    .stratum = stratum
    .source = its source
    .samples = sound samples
    .offset = offset from the laptop
    .half-delay = half the delay
    .precision = reading of the clock
    .drift = drift
    .rounding = rounding
    .root-dispersion = dispersion to its source
    .half-root-delay = half the delay to its source
    .sum = sum
table-time--interval = How the interval of a server is made up, in milliseconds
    .server = server
    .offset-from-laptop = offset from the laptop
    .bound = its uncertainty
    .reference-low = references from the laptop, at least
    .reference-high = at most
    .drift-between = drift of the laptop between them
    .offset = offset from the references
    .half-width = uncertainty
table-time--state = State of the clocks
    .server = server
    .state = state
    .offset = deviation
    .measured-at = measured at
    .holds-until = holds until
    .drift = drift reckoned with, millionths

## Tables of secure sessions

table-net--tls-endpoints = Https endpoints
    .endpoint = endpoint
    .peer = network address
    .version = version
    .older = old version
    .suite = suite
    .subject = subject
    .key = key
    .until = valid until
    .time = time of the handshake

## Tables of the status service

table-ocsp--answers = Answers of the status services
    .service = service
    .certificate = certificate or number
    .method = method
    .hash = hash
    .status = status
    .time = time of the answer

## Names of facts that a sentence does not hold

fact-certificate = certificate
fact-citation = standard
fact-fingerprint = SHA-256 fingerprint
fact-ground = ground
fact-issuer = issuer
fact-list = list
fact-max = upper limit
fact-message = technical message
fact-min = lower limit
fact-name = name
fact-named-by = address named by
fact-peer = address
fact-position = position
fact-reason = technical cause
fact-serial = serial number
fact-source = source
fact-subject = subject
fact-time = time
fact-url = address
