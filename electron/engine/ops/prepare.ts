import type { JobRequest } from '../../../shared/jobs.ts'
import { imagesOf, inputPathsOf } from '../../../shared/requestParts.ts'
import { anyFileError } from '../io/fileError.ts'
import { checkInputs } from './checkInputs.ts'
import { contextWith, type OpContext, type Plan, type Prepared, STANDARD_STREAM } from './context.ts'
import { prepareCompare } from './compare.ts'
import { prepareConvert } from './convert.ts'
import { prepareDifference } from './difference.ts'
import { prepareExportDiff } from './exportDiff.ts'
import { prepareExportV2 } from './exportImageV2.ts'
import { prepareExportRaw } from './exportRaw.ts'
import { prepareFold } from './fold.ts'
import { prepareImport } from './import.ts'
import { prepareImportDiff } from './importDiff.ts'
import { prepareMend } from './mend.ts'
import { prepareMerge } from './merge.ts'
import { asMergeDiffMeets } from './mergeFault.ts'
import { preparePipe } from './transfer/pipe.ts'
import { prepareRollback } from './rollback.ts'
import { prepareVerify } from './verify.ts'
import { prepareLiveDiff, prepareLiveRaw } from './live/exportLive.ts'
import { prepareLiveV2 } from './live/exportLiveV2.ts'
import { prepareLiveImportDiff } from './live/importDiffLive.ts'
import { prepareLiveRollback } from './live/rollbackLive.ts'
import { prepareLiveImport } from './live/importLive.ts'
import { prepareFlatten } from './live/flatten.ts'
import { prepareReplicate } from './transfer/replicate.ts'
import { isLive } from './live/source.ts'
import { type ClusterWatch, watchClusters } from './live/watch.ts'
import { prepareManifests } from './writeManifests.ts'

/**
 * The one way into every operation: reads headers, makes the checks, writes nothing. What comes back says what `run` will do.
 * The caller closes it, whatever happens.
 */
export async function prepare(request: JobRequest, given: OpContext): Promise<Prepared> {
  const watch = watchOf(request, given)
  const context = contextWith(given, { signal: watch.signal })
  const prepared = verifyingFirst(await prepareKind(request, context).catch(rethrow), request, context)
  const isPacked = 'output' in request && request.output?.compress === 'zstd'
  const plan = isPacked ? packedPlan(prepared.plan, request) : prepared.plan
  return { ...prepared, plan, run: () => watch.during(() => prepared.run()).catch(rethrow) }
}

/** Of a job that has to do with clusters: what ends it when they are gone. */
function watchOf(request: JobRequest, context: OpContext): ClusterWatch {
  const live = imagesOf(request).filter(isLive)
  if (live.length === 0) return { signal: context.signal, during: (work) => work() }
  const connections = [...new Set(live.map(({ connection }) => context.connections.get(connection)))]
  const ref = 'target' in request && isLive(request.target) ? request.target : null
  const target = ref === null ? null : { connection: context.connections.get(ref.connection), ref }
  return watchClusters({ connections, target }, context)
}

function rethrow(error: unknown): never {
  throw anyFileError(error)
}

/** Reads inputs with manifests whole before anything is written, where that is asked for. */
function verifyingFirst(prepared: Prepared, request: JobRequest, context: OpContext): Prepared {
  if (!('verifyFirst' in request) || request.verifyFirst !== true) return prepared
  return {
    ...prepared,
    async run() {
      const paths = inputPathsOf(request).filter((path) => path !== STANDARD_STREAM)
      await checkInputs(paths, context)
      return prepared.run()
    },
  }
}

/** How long a packed output will be is known when it is done. */
function packedPlan(plan: Plan, { kind, ...request }: JobRequest): Plan {
  const isRaw =
    (kind === 'export' && !('format' in request && request.format === 'v2')) ||
    ('to' in request && request.to === 'raw')
  const dense = 'Packed, a raw image is a stream: it has no holes, and unpacks to its whole size'
  return { ...plan, outputBytes: null, warnings: isRaw ? [...plan.warnings, dense] : plan.warnings }
}

function prepareKind(request: JobRequest, context: OpContext): Promise<Prepared> {
  switch (request.kind) {
    case 'export':
      if (isLive(request.source)) {
        return request.format === 'v2' ? prepareLiveV2(request, context) : prepareLiveRaw(request, context)
      }
      return request.format === 'v2' ? prepareExportV2(request, context) : prepareExportRaw(request, context)
    case 'export-diff':
      return isLive(request.source) ? prepareLiveDiff(request, context) : prepareExportDiff(request, context)
    case 'import':
      return isLive(request.target) ? prepareLiveImport(request, context) : prepareImport(request, context)
    case 'import-diff':
      return isLive(request.target) ? prepareLiveImportDiff(request, context) : prepareImportDiff(request, context)
    case 'merge':
      return prepareMerge(request, context).catch(async (error: unknown) => {
        throw await asMergeDiffMeets(error, request, context)
      })
    case 'pipe':
      return preparePipe(request, context)
    case 'rollback':
      return isLive(request.target) ? prepareLiveRollback(request, context) : prepareRollback(request, context)
    case 'replicate':
      return prepareReplicate(request, context)
    case 'flatten':
      return prepareFlatten(request, context)
    case 'fold':
      return prepareFold(request, context)
    case 'mend':
      return prepareMend(request, context)
    case 'convert':
      return prepareConvert(request, context)
    case 'verify':
      return prepareVerify(request, context)
    case 'manifest':
      return prepareManifests(request, context)
    case 'compare':
      return prepareCompare(request, context)
    case 'diff':
      return prepareDifference(request, context)
  }
}
