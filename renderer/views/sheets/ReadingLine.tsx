import type { ImageDetails } from '../../../shared/contract.ts'
import type { Name } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { agoText, careText } from '../../careText.ts'
import { readingOf } from '../../model/restorePlan.ts'

const t = careText.reading

/** What a point takes to read, and how far that can be trusted: `4 files, 38.2 GiB to read, verified 3 days ago`. */
export function ReadingLine({ details, snapshot }: { readonly details: ImageDetails; readonly snapshot: Name | null }) {
  const { files, bytes, verifiedAt, unverified, damaged } = readingOf(details, snapshot)
  if (files === 0) return <p className="form-text">{t.none}</p>
  const trust =
    damaged > 0
      ? t.damaged(damaged)
      : verifiedAt === null
        ? t.unverified(unverified)
        : t.verified(agoText(verifiedAt, Date.now()))
  return (
    <p className="form-text">
      {t.files(files, formatBytes(bytes))}, {trust}
    </p>
  )
}
