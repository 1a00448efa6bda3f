import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import { isAppError } from '../../../../shared/errors.ts'
import { encodedSizeBytes } from '../../codec/diffV1Encode.ts'
import type { NewLink } from '../../library/chain.ts'
import type { ImageIndex, NewImage } from '../../library/types.ts'
import { appendWarnings, checkAppends } from '../append.ts'
import type { OpContext } from '../context.ts'
import { appendReader } from '../importStream.ts'
import { libraryRef } from '../refs.ts'
import type { Written } from '../written.ts'
import { libraryContent, pointsOf } from './librarySource.ts'
import type { NewFacts, TransferTarget } from './types.ts'

/** What is asked of a target: that it is there, that it is not, or whichever is true. */
export type Wanted = 'there' | 'new' | 'either'

/**
 * An image of the library as the end that is written.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND where it must be there, E_IMAGE_EXISTS where it must not, E_LIBRARY_*
 */
export async function libraryTarget(ref: ImageRef, wanted: Wanted, context: OpContext): Promise<TransferTarget> {
  const { library, signal } = context
  const place = libraryRef(ref)
  const index = wanted === 'new' ? null : await found(ref, wanted, context)
  if (index === null) await library.checkNewImage(place)
  return {
    ref,
    isNew: index === null,
    points: index === null ? [] : pointsOf(index),
    content: (at) => libraryContent(ref, at, context),
    check(deltas) {
      if (index === null) return Promise.resolve([{ label: 'The name is free', state: 'ok' }])
      checkAppends(
        index,
        deltas.map(({ header }) => linkOf(header)),
        false,
      )
      return Promise.resolve([{ label: 'The target stands where the stretch begins', state: 'ok' }])
    },
    warningsOf: (deltas) =>
      index === null
        ? []
        : appendWarnings(
            index,
            deltas.map(({ header }) => linkOf(header)),
          ),
    async apply(delta, shifted, create) {
      const transaction = await library.begin(place, {
        what: `transfer into ${formatSpec(ref)}`,
        signal,
        ...(create === null ? {} : { create: factsOfNew(create) }),
      })
      const { header, totals, isExact } = delta
      const { records, dataBytes, zeroBytes } = await appendReader({
        transaction,
        reader: delta.open(),
        overlay: false,
        target: ref,
        context: shifted,
        totalBytes: isExact ? encodedSizeBytes(header, totals) : null,
      })
      return { records, dataBytes, zeroBytes }
    },
  }
}

async function found(ref: ImageRef, wanted: Wanted, { library }: OpContext): Promise<ImageIndex | null> {
  try {
    return await library.readImage(libraryRef(ref))
  } catch (error) {
    if (wanted === 'either' && isAppError(error, 'E_IMAGE_NOT_FOUND')) return null
    throw error
  }
}

/** A delta as the link it would be: the checks ask for its header alone. */
function linkOf(header: Written['header']): NewLink {
  return { kind: 'diff', header, fileBytes: 0, dataBytes: 0, zeroBytes: 0, records: 0 }
}

function factsOfNew({ order, features, stripeUnit, stripeCount, meta }: NewFacts): NewImage {
  return {
    ...(order === null ? {} : { order }),
    ...(features === null ? {} : { features }),
    ...(stripeUnit === null ? {} : { stripeUnit }),
    ...(stripeCount === null ? {} : { stripeCount }),
    meta,
  }
}
