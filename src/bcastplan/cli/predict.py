"""``bcastplan predict``: what one circuit, or a table of them, can be expected to carry."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import FINDINGS, UNREADABLE, adding, output_option, write_result
from bcastplan.cli.prediction_options import ENVIRONMENTS, mode_option

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.circuit_tables import PredictAnswer

_UNITS = {
    "distance_km": "km",
    "basic_muf_mhz": "MHz",
    "operational_muf_mhz": "MHz",
    "e_dbuv": "dB(uV/m)",
    "snr_db": "dB",
    "bcr_pct": "%",
}
_SINGLE = (
    ("tx_lat", "--tx-lat", "Transmitter, degrees north."),
    ("tx_lon", "--tx-lon", "Transmitter, degrees east."),
    ("rx_lat", "--rx-lat", "Receiver, degrees north."),
    ("rx_lon", "--rx-lon", "Receiver, degrees east."),
    ("year", "--year", "Year, to look R12 up with where there is no --ssn."),
    ("month", "--month", "Month, 1 to 12."),
    ("ssn", "--ssn", "R12, the smoothed sunspot number."),
    ("hour_utc", "--hour", "Instant, hours UT."),
    ("freq_mhz", "--freq", "Frequency, MHz."),
    ("power_kw", "--power", "Power, kW."),
    ("antenna", "--antenna", "HFCC code or BS.705 designation; isotropic without."),
    ("azimuth", "--azimuth", "Direction of maximum radiation, degrees."),
)


def _single_options(function: Any) -> Any:
    options = [click.option(option, name, metavar="VALUE", help=text) for name, option, text in _SINGLE]
    return adding(options)(function)


@click.command("predict")
@click.argument("table", metavar="[CSV]", required=False, type=click.Path(allow_dash=True))
@_single_options
@mode_option
@click.option(
    "--environment",
    type=click.Choice(ENVIRONMENTS),
    default="rural",
    show_default=True,
    help="Man-made noise where the listeners are.",
)
@click.option(
    "--bandwidth", type=float, default=9000.0, show_default=True, metavar="HZ", help="Noise bandwidth of the receiver."
)
@click.option(
    "--snr",
    type=float,
    default=34.0,
    show_default=True,
    metavar="DB",
    help="Signal-to-noise ratio that bcr_pct asks for.",
)
@output_option
def command(
    table: str | None, mode: Any, environment: str, bandwidth: float, snr: float, output: str | None, **single: str
) -> None:  # fmt: skip
    """Predict circuits: monthly median field strength, S/N and basic circuit reliability.

    CSV (`-` is standard input) has the columns tx_lat, tx_lon, rx_lat, rx_lon, year, month, ssn, hour_utc, freq_mhz,
    power_kw and, if you like, antenna (an HFCC code or a BS.705 designation; isotropic without) and azimuth. It comes
    back with distance_km, basic_muf_mhz, operational_muf_mhz, e_dbuv, snr_db and bcr_pct. Other columns are kept.
    Without CSV, options give one circuit.

    Modelled: sky wave after ITU-R P.533-14 from 2 to 30 MHz with the noise of P.372 and the reliability of P.842;
    ground and sky wave from 0.15 to 1.705 MHz. The MUFs there, and everything at other frequencies or where a number is
    nan, are nan. A prediction holds for the instant hour_utc of the middle of the month: for a programme from 15 to
    16 UTC ask for 15.5. The year matters only where ssn is empty: R12 is looked up. Not modelled: sporadic E, storms,
    jamming, other stations.
    """
    from bcastplan.coverage.circuit_ends import Receiver
    from bcastplan.model.errors import UnreadableInput
    from bcastplan.workspace.prediction.circuit_tables import predict_file, predict_one

    given = {name: value for name, value in single.items() if value is not None}
    if (table is None) == (not given):
        raise click.UsageError("give a CSV file (- for standard input), or one circuit by options such as --tx-lat")
    # Written as "not within", so that NaN is refused as well.
    if not 0.0 < bandwidth < 1e9 or not -1e3 < snr < 1e3:
        raise click.UsageError("--bandwidth takes a positive number of Hz, --snr a number of dB")
    receiver = Receiver(environment, bandwidth, snr)
    try:
        answer = predict_one(given, receiver, mode) if table is None else predict_file(table, receiver, mode)
    except UnreadableInput as error:
        print(f"{error.file}: cannot be read: {error.reason}", file=sys.stderr)  # noqa: T201
        raise click.exceptions.Exit(UNREADABLE) from None
    _finish(answer, table is None, output)


def _finish(answer: PredictAnswer, single: bool, output: str | None) -> None:
    from bcastplan.model.inert import inert
    from bcastplan.reports.check.check_text import place_text
    from bcastplan.reports.coverage.predict_csv import predict_csv, predict_text
    from bcastplan.workspace.prediction.circuit_tables import RESULTS

    # Values of options are usage (exit code 2); the same fault in a table is a finding about a line of it.
    if single and answer.problems:
        raise click.UsageError("; ".join(_option_words(problem.message) for problem in answer.problems))
    results = {name: getattr(answer.prediction, name).tolist() for name in RESULTS}
    if single:
        write_result(predict_text({name: values[0] for name, values in results.items()}, _UNITS), output)
    elif answer.columns:
        write_result(predict_csv(answer.columns, answer.rows, results), output)
    for problem in answer.problems:
        print(f"{place_text(problem.place)}: error: {inert(problem.message)}", file=sys.stderr)  # noqa: T201
    for note in answer.notes:
        print(f"bcastplan: {note}", file=sys.stderr)  # noqa: T201
    if answer.problems:
        raise click.exceptions.Exit(FINDINGS)


def _option_words(message: str) -> str:
    """A message about columns in the words of the command line."""
    if message.startswith("the columns "):
        names = message.removeprefix("the columns ").split(" are missing")[0].split(", ")
        return "one circuit also needs " + ", ".join(option for name, option, _ in _SINGLE if name in names)
    if message.startswith("give a column"):
        return "give --ssn, or --year to look R12 up with"
    name, _, rest = message.partition(" ")
    return f"{next((option for column, option, _ in _SINGLE if column == name), name)} {rest}"
