import { AppError } from '../../../shared/errors.ts'
import type { ImageIndex, NewImage } from './types.ts'

/** Feature bits (FORMATS §5.2). */
const STRIPING = 2n
const EXCLUSIVE_LOCK = 4n
const OBJECT_MAP = 8n
const FAST_DIFF = 16n
const JOURNALING = 64n
/** layering, striping, exclusive-lock, object-map, fast-diff, deep-flatten, journaling: what an image may be asked to have. */
const ASKABLE = 127n
/** data-pool and the bits a cluster sets itself: dropped, as the real tool does. */
const DROPPED = 0b1111_1000_0000n

/** What a new image is asked to be; what is left out is taken from the file it is made of, else from the defaults. */
export interface AskedImage {
  readonly order?: number | undefined
  readonly features?: number | undefined
  readonly stripeUnit?: number | undefined
  readonly stripeCount?: number | undefined
}

/**
 * The facts of a new image: what is asked for wins over what its file says (FORMATS §6.6), each held to the rules of `rbd`.
 * Facts of a file alone are kept as they are, so that it can be written again as it was; only its object size must be one.
 *
 * @throws AppError E_IMAGE_OPTIONS for an object size outside 4 KiB to 32 MiB, a stripe unit without a count or the other way round, a
 *   unit that does not divide the object size, features unknown or without the one they need.
 */
export function imageFacts(asked: AskedImage, file: NewImage = {}): NewImage {
  const facts: NewImage = {
    ...file,
    ...(asked.order === undefined ? {} : { order: asked.order }),
    ...(asked.stripeUnit === undefined ? {} : { stripeUnit: asked.stripeUnit }),
    ...(asked.stripeCount === undefined ? {} : { stripeCount: asked.stripeCount }),
  }
  const order = facts.order ?? 22
  if (!Number.isInteger(order) || order < 12 || order > 25) {
    throw refused(`An object has 2^12 to 2^25 bytes, not 2^${order}`, { order })
  }
  const isAsked = Object.values(asked).some((value) => value !== undefined)
  if (!isAsked) return facts
  checkTogether(asked)
  const objectBytes = 2 ** order
  const isPlain = (facts.stripeUnit ?? 0) === 0 && (facts.stripeCount ?? 0) === 0
  const stripeUnit = isPlain ? objectBytes : (facts.stripeUnit ?? objectBytes)
  const stripeCount = isPlain ? 1 : (facts.stripeCount ?? 1)
  if (stripeUnit === 0 || stripeCount === 0 || objectBytes % stripeUnit !== 0) {
    throw refused(
      `A stripe unit of ${stripeUnit} bytes, ${stripeCount} times, does not divide objects of ${objectBytes}`,
      {
        stripeUnit,
        stripeCount,
        objectBytes,
      },
    )
  }
  const isFancy = stripeUnit !== objectBytes || stripeCount !== 1
  const features = featuresOf(asked.features, file.features ?? 61, isFancy)
  return { ...facts, order, stripeUnit, stripeCount, features }
}

/** The facts of an image with the defaults in place of what nobody says: order 22, features 61, no fancy striping. */
export function completeFacts(
  facts: NewImage,
): Pick<ImageIndex, 'order' | 'features' | 'stripeUnit' | 'stripeCount' | 'v2Dialect' | 'meta'> {
  const order = facts.order ?? 22
  return {
    order,
    features: facts.features ?? 61,
    stripeUnit: facts.stripeUnit ?? 2 ** order,
    stripeCount: facts.stripeCount ?? 1,
    v2Dialect: facts.v2Dialect ?? null,
    meta: facts.meta ?? [],
  }
}

function checkTogether({ stripeUnit, stripeCount }: AskedImage): void {
  if ((stripeUnit === undefined) === (stripeCount === undefined)) return
  throw refused('A stripe unit and a stripe count are given together or not at all', {})
}

/** The striping bit follows unit and count, fast-diff follows object-map. */
function featuresOf(asked: number | undefined, otherwise: number, isFancy: boolean): number {
  let bits = BigInt(asked ?? otherwise)
  if (asked !== undefined) {
    bits &= ~DROPPED
    if ((bits & ~ASKABLE) !== 0n) throw refused(`The features ${asked} are not all known`, { features: asked })
    if ((bits & (OBJECT_MAP | JOURNALING)) !== 0n && (bits & EXCLUSIVE_LOCK) === 0n) {
      throw refused('object-map and journaling need exclusive-lock', { features: asked })
    }
    bits = (bits & OBJECT_MAP) === 0n ? bits & ~FAST_DIFF : bits | FAST_DIFF
  }
  return Number(isFancy ? bits | STRIPING : bits & ~STRIPING)
}

function refused(sentence: string, detail: Readonly<Record<string, number>>): AppError {
  return new AppError('E_IMAGE_OPTIONS', sentence, { detail })
}

/** Stripes as a header of format 2 says them: 0 and 0, in an index or in options, mean "not fancy", which is one stripe of a whole object. */
export function stripesInFull(order: number, stripeUnit: number, stripeCount: number) {
  return {
    stripeUnit: stripeUnit === 0 ? 2 ** order : stripeUnit,
    stripeCount: stripeCount === 0 ? 1 : stripeCount,
  }
}
