import { AppError } from '../../shared/errors.ts'
import { type ImageRef, imageOf, type PointRef, parsePoolSpec, parseSpec } from '../../shared/imageSpec.ts'
import { type Name, nameFromText } from '../../shared/names.ts'
import type { Arguments } from './arguments.ts'

/** Which options say the parts of a spec: `rbd` has one set for what is read and one for what is written. */
export type SpecRole = 'source' | 'destination'

/** Whether a command takes a snapshot in a spec. */
export type SnapshotRule = 'forbidden' | 'optional' | 'required'

/** A pool of a connection, with a namespace of it (empty for the default one). */
export interface PoolRef {
  readonly connection: string
  readonly pool: Name
  readonly namespace: string
}

const KEYS = {
  source: { pool: 'pool', namespace: 'namespace', image: 'image', snapshot: 'snap' },
  destination: { pool: 'dest-pool', namespace: 'dest-namespace', image: 'dest', snapshot: 'dest-snap' },
} as const

/**
 * Takes the image or point a command is about: from `--image` (`--dest`), else from the next argument. What the argument says
 * wins over `--pool`, `--namespace` and `--snap`. An option's value is a name as it stands, never split (DESIGN §3).
 *
 * @param fallback the image's name where none is given; null: it must be.
 * @param like whose pool and namespace count where none are said; null: the defaults.
 * @throws AppError E_ARGUMENT_MISSING, E_SPEC_INVALID, E_SPEC_SNAPSHOT_NOT_ALLOWED
 */
export function takePoint(
  args: Arguments,
  connection: string,
  role: SpecRole,
  rule: SnapshotRule,
  fallback: string | null = null,
  like: Pick<ImageRef, 'pool' | 'namespace'> | null = null,
): PointRef {
  const keys = KEYS[role]
  const which = role === 'destination' ? 'destination ' : ''
  const named = args.option(keys.image)
  const text = named === null ? args.take() : null
  const spec = text === null ? null : parseSpec(text)
  const image = named ?? spec?.image ?? fallback
  if (image === null) throw new AppError('E_ARGUMENT_MISSING', `${which}image name was not specified`)
  const snapshot = spec?.snapshot ?? args.option(keys.snapshot)
  if (role === 'source' || args.said.image === null) {
    args.said.image = image
    args.said.snapshot = snapshot
  }
  if (snapshot !== null && rule === 'forbidden') {
    const message = `${which}snapshot name specified for a command that doesn't use it`
    throw new AppError('E_SPEC_SNAPSHOT_NOT_ALLOWED', message, { detail: { snapshot } })
  }
  if (snapshot === null && rule === 'required') {
    throw new AppError('E_ARGUMENT_MISSING', `${which}snapshot name was not specified`)
  }
  const saysPool = spec !== null && spec.pool !== null
  return {
    connection: spec?.connection ?? connection,
    pool: nameFromText(spec?.pool ?? args.option(keys.pool) ?? like?.pool.text ?? 'rbd'),
    namespace: spec?.namespace ?? args.option(keys.namespace) ?? (saysPool ? '' : (like?.namespace ?? '')),
    image: nameFromText(image),
    snapshot: snapshot === null ? null : nameFromText(snapshot),
  }
}

/** {@link takePoint} for a command that takes no snapshot. */
export function takeImage(
  args: Arguments,
  connection: string,
  role: SpecRole,
  fallback: string | null = null,
  like: Pick<ImageRef, 'pool' | 'namespace'> | null = null,
): ImageRef {
  return imageOf(takePoint(args, connection, role, 'forbidden', fallback, like))
}

/**
 * Takes the pool a command is about: from the next argument, else from `--pool` and `--namespace`.
 *
 * @param fallback the pool where none is given; null: it must be.
 * @throws AppError E_ARGUMENT_MISSING, E_SPEC_INVALID
 */
export function takePool(args: Arguments, connection: string, fallback: string | null): PoolRef {
  const option = args.option('pool')
  const text = args.take()
  const spec = text === null ? null : parsePoolSpec(text)
  const pool = spec?.pool ?? option ?? fallback
  if (pool === null) throw new AppError('E_ARGUMENT_MISSING', 'pool name was not specified')
  return {
    connection: spec?.connection ?? connection,
    pool: nameFromText(pool),
    namespace: spec?.namespace || args.option('namespace') || '',
  }
}
