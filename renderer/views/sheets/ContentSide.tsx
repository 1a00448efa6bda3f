import { useEffect } from 'react'
import { useStore } from 'zustand'
import { imageOf } from '../../../shared/imageSpec.ts'
import { nameKey } from '../../../shared/names.ts'
import { guarded } from '../../actions/failure.ts'
import { loadDetails } from '../../actions/library.ts'
import { SelectField, TextAreaField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import type { Side, SideOption } from '../../model/contentSides.ts'
import { OTHER } from '../../model/contentSides.ts'
import { namedPoints } from '../../model/points.ts'
import { sheetText } from '../../sheetText.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { text } from '../../strings.ts'

interface ContentSideProps {
  readonly letter: string
  readonly side: Side
  readonly options: readonly SideOption[]
  readonly onChange: (side: Side) => void
}

/** No name's key is empty. */
const LAST = ''
const t = fileText.contents

/** One side of a comparison: an image or files, and a point of them. */
export function ContentSide({ letter, side, options, onChange }: ContentSideProps) {
  const option = options.find(({ value }) => value === side.chosen)
  const image = option?.image ?? null
  const key = image === null ? '' : imageKey(imageOf(image))
  const details = useStore(imagesStore, (state) => state.details[key])
  useEffect(() => {
    if (image !== null && details === undefined) void guarded(() => loadDetails(imageOf(image)))
    // The key says all of the image.
  }, [key, details])
  const points =
    image === null ? (option?.points ?? []) : details === undefined ? [] : namedPoints(details).map(({ name }) => name)
  const isOther = side.chosen === OTHER
  return (
    <fieldset className="content-side">
      <legend className="section-title">{t.side(letter)}</legend>
      <SelectField
        label={t.what}
        value={side.chosen}
        options={[
          ...options.map(({ value, label, group }) => ({ value, label, group: t[group] })),
          { value: OTHER, label: t.otherFile },
        ]}
        onChange={(chosen) => onChange({ ...side, chosen, at: null })}
      />
      {isOther ? (
        <TextAreaField
          label={t.path}
          hint={t.pathHint}
          value={side.typed}
          onChange={(typed) => onChange({ ...side, typed })}
          problem={
            side.typed.trim() !== '' && !side.typed.split('\n').every((line) => /^\s*(\/|[A-Za-z]:|\\\\|$)/.test(line))
              ? sheetText.common.pathRelative
              : null
          }
        />
      ) : (
        <SelectField
          label={t.point}
          value={side.at === null ? LAST : nameKey(side.at)}
          options={[
            { value: LAST, label: image === null ? fileText.convert.last : text.app.head },
            ...points.toReversed().map((name) => ({ value: nameKey(name), label: name.text })),
          ]}
          onChange={(value) => onChange({ ...side, at: points.find((name) => nameKey(name) === value) ?? null })}
        />
      )}
    </fieldset>
  )
}
