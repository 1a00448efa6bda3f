import { Tabs } from '@base-ui/react/tabs'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { Chosen } from '../../actions/current.ts'
import { mapText } from '../../mapText.ts'
import type { Damage } from '../../model/verification.ts'
import type { LowerTab } from '../../stores/map.ts'
import { mapStore, showTab } from '../../stores/map.ts'
import { formatCount } from '../../strings.ts'
import { BlockMap } from '../map/BlockMap.tsx'
import { MapModes } from '../map/MapModes.tsx'
import { FilesTable } from './FilesTable.tsx'
import { SnapshotsTable } from './SnapshotsTable.tsx'

interface LowerPanelProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
  readonly damage: Damage | null
}

/** Below the timeline: where the data lies, or the history as two tables, points and the files between them. */
export function LowerPanel({ details, chosen, damage }: LowerPanelProps) {
  const tab = useStore(mapStore, (state) => state.tab)
  return (
    <Tabs.Root
      className="panel lower"
      value={tab}
      onValueChange={(value: LowerTab) => showTab(value)}
      data-region=""
      orientation="horizontal"
    >
      <div className="lower-head">
        <Tabs.List className="tabs lower-tabs" activateOnFocus aria-label={mapText.tabs}>
          <Tabs.Tab className="tab" value="map">
            {mapText.tab.map}
          </Tabs.Tab>
          <Tabs.Tab className="tab" value="snapshots">
            {mapText.tab.snapshots} <span className="tab-count">{formatCount(details.snapshots.length)}</span>
          </Tabs.Tab>
          <Tabs.Tab className="tab" value="files">
            {mapText.tab.files}
            <span className="tab-more">{mapText.tab.filesMore}</span>{' '}
            <span className="tab-count">{formatCount(details.links.length)}</span>
          </Tabs.Tab>
        </Tabs.List>
        {tab === 'map' ? <MapModes /> : null}
      </div>
      <Tabs.Panel value="map" className="lower-panel">
        <BlockMap details={details} chosen={chosen} />
      </Tabs.Panel>
      <Tabs.Panel value="snapshots" className="lower-panel is-table">
        <SnapshotsTable details={details} chosen={chosen} />
      </Tabs.Panel>
      <Tabs.Panel value="files" className="lower-panel is-table">
        <FilesTable details={details} chosen={chosen} damage={damage} />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
