import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { quoteWord, quoteWords } from '../../../electron/engine/ceph/quote.ts'
import { hostileNames } from '../../support/hostileNames.ts'

const names = hostileNames(500)

/** What a shell makes of a line: the words its program got. */
function wordsIn(shell: string, line: string): readonly string[] {
  const { status, stdout } = spawnSync(shell, ['-c', line], { maxBuffer: 16 * 1024 * 1024 })
  expect(status).toBe(0)
  return stdout.toString('utf8').split('\0').slice(0, -1)
}

/** The shells of this machine; a POSIX one is everywhere. */
const shells = ['sh', 'bash', 'dash', 'zsh', 'ksh'].filter(
  (shell) => shell === 'sh' || spawnSync(shell, ['-c', ':']).status === 0,
)

describe('words for a shell at the other end', () => {
  it.each(shells)('are read as the same words by %s', (shell) => {
    const line = quoteWords(['printf', String.raw`%s\0`, ...names])
    expect(wordsIn(shell, line)).toEqual(names)
  })

  it('are as they are where nothing in them is special', () => {
    expect(quoteWord('--pool=a/b_c.d-1')).toBe('--pool=a/b_c.d-1')
    expect(quoteWord('')).toBe("''")
    expect(() => quoteWord('a\0b')).toThrow('NUL')
  })
})
