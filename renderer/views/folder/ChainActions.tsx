import { useStore } from 'zustand'
import type { AdoptedChain } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { Button } from '../../components/Button.tsx'
import { fileText } from '../../fileText.ts'
import { asChain, lastPointOf } from '../../model/folderView.ts'
import { possibleWith, sheetFor } from '../../model/importPlan.ts'
import { imagesStore } from '../../stores/images.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

interface ChainActionsProps {
  readonly chain: AdoptedChain
  /** The files to work with: those without a gap, up to the chosen one. */
  readonly files: readonly FileInspection[]
  readonly isWhole: boolean
}

const t = fileText.folders

/** What can be made of a chain; what cannot says why. */
export function ChainActions({ chain, files, isWhole }: ChainActionsProps) {
  const hasImages = useStore(imagesStore, ({ imagesByPool }) =>
    Object.values(imagesByPool).some((list) => list.length > 0),
  )
  const possible = possibleWith(asChain(files), hasImages)
  const paths = files.map(({ path }) => path)
  const end = lastPointOf(files)
  const actions = [
    { label: t.rebuild, why: possible.rebuild, act: () => showSheet(sheetFor('rebuild', files)) },
    { label: t.convert, why: possible.convert, act: () => showSheet(sheetFor('convert', files)) },
    { label: t.import, why: possible.new, act: () => showSheet({ kind: 'import-files', files }) },
    { label: t.merge, why: possible.merge, act: () => showSheet(sheetFor('merge', files)) },
    { label: t.compare, why: possible.compare, act: () => showSheet(sheetFor('compare', files)) },
    {
      label: t.verify,
      why: null,
      act: () => showSheet({ kind: 'verify', what: { kind: 'files', paths } }),
    },
    {
      label: t.manifests,
      why: possible.manifest,
      act: () => showSheet({ kind: 'write-manifests', paths }),
    },
  ]
  return (
    <div className="chain-actions" role="group" aria-label={t.actions(chain.called)}>
      <span className="panel-sub">
        {isWhole && chain.usable === chain.steps.length ? t.whole : t.upTo(end?.text ?? text.app.head)}:
      </span>
      {actions.map(({ label, why, act }) => (
        <Button key={label} isSmall disabled={why !== null || files.length === 0} onClick={act}>
          {label}
        </Button>
      ))}
      {files.length === 0
        ? null
        : actions.map(({ label, why }) =>
            why === null ? null : (
              <p key={label} className="inspector-hint chain-why">
                {t.notNow(label, why)}
              </p>
            ),
          )}
    </div>
  )
}
