import { resolve } from 'node:path'
import type { JobRequest } from '../../shared/jobs.ts'
import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import type { Engine } from './engine.ts'
import { createProgressText, type ProgressTitle } from './progressText.ts'
import { STANDARD_STREAM, standardStreamsOf } from './standardStreams.ts'

/** A path of the command line as a request wants it: absolute, or `-`. */
export function requestPath(path: string, context: CommandContext): string {
  return path === STANDARD_STREAM ? path : resolve(context.io.cwd, path)
}

/**
 * Runs a job with `rbd`'s progress on standard error, `-` being the process's own streams, and tells what the job warns of.
 *
 * @param args whose `--no-progress` counts.
 * @param rescue is given what the job failed with; true when it has made good of it.
 * @throws AppError whatever the job failed with; its progress line has been ended by then.
 */
export async function runJob(
  engine: Engine,
  request: JobRequest,
  title: ProgressTitle,
  args: Arguments,
  { io, signal }: CommandContext,
  rescue: (error: unknown) => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const progress = createProgressText(title, args.isGiven('no-progress') ? null : io.say)
  const { reads, writes } = standardStreamsOf(request)
  const input = reads ? await io.openInput(signal) : undefined
  let isBegun = false
  try {
    const output = writes ? await io.openOutput(signal) : undefined
    const report = await engine.run(request, {
      signal,
      streams: { input, output: output && ((chunk) => output.write(chunk)) },
      onProgress({ doneBytes, totalBytes }) {
        isBegun = true
        progress.update(doneBytes, totalBytes)
      },
    })
    await output?.finish()
    progress.finish()
    for (const warning of report.warnings) io.say(`rbd-studio: warning: ${warning}\n`)
  } catch (error) {
    if (await rescue(error)) {
      progress.finish()
      return
    }
    if (signal.aborted) progress.leave()
    else if (isBegun) progress.fail()
    throw error
  } finally {
    await input?.close()
  }
}
