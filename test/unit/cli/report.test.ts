import { describe, expect, it } from 'vitest'
import { createProgressText } from '../../../electron/cli/progressText.ts'
import { exitCodeFor } from '../../../electron/cli/rbd/fillWords.ts'
import { type FailedCommand, formatOwn, NO_COMMAND, reportFailure } from '../../../electron/cli/report.ts'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'

/** What standard error gets, and the exit code. */
function reported(
  thrown: unknown,
  verb: string | null,
  more: { readonly isTerminal?: boolean; readonly percent?: number; readonly isJson?: boolean } = {},
): { readonly text: string; readonly exitCode: number } {
  let text = ''
  const say = (part: string | Uint8Array): void => {
    text += typeof part === 'string' ? part : Buffer.from(part).toString('latin1')
  }
  const unused = (): Promise<never> => Promise.reject(new Error('nothing is read or written'))
  const io = {
    cwd: '/',
    env: {},
    say,
    isTerminal: more.isTerminal ?? false,
    openInput: unused,
    openOutput: unused,
  }
  const progress = verb === null ? null : createProgressText('Importing image diff', say)
  if (more.percent !== undefined) progress?.update(more.percent, 100)
  const command: FailedCommand = { ...NO_COMMAND, verb, progress, isJson: more.isJson ?? false }
  return { exitCode: reportFailure(thrown, command, io), text }
}

const MISSING = new AppError('E_DIFF_START_SNAPSHOT_MISSING', 'The image has no snapshot "s1"', {
  detail: { snapshot: 's1' },
})

describe('a failure rbd knows', () => {
  it("is said in rbd's lines and nothing else", () => {
    expect(reported(MISSING, 'import-diff')).toEqual({
      text: "start snapshot 's1' does not exist in the image, aborting\n\rImporting image diff: 0% complete...failed.\nrbd: import-diff failed: (22) Invalid argument\n",
      exitCode: 22,
    })
  })

  it('has its sentence and the next step behind them on a terminal', () => {
    expect(reported(MISSING, 'import-diff', { isTerminal: true }).text).toMatch(
      /\(22\) Invalid argument\nrbd-studio: The image has no snapshot "s1"\nhint: [^\n]+\n$/,
    )
    const missing = new AppError('E_ARGUMENT_MISSING', 'path was not specified')
    expect(reported(missing, 'export', { isTerminal: true }).text).toMatch(
      /^rbd: path was not specified\nhint: [^\n]+\n$/,
    )
  })

  it('ends a progress line that was begun, at the percentage where it stood', () => {
    const exists = new AppError('E_FILE_EXISTS', 'x', { detail: { errno: 'EEXIST' } })
    expect(reported(exists, 'export').text).toBe('rbd: export error: (17) File exists\n')
    expect(reported(exists, 'export', { percent: 40 }).text).toMatch(
      /40% complete\.\.\.failed\.\nrbd: export error: \(17\) File exists\n$/,
    )
  })

  it('quotes a banner byte for byte, as far as its first NUL', () => {
    const banner = Buffer.from('QFI\xfb\n\0\0\0\x03\0\0\0', 'latin1').toString('base64')
    const error = new AppError('E_STREAM_BAD_MAGIC', 'x', { detail: { part: 'banner', layer: 1, banner } })
    expect(reported(error, 'merge-diff').text).toBe(
      "invalid banner 'QFI\xfb\n', expected 'rbd diff v1\n'\nrbd: failed to parse second diff header\n\rImporting image diff: 0% complete...failed.\nrbd: merge-diff error\n",
    )
  })
})

describe('a refusal of ours alone', () => {
  it('is a sentence and a hint, behind the end of the progress line', () => {
    const drifted = new AppError('E_DIFF_DRIFTED', 'rbd/img has changed', { hint: 'Copy it' })
    expect(reported(drifted, 'import-diff').text).toBe(
      '\rImporting image diff: 0% complete...failed.\nrbd-studio: rbd/img has changed\nhint: Copy it\n',
    )
  })

  it('stays two lines whatever a name holds', () => {
    const error = { code: 'E_IMAGE_NOT_FOUND', message: 'no a\nb\u001b[2Jc\u2028d', hint: 'x\ry' } as const
    expect(formatOwn(error)).toBe('rbd-studio: no a�b�[2Jc�d\nhint: x�y\n')
  })

  it('calls a programming error what it is', () => {
    const { text, exitCode } = reported(new TypeError('x is undefined'), 'inspect')
    expect(text).toMatch(/rbd-studio: x is undefined\nhint: .*\nTypeError: x is undefined\n {4}at /)
    expect(exitCode).toBe(1)
  })
})

describe('--json', () => {
  it('gives the error in wire form, alone on one line', () => {
    const { text, exitCode } = reported(MISSING, 'import-diff', { isJson: true, isTerminal: true })
    expect(JSON.parse(text)).toEqual({
      code: 'E_DIFF_START_SNAPSHOT_MISSING',
      message: 'The image has no snapshot "s1"',
      detail: { snapshot: 's1' },
    })
    expect([text.endsWith('\n'), exitCode]).toEqual([true, 22])
  })
})

describe('exit codes', () => {
  it.each<[ErrorCode, string | null, string | null, number]>([
    ['E_STREAM_TRUNCATED', null, 'import-diff', 74],
    ['E_STREAM_TRUNCATED', null, 'merge-diff', 33],
    ['E_FILE_EXISTS', null, 'export', 17],
    ['E_OPTION_UNKNOWN', null, null, 1],
    ['E_CONNECTION_UNKNOWN', null, 'ls', 2],
    ['E_FILE_NOT_FOUND', 'ENOTDIR', 'export', 20],
    ['E_FILE_NOT_FOUND', 'ENAMETOOLONG', 'import', 36],
    ['E_FILE_PERMISSION', 'EROFS', 'merge-diff', 30],
  ])('%s (%s) of %s is %i', (code, errno, verb, exitCode) => {
    const detail = errno === null ? {} : { errno }
    expect(exitCodeFor({ code, message: 'x', detail }, verb)).toBe(exitCode)
  })
})
