import { z } from 'zod'
import { ConnectionName } from './connections.ts'
import { AppError } from './errors.ts'
import { Name, nameFromText } from './names.ts'

/** The library's connection: built in, always there. */
export const LIBRARY = 'library'

/** An image, said completely: no part is defaulted any more. `namespace` is empty for the default one. */
export const ImageRef = z.strictObject({
  connection: ConnectionName,
  pool: Name,
  namespace: z.string().max(4096),
  image: Name,
})
export type ImageRef = z.infer<typeof ImageRef>

/** A point of an image: one of its snapshots, or its head when `snapshot` is null. */
export const PointRef = ImageRef.extend({ snapshot: Name.nullable() })
export type PointRef = z.infer<typeof PointRef>

/** A spec as it was typed: what was not said is null. */
export interface Spec {
  readonly connection: string | null
  readonly pool: string | null
  readonly namespace: string | null
  readonly image: string | null
  readonly snapshot: string | null
}

const CONNECTION = /^([a-z0-9-]{1,32}):\/\//

/**
 * Splits `[CONNECTION://][pool/[namespace/]]image[@snap]` as `rbd` does (DESIGN §3): there are no escapes; what a spec cannot
 * say is said with options.
 *
 * @throws AppError E_SPEC_INVALID — an empty part, more than two slashes, a second `@`, or a slash after it.
 */
export function parseSpec(text: string): Spec {
  const invalid = () => new AppError('E_SPEC_INVALID', `invalid spec '${text}'`, { detail: { spec: text } })
  const prefix = CONNECTION.exec(text)
  const connection = prefix?.[1] ?? null
  const rest = prefix ? text.slice(prefix[0].length) : text
  const at = rest.indexOf('@')
  const path = at < 0 ? rest : rest.slice(0, at)
  const snapshot = at < 0 ? null : rest.slice(at + 1)
  if (snapshot !== null && (snapshot === '' || /[@/]/.test(snapshot))) throw invalid()
  const parts = path.split('/')
  if (parts.length > 3 || parts.some((part) => part === '')) throw invalid()
  const image = parts.at(-1) ?? null
  return {
    connection,
    pool: parts.length > 1 ? (parts[0] ?? null) : null,
    namespace: parts.length > 2 ? (parts[1] ?? null) : null,
    image,
    snapshot,
  }
}

/**
 * Splits `[CONNECTION://]POOL[/NAMESPACE]`, the spec of commands that take a pool.
 *
 * @throws AppError E_SPEC_INVALID
 */
export function parsePoolSpec(text: string): {
  readonly connection: string | null
  readonly pool: string
  readonly namespace: string
} {
  const prefix = CONNECTION.exec(text)
  const rest = prefix ? text.slice(prefix[0].length) : text
  const [pool = '', namespace = '', ...more] = rest.split('/')
  if (pool === '' || more.length > 0 || rest.includes('@')) {
    throw new AppError('E_SPEC_INVALID', `invalid pool name '${text}'`, { detail: { spec: text } })
  }
  return { connection: prefix?.[1] ?? null, pool, namespace }
}

/** The image of a spec with `rbd`'s defaults filled in: pool `rbd`, the default namespace. */
export function specToImage(spec: Spec & { readonly image: string }, connection: string): ImageRef {
  return {
    connection: spec.connection ?? connection,
    pool: nameFromText(spec.pool ?? 'rbd'),
    namespace: spec.namespace ?? '',
    image: nameFromText(spec.image),
  }
}

/** The spec one would type for an image or a point of it; the connection is said only where `withConnection` asks for it. */
export function formatSpec(ref: ImageRef | PointRef, withConnection = false): string {
  const prefix = withConnection ? `${ref.connection}://` : ''
  const namespace = ref.namespace === '' ? '' : `${ref.namespace}/`
  const snapshot = 'snapshot' in ref && ref.snapshot !== null ? `@${ref.snapshot.text}` : ''
  return `${prefix}${ref.pool.text}/${namespace}${ref.image.text}${snapshot}`
}

/** The image a point belongs to. */
export function imageOf(point: PointRef): ImageRef {
  return { connection: point.connection, pool: point.pool, namespace: point.namespace, image: point.image }
}
