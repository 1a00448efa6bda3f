#!/bin/sh
# A backup as many keep it: a full export, increments, a restore elsewhere, and two increments made one. RBD is the program; what it prints is the outcome.
# usage: RBD=PROGRAM backup.sh SOURCE TARGET FOLDER (SOURCE has the snapshots a, b and c)
set -eu
source=$1 target=$2 folder=$3

say() {
  "$RBD" export --no-progress "$2" - > "$folder/said"
  echo "$1: $(wc -c < "$folder/said") $(sha256sum < "$folder/said")"
}

# Nightly: what is new since the night before.
"$RBD" export --no-progress "$source@a" "$folder/full.raw"
"$RBD" export-diff --no-progress --from-snap a "$source@b" "$folder/b.diff"
"$RBD" export-diff --no-progress --from-snap b "$source@c" - > "$folder/c.diff"
sha256sum < "$folder/full.raw"
sha256sum < "$folder/b.diff"
sha256sum < "$folder/c.diff"

# The restore of one night, and of the next two.
"$RBD" import --no-progress "$folder/full.raw" "$target"
"$RBD" snap create --no-progress "$target@a"
"$RBD" import-diff --no-progress "$folder/b.diff" "$target"
"$RBD" import-diff --no-progress - "$target" < "$folder/c.diff"
for at in a b c; do say "restored $at" "$target@$at"; done

# Old increments are made one.
"$RBD" merge-diff --no-progress "$folder/b.diff" "$folder/c.diff" "$folder/bc.diff"
sha256sum < "$folder/bc.diff"
"$RBD" merge-diff --no-progress - "$folder/c.diff" - < "$folder/b.diff" | cmp - "$folder/bc.diff"

# From image to image, with nothing on a disk between.
"$RBD" export --no-progress "$source@a" - | "$RBD" import --no-progress - "$target.2"
"$RBD" snap create --no-progress "$target.2@a"
"$RBD" export-diff --no-progress --from-snap a "$source@c" - | "$RBD" import-diff --no-progress - "$target.2"
for at in a c; do say "piped $at" "$target.2@$at"; done
"$RBD" snap ls --format json "$target.2" | sed 's/"\(id\|timestamp\)":[^,}]*,\{0,1\}//g'

# Failures stop a script that looks for them.
for line in "export $source@a $folder/full.raw" "import $folder/full.raw $target" "import-diff $folder/b.diff $target" "export $source@nosuch -"; do
  code=0
  "$RBD" --no-progress $line > "$folder/out" || code=$?
  echo "$code: $(wc -c < "$folder/out") bytes"
done

for image in "$target" "$target.2"; do
  "$RBD" snap purge --no-progress "$image"
  "$RBD" rm --no-progress "$image"
done
