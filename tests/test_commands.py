"""What a user types and sees: tests/commands/*.md, as pandoc tests its command line.

A fenced block that begins with ``% cas2xbrl …`` is one test. Lines up to ``^D`` are the input, put into the file
``input.txt`` of an empty folder. Then comes what is printed, lines on standard error behind ``2> ``, and ``=> n`` where
the exit status is not 0. Seconds and row numbers of tables are shown as ``…``. ``--update-golden`` writes it anew.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from converter.cli import main

FOLDER = Path(__file__).parent / "commands"
_BLOCK = re.compile(r"^```\n(?P<block>% cas2xbrl .*?)^```$", re.MULTILINE | re.DOTALL)
_UNSTABLE = ((re.compile(r"\b\d+\.\d s$", re.MULTILINE), "… s"), (re.compile(r"(?<=line_items:)\d+"), "…"))


@dataclass(frozen=True)
class Command:
    """Hold one block: where it stands, its command line, its input (None: there is none) and the expected output."""

    path: Path
    number: int
    line: str
    given: str | None
    expected: str

    @classmethod
    def parse(cls, path: Path, number: int, block: str) -> Command:
        line, _, rest = block.partition("\n")
        given, mark, output = rest.partition("^D\n")
        return cls(path, number, line, given if mark else None, output if mark else rest)

    def write(self, output: str) -> str:
        return f"{self.line}\n" + (f"{self.given}^D\n" if self.given is not None else "") + output


def read_commands() -> list[Command]:
    return [
        Command.parse(path, number, match["block"])
        for path in sorted(FOLDER.glob("*.md"))
        for number, match in enumerate(_BLOCK.finditer(path.read_text(encoding="utf-8")), start=1)
    ]


def run(command: Command) -> str:
    """Run a command in the working directory, within this process; test_cli.py runs the program itself."""
    if command.given is not None:
        Path("input.txt").write_text(command.given, encoding="utf-8")
    arguments = shlex.split(command.line.removeprefix("% cas2xbrl "))
    done = CliRunner().invoke(main, arguments, prog_name="cas2xbrl")
    output = done.stdout + "".join(f"2> {line}".rstrip() + "\n" for line in done.stderr.splitlines())
    for pattern, shown in _UNSTABLE:
        output = pattern.sub(shown, output)
    return output + (f"=> {done.exit_code}\n" if done.exit_code else "")


def test_there_are_commands() -> None:
    assert len(read_commands()) > 10


@pytest.mark.parametrize("command", read_commands(), ids=lambda command: f"{command.path.stem}-{command.number}")
def test_the_command_prints_what_the_page_says(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    output = run(command)
    if update_golden:
        text = command.path.read_text(encoding="utf-8")
        match = list(_BLOCK.finditer(text))[command.number - 1]
        command.path.write_text(
            text[: match.start("block")] + command.write(output) + text[match.end("block") :], encoding="utf-8"
        )
        return
    assert output == command.expected
