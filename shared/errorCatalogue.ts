import type { ErrorCode, WireError } from './errors.ts'

/** What stands behind a code: the errno it ends the command line with, a title for the window's error card, and the next step. */
export interface CatalogueEntry {
  /** Exit code: `rbd`'s errno where `rbd` knows the condition (FORMATS §9), else DESIGN §9's. */
  readonly errno: number
  /** A verb of `rbd` that answers the same condition with another errno. */
  readonly errnoByVerb?: Readonly<Record<string, number>>
  readonly title: string
  readonly hint: string
}

const ENOENT = 2
const EACCES = 13
const EBUSY = 16
const EEXIST = 17
const EISDIR = 21
const EINVAL = 22
const ENOSPC = 28
const EPIPE = 32
const EDOM = 33
const ENOTEMPTY = 39
const EIO = 5
const EBADMSG = 74
const EOPNOTSUPP = 95

/** One table for every code. A test holds it against FORMATS §9 and against the codes in use. */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = {
  E_ARGUMENT_MISSING: {
    errno: EINVAL,
    title: 'Something is missing',
    hint: 'rbd-studio help shows what the command takes',
  },
  E_CANCELLED: { errno: 130, title: 'Cancelled', hint: 'Nothing was left behind' },
  E_CHAIN_FORK: { errno: EINVAL, title: 'Two files claim the same step', hint: 'Leave one of them out' },
  E_CHAIN_GAP: {
    errno: EINVAL,
    title: 'A file of the chain is missing',
    hint: 'Add the file that leads from the one point to the other; points before the gap can be used',
  },
  E_CHAIN_WRONG_PARENT: {
    errno: EBADMSG,
    title: 'The file continues another chain',
    hint: 'Find the file that was made after the one before it; its manifest names its parent',
  },
  E_CLUSTER_ANSWER: {
    errno: EBADMSG,
    title: 'The cluster answered oddly',
    hint: 'Test the connection; its rbd may be of a version that is not known here',
  },
  E_CLUSTER_COMMAND: {
    errno: EIO,
    title: 'A command of Ceph failed',
    hint: 'The details have its command and what it said',
  },
  E_CLUSTER_DENIED: {
    errno: EACCES,
    title: 'The cluster does not allow it',
    hint: 'Test the connection: it says which permission the user lacks',
  },
  E_CLUSTER_IN_USE: {
    errno: EBUSY,
    title: 'The image is in use',
    hint: 'End what uses it; the lock of a client that was killed goes by itself after half a minute',
  },
  E_CLUSTER_LEFT_CHANGED: {
    errno: EIO,
    title: 'The image was left changed',
    hint: 'Apply the whole diff again, or roll the image back to its last snapshot',
  },
  E_CLUSTER_NAME: {
    errno: EINVAL,
    title: 'A name that cannot be passed on',
    hint: 'Rename it with rbd itself, by its id',
  },
  E_CLUSTER_NO_SPACE: {
    errno: ENOSPC,
    title: 'No room in the cluster',
    hint: 'Free some room, or raise the quota of the pool',
  },
  E_CLUSTER_PROGRAM: {
    errno: ENOENT,
    title: 'No rbd there',
    hint: 'Install ceph-common where the connection leads, or correct the way there',
  },
  E_CLUSTER_UNREACHABLE: {
    errno: 110,
    title: 'The cluster cannot be reached',
    hint: 'Test the connection; monitors may be down, or the address wrong',
  },
  E_CONNECTION_EXISTS: { errno: EEXIST, title: 'The connection exists', hint: 'Choose another name' },
  E_CONNECTION_LOST: { errno: EIO, title: 'Connection lost', hint: 'Jobs go on; reload the window to see them' },
  E_CONNECTION_UNKNOWN: {
    errno: ENOENT,
    title: 'No such connection',
    hint: 'rbd-studio connection ls lists them; library is always there',
  },
  E_CONTRACT_BAD_INPUT: {
    errno: EINVAL,
    title: 'A request was not understood',
    hint: 'Reload the window; if it happens again, report it',
  },
  E_CONTRACT_UNKNOWN_CALL: {
    errno: EINVAL,
    title: 'A request was not understood',
    hint: 'Reload the window; if it happens again, report it',
  },
  E_CONTRACT_VERSION: { errno: EINVAL, title: 'This window is of another version', hint: 'Reload the window' },
  E_DIFF_DRIFTED: {
    errno: EINVAL,
    title: 'The image has changed since that snapshot',
    hint: 'Import it into a copy of the image as it was at the start snapshot',
  },
  E_DIFF_END_SNAPSHOT_EXISTS: {
    errno: EEXIST,
    title: 'The end snapshot is already there',
    hint: 'This diff has been imported before, or another one took its name',
  },
  E_DIFF_NOT_EMPTY: {
    errno: EINVAL,
    title: 'The image already has content',
    hint: 'Import into a new image, or lay it over the content with --overlay',
  },
  E_DIFF_SNAPSHOT_ORDER: { errno: EINVAL, title: 'The start is newer than the end', hint: 'Swap the two snapshots' },
  E_DIFF_START_SNAPSHOT_MISSING: {
    errno: EINVAL,
    title: 'The start snapshot is not there',
    hint: 'Import the diffs that lead up to it first',
  },
  E_FILE_EMPTY: { errno: 25, title: 'The file is empty', hint: 'Check that whatever wrote it has finished' },
  E_FILE_EXISTS: { errno: EEXIST, title: 'The file exists', hint: 'Choose another name; nothing is ever overwritten' },
  E_FILE_IS_DIRECTORY: { errno: EISDIR, title: 'That is a folder', hint: 'Name a file in it' },
  E_FILE_NOT_FOUND: { errno: ENOENT, title: 'No such file or folder', hint: 'Check the path' },
  E_FILE_NO_SPACE: {
    errno: ENOSPC,
    title: 'No room left',
    hint: 'Free some space or choose another disk; nothing was left behind',
  },
  E_FILE_PERMISSION: { errno: EACCES, title: 'Not allowed', hint: 'Check who may read or write there' },
  E_FILE_READ: { errno: EIO, title: 'Reading failed', hint: 'Check the disk the file is on' },
  E_FILE_WRITE: { errno: EIO, title: 'Writing failed', hint: 'Check the disk the file is on; nothing was left behind' },
  E_FORMAT_COMPRESSED: { errno: EINVAL, title: 'The file is compressed', hint: 'Unpack it first' },
  E_FORMAT_DAMAGED_BANNER: {
    errno: EINVAL,
    title: 'The first bytes are damaged',
    hint: 'Fetch the file again from where it came from',
  },
  E_FORMAT_IS_DIFF: {
    errno: EINVAL,
    title: 'This is a diff, not an image',
    hint: 'Create the image, then import-diff the file into it',
  },
  E_FORMAT_IS_IMAGE_V2: {
    errno: EINVAL,
    title: 'This is an export of format 2',
    hint: 'Import it as a new image, or convert it into diffs or a raw image',
  },
  E_FORMAT_MISMATCH: {
    errno: EINVAL,
    title: 'The file has another format',
    hint: 'Leave --export-format out: the format is told from the content',
  },
  E_FORMAT_OTHER_IMAGE: {
    errno: EINVAL,
    title: 'This is another kind of disk image',
    hint: 'Convert it to raw first, as with qemu-img convert -O raw',
  },
  E_FORMAT_PACKING_DAMAGED: {
    errno: EBADMSG,
    title: 'The compressed file is damaged',
    hint: 'Fetch it again from where it came from',
  },
  E_FORMAT_UNSUPPORTED: {
    errno: EINVAL,
    title: 'This format cannot be used alone',
    hint: 'A v2 diff stands only inside a format 2 export',
  },
  E_IMAGE_EXISTS: { errno: EEXIST, title: 'The image exists', hint: 'Choose another name' },
  E_IMAGE_HAS_SNAPSHOTS: { errno: ENOTEMPTY, title: 'The image has snapshots', hint: 'Remove its snapshots first' },
  E_IMAGE_NOT_FOUND: { errno: ENOENT, title: 'No such image', hint: 'rbd-studio ls lists the images of a pool' },
  E_IMAGE_NOT_IN_TRASH: {
    errno: ENOENT,
    title: 'The image is not in the trash',
    hint: 'It is back already, or was swept: removed images are kept for 24 hours, and rbd-studio trash ls lists them',
  },
  E_IMAGE_OPTIONS: {
    errno: EINVAL,
    title: 'The image cannot have these facts',
    hint: 'Object sizes are powers of two from 4K to 32M; stripe unit and count come together and divide the object size',
  },
  E_IMAGE_SAME_SIZE: { errno: EINVAL, title: 'The image has that size already', hint: 'Nothing was changed' },
  E_IMAGE_SHRINKS: {
    errno: EINVAL,
    title: 'The image would shrink',
    hint: 'Ask for it by name: --allow-shrink; older snapshots keep their size',
  },
  E_INTERNAL: { errno: 1, title: 'Something went wrong inside RBD Studio', hint: 'Please report it with the details' },
  E_JOB_INTERRUPTED: {
    errno: EIO,
    title: 'Interrupted',
    hint: 'Start it again; no file and no image that is half made was given its name, but a live image that was written to may hold a part',
  },
  E_JOB_NOT_FOUND: { errno: ENOENT, title: 'No such job', hint: 'It may have been removed from the list' },
  E_JOB_STATE: { errno: EINVAL, title: 'The job is already over', hint: 'Start it again' },
  E_LIBRARY_CHAIN_GAP: {
    errno: ENOENT,
    title: 'A file of the chain is missing',
    hint: 'Put the file back; points before it stay readable',
  },
  E_LIBRARY_DAMAGED: {
    errno: EIO,
    title: 'The library is damaged here',
    hint: 'The files under links/ are plain rbd files and stay usable with rbd import-diff',
  },
  E_LIBRARY_INDEX_CHANGED: {
    errno: EINVAL,
    title: 'The files of the image have changed',
    hint: 'Look at what is found now, and agree to that',
  },
  E_LIBRARY_LOCKED: { errno: EBUSY, title: 'The image is in use', hint: 'Wait for the other job, or cancel it' },
  E_LIBRARY_NEWER: { errno: EINVAL, title: 'Written by a later version', hint: 'Update RBD Studio to change it' },
  E_LIBRARY_NOT_FOUND: {
    errno: ENOENT,
    title: 'There is no library there',
    hint: 'Name another folder with --library',
  },
  E_MANIFEST_DISAGREES: {
    errno: EBADMSG,
    title: 'The file is not what its manifest says',
    hint: 'rbd-studio verify says where it differs; use another copy of the file',
  },
  E_MANIFEST_INVALID: {
    errno: EBADMSG,
    title: 'The manifest cannot be used',
    hint: 'Without it the file can still be used: move the .rbdm.json file away',
  },
  E_MEND_NO_COPY: {
    errno: EBADMSG,
    title: 'That is no copy of the file',
    hint: 'Give a copy of the very file, byte for byte; a backup of the library has one',
  },
  E_MERGE_NOT_CONTINUOUS: {
    errno: EINVAL,
    title: 'The diffs do not follow each other',
    hint: 'Give them in order, oldest first, without a gap',
  },
  E_MERGE_RECORD: { errno: EOPNOTSUPP, title: 'A record cannot be merged', hint: 'Make the diff again from the image' },
  E_OPTION_BAD_VALUE: { errno: 1, title: 'A bad value', hint: 'rbd-studio help shows what the option takes' },
  E_OPTION_UNKNOWN: { errno: 1, title: 'Unknown option', hint: 'rbd-studio help shows the options of a command' },
  E_OPTION_UNSUPPORTED: {
    errno: EINVAL,
    title: 'Not possible for images of a library',
    hint: 'Leave the option out',
  },
  E_PIPE_CLOSED: { errno: EPIPE, title: 'The reader went away', hint: 'Look at what the command after the pipe said' },
  E_POOL_EXISTS: { errno: EEXIST, title: 'The pool exists', hint: 'Choose another name' },
  E_POOL_NOT_FOUND: { errno: ENOENT, title: 'No such pool', hint: 'rbd-studio pool create makes one' },
  E_SNAPSHOT_EXISTS: { errno: EEXIST, title: 'The snapshot exists', hint: 'Choose another name' },
  E_SNAPSHOT_NOT_FOUND: {
    errno: ENOENT,
    title: 'No such snapshot',
    hint: 'rbd-studio snap ls lists the snapshots of an image',
  },
  E_SNAPSHOT_PROTECTED: { errno: EBUSY, title: 'The snapshot is protected', hint: 'Unprotect it first' },
  E_SNAPSHOT_PROTECTED_ALREADY: { errno: EBUSY, title: 'The snapshot is protected', hint: 'Nothing was changed' },
  E_SNAPSHOT_UNPROTECTED_ALREADY: {
    errno: EINVAL,
    title: 'The snapshot is not protected',
    hint: 'Nothing was changed',
  },
  E_SPEC_INVALID: { errno: EINVAL, title: 'That is no image name', hint: 'Write [pool/[namespace/]]image[@snapshot]' },
  E_SPEC_SNAPSHOT_NOT_ALLOWED: {
    errno: EINVAL,
    title: 'A snapshot cannot be given here',
    hint: 'Leave out the part after @',
  },
  E_STREAM_BAD_MAGIC: { errno: EINVAL, title: 'Not an rbd diff', hint: 'A diff begins with the line "rbd diff v1"' },
  E_STREAM_BAD_RECORD: {
    errno: EINVAL,
    errnoByVerb: { 'merge-diff': EOPNOTSUPP },
    title: 'A damaged record',
    hint: 'Make the diff again from the image',
  },
  E_STREAM_COUNT: {
    errno: EDOM,
    title: 'The number of diffs is wrong',
    hint: 'The file is damaged; fetch it again from where it came from',
  },
  E_STREAM_TOO_LARGE: {
    errno: EINVAL,
    errnoByVerb: { 'merge-diff': EOPNOTSUPP },
    title: 'A number beyond any image',
    hint: 'The file is damaged, or no rbd diff',
  },
  E_STREAM_TRUNCATED: {
    errno: EBADMSG,
    errnoByVerb: { 'merge-diff': EDOM, import: EDOM },
    title: 'The file is cut off',
    hint: 'Fetch it again from where it came from',
  },
  E_STREAM_UNKNOWN_TAG: {
    errno: EBADMSG,
    errnoByVerb: { 'merge-diff': EOPNOTSUPP },
    title: 'An unknown record',
    hint: 'The file is damaged, or made by a later rbd',
  },
  E_TICKET_INVALID: { errno: EACCES, title: 'The upload was refused', hint: 'Drop the file again' },
  E_UNSUPPORTED: { errno: EOPNOTSUPP, title: 'Not possible here', hint: 'Another way of running RBD Studio can do it' },
}

/** The hint to show: the error's own, else the catalogue's. */
export function hintOf(error: WireError): string {
  return error.hint ?? errorCatalogue[error.code].hint
}

/** The exit code of the command line for an error met by a verb (`export`, `merge-diff`, …). */
export function exitCodeOf(error: WireError, verb: string | null): number {
  // A name is refused for its length by every verb alike, whatever else a damaged record has for an exit code.
  if (error.detail?.['fault'] === 'name-too-long') return EINVAL
  const entry = errorCatalogue[error.code]
  return (verb === null ? undefined : entry.errnoByVerb?.[verb]) ?? entry.errno
}
