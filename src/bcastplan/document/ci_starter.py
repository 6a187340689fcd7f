"""First CI configurations: a check of every push, for the two services that most repositories live on."""

from __future__ import annotations

from bcastplan.document.scalars import scalar_text

CI_SERVICES = ("github", "gitlab")

_GITHUB = """\
# Checks the broadcast schedules of every push and pull request.
name: schedules
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.12"}}
      - run: pip install bcastplan
      - run: bcastplan check "$PLAN" --format github
        env:
          PLAN: {folder}
"""

_GITLAB = """\
# Checks the broadcast schedules of every push; findings appear in the merge request.
schedules:
  image: python:3.12
  variables:
    PLAN: {folder}
  script:
    - pip install bcastplan
    - bcastplan check "$PLAN" --exit-zero --format gitlab -o codequality.json
    - bcastplan check "$PLAN" --format junit -o report.xml
  artifacts:
    when: always
    reports:
      codequality: codequality.json
      junit: report.xml
"""

_FILES = {"github": (".github/workflows/schedules.yml", _GITHUB), "gitlab": (".gitlab-ci.yml", _GITLAB)}


def ci_file(service: str, folder: str) -> tuple[str, str]:
    """Path, from the root of a repository, and text of a first configuration.

    Args:
        service: one of CI_SERVICES.
        folder: the plan's folder as seen from the root.
    """
    path, text = _FILES[service]
    return path, text.format(folder=scalar_text(folder))
