import { Maximize2, Minus, Plus, ScanSearch, Table2, Grid3x3, X } from 'lucide-react'
import { useStore } from 'zustand'
import { run } from '../../commands/commands.ts'
import { IconButton } from '../../components/Button.tsx'
import { mapText } from '../../mapText.ts'
import { canZoomIn, isWhole } from '../../model/map/view.ts'
import { mapStore } from '../../stores/map.ts'
import { selectionStore } from '../../stores/selection.ts'
import { ExtentsMenu } from './ExtentsMenu.tsx'
import { ScaleStrip } from './ScaleStrip.tsx'

interface MapBarProps {
  readonly about: string
  /** What is known of the marked part; null: none is marked. */
  readonly marked: string | null
  readonly sizeBytes: number
  readonly isTable: boolean
  readonly canRead: boolean
}

/** Above the map: what it tells, or what lies in the marked part; and which part of the image is seen. */
export function MapBar({ about, marked, sizeBytes, isTable, canRead }: MapBarProps) {
  const view = useStore(mapStore, (state) => state.view)
  const hasRegion = useStore(selectionStore, (state) => state.region !== null)
  const whole = isWhole(view, sizeBytes)
  return (
    <div className="map-bar">
      {hasRegion && marked !== null ? (
        <p className="map-marked-words" title={marked}>
          {marked}
        </p>
      ) : (
        <p className="panel-sub map-about" title={about}>
          {about}
        </p>
      )}
      {hasRegion ? (
        <>
          <IconButton
            label={mapText.zoomRegion}
            icon={<ScanSearch size={15} />}
            onClick={() => run('map.zoomRegion')}
          />
          <IconButton label={mapText.clear} icon={<X size={15} />} onClick={() => run('map.clearRegion')} />
        </>
      ) : null}
      <span className="panel-spacer" />
      <ScaleStrip sizeBytes={sizeBytes} view={view} />
      <span className="map-tools">
        <IconButton
          label={mapText.zoomOut}
          icon={<Minus size={15} />}
          disabled={whole}
          onClick={() => run('map.zoomOut')}
        />
        <IconButton
          label={mapText.zoomIn}
          icon={<Plus size={15} />}
          disabled={!canRead || !canZoomIn(view, sizeBytes)}
          onClick={() => run('map.zoomIn')}
        />
        <IconButton
          label={mapText.zoomReset}
          icon={<Maximize2 size={14} />}
          disabled={whole}
          onClick={() => run('map.zoomReset')}
        />
        <ExtentsMenu isDisabled={!canRead} />
        <IconButton
          label={isTable ? mapText.asMap : mapText.asTable}
          icon={isTable ? <Grid3x3 size={15} /> : <Table2 size={15} />}
          aria-pressed={isTable}
          disabled={!canRead}
          onClick={() => run('map.table')}
        />
      </span>
    </div>
  )
}
