/** What can be wrong with what a command is given. */
export const CONDITIONS = [
  'missing file',
  'directory',
  'empty file',
  'empty standard input',
  'v2 file',
  'wrong magic',
  'truncated',
  'existing output',
  'missing image',
  'missing pool',
  'missing start snapshot',
  'end snapshot present',
  'from nothing onto content',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** One command that must be refused. Its standard input is empty, or a file of the world. */
export interface Run {
  readonly args: readonly string[]
  readonly code: number
  /**
   * All of standard error where the words are `rbd`'s; what our own sentence says where the refusal is ours alone.
   */
  readonly says: string | RegExp
  readonly input?: string
  /** What may stand on standard output; nothing unless said. */
  readonly prints?: RegExp
}

export type Cell = readonly [Run, ...(readonly Run[])] | `cannot occur: ${string}`
type Row = Readonly<Record<Condition, Cell>>

function run(code: number, args: string, says: Run['says'], more: Pick<Run, 'input' | 'prints'> = {}): Run {
  return { code, args: args.split(' '), says, ...more }
}

/** A line as `rbd` ends it when nothing was done yet. */
const failed = (title: string): string => `\r${title}: 0% complete...failed.\n`

const NO_IMAGE_NONE = 'rbd: error opening image none: (2) No such file or directory\n'
const NO_POOL_X = "rbd: error opening pool 'nopool': (2) No such file or directory\n"
const NO_SNAPSHOT = 'error setting snapshot context: (2) No such file or directory\n'

/** `import`: what stands between the first line and the last. */
const importFailed = (errno: string): string => `${failed('Importing image')}rbd: import failed: ${errno}\n`
/** `import-diff`: the same; a bad banner comes before the progress. */
const diffFailed = (errno: string): string => `${failed('Importing image diff')}rbd: import-diff failed: ${errno}\n`
const badBanner = (first: string, errno: string): string =>
  `rbd: ${first} diff banner\nrbd: import-diff failed: ${errno}\n`
const mergeFailed = (first: string): string => `${first}\n${failed('Merging image diff')}rbd: merge-diff error\n`
const badMergeBanner = (shown: string, which: string): string =>
  mergeFailed(`invalid banner '${shown}', expected 'rbd diff v1\n'\nrbd: failed to parse ${which} diff header`)
const INVALID = '(22) Invalid argument'
const BAD_MESSAGE = '(74) Bad message'
/** A verification that found something was done; what it found stands on standard output. */
const VERIFIED = '\rVerifying: 100% complete...done.\n'
const DU_FAILED = 'rbd: du failed: (2) No such file or directory\n'
const NOT_CONTINUOUS = 'The first TO snapshot must be equal with the second FROM snapshot, aborting'

const NO_FILE = 'cannot occur: it reads no file'
const NO_STDIN = 'cannot occur: it reads no standard input'
const NO_OUTPUT = 'cannot occur: it makes nothing that could be there already'
const NO_IMAGE = 'cannot occur: it names no image'
const NO_POOL = 'cannot occur: it names no pool'
const NO_START = 'cannot occur: it starts at no snapshot'
const NO_END = 'cannot occur: it makes no snapshot'
/** What copies of a broken image are refused for is in mend.test.ts. */
const WHOLE = 'cannot occur: nothing is missing from a whole image, so it looks into no copy'
const NO_APPLY = 'cannot occur: it applies nothing to an image'

const NO_FILES = {
  'missing file': NO_FILE,
  directory: NO_FILE,
  'empty file': NO_FILE,
  'empty standard input': NO_STDIN,
  'v2 file': NO_FILE,
  'wrong magic': NO_FILE,
  truncated: NO_FILE,
} as const

const NOTHING = {
  ...NO_FILES,
  'existing output': NO_OUTPUT,
  'missing image': NO_IMAGE,
  'missing pool': NO_POOL,
  'missing start snapshot': NO_START,
  'end snapshot present': NO_END,
  'from nothing onto content': NO_APPLY,
} as const

/**
 * Verb × condition → exit code (RBD-BEHAVIOUR's tables, FORMATS §9, DESIGN §9), or why it cannot occur.
 *
 * The world: images `rbd/src` and `bup/both` with the snapshots s1 and s2, `bup/one` with s1, `rbd/full` with content and no
 * snapshot; files `begin-s1.diff`, `s1-s2.diff`, `cut.diff` and `cut-first.diff` (broken off inside a record), `v2` (a format 2 export), `wrong` (begins
 * `rbd diff v3`), `empty`, `raw`, `there` (somebody else's), and the folder `folder`.
 */
export const TABLE: Readonly<Record<string, Row>> = {
  export: {
    ...NOTHING,
    'missing file': [run(2, 'rbd/src nofolder/out', 'rbd: export error: (2) No such file or directory\n')],
    directory: [run(17, 'rbd/src folder', 'rbd: export error: (17) File exists\n')],
    'existing output': [
      run(17, 'rbd/src there', 'rbd: export error: (17) File exists\n'),
      run(17, '--path=there --no-progress rbd/src@s1', 'rbd: export error: (17) File exists\n'),
    ],
    'missing image': [run(2, 'rbd/none out', NO_IMAGE_NONE), run(2, 'rbd/none -', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src out', NO_POOL_X)],
    'missing start snapshot': [run(2, 'rbd/src@none out', NO_SNAPSHOT)],
  },
  'export-diff': {
    ...NOTHING,
    'missing file': [
      run(2, '--from-snap s1 rbd/src@s2 nofolder/out', 'rbd: export-diff error: (2) No such file or directory\n'),
    ],
    directory: [run(17, 'rbd/src folder', 'rbd: export-diff error: (17) File exists\n')],
    'existing output': [run(17, '--from-snap s1 rbd/src@s2 there', 'rbd: export-diff error: (17) File exists\n')],
    'missing image': [run(2, 'rbd/none out', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src out', NO_POOL_X)],
    'missing start snapshot': [
      run(
        2,
        '--from-snap none rbd/src out',
        `${failed('Exporting image')}rbd: export-diff error: (2) No such file or directory\n`,
      ),
      run(2, '--no-progress --from-snap none rbd/src -', 'rbd: export-diff error: (2) No such file or directory\n'),
      run(22, '--from-snap s2 rbd/src@s1 out', `${failed('Exporting image')}rbd: export-diff error: ${INVALID}\n`),
      run(2, 'rbd/src@none out', NO_SNAPSHOT),
    ],
  },
  import: {
    ...NOTHING,
    'missing file': [
      run(2, 'nofile rbd/new', 'rbd: error opening nofile\nrbd: import failed: (2) No such file or directory\n'),
    ],
    directory: [run(21, 'folder rbd/new', `rbd: cannot import a directory\n${importFailed('(21) Is a directory')}`)],
    'empty file': [
      run(
        25,
        'empty rbd/new',
        `rbd: unable to get size of file/block device\n${importFailed('(25) Inappropriate ioctl for device')}`,
      ),
    ],
    'empty standard input': [run(25, '- rbd/new', /standard input/)],
    'v2 file': 'cannot occur: it is imported with its snapshots',
    'wrong magic': [run(22, 'wrong rbd/new', /damaged/)],
    // Raw has no structure that could be cut; a cut diff is refused for being a diff.
    truncated: [run(22, 'cut.diff rbd/new', /diff/)],
    'existing output': [
      run(17, 'raw rbd/full', `rbd: image creation failed\n${importFailed('(17) File exists')}`),
      run(17, '- rbd/full', `rbd: image creation failed\n${importFailed('(17) File exists')}`, { input: 'raw' }),
    ],
    'missing image': 'cannot occur: it makes its image',
    'missing pool': [run(2, 'raw nopool/new', NO_POOL_X)],
    'from nothing onto content': 'cannot occur: it makes its image; one that is there is an existing output',
  },
  'import-diff': {
    'missing file': [
      run(2, 'nofile rbd/full', 'rbd: error opening nofile\nrbd: import-diff failed: (2) No such file or directory\n'),
    ],
    directory: [run(21, 'folder rbd/full', badBanner('failed to decode', '(21) Is a directory'))],
    'empty file': [run(74, 'empty bup/one', badBanner('failed to decode', BAD_MESSAGE))],
    'empty standard input': [run(74, '- bup/one', badBanner('failed to decode', BAD_MESSAGE))],
    'v2 file': [run(22, 'v2 bup/one', badBanner('invalid or unexpected', INVALID))],
    'wrong magic': [
      run(22, 'wrong bup/one', badBanner('invalid or unexpected', INVALID)),
      run(22, '- bup/one', badBanner('invalid or unexpected', INVALID), { input: 'wrong' }),
    ],
    truncated: [
      run(74, 'cut.diff bup/one', `rbd: failed to decode write data\n${diffFailed(BAD_MESSAGE)}`),
      run(
        74,
        '--no-progress - bup/one',
        `rbd: failed to decode write data\nrbd: import-diff failed: ${BAD_MESSAGE}\n`,
        {
          input: 'cut.diff',
        },
      ),
    ],
    'existing output': 'cannot occur: it makes no file and no image',
    'missing image': [
      run(2, 's1-s2.diff rbd/none', NO_IMAGE_NONE),
      run(2, '- rbd/none', NO_IMAGE_NONE, { input: 's1-s2.diff' }),
    ],
    'missing pool': [run(2, 's1-s2.diff nopool/one', NO_POOL_X)],
    'missing start snapshot': [
      run(
        22,
        's1-s2.diff rbd/full',
        `start snapshot 's1' does not exist in the image, aborting\n${diffFailed(INVALID)}`,
      ),
      run(22, '- rbd/full', `start snapshot 's1' does not exist in the image, aborting\n${diffFailed(INVALID)}`, {
        input: 's1-s2.diff',
      }),
    ],
    'end snapshot present': [
      run(17, 's1-s2.diff rbd/src', `end snapshot 's2' already exists, aborting\n${diffFailed('(17) File exists')}`),
      run(
        17,
        '--overlay begin-s1.diff bup/one',
        `end snapshot 's1' already exists, aborting\n${diffFailed('(17) File exists')}`,
      ),
    ],
    'from nothing onto content': [
      run(22, 'begin-s1.diff rbd/full', /content/),
      run(22, '- rbd/full', /content/, { input: 'begin-s1.diff' }),
    ],
  },
  'merge-diff': {
    ...NOTHING,
    'missing file': [
      run(2, 'nofile s1-s2.diff out', mergeFailed('rbd: error opening nofile')),
      run(2, 'begin-s1.diff - out', mergeFailed('rbd: error opening -')),
      run(2, 'begin-s1.diff s1-s2.diff nofolder/out', mergeFailed('rbd: error create nofolder/out')),
    ],
    directory: [
      run(21, 'folder s1-s2.diff out', mergeFailed('rbd: failed to parse first diff header')),
      run(21, 'begin-s1.diff folder out', mergeFailed('rbd: failed to parse second diff header')),
    ],
    'empty file': [
      run(33, 'empty s1-s2.diff out', mergeFailed('rbd: failed to parse first diff header')),
      run(33, 'begin-s1.diff empty out', mergeFailed('rbd: failed to parse second diff header')),
    ],
    'empty standard input': [run(33, '- s1-s2.diff out', mergeFailed('rbd: failed to parse first diff header'))],
    'v2 file': [run(22, 'v2 s1-s2.diff out', badMergeBanner('rbd image v2', 'first'))],
    'wrong magic': [
      run(22, 'wrong s1-s2.diff out', badMergeBanner('rbd diff v3\n', 'first')),
      run(22, 'begin-s1.diff wrong out', badMergeBanner('rbd diff v3\n', 'second')),
    ],
    truncated: [
      run(33, 'begin-s1.diff cut.diff out', mergeFailed('rbd: failed to merge diff chunk')),
      run(33, '- s1-s2.diff out', mergeFailed('rbd: failed to merge diff chunk'), { input: 'cut-first.diff' }),
    ],
    'existing output': [
      run(17, 'begin-s1.diff s1-s2.diff there', mergeFailed('rbd: error create there')),
      run(17, '--no-progress begin-s1.diff s1-s2.diff folder', 'rbd: error create folder\nrbd: merge-diff error\n'),
    ],
    'missing start snapshot': [
      run(22, 's1-s2.diff begin-s1.diff out', mergeFailed(NOT_CONTINUOUS)),
      run(22, 's1-s2.diff s1-s2.diff out', mergeFailed(NOT_CONTINUOUS)),
    ],
  },
  create: {
    ...NOTHING,
    'existing output': [run(17, '--size 1 rbd/src', 'rbd: create error: (17) File exists\n')],
    'missing image': 'cannot occur: it makes its image',
    'missing pool': [run(2, '--size 1 nopool/new', NO_POOL_X)],
  },
  rm: {
    ...NOTHING,
    'missing image': [
      run(2, 'rbd/none', `${failed('Removing image')}rbd: delete error: (2) No such file or directory\n`),
    ],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
  },
  ls: {
    ...NOTHING,
    'missing pool': [
      run(2, 'nopool', `${NO_POOL_X}rbd: listing images failed: (2) No such file or directory\n`),
      run(2, '-l -p nopool --format json', `${NO_POOL_X}rbd: listing images failed: (2) No such file or directory\n`),
    ],
  },
  info: {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
    'missing start snapshot': [run(2, 'rbd/src@none', NO_SNAPSHOT)],
  },
  'snap ls': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
  },
  'snap create': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src@s', NO_POOL_X)],
    'end snapshot present': [
      run(17, 'rbd/src@s1', `${failed('Creating snap')}rbd: failed to create snapshot: (17) File exists\n`),
    ],
  },
  'snap rm': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src@s', NO_POOL_X)],
    'missing start snapshot': [
      run(
        2,
        'rbd/src@none',
        `${failed('Removing snap')}rbd: failed to remove snapshot: (2) No such file or directory\n`,
      ),
    ],
  },
  diff: {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
    'missing start snapshot': [
      run(2, '--from-snap none rbd/src', 'rbd: diff error: (2) No such file or directory\n'),
      run(2, 'rbd/src@none', NO_SNAPSHOT),
    ],
  },
  du: {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', `specified image none is not found.\n${DU_FAILED}`)],
    'missing pool': [run(2, '-p nopool', NO_POOL_X)],
    'missing start snapshot': [
      run(2, '--from-snap none rbd/src', `specified snapshot is not found.\n${DU_FAILED}`),
      run(2, 'rbd/src@none', `specified snapshot is not found.\n${DU_FAILED}`),
    ],
  },
  rename: {
    ...NOTHING,
    'existing output': [run(17, 'rbd/src rbd/full', 'rbd: rename error: (17) File exists\n')],
    'missing image': [run(2, 'rbd/none rbd/new', 'rbd: rename error: (2) No such file or directory\n')],
    'missing pool': [run(2, 'nopool/src nopool/new', NO_POOL_X)],
  },
  resize: {
    ...NOTHING,
    'missing image': [run(2, '--size 1 rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, '--size 1 nopool/src', NO_POOL_X)],
  },
  'snap limit clear': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
  },
  'snap limit set': {
    ...NOTHING,
    'missing image': [run(2, '--limit 1 rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, '--limit 1 nopool/src', NO_POOL_X)],
  },
  'snap protect': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src@s', NO_POOL_X)],
    'missing start snapshot': [run(2, 'rbd/src@none', 'rbd: protecting snap failed: (2) No such file or directory\n')],
  },
  'snap purge': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
  },
  'snap rename': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@a none@b', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src@a src@b', NO_POOL_X)],
    'missing start snapshot': [
      run(2, 'rbd/src@none src@b', 'rbd: renaming snap failed: (2) No such file or directory\n'),
    ],
    'end snapshot present': [run(17, 'rbd/src@s1 src@s2', 'rbd: renaming snap failed: (17) File exists\n')],
  },
  'snap rollback': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src@s', NO_POOL_X)],
    'missing start snapshot': [
      run(
        2,
        'rbd/src@none',
        `${failed('Rolling back to snapshot')}rbd: rollback failed: (2) No such file or directory\n`,
      ),
    ],
  },
  'snap unprotect': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s', NO_IMAGE_NONE)],
    'missing pool': [run(2, 'nopool/src@s', NO_POOL_X)],
    'missing start snapshot': [
      run(2, 'rbd/src@none', 'rbd: unprotecting snap failed: (2) No such file or directory\n'),
    ],
  },
  compare: {
    ...NOTHING,
    'missing file': [run(2, 'nofile raw', /nofile/), run(2, 'raw nofile', /nofile/)],
    directory: [run(21, 'folder raw', /folder/)],
    'empty file': [run(25, 'empty raw', /empty/)],
    'wrong magic': [run(22, 'wrong raw', /wrong/)],
    truncated: [run(74, 'cut-first.diff raw', /breaks off/)],
    'missing image': [run(2, 'library://rbd/none raw', /none/)],
    'missing pool': [run(2, 'raw library://nopool/src', /nopool/)],
    'missing start snapshot': [run(2, 'library://rbd/src@none raw', /none/)],
  },
  verify: {
    ...NOTHING,
    'missing file': [run(1, 'nofile', VERIFIED, { prints: /missing: .*nofile/ })],
    directory: 'cannot occur: of a folder it verifies the files',
    'wrong magic': [run(1, 'wrong', VERIFIED, { prints: /structure: .*wrong/ })],
    truncated: [run(1, 'cut.diff', VERIFIED, { prints: /DAMAGED .*cut\.diff/ })],
  },
  manifest: {
    ...NOTHING,
    'missing file': [run(2, 'nofile', /nofile/)],
    directory: [run(21, 'folder', /folder/)],
    'empty file': [run(25, 'empty', /empty/)],
    'wrong magic': [run(22, 'wrong', /wrong|damaged/)],
    truncated: [run(74, 'cut.diff', /breaks off/)],
  },
  completion: NOTHING,
  adopt: { ...NOTHING, 'missing file': [run(2, 'nofolder', /nofolder/)] },
  chain: { ...NOTHING, 'missing file': [run(2, 'nofolder', /nofolder/)] },
  forget: { ...NOTHING, 'missing file': [run(2, 'nofolder', /nofolder was not adopted/)] },
  fold: {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', /none/)],
    'missing pool': [run(2, 'nopool/src', /nopool/)],
  },
  mend: {
    ...NOTHING,
    'missing file': [run(2, 'rbd/src nofile', /nofile/)],
    directory: [run(21, 'rbd/src folder', /folder/)],
    'empty file': WHOLE,
    'v2 file': WHOLE,
    'wrong magic': WHOLE,
    truncated: WHOLE,
    'missing image': [run(2, 'rbd/none s1-s2.diff', /none/)],
    'missing pool': [run(2, 'nopool/src s1-s2.diff', /nopool/)],
  },
  convert: {
    ...NOTHING,
    'missing file': [
      run(2, '--to raw nofile out', /nofile/),
      run(2, '--to raw begin-s1.diff nofolder/out', /nofolder/),
    ],
    directory: [run(21, '--to raw folder out', /folder/)],
    'empty file': [run(25, '--to raw empty out', /empty/)],
    'empty standard input': NO_STDIN,
    'wrong magic': [run(22, '--to diff wrong out', /wrong/)],
    truncated: [run(74, '--to raw begin-s1.diff cut.diff out', /breaks off/)],
    'existing output': [run(17, '--to raw begin-s1.diff there', /there/)],
    'missing image': [run(2, '--to raw library://rbd/none out', /none/)],
    'missing pool': [run(2, '--to raw library://nopool/src out', /nopool/)],
    'missing start snapshot': [run(22, '--to diff s1-s2.diff s1-s2.diff out', /./)],
  },
  // What is missing or taken here is a name of the settings: neither a file nor an image.
  'connection add': { ...NOTHING, 'existing output': [run(17, 'library --local', /library/)] },
  'connection find': NOTHING,
  'connection ls': NOTHING,
  'connection rm': { ...NOTHING, 'missing file': [run(2, 'none', /none/)] },
  'connection test': { ...NOTHING, 'missing file': [run(2, 'none', /none/)] },
  'pool create': {
    ...NOTHING,
    'existing output': [run(17, 'rbd', /pool “rbd”/)],
    'missing pool': 'cannot occur: it makes its pool',
  },
  'pool ls': NOTHING,
  'trash ls': { ...NOTHING, 'missing pool': [run(2, 'nopool', NO_POOL_X)] },
  'trash mv': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', 'rbd: deferred delete error: (2) No such file or directory\n')],
    'missing pool': [run(2, 'nopool/src', NO_POOL_X)],
  },
  'trash restore': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', 'rbd: error: image does not exist in trash\n')],
    'missing pool': [run(2, 'nopool/0', NO_POOL_X)],
  },
  pipe: {
    ...NOTHING,
    'existing output': [run(17, 'rbd/src@s1 rbd/full', /rbd\/full/)],
    'missing image': [run(2, 'rbd/none bup/new', /none/), run(2, '--from-snap s1 rbd/src@s2 bup/none', /none/)],
    'missing pool': [run(2, 'nopool/src bup/new', /nopool/), run(2, 'rbd/src nopool/new', /nopool/)],
    'missing start snapshot': [
      run(2, '--from-snap none rbd/src@s2 bup/one', /“none”/),
      run(22, '--from-snap s1 rbd/src@s2 rbd/full', /“s1”/),
    ],
    'end snapshot present': [run(17, '--from-snap s1 rbd/src@s2 bup/both', /“s2”/)],
    'from nothing onto content':
      'cannot occur: without --from-snap it makes its image; one that is there is an existing output',
  },
  replicate: {
    ...NOTHING,
    'existing output': 'cannot occur: a target that is there is what it brings up to date',
    'missing image': [run(2, 'rbd/none bup/new', /none/)],
    'missing pool': [run(2, 'nopool/src bup/new', /nopool/), run(2, 'rbd/src nopool/new', /nopool/)],
    'missing start snapshot': 'cannot occur: it starts at the newest snapshot both have',
    'end snapshot present': 'cannot occur: it sends only what the target lacks',
    'from nothing onto content': [run(22, 'rbd/src rbd/full', /begins from nothing.*full/)],
  },
  flatten: {
    ...NOTHING,
    'missing image': 'cannot occur: an image of the library hangs on no other, so none is looked for',
    'missing pool': 'cannot occur: an image of the library hangs on no other, so none is looked for',
  },
  inspect: {
    ...NOTHING,
    'missing file': [run(2, 'nofile', /nofile/)],
    directory: [run(21, 'folder', /folder/)],
    'empty file': [run(25, 'empty', /empty/, { prints: /kind: empty\n/ })],
    'v2 file': 'cannot occur: it is inspected as any other',
    'wrong magic': [run(22, 'wrong', /damaged/, { prints: /kind: damaged/ })],
    truncated: [run(74, 'cut.diff', /breaks off/, { prints: /complete: no\n/ })],
  },
  help: NOTHING,
}
