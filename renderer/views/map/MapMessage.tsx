import { Button } from '../../components/Button.tsx'
import { mapText } from '../../mapText.ts'
import { blockerOf, readableBefore } from '../../model/map/stretch.ts'
import type { History, Point } from '../../model/points.ts'
import { choosePoint } from '../../stores/selection.ts'

interface UnreadableProps {
  readonly history: History
  readonly point: Point
}

/** Why there is no map of a point, and up to where there is one. */
export function Unreadable({ history, point }: UnreadableProps) {
  const t = mapText.state
  const name = point.snapshot?.name.text ?? t.headOf
  const before = readableBefore(history, point)
  const upTo = before?.snapshot?.name.text ?? null
  return (
    <div className="map-message">
      <p>
        <strong>{t.blocked(name, blockerOf(history, point)?.file ?? null)}</strong>
      </p>
      <p>{t.upTo(upTo)}</p>
      {before === null || upTo === null ? null : (
        <Button isSmall onClick={() => choosePoint(before.key)}>
          {t.showUpTo(upTo)}
        </Button>
      )}
    </div>
  )
}
