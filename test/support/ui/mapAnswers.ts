import type { Bins, Calls, Extents, ImageDetails, Input } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { images } from './data.ts'

const MIB = 1024 ** 2
/** Every piece of this size was written as one. */
const GRAIN = 16 * MIB

function imageOf(image: ImageRef): ImageDetails | undefined {
  return images.find((one) => sameName(one.ref.image, image.image) && sameName(one.ref.pool, image.pool))
}

/** A number between 0 and 1 that looks like chance and is always the same for the same place. */
function chance(place: number, salt: number): number {
  const mixed = Math.imul(place + 1, 2_654_435_761) ^ Math.imul(salt + 7, 40_503_001)
  const turned = Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519)
  return ((turned ^ (turned >>> 13)) >>> 0) / 2 ** 32
}

/** Whether the first link wrote a piece: a system at the front, files behind it, much left free. */
function isBase(share: number, piece: number): boolean {
  if (share < 0.16) return chance(piece, 1) < 0.96
  if (share < 0.24) return Math.sin(piece / 43) > 0.2 || chance(piece, 1) < 0.1
  if (share < 0.41) return Math.sin(piece / 150) + Math.sin(piece / 46) * 0.6 > -0.7
  if (share < 0.5) return chance(piece, 1) < 0.06
  if (share < 0.56) return Math.sin(piece / 90) > -0.1
  if (share > 0.735 && share < 0.76) return true
  return chance(piece, 2) < 0.004
}

/** How many bytes of a piece a later link wrote; negative: it became zero. */
function writtenBy(link: number, share: number, piece: number): number {
  const at = (share * 7 + link * 0.37) % 1
  const luck = chance(piece, link * 31)
  if (share < 0.56 && at > 0.14 && at < 0.165) return Math.round(GRAIN * (0.3 + 0.7 * luck))
  if (share > 0.3 && share < 0.39 && luck < 0.08) return Math.round(GRAIN * luck * luck * 9)
  if (share < 0.16 && luck < 0.012) return 65_536 * (1 + Math.floor(luck * 4000))
  if (at > 0.6 && at < 0.604 && share < 0.5) return -GRAIN
  return 0
}

/** The links from one point to another, by their numbers. */
function linksBetween(details: ImageDetails, { from, to }: Pick<Input<Calls, 'image.bins'>, 'from' | 'to'>) {
  const after = (name: typeof from, otherwise: number) =>
    name === null ? otherwise : (details.snapshots.find((one) => sameName(one.name, name))?.afterLink ?? otherwise)
  const [first, last] = [after(from, 0), after(to, details.links.at(-1)?.number ?? 0)]
  return details.links.filter(({ number, kind }) => kind !== 'seal' && number > first && number <= last)
}

/** A map that stays the same however it is cut into bins. */
export function binsOf(input: Input<Calls, 'image.bins'>): Bins {
  const details = imageOf(input.image)
  const sizeBytes = details?.sizeBytes ?? 0
  const { bins, start = 0, length = sizeBytes - start, history = false } = input
  const links = details === undefined ? [] : linksBetween(details, input)
  // Long chains: only the first and the last links are played.
  const played = links.length > 12 ? [...links.slice(0, 1), ...links.slice(-11)] : links
  const cell = length / bins
  const dataBytes = Array.from({ length: bins }, () => 0)
  const zeroBytes = [...dataBytes]
  const changedIn = [...dataBytes]
  const lastLink = [...dataBytes]
  for (let bin = 0; bin < bins; bin++) {
    const begin = start + bin * cell
    for (let at = begin; at < Math.min(sizeBytes, begin + cell); at += Math.min(GRAIN, cell)) {
      const piece = Math.floor(at / GRAIN)
      const share = at / sizeBytes
      const whole = Math.floor(Math.min(GRAIN, cell))
      let data = 0
      let zero = 0
      for (const { number } of played) {
        const wrote = number === 1 ? (isBase(share, piece) ? GRAIN : 0) : writtenBy(number, share, piece)
        if (wrote === 0) continue
        lastLink[bin] = number
        changedIn[bin] = Math.max(changedIn[bin] ?? 0, 1 + played.filter((one) => one.number < number).length)
        data = wrote > 0 ? Math.max(data, Math.min(whole, wrote)) : 0
        zero = wrote < 0 && input.from !== null ? whole : 0
      }
      dataBytes[bin] = (dataBytes[bin] ?? 0) + data
      zeroBytes[bin] = (zeroBytes[bin] ?? 0) + zero
    }
  }
  return { sizeBytes, start, length, dataBytes, zeroBytes, ...(history ? { changedIn, lastLink } : {}) }
}

/** The pieces that a stretch wrote, joined where they touch, page by page. */
export function extentsOf(input: Input<Calls, 'image.extents'>): Extents {
  const details = imageOf(input.image)
  if (details === undefined) return { extents: [], next: null }
  const { sizeBytes } = details
  const { dataBytes, zeroBytes } = binsOf({ ...input, bins: Math.max(1, Math.ceil(sizeBytes / GRAIN)) })
  const extents: Extents['extents'] = []
  for (let piece = Math.floor(input.start / GRAIN); piece < dataBytes.length; piece++) {
    const isData = (dataBytes[piece] ?? 0) > 0
    if (!isData && (zeroBytes[piece] ?? 0) === 0) continue
    if (extents.length === input.limit) return { extents, next: piece * GRAIN }
    extents.push({ offset: piece * GRAIN, length: Math.min(GRAIN, sizeBytes - piece * GRAIN), exists: isData })
  }
  return { extents, next: null }
}

/** The links that wrote something in a part. */
export function touchedOf({ image, start, length }: Input<Calls, 'image.touched'>): number[] {
  const details = imageOf(image)
  if (details === undefined) return []
  const first = Math.floor(start / GRAIN)
  const end = Math.min(Math.ceil((start + length) / GRAIN), first + 4000)
  return details.links.flatMap(({ number, kind }) => {
    if (kind === 'seal') return []
    for (let piece = first; piece < end; piece++) {
      const share = (piece * GRAIN) / details.sizeBytes
      if (number === 1 ? isBase(share, piece) : writtenBy(number, share, piece) !== 0) return [number]
    }
    return []
  })
}
