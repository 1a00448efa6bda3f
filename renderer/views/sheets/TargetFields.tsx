import { SelectField, TextField } from '../../components/Field.tsx'
import { sheetText } from '../../sheetText.ts'
import type { FreshTarget } from './useFreshTarget.ts'

/** The pool and name of an image that is to be made. */
export function TargetFields({ target }: { readonly target: FreshTarget }) {
  return (
    <div className="field-pair">
      <SelectField label={sheetText.common.pool} {...target.pool} />
      <TextField
        label={sheetText.common.image}
        value={target.name}
        onChange={target.setName}
        problem={target.problem}
      />
    </div>
  )
}
