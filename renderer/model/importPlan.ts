import type { Chain, SortedFiles } from '../../shared/chain.ts'
import type { ImageDetails } from '../../shared/contract.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest, MergeInput } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { sameName } from '../../shared/names.ts'
import { fileText } from '../fileText.ts'
import { sheetText } from '../sheetText.ts'
import { isLiveRef } from './liveDetails.ts'
import type { Sheet } from '../stores/ui.ts'

/** What can be done with dropped files: into the library, into another file, or only to look. */
export type ImportAction =
  | 'new'
  | 'append'
  | 'merge'
  | 'convert'
  | 'rebuild'
  | 'compare'
  | 'verify'
  | 'manifest'
  | 'open'

/** For each action why it cannot be done; null: it can. */
export type Possible = Readonly<Record<ImportAction, string | null>>

/** The files of a chain that can be used together, in order: up to its first gap. */
export function usableFiles(chain: Chain | null): readonly FileInspection[] {
  return chain === null ? [] : chain.steps.slice(0, chain.usable).map(({ file }) => file)
}

/** The readable files without a manifest: those that one can be written for. */
export function withoutManifest(files: readonly FileInspection[]): readonly FileInspection[] {
  return files.filter(({ manifest, problem, kind }) => manifest === undefined && problem === null && kind !== 'empty')
}

/**
 * What is possible with a chain. Whether it fits a certain image is asked of the engine; this is what the headers alone decide.
 * `isUploaded`: the files are copies that go with the job.
 */
export function possibleWith(chain: Chain | null, hasImages: boolean, isUploaded = false): Possible {
  const { why } = sheetText.import
  const { why: more } = fileText.actions
  const files = usableFiles(chain)
  const first = files[0]
  if (chain === null || first === undefined) {
    const none = why.noChain
    return {
      new: none,
      append: none,
      merge: none,
      convert: none,
      rebuild: none,
      compare: none,
      verify: null,
      manifest: none,
      open: null,
    }
  }
  const isDiffs = chain.kind === 'diffs'
  const start = isDiffs ? first.from : null
  return {
    new:
      chain.kind === 'raw' && files.length > 1
        ? more.rawSteps(files[1]?.from?.text ?? '')
        : start === null
          ? null
          : why.startsAt(start.text),
    append: isDiffs ? (hasImages ? null : why.noImage) : chain.kind === 'raw' ? why.raw : why.v2,
    merge: !isDiffs ? (files.length > 1 ? more.mergeFull : why.mergeRaw) : files.length < 2 ? why.single : null,
    convert: null,
    rebuild: start === null ? null : more.noFull(start.text),
    compare: null,
    verify: null,
    manifest: isUploaded ? more.uploaded : withoutManifest(files).length === 0 ? more.allHaveManifests : null,
    open: null,
  }
}

/** The action to begin with: the first that is possible and that the files call for. Files that start at a snapshot are to be appended. */
export function firstAction(possible: Possible): ImportAction {
  return (['new', 'append', 'merge', 'convert'] as const).find((action) => possible[action] === null) ?? 'open'
}

/** Whether an action is chosen here and goes on in a sheet of its own. */
export function opensSheet(action: ImportAction): action is 'merge' | 'convert' | 'rebuild' | 'compare' {
  return action === 'merge' || action === 'convert' || action === 'rebuild' || action === 'compare'
}

/** The sheet in which an action goes on with some files. `at`: the point to end at; undefined: the last. */
export function sheetFor(
  action: 'merge' | 'convert' | 'rebuild' | 'compare',
  files: readonly FileInspection[],
  at?: Name | null,
): Sheet {
  const paths = files.map(({ path }) => path)
  const inputs = paths.map((path): MergeInput => ({ kind: 'file', path }))
  switch (action) {
    case 'merge':
      return { kind: 'merge', inputs, files }
    case 'convert':
      return {
        kind: 'convert',
        inputs,
        files,
        to: files[0]?.kind === 'image-v2' && files.length === 1 ? 'diffs' : 'v2',
        ...(at === undefined ? {} : { at }),
      }
    case 'rebuild':
      return { kind: 'convert', inputs, files, to: 'raw', ...(at === undefined ? {} : { at }) }
    case 'compare':
      return { kind: 'contents', mode: 'compare', a: { kind: 'files', paths, at: at ?? null }, b: null }
  }
}

/** How an image suits a chain: it ends where the chain starts; by names alone. Overwriting is never a match. */
export function isMatch(details: ImageDetails, chain: Chain): boolean {
  const files = usableFiles(chain)
  const first = files[0]
  if (first === undefined || chain.kind !== 'diffs' || details.state !== 'ok') return false
  const has = (name: FileInspection['to']) => name !== null && details.snapshots.some((one) => sameName(one.name, name))
  if (files.some(({ to }) => has(to))) return false
  // Whether a live image is empty nobody knows before the cluster is asked.
  return first.from === null ? !isLiveRef(details.ref) && details.links.length === 0 : has(first.from)
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

/** The job an action stands for; null for one that starts none, or goes on in another sheet. */
export function requestFor(
  action: ImportAction,
  chain: Chain | null,
  where: {
    readonly newImage: ImageRef | null
    readonly target: ImageRef | null
    readonly overlay: boolean
    readonly allowShrink?: boolean
    readonly confMeta: boolean
    readonly verifyFirst: boolean
    /** All files in the list, also those that are in no chain. */
    readonly all: readonly FileInspection[]
  },
): JobRequest | null {
  const files = usableFiles(chain)
  const paths = files.map(({ path }) => path)
  const verifyFirst = where.verifyFirst ? { verifyFirst: true } : {}
  if (action === 'verify') {
    const looked = paths.length > 0 ? paths : where.all.map(({ path }) => path)
    return looked.length === 0 ? null : { kind: 'verify', what: { kind: 'files', paths: looked } }
  }
  if (chain === null || paths.length === 0) return null
  if (action === 'new' && where.newImage !== null) {
    const confMeta = where.confMeta ? { confMeta: true } : {}
    // A full export is a job of its own; the diffs behind it follow in a second one.
    const own = chain.kind === 'diffs' ? paths : paths.slice(0, 1)
    return { kind: 'import', format: chain.kind, paths: own, target: where.newImage, ...confMeta, ...verifyFirst }
  }
  if (action === 'append' && where.target !== null) {
    return {
      kind: 'import-diff',
      paths,
      target: where.target,
      overlay: where.overlay,
      ...(where.allowShrink === true ? { allowShrink: true } : {}),
      ...verifyFirst,
    }
  }
  // All of them, in order: each manifest names the file before it, and one that is there stays.
  if (action === 'manifest') return { kind: 'manifest', paths }
  return null
}

/** The job behind the import of a full export: the diffs that follow it. It waits for the first, since both write one image. Null: there is none. */
export function behindImport(request: JobRequest | null, chain: Chain | null): JobRequest | null {
  if (request?.kind !== 'import' || request.format !== 'v2' || chain?.kind !== 'v2') return null
  const paths = usableFiles(chain)
    .slice(1)
    .map(({ path }) => path)
  if (paths.length === 0) return null
  const verifyFirst = request.verifyFirst === true ? { verifyFirst: true } : {}
  return { kind: 'import-diff', paths, target: request.target, overlay: false, ...verifyFirst }
}

/** Words that scripts put behind an image's name, and what follows them. */
const BEHIND_NAME = /[._-]+(begin|full|base|initial|head|export|nothing)(?![\p{L}\p{N}]).*$/iu

/** A name for a new image, after the file: what stands before its extension and the words that scripts put there. */
export function imageNameFor(file: FileInspection | undefined, taken: ReadonlySet<string>): string {
  const stem = (file?.name ?? '').replace(/\.[A-Za-z0-9]{1,8}$/, '').replaceAll(/[/@\s]+/g, '-')
  const base = stem.replace(BEHIND_NAME, '')
  const isTaken = (name: string) => taken.has(name)
  const start = base === '' ? 'image' : base
  if (!isTaken(start)) return start
  for (let number = 2; ; number++) if (!isTaken(`${start}-${number}`)) return `${start}-${number}`
}
