import { Choice } from '../../components/Choice.tsx'
import { sheetText } from '../../sheetText.ts'
import { PathField } from './PathField.tsx'
import type { Destination } from './useDestination.ts'

const t = sheetText.common

/** Where a file goes: a path, or, where there are downloads, the browser. */
export function DestinationField({ destination }: { readonly destination: Destination }) {
  const { output, canDownload, where, setWhere } = destination
  if (!canDownload) return <PathField output={output} />
  return (
    <Choice
      legend={t.whereTo}
      value={where}
      onChange={setWhere}
      options={[
        { value: 'path', label: t.toPath, hint: t.toPathHint, children: <PathField output={output} /> },
        { value: 'download', label: t.toBrowser, hint: t.toBrowserHint },
      ]}
    />
  )
}
