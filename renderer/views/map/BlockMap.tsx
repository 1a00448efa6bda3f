import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { Chosen } from '../../actions/current.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { isLiveRef } from '../../model/liveDetails.ts'
import { mapText } from '../../mapText.ts'
import { ageScale, heatScale } from '../../model/map/cells.ts'
import { cellsFor, layoutFor } from '../../model/map/layout.ts'
import { wholeOf } from '../../model/map/view.ts'
import { legendOf } from '../../model/map/legend.ts'
import { unitOf } from '../../model/map/reading.ts'
import { mapScene } from '../../model/map/scene.ts'
import type { MapStretch } from '../../model/map/stretch.ts'
import { stretchOf, writersOf } from '../../model/map/stretch.ts'
import { imageKey } from '../../stores/images.ts'
import { forgetView, mapStore } from '../../stores/map.ts'
import { text } from '../../strings.ts'
import { ExtentsNotice } from './ExtentsNotice.tsx'
import { MapBar } from './MapBar.tsx'
import { MapLegend } from './MapLegend.tsx'
import { Unreadable } from './MapMessage.tsx'
import { MapOffsets } from './MapOffsets.tsx'
import { MapStage } from './MapStage.tsx'
import { MapTable } from './MapTable.tsx'
import { useMapMode } from './useMapMode.ts'
import { useMapReading } from './useMapReading.ts'
import { useRegionWords } from './useRegionWords.ts'
import { useRoom } from './useRoom.ts'
import { aboutWords } from './words.ts'

/** From so many px on the map and its table stand side by side. */
const WIDE = 1140

const NO_CELLS = { cells: 0, unit: 0 }

interface BlockMapProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
}

/** Where in the image the data lies, what changed it, how often and when: as a picture, as a table, or both. */
export function BlockMap({ details, chosen }: BlockMapProps) {
  const mode = useMapMode()
  const stretch = useMemo(() => stretchOf(chosen, mode), [chosen, mode])
  const key = imageKey(details.ref)
  useEffect(() => forgetView, [key])
  return stretch === null ? null : <MapOf key={key} details={details} chosen={chosen} stretch={stretch} />
}

function MapOf({ details, chosen, stretch }: BlockMapProps & { readonly stretch: MapStretch }) {
  const [frame, area] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)]
  const [frameRoom, room] = [useRoom(frame), useRoom(area)]
  const mode = useMapMode()
  const { view, isTable: wantsTable } = useStore(mapStore)
  const { point } = stretch
  const sizeBytes = point.snapshot?.sizeBytes ?? details.sizeBytes
  const objectBytes = 2 ** details.order
  const canRead = sizeBytes > 0 && point.restorable
  const isWide = frameRoom.width >= WIDE
  useEffect(() => mapStore.setState({ isWide }), [isWide])
  const hasTable = canRead && (wantsTable ?? isWide)
  const hasMap = !hasTable || isWide
  // A table alone tells of a map's worth of cells, too: of the room it has itself.
  const given = hasMap ? room : frameRoom
  const hasRoom = given.width > 0 && given.height > 0
  const { start, length } = view ?? wholeOf(sizeBytes)
  // Of a live image whole objects are told, so that no cell may say more than one.
  const least = isLiveRef(details.ref) ? objectBytes : 0
  const { cells, unit } = canRead && hasRoom ? cellsFor(length, objectBytes, given, least) : NO_CELLS
  const { answer, error, isReading, retry } = useMapReading({ details, mode, stretch, start, cells, unit })
  const marked = useRegionWords(details, stretch)
  const writers = useMemo(
    () => writersOf(chosen.history, (number) => text.inspector.unnamed(number), text.app.head),
    [chosen.history],
  )
  const scene = useMemo(() => {
    if (answer === null || !hasRoom) return null
    const { reading, mode, stretch } = answer
    const scale = mode === 'heat' ? heatScale(stretch.steps.length) : ageScale(mode === 'age' ? stretch.steps : [])
    const layout = layoutFor(reading.cells, given)
    return {
      picture: mapScene(reading, layout, mode, scale),
      legend: legendOf(reading, mode, scale, { steps: stretch.steps, writers }),
    }
  }, [answer, given, hasRoom, writers])

  const about = aboutWords(mode, stretch)
  const hasHistory =
    answer === null || mode === 'allocated' || mode === 'changed' || answer.reading.base.lastLink !== undefined
  const isShown = canRead && error === null && hasHistory && scene !== null && answer !== null
  const isStale = isReading && answer !== null
  const isNothing = answer?.reading.base.dataBytes.every((bytes) => bytes === 0) === true && view === null
  return (
    <section className="map" aria-label={mapText.title} aria-busy={isReading && canRead}>
      <MapBar about={about} marked={marked} sizeBytes={sizeBytes} isTable={hasTable} canRead={canRead} />
      <ExtentsNotice />
      <div className={isStale ? 'map-body is-stale' : 'map-body'} ref={frame}>
        <div className={hasMap ? 'map-picture' : 'map-picture is-hidden'}>
          {isShown ? <MapOffsets reading={answer.reading} layout={scene.picture.layout} /> : null}
          <div className="map-area" ref={area}>
            {isShown ? (
              <MapStage
                answer={answer}
                scene={scene.picture}
                room={room}
                label={mapText.label(aboutWords(answer.mode, answer.stretch))}
                writers={writers}
              />
            ) : null}
            {isShown && isNothing ? <p className="map-note">{mapText.state.nothing}</p> : null}
          </div>
        </div>
        {isShown && hasTable ? <MapTable answer={answer} writers={writers} /> : null}
        {isShown ? null : (
          <div className="map-instead">
            {sizeBytes === 0 ? (
              <p className="map-message">{mapText.state.empty}</p>
            ) : !point.restorable ? (
              <Unreadable history={chosen.history} point={point} />
            ) : error !== null ? (
              <ErrorCard error={error} actions={<Button onClick={retry}>{text.app.retry}</Button>} />
            ) : (
              <p className="map-message">{hasHistory ? mapText.state.loading : mapText.state.noHistory}</p>
            )}
          </div>
        )}
      </div>
      {hasMap ? (
        <MapLegend
          entries={isShown ? scene.legend : []}
          cell={isShown ? mapText.legend.cell(unitOf(answer.reading), objectBytes) : ''}
        />
      ) : null}
    </section>
  )
}
