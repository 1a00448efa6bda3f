import { existsSync } from 'node:fs'
import { AppError } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { parseSpec, specToImage } from '../../shared/imageSpec.ts'
import type { ContentRef } from '../../shared/jobs.ts'
import { type Name, nameFromText } from '../../shared/names.ts'
import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import { requireLibrary } from './connection.ts'
import { filePath } from './runJob.ts'

/** Some content the line names, and whether a library is needed to read it. */
export interface SaidContent {
  readonly content: ContentRef
  readonly needsLibrary: boolean
}

/** Whether a word names an image and not a file: only with its connection in front, `library://rbd/img`. */
export function isImageWord(word: string): boolean {
  return /^[a-z0-9-]{1,32}:\/\//.test(word)
}

/**
 * The file a word names, where an image could have been named too. A word that could be an image and is no file is told how images are written.
 *
 * @throws AppError E_FILE_NOT_FOUND
 */
export function contentPath(word: string, args: Arguments, context: CommandContext): string {
  const path = filePath(word, args, context)
  if (!/^[^./-].*[/@]/.test(word) || existsSync(path)) return path
  throw new AppError('E_FILE_NOT_FOUND', `There is no file ${path}`, {
    hint: `An image is written with its connection in front: ${context.connection}://${word}`,
    detail: { path, errno: 'ENOENT' },
  })
}

/** An image of the library, or a point of one, said with its connection. @throws AppError E_SPEC_INVALID, E_UNSUPPORTED for one on a cluster */
export function pointOfWord(
  word: string,
  { connection }: CommandContext,
  verb: string,
): { readonly image: ImageRef; readonly snapshot: Name | null } {
  const spec = parseSpec(word)
  if (spec.image === null) throw new AppError('E_SPEC_INVALID', `invalid spec '${word}'`)
  const image = specToImage({ ...spec, image: spec.image }, connection)
  requireLibrary(image.connection, verb)
  return { image, snapshot: spec.snapshot === null ? null : nameFromText(spec.snapshot) }
}

/**
 * Reads side A or B of a comparison: the next argument, or the files of `--a` (`--b`), which follow each other as a chain; `--at-a`
 * (`--at-b`) says the point of files.
 *
 * @throws AppError E_ARGUMENT_MISSING, E_SPEC_INVALID, E_UNSUPPORTED
 */
export function readSide(side: 'a' | 'b', args: Arguments, context: CommandContext): SaidContent {
  const at = args.option(`at-${side}`)
  const listed = args.list(side)
  const words = listed.length > 0 ? listed : [args.take()]
  const [first] = words
  if (first === null || first === undefined) {
    throw new AppError('E_ARGUMENT_MISSING', `${side === 'a' ? 'first' : 'second'} content was not specified`)
  }
  if (words.length === 1 && isImageWord(first)) {
    const { image, snapshot } = pointOfWord(first, context, args.verb)
    const point = { ...image, snapshot: snapshot ?? (at === null ? null : nameFromText(at)) }
    return { content: { kind: 'point', point }, needsLibrary: true }
  }
  const paths = words.map((word) => contentPath(word ?? '', args, context))
  return { content: { kind: 'files', paths, at: at === null ? null : nameFromText(at) }, needsLibrary: false }
}
