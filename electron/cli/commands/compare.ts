import type { Comparison } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Command } from '../command.ts'
import { readSide } from '../contents.ts'
import { print } from '../io.ts'
import { NO_PROGRESS_OPTION } from '../options.ts'
import { runJob } from '../runJob.ts'
import { type Column, formatTable } from '../table.ts'

/** `compare`: whether two contents are the same, and where not. Ends with 1 where they differ. */
export const compareCommand: Command = {
  names: ['compare'],
  summary: 'Compare two contents: files of any kind, chains of files, or points of images.',
  arguments: [
    { name: 'A', help: 'file, or CONNECTION://POOL/IMAGE[@SNAP]' },
    { name: 'B', help: 'file, or CONNECTION://POOL/IMAGE[@SNAP]' },
  ],
  maxArguments: 2,
  options: [
    { name: 'a', value: 'FILE', help: 'a file of A; several are a chain', repeatable: true },
    { name: 'b', value: 'FILE', help: 'a file of B; several are a chain', repeatable: true },
    { name: 'at-a', value: 'SNAP', help: 'the point of A [its last]' },
    { name: 'at-b', value: 'SNAP', help: 'the point of B [its last]' },
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const a = readSide('a', args, context)
    const b = readSide('b', args, context)
    args.finish()
    const engine = a.needsLibrary || b.needsLibrary ? await context.openLibrary() : context.engine
    const request = { kind: 'compare', a: a.content, b: b.content } as const
    const report = await runJob(engine, request, 'Comparing', args, context)
    const { comparison } = report ?? {}
    if (comparison === undefined) return 0
    if (!args.isGiven('json')) await print(context.io, context.signal, formatComparison(comparison))
    return comparison.equal ? 0 : 1
  },
}

const COLUMNS: readonly Column[] = [
  { heading: 'Offset', align: 'left' },
  { heading: 'Length', align: 'left' },
  { heading: 'B has', align: 'left' },
]

/** A comparison as text: one sentence, then the stretches that differ. */
export function formatComparison(comparison: Comparison): string {
  const { equal, aSizeBytes, bSizeBytes, differingBytes, differenceCount, differences } = comparison
  if (equal) return `The same: ${formatBytes(aSizeBytes)}\n`
  const sizes = aSizeBytes === bSizeBytes ? '' : `; A has ${formatBytes(aSizeBytes)}, B ${formatBytes(bSizeBytes)}`
  const places = differenceCount === 1 ? '1 place' : `${differenceCount} places`
  const left = differenceCount - differences.length
  return [
    `Different: ${formatBytes(differingBytes)} in ${places}${sizes}\n`,
    formatTable(
      COLUMNS,
      differences.map(({ offset, length, kind }) => [String(offset), String(length), kind]),
    ),
    left > 0 ? `and ${left} more\n` : '',
  ].join('')
}
