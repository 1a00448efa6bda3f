import { FileOutput, GripVertical } from 'lucide-react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import type { RequestMaker } from '../../actions/dragOut.ts'
import { dragKey, prepareDragOut, startDragOut } from '../../actions/dragOut.ts'
import { Button } from '../../components/Button.tsx'
import { jobCardText } from '../../jobCardText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { dragOutStore } from '../../stores/dragOut.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { placeOfJob } from '../../stores/jobTracks.ts'

interface DragOutChipProps {
  readonly makeRequest: RequestMaker
  /** What the file is called. */
  readonly name: string
  /** The same without a mouse: an ordinary export to a folder. Left out where a button for it stands beside. */
  readonly onCopy?: () => void
}

const t = jobCardText.dragOut

/**
 * A file that can be dragged out of the window onto the desktop: exported to a private folder when asked for, then a handle.
 * Draws nothing where the shell cannot do it.
 */
export function DragOutChip({ makeRequest, name, onCopy }: DragOutChipProps) {
  const canDrag = useStore(connectionStore, (state) => state.capabilities?.dragOut === true)
  const prepared = useStore(dragOutStore, (state) => state.prepared[dragKey(makeRequest, name)])
  const job = useStore(jobsStore, ({ moving }) => moving.find(({ id }) => id === prepared?.jobId))
  if (!canDrag) return null
  return (
    <span className="drag-out">
      {prepared !== undefined && job?.state === 'done' ? (
        <DragHandle path={prepared.path} name={name} />
      ) : job?.state === 'running' || job?.state === 'queued' || job?.state === 'paused' ? (
        <span className="drag-chip is-preparing">{t.preparing(percentOf(job.id))}</span>
      ) : (
        <Button
          isSmall
          title={t.hint}
          aria-label={t.prepare(name)}
          icon={<FileOutput size={14} aria-hidden />}
          onClick={() => void guarded(() => prepareDragOut(makeRequest, name))}
        >
          {t.idle}
        </Button>
      )}
      {onCopy === undefined ? null : (
        <Button look="quiet" isSmall onClick={onCopy}>
          {t.keyboard}
        </Button>
      )}
    </span>
  )
}

function percentOf(jobId: string): number | null {
  const place = placeOfJob(jobId)
  return place === null ? null : Math.floor(place * 100)
}

function DragHandle({ path, name }: { readonly path: string; readonly name: string }) {
  return (
    <span
      className="drag-chip is-ready"
      draggable
      title={t.ready(name)}
      onDragStart={(event) => {
        // The system takes over from here: a drag of the page's own would stand in its way.
        event.preventDefault()
        void guarded(() => startDragOut(path))
      }}
    >
      <GripVertical size={14} aria-hidden />
      {name}
      <span className="visually-hidden">{t.ready(name)}</span>
    </span>
  )
}
