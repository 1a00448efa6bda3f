#!/bin/sh
# One case of a merge: two increments of an image, made one, bring another to the same point. RBD is the program; what it prints is the outcome.
# usage: RBD=PROGRAM merge.sh SOURCE TARGET FOLDER (SOURCE has the snapshots a, b and c, TARGET has a; TARGET gets c)
set -eu
source=$1 target=$2 folder=$3
"$RBD" export-diff --no-progress --from-snap a "$source@b" "$folder/ab"
"$RBD" export-diff --no-progress --from-snap b "$source@c" "$folder/bc"
"$RBD" merge-diff --no-progress "$folder/ab" "$folder/bc" - | "$RBD" import-diff --no-progress - "$target"
"$RBD" export --no-progress "$target@c" "$folder/c.raw"
wc -c < "$folder/c.raw"
sha256sum < "$folder/c.raw" | cut -d ' ' -f 1
