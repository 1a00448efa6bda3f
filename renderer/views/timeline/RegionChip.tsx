import { X } from 'lucide-react'
import { formatBytes } from '../../../shared/units.ts'
import { IconButton } from '../../components/Button.tsx'
import type { Region } from '../../stores/selection.ts'
import { chooseRegion } from '../../stores/selection.ts'
import { timelineText } from '../../timelineText.ts'
import type { TouchedAnswer } from './useTouched.ts'

interface RegionChipProps {
  readonly region: Region
  readonly answer: TouchedAnswer
  /** How many links have content. */
  readonly links: number
}

/** What the region marked on the map leaves of the history; takes it back, too. */
export function RegionChip({ region, answer, links }: RegionChipProps) {
  const t = timelineText.region
  const ends = [formatBytes(region.start), formatBytes(region.start + region.length)] as const
  const sentence =
    answer.state === 'known'
      ? t.chip(answer.links.size, links, ...ends)
      : answer.state === 'failed'
        ? t.failed
        : t.waiting(...ends)
  return (
    <span className={`region-chip is-${answer.state}`}>
      <span role="status">{sentence}</span>
      <IconButton label={t.clear} icon={<X size={13} />} onClick={() => chooseRegion(null)} />
    </span>
  )
}
