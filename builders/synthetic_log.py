"""Make up the monitoring log of schedules/dprk-a26, so that the documentation can be followed; nobody heard any of it.

    python builders/synthetic_log.py

Merits are drawn from the reliability that is predicted for each moment and place, lowered at one place, so that
what is heard and what is predicted differ there. The seed is fixed.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from random import Random

from bcastplan.airtime.airing_list import airing_list
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.reception import ReceptionReport, date_of_minute
from bcastplan.workspace.monitoring.predicted_reports import predicted_reports
from bcastplan.workspace.monitoring.receiver_sites import ReceiverSites
from bcastplan.workspace.opening.open_plans import no_progress, open_paths

PLAN = Path("schedules/dprk-a26")
FILES = ("voice-of-america-korean.yaml", "trans-world-radio-korean.yaml", "heard-free-north-korea-radio.yaml")
LOG = PLAN / "logs" / "synthetic.csv"
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
PLACES = ("Seoul, KOR", "Yanji, CHN", "Tokyo, J")
SHARE_HEARD_OF_PREDICTED = {"Seoul, KOR": 1.0, "Yanji, CHN": 0.55, "Tokyo, J": 1.0}
SHARE_OF_AIRINGS = 0.6
COLUMNS = ("time", "frequency", "place", "service", "sinpo", "status", "observer", "remark")


def main() -> None:
    """Write the log."""
    random = Random(2026)
    workspace = open_paths([str(PLAN / name) for name in FILES], plan_against=False)
    table = workspace.own_table
    airings = airing_list(table)
    reports: list[ReceptionReport] = []
    of_report: list[tuple[int, ...]] = []
    for number in range(len(airings)):
        start, stop = int(airings.start[number]), int(airings.stop[number])
        if not FIRST <= date_of_minute(start) <= LAST or random.random() > SHARE_OF_AIRINGS:
            continue
        for place in random.sample(PLACES, random.choice((1, 1, 2))):
            minute = random.randrange(start + 1, stop)
            hertz = int(table.frequency_hz[airings.row[number]])
            reports.append(ReceptionReport(str(LOG), 1, minute, minute + 1, hertz, place, overall=3))
            of_report.append((number,))
    predicted = predicted_reports(
        workspace, reports, airings, of_report, ReceiverSites(workspace), CoverageOptions(), no_progress
    )
    silent = set(random.sample(range(len(reports)), 4))
    rows = []
    for at, (report, (number,)) in enumerate(zip(reports, of_report, strict=True)):
        row = int(airings.row[number])
        known = predicted.get((at, row))
        reliability = (known.reliability if known else 0.5) * SHARE_HEARD_OF_PREDICTED[report.place or ""]
        merit = random.choice((3, 4, 4, 5)) if random.random() < reliability else random.choice((1, 2, 2))
        minute = report.start_minute % 1440
        when = f"{date_of_minute(report.start_minute)}T{minute // 60:02d}:{minute % 60:02d}Z"
        service = table.transmissions[row].service if random.random() < 0.5 else ""
        sinpo = "" if at in silent else f"{merit}{random.choice('345')}{random.choice('34')}{merit}{merit}"
        rows.append(
            (when, f"{report.frequency_hz / 1000:g}", report.place, service, sinpo, "off" if at in silent else "",
             f"listener {1 + PLACES.index(report.place or '')}", "")
        )  # fmt: skip
    out = io.StringIO()
    out.write("# Synthetic: made up by builders/synthetic_log.py, for the documentation; nobody heard any of it.\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(rows))
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text(out.getvalue(), encoding="utf-8")
    print(f"{LOG}: {len(rows)} reports")


if __name__ == "__main__":
    main()
