import { z } from 'zod'
import { JobReport, JobRequest, JobState, Progress } from './jobs.ts'
import { WireErrorSchema } from './wireError.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
/** Milliseconds since 1970. */
const Time = z.number().nonnegative()

/** One line of what a job did. */
export const JobLogLine = z.strictObject({ at: Time, level: z.enum(['info', 'warning', 'error']), text: z.string() })
export type JobLogLine = z.infer<typeof JobLogLine>

/** What a job did, line by line, and how fast it went: at most 240 samples over its life. */
export const JobLog = z.strictObject({
  lines: z.array(JobLogLine),
  samples: z.array(z.strictObject({ at: Time, doneBytes: Bytes })).max(240),
})
export type JobLog = z.infer<typeof JobLog>

/** A job as it is told of and kept. */
export const Job = z.strictObject({
  id: z.string(),
  request: JobRequest,
  state: JobState,
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  progress: Progress.nullable(),
  report: JobReport.nullable(),
  error: WireErrorSchema.nullable(),
})
export type Job = z.infer<typeof Job>
