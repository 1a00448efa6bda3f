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
import { fileName } from '../../jobText.ts'
import { exportFolderOf, fileNameFor, joinPath } from '../../model/exportPath.ts'
import type { History, Range } from '../../model/points.ts'
import type { Damage } from '../../model/verification.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { formatCount, text } from '../../strings.ts'
import { formatStretch, timelineText } from '../../timelineText.ts'
import { DragOutChip } from '../jobs/DragOutChip.tsx'
import { useEstimate } from '../sheets/useEstimate.ts'
import { RestorePath } from './RestorePath.tsx'

interface RangeInspectorProps {
  readonly details: ImageDetails
  readonly history: History
  readonly damage: Damage | null
  readonly range: Range
}

/** A chosen stretch: what it is as kept and as one diff, and what can be made of it. */
export function RangeInspector({ details, history, damage, range }: RangeInspectorProps) {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const settings = useStore(settingsStore)
  const from = range.from.snapshot?.name ?? null
  const to = range.to.snapshot?.name ?? null
  const names = [from?.text ?? text.app.nothing, to?.text ?? text.app.head] as const
  const request = useMemo((): Extract<JobRequest, { kind: 'export-diff' }> => {
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
  const twiceBytes = range.steps.reduce((sum, link) => sum + link.dataBytes, 0) - (estimate?.dataBytes ?? 0)
  const known: readonly (Fact | null)[] =
    estimate === null
      ? []
      : [
          [text.inspector.changed, formatBytes(estimate.dataBytes)],
          twiceBytes <= 0 ? null : [timelineText.inspector.twice, formatBytes(twiceBytes)],
          estimate.zeroBytes === 0 ? null : [text.inspector.zeroed, formatBytes(estimate.zeroBytes)],
          [text.inspector.records, formatCount(estimate.records)],
        ]
  return (
    <>
      <section className="inspector-section">
        <div className="section-line">
          <h2 className="inspector-title">{text.inspector.range(...names)}</h2>
          <span className="inspector-label">{formatStretch(range.to.time - range.from.time)}</span>
        </div>
        <Facts
          facts={[
            [text.inspector.asKept, text.inspector.kept(range.steps.length, formatBytes(keptBytes))],
            [
              text.inspector.asOne,
              <span key="size">
                {estimate === null ? null : <EstimateMark />} <strong>{asOne}</strong>
              </span>,
            ],
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
          {range.to.restorable ? (
            <DragOutChip name={fileName(request.path)} makeRequest={(path) => ({ ...request, path })} />
          ) : null}
        </div>
        {range.steps.length === 0 ? <p className="inspector-hint">{text.inspector.headOnly}.</p> : null}
        {increments < 2 && range.steps.length > 0 ? (
          <p className="inspector-hint">{text.inspector.mergeNeedsTwo}.</p>
        ) : null}
        {error === null || error.code === 'E_FILE_EXISTS' ? null : <ErrorCard error={error} isCompact />}
      </section>
      <RestorePath details={details} history={history} point={range.to} damage={damage} />
      <CommandBox equivalent={equivalentOf(request)} request={request} />
    </>
  )
}

/** Marks a number as an estimate: hatched, as everywhere. */
function EstimateMark() {
  return (
    <>
      <svg width={12} height={12} className="estimate-mark" aria-hidden="true">
        <rect x={0.5} y={0.5} width={11} height={11} />
        <path d="M0 8 8 0M4 12 12 4" />
      </svg>{' '}
      {timelineText.inspector.estimate}
    </>
  )
}
