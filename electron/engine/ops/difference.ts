import type { JobRequest } from '../../../shared/jobs.ts'
import { type Name, nameToBytes } from '../../../shared/names.ts'
import { subtract } from '../algebra/subtract.ts'
import { dataOf } from './compare.ts'
import { openTwo } from './contents.ts'
import type { OpContext, Prepared } from './context.ts'
import { closingOnRefusal, prepareDiff } from './encode.ts'
import { inputsFor } from './inputFile.ts'
import type { Written } from './written.ts'

/**
 * Writes what turns one content into another as a v1 diff: of two points, two files or chains, or two different images ("child minus
 * parent", which Ceph lacks).
 *
 * @throws AppError as `openContent`, and E_FILE_EXISTS, E_FILE_NOT_FOUND …
 */
export async function prepareDifference(
  request: Extract<JobRequest, { kind: 'diff' }>,
  context: OpContext,
): Promise<Prepared> {
  const both = await openTwo(request.a, request.b, context, inputsFor(request.path, context))
  const { a, b } = both
  return closingOnRefusal(
    () => both.close(),
    () => {
      const header = {
        from: nameFor(request.from, a.name),
        to: nameFor(request.to, b.name),
        sizeBytes: b.content.sizeBytes,
      }
      const open: Written['open'] = () => subtract(header, a.content, b.content, { signal: context.signal })
      const dataBytes = dataOf(a.content) + dataOf(b.content)
      const totals = { count: 0, dataBytes, zeroBytes: 0 }
      const delta: Written = { header, totals, isExact: false, open, openAsIs: open }
      const warnings =
        header.from === null
          ? [`The diff names no start: it fits nothing but ${a.called}, and must be laid over it`]
          : []
      return prepareDiff({
        deltas: [delta],
        origin: {
          inputs: [...a.chain.inputs, ...b.chain.inputs],
          source: b.chain.source,
          warnings: [...a.chain.warnings, ...b.chain.warnings],
          close: () => both.close(),
        },
        path: request.path,
        options: request.output,
        context,
        checks: ['Both can be read as whole images'],
        warnings,
      })
    },
  )
}

function nameFor(asked: Name | null | undefined, own: Uint8Array | null): Uint8Array | null {
  if (asked === undefined) return own
  return asked === null ? null : nameToBytes(asked)
}
