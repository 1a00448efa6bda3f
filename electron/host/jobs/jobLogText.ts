import type { Job, JobLogLine } from '../../../shared/job.ts'
import { hintOf } from '../../../shared/errorCatalogue.ts'
import type { WireError } from '../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../shared/imageSpec.ts'
import type { JobPhase, JobReport } from '../../../shared/jobs.ts'
import { formatBytes, formatDuration, formatRate } from '../../../shared/units.ts'

/** A line without its time. */
export type LogText = Omit<JobLogLine, 'at'>

const PHASES: Readonly<Record<JobPhase, string>> = {
  waiting: 'Waiting',
  reading: 'Reading and checking',
  unpacking: 'Unpacking',
  verifying: 'Verifying',
  copying: 'Copying',
  finishing: 'Finishing: flushing to disk and giving the output its name',
  undoing: 'Putting the image back to where it was',
}

const info = (text: string): LogText => ({ level: 'info', text })

/** Milliseconds as people say them; what takes less than a tenth of a second is told apart by nobody. */
function lasting(ms: number): string {
  return ms < 10_000 ? `${Math.max(0.1, Math.round(ms / 100) / 10)} s` : formatDuration(ms / 1000)
}

/** What the log of a job says, in words. */
export const logText = {
  waitsForTurn: (running: number): LogText =>
    info(`Waiting for its turn: as many jobs as may run at once (${running}) are running`),
  waitsForImage: (image: ImageRef): LogText => info(`Waiting for ${formatSpec(image)}: another job is writing it`),
  began: (waitedMs: number): LogText => info(waitedMs < 1_000 ? 'Began' : `Began after waiting ${lasting(waitedMs)}`),
  phaseBegan: (phase: JobPhase): LogText => info(PHASES[phase]),
  phaseEnded(phase: JobPhase, ms: number, movedBytes: number): LogText {
    const [name = ''] = PHASES[phase].split(':')
    const moved = movedBytes > 0 ? `, ${formatBytes(movedBytes)}` : ''
    const rate = movedBytes > 0 && ms >= 100 ? ` at ${formatRate((movedBytes * 1000) / ms)}` : ''
    return info(`${name} took ${lasting(ms)}${moved}${rate}`)
  },
  paused: (doneBytes: number): LogText => info(`Paused with ${formatBytes(doneBytes)} done`),
  resumed: (ms: number): LogText => info(`Went on after a pause of ${lasting(ms)}`),
  cancelling: info('Cancelling'),
  cancelled: info('Cancelled. Nothing was left behind'),
  skipped: (bytes: number): LogText => info(`${formatBytes(bytes)} of zeros were found and not written`),
  leftOut: (count: number): LogText => info(`${count.toLocaleString('en')} lines are left out here`),
  /** What a job that is over came to, from its last record. */
  outcome({ report, error }: Pick<Job, 'report' | 'error'>): readonly LogText[] {
    if (error !== null) {
      return [
        { level: 'error', text: `${error.message} (${error.code})` },
        { level: 'info', text: hintOf(error as WireError) },
      ]
    }
    return report === null
      ? []
      : [...report.warnings.map((text) => ({ level: 'warning' as const, text })), ...reported(report)]
  },
}

function reported(report: JobReport): readonly LogText[] {
  const { readBytes, writtenBytes, dataBytes, zeroBytes, records } = report
  const output = report.path ?? (report.target === null ? null : formatSpec(report.target))
  return [
    info(`Read ${formatBytes(readBytes)}, wrote ${formatBytes(writtenBytes)}`),
    ...(records > 0
      ? [
          info(
            `${formatBytes(dataBytes)} of data and ${formatBytes(zeroBytes)} of zeros in ${records.toLocaleString('en')} records`,
          ),
        ]
      : []),
    ...(report.paths ?? []).map((path) => info(`Wrote ${path}`)),
    ...(output === null || report.paths !== undefined ? [] : [info(`Wrote ${output}`)]),
    ...(report.digest === undefined ? [] : [info(`Its digest is ${report.digest}`)]),
    ...(report.verification?.problems ?? []).map(({ path, message }) => ({
      level: 'error' as const,
      text: `${path}: ${message}`,
    })),
  ]
}
