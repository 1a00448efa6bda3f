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
import { fileText } from '../../fileText.ts'
import { fileNameFor } from '../../model/exportPath.ts'
import type { WritingOptions } from '../../model/outputOptions.ts'
import { dialectOf, packedName, writingOf } from '../../model/outputOptions.ts'
import { namedPoints } from '../../model/points.ts'
import { sheetText } from '../../sheetText.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import type { ExportFormat } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { DestinationField } from './DestinationField.tsx'
import { JobSheet } from './JobSheet.tsx'
import { OutputOptionsFields } from './OutputOptionsFields.tsx'
import { PointField } from './PointField.tsx'
import { useDefaultWriting } from './useDefaultWriting.ts'
import { useDestination } from './useDestination.ts'
import { useEstimate } from './useEstimate.ts'
import { useOutputPath } from './useOutputPath.ts'

interface ExportSheetProps {
  readonly source: PointRef
  readonly from: Name | null
  readonly format: ExportFormat
}

const NOTHING = ''

/** A point as a raw file, the history up to it in format 2, or what changed up to it as a diff. */
export function ExportSheet(props: ExportSheetProps) {
  const image = imageOf(props.source)
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const [format, setFormat] = useState(props.format)
  const [snapshot, setSnapshot] = useState(props.source.snapshot)
  const [from, setFrom] = useState(props.from)
  const [writing, setWriting] = useState(useDefaultWriting())
  const named = useMemo(() => (details === undefined ? [] : namedPoints(details)), [details])
  const sourceAt =
    snapshot === null ? Number.POSITIVE_INFINITY : named.findIndex(({ name }) => nameKey(name) === nameKey(snapshot))
  const earlier = named.filter((_, index) => index < sourceAt)
  const pointName = snapshot?.text ?? text.app.head

  const fileName =
    format === 'diff'
      ? fileNameFor([image.image.text, ...(from === null ? [] : [from.text]), pointName], 'diff')
      : fileNameFor([image.image.text, pointName], format)
  const output = useOutputPath(packedName(fileName, writing))
  const destination = useDestination(output)
  const source: PointRef = { ...image, snapshot }
  const request = destination.problem === null ? requestOf(format, source, from, output.path, writing) : null
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
      {...(destination.perform === undefined ? {} : { perform: destination.perform(request) })}
      commitLabel={(estimate) =>
        sheetText.export.commit(
          estimate === null
            ? null
            : formatBytes(
                format === 'raw' && !writing.isPacked
                  ? estimate.dataBytes
                  : (estimate.outputBytes ?? estimate.dataBytes),
              ),
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
          { value: 'v2', label: fileText.exportV2.label, hint: fileText.exportV2.hint },
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
      <DestinationField destination={destination} />
      <OutputOptionsFields value={writing} onChange={setWriting} hasDialect={format === 'v2'} />
    </JobSheet>
  )
}

function requestOf(
  format: ExportFormat,
  source: PointRef,
  fromSnapshot: Name | null,
  path: string,
  writing: WritingOptions,
): JobRequest {
  const how = writingOf(writing)
  if (format === 'diff') return { kind: 'export-diff', source, fromSnapshot, path, ...how }
  if (format === 'raw') return { kind: 'export', source, path, ...how }
  return { kind: 'export', source, path, format, ...dialectOf(writing), ...how }
}
