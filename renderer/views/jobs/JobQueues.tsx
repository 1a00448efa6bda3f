import type { Progress } from '../../../shared/jobs.ts'
import { QueueBar } from '../../components/QueueBar.tsx'
import { jobCardText as t } from '../../jobCardText.ts'
import { bottleneckOf } from '../../model/jobState.ts'

type Queues = NonNullable<Progress['queues']>

/** The two queues beside the other words of a card's line. */
export function JobQueuesShort({ queues }: { readonly queues: Queues }) {
  const slow = bottleneckOf(queues)
  return (
    <span className="job-queues">
      <span className="job-queue">
        <span aria-hidden="true">{t.read.toLowerCase()}</span>
        <QueueBar label={t.queueLabel(t.read, queues.read)} share={queues.read} isSlow={slow === 'source'} />
      </span>
      <span className="job-queue">
        <span aria-hidden="true">{t.write.toLowerCase()}</span>
        <QueueBar label={t.queueLabel(t.write, queues.write)} share={queues.write} isSlow={slow === 'target'} />
      </span>
    </span>
  )
}

/** The two queues with what they mean: which end holds the other up. */
export function JobQueues({ queues }: { readonly queues: Queues }) {
  const slow = bottleneckOf(queues)
  return (
    <section className="queues">
      <h4 className="detail-title">{t.queues}</h4>
      <dl className="queue-rows">
        <div>
          <dt>{t.read}</dt>
          <dd>
            <QueueBar label={t.queueLabel(t.read, queues.read)} share={queues.read} isSlow={slow === 'source'} />
            <span>{t.queueShare(queues.read)}</span>
          </dd>
        </div>
        <div>
          <dt>{t.write}</dt>
          <dd>
            <QueueBar label={t.queueLabel(t.write, queues.write)} share={queues.write} isSlow={slow === 'target'} />
            <span>{t.queueShare(queues.write)}</span>
          </dd>
        </div>
      </dl>
      <p className="queue-words">{slow === null ? t.pace : t.waitingForLong[slow]}</p>
    </section>
  )
}
