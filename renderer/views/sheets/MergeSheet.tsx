import { useEffect } from 'react'
import type { MergeInput } from '../../../shared/jobs.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { fileName } from '../../jobText.ts'
import { fileNameFor } from '../../model/exportPath.ts'
import { sheetText } from '../../sheetText.ts'
import { text } from '../../strings.ts'
import { DroppedPoints } from './DroppedPoints.tsx'
import { sizeText } from './EstimateFacts.tsx'
import { JobSheet } from './JobSheet.tsx'
import { PathField } from './PathField.tsx'
import { useEstimate } from './useEstimate.ts'
import { useOutputPath } from './useOutputPath.ts'

interface MergeSheetProps {
  readonly inputs: readonly MergeInput[]
  /** The named points between the inputs, which the merged file leads past. */
  readonly dropped: readonly Name[]
}

/** Increments that follow each other, made into one file. */
export function MergeSheet({ inputs, dropped }: MergeSheetProps) {
  const output = useOutputPath(suggestedName(inputs))
  const request: JobRequest | null =
    output.problem === null ? { kind: 'merge', inputs: [...inputs], path: output.path } : null
  const estimated = useEstimate(request)
  const { stepAside } = output
  useEffect(() => stepAside(estimated.error))
  return (
    <JobSheet
      title={sheetText.merge.title(inputs.length)}
      subtitle={sheetText.merge.subtitle}
      request={request}
      estimated={estimated}
      commitLabel={(estimate) => sheetText.merge.commit(inputs.length, sizeText(estimate))}
      side={<DroppedPoints names={dropped} />}
    >
      <section>
        <h3 className="section-title">{sheetText.merge.inputs}</h3>
        <ol className="path-list">
          {inputs.map((input, index) => (
            <li key={JSON.stringify(input)} className="path-step">
              <span className="path-number">{index + 1}</span>
              <span className="path-name">{labelOf(input)}</span>
            </li>
          ))}
        </ol>
      </section>
      <PathField output={output} />
    </JobSheet>
  )
}

function labelOf(input: MergeInput): string {
  if (input.kind === 'file') return fileName(input.path)
  return `${formatSpec(input.image)}: ${text.inspector.range(input.from?.text ?? text.app.nothing, input.to?.text ?? text.app.head)}`
}

function suggestedName(inputs: readonly MergeInput[]): string {
  const first = inputs[0]
  const last = inputs.at(-1)
  if (first?.kind === 'range' && last?.kind === 'range') {
    return fileNameFor([first.image.image.text, first.from?.text ?? '', last.to?.text ?? text.app.head], 'diff')
  }
  return fileNameFor(['merged'], 'diff')
}
