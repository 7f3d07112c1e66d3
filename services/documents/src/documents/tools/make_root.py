"""`python -m documents.tools.make_root`: another root key in the security module, which wraps from now on."""

import sys

from chassis.settings import Settings
from documents.storage.security_module import SecurityModule

if __name__ == "__main__":
    made = SecurityModule.configured(Settings()).make_root()  # pyright: ignore[reportCallIssue]
    sys.stdout.write(f"root {made} made; python -m documents.tools.rotate wraps every organisation's key with it\n")
