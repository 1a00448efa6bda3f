import { resolve } from 'node:path'
import type { FileInspection, FileKind, FileRecords, Inspection } from '../../../shared/inspection.ts'
import { exitCodeOf } from '../../../shared/errorCatalogue.ts'
import { AppError, type WireError } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Command } from '../command.ts'
import type { Engine } from '../engine.ts'
import { print } from '../io.ts'
import { formatOwn } from '../report.ts'

/** `inspect`: what files are and hold, read from their headers. Needs no library. */
export const inspectCommand: Command = {
  names: ['inspect'],
  summary: 'Show what files are and hold, from their headers.',
  arguments: [{ name: 'FILE...', help: 'files to read' }],
  maxArguments: Number.POSITIVE_INFINITY,
  options: [{ name: 'records', help: 'list the records too: where each begins, how long it is, what it brings' }],
  async run(args, { io, signal, engine }) {
    const paths = args.takeAll()
    if (paths.length === 0) throw new AppError('E_ARGUMENT_MISSING', 'path was not specified')
    const inspection = await engine.call('file.inspect', { paths: paths.map((path) => resolve(io.cwd, path)) })
    const isListed = args.isGiven('records')
    if (args.isGiven('json')) {
      const lists = isListed ? { lists: await allRecords(inspection, engine) } : {}
      await print(io, signal, `${JSON.stringify({ ...inspection, ...lists })}\n`)
    } else {
      for (const file of inspection.files.filter(isReadable)) {
        await print(io, signal, formatFile(file))
        if (isListed && hasRecords(file)) {
          for await (const page of pagesOf(file.path, engine)) await print(io, signal, formatRecords(page))
        }
      }
    }
    const problems = inspection.files.flatMap((file) => (file.problem === null ? [] : [file.problem as WireError]))
    if (!args.isGiven('json')) for (const problem of problems) io.say(formatOwn(problem))
    const [first] = problems
    return first === undefined ? 0 : exitCodeOf(first, args.verb)
  },
}

const KINDS: Readonly<Record<FileKind, string>> = {
  raw: 'raw image',
  'diff-v1': 'diff',
  'diff-v2': 'diff of format 2',
  'image-v2': 'export of format 2',
  'damaged-banner': 'damaged at its first bytes',
  empty: 'empty',
  compressed: 'compressed',
  'other-image': 'another kind of disk image',
}

/** Records asked for at once: a file may have millions. */
const PAGE = 100_000

type Records = FileRecords['records']

function hasRecords({ problem, kind }: FileInspection): boolean {
  return problem === null && (kind === 'diff-v1' || kind === 'image-v2')
}

async function* pagesOf(path: string, engine: Engine): AsyncGenerator<Records> {
  for (let start: number | null = 0; start !== null; ) {
    const page: FileRecords = await engine.call('file.records', { path, start, limit: PAGE })
    yield page.records
    start = page.next
  }
}

async function allRecords(
  { files }: Inspection,
  engine: Engine,
): Promise<readonly { path: string; records: Records }[]> {
  const lists: { path: string; records: Records }[] = []
  for (const file of files.filter(hasRecords)) {
    const records: Records = []
    for await (const page of pagesOf(file.path, engine)) for (const record of page) records.push(record)
    lists.push({ path: file.path, records })
  }
  return lists
}

/** A line a record: `w 4096 +512` for data, `z` for zeros, as their tags are; of format 2 with the number of the diff in front. */
function formatRecords(records: Records): string {
  return records
    .map(({ delta, kind, offset, length }) => `\t${delta}: ${kind === 'data' ? 'w' : 'z'} ${offset} +${length}\n`)
    .join('')
}

/** Of a file that is not there, or could not be opened, nothing is known but its problem. */
function isReadable({ problem }: FileInspection): boolean {
  return problem === null || problem.code === 'E_FILE_EMPTY' || !problem.code.startsWith('E_FILE_')
}

/** A file's facts, each on a line of its own. */
function formatFile(file: FileInspection): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ['kind', file.what === null ? KINDS[file.kind] : `${KINDS[file.kind]} (${file.what})`],
    ['file size', size(file.fileBytes)],
    ['image size', file.sizeBytes === null ? null : size(file.sizeBytes)],
    ['from', file.kind === 'diff-v1' ? (file.from?.text ?? '(nothing)') : null],
    ['to', file.kind === 'diff-v1' ? (file.to?.text ?? '(head)') : null],
    ['records', file.records === null ? null : String(file.records)],
    ['data', file.dataBytes === null ? null : size(file.dataBytes)],
    ['zeros', file.zeroBytes === null ? null : size(file.zeroBytes)],
    ...imageFacts(file),
    ['complete', file.complete === null ? null : file.complete ? 'yes' : 'no'],
    ...file.findings.map((finding) => ['note', finding] as const),
  ]
  const lines = facts.flatMap(([name, value]) => (value === null ? [] : [`\t${name}: ${value}\n`]))
  return `${file.path}:\n${lines.join('')}`
}

/** Of an export of format 2: what its header says of the image, and the points it holds, oldest first. */
function imageFacts({
  image,
  points = [],
  packing,
  manifest,
}: FileInspection): readonly (readonly [string, string | null])[] {
  const said = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  return [
    ['packing', packing ?? null],
    ['manifest', manifest?.state ?? null],
    ['order', said(image?.order)],
    [
      'stripes',
      image === undefined || (image.stripeCount ?? 1) === 1
        ? null
        : `${image.stripeCount} of ${image.stripeUnit} bytes`,
    ],
    ...(image?.meta ?? []).map(({ key, value }) => ['meta', `${key.text} = ${value.text}`] as const),
    ...points.map((point) => ['point', pointText(point)] as const),
  ]
}

function pointText({
  name,
  sizeBytes,
  protected: isProtected,
  records,
  dataBytes,
}: NonNullable<FileInspection['points']>[number]): string {
  const facts = [
    formatBytes(sizeBytes),
    `${records} ${records === 1 ? 'record' : 'records'}`,
    `${formatBytes(dataBytes)} of data`,
  ]
  return `${name?.text ?? '(head)'}: ${[...facts, ...(isProtected ? ['protected'] : [])].join(', ')}`
}

function size(bytes: number): string {
  return bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${bytes} bytes)`
}
