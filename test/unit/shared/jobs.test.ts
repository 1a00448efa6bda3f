import { describe, expect, it } from 'vitest'
import { isOver, JobState, mayBecome } from '../../../shared/jobs.ts'

describe('states of a job', () => {
  it('ends in four ways, and nothing follows', () => {
    const over = JobState.options.filter((state) => isOver(state))
    expect(over).toEqual(['done', 'failed', 'cancelled', 'interrupted'])
    for (const from of over) for (const to of JobState.options) expect(mayBecome(from, to)).toBe(false)
  })

  it('can be cancelled from everywhere it is not over, only through cancelling once it runs', () => {
    expect(mayBecome('queued', 'cancelled')).toBe(true)
    expect(mayBecome('running', 'cancelled')).toBe(false)
    expect(mayBecome('running', 'cancelling')).toBe(true)
    expect(mayBecome('paused', 'cancelling')).toBe(true)
    expect(mayBecome('cancelling', 'cancelled')).toBe(true)
  })

  it('lets a cancel lose against the last byte', () => {
    expect(mayBecome('cancelling', 'done')).toBe(true)
  })
})
