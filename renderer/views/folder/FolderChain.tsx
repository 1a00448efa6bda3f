import { useId, useState } from 'react'
import type { AdoptedChain } from '../../../shared/folders.ts'
import { formatBytes } from '../../../shared/units.ts'
import { fileText } from '../../fileText.ts'
import { bytesOfFiles, startOfFiles } from '../../model/filePoints.ts'
import { filesUpTo, isRestorable, lastPointOf } from '../../model/folderView.ts'
import { ChainActions } from './ChainActions.tsx'
import { ChainRows } from './ChainRows.tsx'

const t = fileText.folders

/** One chain of a folder: its files in order, its gaps with their repairs, and what can be made of it up to a chosen file. */
export function FolderChain({ chain }: { readonly chain: AdoptedChain }) {
  const id = useId()
  const [upTo, setUpTo] = useState<number | null>(null)
  const files = filesUpTo(chain, upTo)
  return (
    <section className="panel" aria-labelledby={id} data-region="">
      <div className="panel-head">
        <h2 className="panel-title" id={id}>
          {t.chain(chain.called)}
        </h2>
        <p className="panel-sub">
          {t.chainFacts(chain.steps.length, formatBytes(bytesOfFiles(chain.steps.map(({ file }) => file))))}
        </p>
        <p className="panel-sub">{restorableSentence(chain)}</p>
      </div>
      <ChainRows chain={chain} upTo={upTo} onChoose={(step) => setUpTo(step === upTo ? null : step)} />
      <ChainActions chain={chain} files={files} isWhole={upTo === null} />
    </section>
  )
}

function restorableSentence(chain: AdoptedChain): string {
  const files = filesUpTo(chain, null)
  const start = startOfFiles(files)
  if (start !== null) return t.startsAt(start.text)
  if (!isRestorable(chain)) return t.unusable
  const last = lastPointOf(files)
  return last === null || chain.usable === chain.steps.length ? '' : t.usableUpTo(last.text)
}
