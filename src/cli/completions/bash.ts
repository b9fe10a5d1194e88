/**
 * `sealwax completion bash`. The words up to the cursor go to the program, which answers with candidates. Bash splits at "="
 * and ":" (COMP_WORDBREAKS), so the words are put together again first, and the part before is cut off what comes back.
 */
export const bashScript = `# sealwax completion for bash: source <(sealwax completion bash)
_sealwax() {
  local line word about kind='' current joined=() index
  COMPREPLY=()
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ \${#joined[@]} -gt 0 && ( $word == [=:]* || \${joined[-1]} == *[=:] ) && $COMP_LINE == *"\${joined[-1]}$word"* ]]; then
      joined[-1]+=$word
    else
      joined+=("$word")
    fi
  done
  current=\${joined[-1]}
  # What is typed may be quoted; the program gets what it stands for.
  for ((index = 0; index < \${#joined[@]}; index++)); do
    word=\${joined[index]}
    word=\${word#[\\"\\']}
    word=\${word%[\\"\\']}
    joined[index]=\${word//\\\\\\\\/}
  done
  local cut=\${current%"\${COMP_WORDS[COMP_CWORD]}"}
  if [[ \${COMP_WORDS[COMP_CWORD]} == [=:] ]]; then cut=$current; fi
  while IFS= read -r line; do
    case $line in
      :files) kind=files ;;
      :folders) kind=folders ;;
      *)
        word=\${line%%$'\\t'*}
        printf -v word '%q' "\${word#"$cut"}"
        COMPREPLY+=("$word")
        ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete -- "\${joined[@]}" 2>/dev/null)
  if [[ $kind == files ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]#=}"))
  elif [[ $kind == folders ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -d -- "\${COMP_WORDS[COMP_CWORD]#=}"))
  elif [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=,] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -F _sealwax sealwax
`;
