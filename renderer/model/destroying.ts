/**
 * How much a command may destroy (UX U9). 0: nothing that cannot be taken back at once; it is done without a question, with an undo.
 * 1: something that can be made again; one dialog names it. 2: content that is gone for good, or a whole image; its name has to be typed.
 */
export type Level = 0 | 1 | 2

/** Every command that takes something away, with the most it can destroy. Its sheet may ask for less where less is at stake. */
export const DESTROYING: Readonly<Record<string, { readonly level: Level; readonly because: string }>> = {
  'snapshot.remove': {
    level: 1,
    because: 'of a library image only the name goes, at once and with Undo; that of a cluster does not come back',
  },
  'snapshot.unprotect': { level: 0, because: 'the protection comes back with Undo' },
  'jobs.forgetFinished': { level: 0, because: 'what the jobs wrote stays; only the list gets shorter' },
  'folder.forget': { level: 0, because: 'the files of the folder stay; only the list gets shorter' },
  'sample.remove': { level: 1, because: 'the sample can be made again' },
  'connection.remove': { level: 1, because: 'the connection can be made again; nothing of its cluster goes' },
  'leftover.remove': { level: 1, because: 'the import that left it can be run again' },
  'image.fold': { level: 1, because: 'only points without a name go' },
  'image.restore': { level: 2, because: 'over the image, the head loses what was written since' },
  'image.clean': { level: 2, because: 'the last restore point can be among what goes' },
  'image.repair': { level: 2, because: 'giving up takes every point behind the first bad file' },
  'image.rollBack': { level: 2, because: 'the head loses what was written since' },
  'image.resize': { level: 2, because: 'shrinking cuts the end of the head off' },
  'image.moveToTrash': { level: 2, because: 'all of the image goes; the trash of its pool may be emptied by others' },
  'image.remove': { level: 2, because: 'all of the image goes, for good once its 24 hours are over' },
}
