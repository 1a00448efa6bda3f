import { textOf } from './rbd.ts'
import type { ImageOptions } from '../../../shared/jobs.ts'

/** Feature bits that are asked for by name (FORMATS §5.2); the others follow from other options or are `rbd`'s own. */
const FEATURES = [
  [1, 'layering'],
  [4, 'exclusive-lock'],
  [8, 'object-map'],
  [16, 'fast-diff'],
  [32, 'deep-flatten'],
  [64, 'journaling'],
] as const

/** Bits of features by their names, as `rbd info` prints them (FORMATS §5.2). */
const BITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(FEATURES.map(([bit, name]) => [name, bit])),
  striping: 2,
  'data-pool': 128,
  operations: 256,
  migrating: 512,
}

/** The feature bits of an image, as a file of format 2 keeps them. */
export function featureBits(names: readonly string[]): number {
  return names.reduce((bits, name) => bits + (BITS[name] ?? 0), 0)
}

/** The options of `rbd create` for an image of a size; what is left out is the cluster's to choose. */
export function createArgs(sizeBytes: number, options: ImageOptions): readonly string[] {
  return [`--size=${sizeBytes}B`, ...optionArgs(options)]
}

/** The options of an image that is made, beside its size. */
export function optionArgs({ order, features, stripeUnit, stripeCount, dataPool }: ImageOptions): readonly string[] {
  const isStriped = stripeUnit !== undefined && stripeCount !== undefined && stripeUnit > 0 && stripeCount > 1
  return [
    ...(order === undefined ? [] : [`--object-size=${2 ** order}B`]),
    ...(features === undefined ? [] : [`--image-feature=${featureNames(features)}`]),
    ...(dataPool === undefined ? [] : [`--data-pool=${textOf(dataPool)}`]),
    ...(isStriped ? [`--stripe-unit=${stripeUnit}B`, `--stripe-count=${stripeCount}`] : []),
  ]
}

function featureNames(bits: number): string {
  return FEATURES.filter(([bit]) => (bits & bit) !== 0)
    .map(([, name]) => name)
    .join(',')
}
