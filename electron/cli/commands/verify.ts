import { statSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'
import type { Verification, VerifyTarget } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { badValue } from '../args.ts'
import type { Arguments } from '../arguments.ts'
import type { Command, CommandContext } from '../command.ts'
import { contentPath, isImageWord, pointOfWord } from '../contents.ts'
import { print } from '../io.ts'
import { DRY_RUN_OPTION, NO_PROGRESS_OPTION } from '../options.ts'
import { oneLine } from '../report.ts'
import { filePath, runJob } from '../runJob.ts'

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** `verify`: files, a folder or an image against their manifests and their structure. Ends with 1 where damage was found. */
export const verifyCommand: Command = {
  names: ['verify'],
  summary: 'Check files, a folder or an image against their manifests and their structure.',
  arguments: [
    { name: 'FILE...|DIR|IMAGE', help: 'files that follow each other, one folder, or CONNECTION://POOL/IMAGE' },
  ],
  maxArguments: Number.POSITIVE_INFINITY,
  options: [
    { name: 'percent', value: 'N', help: 'check at least this part of the blocks [100]' },
    { name: 'older-than', value: 'AGE', help: 'only what was not checked for so long: 12h, 7d, 4w' },
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const what = takeWhat(args, context)
    const percent = readPercent(args.option('percent'))
    const olderThanMs = readAge(args.option('older-than'))
    const engine = what.kind === 'image' ? await context.openLibrary() : context.engine
    const request = {
      kind: 'verify',
      what,
      ...(percent === null ? {} : { percent }),
      ...(olderThanMs === null ? {} : { olderThanMs }),
    } as const
    const report = await runJob(engine, request, 'Verifying', args, context)
    const { verification } = report ?? {}
    if (verification === undefined) return 0
    if (!args.isGiven('json')) await print(context.io, context.signal, formatVerification(verification))
    return verification.ok ? 0 : 1
  },
}

/** `manifest`: side manifests beside files that have none; the files follow each other as given. */
export const manifestCommand: Command = {
  names: ['manifest'],
  summary: 'Write side manifests beside files that have none.',
  arguments: [{ name: 'FILE...', help: 'files, in the order in which they follow each other' }],
  maxArguments: Number.POSITIVE_INFINITY,
  options: [DRY_RUN_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    const paths = args.takeAll().map((word) => filePath(word, args, context))
    if (paths.length === 0) throw new AppError('E_ARGUMENT_MISSING', 'path was not specified')
    await runJob(context.engine, { kind: 'manifest', paths }, 'Writing manifests', args, context)
    return 0
  },
}

/** An image is said with its connection; else one folder, or files. */
function takeWhat(args: Arguments, context: CommandContext): VerifyTarget {
  const words = args.takeAll()
  const [first] = words
  if (first === undefined) throw new AppError('E_ARGUMENT_MISSING', 'path was not specified')
  if (words.length === 1 && isImageWord(first)) {
    const { image, snapshot } = pointOfWord(first, context, args.verb)
    if (snapshot !== null) {
      const message = "snapshot name specified for a command that doesn't use it"
      throw new AppError('E_SPEC_SNAPSHOT_NOT_ALLOWED', message, { detail: { snapshot: snapshot.text } })
    }
    return { kind: 'image', image }
  }
  const paths = words.map((word) => contentPath(word, args, context))
  const isFolder = paths.length === 1 && statSync(paths[0] ?? '', { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? { kind: 'folder', path: paths[0] ?? '' } : { kind: 'files', paths }
}

function readPercent(text: string | null): number | null {
  if (text === null) return null
  const percent = Number(text.replace(/%$/, ''))
  if (!(percent >= 0 && percent <= 100)) throw badValue('percent', 'It takes 0 to 100')
  return percent
}

function readAge(text: string | null): number | null {
  if (text === null) return null
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? []
  const unitMs = UNITS_MS[unit]
  if (count === undefined || unitMs === undefined) throw badValue('older-than', 'For example 12h, 7d or 4w')
  return Number(count) * unitMs
}

const PROOFS: Readonly<Record<Verification['files'][number]['proof'], string>> = {
  digests: 'every digest is right',
  structure: 'the structure is sound; no manifest',
  skipped: 'not looked at this time',
}

/** A verification as text: a line a file, then what is wrong, then the sum. */
export function formatVerification({ ok, fileCount, problemCount, files, problems }: Verification): string {
  const lines = files.map(({ path, proof, checkedBytes, ok: isSound }) =>
    isSound
      ? `ok      ${oneLine(path)}  ${PROOFS[proof]} (${formatBytes(checkedBytes)})\n`
      : `DAMAGED ${oneLine(path)}\n`,
  )
  const faults = problems.map(({ kind, path, message }) => `${kind}: ${oneLine(path)}: ${oneLine(message)}\n`)
  const counted = `${fileCount} ${fileCount === 1 ? 'file' : 'files'}`
  const sum = ok ? `${counted}, nothing wrong\n` : `${counted}, ${problemCount} wrong\n`
  return [...lines, ...faults, sum].join('')
}
