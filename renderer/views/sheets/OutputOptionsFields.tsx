import { CheckField } from '../../components/CheckField.tsx'
import { Disclosure } from '../../components/Disclosure.tsx'
import { SelectField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import type { WritingOptions } from '../../model/outputOptions.ts'
import { writingSummary } from '../../model/outputOptions.ts'

interface OutputOptionsFieldsProps {
  readonly value: WritingOptions
  readonly onChange: (value: WritingOptions) => void
  /** The inputs are files whose manifests can be proven first, and whose records can be sorted. */
  readonly hasFiles?: boolean
  readonly canSort?: boolean
  /** The output is of format 2. */
  readonly hasDialect?: boolean
}

const DIALECTS = ['kept', '18.2', '16.2'] as const

/** How an output is written: packed, with a manifest, after a first reading. */
export function OutputOptionsFields(props: OutputOptionsFieldsProps) {
  const { value, onChange, hasFiles = false, canSort = false, hasDialect = false } = props
  const t = fileText.options
  const change = (part: Partial<WritingOptions>) => onChange({ ...value, ...part })
  return (
    <Disclosure title={t.title} summary={writingSummary(value)}>
      <CheckField
        label={t.manifest}
        hint={value.hasManifest ? t.manifestHint : t.noManifestHint}
        isOn={value.hasManifest}
        onChange={(hasManifest) => change({ hasManifest })}
      />
      <CheckField
        label={t.pack}
        hint={t.packHint}
        isOn={value.isPacked}
        onChange={(isPacked) => change({ isPacked })}
      />
      {hasFiles ? (
        <CheckField
          label={t.verifyFirst}
          hint={t.verifyFirstHint}
          isOn={value.verifiesFirst}
          onChange={(verifiesFirst) => change({ verifiesFirst })}
        />
      ) : null}
      {canSort ? (
        <CheckField label={t.sort} hint={t.sortHint} isOn={value.sorts} onChange={(sorts) => change({ sorts })} />
      ) : null}
      {hasDialect ? (
        <Disclosure title={t.more} summary={t.dialects[value.dialect ?? 'kept']} isOpen={value.dialect !== null}>
          <SelectField
            label={t.dialect}
            hint={t.dialectHint}
            value={value.dialect ?? 'kept'}
            options={DIALECTS.map((dialect) => ({ value: dialect, label: t.dialects[dialect] }))}
            onChange={(dialect) => change({ dialect: dialect === '16.2' || dialect === '18.2' ? dialect : null })}
          />
        </Disclosure>
      ) : null}
    </Disclosure>
  )
}
