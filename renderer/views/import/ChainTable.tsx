import { Check, Scissors, ShieldCheck, TriangleAlert, X } from 'lucide-react'
import type { Chain, ChainStep } from '../../../shared/chain.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { formatBytes } from '../../../shared/units.ts'
import { closeFiles } from '../../actions/files.ts'
import { IconButton } from '../../components/Button.tsx'
import { kindWords } from '../../model/fileWords.ts'
import { sheetText } from '../../sheetText.ts'
import { formatCount, text } from '../../strings.ts'
import { Format2Row } from './Format2Row.tsx'
import { ChainMark } from './ChainMark.tsx'
import { GapRow } from './GapRow.tsx'

interface ChainTableProps {
  readonly chains: readonly Chain[]
  readonly picked: number
  readonly onPick: (index: number) => void
}

const COLUMNS = 9

/** The files in the order of their chains, as a chain and as a table; gaps stand where the missing file would. */
export function ChainTable({ chains, picked, onPick }: ChainTableProps) {
  const t = sheetText.import
  return (
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
          <th scope="col">{t.proof}</th>
          <th scope="col" className="is-optional">
            {t.findings}
          </th>
          <td />
        </tr>
      </thead>
      {chains.map((chain, index) => (
        <tbody
          key={chain.steps.map(({ file }) => file.path).join('\n')}
          className={index === picked ? 'is-picked' : ''}
        >
          {chains.length > 1 ? (
            <tr className="chain-head">
              <td colSpan={COLUMNS}>
                <label className="chain-pick">
                  <input
                    type="radio"
                    className="radio"
                    name="chain"
                    checked={index === picked}
                    aria-label={t.useChain(index + 1)}
                    onChange={() => onPick(index)}
                  />
                  {t.chain(index + 1)}
                </label>
              </td>
            </tr>
          ) : null}
          {chain.steps.map((step, position) => (
            <StepRows key={step.file.path} chain={chain} step={step} position={position} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

interface StepRowsProps {
  readonly chain: Chain
  readonly step: ChainStep
  readonly position: number
}

function StepRows({ chain, step: { file, gap }, position }: StepRowsProps) {
  const t = sheetText.import
  const isUsable = position < chain.usable
  const isFull = file.kind !== 'diff-v1' || file.from === null
  const next = chain.steps[position + 1]
  const payload = file.kind === 'raw' ? file.fileBytes : file.dataBytes
  return (
    <>
      {gap === null ? null : <GapRow gap={gap} columns={COLUMNS} />}
      <tr className={isUsable ? '' : 'is-unusable'}>
        <td className="chain-column">
          <ChainMark
            kind={isFull ? 'full' : 'increment'}
            bytes={file.dataBytes ?? 0}
            isUsable={isUsable}
            hasBefore={position > 0 && gap === null}
            hasAfter={next !== undefined && next.gap === null}
            isNeighbour={chain.steps[position - 1]?.file.points === undefined}
          />
        </td>
        <th scope="row">
          <span className="file-title">{file.name}</span>
          <span className="file-kind">
            {kindWords(file, false)}
            {isUsable ? '' : `, ${t.notYet}`}
          </span>
        </th>
        <td>{file.kind === 'diff-v1' ? <FromTo file={file} /> : '—'}</td>
        <td className="is-number">{payload === null ? '—' : formatBytes(payload)}</td>
        <td className="is-number is-optional">{file.records === null ? '—' : formatCount(file.records)}</td>
        <td>
          <End file={file} />
        </td>
        <td>
          <Proof file={file} />
        </td>
        <td className="is-optional file-findings">
          {file.findings.length === 0 ? text.app.none : file.findings.join(' ')}
        </td>
        <td>
          <IconButton label={t.remove(file.name)} icon={<X size={14} />} onClick={() => closeFiles([file.path])} />
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

function FromTo({ file: { from, to } }: { readonly file: FileInspection }) {
  return (
    <>
      {from?.text ?? text.app.nothing}, <strong>{to?.text ?? text.app.head}</strong>
    </>
  )
}

function End({ file: { complete, kind } }: { readonly file: FileInspection }) {
  if (complete === null) return kind === 'raw' ? sheetText.import.noEnd : '—'
  return complete ? (
    <span className="mark is-yes">
      <Check size={14} aria-hidden /> {sheetText.import.complete}
    </span>
  ) : (
    <span className="mark is-no">
      <Scissors size={14} aria-hidden /> {sheetText.import.cutOff}
    </span>
  )
}

function Proof({ file: { manifest } }: { readonly file: FileInspection }) {
  const t = sheetText.import
  if (manifest === undefined) return <span className="file-kind">{t.noProof}</span>
  if (manifest.state !== 'ok') {
    return (
      <span className="mark is-no">
        <TriangleAlert size={14} aria-hidden /> {t.proofOf[manifest.state]}
      </span>
    )
  }
  return (
    <span className="mark is-yes">
      <ShieldCheck size={14} aria-hidden /> {t.proofOf.ok}
    </span>
  )
}
