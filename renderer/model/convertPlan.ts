import type { ImageDetails } from '../../shared/contract.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { ChainEdits, JobRequest, MergeInput } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { nameFromText, nameKey, sameName } from '../../shared/names.ts'
import { parseSize } from '../../shared/units.ts'
import { fileText } from '../fileText.ts'
import type { ConvertTarget } from '../stores/ui.ts'
import { sheetText } from '../sheetText.ts'
import { fileNameFor } from './exportPath.ts'
import { pointsOfFiles, startOfFiles } from './filePoints.ts'
import { stemOf } from './mergePlan.ts'
import type { WritingOptions } from './outputOptions.ts'
import { dialectOf, writingOf } from './outputOptions.ts'
import { namedPoints } from './points.ts'

/** What a conversion reads: its points, oldest first, and the snapshot it needs under it. */
export interface ConvertSource {
  /** The named points. */
  readonly points: readonly Name[]
  /** There is a point behind the last named one. */
  readonly hasHead: boolean
  /** Null: it begins from nothing. */
  readonly start: Name | null
}

/** What a user asks of a conversion, as the fields have it. */
export interface ConvertFields {
  readonly to: ConvertTarget
  /** Null: the last point there is. */
  readonly at: Name | null
  /** For a diff: where it starts; null: from nothing. */
  readonly since: Name | null
  /** By the key of a point: its new name; a point that is not in it keeps its own. */
  readonly names: Readonly<Record<string, string>>
  readonly dropped: ReadonlySet<string>
  readonly nameHead: string
  /** Names to write into a diff; null: as they are, the empty text: none. */
  readonly fromName: string | null
  readonly toName: string | null
  readonly offset: string
  readonly length: string
}

/** The points of what is converted. */
export function sourceOfFiles(files: readonly FileInspection[]): ConvertSource {
  const points = pointsOfFiles(files)
  return {
    points: points.flatMap(({ name }) => (name === null ? [] : [name])),
    hasHead: points.at(-1)?.name === null,
    start: startOfFiles(files),
  }
}

/** The points of an image's whole chain. */
export function sourceOfImage(details: ImageDetails): ConvertSource {
  return { points: namedPoints(details).map(({ name }) => name), hasHead: true, start: null }
}

/** The points that are up to the chosen end, and behind the start of a diff: those whose names can be changed. */
export function editablePoints({ points }: ConvertSource, { to, at, since }: ConvertFields): readonly Name[] {
  if (to === 'raw') return []
  const end = at === null ? points.length : points.findIndex((name) => sameName(name, at)) + 1
  const begin = to === 'diff' && since !== null ? points.findIndex((name) => sameName(name, since)) + 1 : 0
  return points.slice(begin, Math.max(begin, end))
}

/** Why a target cannot be made of the source; null: it can. */
export function whyNot(to: ConvertTarget, { start }: ConvertSource): string | null {
  return (to === 'raw' || to === 'v2') && start !== null ? fileText.convert.noFull(start.text) : null
}

/** A stretch of bytes as two fields have it: `4G` and `512M`. `problem`: why they will not do. */
export function rangeOf(
  offset: string,
  length: string,
): { readonly range: { readonly offset: number; readonly length: number } | null; readonly problem: string | null } {
  const [first, second] = [offset.trim(), length.trim()]
  if (first === '' && second === '') return { range: null, problem: null }
  if (first === '' || second === '') return { range: null, problem: fileText.convert.rangeHalf }
  const [from, size] = [parseSize(first, 1), parseSize(second, 1)]
  if (from === null || size === null || size === 0) return { range: null, problem: fileText.convert.rangeBad }
  return { range: { offset: from, length: size }, problem: null }
}

/** Why the names as they were typed will not do; null: they will. */
export function namesProblem(source: ConvertSource, fields: ConvertFields): string | null {
  if (fields.to === 'raw') return null
  const kept = editablePoints(source, fields).filter((name) => !fields.dropped.has(nameKey(name)))
  const names = kept.map((name) => (fields.names[nameKey(name)] ?? name.text).trim())
  if (fields.nameHead.trim() !== '') names.push(fields.nameHead.trim())
  if (names.some((name) => name === '')) return sheetText.snapshot.missing
  if (names.some((name) => /[/@]/.test(name))) return sheetText.common.nameSlash
  return new Set(names).size < names.length ? fileText.convert.clash : null
}

/** What the fields change of names and points; null: nothing. */
export function editsOf(source: ConvertSource, fields: ConvertFields): ChainEdits | null {
  const points = editablePoints(source, fields)
  const { to, at, dropped, names, nameHead, fromName, toName } = fields
  const hasNames = to !== 'raw'
  const gone = hasNames ? points.filter((name) => dropped.has(nameKey(name))) : []
  const renamed = hasNames
    ? points.flatMap((name) => {
        const typed = names[nameKey(name)]?.trim()
        const isSame = typed === undefined || typed === name.text || dropped.has(nameKey(name))
        return isSame ? [] : [{ from: name, to: nameFromText(typed) }]
      })
    : []
  const { range } = rangeOf(fields.offset, fields.length)
  const edits: ChainEdits = {
    ...(gone.length === 0 ? {} : { dropSnapshots: [...gone] }),
    ...(renamed.length === 0 ? {} : { renameSnapshots: renamed }),
    ...(hasNames && at === null && source.hasHead && nameHead.trim() !== ''
      ? { nameHead: nameFromText(nameHead.trim()) }
      : {}),
    ...(to !== 'diff' || fromName === null ? {} : { from: nameOrNone(fromName) }),
    ...(to !== 'diff' || toName === null ? {} : { to: nameOrNone(toName) }),
    ...(range === null ? {} : { range }),
  }
  return Object.keys(edits).length === 0 ? null : edits
}

const nameOrNone = (text: string) => (text.trim() === '' ? null : nameFromText(text.trim()))

/** The job that the fields stand for. */
export function convertRequest(
  inputs: readonly MergeInput[],
  source: ConvertSource,
  fields: ConvertFields,
  path: string,
  writing: WritingOptions,
): JobRequest {
  const edits = editsOf(source, fields)
  return {
    kind: 'convert',
    inputs: [...inputs],
    to: fields.to,
    path,
    ...(fields.at === null ? {} : { at: fields.at }),
    ...(fields.to === 'diff' ? { fromSnapshot: fields.since } : {}),
    ...(edits === null ? {} : { edits }),
    ...(writing.sorts ? { sort: true } : {}),
    ...(fields.to === 'v2' ? dialectOf(writing) : {}),
    ...writingOf(writing),
  }
}

const EXTENSIONS: Readonly<Record<ConvertTarget, string>> = { raw: 'raw', v2: 'v2', diff: 'diff', diffs: 'diffs' }

/** A name for what is made, after the source and the points between which it leads. */
export function convertedName(stem: string, source: ConvertSource, { to, at, since }: ConvertFields): string {
  const end = at?.text ?? (source.hasHead ? 'head' : (source.points.at(-1)?.text ?? 'head'))
  const parts = to === 'diff' ? [stem, since?.text ?? 'begin', end] : to === 'raw' ? [stem, end] : [stem]
  return fileNameFor(parts, EXTENSIONS[to])
}

/** What the source is called in names of files: the image, or what the files have in common. */
export function stemOfInputs(inputs: readonly MergeInput[], files: readonly FileInspection[]): string {
  const [first] = inputs
  return first?.kind === 'range' ? first.image.image.text : stemOf(files[0]?.name ?? 'converted')
}
