import { nameKey } from '../../../shared/names.ts'
import { Disclosure } from '../../components/Disclosure.tsx'
import { TextField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import type { ConvertFields, ConvertSource } from '../../model/convertPlan.ts'
import { editablePoints, rangeOf } from '../../model/convertPlan.ts'
import { count } from '../../strings.ts'

interface ConvertEditsProps {
  readonly source: ConvertSource
  readonly fields: ConvertFields
  readonly onChange: (part: Partial<ConvertFields>) => void
  readonly problem: string | null
}

/** So many points are listed; a longer chain is edited on the command line. */
const MAX_POINTS = 500
const t = fileText.convert

/** Points that lose their name or get another one, names to write into a diff, a stretch of bytes: none of it touches content. */
export function ConvertEdits({ source, fields, onChange, problem }: ConvertEditsProps) {
  const { to, at, dropped, names, nameHead, fromName, toName, offset, length } = fields
  const points = to === 'diff' ? [] : editablePoints(source, fields).slice(0, MAX_POINTS)
  const range = rangeOf(offset, length)
  const changes = dropped.size + Object.keys(names).length
  return (
    <Disclosure title={t.edits} summary={changes === 0 ? t.editsHint : count(changes, 'change')}>
      {points.length === 0 ? null : (
        <table className="table point-edits" aria-label={t.points}>
          <thead>
            <tr>
              <th scope="col">{t.keepShort}</th>
              <th scope="col">{t.point}</th>
              <th scope="col">{t.newNameShort}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((name) => {
              const key = nameKey(name)
              const isDropped = dropped.has(key)
              return (
                <tr key={key}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={t.keep(name.text)}
                      checked={!isDropped}
                      onChange={({ target }) => onChange({ dropped: withKey(dropped, key, !target.checked) })}
                    />
                  </td>
                  <th scope="row">{isDropped ? <s>{name.text}</s> : name.text}</th>
                  <td>
                    <input
                      className="input"
                      aria-label={t.newName(name.text)}
                      value={names[key] ?? name.text}
                      disabled={isDropped || name.base64 !== undefined}
                      spellCheck={false}
                      onChange={({ target }) => onChange({ names: { ...names, [key]: target.value } })}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {problem === null ? null : <p className="field-problem">{problem}</p>}
      {to === 'raw' || to === 'diff' || at !== null || !source.hasHead ? null : (
        <TextField
          label={t.nameHead}
          hint={t.nameHeadHint}
          value={nameHead}
          onChange={(value) => onChange({ nameHead: value })}
        />
      )}
      {to === 'diff' ? (
        <div className="field-pair is-even">
          <TextField
            label={t.fromName}
            value={fromName ?? ''}
            placeholder={t.nameAsIs}
            onChange={(value) => onChange({ fromName: value === '' ? null : value })}
          />
          <TextField
            label={t.toName}
            value={toName ?? ''}
            placeholder={t.nameAsIs}
            onChange={(value) => onChange({ toName: value === '' ? null : value })}
          />
        </div>
      ) : null}
      <div className="field-pair is-even">
        <TextField
          label={t.rangeOffset}
          value={offset}
          onChange={(value) => onChange({ offset: value })}
          problem={range.problem}
        />
        <TextField
          label={t.rangeLength}
          hint={t.rangeHint}
          value={length}
          onChange={(value) => onChange({ length: value })}
        />
      </div>
    </Disclosure>
  )
}

function withKey(keys: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(keys)
  if (isIn) next.add(key)
  else next.delete(key)
  return next
}
