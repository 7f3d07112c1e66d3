"""`make bench`: rates and delays of the suite, each beside a reference measured in the same run, into docs/benchmarks.md; what it
costs is added to docs/costs.md. Last, 35,000 organisations beside one (PARVIS_BENCH_ORGANISATIONS asks for fewer).

Everything runs on one machine and its figures move with it: read the ratios. Loads are bounded in count and in time.
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import communes
import costs
import delays
import footprint
import pages
import proxies
import storm
import submission
import tenants
import transfers
import uploads
from figures import PAGE, Measure, as_page

from kit.suite import running_suite


async def measure(folder: Path) -> list[Measure]:
    begun = time.perf_counter()
    with running_suite(folder, PARVIS_RATE_LIMITS="0", PARVIS_TRACE_SAMPLING="0.1") as suite:
        cold = time.perf_counter() - begun
        measures = [*footprint.worked(suite), *footprint.restart(suite, folder, cold=cold), *footprint.idle(suite)]
        measures += await submission.rates(suite)
        measures += await delays.from_commit(suite)
        measures += await pages.rates(suite)
        measures += await proxies.rates(suite)
        measures += await uploads.rates(suite)
        measures += await transfers.rates(suite)
        measures += await storm.weathered(suite)
        return measures


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        measures = asyncio.run(measure(Path(folder)))
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    text = as_page(measures, when=datetime.now(UTC), machine=machine)
    # Sections that other runs wrote stay.
    _, heading, others = PAGE.read_text().partition("\n## ")
    PAGE.write_text(f"{text}{heading}{others}")
    costs.note(text)
    sys.stdout.write(text)
    sys.stdout.write(communes.write())
    sys.stdout.write(tenants.write(int(os.environ.get("PARVIS_BENCH_ORGANISATIONS", tenants.EVERY))))


if __name__ == "__main__":
    main()
