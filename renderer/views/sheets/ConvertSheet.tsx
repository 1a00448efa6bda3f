import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { MergeInput } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { Choice } from '../../components/Choice.tsx'
import { fileText } from '../../fileText.ts'
import type { ConvertSource } from '../../model/convertPlan.ts'
import {
  convertedName,
  convertRequest,
  namesProblem,
  rangeOf,
  sourceOfFiles,
  sourceOfImage,
  stemOfInputs,
  whyNot,
} from '../../model/convertPlan.ts'
import { packedName } from '../../model/outputOptions.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import type { ConvertTarget } from '../../stores/ui.ts'
import { ConvertEdits } from './ConvertEdits.tsx'
import { ConvertInputs } from './ConvertInputs.tsx'
import { ConvertPoints } from './ConvertPoints.tsx'
import { sizeText } from './EstimateFacts.tsx'
import { JobSheet } from './JobSheet.tsx'
import { OutputOptionsFields } from './OutputOptionsFields.tsx'
import { PathField } from './PathField.tsx'
import { useConvertFields } from './useConvertFields.ts'
import { useDefaultWriting } from './useDefaultWriting.ts'
import { useEstimate } from './useEstimate.ts'
import { useOutputPath } from './useOutputPath.ts'

interface ConvertSheetProps {
  readonly inputs: readonly MergeInput[]
  readonly files: readonly FileInspection[]
  readonly to: ConvertTarget
  readonly at: Name | null
}

const TARGETS: readonly ConvertTarget[] = ['raw', 'v2', 'diff', 'diffs']
const EMPTY: ConvertSource = { points: [], hasHead: true, start: null }
const t = fileText.convert

/** A chain made into something else: a raw image of one of its points, one file of format 2, one diff, or a folder of diffs. */
export function ConvertSheet({ inputs: given, files: givenFiles, to, at }: ConvertSheetProps) {
  const [base, setBase] = useState<FileInspection | null>(null)
  const files = base === null ? givenFiles : [base, ...givenFiles]
  const inputs: readonly MergeInput[] = base === null ? given : [{ kind: 'file', path: base.path }, ...given]
  const image = inputs[0]?.kind === 'range' ? inputs[0].image : null
  const details = useStore(imagesStore, (state) => (image === null ? undefined : state.details[imageKey(image)]))
  const source = useMemo(
    () => (image === null ? sourceOfFiles(files) : details === undefined ? EMPTY : sourceOfImage(details)),
    // The files are new lists at each drawing; their paths say all of them.
    [details, files.map(({ path }) => path).join('\n')],
  )
  const first = whyNot(to, source) === null ? to : 'diff'
  const { fields, change } = useConvertFields(first, at, source.start)
  const [writing, setWriting] = useState(useDefaultWriting())
  const stem = stemOfInputs(inputs, files)
  const isFolder = fields.to === 'diffs'
  const name = convertedName(stem, source, fields)
  const output = useOutputPath(isFolder ? name : packedName(name, writing))
  const problem = output.problem ?? namesProblem(source, fields) ?? rangeOf(fields.offset, fields.length).problem
  const isPossible = whyNot(fields.to, source) === null
  const request = problem === null && isPossible ? convertRequest(inputs, source, fields, output.path, writing) : null
  const estimated = useEstimate(request)
  const { stepAside } = output
  useEffect(() => stepAside(estimated.error))
  const bases = useBases(givenFiles)

  return (
    <JobSheet
      title={image === null ? t.title(inputs.length, files[0]?.name ?? '') : t.titleImage(formatSpec(image))}
      subtitle={t.subtitle}
      size="wide"
      request={request}
      estimated={estimated}
      commitLabel={(estimate) => t.commit(t.commitNames[fields.to], sizeText(estimate))}
    >
      <ConvertInputs inputs={inputs} files={files} bases={bases} base={base} onBase={setBase} />
      <Choice
        legend={t.to}
        isDense
        value={fields.to}
        onChange={(target) => change({ to: target })}
        options={TARGETS.map((target) => ({
          value: target,
          label: t.names[target],
          hint: t.hints[target],
          why: whyNot(target, source),
        }))}
      />
      <ConvertPoints source={source} fields={fields} onChange={change} />
      <PathField output={output} isFolder={isFolder} />
      <ConvertEdits source={source} fields={fields} onChange={change} problem={namesProblem(source, fields)} />
      <OutputOptionsFields
        value={writing}
        onChange={setWriting}
        hasFiles={image === null}
        canSort={image === null}
        hasDialect={fields.to === 'v2'}
      />
    </JobSheet>
  )
}

/** Full exports among the open files that diffs could be put on. */
function useBases(files: readonly FileInspection[]): readonly FileInspection[] {
  const open = useStore(inspectorStore, (state) => state.files)
  if (files[0]?.kind !== 'diff-v1' || files[0].from === null) return []
  return open.filter(({ kind, problem }) => problem === null && (kind === 'raw' || kind === 'image-v2'))
}
