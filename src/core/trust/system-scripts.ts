/**
 * The two privileged steps of the Linux system store. Each is one script, so that it needs one prompt, and undoes itself when
 * it fails. Values arrive as arguments and on standard input only.
 */

/** Exit codes of both scripts; sh, timeout and pkexec use none of these. */
export const scriptCodes = {
  /** Another certificate lies under our file name. */
  occupied: 10,
  /** The folder cannot be written. */
  unwritable: 11,
  /** The tool reported an error. */
  toolFailed: 12,
  toolTimedOut: 13,
  /** The tool reported success, but the list does not show the change. */
  toolLied: 14,
} as const;

/** Seconds that the system's tool gets; with Java installed it took 3 s on a slow machine. */
export const toolSeconds = 60;

const common = `
PATH=/usr/sbin:/usr/bin:/sbin:/bin; export PATH
umask 022
# A time limit inside, because the caller may not end what runs as root.
limited() {
  if command -v timeout >/dev/null 2>&1; then timeout -k 5 "$limit" "$@" </dev/null >&2; else "$@" </dev/null >&2; fi
}
rebuild() { if [ -n "$1" ]; then limited "$tool" "$1"; else limited "$tool"; fi; }
listed() { grep -qF -- "$line" "$bundle" 2>/dev/null; }
failed() { case $1 in 124|137) exit ${scriptCodes.toolTimedOut} ;; *) exit ${scriptCodes.toolFailed} ;; esac; }
`;

/**
 * Arguments: limit (seconds), list, telling line of the PEM, tool, its argument for adding, its argument for removing, file
 * to write, "write" or "keep" (the file is there already). The PEM comes on standard input: what was checked is what is
 * written, even where root may not read the person's home.
 */
export const installScript = `limit=$1 bundle=$2 line=$3 tool=$4 add=$5 drop=$6 target=$7 mode=$8
${common}
wrote=no
if [ "$mode" = write ]; then
  new="$target.new.$$"
  if ! cat >"$new"; then rm -f -- "$new"; exit ${scriptCodes.unwritable}; fi
  # A hard link never replaces a file, unlike mv.
  if ln -- "$new" "$target"; then wrote=yes; fi
  if [ "$wrote" = no ] && ! cmp -s -- "$new" "$target"; then
    rm -f -- "$new"
    if [ -e "$target" ] || [ -L "$target" ]; then exit ${scriptCodes.occupied}; else exit ${scriptCodes.unwritable}; fi
  fi
  rm -f -- "$new"
fi
rebuild "$add"; code=$?
if [ $code -eq 0 ] && listed; then exit 0; fi
if [ "$wrote" = yes ]; then
  rm -f -- "$target"
  case $code in 124|137) ;; *) rebuild "$drop" ;; esac
fi
if [ $code -eq 0 ]; then exit ${scriptCodes.toolLied}; fi
failed $code
`;

/**
 * Arguments: limit (seconds), list, telling line, tool, its argument for removing, folder of hooks or empty, folder of links,
 * then the files to remove.
 *
 * Debian's `--fresh` takes the links away without telling the hooks, so Java's own store would keep the root
 * (ca-certificates-java 20230710). They are told here, in the form that update-ca-certificates(8) documents. A link is
 * named like the file, with " ", "(", ")" and "," replaced as update-ca-certificates does it.
 */
export const removeScript = `limit=$1 bundle=$2 line=$3 tool=$4 drop=$5 hooks=$6 links=$7
shift 7
${common}
for file in "$@"; do
  rm -f -- "$file" || exit ${scriptCodes.unwritable}
done
rebuild "$drop"; code=$?
if [ $code -ne 0 ]; then failed $code; fi
if [ -n "$hooks" ] && [ -d "$hooks" ] && [ $# -gt 0 ]; then
  removed=$(for file in "$@"; do printf -- '-%s/%s.pem\\n' "$links" "$(basename "$file" .crt | tr ' (),' '_==_')"; done)
  run-parts --test -- "$hooks" | while IFS= read -r hook; do
    printf '%s\\n' "$removed" | timeout -k 5 "$limit" "$hook" >&2 || echo "$hook reported an error" >&2
  done
fi
if listed; then exit ${scriptCodes.toolLied}; fi
exit 0
`;
