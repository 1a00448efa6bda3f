import { AppError } from '../../../shared/errors.ts'
import type { Detected, ForeignFormat } from '../codec/detect.ts'

const BANNER_NAMES = {
  'diff-v1': 'an rbd diff',
  'diff-v2': 'an rbd diff of version 2',
  'image-v2': 'an rbd export of format 2',
}

/**
 * Lets raw bytes pass and refuses by name what is plainly something else (DESIGN §3).
 *
 * @throws AppError E_FILE_EMPTY, E_FORMAT_IS_DIFF, E_FORMAT_IS_IMAGE_V2, E_FORMAT_UNSUPPORTED, E_FORMAT_DAMAGED_BANNER,
 *   E_FORMAT_COMPRESSED, E_FORMAT_OTHER_IMAGE
 */
export function rawOrRefuse(detected: Detected, called: string): void {
  switch (detected.kind) {
    case 'raw':
      return
    case 'empty':
      throw new AppError('E_FILE_EMPTY', `${called} is empty`)
    case 'diff-v1':
      throw new AppError('E_FORMAT_IS_DIFF', `${called} is an rbd diff, not a raw image`, {
        hint: 'Create the image with create --size, then import-diff the file into it',
      })
    case 'diff-v2':
      throw new AppError(
        'E_FORMAT_UNSUPPORTED',
        `${called} is a v2 diff, which stands only inside an export of format 2`,
      )
    case 'image-v2':
      throw new AppError('E_FORMAT_IS_IMAGE_V2', `${called} is an export of format 2, which is not read here`)
    case 'damaged-banner':
      throw new AppError(
        'E_FORMAT_DAMAGED_BANNER',
        detected.cut
          ? `${called} ends inside the first line of ${BANNER_NAMES[detected.banner]}`
          : `${called} looks like ${BANNER_NAMES[detected.banner]} whose first bytes are damaged`,
      )
    case 'foreign':
      if (detected.compressed) throw compressed(detected.format, called)
      throw new AppError('E_FORMAT_OTHER_IMAGE', `${called} is a ${detected.format} image`, {
        hint: `Convert it first: qemu-img convert -O raw`,
        detail: { format: detected.format },
      })
  }
}

/** What a user says an input of `import` is. `anyBytes`: raw, whatever it looks like. */
export interface SaidFormat {
  readonly format: 'auto' | 'raw' | 'v2'
  readonly anyBytes?: boolean | undefined
}

/**
 * What an input of `import` is: told from its content, and held against what the user says (DESIGN §3).
 *
 * @throws AppError E_FORMAT_MISMATCH naming both; as {@link rawOrRefuse} for what is neither a raw image nor an export of format 2
 */
export function importKind(detected: Detected, { format, anyBytes = false }: SaidFormat, called: string): 'raw' | 'v2' {
  if (anyBytes && format !== 'v2') return 'raw'
  const { kind } = detected
  const isBanner = kind === 'diff-v1' || kind === 'diff-v2' || kind === 'image-v2'
  if (kind === 'image-v2' && format !== 'raw') return 'v2'
  if (isBanner && format !== 'auto') {
    const said = format === 'raw' ? 'a raw image' : BANNER_NAMES['image-v2']
    throw mismatch(`${called} is ${BANNER_NAMES[kind]}, and not ${said} as was said`, format, kind)
  }
  if (kind === 'raw' && format === 'v2') {
    throw mismatch(
      `${called} is a raw image or something unknown, and not ${BANNER_NAMES['image-v2']} as was said`,
      format,
      kind,
    )
  }
  rawOrRefuse(detected, called)
  return 'raw'
}

function mismatch(sentence: string, said: string, found: string): AppError {
  return new AppError('E_FORMAT_MISMATCH', sentence, { detail: { said, found } })
}

/** E_FORMAT_COMPRESSED for what is not unpacked here, with the command that does. */
export function compressed(format: ForeignFormat, called: string): AppError {
  return new AppError('E_FORMAT_COMPRESSED', `${called} is compressed with ${format}`, {
    hint: `Unpack it first: ${unpackCommand(format, called)}`,
    detail: { format },
  })
}

/** What sentences call the stream that `-` stands for. */
export const STANDARD_INPUT = 'standard input'

/** The command that unpacks a file and keeps it, or stands in front of a pipe. */
export function unpackCommand(format: ForeignFormat, path: string): string {
  if (path === STANDARD_INPUT) return `${format} -dc`
  switch (format) {
    case 'zip':
      return `unzip ${path}`
    case '7z':
      return `7z x ${path}`
    default:
      return `${format} -dk ${path}`
  }
}
