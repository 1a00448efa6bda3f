import { RefreshCw } from 'lucide-react'
import { useStore } from 'zustand'
import type { LiveImage } from '../../../shared/connections.ts'
import type { ImageDetails } from '../../../shared/contract.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { readLiveImage } from '../../actions/clusters.ts'
import { IconButton } from '../../components/Button.tsx'
import { errorCatalogue } from '../../../shared/errorCatalogue.ts'
import { liveText } from '../../liveText.ts'
import { clustersStore, NEVER_ASKED } from '../../stores/clusters.ts'
import { imageKey } from '../../stores/images.ts'
import { text } from '../../strings.ts'
import { formatAgo } from '../../timelineText.ts'
import { ImageActions } from '../image/ImageActions.tsx'
import { ImageTitle } from '../image/ImageTitle.tsx'
import { useNow } from '../timeline/useNow.ts'

/** A live image's path, its facts at a glance with their age, what is to be known before it is read, and what one does with it. */
export function LiveHeader({ details }: { readonly details: ImageDetails }) {
  const { ref } = details
  const asked = useStore(clustersStore, ({ images }) => images[imageKey(ref)]) ?? NEVER_ASKED
  const now = useNow()
  const { value, readAt } = asked
  const ago = readAt === null ? '' : formatAgo(readAt, now)
  return (
    <header className="image-head" data-region="">
      <div className="image-titles">
        <ImageTitle image={ref} />
        <ul className="image-facts">
          <li>
            <strong>{formatBytes(details.sizeBytes)}</strong>
          </li>
          <li className="is-optional">{text.image.objects(2 ** details.order)}</li>
          {value?.parent === null || value === null ? null : (
            <li className="is-optional">{liveText.header.parent(parentSpec(details, value))}</li>
          )}
          <li>{asked.isReading ? liveText.header.reading : liveText.header.read(ago)}</li>
          <li>
            <IconButton
              label={liveText.header.again}
              icon={<RefreshCw size={13} />}
              disabled={asked.isReading}
              onClick={() => void readLiveImage(ref)}
            />
          </li>
        </ul>
        <LiveNotices image={value} error={asked.error?.code ?? null} ago={ago} />
      </div>
      <ImageActions isLive />
    </header>
  )
}

/** The snapshot a clone hangs on, as one says it. */
export function parentSpec({ ref }: ImageDetails, { parent }: LiveImage): string {
  return parent === null ? '' : formatSpec({ ...ref, ...parent, snapshot: parent.snapshot })
}

interface NoticesProps {
  readonly image: LiveImage | null
  readonly error: keyof typeof errorCatalogue | null
  readonly ago: string
}

/** What makes an export doubtful, or stands in the way of a change. */
function LiveNotices({ image, error, ago }: NoticesProps) {
  const invalid = image?.flags.filter((flag) => /invalid/.test(flag)) ?? []
  const t = liveText.notice
  const notes = [
    error === null ? null : t.stale(errorCatalogue[error].title, ago),
    invalid.length === 0 ? null : t.map(invalid.join(', ')),
    image === null || image.heldLocks.length === 0 ? null : t.locked(image.heldLocks.join(', ')),
    image === null || image.watchers.length === 0 ? null : t.watched(image.watchers.join(', ')),
  ].filter((note) => note !== null)
  return notes.map((note) => (
    <p key={note} className="live-note" role="note">
      {note}
    </p>
  ))
}
