import { Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { TrashedImage } from '../../../shared/connections.ts'
import { readTrash } from '../../actions/clusters.ts'
import { clusterText } from '../../clusterText.ts'
import { Button } from '../../components/Button.tsx'
import { FormError } from '../../components/FormError.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { trashStatus } from '../../model/trashStatus.ts'
import { ClosingSheet } from '../sheets/ClosingSheet.tsx'
import { placeSpec } from '../../model/trash.ts'
import { clustersStore, NEVER_ASKED, type Place, placeKey } from '../../stores/clusters.ts'
import { showSheet } from '../../stores/ui.ts'
import { formatTime, text } from '../../strings.ts'

const t = clusterText.trash

/** The trash of a pool of a cluster, read when it is opened: since when each image is in it, until when it is kept, and the way back. */
export function ClusterTrashSheet({ place }: { readonly place: Place }) {
  const key = placeKey(place)
  const { value, error } = useStore(clustersStore, (state) => state.trash[key]) ?? NEVER_ASKED
  useEffect(() => {
    void readTrash(place)
    // The place is the same as long as its key is.
  }, [key])
  const columns: readonly Column<TrashedImage>[] = [
    { key: 'name', label: t.name, cell: ({ name }) => <bdi>{name.text}</bdi> },
    {
      key: 'deleted',
      label: t.deleted,
      cell: ({ deletedAt }) => (deletedAt === null ? t.unknown : formatTime(deletedAt)),
    },
    { key: 'status', label: t.status, cell: ({ status }) => statusText(status) },
    {
      key: 'back',
      label: t.action,
      isLabelHidden: true,
      cell: (trashed) => (
        <Button
          isSmall
          icon={<Undo2 size={14} aria-hidden />}
          aria-label={t.restoreOf(trashed.name.text)}
          onClick={() => showSheet({ kind: 'restore-trashed', place, trashed })}
        >
          {t.restore}
        </Button>
      ),
    },
  ]
  return (
    <ClosingSheet title={t.title(placeSpec(place))} subtitle={t.subtitle}>
      <div className="sheet-form is-small">
        {value !== null ? (
          <LongTable label={t.list} columns={columns} rows={value} keyOf={({ id }) => id} empty={t.empty} />
        ) : error === null ? (
          <p className="side-note">{text.app.loading}</p>
        ) : null}
        <FormError error={error} />
      </div>
    </ClosingSheet>
  )
}

/** In our words where they are known, else as the cluster says it. */
function statusText(said: string): string {
  const status = trashStatus(said)
  if (status === null) return said
  return status.isOver ? t.mayGo : t.kept(formatTime(status.at))
}
