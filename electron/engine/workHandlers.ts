import { performance } from 'node:perf_hooks'
import type { Handlers, Payload, WorkCalls, WorkEvents } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { Engine } from './handlers.ts'
import { type CreditOutput, createCreditOutput } from './io/creditOutput.ts'
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
): Pick<Handlers<WorkCalls>, 'work.run' | 'work.taken' | 'work.pause' | 'work.resume'> {
  const outputs = new Map<string, CreditOutput>()
  const meters = new Map<string, IoMeter>()

  function meterOf(jobId: string): IoMeter {
    const meter = meters.get(jobId)
    if (meter === undefined) throw new AppError('E_JOB_STATE', 'the job is over', { detail: { id: jobId } })
    return meter
  }

  return {
    async 'work.run'({ jobId, request, stream = false }, { signal }) {
      const output = stream ? createCreditOutput((bytes) => emit('work.chunk', { jobId, bytes }), signal) : null
      if (output !== null) outputs.set(jobId, output)
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
        const report = await run(request, {
          signal,
          meter,
          ...(output === null ? {} : { streams: { output: (bytes) => output.write(bytes) } }),
          onProgress: say,
          onPart: (partPath) => emit('work.part', { jobId, partPath }),
        })
        await output?.finish()
        return report
      } finally {
        meters.delete(jobId)
        outputs.delete(jobId)
        meter.gate.open()
        clearInterval(looking)
        signal.removeEventListener('abort', letGo)
      }
    },
    'work.taken': async ({ jobId, bytes }) => {
      outputs.get(jobId)?.taken(bytes)
      return null
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
