import { nameFromBytes } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import { checkAppend } from '../library/append.ts'
import { headSizeBytes, type NewLink, withLink } from '../library/chain.ts'
import { checkIdentity } from '../library/identity.ts'
import type { ImageIndex } from '../library/types.ts'
import type { Claim } from './claim.ts'

/**
 * Walks through appends as they would be made and refuses the first that could not be: the same checks serve the estimate and,
 * once more under the lock, the job. Only the first may be laid over content. `claims`: what the manifests of the files say, in their order.
 *
 * @throws AppError E_DIFF_START_SNAPSHOT_MISSING, E_DIFF_END_SNAPSHOT_EXISTS, E_DIFF_DRIFTED, E_DIFF_NOT_EMPTY, E_CHAIN_WRONG_PARENT
 */
export function checkAppends(
  index: ImageIndex,
  added: readonly NewLink[],
  overlay: boolean,
  claims: readonly (Claim | null)[] = [],
): void {
  let at = index
  for (const [number, link] of added.entries()) {
    const isLaidOver = overlay && number === 0
    checkAppend(at, link.header, { overlay: isLaidOver })
    const claim = claims[number] ?? null
    if (claim !== null && !isLaidOver) checkIdentity(at, link.header, claim)
    at = withLink(at, link, '', index.createdAt)
  }
}

/** What is worth a word before a delta is applied, though it is no reason to refuse it. */
export function appendWarnings(index: ImageIndex | null, added: readonly NewLink[]): readonly string[] {
  const warnings: string[] = []
  let sizeBytes = index === null ? null : headSizeBytes(index)
  for (const { header } of added) {
    const next = header.sizeBytes ?? sizeBytes ?? 0
    const at = header.to === null ? 'the head' : nameFromBytes(header.to).text
    if (sizeBytes !== null && next < sizeBytes)
      warnings.push(
        `The image shrinks from ${formatBytes(sizeBytes)} to ${formatBytes(next)} at ${at}; older points keep their size`,
      )
    sizeBytes = next
  }
  return warnings
}
