import { formatSpec } from '../../../shared/imageSpec.ts'
import type { ContentRef } from '../../../shared/jobs.ts'
import { nameToBytes } from '../../../shared/names.ts'
import type { Content } from '../algebra/content.ts'
import { openChain } from '../chain/openChain.ts'
import { chainPoints, checkFull, checkNamesOnce, pointNamed } from '../chain/steps.ts'
import type { OpenChain } from '../chain/types.ts'
import type { OpContext } from './context.ts'
import { closingOnRefusal } from './encode.ts'
import type { InputContext } from './inputFile.ts'
import { openPoint } from './point.ts'

/** A content of a request, opened: what files make up at a point, or a point of an image. */
export interface OpenContent {
  readonly content: Content
  /** The point's name; null: the head. */
  readonly name: Uint8Array | null
  /** How a sentence calls it. */
  readonly called: string
  readonly chain: OpenChain
}

/**
 * Opens a content; whoever opened it closes its chain.
 *
 * @throws AppError E_DIFF_START_SNAPSHOT_MISSING for files that do not begin from nothing, E_SNAPSHOT_NOT_FOUND, E_CHAIN_*, E_STREAM_*, E_FORMAT_*,
 *   E_FILE_*, and those of a library's point
 */
export async function openContent(ref: ContentRef, context: OpContext, files: InputContext): Promise<OpenContent> {
  if (ref.kind === 'point') {
    const { chain, step } = await openPoint(ref.point, null, context)
    return {
      content: contentOf(chain, chain.links.length),
      name: step.header.to,
      called: formatSpec(ref.point),
      chain,
    }
  }
  const inputs = ref.paths.map((path) => ({ kind: 'file' as const, path }))
  const chain = await openChain(inputs, context, { reading: 'chain', files })
  return closingOnRefusal(
    () => chain.close(),
    () => {
      checkFull(chain)
      const points = chainPoints(chain)
      checkNamesOnce(points)
      const at = ref.at === null ? chain.links.length : pointNamed(points, nameToBytes(ref.at))
      const last = ref.paths.at(-1) ?? ''
      return {
        content: contentOf(chain, at),
        name: points[at]?.name ?? null,
        called: ref.at === null ? last : `${last} at “${ref.at.text}”`,
        chain,
      }
    },
  )
}

/** The content of a chain from nothing at the point behind `count` links. */
export function contentOf({ links }: OpenChain, count: number): Content {
  const taken = links.slice(0, count)
  return {
    layers: taken.map(({ layer }) => layer),
    files: taken.map(({ file }) => file),
    keys: taken.map(({ key }) => key),
    sizeBytes: taken.at(-1)?.layer.sizeBytes ?? 0,
  }
}

/** Opens two contents; both or none. */
export async function openTwo(
  a: ContentRef,
  b: ContentRef,
  context: OpContext,
  files: InputContext,
): Promise<{ readonly a: OpenContent; readonly b: OpenContent; close(): Promise<void> }> {
  const first = await openContent(a, context, files)
  const second = await openContent(b, context, files).catch(async (error: unknown) => {
    await first.chain.close()
    throw error
  })
  return {
    a: first,
    b: second,
    async close() {
      await first.chain.close()
      await second.chain.close()
    },
  }
}
