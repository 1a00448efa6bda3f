import { describe, expect, it } from 'vitest'
import { createArguments } from '../../../electron/cli/arguments.ts'
import { takeImage, takePoint, takePool } from '../../../electron/cli/specArgs.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { isAppError } from '../../../shared/errors.ts'

function line(positionals: readonly string[], options: Readonly<Record<string, string>> = {}) {
  return createArguments('export', { positionals, options: new Map(Object.entries(options)), lists: new Map() })
}

function refusal(act: () => unknown): readonly [string, string] {
  try {
    act()
  } catch (error) {
    if (!isAppError(error)) throw error
    return [error.code, error.message]
  }
  throw new Error('it was not refused')
}

describe('the point a command is about', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['a bare image', ['i'], {}, 'library://rbd/i'],
    ['all in the spec', ['library://p/n/i@s'], {}, 'library://p/n/i@s'],
    ['all in options', [], { pool: 'p', namespace: 'n', image: 'i', snap: 's' }, 'library://p/n/i@s'],
    ['options where the spec is silent', ['i'], { pool: 'p', snap: 's' }, 'library://p/i@s'],
    ['the spec wins over options', ['q/i@t'], { pool: 'p', snap: 's' }, 'library://q/i@t'],
    ['--image leaves the arguments alone', ['path'], { image: 'i' }, 'library://rbd/i'],
    ['a cluster', ['prod://p/i@s'], {}, 'prod://p/i@s'],
    ['an empty option is none', ['i'], { pool: '', image: '' }, 'library://rbd/i'],
  ])('%s', (_, positionals, options, expected) => {
    expect(formatSpec(takePoint(line(positionals, options), 'library', 'source', 'optional'), true)).toBe(expected)
  })

  it('takes the value of an option as it stands', () => {
    const point = takePoint(line([], { image: 'a/b@c', snap: 'x/y' }), 'library', 'source', 'optional')
    expect([point.image.text, point.snapshot?.text]).toEqual(['a/b@c', 'x/y'])
  })

  it('takes destinations from their own options', () => {
    const options = { pool: 'source', 'dest-pool': 'p', 'dest-namespace': 'n', dest: 'i' }
    expect(formatSpec(takeImage(line([], options), 'library', 'destination'))).toBe('p/n/i')
  })

  it.each<[string, () => unknown, string, string]>([
    [
      'no image',
      () => takePoint(line([]), 'library', 'source', 'optional'),
      'E_ARGUMENT_MISSING',
      'image name was not specified',
    ],
    [
      'no destination',
      () => takeImage(line([]), 'library', 'destination'),
      'E_ARGUMENT_MISSING',
      'destination image name was not specified',
    ],
    [
      'no snapshot',
      () => takePoint(line(['i']), 'library', 'source', 'required'),
      'E_ARGUMENT_MISSING',
      'snapshot name was not specified',
    ],
    [
      'a snapshot too many',
      () => takeImage(line(['i@s']), 'library', 'source'),
      'E_SPEC_SNAPSHOT_NOT_ALLOWED',
      "snapshot name specified for a command that doesn't use it",
    ],
    [
      'a snapshot too many of a destination',
      () => takeImage(line(['i@s']), 'library', 'destination'),
      'E_SPEC_SNAPSHOT_NOT_ALLOWED',
      "destination snapshot name specified for a command that doesn't use it",
    ],
    [
      'two snapshots',
      () => takePoint(line(['i@s@t']), 'library', 'source', 'optional'),
      'E_SPEC_INVALID',
      "invalid spec 'i@s@t'",
    ],
    [
      'an empty snapshot',
      () => takePoint(line(['i@']), 'library', 'source', 'optional'),
      'E_SPEC_INVALID',
      "invalid spec 'i@'",
    ],
  ])('refuses %s', (_, act, code, sentence) => {
    expect(refusal(act)).toEqual([code, sentence])
  })
})

describe('the pool a command is about', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['the default', [], {}, 'rbd|'],
    ['an argument', ['p'], {}, 'p|'],
    ['a namespace', ['library://p/n'], {}, 'p|n'],
    ['options', [], { pool: 'p', namespace: 'n' }, 'p|n'],
  ])('%s', (_, positionals, options, expected) => {
    const { pool, namespace } = takePool(line(positionals, options), 'library', 'rbd')
    expect(`${pool.text}|${namespace}`).toBe(expected)
  })

  it('must be given where there is no default', () => {
    expect(refusal(() => takePool(line([]), 'library', null))).toEqual([
      'E_ARGUMENT_MISSING',
      'pool name was not specified',
    ])
  })
})

describe('what is left over', () => {
  it('is too many arguments', () => {
    const args = line(['path', 'extra'], { image: 'i' })
    takePoint(args, 'library', 'source', 'optional')
    expect(args.takePath()).toBe('path')
    expect(refusal(() => args.finish())).toEqual(['E_OPTION_BAD_VALUE', 'too many arguments'])
  })

  it('is nothing when all was taken', () => {
    const args = line(['i'])
    takePoint(args, 'library', 'source', 'optional')
    expect(refusal(() => args.takePath())).toEqual(['E_ARGUMENT_MISSING', 'path was not specified'])
    expect(() => args.finish()).not.toThrow()
  })
})
