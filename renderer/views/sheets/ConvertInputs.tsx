import { useStore } from 'zustand'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { MergeInput } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { SelectField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import { shownInputs } from '../../model/mergePlan.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { text } from '../../strings.ts'

interface ConvertInputsProps {
  readonly inputs: readonly MergeInput[]
  readonly files: readonly FileInspection[]
  /** Full exports that the diffs could be put on; none: nothing to choose. */
  readonly bases: readonly FileInspection[]
  readonly base: FileInspection | null
  readonly onBase: (base: FileInspection | null) => void
}

/** So many files are listed one by one. */
const MAX_LISTED = 8
const t = fileText.convert

/** What a conversion reads, in order; and where diffs alone are given, the full export to put under them. */
export function ConvertInputs({ inputs, files, bases, base, onBase }: ConvertInputsProps) {
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const shown = shownInputs(inputs, files, uploadedNames)
  const byPath = new Map(files.map((file) => [file.path, file]))
  return (
    <section>
      <h3 className="section-title">{t.inputs}</h3>
      <ol className="path-list">
        {shown.slice(0, MAX_LISTED).map(({ input, key, called, ends }, index) => {
          const file = input.kind === 'file' ? byPath.get(input.path) : undefined
          const isFull = index === 0 && (ends === null || ends.from === null)
          return (
            <li key={key} className={isFull ? 'path-step is-full' : 'path-step'}>
              <span className="path-number">{index + 1}</span>
              <span className="path-name">
                {called}
                {ends === null ? null : (
                  <span className="file-kind">
                    {' '}
                    {ends.from?.text ?? text.app.nothing} → {ends.to?.text ?? text.app.head}
                  </span>
                )}
              </span>
              {file === undefined ? null : <span className="path-size">{formatBytes(file.fileBytes)}</span>}
            </li>
          )
        })}
      </ol>
      {shown.length > MAX_LISTED ? (
        <p className="inspector-hint">{text.inspector.more(shown.length - MAX_LISTED)}</p>
      ) : null}
      {bases.length === 0 ? null : (
        <SelectField
          label={t.base}
          hint={t.baseHint}
          value={base?.path ?? ''}
          options={[{ value: '', label: t.noBase }, ...bases.map(({ path, name }) => ({ value: path, label: name }))]}
          onChange={(path) => onBase(bases.find((one) => one.path === path) ?? null)}
        />
      )}
    </section>
  )
}
