"""The statement of a file's keys in a class: the kind of each value, the meaning of the key, and all that follows.

A mapping of a file is a frozen dataclass. Each of its keys is one field, ``Annotated[KIND, Key(...)]``:

    power_kw: Annotated[PowerKw | None, Key("Transmitter power in kW.", 250, name="power")] = None

The type tells how the value stands in the file. ``Annotated[float, Written(...)]`` is a scalar, ``tuple[X, ...]`` one
value or a list, ``dict[str, X]`` a mapping with keys of the user's choice, another such dataclass a mapping below this
one, and ``X | OtherClass`` a scalar or a mapping. Readers, writers, JSON Schemas, forms, columns and the documentation
are derived from ``keys_of``; docs/design/keys.md shows how. Nothing here imports pydantic until pydantic asks. Modules
that state keys leave out ``from __future__ import annotations``: their annotations are data, and looked at on start-up.
"""

from __future__ import annotations

import types
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union, get_args, get_origin

from bcastplan.model.errors import ValueFault
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.values import Raw, plain_number, text

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Json = dict[str, Any]
OWN_KEYS = "x-"
"""How the keys begin that belong to the user: they are kept and never interpreted."""


class Shape(ABC):
    """How the value of a key stands in a file."""

    @abstractmethod
    def parse(self, raw: Raw) -> Any:
        """The typed value; raises ValueFault, whose path leads to the part that is at fault."""

    @abstractmethod
    def write(self, value: Any) -> Raw:
        """The value as a file has it; parsing that gives the value again."""

    def take(self, value: Any) -> Any:
        """The typed value of one that is typed already, or written, or as a YAML program types it."""
        return self.parse(as_raw(value) if isinstance(value, str | list | dict) else self.write(value))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from bcastplan.model.schemas import core_schema_of

        return core_schema_of(self)


# Kinds are equal by identity, so that they can be hashed: readers and schemas look them up in tables.
@dataclass(frozen=True, eq=False)
class Written(Shape):
    """A kind of value that one scalar of a file holds.

    Attributes:
        read: makes the value of its text; raises ValueFault.
        text_of: makes the text of the value.
        forms: JSON Schemas of what may stand in a file, as text and as a YAML program with types makes it.
        unit: what a quantity is counted in, empty for other kinds.
        sought: how a filter finds it: ``quantity`` by bounds, ``code`` by whole words, ``part`` by any part.
        lists: ``read`` takes a list of texts as well, and makes one value of it.
        typed: the class of values that are taken as they are: not all of them can be written as one text.
    """

    read: Callable[[Any], Any]
    text_of: Callable[[Any], str] = str
    forms: tuple[Json, ...] = ()
    unit: str = ""
    sought: str = "part"
    lists: bool = False
    typed: type | None = None

    def take(self, value: Any) -> Any:
        """The typed value of one that is typed already, or written, or as a YAML program types it."""
        return value if self.typed is not None and isinstance(value, self.typed) else super().take(value)

    def parse(self, raw: Raw) -> Any:
        """The value of a scalar; raises ValueFault."""
        return self.read(raw if self.lists and not isinstance(raw, str) else text(raw))

    def write(self, value: Any) -> str:
        """The text of the value."""
        return self.text_of(value)


@dataclass(frozen=True, eq=False)
class Many(Shape):
    """One scalar, or a list of scalars of the same kind; the value is a tuple."""

    item: Written

    def parse(self, raw: Raw) -> tuple[Any, ...]:
        """The values in their order; raises ValueFault at the first that is none."""
        if isinstance(raw, str):
            return (self.item.parse(raw),)
        if not isinstance(raw, list):
            raise ValueFault("a value or a list of values is expected here")
        return tuple(_below(position, self.item, part) for position, part in enumerate(raw))

    def take(self, value: Any) -> Any:
        """The typed values of a tuple of them, of one scalar or of a list."""
        return super().take(value if isinstance(value, tuple) else as_raw(value))

    def write(self, value: Any) -> Raw:
        """A list, even of one."""
        return [self.item.write(part) for part in value]


@dataclass(frozen=True, eq=False)
class Record(Shape):
    """A mapping with keys of its own.

    Attributes:
        name: what the JSON Schema calls it.
        about: what it is, one sentence.
        keys: name of a key -> the key, in the order files are written.
        make: makes the value of the attributes.
        placed: the value notes where it is written, in its attribute ``place``.
        instead: the message where something else stands in its place.
        closed: even keys beginning ``x-`` are refused, and the value is read as a whole or not at all.
        one_of: keys of which one at least is written, and ``lacking`` is said otherwise.
    """

    name: str
    about: str
    keys: Mapping[str, Key]
    make: Callable[..., Any]
    placed: bool = False
    instead: str = ""
    closed: bool = False
    one_of: tuple[str, ...] = ()
    lacking: str = ""
    schema: Json = field(default_factory=dict)

    def knows(self, name: str) -> bool:
        """Whether a key may stand in the mapping."""
        return name in self.keys or (not self.closed and name.startswith(OWN_KEYS))

    def parse(self, raw: Raw) -> Any:
        """The whole mapping; raises ValueFault at the first key that is unknown, missing or at fault."""
        if not isinstance(raw, dict):
            raise ValueFault(self.instead)
        # Unknown keys come first: where one is misspelt it would be reported as missing instead.
        for name in raw:
            if not self.knows(name):
                hint = did_you_mean(name, self.keys) or f": it has {', '.join(self.keys)}"
                raise ValueFault(f"unknown key '{name}'{hint}", "YML002", (name,))
        for name, key in self.keys.items():
            if key.required and name not in raw:
                raise ValueFault(f"'{name}' is missing", "YML004")
        written = {key: raw[name] for name, key in self.keys.items() if name in raw}
        return self.make(**{key.attribute: _below(key.name, key.shape, part) for key, part in written.items()})

    def write(self, value: Any) -> Raw:
        """The keys that have a value."""
        values = {name: getattr(value, key.attribute) for name, key in self.keys.items()}
        # Only what is empty is left out: 0 and no are values.
        return {name: self.keys[name].shape.write(part) for name, part in values.items() if part not in (None, (), {})}


@dataclass(frozen=True, eq=False)
class Records(Shape):
    """A list of mappings; the value is a tuple."""

    item: Record

    def parse(self, raw: Raw) -> tuple[Any, ...]:
        """All of them; raises ValueFault at the first fault."""
        if not isinstance(raw, list):
            raise ValueFault("a list of mappings is expected here")
        return tuple(_below(position, self.item, part) for position, part in enumerate(raw))

    def write(self, value: Any) -> Raw:
        """A list of mappings."""
        return [self.item.write(part) for part in value]


@dataclass(frozen=True, eq=False)
class Named(Shape):
    """A mapping whose keys the user chooses, as codes; ``name`` reads the keys where they are more than text."""

    name: Written | None
    item: Written | Many | Record

    def parse(self, raw: Raw) -> dict[str, Any]:
        """Name -> value; raises ValueFault at the first fault."""
        if not isinstance(raw, dict):
            raise ValueFault("a mapping is expected here")
        return {self.key_of(name): _below(name, self.item, part) for name, part in raw.items()}

    def key_of(self, written: str) -> Any:
        """The key of the mapping as the program has it."""
        return self.name.read(written) if self.name is not None else written

    def write(self, value: Any) -> Raw:
        """The mapping as files have it."""
        return {str(name): self.item.write(part) for name, part in value.items()}


@dataclass(frozen=True, eq=False)
class Either(Shape):
    """One scalar, or a mapping in its place, as a site is a code or a place written out."""

    scalar: Written
    record: Record

    def parse(self, raw: Raw) -> Any:
        """The value of the scalar or of the mapping; raises ValueFault."""
        return self.scalar.parse(raw) if isinstance(raw, str) else self.record.parse(raw)

    def write(self, value: Any) -> Raw:
        """A text or a mapping."""
        return self.record.write(value) if isinstance(value, Keyed) else self.scalar.write(value)


class Key:
    """One key of a mapping of a file.

    Args:
        says: what the key means, in sentences; editors and the documentation show them.
        examples: values as a YAML program with types has them, the usual one first.
        name: the key in the file; without one the name of the field.
        required: whether it has to be written; without it, whether the field has no default.
        label: what a form calls it.
        hint: how a form tells what to enter.
        exact: where it is at fault nothing exact can be told of when and where a transmission is on the air.
        own: its value tells transmissions apart, so that the defaults of a file never hold it.
        listed: a single value is written as a list too.

    Attributes:
        attribute, shape, default: of the field, once ``keys_of`` has seen the class.
    """

    attribute: str
    shape: Shape
    default: Any

    def __init__(
        self,
        says: str,
        *examples: Any,
        name: str = "",
        required: bool | None = None,
        label: str = "",
        hint: str = "",
        exact: bool = False,
        own: bool = False,
        listed: bool = False,
    ) -> None:
        self.says = says
        self.examples = examples
        self.name = name
        self.required = required
        self.label = label
        self.hint = hint
        self.exact = exact
        self.own = own
        self.listed = listed

    def of(self, attribute: Field[Any]) -> Key:
        """The same key with what its field says."""
        bound = copy(self)
        default = attribute.default_factory() if attribute.default_factory is not MISSING else attribute.default
        bound.name = self.name or attribute.name
        bound.required = default is MISSING if self.required is None else self.required
        bound.attribute, bound.shape = attribute.name, shape_of(attribute.type)
        bound.default = None if default is MISSING else default
        return bound


class Keyed:
    """The base of classes that state the mapping of a file; pydantic's TypeAdapter takes each of them."""

    __slots__ = ()

    file_name: ClassVar[str] = ""
    """What the JSON Schema calls the mapping, where it is not the name of the class."""
    instead: ClassVar[str] = ""
    """What is said where something else than a mapping stands in the place of one."""
    closed: ClassVar[bool] = False
    """Whether keys beginning ``x-`` are refused too."""
    one_of: ClassVar[tuple[str, ...]] = ()
    """Keys of which one at least has to be written; without one ``lacking`` is said."""
    lacking: ClassVar[str] = ""
    schema: ClassVar[Json] = {}
    """What the JSON Schema demands besides."""

    @classmethod
    def of_keys(cls, **attributes: Any) -> Any:
        """The value of a mapping, of the attributes that are written."""
        return cls(**attributes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from bcastplan.model.schemas import core_schema_of

        return core_schema_of(record_of(cls))  # type: ignore[arg-type]  # mypy asks whether instances can be hashed


@lru_cache(maxsize=64)
def keys_of(cls: Any) -> Mapping[str, Key]:
    """The keys that a class states: name in the file -> key, in the order files are written."""
    keys = [
        part.of(attribute)
        for attribute in fields(cls)
        for part in getattr(attribute.type, "__metadata__", ())
        if isinstance(part, Key)
    ]
    return types.MappingProxyType({key.name: key for key in keys})


@lru_cache(maxsize=64)
def record_of(cls: Any) -> Record:
    """The mapping that a class states."""
    return Record(
        name=cls.file_name or f"{cls.__name__}Form",
        about=" ".join((cls.__doc__ or "").partition("\n\n")[0].split()),
        keys=keys_of(cls),
        make=cls.of_keys,
        placed=any(field.name == "place" for field in fields(cls)),
        instead=cls.instead,
        closed=cls.closed,
        one_of=cls.one_of,
        lacking=cls.lacking,
        schema=cls.schema,
    )


def without(record: Record, *names: str, name: str, about: str) -> Record:
    """The same mapping without some of its keys."""
    keys = {key: value for key, value in record.keys.items() if key not in names}
    return replace(record, name=name, about=about, keys=keys)


def shape_of(annotation: Any) -> Shape:
    """The shape that a type states; raises TypeError for a type that says nothing of files."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        stated = next((part for part in annotation.__metadata__ if isinstance(part, Shape)), None)
        return stated or shape_of(parts[0])
    if origin in (Union, types.UnionType):
        # None says that a key may be left out; in a file it is never written.
        shapes = [shape_of(part) for part in parts if part is not type(None)]
        return Either(*shapes) if len(shapes) == 2 else shapes[0]  # type: ignore[arg-type]
    if origin is tuple:
        item = shape_of(parts[0])
        return Records(item) if isinstance(item, Record) else Many(item)  # type: ignore[arg-type]
    if origin is dict:
        return Named(None if parts[0] is str else shape_of(parts[0]), shape_of(parts[1]))  # type: ignore[arg-type]
    if isinstance(annotation, type) and issubclass(annotation, Keyed):
        return record_of(annotation)  # type: ignore[arg-type]
    raise TypeError(f"{annotation} does not tell how it is written: annotate it with Written")


def _below(step: str | int, shape: Shape, raw: Raw) -> Any:
    """Parse a part of a value; a fault is told from the whole."""
    try:
        return shape.parse(raw)
    except ValueFault as fault:
        raise fault.below(step) from None


def as_raw(value: Any) -> Raw:
    """The raw file value of a value that a YAML library has already typed."""
    if isinstance(value, list):
        return [as_raw(part) for part in value]
    if isinstance(value, dict):
        return {str(key): as_raw(part) for key, part in value.items()}
    # Before numbers, because a bool of Python is an int.
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain_number(value) if isinstance(value, int | float) else str(value)
