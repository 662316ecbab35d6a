### Names of what is measured, of units, and of the values that facts take.

## Quantities

quantity-ceiling-height = ceiling height
quantity-conduit-size = size of the conduit
quantity-clock-offset = deviation of the clock from the reference
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

## Kinds of evidence

evidence-answer = answer of a member
evidence-certificate = certificate
evidence-declaration = declaration
evidence-document = document
evidence-host-inventory = facts about the server
evidence-http-body = body of a network answer
evidence-http-exchange = network request and answer
evidence-ntp-exchange = request to a time server and its answer
evidence-oid-register = register of object identifiers
evidence-photo = photograph
evidence-verifier-run = answers of the verifier to the test chains

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
seen-not-ours = does not concern
seen-not-established = not established
seen-out-of-order = not as demanded
