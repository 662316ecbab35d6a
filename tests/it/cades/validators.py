"""What pyHanko says of a container: its form, and every signature in it with time-stamp and proof.

Arguments: the container, the anchor in DER, the moment of judgement; and `bare` to leave out the
proof of revocation that the container carries. Nothing is fetched. The answer is JSON.
"""

import asyncio
import datetime
import hashlib
import json
import sys
import zipfile

from asn1crypto import cms, x509
from pyhanko.sign.validation.ades import ades_basic_validation, ades_with_time_validation
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

place, anchor, moment, *bare = sys.argv[1:]
moment = datetime.datetime.fromisoformat(moment)
with open(anchor, "rb") as file:
    root = x509.Certificate.load(file.read())
zipped = zipfile.ZipFile(place)
damaged = zipped.testzip()
entries = zipped.infolist()
first = entries[0]
stored = first.compress_type == zipfile.ZIP_STORED
data = zipped.read("act.pdf")
whole = cms.ContentInfo.load(zipped.read("META-INF/signature.p7s"), strict=True)["content"]
certificates = [it.chosen for it in whole["certificates"]]
lists = [it.chosen for it in whole["crls"] if it.name != "other"]
# RFC 5940: answers of responders stand among the lists as other revocation information.
answers = [it.chosen["other_rev_info"] for it in whole["crls"] if it.name == "other"]
if bare:
    lists, answers = [], []
signs = KeyUsageConstraints(key_usage={"non_repudiation"})


def context():
    """Nobody's revocation may stay unknown."""
    return ValidationContext(
        trust_roots=[root],
        other_certs=certificates,
        crls=lists,
        ocsps=answers,
        moment=moment,
        revocation_mode="hard-fail",
        allow_fetching=False,
    )


def policy():
    """The same, as the algorithm of ETSI EN 319 102-1 wants it."""
    certificate = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    return SignatureValidationSpec(
        cert_validation_policy=certificate,
        ts_cert_validation_policy=certificate,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
        local_knowledge=LocalKnowledge(
            known_certs=certificates,
            known_crls=[CRLContainer(it) for it in lists],
            known_ocsps=[one for it in answers for one in OCSPContainer.load_multi(it)],
        ),
        key_usage_settings=signs,
    )


async def judged(signer):
    """One of the parallel signatures: pyHanko takes one at a time."""
    alone = whole.copy()
    alone["signer_infos"] = cms.SignerInfos([signer])
    status = await async_validate_detached_cms(
        data, alone, context(), context(), key_usage_settings=signs
    )
    stamp = status.timestamp_validity
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, data).digest()
    validate = ades_with_time_validation if stamp else ades_basic_validation
    timing = ValidationTimingInfo(
        validation_time=moment, best_signature_time=moment, point_in_time_validation=True
    )
    ades = await validate(alone, policy(), timing_info=timing, raw_digest=digest)
    return {
        "person": status.signing_cert.subject.native["serial_number"],
        "sound": status.intact and status.valid,
        "trusted": status.trusted,
        "ades": str(ades.ades_subindic),
        "stamp": stamp
        and {
            "sound": stamp.intact and stamp.valid,
            "trusted": stamp.trusted,
            "time": stamp.timestamp.isoformat(),
        },
    }


async def main():
    return [await judged(it) for it in whole["signer_infos"]]


print(
    json.dumps(
        {
            "names": [it.filename for it in entries],
            "mimetype": zipped.read(first).decode(),
            "first": first.header_offset == 0 and stored and not first.extra,
            "damaged": damaged,
            "version": whole["version"].native,
            "signers": asyncio.run(main()),
        }
    )
)
