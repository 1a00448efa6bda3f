import { describe, expect, it } from 'vitest'
import { askToQuit, createQuit, quitQuestion } from '../../../electron/main/quit.ts'
import { preventable } from './fakes.ts'
import { eventually } from '../../support/eventually.ts'

function setUp({ jobs = 0, answer = true, stop = async () => undefined as void }) {
  const happened: string[] = []
  const problems: unknown[] = []
  const listener = createQuit({
    runningJobs: () => jobs,
    ask: async (count) => {
      happened.push(`asked about ${count}`)
      return answer
    },
    stop: async () => {
      happened.push('stopped')
      await stop()
    },
    quit: () => {
      happened.push('quit')
      // As Electron does: quitting asks once more.
      const event = preventable()
      listener(event)
      happened.push(event.isPrevented ? 'held back' : 'let through')
    },
    onProblem: (error) => problems.push(error),
  })
  return { happened, problems, listener }
}

describe('the way out', () => {
  it('is held back until the host has ended, and then free', async () => {
    const { happened, listener } = setUp({})
    const event = preventable()
    listener(event)
    expect(event.isPrevented).toBe(true)
    await eventually(() => expect(happened).toEqual(['stopped', 'quit', 'let through']))
  })

  it('asks about running jobs first', async () => {
    const { happened, listener } = setUp({ jobs: 2 })
    listener(preventable())
    await eventually(() => expect(happened).toEqual(['asked about 2', 'stopped', 'quit', 'let through']))
  })

  it('is asked for once, however often it is tried', async () => {
    const { happened, listener } = setUp({ jobs: 1 })
    const events = [preventable(), preventable(), preventable()]
    for (const event of events) listener(event)
    expect(events.every(({ isPrevented }) => isPrevented)).toBe(true)
    await eventually(() => expect(happened).toEqual(['asked about 1', 'stopped', 'quit', 'let through']))
  })

  it('is left again by whoever wants to keep working, and can be tried later', async () => {
    const { happened, listener } = setUp({ jobs: 1, answer: false })
    listener(preventable())
    await eventually(() => expect(happened).toEqual(['asked about 1']))
    const again = preventable()
    await eventually(() => {
      listener(again)
      expect(happened).toEqual(['asked about 1', 'asked about 1'])
    })
    expect(again.isPrevented).toBe(true)
  })

  it('stays open when the host cannot end', async () => {
    const { happened, problems, listener } = setUp({ stop: () => Promise.reject(new Error('stuck')) })
    listener(preventable())
    await eventually(() => expect(happened).toEqual(['stopped', 'quit', 'let through']))
    expect(problems).toEqual([new Error('stuck')])
  })

  it('asks with the safe answer as the default', async () => {
    expect(quitQuestion(1)).toMatchObject({ message: 'A job is still running', defaultId: 0, cancelId: 0 })
    expect(quitQuestion(3)).toMatchObject({ message: '3 jobs are still running' })
    expect(quitQuestion(3).buttons?.[0]).toBe('Keep working')
    const dialog = (response: number) => ({ showMessageBox: async () => ({ response, checkboxChecked: false }) })
    expect(await askToQuit(dialog(0), 1)).toBe(false)
    expect(await askToQuit(dialog(1), 1)).toBe(true)
  })
})
