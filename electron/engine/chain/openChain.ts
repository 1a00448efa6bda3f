import { AppError } from '../../../shared/errors.ts'
import type { MergeInput } from '../../../shared/jobs.ts'
import { FileCache, OPEN_FILES_MAX } from '../io/fileCache.ts'
import type { OpContext } from '../ops/context.ts'
import type { InputContext } from '../ops/inputFile.ts'
import { libraryRef } from '../ops/refs.ts'
import { joinChain, joinForMerge } from './checkOrder.ts'
import { type FileWork, openFileLinks } from './fileLinks.ts'
import type { OpenedInput } from './opened.ts'
import { openRangeLinks, rangeCalled, rangePoints } from './rangeLinks.ts'
import { type ChainLink, NO_FACTS, type OpenChain } from './types.ts'

/** How a chain is opened. */
export interface ChainOptions {
  /** `merge`: v1 diffs and stretches of images, joined as the real `merge-diff` joins. `chain`: every kind of file. */
  readonly reading: 'merge' | 'chain'
  readonly sort?: boolean | undefined
  /** How files are opened: where packed ones are unpacked. */
  readonly files: InputContext
  /** As {@link FileWork.standardInput}. */
  readonly standardInput?: FileWork['standardInput']
}

/**
 * Opens deltas that follow each other: the heads of all inputs are read, their structure and their order checked; nothing is written.
 *
 * At most 64 files are open at once, however many there are. Memory: 25 bytes a record.
 * @throws AppError E_CHAIN_GAP, E_CHAIN_FORK, E_MERGE_NOT_CONTINUOUS, E_STREAM_*, E_FORMAT_*, E_FILE_*, and those of a library's stretch
 */
export async function openChain(
  inputs: readonly MergeInput[],
  context: OpContext,
  options: ChainOptions,
): Promise<OpenChain> {
  const files = inputs.filter(({ kind }) => kind === 'file').length
  const cache = files > OPEN_FILES_MAX ? new FileCache({ meter: context.meter }) : null
  const opened: OpenedInput[] = []
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((input) => input.close()))
    await cache?.close()
  }
  const work: FileWork = {
    context: options.files,
    diffsOnly: options.reading === 'merge',
    sort: options.sort ?? false,
    cache,
    standardInput: options.standardInput,
  }
  try {
    for (const [number, input] of inputs.entries()) {
      context.signal.throwIfAborted()
      opened.push(
        input.kind === 'file'
          ? await openFileLinks(input.path, number, work)
          : await openRangeLinks(
              {
                library: context.library,
                ref: libraryRef(input.image),
                called: rangeCalled(input),
                meter: context.meter,
                signal: context.signal,
                ...rangePoints(input),
              },
              number,
            ),
      )
    }
    return joined(opened, options.reading, close)
  } catch (error) {
    await close()
    throw error
  }
}

function joined(
  opened: readonly OpenedInput[],
  reading: ChainOptions['reading'],
  close: () => Promise<void>,
): OpenChain {
  const [first] = opened
  if (first === undefined) throw new AppError('E_ARGUMENT_MISSING', 'There is nothing to read')
  const { links, warnings } = reading === 'merge' ? joinForMerge(opened) : joinChain(opened)
  return {
    inputs: opened.map(({ input }) => input),
    // A merge counts a diff without a size as one of size 0, as the real tool does; to a chain it says that the size stays.
    links: reading === 'merge' ? links : withSizes(links),
    fromNothing: links[0]?.header.from === null,
    facts: opened.find(({ facts }) => facts !== null)?.facts ?? NO_FACTS,
    source: opened.find(({ source }) => source !== null)?.source ?? null,
    warnings: [...warnings, ...opened.flatMap((input) => input.warnings)],
    close,
  }
}

/** Gives diffs without a size the size of the point before them. */
export function withSizes(links: readonly ChainLink[]): readonly ChainLink[] {
  let before = 0
  return links.map((link) => {
    const sizeBytes = link.header.sizeBytes ?? before
    before = sizeBytes
    return link.header.sizeBytes === null
      ? { ...link, header: { ...link.header, sizeBytes }, layer: { ...link.layer, sizeBytes } }
      : link
  })
}
