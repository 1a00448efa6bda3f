import { useEffect, useState } from 'react'
import type { JobLog } from '../../../shared/job.ts'
import { attempt } from '../../actions/failure.ts'
import { readLog } from '../../actions/jobs.ts'

/** Reads a job's log, and again whenever `when` changes. Null: not read yet, or the host has none. */
export function useJobLog(id: string, when: string): JobLog | null {
  const [log, setLog] = useState<JobLog | null>(null)
  useEffect(() => {
    let isGone = false
    void attempt(async () => {
      const read = await readLog(id)
      if (!isGone) setLog(read)
    })
    return () => {
      isGone = true
    }
  }, [id, when])
  return log
}
