# Runs a program and tells what it left behind. Prints nothing before the program, and nothing after it
# that a form would ever print.
#
# With job control, because without it a stop signal is ignored. With a trap, because a program that dies
# of Ctrl-C takes an untrapped shell with it; as a file, because bash -c goes with it even so.
set -m
trap : INT

report() {
  local flags
  flags=$(stty -a | grep -owE -- '-?(icanon|echo|isig)' | paste -sd ' ')
  printf '\n[[%s RC=%s %s]]\n' "$1" "$2" "$flags"
}

# Calls itself, because a program stopped by SIGTSTP takes bash out of its loops.
follow() {
  local status=$1
  if [ -z "$(jobs -ps)" ]; then
    report ended "$status"
    # The terminal goes with us, and with it whatever of this was not read yet.
    read -r
    exit "$status"
  fi
  report stopped "$status"
  read -r
  fg >/dev/null
  follow $?
}

"$@"
follow $?
