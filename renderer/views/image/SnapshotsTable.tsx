import { Check, Pencil, Shield, ShieldOff, Trash2, Unlink } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails, SnapshotInfo } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Chosen } from '../../actions/current.ts'
import { guarded } from '../../actions/failure.ts'
import { removeOrAsk, setProtection } from '../../actions/snapshots.ts'
import { IconButton } from '../../components/Button.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { imageText } from '../../imageText.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { keyOfSnapshot } from '../../model/points.ts'
import { choosePoint } from '../../stores/selection.ts'
import { tablesStore } from '../../stores/tables.ts'
import { showSheet } from '../../stores/ui.ts'
import { formatClock, formatDay, formatTime, text } from '../../strings.ts'
import { useOrder } from './useOrder.ts'

interface SnapshotsTableProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
}

/** The snapshots of an image, oldest or newest first, with what can be done to each. */
export function SnapshotsTable({ details, chosen }: SnapshotsTableProps) {
  const isReadOnly = details.state === 'damaged' || details.state === 'newer'
  const isNewestFirst = useStore(tablesStore, (state) => state.isNewestFirst)
  const order = useOrder()
  const fileAfter = useMemo(() => new Map(details.links.map((link) => [link.number, link.file])), [details.links])
  const isLive = isLiveRef(details.ref)
  const columns: readonly Column<SnapshotInfo>[] = [
    {
      key: 'name',
      label: text.tables.name,
      cell: (snapshot) => (
        <button
          type="button"
          className="row-select"
          aria-pressed={isChosen(snapshot)}
          onClick={({ shiftKey, ctrlKey, metaKey }) =>
            choosePoint(keyOfSnapshot(snapshot), shiftKey || ctrlKey || metaKey)
          }
        >
          {snapshot.name.text}
          {snapshot.protected ? <Shield size={12} aria-label={text.points.protected} /> : null}
        </button>
      ),
    },
    {
      key: 'created',
      label: text.tables.created,
      sort: order,
      cell: ({ createdAt }) => (
        <time title={`${formatDay(createdAt)} ${formatClock(createdAt, true)}`}>{formatTime(createdAt)}</time>
      ),
    },
    {
      key: 'after',
      label: text.tables.after,
      isOptional: true,
      cell: ({ afterLink }) => fileAfter.get(afterLink) ?? text.app.none,
    },
    { key: 'size', label: text.tables.size, isNumber: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
    {
      key: 'restorable',
      label: text.tables.restorable,
      cell: ({ restorable }) =>
        restorable ? (
          <span className="mark is-yes">
            <Check size={14} aria-hidden /> {text.inspector.yes}
          </span>
        ) : (
          <span className="mark is-no">
            <Unlink size={14} aria-hidden /> {text.inspector.no}
          </span>
        ),
    },
    {
      key: 'actions',
      label: text.tables.actions,
      isLabelHidden: true,
      isNumber: true,
      cell: (snapshot) => (
        <span className="row-actions">
          <IconButton
            label={
              snapshot.protected
                ? imageText.protection.unprotectOf(snapshot.name.text)
                : imageText.protection.protectOf(snapshot.name.text)
            }
            icon={snapshot.protected ? <ShieldOff size={14} /> : <Shield size={14} />}
            disabled={isReadOnly}
            onClick={() => void guarded(() => setProtection(details.ref, snapshot, !snapshot.protected))}
          />
          <IconButton
            label={text.tables.rename(snapshot.name.text)}
            icon={<Pencil size={14} />}
            disabled={isReadOnly}
            onClick={() => showSheet({ kind: 'rename-snapshot', image: details.ref, snapshot })}
          />
          <IconButton
            label={text.tables.remove(snapshot.name.text)}
            icon={<Trash2 size={14} />}
            disabled={isReadOnly || snapshot.protected}
            onClick={() => removeOrAsk(details.ref, snapshot)}
          />
        </span>
      ),
    },
  ]
  const chosenKeys = useMemo(
    () => new Set([chosen.point?.key, ...(chosen.range?.stops ?? []).map(({ key }) => key)]),
    [chosen],
  )
  const isChosen = (snapshot: SnapshotInfo) => chosenKeys.has(keyOfSnapshot(snapshot))
  const rows = useMemo(() => {
    const sorted = [...details.snapshots].sort((a, b) => a.afterLink - b.afterLink || a.id - b.id)
    return isNewestFirst ? sorted.reverse() : sorted
  }, [details.snapshots, isNewestFirst])
  const last = (chosen.point ?? chosen.range?.to)?.snapshot
  return (
    <LongTable
      label={text.tables.snapshots}
      columns={isLive ? columns.filter(({ key }) => key !== 'after' && key !== 'restorable') : columns}
      rows={rows}
      reveal={rows.findIndex((snapshot) => snapshot === last)}
      keyOf={keyOfSnapshot}
      classOf={(snapshot) => (isChosen(snapshot) ? 'is-chosen' : '')}
      empty={text.tables.noSnapshots}
    />
  )
}
