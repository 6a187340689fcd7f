import io
import os
import random
import struct
import sys
import tracemalloc
import zipfile

import pytest

from bcastplan.exchange import archive
from bcastplan.exchange.archive import read_input
from bcastplan.model.errors import UnreadableInput

NOISE = random.Random(1).randbytes(4000)


def packed(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content, **options)
    return buffer.getvalue()


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


def test_a_plain_file_keeps_its_name_and_bytes(put, row, hfcc_file):
    data = hfcc_file(row())
    name = put("list.txt", data)
    (source,) = read_input(name)
    assert (source.name, source.data, source.kind) == (name, data, "hfcc")


@pytest.mark.parametrize("member", ["A26all00.TXT", "a26ALL00.txt", "folder/A26all00.TXT"])
def test_members_are_named_after_the_archive_in_any_case(put, row, hfcc_file, member):
    data = hfcc_file(row())
    name = put("A26.ZIP", packed({"SITE.TXT": "PHT Tinang", "readme.txt": "hello", member: data}))
    (source,) = read_input(name)
    assert (source.name, source.data, source.kind) == (f"{name}!{member}", data, "hfcc")


def test_several_lists_come_in_the_order_of_the_archive(put, row, hfcc_file):
    name = put("x.zip", packed({"b.txt": hfcc_file(row()), "a.yaml": "bcastplan: 1\n"}))
    assert [source.kind for source in read_input(name)] == ["hfcc", "yaml"]


def test_members_that_point_outside_are_read_and_nothing_is_written(put, row, hfcc_file, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    name = put("inner/x.zip", packed({"../../evil.txt": hfcc_file(row())}))
    before = sorted(tmp_path.rglob("*"))
    (source,) = read_input(name)
    assert source.name.endswith("x.zip!../../evil.txt")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_is_told_by_its_content(put, row, hfcc_file):
    assert len(read_input(put("season.dat", packed({"x.txt": hfcc_file(row())})))) == 1


def test_standard_input_may_be_a_zip_too(monkeypatch, row, hfcc_file):
    class Stdin:
        buffer = io.BytesIO(packed({"x.txt": hfcc_file(row())}))

    monkeypatch.setattr(sys, "stdin", Stdin)
    (source,) = read_input("-")
    assert source.name == "-!x.txt"


def cut(data):
    return data[: len(data) // 2]


def spoilt(data):
    return data[:60] + bytes(byte ^ 0xFF for byte in data[60:90]) + data[90:]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty (0 bytes)"),
        (b"hello", "not a zip archive"),
        (packed({}), "no schedule"),
        (packed({"readme.txt": "hello"}), "no schedule"),
        (cut(packed({"x.txt": NOISE})), "damaged or cut off"),
        (spoilt(packed({"x.txt": NOISE})), "damaged or cut off"),
        (packed({"x.txt": b" " * 5_000_000}), "more than 200 times its size"),
    ],
    ids=["empty", "no zip", "no members", "no schedule", "cut", "spoilt", "bomb"],
)
def test_a_useless_zip_says_why(put, content, reason):
    with pytest.raises(UnreadableInput, match=r".") as caught:
        read_input(put("x.zip", content))
    assert reason in caught.value.reason
    assert "\n" not in caught.value.reason


def test_a_bomb_of_many_members_is_refused_before_unpacking(put, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    with pytest.raises(UnreadableInput, match="4 files"):
        read_input(put("x.zip", packed({f"{number}.txt": "" for number in range(4)})))


def test_a_bomb_of_total_size_is_refused_before_unpacking(put, monkeypatch):
    name = put("x.zip", packed({f"{number}.txt": b"ab" * 30_000 for number in range(4)}))
    monkeypatch.setattr(archive, "MAX_INPUT_BYTES", 239_999)
    with pytest.raises(UnreadableInput, match="unpacks to more than"):
        read_input(name)
    monkeypatch.setattr(archive, "MAX_INPUT_BYTES", 1000)
    with pytest.raises(UnreadableInput, match="larger than"):
        read_input(put("y.zip", packed({"x.txt": NOISE})))


def test_a_member_that_lies_about_its_size_is_refused(put):
    data = packed({"x.txt": b"bcastplan: 1\n" + b"# " * 4000})
    size = struct.pack("<L", 13 + 8000)
    assert data.count(size) == 2
    with pytest.raises(UnreadableInput, match="damaged or cut off"):
        read_input(put("x.zip", data.replace(size, struct.pack("<L", 20))))


def test_no_more_is_unpacked_than_was_declared(put, monkeypatch):
    """A forged size passes the limits; unpacking it whole would take what the limits are there to keep free."""
    huge = 64_000_000
    data = packed({"x.txt": b"bcastplan: 1\n" + b" " * huge})
    size = struct.pack("<L", 13 + huge)
    assert data.count(size) == 2
    name = put("x.zip", data.replace(size, struct.pack("<L", 5000)))
    monkeypatch.setattr(archive, "MAX_INPUT_BYTES", 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableInput, match="damaged or cut off"):
            read_input(name)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


def test_an_encrypted_member_is_refused(put):
    data = bytearray(packed({"x.txt": b"bcastplan: 1\n"}))
    directory = data.find(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    with pytest.raises(UnreadableInput, match="unpack it yourself"):
        read_input(put("x.zip", bytes(data)))


def test_an_archive_in_an_archive_is_not_opened(put, row, hfcc_file):
    inner = packed({"x.txt": hfcc_file(row())})
    with pytest.raises(UnreadableInput, match="no schedule"):
        read_input(put("x.zip", packed({"inner.zip": inner})))


def test_missing_files_folders_and_impossible_names_say_so(tmp_path):
    for name, reason in ((tmp_path / "none.txt", "no such file"), (tmp_path, "folder"), ("a\0b", "cannot be read")):
        with pytest.raises(UnreadableInput) as caught:
            read_input(str(name))
        assert reason in caught.value.reason


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_no_permission_says_so(put):
    name = put("x.txt", b"hello")
    os.chmod(name, 0)  # noqa: PTH101
    with pytest.raises(UnreadableInput, match="no permission"):
        read_input(name)


def test_an_endless_file_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_INPUT_BYTES", 1000)
    with pytest.raises(UnreadableInput, match="larger than"):
        read_input("/dev/zero")


def test_a_list_of_more_lines_than_memory_holds_is_refused(put, monkeypatch):
    row = b"9565;1530-1630;Mo-Fr;USA;Voice;KO;KRE;/PHT;1;2903;2510\r\n"
    monkeypatch.setattr(archive, "MAX_LIST_LINES", 30)
    read_input(put("short.csv", row * 30))
    with pytest.raises(UnreadableInput, match="more than 30 lines: split the list"):
        read_input(put("long.csv", row * 31))
    with pytest.raises(UnreadableInput, match="more than 30 lines"):
        read_input(put("two.zip", packed({"a.csv": row * 16, "b.csv": row * 16})))


def test_a_small_file_reserves_no_more_than_it_needs(put):
    name = put("x.yaml", b"bcastplan: 1\n")
    tracemalloc.start()
    try:
        read_input(name)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
