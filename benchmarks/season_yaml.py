"""A season as one YAML schedule: as many transmissions as the world files, in the block style people write.

Frequencies lie in the allocated bands and beams point at their targets, so that a check says about as much as it does
of a real season, and its time is not that of printing thousands of findings.
"""

from __future__ import annotations

import random

SEASON_ROWS = 3305  # rows of the published A26 season
_BANDS = ((5900, 6200), (7200, 7350), (9400, 9900), (11600, 12100), (13570, 13870), (15100, 15800), (17480, 17900))
_BEAMS = (
    ("PHT", "44NE", 8), ("PHT", "41", 284), ("DRW", "44NE", 355), ("DRW", "54", 299), ("TIN", "43", 304),
    ("TIN", "49", 276), ("ERV", "40E", 111), ("ERV", "41", 113), ("WER", "46", 201), ("WER", "40E", 92),
    ("ISS", "37", 190), ("ISS", "46", 187), ("GUF", "46", 76), ("KIM", "44NE", 346), ("KIM", "43", 275),
    ("SAI", "42", 306),
)  # fmt: skip
"""Site, target, and the azimuth from one to the middle of the other in degrees."""
_DAYS = ("daily", "daily", "daily", "Mon-Fri", "Sat,Sun", "Wed-Mon", "[Fri, Sat]")


def season_yaml(rows: int = SEASON_ROWS, seed: int = 26) -> str:
    """The text of a schedule with ``rows`` transmissions, thirteen lines each, the same for the same seed."""
    rng = random.Random(seed)
    lines = ["---", "bcastplan: 1", "service: The world", "season: A26", "transmissions:"]
    for number in range(rows):
        start = rng.randrange(0, 48) * 30
        stop = (start + rng.choice((30, 60, 60, 120))) % 1440
        site, target, azimuth = rng.choice(_BEAMS)
        low, high = rng.choice(_BANDS)
        lines += [
            f"  - id: r{number:05d}",
            f"    frequency: {rng.randrange(low, high, 5)}",
            f"    time: {start // 60:02d}{start % 60:02d}-{stop // 60:02d}{stop % 60:02d}",
            f"    days: {rng.choice(_DAYS)}",
            "    from: 2026-03-29",
            "    until: 2026-10-25",
            f"    broadcaster: {rng.choice(('VOA', 'BBC', 'RFI', 'NHK', 'KBS'))}",
            f"    language: {rng.choice(('Kor', 'Jpn', 'Eng', 'Chn', 'Rus'))}",
            f"    target: {target}",
            f"    site: {site}",
            f"    power: {rng.choice((100, 250, 300, 500))}",
            "    antenna: 216",
            f"    azimuth: {azimuth}",
        ]
    return "\n".join(lines) + "\n"
