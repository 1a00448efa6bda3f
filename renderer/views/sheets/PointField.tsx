import { useMemo } from 'react'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { Name } from '../../../shared/names.ts'
import { nameKey } from '../../../shared/names.ts'
import { SelectField } from '../../components/Field.tsx'
import { namedPoints } from '../../model/points.ts'
import { text } from '../../strings.ts'

interface PointFieldProps {
  readonly label: string
  readonly details: ImageDetails | undefined
  /** Null: the head. */
  readonly value: Name | null
  readonly onChange: (value: Name | null) => void
}

/** No name's key is empty. */
const HEAD = ''

/** A choice of one of an image's points; those that cannot be restored cannot be chosen. */
export function PointField({ label, details, value, onChange }: PointFieldProps) {
  const named = useMemo(() => (details === undefined ? [] : namedPoints(details)), [details])
  return (
    <SelectField
      label={label}
      value={value === null ? HEAD : nameKey(value)}
      options={[
        ...named.map(({ name, restorable }) => ({ value: nameKey(name), label: name.text, isDisabled: !restorable })),
        { value: HEAD, label: text.app.head, isDisabled: details?.headRestorable === false },
      ]}
      onChange={(key) => onChange(named.find(({ name }) => nameKey(name) === key)?.name ?? null)}
    />
  )
}
