import type { ImageDetails } from '../../../shared/contract.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Chosen } from '../../actions/current.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { Facts } from '../../components/Facts.tsx'
import { imageText } from '../../imageText.ts'
import type { Damage } from '../../model/verification.ts'
import { verifiedOf } from '../../model/verification.ts'
import { formatTime, formatCount, text } from '../../strings.ts'
import { PointInspector } from './PointInspector.tsx'
import { RangeInspector } from './RangeInspector.tsx'

export interface InspectorProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
  readonly damage: Damage | null
}

/** The right column: what is chosen, what can be done with it, and the command that does the same. */
export function Inspector({ details, chosen, damage }: InspectorProps) {
  return (
    <aside className="inspector" aria-label={text.inspector.region} data-region="">
      {chosen.range !== null ? (
        <RangeInspector details={details} history={chosen.history} range={chosen.range} damage={damage} />
      ) : chosen.point !== null ? (
        <PointInspector details={details} history={chosen.history} point={chosen.point} damage={damage} />
      ) : (
        <ImageInspector details={details} />
      )}
    </aside>
  )
}

function verifiedSentence({ links }: ImageDetails): string {
  const { files, verified, oldest } = verifiedOf(links)
  if (oldest === null) return imageText.verified.never
  return verified < files ? imageText.verified.some(verified, files) : imageText.verified.all(formatTime(oldest))
}

function ImageInspector({ details }: { readonly details: ImageDetails }) {
  const { foldable } = details
  return (
    <>
      <section className="inspector-section">
        <h2 className="inspector-title">{text.inspector.imageTitle}</h2>
        <Facts
          facts={[
            [text.inspector.snapshots, formatCount(details.snapshots.length)],
            [text.inspector.files, formatCount(details.links.length)],
            [text.inspector.order, formatBytes(2 ** details.order)],
            [text.inspector.created, formatTime(details.createdAt)],
            details.features.length === 0 ? null : [text.inspector.features, details.features.join(', ')],
            details.links.length === 0 ? null : [imageText.verified.fact, verifiedSentence(details)],
            foldable === undefined || foldable.links === 0
              ? null
              : [imageText.fold.fact, imageText.fold.foldable(foldable.links, foldable.into)],
          ]}
        />
        <p className="inspector-path" title={details.folder}>
          {details.folder}
        </p>
        <div className="inspector-actions">
          <Button
            onClick={() => run('image.snapshot')}
            disabled={details.state === 'damaged' || details.state === 'newer'}
          >
            {text.inspector.snapshot}
          </Button>
          <Button onClick={() => run('image.verify')}>{imageText.menu.verify}</Button>
          {foldable === undefined || foldable.links === 0 ? null : (
            <Button onClick={() => run('image.fold')}>{imageText.fold.button}</Button>
          )}
        </div>
      </section>
      <section className="inspector-section">
        <h2 className="section-title">{text.inspector.nothing}</h2>
        <p className="inspector-hint">{text.inspector.hint}</p>
        <p className="visually-hidden">{formatSpec(details.ref)}</p>
      </section>
    </>
  )
}
