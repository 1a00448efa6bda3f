import { Undo2 } from 'lucide-react'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { guarded } from '../../actions/failure.ts'
import { refreshImage } from '../../actions/library.ts'
import { restoreSnapshots } from '../../actions/snapshots.ts'
import { careText } from '../../careText.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import type { Cleaned } from '../../model/cleanupRun.ts'

const t = careText.clean

interface CleanStoppedProps {
  readonly image: ImageRef
  readonly outcome: Cleaned
  readonly onDone: () => void
}

/** A cleaning that stopped in the middle: what was removed, why it stopped, and the way back. */
export function CleanStopped({ image, outcome: { removed, stoppedAt, error }, onDone }: CleanStoppedProps) {
  if (error === null) return null
  const names = removed.map(({ name }) => name.text)
  const undo = async () => {
    await restoreSnapshots(image, removed)
    await refreshImage(image)
    onDone()
  }
  return (
    <div className="form-notice is-bad">
      <p>
        <strong>{stoppedAt === null ? t.foldRefused(names) : t.stopped(names, stoppedAt.text)}</strong>
      </p>
      <ErrorCard
        error={error}
        isCompact
        actions={
          removed.length === 0 ? undefined : (
            <Button isSmall icon={<Undo2 size={14} aria-hidden />} onClick={() => void guarded(undo)}>
              {t.undo(removed.length)}
            </Button>
          )
        }
      />
    </div>
  )
}
