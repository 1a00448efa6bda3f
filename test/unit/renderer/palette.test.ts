import { describe, expect, it } from 'vitest'
import { best, match, wordsOf } from '../../../renderer/model/matching.ts'
import type { PaletteEntry, PaletteSource } from '../../../renderer/model/palette.ts'
import { cut, paletteGroups, withRecent, wordToAsk } from '../../../renderer/model/palette.ts'

const scoreOf = (query: string, label: string) => match(wordsOf(query), label)?.score ?? null
const hit = (query: string, label: string) =>
  cut(label, match(wordsOf(query), label)?.ranges ?? [])
    .filter(({ isHit }) => isHit)
    .map(({ text }) => text)

describe('match', () => {
  it('wants every word, in any order and case', () => {
    expect(scoreOf('FILES op', 'Open files…')).not.toBeNull()
    expect(scoreOf('files close', 'Open files…')).toBeNull()
    expect(scoreOf(' ', 'Open files…')).not.toBeNull()
  })

  it('counts a beginning more than a word, a word more than an inside, and that more than scattered letters', () => {
    const labels = ['diff of it', 'export diff', 'a stiff one', 'dark is for folders']
    const scores = ['diff', 'diff', 'tiff', 'diff'].map((query, index) => scoreOf(query, labels[index] ?? '') ?? 0)
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores)
    expect(scoreOf('web-01', 'web-01')).toBeGreaterThan(scoreOf('web-01', 'web-012') ?? Infinity)
  })

  it('takes letters that begin words, and no others', () => {
    expect(hit('exd', 'Export diff')).toEqual(['Ex', 'd'])
    expect(scoreOf('xd', 'Export diff')).toBeNull()
    expect(scoreOf('e', 'Pipe')).not.toBeNull()
  })

  it('sets off the letters that answer, joined where they touch', () => {
    expect(hit('fi open', 'Open files…')).toEqual(['Open', 'fi'])
    expect(hit('db d', 'db-master')).toEqual(['db'])
    expect(cut('db-master', [[0, 2]])).toEqual([
      { text: 'db', isHit: true },
      { text: '-master', isHit: false },
    ])
  })

  it('shows no places where small letters take other room than large ones', () => {
    expect(match(['i'], 'İi')?.ranges).toEqual([])
  })
})

it('best keeps the order of what is equally good, and counts what it does not give', () => {
  const items = Array.from({ length: 9 }, (_, index) => `web-0${index}`)
  const { found, total } = best(items, ['web'], (item) => item, 3)
  expect([found.map(({ item }) => item), total]).toEqual([['web-00', 'web-01', 'web-02'], 9])
})

const entry = (key: string, label = key): PaletteEntry => ({ key, label, detail: '', keys: [], run: () => undefined })
const SOURCES: readonly PaletteSource[] = [
  { id: 'commands', entries: ['Export…', 'Open files…', 'New image…'].map((label) => entry(label)) },
  { id: 'images', entries: Array.from({ length: 100 }, (_, index) => entry(`i${index}`, `backups/export-${index}`)) },
  { id: 'snapshots', entries: [entry('s', 'backups/web@export')], isMore: true },
]

describe('paletteGroups', () => {
  it('begins with the commands used last, each once, and some of the rest', () => {
    const groups = paletteGroups(SOURCES, '', ['New image…', 'gone'])
    expect(groups.map(({ id, entries, total }) => [id, entries.length, total])).toEqual([
      ['recent', 1, 1],
      ['commands', 2, 2],
      ['images', 6, 100],
      ['snapshots', 1, 1],
    ])
  })

  it('puts the group with the best answer first, and says how many more there are', () => {
    const groups = paletteGroups(SOURCES, 'export', [])
    expect(groups.map(({ id, entries, total, isMore }) => [id, entries.length, total, isMore])).toEqual([
      ['commands', 1, 1, false],
      ['images', 8, 100, false],
      ['snapshots', 1, 1, true],
    ])
  })

  it('shows more where only one kind answers, and nothing where none does', () => {
    expect(paletteGroups(SOURCES, 'export-1', []).map(({ id, entries }) => [id, entries.length])).toEqual([
      ['images', 11],
    ])
    expect(paletteGroups(SOURCES, 'nowhere', [])).toEqual([])
  })
})

it('asks the engine for the longest word', () => {
  expect(wordToAsk('web mon-16 x')).toBe('mon-16')
  expect(wordToAsk('  ')).toBe('')
})

it('remembers five commands, the newest first', () => {
  expect(withRecent(['a', 'b', 'c', 'd', 'e'], 'c')).toEqual(['c', 'a', 'b', 'd', 'e'])
  expect(withRecent(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['f', 'a', 'b', 'c', 'd'])
})
