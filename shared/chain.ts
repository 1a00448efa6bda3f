import type { FileInspection } from './inspection.ts'
import type { Name } from './names.ts'
import { nameKey, sameName } from './names.ts'

/** A place in a chain where no file leads from one name to the next. `after` null: nothing stands before it. */
export interface ChainGap {
  readonly after: Name | null
  readonly before: Name
}

/** One file in its place; `gap` is what is missing right before it. */
export interface ChainStep {
  readonly file: FileInspection
  readonly gap: ChainGap | null
}

/**
 * Files that follow each other. A raw file and one of format 2 begin a chain; diffs may stand behind them. `raw`: its first file is one, and
 * carries no names: diffs follow it only where manifests prove it, or the size and the file's own name say at which snapshot it was made.
 */
export interface Chain {
  readonly kind: 'raw' | 'v2' | 'diffs'
  readonly steps: readonly ChainStep[]
  /** How many of the first steps can be used together: up to the first gap. 0 when the chain begins with one. */
  readonly usable: number
}

/** A file that is in no chain. `problem`: it cannot be read as a delta; the others are readable, but have no place of their own. */
export interface Leftover {
  readonly file: FileInspection
  readonly reason: 'problem' | 'same-step' | 'fork' | 'loop'
  /** The file that took its place. */
  readonly rival: FileInspection | null
}

export interface SortedFiles {
  readonly chains: readonly Chain[]
  readonly leftovers: readonly Leftover[]
}

const NOTHING = ''
const keyOf = (name: Name | null) => (name === null ? NOTHING : nameKey(name))
const byName = (a: FileInspection, b: FileInspection) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.path < b.path ? -1 : a.path > b.path ? 1 : 0

/**
 * Sorts files that were read by their headers into chains: by from and to names first, then, for stretches with nothing
 * between them, by image size and file name (DESIGN §4). Names of files never decide what a file is.
 *
 * A step that two files claim goes to the one that leads further, then to the first by name; the other is a leftover.
 */
export function sortIntoChains(files: readonly FileInspection[]): SortedFiles {
  const sorted = [...files].sort(byName)
  const leftovers: Leftover[] = []
  const fulls: FileInspection[] = []
  const diffs: FileInspection[] = []
  for (const file of sorted) {
    if (file.problem !== null || !isUsable(file)) {
      leftovers.push({ file, reason: 'problem', rival: null })
    } else if (file.kind !== 'diff-v1') {
      fulls.push(file)
    } else if (file.from !== null && file.to !== null && sameName(file.from, file.to)) {
      leftovers.push({ file, reason: 'loop', rival: null })
    } else diffs.push(file)
  }
  const { begun, left } = putBehind(fulls, followNames(diffs, leftovers))
  return { chains: [...joinStretches(left), ...begun], leftovers }
}

/** Raw, a v1 diff, or a file of format 2 whose points were read. */
function isUsable({ kind, points }: FileInspection): boolean {
  return kind === 'raw' || kind === 'diff-v1' || (kind === 'image-v2' && points !== undefined)
}

/** Puts the stretch that goes on from a full export behind it. Where two fulls, or two stretches, would do, nothing is guessed. */
function putBehind(
  fulls: readonly FileInspection[],
  stretches: readonly FileInspection[][],
): { readonly begun: readonly Chain[]; readonly left: readonly FileInspection[][] } {
  const taken = new Set<readonly FileInspection[]>()
  const begun = fulls.map((file): Chain => {
    const next = stretches.filter(([first]) => first !== undefined && goesOnFrom(file, first))
    const [only] = next
    const isOnlyOne =
      only?.[0] !== undefined && next.length === 1 && fulls.filter((full) => goesOnFrom(full, only[0])).length === 1
    if (isOnlyOne) taken.add(only)
    const files = isOnlyOne ? [file, ...only] : [file]
    return {
      kind: file.kind === 'raw' ? 'raw' : 'v2',
      steps: files.map((one) => ({ file: one, gap: null })),
      usable: files.length,
    }
  })
  return { begun, left: stretches.filter((stretch) => !taken.has(stretch)) }
}

/** Whether a diff starts where a full export ends: by manifests, else by the last point of a format 2 file, else by what a raw file is called. */
function goesOnFrom(full: FileInspection, first: FileInspection | undefined): boolean {
  if (first === undefined || first.from === null) return false
  const digest = full.manifest?.file ?? null
  const parent = first.manifest?.parent ?? null
  if (digest !== null && parent !== null) return digest === parent
  if (stemOf(full) !== stemOf(first)) return false
  if (full.kind === 'image-v2') {
    const last = (full.points ?? []).findLast(({ name }) => name !== null)?.name ?? null
    return last !== null && sameName(last, first.from)
  }
  const stem = full.name.replace(/(\.(raw|img|bin|gz|zst))+$/i, '')
  const { text } = first.from
  return full.sizeBytes === first.sizeBytes && ['.', '_', '@', '-'].some((mark) => stem.endsWith(mark + text))
}

/** Stretches without a gap: each file starts where the one before it ends. */
function followNames(diffs: readonly FileInspection[], leftovers: Leftover[]): FileInspection[][] {
  const left = new Set(diffs)
  const ends = new Set(diffs.filter((file) => file.to !== null).map((file) => keyOf(file.to)))
  const startingAt = new Map<string, FileInspection[]>()
  for (const file of diffs) {
    const group = startingAt.get(keyOf(file.from))
    if (group === undefined) startingAt.set(keyOf(file.from), [file])
    else group.push(file)
  }
  const stretches: FileInspection[][] = []

  /** Takes the way on from `start` out of the pool; what else claims one of its steps is set aside. */
  const take = (start: string): FileInspection[] => {
    const way: FileInspection[] = []
    let at = start
    for (;;) {
      const claims = (startingAt.get(at) ?? []).filter((file) => left.has(file))
      const best = pickLongest(claims, startingAt, left)
      if (best === null) return way
      for (const rival of claims) {
        left.delete(rival)
        if (rival !== best) {
          const reason = keyOf(rival.to) === keyOf(best.to) ? 'same-step' : 'fork'
          leftovers.push({ file: rival, reason, rival: best })
        }
      }
      way.push(best)
      if (best.to === null) return way
      at = keyOf(best.to)
    }
  }

  // From-nothing files of several images stand side by side: each is the first of a stretch of its own.
  for (const first of (startingAt.get(NOTHING) ?? []).filter((file, index, all) => isFirstClaim(file, index, all))) {
    if (!left.delete(first)) continue
    stretches.push(first.to === null ? [first] : [first, ...take(keyOf(first.to))])
  }
  for (const rival of startingAt.get(NOTHING) ?? []) {
    if (left.delete(rival)) {
      const winner = stretches.find(([first]) => first !== undefined && keyOf(first.to) === keyOf(rival.to))?.[0]
      leftovers.push({ file: rival, reason: 'same-step', rival: winner ?? null })
    }
  }
  for (const file of diffs) {
    if (left.has(file) && !ends.has(keyOf(file.from))) stretches.push(take(keyOf(file.from)))
  }
  // What is left goes in a circle, or starts where a file that was set aside would have led.
  for (const file of diffs) if (left.has(file)) stretches.push(take(keyOf(file.from)))
  return stretches.filter((stretch) => stretch.length > 0)
}

/** Two from-nothing files with the same end and size claim the same step; only the first of them begins a stretch. */
function isFirstClaim(file: FileInspection, index: number, all: readonly FileInspection[]): boolean {
  return !all.slice(0, index).some((other) => keyOf(other.to) === keyOf(file.to) && other.sizeBytes === file.sizeBytes)
}

function pickLongest(
  claims: readonly FileInspection[],
  startingAt: ReadonlyMap<string, readonly FileInspection[]>,
  left: ReadonlySet<FileInspection>,
): FileInspection | null {
  if (claims.length < 2) return claims[0] ?? null
  let best: FileInspection | null = null
  let bestLength = -1
  for (const claim of claims) {
    const length = reach(claim, startingAt, left)
    if (length > bestLength) {
      best = claim
      bestLength = length
    }
  }
  return best
}

/** How many names can be reached from a file. Breadth-first, so that neither circles nor diamonds cost more than one visit a name. */
function reach(
  file: FileInspection,
  startingAt: ReadonlyMap<string, readonly FileInspection[]>,
  left: ReadonlySet<FileInspection>,
): number {
  const seen = new Set<string>()
  let edge: FileInspection[] = [file]
  let steps = 0
  while (edge.length > 0) {
    steps++
    const next: FileInspection[] = []
    for (const { to } of edge) {
      if (to === null || seen.has(keyOf(to))) continue
      seen.add(keyOf(to))
      next.push(...(startingAt.get(keyOf(to)) ?? []).filter((other) => left.has(other)))
    }
    edge = next
  }
  return steps
}

/** Puts stretches that plainly belong together into one chain, with the gap between them named. */
function joinStretches(stretches: readonly FileInspection[][]): Chain[] {
  const startsAtNothing = (stretch: readonly FileInspection[]) => stretch[0]?.from === null
  const chains = stretches.filter(startsAtNothing).map((stretch): (readonly FileInspection[])[] => [stretch])
  for (const stretch of stretches.filter((one) => !startsAtNothing(one))) {
    const home = homeOf(stretch, chains)
    if (home === null) chains.push([stretch])
    else home.push(stretch)
  }
  return chains.map(toChain)
}

/** The one chain that could go on with a stretch: of the same image size or, images being resized, of the same name. More than one would be a guess. */
function homeOf(
  stretch: readonly FileInspection[],
  chains: readonly (readonly FileInspection[])[][],
): (readonly FileInspection[])[] | null {
  const first = stretch[0]
  const open = chains.filter((parts) => (parts.at(-1)?.at(-1)?.to ?? null) !== null)
  const bySize = open.filter((parts) => parts.at(-1)?.at(-1)?.sizeBytes === first?.sizeBytes)
  const homes = bySize.length > 0 ? bySize : open.filter((parts) => stemOf(parts.at(-1)?.at(-1)) === stemOf(first))
  return homes.length === 1 ? (homes[0] ?? null) : null
}

/** What stands before a file name's first mark: `db` of `db.mon-tue.diff`. */
function stemOf(file: FileInspection | undefined): string {
  return /^[\p{L}\p{N}]+/u.exec(file?.name ?? '')?.[0] ?? ''
}

function toChain(parts: readonly (readonly FileInspection[])[]): Chain {
  const steps = parts.flatMap((part, index): ChainStep[] =>
    part.map((file, position) => {
      const before = parts[index - 1]?.at(-1)?.to ?? null
      const isGap = position === 0 && index > 0 && file.from !== null
      return { file, gap: isGap && file.from !== null ? { after: before, before: file.from } : null }
    }),
  )
  return { kind: 'diffs', steps, usable: parts[0]?.length ?? 0 }
}
