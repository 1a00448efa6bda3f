import { resolve } from 'node:path'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import { dryRunJob } from './dryRun.ts'
import type { Engine } from './engine.ts'
import { print } from './io.ts'
import { isRbdVerb } from './rbd/words.ts'
import { createProgressText, type ProgressTitle } from './progressText.ts'
import { STANDARD_STREAM, standardStreamsOf } from './standardStreams.ts'

/** A path of the command line as a request wants it: absolute, or `-`. */
export function requestPath(path: string, args: Arguments, context: CommandContext): string {
  return path === STANDARD_STREAM ? path : filePath(path, args, context)
}

/** A path that is a file's, whatever it looks like: `-` too. */
export function filePath(path: string, args: Arguments, { io }: CommandContext): string {
  const absolute = resolve(io.cwd, path)
  args.said.paths.set(absolute, path)
  return absolute
}

/** Begins the progress line of the work that follows; `--no-progress` and `--json` leave it out. */
export function beginProgress(title: ProgressTitle, args: Arguments, { io, line }: CommandContext) {
  const isQuiet = args.isGiven('no-progress') || args.isGiven('json')
  const progress = createProgressText(title, isQuiet ? null : io.say)
  line.progress = progress
  return progress
}

/**
 * Runs a job with `rbd`'s progress on standard error, `-` being the process's own streams, and tells what the job warns of. With `--json`
 * the report goes to standard output, or to standard error where standard output carries the data.
 *
 * @param args whose `--no-progress`, `--json` and `--dry-run` count.
 * @param rescue is given what the job failed with; true when it has made good of it.
 * @returns the report; null where there is none: a dry run, or a failure made good.
 * @throws AppError whatever the job failed with; its progress line is for the caller to end.
 */
export async function runJob(
  engine: Engine,
  request: JobRequest,
  title: ProgressTitle,
  args: Arguments,
  context: CommandContext,
  rescue: (error: unknown) => Promise<boolean> = () => Promise.resolve(false),
): Promise<JobReport | null> {
  const { io, signal } = context
  if (args.isGiven('dry-run')) {
    await dryRunJob(engine, request, args, context)
    return null
  }
  const progress = beginProgress(title, args, context)
  const { reads, writes } = standardStreamsOf(request)
  const input = reads ? await io.openInput(signal) : undefined
  try {
    const output = writes ? await io.openOutput(signal) : undefined
    const report = await engine.run(request, {
      signal,
      streams: { input, output: output && ((chunk) => output.write(chunk)) },
      onProgress: ({ doneBytes, totalBytes }) => progress.update(doneBytes, totalBytes),
    })
    await output?.finish()
    progress.finish()
    await tell(report, { reads, writes }, args, context)
    return report
  } catch (error) {
    if (!(await rescue(error))) throw error
    progress.finish()
    return null
  } finally {
    await input?.close()
  }
}

/**
 * What a job warns of is a person's to read. Said in any case: what concerns something that came through a pipe, since nobody can look at it again, and
 * what an import left out, since the image has less than its file.
 */
async function tell(
  report: JobReport,
  { reads, writes }: { readonly reads: boolean; readonly writes: boolean },
  args: Arguments,
  context: CommandContext,
): Promise<void> {
  const { io, signal } = context
  if (!args.isGiven('json')) {
    if (isRbdVerb(args.verb) && args.verb !== 'import' && !reads && !io.isTerminal) return
    for (const warning of report.warnings) io.say(`rbd-studio: warning: ${warning}\n`)
    return
  }
  const text = `${JSON.stringify(report)}\n`
  if (writes) io.say(text)
  else await print(io, signal, text)
}
