"""The facts of a transmission that a conflict depends on besides its airtime: who, where, for whom."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from bcastplan.model.days import DAILY
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points
from bcastplan.reference.station_names import known_forms, station_form


@dataclass(frozen=True, slots=True)
class RowSide:
    """One side of a conflict: the facts of one row of the airtime table besides its airtime.

    ``target_bits`` is a set of test points (bit ``number - 1``), None where the target is missing or names no
    point. ``region`` is the ITU Region of the site, None where it is not known. Rows of ``--against`` have
    ``is_reference``. ``plan`` names the plan whose inventory and agreements hold for the row. ``station`` is the name
    of a row without codes of an organisation, as in lists for listeners, in the form in which names are compared;
    ``known_as`` are the forms under which such lists may have the row itself. ``position`` of its site is in degrees
    north and east, None where it is not known.
    """

    frequency_khz: float = 0.0
    service: str = ""
    broadcaster: str | None = None
    manager: str | None = None
    site: str | None = None
    language: str | None = None
    target_text: str | None = None
    target_bits: int | None = None
    region: int | None = None
    is_reference: bool = False
    drm: bool = False
    sync: str | None = None
    days: int = DAILY
    id: str | None = None
    file: str = ""
    line: int = 1
    plan: str = ""
    transmitter: str | None = None
    antenna: str | None = None
    station: str | None = None
    known_as: frozenset[str] = frozenset()
    position: tuple[float, float] | None = None

    def on_line(self, line: int) -> RowSide:
        """The same on another line: in half the time of ``dataclasses.replace``, because edits move all rows."""
        side = object.__new__(RowSide)
        for name in _ALL_BUT_LINE:
            _write(side, name, getattr(self, name))
        _write(side, "line", line)
        return side

    @classmethod
    def of(
        cls,
        transmission: Transmission,
        *,
        region: int | None = None,
        is_reference: bool = False,
        plan: str = "",
        names: tuple[str, ...] = (),
        position: tuple[float, float] | None = None,
    ) -> RowSide:
        """The side of a transmission; its target is looked up among the test points.

        ``names`` are station names that the plan gives for it.
        """
        target = transmission.target
        broadcaster, manager, service = transmission.broadcaster, transmission.manager, transmission.service
        return cls(
            frequency_khz=transmission.frequency_khz,
            service=transmission.service,
            broadcaster=transmission.broadcaster,
            manager=transmission.manager,
            site=transmission.site_code,
            language=transmission.language_text,
            target_text=target,
            target_bits=target_points(target) or None,
            region=region,
            is_reference=is_reference,
            drm=transmission.mode == "DRM",
            sync=transmission.sync,
            days=transmission.days,
            id=transmission.id,
            file=transmission.origin.file,
            line=transmission.origin.line,
            plan=plan,
            transmitter=transmission.transmitter,
            antenna=transmission.antenna,
            station=station_form(service) or None if broadcaster is None and manager is None else None,
            known_as=known_forms(broadcaster, manager, service, names),
            position=position,
        )

    def moved(self, transmission: Transmission) -> RowSide:
        """The side of the same row as another transmission of the same organisation, Region and target."""
        return replace(
            self,
            frequency_khz=transmission.frequency_khz,
            days=transmission.days,
            sync=transmission.sync,
            site=transmission.site_code,
            transmitter=transmission.transmitter,
            antenna=transmission.antenna,
        )


_ALL_BUT_LINE = tuple(field.name for field in fields(RowSide) if field.name != "line")
_write = object.__setattr__  # a frozen dataclass refuses the usual way
