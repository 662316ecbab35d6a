### What the demonstration tells of the committee, and of what lies where.

demo-committee = At the committee, whose officers are as invented as everything else here:
demo-deciding = the committee decides
demo-taken = { $officer } took the act in and accepted it for decision.
demo-proposed-issue = { $officer } proposed decision No. { $number }: to issue the certificate.
demo-proposed-refusal = { $officer } proposed decision No. { $number }: to refuse the certificate, on the grounds { $grounds } of item 10 of Annex 1, with the findings as facts.
demo-confirmed = { $officer } confirmed it with a key of their own.
demo-registered = The register holds the certificate No. { $number }, valid through { $through }.
demo-refused = The register holds the refusal and no certificate.
demo-history = The history of the register verifies: { $events } entries.
demo-damaged = The register is not what its history says.
    .next = Look at it with “committee register check”.

## What lies where

demo-place-certificate = Certificate
demo-place-decision = Decision
demo-place-inbox = The committee's inbox
demo-place-officer-keys = Keys of the officers
demo-place-protocol = Protocol
demo-place-refusal = Motivated refusal
demo-place-register = Register

## What to try next

demo-next = To go on:
demo-next-certificate = the certificate as the register has it
demo-next-check = the register against its history
demo-next-matter = the act in the register, with the decision about it
demo-next-paper = the last paper, with its signature
demo-next-procedure = the deadlines, were an application registered today
demo-next-review = what speaks for the act and against it
demo-next-verify = the pack, from its files alone
