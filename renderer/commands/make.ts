import type { Command } from './registry.ts'

/** Makes a command; without more it is always possible and has no key. */
export function make(id: string, group: string, label: string, run: () => void, more: Partial<Command> = {}): Command {
  return { id, group, label, run, shortcuts: [], when: () => true, ...more }
}
