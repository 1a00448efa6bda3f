import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { RemovedImage } from '../../../shared/removedImage.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { WireError } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/units.ts'
import { attempt } from '../../actions/failure.ts'
import { bringBack, refreshRemoved } from '../../actions/removedImages.ts'
import { Button } from '../../components/Button.tsx'
import { FormError } from '../../components/FormError.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { ClosingSheet } from './ClosingSheet.tsx'
import { isNameTaken } from '../../model/removedImages.ts'
import { sheetText } from '../../sheetText.ts'
import { imagesStore, poolKey } from '../../stores/images.ts'
import { removedStore } from '../../stores/removedImages.ts'
import { showSheet } from '../../stores/ui.ts'
import { formatTime, text } from '../../strings.ts'
import { formatStretch } from '../../timelineText.ts'
import { useNow } from '../jobs/useNow.ts'

const t = sheetText.removed

/** The images that were removed and are still kept: since when, until when, and the way back for each. */
export function RemovedImagesSheet() {
  const { images, error } = useStore(removedStore)
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const now = useNow(true)
  const [failure, setFailure] = useState<WireError | null>(null)
  const [isBusy, setBusy] = useState(false)
  // What others did since it was last open, and what they do while it is: the lists of images change with the library.
  useEffect(() => void refreshRemoved(), [imagesByPool])

  const isTaken = (removed: RemovedImage) =>
    isNameTaken(removed, imagesByPool[poolKey(removed.ref.connection, removed.ref.pool)] ?? [])
  const restore = async (removed: RemovedImage) => {
    if (isTaken(removed)) return showSheet({ kind: 'bring-back', removed })
    setBusy(true)
    const failed = await attempt(() => bringBack(removed, null))
    setBusy(false)
    if (failed === null) return showSheet(null)
    if (failed.code === 'E_IMAGE_EXISTS') return showSheet({ kind: 'bring-back', removed })
    setFailure(failed)
    await refreshRemoved()
  }
  const columns: readonly Column<RemovedImage>[] = [
    { key: 'image', label: t.image, cell: ({ ref }) => <bdi>{formatSpec(ref)}</bdi> },
    { key: 'size', label: t.size, isNumber: true, isOptional: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
    { key: 'stored', label: t.stored, isNumber: true, cell: ({ storedBytes }) => formatBytes(storedBytes) },
    { key: 'at', label: t.at, isOptional: true, cell: ({ removedAt }) => formatTime(removedAt) },
    {
      key: 'until',
      label: t.until,
      cell: ({ keptUntil }) =>
        keptUntil > now ? t.untilTime(formatTime(keptUntil), formatStretch(keptUntil - now)) : t.over,
    },
    {
      key: 'back',
      label: t.action,
      isLabelHidden: true,
      cell: (removed) => (
        <Button
          isSmall
          icon={<Undo2 size={14} aria-hidden />}
          aria-label={isTaken(removed) ? t.actionAs(formatSpec(removed.ref)) : t.actionOf(formatSpec(removed.ref))}
          disabled={isBusy}
          onClick={() => void restore(removed)}
        >
          {isTaken(removed) ? t.as : t.action}
        </Button>
      ),
    },
  ]
  return (
    <ClosingSheet title={t.title} subtitle={t.subtitle}>
      <div className="sheet-form is-small">
        {images === null ? (
          <p className="side-note">{error === null ? text.app.loading : null}</p>
        ) : (
          <LongTable label={t.list} columns={columns} rows={images} keyOf={rowKey} empty={t.empty} />
        )}
        <FormError error={failure ?? error} />
      </div>
    </ClosingSheet>
  )
}

const rowKey = ({ ref, id, removedAt }: RemovedImage) => `${formatSpec(ref)} ${id} ${removedAt}`
