import { commands } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Kbd } from '../../components/Kbd.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { shellText } from '../../shellText.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'

const t = shellText.shortcuts

/** Every shortcut there is, by the menu its command is in, and the keys of the pictures and lists. */
export function Shortcuts() {
  const withKeys = commands.filter(({ shortcuts, isHidden }) => shortcuts.length > 0 && isHidden !== true)
  const groups = [...new Set(withKeys.map(({ group }) => group))]
  return (
    <Sheet title={text.shortcuts.title} size="wide" onClose={() => showSheet(null)}>
      <div className="shortcut-groups" role="group" aria-label={text.shortcuts.title} tabIndex={0}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="section-title">{group}</h3>
            <dl className="shortcut-list">
              {withKeys
                .filter((command) => command.group === group)
                .map(({ id, label, shortcuts }) => (
                  <ShortcutLine key={id} label={label} keys={shortcuts.map((one) => keysOf(one, isMac()))} />
                ))}
            </dl>
          </section>
        ))}
        {t.places.map(({ title, lines }) => (
          <section key={title} aria-label={title}>
            <h3 className="section-title">{title}</h3>
            <dl className="shortcut-list">
              {lines.map(({ label, keys }) => (
                <ShortcutLine key={label} label={label} keys={keys} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}

function ShortcutLine({ label, keys }: { readonly label: string; readonly keys: readonly (readonly string[])[] }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {keys.map((one) => (
          <Kbd key={one.join()} keys={one} />
        ))}
      </dd>
    </div>
  )
}
