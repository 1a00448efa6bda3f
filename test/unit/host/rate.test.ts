import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateMeter, type RateMeter } from '../../../electron/host/jobs/rate.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

const MIB = 1024 * 1024

/** Feeds a meter ten times a second with a steady rate; returns the bytes done. */
function feed(meter: RateMeter, fromMs: number, toMs: number, bytesPerSec: number, doneBytes = 0): number {
  let done = doneBytes
  for (let atMs = fromMs + 100; atMs <= toMs; atMs += 100) {
    done += bytesPerSec / 10
    meter.update(done, atMs)
  }
  return done
}

describe('a rate', () => {
  it('is not known in the first five seconds', () => {
    const meter = createRateMeter(0)
    feed(meter, 0, 4_900, MIB)
    expect(meter.rateBytesPerSec(4_999)).toBeNull()
    expect(meter.etaSeconds(MIB, 4_999)).toBeNull()
    feed(meter, 4_900, 5_000, MIB, 4.9 * MIB)
    expect(meter.rateBytesPerSec(5_000)).toBeCloseTo(MIB)
  })

  it('is a median: neither a burst nor a pause moves it', () => {
    const meter = createRateMeter(0)
    let done = feed(meter, 0, 10_000, 10 * MIB)
    done = feed(meter, 10_000, 12_000, 1000 * MIB, done)
    done = feed(meter, 12_000, 16_000, 0, done)
    feed(meter, 16_000, 20_000, 10 * MIB, done)
    expect(meter.rateBytesPerSec(20_000)).toBeCloseTo(10 * MIB)
  })

  it('is that of the last thirty seconds', () => {
    const meter = createRateMeter(0)
    const done = feed(meter, 0, 100_000, 100 * MIB)
    feed(meter, 100_000, 130_100, MIB, done)
    expect(meter.rateBytesPerSec(130_100)).toBeCloseTo(MIB)
  })

  it('is not known when nothing has moved for ten seconds', () => {
    const meter = createRateMeter(0)
    feed(meter, 0, 10_000, MIB)
    expect(meter.rateBytesPerSec(20_000)).not.toBeNull()
    expect(meter.rateBytesPerSec(20_001)).toBeNull()
    expect(meter.etaSeconds(MIB, 20_001)).toBeNull()
  })

  it('counts anew after a reset', () => {
    const meter = createRateMeter(0)
    const done = feed(meter, 0, 10_000, 50 * MIB)
    meter.reset(done, 10_000)
    feed(meter, 10_000, 14_900, MIB, done)
    expect(meter.rateBytesPerSec(14_900)).toBeNull()
    feed(meter, 14_900, 16_000, MIB, done + 4.9 * MIB)
    expect(meter.rateBytesPerSec(16_000)).toBeCloseTo(MIB)
  })

  it('gives the time left, rounded up', () => {
    const meter = createRateMeter(0)
    feed(meter, 0, 10_000, MIB)
    expect(meter.etaSeconds(10.5 * MIB, 10_000)).toBe(11)
  })

  it('never leaves 0 s while work remains, whatever comes', () => {
    const step = fc.record({ ms: fc.nat(20_000), bytes: fc.nat(2 ** 40) })
    fc.assert(
      fc.property(fc.array(step), fc.nat(2 ** 40), (steps, remaining) => {
        const meter = createRateMeter(0)
        let atMs = 0
        let done = 0
        for (const { ms, bytes } of steps) {
          atMs += ms
          done += bytes
          meter.update(done, atMs)
          const rate = meter.rateBytesPerSec(atMs)
          expect(rate === null || (rate >= 0 && Number.isFinite(rate))).toBe(true)
          const eta = meter.etaSeconds(remaining, atMs)
          expect(eta === null || (eta >= 1 && Number.isInteger(eta))).toBe(true)
        }
      }),
      { seed, numRuns: runs(2_000) },
    )
  })
})
