import type { Chain, SortedFiles } from '../../shared/chain.ts'
import type { ImageDetails, ImageSummary } from '../../shared/contract.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { sameName } from '../../shared/names.ts'
import { sheetText } from '../sheetText.ts'

/** What can be done with dropped files. */
export type ImportAction = 'new' | 'append' | 'merge' | 'open'

/** For each action why it cannot be done; null: it can. */
export type Possible = Readonly<Record<ImportAction, string | null>>

/** The files of a chain that can be used together, in order: up to its first gap. */
export function usableFiles(chain: Chain | null): readonly FileInspection[] {
  return chain === null ? [] : chain.steps.slice(0, chain.usable).map(({ file }) => file)
}

/** What is possible with a chain. Whether it fits a certain image is asked of the engine; this is what the headers alone decide. */
export function possibleWith(chain: Chain | null, hasImages: boolean): Possible {
  const { why } = sheetText.import
  const files = usableFiles(chain)
  const first = files[0]
  if (chain === null || first === undefined)
    return { new: why.noChain, append: why.noChain, merge: why.noChain, open: null }
  const isRaw = chain.kind === 'raw'
  return {
    new: isRaw || first.from === null ? null : why.startsAt(first.from.text),
    append: isRaw ? why.raw : hasImages ? null : why.noImage,
    merge: isRaw ? why.mergeRaw : files.length < 2 ? why.single : null,
    open: null,
  }
}

/** The action to begin with: the first that is possible and that the files call for. Files that start at a snapshot are to be appended. */
export function firstAction(possible: Possible): ImportAction {
  return (['new', 'append', 'merge'] as const).find((action) => possible[action] === null) ?? 'open'
}

/** How an image suits a chain: it ends where the chain starts; by names alone. Overwriting is never a match. */
export function isMatch(details: ImageDetails, chain: Chain): boolean {
  const files = usableFiles(chain)
  const first = files[0]
  if (first === undefined || chain.kind === 'raw' || details.state !== 'ok') return false
  const has = (name: FileInspection['to']) => name !== null && details.snapshots.some((one) => sameName(one.name, name))
  if (files.some(({ to }) => has(to))) return false
  return first.from === null ? details.links.length === 0 : has(first.from)
}

/** The chains with something to use come first; what cannot be used at all is said below them. */
export function countsOf(sorted: SortedFiles): {
  readonly files: number
  readonly chains: number
  readonly gaps: number
} {
  const files = sorted.chains.reduce((sum, chain) => sum + chain.steps.length, 0) + sorted.leftovers.length
  const gaps = sorted.chains.reduce((sum, chain) => sum + chain.steps.filter(({ gap }) => gap !== null).length, 0)
  return { files, chains: sorted.chains.length, gaps }
}

/** The job an action stands for; null for one that starts none. */
export function requestFor(
  action: ImportAction,
  chain: Chain | null,
  where: {
    readonly newImage: ImageRef | null
    readonly target: ImageRef | null
    readonly path: string | null
    readonly overlay: boolean
  },
): JobRequest | null {
  const paths = usableFiles(chain).map(({ path }) => path)
  if (chain === null || paths.length === 0) return null
  if (action === 'new' && where.newImage !== null) {
    return { kind: 'import', format: chain.kind, paths, target: where.newImage }
  }
  if (action === 'append' && where.target !== null) {
    return { kind: 'import-diff', paths, target: where.target, overlay: where.overlay }
  }
  if (action === 'merge' && where.path !== null) {
    return { kind: 'merge', inputs: paths.map((path) => ({ kind: 'file', path })), path: where.path }
  }
  return null
}

/** Words that scripts put behind an image's name, and what follows them. */
const BEHIND_NAME = /[._-]+(begin|full|base|initial|head|export|nothing)(?![\p{L}\p{N}]).*$/iu

/** A name for a new image, after the file: what stands before its extension and the words that scripts put there. */
export function imageNameFor(file: FileInspection | undefined, taken: readonly ImageSummary[]): string {
  const stem = (file?.name ?? '').replace(/\.[A-Za-z0-9]{1,8}$/, '').replaceAll(/[/@\s]+/g, '-')
  const base = stem.replace(BEHIND_NAME, '')
  const isTaken = (name: string) => taken.some((image) => image.ref.image.text === name)
  const start = base === '' ? 'image' : base
  if (!isTaken(start)) return start
  for (let number = 2; ; number++) if (!isTaken(`${start}-${number}`)) return `${start}-${number}`
}
