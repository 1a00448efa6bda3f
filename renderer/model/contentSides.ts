import { sortIntoChains } from '../../shared/chain.ts'
import type { ImageSummary } from '../../shared/contract.ts'
import type { PointRef } from '../../shared/imageSpec.ts'
import { formatSpec, imageOf } from '../../shared/imageSpec.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { ContentRef } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { fileText } from '../fileText.ts'
import { fileName } from '../jobText.ts'
import { imageKey } from '../stores/images.ts'
import { isAbsolute } from './exportPath.ts'
import { pointsOfFiles } from './filePoints.ts'
import { usableFiles } from './importPlan.ts'

/** Something that can stand on one side of a comparison. */
export interface SideOption {
  readonly value: string
  readonly label: string
  readonly group: 'images' | 'files'
  /** The content at one of its points; null: the last. */
  readonly contentAt: (at: Name | null) => ContentRef
  /** The image whose points are to be read; null: they are known. */
  readonly image: PointRef | null
  readonly points: readonly Name[]
}

/** One side as the form has it: one of the options with a point, or paths that were typed. */
export interface Side {
  readonly chosen: string
  readonly at: Name | null
  readonly typed: string
}

/** The value of the option that takes typed paths. */
export const OTHER = 'other'

/** What can stand on a side: every image, every chain of the open files, and what came with the request. */
export function sideOptions(
  images: readonly ImageSummary[],
  files: readonly FileInspection[],
  given: readonly (ContentRef | null)[],
): readonly SideOption[] {
  const options: SideOption[] = sortIntoChains(files).chains.flatMap((chain): SideOption[] => {
    const usable = usableFiles(chain)
    return usable.length === 0 ? [] : [optionOfFiles(usable)]
  })
  for (const file of files) {
    if (file.problem === null && !options.some(({ value }) => value === keyOfPaths([file.path]))) {
      options.push(optionOfFiles([file]))
    }
  }
  for (const content of given) {
    if (content?.kind !== 'files' || options.some(({ value }) => value === keyOfPaths(content.paths))) continue
    options.push({
      value: keyOfPaths(content.paths),
      label: fileText.contents.openChain(fileName(content.paths.at(-1) ?? ''), content.paths.length),
      group: 'files',
      contentAt: (at) => ({ kind: 'files', paths: content.paths, at }),
      image: null,
      points: content.at === null ? [] : [content.at],
    })
  }
  const ofImages = images.map(
    ({ ref }): SideOption => ({
      value: imageKey(ref),
      label: formatSpec(ref),
      group: 'images',
      contentAt: (at) => ({ kind: 'point', point: { ...ref, snapshot: at } }),
      image: { ...ref, snapshot: null },
      points: [],
    }),
  )
  return [...ofImages, ...options]
}

function optionOfFiles(files: readonly FileInspection[]): SideOption {
  const paths = files.map(({ path }) => path)
  return {
    value: keyOfPaths(paths),
    label: fileText.contents.openChain(files.at(-1)?.name ?? '', files.length),
    group: 'files',
    contentAt: (at) => ({ kind: 'files', paths, at }),
    image: null,
    points: pointsOfFiles(files).flatMap(({ name }) => (name === null ? [] : [name])),
  }
}

const keyOfPaths = (paths: readonly string[]) => `files:${paths.join('\n')}`

/** A side as it is given with a request; null: the form's own first choice. */
export function sideOf(content: ContentRef | null, fallback: string): Side {
  if (content === null) return { chosen: fallback, at: null, typed: '' }
  if (content.kind === 'files') return { chosen: keyOfPaths(content.paths), at: content.at, typed: '' }
  return { chosen: imageKey(imageOf(content.point)), at: content.point.snapshot, typed: '' }
}

/** The content a side stands for; null while it stands for none. */
export function contentOf({ chosen, at, typed }: Side, options: readonly SideOption[]): ContentRef | null {
  if (chosen !== OTHER) return options.find(({ value }) => value === chosen)?.contentAt(at) ?? null
  const paths = typed
    .split('\n')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  return paths.length === 0 || !paths.every(isAbsolute) ? null : { kind: 'files', paths, at: null }
}
