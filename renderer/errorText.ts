import type { ErrorCode } from '../shared/errors.ts'

/**
 * What an error card says is safe. `asWas`: nothing was changed, in words that fit the job; `unsaid`: nobody can tell, so look;
 * `cluster`: the same as `asWas` of a job, and of a question nobody knows; `elsewhere`: jobs go on without the window; `readable`: what stands before the fault can still be read; `links`: perhaps that, perhaps no more
 * than the link files.
 */
export type Safe = 'asWas' | 'cluster' | 'unsaid' | 'elsewhere' | 'readable' | 'links'

/** A button of an error card. `connection`: its self-test; `roll-back`: the head of the image, to the snapshot the error names; `form`: the form the job came from, to change something in it; `place`: the same, to save elsewhere. */
export type CardAction =
  | 'again'
  | 'folder'
  | 'place'
  | 'form'
  | 'verify'
  | 'repair'
  | 'image'
  | 'connection'
  | 'roll-back'
  | 'reload'

/** What stands behind a code beside its title and next step, which the catalogue has. */
export interface ErrorRow {
  /** The likely cause, one sentence without its full stop. */
  readonly cause: string
  readonly safe: Safe
  /** What can be done about it, best first; those that make no sense for a job are left out. */
  readonly actions: readonly CardAction[]
}

const row = (cause: string, actions: readonly CardAction[] = [], safe: Safe = 'asWas'): ErrorRow => ({
  cause,
  safe,
  actions,
})

const CHANGED_SINCE = 'Something was renamed or removed after this was asked for'
const NO_DIFF = 'The file was damaged on its way, or it is something else than its name says'
const BROKEN_OFF = 'A copy was broken off, or whatever writes the file has not finished'
const OTHER_VERSION = 'The window and the program behind it were started from different versions'
const WRONG_OPTION = 'The command says something that does not go together'

/** One row a code: a test keeps it complete. */
export const ERROR_ROWS: Readonly<Record<ErrorCode, ErrorRow>> = {
  E_ARGUMENT_MISSING: row('The command stops before all that it needs', ['form']),
  E_CANCELLED: row('You cancelled it', ['again']),
  E_CHAIN_FORK: row('The same step was exported twice, or copied under two names', ['form']),
  E_CHAIN_GAP: row('A file between two of these was moved, removed, or never made', ['form']),
  E_CHAIN_WRONG_PARENT: row('Another export of the same image lies between, or files of two images are mixed', [
    'form',
  ]),
  E_CLUSTER_ANSWER: row(
    'The rbd of that cluster is of a version that is not known here',
    ['connection', 'again'],
    'cluster',
  ),
  E_CLUSTER_COMMAND: row('The command gave up; the details have its own words', ['again', 'connection'], 'cluster'),
  E_CLUSTER_DENIED: row(
    'The user of the connection lacks a permission, or its key is not the right one',
    ['connection', 'again'],
    'cluster',
  ),
  E_CLUSTER_IN_USE: row('Another client has the image open, or was killed less than half a minute ago', ['again']),
  E_CLUSTER_LEFT_CHANGED: row('It broke off while the image was being written, and so did what was to undo it', [
    'image',
    'roll-back',
    'again',
  ]),
  E_CLUSTER_NAME: row('Its bytes are no text that a program can be given', ['form']),
  E_CLUSTER_NO_SPACE: row('The cluster or a quota of the pool is full', ['again', 'form'], 'cluster'),
  E_CLUSTER_PROGRAM: row('Ceph’s tools are not installed where the connection leads', ['connection', 'again']),
  E_CLUSTER_UNREACHABLE: row(
    'The network between is gone, or the monitors do not answer',
    ['again', 'connection'],
    'cluster',
  ),
  E_CONNECTION_EXISTS: row('A connection was made under that name before', ['form']),
  E_CONNECTION_LOST: row(
    'The program behind the window ended, or the network between them is gone',
    ['reload'],
    'elsewhere',
  ),
  E_CONNECTION_UNKNOWN: row('The connection was removed, or has another name now', ['form']),
  E_CONTRACT_BAD_INPUT: row(OTHER_VERSION, ['reload']),
  E_CONTRACT_UNKNOWN_CALL: row(OTHER_VERSION, ['reload']),
  E_CONTRACT_VERSION: row(OTHER_VERSION, ['reload']),
  E_DIFF_DRIFTED: row('Something was written to the image after the snapshot the diff starts at', [
    'roll-back',
    'form',
    'image',
  ]),
  E_DIFF_END_SNAPSHOT_EXISTS: row('The diff was imported before, or a snapshot of that name was made since', ['image']),
  E_DIFF_NOT_EMPTY: row('The diff starts from nothing, and the image is no longer empty', ['form', 'image']),
  E_DIFF_SNAPSHOT_ORDER: row('The two snapshots were chosen the other way round', ['form']),
  E_DIFF_START_SNAPSHOT_MISSING: row('A diff before this one has not been imported, or its snapshot was removed', [
    'form',
    'image',
  ]),
  E_FILE_EMPTY: row(BROKEN_OFF, ['again', 'folder']),
  E_FILE_EXISTS: row('Something was saved there before', ['place', 'folder']),
  E_FILE_IS_DIRECTORY: row('The name stands for a folder', ['place', 'folder']),
  E_FILE_NOT_FOUND: row('It was moved, renamed or removed, or its disk is not there', ['again', 'folder', 'form']),
  E_FILE_NO_SPACE: row('The disk is full, or what may be used of it is', ['again', 'place', 'folder']),
  E_FILE_PERMISSION: row('The folder or the file belongs to somebody else', ['place', 'again', 'folder']),
  E_FILE_READ: row('The disk, its cable or the network to it gave way', ['again', 'verify', 'folder']),
  E_FILE_WRITE: row('The disk, its cable or the network to it gave way', ['again', 'place', 'folder']),
  E_FORMAT_COMPRESSED: row('It was packed by another program', ['form', 'folder']),
  E_FORMAT_DAMAGED_BANNER: row(NO_DIFF, ['verify', 'folder']),
  E_FORMAT_IS_DIFF: row('An increment was given where a full image belongs', ['form']),
  E_FORMAT_IS_IMAGE_V2: row('A whole history was given where one image or one step belongs', ['form']),
  E_FORMAT_MISMATCH: row('The file is of another format than was asked for', ['form']),
  E_FORMAT_OTHER_IMAGE: row('The file is the disk of a virtual machine in its own format', ['form', 'folder']),
  E_FORMAT_PACKING_DAMAGED: row(BROKEN_OFF, ['verify', 'again', 'folder']),
  E_FORMAT_UNSUPPORTED: row('The file was cut out of a bigger one', ['form']),
  E_IMAGE_EXISTS: row('An image of that name was made before', ['form', 'image']),
  E_IMAGE_HAS_SNAPSHOTS: row('Snapshots still stand on the image', ['image']),
  E_IMAGE_NOT_FOUND: row(CHANGED_SINCE, ['form']),
  E_IMAGE_NOT_IN_TRASH: row('It was brought back already, or its 24 hours were over and it was swept', ['form']),
  E_IMAGE_OPTIONS: row('Sizes or features were asked for that do not go together', ['form']),
  E_IMAGE_SAME_SIZE: row('It was resized before', ['image']),
  E_IMAGE_SHRINKS: row('The new size is smaller than the image is', ['form', 'image']),
  E_INTERNAL: row('A fault in RBD Studio itself', ['again'], 'unsaid'),
  E_JOB_INTERRUPTED: row('RBD Studio ended, or the machine did, while the job ran', ['again']),
  E_JOB_NOT_FOUND: row('It was forgotten in another window'),
  E_JOB_STATE: row('It ended in the same moment', ['again']),
  E_LIBRARY_CHAIN_GAP: row('A file of the library was moved or removed', ['repair', 'image', 'verify'], 'readable'),
  E_LIBRARY_DAMAGED: row(
    'A file of the library was changed by something else, or its disk is failing',
    ['repair', 'verify', 'image'],
    'links',
  ),
  E_LIBRARY_INDEX_CHANGED: row('Files were added, moved or changed since they were looked at', ['image', 'again']),
  E_LIBRARY_LOCKED: row('Another job, here or in another program, is changing the image', ['again', 'image']),
  E_LIBRARY_NEWER: row('A later version of RBD Studio has written here'),
  E_LIBRARY_NOT_FOUND: row('The folder was moved, or its disk is not there', ['again']),
  E_MANIFEST_DISAGREES: row('A bit has changed on the disk or on the way, or the file was replaced', [
    'verify',
    'folder',
    'again',
  ]),
  E_MANIFEST_INVALID: row('The manifest was edited, cut off, or written by a later version', ['folder', 'again']),
  E_MEND_NO_COPY: row('The copy is of another file, was changed, or is packed', ['form']),
  E_MERGE_NOT_CONTINUOUS: row('One of the diffs is missing, or they stand in the wrong order', ['form']),
  E_MERGE_RECORD: row('The diff holds a record that no merge knows', ['verify', 'form']),
  E_OPTION_BAD_VALUE: row(WRONG_OPTION, ['form']),
  E_OPTION_UNKNOWN: row(WRONG_OPTION, ['form']),
  E_OPTION_UNSUPPORTED: row(WRONG_OPTION, ['form']),
  E_PIPE_CLOSED: row('The program that was reading has ended', ['again']),
  E_POOL_EXISTS: row('A pool of that name was made before'),
  E_POOL_NOT_FOUND: row(CHANGED_SINCE, ['form']),
  E_SNAPSHOT_EXISTS: row('A snapshot of that name was made before', ['form', 'image']),
  E_SNAPSHOT_NOT_FOUND: row(CHANGED_SINCE, ['form', 'image']),
  E_SNAPSHOT_PROTECTED: row('Somebody protected it so that it stays', ['image']),
  E_SNAPSHOT_PROTECTED_ALREADY: row('It was protected before', ['image']),
  E_SNAPSHOT_UNPROTECTED_ALREADY: row('Its protection was lifted before', ['image']),
  E_SPEC_INVALID: row('A character is in the name that no name may have', ['form']),
  E_SPEC_SNAPSHOT_NOT_ALLOWED: row('A snapshot was named where an image belongs', ['form']),
  E_STREAM_BAD_MAGIC: row(NO_DIFF, ['verify', 'folder', 'form']),
  E_STREAM_BAD_RECORD: row(NO_DIFF, ['verify', 'folder', 'form']),
  E_STREAM_COUNT: row(NO_DIFF, ['verify', 'folder', 'form']),
  E_STREAM_TOO_LARGE: row(NO_DIFF, ['verify', 'folder', 'form']),
  E_STREAM_TRUNCATED: row(BROKEN_OFF, ['again', 'verify', 'folder']),
  E_STREAM_UNKNOWN_TAG: row('The file was damaged on its way, or made by a later rbd', ['verify', 'folder', 'form']),
  E_TICKET_INVALID: row('It was used before, or too long ago', ['reload']),
  E_UNSUPPORTED: row('This way of running RBD Studio has no means for it'),
}

/** The words of error cards. */
export const errorText = {
  failed: 'What failed',
  cause: 'Likely cause',
  safe: 'What is safe',
  next: 'What to do',
  where: 'Where',
  interrupted: 'RBD Studio ended while the job ran',
  causes: {
    readWhileWritten: 'The image is in use: its head was written to while it was read',
    smallerThere: 'The image was smaller where this comes from',
  },
  unknownCause: 'Made by a version that this window does not know',
  inPhase: (phase: string) => `while ${phase}`,
  atOffset: (offset: string) => `at byte ${offset}`,
  action: {
    again: 'Start again',
    folder: 'Open folder',
    place: 'Choose another place…',
    form: 'Change it…',
    verify: 'Verify…',
    repair: 'Repair…',
    image: 'Open image',
    connection: 'Test the connection…',
    'roll-back': 'Roll back…',
    reload: 'Reload the window',
  } satisfies Record<CardAction, string>,
  phase: {
    waiting: 'waiting for its turn',
    reading: 'reading headers',
    unpacking: 'unpacking',
    verifying: 'checking digests',
    copying: 'copying',
    finishing: 'finishing',
    undoing: 'putting the image back',
  },
  copyReport: 'Copy report',
  exitCode: 'Exit code',
  log: 'The last lines of the log',
  noLog: 'Nothing was logged',
} as const
