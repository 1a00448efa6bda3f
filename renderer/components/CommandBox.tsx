import { useId, useState } from 'react'
import type { Equivalent } from '../../shared/equivalent.ts'
import { text } from '../strings.ts'
import { Button } from './Button.tsx'
import { copyText } from './copyText.ts'
import { TabList, TabPanel } from './Tabs.tsx'

type Tab = 'rbd' | 'studio' | 'json'
const TABS = (['rbd', 'studio', 'json'] as const).map((value) => ({ value, label: text.command[value] }))

interface CommandBoxProps {
  readonly equivalent: Equivalent
  /** What the JSON tab shows: the job's request, or all the calls where there are several. */
  readonly request: object
}

/** The same job as commands: plain rbd, our own command line, and the request itself. */
export function CommandBox({ equivalent, request }: CommandBoxProps) {
  const [tab, setTab] = useState<Tab>('rbd')
  const [isCopied, setCopied] = useState(false)
  const id = useId()
  const shown = linesOf(tab, equivalent, request)
  const reason = tab === 'json' ? null : equivalent[tab].reason
  const copy = async () => {
    await copyText(shown.join('\n'))
    setCopied(true)
  }
  return (
    <section className="command" aria-label={text.command.title}>
      <div className="command-head">
        <TabList
          id={id}
          label={text.command.title}
          value={tab}
          tabs={TABS}
          onChange={(value) => {
            setTab(value)
            setCopied(false)
          }}
        />
        <Button look="link" isSmall disabled={shown.length === 0} onClick={() => void copy()}>
          {isCopied ? text.app.copied : text.app.copy}
        </Button>
      </div>
      <TabPanel id={id} value={tab}>
        {reason === null ? null : <p className="command-note">{reason}.</p>}
        {tab === 'rbd' && equivalent.onCluster !== null ? (
          <p className="command-note">{text.command.onCluster}</p>
        ) : null}
        <Code lines={shown} />
        {tab === 'rbd' && equivalent.note !== null ? <p className="command-note">{equivalent.note}.</p> : null}
      </TabPanel>
    </section>
  )
}

function linesOf(tab: Tab, equivalent: Equivalent, request: object): readonly string[] {
  if (tab === 'json') return JSON.stringify(request, null, 2).split('\n')
  if (tab === 'studio') return equivalent.studio.lines ?? []
  return equivalent.rbd.lines ?? equivalent.onCluster ?? []
}

function Code({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <pre className="code" tabIndex={0}>
      <code>{lines.join('\n')}</code>
    </pre>
  )
}
