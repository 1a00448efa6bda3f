import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { LiveImage } from '../../../shared/connections.ts'
import type { ImageDetails } from '../../../shared/contract.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Chosen } from '../../actions/current.ts'
import { fromOf, sourceOf } from '../../actions/current.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { Facts } from '../../components/Facts.tsx'
import { imageText } from '../../imageText.ts'
import { liveText } from '../../liveText.ts'
import { exportFolderOf, fileNameFor, joinPath } from '../../model/exportPath.ts'
import type { Point, Range } from '../../model/points.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { connectionStore } from '../../stores/connection.ts'
import { imageKey } from '../../stores/images.ts'
import { settingsStore } from '../../stores/settings.ts'
import { formatCount, formatTime, text } from '../../strings.ts'
import { formatAgo, timelineText } from '../../timelineText.ts'
import { useNow } from '../timeline/useNow.ts'
import { parentSpec } from './LiveHeader.tsx'

interface LiveInspectorProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
}

/** The right column of a live image: what is chosen, what can be done with it, and the command that does the same. */
export function LiveInspector({ details, chosen }: LiveInspectorProps) {
  const image = useStore(clustersStore, ({ images }) => images[imageKey(details.ref)]?.value ?? null)
  const { point, range } = chosen
  return (
    <aside className="inspector" aria-label={text.inspector.region} data-region="">
      {range !== null ? (
        <LiveRange range={range} />
      ) : point !== null ? (
        <LivePoint details={details} point={point} />
      ) : (
        <LiveFacts details={details} image={image} />
      )}
      {point === null && range === null ? null : <Command details={details} chosen={chosen} />}
    </aside>
  )
}

function LiveFacts({ details, image }: { readonly details: ImageDetails; readonly image: LiveImage | null }) {
  const t = liveText.facts
  return (
    <>
      <section className="inspector-section">
        <h2 className="inspector-title">{text.inspector.imageTitle}</h2>
        <Facts
          facts={[
            [text.inspector.snapshots, formatCount(details.snapshots.length)],
            [text.inspector.order, formatBytes(2 ** details.order)],
            [text.inspector.created, formatTime(details.createdAt)],
            details.features.length === 0 ? null : [text.inspector.features, details.features.join(', ')],
            ...(image === null ? [] : liveFacts(details, image)),
            [t.id, details.id],
          ]}
        />
        <div className="inspector-actions">
          <Button onClick={() => run('image.snapshot')}>{text.inspector.snapshot}</Button>
          <Button onClick={() => run('image.replicate')}>{liveText.commands.replicate}</Button>
          {image === null || image.parent === null ? null : (
            <Button onClick={() => run('image.flatten')}>{liveText.commands.flatten}</Button>
          )}
        </div>
      </section>
      <section className="inspector-section">
        <h2 className="section-title">{text.inspector.nothing}</h2>
        <p className="inspector-hint">{text.inspector.hint}</p>
      </section>
    </>
  )
}

function liveFacts(details: ImageDetails, image: LiveImage): readonly (readonly [string, string])[] {
  const t = liveText.facts
  const { parent, dataPool, stripeUnit, stripeCount, watchers } = image
  return [
    ...(parent === null
      ? []
      : [[t.parent, `${parentSpec(details, image)}, ${t.overlap(formatBytes(parent.overlapBytes))}`] as const]),
    ...(dataPool === null ? [] : [[t.dataPool, dataPool.text] as const]),
    ...(stripeUnit === null || stripeCount === null || stripeCount < 2
      ? []
      : [[t.striping, t.stripes(formatBytes(stripeUnit), stripeCount)] as const]),
    [t.clients, watchers.length === 0 ? t.nobody : watchers.join(', ')],
  ]
}

function LivePoint({ details, point }: { readonly details: ImageDetails; readonly point: Point }) {
  const now = useNow()
  const { snapshot } = point
  return (
    <section className="inspector-section">
      <div className="section-line">
        <h2 className="inspector-title">{snapshot?.name.text ?? text.app.head}</h2>
        {snapshot === null ? null : <span className="inspector-label">{formatAgo(point.time, now)}</span>}
      </div>
      <Facts
        facts={[
          snapshot === null ? null : [text.inspector.created, formatTime(point.time)],
          [text.inspector.sizeAt, formatBytes(snapshot?.sizeBytes ?? details.sizeBytes)],
          snapshot?.protected === true ? [text.inspector.protected, text.inspector.yes] : null,
        ]}
      />
      <div className="inspector-actions">
        <Button look="commit" onClick={() => run('image.export')}>
          {text.inspector.exportPoint}
        </Button>
        <Button onClick={() => run('image.pipe')}>{text.inspector.pipe}</Button>
        <Button onClick={() => run('image.restore')}>{timelineText.inspector.restore}</Button>
        {snapshot === null ? null : (
          <>
            <Button onClick={() => run('snapshot.rename')}>{text.inspector.rename}</Button>
            <Button onClick={() => run(snapshot.protected ? 'snapshot.unprotect' : 'snapshot.protect')}>
              {snapshot.protected ? imageText.protection.unprotect : imageText.protection.protect}
            </Button>
            <Button onClick={() => run('image.rollBack')}>{imageText.rollback.button}</Button>
            <Button disabled={snapshot.protected} onClick={() => run('snapshot.remove')}>
              {text.inspector.remove}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}

function LiveRange({ range }: { readonly range: Range }) {
  const from = range.from.snapshot?.name.text ?? text.app.nothing
  const to = range.to.snapshot?.name.text ?? text.app.head
  return (
    <section className="inspector-section">
      <h2 className="inspector-title">{text.inspector.range(from, to)}</h2>
      <p className="inspector-hint">
        {liveText.range.between(from, to)}. {liveText.range.hint}
      </p>
      <div className="inspector-actions">
        <Button look="commit" onClick={() => run('image.export')}>
          {text.inspector.exportDiff}
        </Button>
        <Button onClick={() => run('image.pipe')}>{text.inspector.pipe}</Button>
      </div>
    </section>
  )
}

/** The command that exports what is chosen. */
function Command({ details, chosen }: LiveInspectorProps) {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const settings = useStore(settingsStore)
  const request = useMemo((): JobRequest => {
    const source = sourceOf(details, chosen)
    const fromSnapshot = fromOf(chosen)
    const end = source.snapshot?.text ?? text.app.head
    const names = [details.ref.image.text, ...(fromSnapshot === null ? [] : [fromSnapshot.text]), end]
    const folder = exportFolderOf(capabilities, settings)
    return fromSnapshot === null
      ? { kind: 'export', source, path: joinPath(folder, fileNameFor(names, 'raw')) }
      : { kind: 'export-diff', source, fromSnapshot, path: joinPath(folder, fileNameFor(names, 'diff')) }
  }, [details, chosen, capabilities, settings])
  return <CommandBox equivalent={equivalentOf(request)} request={request} />
}
