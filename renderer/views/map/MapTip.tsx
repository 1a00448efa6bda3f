import type { Box } from '../../model/map/layout.ts'

interface MapTipProps {
  readonly box: Box
  /** The room of the map in CSS pixels: the tip stays within. */
  readonly width: number
  readonly height: number
  readonly words: { readonly where: string; readonly objects: string; readonly what: string }
}

/** What the cell under the pointer or the cursor holds, beside it. The slider's value says the same. */
export function MapTip({ box, width, height, words }: MapTipProps) {
  const isRight = box.x > width / 2
  const isLow = box.y + box.height + 60 > height
  const style = {
    ...(isRight ? { right: width - box.x + 2 } : { left: box.x + box.width + 8 }),
    ...(isLow ? { bottom: height - box.y + 8 } : { top: box.y + box.height + 8 }),
  }
  return (
    <div className="map-tip" style={style} aria-hidden="true">
      <p>
        <strong>{words.where}</strong>, {words.objects}
      </p>
      <p>{words.what}</p>
    </div>
  )
}
