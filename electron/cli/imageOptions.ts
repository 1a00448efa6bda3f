import { AppError } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import type { ImageOptions } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { parseSize } from '../../shared/units.ts'
import { badValue, type OptionDefinition } from './args.ts'
import type { Arguments } from './arguments.ts'

/** Names of the feature bits that an image may be asked to have (FORMATS §5.2), lowest first. */
const FEATURES = ['layering', 'striping', 'exclusive-lock', 'object-map', 'fast-diff', 'deep-flatten', 'journaling']
const DEFAULT_FEATURES = 61
/** exclusive-lock, object-map, fast-diff and journaling: what only one client at a time can have. */
const SINGLE_CLIENT = 4 | 8 | 16 | 64
const OLDEST_ORDER = 12
const NEWEST_ORDER = 25

/** Options of `rbd` that a library image cannot have, and why. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  'data-pool': 'a library image lies in one folder',
  'mirror-image-mode': 'a library mirrors nothing',
  'journal-splay-width': 'a library image has no journal',
  'journal-object-size': 'a library image has no journal',
  'journal-pool': 'a library image has no journal',
  'expires-at': 'removed images are kept for 24 hours',
  'image-id': 'a library image is found by its name',
  'snap-id': 'a library snapshot is found by its name',
  'thick-provision': 'a library image takes the room of its data, whatever its size',
  'encryption-format': 'a library image is not encrypted',
  'encryption-passphrase-file': 'a library image is not encrypted',
}

/** Definitions of options that are known and refused. */
export function unsupportedOptions(...names: readonly (keyof typeof UNSUPPORTED)[]): readonly OptionDefinition[] {
  return names.map((name) => ({
    name,
    ...(name === 'thick-provision' ? {} : { value: 'VALUE' }),
    help: `refused: ${UNSUPPORTED[name]}`,
  }))
}

/** Refuses what is known and cannot be, by name. @throws AppError E_OPTION_UNSUPPORTED */
export function refuseUnsupported(args: Arguments, connection: string = LIBRARY): void {
  const isLive = connection !== LIBRARY
  const name = Object.keys(UNSUPPORTED).find((one) => args.isGiven(one) && !(isLive && one === DATA_POOL))
  if (name === undefined) return
  const why = isLive ? 'an image is made with the options that its file or this line says' : UNSUPPORTED[name]
  throw new AppError('E_OPTION_UNSUPPORTED', `--${name} cannot be had: ${why}`, {
    ...(isLive ? { hint: 'Make the image with rbd-studio create, and bring its content in with import-diff' } : {}),
    detail: { option: name },
  })
}

/** What an image on a cluster can have, and one of the library cannot. */
const DATA_POOL = 'data-pool'

/** The facts of an image that is made: `create`, `import`, and what a conversion to format 2 says in its header. */
export const IMAGE_OPTIONS: readonly OptionDefinition[] = [
  { name: 'object-size', value: 'SIZE', help: 'object size in B/K/M, 4K to 32M [4M]' },
  { name: 'order', value: 'ORDER', help: 'object size as a power of two, 12 to 25 [22]' },
  { name: 'image-feature', value: 'NAME[,NAME]', help: `features: ${FEATURES.join(', ')}`, repeatable: true },
  { name: 'image-shared', help: 'without the features that only one client at a time can have' },
  { name: 'stripe-unit', value: 'SIZE', help: 'stripe unit in B/K/M, with --stripe-count' },
  { name: 'stripe-count', value: 'COUNT', help: 'stripe count, with --stripe-unit' },
]

/** What `rbd` knows besides when an image is made. */
export const MAKE_OPTIONS: readonly OptionDefinition[] = [
  { name: 'image-format', value: 'FORMAT', help: 'image format: 2; 1 is refused' },
  { name: 'new-format', help: 'image format 2, as it is anyway' },
  ...IMAGE_OPTIONS,
  ...unsupportedOptions('data-pool', 'mirror-image-mode', 'journal-splay-width', 'journal-object-size', 'journal-pool'),
]

/**
 * Reads {@link IMAGE_OPTIONS} and {@link MAKE_OPTIONS}: what a request takes as `image`, of an image at `connection`.
 *
 * @throws AppError E_OPTION_BAD_VALUE, E_OPTION_UNSUPPORTED, E_IMAGE_OPTIONS for an object size no image can have (33)
 */
export function readImageOptions(args: Arguments, connection: string = LIBRARY): ImageOptions | undefined {
  refuseUnsupported(args, connection)
  checkFormat(args)
  const order = readOrder(args)
  const features = readFeatures(args)
  const stripeUnit = readSize(args, 'stripe-unit')
  const stripeCount = readCount(args, 'stripe-count')
  const dataPool = args.option(DATA_POOL)
  const options: ImageOptions = {
    ...(dataPool === null ? {} : { dataPool: nameFromText(dataPool) }),
    ...(order === null ? {} : { order }),
    ...(features === null ? {} : { features }),
    ...(stripeUnit === null ? {} : { stripeUnit }),
    ...(stripeCount === null ? {} : { stripeCount }),
  }
  return Object.keys(options).length === 0 ? undefined : options
}

function checkFormat(args: Arguments): void {
  const format = args.option('image-format')
  if (format === null || format === '2') return
  if (format !== '1') throw badValue('image-format', 'It takes 2')
  throw new AppError('E_OPTION_UNSUPPORTED', 'image format 1 is deprecated', { detail: { option: 'image-format' } })
}

/** `rbd` rounds an object size to the nearest power of two by its logarithm (FORMATS §6.5). */
function readOrder(args: Arguments): number | null {
  const order = readCount(args, 'order')
  if (order !== null) {
    if (order < OLDEST_ORDER || order > NEWEST_ORDER) throw badValue('order', 'It takes 12 to 25')
    return order
  }
  const bytes = readSize(args, 'object-size')
  if (bytes === null) return null
  const nearest = bytes === 0 ? 0 : Math.round(Math.log2(bytes))
  if (nearest >= OLDEST_ORDER && nearest <= NEWEST_ORDER) return nearest
  throw new AppError('E_IMAGE_OPTIONS', `Objects have 4K to 32M bytes, not ${args.option('object-size')}`, {
    detail: { errno: 'EDOM', order: nearest },
  })
}

function readFeatures(args: Arguments): number | null {
  const names = args.list('image-feature').flatMap((list) => list.split(','))
  const asked = names.reduce((bits, name) => {
    const bit = FEATURES.indexOf(name)
    if (bit < 0) throw badValue('image-feature', `It takes ${FEATURES.join(', ')}`)
    return bits | (1 << bit)
  }, 0)
  const features = names.length === 0 ? null : asked
  return args.isGiven('image-shared') ? (features ?? DEFAULT_FEATURES) & ~SINGLE_CLIENT : features
}

/** An option that takes a size, a bare number in bytes; null when it was not given. @throws AppError E_OPTION_BAD_VALUE */
export function readSize(args: Arguments, name: string): number | null {
  const text = args.option(name)
  if (text === null) return null
  const bytes = parseSize(text, 1)
  if (bytes === null) throw badValue(name, 'For example 4K; a bare number is in bytes')
  return bytes
}

/** An option that takes a whole number; null when it was not given. @throws AppError E_OPTION_BAD_VALUE */
export function readCount(args: Arguments, name: string): number | null {
  const text = args.option(name)
  if (text === null) return null
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(count)) throw badValue(name, 'It takes a whole number')
  return count
}
