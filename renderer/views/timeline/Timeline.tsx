import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { liveText } from '../../liveText.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { gapOf } from '../../model/timeline/gaps.ts'
import { heldPoints } from '../../model/timeline/held.ts'
import { modelOf } from '../../model/timeline/lane.ts'
import { sceneOf } from '../../model/timeline/scene.ts'
import { touchedOf } from '../../model/timeline/selection.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { selectionStore } from '../../stores/selection.ts'
import { timelineStore } from '../../stores/timeline.ts'
import { text } from '../../strings.ts'
import { useFollowedChoice } from '../image/useFollowedChoice.ts'
import { useWidth } from '../image/useWidth.ts'
import { GapNotice } from './GapNotice.tsx'
import { MiniMap } from './MiniMap.tsx'
import { RegionChip } from './RegionChip.tsx'
import { Stage } from './Stage.tsx'
import { TimelineHead } from './TimelineHead.tsx'
import { TrackLabels } from './TrackLabels.tsx'
import { useNow } from './useNow.ts'
import { useShort } from './useShort.ts'
import { useTouched } from './useTouched.ts'
import { ZoomControls } from './ZoomControls.tsx'

interface TimelineProps {
  readonly details: ImageDetails
}

/** The image's history as a picture one can point at: time from left to right, its files as arcs over the points they lead to. */
export function Timeline({ details }: TimelineProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const id = useId()
  const now = useNow()
  const isShort = useShort()
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const region = useStore(selectionStore, (state) => state.region)
  const view = useStore(timelineStore, (state) => state.view)
  const answer = useTouched(details, region)
  const selection = useFollowedChoice(details)
  const held = useStable(useMemo(() => heldPoints(details, jobs), [details, jobs]))
  const model = useMemo(() => modelOf([{ details, held }], now), [details, held, now])
  const lane = model.lanes[0]
  const touched = useMemo(
    () => (answer?.state === 'known' && lane !== undefined ? [touchedOf(lane, answer.links)] : [null]),
    [answer, lane],
  )
  const scene = useMemo(
    () => sceneOf(model, { view, width, isShort, selection, active: selection.point, touched }),
    [model, view, width, isShort, selection, touched],
  )

  useLayoutEffect(() => timelineStore.setState({ model, width: scene.width }), [model, scene.width])
  useEffect(() => () => timelineStore.setState({ model: null, view: null }), [])

  const drawn = scene.lanes[0]
  const gap = lane === undefined ? null : gapOf(lane)
  const isBeside = drawn !== undefined && drawn.gap !== null
  const summary = isLiveRef(details.ref)
    ? liveText.timeline(details.snapshots.length)
    : text.timeline.summary(details.snapshots.length, details.links.length, formatBytes(details.storedBytes))
  const notice =
    gap === null || drawn === undefined ? null : <GapNotice gap={gap} place={drawn.gap} tracks={drawn.tracks} />
  return (
    <section className="panel timeline" aria-label={text.timeline.title} data-region="">
      <TimelineHead
        summary={summary}
        isLive={isLiveRef(details.ref)}
        chip={
          region === null || answer === null ? null : (
            <RegionChip region={region} answer={answer} links={lane?.history.steps.length ?? 0} />
          )
        }
        zoom={<ZoomControls axis={model.axis} view={view} width={scene.width} />}
      />
      {details.links.length === 0 && details.snapshots.length === 0 ? (
        <p className="panel-empty">{text.timeline.empty}</p>
      ) : null}
      <div className="timeline-body">
        <TrackLabels scene={scene} model={model} />
        <div className="timeline-frame" ref={frame}>
          <Stage
            id={id}
            model={model}
            scene={scene}
            label={text.timeline.label(formatSpec(details.ref))}
            lane={`${formatSpec(details.ref)}, ${summary}`}
          />
          {isBeside ? notice : null}
          <MiniMap model={model} view={view} width={scene.width} selection={selection} />
        </div>
      </div>
      {isBeside ? null : notice}
    </section>
  )
}

/** The same set as long as it holds the same: a job that goes on changes nothing here. */
function useStable<T extends ReadonlySet<string | number>>(set: T): T {
  const kept = useRef(set)
  const key = [...set].join('\n')
  const last = useRef(key)
  if (last.current !== key) {
    last.current = key
    kept.current = set
  }
  return kept.current
}
