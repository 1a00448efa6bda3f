import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

type Layer = 'shared' | 'process' | 'engine' | 'worker' | 'host' | 'main' | 'preload' | 'web' | 'cli' | 'renderer'

interface Rule {
  /** Layers whose code it may run. Its own is always allowed. */
  readonly runs: readonly Layer[]
  /** Layers of which it may take types besides. */
  readonly types: readonly Layer[]
  /** Single files of other layers whose code it may run. */
  readonly files?: readonly string[]
}

/** What `-` stands for: the command line is the only one that has standard streams to hand to the engine. */
const STANDARD_STREAMS = ['electron/engine/io/inputStream.ts', 'electron/engine/io/outputStream.ts']

const rules: Readonly<Record<Layer, Rule>> = {
  shared: { runs: [], types: [] },
  process: { runs: ['shared'], types: [] },
  engine: { runs: ['shared', 'process'], types: [] },
  worker: { runs: ['shared', 'engine'], types: [] },
  host: { runs: ['shared', 'process'], types: ['engine'] },
  main: { runs: ['shared', 'host'], types: [] },
  web: { runs: ['shared', 'host'], types: [] },
  cli: { runs: ['shared', 'host'], types: ['engine'], files: ['electron/engine/handlers.ts', ...STANDARD_STREAMS] },
  preload: { runs: [], types: ['shared'] },
  renderer: { runs: ['shared'], types: [] },
}

const layers = Object.keys(rules) as Layer[]
const pureFolders = ['shared', 'electron/engine/codec', 'electron/engine/algebra', 'electron/engine/plan']
const importersOfElectron = ['electron/main/electron.ts', 'electron/preload/preload.ts']
const maxLines = 400
/** Where tests can stand and watch, or break, what the engine asks of a disk. */
const fileSystemDoor = 'electron/engine/io/fs.ts'

/** One import as written; `isType` when nothing of it is left at run time. */
interface Import {
  readonly name: string
  readonly isType: boolean
}

/** Reads the imports of a source text: static ones, re-exports, bare ones and dynamic ones with a fixed name. */
function importsOf(text: string): readonly Import[] {
  const fromClause = /^[ \t]*(?:import|export)\s+(type\s+(?!from\b|,))?[^'"`;=()]*?from\s*['"]([^'"]+)['"]/gm
  const bare = /^[ \t]*import\s*['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g
  return [
    ...[...text.matchAll(fromClause)].map(([, type, name = '']) => ({ name, isType: type !== undefined })),
    ...[...text.matchAll(bare), ...text.matchAll(dynamic)].map(([, name = '']) => ({ name, isType: false })),
  ]
}

function layerOf(path: string): Layer | undefined {
  const [top = '', second = ''] = path.split('/')
  return layers.find((layer) => layer === (top === 'electron' ? second : top))
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`)
}

/** What is wrong with one import of one file (both relative to the top folder), or undefined. */
function faultOf(file: string, { name, isType }: Import): string | undefined {
  if (name === 'electron' || name.startsWith('electron/')) {
    return importersOfElectron.includes(file) ? undefined : 'only the two shell files import electron'
  }
  if (isBuiltin(name)) {
    if (file.startsWith('renderer/')) return 'the page has no Node modules'
    if (isIn('electron/engine', file) && file !== fileSystemDoor && /^(node:)?fs(\/|$)/.test(name)) {
      return `the engine reaches the disk through ${fileSystemDoor} alone`
    }
    return pureFolders.some((folder) => isIn(folder, file)) ? 'pure code imports no Node module' : undefined
  }
  if (!name.startsWith('.')) return undefined
  const target = posix.join(posix.dirname(file), name)
  const from = layerOf(file)
  const to = layerOf(target)
  if (from === undefined || to === undefined) return `${target} belongs to no layer`
  const { runs, types, files = [] } = rules[from]
  if (from === to || runs.includes(to) || files.includes(target)) return undefined
  if (types.includes(to)) return isType ? undefined : `${from} may import only types of ${to}`
  return `${from} must not import ${to}`
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

const sources = ['shared', 'electron', 'renderer'].flatMap(sourcesBelow)
const texts = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
const imports = sources.flatMap((file) => importsOf(texts.get(file) ?? '').map((found) => ({ file, found })))

describe('the layers', () => {
  it.each(layers)('%s has sources, so the rules say something about it', (layer) => {
    expect(sources.filter((file) => layerOf(file) === layer)).not.toEqual([])
  })

  it('every source belongs to a layer', () => {
    expect(sources.filter((file) => layerOf(file) === undefined)).toEqual([])
  })

  it('nothing imports upward, sideways, or Node where it must not', () => {
    const faults = imports.flatMap(({ file, found }) => {
      const fault = faultOf(file, found)
      return fault === undefined ? [] : [`${file} imports ${found.name}: ${fault}`]
    })
    expect(faults).toEqual([])
  })

  it('every relative import names a file that exists', () => {
    const missing = imports
      .filter(({ found }) => found.name.startsWith('.'))
      .filter(({ file, found }) => !existsSync(resolve(root, dirname(file), found.name)))
    expect(missing.map(({ file, found }) => `${file} imports ${found.name}`)).toEqual([])
  })

  it('electron has exactly one importer per shell', () => {
    const importers = imports.filter(({ found }) => found.name === 'electron').map(({ file }) => file)
    expect([...new Set(importers)]).toEqual(importersOfElectron)
  })

  it(`no file has more than ${maxLines} lines`, () => {
    const long = [...texts].map(([file, text]) => ({ file, lines: text.replace(/\n$/, '').split('\n').length }))
    expect(long.filter(({ lines }) => lines > maxLines)).toEqual([])
  })
})

describe('the reading of imports', () => {
  it.each<[string, readonly Import[]]>([
    ["import { a, b } from './a.ts'", [{ name: './a.ts', isType: false }]],
    ["import {\n  a,\n  type B,\n} from './a.ts'", [{ name: './a.ts', isType: false }]],
    ["import type { A } from './a.ts'", [{ name: './a.ts', isType: true }]],
    ["import type {\n  A,\n} from './a.ts'", [{ name: './a.ts', isType: true }]],
    ["import type * as all from './a.ts'", [{ name: './a.ts', isType: true }]],
    ["import type from './a.ts'", [{ name: './a.ts', isType: false }]],
    ["import * as fs from 'node:fs'", [{ name: 'node:fs', isType: false }]],
    ["import './styles.css'", [{ name: './styles.css', isType: false }]],
    ["export * from './a.ts'", [{ name: './a.ts', isType: false }]],
    ["export type { A } from './a.ts'", [{ name: './a.ts', isType: true }]],
    ["const { a } = await import('./a.ts')", [{ name: './a.ts', isType: false }]],
    [
      "import { a } from './a.ts'\nexport const b = 1\nimport type { C } from './c.ts'",
      [
        { name: './a.ts', isType: false },
        { name: './c.ts', isType: true },
      ],
    ],
    ["export const text = 'copied from here'", []],
    [" * import { a } from './a.ts'", []],
  ])('%j', (text, expected) => {
    expect(importsOf(text)).toEqual(expected)
  })
})

describe('the rules', () => {
  const runs = (name: string): Import => ({ name, isType: false })
  const type = (name: string): Import => ({ name, isType: true })

  it.each<[string, Import]>([
    ['shared/extent.ts', runs('./errors.ts')],
    ['shared/contract.ts', runs('zod')],
    ['electron/engine/io/fs.ts', runs('node:fs/promises')],
    ['electron/engine/codec/diffV1.ts', runs('../../../shared/errors.ts')],
    ['electron/engine/library/lock.ts', runs('../../process/processIdentity.ts')],
    ['electron/host/files.ts', runs('../process/processIdentity.ts')],
    ['electron/worker/entry.ts', runs('../engine/handlers.ts')],
    ['electron/host/engineClient.ts', type('../engine/handlers.ts')],
    ['electron/cli/index.ts', runs('../engine/handlers.ts')],
    ['electron/cli/commands/merge.ts', type('../../engine/delta.ts')],
    ['electron/preload/preload.ts', type('../../shared/rpc/messages.ts')],
    ['electron/preload/preload.ts', runs('electron')],
    ['renderer/transport/websocket.ts', runs('../../shared/rpc/messages.ts')],
    ['renderer/api.ts', runs('./transport/electron.ts')],
  ])('%s may import %j', (file, found) => {
    expect(faultOf(file, found)).toBeUndefined()
  })

  it.each<[string, Import]>([
    ['shared/extent.ts', runs('node:fs')],
    ['shared/extent.ts', runs('fs')],
    ['shared/extent.ts', type('../electron/engine/delta.ts')],
    ['shared/extent.ts', type('../renderer/api.ts')],
    ['electron/engine/codec/diffV1.ts', runs('node:buffer')],
    ['electron/engine/io/partFile.ts', runs('node:fs/promises')],
    ['electron/engine/library/lock.ts', runs('fs')],
    ['electron/engine/plan/planMerge.ts', runs('node:path')],
    ['electron/engine/ops/merge.ts', runs('../../host/paths.ts')],
    ['electron/engine/ops/merge.ts', runs('electron')],
    ['electron/process/processIdentity.ts', type('../engine/library/holder.ts')],
    ['electron/process/processIdentity.ts', runs('../host/files.ts')],
    ['electron/cli/index.ts', runs('../process/processIdentity.ts')],
    ['electron/worker/entry.ts', runs('../host/logger.ts')],
    ['electron/host/engineClient.ts', runs('../engine/handlers.ts')],
    ['electron/host/engineClient.ts', runs('../worker/entry.ts')],
    ['electron/main/index.ts', runs('../web/server.ts')],
    ['electron/main/window.ts', runs('electron')],
    ['electron/main/window.ts', type('electron')],
    ['electron/cli/index.ts', runs('../engine/ops/merge.ts')],
    ['electron/cli/index.ts', runs('../main/paths.ts')],
    ['electron/preload/preload.ts', runs('../../shared/rpc/messages.ts')],
    ['renderer/api.ts', type('../electron/host/paths.ts')],
    ['renderer/api.ts', runs('node:fs')],
    ['renderer/api.ts', runs('../test/support/x.ts')],
  ])('%s must not import %j', (file, found) => {
    expect(faultOf(file, found)).toEqual(expect.any(String))
  })
})
