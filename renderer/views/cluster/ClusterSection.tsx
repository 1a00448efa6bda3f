import { ChevronRight, EllipsisVertical, RotateCw, TriangleAlert } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Connection } from '../../../shared/connections.ts'
import { readPools } from '../../actions/clusters.ts'
import { rereadConnection } from '../../actions/connections.ts'
import { clusterText } from '../../clusterText.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ContextMenu } from '../../components/ContextMenu.tsx'
import { MenuButton } from '../../components/MenuButton.tsx'
import { type ClusterState, clusterState } from '../../model/clusterState.ts'
import { reachWord } from '../../model/connectionForm.ts'
import { cardOf } from '../../model/errorCards.ts'
import { clusterViewStore, showSection } from '../../stores/clusterView.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { announce, showSheet } from '../../stores/ui.ts'
import { formatTime } from '../../strings.ts'
import { formatAgo } from '../../timelineText.ts'
import { useNow } from '../jobs/useNow.ts'
import { isMac } from '../shell/platform.ts'
import { ClusterTree } from './ClusterTree.tsx'
import { ConnectionMenu } from './clusterMenus.tsx'

const t = clusterText.section

/**
 * A connection in the sidebar: how its cluster is reached, how old what is shown of it is, and its pools once it was opened. A cluster that does not answer says so in
 * its own section, and nowhere else.
 */
export function ClusterSection({ connection }: { readonly connection: Connection }) {
  const { name } = connection
  const isOpen = useStore(clusterViewStore, ({ sections }) => sections.has(name))
  const pools = useStore(clustersStore, (state) => state.pools)
  const names = useStore(clustersStore, (state) => state.names)
  const state = useMemo(() => clusterState(name, { pools, names }), [name, pools, names])
  const isAsked = pools[name] !== undefined
  const known = pools[name]?.value ?? null
  const id = useId()
  useEffect(() => {
    if (isOpen && !isAsked) void readPools(name)
  }, [isOpen, isAsked, name])
  useTidings(name, state)
  return (
    <section
      className={isOpen ? 'side-section is-cluster is-open' : 'side-section is-cluster'}
      aria-label={name}
      data-connection={name}
    >
      <ContextMenu
        itemsFor={() => <ConnectionMenu name={name} />}
        render={
          <div className="side-head is-cluster">
            <h2 className="cluster-heading">
              <button
                type="button"
                className="cluster-title"
                aria-expanded={isOpen}
                aria-controls={isOpen ? id : undefined}
                onClick={() => showSection(name, !isOpen)}
              >
                <ChevronRight size={12} aria-hidden className={isOpen ? 'tree-mark is-open' : 'tree-mark'} />
                <bdi className="cluster-name">{name}</bdi>
              </button>
            </h2>
            {isOpen ? (
              <IconButton
                label={t.refresh(name)}
                keys={keysOf('F5', isMac())}
                icon={<RotateCw size={13} />}
                onClick={() => void rereadConnection(name)}
              />
            ) : null}
            <MenuButton trigger={<IconButton label={t.menu(name)} icon={<EllipsisVertical size={14} />} />}>
              <ConnectionMenu name={name} />
            </MenuButton>
          </div>
        }
      />
      <StateLine connection={connection} state={state} isOpen={isOpen} />
      {isOpen ? (
        <div id={id} className="cluster-body">
          <Lost connection={connection} state={state} />
          {known === null ? null : <ClusterTree connection={name} pools={known} />}
        </div>
      ) : null}
    </section>
  )
}

/** How the cluster is reached, and the age of what is shown of it. */
function StateLine({
  connection,
  state: { isReading, readAt },
  isOpen,
}: {
  readonly connection: Connection
  readonly state: ClusterState
  readonly isOpen: boolean
}) {
  const now = useNow(isOpen && readAt !== null)
  const age = isReading ? t.reading : readAt === null ? '' : formatAgo(readAt, Math.max(now, readAt))
  const reach = reachWord(connection)
  return (
    <p className="cluster-state">
      <bdi className="cluster-reach" data-tip={reach.length > 14 ? reach : undefined}>
        {reach}
      </bdi>
      {age === '' ? null : (
        <span className="cluster-age" data-tip={readAt === null ? undefined : t.readAt(formatTime(readAt))}>
          {age}
        </span>
      )}
    </p>
  )
}

/** That the cluster does not answer, in one sentence, and what can be done. */
function Lost({
  connection,
  state: { error, readAt },
}: {
  readonly connection: Connection
  readonly state: ClusterState
}) {
  const { name } = connection
  if (error === null) return null
  const { title } = cardOf(error, null)
  return (
    <div className="cluster-lost">
      <TriangleAlert size={14} aria-hidden className="cluster-lost-icon" />
      <div>
        <p data-tip={error.message}>
          {readAt === null ? t.lost(title) : t.lostSince(title, formatAgo(readAt, Date.now()))}
        </p>
        <div className="cluster-lost-actions">
          <Button isSmall onClick={() => void rereadConnection(name)}>
            {t.retry}
          </Button>
          <Button isSmall onClick={() => showSheet({ kind: 'connect', connection, isTesting: true })}>
            {t.test}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** Says in the live region when a cluster stops answering, and when it answers again. */
function useTidings(name: string, { error, isReading, readAt }: ClusterState): void {
  const [title, setTitle] = useState<string | null>(null)
  const before = useRef(title)
  const now = error === null ? null : cardOf(error, null).title
  // While it is being asked nothing is known that is new.
  const isKnown = !isReading && (error !== null || readAt !== null)
  useEffect(() => {
    if (isKnown) setTitle(now)
  }, [now, isKnown])
  useEffect(() => {
    if (title === before.current) return
    announce(title === null ? t.announceBack(name) : t.announceLost(name, title))
    before.current = title
  }, [name, title])
}
