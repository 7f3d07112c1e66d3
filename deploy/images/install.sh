#!/bin/sh
# install.sh MEMBER BUILDER TARGET: our own members into TARGET's environment, built by BUILDER's, nothing looked up.
set -eu
member=$1 builder=$2 target=$3
case $member in
  gateway) own="gateway" ;;
  operations) own="services/identity services/demarches services/documents services/ticketing services/notifier deploy/local" ;;
  *) own="services/$member" ;;
esac
for path in contracts chassis $own; do
  uv build --quiet --wheel --no-build-isolation --python "$builder/bin/python" --out-dir wheels "$path"
done
uv pip install --quiet --no-deps --offline --python "$target/bin/python" wheels/*.whl
