import type { Estimate } from '../../shared/estimate.ts'
import { AppError, fromWire, type WireError } from '../../shared/errors.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { inputPathsOf } from '../../shared/requestParts.ts'
import { formatBytes } from '../../shared/units.ts'
import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import type { Engine } from './engine.ts'
import { print } from './io.ts'
import { STANDARD_STREAM } from './standardStreams.ts'

/**
 * `--dry-run` of a job: reads the headers, makes the checks, prints what would be read, written and dropped, and does nothing. With
 * `--json` it prints the Estimate.
 *
 * @throws AppError what the job would end with; E_UNSUPPORTED for standard input, of which nothing is known before it has come.
 */
export async function dryRunJob(
  engine: Engine,
  request: JobRequest,
  args: Arguments,
  context: CommandContext,
): Promise<void> {
  if (inputPathsOf(request).includes(STANDARD_STREAM)) {
    throw new AppError('E_UNSUPPORTED', 'What comes over standard input is not known before it has come', {
      hint: 'Put it into a file first',
    })
  }
  await showPlan(await engine.call('job.estimate', request), args, context)
}

/** Prints a plan, and fails with the check that failed. @throws AppError the error of the first check that failed. */
export async function showPlan(estimate: Estimate, args: Arguments, { io, signal }: CommandContext): Promise<void> {
  const failed = estimate.checks.find(({ error }) => error !== null)?.error ?? null
  if (args.isGiven('json')) await print(io, signal, `${JSON.stringify(estimate)}\n`)
  else if (failed === null) await print(io, signal, formatPlan(estimate))
  if (failed !== null) throw fromWire(failed as WireError)
}

/**
 * A plan as text, a line an item, the kind of each in front:
 *
 * ```
 * reads   /backup/a.diff  12 KiB
 * writes  /backup/ab.diff  about 20 KiB
 * drops   snapshot s1
 * check   The diffs follow each other
 * note    Nothing but their order says that b.diff follows a.diff
 * ```
 */
export function formatPlan(estimate: Estimate): string {
  const item = ({ called, bytes }: { readonly called: string; readonly bytes: number | null }) =>
    bytes === null ? called : `${called}  ${formatBytes(bytes)}`
  const { reads = [], writes = [], drops = [], spillBytes = 0 } = estimate
  const lines: readonly (readonly [string, string])[] = [
    ...(reads.length > 0
      ? reads.map((one) => ['reads', item(one)] as const)
      : estimate.readBytes > 0
        ? [['reads', formatBytes(estimate.readBytes)] as const]
        : []),
    ...(writes.length > 0
      ? writes.map((one) => ['writes', item(one)] as const)
      : estimate.outputBytes !== null
        ? [['writes', formatBytes(estimate.outputBytes)] as const]
        : []),
    ...(spillBytes > 0 ? [['unpacks', `${formatBytes(spillBytes)} while it runs`] as const] : []),
    ...drops.map((one) => ['drops', one] as const),
    ...estimate.checks.map(({ label, state }) => [state === 'ok' ? 'check' : 'note', label] as const),
    ...estimate.warnings.map((warning) => ['note', warning] as const),
  ]
  return lines.map(([kind, text]) => `${kind.padEnd(7)} ${text}\n`).join('')
}
