"""`python -m suite.provision databases|bus|objects`: what the supervisor runs each time a server has become ready.

Elsewhere (deploy/compose, deploy/kubernetes) also `keys`, which makes the secrets and lays them out, and `erasures`, after a
restore and before the entrances open.
"""

import asyncio
import os
import sys
import time

from suite import cluster
from suite.installation import Installation
from suite.sentences import CannotGoOn
from suite.topology import SERVICES, STORING

# How long servers of the bus may take to agree who of them leads.
PEERS_WITHIN = 60.0


async def databases(installation: Installation) -> None:
    from suite.provision.databases import provision_databases
    from suite.provision.migrations import migrate

    await provision_databases(installation.admin_url, installation.keyring.passwords("database"))
    owners = {service: installation.database_url(service, "owner") for service in SERVICES}
    for service in await migrate(installation.admin_url, owners):
        print(f"migrated {service}")


async def bus(installation: Installation) -> None:
    from suite.provision.bus import provision_bus

    replicas = int(os.environ.get("PARVIS_NATS_REPLICAS") or (len(cluster.BUSES) if cluster.is_chosen() else 1))
    give_up = time.monotonic() + (PEERS_WITHIN if replicas > 1 else 0)
    while True:
        try:
            return await provision_bus(installation.nats_url, *installation.bus_administrator(), replicas=replicas)
        except Exception:
            # Servers that have just found each other place no copies yet.
            if time.monotonic() > give_up:
                raise
            await asyncio.sleep(0.5)


async def objects(installation: Installation) -> None:
    from suite.provision.objects import provision_bucket

    outside = installation.outside
    for bucket in STORING:
        provision_bucket(
            installation.s3_url,
            bucket,
            access_key=outside.s3_access_key or "",
            secret_key=outside.s3_secret_key or "",
        )


async def keys(installation: Installation) -> None:
    from suite.provision.delivery import chosen_folder, deliver

    installation.state.ensure()
    deliver(installation, chosen_folder(), postgres=os.environ.get("PARVIS_POSTGRES", "postgres:5432"))


async def erasures(installation: Installation) -> None:
    from suite.backup.erasures import replay

    print(f"replayed {await replay(installation)}")


STEPS = {"databases": databases, "bus": bus, "objects": objects, "keys": keys, "erasures": erasures}


def main() -> int:
    try:
        for step in sys.argv[1:]:
            asyncio.run(STEPS[step](Installation.chosen()))
    except CannotGoOn as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except Exception as error:
        # Refused, unreachable, full: the log wants the reason, not the path that led there.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
