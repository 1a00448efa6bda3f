import { CheckField } from '../../components/CheckField.tsx'
import { TextField } from '../../components/Field.tsx'
import { imageText } from '../../imageText.ts'
import type { Guard } from './useGuard.ts'

const t = imageText.rollback

/** Whether a snapshot of the head is made first, and its name. */
export function GuardFields({ guard }: { readonly guard: Guard }) {
  if (guard.twin !== null) return <p className="form-text">{t.noGuard(guard.twin.text)}</p>
  return (
    <>
      <CheckField label={t.guard} hint={t.guardHint} isOn={guard.isOn} onChange={guard.setOn} />
      {guard.isOn ? (
        <TextField label={t.guardName} value={guard.name} onChange={guard.setName} problem={guard.problem} />
      ) : null}
    </>
  )
}
