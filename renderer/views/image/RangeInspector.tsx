import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import type { Fact } from '../../components/Facts.tsx'
import { Facts } from '../../components/Facts.tsx'
import { exportFolderOf, fileNameFor, joinPath } from '../../model/exportPath.ts'
import type { Range } from '../../model/points.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { formatCount, text } from '../../strings.ts'
import { useEstimate } from '../sheets/useEstimate.ts'

interface RangeInspectorProps {
  readonly details: ImageDetails
  readonly range: Range
}

/** A chosen stretch: what it is as kept and as one diff, and what can be made of it. */
export function RangeInspector({ details, range }: RangeInspectorProps) {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const settings = useStore(settingsStore)
  const from = range.from.snapshot?.name ?? null
  const to = range.to.snapshot?.name ?? null
  const names = [from?.text ?? text.app.nothing, to?.text ?? text.app.head] as const
  const request = useMemo((): JobRequest => {
    const file = fileNameFor([details.ref.image.text, from?.text ?? '', to?.text ?? 'head'], 'diff')
    return {
      kind: 'export-diff',
      source: { ...details.ref, snapshot: to },
      fromSnapshot: from,
      path: joinPath(exportFolderOf(capabilities, settings), file),
    }
  }, [details.ref, from, to, capabilities, settings])
  const { estimate, error, isWaiting } = useEstimate(range.to.restorable ? request : null)
  const keptBytes = range.steps.reduce((sum, link) => sum + link.fileBytes, 0)
  const increments = range.stops.length - 1
  const asOne = isWaiting ? '…' : estimate === null ? '—' : formatBytes(estimate.outputBytes ?? estimate.dataBytes)
  const known: readonly (Fact | null)[] =
    estimate === null
      ? []
      : [
          [text.inspector.changed, formatBytes(estimate.dataBytes)],
          estimate.zeroBytes === 0 ? null : [text.inspector.zeroed, formatBytes(estimate.zeroBytes)],
          [text.inspector.records, formatCount(estimate.records)],
        ]
  return (
    <>
      <section className="inspector-section">
        <h2 className="inspector-title">{text.inspector.range(...names)}</h2>
        <Facts
          facts={[
            [text.inspector.asKept, text.inspector.kept(range.steps.length, formatBytes(keptBytes))],
            [text.inspector.asOne, <strong key="size">{asOne}</strong>],
            ...known,
          ]}
        />
        <div className="inspector-actions">
          <Button look="commit" disabled={!range.to.restorable} onClick={() => run('image.export')}>
            {text.inspector.exportDiff}
          </Button>
          <Button
            disabled={increments < 2 || !range.to.restorable}
            title={increments < 2 ? text.inspector.mergeNeedsTwo : undefined}
            onClick={() => run('image.merge')}
          >
            {increments < 2 ? text.inspector.mergeAny : text.inspector.merge(increments)}
          </Button>
          <Button disabled={!range.to.restorable} onClick={() => run('image.pipe')}>
            {text.inspector.pipe}
          </Button>
        </div>
        {range.steps.length === 0 ? <p className="inspector-hint">{text.inspector.headOnly}.</p> : null}
        {increments < 2 && range.steps.length > 0 ? (
          <p className="inspector-hint">{text.inspector.mergeNeedsTwo}.</p>
        ) : null}
        {error === null || error.code === 'E_FILE_EXISTS' ? null : <ErrorCard error={error} isCompact />}
      </section>
      <CommandBox equivalent={equivalentOf(request)} request={request} />
    </>
  )
}
