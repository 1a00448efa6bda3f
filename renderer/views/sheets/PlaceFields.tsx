import { readNames, readPools } from '../../actions/clusters.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import type { PlaceNote } from '../../model/imagePlaces.ts'
import { sheetText } from '../../sheetText.ts'
import { transferText } from '../../transferText.ts'
import type { ChosenPlace } from './usePlaces.ts'

interface PlaceFieldsProps {
  readonly chosen: Pick<ChosenPlace, 'field' | 'notes'>
  readonly name: string
  readonly onName: (name: string) => void
  readonly problem: string | null
  /** Left out: those of an image that is to be made. */
  readonly labels?: { readonly place: string; readonly name: string }
}

/** Where an image lies or goes, and what it is called: in the library or on a cluster. What of a cluster is being read, or could not be, is said below. */
export function PlaceFields({ chosen, name, onName, problem, labels }: PlaceFieldsProps) {
  const { place = sheetText.common.pool, name: nameLabel = sheetText.common.image } = labels ?? {}
  return (
    <>
      <div className="field-pair">
        <SelectField label={place} {...chosen.field} />
        <TextField label={nameLabel} value={name} onChange={onName} problem={problem} />
      </div>
      {chosen.notes.map((note) => (
        <NoteLine key={`${note.what} ${note.called}`} note={note} />
      ))}
    </>
  )
}

function NoteLine({ note }: { readonly note: PlaceNote }) {
  const t = transferText.place
  const { called, failed, what } = note
  if (failed === null) return <p className="field-hint">{t.reading[what](called)}</p>
  return (
    <p className="field-hint">
      {t.failed[what](called, failed)}{' '}
      <Button
        look="link"
        isSmall
        onClick={() => void (note.what === 'pools' ? readPools(note.connection) : readNames(note.place))}
      >
        {t.again}
      </Button>
    </p>
  )
}
