import re
from pathlib import Path

import pytest


def test_the_example_of_the_documentation_prints_what_it_says(root: Path) -> None:
    text = (root / "docs" / "physics-hf.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example is not None
    *code, last = example[1].strip().splitlines()
    expression, expected = last.split("  # ")
    names: dict[str, object] = {}
    exec("\n".join(code), names)
    assert eval(expression, names) == pytest.approx(float(expected.split()[0]), abs=5e-4)
