import type { WireError } from '../../../shared/errors.ts'
import { CheckField } from '../../components/CheckField.tsx'
import { transferText } from '../../transferText.ts'

interface ShrinkFieldProps {
  readonly isOn: boolean
  readonly set: (isOn: boolean) => void
  readonly error: WireError | null
}

/** The consent that a live image may become smaller: never the default, and offered only where that is what stands in the way. */
export function ShrinkField({ isOn, set, error }: ShrinkFieldProps) {
  if (!isOn && error?.code !== 'E_IMAGE_SHRINKS') return null
  return <CheckField label={transferText.shrink.label} hint={transferText.shrink.hint} isOn={isOn} onChange={set} />
}
