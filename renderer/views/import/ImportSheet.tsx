import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { sortIntoChains } from '../../../shared/chain.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { countsOf } from '../../model/importPlan.ts'
import { sheetText } from '../../sheetText.ts'
import type { Upload } from '../../stores/inspector.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import type { Sheet as OpenSheet } from '../../stores/ui.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { ChainTable } from './ChainTable.tsx'
import { ImportForm } from './ImportForm.tsx'
import { Leftovers } from './Leftovers.tsx'

type ImportSheetProps = Omit<Extract<OpenSheet, { kind: 'import' }>, 'kind'>

/** What was dropped, explained; then what can be done with it (UX U8). */
export function ImportSheet({ pool, connection = LIBRARY, namespace = '', target, path }: ImportSheetProps) {
  const { files, uploads, isReading, readBytes, elapsedMs, error } = useStore(inspectorStore)
  const sorted = useMemo(() => sortIntoChains(files), [files])
  const [picked, setPicked] = useState<number | null>(null)
  const meant = sorted.chains.findIndex(({ steps }) => steps.some(({ file }) => file.path === path))
  const wanted = picked ?? Math.max(0, meant)
  const index = wanted < sorted.chains.length ? wanted : 0
  const chain = sorted.chains[index] ?? null
  const counts = countsOf(sorted)
  const isBusy = isReading || uploads.length > 0
  const subtitle = isReading
    ? sheetText.import.reading
    : files.length > 0
      ? sheetText.import.read(formatBytes(readBytes), elapsedMs)
      : sheetText.import.emptyBody
  return (
    <Sheet
      title={
        files.length === 0
          ? sheetText.import.emptyTitle
          : sheetText.import.title(counts.files, counts.chains, counts.gaps)
      }
      subtitle={subtitle}
      size="wide"
      onClose={() => showSheet(null)}
      headActions={
        <Button icon={<Plus size={14} aria-hidden />} onClick={() => run('files.open')}>
          {sheetText.import.addFiles}
        </Button>
      }
      {...(files.length === 0 ? { footer: <Button onClick={() => showSheet(null)}>{text.app.close}</Button> } : {})}
    >
      {error === null ? null : <ErrorCard error={error} />}
      {uploads.map((upload) => (
        <UploadLine key={upload.name} upload={upload} />
      ))}
      {files.length === 0 ? (
        <p className="sheet-empty">
          {isBusy ? (isReading ? sheetText.import.reading : '') : sheetText.import.emptyBody}
        </p>
      ) : (
        <>
          <div className="import-files">
            {sorted.chains.length === 0 ? null : (
              <ChainTable chains={sorted.chains} picked={index} onPick={setPicked} />
            )}
            <Leftovers leftovers={sorted.leftovers} />
          </div>
          <ImportForm
            key={chain?.steps.map(({ file }) => file.path).join('\n')}
            chain={chain}
            all={files}
            place={pool === undefined ? null : { connection, pool, namespace }}
            target={target ?? null}
            isBusy={isBusy}
          />
        </>
      )}
    </Sheet>
  )
}

function UploadLine({ upload }: { readonly upload: Upload }) {
  const share = upload.sizeBytes === 0 ? 1 : upload.doneBytes / upload.sizeBytes
  const label = sheetText.import.uploading(upload.name, Math.floor(share * 100))
  return (
    <div className="upload">
      <span>{label}</span>
      <ProgressBar label={upload.name} share={share} valueText={label} />
    </div>
  )
}
