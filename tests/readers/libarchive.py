"""Lists tar archives as bsdtar's library reads them. See README.md.

By the library, since bsdtar's own listing does not tell where a name ends. What bsdtar would end with another
exit status than 0 for is an error here.
"""

import ctypes
import json
import locale
import sys
from ctypes.util import find_library
from pathlib import Path

OK, END, WARN = 0, 1, -20
TYPES = {0o100000: "0", 0o120000: "2", 0o020000: "3", 0o060000: "4", 0o040000: "5", 0o010000: "6"}

library = ctypes.CDLL(find_library("archive") or sys.exit("libarchive is missing"))
for name, result in {
    "archive_read_new": ctypes.c_void_p,
    "archive_error_string": ctypes.c_char_p,
    "archive_entry_pathname": ctypes.c_char_p,
    "archive_entry_symlink": ctypes.c_char_p,
    "archive_entry_hardlink": ctypes.c_char_p,
    "archive_entry_size": ctypes.c_int64,
}.items():
    getattr(library, name).restype = result


def fault(archive):
    return (library.archive_error_string(archive) or b"an error without a text").decode("utf-8", "replace")


def row(entry):
    hard_link = library.archive_entry_hardlink(entry)
    target = hard_link if hard_link is not None else library.archive_entry_symlink(entry)
    kind = TYPES.get(library.archive_entry_filetype(entry), "?")
    return {
        "name": (library.archive_entry_pathname(entry) or b"").hex(),
        "type": kind if hard_link is None else "1",
        "size": library.archive_entry_size(entry),
        "target": (target or b"").hex(),
    }


def rows(path, entries):
    archive = ctypes.c_void_p(library.archive_read_new())
    entry = ctypes.c_void_p()
    error = None
    try:
        library.archive_read_support_format_tar(archive)
        status = library.archive_read_open_filename(archive, bytes(path), ctypes.c_size_t(10240))
        while status >= WARN:
            status = library.archive_read_next_header(archive, ctypes.byref(entry))
            if status == END:
                return error
            if status >= WARN:
                entries.append(row(entry))
            if status < OK:
                error = error or fault(archive)
        return error or fault(archive)
    finally:
        library.archive_read_free(archive)


locale.setlocale(locale.LC_ALL, "C.UTF-8")
for path in sorted(Path(sys.argv[1]).iterdir()):
    entries = []
    error = rows(path, entries)
    print(json.dumps({"file": path.name, "error": error, "entries": entries}))
