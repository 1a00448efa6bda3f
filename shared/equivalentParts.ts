import type { ImageRef, PointRef } from './imageSpec.ts'
import { formatSpec } from './imageSpec.ts'
import type { JobRequest } from './jobs.ts'
import type { Name } from './names.ts'
import { sameName } from './names.ts'
import { imagesOf } from './requestParts.ts'

/** Lines one could type, or the sentence why there are none. */
export type Lines =
  | { readonly lines: readonly string[]; readonly reason: null }
  | { readonly lines: null; readonly reason: string }

/** How an image or a point is said, as what is read or as what is written. */
export type Say = (ref: ImageRef | PointRef, end: 'source' | 'target') => string

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/** One argument as sh reads it: bare where every character is plain, else in single quotes. */
export function quoteSh(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}

/** Words of a command as one line; an empty list leaves nothing. */
export function line(...args: readonly (string | readonly string[])[]): string {
  return args.flat().join(' ')
}

/** Lines that there are. */
export function ok(...lines: readonly string[]): Lines {
  return { lines, reason: null }
}

/** Why there are none. */
export function none(reason: string): Lines {
  return { lines: null, reason }
}

/** `--NAME VALUE`. A value that starts with a dash stays an argument of its option. */
export function option(name: string, value: string): readonly string[] {
  return value.startsWith('-') ? [quoteSh(`--${name}=${value}`)] : [`--${name}`, quoteSh(value)]
}

/** `--from-snap NAME`, or nothing. */
export function fromSnap(name: Name | null): readonly string[] {
  return name === null ? [] : option('from-snap', name.text)
}

/** An `export-diff` of either program. */
export function exportDiff(program: string, source: PointRef, from: Name | null, path: string, say: Say): string {
  return line(`${program} export-diff`, fromSnap(from), say(source, 'source'), path === '-' ? '-' : quoteSh(path))
}

/** A spec where one can say it, else options (DESIGN §3): names with `/` or `@` in them, or with a dash in front. */
export function sayRef(ref: ImageRef | PointRef, end: 'source' | 'target', withConnection: boolean): string {
  const snapshot = 'snapshot' in ref ? ref.snapshot : null
  const names = [ref.pool.text, ref.namespace, ref.image.text, snapshot?.text ?? '']
  const spec = formatSpec(ref, withConnection)
  if (!names.some((name) => /[/@]/.test(name)) && !spec.startsWith('-')) return quoteSh(spec)
  const prefix = end === 'target' ? '--dest-' : '--'
  const part = (name: string, value: string) => quoteSh(`${name}=${value}`)
  return [
    ...(withConnection ? [part('--connection', ref.connection)] : []),
    part(`${prefix}pool`, ref.pool.text),
    ...(ref.namespace === '' ? [] : [part(`${prefix}namespace`, ref.namespace)]),
    part(end === 'target' ? '--dest' : '--image', ref.image.text),
    ...(snapshot === null ? [] : [part('--snap', snapshot.text)]),
  ].join(' ')
}

/** Whether a reference can be said in one word, as commands take it that take files and images alike. */
export function isOneWord(ref: ImageRef | PointRef): boolean {
  return !sayRef(ref, 'source', true).startsWith('--')
}

/** Whether two references name the same image. */
export function sameImage(a: ImageRef, b: ImageRef): boolean {
  return (
    a.connection === b.connection &&
    sameName(a.pool, b.pool) &&
    a.namespace === b.namespace &&
    sameName(a.image, b.image)
  )
}

/** Every name of a request, of images and of points. */
export function namesOf(request: JobRequest): readonly Name[] {
  const images = imagesOf(request).flatMap((image) => [image.pool, image.image])
  return [...images, ...pointsOf(request).filter((name) => name !== null && name !== undefined)]
}

function pointsOf(request: JobRequest): readonly (Name | null | undefined)[] {
  switch (request.kind) {
    case 'export':
      return [request.source.snapshot]
    case 'export-diff':
    case 'pipe':
      return [request.source.snapshot, request.fromSnapshot]
    case 'merge':
      return request.inputs.flatMap((input) => (input.kind === 'range' ? [input.from, input.to] : []))
    case 'convert': {
      const { inputs, at, fromSnapshot, edits = {} } = request
      const { dropSnapshots = [], renameSnapshots = [] } = edits
      return [
        ...inputs.flatMap((input) => (input.kind === 'range' ? [input.from, input.to] : [])),
        at,
        fromSnapshot,
        edits.nameHead,
        edits.from,
        edits.to,
        ...dropSnapshots,
        ...renameSnapshots.flatMap(({ from, to }) => [from, to]),
      ]
    }
    case 'compare':
    case 'diff': {
      const ends = [request.a, request.b].map((side) => (side.kind === 'files' ? side.at : side.point.snapshot))
      return request.kind === 'diff' ? [...ends, request.from, request.to] : ends
    }
    case 'rollback':
      return [request.snapshot]
    case 'import':
    case 'import-diff':
    case 'verify':
    case 'manifest':
    case 'fold':
    case 'replicate':
    case 'flatten':
      return []
    case 'mend':
      return [request.index?.name ?? null]
  }
}
