import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { TEMPORARY_MARK } from '../../../shared/leftover.ts'
import { removeLeftover } from '../../actions/connections.ts'
import { clusterText } from '../../clusterText.ts'
import { Confirmation } from '../../components/Confirmation.tsx'
import { SmallForm } from '../sheets/SmallForm.tsx'

const t = clusterText.leftover

/** Removes an image under a temporary name, after saying what it is. The engine refuses one that a client has open. */
export function RemoveLeftoverForm({ image }: { readonly image: ImageRef }) {
  const made = image.image.text.slice(0, image.image.text.lastIndexOf(TEMPORARY_MARK))
  return (
    <SmallForm
      title={t.title(formatSpec(image, true))}
      commit={t.commit}
      look="danger"
      isReady
      onCommit={() => removeLeftover(image)}
    >
      <Confirmation level={1} consequences={t.consequences(made)} spec="" />
    </SmallForm>
  )
}
