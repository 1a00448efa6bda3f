import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ContentRef, JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Choice } from '../../components/Choice.tsx'
import { fileText } from '../../fileText.ts'
import type { Side } from '../../model/contentSides.ts'
import { contentOf, OTHER, sideOf, sideOptions } from '../../model/contentSides.ts'
import { fileNameFor } from '../../model/exportPath.ts'
import { packedName, writingOf } from '../../model/outputOptions.ts'
import { contentName } from '../../jobText.ts'
import { imagesStore } from '../../stores/images.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { ContentSide } from './ContentSide.tsx'
import { sizeText } from './EstimateFacts.tsx'
import { JobSheet } from './JobSheet.tsx'
import { OutputOptionsFields } from './OutputOptionsFields.tsx'
import { PathField } from './PathField.tsx'
import { useDefaultWriting } from './useDefaultWriting.ts'
import { useEstimate } from './useEstimate.ts'
import { useOutputPath } from './useOutputPath.ts'

interface ContentsSheetProps {
  readonly mode: 'compare' | 'diff'
  readonly a: ContentRef | null
  readonly b: ContentRef | null
}

const t = fileText.contents

/** Two contents side by side: the same or not, or the diff that turns the one into the other. */
export function ContentsSheet({ mode: firstMode, a: givenA, b: givenB }: ContentsSheetProps) {
  const files = useStore(inspectorStore, (state) => state.files)
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const options = useMemo(
    () => sideOptions(Object.values(imagesByPool).flat(), files, [givenA, givenB]),
    [imagesByPool, files, givenA, givenB],
  )
  const [mode, setMode] = useState(firstMode)
  const [a, setA] = useState<Side>(() => sideOf(givenA, options[0]?.value ?? OTHER))
  const [b, setB] = useState<Side>(() => sideOf(givenB, givenA === null ? (options[0]?.value ?? OTHER) : OTHER))
  const [writing, setWriting] = useState(useDefaultWriting())
  const [contentA, contentB] = [contentOf(a, options), contentOf(b, options)]
  const isSame = contentA !== null && JSON.stringify(contentA) === JSON.stringify(contentB)
  const output = useOutputPath(packedName(nameOfDiff(contentA, contentB), writing))
  const request = isSame ? null : requestOf(mode, contentA, contentB, output.problem === null ? output.path : null)
  const whole: JobRequest | null = request?.kind === 'diff' ? { ...request, ...writingOf(writing) } : request
  const estimated = useEstimate(whole)
  const { stepAside } = output
  useEffect(() => stepAside(estimated.error))
  return (
    <JobSheet
      title={mode === 'compare' ? t.compareTitle : t.diffTitle}
      subtitle={t.subtitle}
      request={whole}
      estimated={estimated}
      commitLabel={(estimate) =>
        mode === 'compare'
          ? t.commitCompare(estimate === null ? null : formatBytes(estimate.readBytes))
          : t.commitDiff(sizeText(estimate))
      }
    >
      <div className="content-sides">
        <ContentSide letter={t.a} side={a} options={options} onChange={setA} />
        <ContentSide letter={t.b} side={b} options={options} onChange={setB} />
      </div>
      {isSame ? <p className="field-problem">{t.same}</p> : null}
      <Choice
        legend={t.mode}
        value={mode}
        onChange={setMode}
        options={[
          { value: 'compare', label: t.compare, hint: t.compareHint },
          {
            value: 'diff',
            label: t.diff,
            hint: t.diffHint,
            children: (
              <>
                <PathField output={output} />
                <OutputOptionsFields value={writing} onChange={setWriting} hasFiles />
              </>
            ),
          },
        ]}
      />
    </JobSheet>
  )
}

function requestOf(
  mode: 'compare' | 'diff',
  a: ContentRef | null,
  b: ContentRef | null,
  path: string | null,
): JobRequest | null {
  if (a === null || b === null) return null
  if (mode === 'compare') return { kind: 'compare', a, b }
  return path === null ? null : { kind: 'diff', a, b, path }
}

function nameOfDiff(a: ContentRef | null, b: ContentRef | null): string {
  if (a === null || b === null) return fileNameFor(['difference'], 'diff')
  return fileNameFor([contentName(a), 'to', contentName(b)], 'diff')
}
