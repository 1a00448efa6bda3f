import { formatSpec } from '../../../shared/imageSpec.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { sheetText } from '../../sheetText.ts'
import { imageKey } from '../../stores/images.ts'
import type { AppendTarget } from './useAppendTarget.ts'

const t = sheetText.import
/** So many images are named one by one. */
const MAX_NAMES = 5

/** The images here that the files go on from. */
export function Fits({ matches }: Pick<AppendTarget, 'matches'>) {
  return (
    <section>
      <h3 className="section-title">{t.fits}</h3>
      {matches.length === 0 ? (
        <p className="inspector-hint">{t.fitsNone}</p>
      ) : (
        <>
          <ul className="fits-list" aria-label={t.fits}>
            {matches.slice(0, MAX_NAMES).map(({ ref, isSame }) => (
              <li key={imageKey(ref)}>
                <strong>{formatSpec(ref, isLiveRef(ref))}</strong>
                {isSame ? <span className="file-kind">, {t.sameImage}</span> : null}
              </li>
            ))}
          </ul>
          <p className="inspector-hint">{t.fitsHint}</p>
        </>
      )}
    </section>
  )
}
