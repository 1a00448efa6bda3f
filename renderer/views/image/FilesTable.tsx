import { ShieldAlert, Unlink } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails, LinkInfo } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Chosen } from '../../actions/current.ts'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { imageText } from '../../imageText.ts'
import { pathTo } from '../../model/points.ts'
import { endsOf } from '../../model/stationNames.ts'
import type { Damage } from '../../model/verification.ts'
import { tablesStore } from '../../stores/tables.ts'
import { formatCount, formatTime, text } from '../../strings.ts'
import { useOrder } from './useOrder.ts'

interface FilesTableProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
  readonly damage: Damage | null
}

/** The files of the chain, in order; those that the selection needs are marked. */
export function FilesTable({ details, chosen, damage }: FilesTableProps) {
  const isNewestFirst = useStore(tablesStore, (state) => state.isNewestFirst)
  const needed = useMemo(
    () => new Set(chosen.range?.steps ?? (chosen.point === null ? [] : pathTo(chosen.history, chosen.point))),
    [chosen],
  )
  const last = [...needed].at(-1)
  const rows = useMemo(
    () => [...details.links].sort((a, b) => (isNewestFirst ? b.number - a.number : a.number - b.number)),
    [details.links, isNewestFirst],
  )
  const columns: readonly Column<LinkInfo>[] = [
    {
      key: 'file',
      label: text.tables.file,
      cell: (link) => (
        <span title={link.path}>
          {link.file}
          {link.missing ? (
            <span className="mark is-no">
              <Unlink size={14} aria-hidden /> {text.tables.missing}
            </span>
          ) : link.damage !== undefined || damage?.links.has(link.number) === true ? (
            <span className="mark is-no">
              <ShieldAlert size={14} aria-hidden /> {imageText.verified.damaged}
            </span>
          ) : null}
        </span>
      ),
    },
    { key: 'kind', label: text.tables.kind, cell: (link) => kindOf(link) },
    { key: 'from', label: text.tables.from, cell: (link) => endsOf(details, link).from },
    { key: 'to', label: text.tables.to, cell: (link) => endsOf(details, link).to },
    { key: 'data', label: text.tables.data, isNumber: true, cell: ({ dataBytes }) => formatBytes(dataBytes) },
    { key: 'zeros', label: text.tables.zeros, isNumber: true, cell: ({ zeroBytes }) => formatBytes(zeroBytes) },
    {
      key: 'records',
      label: text.tables.records,
      isNumber: true,
      isOptional: true,
      cell: ({ records }) => formatCount(records),
    },
    { key: 'size', label: text.tables.fileSize, isNumber: true, cell: ({ fileBytes }) => formatBytes(fileBytes) },
    {
      key: 'digest',
      label: imageText.verified.digest,
      isOptional: true,
      cell: ({ digest }) =>
        digest === undefined ? imageText.verified.none : <span title={digest}>{imageText.verified.recorded}</span>,
    },
    {
      key: 'verified',
      label: imageText.verified.column,
      cell: ({ verifiedAt }) => (verifiedAt === undefined ? imageText.verified.never : formatTime(verifiedAt)),
    },
    {
      key: 'added',
      label: text.tables.added,
      isOptional: true,
      cell: ({ addedAt }) => formatTime(addedAt),
      sort: useOrder(),
    },
  ]
  return (
    <LongTable
      label={text.tables.files}
      columns={columns}
      rows={rows}
      reveal={rows.findIndex((link) => link.number === last?.number)}
      keyOf={({ number }) => String(number)}
      classOf={(link) => (needed.has(link) ? 'is-chosen' : '')}
      empty={text.tables.noFiles}
    />
  )
}

function kindOf(link: LinkInfo): string {
  if (link.kind === 'diff') return link.number === 1 ? text.tables.kindOf['diff-full'] : text.tables.kindOf.diff
  return text.tables.kindOf[link.kind]
}
