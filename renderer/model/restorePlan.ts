import type { ImageDetails } from '../../shared/contract.ts'
import type { ImageRef, PointRef } from '../../shared/imageSpec.ts'
import { imageOf } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { sameName } from '../../shared/names.ts'
import { careText } from '../careText.ts'
import { HEAD, historyOf, keyOfSnapshot, pathTo } from './points.ts'
import { verifiedOf } from './verification.ts'

/** Where a point is restored to: a raw file, an image of its own, or the head of its image. */
export type RestoreWay = 'file' | 'fresh' | 'over'

/** What has to be read to restore a point, and how far that can be trusted. */
export interface Reading {
  readonly files: number
  readonly bytes: number
  /** When the file that was verified longest ago was; null: some never were. */
  readonly verifiedAt: number | null
  readonly unverified: number
  readonly damaged: number
}

/** The files a point takes. A file that holds several links is read once. */
export function readingOf(details: ImageDetails, snapshot: PointRef['snapshot']): Reading {
  const history = historyOf(details)
  const found = snapshot === null ? undefined : details.snapshots.find(({ name }) => sameName(name, snapshot))
  const key = found === undefined ? HEAD : keyOfSnapshot(found)
  const point = history.points.find((one) => one.key === key)
  const path = point === undefined ? [] : pathTo(history, point)
  const { files, verified, oldest } = verifiedOf(path)
  return {
    files,
    bytes: path.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
    verifiedAt: verified === files ? oldest : null,
    unverified: files - verified,
    damaged: path.filter(({ damage }) => damage !== undefined).length,
  }
}

/** Why a point cannot be restored over its image; null: it can. */
export function overProblem(details: ImageDetails | undefined, source: PointRef): string | null {
  const t = careText.restore
  if (source.snapshot === null) return t.overHead
  if (details === undefined || details.state === 'damaged' || details.state === 'newer') return t.overReadOnly
  const name = source.snapshot
  const snapshot = details.snapshots.find((one) => sameName(one.name, name))
  return snapshot?.restorable === true ? null : t.overLost
}

/** What the form is filled with, beside the way. */
export interface RestoreForm {
  readonly source: PointRef
  readonly path: string
  /** How the file is written. */
  readonly writing: Pick<Extract<JobRequest, { kind: 'export' }>, 'output' | 'verifyFirst'>
  readonly fresh: ImageRef
  /** Over its own image; else it would be over another, which cannot be. */
  readonly isOverItself: boolean
}

/** The job a way stands for; null where it has none: a point over the head it is, or over another image. */
export function restoreRequest(way: RestoreWay, form: RestoreForm): JobRequest | null {
  const { source } = form
  if (way === 'file') return { kind: 'export', source, path: form.path, ...form.writing }
  if (way === 'fresh') return { kind: 'pipe', source, fromSnapshot: null, target: form.fresh, create: true }
  if (source.snapshot === null || !form.isOverItself) return null
  return { kind: 'rollback', target: imageOf(source), snapshot: source.snapshot }
}

/** A name for the image that a point becomes: the image's and the point's, free in the pool. */
export function freshName(source: PointRef, taken: ReadonlySet<string>): string {
  const stem = [source.image.text, ...(source.snapshot === null ? [] : [source.snapshot.text])]
    .join('-')
    .replaceAll(/[/@]/g, '-')
  let name = stem
  for (let number = 2; taken.has(name); number++) name = `${stem}-${number}`
  return name
}
