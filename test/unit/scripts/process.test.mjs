// @ts-check
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { userFolder } from '../../../resources/scripts/lib/paths.mjs'
import { forwardedSignals, runChild, runQuiet, withFirstInPath } from '../../../resources/scripts/lib/process.mjs'
import { tempFolder } from './tempFolder.mjs'

describe('withFirstInPath', () => {
  it('puts the folder first, once, and keeps the rest', () => {
    const env = { HOME: '/h', PATH: ['/a', '/bin', '/b'].join(delimiter) }
    expect(withFirstInPath(env, '/bin')).toEqual({ HOME: '/h', PATH: ['/bin', '/a', '/b'].join(delimiter) })
  })

  it('uses the name the variable has', () => {
    expect(withFirstInPath({ Path: '/a' }, '/bin')).toEqual({ Path: ['/bin', '/a'].join(delimiter) })
    expect(withFirstInPath({}, '/bin')).toEqual({ PATH: '/bin' })
  })
})

describe('userFolder', () => {
  it('is where npm was called from', () => {
    const top = tempFolder()
    const user = tempFolder()
    expect(userFolder({ INIT_CWD: user }, top, top)).toBe(user)
  })

  it('is the working folder of a script started without npm, whatever an outer npm left behind', () => {
    const top = tempFolder()
    const user = tempFolder()
    expect(userFolder({ INIT_CWD: top }, user, top)).toBe(user)
    expect(userFolder({}, user, top)).toBe(user)
    expect(userFolder({ INIT_CWD: join(user, 'gone') }, top, top)).toBe(top)
  })
})

describe('child processes', () => {
  it('leaves Ctrl-C to the terminal where there is one', () => {
    expect(forwardedSignals(true)).not.toContain('SIGINT')
    expect(forwardedSignals(false)).toContain('SIGINT')
  })

  it('tells how a child ended', async () => {
    expect(await runChild(process.execPath, ['-e', 'process.exit(7)'])).toEqual({ code: 7, signal: null })
    const killed = await runChild(process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"])
    expect(killed).toEqual({ code: null, signal: 'SIGKILL' })
    await expect(runChild(join(tempFolder(), 'none'), [])).rejects.toThrow('ENOENT')
  })

  it('keeps what a quiet one wrote, both outputs', async () => {
    const result = await runQuiet(process.execPath, ['-e', "console.log('out'); console.error('err'); process.exit(3)"])
    expect(result.code).toBe(3)
    expect(result.output.split('\n').sort().join(' ').trim()).toBe('err out')
  })

  it('ends a quiet one that takes too long', async () => {
    const { code } = await runQuiet(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 200 })
    expect(code).toBeNull()
  })

  it('tells that a quiet one could not be started', async () => {
    const { code, error } = await runQuiet(join(tempFolder(), 'none'), [])
    expect(code).toBeNull()
    expect(error?.message).toContain('ENOENT')
  })
})
