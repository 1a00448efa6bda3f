import { useState } from 'react'
import type { Name } from '../../../shared/names.ts'
import type { ConvertFields } from '../../model/convertPlan.ts'
import type { ConvertTarget } from '../../stores/ui.ts'

const NONE: ConvertFields = {
  to: 'raw',
  at: null,
  since: null,
  names: {},
  dropped: new Set(),
  nameHead: '',
  fromName: null,
  toName: null,
  offset: '',
  length: '',
}

/** The fields of a conversion. A start behind the new end makes no sense: it goes back to what the source begins with. */
export function useConvertFields(
  to: ConvertTarget,
  at: Name | null,
  start: Name | null,
): { readonly fields: ConvertFields; readonly change: (part: Partial<ConvertFields>) => void } {
  const [fields, setFields] = useState<ConvertFields>({ ...NONE, to, at, since: start })
  const change = (part: Partial<ConvertFields>) =>
    setFields((before) => ({ ...before, ...('at' in part ? { since: start } : {}), ...part }))
  return { fields, change }
}
