import type { Chain } from '../../../shared/chain.ts'
import { Choice } from '../../components/Choice.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import type { ImportAction, Possible } from '../../model/importPlan.ts'
import { usableFiles } from '../../model/importPlan.ts'
import { sheetText } from '../../sheetText.ts'
import { PathField } from '../sheets/PathField.tsx'
import type { OutputPath } from '../sheets/useOutputPath.ts'
import type { AppendTarget } from './useAppendTarget.ts'
import type { NewImage } from './useNewImage.ts'

interface ImportChoicesProps {
  readonly chain: Chain | null
  readonly action: ImportAction
  readonly onAction: (action: ImportAction) => void
  readonly possible: Possible
  readonly append: AppendTarget
  readonly newImage: NewImage
  readonly output: OutputPath
  /** Null: laying over content is not what stands in the way, so it is not offered. */
  readonly overlay: { readonly isOn: boolean; readonly set: (isOn: boolean) => void } | null
}

/** The four things one can do with files; those that cannot be done say why. */
export function ImportChoices(props: ImportChoicesProps) {
  const { chain, action, onAction, possible, append, newImage, output, overlay } = props
  const t = sheetText.import
  const files = usableFiles(chain)
  return (
    <Choice
      legend={t.what}
      value={action}
      onChange={onAction}
      options={[
        {
          value: 'new',
          label: t.asNew(files.length),
          hint: t.asNewHint(files.at(-1)?.to?.text ?? null),
          why: possible.new,
          children: (
            <div className="field-pair">
              <SelectField label={sheetText.common.pool} {...newImage.pool} />
              <TextField
                label={sheetText.common.image}
                value={newImage.name}
                onChange={newImage.setName}
                problem={newImage.problem}
              />
            </div>
          ),
        },
        {
          value: 'append',
          label: t.append,
          hint: t.appendHint,
          why: possible.append,
          children: (
            <>
              <SelectField
                label={t.appendTarget}
                options={append.options}
                value={append.value}
                onChange={append.onChange}
              />
              {overlay === null ? null : (
                <label className="check-field">
                  <input
                    type="checkbox"
                    checked={overlay.isOn}
                    onChange={({ target }) => overlay.set(target.checked)}
                  />
                  <span>
                    {t.overlay}
                    <span className="field-hint">{t.overlayHint}</span>
                  </span>
                </label>
              )}
            </>
          ),
        },
        {
          value: 'merge',
          label: t.merge(files.length),
          hint: t.mergeHint,
          why: possible.merge,
          children: <PathField output={output} />,
        },
        { value: 'open', label: t.open, hint: t.openHint },
      ]}
    />
  )
}
