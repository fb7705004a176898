#!/bin/sh
# Speaks the collector's protocol in place of this machine: the given sections, each after a pause.
n=$1 sections=$2 pause=$3
for file in "$sections"/*; do
  name=${file##*/??-}
  printf '\n@@%s begin %s\n' "$n" "$name"
  cat "$file"
  sleep "$pause"
  printf '\n@@%s end %s 0 1\n' "$n" "$name"
  if [ "$name" = identity ]; then printf '\n@@%s family debian\n' "$n"; fi
done
printf '\n@@%s begin stderr\n\n@@%s end stderr 0 0\n' "$n" "$n"
printf '\n@@%s done\n' "$n"
