"""Signatures of malware that we know without anybody's help. ClamAV knows the others, where it is configured."""

# Written in two halves: whole, this file would be quarantined by the scanners it is tested against.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
KNOWN = {"Eicar-Test-Signature": EICAR}


def malware_in(content: bytes) -> str | None:
    """The name of what was found, or None."""
    return next((name for name, signature in KNOWN.items() if signature in content), None)
