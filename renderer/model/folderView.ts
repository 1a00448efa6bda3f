import type { AdoptedChain, FolderScan } from '../../shared/folders.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { Name } from '../../shared/names.ts'
import { quoteSh } from '../../shared/equivalent.ts'
import type { Chain } from '../../shared/chain.ts'
import { fileText } from '../fileText.ts'
import { pointsOfFiles, startOfFiles } from './filePoints.ts'

/** The numbers of a folder, for its head. */
export function folderCounts({ chains, leftovers, otherFiles }: FolderScan): {
  readonly chains: number
  readonly files: number
  readonly gaps: number
  readonly leftovers: number
  readonly others: number
} {
  return {
    chains: chains.length,
    files: chains.reduce((sum, { steps }) => sum + steps.length, 0),
    gaps: chains.reduce((sum, { steps }) => sum + steps.filter(({ gap }) => gap !== null).length, 0),
    leftovers: leftovers.length,
    others: otherFiles,
  }
}

/** The files of a chain that stand without a gap, or those of them up to one step. */
export function filesUpTo({ steps, usable }: AdoptedChain, upTo: number | null): readonly FileInspection[] {
  const end = upTo === null ? usable : Math.min(usable, upTo + 1)
  return steps.slice(0, end).map(({ file }) => file)
}

/** Whether a chain can be restored at all: it begins from nothing and its first file is there. */
export function isRestorable(chain: AdoptedChain): boolean {
  return chain.usable > 0 && startOfFiles(filesUpTo(chain, null)) === null
}

/** The last named point that files lead to; null where none is named. */
export function lastPointOf(files: readonly FileInspection[]): Name | null {
  return pointsOfFiles(files).findLast(({ name }) => name !== null)?.name ?? null
}

/** A chain of a folder as the import's plans take it. */
export function asChain(files: readonly FileInspection[]): Chain | null {
  const [first] = files
  if (first === undefined) return null
  return {
    kind: first.kind === 'raw' ? 'raw' : first.kind === 'image-v2' ? 'v2' : 'diffs',
    steps: files.map((file) => ({ file, gap: null })),
    usable: files.length,
  }
}

/** The least that closes a gap: what it is, and what one would type where the image still is. */
export interface Repair {
  readonly sentence: string
  readonly line: string
}

/** The smallest repair of a gap: one increment over it; where nothing stands before it, a full export of the point behind it. */
export function repairOf(chain: AdoptedChain, gap: { readonly after: Name | null; readonly before: Name }): Repair {
  const image = chain.called === '' ? 'IMAGE' : chain.called
  const to = quoteSh(`${image}@${gap.before.text}`)
  if (gap.after === null) {
    const file = quoteSh(`${fileSafe(image)}.begin-${fileSafe(gap.before.text)}.diff`)
    return {
      sentence: fileText.folders.repairFull(gap.before.text),
      line: `rbd export-diff ${to} ${file}`,
    }
  }
  const file = quoteSh(`${fileSafe(image)}.${fileSafe(gap.after.text)}-${fileSafe(gap.before.text)}.diff`)
  return {
    sentence: fileText.folders.repairOne(gap.after.text, gap.before.text),
    line: `rbd export-diff ${quoteSh(`--from-snap=${gap.after.text}`)} ${to} ${file}`,
  }
}

const fileSafe = (name: string) => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
