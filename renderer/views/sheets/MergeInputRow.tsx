import type { MergePreview } from '../../../shared/estimate.ts'
import { formatBytes } from '../../../shared/units.ts'
import { fileText } from '../../fileText.ts'
import type { KeptBar, ShownInput } from '../../model/mergePlan.ts'
import { resultLane } from '../../model/mergeScene.ts'
import { formatCount, text } from '../../strings.ts'
import { SurviveLane } from './SurviveLane.tsx'

const t = fileText.merge

interface MergeInputRowProps {
  readonly shown: Pick<ShownInput, 'called' | 'ends'>
  readonly index: number
  /** Null while it is not known. */
  readonly preview: MergePreview['inputs'][number] | null
  readonly bar: KeptBar | null
  /** Its end is not in the merged file. */
  readonly isEndDropped: boolean
}

/** One input: what it is, between which points it leads, where its data lies, and how much of it survives. */
export function MergeInputRow({ shown: { called, ends }, index, preview, bar, isEndDropped }: MergeInputRowProps) {
  return (
    <div className="merge-input">
      <div className="merge-called">
        <span className="path-number">{index + 1}</span>
        <span className="merge-names">
          <span className="path-name" title={called}>
            {called}
          </span>
          {ends === null ? null : (
            <span className="merge-ends">
              {ends.from?.text ?? text.app.nothing} →{' '}
              {isEndDropped ? (
                <s>{ends.to?.text ?? text.app.head}</s>
              ) : (
                <strong>{ends.to?.text ?? text.app.head}</strong>
              )}
            </span>
          )}
        </span>
      </div>
      {preview === null || bar === null ? null : (
        <>
          <SurviveLane
            lane={preview.lane}
            label={preview.dataBytes === 0 ? `${called}: ${t.keptNone}` : t.bar(called, bar.keptPercent)}
          />
          <KeptBarView bar={bar} zeroBytes={preview.zeroBytes} />
          <dl className="merge-numbers">
            <div>
              <dt>{t.survives}</dt>
              <dd>{preview.dataBytes === 0 ? text.app.none : formatBytes(preview.keptBytes)}</dd>
            </div>
            <div>
              <dt>{t.overwrittenShort}</dt>
              <dd>
                {preview.keptBytes === preview.dataBytes
                  ? text.app.none
                  : formatBytes(preview.dataBytes - preview.keptBytes)}
              </dd>
            </div>
            <div>
              <dt>{t.zeroShort}</dt>
              <dd>{preview.zeroBytes === 0 ? text.app.none : formatBytes(preview.zeroBytes)}</dd>
            </div>
            <div className="is-optional">
              <dt>{t.records}</dt>
              <dd>{formatCount(preview.records)}</dd>
            </div>
          </dl>
        </>
      )}
    </div>
  )
}

function KeptBarView({ bar, zeroBytes }: { readonly bar: KeptBar; readonly zeroBytes: number }) {
  return (
    <div className="kept-bar" aria-hidden="true">
      <span className="kept-part" style={{ width: `${bar.kept * 100}%` }} />
      <span className="gone-part" style={{ width: `${bar.gone * 100}%` }} />
      {zeroBytes === 0 ? null : <span className="zero-part" />}
    </div>
  )
}

/** What all inputs together come to. `isIndented`: the inputs have grips before them. */
export function MergeResultRow({ merge, isIndented }: { readonly merge: MergePreview; readonly isIndented: boolean }) {
  const { after, inputs } = merge
  return (
    <div className={isIndented ? 'merge-input is-result is-indented' : 'merge-input is-result'}>
      <div className="merge-called">
        <strong>{t.result}</strong>
      </div>
      <SurviveLane lane={resultLane(inputs)} label={`${t.result}: ${formatBytes(after.bytes)}`} />
      <span />
      <dl className="merge-numbers">
        <div className="merge-size">
          <dt>{t.bytes}</dt>
          <dd>{formatBytes(after.bytes)}</dd>
        </div>
        <div className="is-optional">
          <dt>{t.records}</dt>
          <dd>{formatCount(after.records)}</dd>
        </div>
      </dl>
    </div>
  )
}

/** What the parts of lanes and bars mean. */
export function KeptLegend() {
  return (
    <p className="kept-legend">
      <span className="kept-swatch is-kept" aria-hidden="true" /> {t.survives}
      <span className="kept-swatch is-gone" aria-hidden="true" /> {t.goes}
      <span className="kept-swatch is-zero" aria-hidden="true" /> {t.becomesZero}
    </p>
  )
}
