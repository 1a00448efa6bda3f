import type { Name } from '../../../shared/names.ts'
import { nameKey, sameName } from '../../../shared/names.ts'
import { SelectField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import type { ConvertFields, ConvertSource } from '../../model/convertPlan.ts'
import { text } from '../../strings.ts'

interface ConvertPointsProps {
  readonly source: ConvertSource
  readonly fields: ConvertFields
  readonly onChange: (part: Partial<ConvertFields>) => void
}

/** No name's key is empty. */
const LAST = ''
const t = fileText.convert

/** The point that is made, or the last one of what is made; of a diff its start, too. */
export function ConvertPoints({ source: { points, hasHead, start }, fields, onChange }: ConvertPointsProps) {
  const last = hasHead ? text.app.head : (points.at(-1)?.text ?? text.app.head)
  // The last named point is the end itself where nothing stands behind it.
  const ends = hasHead ? points : points.slice(0, -1)
  const { at, since } = fields
  const before =
    at === null
      ? hasHead
        ? points
        : points.slice(0, -1)
      : points.slice(
          0,
          points.findIndex((name) => sameName(name, at)),
        )
  const starts = start === null ? before : [start, ...before]
  const find = (list: readonly Name[], key: string) => list.find((name) => nameKey(name) === key) ?? null
  const end = (
    <SelectField
      label={t.at}
      value={at === null ? LAST : nameKey(at)}
      options={[
        { value: LAST, label: `${last} (${t.last})` },
        ...ends.toReversed().map((name) => ({ value: nameKey(name), label: name.text })),
      ]}
      onChange={(key) => onChange({ at: find(ends, key) })}
    />
  )
  if (fields.to !== 'diff') return end
  return (
    <div className="field-pair is-even">
      <SelectField
        label={t.since}
        value={since === null ? LAST : nameKey(since)}
        options={[
          ...(start === null ? [{ value: LAST, label: t.nothing }] : []),
          ...starts.map((name) => ({ value: nameKey(name), label: name.text })),
        ]}
        onChange={(key) => onChange({ since: find(starts, key) })}
      />
      {end}
    </div>
  )
}
