import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodeFor, FAIL, fillWords } from '../../../electron/cli/rbd/fillWords.ts'
import { OURS_ALONE, RBD_VERBS, wordsOf } from '../../../electron/cli/rbd/words.ts'
import { errorCatalogue } from '../../../shared/errorCatalogue.ts'
import type { ErrorCode, ErrorDetail, WireError } from '../../../shared/errors.ts'

const formats = readFileSync(path.join(import.meta.dirname, '../../../docs/FORMATS.md'), 'utf8')

interface Row {
  readonly chapter: string
  readonly condition: string
  readonly says: string
  readonly exit: string
}

/** The rows of FORMATS §9, by their chapters. */
function rowsOfSection9(): readonly Row[] {
  const section = formats.slice(formats.indexOf('\n## 9. Errors'), formats.indexOf('\n## 10. Options'))
  return section.split('\n### ').flatMap((text) => {
    const [chapter = '', ...lines] = text.split('\n')
    return lines
      .filter((line) => line.startsWith('|') && !line.startsWith('|---') && !line.startsWith('| condition'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
      .map(([condition = '', says = '', exit = '']) => ({ chapter, condition, says, exit }))
  })
}

const ROWS = rowsOfSection9()

/** What a verb says of an error, the progress line left out. */
function said(verb: string, code: ErrorCode, message: string, detail: ErrorDetail): string {
  const error: WireError = { code, message, detail }
  const words = fillWords(error, verb, { image: 'X', snapshot: 'T', paths: new Map([['/w/PATH', 'PATH']]) })
  return (words?.parts ?? []).map((part) => (part === FAIL ? '' : Buffer.from(part).toString())).join('')
}

/** Whether a cell of the document stands for a line: every word of one of its quotes is there, `…` for whatever is shortened. */
function wordsIn(cell: string, line: string): boolean {
  const quotes = [...cell.matchAll(/`([^`]+)`/g)].map(([, quote = '']) => quote)
  return quotes.some((quote) =>
    quote
      .split(/…|\(A > B\)/)
      .flatMap((part) => part.split(/\s+/))
      .filter((word) => /^[a-z]/i.test(word))
      .every((word) => line.includes(word) || ['first', 'export-diff'].includes(word)),
  )
}

type Case = readonly [
  condition: string,
  verb: string,
  code: ErrorCode,
  line: string,
  detail?: ErrorDetail,
  message?: string,
]

const FILE = { path: '/w/PATH' }
const stream = (part: string, field: string, more: ErrorDetail = {}): ErrorDetail => ({ part, field, ...more })

/** A row of FORMATS §9, the verb and error that stand for it, and the line that must come of it. */
const CASES: readonly Case[] = [
  [
    'image missing on the command line',
    'export',
    'E_ARGUMENT_MISSING',
    'rbd: image name was not specified',
    {},
    'image name was not specified',
  ],
  [
    'destination missing',
    'rename',
    'E_ARGUMENT_MISSING',
    'rbd: destination image name was not specified',
    {},
    'destination image name was not specified',
  ],
  [
    'snapshot required',
    'snap rm',
    'E_ARGUMENT_MISSING',
    'rbd: snapshot name was not specified',
    {},
    'snapshot name was not specified',
  ],
  [
    'snapshot not allowed',
    'rm',
    'E_SPEC_SNAPSHOT_NOT_ALLOWED',
    "rbd: snapshot name specified for a command that doesn't use it",
    {},
    "snapshot name specified for a command that doesn't use it",
  ],
  ['bad spec', 'export', 'E_SPEC_INVALID', "rbd: invalid spec 'X'", {}, "invalid spec 'X'"],
  ['path missing', 'import', 'E_ARGUMENT_MISSING', 'rbd: path was not specified', {}, 'path was not specified'],
  ['unknown option', 'export', 'E_OPTION_UNKNOWN', "rbd: unrecognised option '--x'", {}, "unrecognised option '--x'"],
  [
    'bad value',
    'export',
    'E_OPTION_BAD_VALUE',
    "rbd: the argument for option '--x' is invalid",
    {},
    "the argument for option '--x' is invalid",
  ],
  ['too many arguments', 'export', 'E_OPTION_BAD_VALUE', 'rbd: too many arguments', {}, 'too many arguments'],
  ['unknown command', 'export', 'E_OPTION_UNKNOWN', "error: unknown option 'x'", { command: 'x' }],
  [
    'pool missing',
    'export',
    'E_POOL_NOT_FOUND',
    "rbd: error opening pool 'X': (2) No such file or directory",
    { pool: 'X' },
  ],
  ['default pool missing', 'export', 'E_POOL_NOT_FOUND', "rbd: error opening default pool 'rbd'", { pool: 'rbd' }],
  ['image missing', 'info', 'E_IMAGE_NOT_FOUND', 'rbd: error opening image X: (2) No such file or directory'],
  [
    'snapshot missing',
    'export',
    'E_SNAPSHOT_NOT_FOUND',
    'error setting snapshot context: (2) No such file or directory',
    { snapshot: 'T' },
  ],
  [
    '`--pretty-format` without json/xml',
    'diff',
    'E_ARGUMENT_MISSING',
    'rbd: --pretty-format only works when --format is json or xml',
    {},
    '--pretty-format only works when --format is json or xml',
  ],
  ['file exists', 'export', 'E_FILE_EXISTS', 'rbd: export error: (17) File exists', FILE],
  ['file exists', 'export-diff', 'E_FILE_EXISTS', 'rbd: export-diff error: (17) File exists', FILE],
  ['directory missing', 'export', 'E_FILE_NOT_FOUND', 'rbd: export error: (2) No such file or directory', FILE],
  [
    'from-snap unknown',
    'export-diff',
    'E_SNAPSHOT_NOT_FOUND',
    'rbd: export-diff error: (2) No such file or directory',
    { snapshot: 'F' },
  ],
  [
    'from-snap unknown',
    'diff',
    'E_SNAPSHOT_NOT_FOUND',
    'rbd: diff error: (2) No such file or directory',
    { snapshot: 'F' },
  ],
  ['from newer than to', 'diff', 'E_DIFF_SNAPSHOT_ORDER', 'rbd: diff error: (22) Invalid argument'],
  [
    '`--export-format 3`',
    'export',
    'E_OPTION_BAD_VALUE',
    "rbd: the argument for option '--export-format' is invalid",
    {},
    "the argument for option '--export-format' is invalid",
  ],
  ['du: image / snap unknown', 'du', 'E_IMAGE_NOT_FOUND', 'specified image X is not found.'],
  ['du: image / snap unknown', 'du', 'E_SNAPSHOT_NOT_FOUND', 'specified snapshot is not found.', { snapshot: 'T' }],
  ['cannot open file', 'import-diff', 'E_FILE_NOT_FOUND', 'rbd: error opening PATH', FILE],
  [
    'banner too short / wrong',
    'import-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to decode diff banner',
    stream('banner', 'banner'),
  ],
  [
    'banner too short / wrong',
    'import-diff',
    'E_STREAM_BAD_MAGIC',
    'rbd: invalid or unexpected diff banner',
    stream('banner', 'banner'),
  ],
  [
    'from-snapshot absent',
    'import-diff',
    'E_DIFF_START_SNAPSHOT_MISSING',
    "start snapshot 'X' does not exist in the image, aborting",
    { snapshot: 'X' },
  ],
  [
    'to-snapshot present',
    'import-diff',
    'E_DIFF_END_SNAPSHOT_EXISTS',
    "end snapshot 'X' already exists, aborting",
    { snapshot: 'X' },
  ],
  [
    'name unreadable or > 4096',
    'import-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to decode start snap name',
    stream('header', 'from'),
  ],
  [
    'name unreadable or > 4096',
    'import-diff',
    'E_STREAM_BAD_RECORD',
    'rbd: failed to decode end snap name',
    stream('header', 'to', { fault: 'name-too-long' }),
  ],
  [
    'size unreadable',
    'import-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to decode image size',
    stream('header', 'size'),
  ],
  [
    'protection unreadable',
    'import-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to decode snap protection status',
    stream('header', 'protection'),
  ],
  [
    'record header short',
    'import-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to decode IO length',
    stream('record', 'length'),
  ],
  ['data short', 'import-diff', 'E_STREAM_TRUNCATED', 'rbd: failed to decode write data', stream('payload', 'data')],
  ['tag missing (no `e`)', 'import-diff', 'E_STREAM_TRUNCATED', 'rbd: failed to decode tag', stream('end', 'tag')],
  ['directory as path', 'import-diff', 'E_FILE_IS_DIRECTORY', 'rbd: failed to decode diff banner', FILE],
  ['cannot open / stat', 'import', 'E_FILE_NOT_FOUND', 'rbd: error opening PATH', FILE],
  ['directory', 'import', 'E_FILE_IS_DIRECTORY', 'rbd: cannot import a directory', FILE],
  ['image exists, bad order, bad stripe, bad features', 'import', 'E_IMAGE_EXISTS', 'rbd: image creation failed'],
  ['image exists, bad order, bad stripe, bad features', 'import', 'E_IMAGE_OPTIONS', 'rbd: image creation failed'],
  ['header bad', 'import', 'E_STREAM_TRUNCATED', 'rbd: failed to decode image option', stream('image', 'order')],
  ['meta bad', 'import', 'E_STREAM_TRUNCATED', 'rbd: failed to decode metadata key', stream('image', 'meta-key')],
  [
    'diff count unreadable',
    'import',
    'E_STREAM_TRUNCATED',
    'rbd: failed to decode diff count',
    stream('count', 'count'),
  ],
  ['a diff fails', 'import', 'E_STREAM_TRUNCATED', 'rbd: failed to import image', stream('payload', 'data')],
  [
    'argument missing',
    'merge-diff',
    'E_ARGUMENT_MISSING',
    'rbd: first diff was not specified',
    {},
    'first diff was not specified',
  ],
  ['cannot open', 'merge-diff', 'E_FILE_NOT_FOUND', 'rbd: error opening PATH', FILE],
  ['cannot create', 'merge-diff', 'E_FILE_EXISTS', 'rbd: error create PATH', FILE],
  [
    'banner',
    'merge-diff',
    'E_STREAM_BAD_MAGIC',
    'rbd: failed to parse first diff header',
    stream('banner', 'banner', { layer: 0 }),
  ],
  [
    'short header',
    'merge-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to parse first diff header',
    stream('header', 'size', { layer: 0 }),
  ],
  [
    'names differ',
    'merge-diff',
    'E_MERGE_NOT_CONTINUOUS',
    'The first TO snapshot must be equal with the second FROM snapshot, aborting',
  ],
  [
    'bad record header',
    'merge-diff',
    'E_STREAM_UNKNOWN_TAG',
    'rbd: failed to read first diff data chunk header',
    stream('record', 'tag', { layer: 0 }),
  ],
  [
    'bad record header',
    'merge-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to read first diff data chunk header',
    stream('end', 'tag', { layer: 0 }),
  ],
  [
    'order',
    'merge-diff',
    'E_STREAM_BAD_RECORD',
    'rbd: out-of-order offset from first diff (9 > 4)',
    stream('record', 'offset', { layer: 0, fault: 'overlap', previousEnd: 9, recordOffset: 4 }),
  ],
  [
    'data short',
    'merge-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to merge diff chunk',
    stream('payload', 'data', { layer: 0 }),
  ],
  [
    'skip fails',
    'merge-diff',
    'E_STREAM_TRUNCATED',
    'rbd: failed to skip first diff data',
    stream('payload', 'data', { layer: 0, skipped: true }),
  ],
  ['write fails', 'merge-diff', 'E_FILE_NO_SPACE', 'rbd: failed to write merged diff header', FILE],
  [
    'create: no size',
    'create',
    'E_ARGUMENT_MISSING',
    'rbd: must specify --size <M/G/T>',
    {},
    'must specify --size <M/G/T>',
  ],
  ['create: exists', 'create', 'E_IMAGE_EXISTS', 'rbd: create error: (17) File exists'],
  [
    'resize down without the flag',
    'resize',
    'E_IMAGE_SHRINKS',
    'rbd: shrinking an image is only allowed with the --allow-shrink flag',
  ],
  ['resize to the same size', 'resize', 'E_IMAGE_SAME_SIZE', 'rbd: new size is equal to original size '],
  [
    'rm: has snapshots',
    'rm',
    'E_IMAGE_HAS_SNAPSHOTS',
    "rbd: image has snapshots - these must be deleted with 'rbd snap purge' before the image can be removed.",
  ],
  ['rm: watched', 'rm', 'E_LIBRARY_LOCKED', 'rbd: error: image still has watchers'],
  ['rm: missing', 'rm', 'E_IMAGE_NOT_FOUND', 'rbd: delete error: (2) No such file or directory'],
  [
    'snap create: exists / over limit',
    'snap create',
    'E_SNAPSHOT_EXISTS',
    'rbd: failed to create snapshot: (17) File exists',
  ],
  [
    'snap rm: protected',
    'snap rm',
    'E_SNAPSHOT_PROTECTED',
    "rbd: snapshot 'X' is protected from removal.",
    { snapshot: 'X' },
  ],
  ['snap rm: missing', 'snap rm', 'E_SNAPSHOT_NOT_FOUND', 'rbd: failed to remove snapshot: (2)', { snapshot: 'T' }],
  [
    'snap protect twice / unprotect twice',
    'snap protect',
    'E_SNAPSHOT_PROTECTED_ALREADY',
    'rbd: snap is already protected',
  ],
  [
    'snap protect twice / unprotect twice',
    'snap unprotect',
    'E_SNAPSHOT_UNPROTECTED_ALREADY',
    'rbd: snap is already unprotected',
  ],
  [
    'snap rename across images',
    'snap rename',
    'E_ARGUMENT_MISSING',
    'rbd: source and destination image name must be the same',
    {},
    'source and destination image name must be the same',
  ],
  [
    'trash restore: name taken',
    'trash restore',
    'E_IMAGE_EXISTS',
    'rbd: error: an image with the same name already exists, try again with a different name',
  ],
]

/** Rows of FORMATS §9 that no case stands for, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'namespace missing': 'a namespace of a library is where its images are, and needs no making',
  'no cluster': 'there is none',
  'read error': 'rbd says an offset for each object it reads at once; ours the last line alone (docs/DIFFERENCES.md)',
  'image-meta unreadable': 'it is in the index, which is read whole or not at all',
  '[M] both names and ids given': 'of a later rbd',
  'extent wholly beyond the end': 'a line of librbd, not of rbd',
  'stdin resize fails': 'a link file has no size of its own',
  'write error': 'rbd says an offset for each object it writes at once; ours the last line alone (docs/DIFFERENCES.md)',
  '[M] `--estimated-size` misuse': 'of a later rbd',
  'rm: has linked clones': 'library images have no clones',
  'snap unprotect with children': 'library images have no clones',
  'snap purge with protected ones': 'no failure: it ends with 0',
  'clone of an unprotected snapshot (clone v1)': 'library images have no clones',
  'trash rm: unknown id': 'no verb of this command line',
  'trash rm: deferment not over': 'no verb of this command line',
}

describe('the table of words', () => {
  it.each(RBD_VERBS)('%s has lines for every code, or the reason why there are none', (verb) => {
    const codes = Object.keys(errorCatalogue) as ErrorCode[]
    // A code that only other verbs meet needs no lines here.
    const missing = codes.filter((code) => wordsOf(verb, code) === undefined && OURS_ALONE[code] === undefined)
    const elsewhere = missing.filter((code) => RBD_VERBS.every((other) => wordsOf(other, code) === undefined))
    expect(elsewhere).toEqual([])
  })

  it('leaves no place unfilled', () => {
    for (const [, verb, code, , detail = {}, message = ''] of CASES) {
      expect(said(verb, code, message, detail), `${verb} ${code}`).not.toMatch(/[{}]/)
    }
  })
})

describe('FORMATS §9', () => {
  it.each(CASES.map((one) => [...one.slice(0, 3), one] as const))('%s: %s, %s', (...[, , , one]) => {
    const [condition, verb, code, line, detail = {}, message = ''] = one as Case
    const rows = ROWS.filter((row) => row.condition === condition)
    const text = said(verb, code, message, detail)
    expect(`\n${text}`).toContain(`\n${line}`)
    expect(text).toMatch(/\n$/)
    const exit = String(exitCodeFor({ code, message, detail }, verb))
    // A code in words (`errno`) or none leaves it to the system.
    expect(rows.some((row) => !/\d/.test(row.exit) || row.exit.split(/\D+/).includes(exit))).toBe(true)
    // The document shortens what it has said before, and names one verb for several.
    const isDocumented = formats.includes(line) || rows.some((row) => wordsIn(row.says, line))
    expect(isDocumented, line).toBe(true)
  })

  it('has no row that neither a case nor a reason stands for', () => {
    const covered = new Set([...CASES.map(([condition]) => condition), ...Object.keys(LEFT_OUT)])
    expect(ROWS.map(({ condition }) => condition).filter((condition) => !covered.has(condition))).toEqual([])
    expect(ROWS.length).toBeGreaterThan(60)
  })
})
