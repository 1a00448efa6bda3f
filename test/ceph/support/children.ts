import { readdirSync, readFileSync } from 'node:fs'

/** The process numbers of this process's own children, whose command line has all of these words; what has ended is none. */
export function childrenWith(...words: readonly string[]): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, state = '', parent = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').split(' ')
        if (Number(parent) !== process.pid || state === 'Z') return false
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        return words.every((word) => line.includes(word))
      } catch {
        return false
      }
    })
}

/** Kills a child as nothing can be told beforehand: at most once, and only where there is one. True: it was done. */
export function killChild(...words: readonly string[]): boolean {
  const [pid] = childrenWith(...words)
  if (pid === undefined) return false
  process.kill(pid, 'SIGKILL')
  return true
}
