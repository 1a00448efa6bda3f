import { Bell } from 'lucide-react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { askPermission, putNoticeAway } from '../../actions/notifications.ts'
import { Button } from '../../components/Button.tsx'
import { jobCardText } from '../../jobCardText.ts'
import { isLongRunning } from '../../model/longJobs.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { notifyStore } from '../../stores/notify.ts'
import { settingsStore } from '../../stores/settings.ts'
import { useNow } from './useNow.ts'

const t = jobCardText.notify

/** Asks once, while the first long job runs, whether the browser may tell of its end. */
export function NotifyNotice() {
  const { permission, isPutAway } = useStore(notifyStore)
  return permission === 'ask' && !isPutAway ? <Ask /> : null
}

function Ask() {
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const afterSeconds = useStore(settingsStore, (settings) => settings.notifyAfterSeconds)
  const now = useNow(true)
  if (!jobs.some((job) => isLongRunning(job, now, afterSeconds))) return null
  return (
    <div className="notify-notice" role="group" aria-label={t.region}>
      <Bell size={13} aria-hidden />
      <span title={t.ask}>{t.ask}</span>
      <Button look="link" isSmall onClick={() => void guarded(askPermission)}>
        {t.allow}
      </Button>
      <Button look="quiet" isSmall onClick={putNoticeAway}>
        {t.notNow}
      </Button>
    </div>
  )
}
