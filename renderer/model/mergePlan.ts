import type { MergePreview } from '../../shared/estimate.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { MergeInput } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { fileName } from '../jobText.ts'
import { text } from '../strings.ts'
import { fileNameFor } from './exportPath.ts'

/** One input of a merge, as it is shown: what it is called and between which points it leads. */
export interface ShownInput {
  readonly input: MergeInput
  /** The same input has the same key wherever it stands. */
  readonly key: string
  readonly called: string
  /** Null: not known. */
  readonly ends: { readonly from: Name | null; readonly to: Name | null } | null
}

/** Inputs with what their files say. `files`: inspections by path, of the inputs that are files. */
export function shownInputs(
  inputs: readonly MergeInput[],
  files: readonly FileInspection[],
  names: Readonly<Record<string, string>> = {},
): readonly ShownInput[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return inputs.map((input) => {
    const key = JSON.stringify(input)
    if (input.kind === 'range') {
      return { input, key, called: formatSpec(input.image), ends: { from: input.from, to: input.to } }
    }
    const file = byPath.get(input.path)
    const called = file?.name ?? names[input.path] ?? fileName(input.path)
    return { input, key, called, ends: file?.kind === 'diff-v1' ? { from: file.from, to: file.to } : null }
  })
}

/** The named points between the inputs: a merge leads past them. */
export function droppedPoints(inputs: readonly ShownInput[]): readonly Name[] {
  return inputs.slice(0, -1).flatMap(({ ends }) => (ends === null || ends.to === null ? [] : [ends.to]))
}

/** What the points are called that inputs lead between, the first one included; null: not known. */
export function pointLabels(inputs: readonly Pick<ShownInput, 'ends'>[]): readonly (string | null)[] {
  const first = inputs[0]?.ends
  const start = first === null || first === undefined ? null : (first.from?.text ?? text.app.nothing)
  return [start, ...inputs.map(({ ends }) => (ends === null ? null : (ends.to?.text ?? text.app.head)))]
}

/** A list with one of its entries at another place. */
export function movedTo<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const entry = list[from]
  const target = Math.max(0, Math.min(list.length - 1, to))
  if (entry === undefined || target === from) return list
  const rest = list.toSpliced(from, 1)
  return rest.toSpliced(target, 0, entry)
}

/** What an input of a merge keeps, and what of it goes: shares of the most that any input brings, from 0 to 1. */
export interface KeptBar {
  readonly kept: number
  readonly gone: number
  /** Of its own data; 100 where it brings none. */
  readonly keptPercent: number
}

/** The bars of a preview, all on one scale, so that a long bar is much data. */
export function keptBars({ inputs }: Pick<MergePreview, 'inputs'>): readonly KeptBar[] {
  const most = Math.max(1, ...inputs.map(({ dataBytes }) => dataBytes))
  return inputs.map(({ dataBytes, keptBytes }) => ({
    kept: keptBytes / most,
    gone: Math.max(0, dataBytes - keptBytes) / most,
    keptPercent: dataBytes === 0 ? 100 : Math.floor((keptBytes / dataBytes) * 100),
  }))
}

/** What a merge saves against its inputs; null where it saves nothing. */
export function savedBytes({ before, after }: Pick<MergePreview, 'before' | 'after'>): number | null {
  const saved = before.bytes - after.bytes
  return saved > 0 ? saved : null
}

/** A name for the merged file, after the points it leads between. */
export function mergedName(inputs: readonly ShownInput[]): string {
  const first = inputs[0]
  const last = inputs.at(-1)
  if (first === undefined || last === undefined || first.ends === null || last.ends === null) {
    return fileNameFor(['merged'], 'diff')
  }
  const stem = first.input.kind === 'range' ? first.input.image.image.text : stemOf(first.called)
  return fileNameFor([stem, first.ends.from?.text ?? 'begin', last.ends.to?.text ?? text.app.head], 'diff')
}

/** What stands before a file name's first mark: `db` of `db.mon-tue.diff`. */
export function stemOf(name: string): string {
  return /^[\p{L}\p{N}]+/u.exec(name)?.[0] ?? 'merged'
}
