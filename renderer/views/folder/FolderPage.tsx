import { FolderOpen, RefreshCw, ShieldCheck, X } from 'lucide-react'
import { useStore } from 'zustand'
import type { AdoptedFolder, FolderScan } from '../../../shared/folders.ts'
import { guarded } from '../../actions/failure.ts'
import { forgetFolder, scanFolder } from '../../actions/folders.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { fileText } from '../../fileText.ts'
import { fileName } from '../../jobText.ts'
import { folderCounts } from '../../model/folderView.ts'
import { foldersStore } from '../../stores/folders.ts'
import { text } from '../../strings.ts'
import { FolderChain } from './FolderChain.tsx'
import { FolderLeftovers } from './FolderLeftovers.tsx'

const t = fileText.folders

/** An adopted folder: its files as chains, with gaps and forks named, and what can be made of them. */
export function FolderPage({ id }: { readonly id: string }) {
  const folder = useStore(foldersStore, ({ folders }) => folders.find((one) => one.id === id))
  const state = useStore(foldersStore, ({ states }) => states[id])
  if (folder === undefined) return null
  const { scan = null, error = null } = state ?? {}
  return (
    <main className="page" id="page" tabIndex={-1} aria-label={t.page} aria-busy={state?.isReading === true}>
      <FolderHeader folder={folder} scan={scan} />
      <div className="page-scroll folder-page">
        {state?.isReading === true && scan === null ? <p className="page-message">{t.reading}</p> : null}
        {error === null ? null : (
          <div className="page-message">
            <ErrorCard
              error={error}
              actions={<Button onClick={() => void guarded(() => scanFolder(id))}>{text.app.retry}</Button>}
            />
          </div>
        )}
        {scan === null ? null : (
          <>
            {scan.chains.length === 0 ? <p className="page-message">{t.empty}</p> : null}
            {scan.chains.map((chain) => (
              <FolderChain key={chain.steps[0]?.file.path ?? chain.called} chain={chain} />
            ))}
            <FolderLeftovers leftovers={scan.leftovers} />
          </>
        )}
      </div>
    </main>
  )
}

function FolderHeader({ folder, scan }: { readonly folder: AdoptedFolder; readonly scan: FolderScan | null }) {
  const { facts } = t
  const counts = scan === null ? null : folderCounts(scan)
  return (
    <header className="image-head" data-region="">
      <div className="image-titles">
        <h1 className="image-path" title={folder.path}>
          <FolderOpen size={16} aria-hidden className="tree-icon" /> <span className="image-parent">{t.kind} / </span>
          <strong>{fileName(folder.path)}</strong>
        </h1>
        <ul className="image-facts">
          <li className="is-mono-fact">{folder.path}</li>
          {counts === null ? null : (
            <>
              <li>
                <strong>{facts.chains(counts.chains)}</strong>
              </li>
              <li>{facts.files(counts.files)}</li>
              <li className={counts.gaps === 0 ? '' : 'state is-gap'}>{facts.gaps(counts.gaps)}</li>
              {counts.leftovers === 0 ? null : <li className="state is-newer">{facts.leftovers(counts.leftovers)}</li>}
              {counts.others === 0 ? null : <li className="is-optional">{facts.others(counts.others)}</li>}
            </>
          )}
          <li className="is-optional">{facts.readOnly}</li>
        </ul>
      </div>
      <div className="image-actions">
        <Button icon={<RefreshCw size={15} aria-hidden />} onClick={() => run('folder.rescan')}>
          {t.rescan}
        </Button>
        <Button icon={<ShieldCheck size={15} aria-hidden />} onClick={() => run('folder.verify')}>
          {t.verify}
        </Button>
        <Button icon={<X size={15} aria-hidden />} onClick={() => void guarded(() => forgetFolder(folder.id))}>
          {t.forget}
        </Button>
      </div>
    </header>
  )
}
