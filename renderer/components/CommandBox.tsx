import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'
import type { Equivalent } from '../../shared/equivalent.ts'
import { text } from '../strings.ts'
import { Button } from './Button.tsx'
import { copyText } from './copyText.ts'

type Tab = 'rbd' | 'studio' | 'json'

interface CommandBoxProps {
  readonly equivalent: Equivalent
  /** What the JSON tab shows: the job's request, or all the calls where there are several. */
  readonly request: object
}

/** The same job as commands: plain rbd, our own command line, and the request itself. */
export function CommandBox({ equivalent, request }: CommandBoxProps) {
  const [tab, setTab] = useState<Tab>('rbd')
  const [isCopied, setCopied] = useState(false)
  const shown = linesOf(tab, equivalent, request)
  const copy = async () => {
    await copyText(shown.join('\n'))
    setCopied(true)
  }
  return (
    <section className="command" aria-label={text.command.title}>
      <Tabs.Root
        value={tab}
        onValueChange={(value: Tab) => {
          setTab(value)
          setCopied(false)
        }}
      >
        <div className="command-head">
          <Tabs.List className="tabs" activateOnFocus aria-label={text.command.title}>
            <Tabs.Tab className="tab" value="rbd">
              {text.command.rbd}
            </Tabs.Tab>
            <Tabs.Tab className="tab" value="studio">
              {text.command.studio}
            </Tabs.Tab>
            <Tabs.Tab className="tab" value="json">
              {text.command.json}
            </Tabs.Tab>
          </Tabs.List>
          <Button look="link" isSmall disabled={shown.length === 0} onClick={() => void copy()}>
            {isCopied ? text.app.copied : text.app.copy}
          </Button>
        </div>
        <Tabs.Panel value="rbd">
          {equivalent.rbd.reason === null ? null : <p className="command-note">{equivalent.rbd.reason}.</p>}
          {equivalent.onCluster === null ? null : <p className="command-note">{text.command.onCluster}</p>}
          <Code lines={linesOf('rbd', equivalent, request)} />
          {equivalent.note === null ? null : <p className="command-note">{equivalent.note}.</p>}
        </Tabs.Panel>
        <Tabs.Panel value="studio">
          {equivalent.studio.reason === null ? null : <p className="command-note">{equivalent.studio.reason}.</p>}
          <Code lines={linesOf('studio', equivalent, request)} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <Code lines={linesOf('json', equivalent, request)} />
        </Tabs.Panel>
      </Tabs.Root>
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
    <pre className="code">
      <code>{lines.join('\n')}</code>
    </pre>
  )
}
