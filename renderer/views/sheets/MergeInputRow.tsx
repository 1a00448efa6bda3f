import type { MergePreview } from '../../../shared/estimate.ts'
import { formatBytes } from '../../../shared/units.ts'
import { fileText } from '../../fileText.ts'
import type { KeptBar, ShownInput } from '../../model/mergePlan.ts'
import { formatCount, text } from '../../strings.ts'

const t = fileText.merge

interface MergeInputRowProps {
  readonly shown: ShownInput
  readonly index: number
  /** Null while it is not known. */
  readonly preview: MergePreview['inputs'][number] | null
  readonly bar: KeptBar | null
  /** Its end is not in the merged file. */
  readonly isEndDropped: boolean
}

/** One input: what it is, between which points it leads, and how much of it survives. */
export function MergeInputRow({ shown: { called, ends }, index, preview, bar, isEndDropped }: MergeInputRowProps) {
  return (
    <div className="merge-input">
      <div className="merge-line">
        <span className="path-number">{index + 1}</span>
        <span className="path-name">{called}</span>
        {ends === null ? null : (
          <span className="merge-ends">
            {ends.from?.text ?? text.app.nothing} →{' '}
            {isEndDropped ? <s>{ends.to?.text ?? text.app.head}</s> : <strong>{ends.to?.text ?? text.app.head}</strong>}
          </span>
        )}
      </div>
      {preview === null || bar === null ? null : (
        <>
          <div
            className="kept-bar"
            role="img"
            aria-label={preview.dataBytes === 0 ? `${called}: ${t.keptNone}` : t.bar(called, bar.keptPercent)}
          >
            <span className="kept-part" style={{ width: `${bar.kept * 100}%` }} />
            <span className="gone-part" style={{ width: `${bar.gone * 100}%` }} />
          </div>
          <div className="merge-line merge-numbers">
            <span>
              {preview.dataBytes === 0
                ? t.keptNone
                : preview.keptBytes === preview.dataBytes
                  ? t.keptAll(formatBytes(preview.dataBytes))
                  : t.kept(formatBytes(preview.keptBytes), formatBytes(preview.dataBytes))}
            </span>
            <span>{t.file(formatBytes(preview.fileBytes), formatCount(preview.records))}</span>
          </div>
        </>
      )}
    </div>
  )
}

/** What the two parts of a bar mean. */
export function KeptLegend() {
  return (
    <p className="kept-legend">
      <span className="kept-swatch is-kept" aria-hidden="true" /> {t.survives}
      <span className="kept-swatch is-gone" aria-hidden="true" /> {t.goes}
    </p>
  )
}
