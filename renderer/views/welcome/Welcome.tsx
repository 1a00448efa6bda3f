import { Check, FilePlus2, FlaskConical, FolderOpen, Network } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { libraryImages } from '../../actions/sample.ts'
import { run } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Button } from '../../components/Button.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import type { Door } from '../../model/doors.ts'
import { doorsOf } from '../../model/doors.ts'
import { shellText } from '../../shellText.ts'
import { imagesStore } from '../../stores/images.ts'
import { isMac } from '../shell/platform.ts'
import { DoorPicture } from './DoorPicture.tsx'

const t = shellText.welcome
const ICONS = { sample: FlaskConical, cluster: Network, files: FolderOpen, image: FilePlus2 } as const

/** The start page: what one can begin with, as doors beside each other. Their number is their key. */
export function Welcome() {
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const doors = useMemo(() => {
    void imagesByPool
    return doorsOf(libraryImages())
  }, [imagesByPool])
  return (
    <main className="page welcome" id="page" tabIndex={-1} aria-label={t.region} data-region="">
      <div className="welcome-body">
        <h1 className="welcome-title">{t.title}</h1>
        <p className="welcome-subtitle">{t.subtitle}</p>
        <div className="doors">
          {doors.map((door, index) => (
            <DoorView key={door.id} door={door} isFirst={index === 0} />
          ))}
        </div>
        <footer className="welcome-foot">
          <p>{t.local}</p>
          <p className="welcome-keys">
            <Kbd keys={doors.map((_, index) => String(index + 1))} /> {t.keys.doors}
            <Kbd keys={keysOf('Mod+K', isMac())} /> {t.keys.commands}
            <span>{t.keys.drop}</span>
          </p>
        </footer>
      </div>
    </main>
  )
}

function DoorView({ door, isFirst }: { readonly door: Door; readonly isFirst: boolean }) {
  const Icon = ICONS[door.id]
  const List = door.isNumbered ? 'ol' : 'ul'
  return (
    <section className="door" aria-label={door.title}>
      <DoorPicture id={door.id} />
      <h2 className="door-title">{door.title}</h2>
      <p className="door-body">{door.body}</p>
      <List className={door.isNumbered ? 'door-points is-numbered' : 'door-points'}>
        {door.points.map((point) => (
          <li key={point}>
            {door.isNumbered ? null : <Check size={14} aria-hidden />}
            {point}
          </li>
        ))}
      </List>
      <div className="door-actions">
        <Button
          look={isFirst ? 'commit' : 'plain'}
          icon={<Icon size={15} aria-hidden />}
          onClick={() => run(door.command)}
        >
          {door.action}
        </Button>
        {door.note === null ? null : <span className="door-note">{door.note}</span>}
      </div>
      <p className="door-foot">{door.foot}</p>
    </section>
  )
}
