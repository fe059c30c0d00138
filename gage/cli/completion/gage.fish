# Completion of gage for fish: gage itself says what can follow.
function __gage_complete
    set -l words (commandline -opc) (commandline -ct)
    for word in (gage completion words -- $words[2..-1] 2> /dev/null)
        switch $word
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':directories'
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $word
        end
    end
end
complete -c gage -f -a '(__gage_complete)'
