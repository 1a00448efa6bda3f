import { mapText } from '../mapText.ts'
import { showTab } from '../stores/map.ts'
import { make } from './make.ts'
import { hasImage } from './openImage.ts'
import type { Command } from './registry.ts'

const t = mapText.commands

/** What can be done with the block map, and which table stands in its place. */
export const mapCommands: readonly Command[] = [
  make('map.show', t.group, t.show, () => showTab('map'), { when: hasImage }),
  make('map.showSnapshots', t.group, t.snapshots, () => showTab('snapshots'), { when: hasImage }),
  make('map.showFiles', t.group, t.files, () => showTab('files'), { when: hasImage }),
]
