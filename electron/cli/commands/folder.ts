import { AppError } from '../../../shared/errors.ts'
import type { AdoptedChain, FolderScan } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Arguments } from '../arguments.ts'
import type { Command, CommandContext } from '../command.ts'
import { print } from '../io.ts'
import { DRY_RUN_OPTION } from '../options.ts'
import { filePath } from '../runJob.ts'
import { runStep } from '../runStep.ts'

/** `chain`: the files of a folder, sorted into chains, with gaps and forks named. Ends with 1 where something is missing or unusable. */
export const chainCommand: Command = {
  names: ['chain'],
  summary: 'Show how the export files of a folder follow each other.',
  arguments: [{ name: 'DIR', help: 'folder to read' }],
  maxArguments: 1,
  options: [],
  async run(args, context) {
    const path = takeFolder(args, context)
    args.finish()
    const scan = await context.engine.call('folder.scan', { path })
    const text = args.isGiven('json') ? `${JSON.stringify(scan)}\n` : formatScan(scan)
    await print(context.io, context.signal, text)
    const isWhole = scan.leftovers.length === 0 && scan.chains.every(({ steps, usable }) => usable === steps.length)
    return isWhole ? 0 : 1
  },
}

/** `adopt`: a folder of somebody's files is remembered by the library; without a folder, what is remembered is listed. */
export const adoptCommand: Command = {
  names: ['adopt'],
  summary: 'Remember a folder of export files; without one, list those remembered.',
  arguments: [{ name: '[DIR]', help: 'folder; it is read, and never changed' }],
  maxArguments: 1,
  options: [DRY_RUN_OPTION],
  async run(args, context) {
    const { io, signal } = context
    if (args.left() === 0) {
      const folders = await (await context.openLibrary()).call('folder.list', {})
      const text = args.isGiven('json')
        ? `${JSON.stringify(folders)}\n`
        : folders.map(({ id, path }) => `${id}  ${path}\n`).join('')
      await print(io, signal, text)
      return 0
    }
    const path = takeFolder(args, context)
    args.finish()
    const engine = await context.openLibrary()
    await runStep(args, context, {
      title: null,
      target: path,
      check: () => engine.call('folder.scan', { path }),
      run: () => engine.call('folder.adopt', { path }),
    })
    return 0
  },
}

/** `forget`: a folder is remembered no more; its files stay as they are. */
export const forgetCommand: Command = {
  names: ['forget'],
  summary: 'Forget a folder that was adopted; its files stay.',
  arguments: [{ name: 'DIR|ID', help: 'folder, or its id as adopt lists it' }],
  maxArguments: 1,
  options: [DRY_RUN_OPTION],
  async run(args, context) {
    const word = args.take()
    if (word === null) throw new AppError('E_ARGUMENT_MISSING', 'folder was not specified')
    args.finish()
    const engine = await context.openLibrary()
    const path = filePath(word, args, context)
    const folders = await engine.call('folder.list', {})
    const found = folders.find((folder) => folder.id === word || folder.path === path)
    if (found === undefined) {
      throw new AppError('E_FILE_NOT_FOUND', `${word} was not adopted`, { hint: 'rbd-studio adopt lists what was' })
    }
    await runStep(args, context, {
      title: null,
      target: found.path,
      check: () => Promise.resolve(),
      run: () => engine.call('folder.forget', { id: found.id }),
    })
    return 0
  },
}

function takeFolder(args: Arguments, context: CommandContext): string {
  const word = args.take()
  if (word === null) throw new AppError('E_ARGUMENT_MISSING', 'folder was not specified')
  return filePath(word, args, context)
}

/**
 * A folder as text: each chain with its files in order, gaps between them, then what stands in no chain:
 *
 * ```
 * img: 3 files, 2 of them usable
 *   (nothing) -> s1   img.full      12 MiB
 *   s1 -> s2          img.s1-s2     1.2 MiB
 *   -- gap: nothing leads from s2 to s3
 *   s3 -> (head)      img.s3-head   3 KiB
 * ```
 */
export function formatScan({ path, chains, leftovers, otherFiles }: FolderScan): string {
  const parts = [
    ...chains.map(formatChain),
    leftovers.length === 0
      ? ''
      : `In no chain:\n${leftovers.map(({ file, reason }) => `  ${file.name}: ${reason}\n`).join('')}`,
    otherFiles === 0 ? '' : `${otherFiles} other ${otherFiles === 1 ? 'file' : 'files'}\n`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? `No export files in ${path}\n` : parts.join('\n')
}

function formatChain({ called, steps, usable }: AdoptedChain): string {
  const files = `${steps.length} ${steps.length === 1 ? 'file' : 'files'}`
  const rest = usable === steps.length ? '' : `, ${usable} of them usable`
  const spans = steps.map(({ file }) => spanOf(file))
  const wide = Math.max(...spans.map((span) => span.length))
  const nameWide = Math.max(...steps.map(({ file }) => file.name.length))
  const lines = steps.map(({ file, gap }, at) => {
    const missing = gap === null ? '' : `  -- gap: ${gap.sentence}\n`
    const problem = file.problem === null ? '' : `  ${file.problem.message}`
    const span = (spans[at] ?? '').padEnd(wide)
    return `${missing}  ${span}  ${file.name.padEnd(nameWide)}  ${formatBytes(file.fileBytes)}${problem}\n`
  })
  return `${called}: ${files}${rest}\n${lines.join('')}`
}

/** Where a file begins and ends: a raw export and one of format 2 begin from nothing. */
function spanOf({ kind, from, to, points }: FileInspection): string {
  if (kind === 'raw') return '(nothing) -> (head)'
  if (points !== undefined) {
    return ['(nothing)', ...points.map(({ name }) => name?.text ?? '(head)')].join(' -> ')
  }
  return `${from?.text ?? '(nothing)'} -> ${to?.text ?? '(head)'}`
}
