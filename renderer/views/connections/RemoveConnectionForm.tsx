import { removeConnection } from '../../actions/connections.ts'
import { clusterText } from '../../clusterText.ts'
import { Confirmation } from '../../components/Confirmation.tsx'
import { SmallForm } from '../sheets/SmallForm.tsx'

const t = clusterText.remove

/** Says what a connection is before it goes: a way to a cluster, and nothing of it. */
export function RemoveConnectionForm({ name }: { readonly name: string }) {
  return (
    <SmallForm title={t.title(name)} commit={t.commit} look="danger" isReady onCommit={() => removeConnection(name)}>
      <Confirmation level={1} consequences={t.consequences} spec="" />
    </SmallForm>
  )
}
