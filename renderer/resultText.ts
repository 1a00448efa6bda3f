import type { Comparison, Verification, VerifyProblem } from '../shared/jobs.ts'
import { formatBytes } from '../shared/units.ts'
import { count, formatCount } from './strings.ts'

type ProblemKind = VerifyProblem['kind']

/** The text of what jobs found out: verifications and comparisons. */
export const resultText = {
  open: 'Show the result',
  verification: {
    title: 'Verification',
    region: 'Problems',
    show: 'Show on the timeline',
    repair: 'Repair…',
    files: 'Files',
    sentence,
    subtitle: (took: string, when: string) => `${when}, took ${took}`,
    file: 'File',
    proof: 'Looked at',
    checked: 'Checked',
    result: 'Result',
    ok: 'as it was written',
    structureOk: 'well formed',
    bad: 'has a problem',
    skipped: 'not this time',
    proofOf: { digests: 'every bit, by its manifest', structure: 'its structure', skipped: 'skipped' },
    where: (offset: number, length: number | null) =>
      length === null
        ? `at byte ${formatCount(offset)}`
        : `bytes ${formatCount(offset)} to ${formatCount(offset + length - 1)} (${formatBytes(length)})`,
    more: (n: number) => `and ${count(n, 'more problem')} that the list leaves out`,
    moreFiles: (n: number) => `and ${count(n, 'more file')} that the list leaves out`,
    noDigests: (n: number) =>
      `${count(n, 'file')} without a manifest: only the structure could be looked at. Write manifests to prove every bit from now on.`,
    kind: {
      flipped: 'Bytes have changed',
      cut: 'Cut short',
      longer: 'Longer than it was',
      foreign: 'Another file under this name',
      'wrong-parent': 'Continues another chain',
      'missing-link': 'A file before it is missing',
      missing: 'Missing',
      structure: 'Broken structure',
      manifest: 'The manifest cannot be used',
    } satisfies Record<ProblemKind, string>,
    next: {
      flipped: 'Use another copy of this file. The points before it are not touched by this.',
      cut: 'Fetch the file again from where it came from: a copy was broken off.',
      longer: 'Something was written behind its end. Fetch the file again from where it came from.',
      foreign: 'Find the file that belongs here; this one was made of something else.',
      'wrong-parent': 'Find the file that was made after the one before it; its manifest names its parent.',
      'missing-link':
        'Put the missing file back, or make one increment over the gap while the source still has both snapshots.',
      missing: 'Put the file back. Points before it stay restorable.',
      structure: 'Use another copy, or make the file again from the image.',
      manifest: 'The file itself may be well: move its .rbdm.json away and write a new manifest.',
    } satisfies Record<ProblemKind, string>,
  },
  comparison: {
    title: 'Comparison',
    equal: 'Both have the same content',
    differ: (count: number, bytes: string) =>
      `They differ in ${formatCount(count)} ${count === 1 ? 'place' : 'places'}, ${bytes}`,
    sentence: comparisonSentence,
    sizes: 'They have different sizes',
    a: 'A',
    b: 'B',
    size: 'Size',
    differing: 'Differing bytes',
    places: 'Places',
    table: 'Where they differ',
    from: 'From',
    to: 'To',
    length: 'Length',
    has: 'B has there',
    kind: { data: 'data', zero: 'zeros' },
    more: (n: number) => `and ${count(n, 'more place')} that the list leaves out`,
    makeDiff: 'Make a diff of A to B…',
    none: 'They do not differ anywhere.',
  },
} as const

function sentence({ ok, fileCount, problemCount, files }: Verification): string {
  const skipped = files.filter(({ proof }) => proof === 'skipped').length
  const looked = fileCount - skipped
  const left = skipped === 0 ? '' : `, ${count(skipped, 'file')} not looked at this time`
  if (!ok || problemCount > 0) return `${count(problemCount, 'problem')} in ${count(fileCount, 'file')}${left}`
  const proven = files.filter(({ proof }) => proof === 'digests').length
  if (looked === 0) return `Nothing was due: ${count(fileCount, 'file')} verified before`
  if (proven >= looked) return `${count(looked, 'file')} verified, every bit as it was written${left}`
  if (proven === 0) return `${count(looked, 'file')} well formed; no manifest to prove every bit${left}`
  return `${count(looked, 'file')} well: ${formatCount(proven)} to every bit, ${formatCount(looked - proven)} by structure${left}`
}

function comparisonSentence({ equal, differenceCount, differingBytes, aSizeBytes, bSizeBytes }: Comparison): string {
  if (equal) return 'Both have the same content'
  const places = `${formatCount(differenceCount)} ${differenceCount === 1 ? 'place' : 'places'}`
  const sizes = aSizeBytes === bSizeBytes ? '' : `, sizes ${formatBytes(aSizeBytes)} and ${formatBytes(bSizeBytes)}`
  return `They differ in ${places}, ${formatBytes(differingBytes)}${sizes}`
}
