import type { ImageRef } from '../../../../shared/imageSpec.ts'
import type { OpContext } from '../context.ts'
import { isLive } from '../live/source.ts'
import { librarySource } from './librarySource.ts'
import { libraryTarget, type Wanted } from './libraryTarget.ts'
import { liveSource } from './liveSource.ts'
import { liveTarget } from './liveTarget.ts'
import type { TransferSource, TransferTarget } from './types.ts'

/** The end that is read, wherever it lies. `isHeadRead`: its head is asked for, and not a snapshot of it. @throws AppError as the ends */
export function openSource(ref: ImageRef, isHeadRead: boolean, context: OpContext): Promise<TransferSource> {
  return isLive(ref) ? liveSource(ref, isHeadRead, context) : librarySource(ref, context)
}

/** The end that is written, wherever it lies. @throws AppError as the ends */
export function openTarget(ref: ImageRef, wanted: Wanted, context: OpContext): Promise<TransferTarget> {
  return isLive(ref) ? liveTarget(ref, wanted, context) : libraryTarget(ref, wanted, context)
}
