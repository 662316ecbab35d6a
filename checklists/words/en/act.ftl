### Labels and sentences of the inspection act, of the dissent notice and of the register.

## Title and head

act-title = Act on the results of the examination of the service recipient
act-title-survey = Act of the on-site survey
act-number-and-date = No. { $number } of { $date }
act-version = version { $version }
act-supersedes = This version replaces the earlier one; signatures under the earlier version are void.
act-page = page { $page } of { $pages }
act-page-hash = SHA-256 of act.json: { $hash }
act-kazakh-prevails = Where the texts diverge, the Kazakh text prevails.
act-draft-mark = DRAFT. Not for signature
act-self-check-title = Self-check report
act-self-check-note = The recipient checked itself. This report was not drawn up by a commission and gives no right.

## Section headings

act-section-general = General information
act-section-grounds = Grounds of the examination
act-section-commission = Composition of the commission
act-section-present = Persons present
act-section-documents = Conformity of the submitted documents with the actual state
act-section-actual-state = Actual state of the recipient
act-section-server-room = Server-room requirements
act-section-tools = Tools and measurements
act-section-conclusions = Conclusions
act-section-recommendations = Recommendations
act-section-signatures = Signatures of the members of the commission
act-section-adoption = Record of adoption
act-section-annexes = Annexes
act-section-measurements = Measurements
act-section-looking = Terms of looking at services
act-section-evidence = Evidence

## Fields of the general information and of the grounds

act-field-recipient = Service recipient
act-field-address = Address
act-field-bin = BIN
act-field-provider = Service provider
act-field-application = Application
act-field-places = Place of the examination
act-field-visit-start = Start of the examination
act-field-visit-end = End of the examination
act-field-protocol = Protocol of the documentary stage
act-field-rules = Rules
act-field-edition = Edition of the Rules
act-field-checklist-hash = SHA-256 of the checklists
act-field-texts-compared = What the texts were compared with
act-field-first-notice = Notice of the examination
act-field-second-notice = Notice of the on-site examination
act-field-order = Order on the composition of the commission
act-field-case = Case identifier
act-field-evidence-root = Root SHA-256 of all evidence
act-field-hierarchy = Hierarchy in which the chain was verified
act-field-tool = Tool and its version
act-field-tool-hash = SHA-256 of the tool
act-field-time-references = Time references
act-field-network = Network of the visit

## Heads of table columns

act-column-number = No.
act-column-item = Clause
act-column-subject = Subject
act-column-requirement = Requirement
act-column-question = Question asked
act-column-verdict = Result
act-column-finding = Found
act-column-evidence = Evidence
act-column-next-step = Next step
act-column-name = Full name
act-column-position = Position
act-column-body = Body
act-column-role = Role
act-column-present = Took part
act-column-authority = Authority
act-column-security = Representative of the national security bodies
act-column-signature = Signed / dissent / absent
act-column-date-time = Date, time
act-column-quantity = Quantity
act-column-value = Value
act-column-uncertainty = Uncertainty
act-column-readings = Readings
act-column-limit = Limit
act-column-limit-basis = Basis of the limit
act-column-instrument = Instrument
act-column-verified-until = Verified until
act-column-kind = Kind
act-column-serial = Serial number
act-column-model = Model
act-column-manufacturer = Manufacturer
act-column-room = Room
act-column-declared = Declared
act-column-found = Found
act-column-source = Source
act-column-collected-at = Collected at
act-column-sha256 = SHA-256
act-column-size = Size, bytes
act-column-reading-of-law = Reading of the text
act-column-result = Outcome
act-column-file = File
act-column-standing = Standing of the signature
act-column-alarm = Alarm

## Standard sentences

act-open = The commission, as composed by order No. { $order-number } of { $order-date }, carried out an on-site examination of the recipient { $recipient } under paragraph 12 of the Rules.
act-open-survey = The commission, as composed by order No. { $order-number } of { $order-date }, carried out an on-site survey of the recipient { $recipient } under paragraphs 21 and 22 of the Rules.
act-conform = Conforms on this item.
act-nonconform = Does not conform on this item: { $finding }.
act-notchecked = Item not checked, reason: { $reason }.
act-out-of-scope = The requirement does not apply to this recipient.
act-not-in-force = The requirement was not in force on the day of the examination.
act-criterion = The limit shown is a criterion of the commission and is not set by the Rules.
act-positive = Conclusion: the recipient conforms with the established requirements.
act-negative = Conclusion: the recipient does not conform with the following requirements: { $list }.
act-none = No recommendations.
act-nobody = None.
act-chain-hier = The chain was verified in the { $hierarchy ->
    [production] production
   *[test] test
 } hierarchy.
act-not-all-determined = Not all subjects of paragraph 12 of the Rules were determined. { COUNT($count) ->
    [one] { $count } subject was not determined
   *[other] { $count } subjects were not determined
 }: { $list }.
act-remarks = Remarks (they do not bar accreditation): { $list }.
act-survey-clean = No violations of the requirements of the Rules were found.
act-survey-violations = The following violations of the requirements of the Rules were found: { $list }.
act-evidence-pieces = pieces: { $count }
act-evidence-shared = Four and more pieces of one source stand in one row: each with its number and the first eight digits of its SHA-256. In full they stand in the attached record.
act-evidence-total = { COUNT($count) ->
    [one] { $count } piece of evidence is annexed
   *[other] { $count } pieces of evidence are annexed
 }.
act-reading-used = The text was applied in the recorded reading { $reading }.
act-yes = yes
act-no = no

## Verdicts

act-verdict-complies = conforms
act-verdict-violates = does not conform
act-verdict-undetermined = not checked
act-verdict-out-of-scope = does not apply
act-verdict-not-in-force = not in force
act-consequence-blocks = bars accreditation
act-consequence-remarks = remark
act-limit-case = criterion set by the commission for this case
act-limit-case-decision = criterion set by decision of the commission No. { $number } of { $date }
act-limit-checklist = default of the checklist, proposed as a commission criterion
act-limit-law = limit set by the text

## Bodies, roles, kinds of visit

act-body-service-provider = service provider
act-body-technical-regulation = authorised body for technical regulation
act-body-national-security = national security bodies
act-whole-commission = the whole commission
act-role-chair = chair
act-role-member = member
act-role-secretary = secretary
act-visit-examination = on-site examination
act-visit-survey = on-site survey

## Signature block and record of adoption

act-signature-signed = signed
act-signature-dissent = dissent
act-signature-absent = absent
act-signature-not-yet = has not signed
act-signature-no-vote = without a vote
act-adoption = Number of commission members – { $voters } (secretary excluded); signed – { $signed }; signatures needed (two thirds) – { $needed }; signature of the representative of the national security bodies – { $security ->
    [true] present
   *[other] absent
 }. Under paragraph 13 of the Rules the act is deemed { $adopted ->
    [true] adopted
   *[other] not adopted
 }.
act-adoption-survey = Excluding the secretary, { $signed } signed; { $needed } signatures are needed. Under paragraph 22 of the Rules the act is deemed { $adopted ->
    [true] lawful
   *[other] not lawful
 }.
act-signed-by-all = The act is signed by all members of the commission.
act-robust = Every recorded reading of the text leads to the same outcome.
act-depends-on = The outcome depends on the reading of the text: { $readings }.
act-reading-line = { $reading }. In this reading { $signed } of { $voters } signed, { $needed } needed; the act is { $adopted ->
    [true] adopted
   *[other] not adopted
 }.
act-not-adopted-few = The act is not adopted: { COUNT($lacking) ->
    [one] { $lacking } signature is lacking
   *[other] { $lacking } signatures are lacking
 }.
act-not-adopted-security = The act is not adopted: the representative of the national security bodies has not signed, and no other signatures replace that one.
act-not-adopted-outcome = The text states no consequence of an act not adopted; the service provider decides.

## Readings of the law, by the identifiers of the count

act-reading-a01-round-down = A01: the text does not say how two thirds are rounded. Here rounded down; the main count rounds up
act-reading-a01-round-to-nearest = A01: the text does not say how two thirds are rounded. Here rounded to the nearest whole; the main count rounds up
act-reading-a02-present = A02: the text does not say two thirds of whom. Here of those present at the visit; the main count takes all whom the order appoints
act-reading-a02-signed = A02: the text does not say two thirds of whom. Here of those who signed; the main count takes all whom the order appoints
act-reading-a03-secretary-counts = A03: paragraph 13 is silent on the secretary. Here the secretary counts; in the main count the secretary does not
act-reading-a04-chair-does-not-count = A04: paragraph 22 names chair and members separately. Here the chair does not count; in the main count the chair has one vote
act-reading-a05-every-security-member = A05: the “signature of the representative” is in the singular. Here every representative of the national security bodies has to sign; for the main count one suffices
act-reading-a07-not-adopted = A07: the text has no outcome for an act not adopted. No decision is drawn up; what is lacking is shown
act-reading-a08-survey-rule-not-applied = A08: the rule of three signatures in paragraph 22 is not applied to the initial examination: it concerns the on-site survey
act-reading-a09-five-besides-the-chair = A09: it is unclear whether “at least five members” includes the chair. Here five members besides the chair are demanded; the main count takes chair and members together

## Standing of signatures and alarms

act-standing-conclusive = correct, may be counted
act-standing-inconclusive = could not be established, not counted
act-standing-invalid = invalid, not counted
act-alarm-counted-already = This person has been counted: a second signature, key or certificate adds nothing.
act-alarm-no-person = The certificate names no person by IIN: the signature is counted for nobody.
act-alarm-not-appointed-then = On the day of signing the order did not have this person appointed.
act-alarm-not-on-roster = This person is not in the commission that the act names.
act-alarm-one-key-two-people = One key signed for two people: neither is counted.
act-alarm-secretary-has-no-vote = The secretary has no vote: this signature does not enter the count.

## Defects of the composition

act-composition-body-missing = The commission has no voting representative of this body: { NAME("act-body", $body) }.
act-composition-fewer-than-five = Fewer than five members vote: { $voters }.
act-composition-no-chair = The commission has no chair.
act-composition-no-secretary = The commission has no secretary.
act-composition-several-chairs = The commission names several chairs.

## Dissent notice

act-dissent-title = Notice of refusal to sign the act of examination
act-dissent-addressee = To the service provider { $provider }.
act-dissent-text = I, { $member } ({ NAME("act-body", $body) }), disagree with the decision taken on act No. { $act-number } of { $act-date } and have not signed it.
act-dissent-reasons = Reasons: { $reasons }
act-dissent-substantiation = Substantiation: { $items }
act-dissent-date-signature = Date, signature
act-dissent-received = Notice of dissent: { $member }, { $date }. Reasons: { $reasons }

## Register of issued certificates

act-register-seq = No.
act-register-number = Certificate number
act-register-issued = Date of issue
act-register-valid-through = Valid through
act-register-entity-name = Legal entity
act-register-bin = BIN
act-register-address = Address
act-register-ca-name = Name of the certification authority
act-register-act-ref = Number and date of the act
act-register-decision-ref = Number and date of the decision
act-register-status = Status
act-register-status-valid = valid
act-register-status-revoked = revoked
act-register-status-expired = expired
act-register-revocation = Revocation: decision, ground, date
act-register-root-registration = Registration at the Root CA
act-register-note = Note

## Bounds and ways of looking

act-looking-note = Services were asked within these bounds: an answer that did not come within them was recorded as absent.
act-looking-began = Collection began
act-looking-bytes = { $bytes } bytes
act-looking-channels = Channels used
act-looking-channels-none = the way the system chose
act-looking-networks = Other networks allowed
act-looking-networks-none = none
act-looking-proxy = Proxy
act-looking-proxy-note = The tool did not see which addresses the proxy connected to
act-looking-public = Public addresses allowed
bound-body-bytes = Largest size of an answer
bound-bytes-per-second = Least speed of an answer, per second
bound-collection-ms = Longest time of the whole collection
bound-decoded-bytes = Largest size of a packed answer when unpacked
bound-name-ms = Longest wait for the name service
bound-ntp-ms = Longest wait for a time server
bound-quiet-ms = Longest wait for a connection, the head and each part of an answer
bound-rate-window-ms = Time over which the speed is counted
bound-redirects = Most redirects
bound-spool-bytes = Largest size of answers waiting on the disk
bound-total-ms = Longest time of one request

## Pictures and tables of measurements

act-table-empty = There are no entries.
act-timeline-window = Window of observation (time of Kazakhstan): { $from } – { $until }.
act-timeline-available = available
act-timeline-unavailable = unavailable
act-timeline-unknown = unknown
act-timeline-not-sampled = not sampled
act-timeline-not-counted = Time that was not sampled never counts as available.
act-timeline-column = One column of the picture stands for about { $length } and shows the worst state within it; the exact stretches are in the attached record.
act-timeline-empty = No service was sampled.
act-timeline-no-length = The window of observation has no length, so nothing is drawn.
act-timeline-lane = { $label }. { $sampled ->
    [true] { COUNT($unavailable) ->
        [0] No stretch of unavailability was recorded.
       *[other] Stretches of unavailability: { $unavailable } ({ $when }).
    } Stretches of unknown state: { $unknown }.
   *[other] The service was not sampled.
}

## Steps

# The beginning of every next step that asks for nothing; such steps are not printed.
act-nothing-further = Nothing further to do
