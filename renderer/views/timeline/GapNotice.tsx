import { Unlink } from 'lucide-react'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import type { Gap, GapPlace } from '../../model/timeline/gaps.ts'
import type { Tracks } from '../../model/timeline/layout.ts'
import { timelineText } from '../../timelineText.ts'

interface GapNoticeProps {
  readonly gap: Gap
  /** Beside the gap; null: as a bar under the picture. */
  readonly place: GapPlace | null
  readonly tracks: Tracks
}

/** What is missing or damaged, what that means, and the way to mend it. */
export function GapNotice({ gap, place, tracks }: GapNoticeProps) {
  const [before = '', file = '', after = ''] = gap.sentence
  return (
    <div
      className={`gap-notice${place === null ? '' : ' is-beside'}`}
      role="note"
      style={
        place === null
          ? {}
          : {
              left: place.left,
              width: place.width,
              top: tracks.fullRule + 2,
              height: tracks.restorableRule - tracks.fullRule - 4,
            }
      }
    >
      {place === null ? <Unlink size={15} aria-hidden /> : null}
      <p>
        {before}
        <strong>{file}</strong>
        {after}
        {gap.more} {gap.upTo}
      </p>
      <Button isSmall look="danger" onClick={() => run('image.repair')}>
        {timelineText.gap.repair}
      </Button>
    </div>
  )
}
