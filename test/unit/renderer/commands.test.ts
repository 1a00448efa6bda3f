import { describe, expect, it } from 'vitest'
import type { KeyPress } from '../../../renderer/commands/keymap.ts'
import { isTyping, keysOf, matches } from '../../../renderer/commands/keymap.ts'
import type { Command } from '../../../renderer/commands/registry.ts'
import { commandFor, runCommand } from '../../../renderer/commands/registry.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

function command(id: string, shortcuts: readonly string[], isPossible = true, ran: string[] = []): Command {
  return { id, label: id, group: 'Test', shortcuts, when: () => isPossible, run: () => void ran.push(id) }
}

describe('matches', () => {
  it('takes Ctrl for Mod, and Command on a Mac', () => {
    expect(matches('Mod+K', press('k', { ctrlKey: true }), false)).toBe(true)
    expect(matches('Mod+K', press('k', { metaKey: true }), true)).toBe(true)
    expect(matches('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false)
    expect(matches('Mod+K', press('k'), false)).toBe(false)
  })

  it('tells Shift and no Shift apart, but not for a symbol that needs it', () => {
    expect(matches('Shift+F6', press('F6', { shiftKey: true }), false)).toBe(true)
    expect(matches('F6', press('F6', { shiftKey: true }), false)).toBe(false)
    expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true)
  })

  it('never takes a key with Alt', () => {
    expect(matches('e', press('e', { altKey: true }), false)).toBe(false)
  })
})

describe('commandFor', () => {
  it('leaves characters to somebody who types, and takes the rest', () => {
    const commands = [command('export', ['e']), command('palette', ['Mod+K'])]
    expect(commandFor(commands, press('e'), { isMac: false, isTyping: false })?.id).toBe('export')
    expect(commandFor(commands, press('e'), { isMac: false, isTyping: true })).toBeNull()
    expect(commandFor(commands, press('k', { ctrlKey: true }), { isMac: false, isTyping: true })?.id).toBe('palette')
  })

  it('takes no bare character where single keys are off, and every other key', () => {
    const commands = [command('export', ['e']), command('shortcuts', ['?']), command('undo', ['Mod+Z'])]
    const off = { isMac: false, isTyping: false, hasSingleKeys: false }
    expect(commandFor(commands, press('e'), off)).toBeNull()
    expect(commandFor(commands, press('?', { shiftKey: true }), off)).toBeNull()
    expect(commandFor(commands, press('z', { ctrlKey: true }), off)?.id).toBe('undo')
  })

  it('passes over a command that makes no sense now', () => {
    const commands = [command('first', ['e'], false), command('second', ['e'])]
    expect(commandFor(commands, press('e'), { isMac: false, isTyping: false })?.id).toBe('second')
  })
})

it('runCommand runs only what makes sense now', () => {
  const ran: string[] = []
  const commands = [command('yes', [], true, ran), command('no', [], false, ran)]
  for (const id of ['yes', 'no', 'unknown']) runCommand(commands, id)
  expect(ran).toEqual(['yes'])
})

it('isTyping knows fields of text from buttons', () => {
  expect(isTyping({ tagName: 'INPUT', type: 'text' })).toBe(true)
  expect(isTyping({ tagName: 'INPUT', type: 'radio' })).toBe(false)
  expect(isTyping({ tagName: 'SELECT' })).toBe(true)
  expect(isTyping({ tagName: 'DIV', isContentEditable: true })).toBe(true)
  expect(isTyping({ tagName: 'BUTTON' })).toBe(false)
  expect(isTyping(null)).toBe(false)
})

it('keysOf writes keys as they stand on their caps', () => {
  expect(keysOf('Mod+k', false)).toEqual(['Ctrl', 'K'])
  expect(keysOf('Mod+k', true)).toEqual(['⌘', 'K'])
})
