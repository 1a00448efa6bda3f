import { nameFromBytes } from '../../../../shared/names.ts'
import type { Joined, LeftOut, LostPart, Ordered } from './types.ts'

/**
 * Works out which file continues which. By digests: each manifest names the file it continues, and what a fold wrote names those it stands for. Where
 * that says nothing (a file without a manifest, or one written behind a file without), by the name a diff starts at, else by the numbers,
 * and only where none is missing between. The chain ends where nothing leads on; what is then left is told by name. Pure.
 */
export function orderParts(parts: readonly LostPart[]): Ordered {
  const leftOut: LeftOut[] = []
  const own = ofOneImage(parts, leftOut)
  const usable = withoutSpares(own, leftOut)
  const walk = new Walk(usable, new Set(parts.map(({ number }) => number)))
  const chain = walk.chain()
  for (const part of walk.rest()) leftOut.push({ file: part.file, why: walk.whyNot(part), isSpare: false })
  return { chain, leftOut }
}

/** Files whose manifests name another image than most do are somebody else's. */
function ofOneImage(parts: readonly LostPart[], leftOut: LeftOut[]): readonly LostPart[] {
  const counts = new Map<string, number>()
  for (const { source } of parts) {
    if (source !== null) counts.set(source.imageId, (counts.get(source.imageId) ?? 0) + 1)
  }
  // Of as many, the image that the lowest number is of.
  const [most] = [...counts].reduce<readonly [string, number]>((a, b) => (b[1] > a[1] ? b : a), ['', 0])
  return parts.filter(({ file, source }) => {
    if (source === null || source.imageId === most) return true
    const name = nameFromBytes(source.image).text
    leftOut.push({ file, why: `is of another image, “${name}” (id ${source.imageId})`, isSpare: false })
    return false
  })
}

/**
 * Leaves out what is there twice: the files that a fold or a mend has replaced, where it was stopped before they went, and what a fold made of a part
 * of a file of format 2 that is still whole.
 */
function withoutSpares(parts: readonly LostPart[], leftOut: LeftOut[]): readonly LostPart[] {
  const byDigest = grouped(parts, ({ digest }) => digest)
  const spare = new Map<LostPart, string>()
  const older = (digest: string, than: LostPart): LostPart | undefined =>
    byDigest.get(digest)?.parts.findLast((part) => part.number < than.number && !spare.has(part))
  for (const part of [...parts].reverse()) {
    if (spare.has(part) || part.trouble !== null) continue
    const replaced = part.replaces.map((digest) => older(digest, part)).find((one) => one !== undefined)
    if (replaced === undefined) continue
    if (replaced.kind === 'v2' && replaced.trouble === null) {
      spare.set(part, `holds nothing that ${replaced.file} does not hold`)
    } else for (const one of runBefore(replaced, part, older)) spare.set(one, `was joined into ${part.file}`)
  }
  // A mended file that was stopped before the bad one went.
  const copies = new Map(parts.filter(({ trouble }) => trouble === null).map((part) => [placeOf(part), part]))
  for (const part of parts) {
    const copy = part.trouble === null || part.digest === null ? undefined : copies.get(placeOf(part))
    if (copy !== undefined && !spare.has(part))
      spare.set(part, `${part.trouble ?? ''}, and ${copy.file} is a copy of it`)
  }
  for (const [part, why] of spare) leftOut.push({ file: part.file, why, isSpare: true })
  return parts.filter((part) => !spare.has(part))
}

function placeOf({ digest, parent }: LostPart): string {
  return `${digest ?? ''} ${parent ?? ''}`
}

/** The files that were joined into one: from the last of them back to what it continues itself; none where they do not lead back there. */
function runBefore(
  last: LostPart,
  into: LostPart,
  older: (digest: string, than: LostPart) => LostPart | undefined,
): readonly LostPart[] {
  const run: LostPart[] = []
  for (let at: LostPart | undefined = last; at !== undefined && !run.includes(at) && run.length < RUN_MAX; ) {
    run.push(at)
    if (at.parent === into.parent) return run
    const before: LostPart | undefined = at.parent === null ? undefined : older(at.parent, at)
    if (into.parent !== null && before?.replaces.includes(into.parent) === true) return run
    at = before
  }
  return []
}

/** A fold that was stopped is followed back so far. */
const RUN_MAX = 10_000

/** So many files that continue the same one are looked at. */
const CANDIDATES_MAX = 100

/** Follows a chain from its first file on. */
class Walk {
  readonly #left: Set<LostPart>
  /** By the digest of what they continue, each by number. */
  readonly #after: ReadonlyMap<string, Group>
  /** By the name they start at, each by number. */
  readonly #from: ReadonlyMap<string, Group>
  readonly #byNumber: ReadonlyMap<number, Group>
  readonly #digests: ReadonlySet<string>
  readonly #numbers: ReadonlySet<number>
  /** Which file was taken as the one that continues a digest. */
  readonly #taken = new Map<string, string>()
  #last: LostPart | null = null

  /** `numbers`: all that are in use, by files that are left out too. */
  constructor(parts: readonly LostPart[], numbers: ReadonlySet<number>) {
    this.#left = new Set(parts)
    this.#numbers = numbers
    this.#digests = new Set(parts.flatMap(({ digest, replaces }) => [digest ?? '', ...replaces]))
    this.#after = grouped(parts, ({ parent }) => parent)
    this.#from = grouped(parts, ({ deltas }) => keyOf(deltas[0]?.from ?? null))
    this.#byNumber = grouped(parts, ({ number }) => number)
  }

  chain(): readonly Joined[] {
    const chain: Joined[] = []
    let next = this.#first()
    while (next !== null) {
      chain.push(next)
      this.#take(next.part)
      next = this.#next(next.part)
    }
    return chain
  }

  rest(): Iterable<LostPart> {
    return this.#left
  }

  /** Why a file is none of the chain. */
  whyNot({ parent, number }: LostPart): string {
    const other = parent === null ? undefined : this.#taken.get(parent)
    if (other !== undefined) return `continues the same file as ${other}, which is taken`
    if (parent !== null && !this.#digests.has(parent)) return `continues a file that is not here (${parent})`
    if (parent !== null) return 'continues a file that is left out itself'
    const last = this.#last
    if (last === null) return 'does not begin from nothing, and no file before it is here'
    return number < last.number
      ? `does not say what it continues, and ${last.file} is behind it already`
      : `does not say what it continues, and between ${last.file} and it there is a gap`
  }

  #take(part: LostPart): void {
    this.#left.delete(part)
    this.#last = part
    if (part.parent !== null) this.#taken.set(part.parent, part.file)
  }

  #first(): Joined | null {
    const none = [...this.#left].filter(({ parent }) => parent === null)
    const roots = none.filter(({ deltas, kind }) => kind !== 'diff' || (deltas[0]?.from ?? null) === null)
    const leadsOn = ({ digest }: LostPart): boolean => digest !== null && this.#after.has(digest)
    // An import makes the first file, so a raw one or one of format 2 is it; else one that says it continues none.
    const root =
      roots.find((part) => part.kind !== 'diff' && leadsOn(part)) ??
      roots.find(({ kind }) => kind !== 'diff') ??
      roots.find((part) => part.hasManifest && (part.number === 1 || leadsOn(part))) ??
      roots.find(({ number }) => number === 1) ??
      roots.find(({ hasManifest }) => hasManifest) ??
      // A fold takes away an empty beginning, and keeps the diff from it.
      none.find(({ hasManifest }) => hasManifest)
    return root === undefined ? null : { part: root, join: 'first' }
  }

  #next(part: LostPart): Joined | null {
    const ends = part.digest === null ? [] : [part.digest, ...part.replaces]
    const found = ends.flatMap((digest) => this.#leftOf(this.#after.get(digest)))
    if (found.length > 0) return { part: this.#bestOf(found, part), join: 'digest' }
    return this.#named(part) ?? this.#numbered(part)
  }

  /** Those of a group that are not taken, the first of them. */
  #leftOf(group: Group | undefined): readonly LostPart[] {
    if (group === undefined) return []
    const { parts } = group
    while (group.head < parts.length && !this.#left.has(parts[group.head] as LostPart)) group.head++
    return parts.slice(group.head, group.head + CANDIDATES_MAX).filter((part) => this.#left.has(part))
  }

  /** Of several files that continue one: equal ones in the order of their numbers; else the one that is continued itself. */
  #bestOf(found: readonly LostPart[], before: LostPart): LostPart {
    const sorted = [...found].sort((a, b) => a.number - b.number)
    const behind = sorted.filter(({ number }) => number > before.number)
    const candidates = behind.length > 0 ? behind : sorted
    const isSame = candidates.every(({ digest }) => digest === candidates[0]?.digest)
    const continued = isSame ? undefined : candidates.find(({ digest }) => digest !== null && this.#after.has(digest))
    return continued ?? (candidates[0] as LostPart)
  }

  /** A diff from a snapshot holds what changed since: it fits onto the very snapshot, whatever stood between. */
  #named(part: LostPart): Joined | null {
    const end = part.deltas.at(-1)
    if (end === undefined || end.to === null) return null
    for (const one of this.#leftOf(this.#from.get(keyOf(end.to) ?? ''))) {
      const fromId = one.deltas[0]?.fromId
      if (this.#saysOther(one) || one.number < part.number) continue
      if (fromId !== undefined && end.toId !== undefined && fromId !== end.toId) continue
      return { part: one, join: 'name' }
    }
    return null
  }

  /** Whether a file says that it continues another one that is here. */
  #saysOther({ parent }: LostPart): boolean {
    return parent !== null && this.#digests.has(parent)
  }

  /** The file with the next number, where nothing says what it continues, or what that is, and no number is missing between. */
  #numbered(part: LostPart): Joined | null {
    for (let number = part.number + 1; this.#numbers.has(number); number++) {
      const next = this.#leftOf(this.#byNumber.get(number))[0]
      if (next === undefined) continue
      const isSilent = next.parent === null || (part.digest === null && !this.#saysOther(next))
      return isSilent && next.kind === 'diff' ? { part: next, join: 'number' } : null
    }
    return null
  }
}

/** Files that have something in common. `head`: how many at its beginning are known to be taken. */
interface Group {
  readonly parts: LostPart[]
  head: number
}

function grouped<K>(parts: readonly LostPart[], keyFor: (part: LostPart) => K | null): ReadonlyMap<K, Group> {
  const groups = new Map<K, Group>()
  for (const part of parts) {
    const key = keyFor(part)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { parts: [part], head: 0 })
    else group.parts.push(part)
  }
  return groups
}

function keyOf(name: Uint8Array | null): string | null {
  return name === null ? null : Buffer.from(name).toString('latin1')
}
