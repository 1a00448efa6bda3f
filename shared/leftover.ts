import type { Name } from './names.ts'

/** What stands between the name of an image and eight hexadecimal digits while the image is being made on a cluster. */
export const TEMPORARY_MARK = '.rbd-studio-'

const TEMPORARY = /\.rbd-studio-[0-9a-f]{8}$/

/** Whether an image of a cluster is being made, or was left by an import that was killed: `NAME.rbd-studio-1a2b3c4d`. */
export function isTemporaryName({ text }: Pick<Name, 'text'>): boolean {
  return TEMPORARY.test(text)
}
