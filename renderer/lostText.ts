import type { LostIndex } from '../shared/lostIndex.ts'
import { count } from './strings.ts'

/** The text about an image whose index is lost: what was found of it, and what rebuilding it means. */
export const lostText = {
  state: {
    missing: 'Its index, image.json, is lost.',
    unreadable: 'Its index, image.json, cannot be read.',
  } satisfies Record<LostIndex['loss'], string>,
  intro:
    'The files of the image are here. From them and their manifests an index can be made again; this is what they say. Nothing is written before you agree.',
  nothing: 'No file here begins an image, so no index can be made of them.',
  plain: 'The files under links/ are plain rbd files: rbd import-diff takes them as they are.',
  table: 'What was found',
  what: 'What',
  found: 'Found',
  proof: 'How sure',
  why: 'Because',
  proofs: { proven: 'proven', likely: 'likely', assumed: 'assumed', unknown: 'not known', 'left-out': 'left out' },
  more: (n: number) => `and ${count(n, 'finding')} more`,
  again: 'Read again',
  rebuild: 'Rebuild the index…',
  sheet: {
    title: (image: string) => `Rebuild the index of ${image}`,
    subtitle: (links: number, snapshots: number) => `${count(links, 'link')}, ${count(snapshots, 'snapshot')}`,
    name: 'Name of the image',
    nameHint: 'The name it had is not proven. Change it if it was called otherwise',
    agree: 'A new index is written. The image can be read, changed and continued again, as it was found.',
    unproven: 'What is assumed may be wrong: look at the snapshots, and verify the image afterwards.',
    back: 'Snapshots that were removed since their link was made are back; renamed ones have their old name; protection has to be given again.',
    torn: 'The index that cannot be read goes to the trash of the library.',
    left: (n: number) =>
      `${count(n, 'file')} that fit nowhere are put into the folder left-out beside links, and stay there.`,
    troubled: (n: number) =>
      `${count(n, 'file')} of the chain cannot be read: the points behind can be repaired with a copy.`,
    commit: 'Rebuild the index',
  },
  verify: 'Verify…',
} as const
