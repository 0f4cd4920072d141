#!/bin/sh
# Runs a command for as long as its own standard input stays open.
#
# The other end of that pipe belongs to the test process. However it ends, even
# by SIGKILL, the pipe closes and the command dies: nothing of the lab outlives its test.
"$@" </dev/null &
command=$!
# Its output is its own: whoever reads it must see the end when the command ends.
exec >/dev/null 2>&1
read -r _
kill -KILL "$command"
wait "$command"
