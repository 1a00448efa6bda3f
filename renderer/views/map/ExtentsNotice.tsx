import { useStore } from 'zustand'
import { answerMany, stopExtents } from '../../actions/extents.ts'
import { Button } from '../../components/Button.tsx'
import { CopyLine } from '../../components/CopyLine.tsx'
import { mapText } from '../../mapText.ts'
import { MANY_EXTENTS } from '../../model/map/extents.ts'
import { mapStore } from '../../stores/map.ts'

/** How far the export of extents is, and what to do about very many. */
export function ExtentsNotice() {
  const extents = useStore(mapStore, (state) => state.extents)
  if (extents === null) return null
  const t = mapText.extents
  const isAsking = extents.state === 'asking'
  return (
    <div className="map-notice" role="group" aria-label={t.menu}>
      <p className="map-notice-text">
        {isAsking
          ? t.many(MANY_EXTENTS)
          : extents.state === 'done'
            ? t.done(extents.extents, extents.file)
            : t.reading(extents.extents)}
      </p>
      {isAsking ? <CopyLine line={extents.command} /> : null}
      {isAsking ? (
        <Button isSmall onClick={() => answerMany(true)}>
          {t.goOn}
        </Button>
      ) : null}
      <Button isSmall onClick={stopExtents}>
        {extents.state === 'done' ? t.close : t.stop}
      </Button>
    </div>
  )
}
