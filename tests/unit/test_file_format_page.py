"""What the page on the file format shows can be written down and checked as it stands."""

import re

import yaml

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.model.transmission import TRANSMISSION_PARSERS


def test_the_schedule_on_the_page_has_no_fault(root):
    page = (root / "docs" / "file-format.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(bcastplan: 1.*?)```", page, re.DOTALL)[1]
    schedule, problems = read_schedule("page.yaml", block)
    assert problems == []
    assert len(schedule.transmissions) == 2


def test_examples_on_the_page_are_yaml_and_are_read(root):
    page = (root / "docs" / "file-format.md").read_text(encoding="utf-8")
    table = page.split("## Keys of a transmission")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*) \|$", table, re.MULTILINE)
    assert [key for key, _ in rows] == list(TRANSMISSION_PARSERS)
    for key, examples in rows:
        for example in re.findall(r"`([^`]+)`", examples):
            TRANSMISSION_PARSERS[key](yaml.load(example, yaml.BaseLoader))
