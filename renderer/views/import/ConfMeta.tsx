import type { FileInspection } from '../../../shared/inspection.ts'
import { CheckField } from '../../components/CheckField.tsx'
import { fileText } from '../../fileText.ts'
import { confKeysOf } from '../../model/filePoints.ts'
import type { Switch } from './ImportChoices.tsx'

interface ConfMetaProps {
  readonly file: FileInspection | undefined
  readonly confMeta: Switch
}

/** Metadata of a format 2 file that would override a cluster's settings: listed, and left out unless asked for (DESIGN §6.7). */
export function ConfMeta({ file, confMeta }: ConfMetaProps) {
  const keys = confKeysOf(file)
  if (keys.length === 0) return null
  const values = new Map((file?.image?.meta ?? []).map(({ key, value }) => [key.text, value.text]))
  const t = fileText.format2
  return (
    <section className="conf-meta" aria-label={t.conf}>
      <p>
        <strong>{t.conf}</strong>
      </p>
      <ul>
        {keys.map((key) => (
          <li key={key}>
            <code>
              {key} = {values.get(key) ?? ''}
            </code>
          </li>
        ))}
      </ul>
      <CheckField label={t.confKeep(keys.length)} hint={t.confHint} isOn={confMeta.isOn} onChange={confMeta.set} />
    </section>
  )
}
