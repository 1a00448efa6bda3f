import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { isGone, isOwnProcess, ownIdentity, ProcessIdentity } from '../../../electron/process/processIdentity.ts'

/** The pid of a process that has really lived and been killed. */
let deadPid = 0
beforeAll(async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  deadPid = child.pid ?? 0
  child.kill('SIGKILL')
  await once(child, 'exit')
})

describe('a process', () => {
  it('is gone when it is dead, and not before; and is another', async () => {
    const module = new URL('../../../electron/process/processIdentity.ts', import.meta.url).href
    const script = `const { ownIdentity } = await import('${module}'); console.log(JSON.stringify(ownIdentity())); process.stdin.resume()`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const identity = ProcessIdentity.parse(JSON.parse(line.toString()))
    expect(isGone(identity)).toBe(false)
    expect(isOwnProcess(identity)).toBe(false)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isGone(identity)).toBe(true)
  })

  it.each<[string, () => Partial<ProcessIdentity>, boolean]>([
    ['this process', () => ({}), false],
    ['a killed process of this machine', () => ({ pid: deadPid, startTime: '1' }), true],
    ['another process that has this pid now', () => ({ startTime: '1' }), true],
    ['a process of an earlier boot', () => ({ bootId: '00000000-0000-0000-0000-000000000000' }), true],
    ['a dead pid of another host', () => ({ host: 'elsewhere', pid: deadPid }), false],
    ['an earlier boot of another host', () => ({ host: 'elsewhere', bootId: 'x' }), false],
    ['a machine of the same name', () => ({ machine: 'another', pid: deadPid }), ownIdentity().machine === null],
    ['a process in another container', () => ({ pidSpace: 'pid:[1]', pid: deadPid }), false],
    ['a process of which only the pid is known, dead', () => ({ bootId: null, startTime: null, pid: deadPid }), true],
    ['a process of which only the pid is known, alive', () => ({ bootId: null, startTime: null }), false],
  ])('%s: gone or not', (_, facts, gone) => {
    expect(isGone({ ...ownIdentity(), ...facts() })).toBe(gone)
  })

  it('that was killed and not yet asked for by its parent is gone', async () => {
    // The shell leaves its child a zombie: it becomes a program that asks for nobody.
    const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'])
    try {
      const [line] = (await once(shell.stdout, 'data')) as [Buffer]
      const pid = Number(line.toString())
      const state = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? ''
      await expect.poll(state).toBe('Z')
      expect(isGone({ ...ownIdentity(), pid, startTime: null })).toBe(true)
    } finally {
      shell.kill('SIGKILL')
    }
  })

  it.each<[string, Partial<ProcessIdentity>, boolean]>([
    ['this process', {}, true],
    ['another run of this pid', { startTime: '1' }, false],
    ['this pid on another host', { host: 'elsewhere' }, false],
    ['this pid in another container', { pidSpace: 'pid:[1]' }, false],
  ])('%s: this very one or not', (_, facts, own) => {
    expect(isOwnProcess({ ...ownIdentity(), ...facts })).toBe(own)
  })
})
