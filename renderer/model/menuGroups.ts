import type { MenuEntry } from '../../shared/menu.ts'

/** The commands of a menu by their ids, in the groups its lines make. What the system does is not the page's to offer. */
export function commandGroups(entries: readonly MenuEntry[]): readonly (readonly string[])[] {
  const groups: string[][] = [[]]
  for (const entry of entries) {
    if (entry.kind === 'separator') groups.push([])
    else if (entry.kind === 'command') groups.at(-1)?.push(entry.id)
  }
  return groups.filter((group) => group.length > 0)
}
