import { count } from './strings.ts'

/** The text of what is done to an image and to its snapshots. */
export const imageText = {
  menu: {
    resize: 'Resize…',
    rename: 'Rename image…',
    rollback: 'Roll back to the selected snapshot…',
    fold: 'Fold links…',
    verify: 'Verify…',
    compare: 'Compare…',
    handOut: 'Hand out the chain…',
    protect: 'Protect the selected snapshot',
    unprotect: 'Unprotect the selected snapshot',
    difference: 'Difference of two contents…',
  },
  resize: {
    title: (image: string) => `Resize ${image}`,
    hint: (size: string) => `It has ${size} now`,
    label: 'New size',
    commit: (size: string | null) => (size === null ? 'Resize' : `Resize to ${size}`),
    shrink: (size: string | null) => (size === null ? 'Shrink' : `Shrink to ${size}`),
    same: 'The image has that size already',
    grows: (bytes: string) => `${bytes} are added at the end. They are zero and take no room.`,
    shrinks: (bytes: string) => `The last ${bytes} of the head are gone from the image.`,
    snapshotsKeep: (n: number) => `${count(n, 'snapshot')} ${n === 1 ? 'keeps its' : 'keep their'} size and content.`,
    noSnapshot: 'No snapshot keeps them: make one first if you may want them back.',
  },
  renameImage: {
    title: (image: string) => `Rename ${image}`,
    label: 'New name',
    hint: 'Snapshots and files stay as they are',
    commit: 'Rename',
  },
  confirm: (image: string) => `Type ${image} to confirm`,
  protection: {
    protect: 'Protect',
    unprotect: 'Unprotect',
    protectOf: (name: string) => `Protect ${name}`,
    unprotectOf: (name: string) => `Unprotect ${name}`,
    protected: (spec: string) => `${spec} is protected`,
    unprotected: (spec: string) => `${spec} is not protected any more`,
  },
  rollback: {
    button: 'Roll back…',
    title: (spec: string) => `Roll back to ${spec}?`,
    subtitle: (image: string, name: string) => `The head of ${image} gets the content of ${name}`,
    what: 'What happens',
    head: (name: string) => `What was written to the head after ${name} is not in the head any more.`,
    newer: (n: number) =>
      n === 0
        ? 'No snapshot is newer.'
        : n === 1
          ? '1 newer snapshot stays as it is.'
          : `${n} newer snapshots stay as they are.`,
    appended: 'A link is added at the end of the chain. No file is changed or removed.',
    guard: 'Make a snapshot of the head first',
    guardHint: 'So that you can come back to what the head holds now',
    guardName: 'Its name',
    noGuard: (name: string) =>
      `The head has the same content as ${name}: nothing can be lost, so no snapshot is made first.`,
    commit: (size: string | null) => (size === null ? 'Roll back' : `Roll back (${size} change)`),
  },
  fold: {
    title: (image: string) => `Fold ${image}`,
    subtitle: 'Neighbouring links become one where no name stands between them. From record headers only',
    nothing: 'There is nothing to fold: a name stands between any two links.',
    commit: (before: number, after: number, freed: string | null) =>
      freed === null ? `Fold ${before} into ${after}` : `Fold ${before} into ${after} (frees ${freed})`,
    trash: 'The old files go to the trash of the library and are swept after 24 hours.',
    names: 'No snapshot is lost: only points without a name go.',
    foldable: (links: number, into: number) => `${links} links can become ${into}`,
    button: 'Fold…',
    fact: 'Can be folded',
  },
  verified: {
    digest: 'Digest',
    column: 'Verified',
    never: 'never',
    recorded: 'recorded',
    none: 'none',
    damaged: 'damaged',
    fact: 'Verified',
    all: (oldest: string) => `all files, the oldest ${oldest}`,
    some: (verified: number, all: number) => `${verified} of ${all} files`,
  },
} as const
