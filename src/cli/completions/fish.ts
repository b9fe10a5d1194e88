/** `sealwax completion fish` */
export const fishScript = `# sealwax completion for fish: sealwax completion fish > ~/.config/fish/completions/sealwax.fish
function __sealwax_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -l program $typed[1]
    set -e typed[1]
    for line in ($program __complete -- $typed 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct) ''
            case '*'
                printf '%s\\n' $line
        end
    end
end
complete -c sealwax -f -a '(__sealwax_complete)'
`;
