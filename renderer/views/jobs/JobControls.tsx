import { ChevronDown, ChevronUp, Pause, Play, RotateCcw, Trash2, X } from 'lucide-react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { guarded } from '../../actions/failure.ts'
import { cancelJob, forgetJob, pauseJob, resumeJob } from '../../actions/jobs.ts'
import { startAgain } from '../../actions/startAgain.ts'
import { IconButton } from '../../components/Button.tsx'
import { jobCardText } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import { abilitiesOf } from '../../model/jobState.ts'
import { jobsViewStore, toggleDetails } from '../../stores/jobsView.ts'

/** The buttons of a job: only those its state allows, and its details. */
export function JobControls({ job }: { readonly job: Job }) {
  const can = abilitiesOf(job)
  const isOpen = useStore(jobsViewStore, ({ opened }) => opened.has(job.id))
  return (
    <span className="job-controls">
      {can.pause ? (
        <IconButton
          label={jobCardText.pause(job.request)}
          icon={<Pause size={14} />}
          onClick={() => void guarded(() => pauseJob(job.id))}
        />
      ) : null}
      {can.resume ? (
        <IconButton
          label={jobCardText.resume(job.request)}
          icon={<Play size={14} />}
          onClick={() => void guarded(() => resumeJob(job.id))}
        />
      ) : null}
      {can.cancel ? (
        <IconButton
          label={jobText.cancel(job.request)}
          icon={<X size={15} />}
          onClick={() => void guarded(() => cancelJob(job.id))}
        />
      ) : null}
      {can.startAgain ? (
        <IconButton
          label={jobCardText.again(job.request)}
          icon={<RotateCcw size={14} />}
          onClick={() => void guarded(() => startAgain(job.request))}
        />
      ) : null}
      {can.forget ? (
        <IconButton
          label={jobText.forget(job.request)}
          icon={<Trash2 size={14} />}
          onClick={() => void guarded(() => forgetJob(job.id))}
        />
      ) : null}
      <IconButton
        label={jobCardText.details(job.request)}
        aria-expanded={isOpen}
        icon={isOpen ? <ChevronUp size={15} /> : <ChevronDown size={15} />}
        onClick={() => toggleDetails(job.id)}
      />
    </span>
  )
}
