import { TriangleAlert, Unlink } from 'lucide-react'
import type { ImageDetails } from '../../../shared/contract.ts'
import { nameKey } from '../../../shared/names.ts'
import { careText } from '../../careText.ts'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import type { BadLink, Wreck } from '../../model/repairPlan.ts'
import { formatTime, text } from '../../strings.ts'

const t = careText.repair
/** So many points are named one by one. */
const MAX_POINTS = 100

/** Which files are bad and since when, and which points that takes. */
export function WreckTable({ details, wreck }: { readonly details: ImageDetails; readonly wreck: Wreck }) {
  const { bad, lost, isHeadLost, upTo } = wreck
  const columns: readonly Column<BadLink>[] = [
    { key: 'file', label: t.file, cell: ({ link }) => <span title={link.path}>{link.file}</span> },
    {
      key: 'wrong',
      label: t.wrong,
      cell: ({ message }) =>
        message === null ? (
          <span className="mark is-no">
            <Unlink size={14} aria-hidden /> {t.missing}
          </span>
        ) : (
          <span className="mark is-no" title={message}>
            <TriangleAlert size={14} aria-hidden /> {message === '' ? text.image.state.damaged : message}
          </span>
        ),
    },
    {
      key: 'since',
      label: t.since,
      isOptional: true,
      cell: ({ since }) => (since === null ? t.sinceUnknown : t.found(formatTime(since))),
    },
    {
      key: 'leads',
      label: t.leads,
      cell: ({ leadsTo, link }) =>
        leadsTo.length === 0
          ? link.number === details.links.at(-1)?.number
            ? text.app.head
            : text.inspector.unnamed(link.number)
          : leadsTo.map(({ name }) => name.text).join(', '),
    },
  ]
  return (
    <section className="wreck">
      <LongTable
        label={t.table}
        columns={columns}
        rows={bad}
        keyOf={({ link }) => String(link.number)}
        empty={t.whole}
      />
      <p className="wreck-upto">
        <strong>{upTo === null ? t.upToNothing : t.upTo(upTo.name.text)}</strong>{' '}
        {t.lost(lost.length + (isHeadLost ? 1 : 0))}:
      </p>
      <ul className="dropped is-inline" aria-label={t.lostList}>
        {lost.slice(0, MAX_POINTS).map(({ name }) => (
          <li key={nameKey(name)}>
            <s>{name.text}</s>
          </li>
        ))}
        {lost.length > MAX_POINTS ? <li>{text.inspector.more(lost.length - MAX_POINTS)}</li> : null}
        {isHeadLost ? (
          <li>
            <s>{t.headLost}</s>
          </li>
        ) : null}
      </ul>
    </section>
  )
}
