"""Raise these for misuse and broken installations; everything about a document is a Finding instead."""

from __future__ import annotations


class Cas2xbrlError(Exception):
    """Carry a message in Chinese and English to whoever called."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{en} / {zh}")
        self.zh = zh
        self.en = en


class BrokenInstallationError(Cas2xbrlError):
    """Say that a file the program itself brings is missing."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"安装不完整：缺少 {name}。请重新安装 cas2xbrl。",
            f"the installation is incomplete: {name} is missing; install cas2xbrl again",
        )


class MappingFileError(Cas2xbrlError):
    """Say what is wrong with a user's mapping file, and on which line."""
