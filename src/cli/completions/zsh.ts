/** `sealwax completion zsh`: works as a file in fpath (#compdef) and sourced after compinit. */
export const zshScript = `#compdef sealwax
# sealwax completion for zsh: sealwax completion zsh > a folder of fpath, as _sealwax
_sealwax() {
  local line kind='' prefix=''
  local -a typed candidates abouts
  # Unquoted, as the program would get them; what stands after the cursor does not count.
  typed=("\${(@Q)words[2,CURRENT]}")
  typed[-1]=\${(Q)PREFIX}
  while IFS= read -r line; do
    case $line in
      :files) kind=files ;;
      :folders) kind=folders ;;
      *)
        candidates+=("\${line%%$'\\t'*}")
        if [[ $line == *$'\\t'* ]]; then
          abouts+=("\${line%%$'\\t'*}  -- \${line#*$'\\t'}")
        else
          abouts+=("$line")
        fi
        ;;
    esac
  done < <(\${words[1]} __complete -- "\${typed[@]}" 2>/dev/null)
  if [[ $PREFIX == --*=* ]]; then prefix=\${PREFIX%%=*}=; fi
  case $kind in
    files) [[ -n $prefix ]] && compset -P '*='; _files ;;
    folders) [[ -n $prefix ]] && compset -P '*='; _files -/ ;;
    *) compadd -l -d abouts -- "\${candidates[@]}" ;;
  esac
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _sealwax "$@"
else
  compdef _sealwax sealwax
fi
`;
