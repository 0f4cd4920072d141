"""Wi-Fi of the lab: a LAN's access point, and the cards that join it. The radios are software, all else is real.

The kernel's mac80211_hwsim makes radios that hear each other; its mac80211 sends and receives, Debian's hostapd is the
access point, in one box with the LAN's switch as in a home router, and what joins it is the host's own wpa_supplicant.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.command import attempt, run
from tests.lab.eventually import eventually
from tests.lab.lan import Cable
from tests.lab.shapes import JOINS

if TYPE_CHECKING:
    from tests.lab.lab import Lab
    from tests.lab.lan import Lan
    from tests.lab.machine import Machine

RADIOS = Path("/sys/class/mac80211_hwsim")
HERE = Path("/proc/self/ns/net")
CHANNEL, FREQUENCY = 1, 2412
PASSPHRASE = "correct horse"


def radios() -> list[Path]:
    """Give the radios that nobody has: those of this process's own network namespace."""
    return sorted(RADIOS.glob("*/ieee80211/*"))


def put_in(lab: Lab, machine: Machine, name: str, kind: str, mac: str) -> str:
    """Give a machine a free radio, with one interface on it, and tell which.

    A radio whose machine is gone comes back here in the kernel's own time.
    """

    phy = ""

    def taken() -> None:
        nonlocal phy
        free = radios()
        assert free, "no radio is free: the kernel was started with too few"
        phy = f"phy#{(free[0] / 'index').read_text().strip()}"
        for device in free[0].glob("device/net/*"):
            attempt(lab.in_network(HERE, "iw", "dev", device.name, "del"))
        run(lab.in_network(HERE, "iw", phy, "set", "netns", str(machine.number)))
        add = ["interface", "add", name, "type", kind, "addr", mac]
        run(lab.in_network(machine.netns, "iw", phy, *add))

    eventually(taken)
    return phy


class AccessPoint:
    """What takes a LAN's stations in: a bridge port of its switch. `says` are further lines for hostapd.

    Stations need its passphrase, unless it is `open`.
    """

    def __init__(self, lab: Lab, lan: Lan, *says: str, open: bool = False) -> None:  # noqa: A002
        self._lab, self._lan, self._open = lab, lan, open
        self._box = lan.switch
        put_in(lab, self._box, "air", "__ap", "02:00:00:ff:00:01")
        lines = ["interface=air", "bridge=lan", "driver=nl80211", "ctrl_interface=/run/hostapd"]
        lines += [f"ssid={lan.name}", "hw_mode=g", f"channel={CHANNEL}", *says]
        if not open:
            lines += ["wpa=2", "wpa_key_mgmt=WPA-PSK", "rsn_pairwise=CCMP", f"wpa_passphrase={PASSPHRASE}"]
        self._box.write("/etc/hostapd/hostapd.conf", "".join(f"{line}\n" for line in lines), mode="600")
        self._box.run("hostapd -B -t -f /run/hostapd.log /etc/hostapd/hostapd.conf")

    def station(self, machine: Machine, nic: str, mac: str | None = None) -> Station:
        """Give a machine a wireless card; what it joins is written where its wpa_supplicant looks."""
        station = Station(self._lab, self._lan, machine, nic, mac)
        key = "key_mgmt=NONE" if self._open else f'key_mgmt=WPA-PSK\n  psk="{PASSPHRASE}"'
        network = f'network={{\n  ssid="{self._lan.name}"\n  scan_freq={FREQUENCY}\n  {key}\n}}\n'
        text = f"ctrl_interface=/run/wpa_supplicant\n{network}"
        machine.write(JOINS.format(nic), text, mode="600")
        machine.cables.append(station)
        station.connect()
        return station

    def said(self) -> str:
        """Give what hostapd has said so far."""
        return self._box.read("/run/hostapd.log")

    def ask(self, words: str) -> str:
        """Run a command of hostapd_cli."""
        return self._box.run(f"hostapd_cli -i air {words}")


class Station(Cable):
    """A wireless card of a machine, and the air to its LAN's access point.

    Its "cable" is pulled by switching the access point off, for each of its stations.
    """

    def __init__(self, lab: Lab, lan: Lan, machine: Machine, nic: str, mac: str | None) -> None:
        super().__init__(lan, machine, nic, mac)
        self._lab = lab
        self.port = "air"
        self._radio = ""

    def connect(self) -> None:
        """Make the card; it joins when its machine's wpa_supplicant has it do so."""
        self._radio = put_in(self._lab, self.machine, self.nic, "managed", self.mac)

    def take_out(self) -> None:
        """Give the radio back, as one pulls a stick out."""
        back = "iw", self._radio, "set", "netns", str(os.getpid())
        run(self._lab.in_network(self.machine.netns, *back))

    def pull(self) -> None:
        """Switch the access point off."""
        self.lan.switch.run("hostapd_cli -i air disable")

    def plug_in_again(self) -> None:
        """Switch it on."""
        self.lan.switch.run("hostapd_cli -i air enable")

    def await_carrier(self) -> None:
        """Wait until it has joined."""
        self.machine.run(f'until [ "$(cat /sys/class/net/{self.nic}/carrier)" = 1 ]; do sleep 0.05; done')
