#!/usr/bin/env bash
# The seed recipe's epoch: the trainer against Python PyTorch, in turns, in one environment. See README.md here.
#
# usage: deploy/bench/train-speed.sh [--smoke] [--rounds N] [--threads N] ...   (--help tells all)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
launcher=$here/../../trainer/bin/trainer

# Debian's own first: another Python on the PATH does not see Debian's packages. PYTHON picks one.
python=""
for candidate in ${PYTHON:-/usr/bin/python3 python3}; do
    if command "$candidate" -c 'import torch' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "train-speed: skipped: no Python with PyTorch here; on Debian: apt-get install python3-torch"
    exit 0
fi
for option in "$@"; do
    case $option in
        --help | -h) exec "$python" "$here/train_speed.py" --help ;;
    esac
done

# Both sides get what the launcher sets, the allocator above all.
while read -r setting; do
    eval "$setting"
done < <(grep '^export [A-Z_]*=' "$launcher")

if [[ " $* " != *" --data"[\ =]* ]]; then
    data=$("$launcher" data)
    set -- --data "$data" "$@"
fi
exec "$python" "$here/train_speed.py" "$@"
