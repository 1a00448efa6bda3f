import { useState } from 'react'
import { useStore } from 'zustand'
import type { ChainGap } from '../../../shared/chain.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { guarded } from '../../actions/failure.ts'
import { findMissing } from '../../actions/missing.ts'
import { Button } from '../../components/Button.tsx'
import { imageWithBoth } from '../../model/gaps.ts'
import { sheetText } from '../../sheetText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { foldersStore } from '../../stores/folders.ts'
import { imagesStore } from '../../stores/images.ts'
import { announce, showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { ChainMark } from './ChainMark.tsx'

const t = sheetText.import

/** Where a file is missing: between which points, and the ways to have it. */
export function GapRow({ gap, columns }: { readonly gap: ChainGap; readonly columns: number }) {
  const hasDialogs = useStore(connectionStore, (state) => state.capabilities?.dialogs === true)
  const hasFolders = useStore(foldersStore, (state) => state.folders.length > 0)
  const details = useStore(imagesStore, (state) => state.details)
  const [state, setState] = useState<'idle' | 'looking' | 'not-found'>('idle')
  const from = gap.after?.text ?? text.app.nothing
  const source = imageWithBoth(Object.values(details), gap)
  const look = async () => {
    setState('looking')
    try {
      const found = await findMissing(gap)
      setState(found === false ? 'not-found' : 'idle')
      if (found === false) announce(t.notFound(from, gap.before.text))
    } catch (error) {
      setState('idle')
      throw error
    }
  }
  return (
    <tr className="gap-row">
      <td className="chain-column">
        <ChainMark kind="gap" bytes={0} isUsable={false} hasBefore hasAfter />
      </td>
      <td colSpan={columns - 1}>
        <div className="gap-line">
          <span>
            <strong>{t.missing(from, gap.before.text)}</strong>{' '}
            {state === 'not-found' ? t.notFound(from, gap.before.text) : t.missingBody(gap.before.text)}
          </span>
          {hasDialogs || hasFolders ? (
            <Button isSmall disabled={state === 'looking'} onClick={() => void guarded(look)}>
              {state === 'looking' ? t.looking : hasDialogs ? t.lookIn : t.lookInAdopted}
            </Button>
          ) : null}
          {source === null ? null : (
            <Button
              isSmall
              onClick={() =>
                showSheet({
                  kind: 'export',
                  source: { ...source.ref, snapshot: gap.before },
                  from: gap.after,
                  format: 'diff',
                })
              }
            >
              {t.makeFrom(formatSpec(source.ref))}
            </Button>
          )}
        </div>
      </td>
    </tr>
  )
}
