import { performance } from 'node:perf_hooks'
import type { Handlers, Payload, WorkCalls, WorkEvents } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { Engine } from './handlers.ts'
import { createMeter, type IoMeter } from './io/meter.ts'
import { queueShares } from './ops/queueShares.ts'
import type { WorkProgress } from './ops/context.ts'

type Emit = <K extends keyof WorkEvents>(name: K, payload: Payload<WorkEvents, K>) => void

/** So often a job that says nothing is looked at: which of its two ends it waits for is then what one wants to know. */
const LOOK_MS = 1_000

/** Runs jobs for a host, each with a meter of its own, through which it is paused and says what its two ends are doing. */
export function workHandlers(
  run: Engine['run'],
  emit: Emit,
): Pick<Handlers<WorkCalls>, 'work.run' | 'work.pause' | 'work.resume'> {
  const meters = new Map<string, IoMeter>()

  function meterOf(jobId: string): IoMeter {
    const meter = meters.get(jobId)
    if (meter === undefined) throw new AppError('E_JOB_STATE', 'the job is over', { detail: { id: jobId } })
    return meter
  }

  return {
    async 'work.run'({ jobId, request }, { signal }) {
      const meter = createMeter()
      const shares = queueShares(meter, () => performance.now())
      let latest: WorkProgress | null = null
      const say = (progress: WorkProgress): void => {
        latest = progress
        const queues = shares()
        const { skippedBytes } = meter
        emit('work.progress', {
          jobId,
          ...progress,
          ...(skippedBytes > 0 ? { skippedBytes } : {}),
          ...(queues === null ? {} : { queues }),
        })
      }
      // A cancel is heard by what waits at the gate, too.
      const letGo = (): void => meter.gate.open()
      signal.addEventListener('abort', letGo)
      const looking = setInterval(() => {
        if (latest !== null && !meter.gate.isClosed) say(latest)
      }, LOOK_MS)
      meters.set(jobId, meter)
      try {
        return await run(request, {
          signal,
          meter,
          onProgress: say,
          onPart: (partPath) => emit('work.part', { jobId, partPath }),
        })
      } finally {
        meters.delete(jobId)
        meter.gate.open()
        clearInterval(looking)
        signal.removeEventListener('abort', letGo)
      }
    },
    async 'work.pause'({ jobId }) {
      await meterOf(jobId).gate.close()
      return null
    },
    'work.resume': async ({ jobId }) => {
      meterOf(jobId).gate.open()
      return null
    },
  }
}
