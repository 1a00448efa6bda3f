import { describe, expect, it } from 'vitest'
import { ERROR_ROWS } from '../../../renderer/errorText.ts'
import { cardOf, exitOf, offsetOf } from '../../../renderer/model/errorCards.ts'
import { LAST_LINES, reportOf, withoutSecrets } from '../../../renderer/model/jobReport.ts'
import { errorCatalogue } from '../../../shared/errorCatalogue.ts'
import type { ErrorCode, WireError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { details } from './details.ts'

const { ref } = details([], [])
const codes = Object.keys(errorCatalogue) as ErrorCode[]
const error = (code: ErrorCode, more: Partial<WireError> = {}): WireError => ({ code, message: 'It failed', ...more })
const exporting: JobRequest = { kind: 'export', source: { ...ref, snapshot: { text: 's1' } }, path: '/out/x.raw' }
const appending: JobRequest = { kind: 'import-diff', paths: ['/in/a.diff', '/in/b.diff'], target: ref, overlay: false }

describe('the table of error cards', () => {
  it('has a row for every code, and none besides', () => {
    expect(Object.keys(ERROR_ROWS).sort()).toEqual([...codes].sort())
  })

  it.each(codes)('%s says title, cause, what is safe and at most three buttons, with and without a job', (code) => {
    for (const request of [null, exporting, appending]) {
      const card = cardOf(error(code), request)
      for (const words of [card.title, card.cause, card.safe]) {
        expect(words).toMatch(/^[A-Z\d].*[^.!?]$/)
      }
      expect(card.hint).toBeTruthy()
      expect(card.actions.length).toBeLessThanOrEqual(3)
      expect(new Set(card.actions).size).toBe(card.actions.length)
      if (request === null)
        expect(card.actions.filter((action) => action !== 'reload' && action !== 'folder')).toEqual([])
    }
  })

  it('knows what to say of a code that it does not know', () => {
    const card = cardOf({ code: 'E_OF_LATER' as ErrorCode, message: 'It failed' }, exporting)
    expect(card.title).toBe('Something went wrong')
    expect(card.actions).toEqual(['again'])
    expect(exitOf({ code: 'E_OF_LATER' as ErrorCode, message: '' }, null)).toBeNull()
  })
})

describe('an error card', () => {
  it('says what is safe in words that fit the job', () => {
    expect(cardOf(error('E_FILE_NO_SPACE'), exporting).safe).toBe(
      'No file was left behind, and rbd/img@s1 was only read',
    )
    expect(cardOf(error('E_STREAM_TRUNCATED'), appending).safe).toBe('The image rbd/img is as it was')
    expect(cardOf(error('E_FILE_READ'), null).safe).toBe('Nothing was changed')
  })

  it('offers only what makes sense for the job', () => {
    expect(cardOf(error('E_FILE_NO_SPACE'), exporting).actions).toEqual(['again', 'place', 'folder'])
    expect(cardOf(error('E_FILE_NO_SPACE'), appending).actions).toEqual(['again'])
    expect(cardOf(error('E_STREAM_TRUNCATED', { detail: { path: '/in/b.diff' } }), appending).actions).toEqual([
      'again',
      'verify',
      'folder',
    ])
    expect(cardOf(error('E_LIBRARY_CHAIN_GAP'), exporting).actions).toEqual(['repair', 'image', 'verify'])
  })

  it('tells the offset and the exit code of the command', () => {
    expect(offsetOf(error('E_STREAM_TRUNCATED', { detail: { offset: 44 } }))).toBe(44)
    expect(offsetOf(error('E_STREAM_TRUNCATED'))).toBeNull()
    expect(exitOf(error('E_FILE_NO_SPACE'), exporting)).toBe(28)
  })
})

describe('a copied report', () => {
  it('holds no home folder, no token and no key, and keeps digests', () => {
    const digest = `sha256:${'ab'.repeat(32)}`
    const text = withoutSecrets(
      [
        '/home/anna/exports/x.raw C:\\Users\\Anna\\x.raw /Users/anna /root/x',
        `http://127.0.0.1:8000/#token=${'0123456789abcdef'.repeat(2)}`,
        'key = AQBvaXNzZWNyZXRzZWNyZXRzZWNyZXRzZWNyZXQ9PQ== password: hunter22 --token abcdef12',
        digest,
      ].join('\n'),
    )
    expect(text).not.toMatch(/anna|0123456789|AQBv|hunter22|abcdef12/i)
    expect(text).toContain('~/exports/x.raw ~\\x.raw ~ ~/x')
    expect(text).toContain(digest)
  })

  it('ends with the last lines of the log', () => {
    const log = Array.from({ length: 50 }, (_, index) => ({ at: index, level: 'info' as const, text: `line ${index}` }))
    const report = reportOf({
      version: '1',
      title: 'Export rbd/img',
      lines: [
        ['Code', 'E_X'],
        ['Where', null],
      ],
      command: ['rbd-studio export'],
      log,
      formatTime: String,
    })
    expect(report).toContain('Code: E_X\n\n$ rbd-studio export\n\n')
    expect(report).not.toContain('Where')
    expect(report.match(/line \d+/g)).toHaveLength(LAST_LINES)
    expect(report.endsWith('line 49')).toBe(true)
  })
})
