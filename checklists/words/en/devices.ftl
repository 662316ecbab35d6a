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
