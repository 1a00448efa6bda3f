import { Tabs } from '@base-ui/react/tabs'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { Chosen } from '../../actions/current.ts'
import type { Damage } from '../../model/verification.ts'
import { formatCount, text } from '../../strings.ts'
import { FilesTable } from './FilesTable.tsx'
import { SnapshotsTable } from './SnapshotsTable.tsx'

interface ChainTablesProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
  readonly damage: Damage | null
}

/** The same history as the timeline's, as two tables: points, and the files between them. */
export function ChainTables({ details, chosen, damage }: ChainTablesProps) {
  return (
    <Tabs.Root className="panel tables" defaultValue="snapshots" data-region="">
      <Tabs.List className="tabs panel-head" activateOnFocus aria-label={text.timeline.title}>
        <Tabs.Tab className="tab" value="snapshots">
          {text.tables.snapshots} <span className="tab-count">{formatCount(details.snapshots.length)}</span>
        </Tabs.Tab>
        <Tabs.Tab className="tab" value="files">
          {text.tables.files} <span className="tab-count">{formatCount(details.links.length)}</span>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="snapshots" className="tab-panel">
        <SnapshotsTable details={details} chosen={chosen} />
      </Tabs.Panel>
      <Tabs.Panel value="files" className="tab-panel">
        <FilesTable details={details} chosen={chosen} damage={damage} />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
