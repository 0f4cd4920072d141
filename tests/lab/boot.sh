#!/bin/sh
# Boots one machine of the lab: builds its root on top of the Debian root, then becomes its process 1.
#
#   boot.sh DEBIAN DISK NAME idle
#   boot.sh DEBIAN DISK NAME systemd CGROUP
#
# It runs as the first process of new mount, network, process, hostname and IPC
# namespaces. DISK is the machine's folder on the lab's tmpfs; what the machine
# writes stays there over a reboot. CGROUP is a folder to make in the cgroup2 tree.
# It prints its process number once the root stands, then waits for a line in
# DISK/go: until then cables can be plugged in. Its second word, `up`, says that its root is its own.
set -eu
debian=$1 disk=$2 name=$3 init=$4 cgroup=${5:-}
root=$disk/root

# /proc is still the outer machine's, so this is our number out there.
read -r number _ </proc/self/stat

if [ ! -e "$disk" ]; then
    upper=$disk/upper
    coldplug=$upper/etc/systemd/system/systemd-udev-trigger.service.d
    mkdir -p "$upper/usr/local/lib/lanwright-lab" "$coldplug" "$disk/work" "$root"
    mkfifo "$disk/go"
    echo "$name" >"$upper/etc/hostname"
    tr -d - </proc/sys/kernel/random/uuid >"$upper/etc/machine-id"
    cp "${0%/*}/answer.py" "$upper/usr/local/lib/lanwright-lab/"
    # udev looks at the machine's network links only, not at the outer machine's disks.
    printf '[Service]\nExecStart=\nExecStart=udevadm trigger --action=add --subsystem-match=net\n' >"$coldplug/lab.conf"
fi
hostname "$name"
mount -t overlay -o "lowerdir=$debian,upperdir=$disk/upper,workdir=$disk/work" overlay "$root"

# /proc: only what belongs to the network namespace may be changed from in here.
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
mount -o remount,bind,ro "$root/proc/sys"

# /sys: the same. The folder itself stays writable, which tells systemd that udev may run.
mount -t sysfs sysfs "$root/sys"
for part in block bus dev firmware hypervisor kernel module power devices; do
    [ -d "$root/sys/$part" ] || continue
    mount --bind "$root/sys/$part" "$root/sys/$part"
    if [ "$part" = devices ]; then
        # Its own links and radios: udev writes there.
        for own in net mac80211_hwsim; do
            [ -d "$root/sys/devices/virtual/$own" ] || continue
            mount --bind "$root/sys/devices/virtual/$own" "$root/sys/devices/virtual/$own"
        done
    fi
    mount -o remount,bind,ro "$root/sys/$part"
done

# /dev: nothing of the outer machine's but the harmless ones.
mount -t tmpfs -o mode=755,nosuid dev "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/net"
for node in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}"
done
mknod -m 666 "$root/dev/tty" c 5 0
mknod -m 600 "$root/dev/net/tun" c 10 200
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for stream in 0:stdin 1:stdout 2:stderr; do
    ln -s "/proc/self/fd/${stream%:*}" "$root/dev/${stream#*:}"
done
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t tmpfs -o mode=755 run "$root/run"
mkdir -p "$root/run/lock" "$root/run/network" "$root/run/udev"
# systemd hears of devices only if udev seems to be there when it starts, or /dev is the kernel's own.
: >"$root/run/udev/control"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"

if [ -n "$cgroup" ]; then
    mkdir -p "$cgroup"
    echo 0 >"$cgroup/cgroup.procs"
fi

echo "$number"
read -r _ <"$disk/go"

cd "$root"
pivot_root . mnt
exec </dev/null
umount -l /mnt
# Only now may commands be run in it: before, they would have seen the outer machine's root.
echo up
exec >/dev/null 2>&1
case $init in
    idle)
        # While SIGCHLD is ignored the kernel itself reaps what its parents have left.
        ip link set lo up
        trap '' CHLD
        exec sleep infinity
        ;;
    systemd)
        # In a cgroup namespace of its own systemd sees only its own part of the tree.
        # shellcheck disable=SC2016  # the inner shell expands it
        exec unshare --cgroup sh -c '
            mount -t cgroup2 cgroup2 /sys/fs/cgroup
            exec env -i container=lanwright-lab PATH="$PATH" /usr/lib/systemd/systemd --unit=multi-user.target'
        ;;
esac
