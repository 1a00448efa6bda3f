import { OctagonAlert, X } from 'lucide-react'
import type { Leftover } from '../../../shared/chain.ts'
import { hintOf } from '../../../shared/errorCatalogue.ts'
import type { WireError } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/units.ts'
import { closeFiles } from '../../actions/files.ts'
import { IconButton } from '../../components/Button.tsx'
import { sheetText } from '../../sheetText.ts'

/** Files that are in no chain, each with the reason. */
export function Leftovers({ leftovers }: { readonly leftovers: readonly Leftover[] }) {
  if (leftovers.length === 0) return null
  return (
    <section className="leftovers" aria-label={sheetText.import.leftovers}>
      <h3 className="section-title">{sheetText.import.leftovers}</h3>
      <ul>
        {leftovers.map((leftover) => (
          <li key={leftover.file.path} className="leftover">
            <OctagonAlert size={15} aria-hidden className="leftover-icon" />
            <div>
              <p>
                <strong>{leftover.file.name}</strong>{' '}
                <span className="file-kind">
                  {leftover.file.what ?? sheetText.import.kind[leftover.file.kind]},{' '}
                  {formatBytes(leftover.file.fileBytes)}
                </span>
              </p>
              <p className="leftover-why">{reasonOf(leftover)}</p>
            </div>
            <IconButton
              label={sheetText.import.remove(leftover.file.name)}
              icon={<X size={14} />}
              onClick={() => closeFiles([leftover.file.path])}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function reasonOf({ file, reason, rival }: Leftover): string {
  // The wire's codes are the closed union on our side.
  const problem = file.problem as WireError | null
  if (problem !== null) return `${problem.message}. ${hintOf(problem)}.`
  const sentence = sheetText.import.reason[reason]
  return rival === null ? `${sentence}.` : `${sentence}: ${sheetText.import.rival(rival.name)}.`
}
