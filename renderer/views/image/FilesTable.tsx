import { ShieldAlert, Unlink } from 'lucide-react'
import type { ImageDetails, LinkInfo } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Chosen } from '../../actions/current.ts'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { imageText } from '../../imageText.ts'
import type { History } from '../../model/points.ts'
import { pathTo } from '../../model/points.ts'
import type { Damage } from '../../model/verification.ts'
import { formatCount, formatTime, text } from '../../strings.ts'

interface FilesTableProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
  readonly damage: Damage | null
}

/** The files of the chain, in order; those that the selection needs are marked. */
export function FilesTable({ details, chosen, damage }: FilesTableProps) {
  const needed = new Set(chosen.range?.steps ?? (chosen.point === null ? [] : pathTo(chosen.history, chosen.point)))
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
          ) : damage?.links.has(link.number) === true ? (
            <span className="mark is-no">
              <ShieldAlert size={14} aria-hidden /> {imageText.verified.damaged}
            </span>
          ) : null}
        </span>
      ),
    },
    { key: 'kind', label: text.tables.kind, cell: (link) => kindOf(link) },
    { key: 'from', label: text.tables.from, cell: (link) => nameAt(chosen.history, details, link, 'from') },
    { key: 'to', label: text.tables.to, cell: (link) => nameAt(chosen.history, details, link, 'to') },
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
    { key: 'added', label: text.tables.added, isOptional: true, cell: ({ addedAt }) => formatTime(addedAt) },
  ]
  return (
    <LongTable
      label={text.tables.files}
      columns={columns}
      rows={details.links}
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

/** Today's name of the point before or after a link. */
function nameAt({ steps }: History, details: ImageDetails, link: LinkInfo, end: 'from' | 'to'): string {
  if (link.kind === 'seal' && end === 'from') return '—'
  const named = (first: number, before: number) =>
    details.snapshots.find(({ afterLink }) => afterLink >= first && afterLink < before)?.name.text
  const index = steps.indexOf(link)
  if (link.kind === 'seal') return named(link.number, link.number + 1) ?? text.inspector.unnamed(link.number)
  const following = steps[index + 1]?.number ?? Number.POSITIVE_INFINITY
  if (end === 'to') {
    return (
      named(link.number, following) ??
      (index === steps.length - 1 ? text.app.head : text.inspector.unnamed(link.number))
    )
  }
  const before = steps[index - 1]
  return (
    named(before?.number ?? 0, link.number) ??
    (before === undefined ? text.app.nothing : text.inspector.unnamed(before.number))
  )
}
