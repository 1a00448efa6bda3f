import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Connection, FoundConnection } from '../../../shared/connections.ts'
import type { WireError } from '../../../shared/errors.ts'
import { saveConnection } from '../../actions/connections.ts'
import { attempt } from '../../actions/failure.ts'
import { clusterText } from '../../clusterText.ts'
import { Button } from '../../components/Button.tsx'
import { FormError } from '../../components/FormError.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { connectionOf, draftOf, EMPTY_DRAFT, problemsOf, suggestedName } from '../../model/connectionForm.ts'
import { outcomeOf } from '../../model/selfTest.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { ConnectionFields } from './ConnectionFields.tsx'
import { FoundList } from './FoundList.tsx'
import { SelfTestView } from './SelfTestView.tsx'
import { useFound } from './useFound.ts'
import { useSelfTest } from './useSelfTest.ts'

const t = clusterText.connect

interface ConnectSheetProps {
  /** The connection to be changed; null: a new one. */
  readonly connection: Connection | null
  /** Its self-test begins at once. */
  readonly isTesting?: boolean
}

/**
 * A new connection, or one that is there. What this machine knows of is offered first. The connection is tested before it is kept; one whose test fails is
 * kept once it was said.
 */
export function ConnectSheet({ connection, isTesting = false }: ConnectSheetProps) {
  const isNew = connection === null
  const connections = useStore(clustersStore, (state) => state.connections)
  const taken = (connections ?? []).map(({ name }) => name).filter((name) => name !== connection?.name)
  const [draft, setDraft] = useState(() => (connection === null ? EMPTY_DRAFT : draftOf(connection)))
  const [chosen, setChosen] = useState<FoundConnection | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<WireError | null>(null)
  const found = useFound(isNew)
  const said = connectionOf(draft, taken)
  const test = useSelfTest(said)
  const isRunning = test.runningSince !== null
  const begin = useRef(isTesting && connection !== null ? connection : null)
  useEffect(() => {
    if (begin.current !== null) void test.start(begin.current)
    begin.current = null
    // Once, when it opens.
  }, [])

  const choose = (one: FoundConnection) => {
    const { name } = one.connection
    const next = draftOf({ ...one.connection, name: taken.includes(name) ? '' : name })
    setChosen(one)
    setDraft(next)
    const meant = connectionOf(next, taken)
    if (meant !== null) void test.start(meant)
  }
  const submit = async () => {
    if (said === null || isSaving || isRunning) return
    const checks = test.checks ?? (await test.start(said))
    // What failed has to be seen first: the button then says that it is kept all the same.
    if (checks === null || (test.checks === null && outcomeOf(checks) === 'failed')) return
    setSaving(true)
    const failed = await attempt(() => saveConnection(said, isNew))
    setSaving(false)
    setFailure(failed)
    if (failed === null) showSheet(null)
  }
  const outcome = test.checks === null ? null : outcomeOf(test.checks)
  const words = isNew ? t.commit : t.save
  const commit = isRunning
    ? words.testing
    : outcome === null
      ? words.untested
      : outcome === 'failed'
        ? words.failed
        : words.ok
  return (
    <Sheet
      title={connection === null ? t.title : t.editTitle(connection.name)}
      subtitle={t.subtitle}
      size="wide"
      onClose={() => showSheet(null)}
      footer={
        <>
          {outcome === 'failed' && !isRunning ? <p className="foot-note">{t.failedNote}</p> : null}
          <Button data-cancel="" onClick={() => showSheet(null)}>
            {text.app.cancel}
          </Button>
          <Button look="commit" type="submit" form="connect-form" disabled={said === null || isSaving || isRunning}>
            {commit}
          </Button>
        </>
      }
    >
      <div className="sheet-columns">
        <form
          id="connect-form"
          className="sheet-form"
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          {isNew ? <FoundList {...found} connections={connections ?? []} chosen={chosen} onChoose={choose} /> : null}
          <ConnectionFields
            draft={draft}
            problems={problemsOf(draft, taken)}
            suggested={suggestedName(draft, taken)}
            isNameFixed={!isNew}
            onChange={(change) => {
              setDraft({ ...draft, ...change })
              setChosen(null)
              // A test of something else than what the form says by now tells nothing of it.
              if (isRunning && !('name' in change || 'pace' in change)) test.stop()
            }}
          />
          <FormError error={failure} />
        </form>
        <div className="sheet-side">
          <div className="sheet-side-content">
            <SelfTestView test={test} onStart={said === null ? undefined : () => void test.start(said)} />
          </div>
        </div>
      </div>
    </Sheet>
  )
}
