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
  readonly input?: string
  /** What the sentence must say besides. */
  readonly says?: RegExp
  /** What may stand on standard output; nothing unless said. */
  readonly prints?: RegExp
}

export type Cell = readonly [Run, ...(readonly Run[])] | `cannot occur: ${string}`
type Row = Readonly<Record<Condition, Cell>>

function run(code: number, args: string, more: Omit<Run, 'code' | 'args'> = {}): Run {
  return { code, args: args.split(' '), ...more }
}

const NO_FILE = 'cannot occur: it reads no file'
const NO_STDIN = 'cannot occur: it reads no standard input'
const NO_OUTPUT = 'cannot occur: it makes nothing that could be there already'
const NO_IMAGE = 'cannot occur: it names no image'
const NO_POOL = 'cannot occur: it names no pool'
const NO_START = 'cannot occur: it starts at no snapshot'
const NO_END = 'cannot occur: it makes no snapshot'
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
    'missing file': [run(2, 'rbd/src nofolder/out')],
    directory: [run(17, 'rbd/src folder')],
    'existing output': [run(17, 'rbd/src there'), run(17, '--path=there --no-progress rbd/src@s1')],
    'missing image': [run(2, 'rbd/none out'), run(2, 'rbd/none -')],
    'missing pool': [run(2, 'nopool/src out')],
    'missing start snapshot': [run(2, 'rbd/src@none out')],
  },
  'export-diff': {
    ...NOTHING,
    'missing file': [run(2, '--from-snap s1 rbd/src@s2 nofolder/out')],
    directory: [run(17, 'rbd/src folder')],
    'existing output': [run(17, '--from-snap s1 rbd/src@s2 there')],
    'missing image': [run(2, 'rbd/none out')],
    'missing pool': [run(2, 'nopool/src out')],
    'missing start snapshot': [
      run(2, '--from-snap none rbd/src out'),
      run(2, '--from-snap none rbd/src -'),
      run(2, 'rbd/src@none out'),
    ],
  },
  import: {
    ...NOTHING,
    'missing file': [run(2, 'nofile rbd/new')],
    directory: [run(21, 'folder rbd/new')],
    'empty file': [run(25, 'empty rbd/new')],
    'empty standard input': [run(25, '- rbd/new')],
    'v2 file': [run(22, 'v2 rbd/new', { says: /format 2/ }), run(22, '- rbd/new', { input: 'v2', says: /format 2/ })],
    'wrong magic': [run(22, 'wrong rbd/new')],
    // Raw has no structure that could be cut; a cut diff is refused for being a diff.
    truncated: [run(22, 'cut.diff rbd/new', { says: /diff/ })],
    'existing output': [run(17, 'raw rbd/full'), run(17, '- rbd/full', { input: 'raw' })],
    'missing image': 'cannot occur: it makes its image',
    'missing pool': [run(2, 'raw nopool/new')],
    'from nothing onto content': 'cannot occur: it makes its image; one that is there is an existing output',
  },
  'import-diff': {
    'missing file': [run(2, 'nofile rbd/full')],
    directory: [run(21, 'folder rbd/full')],
    'empty file': [run(74, 'empty bup/one')],
    'empty standard input': [run(74, '- bup/one')],
    'v2 file': [run(22, 'v2 bup/one', { says: /format 2|v2/ })],
    'wrong magic': [run(22, 'wrong bup/one'), run(22, '- bup/one', { input: 'wrong' })],
    truncated: [run(74, 'cut.diff bup/one'), run(74, '- bup/one', { input: 'cut.diff' })],
    'existing output': 'cannot occur: it makes no file and no image',
    'missing image': [run(2, 's1-s2.diff rbd/none'), run(2, '- rbd/none', { input: 's1-s2.diff' })],
    'missing pool': [run(2, 's1-s2.diff nopool/one')],
    'missing start snapshot': [run(22, 's1-s2.diff rbd/full'), run(22, '- rbd/full', { input: 's1-s2.diff' })],
    'end snapshot present': [run(17, 's1-s2.diff rbd/src'), run(17, '--overlay begin-s1.diff bup/one')],
    'from nothing onto content': [run(22, 'begin-s1.diff rbd/full'), run(22, '- rbd/full', { input: 'begin-s1.diff' })],
  },
  'merge-diff': {
    ...NOTHING,
    'missing file': [
      run(2, 'nofile s1-s2.diff out'),
      run(2, 'begin-s1.diff - out'),
      run(2, 'begin-s1.diff s1-s2.diff nofolder/out'),
    ],
    directory: [run(21, 'folder s1-s2.diff out'), run(21, 'begin-s1.diff folder out')],
    'empty file': [run(33, 'empty s1-s2.diff out'), run(33, 'begin-s1.diff empty out')],
    'empty standard input': [run(33, '- s1-s2.diff out')],
    'v2 file': [run(22, 'v2 s1-s2.diff out', { says: /format 2|v2/ })],
    'wrong magic': [run(22, 'wrong s1-s2.diff out'), run(22, 'begin-s1.diff wrong out')],
    truncated: [run(33, 'begin-s1.diff cut.diff out'), run(33, '- s1-s2.diff out', { input: 'cut-first.diff' })],
    'existing output': [run(17, 'begin-s1.diff s1-s2.diff there'), run(17, 'begin-s1.diff s1-s2.diff folder')],
    'missing start snapshot': [run(22, 's1-s2.diff begin-s1.diff out'), run(22, 's1-s2.diff s1-s2.diff out')],
  },
  create: {
    ...NOTHING,
    'existing output': [run(17, '--size 1 rbd/src')],
    'missing image': 'cannot occur: it makes its image',
    'missing pool': [run(2, '--size 1 nopool/new')],
  },
  rm: {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none', { says: /library:\/\/rbd\/none/ })],
    'missing pool': [run(2, 'nopool/src', { says: /library:\/\/nopool\/src/ })],
  },
  ls: { ...NOTHING, 'missing pool': [run(2, 'nopool'), run(2, '-l -p nopool --format json')] },
  info: {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none')],
    'missing pool': [run(2, 'nopool/src')],
    'missing start snapshot': [run(2, 'rbd/src@none')],
  },
  'snap ls': { ...NOTHING, 'missing image': [run(2, 'rbd/none')], 'missing pool': [run(2, 'nopool/src')] },
  'snap create': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s')],
    'missing pool': [run(2, 'nopool/src@s')],
    'end snapshot present': [run(17, 'rbd/src@s1')],
  },
  'snap rm': {
    ...NOTHING,
    'missing image': [run(2, 'rbd/none@s')],
    'missing pool': [run(2, 'nopool/src@s')],
    'missing start snapshot': [run(2, 'rbd/src@none', { says: /library:\/\/rbd\/src@none/ })],
  },
  'pool create': {
    ...NOTHING,
    'existing output': [run(17, 'rbd')],
    'missing pool': 'cannot occur: it makes its pool',
  },
  'pool ls': NOTHING,
  pipe: {
    ...NOTHING,
    'existing output': [run(17, 'rbd/src@s1 rbd/full')],
    'missing image': [run(2, 'rbd/none bup/new'), run(2, '--from-snap s1 rbd/src@s2 bup/none')],
    'missing pool': [run(2, 'nopool/src bup/new'), run(2, 'rbd/src nopool/new')],
    'missing start snapshot': [
      run(2, '--from-snap none rbd/src@s2 bup/one'),
      run(22, '--from-snap s1 rbd/src@s2 rbd/full'),
    ],
    'end snapshot present': [run(17, '--from-snap s1 rbd/src@s2 bup/both')],
    'from nothing onto content':
      'cannot occur: without --from-snap it makes its image; one that is there is an existing output',
  },
  inspect: {
    ...NOTHING,
    'missing file': [run(2, 'nofile')],
    directory: [run(21, 'folder')],
    'empty file': [run(25, 'empty', { prints: /kind: empty\n/ })],
    'v2 file': [run(22, 'v2', { prints: /kind: export of format 2\n/ })],
    'wrong magic': [run(22, 'wrong', { prints: /kind: damaged/ })],
    truncated: [run(74, 'cut.diff', { prints: /complete: no\n/ })],
  },
  help: NOTHING,
}
