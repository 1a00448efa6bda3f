import { equivalentOf } from '../../../shared/equivalent.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { CommandBox } from '../../components/CommandBox.tsx'
import { joinedEquivalents } from '../../model/equivalents.ts'

interface JobCommandsProps {
  readonly jobs: readonly JobRequest[]
  /** Of the image that an import makes; null: not known. */
  readonly sizeBytes: number | null
}

/** The commands of a job, or of several that follow each other. */
export function JobCommands({ jobs, sizeBytes }: JobCommandsProps) {
  const [first] = jobs
  if (first === undefined) return null
  return jobs.length === 1 ? (
    <CommandBox equivalent={equivalentOf(first, { sizeBytes })} request={first} />
  ) : (
    <CommandBox equivalent={joinedEquivalents(jobs)} request={jobs} />
  )
}
