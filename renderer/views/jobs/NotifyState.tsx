import { Bell, BellOff } from 'lucide-react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { askPermission } from '../../actions/notifications.ts'
import { Button } from '../../components/Button.tsx'
import { jobCardText } from '../../jobCardText.ts'
import { notifyStore } from '../../stores/notify.ts'

const t = jobCardText.notify

/** How the window stands with notifications, in a sentence; with the button that asks, where asking helps. */
export function NotifyState() {
  const { permission } = useStore(notifyStore)
  const Icon = permission === 'denied' || permission === 'absent' ? BellOff : Bell
  return (
    <p className="notify-state">
      <Icon size={14} aria-hidden />
      <span>{t.state[permission]}</span>
      {permission === 'ask' ? (
        <Button isSmall onClick={() => void guarded(askPermission)}>
          {t.allow}
        </Button>
      ) : null}
    </p>
  )
}
