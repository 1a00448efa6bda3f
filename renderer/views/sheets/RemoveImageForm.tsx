import { useState } from 'react'
import { useStore } from 'zustand'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { removeImage } from '../../actions/removedImages.ts'
import { Button } from '../../components/Button.tsx'
import { Confirmation, isConfirmed } from '../../components/Confirmation.tsx'
import { joinPath } from '../../model/exportPath.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { SmallForm } from './SmallForm.tsx'

const t = sheetText.remove
/** So many names are said one by one. */
const MAX_NAMES = 8

/** Removes an image: its pool and name have to be typed. Where snapshots stand in the way it says which, and leads to where they go. */
export function RemoveImageForm({ image }: { readonly image: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const libraryPath = useStore(connectionStore, (state) => state.capabilities?.libraryPath ?? '')
  const [typed, setTyped] = useState('')
  const spec = formatSpec(image)
  const names = (details?.snapshots ?? []).map(({ name }) => name.text)
  const isBlocked = names.length > 0
  return (
    <SmallForm
      title={t.title(spec)}
      commit={t.commit}
      look="danger"
      isReady={!isBlocked && isConfirmed(2, spec, typed)}
      onCommit={() => removeImage(image, typed)}
    >
      {details === undefined ? null : (
        <p className="form-text">
          {t.facts(formatBytes(details.sizeBytes), details.links.length, formatBytes(details.storedBytes))}
        </p>
      )}
      {isBlocked ? (
        <div className="form-notice" role="note">
          <p>{t.blocked(names.length)}</p>
          <p>
            {t.named(
              [
                ...names.slice(0, MAX_NAMES),
                ...(names.length > MAX_NAMES ? [text.inspector.more(names.length - MAX_NAMES)] : []),
              ].join(', '),
            )}
          </p>
          <Button isSmall onClick={() => showSheet({ kind: 'clean', image })}>
            {t.clean}
          </Button>
        </div>
      ) : (
        <Confirmation
          level={2}
          spec={spec}
          typed={typed}
          onTyped={setTyped}
          consequences={[t.all, t.back, t.trash(joinPath(libraryPath, 'trash')), t.elsewhere]}
        />
      )}
    </SmallForm>
  )
}
