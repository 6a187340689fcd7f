"""Attributes that a new file takes over from the file it replaces: owner, group, mode and extended attributes."""

from __future__ import annotations

import os
import stat
import sys


def take_over(descriptor: int, before: os.stat_result, path: str) -> bool:
    """Give an open new file the attributes of the file it is to replace.

    Args:
        descriptor: the new file.
        before: the status of the old file.
        path: the old file, for its extended attributes (access lists among them).

    Returns:
        Whether owner and group are those of the old file. The system may refuse; then only writing into the old file
        itself keeps them.
    """
    if sys.platform == "win32":
        return True  # files there take owner and access lists from their folder
    same_owner = _take_owner(descriptor, before)
    _take_extended(descriptor, path)
    os.fchmod(descriptor, stat.S_IMODE(before.st_mode))  # after the owner: changing the owner takes set-id bits away
    return same_owner


def _take_owner(descriptor: int, before: os.stat_result) -> bool:
    now = os.fstat(descriptor)
    if (now.st_uid, now.st_gid) == (before.st_uid, before.st_gid):
        return True
    for owner in (before.st_uid, -1):  # the group alone may often be given where the owner may not
        try:
            os.fchown(descriptor, owner, before.st_gid)
        except OSError:
            continue
        break
    now = os.fstat(descriptor)
    return (now.st_uid, now.st_gid) == (before.st_uid, before.st_gid)


def _take_extended(descriptor: int, path: str) -> None:
    """Copy extended attributes as far as the system lets them be read and set."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(path)
    except OSError:
        return
    for name in names:
        try:
            os.setxattr(descriptor, name, os.getxattr(path, name))
        except OSError:
            continue
