"""Writes a tar archive of so many small files, a thousand to a folder: `small_files.py OUT ENTRIES`.

One header is a template; the rest differ from it in name and checksum.
"""

import sys, tarfile

out, entries = sys.argv[1], int(sys.argv[2])
info = tarfile.TarInfo("usr/share/")
info.size = 40
template = info.tobuf(tarfile.USTAR_FORMAT)
base = sum(template) - sum(template[148:156]) + 8 * 32 - sum(template[:100])
data = b"forty bytes of text in a small file ...\n".ljust(512, b"\0")
with open(out, "wb", buffering=1 << 20) as archive:
    for number in range(entries):
        name = b"usr/share/folder-%04d/file-%03d.txt" % divmod(number, 1000)
        checksum = b"%06o\0 " % (base + sum(name))
        archive.write(name.ljust(100, b"\0") + template[100:148] + checksum + template[156:] + data)
    archive.write(bytes(1024))
