import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCatalogue, exitCodeOf, hintOf } from '../../../shared/errorCatalogue.ts'
import type { ErrorCode } from '../../../shared/errors.ts'

const root = join(import.meta.dirname, '../../..')
const formats = readFileSync(join(root, 'docs/FORMATS.md'), 'utf8')
const section9 = formats.slice(formats.indexOf('\n## 9. Errors'), formats.indexOf('\n## 10. Options'))

/** Exit code of the row of FORMATS §9 whose condition or message holds a text, in the chapter of one command. */
function documented(chapter: string, text: string): string {
  const from = section9.indexOf(`### ${chapter}`)
  const next = section9.indexOf('\n### ', from + 1)
  const rows = section9.slice(from, next < 0 ? undefined : next).split('\n')
  const row = rows.find((line) => line.startsWith('|') && line.includes(text))
  if (from < 0 || row === undefined) throw new Error(`FORMATS §9 has no row with “${text}” under “${chapter}”`)
  return (row.split('|').at(-2) ?? '').trim()
}

/** What a code ends a verb with. */
const exit = (code: ErrorCode, verb: string | null): string => String(exitCodeOf({ code, message: '' }, verb))

describe('exit codes are those of FORMATS §9', () => {
  it.each<[ErrorCode, string | null, string, string]>([
    ['E_ARGUMENT_MISSING', null, 'Spec and option errors', 'image missing on the command line'],
    ['E_SPEC_INVALID', null, 'Spec and option errors', 'bad spec'],
    ['E_SPEC_SNAPSHOT_NOT_ALLOWED', null, 'Spec and option errors', 'snapshot not allowed'],
    ['E_OPTION_UNKNOWN', null, 'Spec and option errors', 'unknown option'],
    ['E_OPTION_BAD_VALUE', null, 'Spec and option errors', 'bad value'],
    ['E_POOL_NOT_FOUND', null, 'Spec and option errors', 'pool missing'],
    ['E_IMAGE_NOT_FOUND', null, 'Spec and option errors', 'error opening image X'],
    ['E_SNAPSHOT_NOT_FOUND', null, 'Spec and option errors', 'snapshot missing'],
    ['E_FILE_EXISTS', 'export', 'export / export-diff', 'file exists'],
    ['E_DIFF_SNAPSHOT_ORDER', 'export-diff', 'export / export-diff', 'from newer than to'],
    ['E_SNAPSHOT_NOT_FOUND', 'export-diff', 'export / export-diff', 'from-snap unknown'],
    ['E_DIFF_START_SNAPSHOT_MISSING', 'import-diff', 'import-diff', 'from-snapshot absent'],
    ['E_DIFF_END_SNAPSHOT_EXISTS', 'import-diff', 'import-diff', 'to-snapshot present'],
    ['E_STREAM_TRUNCATED', 'import-diff', 'import-diff', 'data short'],
    ['E_FILE_IS_DIRECTORY', 'import-diff', 'import-diff', 'directory as path'],
    ['E_FILE_IS_DIRECTORY', 'import', 'import (last line', 'directory'],
    ['E_STREAM_TRUNCATED', 'merge-diff', 'merge-diff', 'short header'],
    ['E_STREAM_BAD_MAGIC', 'merge-diff', 'merge-diff', 'banner'],
    ['E_MERGE_NOT_CONTINUOUS', 'merge-diff', 'merge-diff', 'names differ'],
    ['E_STREAM_BAD_RECORD', 'merge-diff', 'merge-diff', 'order'],
    ['E_IMAGE_EXISTS', 'create', 'create / resize', 'create: exists'],
    ['E_IMAGE_HAS_SNAPSHOTS', 'rm', 'create / resize', 'rm: has snapshots'],
    ['E_SNAPSHOT_PROTECTED', 'snap rm', 'create / resize', 'snap rm: protected'],
  ])('%s of %s', (code, verb, chapter, text) => {
    expect(exit(code, verb)).toBe(documented(chapter, text))
  })

  it('says the two codes a wrong or short banner has', () => {
    expect(documented('import-diff', 'banner too short / wrong')).toBe(
      `${exit('E_STREAM_TRUNCATED', 'import-diff')} / ${exit('E_STREAM_BAD_MAGIC', 'import-diff')}`,
    )
  })
})

describe('the catalogue', () => {
  it('has a title and a hint for every code, written alike', () => {
    for (const [code, { title, hint, errno }] of Object.entries(errorCatalogue)) {
      expect(title, code).toMatch(/^[A-Z].*[^.\s]$/)
      expect(hint, code).toMatch(/^([A-Z]|rbd-studio ).*[^.\s]$/)
      expect(errno, code).toBeGreaterThan(0)
    }
  })

  it('has no code that nothing raises', () => {
    const sources = ['shared', 'electron', 'renderer']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
      )
      .filter((file) => /\.tsx?$/.test(file) && !/shared\/(errors|errorCatalogue)\.ts$/.test(file))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n')
    const unused = Object.keys(errorCatalogue).filter((code) => !sources.includes(`'${code}'`))
    expect(unused).toEqual([])
  })

  it('gives way to the hint an error brings', () => {
    expect(hintOf({ code: 'E_FILE_EXISTS', message: '', hint: 'Mine' })).toBe('Mine')
    expect(hintOf({ code: 'E_FILE_EXISTS', message: '' })).toBe(errorCatalogue.E_FILE_EXISTS.hint)
  })
})
