import type { Chain } from '../../../shared/chain.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { CheckField } from '../../components/CheckField.tsx'
import type { ChoiceOption } from '../../components/Choice.tsx'
import { Choice } from '../../components/Choice.tsx'
import { SelectField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import type { ImportAction, Possible } from '../../model/importPlan.ts'
import { usableFiles } from '../../model/importPlan.ts'
import { sheetText } from '../../sheetText.ts'
import { PlaceFields } from '../sheets/PlaceFields.tsx'
import { ConfMeta } from './ConfMeta.tsx'
import type { AppendTarget } from './useAppendTarget.ts'
import type { NewImage } from './useNewImage.ts'

/** Something that is switched on or off. */
export interface Switch {
  readonly isOn: boolean
  readonly set: (isOn: boolean) => void
}

interface ImportChoicesProps {
  readonly chain: Chain | null
  readonly action: ImportAction
  readonly onAction: (action: ImportAction) => void
  readonly possible: Possible
  readonly append: AppendTarget
  readonly newImage: NewImage
  /** Null: laying over content is not what stands in the way, so it is not offered. */
  readonly overlay: Switch | null
  readonly confMeta: Switch
  readonly verifyFirst: Switch
}

/** What one can do with files; what cannot be done says why. */
export function ImportChoices(props: ImportChoicesProps) {
  const { chain, action, onAction, possible } = props
  const t = sheetText.import
  const more = fileText.actions
  const files = usableFiles(chain)
  const options: readonly ChoiceOption<ImportAction>[] = [
    {
      value: 'new',
      heading: t.whatNew,
      label: t.asNew(files.length),
      hint: t.asNewHint(files.at(-1)?.to?.text ?? null),
      why: possible.new,
      children: <NewImageFields {...props} files={files} />,
    },
    {
      value: 'append',
      label: t.append,
      hint: t.appendHint,
      why: possible.append,
      children: <AppendFields {...props} files={files} />,
    },
    { value: 'merge', heading: t.whatFile, label: t.merge(files.length), hint: more.mergeHint, why: possible.merge },
    { value: 'convert', label: more.convert, hint: more.convertHint, why: possible.convert },
    { value: 'rebuild', label: more.rebuild, hint: more.rebuildHint, why: possible.rebuild },
    { value: 'compare', heading: t.whatLook, label: more.compare, hint: more.compareHint, why: possible.compare },
    { value: 'verify', label: more.verify, hint: more.verifyHint, why: possible.verify },
    { value: 'manifest', label: more.manifest, hint: more.manifestHint, why: possible.manifest },
    { value: 'open', label: t.open, hint: t.openHint },
  ]
  return <Choice legend={t.what} isLegendHidden isDense value={action} onChange={onAction} options={options} />
}

interface FieldsProps extends ImportChoicesProps {
  readonly files: readonly FileInspection[]
}

function NewImageFields({ newImage, confMeta, verifyFirst, files }: FieldsProps) {
  return (
    <>
      <PlaceFields chosen={newImage.chosen} name={newImage.name} onName={newImage.setName} problem={newImage.problem} />
      <ConfMeta file={files[0]} confMeta={confMeta} />
      <VerifyFirst files={files} verifyFirst={verifyFirst} />
    </>
  )
}

function AppendFields({ append, overlay, verifyFirst, files }: FieldsProps) {
  const t = sheetText.import
  return (
    <>
      <SelectField label={t.appendTarget} options={append.options} value={append.value} onChange={append.onChange} />
      {overlay === null ? null : (
        <CheckField label={t.overlay} hint={t.overlayHint} isOn={overlay.isOn} onChange={overlay.set} />
      )}
      <VerifyFirst files={files} verifyFirst={verifyFirst} />
    </>
  )
}

/** Without a manifest there is nothing to verify first. */
function VerifyFirst({ files, verifyFirst }: Pick<FieldsProps, 'files' | 'verifyFirst'>) {
  if (files.every(({ manifest }) => manifest === undefined)) return null
  const { verifyFirst: label, verifyFirstHint } = fileText.options
  return <CheckField label={label} hint={verifyFirstHint} isOn={verifyFirst.isOn} onChange={verifyFirst.set} />
}
