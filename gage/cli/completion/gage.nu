# Completion of gage for Nushell: gage itself says what can follow. Whatever completes other commands goes on to do so.
let before_gage = $env.config.completions.external.completer?
$env.config.completions.external.enable = true
$env.config.completions.external.completer = {|spans: list<string>|
    if $spans.0 == "gage" {
        let lines = (^gage completion words -- ...($spans | skip 1) | complete | get stdout | lines)
        if ($lines | any {|line| $line starts-with ":" }) {
            null # Nushell's own completion of files
        } else {
            $lines | each {|line|
                let parts = ($line | split row "\t")
                { value: $parts.0, description: ($parts | get 1? | default "") }
            }
        }
    } else if $before_gage != null {
        do $before_gage $spans
    }
}
