import { useState } from 'react'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { removeSample, sampleImages } from '../../actions/sample.ts'
import { Confirmation } from '../../components/Confirmation.tsx'
import { shellText } from '../../shellText.ts'
import { announce } from '../../stores/ui.ts'
import { SmallForm } from '../sheets/SmallForm.tsx'

const t = shellText.removeSample

/** Says which images the sample is before they go. */
export function RemoveSampleForm() {
  // As it was when it was asked: while they go, the sheet must not lose its lines.
  const [images] = useState(sampleImages)
  return (
    <SmallForm
      title={t.title}
      commit={t.commit}
      look="danger"
      isReady={images.length > 0}
      onCommit={async () => {
        await removeSample()
        announce(t.done)
      }}
    >
      <Confirmation
        level={1}
        consequences={[
          ...images.map(({ ref, snapshotCount, storedBytes }) => t.image(formatSpec(ref), snapshotCount, storedBytes)),
          t.rest,
        ]}
        spec=""
        typed=""
        onTyped={() => undefined}
      />
    </SmallForm>
  )
}
