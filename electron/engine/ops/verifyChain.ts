import { sortIntoChains } from '../../../shared/chain.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { VerifyProblem } from '../../../shared/jobs.ts'
import { type Name, nameFromBytes, sameName } from '../../../shared/names.ts'
import type { Manifest } from '../manifest/manifest.ts'

/** What is known of a file beside its inspection, by its path. */
export type ManifestOf = (path: string) => Manifest | null

export interface ChainOptions {
  readonly manifestOf: ManifestOf
  /** All there is was given: then a chain that begins at a snapshot lacks what leads to it. */
  readonly isAll: boolean
}

/** Takes files as chains and says where a link is missing, and where one continues another file than the one before it. */
export function verifyChains(found: readonly FileInspection[], options: ChainOptions): readonly VerifyProblem[] {
  const files = found.map((file) => asDescribed(file, options.manifestOf(file.path)))
  const problems: VerifyProblem[] = []
  const known = new Set(
    files.flatMap(({ path }) => {
      const manifest = options.manifestOf(path)
      return manifest === null ? [] : [manifest.file.digest, ...(manifest.replaces ?? [])]
    }),
  )
  for (const group of groupsOf(files, options.manifestOf)) {
    for (const [place, chain] of sortIntoChains(group).chains.entries()) {
      // Of files that were picked only the first chain may begin anywhere: the others should go on from it.
      const isAll = options.isAll || place > 0
      for (const [number, { file, gap }] of chain.steps.entries()) {
        const before = chain.steps[number - 1]?.file
        if (gap !== null) {
          const end = gap.after === null ? 'nothing' : `“${gap.after.text}”`
          problems.push(missingLink(file, `no file leads from ${end} to “${gap.before.text}”, where it begins`))
        } else if (before !== undefined) {
          const wrong = wrongParent(options.manifestOf(before.path), options.manifestOf(file.path))
          if (wrong !== null) problems.push(problem(file, 'wrong-parent', `does not continue ${before.name}: ${wrong}`))
        } else {
          const missing = beginning(file, { manifestOf: options.manifestOf, isAll, known, files })
          if (missing !== null) problems.push(missingLink(file, missing))
        }
      }
    }
  }
  return problems
}

/** A file stands in its chain where its manifest says it belongs: if it is damaged that was said, and it does not break the chain too. */
function asDescribed(file: FileInspection, manifest: Manifest | null): FileInspection {
  const [delta] = manifest?.deltas ?? []
  if (manifest?.kind !== 'diff-v1' || delta === undefined) return file
  const { from, to, sizeBytes } = delta.header
  const nameOf = (name: Uint8Array | null): Name | null => (name === null ? null : nameFromBytes(name))
  return { ...file, kind: 'diff-v1', from: nameOf(from), to: nameOf(to), sizeBytes, problem: null }
}

/**
 * Files of several images lie in one folder under the same names of snapshots. Each image that has its beginning here is a group; what is
 * left, and what has no manifest, belongs to the first of them: whether it does is what is to be found out.
 */
function groupsOf(files: readonly FileInspection[], manifestOf: ManifestOf): readonly (readonly FileInspection[])[] {
  const byImage = new Map<string, FileInspection[]>()
  for (const file of files) {
    const image = manifestOf(file.path)?.source?.imageId ?? ''
    const group = byImage.get(image)
    if (group === undefined) byImage.set(image, [file])
    else group.push(file)
  }
  const isBegun = (group: readonly FileInspection[]): boolean =>
    group.some((file) => file.problem === null && (file.kind !== 'diff-v1' || file.from === null))
  const begun = [...byImage.values()].filter(isBegun)
  const rest = [...byImage.values()].filter((group) => !isBegun(group)).flat()
  const [first = [], ...others] = begun
  return [[...first, ...rest], ...others]
}

function missingLink(file: FileInspection, sentence: string): VerifyProblem {
  return problem(file, 'missing-link', `lacks what it continues: ${sentence}`)
}

function problem({ path }: FileInspection, kind: VerifyProblem['kind'], sentence: string): VerifyProblem {
  return { path, kind, message: `${path} ${sentence}`, offset: null, length: null }
}

/** What is missing before the first file of a chain; null: nothing that anybody knows of. */
function beginning(
  file: FileInspection,
  {
    manifestOf,
    isAll,
    known,
    files,
  }: ChainOptions & { readonly known: ReadonlySet<string>; readonly files: readonly FileInspection[] },
): string | null {
  if (!isAll || file.kind === 'raw') return null
  const parent = manifestOf(file.path)?.parent ?? null
  if (parent !== null && !known.has(parent)) return `the file with the digest ${parent} is not here`
  const { from } = file
  if (from === null || files.some((other) => mayLeadTo(other, from))) return null
  return `no file leads to “${from.text}”, where it begins`
}

/** Whether a file that is in no chain of diffs could end at a point: a raw file does not say where it ends. */
function mayLeadTo({ kind, problem, points = [] }: FileInspection, name: Name): boolean {
  if (problem !== null) return false
  return (
    kind === 'raw' || (kind === 'image-v2' && points.some((point) => point.name !== null && sameName(point.name, name)))
  )
}

/**
 * Why one file does not continue the other, as far as their manifests say; null: it does, or nobody knows. Ids are believed before
 * digests: a merge or a conversion gives other bytes for the same content.
 */
export function wrongParent(before: Manifest | null, after: Manifest | null): string | null {
  if (before === null || after === null) return null
  const [one, other] = [before.source, after.source]
  if (one !== null && other !== null && one.imageId !== other.imageId) return 'it was made of another image'
  const [end, begin] = [before.deltas.at(-1)?.toId, after.deltas[0]?.fromId]
  if (one !== null && other !== null && end !== undefined && begin !== undefined) {
    return end === begin ? null : `it begins at snapshot number ${begin}, and that file ends at number ${end}`
  }
  const { parent } = after
  if (parent === null || parent === before.file.digest || before.replaces?.includes(parent) === true) return null
  return `its parent is the file with the digest ${parent}`
}
