import type { WireError } from '../../../shared/errors.ts'
import type { Lines, Words, WordsByCode } from './words.ts'

const IMPORT_DIFF_FAILED = 'rbd: import-diff failed: {errno}\n'
const BAD_BANNER = `rbd: invalid or unexpected diff banner\n${IMPORT_DIFF_FAILED}`

/** What could not be decoded, by the field of the stream. */
const UNDECODED: Readonly<Record<string, string>> = {
  banner: 'diff banner',
  tag: 'tag',
  from: 'start snap name',
  to: 'end snap name',
  size: 'image size',
  protection: 'snap protection status',
  offset: 'IO length',
  length: 'IO length',
  data: 'write data',
}

/** `import-diff`: the line that names the field, then the last one. A bad banner comes before the progress. */
const undecoded: Words = ({ detail }) => {
  const field = String(detail?.['field'] ?? '')
  const what = UNDECODED[field]
  if (what === undefined) return null
  return `rbd: failed to decode ${what}\n${field === 'banner' ? '' : '{fail}'}${IMPORT_DIFF_FAILED}`
}

/** `import-diff` (FORMATS §9): the last line is always `rbd: import-diff failed: …`. */
export const importDiffWords: WordsByCode = {
  E_DIFF_END_SNAPSHOT_EXISTS: `end snapshot '{snapshot}' already exists, aborting\n{fail}${IMPORT_DIFF_FAILED}`,
  E_DIFF_START_SNAPSHOT_MISSING: `start snapshot '{snapshot}' does not exist in the image, aborting\n{fail}${IMPORT_DIFF_FAILED}`,
  E_FILE_IS_DIRECTORY: `rbd: failed to decode diff banner\n${IMPORT_DIFF_FAILED}`,
  E_FILE_NOT_FOUND: `rbd: error opening {path}\n${IMPORT_DIFF_FAILED}`,
  E_FILE_PERMISSION: `rbd: error opening {path}\n${IMPORT_DIFF_FAILED}`,
  E_FILE_READ: `rbd: failed to decode write data\n{fail}${IMPORT_DIFF_FAILED}`,
  E_FILE_NO_SPACE: `{fail}${IMPORT_DIFF_FAILED}`,
  E_FILE_WRITE: `{fail}${IMPORT_DIFF_FAILED}`,
  E_FORMAT_DAMAGED_BANNER: BAD_BANNER,
  E_FORMAT_IS_IMAGE_V2: BAD_BANNER,
  E_FORMAT_UNSUPPORTED: BAD_BANNER,
  E_STREAM_BAD_MAGIC: BAD_BANNER,
  E_STREAM_BAD_RECORD: (error, said) =>
    error.detail?.['fault'] === 'name-too-long' && typeof undecoded === 'function'
      ? undecoded(error, said, false)
      : null,
  E_STREAM_TRUNCATED: undecoded,
}

const IMPORT_FAILED = 'rbd: import failed: {errno}\n'
const NOT_MADE = `rbd: image creation failed\n{fail}${IMPORT_FAILED}`

/** What could not be decoded of the header of format 2, by its field: options of the image alike. */
const UNDECODED_HEADER: Readonly<Record<string, string>> = {
  banner: 'diff banner',
  tag: 'tag',
  'tag-length': 'tag length',
  'meta-key': 'metadata key',
  'meta-value': 'metadata value',
}

/** A stream of format 2 that breaks off: in its header, at the count of its diffs, or in one of them. */
function brokenV2({ detail }: WireError): Lines | null {
  const field = String(detail?.['field'] ?? '')
  const { part } = detail ?? {}
  if (part === 'image') {
    const what = UNDECODED_HEADER[field] ?? 'image option'
    return `rbd: failed to decode ${what}\nrbd: import header failed.\n{fail}${IMPORT_FAILED}`
  }
  if (part === 'count' || part === 'banner') {
    const what = part === 'count' ? 'diff count' : 'diff banner'
    return `rbd: failed to decode ${what}\nrbd: failed to import image\n{fail}${IMPORT_FAILED}`
  }
  const what = field === 'tag-length' ? 'tag length' : UNDECODED[field]
  if (what === undefined) return null
  return `rbd: failed to decode ${what}\n{fail}rbd: import-diff failed: {errno}\nrbd: failed to import image\n{fail}${IMPORT_FAILED}`
}

/** `import` (FORMATS §9): the last line is always `rbd: import failed: …`. */
export const importWords: WordsByCode = {
  // Over a pipe rbd makes an image of nothing, so there the refusal is ours.
  E_FILE_EMPTY: (_, { paths }) =>
    paths.size === 0 ? null : `rbd: unable to get size of file/block device\n{fail}${IMPORT_FAILED}`,
  E_FILE_IS_DIRECTORY: `rbd: cannot import a directory\n{fail}${IMPORT_FAILED}`,
  E_FILE_NOT_FOUND: `rbd: error opening {path}\n${IMPORT_FAILED}`,
  E_FILE_PERMISSION: `rbd: error opening {path}\n${IMPORT_FAILED}`,
  E_FILE_READ: `{fail}${IMPORT_FAILED}`,
  E_FILE_NO_SPACE: `{fail}${IMPORT_FAILED}`,
  E_FILE_WRITE: `{fail}${IMPORT_FAILED}`,
  E_IMAGE_EXISTS: NOT_MADE,
  E_IMAGE_OPTIONS: NOT_MADE,
  E_STREAM_TRUNCATED: (error) => brokenV2(error),
}

const MERGE_FAILED = '{fail}rbd: merge-diff error\n'

/** Which of the two inputs, as the real tool calls them. */
function which({ detail }: WireError): 'first' | 'second' | null {
  const layer = detail?.['layer']
  return layer === 0 ? 'first' : layer === 1 ? 'second' : null
}

/** A fault in one of the inputs: its header, the head of a record, or its data. Of three and more inputs rbd knows nothing. */
const mergeFault: Words = (error) => {
  const input = which(error)
  if (input === null) return null
  const { part, fault } = error.detail ?? {}
  if (error.detail?.['aborts'] === true) return null
  if (part === 'banner') return `{banner}rbd: failed to parse ${input} diff header\n${MERGE_FAILED}`
  if (part === 'header' || error.code === 'E_FILE_IS_DIRECTORY')
    return `rbd: failed to parse ${input} diff header\n${MERGE_FAILED}`
  // A record beyond the size is met at the end mark, where the size is the next offset.
  if (fault === 'out-of-order' || fault === 'overlap' || fault === 'past-size') {
    return `rbd: out-of-order offset from ${input} diff ({previousEnd} > {recordOffset})\n${MERGE_FAILED}`
  }
  if (error.detail?.['skipped'] === true) return `rbd: failed to skip ${input} diff data\n${MERGE_FAILED}`
  if (part === 'payload') return `rbd: failed to merge diff chunk\n${MERGE_FAILED}`
  return `rbd: failed to read ${input} diff data chunk header\n${MERGE_FAILED}`
}

/** What cannot be written: the header, which comes first, or what follows it. */
const mergeWrite: Words = (_, __, isBegun) =>
  `rbd: failed to ${isBegun ? 'merge diff chunk' : 'write merged diff header'}\n${MERGE_FAILED}`

/** `merge-diff` (FORMATS §9): the last line is always `rbd: merge-diff error`. */
export const mergeDiffWords: WordsByCode = {
  E_FILE_EXISTS: `rbd: error create {path}\n${MERGE_FAILED}`,
  E_FILE_IS_DIRECTORY: mergeFault,
  E_FILE_NOT_FOUND: ({ detail }) =>
    `rbd: error ${detail?.['action'] === 'write' ? 'create' : 'opening'} {path}\n${MERGE_FAILED}`,
  E_FILE_PERMISSION: ({ detail }) =>
    `rbd: error ${detail?.['action'] === 'write' ? 'create' : 'opening'} {path}\n${MERGE_FAILED}`,
  E_FILE_READ: `rbd: failed to merge diff chunk\n${MERGE_FAILED}`,
  E_FILE_NO_SPACE: mergeWrite,
  E_FILE_WRITE: mergeWrite,
  E_PIPE_CLOSED: mergeWrite,
  E_FORMAT_IS_IMAGE_V2: mergeFault,
  E_FORMAT_UNSUPPORTED: mergeFault,
  E_MERGE_NOT_CONTINUOUS: `The first TO snapshot must be equal with the second FROM snapshot, aborting\n${MERGE_FAILED}`,
  E_MERGE_RECORD: mergeFault,
  E_STREAM_BAD_MAGIC: mergeFault,
  E_STREAM_BAD_RECORD: mergeFault,
  E_STREAM_TRUNCATED: mergeFault,
  E_STREAM_UNKNOWN_TAG: mergeFault,
}
