import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { PointRef } from '../../../shared/imageSpec.ts'
import { formatSpec, imageOf } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { nameKey } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Choice } from '../../components/Choice.tsx'
import { SelectField } from '../../components/Field.tsx'
import { fileNameFor } from '../../model/exportPath.ts'
import { namedPoints } from '../../model/points.ts'
import { sheetText } from '../../sheetText.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { text } from '../../strings.ts'
import { JobSheet } from './JobSheet.tsx'
import { PathField } from './PathField.tsx'
import { PointField } from './PointField.tsx'
import { useEstimate } from './useEstimate.ts'
import { useOutputPath } from './useOutputPath.ts'

interface ExportSheetProps {
  readonly source: PointRef
  readonly from: Name | null
  readonly format: 'raw' | 'diff'
}

const NOTHING = ''

/** A point as a raw file, or what changed up to it as a diff. */
export function ExportSheet(props: ExportSheetProps) {
  const image = imageOf(props.source)
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const [format, setFormat] = useState(props.format)
  const [snapshot, setSnapshot] = useState(props.source.snapshot)
  const [from, setFrom] = useState(props.from)
  const named = useMemo(() => (details === undefined ? [] : namedPoints(details)), [details])
  const sourceAt =
    snapshot === null ? Number.POSITIVE_INFINITY : named.findIndex(({ name }) => nameKey(name) === nameKey(snapshot))
  const earlier = named.filter((_, index) => index < sourceAt)
  const pointName = snapshot?.text ?? text.app.head

  const fileName =
    format === 'raw'
      ? fileNameFor([image.image.text, pointName], 'raw')
      : fileNameFor([image.image.text, ...(from === null ? [] : [from.text]), pointName], 'diff')
  const output = useOutputPath(fileName)
  const source: PointRef = { ...image, snapshot }
  const request: JobRequest | null =
    output.problem !== null
      ? null
      : format === 'raw'
        ? { kind: 'export', source, path: output.path }
        : { kind: 'export-diff', source, fromSnapshot: from, path: output.path }
  const estimated = useEstimate(request)
  const { stepAside } = output
  // A taken suggestion steps aside once its answer is there.
  useEffect(() => stepAside(estimated.error))

  return (
    <JobSheet
      title={sheetText.export.title(formatSpec(source))}
      subtitle={sheetText.export.subtitle}
      request={request}
      estimated={estimated}
      commitLabel={(estimate) =>
        sheetText.export.commit(
          estimate === null
            ? null
            : formatBytes(format === 'raw' ? estimate.dataBytes : (estimate.outputBytes ?? estimate.dataBytes)),
        )
      }
    >
      <PointField
        label={sheetText.export.point}
        details={details}
        value={snapshot}
        onChange={(name) => {
          setSnapshot(name)
          setFrom(null)
        }}
      />
      <Choice
        legend={sheetText.export.format}
        value={format}
        onChange={setFormat}
        options={[
          { value: 'raw', label: sheetText.export.raw, hint: sheetText.export.rawHint },
          {
            value: 'diff',
            label: sheetText.export.diff,
            hint: sheetText.export.diffHint,
            children: (
              <SelectField
                label={sheetText.export.since}
                value={from === null ? NOTHING : nameKey(from)}
                options={[
                  { value: NOTHING, label: sheetText.export.nothing },
                  ...earlier.map(({ name }) => ({ value: nameKey(name), label: name.text })),
                ]}
                onChange={(value) => setFrom(earlier.find(({ name }) => nameKey(name) === value)?.name ?? null)}
              />
            ),
          },
        ]}
      />
      <PathField output={output} />
    </JobSheet>
  )
}
