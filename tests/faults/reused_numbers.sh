# In a PID namespace of its own: kills all processes of a run, and has others get the numbers of its engine and command.
number() { cut -d' ' -f1 .gage/runs/*.meta/proc/"$1"; }
status() { gage list 1 --json | sed -n 's/.*"status": "\([a-z]*\)".*/\1/p'; }
again() { # the next process gets this number
    until [ ! -d "/proc/$1" ]; do sleep 0.05; done
    echo $(($1 - 1)) > /proc/sys/kernel/ns_last_pid
}

gage run op -y > ../log 2>&1 &
until grep -q ready ../log; do sleep 0.05; done
status
owner=$(number owner) command=$(number lock) watchdog=$(number watchdog)
kill -9 "$watchdog" "$owner" "$command"
wait

again "$owner"
sleep 600 &
[ $! = "$owner" ] || echo "the number of the engine is $owner, that of the innocent $!"
again "$command"
sleep 600 &
[ $! = "$command" ] || echo "the number of the command is $command, that of the innocent $!"

status
gage stop 1 || echo refused
kill -0 "$owner" "$command" && echo innocent lives
