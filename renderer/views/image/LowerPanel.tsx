import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { Chosen } from '../../actions/current.ts'
import { TabList, TabPanel } from '../../components/Tabs.tsx'
import { mapText } from '../../mapText.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import type { Damage } from '../../model/verification.ts'
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
  const isLive = isLiveRef(details.ref)
  const kept = useStore(mapStore, (state) => state.tab)
  // A live image has no files to list.
  const tab = isLive && kept === 'files' ? 'snapshots' : kept
  return (
    <div className="panel lower" data-region="">
      <div className="lower-head">
        <TabList
          id="lower"
          label={mapText.tabs}
          className="tabs lower-tabs"
          value={tab}
          onChange={showTab}
          tabs={[
            { value: 'map', label: mapText.tab.map },
            {
              value: 'snapshots',
              label: (
                <>
                  {mapText.tab.snapshots} <span className="tab-count">{formatCount(details.snapshots.length)}</span>
                </>
              ),
            },
            ...(isLive
              ? []
              : [
                  {
                    value: 'files' as const,
                    label: (
                      <>
                        {mapText.tab.files}
                        <span className="tab-more">{mapText.tab.filesMore}</span>{' '}
                        <span className="tab-count">{formatCount(details.links.length)}</span>
                      </>
                    ),
                  },
                ]),
          ]}
        />
        {tab === 'map' ? <MapModes isLive={isLive} /> : null}
      </div>
      <TabPanel id="lower" value={tab} className={tab === 'map' ? 'lower-panel' : 'lower-panel is-table'}>
        {tab === 'map' ? <BlockMap details={details} chosen={chosen} /> : null}
        {tab === 'snapshots' ? <SnapshotsTable details={details} chosen={chosen} /> : null}
        {tab === 'files' ? <FilesTable details={details} chosen={chosen} damage={damage} /> : null}
      </TabPanel>
    </div>
  )
}
