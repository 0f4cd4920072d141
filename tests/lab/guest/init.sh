#!/bin/sh
# The guest's first process: this machine's root with a tmpfs over it, what a lab needs, the command, off.
#
# $guest_desk is a folder of the outer machine: `command` in it is what to run, `debian` names the lab's Debian roots,
# `status` becomes the command's exit status. What the command says goes to the second console.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
set -eu

mount -t tmpfs -o mode=755 guest /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work root /mnt/root
# One overlay fewer under each machine of the lab: Debian roots are seen directly.
while read -r debian; do
    mount --bind "$debian" "/mnt/root$debian"
done <"$guest_desk/debian"
mount -t devtmpfs dev /mnt/root/dev 2>/dev/null || mount --move /dev /mnt/root/dev
mount -t proc proc /mnt/root/proc
mount -t sysfs sysfs /mnt/root/sys
mount -t cgroup2 cgroup2 /mnt/root/sys/fs/cgroup
mount -t tmpfs -o mode=755 run /mnt/root/run
mkdir -p /mnt/root/run/outer /mnt/root/run/desk /mnt/root/dev/pts /mnt/root/dev/shm
mount -t hostfs -o "$guest_desk" desk /mnt/root/run/desk
mount -t devpts devpts /mnt/root/dev/pts
mount -t tmpfs -o mode=1777 shm /mnt/root/dev/shm
for stream in 0:stdin 1:stdout 2:stderr; do
    ln -sf "/proc/self/fd/${stream%:*}" "/mnt/root/dev/${stream#*:}"
done
ln -sf /proc/self/fd /mnt/root/dev/fd
cd /mnt/root
pivot_root . run/outer
hostname guest
ip link set lo up
# As where these drivers are modules: no link that nobody asked for.
echo 2 >/proc/sys/net/core/fb_tunnels_only_for_init_net

busybox stty -F /dev/tty1 raw
status=0
sh /run/desk/command </dev/null >/dev/tty1 2>&1 || status=$?
echo "$status" >/run/desk/status
sync
exec busybox poweroff -f
