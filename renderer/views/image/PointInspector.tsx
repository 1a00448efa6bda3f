import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { Facts } from '../../components/Facts.tsx'
import { imageText } from '../../imageText.ts'
import { exportFolderOf, fileNameFor, joinPath } from '../../model/exportPath.ts'
import type { History, Point } from '../../model/points.ts'
import type { Damage } from '../../model/verification.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { formatTime, text } from '../../strings.ts'
import { formatAgo, timelineText } from '../../timelineText.ts'
import { useNow } from '../timeline/useNow.ts'
import { RestorePath } from './RestorePath.tsx'

interface PointInspectorProps {
  readonly details: ImageDetails
  readonly history: History
  readonly point: Point
  readonly damage: Damage | null
}

/** One chosen point: its facts, the files it takes to restore it, in the order they are read. */
export function PointInspector({ details, history, point, damage }: PointInspectorProps) {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const settings = useStore(settingsStore)
  const now = useNow()
  const name = point.snapshot?.name.text ?? text.app.head
  const isReadOnly = details.state === 'damaged' || details.state === 'newer'
  const request = useMemo((): JobRequest => {
    const file = fileNameFor([details.ref.image.text, name], 'raw')
    return {
      kind: 'export',
      source: { ...details.ref, snapshot: point.snapshot?.name ?? null },
      path: joinPath(exportFolderOf(capabilities, settings), file),
    }
  }, [details.ref, point, name, capabilities, settings])
  return (
    <>
      <section className="inspector-section">
        <div className="section-line">
          <h2 className="inspector-title">{name}</h2>
          <span className="inspector-label">{formatAgo(point.time, now)}</span>
        </div>
        <Facts
          facts={[
            [point.kind === 'head' ? text.tables.added : text.inspector.created, formatTime(point.time)],
            [text.inspector.sizeAt, formatBytes(point.snapshot?.sizeBytes ?? details.sizeBytes)],
            [text.inspector.restorable, point.restorable ? text.inspector.yes : lostTo(history, point)],
            point.snapshot?.protected === true ? [text.inspector.protected, text.inspector.yes] : null,
          ]}
        />
        <div className="inspector-actions">
          <Button look="commit" disabled={!point.restorable} onClick={() => run('image.export')}>
            {text.inspector.exportPoint}
          </Button>
          <Button disabled={!point.restorable} onClick={() => run('image.pipe')}>
            {text.inspector.pipe}
          </Button>
          {point.snapshot === null ? null : (
            <>
              <Button disabled={isReadOnly} onClick={() => run('snapshot.rename')}>
                {text.inspector.rename}
              </Button>
              <Button
                disabled={isReadOnly}
                onClick={() => run(point.snapshot?.protected === true ? 'snapshot.unprotect' : 'snapshot.protect')}
              >
                {point.snapshot.protected ? imageText.protection.unprotect : imageText.protection.protect}
              </Button>
              <Button disabled={isReadOnly || !point.restorable} onClick={() => run('image.rollBack')}>
                {imageText.rollback.button}
              </Button>
              <Button disabled={isReadOnly || point.snapshot.protected} onClick={() => run('snapshot.remove')}>
                {text.inspector.remove}
              </Button>
            </>
          )}
        </div>
      </section>
      <RestorePath details={details} history={history} point={point} damage={damage} />
      <CommandBox equivalent={equivalentOf(request)} request={request} />
    </>
  )
}

/** Why a point cannot be restored: the first file before it that is missing or damaged. */
function lostTo({ steps }: History, { station }: Point): string {
  const bad = steps.slice(0, station).find((link) => link.missing || link.damage !== undefined)
  return bad === undefined ? text.inspector.no : timelineText.inspector.lostTo(bad.file, bad.missing)
}
