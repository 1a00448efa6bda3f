import { ShieldAlert, Unlink } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { ImageDetails } from '../../../shared/contract.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { rovingTarget } from '../../a11y/rovingKeys.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import { imageText } from '../../imageText.ts'
import { isChoosable } from '../../model/points.ts'
import type { TimelineSelection } from '../../model/timelineScene.ts'
import { ROWS, timelineScene } from '../../model/timelineScene.ts'
import type { Damage } from '../../model/verification.ts'
import { choosePoint } from '../../stores/selection.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { TimelineArcs } from './TimelineArcs.tsx'
import { TimelinePoints } from './TimelinePoints.tsx'
import { useWidth } from './useWidth.ts'

interface TimelineProps {
  readonly details: ImageDetails
  readonly selection: TimelineSelection
  readonly damage: Damage | null
}

const TRACKS = [
  { y: ROWS.ruler + 44, label: text.timeline.increments },
  { y: ROWS.laneY, label: text.timeline.snapshots },
  { y: ROWS.fullY + ROWS.fullHeight / 2, label: text.timeline.fulls },
  { y: ROWS.restorableY, label: text.timeline.restorable },
] as const

/** The image's history as a picture one can point at: a tree grid of its points, drawn as a lane with the files as arcs over it. */
export function Timeline({ details, selection, damage }: TimelineProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const id = useId()
  const [window, setWindow] = useState(0)
  const scene = useMemo(
    () => timelineScene(details, selection, Math.max(width, 320), damage?.links),
    [details, selection, width, damage],
  )
  const choosable = scene.points.filter((mark) => isChoosable(mark.point))
  const focusIndex = choosable.findIndex((mark) => mark.point.key === selection.point)
  const active = choosable[focusIndex]
  // Long chains: only what is near the visible part is drawn.
  const isNear = (x: number) => x > window - 400 && x < window + width + 400
  const missing = details.links.filter((link) => link.missing)

  const activeX = active?.x
  useEffect(() => {
    const view = scroller.current
    if (view === null || activeX === undefined) return
    if (activeX < view.scrollLeft + 60) view.scrollLeft = activeX - 60
    else if (activeX > view.scrollLeft + view.clientWidth - 60) view.scrollLeft = activeX - view.clientWidth + 60
  }, [activeX])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = rovingTarget(event.key, focusIndex, choosable.length, 'horizontal')
    const mark = target === null ? undefined : choosable[target]
    if (mark !== undefined) choosePoint(mark.point.key, event.shiftKey)
    else if (event.key === 'Enter' && active !== undefined) run('image.export')
    else if (event.key === ' ' && active !== undefined) {
      // Space takes the next point in: the keyboard's way of clicking with Shift.
      const next = choosable[focusIndex + 1] ?? choosable[focusIndex - 1]
      if (next !== undefined) choosePoint(next.point.key, true)
    } else if (event.key === 'Escape') choosePoint(null)
    else return
    event.preventDefault()
  }

  const summary = text.timeline.summary(
    details.snapshots.length,
    details.links.length,
    formatBytes(details.storedBytes),
  )
  return (
    <section className="panel timeline" aria-label={text.timeline.title} data-region="">
      <div className="panel-head">
        <h2 className="panel-title">{text.timeline.title}</h2>
        <p className="panel-sub">
          {summary}
          {scene.isInOrder && scene.points.length > 1 ? `, ${text.timeline.inOrder}` : ''}
        </p>
        <p className="key-hints">
          <Kbd keys={['←', '→']} /> {text.timeline.keys.mark}
          <Kbd keys={['Shift']} /> {text.timeline.keys.range}
          <Kbd keys={['Enter']} /> {text.timeline.keys.open}
        </p>
      </div>
      {details.links.length === 0 && details.snapshots.length === 0 ? (
        <p className="panel-empty">{text.timeline.empty}</p>
      ) : null}
      <div className="timeline-body">
        <div className="track-labels" aria-hidden="true" style={{ height: ROWS.height }}>
          {TRACKS.map(({ y, label }) => (
            <span key={label} className="track-label" style={{ top: y }}>
              {label}
            </span>
          ))}
        </div>
        <div
          className="timeline-scroll"
          ref={scroller}
          onScroll={({ currentTarget }) => setWindow(currentTarget.scrollLeft)}
        >
          <div
            className="timeline-list"
            role="treegrid"
            tabIndex={0}
            aria-label={text.timeline.label(formatSpec(details.ref))}
            aria-multiselectable="true"
            aria-activedescendant={active === undefined ? undefined : `${id}-${scene.points.indexOf(active)}`}
            onKeyDown={onKeyDown}
            onFocus={({ currentTarget }) => {
              // Whoever comes by keyboard starts at the newest point; a click brings its own.
              if (selection.point === null && currentTarget.matches(':focus-visible'))
                choosePoint(choosable.at(-1)?.point.key ?? null)
            }}
          >
            <div role="row" aria-level={1} aria-expanded className="visually-hidden">
              <span role="gridcell">{`${formatSpec(details.ref)}, ${summary}`}</span>
            </div>
            <svg width={scene.width} height={ROWS.height} className="timeline-svg" role="presentation">
              <TimelineArcs scene={scene} isNear={isNear} />
              <TimelinePoints scene={scene} isNear={isNear} id={id} active={active?.point.key ?? null} />
            </svg>
          </div>
        </div>
      </div>
      {missing.length === 0 ? null : <GapNotice details={details} />}
      {damage === null ? null : <DamageNotice details={details} damage={damage} />}
    </section>
  )
}

function GapNotice({ details }: { readonly details: ImageDetails }) {
  const file = details.links.filter((link) => link.missing).map((link) => link.file)
  const upTo = details.snapshots
    .filter((snapshot) => snapshot.restorable)
    .sort((a, b) => a.afterLink - b.afterLink)
    .at(-1)
  return (
    <div className="gap-notice" role="note">
      <Unlink size={15} aria-hidden />
      <p>
        <strong>{text.timeline.gapTitle(file.join(', '))}</strong> {text.timeline.gapUpTo(upTo?.name.text ?? null)}{' '}
        {text.timeline.gapRemedy}
      </p>
    </div>
  )
}

function DamageNotice({ details, damage }: { readonly details: ImageDetails; readonly damage: Damage }) {
  const files = details.links.filter(({ number }) => damage.links.has(number)).map(({ file }) => file)
  return (
    <div className="gap-notice" role="note">
      <ShieldAlert size={15} aria-hidden />
      <p>
        <strong>{imageText.verified.noticeTitle(damage.links.size)}</strong>{' '}
        {imageText.verified.notice([...new Set(files)].join(', '))}
      </p>
      <Button isSmall onClick={() => showSheet({ kind: 'repair', image: details.ref })}>
        {imageText.verified.open}
      </Button>
    </div>
  )
}
