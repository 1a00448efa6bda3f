import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../../electron/cli/commands/table.ts'
import { formatCompletion, SHELLS } from '../../../electron/cli/completion.ts'
import { formatManPage } from '../../../electron/cli/manPage.ts'
import { VERSION } from '../../../shared/version.ts'

const hasBash = spawnSync('bash', ['--version']).status === 0

/** What the bash script offers for a line whose last word is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `${formatCompletion('bash', commands)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rbd_studio; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, 'bash', 'rbd-studio', ...words], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  return stdout.split('\n').filter((line) => line !== '')
}

describe.skipIf(!hasBash)('completion in bash', () => {
  it('offers commands, then their second words, then their options', () => {
    expect(offered('exp')).toEqual(['export', 'export-diff'])
    expect(offered('snap', 'r')).toEqual(['remove', 'rename', 'revert', 'rm', 'rollback'])
    expect(offered('snap', 'limit', '')).toEqual(['clear', 'set'])
    expect(offered('export-diff', '--from')).toEqual(['--from-snap'])
    expect(offered('snap', 'ls', '--al')).toEqual(['--all'])
    expect(offered('--no-progress', 'export', 'img', '--dry')).toEqual(['--dry-run'])
    expect(offered('ls', '--js')).toEqual(['--json'])
  })
})

describe.each(SHELLS)('completion in %s', (shell) => {
  it('knows every command and every option', () => {
    const script = formatCompletion(shell, commands)
    for (const { names, options } of commands) {
      for (const word of names.flatMap((name) => name.split(' '))) expect(script).toContain(word)
      for (const { name } of options) expect(script).toContain(shell === 'fish' ? `-l ${name}` : `--${name}`)
    }
  })
})

describe('the man page', () => {
  it('is the one of the table of commands (npm run -s cli -- completion man > resources/man/rbd-studio.1)', () => {
    const file = path.join(import.meta.dirname, '../../../resources/man/rbd-studio.1')
    expect(readFileSync(file, 'utf8') === formatManPage(commands, VERSION)).toBe(true)
  })

  it('has a chapter for every command and no line that roff would take for a request', () => {
    const page = formatManPage(commands, VERSION)
    for (const { names } of commands) expect(page).toContain(`.SS "${names[0].replaceAll('-', '\\-')}`)
    const requests = new Set(page.split('\n').flatMap((line) => /^\.(\w+)/.exec(line)?.[1] ?? []))
    expect([...requests].sort()).toEqual(['B', 'BR', 'I', 'PP', 'RI', 'SH', 'SS', 'TH', 'TP'])
    expect(page).not.toMatch(/^'/m)
  })
})
