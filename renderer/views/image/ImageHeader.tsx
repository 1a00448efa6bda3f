import { Check, Lock, TriangleAlert, Unlink } from 'lucide-react'
import type { ImageDetails } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import { careText } from '../../careText.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { isWrecked } from '../../model/repairPlan.ts'
import { formatTime, text } from '../../strings.ts'
import { ImageActions } from './ImageActions.tsx'
import { ImageTitle } from './ImageTitle.tsx'

const STATE_ICONS = {
  ok: Check,
  gap: Unlink,
  unproven: TriangleAlert,
  damaged: TriangleAlert,
  newer: TriangleAlert,
} as const

/** The image's path, its facts at a glance, and the three things one does with it. */
export function ImageHeader({ details }: { readonly details: ImageDetails }) {
  const { ref, state, lock } = details
  const Icon = STATE_ICONS[state]
  const isReadOnly = state === 'damaged' || state === 'unproven' || state === 'newer'
  return (
    <header className="image-head" data-region="">
      <div className="image-titles">
        <ImageTitle image={ref} />
        <ul className="image-facts">
          <li>
            <strong>{formatBytes(details.sizeBytes)}</strong>
          </li>
          <li>
            <strong>{formatBytes(details.storedBytes)}</strong> {text.image.stored}
          </li>
          <li className="is-optional">{text.image.objects(2 ** details.order)}</li>
          <li className={`state is-${state}`}>
            <Icon size={14} aria-hidden /> {text.image.state[state]}
          </li>
          {state === 'gap' || isWrecked(details) ? (
            <li>
              <Button look="link" isSmall onClick={() => run('image.repair')}>
                {careText.menu.repair}
              </Button>
            </li>
          ) : null}
          {lock === null ? null : (
            <li
              className="state is-locked"
              title={text.image.locked(lock.what, lock.host, lock.pid, formatTime(lock.since))}
            >
              <Lock size={14} aria-hidden /> {lock.what}
            </li>
          )}
        </ul>
      </div>
      <ImageActions isReadOnly={isReadOnly} />
    </header>
  )
}
