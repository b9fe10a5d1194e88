/** Exit codes of the script; sh and pkexec use none of these. */
export const hostsCodes = {
  /** The file is another than the one that was shown. */
  changed: 10,
  /** It cannot be written. */
  unwritable: 11,
} as const;

/**
 * Replaces the hosts file with administrator rights. Arguments: the file, and the SHA-256 that it must have (hex), or "absent".
 * The new text comes on standard input. A copy with the owner, mode and labels of the old one is filled and renamed over it; in a
 * container the file is a mount of its own, which cannot be renamed over (EBUSY), so there it is written in place.
 */
export const hostsScript = `file=$1 expected=$2
PATH=/usr/sbin:/usr/bin:/sbin:/bin; export PATH
new="$file.sealwax.$$"
trap 'rm -f -- "$new"' EXIT
if [ "$expected" = absent ]; then
  if [ -e "$file" ] || [ -L "$file" ]; then exit ${hostsCodes.changed}; fi
  (umask 022; : >"$new") || exit ${hostsCodes.unwritable}
else
  sum=$(sha256sum <"$file") || exit ${hostsCodes.changed}
  [ "\${sum%% *}" = "$expected" ] || exit ${hostsCodes.changed}
  cp -a -- "$file" "$new" || exit ${hostsCodes.unwritable}
fi
cat >"$new" || exit ${hostsCodes.unwritable}
sync -- "$new" 2>/dev/null || sync
mv -f -- "$new" "$file" 2>/dev/null || cat <"$new" >"$file" || exit ${hostsCodes.unwritable}
sync -- "$file" 2>/dev/null || sync
`;
