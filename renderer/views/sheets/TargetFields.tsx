import { PlaceFields } from './PlaceFields.tsx'
import type { FreshTarget } from './useFreshTarget.ts'

/** The place and name of an image that is to be made. */
export function TargetFields({ target }: { readonly target: FreshTarget }) {
  return <PlaceFields chosen={target.chosen} name={target.name} onName={target.setName} problem={target.problem} />
}
