"""The guest's kernel: user-mode Linux, built once from Debian's kernel source and kept beside the lab's Debian root.

Debian's own package `user-mode-linux` won't do: from 7.2 on it has no packet filter at all, and before 6.16 each
system call in it costs two switches by ptrace, which makes the lab ten times slower.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from tests.lab.chroot import UnavailableError, alone, cache, mirror
from tests.lab.command import attempt

CONFIG = Path(__file__).with_name("kernel.config")
SUITE = "forky"
META = "linux-source"  # it depends on the source of the day
STAMP = "lanwright-lab.stamp"
TOOLS = ("apt-get", "bc", "bison", "dpkg-deb", "flex", "gcc", "make", "xz")
# What no line of the configuration can need. Kconfig reads its own files everywhere.
UNUSED = (
    *(
        "Documentation",
        "samples",
        "sound",
        "rust",
        "tools/perf",
        "tools/testing",
        "drivers/gpu",
        "drivers/media",
    ),
    *(
        "drivers/net/ethernet",
        "drivers/net/wireless/[!v]*",
        "drivers/staging",
        "drivers/infiniband",
        "drivers/scsi",
    ),
    *(
        "drivers/usb",
        "arch/arm",
        "arch/arm64",
        "arch/mips",
        "arch/powerpc",
        "arch/riscv",
        "arch/s390",
        "arch/sparc",
    ),
)


def kernel() -> Path:
    """Give the kernel, an executable, built now if it isn't there. Each configuration has a folder of its own.

    Raises UnavailableError with the reason.
    """
    folder = cache() / f"guest-kernel-{hashlib.sha256(_recipe().encode()).hexdigest()[:8]}"
    with alone(cache() / "guest-kernel.lock"):
        stamp = folder / STAMP
        if not stamp.is_file() or stamp.read_text() != _recipe():
            _build(folder)
    return folder / "linux"


def _recipe() -> str:
    return f"{SUITE} {META}\n{CONFIG.read_text()}"


def _build(folder: Path) -> None:
    """Build it under another name, keep the executable alone, and rename the folder when it is whole."""
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise UnavailableError(f"the guest's kernel is built, and {tool} isn't installed")
    for remains in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(remains)
    new = folder.with_name(f"{folder.name}.new-{os.getpid()}")
    built = _made(_source(new / "source"))
    _run(["strip", "-o", str(new / "linux"), str(built)])
    shutil.rmtree(new / "source")
    (new / STAMP).write_text(_recipe())
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def _source(folder: Path) -> Path:
    """Fetch and unpack the source."""
    options = _own_apt(folder / "apt")
    _run(["apt-get", *options, "--quiet", "update"])
    names = re.findall(r"Depends: (linux-source-\S+)", _run(["apt-cache", *options, "depends", META]))
    if not names:
        raise UnavailableError(f"{META} of {SUITE} names no source")
    _run(["env", "-C", str(folder), "apt-get", *options, "--quiet", "download", names[0]])
    (package,) = folder.glob("*.deb")
    _run(["dpkg-deb", "--extract", str(package), str(folder)])
    unused = [
        f"--exclude=*/{part}/*.{kind}" for part in UNUSED for kind in ("c", "h", "S", "dts", "dtsi", "rst")
    ]
    (packed,) = (folder / "usr/src").glob("*.tar.xz")
    _run(["tar", "-C", str(folder), "--extract", "--file", str(packed), "--wildcards", *unused])
    return folder / str(names[0])


def _made(source: Path) -> Path:
    """Configure and compile it; refuse a kernel that lacks what was asked for."""
    make = ["make", "-C", str(source), "--silent", "ARCH=um"]
    _run([*make, f"KCONFIG_ALLCONFIG={CONFIG}", "allnoconfig"])
    lacking = set(CONFIG.read_text().split()) - set((source / ".config").read_text().split())
    if lacking:
        raise UnavailableError(f"this kernel can't be configured with {', '.join(sorted(lacking))}")
    _run([*make, f"--jobs={os.cpu_count() or 1}", "linux"])
    return source / "linux"


def _own_apt(folder: Path) -> list[str]:
    """Make apt read one suite with lists of its own: the machine's are left alone."""
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    sources = folder / "sources.list"
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    sources.write_text(f"deb [signed-by={keyring}] {mirror()} {SUITE} main\n")
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "root",
    }
    return [word for key, value in options.items() for word in ("-o", f"{key}={value}")]


def _run(argv: list[str]) -> str:
    output = attempt(argv, timeout=3600)
    if output.rc:
        last = "; ".join(output.text.strip().splitlines()[-5:])
        raise UnavailableError(f"the guest's kernel can't be built: {' '.join(argv[:3])}: {last}")
    return output.stdout


if __name__ == "__main__":
    print(kernel())
