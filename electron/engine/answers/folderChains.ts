import { type Chain, type Leftover, type SortedFiles, sortIntoChains } from '../../../shared/chain.ts'
import type { AdoptedChain, FolderScan } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { Name } from '../../../shared/names.ts'

type AdoptedStep = AdoptedChain['steps'][number]

/**
 * Sorts the files of a folder into chains, and says of each what is missing and the least that would mend it.
 *
 * Where manifests say which image a file is of, images are sorted apart; the others together by their points and, where that leaves
 * fewer files over, by what their names begin with: snapshots of many images are often called alike.
 */
export function folderChains(files: readonly FileInspection[]): Pick<FolderScan, 'chains' | 'leftovers'> {
  const sorted = groupsOf(files).map(sortedBest)
  return {
    chains: sorted.flatMap(({ chains }) => chains.map(adoptedChain)),
    leftovers: sorted.flatMap(({ leftovers }) =>
      leftovers.map((leftover) => ({ file: leftover.file, reason: reasonOf(leftover) })),
    ),
  }
}

/** The files of each image that a manifest names, and all others. */
function groupsOf(files: readonly FileInspection[]): readonly (readonly FileInspection[])[] {
  return groupBy(files, (file) => file.manifest?.image ?? '')
}

function groupBy(
  files: readonly FileInspection[],
  keyOf: (file: FileInspection) => string,
): readonly (readonly FileInspection[])[] {
  const groups = new Map<string, FileInspection[]>()
  for (const file of files) {
    const key = keyOf(file)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [file])
    else group.push(file)
  }
  return [...groups.values()]
}

function sortedBest(files: readonly FileInspection[]): SortedFiles {
  const together = sortIntoChains(files)
  const apart = groupBy(files, ({ name }) => stemOf(name)).map(sortIntoChains)
  const isApartBetter = rivals(apart) < rivals([together])
  if (!isApartBetter) return together
  return { chains: apart.flatMap(({ chains }) => chains), leftovers: apart.flatMap(({ leftovers }) => leftovers) }
}

function rivals(sorted: readonly SortedFiles[]): number {
  return sorted.reduce((sum, { leftovers }) => sum + leftovers.filter(({ rival }) => rival !== null).length, 0)
}

/** What a file's name has before its first mark that is no part of a word: `web-01` of `web-01.mon-tue.diff`. */
function stemOf(name: string): string {
  return /^[\p{L}\p{N}_-]*/u.exec(name)?.[0] ?? ''
}

function adoptedChain(chain: Chain): AdoptedChain {
  const steps: AdoptedStep[] = []
  let usable: number | null = null
  for (const [at, { file, gap }] of chain.steps.entries()) {
    const before = chain.steps[at - 1]?.file
    const missing = missingBefore(chain, at) ?? (gap === null ? null : gapOf(gap.after, gap.before, before, at))
    if (missing !== null) usable ??= at
    steps.push({ file, gap: missing })
  }
  return { called: calledOf(chain), steps, usable: usable ?? steps.length }
}

/** What is missing although the points agree: the beginning, or the very file this one was made after. */
function missingBefore(chain: Chain, at: number): AdoptedStep['gap'] {
  const file = chain.steps[at]?.file
  if (file === undefined) return null
  if (at === 0) {
    if (file.from === null || file.kind !== 'diff-v1') return null
    const sentence = `Needs a full export of snapshot ${quoted(file.from)}, or the diffs from nothing up to it; nothing here can be read without`
    return { after: null, before: file.from, sentence }
  }
  const before = chain.steps[at - 1]?.file
  const [parent, own] = [file.manifest?.parent ?? null, before?.manifest?.file ?? null]
  if (before === undefined || file.from === null || parent === null || own === null || parent === own) return null
  const sentence = `Needs another file before it: by its manifest ${file.name} was made after ${parent.slice(0, 19)}…, and ${before.name} is not that one; ${readableUpTo(before, at)}`
  return { after: pointOf(before), before: file.from, sentence }
}

function gapOf(after: Name | null, before: Name, file: FileInspection | undefined, at: number): AdoptedStep['gap'] {
  const start = after === null ? 'from nothing' : `from ${quoted(after)}`
  const readable = file === undefined ? 'nothing here can be read without' : readableUpTo(file, at)
  return { after, before, sentence: `Needs a diff ${start} to ${quoted(before)}; ${readable}` }
}

function readableUpTo(file: FileInspection, count: number): string {
  const point = pointOf(file)
  const files = count === 1 ? '1 file' : `${count} files`
  return `readable up to ${point === null ? 'the end of ' + file.name : quoted(point)} (${files})`
}

/** The last named point of a file; null: it has none. */
function pointOf(file: FileInspection): Name | null {
  return file.to ?? file.points?.findLast(({ name }) => name !== null)?.name ?? null
}

function reasonOf({ file, reason, rival }: Leftover): string {
  const other = rival?.name ?? 'another file'
  switch (reason) {
    case 'problem':
      return file.problem?.message ?? `${file.name} is no file that an image could be read from`
    case 'same-step':
      return `Makes the same step as ${other}`
    case 'fork':
      return `A fork: starts ${file.from === null ? 'from nothing' : `at ${quoted(file.from)}`} as ${other} does, and leads elsewhere`
    case 'loop':
      return `A loop: starts and ends at ${file.from === null ? 'nothing' : quoted(file.from)}`
  }
}

/** What the names of the files have in common, else the first file's: a manifest says which image it is by an id that says nothing to a reader. */
function calledOf(chain: Chain): string {
  const names = chain.steps.map(({ file }) => file.name)
  const [first = ''] = names
  let common = names.length === 1 ? stemOf(first) : first
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1)
  return common.replace(/[^\p{L}\p{N}]+$/u, '') || stemOf(first) || first
}

function quoted(name: Name): string {
  return `“${name.text}”`
}
