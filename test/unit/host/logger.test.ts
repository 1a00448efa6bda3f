import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../../electron/host/logger.ts'
import { tempDir } from '../../support/tempDir.ts'

function lines(file: string): readonly Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('a log', () => {
  it('is JSON lines with time, level, scope, message and flat fields', () => {
    const folder = path.join(tempDir(), 'logs')
    const logger = openLog({ folder, now: () => 0 }).createLogger('host.jobs')
    logger.info('a job began', { jobId: 'a', kind: 'export' })
    logger.error('a job failed', { error: new TypeError('bug'), msg: 'not this', level: 'nor this' })
    const [first, second] = lines(path.join(folder, 'rbd-studio.log'))
    expect(first).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      scope: 'host.jobs',
      msg: 'a job began',
      jobId: 'a',
      kind: 'export',
    })
    expect(second).toMatchObject({ level: 'error', msg: 'a job failed' })
    expect(second?.['error']).toMatch(/^TypeError: bug\n {4}at /)
  })

  it('is put aside when it has grown, and only so often', () => {
    const folder = tempDir()
    const logger = openLog({ folder, maxBytes: 400, keep: 2 }).createLogger('test')
    for (let number = 0; number < 40; number++) logger.info('a line', { number })
    expect(readdirSync(folder).sort()).toEqual(['rbd-studio.1.log', 'rbd-studio.2.log', 'rbd-studio.log'])
    const all = ['rbd-studio.2.log', 'rbd-studio.1.log', 'rbd-studio.log'].flatMap((name) => {
      const file = path.join(folder, name)
      expect(readFileSync(file).length).toBeLessThanOrEqual(400)
      return lines(file).map((line) => line['number'] as number)
    })
    expect(all.at(-1)).toBe(39)
    expect(all).toEqual(Array.from({ length: all.length }, (_, index) => 40 - all.length + index))
  })

  it('never throws', () => {
    const folder = path.join(tempDir(), 'logs')
    const logger = openLog({ folder }).createLogger('test')
    logger.info('a', { big: 1n })
    expect(lines(path.join(folder, 'rbd-studio.log'))).toMatchObject([{ msg: 'a' }])
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'a file in its place')
    logger.info('b')
    rmSync(folder)
    mkdirSync(folder)
    logger.info('c')
    expect(lines(path.join(folder, 'rbd-studio.log'))).toMatchObject([{ msg: 'c' }])
  })
})
