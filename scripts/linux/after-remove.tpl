#!/bin/bash
# Of the deb and the rpm package. The old one's runs before or after the new one's is installed: dpkg says "upgrade" then, and
# rpm the number of versions that stay.
case "$1" in
    upgrade|failed-upgrade|abort-install|abort-upgrade|1)
        exit 0
        ;;
esac

if [ "$(readlink '/usr/bin/${executable}')" = '/opt/${sanitizedProductName}/resources/cli/sealwax' ]; then
    rm -f '/usr/bin/${executable}'
fi

APPARMOR_PROFILE_DEST='/etc/apparmor.d/${executable}'

# Remove and unload apparmor profile.
if [ -f "$APPARMOR_PROFILE_DEST" ]; then
  # Unload the profile from the running kernel before deleting the file so the
  # policy is not left enforced until the next reboot.  Mirror the chroot guard
  # used in the after-install script — live AppArmor operations are not
  # meaningful inside a chroot.
  # https://wiki.debian.org/AppArmor/HowToUse
  if apparmor_status --enabled > /dev/null 2>&1; then
    if ! { [ -x '/usr/bin/ischroot' ] && /usr/bin/ischroot; } && hash apparmor_parser 2>/dev/null; then
      apparmor_parser --remove "$APPARMOR_PROFILE_DEST" || true
    fi
  fi
  rm -f "$APPARMOR_PROFILE_DEST"
fi