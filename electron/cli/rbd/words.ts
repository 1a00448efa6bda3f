import type { ErrorCode, WireError } from '../../../shared/errors.ts'
import type { Said } from './said.ts'
import { importDiffWords, importWords, mergeDiffWords } from './streamWords.ts'

/** The verbs of `rbd` that this command line stands in for, by their first names. */
export const RBD_VERBS = [
  'create',
  'diff',
  'du',
  'export',
  'export-diff',
  'flatten',
  'import',
  'import-diff',
  'info',
  'ls',
  'merge-diff',
  'rename',
  'resize',
  'rm',
  'snap create',
  'snap limit clear',
  'snap limit set',
  'snap ls',
  'snap protect',
  'snap purge',
  'snap rename',
  'snap rm',
  'snap rollback',
  'snap unprotect',
  'trash ls',
  'trash mv',
  'trash restore',
] as const
export type RbdVerb = (typeof RBD_VERBS)[number]

/**
 * `rbd`'s lines for one failure, with places to fill:
 *
 * `{errno}` `(17) File exists` · `{message}` the error's own sentence, where that is in `rbd`'s words already · `{image}` `{snapshot}`
 * `{path}` as the user typed them · `{pool}` · `{fail}` where the progress line ends with `failed.`
 */
export type Lines = string

/** The lines, or a function of the error where its detail decides (`isBegun`: a percentage had been shown); null: `rbd` has no line for this, so the refusal is ours alone. */
export type Words = Lines | ((error: WireError, said: Said, isBegun: boolean) => Lines | null)

/** What a verb says, by error code. */
export type WordsByCode = Readonly<Partial<Record<ErrorCode, Words>>>

/** What every verb says alike. */
const COMMON: WordsByCode = {
  E_ARGUMENT_MISSING: 'rbd: {message}\n',
  E_OPTION_BAD_VALUE: 'rbd: {message}\n',
  E_OPTION_UNKNOWN: ({ detail }) =>
    detail?.['command'] === undefined ? 'rbd: {message}\n' : "error: unknown option '{command}'\n\n",
  E_SPEC_INVALID: 'rbd: {message}\n',
  E_SPEC_SNAPSHOT_NOT_ALLOWED: 'rbd: {message}\n',
  E_POOL_NOT_FOUND: ({ detail }) =>
    detail?.['pool'] === 'rbd'
      ? "rbd: error opening default pool 'rbd'\nEnsure that the default pool has been created or specify an alternate pool name.\n"
      : "rbd: error opening pool '{pool}': {errno}\n",
  E_IMAGE_NOT_FOUND: 'rbd: error opening image {image}: {errno}\n',
  E_SNAPSHOT_NOT_FOUND: 'error setting snapshot context: {errno}\n',
}

/** A file that cannot be opened, read or written, and a reader that went away: one last line a verb. */
function fileWords(opening: Lines, copying: Lines): WordsByCode {
  return {
    E_FILE_EXISTS: opening,
    E_FILE_NOT_FOUND: opening,
    E_FILE_PERMISSION: opening,
    E_FILE_IS_DIRECTORY: opening,
    E_FILE_NO_SPACE: copying,
    E_FILE_READ: copying,
    E_FILE_WRITE: copying,
    E_PIPE_CLOSED: copying,
  }
}

/** Of what an image cannot be made with, rbd refuses the old format alone. */
function unsupportedMake({ detail }: WireError): Lines | null {
  return detail?.['option'] === 'image-format' ? 'rbd: {message}\n' : null
}

/** A snapshot that is not there: the point itself, or the one to start from. */
function fromSnapshot(last: Lines): Words {
  return ({ detail }, { snapshot }) =>
    detail?.['snapshot'] === snapshot ? 'error setting snapshot context: {errno}\n' : last
}

const OUTPUT = fileWords('rbd: export error: {errno}\n', '{fail}rbd: export error: {errno}\n')
const DIFF_OUTPUT = fileWords('rbd: export-diff error: {errno}\n', '{fail}rbd: export-diff error: {errno}\n')
const DU_FAILED = 'rbd: du failed: {errno}\n'

/** Verb × error code → `rbd`'s lines (FORMATS §9, RBD-BEHAVIOUR). What stands neither here nor in {@link OURS_ALONE} a test does not let pass. */
const BY_VERB: Readonly<Record<RbdVerb, WordsByCode>> = {
  create: {
    E_IMAGE_EXISTS: 'rbd: create error: {errno}\n',
    E_IMAGE_OPTIONS: 'rbd: create error: {errno}\n',
    E_OPTION_UNSUPPORTED: unsupportedMake,
  },
  diff: {
    E_SNAPSHOT_NOT_FOUND: fromSnapshot('rbd: diff error: {errno}\n'),
    E_DIFF_SNAPSHOT_ORDER: 'rbd: diff error: {errno}\n',
  },
  du: {
    E_IMAGE_NOT_FOUND: `specified image {image} is not found.\n${DU_FAILED}`,
    E_SNAPSHOT_NOT_FOUND: `specified snapshot is not found.\n${DU_FAILED}`,
    E_DIFF_SNAPSHOT_ORDER: DU_FAILED,
  },
  export: OUTPUT,
  'export-diff': {
    ...DIFF_OUTPUT,
    E_SNAPSHOT_NOT_FOUND: fromSnapshot('{fail}rbd: export-diff error: {errno}\n'),
    E_DIFF_SNAPSHOT_ORDER: '{fail}rbd: export-diff error: {errno}\n',
  },
  // An image that hangs on no other, as `rbd` words it; one of the library is refused in words of our own.
  flatten: {
    E_UNSUPPORTED: ({ detail }) => (detail?.['errno'] === 'EINVAL' ? '{fail}rbd: flatten error: {errno}\n' : null),
  },
  import: { ...importWords, E_OPTION_UNSUPPORTED: unsupportedMake },
  'import-diff': importDiffWords,
  info: {},
  ls: { E_POOL_NOT_FOUND: withLast('rbd: listing images failed: {errno}\n') },
  'merge-diff': mergeDiffWords,
  rename: {
    E_ARGUMENT_MISSING: ({ detail }) =>
      detail?.['source'] === undefined
        ? 'rbd: {message}\n'
        : 'rbd: {message}\nsource pool: {source} dest pool: {target}\n',
    E_IMAGE_NOT_FOUND: 'rbd: rename error: {errno}\n',
    E_IMAGE_EXISTS: 'rbd: rename error: {errno}\n',
  },
  resize: {
    E_IMAGE_SHRINKS: 'rbd: shrinking an image is only allowed with the --allow-shrink flag\n',
    E_IMAGE_SAME_SIZE: 'rbd: new size is equal to original size \n',
  },
  rm: {
    E_IMAGE_NOT_FOUND: '{fail}rbd: delete error: {errno}\n',
    E_IMAGE_HAS_SNAPSHOTS:
      "{fail}rbd: image has snapshots - these must be deleted with 'rbd snap purge' before the image can be removed.\n",
    E_LIBRARY_LOCKED:
      '{fail}rbd: error: image still has watchers\nThis means the image is still open or the client using it crashed. Try again after closing/unmapping it or waiting 30s for the crashed client to timeout.\n',
  },
  'snap create': { E_SNAPSHOT_EXISTS: '{fail}rbd: failed to create snapshot: {errno}\n' },
  'snap limit clear': {},
  'snap limit set': {},
  'snap ls': {},
  'snap protect': {
    E_SNAPSHOT_NOT_FOUND: 'rbd: protecting snap failed: {errno}\n',
    E_SNAPSHOT_PROTECTED_ALREADY: 'rbd: snap is already protected\n',
  },
  'snap purge': {},
  'snap rename': {
    E_SNAPSHOT_NOT_FOUND: 'rbd: renaming snap failed: {errno}\n',
    E_SNAPSHOT_EXISTS: 'rbd: renaming snap failed: {errno}\n',
  },
  'snap rm': {
    E_SNAPSHOT_NOT_FOUND: '{fail}rbd: failed to remove snapshot: {errno}\n',
    E_SNAPSHOT_PROTECTED: "{fail}rbd: snapshot '{snapshot}' is protected from removal.\n",
  },
  'snap rollback': { E_SNAPSHOT_NOT_FOUND: '{fail}rbd: rollback failed: {errno}\n' },
  'snap unprotect': {
    E_SNAPSHOT_NOT_FOUND: 'rbd: unprotecting snap failed: {errno}\n',
    E_SNAPSHOT_UNPROTECTED_ALREADY: 'rbd: snap is already unprotected\n',
  },
  'trash ls': {},
  'trash mv': {
    E_IMAGE_NOT_FOUND: 'rbd: deferred delete error: {errno}\n',
    E_LIBRARY_LOCKED: 'rbd: deferred delete error: {errno}\n',
  },
  'trash restore': {
    E_IMAGE_NOT_IN_TRASH: 'rbd: error: image does not exist in trash\n',
    E_IMAGE_EXISTS: 'rbd: error: an image with the same name already exists, try again with a different name\n',
  },
}

/** A verb that says what all say and one line more. */
function withLast(last: Lines): Words {
  return (error, said, isBegun) => {
    const first = COMMON[error.code]
    const lines = typeof first === 'function' ? first(error, said, isBegun) : (first ?? '')
    return `${lines}${last}`
  }
}

/** Whether a verb is one of `rbd`'s. */
export function isRbdVerb(verb: string): verb is RbdVerb {
  return (RBD_VERBS as readonly string[]).includes(verb)
}

/** The entry for a failure of a verb (null: before one was found); undefined: there is none, so the refusal is ours alone. */
export function wordsOf(verb: RbdVerb | null, code: ErrorCode): Words | undefined {
  return (verb === null ? undefined : BY_VERB[verb][code]) ?? COMMON[code]
}

/** Conditions `rbd` does not know, or does not refuse: each is said in our own words, with the next step. Why, by code. */
export const OURS_ALONE: Readonly<Partial<Record<ErrorCode, string>>> = {
  E_CANCELLED: 'a signal ends rbd in mid-line, without a word',
  E_CHAIN_FORK: 'rbd takes one file at a time',
  E_CHAIN_GAP: 'rbd takes one file at a time',
  E_CHAIN_WRONG_PARENT: 'rbd has no manifests',
  E_CLUSTER_ANSWER: 'what rbd itself said is handed on',
  E_CLUSTER_COMMAND: 'what rbd itself said is handed on',
  E_CLUSTER_DENIED: 'what rbd itself said is handed on',
  E_CLUSTER_IN_USE: 'what rbd itself said is handed on',
  E_CLUSTER_LEFT_CHANGED: 'what rbd itself said is handed on',
  E_CLUSTER_NAME: 'what rbd itself said is handed on',
  E_CLUSTER_NO_SPACE: 'what rbd itself said is handed on',
  E_CLUSTER_PROGRAM: 'what rbd itself said is handed on',
  E_CLUSTER_UNREACHABLE: 'what rbd itself said is handed on',
  E_CONNECTION_EXISTS: 'rbd has one cluster at a time',
  E_CONNECTION_LOST: 'of the window',
  E_CONNECTION_UNKNOWN: 'rbd has one cluster at a time',
  E_CONTRACT_BAD_INPUT: 'of the window',
  E_CONTRACT_UNKNOWN_CALL: 'of the window',
  E_CONTRACT_VERSION: 'of the window',
  E_DIFF_DRIFTED: 'rbd applies the diff all the same (docs/DIFFERENCES.md)',
  E_DIFF_NOT_EMPTY: 'rbd lays the diff over the content (docs/DIFFERENCES.md)',
  E_FORMAT_COMPRESSED: 'rbd takes the packed bytes (docs/DIFFERENCES.md)',
  E_FORMAT_DAMAGED_BANNER: 'rbd takes the bytes as raw (docs/DIFFERENCES.md)',
  E_FORMAT_IS_DIFF: 'rbd takes the bytes as raw (docs/DIFFERENCES.md)',
  E_FORMAT_IS_IMAGE_V2: 'rbd takes the bytes as raw (docs/DIFFERENCES.md)',
  E_FORMAT_MISMATCH: 'rbd does not look (docs/DIFFERENCES.md)',
  E_FORMAT_OTHER_IMAGE: 'rbd takes the bytes as raw (docs/DIFFERENCES.md)',
  E_FORMAT_PACKING_DAMAGED: 'rbd unpacks nothing',
  E_FORMAT_UNSUPPORTED: 'rbd takes the bytes as raw (docs/DIFFERENCES.md)',
  E_INTERNAL: 'of this program',
  E_JOB_INTERRUPTED: 'of the window',
  E_JOB_NOT_FOUND: 'of the window',
  E_JOB_STATE: 'of the window',
  E_LIBRARY_CHAIN_GAP: 'of the library',
  E_LIBRARY_DAMAGED: 'of the library',
  E_LIBRARY_INDEX_CHANGED: 'of the library',
  E_LIBRARY_LOCKED: 'rbd waits for the other writer, or writes beside it',
  E_LIBRARY_NEWER: 'of the library',
  E_MEND_NO_COPY: 'of the library',
  E_LIBRARY_NOT_FOUND: 'of the library',
  E_MANIFEST_DISAGREES: 'rbd has no manifests',
  E_MANIFEST_INVALID: 'rbd has no manifests',
  E_OPTION_UNSUPPORTED: 'an option of rbd that a library cannot have (docs/DIFFERENCES.md)',
  E_POOL_EXISTS: 'rbd makes no pools',
  E_STREAM_BAD_RECORD: 'import-diff and import take such records (docs/DIFFERENCES.md)',
  E_STREAM_COUNT: 'rbd stops at the count (docs/DIFFERENCES.md)',
  E_STREAM_TOO_LARGE: 'rbd takes such numbers, or crashes (docs/DIFFERENCES.md)',
  E_STREAM_UNKNOWN_TAG: 'rbd skips nothing and goes on (docs/DIFFERENCES.md)',
  E_TICKET_INVALID: 'of the window',
  E_UNSUPPORTED: 'of this program',
}
