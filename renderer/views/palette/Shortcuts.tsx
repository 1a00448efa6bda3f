import { commands } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Kbd } from '../../components/Kbd.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'

/** Every shortcut there is. */
export function Shortcuts() {
  return (
    <Sheet title={text.shortcuts.title} size="small" onClose={() => showSheet(null)}>
      <dl className="shortcut-list">
        {commands
          .filter(({ shortcuts }) => shortcuts.length > 0)
          .map(({ id, label, shortcuts }) => (
            <div key={id}>
              <dt>{label}</dt>
              <dd>
                {shortcuts.map((shortcut) => (
                  <Kbd key={shortcut} keys={keysOf(shortcut, isMac())} />
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </Sheet>
  )
}
