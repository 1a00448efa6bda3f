import type { ImageDetails } from '../../../shared/contract.ts'
import type { PointRef } from '../../../shared/imageSpec.ts'
import { formatSpec, imageOf } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { careText } from '../../careText.ts'
import { Button } from '../../components/Button.tsx'
import { Confirmation } from '../../components/Confirmation.tsx'
import { SelectField } from '../../components/Field.tsx'
import { imageText } from '../../imageText.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { newerThan } from '../../model/points.ts'
import { showSheet } from '../../stores/ui.ts'
import { transferText } from '../../transferText.ts'
import { GuardFields } from './GuardFields.tsx'
import type { Guard } from './useGuard.ts'

const t = careText.restore
const ITSELF = 'itself'
const ANOTHER = 'another'

interface OverFieldsProps {
  readonly source: PointRef
  readonly details: ImageDetails | undefined
  readonly isOverItself: boolean
  readonly onOver: (isOverItself: boolean) => void
  readonly guard: Guard
  readonly typed: string
  readonly onTyped: (typed: string) => void
}

/** Over which image a point goes: its own, guarded; what stands against any other, and what does the same there. */
export function OverFields({ source, details, isOverItself, onOver, guard, typed, onTyped }: OverFieldsProps) {
  const image = imageOf(source)
  const snapshot = details?.snapshots.find(({ name }) => source.snapshot !== null && sameName(name, source.snapshot))
  return (
    <>
      <SelectField
        label={t.overWhich}
        value={isOverItself ? ITSELF : ANOTHER}
        options={[
          { value: ITSELF, label: t.itself(formatSpec(image)) },
          { value: ANOTHER, label: t.another },
        ]}
        onChange={(value) => onOver(value === ITSELF)}
      />
      {isOverItself ? (
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
              isLiveRef(image) ? transferText.rollback.inPlace : imageText.rollback.appended,
            ]}
          />
        </>
      ) : (
        <OtherImage source={source} />
      )}
    </>
  )
}

/** Why another image cannot be overwritten, and the way that is open. */
function OtherImage({ source }: { readonly source: PointRef }) {
  return (
    <div className="form-notice" role="note">
      <p>{t.otherImage}</p>
      <p>{t.otherInstead}</p>
      <Button
        isSmall
        onClick={() => showSheet({ kind: 'contents', mode: 'diff', a: null, b: { kind: 'point', point: source } })}
      >
        {t.makeDifference}
      </Button>
    </div>
  )
}
