import { describe, expect, it } from 'vitest'
import { ERROR_ROWS } from '../../../renderer/errorText.ts'
import { cardOf, exitOf, formOf, offsetOf, wayBackOf } from '../../../renderer/model/errorCards.ts'
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

describe('what is safe of a live image', () => {
  const live = { ...ref, connection: 'lab' }
  const append: JobRequest = { kind: 'import-diff', paths: ['/in/a.diff'], target: live, overlay: false }
  const pipe = (create: boolean): JobRequest => ({
    kind: 'pipe',
    source: { ...ref, snapshot: { text: 's2' } },
    fromSnapshot: create ? null : { text: 's1' },
    target: live,
    create,
  })
  const replicate: JobRequest = { kind: 'replicate', source: ref, target: live }
  const rollback: JobRequest = { kind: 'rollback', target: live, snapshot: { text: 's1' } }
  const safe = (code: ErrorCode, request: JobRequest | null, detail?: WireError['detail']) =>
    cardOf(error(code, detail === undefined ? {} : { detail }), request).safe

  it('is that a head was put back, unless the error says that it was not', () => {
    for (const request of [append, pipe(false)]) {
      expect(safe('E_CLUSTER_NO_SPACE', request)).toContain('it was put back to the last whole point')
      expect(safe('E_CLUSTER_UNREACHABLE', request)).toContain('nothing half written')
      const left = safe('E_CLUSTER_LEFT_CHANGED', request, { image: 'rbd/img', snapshot: 's1' })
      expect(left).toContain('its head was not put back')
      expect(left).not.toContain('as it was')
    }
    expect(safe('E_CLUSTER_NO_SPACE', pipe(true))).toMatch(/^No image was made/)
    expect(safe('E_STREAM_TRUNCATED', append)).not.toBe(safe('E_STREAM_TRUNCATED', appending))
  })

  it('is not the head where nobody was left to put it back', () => {
    for (const request of [append, pipe(false), replicate]) {
      const card = cardOf(error('E_JOB_INTERRUPTED'), request)
      expect(card.safe).toContain('may hold a part')
      expect(card.hint).toMatch(/^Roll the image back/)
    }
    expect(safe('E_JOB_INTERRUPTED', rollback)).toContain('may stand between')
    expect(safe('E_JOB_INTERRUPTED', pipe(true))).toContain('under a temporary')
    expect(safe('E_JOB_INTERRUPTED', appending)).toBe('The image rbd/img is as it was')
  })

  it('says what was left of an image that was being made', () => {
    const left = { image: 'rbd/img.rbd-studio-1a2b3c4d' }
    expect(safe('E_CLUSTER_LEFT_CHANGED', pipe(true), left)).toBe(
      'Only rbd/img.rbd-studio-1a2b3c4d was left, under a temporary name, and rbd/img@s2 was only read',
    )
    expect(safe('E_CLUSTER_LEFT_CHANGED', replicate, left)).toContain('under a temporary name')
  })

  it('is told of a roll back by when it failed', () => {
    expect(safe('E_CLUSTER_UNREACHABLE', rollback)).toContain('may stand between')
    expect(safe('E_CLUSTER_IN_USE', rollback)).toBe('The image rbd/img is as it was')
  })

  it('is not claimed where an answer of the cluster never came', () => {
    expect(safe('E_CLUSTER_UNREACHABLE', null)).toContain('whether it took effect')
  })
})

describe('what can be done about an error of a cluster', () => {
  const live = { ...ref, connection: 'lab' }
  const append: JobRequest = { kind: 'import-diff', paths: ['/in/a.diff'], target: live, overlay: false }
  const replicate: JobRequest = { kind: 'replicate', source: live, target: { ...live, connection: 'dr' } }
  const point = { image: 'rbd/img', snapshot: 's1' }

  it('is to test the connection that it is about, as far as that is one', () => {
    expect(cardOf(error('E_CLUSTER_DENIED'), append).actions).toEqual(['connection', 'again'])
    expect(cardOf(error('E_CLUSTER_DENIED'), replicate).actions).toEqual(['again'])
    expect(cardOf(error('E_CLUSTER_DENIED', { detail: { connection: 'dr' } }), replicate).actions).toContain(
      'connection',
    )
  })

  it('is to roll a live image back to where the diff starts, and nothing of the kind in the library', () => {
    expect(cardOf(error('E_DIFF_DRIFTED', { detail: point }), append).actions).toEqual(['roll-back', 'form', 'image'])
    expect(cardOf(error('E_DIFF_DRIFTED', { detail: point }), appending).actions).toEqual(['form', 'image'])
    // There the snapshot is one that the target has of its own.
    expect(cardOf(error('E_DIFF_DRIFTED', { detail: point }), replicate).actions).not.toContain('roll-back')
    expect(wayBackOf(error('E_CLUSTER_LEFT_CHANGED', { detail: point }), append)).toEqual({
      image: live,
      snapshot: 's1',
    })
    expect(wayBackOf(error('E_CLUSTER_LEFT_CHANGED', { detail: { ...point, snapshot: null } }), append)).toBeNull()
  })

  it('is never to verify or to repair what lies on a cluster', () => {
    const exportLive: JobRequest = { kind: 'export', source: { ...live, snapshot: null }, path: '/out/x.raw' }
    for (const code of ['E_LIBRARY_CHAIN_GAP', 'E_FILE_READ'] as const) {
      const { actions } = cardOf(error(code), exportLive)
      expect(actions).not.toContain('verify')
      expect(actions).not.toContain('repair')
    }
  })

  it('leads back to the form with all that was asked', () => {
    const target = { ...live, connection: 'dr' }
    expect(formOf(replicate)).toEqual({ kind: 'replicate', source: live })
    expect(formOf({ kind: 'flatten', target: live })).toEqual({ kind: 'flatten', image: live })
    const source = { ...live, snapshot: { text: 's1' } }
    expect(formOf({ kind: 'pipe', source, fromSnapshot: null, target, create: true })).toMatchObject({ target })
  })

  it('speaks of the window, not of options of a command', () => {
    const card = cardOf(error('E_IMAGE_SHRINKS'), append)
    expect(card.hint).not.toContain('--')
    expect(card.cause).toBe('The image was smaller where this comes from')
    expect(cardOf(error('E_IMAGE_SHRINKS'), null).hint).not.toContain('--')
    expect(cardOf(error('E_CONNECTION_UNKNOWN'), null).hint).not.toContain('rbd-studio')
    const head: JobRequest = { kind: 'export', source: { ...live, snapshot: null }, path: '/out/x.raw' }
    expect(cardOf(error('E_DIFF_DRIFTED'), head).cause).toContain('while it was read')
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
