import { AppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobReport, JobRequest, MendIndex } from '../../../shared/jobs.ts'
import { nameFromBytes, nameToBytes } from '../../../shared/names.ts'
import { NAME_MAX_BYTES } from '../delta.ts'
import { headSizeBytes } from '../library/chain.ts'
import { checkRebuildable, type LostProposal } from '../library/lost/rebuild.ts'
import type { Finding } from '../library/lost/types.ts'
import type { OpContext, Plan, Prepared } from './context.ts'
import { called, libraryRef } from './refs.ts'

type MendRequest = Extract<JobRequest, { kind: 'mend' }>

/** So many findings stand in a plan. */
const FINDINGS_MAX = 1000

/**
 * Rebuilds the lost index of an image from its link files and their manifests. The plan says what was found and how sure that is; what is then written is that, or
 * nothing. Where the index is not lost there is nothing to do, and the plan says so.
 *
 * @throws AppError E_LIBRARY_DAMAGED where no chain begins; E_LIBRARY_INDEX_CHANGED where something else is found than was agreed to; E_POOL_NOT_FOUND,
 *   E_IMAGE_NOT_FOUND, E_IMAGE_EXISTS, E_LIBRARY_LOCKED
 */
export async function prepareMendIndex(request: MendRequest, asked: MendIndex, context: OpContext): Promise<Prepared> {
  const ref = libraryRef(request.target)
  const close = (): Promise<void> => Promise.resolve()
  const name = asked.name === undefined ? undefined : checkedName(nameToBytes(asked.name))
  const lost = await context.library.proposeIndex(ref, context.signal)
  if (lost === null) {
    const { index } = (await context.library.inspectImage(ref)).entry
    const plan = nothingPlan(request.target, index === null ? 0 : headSizeBytes(index))
    return { plan, run: () => Promise.resolve(reportOf(plan, request.target, context)), close }
  }
  checkRebuildable(lost.proposal, lost.paths)
  const { agreement } = lost.proposal
  if (asked.agreed !== undefined && asked.agreed !== agreement) throw changed(lost.paths.folder)
  const image = {
    ...request.target,
    namespace: lost.proposal.index.namespace,
    image: nameFromBytes(name ?? lost.proposal.index.name),
  }
  const plan = planOf(lost, image)
  return {
    plan,
    async run() {
      context.onProgress({ phase: 'finishing', doneBytes: 0, totalBytes: 0 })
      await context.library.rebuildIndex(ref, { agreed: agreement, name, signal: context.signal })
      return reportOf(plan, image, context)
    },
    close,
  }
}

function changed(folder: string): AppError {
  return new AppError('E_LIBRARY_INDEX_CHANGED', `What is found in ${folder} now is not what was agreed to`, {
    detail: { path: folder },
  })
}

function checkedName(name: Uint8Array): Uint8Array {
  if (name.length > 0 && name.length <= NAME_MAX_BYTES) return name
  throw new AppError('E_SPEC_INVALID', `An image's name has 1 to ${NAME_MAX_BYTES} bytes, not ${name.length}`, {
    detail: { lengthBytes: name.length },
  })
}

function planOf({ proposal, paths }: LostProposal, image: ImageRef): Plan {
  const { index, findings } = proposal
  const sum = (of: 'dataBytes' | 'zeroBytes' | 'records'): number =>
    index.links.reduce((total, link) => total + link[of], 0)
  const more = findings.length - FINDINGS_MAX
  return {
    outputBytes: 0,
    readBytes: 0,
    dataBytes: sum('dataBytes'),
    zeroBytes: sum('zeroBytes'),
    records: sum('records'),
    sizeBytes: headSizeBytes(index),
    checks: findings.slice(0, FINDINGS_MAX).map(checkOf),
    warnings: [
      ...(more > 0 ? [`${more} more findings are not shown`] : []),
      `Whether every bit of ${called(image)} is right is told by a verification, which should follow`,
    ],
    reads: [],
    writes: [{ called: paths.index, bytes: null }],
    drops: [],
  }
}

function checkOf({ what, found, proof, why }: Finding): Plan['checks'][number] {
  return { label: `${what}: ${found} (${proof}: ${why})`, state: proof === 'proven' ? 'ok' : 'warning' }
}

function nothingPlan(target: ImageRef, sizeBytes: number): Plan {
  const warnings = [`The index of ${called(target)} is not lost, so there is nothing to rebuild`]
  return {
    outputBytes: 0,
    readBytes: 0,
    dataBytes: 0,
    zeroBytes: 0,
    records: 0,
    sizeBytes,
    checks: [],
    warnings,
    reads: [],
    writes: [],
    drops: [],
  }
}

function reportOf(
  { dataBytes, zeroBytes, records, sizeBytes, warnings }: Plan,
  target: ImageRef,
  { meter }: OpContext,
): JobReport {
  return {
    readBytes: meter.readBytes,
    writtenBytes: meter.writtenBytes,
    dataBytes,
    zeroBytes,
    records,
    sizeBytes,
    path: null,
    target,
    warnings: [...warnings],
  }
}
