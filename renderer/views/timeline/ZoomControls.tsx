import { ZoomIn, ZoomOut } from 'lucide-react'
import { showSpan, showView, zoomStep } from '../../actions/timeline.ts'
import { IconButton } from '../../components/Button.tsx'
import { Segment } from '../../components/Segment.tsx'
import type { Axis } from '../../model/timeline/axis.ts'
import type { Span, View } from '../../model/timeline/view.ts'
import { fitScale, isSpanUseful, maxScale, SPANS, shownPart, spanScale } from '../../model/timeline/view.ts'
import { timelineText } from '../../timelineText.ts'

interface ZoomControlsProps {
  readonly axis: Axis
  readonly view: View
  readonly width: number
}

const t = timelineText.zoom
const NAMES = Object.keys(SPANS) as readonly Span[]

/** How much is shown at once: steps that have a name and say something here, all of it, and a little more or less. */
export function ZoomControls({ axis, view, width }: ZoomControlsProps) {
  const { scale } = shownPart(axis, view, width)
  const spans = NAMES.filter((span) => isSpanUseful(axis, span, width))
  const current = spans.find((span) => Math.abs(spanScale(span, width) / scale - 1) < 0.02)
  return (
    <div className="timeline-zoom">
      <IconButton
        label={t.out}
        keys={['-']}
        icon={<ZoomOut size={15} />}
        disabled={scale <= fitScale(axis, width) * 1.001}
        onClick={() => zoomStep(-1)}
      />
      <IconButton
        label={t.in}
        keys={['+']}
        icon={<ZoomIn size={15} />}
        disabled={scale >= maxScale(axis, width) * 0.999}
        onClick={() => zoomStep(1)}
      />
      {spans.length === 0 ? null : (
        <Segment<Span | 'all' | ''>
          label={t.group}
          options={[...spans.map((span) => ({ value: span, label: t.span[span] })), { value: 'all', label: t.all }]}
          value={view === null ? 'all' : (current ?? '')}
          onChange={(value) => {
            if (value === 'all') showView(null)
            else if (value !== '') showSpan(value)
          }}
        />
      )}
    </div>
  )
}
