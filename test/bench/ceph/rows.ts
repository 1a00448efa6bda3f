import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { median, memoryOf, ours, type Row, timed } from '../measure.ts'

/** What a row is measured with. */
export interface CephWork {
  readonly folder: string
  readonly runs: number
  /** Bytes of the dense image. */
  readonly denseBytes: number
  readonly idleMiB: number
}

/** A row by the name it is asked for with. */
export interface CephRow {
  readonly key: string
  readonly run: (work: CephWork) => Row | string
}

const MIB = 1024 * 1024
const GIB = 1024 * MIB
const MEMORY_MIB = 300
const quiet = '--no-progress'

/** Every row: a table of figures, or the sentence why it was not measured. */
export const ROWS: readonly CephRow[] = [
  { key: 'sparse-export', run: sparseExport },
  { key: 'sparse-import', run: sparseImport },
  { key: 'far-increment', run: farIncrement },
  { key: 'dense-export', run: denseExport },
  { key: 'dense-import', run: denseImport },
  { key: 'dense-diff', run: denseDiff },
  { key: 'dense-pipe', run: densePipe },
  { key: 'list', run: listThousand },
]

/** The real tool, for what is not timed. Without a monitor it would wait for five minutes. */
const rbd = (...args: readonly string[]): string =>
  execFileSync('rbd', ['--client-mount-timeout=10', ...args], { stdio: 'pipe', maxBuffer: 64 * MIB }).toString()
const fresh = (what: string): string => `bench-${what}-${randomBytes(4).toString('hex')}`

/** Removes an image with its snapshots, where it is there. */
function removeImage(spec: string): void {
  spawnSync('rbd', ['snap', 'purge', spec, quiet])
  spawnSync('rbd', ['rm', spec, quiet])
}

/** What is timed: our words, and the real tool's way, in turns. `undo` takes away what either made. */
interface Contest {
  readonly name: string
  readonly against: string
  readonly words: readonly string[]
  readonly theirs: () => number
  readonly undo: () => void
  readonly bytes: number
  readonly bar: Row['bar']
}

function contest({ folder, runs, idleMiB }: CephWork, it: Contest): Row {
  const ourRuns: number[] = []
  const theirRuns: number[] = []
  for (let run = 0; run <= runs; run++) {
    const mine = ours(it.words)
    it.undo()
    const other = it.theirs()
    it.undo()
    // The first round warms the caches of the cluster.
    if (run === 0) continue
    ourRuns.push(mine)
    theirRuns.push(other)
  }
  const memoryMiB = memoryOf(it.words, folder) - idleMiB
  it.undo()
  return {
    name: it.name,
    against: it.against,
    ourSeconds: median(ourRuns),
    theirSeconds: median(theirRuns),
    hashedSeconds: null,
    isHashed: true,
    readBytes: it.bytes,
    memoryMiB,
    bar: it.bar,
    ourRuns,
    theirRuns,
  }
}

/** Files an output and its manifest. */
function freeing(path: string): () => void {
  return () => {
    for (const one of [path, `${path}.rbdm.json`]) rmSync(one, { force: true })
  }
}

/** Makes an image of 20 GiB of which one object in a hundred is there, and a file of the same. */
function sparseRaw(path: string): void {
  const file = openSync(path, 'wx')
  const block = randomBytes(4 * MIB)
  for (let at = 0; at < 20 * GIB; at += 400 * MIB) writeSync(file, block, 0, block.length, at)
  ftruncateSync(file, 20 * GIB)
  closeSync(file)
}

function sparseExport(work: CephWork): Row {
  const image = fresh('sparse')
  const raw = join(work.folder, 'sparse.raw')
  sparseRaw(raw)
  rbd('import', raw, image, quiet)
  rmSync(raw)
  const out = join(work.folder, 'out.raw')
  try {
    return contest(work, {
      name: 'sparse 20 GiB, 1 % there → raw',
      against: 'rbd export',
      words: ['export', `rbd/${image}`, out, quiet],
      theirs: () => timed('rbd', ['export', image, out, quiet], out),
      undo: freeing(out),
      bytes: 20 * GIB,
      bar: { ratio: 10, memoryMiB: MEMORY_MIB },
    })
  } finally {
    removeImage(image)
  }
}

function sparseImport(work: CephWork): Row {
  const image = fresh('sparse')
  const raw = join(work.folder, 'sparse.raw')
  sparseRaw(raw)
  try {
    return contest(work, {
      name: 'raw of that kind → new image',
      against: 'rbd import',
      words: ['import', raw, `rbd/${image}`, quiet],
      theirs: () => timed('rbd', ['import', raw, image, quiet]),
      undo: () => removeImage(image),
      bytes: 20 * GIB,
      bar: { ratio: 2, memoryMiB: MEMORY_MIB },
    })
  } finally {
    rmSync(raw)
  }
}

/** A dense image with two snapshots, all of it new at each. */
function denseImage(bytes: number): string {
  const image = fresh('dense')
  rbd('create', image, '--size', `${bytes}B`)
  for (const snapshot of ['a', 'b']) {
    rbd('bench', '--io-type=write', '--io-pattern=seq', '--io-size=4M', '--io-threads=4', `--io-total=${bytes}`, image)
    rbd('snap', 'create', `${image}@${snapshot}`, quiet)
  }
  return image
}

function onDense(work: CephWork, run: (image: string) => Row): Row {
  const image = denseImage(work.denseBytes)
  try {
    return run(image)
  } finally {
    removeImage(image)
  }
}

function denseExport(work: CephWork): Row {
  const out = join(work.folder, 'out.raw')
  return onDense(work, (image) =>
    contest(work, {
      name: 'dense image → raw, hashed',
      against: 'rbd export',
      words: ['export', `rbd/${image}@b`, out, quiet],
      theirs: () => timed('rbd', ['export', `${image}@b`, out, quiet], out),
      undo: freeing(out),
      bytes: work.denseBytes,
      bar: { ratio: 0.95, memoryMiB: MEMORY_MIB },
    }),
  )
}

function denseDiff(work: CephWork): Row {
  const out = join(work.folder, 'out.diff')
  return onDense(work, (image) =>
    contest(work, {
      name: 'dense increment → diff, hashed',
      against: 'rbd export-diff',
      words: ['export-diff', '--from-snap', 'a', `rbd/${image}@b`, out, quiet],
      theirs: () => timed('rbd', ['export-diff', '--from-snap', 'a', `${image}@b`, out, quiet], out),
      undo: freeing(out),
      bytes: work.denseBytes,
      bar: { ratio: 0.95, memoryMiB: MEMORY_MIB },
    }),
  )
}

function denseImport(work: CephWork): Row {
  const raw = join(work.folder, 'dense.raw')
  const made = fresh('made')
  return onDense(work, (image) => {
    rbd('export', `${image}@b`, raw, quiet)
    try {
      return contest(work, {
        name: 'dense raw → new image',
        against: 'rbd import',
        words: ['import', raw, `bup/${made}`, quiet],
        theirs: () => timed('rbd', ['import', raw, `bup/${made}`, quiet]),
        undo: () => removeImage(`bup/${made}`),
        bytes: work.denseBytes,
        bar: { ratio: 0.95, memoryMiB: MEMORY_MIB },
      })
    } finally {
      rmSync(raw)
    }
  })
}

function densePipe(work: CephWork): Row {
  const made = fresh('made')
  return onDense(work, (image) =>
    contest(work, {
      name: 'dense image → other pool',
      against: 'rbd export | rbd import',
      words: ['pipe', `rbd/${image}@b`, `bup/${made}`, quiet],
      // The one shell of the project's benches: it is what it is held against.
      theirs: () => timed('sh', ['-c', `rbd export ${image}@b - ${quiet} | rbd import - bup/${made} ${quiet}`]),
      undo: () => removeImage(`bup/${made}`),
      bytes: work.denseBytes,
      bar: { ratio: 0.95, memoryMiB: MEMORY_MIB },
    }),
  )
}

/** The names of 1,000 images: what the sidebar asks for, as a whole process. */
function listThousand(work: CephWork): Row {
  const namespace = fresh('names')
  rbd('namespace', 'create', `bup/${namespace}`)
  try {
    for (let i = 0; i < 1000; i++) rbd('create', '--size=4M', `bup/${namespace}/image-${i}`)
    return contest(work, {
      name: 'names of 1,000 images',
      against: 'rbd ls',
      words: ['ls', `bup/${namespace}`],
      theirs: () => timed('rbd', ['ls', `bup/${namespace}`]),
      undo: () => undefined,
      bytes: 0,
      bar: { seconds: 0.5, memoryMiB: MEMORY_MIB },
    })
  } finally {
    for (const image of rbd('ls', `bup/${namespace}`)
      .split('\n')
      .filter((name) => name !== '')) {
      rbd('rm', quiet, `bup/${namespace}/${image}`)
    }
    rbd('namespace', 'remove', `bup/${namespace}`)
  }
}

function farIncrement(work: CephWork): Row | string {
  const lacks = ['unshare', 'ip', 'nft', 'ss'].filter((program) => spawnSync('which', [program]).status !== 0)
  if (process.getuid?.() !== 0 || lacks.length > 0)
    return `needs root${lacks.length === 0 ? '' : ` and ${lacks.join(', ')}`}`
  const args = ['--net', process.execPath, join(import.meta.dirname, 'far.ts'), String(work.runs)]
  const { status, stdout, stderr } = spawnSync('unshare', args, { maxBuffer: 64 * MIB })
  if (status !== 0) return `ended with ${status}: ${stderr.toString().split('\n').slice(-4).join(' ')}`
  const found = JSON.parse(stdout.toString().trim().split('\n').at(-1) ?? '') as Pick<
    Row,
    'ourRuns' | 'theirRuns' | 'memoryMiB'
  >
  return {
    name: '6,000 × 16 KiB, 2 ms away → diff',
    against: 'rbd export-diff',
    ourSeconds: median(found.ourRuns),
    theirSeconds: median(found.theirRuns),
    hashedSeconds: null,
    isHashed: true,
    readBytes: 6000 * 16 * 1024,
    memoryMiB: found.memoryMiB - work.idleMiB,
    bar: { ratio: 1.5, memoryMiB: MEMORY_MIB },
    ourRuns: found.ourRuns,
    theirRuns: found.theirRuns,
  }
}
