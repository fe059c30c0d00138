# Completion of gage for bash: gage itself says what can follow.
_gage() {
    local word text rest="" paths=""
    COMPREPLY=()
    while IFS= read -r word; do
        case "$word" in
            :files | :directories) paths="${word#:}" ;;
            *)
                word="${word%%$'\t'*}"
                # A word of several, as a label may be, is one for the shell only with quotes or backslashes.
                [[ "$word" == *[[:space:]]* && "${COMP_WORDS[COMP_CWORD]}" != [\"\']* ]] && printf -v word %q "$word"
                COMPREPLY+=("$word")
                ;;
        esac
    done < <(gage completion words --breaks "$COMP_WORDBREAKS" --line "${COMP_LINE:0:COMP_POINT}" 2> /dev/null)
    if [ -n "$paths" ]; then
        compopt -o filenames 2> /dev/null
        [ "$paths" = files ] && rest="-f" || rest="-d"
        while IFS= read -r text; do COMPREPLY+=("$text"); done < <(compgen "$rest" -- "${COMP_WORDS[COMP_CWORD]}")
    fi
    # A word that ends in = goes on.
    [ "${#COMPREPLY[@]}" -eq 1 ] && [ "${COMPREPLY[0]%=}" != "${COMPREPLY[0]}" ] && compopt -o nospace 2> /dev/null
    return 0
}
complete -F _gage gage
