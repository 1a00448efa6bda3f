import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** A file or a folder, whatever names lead to it. What it held before the record began is durable. */
export type DiskNode = FileNode | FolderNode
export interface FileNode {
  readonly kind: 'file'
  readonly before: Uint8Array
}
export interface FolderNode {
  readonly kind: 'folder'
  readonly before: ReadonlyMap<string, DiskNode>
}

/**
 * One step of a record. `since` of a flush: how many steps were done when it began, which are those it covers.
 * `add` and `remove` change the names in a folder; a rename within one folder is both at once. One from a folder to another is two, the second
 * with the first as `movedBy`: file systems with a journal, which are what there is, write both or neither.
 */
export type DiskStep =
  | { readonly kind: 'write'; readonly node: FileNode; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly node: FileNode; readonly sizeBytes: number }
  | {
      readonly kind: 'names'
      readonly what: string
      readonly node: FolderNode
      readonly remove?: string | undefined
      readonly add?: readonly [string, DiskNode] | undefined
      readonly movedBy?: DiskStep | undefined
    }
  | { readonly kind: 'flush'; readonly node: DiskNode; readonly since: number }

/** What was done to the files under a folder, in order. */
export class DiskRecord {
  readonly root: string
  readonly rootNode: FolderNode
  readonly steps: DiskStep[] = []
  readonly #nodes = new Map<string, DiskNode>()

  constructor(root: string) {
    this.root = root
    this.rootNode = this.#read(root)
  }

  /** Whether a path is beneath the folder, or the folder itself. */
  covers(path: string): boolean {
    return path === this.root || path.startsWith(this.root + sep)
  }

  file(path: string): FileNode | null {
    const node = this.#nodes.get(path)
    return node?.kind === 'file' ? node : null
  }

  node(path: string): DiskNode | null {
    return this.#nodes.get(path) ?? null
  }

  create(path: string, kind: DiskNode['kind'], what: string): DiskNode {
    const node: DiskNode = kind === 'file' ? { kind, before: new Uint8Array(0) } : { kind, before: new Map() }
    this.#names(dirname(path), what, undefined, [nameOf(path), node])
    this.#nodes.set(path, node)
    return node
  }

  link(from: string, to: string): void {
    const node = this.#nodes.get(from)
    if (node === undefined) throw new Error(`${from} was linked and is not in the record`)
    this.#names(dirname(to), 'link', undefined, [nameOf(to), node])
    this.#nodes.set(to, node)
  }

  unlink(path: string): void {
    this.#names(dirname(path), 'unlink', nameOf(path), undefined)
    for (const known of this.#nodes.keys())
      if (known === path || known.startsWith(path + sep)) this.#nodes.delete(known)
  }

  rename(from: string, to: string): void {
    const node = this.#nodes.get(from)
    if (node === undefined) throw new Error(`${from} was renamed and is not in the record`)
    const [oldFolder, newFolder] = [dirname(from), dirname(to)]
    if (oldFolder === newFolder) this.#names(oldFolder, 'rename', nameOf(from), [nameOf(to), node])
    else {
      this.#names(newFolder, 'rename', undefined, [nameOf(to), node])
      this.#names(oldFolder, 'rename', nameOf(from), undefined, this.steps.at(-1))
    }
    for (const [known, moved] of this.#nodes) {
      if (known !== from && !known.startsWith(from + sep)) continue
      this.#nodes.delete(known)
      this.#nodes.set(to + known.slice(from.length), moved)
    }
  }

  /** Where a node is now, relative to the root; for sentences. */
  called(node: DiskNode): string {
    for (const [path, other] of this.#nodes) if (other === node) return relative(this.root, path) || '.'
    return 'a removed file'
  }

  #names(
    folder: string,
    what: string,
    remove: string | undefined,
    add: readonly [string, DiskNode] | undefined,
    movedBy?: DiskStep,
  ): void {
    const node = this.#nodes.get(folder)
    if (node?.kind !== 'folder') throw new Error(`${folder} is no folder of the record`)
    this.steps.push({ kind: 'names', what, node, remove, add, movedBy })
  }

  #read(path: string): FolderNode {
    const entries = new Map<string, DiskNode>()
    const node: FolderNode = { kind: 'folder', before: entries }
    this.#nodes.set(path, node)
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name)
      if (entry.isDirectory()) {
        entries.set(entry.name, this.#read(child))
        continue
      }
      const file: FileNode = { kind: 'file', before: new Uint8Array(readFileSync(child)) }
      this.#nodes.set(child, file)
      entries.set(entry.name, file)
    }
    return node
  }
}

function nameOf(path: string): string {
  return path.slice(dirname(path).length + 1)
}

/**
 * What a power cut leaves of the steps that no flush covered, by node. A folder keeps the first so many of them, since a file system writes
 * the names of one folder in order; a file keeps any.
 */
export interface Survival {
  readonly names: (count: number) => number
  readonly data: () => boolean
}

/** A folder's content as it is found after a power cut: paths and bytes, null for folders. */
export type FoundDisk = ReadonlyMap<string, Uint8Array | null>

/** What a disk holds when the power is cut after the first `count` steps. */
export function diskAfter(record: DiskRecord, count: number, survival: Survival): FoundDisk {
  const steps = stepsUntil(record, count)
  const covered = new Map<DiskNode, number>()
  for (const step of steps) {
    if (step.kind === 'flush') covered.set(step.node, Math.max(covered.get(step.node) ?? 0, step.since))
  }
  const all = new Map<DiskNode, DiskStep[]>()
  const flushed = new Map<DiskNode, number>()
  for (const [at, step] of steps.entries()) {
    if (step.kind === 'flush') continue
    all.set(step.node, [...(all.get(step.node) ?? []), step])
    if (at < (covered.get(step.node) ?? 0)) flushed.set(step.node, (flushed.get(step.node) ?? 0) + 1)
  }
  const namesKept = keptNames(all, flushed, survival)
  const found = new Map<string, Uint8Array | null>()
  const kept = (node: DiskNode): readonly DiskStep[] => {
    const own = all.get(node) ?? []
    const sure = flushed.get(node) ?? 0
    if (node.kind === 'folder') return own.slice(0, namesKept.get(node))
    return [...own.slice(0, sure), ...own.slice(sure).filter(() => survival.data())]
  }
  const visit = (path: string, node: DiskNode): void => {
    if (node.kind === 'file') {
      found.set(path, contentOf(node, kept(node)))
      return
    }
    found.set(path, null)
    const entries = new Map(node.before)
    for (const step of kept(node)) {
      if (step.kind !== 'names') continue
      if (step.remove !== undefined) entries.delete(step.remove)
      if (step.add !== undefined) entries.set(...step.add)
    }
    for (const [name, child] of entries) visit(join(path, name), child)
  }
  visit('', record.rootNode)
  return found
}

/** The first steps of a record; a rename from folder to folder is in it whole or not at all. */
function stepsUntil({ steps }: DiskRecord, count: number): readonly DiskStep[] {
  const next = steps[count]
  const isHalf = next?.kind === 'names' && next.movedBy !== undefined && next.movedBy === steps[count - 1]
  return steps.slice(0, isHalf ? count - 1 : count)
}

/** How many of its steps each folder keeps: those flushed, as many more as survive, and so many that no rename between folders is there by half. */
function keptNames(
  all: ReadonlyMap<DiskNode, readonly DiskStep[]>,
  flushed: ReadonlyMap<DiskNode, number>,
  survival: Survival,
): ReadonlyMap<DiskNode, number> {
  const kept = new Map<DiskNode, number>()
  for (const [node, steps] of all) {
    const sure = flushed.get(node) ?? 0
    if (node.kind === 'folder') kept.set(node, sure + survival.names(steps.length - sure))
  }
  const numberOf = (step: DiskStep): number => (all.get(step.node) ?? []).indexOf(step)
  const moves = [...all.values()].flat().flatMap((step) => {
    const first = step.kind === 'names' ? step.movedBy : undefined
    return first === undefined ? [] : [[first, step] as const]
  })
  for (let isSettled = false; !isSettled; ) {
    isSettled = true
    for (const pair of moves) {
      const isKept = pair.map((step) => numberOf(step) < (kept.get(step.node) ?? 0))
      if (isKept[0] === isKept[1]) continue
      const late = pair[isKept[0] === true ? 1 : 0]
      kept.set(late.node, numberOf(late) + 1)
      isSettled = false
    }
  }
  return kept
}

function contentOf(node: FileNode, steps: readonly DiskStep[]): Uint8Array {
  let content = node.before
  const resize = (sizeBytes: number): void => {
    const next = new Uint8Array(sizeBytes)
    next.set(content.subarray(0, sizeBytes))
    content = next
  }
  for (const step of steps) {
    if (step.kind === 'truncate') resize(step.sizeBytes)
    if (step.kind !== 'write') continue
    if (step.position + step.bytes.length > content.length) resize(step.position + step.bytes.length)
    else content = content.slice()
    content.set(step.bytes, step.position)
  }
  return content
}

/** Whether it counts that a name appeared or went, and that a file changed. */
export type Matters = (path: string, step: 'add' | 'remove' | 'change') => boolean

/**
 * Names a node was given while not all of its own steps were flushed, and steps that nothing flushed at all: what a power cut would show.
 */
export function disorder(record: DiskRecord, matters: Matters): readonly string[] {
  const problems: string[] = []
  const dirty = new Map<DiskNode, number>()
  for (const [at, step] of record.steps.entries()) {
    if (step.kind === 'flush') {
      if ((dirty.get(step.node) ?? -1) < step.since) dirty.delete(step.node)
      continue
    }
    const folder = record.called(step.node)
    if (step.kind !== 'names') {
      if (matters(folder, 'change')) dirty.set(step.node, at)
      continue
    }
    const [added, node] = step.add ?? []
    const isNamed = (step.what === 'link' || step.what === 'rename') && added !== undefined && node !== undefined
    if (isNamed && dirty.has(node) && matters(join(folder, added), 'add')) {
      problems.push(`${join(folder, added)} got its name before it was flushed`)
    }
    const counts =
      (added !== undefined && matters(join(folder, added), 'add')) ||
      (step.remove !== undefined && matters(join(folder, step.remove), 'remove'))
    if (counts) dirty.set(step.node, at)
  }
  for (const node of dirty.keys()) {
    const path = record.called(node)
    if (path !== 'a removed file') problems.push(`${path} was changed and not flushed`)
  }
  return problems
}
