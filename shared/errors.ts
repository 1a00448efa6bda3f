/**
 * Every failure the user can meet, as a closed union of codes: part of the API, switched on by window, command line
 * and tests. Only added to. Sentence, hint and errno of each stand in `errorCatalogue.ts`.
 */
export type ErrorCode =
  | 'E_ARGUMENT_MISSING'
  | 'E_CANCELLED'
  | 'E_CHAIN_FORK'
  | 'E_CHAIN_GAP'
  | 'E_CHAIN_WRONG_PARENT'
  | 'E_CLUSTER_ANSWER'
  | 'E_CLUSTER_COMMAND'
  | 'E_CLUSTER_DENIED'
  | 'E_CLUSTER_IN_USE'
  | 'E_CLUSTER_LEFT_CHANGED'
  | 'E_CLUSTER_NAME'
  | 'E_CLUSTER_NO_SPACE'
  | 'E_CLUSTER_PROGRAM'
  | 'E_CLUSTER_UNREACHABLE'
  | 'E_CONNECTION_EXISTS'
  | 'E_CONNECTION_LOST'
  | 'E_CONNECTION_UNKNOWN'
  | 'E_CONTRACT_BAD_INPUT'
  | 'E_CONTRACT_UNKNOWN_CALL'
  | 'E_CONTRACT_VERSION'
  | 'E_DIFF_DRIFTED'
  | 'E_DIFF_END_SNAPSHOT_EXISTS'
  | 'E_DIFF_NOT_EMPTY'
  | 'E_DIFF_SNAPSHOT_ORDER'
  | 'E_DIFF_START_SNAPSHOT_MISSING'
  | 'E_FILE_EMPTY'
  | 'E_FILE_EXISTS'
  | 'E_FILE_IS_DIRECTORY'
  | 'E_FILE_NOT_FOUND'
  | 'E_FILE_NO_SPACE'
  | 'E_FILE_PERMISSION'
  | 'E_FILE_READ'
  | 'E_FILE_WRITE'
  | 'E_FORMAT_COMPRESSED'
  | 'E_FORMAT_DAMAGED_BANNER'
  | 'E_FORMAT_IS_DIFF'
  | 'E_FORMAT_IS_IMAGE_V2'
  | 'E_FORMAT_MISMATCH'
  | 'E_FORMAT_OTHER_IMAGE'
  | 'E_FORMAT_PACKING_DAMAGED'
  | 'E_FORMAT_UNSUPPORTED'
  | 'E_IMAGE_EXISTS'
  | 'E_IMAGE_HAS_SNAPSHOTS'
  | 'E_IMAGE_NOT_FOUND'
  | 'E_IMAGE_NOT_IN_TRASH'
  | 'E_IMAGE_OPTIONS'
  | 'E_IMAGE_SAME_SIZE'
  | 'E_IMAGE_SHRINKS'
  | 'E_INTERNAL'
  | 'E_JOB_INTERRUPTED'
  | 'E_JOB_NOT_FOUND'
  | 'E_JOB_STATE'
  | 'E_LIBRARY_CHAIN_GAP'
  | 'E_LIBRARY_DAMAGED'
  | 'E_LIBRARY_INDEX_CHANGED'
  | 'E_LIBRARY_LOCKED'
  | 'E_LIBRARY_NEWER'
  | 'E_LIBRARY_NOT_FOUND'
  | 'E_MANIFEST_DISAGREES'
  | 'E_MANIFEST_INVALID'
  | 'E_MEND_NO_COPY'
  | 'E_MERGE_NOT_CONTINUOUS'
  | 'E_MERGE_RECORD'
  | 'E_OPTION_BAD_VALUE'
  | 'E_OPTION_UNKNOWN'
  | 'E_OPTION_UNSUPPORTED'
  | 'E_PIPE_CLOSED'
  | 'E_POOL_EXISTS'
  | 'E_POOL_NOT_FOUND'
  | 'E_SNAPSHOT_EXISTS'
  | 'E_SNAPSHOT_NOT_FOUND'
  | 'E_SNAPSHOT_PROTECTED'
  | 'E_SNAPSHOT_PROTECTED_ALREADY'
  | 'E_SNAPSHOT_UNPROTECTED_ALREADY'
  | 'E_SPEC_INVALID'
  | 'E_SPEC_SNAPSHOT_NOT_ALLOWED'
  | 'E_STREAM_BAD_MAGIC'
  | 'E_STREAM_BAD_RECORD'
  | 'E_STREAM_COUNT'
  | 'E_STREAM_TOO_LARGE'
  | 'E_STREAM_TRUNCATED'
  | 'E_STREAM_UNKNOWN_TAG'
  | 'E_TICKET_INVALID'
  | 'E_UNSUPPORTED'

/** Flat facts that locate a failure: `offset` in bytes of the stream, `tag`, `path`, `snapshot`, `pid`, `since`, … */
export type ErrorDetail = Readonly<Record<string, string | number | boolean | null>>

/** What crosses a boundary instead of an Error: plain data, rebuilt by {@link fromWire}. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
  readonly detail?: ErrorDetail | undefined
}

export interface AppErrorOptions {
  readonly hint?: string | undefined
  readonly detail?: ErrorDetail | undefined
  readonly cause?: unknown
}

/**
 * A failure with a code, one sentence for the user, and the next step.
 *
 * `message` says what could not be done to which thing, without a final full stop being required; `hint` is the next step;
 * `detail` is flat data. A programming error is never an AppError.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly detail: ErrorDetail | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.hint = options.hint
    this.detail = options.detail
  }
}

/** Turns any thrown value into plain data; what is not an AppError is a programming error and becomes `E_INTERNAL`. */
export function toWire(error: unknown): WireError {
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    }
  }
  return { code: 'E_INTERNAL', message: error instanceof Error ? error.message : String(error) }
}

/** Rebuilds the error on the far side of a boundary. */
export function fromWire(wire: WireError): AppError {
  return new AppError(wire.code, wire.message, { hint: wire.hint, detail: wire.detail })
}

/** Whether a thrown value is an AppError of one of the given codes (any code when none is given). */
export function isAppError(error: unknown, ...codes: readonly ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code))
}
