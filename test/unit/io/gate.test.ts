import { describe, expect, it } from 'vitest'
import { BusyTime } from '../../../electron/engine/io/busyTime.ts'
import { Gate } from '../../../electron/engine/io/gate.ts'
import { awaitingTarget, createMeter, reading, writing } from '../../../electron/engine/io/meter.ts'
import { queueShares } from '../../../electron/engine/ops/queueShares.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A promise, and what settles it. */
function later<T>() {
  let resolve = (_value: T): void => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('a gate', () => {
  it('is still once what is inside has left, and lets in who waits when it opens', async () => {
    const meter = createMeter()
    const heard: string[] = []
    const first = later<void>()
    const inside = reading(meter, () => first.promise)
    const still = meter.gate.close().then(() => heard.push('still'))
    const held = writing(meter, async () => void heard.push('write'))
    await turn()
    expect(heard).toEqual([])
    first.resolve()
    await Promise.all([inside, still])
    await turn()
    expect(heard).toEqual(['still'])
    meter.gate.open()
    await held
    expect(heard).toEqual(['still', 'write'])
    // Closing again waits for nobody: who was let in has left.
    await meter.gate.close()
  })

  it('is left by what fails, and whoever waits for stillness is not left waiting when it opens', async () => {
    const meter = createMeter()
    await expect(reading(meter, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk')
    await meter.gate.close()
    meter.gate.open()
    const forever = writing(meter, () => new Promise<never>(() => {}))
    forever.catch(() => undefined)
    const still = meter.gate.close()
    meter.gate.open()
    await still
  })

  it('does not wait for another process to take what it was given, but gives it nothing more', async () => {
    const meter = createMeter()
    const taken = later<void>()
    const heard: number[] = []
    const first = awaitingTarget(meter, () => taken.promise)
    await meter.gate.close()
    const second = awaitingTarget(meter, async () => void heard.push(2))
    await turn()
    expect(heard).toEqual([])
    meter.gate.open()
    taken.resolve()
    await Promise.all([first, second])
    expect(heard).toEqual([2])
  })

  it('says that it is closed', () => {
    const gate = new Gate()
    expect(gate.isClosed).toBe(false)
    void gate.close()
    expect(gate.isClosed).toBe(true)
  })
})

describe('the shares of time', () => {
  it('count what overlaps once, and what is still under way', () => {
    let nowMs = 0
    const time = new BusyTime(() => nowMs)
    time.begin()
    nowMs = 10
    time.begin()
    nowMs = 20
    time.end()
    nowMs = 30
    time.end()
    nowMs = 50
    expect(time.totalMs()).toBe(30)
    time.begin()
    nowMs = 55
    expect(time.totalMs()).toBe(35)
  })

  it('are of the last second or more, and unknown before', () => {
    let nowMs = 0
    const now = (): number => nowMs
    const reads = new BusyTime(now)
    const writes = new BusyTime(now)
    const shares = queueShares({ reads, writes }, now)
    reads.begin()
    nowMs = 500
    expect(shares()).toBeNull()
    reads.end()
    writes.begin()
    nowMs = 1_000
    expect(shares()).toEqual({ read: 0.5, write: 0.5 })
    nowMs = 1_900
    expect(shares()).toEqual({ read: 0.5, write: 0.5 })
    nowMs = 2_000
    expect(shares()).toEqual({ read: 0, write: 1 })
  })
})
