# Sourced by the scripts of this folder: where the repository, its data and the rig are.
# RIG is `rig` of the shared folder: $ANYTRADE_SHARED, else ../shared beside the repository.
MAKE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DATA=$(dirname "$MAKE") ROOT=$(dirname "$(dirname "$MAKE")")
SHARED=${ANYTRADE_SHARED:-$ROOT/../shared}
[ -f "$SHARED/rig/env.sh" ] || { echo "no rig in $SHARED: set ANYTRADE_SHARED to the shared folder" >&2; exit 66; }
. "$(cd "$SHARED" && pwd)/rig/env.sh"
need_venv
