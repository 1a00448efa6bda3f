import type { ImageDetails } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { nameKey, sameName } from '../../shared/names.ts'
import { parseSize } from '../../shared/units.ts'
import { imageText } from '../imageText.ts'
import { sheetText } from '../sheetText.ts'
import { formatTime } from '../strings.ts'

const MIB = 1024 ** 2

/** Why a text cannot be an image's or a snapshot's name; null when it can. */
export function nameProblem(text: string, missing: string = sheetText.common.imageMissing): string | null {
  if (text.trim() === '') return missing
  return /[/@]/.test(text) ? sheetText.common.nameSlash : null
}

/** A size as the user typed it: `20G`, `512M`, `20 GiB`; a bare number counts MiB. Null when it is none. */
export function sizeOf(text: string): number | null {
  return parseSize(text.replaceAll(/\s+/g, ''), MIB)
}

/** A whole number within bounds as the user typed it; null when it is none. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  const value = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : null
}

/** A name for the snapshot that is made of the head before it is overwritten. */
export function guardName(nowMs: number): string {
  return `before-rollback-${formatTime(nowMs).replaceAll(/[ :]/g, '-')}`
}

/** A new size as the user typed it, against the size there is. `shrinksBy`: bytes that the head loses; null where it loses none. */
export function resizeOf(
  typed: string,
  nowBytes: number,
): { readonly sizeBytes: number | null; readonly problem: string | null; readonly shrinksBy: number | null } {
  if (typed.trim() === '') return { sizeBytes: null, problem: null, shrinksBy: null }
  const sizeBytes = sizeOf(typed)
  if (sizeBytes === null) return { sizeBytes, problem: sheetText.newImage.sizeBad, shrinksBy: null }
  if (sizeBytes === nowBytes) return { sizeBytes, problem: imageText.resize.same, shrinksBy: null }
  return { sizeBytes, problem: null, shrinksBy: sizeBytes < nowBytes ? nowBytes - sizeBytes : null }
}

/** The snapshots both images have, oldest first, that stand before the point to send. */
export function commonSnapshots(source: ImageDetails, point: Name | null, target: ImageDetails): readonly Name[] {
  const end = point === null ? undefined : source.snapshots.find(({ name }) => sameName(name, point))
  const there = new Set(target.snapshots.map(({ name }) => nameKey(name)))
  return [...source.snapshots]
    .sort((a, b) => a.afterLink - b.afterLink || a.id - b.id)
    .filter((snapshot) => end === undefined || snapshot.afterLink < end.afterLink)
    .filter(({ name }) => there.has(nameKey(name)))
    .map(({ name }) => name)
}
