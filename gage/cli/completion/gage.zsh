#compdef gage
# Completion of gage for zsh: gage itself says what can follow.
_gage() {
    local word text about paths=""
    local -a whole open whole_shown open_shown
    for word in "${(@f)$(gage completion words -- "${(@Q)words[2,CURRENT]}" 2> /dev/null)}"; do
        text="${word%%$'\t'*}" about="${${word#"$text"}#$'\t'}"
        if [[ "$word" == :* ]]; then
            paths="${word#:}"
        elif [[ "$text" == *= ]]; then
            open+=("$text") open_shown+=("$text  $about")
        elif [[ -n "$text" ]]; then
            whole+=("$text") whole_shown+=("$text  $about")
        fi
    done
    # Gage has chosen already, case aside; -U keeps zsh from choosing again.
    (( $#whole )) && compadd -U -l -d whole_shown -a whole
    (( $#open )) && compadd -U -l -S '' -d open_shown -a open
    [[ "$paths" == files ]] && _files
    [[ "$paths" == directories ]] && _files -/
    return 0
}
(( $+functions[compdef] )) && compdef _gage gage
[[ "$funcstack[1]" == _gage ]] && _gage "$@"
