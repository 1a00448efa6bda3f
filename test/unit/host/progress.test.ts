import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProgressFeed } from '../../../electron/host/jobs/progress.ts'
import type { JobPhase, Progress } from '../../../shared/jobs.ts'
import { runs, seed } from '../../support/propertyRuns.ts'
import { fakeClock } from './fakeClock.ts'

function start() {
  const clock = fakeClock()
  const sent: (Progress & { readonly atMs: number })[] = []
  const feed = createProgressFeed('a', clock, (progress) => sent.push({ ...progress, atMs: clock.elapsed() }))
  const copy = (doneBytes: number, totalBytes: number | null = 1000): void =>
    feed.update({ phase: 'copying', doneBytes, totalBytes })
  return { clock, sent, feed, copy }
}

describe('progress', () => {
  it('is sent at once the first time, then at most every 100 ms, the newest', () => {
    const { clock, sent, copy } = start()
    for (let done = 0; done < 250; done++) {
      copy(done)
      clock.advance(1)
    }
    expect(sent.map(({ seq, doneBytes, atMs }) => [seq, doneBytes, atMs])).toEqual([
      [0, 0, 0],
      [1, 99, 100],
      [2, 199, 200],
    ])
  })

  it('always sends the last, and nothing after it', () => {
    const { clock, sent, feed, copy } = start()
    copy(0)
    copy(1000)
    feed.finish(true)
    expect(sent.at(-1)).toMatchObject({ seq: 1, doneBytes: 1000, etaSeconds: 0, atMs: 0 })
    copy(2000)
    feed.finish(true)
    clock.advance(10_000)
    expect(sent).toHaveLength(2)
    expect(clock.waiting).toBe(0)
  })

  it('does not call the work done when it was not', () => {
    const { sent, feed, copy } = start()
    copy(400)
    feed.finish(false)
    expect(sent.at(-1)).toMatchObject({ doneBytes: 400, etaSeconds: null })
  })

  it('says nothing of a job that said nothing', () => {
    const { clock, sent, feed } = start()
    feed.finish(true)
    clock.advance(10_000)
    expect(sent).toEqual([])
  })

  it('knows rate and time left after five seconds, and no longer when the job stands still', () => {
    const { clock, sent, copy } = start()
    for (let done = 0; done <= 60; done++) {
      copy(done * 10, 2000)
      clock.advance(100)
    }
    expect(sent.find((progress) => progress.atMs === 4_900)).toMatchObject({ rateBytesPerSec: null, etaSeconds: null })
    expect(sent.at(-1)?.rateBytesPerSec).toBeCloseTo(100)
    expect(sent.at(-1)?.etaSeconds).toBe(14)
    const before = sent.length
    clock.advance(11_000)
    expect(sent.length - before).toBe(11)
    expect(sent.at(-1)).toMatchObject({ doneBytes: 600, rateBytesPerSec: null, etaSeconds: null })
  })

  it('sends nothing while the job is paused, and counts no pause for rate and time left', () => {
    const { clock, sent, feed, copy } = start()
    let done = 0
    const work = (): void => {
      for (let step = 0; step < 60; step++) {
        copy((done += 10), 2000)
        clock.advance(100)
      }
    }
    work()
    copy((done += 10), 2000)
    feed.pause()
    expect(sent.at(-1)).toMatchObject({ doneBytes: done })
    const before = sent.length
    const { etaSeconds } = sent.at(-1) ?? {}
    copy(done + 5, 2000)
    clock.advance(3_600_000)
    expect([sent.length, clock.waiting]).toEqual([before, 0])
    feed.resume()
    clock.advance(100)
    expect(sent.at(-1)).toMatchObject({ doneBytes: done + 5, etaSeconds })
    expect(sent.at(-1)?.rateBytesPerSec).toBeCloseTo(100)
    done += 5
    work()
    expect(sent.at(-1)?.rateBytesPerSec).toBeCloseTo(100)
    expect(sent.at(-1)?.etaSeconds).toBe(8)
  })

  it('can end paused', () => {
    const { clock, sent, feed, copy } = start()
    copy(10)
    feed.pause()
    feed.finish(false)
    feed.resume()
    clock.advance(10_000)
    expect([sent.length, clock.waiting]).toEqual([2, 0])
  })

  it('has no time left where the total is not known', () => {
    const { clock, sent, copy } = start()
    for (let done = 0; done <= 60; done++) {
      copy(done * 10, null)
      clock.advance(100)
    }
    expect(sent.at(-1)?.rateBytesPerSec).toBeCloseTo(100)
    expect(sent.at(-1)?.etaSeconds).toBeNull()
  })

  it('begins a count anew with a phase that counts other bytes, and only then', () => {
    const { clock, sent, feed, copy } = start()
    feed.update({ phase: 'verifying', doneBytes: 800, totalBytes: 800 })
    clock.advance(100)
    copy(10)
    clock.advance(100)
    feed.update({ phase: 'finishing', doneBytes: 0, totalBytes: 1000 })
    expect(sent.map(({ phase, doneBytes }) => [phase, doneBytes])).toEqual([
      ['verifying', 799],
      ['copying', 10],
      ['finishing', 10],
    ])
  })

  it('never goes back, is at most ten a second, and numbers what it sends, whatever comes', () => {
    const phase = fc.constantFrom<JobPhase>('reading', 'copying', 'finishing')
    const step = fc.record({ ms: fc.nat(300), doneBytes: fc.nat(1000), phase })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), fc.boolean(), (steps, done) => {
        const { clock, sent, feed } = start()
        for (const { ms, doneBytes, phase } of steps) {
          feed.update({ phase, doneBytes, totalBytes: 1000 })
          clock.advance(ms)
        }
        feed.finish(done)
        expect(sent.map((progress) => progress.seq)).toEqual(sent.map((_, index) => index))
        for (const [index, progress] of sent.entries()) {
          const next = sent[index + 1]
          if (next === undefined) continue
          expect(next.doneBytes).toBeGreaterThanOrEqual(progress.doneBytes)
          // The last is sent whenever it comes.
          if (index + 2 < sent.length) expect(next.atMs - progress.atMs).toBeGreaterThanOrEqual(100)
        }
        // All of it is done only once the job says so.
        expect(sent[0]?.doneBytes).toBe(Math.min(999, steps[0]?.doneBytes ?? 0))
        expect(sent.slice(0, -1).every(({ doneBytes }) => doneBytes < 1000)).toBe(true)
        const most = Math.max(...steps.map((step) => step.doneBytes))
        expect(sent.at(-1)?.doneBytes).toBe(done ? most : Math.min(999, most))
        expect(sent.at(-1)?.phase).toBe(steps.at(-1)?.phase)
      }),
      { seed, numRuns: runs(2_000) },
    )
  })
})
