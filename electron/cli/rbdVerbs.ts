/** A command of `rbd` that this command line does not have itself. */
export interface RbdOnly {
  readonly names: readonly [string, ...string[]]
  /** Which of its arguments are specs, which may have a connection in front; left out: the first. */
  readonly specs?: readonly number[]
}

const names = (...all: readonly [string, ...string[]]): RbdOnly => ({ names: all })

/** `KIND ls`, also called `KIND list`. */
const list = (kind: string): RbdOnly => names(`${kind} ls`, `${kind} list`)
const remove = (kind: string): RbdOnly => names(`${kind} rm`, `${kind} remove`)

const NONE = [] as const
const BOTH = [0, 1] as const

/**
 * What `rbd` has beside the commands that are this program's own: run by `rbd` itself, on clusters. Not among them is what maps an image on the machine that
 * `rbd` runs on (`device …`, `map`, `unmap`, `showmapped`), since that need not be this one.
 */
export const RBD_ONLY: readonly RbdOnly[] = [
  names('bench'),
  names('children'),
  { ...names('clone'), specs: BOTH },
  ...['get', 'set'].map((what) => ({ ...names(`config global ${what}`), specs: NONE })),
  { ...list('config global'), specs: NONE },
  { ...remove('config global'), specs: NONE },
  ...['config image', 'config pool'].flatMap((kind) => [
    names(`${kind} get`),
    names(`${kind} set`),
    list(kind),
    remove(kind),
  ]),
  { ...names('cp', 'copy'), specs: BOTH },
  { ...names('deep cp', 'deep copy'), specs: BOTH },
  names('encryption format'),
  names('feature disable'),
  names('feature enable'),
  names('group create'),
  { ...names('group image add'), specs: BOTH },
  list('group image'),
  { ...remove('group image'), specs: BOTH },
  names('group info'),
  list('group'),
  remove('group'),
  { ...names('group rename'), specs: BOTH },
  names('group snap create', 'group snap add'),
  names('group snap info'),
  list('group snap'),
  remove('group snap'),
  names('group snap rename'),
  names('group snap rollback', 'group snap revert'),
  names('image-meta get'),
  names('image-meta set'),
  list('image-meta'),
  remove('image-meta'),
  names('journal client disconnect'),
  names('journal export'),
  { ...names('journal import'), specs: [1] },
  names('journal info'),
  names('journal inspect'),
  names('journal reset'),
  names('journal status'),
  names('lock add'),
  list('lock'),
  remove('lock'),
  names('migration abort'),
  names('migration commit'),
  names('migration execute'),
  { ...names('migration prepare'), specs: BOTH },
  ...['demote', 'disable', 'enable', 'promote', 'resync', 'snapshot', 'status'].map((what) =>
    names(`mirror image ${what}`),
  ),
  ...['demote', 'disable', 'enable', 'info', 'promote', 'status'].map((what) => names(`mirror pool ${what}`)),
  ...['add', 'bootstrap create', 'bootstrap import', 'set'].map((what) => names(`mirror pool peer ${what}`)),
  remove('mirror pool peer'),
  ...['mirror snapshot schedule', 'trash purge schedule'].flatMap((kind) =>
    [names(`${kind} add`), list(kind), remove(kind), names(`${kind} status`)].map((one) => ({ ...one, specs: NONE })),
  ),
  names('namespace create'),
  list('namespace'),
  remove('namespace'),
  names('object-map check'),
  names('object-map rebuild'),
  names('perf image iostat'),
  names('perf image iotop'),
  names('persistent-cache flush'),
  names('persistent-cache invalidate'),
  names('pool init'),
  names('pool stats'),
  names('sparsify'),
  names('status'),
  names('trash purge'),
  remove('trash'),
  names('watch'),
]

/**
 * The commands that both have, and that `rbd` itself does where the image is on a cluster: nothing of ours could tell more truly what is there, or do one
 * change more truly. `snap rollback` is among them: within a cluster there is no data to be checked on its way, and `rbd` shows how far it is.
 */
export const RELAYED: Readonly<Record<string, readonly number[]>> = {
  create: [0],
  diff: [0],
  du: [0],
  info: [0],
  ls: [0],
  rename: BOTH,
  resize: [0],
  rm: [0],
  'snap create': [0],
  'snap limit clear': [0],
  'snap limit set': [0],
  'snap ls': [0],
  'snap protect': [0],
  'snap purge': [0],
  'snap rename': BOTH,
  'snap rm': [0],
  'snap rollback': [0],
  'snap unprotect': [0],
  'trash ls': [0],
  'trash mv': [0],
  'trash restore': [0],
}

/** What prints facts, by the first name: it takes `--format`. */
export const PRINTS_FACTS: ReadonlySet<string> = new Set([
  'children',
  'config global ls',
  'config image ls',
  'config pool ls',
  'diff',
  'du',
  'group image ls',
  'group info',
  'group ls',
  'group snap info',
  'group snap ls',
  'image-meta ls',
  'info',
  'journal info',
  'journal status',
  'lock ls',
  'ls',
  'mirror image status',
  'mirror pool info',
  'mirror pool status',
  'mirror snapshot schedule ls',
  'mirror snapshot schedule status',
  'namespace ls',
  'perf image iostat',
  'pool stats',
  'snap ls',
  'status',
  'trash ls',
  'trash purge schedule ls',
  'trash purge schedule status',
])

/** Options of `rbd` without a value; any other that is not known here is taken to have one. */
export const RBD_SWITCHES: ReadonlySet<string> = new Set([
  'all',
  'allow-shrink',
  'descendants',
  'exact',
  'exclusive',
  'flatten',
  'force',
  'ignore-quiesce-error',
  'image-shared',
  'import-only',
  'long',
  'merge-snapshots',
  'new-format',
  'no-error',
  'no-progress',
  'pretty-format',
  'quiesce',
  'read-only',
  'recursive',
  'show-cookie',
  'skip-quiesce',
  'thick-provision',
  'verbose',
  'whole-object',
])
