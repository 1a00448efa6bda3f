import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import { formatSpec, imageOf } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { careText } from '../../careText.ts'
import { Button } from '../../components/Button.tsx'
import { Confirmation } from '../../components/Confirmation.tsx'
import { SelectField } from '../../components/Field.tsx'
import { imageText } from '../../imageText.ts'
import { newerThan, sameContentAsHead } from '../../model/points.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { showSheet } from '../../stores/ui.ts'
import { GuardFields } from './GuardFields.tsx'
import type { Guard } from './useGuard.ts'

const t = careText.restore

interface OverFieldsProps {
  readonly source: PointRef
  readonly details: ImageDetails | undefined
  readonly over: ImageRef
  readonly onOver: (image: ImageRef) => void
  readonly guard: Guard
  readonly typed: string
  readonly onTyped: (typed: string) => void
}

/** Over which image a point goes: its own, guarded; what stands against any other, and what does the same there. */
export function OverFields({ source, details, over, onOver, guard, typed, onTyped }: OverFieldsProps) {
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const image = imageOf(source)
  const own = imageKey(image)
  const others = Object.values(imagesByPool)
    .flat()
    .filter(({ ref }) => imageKey(ref) !== own)
  const isOther = imageKey(over) !== own
  const snapshot = details?.snapshots.find(({ name }) => source.snapshot !== null && sameName(name, source.snapshot))
  return (
    <>
      <SelectField
        label={t.overWhich}
        value={imageKey(over)}
        options={[
          { value: own, label: t.itself(formatSpec(image)) },
          ...others.map(({ ref }) => ({ value: imageKey(ref), label: formatSpec(ref) })),
        ]}
        onChange={(key) => onOver(others.find(({ ref }) => imageKey(ref) === key)?.ref ?? image)}
      />
      {isOther ? (
        <OtherImage source={source} over={over} />
      ) : (
        <>
          <GuardFields guard={guard} />
          <Confirmation
            level={2}
            spec={formatSpec(image)}
            typed={typed}
            onTyped={onTyped}
            consequences={[
              imageText.rollback.head(source.snapshot?.text ?? ''),
              ...(details === undefined || snapshot === undefined
                ? []
                : [imageText.rollback.newer(newerThan(details, snapshot))]),
              imageText.rollback.appended,
            ]}
          />
        </>
      )}
    </>
  )
}

/** Why another image cannot be overwritten, and the way that is open. */
function OtherImage({ source, over }: { readonly source: PointRef; readonly over: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(over)])
  const makeDifference = () => {
    const head = details === undefined ? null : sameContentAsHead(details)
    showSheet({
      kind: 'contents',
      mode: 'diff',
      a: { kind: 'point', point: { ...over, snapshot: head } },
      b: { kind: 'point', point: source },
    })
  }
  return (
    <div className="form-notice" role="note">
      <p>{t.otherImage(formatSpec(over))}</p>
      <p>{t.otherInstead}</p>
      <Button isSmall onClick={makeDifference}>
        {t.makeDifference}
      </Button>
    </div>
  )
}
