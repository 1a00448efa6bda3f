import { Check, Container, FileCog, Server } from 'lucide-react'
import type { Connection, FoundConnection } from '../../../shared/connections.ts'
import { clusterText } from '../../clusterText.ts'
import { FormError } from '../../components/FormError.tsx'
import { notMadeYet, reachWord } from '../../model/connectionForm.ts'
import type { Found } from './useFound.ts'

const t = clusterText.connect
const ICONS = { local: FileCog, ssh: Server, prefix: Container } as const

/** Between the parts of a line, as it is read aloud. Not drawn. */
const GAP = ' '

interface FoundListProps extends Found {
  /** What there is a connection to is not offered again. */
  readonly connections: readonly Connection[]
  /** The one the form was filled in with. */
  readonly chosen: FoundConnection | null
  readonly onChoose: (found: FoundConnection) => void
}

/** What was found on this machine: one click fills the form in and tests it. */
export function FoundList({ found: all, error, connections, chosen, onChoose }: FoundListProps) {
  const found = all === null ? null : notMadeYet(all, connections)
  return (
    <section aria-label={t.found} className="found">
      <h3 className="section-title">{t.found}</h3>
      {found === null ? <p className="form-text">{t.finding}</p> : null}
      {found?.length === 0 && error === null ? (
        <p className="form-text">{all?.length === 0 ? t.foundNone : t.foundMade}</p>
      ) : null}
      {found === null || found.length === 0 ? null : (
        <ul className="found-list">
          {found.map((one) => {
            const { connection, foundIn } = one
            const Icon = ICONS[connection.reach.kind]
            const isChosen = one === chosen
            return (
              <li key={connection.name}>
                <button
                  type="button"
                  className={isChosen ? 'found-row is-chosen' : 'found-row'}
                  aria-pressed={isChosen}
                  onClick={() => onChoose(one)}
                >
                  <Icon size={14} aria-hidden className="tree-icon" />
                  <bdi className="found-name">{connection.name}</bdi>
                  {GAP}
                  <span className="found-reach">{reachWord(connection)}</span>
                  {GAP}
                  <bdi className="found-in">{foundIn}</bdi>
                  {isChosen ? <Check size={14} aria-hidden className="found-mark" /> : null}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <FormError error={error} />
    </section>
  )
}
