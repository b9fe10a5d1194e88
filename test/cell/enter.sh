#!/usr/bin/env bash
# Runs as root inside new mount, process and IPC namespaces (see run.mjs), furnishes the cell, and runs the command as the
# user `dev`. All that is written here lies in memory and goes with the namespace; only the results folder is real.
set -euo pipefail

# A place for the cell's own things, that does not hide the repository.
for place in /mnt /srv /media; do
  case "$CELL_ROOT/" in "$place"/*) continue ;; esac
  [ -d "$place" ] && base=$place && break
done
mount -t tmpfs -o mode=755 cell "$base"
mkdir "$base/sealwax" "$base/results" "$base/layers"

layers=0
# Lays a writable layer in memory over a folder: overlay LOWER PLACE [OPTIONS]
overlay() {
  layers=$((layers + 1))
  mkdir "$base/layers/$layers" "$base/layers/$layers/up" "$base/layers/$layers/work"
  chmod --reference="$1" "$base/layers/$layers/up"
  mount -t overlay -o "lowerdir=$1,upperdir=$base/layers/$layers/up,workdir=$base/layers/$layers/work${3:+,$3}" cell "$2"
}

# The user has the caller's ids, so that what the caller can read can be read here; for root a user is made up.
uid=$CELL_UID gid=$CELL_GID
if [ "$uid" = 0 ]; then
  uid=1000
  while getent passwd "$uid" >/dev/null || getent group "$uid" >/dev/null; do uid=$((uid + 1)); done
  gid=$uid
fi

# What the user could not read, in a clone made with umask 077.
unreadable() {
  find "$1" -path '*/.git' -prune -o ! -type l \( ! -perm -004 -o -type d ! -perm -005 \) ! \( -user "$uid" -perm -400 \) -print0
}

# The repository: as it is where the user can read it, else below a layer of changed permissions. With metacopy a layer holds
# no more than those; the contents stay where they are.
if [ -z "$(unreadable "$CELL_ROOT" | head -c 1 | tr '\0' x)" ]; then
  mount --bind "$CELL_ROOT" "$base/sealwax"
  mount -o remount,bind,ro "$base/sealwax"
else
  overlay "$CELL_ROOT" "$base/sealwax" metacopy=on
  unreadable "$base/sealwax" | xargs -0r chmod a+rX
fi
mount --bind "$CELL_RESULTS" "$base/results"
chown -R "$uid:$gid" "$base/results"

# Electron and the packaged apps, with Chromium's sandbox helper as an installer leaves it. The bit is set in memory only.
with_sandbox() {
  [ -n "$1" ] || return 0
  mkdir "$2"
  overlay "$1" "$2" metacopy=on
  unreadable "$2" | xargs -0r chmod a+rX
  chown root:root "$2/chrome-sandbox"
  chmod 4755 "$2/chrome-sandbox"
}
with_sandbox "$CELL_ELECTRON" "$base/electron"
with_sandbox "$CELL_TEST_APP" "$base/test-app"
with_sandbox "$CELL_RELEASE_APP" "$base/release-app"

# The system that the tests change.
overlay /etc /etc
for anchors in /usr/local/share/ca-certificates /var/lib; do
  if [ -d "$anchors" ]; then overlay "$anchors" "$anchors"; fi
done
cd "$base/sealwax"
mount -t tmpfs -o mode=755 cell /home
mount -t tmpfs -o mode=700 cell /root
mount -t tmpfs -o mode=755 cell /run
mount -t tmpfs -o mode=1777 cell /tmp
mount -t tmpfs -o mode=1777 cell /var/tmp
mount -t tmpfs -o mode=755 cell /var/log
mount -t tmpfs -o mode=1777 cell /dev/shm
install -d -m 1777 /tmp/.X11-unix /run/lock

# An ordinary user with passwordless sudo. Written by hand, since useradd also writes outside of /etc.
sed -i "/^dev:/d;/^[^:]*:[^:]*:$uid:/d" /etc/passwd /etc/shadow
sed -i "/^dev:/d;/^[^:]*:[^:]*:$gid:/d" /etc/group
echo "dev:x:$uid:$gid:Developer:/home/dev:/bin/bash" >>/etc/passwd
echo "dev:x:$gid:" >>/etc/group
echo 'dev:*:20000:0:99999:7:::' >>/etc/shadow
echo 'dev ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/sealwax-dev
chmod 440 /etc/sudoers.d/sealwax-dev
install -d -m 755 -o "$uid" -g "$gid" /home/dev

# A minimal system may have no hosts file, and the tests serve on localhost.
grep -qs '\blocalhost\b' /etc/hosts || echo '127.0.0.1 localhost' >>/etc/hosts

inside=(
  HOME=/home/dev USER=dev LOGNAME=dev SHELL=/bin/bash LANG=C.UTF-8 TZ=UTC
  "PATH=$base/sealwax/node_modules/node/bin:$base/sealwax/node_modules/.bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"
  SEALWAX_CELL=1 "SEALWAX_RESULTS=$base/results" SEALWAX_CACHE=/tmp/cache
)
inside+=("SEALWAX_PICTURES=$base/results/pictures")
[ -n "$CELL_ELECTRON" ] && inside+=("SEALWAX_ELECTRON_DIST=$base/electron")
[ -n "$CELL_TEST_APP" ] && inside+=("SEALWAX_PACKAGED_APP=$base/test-app/sealwax")
[ -n "$CELL_RELEASE_APP" ] && inside+=("SEALWAX_RELEASE_APP=$base/release-app")
for name in CI NO_COLOR FORCE_COLOR TERM SEALWAX_SEED; do
  [ -n "${!name:-}" ] && inside+=("$name=${!name}")
done

code=0
env -i "${inside[@]}" setpriv --reuid "$uid" --regid "$gid" --init-groups \
  node test/cell/with-display.mjs "$@" || code=$?
chown -R "$CELL_UID:$CELL_GID" "$base/results"
exit "$code"
