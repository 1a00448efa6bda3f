import type { Job } from '../../shared/job.ts'
import { call } from '../api.ts'
import { jobCardText } from '../jobCardText.ts'
import { jobText } from '../jobText.ts'
import { isLongEnd } from '../model/longJobs.ts'
import { connectionStore } from '../stores/connection.ts'
import type { NotifyPermission } from '../stores/notify.ts'
import { notifyStore } from '../stores/notify.ts'
import { settingsStore } from '../stores/settings.ts'
import { guarded } from './failure.ts'
import { showJob } from './showJob.ts'

const PUT_AWAY_KEY = 'rbd-studio.notify.put-away'

/** Finds out how the window stands with notifications: when it is connected, and after every change of that. */
export function readPermission(): void {
  notifyStore.setState({ permission: permissionNow(), isPutAway: localStorage.getItem(PUT_AWAY_KEY) === 'yes' })
}

function permissionNow(): NotifyPermission {
  if (connectionStore.getState().capabilities?.notifications === 'host') return 'host'
  if (!('Notification' in window)) return 'absent'
  return Notification.permission === 'default' ? 'ask' : Notification.permission
}

/** Asks the browser whether notifications may be shown: from within a click. */
export async function askPermission(): Promise<void> {
  await Notification.requestPermission()
  readPermission()
}

/** Puts the notice that asks away for good. */
export function putNoticeAway(): void {
  localStorage.setItem(PUT_AWAY_KEY, 'yes')
  notifyStore.setState({ isPutAway: true })
}

/** Tells of a long job's end while nobody looks at the window. */
export function notifyEnd(before: Job | undefined, after: Job): void {
  if (!isLongEnd(before, after, settingsStore.getState().notifyAfterSeconds)) return
  if (!document.hidden && document.hasFocus()) return
  const title = jobText.title(after.request)
  const body = jobCardText.notify.body(after)
  const { permission } = notifyStore.getState()
  if (permission === 'host') {
    void guarded(() => call('app.notify', { title, body, jobId: after.id }))
  } else if (permission === 'granted') {
    const notification = new Notification(title, { body, tag: after.id })
    notification.addEventListener('click', () => {
      window.focus()
      showJob(after.id)
      notification.close()
    })
  }
}
