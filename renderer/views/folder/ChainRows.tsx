import { Check, Scissors } from 'lucide-react'
import type { AdoptedChain } from '../../../shared/folders.ts'
import { formatBytes } from '../../../shared/units.ts'
import { CopyLine } from '../../components/CopyLine.tsx'
import { fileText } from '../../fileText.ts'
import { kindWords } from '../../model/fileWords.ts'
import { repairOf } from '../../model/folderView.ts'
import { sheetText } from '../../sheetText.ts'
import { formatCount, text } from '../../strings.ts'
import { ChainMark } from '../import/ChainMark.tsx'
import { Format2Row } from '../import/Format2Row.tsx'

type AdoptedStep = AdoptedChain['steps'][number]

interface ChainRowsProps {
  readonly chain: AdoptedChain
  /** The step up to which one works; null: all that stand without a gap. */
  readonly upTo: number | null
  readonly onChoose: (step: number) => void
}

const COLUMNS = 6
const t = sheetText.import

/** The files of a chain as rows; a gap stands where the missing file would. A file's name chooses it as the end to work up to. */
export function ChainRows({ chain, upTo, onChoose }: ChainRowsProps) {
  const end = upTo ?? chain.usable - 1
  return (
    <div className="table-scroll">
      <table className="table chain-table" aria-label={t.table}>
        <thead>
          <tr>
            <td className="chain-column" />
            <th scope="col">{t.file}</th>
            <th scope="col">{t.fromTo}</th>
            <th scope="col" className="is-number">
              {t.payload}
            </th>
            <th scope="col" className="is-number is-optional">
              {t.records}
            </th>
            <th scope="col">{t.end}</th>
          </tr>
        </thead>
        <tbody>
          {chain.steps.map((step, index) => (
            <StepRow
              key={step.file.path}
              chain={chain}
              step={step}
              index={index}
              isIn={index <= end}
              isChosen={upTo === index}
              onChoose={() => onChoose(index)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface StepRowProps {
  readonly chain: AdoptedChain
  readonly step: AdoptedStep
  readonly index: number
  readonly isIn: boolean
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function StepRow({ chain, step: { file, gap }, index, isIn, isChosen, onChoose }: StepRowProps) {
  const isUsable = index < chain.usable
  const next = chain.steps[index + 1]
  const payload = file.kind === 'raw' ? file.fileBytes : file.dataBytes
  return (
    <>
      {gap === null ? null : <GapRow chain={chain} gap={gap} />}
      <tr className={[isUsable ? '' : 'is-unusable', isIn && isUsable ? 'is-chosen' : ''].join(' ').trim()}>
        <td className="chain-column">
          <ChainMark
            kind={file.kind !== 'diff-v1' || file.from === null ? 'full' : 'increment'}
            bytes={file.dataBytes ?? 0}
            isUsable={isUsable}
            hasBefore={index > 0 && gap === null}
            hasAfter={next !== undefined && next.gap === null}
          />
        </td>
        <th scope="row">
          <button
            type="button"
            className="row-select file-title"
            aria-pressed={isChosen}
            disabled={!isUsable}
            aria-label={fileText.folders.choose(file.name)}
            onClick={onChoose}
          >
            {file.name}
          </button>
          <span className="file-kind">
            {kindWords(file)}
            {isUsable ? '' : `, ${t.notYet}`}
          </span>
        </th>
        <td>
          {file.kind === 'diff-v1' ? (
            <>
              {file.from?.text ?? text.app.nothing}, <strong>{file.to?.text ?? text.app.head}</strong>
            </>
          ) : (
            '—'
          )}
        </td>
        <td className="is-number">{payload === null ? '—' : formatBytes(payload)}</td>
        <td className="is-number is-optional">{file.records === null ? '—' : formatCount(file.records)}</td>
        <td>
          <EndMark complete={file.complete} isRaw={file.kind === 'raw'} />
        </td>
      </tr>
      {file.kind === 'image-v2' && file.points !== undefined ? (
        <tr className="format2-row">
          <td className="chain-column" />
          <td colSpan={COLUMNS - 1}>
            <Format2Row file={file} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

/** Whether a file has its end mark. */
export function EndMark({ complete, isRaw }: { readonly complete: boolean | null; readonly isRaw: boolean }) {
  if (complete === null) return isRaw ? t.noEnd : '—'
  return complete ? (
    <span className="mark is-yes">
      <Check size={14} aria-hidden /> {t.complete}
    </span>
  ) : (
    <span className="mark is-no">
      <Scissors size={14} aria-hidden /> {t.cutOff}
    </span>
  )
}

function GapRow({ chain, gap }: { readonly chain: AdoptedChain; readonly gap: NonNullable<AdoptedStep['gap']> }) {
  const repair = repairOf(chain, gap)
  return (
    <tr className="gap-row">
      <td className="chain-column">
        <ChainMark kind="gap" bytes={0} isUsable={false} hasBefore hasAfter />
      </td>
      <td colSpan={COLUMNS - 1} className="gap-cell">
        <p>
          <strong>{t.missing(gap.after?.text ?? text.app.nothing, gap.before.text)}</strong> {gap.sentence}
        </p>
        <p>
          {fileText.folders.repair}: {repair.sentence}
        </p>
        <CopyLine line={repair.line} />
      </td>
    </tr>
  )
}
