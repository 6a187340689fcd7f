import io

import pytest

STYLED = "bcastplan: 1\nservice: S\nseason: A26\ntransmissions:\n  - frequency: 9565\n    time: 1530-1630  # evening\n"
LOOSE = "season: A26\nservice: 'S'\nbcastplan: 1\ntransmissions:\n- time: 1530-1630  # evening\n  frequency: 9565\n"


def test_files_of_a_folder_are_written_in_one_style(run, tmp_path):
    (tmp_path / "a.yaml").write_text(LOOSE)
    (tmp_path / "b.yaml").write_text(STYLED)
    (tmp_path / "other.yaml").write_text("z: 1\na:   2\n")
    result = run("format", str(tmp_path))
    assert result.code == 0
    assert result.out == ""
    assert result.err == f"formatted {tmp_path}/a.yaml\n1 file formatted, 1 file in style already\n"
    assert (tmp_path / "a.yaml").read_text() == STYLED
    assert (tmp_path / "other.yaml").read_text() == "z: 1\na:   2\n"


def test_the_plan_file_is_formatted_too(run, tmp_path):
    (tmp_path / "bcastplan.yaml").write_text("plan: P\nbcastplan: 1\n")
    (tmp_path / "a.yaml").write_text(STYLED)
    assert run("format", str(tmp_path)).code == 0
    assert (tmp_path / "bcastplan.yaml").read_text() == "bcastplan: 1\nplan: P\n"


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_check_and_diff_write_nothing(run, tmp_path, option):
    path = tmp_path / "a.yaml"
    path.write_text(LOOSE)
    result = run("format", option, str(path))
    assert result.code == 1
    assert "1 file would be formatted" in result.err
    assert path.read_text() == LOOSE
    path.write_text(STYLED)
    assert run("format", option, str(path)).code == 0


def test_the_difference_goes_to_standard_output(run, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(LOOSE)
    lines = run("format", "--diff", str(path)).out.splitlines()
    assert lines[:2] == [f"--- {path}", f"+++ {path}"]
    assert "-- time: 1530-1630  # evening" in lines
    assert "+    time: 1530-1630  # evening" in lines


@pytest.mark.parametrize("text", [LOOSE, STYLED])
def test_standard_input_goes_to_standard_output(run, monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run("format", "-").out == STYLED


def test_a_file_with_a_fault_is_left_with_its_line(run, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("bcastplan: 1\ntransmissions: [\n")
    result = run("format", str(path))
    assert result.code == 1
    assert f"{path}:3: left as it is: not YAML" in result.err


def test_what_is_no_yaml_of_ours_is_left(run, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("kHz:75;Time(UTC):93\n")
    result = run("format", str(path))
    assert (result.code, path.read_text()) == (1, "kHz:75;Time(UTC):93\n")
    assert "nothing else is formatted" in result.err


def test_a_file_that_is_not_there_is_3(run, tmp_path):
    assert run("format", str(tmp_path / "none.yaml")).code == 3


def test_the_plan_says_how_its_transmissions_are_written(run, tmp_path):
    for name, settings in (("lines", "format: {items: block}\n"), ("braces", "format: {items: FLOW}\n"), ("none", "")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "bcastplan.yaml").write_text(f"bcastplan: 1\n{settings}")
        (folder / "a.yaml").write_text(
            "bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n"
            "  - {frequency: 9565, time: 1530-1630}\n  - frequency: 9570\n    time: 1530-1630\n"
        )
    assert run("format", tmp_path).code == 0
    items = {
        name: (tmp_path / name / "a.yaml").read_text().split("transmissions:\n")[1]
        for name in ("lines", "braces", "none")
    }
    assert items["lines"].count("\n    time: ") == 2
    assert items["braces"] == "  - {frequency: 9565, time: 1530-1630}\n  - {frequency: 9570, time: 1530-1630}\n"
    assert items["none"].count("{") == items["none"].count("\n    time: ") == 1
    assert run("format", "--items", "flow", "--check", tmp_path / "lines").code == 1
