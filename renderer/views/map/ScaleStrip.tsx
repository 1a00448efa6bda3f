import type { PointerEvent } from 'react'
import { mapText } from '../../mapText.ts'
import { isWhole, panned } from '../../model/map/view.ts'
import { showView } from '../../stores/map.ts'
import type { Region } from '../../stores/selection.ts'

interface ScaleStripProps {
  readonly sizeBytes: number
  readonly view: Region | null
}

/** Which part of the image is seen, in words and as a strip. Pressing on the strip goes there; keys do it from the map. */
export function ScaleStrip({ sizeBytes, view }: ScaleStripProps) {
  if (sizeBytes === 0) return null
  const whole = isWhole(view, sizeBytes)
  const { start, length } = view ?? { start: 0, length: sizeBytes }
  const go = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1 || view === null) return
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const at = ((event.clientX - left) / width) * sizeBytes
    showView(panned(view, sizeBytes, at - length / 2 - start))
  }
  return (
    <div className="map-scale">
      <p className="map-scale-words">
        {whole ? mapText.whole(sizeBytes) : mapText.scale(start, start + length, sizeBytes)}
      </p>
      <div
        className={whole ? 'map-strip' : 'map-strip is-part'}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          go(event)
        }}
        onPointerMove={go}
      >
        <span
          className="map-strip-part"
          style={{ left: `${(start / sizeBytes) * 100}%`, width: `${(length / sizeBytes) * 100}%` }}
        />
      </div>
    </div>
  )
}
